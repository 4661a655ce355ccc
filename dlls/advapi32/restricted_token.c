/*
 * restricted_token.c - securitybaseapi.h: CreateRestrictedToken.
 */
#include "security.h"

NTSTATUS NTAPI NtFilterToken(HANDLE, ULONG, const TOKEN_GROUPS *, const TOKEN_PRIVILEGES *,
                             const TOKEN_GROUPS *, HANDLE *);

/* What NT takes is the same list with its length before it. */
static TOKEN_GROUPS *groups_of(DWORD count, const SID_AND_ATTRIBUTES *sids)
{
    TOKEN_GROUPS *list = LocalAlloc(LPTR, sizeof *list + count * sizeof *sids);
    if (list)
        memcpy(list->Groups, sids, count * sizeof *sids), list->GroupCount = count;
    return list;
}

static TOKEN_PRIVILEGES *privileges_of(DWORD count, const LUID_AND_ATTRIBUTES *privileges)
{
    TOKEN_PRIVILEGES *list = LocalAlloc(LPTR, sizeof *list + count * sizeof *privileges);
    if (list)
        memcpy(list->Privileges, privileges, count * sizeof *privileges),
            list->PrivilegeCount = count;
    return list;
}

BOOL WINAPI CreateRestrictedToken(HANDLE token, DWORD flags, DWORD denied_count,
                                  PSID_AND_ATTRIBUTES denied, DWORD removed_count,
                                  PLUID_AND_ATTRIBUTES removed, DWORD restricting_count,
                                  PSID_AND_ATTRIBUTES restricting, PHANDLE made)
{
    TOKEN_GROUPS *denied_list = groups_of(denied_count, denied);
    TOKEN_GROUPS *restricting_list = groups_of(restricting_count, restricting);
    TOKEN_PRIVILEGES *removed_list = privileges_of(removed_count, removed);
    NTSTATUS status = STATUS_NO_MEMORY;
    if (denied_list && restricting_list && removed_list)
        status = NtFilterToken(token, flags, denied_list, removed_list, restricting_list, made);
    LocalFree(denied_list);
    LocalFree(restricting_list);
    LocalFree(removed_list);
    return nt_result(status);
}
