/*
 * Reading the version resource of an image. What the caller gets is the resource as it is, then as
 * much room again, in which VerQueryValueA leaves its translations.
 */
#include "nt_error.h"
#include <winver.h>

#define MODULE_FLAGS (LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_AS_IMAGE_RESOURCE)

struct resource {
    HMODULE module;
    const void *data;
    DWORD size;
};

static BOOL open_resource(const WCHAR *name, struct resource *resource)
{
    HRSRC found;

    if (!name)
        return fail_with(ERROR_INVALID_PARAMETER);
    resource->module = LoadLibraryExW(name, NULL, MODULE_FLAGS);
    if (!resource->module)
        return FALSE;
    found = FindResourceW(resource->module, MAKEINTRESOURCEW(VS_VERSION_INFO), (LPCWSTR)RT_VERSION);
    if (found) {
        HGLOBAL loaded = LoadResource(resource->module, found);

        resource->data = loaded ? LockResource(loaded) : NULL;
        resource->size = SizeofResource(resource->module, found);
        if (resource->data && resource->size >= sizeof(WORD))
            return TRUE;
    }
    FreeLibrary(resource->module);
    return fail_with(found ? ERROR_INVALID_DATA : ERROR_RESOURCE_TYPE_NOT_FOUND);
}

DWORD WINAPI GetFileVersionInfoSizeExW(DWORD flags, LPCWSTR name, LPDWORD handle)
{
    struct resource resource;

    if (handle)
        *handle = 0;
    if (!open_resource(name, &resource))
        return 0;
    FreeLibrary(resource.module);
    return resource.size * 2;
}

BOOL WINAPI GetFileVersionInfoExW(DWORD flags, LPCWSTR name, DWORD handle, DWORD room,
                                  LPVOID buffer)
{
    struct resource resource;

    if (!buffer)
        return fail_with(ERROR_INVALID_DATA);
    if (!open_resource(name, &resource))
        return FALSE;
    memcpy(buffer, resource.data, min(room, resource.size));
    if (room > resource.size)
        memset((BYTE *)buffer + resource.size, 0, room - resource.size);
    FreeLibrary(resource.module);
    return TRUE;
}

static WCHAR *to_wide(const char *name)
{
    int count = name ? MultiByteToWideChar(CP_ACP, 0, name, -1, NULL, 0) : 0;
    WCHAR *wide = count ? HeapAlloc(GetProcessHeap(), 0, count * sizeof(WCHAR)) : NULL;

    if (wide)
        MultiByteToWideChar(CP_ACP, 0, name, -1, wide, count);
    else
        fail_with(name ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
    return wide;
}

DWORD WINAPI GetFileVersionInfoSizeExA(DWORD flags, LPCSTR name, LPDWORD handle)
{
    WCHAR *wide = to_wide(name);
    DWORD size = wide ? GetFileVersionInfoSizeExW(flags, wide, handle) : 0;

    if (wide)
        HeapFree(GetProcessHeap(), 0, wide);
    return size;
}

BOOL WINAPI GetFileVersionInfoExA(DWORD flags, LPCSTR name, DWORD handle, DWORD room, LPVOID buffer)
{
    WCHAR *wide = to_wide(name);
    BOOL done = wide && GetFileVersionInfoExW(flags, wide, handle, room, buffer);

    if (wide)
        HeapFree(GetProcessHeap(), 0, wide);
    return done;
}

DWORD WINAPI GetFileVersionInfoSizeW(LPCWSTR name, LPDWORD handle)
{
    return GetFileVersionInfoSizeExW(FILE_VER_GET_LOCALISED, name, handle);
}

DWORD WINAPI GetFileVersionInfoSizeA(LPCSTR name, LPDWORD handle)
{
    return GetFileVersionInfoSizeExA(FILE_VER_GET_LOCALISED, name, handle);
}

BOOL WINAPI GetFileVersionInfoW(LPCWSTR name, DWORD handle, DWORD room, LPVOID buffer)
{
    return GetFileVersionInfoExW(FILE_VER_GET_LOCALISED, name, handle, room, buffer);
}

BOOL WINAPI GetFileVersionInfoA(LPCSTR name, DWORD handle, DWORD room, LPVOID buffer)
{
    return GetFileVersionInfoExA(FILE_VER_GET_LOCALISED, name, handle, room, buffer);
}
