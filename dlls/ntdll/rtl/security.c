/*
 * security.c - security descriptors. Absolute ones hold pointers, self-relative ones 32-bit
 * offsets; `part` hides the difference.
 */
#include "nt.h"

ULONG NTAPI RtlLengthSid(PSID sid);
BOOLEAN NTAPI RtlValidSid(PSID sid);
BOOLEAN NTAPI RtlValidAcl(PACL acl);

enum part { OWNER, GROUP, SACL, DACL, PARTS };

static PVOID part(PSECURITY_DESCRIPTOR sd, enum part which)
{
    SECURITY_DESCRIPTOR_RELATIVE *relative = sd;
    SECURITY_DESCRIPTOR *absolute = sd;

    if (relative->Control & SE_SELF_RELATIVE) {
        DWORD offset = (&relative->Owner)[which];

        return offset ? (char *)sd + offset : NULL;
    }
    return ((PVOID *)&absolute->Owner)[which];
}

static ULONG part_size(PVOID p, enum part which)
{
    if (!p)
        return 0;
    return ((which <= GROUP ? RtlLengthSid(p) : ((PACL)p)->AclSize) + 3) & ~3u;
}

NTSTATUS NTAPI RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR sd, ULONG revision)
{
    if (revision != SECURITY_DESCRIPTOR_REVISION)
        return STATUS_UNKNOWN_REVISION;
    memset(sd, 0, sizeof(SECURITY_DESCRIPTOR));
    ((SECURITY_DESCRIPTOR *)sd)->Revision = SECURITY_DESCRIPTOR_REVISION;
    return STATUS_SUCCESS;
}

BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR sd)
{
    if (!sd || ((SECURITY_DESCRIPTOR *)sd)->Revision != SECURITY_DESCRIPTOR_REVISION)
        return FALSE;
    return (!part(sd, OWNER) || RtlValidSid(part(sd, OWNER))) &&
           (!part(sd, GROUP) || RtlValidSid(part(sd, GROUP))) &&
           (!part(sd, DACL) || RtlValidAcl(part(sd, DACL))) &&
           (!part(sd, SACL) || RtlValidAcl(part(sd, SACL)));
}

ULONG NTAPI RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR sd)
{
    BOOLEAN relative = !!(((SECURITY_DESCRIPTOR *)sd)->Control & SE_SELF_RELATIVE);
    ULONG size = relative ? sizeof(SECURITY_DESCRIPTOR_RELATIVE) : sizeof(SECURITY_DESCRIPTOR);

    for (enum part i = OWNER; i < PARTS; i++)
        size += part_size(part(sd, i), i);
    return size;
}

