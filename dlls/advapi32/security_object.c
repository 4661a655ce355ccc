/* securitybaseapi.h: the descriptors of objects by handle, of files by name; checks of access. */
#include "security.h"
#include "wide_name.h"

BOOL WINAPI GetKernelObjectSecurity(HANDLE handle, SECURITY_INFORMATION wanted,
                                    PSECURITY_DESCRIPTOR buffer, DWORD room, LPDWORD needed)
{
    return nt_result(NtQuerySecurityObject(handle, wanted, buffer, room, needed));
}

BOOL WINAPI SetKernelObjectSecurity(HANDLE handle, SECURITY_INFORMATION wanted,
                                    PSECURITY_DESCRIPTOR descriptor)
{
    return nt_result(NtSetSecurityObject(handle, wanted, descriptor));
}

DWORD access_to_query(SECURITY_INFORMATION wanted)
{
    return (wanted & SACL_SECURITY_INFORMATION ? ACCESS_SYSTEM_SECURITY : 0) | READ_CONTROL;
}

DWORD access_to_set(SECURITY_INFORMATION wanted)
{
    DWORD access = 0;

    if (wanted & SACL_SECURITY_INFORMATION)
        access |= ACCESS_SYSTEM_SECURITY;
    if (wanted & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION))
        access |= WRITE_OWNER;
    if (wanted & DACL_SECURITY_INFORMATION)
        access |= WRITE_DAC;
    return access;
}

HANDLE open_for_security(LPCWSTR name, DWORD access)
{
    return CreateFileW(name, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                       OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
}

BOOL WINAPI GetFileSecurityW(LPCWSTR name, SECURITY_INFORMATION wanted, PSECURITY_DESCRIPTOR buffer,
                             DWORD room, LPDWORD needed)
{
    HANDLE file = open_for_security(name, access_to_query(wanted));
    NTSTATUS status;

    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    status = NtQuerySecurityObject(file, wanted, buffer, room, needed);
    CloseHandle(file);
    return nt_result(status);
}

BOOL WINAPI GetFileSecurityA(LPCSTR name, SECURITY_INFORMATION wanted, PSECURITY_DESCRIPTOR buffer,
                             DWORD room, LPDWORD needed)
{
    WCHAR *wide = wide_name(name);
    BOOL done = wide && GetFileSecurityW(wide, wanted, buffer, room, needed);

    wide_free(wide);
    return done;
}

BOOL WINAPI SetFileSecurityW(LPCWSTR name, SECURITY_INFORMATION wanted,
                             PSECURITY_DESCRIPTOR descriptor)
{
    HANDLE file = open_for_security(name, access_to_set(wanted));
    NTSTATUS status;

    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    status = NtSetSecurityObject(file, wanted, descriptor);
    CloseHandle(file);
    return nt_result(status);
}

BOOL WINAPI SetFileSecurityA(LPCSTR name, SECURITY_INFORMATION wanted,
                             PSECURITY_DESCRIPTOR descriptor)
{
    WCHAR *wide = wide_name(name);
    BOOL done = wide && SetFileSecurityW(wide, wanted, descriptor);

    wide_free(wide);
    return done;
}

BOOL WINAPI AccessCheck(PSECURITY_DESCRIPTOR descriptor, HANDLE token, DWORD desired,
                        PGENERIC_MAPPING mapping, PPRIVILEGE_SET privileges,
                        LPDWORD privileges_size, LPDWORD granted, LPBOOL allowed)
{
    NTSTATUS result, status = NtAccessCheck(descriptor, token, desired, mapping, privileges,
                                            privileges_size, granted, &result);

    if (status < 0)
        return set_last_nt_error(status);
    if (result < 0)
        set_last_nt_error(result);
    *allowed = result >= 0;
    return TRUE;
}

BOOL WINAPI PrivilegeCheck(HANDLE token, PPRIVILEGE_SET set, LPBOOL result)
{
    BOOLEAN held = FALSE;
    NTSTATUS status = NtPrivilegeCheck(token, set, &held);

    if (status >= 0)
        *result = held;
    return nt_result(status);
}

BOOL WINAPI AreAllAccessesGranted(DWORD granted, DWORD desired)
{
    return (granted & desired) == desired;
}

BOOL WINAPI AreAnyAccessesGranted(DWORD granted, DWORD desired)
{
    return (granted & desired) != 0;
}

/* No token here is restricted. */
BOOL WINAPI IsTokenRestricted(HANDLE token)
{
    DWORD type, size;

    if (GetTokenInformation(token, TokenType, &type, sizeof type, &size))
        SetLastError(ERROR_SUCCESS);
    return FALSE;
}
