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

BOOL WINAPI AddAuditAccessAce(PACL acl, DWORD revision, DWORD mask, PSID sid, BOOL success,
                              BOOL failure)
{
    return AddAuditAccessAceEx(acl, revision, 0, mask, sid, success, failure);
}

BOOL WINAPI AddAuditAccessAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid,
                                BOOL success, BOOL failure)
{
    return nt_result(RtlAddAuditAccessAceEx(acl, revision, flags, mask, sid, success != FALSE,
                                            failure != FALSE));
}

BOOL WINAPI AddMandatoryAce(PACL acl, DWORD revision, DWORD flags, DWORD policy, PSID sid)
{
    return nt_result(
        RtlAddMandatoryAce(acl, revision, flags, sid, SYSTEM_MANDATORY_LABEL_ACE_TYPE, policy));
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
