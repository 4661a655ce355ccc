/*
 * libloaderapi.c - modules.
 */
#include "kernel32_private.h"

static BOOL ends_with_separator(LPCWSTR name)
{
    size_t n = wcslen(name);
    return n && (name[n - 1] == '\\' || name[n - 1] == '/');
}

/* The directory of an absolute path as a search list, for LOAD_WITH_ALTERED_SEARCH_PATH and kin. */
static WCHAR *own_directory(LPCWSTR name)
{
    size_t n = wcslen(name);
    while (n && name[n - 1] != '\\' && name[n - 1] != '/')
        n--;
    if (!n)
        return NULL;
    WCHAR *directory = k32_alloc((n + 1) * sizeof(WCHAR));
    if (directory) {
        memcpy(directory, name, n * sizeof(WCHAR));
        directory[n] = 0;
    }
    return directory;
}

/* As a data file the image is mapped as it lies in the file (handle | 1) or as an image (handle |
 * 2); no code of it runs and its imports do not matter. */
static HMODULE load_data(LPCWSTR name, DWORD flags)
{
    WCHAR path[MAX_PATH * 4];
    HMODULE module = NULL;
    DWORD share = FILE_SHARE_READ | FILE_SHARE_DELETE;
    if (!(flags & LOAD_LIBRARY_AS_DATAFILE_EXCLUSIVE))
        share |= FILE_SHARE_WRITE;
    DWORD length = SearchPathW(NULL, name, L".dll", sizeof path / sizeof(WCHAR), path, NULL);
    if (!length || length >= sizeof path / sizeof(WCHAR)) {
        fail_with(ERROR_FILE_NOT_FOUND);
        return NULL;
    }
    HANDLE file = CreateFileW(path, GENERIC_READ, share, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    BOOL image = (flags & LOAD_LIBRARY_AS_IMAGE_RESOURCE) != 0;
    HANDLE section =
        CreateFileMappingW(file, NULL, PAGE_READONLY | (image ? SEC_IMAGE : 0), 0, 0, NULL);
    if (section)
        module = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
    if (module && !RtlImageNtHeader(module)) {
        UnmapViewOfFile(module);
        module = NULL;
        fail_with(ERROR_BAD_EXE_FORMAT);
    }
    if (section)
        NtClose(section);
    NtClose(file);
    return module ? (HMODULE)((ULONG_PTR)module | (image ? 2 : 1)) : NULL;
}

HMODULE WINAPI LoadLibraryExW(LPCWSTR name, HANDLE file, DWORD flags)
{
    const DWORD known = 0x7fff; /* every LOAD_* flag that is documented */
    UNICODE_STRING string;
    PVOID base = NULL;
    if (!name || file || flags & ~known ||
        (flags & LOAD_WITH_ALTERED_SEARCH_PATH && flags & 0xf00)) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!*name || ends_with_separator(name)) {
        fail_with(*name ? ERROR_MOD_NOT_FOUND : ERROR_INVALID_PARAMETER);
        return NULL;
    }
    RtlInitUnicodeString(&string, name);
    while (string.Length && string.Buffer[string.Length / 2 - 1] == ' ')
        string.Length -= sizeof(WCHAR);
    if (flags & (LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_AS_DATAFILE_EXCLUSIVE |
                 LOAD_LIBRARY_AS_IMAGE_RESOURCE)) {
        if (LdrGetDllHandleEx(0, NULL, NULL, &string, &base) >= 0)
            return base;
        return load_data(name, flags);
    }
    WCHAR *directory = flags & (LOAD_WITH_ALTERED_SEARCH_PATH | LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR)
                           ? own_directory(name)
                           : NULL;
    NTSTATUS status = LdrLoadDll(directory, &flags, &string, &base);
    k32_free(directory);
    return nt_result(status) ? base : NULL;
}

HMODULE WINAPI LoadLibraryExA(LPCSTR name, HANDLE file, DWORD flags)
{
    WCHAR *wide = k32_to_wide(name);
    HMODULE module = NULL;
    if (wide)
        module = LoadLibraryExW(wide, file, flags);
    else if (!name)
        fail_with(ERROR_INVALID_PARAMETER);
    k32_free(wide);
    return module;
}