NTSTATUS NTAPI RtlGetControlSecurityDescriptor(PSECURITY_DESCRIPTOR sd,
                                               PSECURITY_DESCRIPTOR_CONTROL control,
                                               PULONG revision)
{
    *revision = ((SECURITY_DESCRIPTOR *)sd)->Revision;
    if (*revision != SECURITY_DESCRIPTOR_REVISION)
        return STATUS_UNKNOWN_REVISION;
    *control = ((SECURITY_DESCRIPTOR *)sd)->Control;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlSetControlSecurityDescriptor(PSECURITY_DESCRIPTOR sd,
                                               SECURITY_DESCRIPTOR_CONTROL mask,
                                               SECURITY_DESCRIPTOR_CONTROL bits)
{
    const SECURITY_DESCRIPTOR_CONTROL may =
        0x40 /* SE_DACL_UNTRUSTED */ | 0x80 /* SE_SERVER_SECURITY */ | SE_DACL_AUTO_INHERIT_REQ |
        SE_SACL_AUTO_INHERIT_REQ | SE_DACL_AUTO_INHERITED | SE_SACL_AUTO_INHERITED |
        SE_DACL_PROTECTED | SE_SACL_PROTECTED;

    if ((mask | bits) & ~may)
        return STATUS_INVALID_PARAMETER;
    ((SECURITY_DESCRIPTOR *)sd)->Control = (((SECURITY_DESCRIPTOR *)sd)->Control & ~mask) | bits;
    return STATUS_SUCCESS;
}

static NTSTATUS get(PSECURITY_DESCRIPTOR sd, enum part which, SECURITY_DESCRIPTOR_CONTROL defaulted,
                    PVOID *value, PBOOLEAN is_default)
{
    SECURITY_DESCRIPTOR *s = sd;

    if (s->Revision != SECURITY_DESCRIPTOR_REVISION)
        return STATUS_UNKNOWN_REVISION;
    *value = part(sd, which);
    if (is_default)
        *is_default = !!(s->Control & defaulted);
    return STATUS_SUCCESS;
}

static NTSTATUS set(PSECURITY_DESCRIPTOR sd, enum part which, SECURITY_DESCRIPTOR_CONTROL defaulted,
                    PVOID value, BOOLEAN is_default)
{
    SECURITY_DESCRIPTOR *s = sd;

    if (s->Revision != SECURITY_DESCRIPTOR_REVISION)
        return STATUS_UNKNOWN_REVISION;
    if (s->Control & SE_SELF_RELATIVE)
        return STATUS_INVALID_SECURITY_DESCR;
    ((PVOID *)&s->Owner)[which] = value;
    s->Control = (s->Control & ~defaulted) | (is_default ? defaulted : 0);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlGetOwnerSecurityDescriptor(PSECURITY_DESCRIPTOR sd, PSID *owner,
                                             PBOOLEAN defaulted)
{
    return get(sd, OWNER, SE_OWNER_DEFAULTED, owner, defaulted);
}

NTSTATUS NTAPI RtlSetOwnerSecurityDescriptor(PSECURITY_DESCRIPTOR sd, PSID owner, BOOLEAN defaulted)
{
    return set(sd, OWNER, SE_OWNER_DEFAULTED, owner, defaulted);
}

NTSTATUS NTAPI RtlGetGroupSecurityDescriptor(PSECURITY_DESCRIPTOR sd, PSID *group,
                                             PBOOLEAN defaulted)
{
    return get(sd, GROUP, SE_GROUP_DEFAULTED, group, defaulted);
}

NTSTATUS NTAPI RtlSetGroupSecurityDescriptor(PSECURITY_DESCRIPTOR sd, PSID group, BOOLEAN defaulted)
{
    return set(sd, GROUP, SE_GROUP_DEFAULTED, group, defaulted);
}

static NTSTATUS get_acl(PSECURITY_DESCRIPTOR sd, enum part which, SECURITY_DESCRIPTOR_CONTROL bit,
                        SECURITY_DESCRIPTOR_CONTROL defaulted, PBOOLEAN present, PACL *acl,
                        PBOOLEAN is_default)
{
    SECURITY_DESCRIPTOR *s = sd;

    if (s->Revision != SECURITY_DESCRIPTOR_REVISION)
        return STATUS_UNKNOWN_REVISION;
    *present = !!(s->Control & bit);
    return *present ? get(sd, which, defaulted, (PVOID *)acl, is_default) : STATUS_SUCCESS;
}

static NTSTATUS set_acl(PSECURITY_DESCRIPTOR sd, enum part which, SECURITY_DESCRIPTOR_CONTROL bit,
                        SECURITY_DESCRIPTOR_CONTROL defaulted, BOOLEAN present, PACL acl,
                        BOOLEAN is_default)
{
    SECURITY_DESCRIPTOR *s = sd;
    NTSTATUS status = set(sd, which, defaulted, present ? acl : NULL, present && is_default);

    if (NT_SUCCESS(status))
        s->Control = (s->Control & ~bit) | (present ? bit : 0);
    return status;
}

NTSTATUS NTAPI RtlGetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR sd, PBOOLEAN present, PACL *acl,
                                            PBOOLEAN defaulted)
{
    return get_acl(sd, DACL, SE_DACL_PRESENT, SE_DACL_DEFAULTED, present, acl, defaulted);
}

NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR sd, BOOLEAN present, PACL acl,
                                            BOOLEAN defaulted)
{
    return set_acl(sd, DACL, SE_DACL_PRESENT, SE_DACL_DEFAULTED, present, acl, defaulted);
}

