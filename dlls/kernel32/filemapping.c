/*
 * filemapping.c - memoryapi.h: file mappings and their views.
 */
#include "kernel32_private.h"

#define SELF ((HANDLE)(LONG_PTR)-1)

static HANDLE create(HANDLE file, const SECURITY_ATTRIBUTES *security, ACCESS_MASK access,
                     ULONG protect, ULONG flags, LARGE_INTEGER size, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!k32_object_name(&object, name, security, OBJ_OPENIF | OBJ_CASE_INSENSITIVE))
        return NULL;
    if (file == INVALID_HANDLE_VALUE) {
        file = NULL;
        if (!size.QuadPart) {
            fail_with(ERROR_INVALID_PARAMETER);
            return NULL;
        }
    } else if (!file) {
        fail_with(ERROR_INVALID_HANDLE);
        return NULL;
    }
    NTSTATUS status = NtCreateSection(&handle, access, &object.attributes,
                                      size.QuadPart ? &size : NULL, protect, flags, file);
    if (!NT_SUCCESS(status)) {
        set_last_nt_error(status);
        if (status == STATUS_OBJECT_TYPE_MISMATCH)
            fail_with(ERROR_INVALID_HANDLE);
        return NULL;
    }
    fail_with(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return handle;
}

HANDLE WINAPI CreateFileMappingW(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect,
                                 DWORD high, DWORD low, LPCWSTR name)
{
    const ULONG sections = SEC_FILE | SEC_IMAGE | SEC_RESERVE | SEC_COMMIT | SEC_NOCACHE |
                           SEC_WRITECOMBINE | SEC_LARGE_PAGES;
    ACCESS_MASK access = STANDARD_RIGHTS_REQUIRED | SECTION_QUERY | SECTION_MAP_READ;
    LARGE_INTEGER size = {.LowPart = low, .HighPart = (LONG)high};
    ULONG flags = protect & sections, page = protect & ~sections;
    if (!page && (flags & SEC_IMAGE))
        page = PAGE_READONLY; /* an image brings its own protection */
    if (!(flags & (SEC_IMAGE | SEC_RESERVE | SEC_COMMIT)))
        flags |= SEC_COMMIT;
    switch (page) {
    case PAGE_READONLY:
    case PAGE_WRITECOPY:
        break;
    case PAGE_READWRITE:
        access |= SECTION_MAP_WRITE;
        break;
    case PAGE_EXECUTE_READ:
    case PAGE_EXECUTE_WRITECOPY:
        access |= SECTION_MAP_EXECUTE;
        break;
    case PAGE_EXECUTE_READWRITE:
        access |= SECTION_MAP_EXECUTE | SECTION_MAP_WRITE;
        break;
    default:
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    return create(file, security, access, page, flags, size, name);
}

HANDLE WINAPI CreateFileMappingA(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect,
                                 DWORD high, DWORD low, LPCSTR name)
{
    WCHAR *wide = k32_to_wide(name);
    HANDLE handle = NULL;
    if (wide || !name)
        handle = CreateFileMappingW(file, security, protect, high, low, wide);
    DWORD error = GetLastError();
    k32_free(wide);
    fail_with(error);
    return handle;
}

HANDLE WINAPI CreateFileMappingNumaW(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect,
                                     DWORD high, DWORD low, LPCWSTR name, DWORD node)
{
    return CreateFileMappingW(file, security, protect, high, low, name);
}

HANDLE WINAPI CreateFileMappingNumaA(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect,
                                     DWORD high, DWORD low, LPCSTR name, DWORD node)
{
    return CreateFileMappingA(file, security, protect, high, low, name);
}

HANDLE WINAPI CreateFileMappingFromApp(HANDLE file, PSECURITY_ATTRIBUTES security, ULONG protect,
                                       ULONG64 size, PCWSTR name)
{
    return CreateFileMappingW(file, security, protect, (DWORD)(size >> 32), (DWORD)size, name);
}

HANDLE WINAPI CreateFileMapping2(HANDLE file, SECURITY_ATTRIBUTES *security, ULONG access,
                                 ULONG protect, ULONG flags, ULONG64 size, PCWSTR name,
                                 MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
    LARGE_INTEGER large = {.QuadPart = (LONGLONG)size};
    for (ULONG i = 0; i < count; i++)
        if (parameters[i].Type != MemExtendedParameterNumaNode) {
            fail_with(ERROR_INVALID_PARAMETER);
            return NULL;
        }
    if (!(flags & (SEC_IMAGE | SEC_RESERVE | SEC_COMMIT)))
        flags |= SEC_COMMIT;
    return create(file, security, access, protect, flags, large, name);
}

HANDLE WINAPI OpenFileMappingW(DWORD access, BOOL inherit, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!name || !*name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, NULL, (inherit ? OBJ_INHERIT : 0) | OBJ_CASE_INSENSITIVE))
        return NULL;
    if (access == FILE_MAP_COPY)
        access = SECTION_MAP_READ;
    if (access & FILE_MAP_EXECUTE)
        access = (access & ~FILE_MAP_EXECUTE) | SECTION_MAP_EXECUTE;
    NTSTATUS status = NtOpenSection(&handle, access, &object.attributes);
    if (status == STATUS_OBJECT_TYPE_MISMATCH)
        fail_with(ERROR_INVALID_HANDLE);
    else if (!NT_SUCCESS(status))
        set_last_nt_error(status);
    return NT_SUCCESS(status) ? handle : NULL;
}

