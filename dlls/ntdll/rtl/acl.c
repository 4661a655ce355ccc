/* acl.c - access control lists: a header and entries one after the other. */
#include "nt.h"

BOOLEAN NTAPI RtlValidSid(PSID sid);
ULONG NTAPI RtlLengthSid(PSID sid);
BOOLEAN NTAPI RtlFirstFreeAce(PACL acl, PVOID *ace);

NTSTATUS NTAPI RtlCreateAcl(PACL acl, ULONG size, ULONG revision)
{
    if (size < sizeof *acl)
        return STATUS_BUFFER_TOO_SMALL;
    if (revision < MIN_ACL_REVISION || revision > MAX_ACL_REVISION || size > 0xffff)
        return STATUS_INVALID_PARAMETER;
    *acl = (ACL){.AclRevision = (BYTE)revision, .AclSize = (WORD)(size & ~3u)};
    return STATUS_SUCCESS;
}

BOOLEAN NTAPI RtlValidAcl(PACL acl)
{
    PVOID end;

    return acl && acl->AclRevision >= MIN_ACL_REVISION && acl->AclRevision <= MAX_ACL_REVISION &&
           acl->AclSize >= sizeof *acl && RtlFirstFreeAce(acl, &end);
}

/* The place after the last entry, NULL where the list is full; FALSE where it is damaged. */
BOOLEAN NTAPI RtlFirstFreeAce(PACL acl, PVOID *ace)
{
    char *p = (char *)(acl + 1), *end = (char *)acl + acl->AclSize;

    *ace = NULL;
    for (WORD i = 0; i < acl->AceCount; i++) {
        WORD size;

        if (p + sizeof(ACE_HEADER) > end)
            return FALSE;
        size = ((ACE_HEADER *)p)->AceSize;
        if (size < sizeof(ACE_HEADER) || p + size > end)
            return FALSE;
        p += size;
    }
    if (p < end)
        *ace = p;
    return TRUE;
}

