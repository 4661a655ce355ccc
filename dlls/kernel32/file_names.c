/*
 * file_names.c - names of files between code pages, Win32 and NT.
 */
#include "file_names.h"

static BOOL oem_names;

BOOL WINAPI AreFileApisANSI(void)
{
    return !oem_names;
}

void WINAPI SetFileApisToANSI(void)
{
    oem_names = FALSE;
}

void WINAPI SetFileApisToOEM(void)
{
    oem_names = TRUE;
}

WCHAR *k32_wide(K32_WIDE *wide, const char *name)
{
    ULONG size = 0, used = 0;
    WCHAR *text = wide->small;
    wide->heap = NULL;
    if (!name)
        return NULL;
    while (name[size])
        size++;
    size++;
    if (size > sizeof wide->small / sizeof(WCHAR))
        text = wide->heap = k32_heap(size * sizeof(WCHAR));
    if (!text)
        return NULL;
    NTSTATUS status = oem_names
                          ? RtlOemToUnicodeN(text, size * sizeof(WCHAR), &used, name, size)
                          : RtlMultiByteToUnicodeN(text, size * sizeof(WCHAR), &used, name, size);
    if (status) {
        set_last_nt_error(status);
        k32_wide_end(wide);
        return NULL;
    }
    return text;
}

void k32_wide_end(K32_WIDE *wide)
{
    k32_heap_free(wide->heap);
    wide->heap = NULL;
}

DWORD k32_narrow(const WCHAR *text, DWORD count, char *buffer, DWORD size)
{
    char spare[4];
    ULONG used = 0;
    /* The size of what comes: no code page needs more than three bytes for a unit. */
    if (size < count * 3 + 1) {
        ULONG needed = 0;
        for (DWORD i = 0; i < count; i++) {
            if (oem_names)
                RtlUnicodeToOemN(spare, sizeof spare, &used, text + i, sizeof(WCHAR));
            else
                RtlUnicodeToMultiByteN(spare, sizeof spare, &used, text + i, sizeof(WCHAR));
            needed += used;
        }
        if (needed + 1 > size)
            return needed + 1;
    }
    if (oem_names)
        RtlUnicodeToOemN(buffer, size, &used, text, count * sizeof(WCHAR));
    else
        RtlUnicodeToMultiByteN(buffer, size, &used, text, count * sizeof(WCHAR));
    buffer[used] = 0;
    return used;
}

DWORD k32_narrow_path(K32_PATH_SOURCE source, void *context, char *buffer, DWORD size)
{
    WCHAR small[MAX_PATH + 4], *text = small;
    DWORD count = source(context, small, sizeof small / sizeof *small);
    if (count >= sizeof small / sizeof *small) {
        DWORD room = count + 1;
        text = k32_heap(room * sizeof(WCHAR));
        count = text ? source(context, text, room) : 0;
    }
    DWORD result = count ? k32_narrow(text, count, buffer, size) : 0;
    if (text != small)
        k32_heap_free(text);
    return result;
}

BOOL k32_path(K32_PATH *path, const WCHAR *name)
{
    NTSTATUS status = BaileyDosPathToNtPath(name, path->small, sizeof path->small, &path->name);
    if (status) {
        path->name.MaximumLength = 0;
        return set_last_nt_error(status);
    }
    InitializeObjectAttributes(&path->attributes, &path->name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return TRUE;
}

DWORD k32_give(const WCHAR *text, DWORD count, WCHAR *buffer, DWORD size)
{
    if (!buffer || size <= count)
        return count + 1;
    __builtin_memcpy(buffer, text, count * sizeof(WCHAR));
    buffer[count] = 0;
    return count;
}

NTSTATUS k32_open(const WCHAR *name, ACCESS_MASK access, ULONG options, HANDLE *handle)
{
    K32_PATH path;
    IO_STATUS_BLOCK io;
    NTSTATUS status = BaileyDosPathToNtPath(name, path.small, sizeof path.small, &path.name);
    if (status)
        return status;
    InitializeObjectAttributes(&path.attributes, &path.name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    status = NtOpenFile(handle, access | SYNCHRONIZE, &path.attributes, &io,
                        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                        options | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT);
    k32_path_end(&path);
    return status;
}
