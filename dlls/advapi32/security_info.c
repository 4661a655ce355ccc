/* aclapi.h: descriptors by kind of object, taken apart; by handle, and by name. */
#include "security.h"
#include "wide_name.h"

struct wanted_parts {
    PSID *owner, *group;
    PACL *dacl, *sacl;
    PSECURITY_DESCRIPTOR *descriptor;
};

/* What is not wanted is NULL. */
static void point_to_parts(PSECURITY_DESCRIPTOR descriptor, const struct wanted_parts *out)
{
    BOOLEAN present, defaulted;

    if (out->owner)
        RtlGetOwnerSecurityDescriptor(descriptor, out->owner, &defaulted);
    if (out->group)
        RtlGetGroupSecurityDescriptor(descriptor, out->group, &defaulted);
    if (out->dacl) {
        *out->dacl = NULL;
        RtlGetDaclSecurityDescriptor(descriptor, &present, out->dacl, &defaulted);
    }
    if (out->sacl) {
        *out->sacl = NULL;
        RtlGetSaclSecurityDescriptor(descriptor, &present, out->sacl, &defaulted);
    }
}

static DWORD get_info(HANDLE handle, SECURITY_INFORMATION wanted, const struct wanted_parts *out)
{
    PSECURITY_DESCRIPTOR descriptor;
    ULONG size = 0;
    NTSTATUS status = NtQuerySecurityObject(handle, wanted, NULL, 0, &size);

    if (status >= 0 || status != STATUS_BUFFER_TOO_SMALL)
        return status >= 0 ? ERROR_SUCCESS : RtlNtStatusToDosError(status);
    descriptor = LocalAlloc(0, size);
    if (!descriptor)
        return ERROR_NOT_ENOUGH_MEMORY;
    status = NtQuerySecurityObject(handle, wanted, descriptor, size, &size);
    if (status < 0) {
        LocalFree(descriptor);
        return RtlNtStatusToDosError(status);
    }
    point_to_parts(descriptor, out);
    if (out->descriptor)
        *out->descriptor = descriptor;
    return ERROR_SUCCESS;
}

static BOOL known_kind(SE_OBJECT_TYPE kind)
{
    return kind == SE_FILE_OBJECT || kind == SE_REGISTRY_KEY || kind == SE_KERNEL_OBJECT;
}

DWORD WINAPI GetSecurityInfo(HANDLE handle, SE_OBJECT_TYPE kind, SECURITY_INFORMATION wanted,
                             PSID *owner, PSID *group, PACL *dacl, PACL *sacl,
                             PSECURITY_DESCRIPTOR *descriptor)
{
    struct wanted_parts out = {owner, group, dacl, sacl, descriptor};
    HKEY key = NULL;
    DWORD error;

    if (!handle)
        return ERROR_INVALID_HANDLE;
    if (!known_kind(kind))
        return ERROR_INVALID_PARAMETER;
    if (kind == SE_REGISTRY_KEY) {
        error = RegOpenKeyExW(handle, NULL, 0, access_to_query(wanted), &key);
        if (error)
            return error;
        handle = key;
    }
    error = get_info(handle, wanted, &out);
    if (key)
        RegCloseKey(key);
    return error;
}

static DWORD set_info(HANDLE handle, SECURITY_INFORMATION wanted, PSID owner, PSID group, PACL dacl,
                      PACL sacl)
{
    SECURITY_DESCRIPTOR descriptor;

    RtlCreateSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
    if (wanted & OWNER_SECURITY_INFORMATION)
        RtlSetOwnerSecurityDescriptor(&descriptor, owner, FALSE);
    if (wanted & GROUP_SECURITY_INFORMATION)
        RtlSetGroupSecurityDescriptor(&descriptor, group, FALSE);
    if (wanted & DACL_SECURITY_INFORMATION)
        RtlSetDaclSecurityDescriptor(&descriptor, TRUE, dacl, FALSE);
    if (wanted & SACL_SECURITY_INFORMATION)
        RtlSetSaclSecurityDescriptor(&descriptor, TRUE, sacl, FALSE);
    if (wanted & PROTECTED_DACL_SECURITY_INFORMATION)
        RtlSetControlSecurityDescriptor(&descriptor, SE_DACL_PROTECTED, SE_DACL_PROTECTED);
    return RtlNtStatusToDosError(NtSetSecurityObject(handle, wanted, &descriptor));
}