NTSTATUS NTAPI RtlGetAce(PACL acl, DWORD index, PVOID *ace)
{
    ACE_HEADER *p = (ACE_HEADER *)(acl + 1);

    if (index >= acl->AceCount)
        return STATUS_INVALID_PARAMETER;
    while (index--)
        p = (ACE_HEADER *)((char *)p + p->AceSize);
    *ace = p;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAddAce(PACL acl, DWORD revision, DWORD at, PVOID list, DWORD size)
{
    char *where = (char *)(acl + 1), *end = (char *)list + size;
    PVOID free_ace;
    WORD count = 0;

    if (!RtlValidAcl(acl) || !RtlFirstFreeAce(acl, &free_ace))
        return STATUS_INVALID_PARAMETER;
    for (char *p = list; p < end; p += ((ACE_HEADER *)p)->AceSize, count++)
        if (((ACE_HEADER *)p)->AceSize < sizeof(ACE_HEADER))
            return STATUS_INVALID_PARAMETER;
    if (!free_ace || (char *)free_ace + size > (char *)acl + acl->AclSize)
        return STATUS_BUFFER_TOO_SMALL;
    for (DWORD i = 0; i < at && i < acl->AceCount; i++)
        where += ((ACE_HEADER *)where)->AceSize;
    memmove(where + size, where, (size_t)((char *)free_ace - where));
    memcpy(where, list, size);
    acl->AceCount += count;
    if (revision > acl->AclRevision)
        acl->AclRevision = (BYTE)revision;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDeleteAce(PACL acl, DWORD index)
{
    PVOID ace, end;
    WORD size;

    if (RtlGetAce(acl, index, &ace) < 0 || !RtlFirstFreeAce(acl, &end))
        return STATUS_INVALID_PARAMETER;
    if (!end)
        end = (char *)acl + acl->AclSize;
    size = ((ACE_HEADER *)ace)->AceSize;
    memmove(ace, (char *)ace + size, (size_t)((char *)end - (char *)ace - size));
    acl->AceCount--;
    return STATUS_SUCCESS;
}

/* All of these entries have the layout of ACCESS_ALLOWED_ACE. */
static NTSTATUS add(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid, BYTE type)
{
    ACCESS_ALLOWED_ACE *ace;
    PVOID place;
    DWORD size;

    if (!RtlValidSid(sid))
        return STATUS_INVALID_SID;
    if (revision > MAX_ACL_REVISION || acl->AclRevision > MAX_ACL_REVISION)
        return STATUS_REVISION_MISMATCH;
    if (!RtlFirstFreeAce(acl, &place))
        return STATUS_INVALID_ACL;
    size = sizeof(ACE_HEADER) + sizeof(ACCESS_MASK) + RtlLengthSid(sid);
    if (!place || (char *)place + size > (char *)acl + acl->AclSize)
        return STATUS_ALLOTTED_SPACE_EXCEEDED;
    ace = place;
    ace->Header = (ACE_HEADER){type, (BYTE)flags, (WORD)size};
    ace->Mask = mask;
    memcpy(&ace->SidStart, sid, RtlLengthSid(sid));
    acl->AceCount++;
    if (revision > acl->AclRevision)
        acl->AclRevision = (BYTE)revision;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAddAccessAllowedAce(PACL acl, DWORD revision, DWORD mask, PSID sid)
{
    return add(acl, revision, 0, mask, sid, ACCESS_ALLOWED_ACE_TYPE);
}

NTSTATUS NTAPI RtlAddAccessAllowedAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid)
{
    return add(acl, revision, flags, mask, sid, ACCESS_ALLOWED_ACE_TYPE);
}

NTSTATUS NTAPI RtlAddAccessDeniedAce(PACL acl, DWORD revision, DWORD mask, PSID sid)
{
    return add(acl, revision, 0, mask, sid, ACCESS_DENIED_ACE_TYPE);
}

NTSTATUS NTAPI RtlAddAccessDeniedAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid)
{
    return add(acl, revision, flags, mask, sid, ACCESS_DENIED_ACE_TYPE);
}

NTSTATUS NTAPI RtlAddAuditAccessAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask, PSID sid,
                                      BOOL success, BOOL failure)
{
    flags |= (success ? SUCCESSFUL_ACCESS_ACE_FLAG : 0) | (failure ? FAILED_ACCESS_ACE_FLAG : 0);
    return add(acl, revision, flags, mask, sid, SYSTEM_AUDIT_ACE_TYPE);
}

NTSTATUS NTAPI RtlAddAuditAccessAce(PACL acl, DWORD revision, DWORD mask, PSID sid, BOOL success,
                                    BOOL failure)
{
    return RtlAddAuditAccessAceEx(acl, revision, 0, mask, sid, success, failure);
}

NTSTATUS NTAPI RtlAddMandatoryAce(PACL acl, ULONG revision, ULONG flags, PSID sid, UCHAR type,
                                  ULONG mask)
{
    return type == SYSTEM_MANDATORY_LABEL_ACE_TYPE ? add(acl, revision, flags, mask, sid, type)
                                                   : STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI RtlQueryInformationAcl(PACL acl, PVOID info, DWORD size, ACL_INFORMATION_CLASS class)
{
    PVOID end;

    if (class == AclRevisionInformation) {
        if (size < sizeof(ACL_REVISION_INFORMATION))
            return STATUS_INVALID_PARAMETER;
        ((ACL_REVISION_INFORMATION *)info)->AclRevision = acl->AclRevision;
        return STATUS_SUCCESS;
    }
    if (class != AclSizeInformation || size < sizeof(ACL_SIZE_INFORMATION) ||
        !RtlFirstFreeAce(acl, &end))
        return STATUS_INVALID_PARAMETER;
    if (!end)
        end = (char *)acl + acl->AclSize;
    *(ACL_SIZE_INFORMATION *)info = (ACL_SIZE_INFORMATION){
        .AceCount = acl->AceCount,
        .AclBytesInUse = (DWORD)((char *)end - (char *)acl),
        .AclBytesFree = (DWORD)((char *)acl + acl->AclSize - (char *)end),
    };
    return STATUS_SUCCESS;
}
