/* securitybaseapi.h: security descriptors. */
#include "security.h"

BOOL WINAPI InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor, DWORD revision)
{
    return nt_result(RtlCreateSecurityDescriptor(descriptor, revision));
}

BOOL WINAPI IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor)
{
    return RtlValidSecurityDescriptor(descriptor);
}

DWORD WINAPI GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR descriptor)
{
    return RtlLengthSecurityDescriptor(descriptor);
}

BOOL WINAPI GetSecurityDescriptorControl(PSECURITY_DESCRIPTOR descriptor,
                                         PSECURITY_DESCRIPTOR_CONTROL control, LPDWORD revision)
{
    return nt_result(RtlGetControlSecurityDescriptor(descriptor, control, revision));
}

BOOL WINAPI SetSecurityDescriptorControl(PSECURITY_DESCRIPTOR descriptor,
                                         SECURITY_DESCRIPTOR_CONTROL mask,
                                         SECURITY_DESCRIPTOR_CONTROL control)
{
    return nt_result(RtlSetControlSecurityDescriptor(descriptor, mask, control));
}

static void give_flag(BOOL *to, BOOLEAN flag)
{
    if (to)
        *to = flag;
}

BOOL WINAPI GetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR descriptor, PSID *owner,
                                       LPBOOL defaulted)
{
    BOOLEAN flag = FALSE;
    NTSTATUS status = RtlGetOwnerSecurityDescriptor(descriptor, owner, &flag);

    if (status >= 0)
        give_flag(defaulted, flag);
    return nt_result(status);
}

BOOL WINAPI SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR descriptor, PSID owner, BOOL defaulted)
{
    return nt_result(RtlSetOwnerSecurityDescriptor(descriptor, owner, defaulted != FALSE));
}

BOOL WINAPI GetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR descriptor, PSID *group,
                                       LPBOOL defaulted)
{
    BOOLEAN flag = FALSE;
    NTSTATUS status = RtlGetGroupSecurityDescriptor(descriptor, group, &flag);

    if (status >= 0)
        give_flag(defaulted, flag);
    return nt_result(status);
}

BOOL WINAPI SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR descriptor, PSID group, BOOL defaulted)
{
    return nt_result(RtlSetGroupSecurityDescriptor(descriptor, group, defaulted != FALSE));
}

BOOL WINAPI GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR descriptor, LPBOOL present, PACL *acl,
                                      LPBOOL defaulted)
{
    BOOLEAN has = FALSE, flag = FALSE;
    NTSTATUS status = RtlGetDaclSecurityDescriptor(descriptor, &has, acl, &flag);

    if (status >= 0) {
        give_flag(present, has);
        give_flag(defaulted, flag);
    }
    return nt_result(status);
}

BOOL WINAPI SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR descriptor, BOOL present, PACL acl,
                                      BOOL defaulted)
{
    return nt_result(
        RtlSetDaclSecurityDescriptor(descriptor, present != FALSE, acl, defaulted != FALSE));
}

BOOL WINAPI GetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR descriptor, LPBOOL present, PACL *acl,
                                      LPBOOL defaulted)
{
    BOOLEAN has = FALSE, flag = FALSE;
    NTSTATUS status = RtlGetSaclSecurityDescriptor(descriptor, &has, acl, &flag);

    if (status >= 0) {
        give_flag(present, has);
        give_flag(defaulted, flag);
    }
    return nt_result(status);
}

BOOL WINAPI SetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR descriptor, BOOL present, PACL acl,
                                      BOOL defaulted)
{
    return nt_result(
        RtlSetSaclSecurityDescriptor(descriptor, present != FALSE, acl, defaulted != FALSE));
}

BOOL WINAPI MakeSelfRelativeSD(PSECURITY_DESCRIPTOR from, PSECURITY_DESCRIPTOR to, LPDWORD size)
{
    return nt_result(RtlMakeSelfRelativeSD(from, to, size));
}

BOOL WINAPI MakeAbsoluteSD(PSECURITY_DESCRIPTOR from, PSECURITY_DESCRIPTOR to, LPDWORD size,
                           PACL dacl, LPDWORD dacl_size, PACL sacl, LPDWORD sacl_size, PSID owner,
                           LPDWORD owner_size, PSID group, LPDWORD group_size)
{
    return nt_result(RtlSelfRelativeToAbsoluteSD(from, to, size, dacl, dacl_size, sacl, sacl_size,
                                                 owner, owner_size, group, group_size));
}
