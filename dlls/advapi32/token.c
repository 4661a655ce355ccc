/* Tokens and privileges. */
#include "security.h"

NTSTATUS NTAPI NtOpenProcessToken(HANDLE, ACCESS_MASK, HANDLE *);
NTSTATUS NTAPI NtOpenThreadToken(HANDLE, ACCESS_MASK, BOOLEAN, HANDLE *);
NTSTATUS NTAPI NtDuplicateToken(HANDLE, ACCESS_MASK, const OBJECT_ATTRIBUTES *, BOOLEAN, ULONG,
                                HANDLE *);
NTSTATUS NTAPI NtQueryInformationToken(HANDLE, TOKEN_INFORMATION_CLASS, PVOID, ULONG, ULONG *);
NTSTATUS NTAPI NtAdjustPrivilegesToken(HANDLE, BOOLEAN, const TOKEN_PRIVILEGES *, ULONG,
                                       TOKEN_PRIVILEGES *, ULONG *);
NTSTATUS NTAPI NtSetInformationToken(HANDLE, TOKEN_INFORMATION_CLASS, PVOID, ULONG);

BOOL WINAPI OpenProcessToken(HANDLE process, DWORD access, PHANDLE token)
{
    return nt_result(NtOpenProcessToken(process, access, token));
}

BOOL WINAPI OpenThreadToken(HANDLE thread, DWORD access, BOOL as_self, PHANDLE token)
{
    return nt_result(NtOpenThreadToken(thread, access, as_self != FALSE, token));
}

BOOL WINAPI GetTokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS kind, LPVOID buffer,
                                DWORD room, PDWORD needed)
{
    ULONG size = 0;
    NTSTATUS status = NtQueryInformationToken(token, kind, buffer, room, &size);

    if (needed)
        *needed = size;
    return nt_result(status);
}

BOOL WINAPI SetTokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS kind, LPVOID buffer,
                                DWORD size)
{
    return nt_result(NtSetInformationToken(token, kind, buffer, size));
}

BOOL WINAPI DuplicateTokenEx(HANDLE token, DWORD access, LPSECURITY_ATTRIBUTES security,
                             SECURITY_IMPERSONATION_LEVEL level, TOKEN_TYPE type, PHANDLE copy)
{
    SECURITY_QUALITY_OF_SERVICE quality = {.Length = sizeof(quality), .ImpersonationLevel = level};
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof(attributes),
        .Attributes = security && security->bInheritHandle ? OBJ_INHERIT : 0,
        .SecurityQualityOfService = &quality,
    };

    return nt_result(NtDuplicateToken(token, access, &attributes, FALSE, type, copy));
}

BOOL WINAPI DuplicateToken(HANDLE token, SECURITY_IMPERSONATION_LEVEL level, PHANDLE copy)
{
    return DuplicateTokenEx(token, TOKEN_IMPERSONATE | TOKEN_QUERY, NULL, level, TokenImpersonation,
                            copy);
}

/* Succeeds where only some are held; the last error says so then. */
BOOL WINAPI AdjustTokenPrivileges(HANDLE token, BOOL disable_all, PTOKEN_PRIVILEGES wanted,
                                  DWORD room, PTOKEN_PRIVILEGES before, PDWORD needed)
{
    NTSTATUS status =
        NtAdjustPrivilegesToken(token, disable_all != FALSE, wanted, room, before, needed);

    set_last_nt_error(status);
    return status >= 0;
}

static BOOL is_member(TOKEN_GROUPS *groups, PSID sid)
{
    for (DWORD i = 0; i < groups->GroupCount; i++)
        if (groups->Groups[i].Attributes & SE_GROUP_ENABLED &&
            RtlEqualSid(groups->Groups[i].Sid, sid))
            return TRUE;
    return FALSE;
}

BOOL WINAPI CheckTokenMembership(HANDLE token, PSID sid, PBOOL member)
{
    BYTE buffer[1024] __attribute__((aligned(8)));
    HANDLE own = NULL;
    DWORD size;
    BOOL done;

    if (!token && !OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &own))
        return FALSE;
    done = GetTokenInformation(token ? token : own, TokenGroups, buffer, sizeof(buffer), &size);
    if (done)
        *member = is_member((TOKEN_GROUPS *)buffer, sid);
    if (done && !*member &&
        GetTokenInformation(token ? token : own, TokenUser, buffer, sizeof(buffer), &size))
        *member = RtlEqualSid(((TOKEN_USER *)buffer)->User.Sid, sid);
    if (own)
        CloseHandle(own);
    return done;
}

