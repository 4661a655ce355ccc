/* securitybaseapi.h: access control lists. */
#include "security.h"

BOOL WINAPI InitializeAcl(PACL acl, DWORD size, DWORD revision)
{
    return nt_result(RtlCreateAcl(acl, size, revision));
}

BOOL WINAPI IsValidAcl(PACL acl)
{
    return RtlValidAcl(acl);
}

BOOL WINAPI AddAce(PACL acl, DWORD revision, DWORD at, LPVOID list, DWORD size)
{
    return nt_result(RtlAddAce(acl, revision, at, list, size));
}

BOOL WINAPI DeleteAce(PACL acl, DWORD index)
{
    return nt_result(RtlDeleteAce(acl, index));
}

BOOL WINAPI GetAce(PACL acl, DWORD index, LPVOID *ace)
{
    return nt_result(RtlGetAce(acl, index, ace));
}

BOOL WINAPI FindFirstFreeAce(PACL acl, LPVOID *ace)
{
    return RtlFirstFreeAce(acl, ace);
}

BOOL WINAPI AddAccessAllowedAce(PACL acl, DWORD revision, DWORD mask, PSID sid)
{
    return nt_result(RtlAddAccessAllowedAce(acl, revision, mask, sid));
}

BOOL WINAPI AddAccessAllowedAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid)
{
    return nt_result(RtlAddAccessAllowedAceEx(acl, revision, flags, mask, sid));
}

BOOL WINAPI AddAccessDeniedAce(PACL acl, DWORD revision, DWORD mask, PSID sid)
{
    return nt_result(RtlAddAccessDeniedAce(acl, revision, mask, sid));
}

BOOL WINAPI AddAccessDeniedAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid)
{
    return nt_result(RtlAddAccessDeniedAceEx(acl, revision, flags, mask, sid));
}

BOOL WINAPI GetAclInformation(PACL acl, LPVOID buffer, DWORD size, ACL_INFORMATION_CLASS kind)
{
    return nt_result(RtlQueryInformationAcl(acl, buffer, size, kind));
}

void WINAPI MapGenericMask(PDWORD mask, PGENERIC_MAPPING mapping)
{
    if (*mask & GENERIC_READ)
        *mask |= mapping->GenericRead;
    if (*mask & GENERIC_WRITE)
        *mask |= mapping->GenericWrite;
    if (*mask & GENERIC_EXECUTE)
        *mask |= mapping->GenericExecute;
    if (*mask & GENERIC_ALL)
        *mask |= mapping->GenericAll;
    *mask &= 0x0fffffff;
}