HMODULE WINAPI LoadLibraryW(LPCWSTR name)
{
    return LoadLibraryExW(name, NULL, 0);
}

HMODULE WINAPI LoadLibraryA(LPCSTR name)
{
    return LoadLibraryExA(name, NULL, 0);
}

HMODULE WINAPI LoadPackagedLibrary(LPCWSTR name, DWORD reserved)
{
    fail_with(APPMODEL_ERROR_NO_PACKAGE);
    return NULL;
}

BOOL WINAPI FreeLibrary(HMODULE module)
{
    if (!module)
        return fail_with(ERROR_INVALID_HANDLE);
    if ((ULONG_PTR)module & 3)
        return UnmapViewOfFile((PVOID)((ULONG_PTR)module & ~(ULONG_PTR)3));
    if (LdrUnloadDll(module) < 0)
        return fail_with(ERROR_MOD_NOT_FOUND);
    return TRUE;
}

VOID WINAPI FreeLibraryAndExitThread(HMODULE module, DWORD code)
{
    FreeLibrary(module);
    RtlExitUserThread((NTSTATUS)code);
}

FARPROC WINAPI GetProcAddress(HMODULE module, LPCSTR name)
{
    ANSI_STRING string;
    PVOID address = NULL;
    NTSTATUS status;
    if (!module)
        module = (HMODULE)peb_self()->ImageBaseAddress;
    if ((ULONG_PTR)name > 0xffff) {
        RtlInitAnsiString(&string, name);
        status = LdrGetProcedureAddress(module, &string, 0, &address);
    } else {
        status = LdrGetProcedureAddress(module, NULL, (ULONG)(ULONG_PTR)name, &address);
    }
    if (status >= 0)
        return (FARPROC)address;
    if (status == STATUS_DLL_NOT_FOUND)
        fail_with(ERROR_MOD_NOT_FOUND);
    else if (status == STATUS_ORDINAL_NOT_FOUND || status == STATUS_ENTRYPOINT_NOT_FOUND)
        fail_with((ULONG_PTR)name > 0xffff ? ERROR_PROC_NOT_FOUND : ERROR_INVALID_ORDINAL);
    else
        set_last_nt_error(status);
    return NULL;
}

BOOL WINAPI GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE *module)
{
    UNICODE_STRING string;
    PVOID base = NULL;
    NTSTATUS status;
    const DWORD pin = GET_MODULE_HANDLE_EX_FLAG_PIN;
    const DWORD same = GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    if (!module)
        return fail_with(ERROR_INVALID_PARAMETER);
    *module = NULL;
    if (flags & ~7u || (flags & pin && flags & same))
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!name) {
        *module = (HMODULE)peb_self()->ImageBaseAddress;
        return TRUE;
    }
    if (flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) {
        LDR_ENTRY *entry;
        status = LdrFindEntryForAddress((PVOID)name, &entry);
        if (status < 0)
            return fail_with(ERROR_MOD_NOT_FOUND);
        base = entry->DllBase;
        if (!(flags & same))
            LdrAddRefDll(flags & pin ? 1 : 0, base);
    } else {
        RtlInitUnicodeString(&string, name);
        status = LdrGetDllHandleEx(flags & pin    ? 2
                                   : flags & same ? 1
                                                  : 0,
                                   NULL, NULL, &string, &base);
        if (status < 0)
            return fail_with(ERROR_MOD_NOT_FOUND);
    }
    *module = base;
    return TRUE;
}

BOOL WINAPI GetModuleHandleExA(DWORD flags, LPCSTR name, HMODULE *module)
{
    if (!name || flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS)
        return GetModuleHandleExW(flags, (LPCWSTR)name, module);
    WCHAR *wide = k32_to_wide(name);
    BOOL result = wide && GetModuleHandleExW(flags, wide, module);
    k32_free(wide);
    return result;
}

HMODULE WINAPI GetModuleHandleW(LPCWSTR name)
{
    HMODULE module;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, name, &module);
    return module;
}

HMODULE WINAPI GetModuleHandleA(LPCSTR name)
{
    HMODULE module;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, name, &module);
    return module;
}