HANDLE WINAPI OpenFileMappingFromApp(ULONG access, BOOL inherit, PCWSTR name)
{
    return OpenFileMappingW(access, inherit, name);
}

HANDLE WINAPI OpenFileMappingA(DWORD access, BOOL inherit, LPCSTR name)
{
    WCHAR *wide = k32_to_wide(name);
    HANDLE handle = NULL;
    if (wide || !name)
        handle = OpenFileMappingW(access, inherit, wide);
    DWORD error = GetLastError();
    k32_free(wide);
    fail_with(error);
    return handle;
}

/* FILE_MAP_COPY is 1, the same bit as SECTION_QUERY: it counts only where neither reading nor all
 * access is asked for. */
static ULONG protection_of(DWORD access)
{
    BOOL execute = (access & FILE_MAP_EXECUTE) != 0;
    if ((access & FILE_MAP_ALL_ACCESS & ~FILE_MAP_EXECUTE) == FILE_MAP_COPY)
        return execute ? PAGE_EXECUTE_WRITECOPY : PAGE_WRITECOPY;
    if (access & FILE_MAP_WRITE)
        return execute ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE;
    if (access & FILE_MAP_READ)
        return execute ? PAGE_EXECUTE_READ : PAGE_READONLY;
    return execute ? PAGE_EXECUTE_READ : access & FILE_MAP_COPY ? PAGE_WRITECOPY : PAGE_NOACCESS;
}

LPVOID WINAPI MapViewOfFileEx(HANDLE mapping, DWORD access, DWORD high, DWORD low, SIZE_T size,
                              LPVOID address)
{
    LARGE_INTEGER offset = {.LowPart = low, .HighPart = (LONG)high};
    PVOID base = address;
    NTSTATUS status = NtMapViewOfSection(mapping, SELF, &base, 0, 0, &offset, &size, ViewShare, 0,
                                         protection_of(access));
    if (!NT_SUCCESS(status)) {
        set_last_nt_error(status);
        if (status == STATUS_CONFLICTING_ADDRESSES)
            fail_with(ERROR_INVALID_ADDRESS);
        return NULL;
    }
    return base;
}

LPVOID WINAPI MapViewOfFile(HANDLE mapping, DWORD access, DWORD high, DWORD low, SIZE_T size)
{
    return MapViewOfFileEx(mapping, access, high, low, size, NULL);
}

LPVOID WINAPI MapViewOfFileExNuma(HANDLE mapping, DWORD access, DWORD high, DWORD low, SIZE_T size,
                                  LPVOID address, DWORD node)
{
    return MapViewOfFileEx(mapping, access, high, low, size, address);
}

PVOID WINAPI MapViewOfFileFromApp(HANDLE mapping, ULONG access, ULONG64 offset, SIZE_T size)
{
    return MapViewOfFileEx(mapping, access, (DWORD)(offset >> 32), (DWORD)offset, size, NULL);
}

PVOID WINAPI MapViewOfFile3(HANDLE mapping, HANDLE process, PVOID address, ULONG64 offset,
                            SIZE_T size, ULONG type, ULONG protect,
                            MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
    LARGE_INTEGER at = {.QuadPart = (LONGLONG)offset};
    PVOID base = address;
    if (!nt_result(NtMapViewOfSectionEx(mapping, process ? process : SELF, &base, &at, &size, type,
                                        protect, parameters, count)))
        return NULL;
    return base;
}

PVOID WINAPI MapViewOfFile3FromApp(HANDLE mapping, HANDLE process, PVOID address, ULONG64 offset,
                                   SIZE_T size, ULONG type, ULONG protect,
                                   MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
    return MapViewOfFile3(mapping, process, address, offset, size, type, protect, parameters,
                          count);
}

PVOID WINAPI MapViewOfFileNuma2(HANDLE mapping, HANDLE process, ULONG64 offset, PVOID address,
                                SIZE_T size, ULONG type, ULONG protect, ULONG node)
{
    return MapViewOfFile3(mapping, process, address, offset, size, type, protect, NULL, 0);
}

BOOL WINAPI UnmapViewOfFile(LPCVOID address)
{
    return nt_result(NtUnmapViewOfSection(SELF, (PVOID)address));
}

BOOL WINAPI UnmapViewOfFileEx(PVOID address, ULONG flags)
{
    return nt_result(NtUnmapViewOfSectionEx(SELF, address, flags));
}

BOOL WINAPI UnmapViewOfFile2(HANDLE process, PVOID address, ULONG flags)
{
    return nt_result(NtUnmapViewOfSectionEx(process, address, flags));
}

BOOL WINAPI FlushViewOfFile(LPCVOID address, SIZE_T size)
{
    PVOID base = (PVOID)address;
    IO_STATUS_BLOCK block;
    NTSTATUS status = NtFlushVirtualMemory(SELF, &base, &size, &block);
    return status == STATUS_NOT_MAPPED_DATA ? TRUE : nt_result(status);
}
