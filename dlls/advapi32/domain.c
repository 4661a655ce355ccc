/* securitybaseapi.h, lsa: the domain part of SIDs; errors; what only an administrator may do. */
#include "security.h"
#include <ntsecapi.h>

/* S-1-5-21 and three numbers: the domain of an account. */
static BOOL has_domain(const SID *sid)
{
    static const BYTE nt[6] = {0, 0, 0, 0, 0, 5};

    return sid->SubAuthorityCount >= 4 && !memcmp(sid->IdentifierAuthority.Value, nt, 6) &&
           sid->SubAuthority[0] == SECURITY_NT_NON_UNIQUE;
}

BOOL WINAPI GetWindowsAccountDomainSid(PSID sid, PSID domain, DWORD *room)
{
    const SID *account = sid;
    DWORD needed = RtlLengthRequiredSid(4);

    if (!sid || !room || !RtlValidSid(sid))
        return fail_with(!sid || !room ? ERROR_INVALID_PARAMETER : ERROR_INVALID_SID);
    if (!has_domain(account))
        return fail_with(ERROR_NON_ACCOUNT_SID);
    if (!domain || *room < needed) {
        *room = needed;
        return fail_with(domain ? ERROR_INSUFFICIENT_BUFFER : ERROR_INVALID_PARAMETER);
    }
    *room = needed;
    RtlInitializeSid(domain, (PSID_IDENTIFIER_AUTHORITY)&account->IdentifierAuthority, 4);
    memcpy(((SID *)domain)->SubAuthority, account->SubAuthority, 4 * sizeof(DWORD));
    return TRUE;
}

/* S-1-5-32: the groups that every machine has. */
static BOOL is_builtin(const SID *sid)
{
    static const BYTE nt[6] = {0, 0, 0, 0, 0, 5};

    return sid->SubAuthorityCount >= 1 && !memcmp(sid->IdentifierAuthority.Value, nt, 6) &&
           sid->SubAuthority[0] == SECURITY_BUILTIN_DOMAIN_RID;
}

BOOL WINAPI EqualDomainSid(PSID first, PSID second, BOOL *equal)
{
    const SID *a = first, *b = second;

    if (!first || !second || !equal || !RtlValidSid(first) || !RtlValidSid(second))
        return fail_with(ERROR_INVALID_SID);
    if ((!has_domain(a) && !is_builtin(a)) || (!has_domain(b) && !is_builtin(b)))
        return fail_with(ERROR_NON_DOMAIN_SID);
    *equal = is_builtin(a)
                 ? is_builtin(b)
                 : !is_builtin(b) && !memcmp(a->SubAuthority, b->SubAuthority, 4 * sizeof(DWORD));
    return TRUE;
}

ULONG WINAPI LsaNtStatusToWinError(NTSTATUS status)
{
    return RtlNtStatusToDosError(status);
}

/* There is nobody but the user whom a thread could stand for. */
BOOL WINAPI ImpersonateAnonymousToken(HANDLE thread)
{
    return fail_with(ERROR_ACCESS_DENIED);
}

/* The machine is the host's. */
BOOL WINAPI InitiateSystemShutdownExW(LPWSTR machine, LPWSTR message, DWORD timeout, BOOL force,
                                      BOOL reboot, DWORD reason)
{
    return fail_with(ERROR_ACCESS_DENIED);
}

BOOL WINAPI InitiateSystemShutdownExA(LPSTR machine, LPSTR message, DWORD timeout, BOOL force,
                                      BOOL reboot, DWORD reason)
{
    return fail_with(ERROR_ACCESS_DENIED);
}

BOOL WINAPI InitiateSystemShutdownW(LPWSTR machine, LPWSTR message, DWORD timeout, BOOL force,
                                    BOOL reboot)
{
    return fail_with(ERROR_ACCESS_DENIED);
}

BOOL WINAPI InitiateSystemShutdownA(LPSTR machine, LPSTR message, DWORD timeout, BOOL force,
                                    BOOL reboot)
{
    return fail_with(ERROR_ACCESS_DENIED);
}

BOOL WINAPI AbortSystemShutdownW(LPWSTR machine)
{
    return fail_with(ERROR_ACCESS_DENIED);
}

BOOL WINAPI AbortSystemShutdownA(LPSTR machine)
{
    return fail_with(ERROR_ACCESS_DENIED);
}