DWORD WINAPI GetModuleFileNameW(HMODULE module, LPWSTR buffer, DWORD size)
{
    WCHAR text[2048];
    UNICODE_STRING path = {0, sizeof text, text};
    if (LdrGetDllFullName(module, &path) < 0) {
        fail_with(ERROR_MOD_NOT_FOUND);
        return 0;
    }
    DWORD length = path.Length / sizeof(WCHAR);
    DWORD copied = length < size ? length : size ? size - 1 : 0;
    if (size) {
        memcpy(buffer, text, copied * sizeof(WCHAR));
        buffer[copied] = 0;
    }
    fail_with(copied < length ? ERROR_INSUFFICIENT_BUFFER : ERROR_SUCCESS);
    return copied < length ? size : length;
}

DWORD WINAPI GetModuleFileNameA(HMODULE module, LPSTR buffer, DWORD size)
{
    WCHAR wide[2048];
    char text[4096];
    DWORD length = GetModuleFileNameW(module, wide, sizeof wide / sizeof(WCHAR));
    if (!length)
        return 0;
    DWORD bytes = k32_from_wide(wide, length, text, sizeof text);
    DWORD copied = bytes < size ? bytes : size ? size - 1 : 0;
    if (size) {
        memcpy(buffer, text, copied);
        buffer[copied] = 0;
    }
    fail_with(copied < bytes ? ERROR_INSUFFICIENT_BUFFER : ERROR_SUCCESS);
    return copied < bytes ? size : bytes;
}

BOOL WINAPI DisableThreadLibraryCalls(HMODULE module)
{
    return nt_result(LdrDisableThreadCalloutsForDll(module));
}

static WCHAR dll_directory[MAX_PATH];
static BOOL dll_directory_set;

BOOL WINAPI SetDllDirectoryW(LPCWSTR path)
{
    if (path && (wcslen(path) >= MAX_PATH || wcschr(path, ';')))
        return fail_with(ERROR_INVALID_PARAMETER);
    RtlAcquirePebLock();
    dll_directory_set = path != NULL;
    wcscpy(dll_directory, path ? path : L"");
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, path);
    NTSTATUS status = LdrSetDllDirectory(path ? &string : NULL);
    RtlReleasePebLock();
    return nt_result(status);
}

BOOL WINAPI SetDllDirectoryA(LPCSTR path)
{
    WCHAR *wide = k32_to_wide(path);
    BOOL result = (wide || !path) && SetDllDirectoryW(wide);
    k32_free(wide);
    return result;
}

DWORD WINAPI GetDllDirectoryW(DWORD size, LPWSTR buffer)
{
    DWORD length = (DWORD)wcslen(dll_directory);
    if (length >= size || !buffer)
        return length + 1;
    wcscpy(buffer, dll_directory);
    return length;
}

DWORD WINAPI GetDllDirectoryA(DWORD size, LPSTR buffer)
{
    return k32_from_wide(dll_directory, (DWORD)wcslen(dll_directory), buffer, buffer ? size : 0);
}

DLL_DIRECTORY_COOKIE WINAPI AddDllDirectory(PCWSTR path)
{
    PVOID cookie = NULL;
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, path);
    return nt_result(LdrAddDllDirectory(&string, &cookie)) ? cookie : NULL;
}

BOOL WINAPI RemoveDllDirectory(DLL_DIRECTORY_COOKIE cookie)
{
    return nt_result(LdrRemoveDllDirectory(cookie));
}

BOOL WINAPI SetDefaultDllDirectories(DWORD flags)
{
    if (!flags || flags & ~0x1e00u)
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(LdrSetDefaultDllDirectories(flags));
}

BOOL WINAPI SetSearchPathMode(DWORD flags)
{
    switch (flags) {
    case BASE_SEARCH_PATH_ENABLE_SAFE_SEARCHMODE:
    case BASE_SEARCH_PATH_DISABLE_SAFE_SEARCHMODE:
    case BASE_SEARCH_PATH_ENABLE_SAFE_SEARCHMODE | BASE_SEARCH_PATH_PERMANENT:
        return TRUE; /* the safe order is the only one there is */
    default:
        return fail_with(ERROR_INVALID_PARAMETER);
    }
}
