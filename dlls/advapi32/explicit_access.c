/*
 * aclapi.h: entries merged into an access list. Explicit denials stand before explicit grants, and
 * both before what is inherited; a new entry stands before the old ones of its kind.
 */
#include "security.h"
#include "wide_name.h"

struct merging {
    PACL list; /* as large as can become needed */
    DWORD size;
};

static void *ace_at(PACL list, DWORD index)
{
    void *ace = NULL;

    RtlGetAce(list, index, &ace);
    return ace;
}

static BOOL is_about(const ACCESS_ALLOWED_ACE *ace, PSID sid)
{
    return (ace->Header.AceType == ACCESS_ALLOWED_ACE_TYPE ||
            ace->Header.AceType == ACCESS_DENIED_ACE_TYPE) &&
           !(ace->Header.AceFlags & INHERITED_ACE) && RtlEqualSid((PSID)&ace->SidStart, sid);
}

static void remove_all(PACL list, PSID sid)
{
    for (DWORD i = list->AceCount; i--;)
        if (is_about(ace_at(list, i), sid))
            RtlDeleteAce(list, i);
}

/* Rights that are granted are denied no longer, and the other way round. */
static void take_back(PACL list, PSID sid, BYTE type, DWORD mask)
{
    for (DWORD i = list->AceCount; i--;) {
        ACCESS_ALLOWED_ACE *ace = ace_at(list, i);

        if (!is_about(ace, sid) || ace->Header.AceType != type)
            continue;
        ace->Mask &= ~mask;
        if (!ace->Mask)
            RtlDeleteAce(list, i);
    }
}

/* An entry of the same kind for the same trustee takes the new rights along. */
static BOOL join(PACL list, PSID sid, BYTE type, BYTE flags, DWORD mask)
{
    for (DWORD i = 0; i < list->AceCount; i++) {
        ACCESS_ALLOWED_ACE *ace = ace_at(list, i);

        if (is_about(ace, sid) && ace->Header.AceType == type && ace->Header.AceFlags == flags) {
            ace->Mask |= mask;
            return TRUE;
        }
    }
    return FALSE;
}

static DWORD denials(PACL list)
{
    DWORD i = 0;

    while (i < list->AceCount &&
           ((ACE_HEADER *)ace_at(list, i))->AceType == ACCESS_DENIED_ACE_TYPE &&
           !(((ACE_HEADER *)ace_at(list, i))->AceFlags & INHERITED_ACE))
        i++;
    return i;
}

static NTSTATUS insert(PACL list, PSID sid, BYTE type, BYTE flags, DWORD mask)
{
    BYTE buffer[sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE] __attribute__((aligned(4)));
    ACCESS_ALLOWED_ACE *ace = (void *)buffer;
    DWORD size = 8 + RtlLengthSid(sid);

    ace->Header = (ACE_HEADER){type, flags, (WORD)size};
    ace->Mask = mask;
    memcpy(&ace->SidStart, sid, RtlLengthSid(sid));
    return RtlAddAce(list, list->AclRevision, type == ACCESS_DENIED_ACE_TYPE ? 0 : denials(list),
                     ace, size);
}

static DWORD merge_one(PACL list, const EXPLICIT_ACCESS_W *entry, PSID sid)
{
    BYTE flags = (BYTE)(entry->grfInheritance & VALID_INHERIT_FLAGS & ~INHERITED_ACE);
    DWORD mask = entry->grfAccessPermissions;
    BYTE type = ACCESS_ALLOWED_ACE_TYPE;

    switch (entry->grfAccessMode) {
    case REVOKE_ACCESS:
        remove_all(list, sid);
        return ERROR_SUCCESS;
    case SET_ACCESS:
        remove_all(list, sid);
        break;
    case DENY_ACCESS:
        type = ACCESS_DENIED_ACE_TYPE;
        take_back(list, sid, ACCESS_ALLOWED_ACE_TYPE, mask);
        break;
    case GRANT_ACCESS:
        take_back(list, sid, ACCESS_DENIED_ACE_TYPE, mask);
        break;
    default:
        return ERROR_INVALID_PARAMETER;
    }
    if (join(list, sid, type, flags, mask))
        return ERROR_SUCCESS;
    return RtlNtStatusToDosError(insert(list, sid, type, flags, mask));
}