NTSTATUS NTAPI RtlGetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR sd, PBOOLEAN present, PACL *acl,
                                            PBOOLEAN defaulted)
{
    return get_acl(sd, SACL, SE_SACL_PRESENT, SE_SACL_DEFAULTED, present, acl, defaulted);
}

NTSTATUS NTAPI RtlSetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR sd, BOOLEAN present, PACL acl,
                                            BOOLEAN defaulted)
{
    return set_acl(sd, SACL, SE_SACL_PRESENT, SE_SACL_DEFAULTED, present, acl, defaulted);
}

NTSTATUS NTAPI RtlMakeSelfRelativeSD(PSECURITY_DESCRIPTOR from, PSECURITY_DESCRIPTOR to,
                                     PULONG size)
{
    SECURITY_DESCRIPTOR *s = from;
    SECURITY_DESCRIPTOR_RELATIVE *r = to;
    ULONG need = sizeof *r, at = sizeof *r;

    for (enum part i = OWNER; i < PARTS; i++)
        need += part_size(part(from, i), i);
    if (*size < need) {
        *size = need;
        return STATUS_BUFFER_TOO_SMALL;
    }
    memset(r, 0, need);
    r->Revision = s->Revision;
    r->Sbz1 = s->Sbz1;
    r->Control = s->Control | SE_SELF_RELATIVE;
    for (enum part i = OWNER; i < PARTS; i++) {
        PVOID p = part(from, i);

        if (!p)
            continue;
        memcpy((char *)r + at, p, i <= GROUP ? RtlLengthSid(p) : ((PACL)p)->AclSize);
        (&r->Owner)[i] = at;
        at += part_size(p, i);
    }
    *size = need;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAbsoluteToSelfRelativeSD(PSECURITY_DESCRIPTOR from, PSECURITY_DESCRIPTOR to,
                                           PULONG size)
{
    if (((SECURITY_DESCRIPTOR *)from)->Control & SE_SELF_RELATIVE)
        return STATUS_BAD_DESCRIPTOR_FORMAT;
    return RtlMakeSelfRelativeSD(from, to, size);
}

NTSTATUS NTAPI RtlSelfRelativeToAbsoluteSD(PSECURITY_DESCRIPTOR from, PSECURITY_DESCRIPTOR to,
                                           PULONG size, PACL dacl, PULONG dacl_size, PACL sacl,
                                           PULONG sacl_size, PSID owner, PULONG owner_size,
                                           PSID group, PULONG group_size)
{
    PVOID buffers[PARTS] = {owner, group, sacl, dacl};
    PULONG sizes[PARTS] = {owner_size, group_size, sacl_size, dacl_size};
    SECURITY_DESCRIPTOR *s = to;
    int small = *size < sizeof *s;

    if (!(((SECURITY_DESCRIPTOR *)from)->Control & SE_SELF_RELATIVE))
        return STATUS_BAD_DESCRIPTOR_FORMAT;
    for (enum part i = OWNER; i < PARTS; i++)
        small |= *sizes[i] < part_size(part(from, i), i);
    *size = sizeof *s;
    for (enum part i = OWNER; i < PARTS; i++)
        *sizes[i] = part_size(part(from, i), i);
    if (small)
        return STATUS_BUFFER_TOO_SMALL;
    memset(s, 0, sizeof *s);
    s->Revision = SECURITY_DESCRIPTOR_REVISION;
    s->Control = ((SECURITY_DESCRIPTOR *)from)->Control & ~SE_SELF_RELATIVE;
    for (enum part i = OWNER; i < PARTS; i++) {
        PVOID p = part(from, i);

        if (!p)
            continue;
        memcpy(buffers[i], p, i <= GROUP ? RtlLengthSid(p) : ((PACL)p)->AclSize);
        ((PVOID *)&s->Owner)[i] = buffers[i];
    }
    return STATUS_SUCCESS;
}