/* Documented numbers of the privileges, from 2 on. */
static const WCHAR *const privilege_names[] = {
    L"SeCreateTokenPrivilege",
    L"SeAssignPrimaryTokenPrivilege",
    L"SeLockMemoryPrivilege",
    L"SeIncreaseQuotaPrivilege",
    L"SeMachineAccountPrivilege",
    L"SeTcbPrivilege",
    L"SeSecurityPrivilege",
    L"SeTakeOwnershipPrivilege",
    L"SeLoadDriverPrivilege",
    L"SeSystemProfilePrivilege",
    L"SeSystemtimePrivilege",
    L"SeProfileSingleProcessPrivilege",
    L"SeIncreaseBasePriorityPrivilege",
    L"SeCreatePagefilePrivilege",
    L"SeCreatePermanentPrivilege",
    L"SeBackupPrivilege",
    L"SeRestorePrivilege",
    L"SeShutdownPrivilege",
    L"SeDebugPrivilege",
    L"SeAuditPrivilege",
    L"SeSystemEnvironmentPrivilege",
    L"SeChangeNotifyPrivilege",
    L"SeRemoteShutdownPrivilege",
    L"SeUndockPrivilege",
    L"SeSyncAgentPrivilege",
    L"SeEnableDelegationPrivilege",
    L"SeManageVolumePrivilege",
    L"SeImpersonatePrivilege",
    L"SeCreateGlobalPrivilege",
    L"SeTrustedCredManAccessPrivilege",
    L"SeRelabelPrivilege",
    L"SeIncreaseWorkingSetPrivilege",
    L"SeTimeZonePrivilege",
    L"SeCreateSymbolicLinkPrivilege",
};

BOOL WINAPI LookupPrivilegeValueW(LPCWSTR system, LPCWSTR name, PLUID luid)
{
    if (!name || !luid)
        return fail_with(ERROR_INVALID_PARAMETER);
    for (DWORD i = 0; i < ARRAYSIZE(privilege_names); i++) {
        if (!lstrcmpiW(name, privilege_names[i])) {
            luid->LowPart = i + 2;
            luid->HighPart = 0;
            return TRUE;
        }
    }
    return fail_with(ERROR_NO_SUCH_PRIVILEGE);
}

BOOL WINAPI LookupPrivilegeValueA(LPCSTR system, LPCSTR name, PLUID luid)
{
    WCHAR wide[64];

    if (!name || !luid)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!MultiByteToWideChar(CP_ACP, 0, name, -1, wide, ARRAYSIZE(wide)))
        return fail_with(ERROR_NO_SUCH_PRIVILEGE);
    return LookupPrivilegeValueW(NULL, wide, luid);
}

BOOL WINAPI LookupPrivilegeNameW(LPCWSTR system, PLUID luid, LPWSTR buffer, LPDWORD room)
{
    DWORD count;

    if (!luid || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (luid->HighPart || luid->LowPart < 2 || luid->LowPart - 2 >= ARRAYSIZE(privilege_names))
        return fail_with(ERROR_NO_SUCH_PRIVILEGE);
    count = lstrlenW(privilege_names[luid->LowPart - 2]);
    if (!buffer || *room <= count) {
        *room = count + 1;
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    memcpy(buffer, privilege_names[luid->LowPart - 2], (count + 1) * sizeof(WCHAR));
    *room = count;
    return TRUE;
}

BOOL WINAPI LookupPrivilegeNameA(LPCSTR system, PLUID luid, LPSTR buffer, LPDWORD room)
{
    WCHAR wide[64];
    DWORD count = ARRAYSIZE(wide);

    if (!room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!LookupPrivilegeNameW(NULL, luid, wide, &count))
        return FALSE;
    if (!buffer || *room <= count) {
        *room = count + 1;
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    WideCharToMultiByte(CP_ACP, 0, wide, -1, buffer, (int)*room, NULL, NULL);
    *room = count;
    return TRUE;
}

static volatile LONG64 next_luid = 1000;

BOOL WINAPI AllocateLocallyUniqueId(PLUID luid)
{
    LONG64 number = __atomic_add_fetch(&next_luid, 1, __ATOMIC_SEQ_CST);

    luid->LowPart = (DWORD)number;
    luid->HighPart = (LONG)(number >> 32);
    return TRUE;
}
