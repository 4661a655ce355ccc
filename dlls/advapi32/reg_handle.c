/* winreg.h: handles, and the predefined keys. */
#include "account.h"
#include "reg.h"

static const WCHAR *const paths[] = {
    [1] = L"\\Registry\\User\\" BAILEY_USER_SID,
    [2] = L"\\Registry\\Machine",
    [3] = L"\\Registry\\User",
    [5] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Hardware Profiles\\Current",
    [7] = L"\\Registry\\User\\" BAILEY_USER_SID L"_Classes\\Local Settings",
};

static HANDLE opened[ARRAYSIZE(paths)];
static HANDLE overrides[ARRAYSIZE(paths)];

static NTSTATUS open_path(const WCHAR *path, HANDLE *handle)
{
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    NTSTATUS status;

    RtlInitUnicodeString(&name, path);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    status = NtOpenKey(handle, MAXIMUM_ALLOWED, &attributes);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND)
        status = NtCreateKey(handle, MAXIMUM_ALLOWED, &attributes, 0, NULL, 0, NULL);
    return status;
}

static LONG open_predefined(DWORD index, HANDLE *handle)
{
    HANDLE other;
    NTSTATUS status;

    if (index && !paths[index])
        return ERROR_INVALID_HANDLE;
    status =
        index ? open_path(paths[index], handle) : BaileyOpenClassesRoot(handle, MAXIMUM_ALLOWED);
    if (status)
        return reg_error(status);
    other = InterlockedCompareExchangePointer(&opened[index], *handle, NULL);
    if (other) {
        NtClose(*handle);
        *handle = other;
    }
    return ERROR_SUCCESS;
}

LONG reg_handle(HKEY key, HANDLE *handle)
{
    DWORD index = (DWORD)(ULONG_PTR)key & 0x7fffffff;

    if (!reg_is_predefined(key)) {
        *handle = key;
        return key ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
    }
    if (index >= ARRAYSIZE(paths))
        return ERROR_INVALID_HANDLE;
    *handle = overrides[index] ? overrides[index] : opened[index];
    return *handle ? ERROR_SUCCESS : open_predefined(index, handle);
}

LONG WINAPI RegCloseKey(HKEY key)
{
    if (reg_is_predefined(key))
        return ERROR_SUCCESS;
    return key ? reg_error(NtClose(key)) : ERROR_INVALID_HANDLE;
}

LONG WINAPI RegOverridePredefKey(HKEY key, HKEY other)
{
    DWORD index = (DWORD)(ULONG_PTR)key & 0x7fffffff;
    HANDLE handle = NULL, old;

    if (!reg_is_predefined(key) || index >= ARRAYSIZE(paths))
        return ERROR_INVALID_HANDLE;
    if (other) {
        LONG error = reg_handle(other, &handle);

        if (error)
            return error;
        if (!DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &handle, 0, FALSE,
                             DUPLICATE_SAME_ACCESS))
            return GetLastError();
    }
    old = InterlockedExchangePointer(&overrides[index], handle);
    if (old)
        NtClose(old);
    return ERROR_SUCCESS;
}

/* Every use of a predefined key is looked up anew where it was overridden; nothing is cached
 * beyond that. */
LONG WINAPI RegDisablePredefinedCache(void)
{
    return ERROR_SUCCESS;
}

LONG WINAPI RegDisablePredefinedCacheEx(void)
{
    return ERROR_SUCCESS;
}

LONG WINAPI RegConnectRegistryW(LPCWSTR machine, HKEY key, PHKEY result)
{
    WCHAR own[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD room = ARRAYSIZE(own);

    if (!result)
        return ERROR_INVALID_PARAMETER;
    if (!reg_is_predefined(key))
        return ERROR_INVALID_HANDLE;
    while (machine && *machine == '\\')
        machine++;
    if (machine && *machine && lstrcmpiW(machine, L".") && lstrcmpiW(machine, L"localhost") &&
        !(GetComputerNameW(own, &room) && !lstrcmpiW(machine, own)))
        return ERROR_BAD_NETPATH;
    *result = key;
    return ERROR_SUCCESS;
}

LONG WINAPI RegOpenCurrentUser(REGSAM access, PHKEY result)
{
    return reg_open(HKEY_CURRENT_USER, NULL, 0, access, result);
}

LONG WINAPI RegOpenUserClassesRoot(HANDLE token, DWORD options, REGSAM access, PHKEY result)
{
    if (options || !result)
        return ERROR_INVALID_PARAMETER;
    return token ? reg_open(HKEY_CLASSES_ROOT, NULL, 0, access, result) : ERROR_INVALID_HANDLE;
}