DWORD WINAPI SetSecurityInfo(HANDLE handle, SE_OBJECT_TYPE kind, SECURITY_INFORMATION wanted,
                             PSID owner, PSID group, PACL dacl, PACL sacl)
{
    HKEY key = NULL;
    DWORD error;

    if (!handle)
        return ERROR_INVALID_HANDLE;
    if (!known_kind(kind))
        return ERROR_INVALID_PARAMETER;
    if (kind == SE_REGISTRY_KEY) {
        error = RegOpenKeyExW(handle, NULL, 0, access_to_set(wanted), &key);
        if (error)
            return error;
        handle = key;
    }
    error = set_info(handle, wanted, owner, group, dacl, sacl);
    if (key)
        RegCloseKey(key);
    return error;
}

static DWORD open_key(const WCHAR *name, DWORD access, HANDLE *handle)
{
    static const struct {
        const WCHAR *name;
        HKEY root;
    } roots[] = {{L"CLASSES_ROOT", HKEY_CLASSES_ROOT},
                 {L"CURRENT_USER", HKEY_CURRENT_USER},
                 {L"MACHINE", HKEY_LOCAL_MACHINE},
                 {L"USERS", HKEY_USERS}};
    int count = 0;

    while (name[count] && name[count] != '\\')
        count++;
    for (unsigned i = 0; i < ARRAYSIZE(roots); i++)
        if (CompareStringOrdinal(name, count, roots[i].name, -1, TRUE) == CSTR_EQUAL)
            return RegOpenKeyExW(roots[i].root, name[count] ? name + count + 1 : NULL, 0, access,
                                 (HKEY *)handle);
    return ERROR_INVALID_PARAMETER;
}

static DWORD open_object(const WCHAR *name, DWORD access, HANDLE *handle)
{
    *handle = OpenEventW(access, FALSE, name);
    if (!*handle)
        *handle = OpenMutexW(access, FALSE, name);
    if (!*handle)
        *handle = OpenSemaphoreW(access, FALSE, name);
    if (!*handle)
        *handle = OpenWaitableTimerW(access, FALSE, name);
    if (!*handle)
        *handle = OpenFileMappingW(access, FALSE, name);
    return *handle ? ERROR_SUCCESS : GetLastError();
}

static DWORD open_named(const WCHAR *name, SE_OBJECT_TYPE kind, DWORD access, HANDLE *handle)
{
    if (!name)
        return ERROR_INVALID_PARAMETER;
    if (kind == SE_REGISTRY_KEY)
        return open_key(name, access, handle);
    if (kind == SE_KERNEL_OBJECT)
        return open_object(name, access, handle);
    if (kind == SE_SERVICE)
        return RPC_S_SERVER_UNAVAILABLE;
    if (kind != SE_FILE_OBJECT)
        return ERROR_NOT_SUPPORTED;
    *handle = open_for_security(name, access);
    return *handle == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
}

DWORD WINAPI GetNamedSecurityInfoW(LPCWSTR name, SE_OBJECT_TYPE kind, SECURITY_INFORMATION wanted,
                                   PSID *owner, PSID *group, PACL *dacl, PACL *sacl,
                                   PSECURITY_DESCRIPTOR *descriptor)
{
    struct wanted_parts out = {owner, group, dacl, sacl, descriptor};
    HANDLE handle;
    DWORD error;

    error = open_named(name, kind, access_to_query(wanted), &handle);
    if (error)
        return error;
    error = get_info(handle, wanted, &out);
    NtClose(handle);
    return error;
}

DWORD WINAPI GetNamedSecurityInfoA(LPCSTR name, SE_OBJECT_TYPE kind, SECURITY_INFORMATION wanted,
                                   PSID *owner, PSID *group, PACL *dacl, PACL *sacl,
                                   PSECURITY_DESCRIPTOR *descriptor)
{
    WCHAR *wide = wide_name(name);
    DWORD error =
        wide ? GetNamedSecurityInfoW(wide, kind, wanted, owner, group, dacl, sacl, descriptor)
             : GetLastError();

    wide_free(wide);
    return error;
}

DWORD WINAPI SetNamedSecurityInfoW(LPWSTR name, SE_OBJECT_TYPE kind, SECURITY_INFORMATION wanted,
                                   PSID owner, PSID group, PACL dacl, PACL sacl)
{
    HANDLE handle;
    DWORD error = open_named(name, kind, access_to_set(wanted), &handle);

    if (error)
        return error;
    error = set_info(handle, wanted, owner, group, dacl, sacl);
    NtClose(handle);
    return error;
}

DWORD WINAPI SetNamedSecurityInfoA(LPSTR name, SE_OBJECT_TYPE kind, SECURITY_INFORMATION wanted,
                                   PSID owner, PSID group, PACL dacl, PACL sacl)
{
    WCHAR *wide = wide_name(name);
    DWORD error =
        wide ? SetNamedSecurityInfoW(wide, kind, wanted, owner, group, dacl, sacl) : GetLastError();

    wide_free(wide);
    return error;
}