static DWORD merge_entries(ULONG count, const EXPLICIT_ACCESS_W *entries, PACL list)
{
    for (ULONG i = 0; i < count; i++) {
        PSID sid = trustee_sid(&entries[i].Trustee);
        DWORD error = sid ? merge_one(list, &entries[i], sid) : GetLastError();

        LocalFree(sid);
        if (error)
            return error;
    }
    return ERROR_SUCCESS;
}

/* The list without its unused room. */
static void shrink(PACL list)
{
    void *end;

    if (RtlFirstFreeAce(list, &end) && end)
        list->AclSize = (WORD)((BYTE *)end - (BYTE *)list);
}

DWORD WINAPI SetEntriesInAclW(ULONG count, PEXPLICIT_ACCESS_W entries, PACL old, PACL *result)
{
    DWORD size = (old ? old->AclSize : sizeof(ACL)) + count * (8 + SECURITY_MAX_SID_SIZE);
    DWORD error;
    PACL list;

    if (!result)
        return ERROR_INVALID_PARAMETER;
    *result = NULL;
    if (!count && !old)
        return ERROR_SUCCESS;
    if (old && !RtlValidAcl(old))
        return ERROR_INVALID_ACL;
    size = min(size, MAXWORD & ~3u);
    list = LocalAlloc(LPTR, size);
    if (!list)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (old)
        memcpy(list, old, old->AclSize);
    else
        RtlCreateAcl(list, size, ACL_REVISION);
    list->AclSize = (WORD)size;
    error = merge_entries(count, entries, list);
    if (error) {
        LocalFree(list);
        return error;
    }
    shrink(list);
    *result = list;
    return ERROR_SUCCESS;
}

static void free_wide_entries(ULONG count, EXPLICIT_ACCESS_W *wide)
{
    for (ULONG i = 0; wide && i < count; i++)
        if (wide[i].Trustee.TrusteeForm == TRUSTEE_IS_NAME)
            wide_free(wide[i].Trustee.ptstrName);
    HeapFree(GetProcessHeap(), 0, wide);
}

/* The structures are alike; names alone differ. */
DWORD WINAPI SetEntriesInAclA(ULONG count, PEXPLICIT_ACCESS_A entries, PACL old, PACL *result)
{
    EXPLICIT_ACCESS_W *wide = HeapAlloc(GetProcessHeap(), 0, count * sizeof(*wide) + 1);
    DWORD error = ERROR_SUCCESS;
    ULONG i;

    if (!wide)
        return ERROR_NOT_ENOUGH_MEMORY;
    memcpy(wide, entries, count * sizeof(*wide));
    for (i = 0; i < count && !error; i++) {
        if (wide[i].Trustee.TrusteeForm != TRUSTEE_IS_NAME)
            continue;
        wide[i].Trustee.ptstrName = wide_name(entries[i].Trustee.ptstrName);
        if (!wide[i].Trustee.ptstrName)
            error = GetLastError();
    }
    if (!error)
        error = SetEntriesInAclW(count, wide, old, result);
    free_wide_entries(i, wide);
    return error;
}

static ACCESS_MODE mode_of(const ACE_HEADER *ace)
{
    switch (ace->AceType) {
    case ACCESS_ALLOWED_ACE_TYPE:
        return GRANT_ACCESS;
    case ACCESS_DENIED_ACE_TYPE:
        return DENY_ACCESS;
    case SYSTEM_AUDIT_ACE_TYPE:
        return ace->AceFlags & SUCCESSFUL_ACCESS_ACE_FLAG ? SET_AUDIT_SUCCESS : SET_AUDIT_FAILURE;
    default:
        return NOT_USED_ACCESS;
    }
}

/* One block: the entries, then their SIDs. */
DWORD WINAPI GetExplicitEntriesFromAclW(PACL list, PULONG count, PEXPLICIT_ACCESS_W *result)
{
    EXPLICIT_ACCESS_W *entries;
    BYTE *sids;
    ULONG made = 0;

    if (!count || !result)
        return ERROR_INVALID_PARAMETER;
    *count = 0;
    *result = NULL;
    if (!list || !list->AceCount)
        return ERROR_SUCCESS;
    if (!RtlValidAcl(list))
        return ERROR_INVALID_ACL;
    entries = LocalAlloc(LPTR, list->AceCount * sizeof(*entries) + list->AclSize);
    if (!entries)
        return ERROR_NOT_ENOUGH_MEMORY;
    sids = (BYTE *)(entries + list->AceCount);
    for (DWORD i = 0; i < list->AceCount; i++) {
        ACCESS_ALLOWED_ACE *ace = ace_at(list, i);
        DWORD size = ace->Header.AceSize - 8;

        if (ace->Header.AceFlags & INHERITED_ACE || !mode_of(&ace->Header))
            continue;
        entries[made].grfAccessPermissions = ace->Mask;
        entries[made].grfAccessMode = mode_of(&ace->Header);
        entries[made].grfInheritance = ace->Header.AceFlags & VALID_INHERIT_FLAGS;
        memcpy(sids, &ace->SidStart, size);
        BuildTrusteeWithSidW(&entries[made++].Trustee, sids);
        sids += size;
    }
    *count = made;
    *result = entries;
    return ERROR_SUCCESS;
}

DWORD WINAPI GetExplicitEntriesFromAclA(PACL list, PULONG count, PEXPLICIT_ACCESS_A *result)
{
    return GetExplicitEntriesFromAclW(list, count, (PEXPLICIT_ACCESS_W *)result);
}

/* The trustee and everybody; the user is in its groups too. */
static BOOL counts(PSID ace_sid, PSID sid, PSID everyone, BOOL is_user)
{
    BOOL member = FALSE;

    if (RtlEqualSid(ace_sid, sid) || RtlEqualSid(ace_sid, everyone))
        return TRUE;
    return is_user && CheckTokenMembership(NULL, ace_sid, &member) && member;
}

DWORD WINAPI GetEffectiveRightsFromAclW(PACL list, PTRUSTEE_W trustee, PACCESS_MASK result)
{
    BYTE everyone[SECURITY_MAX_SID_SIZE];
    DWORD room = sizeof(everyone), granted = 0, denied = 0;
    BOOL is_user = FALSE;
    PSID sid;

    if (!list || !trustee || !result)
        return ERROR_INVALID_PARAMETER;
    sid = trustee_sid(trustee);
    if (!sid)
        return GetLastError();
    CreateWellKnownSid(WinWorldSid, NULL, everyone, &room);
    CheckTokenMembership(NULL, sid, &is_user);
    for (DWORD i = 0; i < list->AceCount; i++) {
        ACCESS_ALLOWED_ACE *ace = ace_at(list, i);

        if (ace->Header.AceFlags & INHERIT_ONLY_ACE ||
            !counts(&ace->SidStart, sid, everyone, is_user))
            continue;
        if (ace->Header.AceType == ACCESS_ALLOWED_ACE_TYPE)
            granted |= ace->Mask & ~denied;
        else if (ace->Header.AceType == ACCESS_DENIED_ACE_TYPE)
            denied |= ace->Mask & ~granted;
    }
    LocalFree(sid);
    *result = granted;
    return ERROR_SUCCESS;
}

DWORD WINAPI GetEffectiveRightsFromAclA(PACL list, PTRUSTEE_A trustee, PACCESS_MASK result)
{
    TRUSTEE_W wide;
    DWORD error;

    if (!trustee)
        return ERROR_INVALID_PARAMETER;
    memcpy(&wide, trustee, sizeof(wide));
    if (trustee->TrusteeForm != TRUSTEE_IS_NAME)
        return GetEffectiveRightsFromAclW(list, &wide, result);
    wide.ptstrName = wide_name(trustee->ptstrName);
    error = wide.ptstrName ? GetEffectiveRightsFromAclW(list, &wide, result) : GetLastError();
    wide_free(wide.ptstrName);
    return error;
}
