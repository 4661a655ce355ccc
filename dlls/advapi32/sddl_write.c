/* sddl.h: a descriptor as text. */
#include "sddl.h"

/* Counted in a first pass, written in a second. */
struct writing {
    WCHAR *at;
    ULONG count;
};

static void put(struct writing *w, const WCHAR *text)
{
    ULONG count = (ULONG)lstrlenW(text);

    if (w->at)
        memcpy(w->at + w->count, text, count * sizeof(WCHAR));
    w->count += count;
}

static void put_hex(struct writing *w, DWORD number)
{
    WCHAR text[11] = L"0x";
    unsigned at = 2;

    for (int shift = 28; shift >= 0; shift -= 4)
        if (number >> shift || !shift)
            text[at++] = L"0123456789abcdef"[number >> shift & 15];
    text[at] = 0;
    put(w, text);
}

static BOOL put_sid(struct writing *w, PSID sid)
{
    const WCHAR *alias = sid_alias(sid);
    LPWSTR text;

    if (alias) {
        put(w, alias);
        return TRUE;
    }
    if (!ConvertSidToStringSidW(sid, &text))
        return FALSE;
    put(w, text);
    LocalFree(text);
    return TRUE;
}

/* A whole set, else single bits where they say all of it, else the number. */
static void put_rights(struct writing *w, DWORD mask)
{
    DWORD named = 0;
    const unsigned bits_end = sddl_right_count - 3;

    for (unsigned i = 0; i < sddl_set_count; i++) {
        if (mask == sddl_rights[i].value) {
            put(w, sddl_rights[i].text);
            return;
        }
    }
    for (unsigned i = sddl_set_count; i < bits_end; i++)
        named |= sddl_rights[i].value;
    if (mask & ~named) {
        put_hex(w, mask);
        return;
    }
    for (unsigned i = sddl_set_count; i < bits_end; i++)
        if (mask & sddl_rights[i].value)
            put(w, sddl_rights[i].text);
}

static void put_label_policy(struct writing *w, DWORD mask)
{
    if (mask & ~7u) {
        put_hex(w, mask);
        return;
    }
    for (unsigned i = sddl_right_count - 3; i < sddl_right_count; i++)
        if (mask & sddl_rights[i].value)
            put(w, sddl_rights[i].text);
}

static BOOL put_ace(struct writing *w, const ACCESS_ALLOWED_ACE *ace)
{
    unsigned type = 0;

    while (type < SDDL_ACE_TYPE_COUNT && sddl_ace_types[type].value != ace->Header.AceType)
        type++;
    if (type == SDDL_ACE_TYPE_COUNT)
        return fail_with(ERROR_INVALID_ACL);
    put(w, L"(");
    put(w, sddl_ace_types[type].text);
    put(w, L";");
    for (unsigned i = 0; i < SDDL_ACE_FLAG_COUNT; i++)
        if (ace->Header.AceFlags & sddl_ace_flags[i].value)
            put(w, sddl_ace_flags[i].text);
    put(w, L";");
    if (ace->Header.AceType == SYSTEM_MANDATORY_LABEL_ACE_TYPE)
        put_label_policy(w, ace->Mask);
    else
        put_rights(w, ace->Mask);
    put(w, L";;;");
    if (!put_sid(w, (PSID)&ace->SidStart))
        return FALSE;
    put(w, L")");
    return TRUE;
}

static BOOL put_list(struct writing *w, PACL list, BOOL protected, BOOL required, BOOL inherited)
{
    void *ace;

    if (protected)
        put(w, L"P");
    if (required)
        put(w, L"AR");
    if (inherited)
        put(w, L"AI");
    if (!list)
        put(w, L"NO_ACCESS_CONTROL");
    for (DWORD i = 0; list && i < list->AceCount; i++)
        if (RtlGetAce(list, i, &ace) < 0 || !put_ace(w, ace))
            return FALSE;
    return TRUE;
}

static BOOL put_parts(struct writing *w, PSECURITY_DESCRIPTOR descriptor,
                      SECURITY_INFORMATION wanted, SECURITY_DESCRIPTOR_CONTROL control)
{
    BOOLEAN present, defaulted;
    PSID sid = NULL;
    PACL list = NULL;

    if (wanted & OWNER_SECURITY_INFORMATION) {
        RtlGetOwnerSecurityDescriptor(descriptor, &sid, &defaulted);
        if (sid) {
            put(w, L"O:");
            if (!put_sid(w, sid))
                return FALSE;
        }
    }
    if (wanted & GROUP_SECURITY_INFORMATION) {
        RtlGetGroupSecurityDescriptor(descriptor, &sid, &defaulted);
        if (sid) {
            put(w, L"G:");
            if (!put_sid(w, sid))
                return FALSE;
        }
    }
    if (wanted & DACL_SECURITY_INFORMATION && control & SE_DACL_PRESENT) {
        put(w, L"D:");
        RtlGetDaclSecurityDescriptor(descriptor, &present, &list, &defaulted);
        if (!put_list(w, list, control & SE_DACL_PROTECTED, control & SE_DACL_AUTO_INHERIT_REQ,
                      control & SE_DACL_AUTO_INHERITED))
            return FALSE;
    }
    if (wanted & (SACL_SECURITY_INFORMATION | LABEL_SECURITY_INFORMATION) &&
        control & SE_SACL_PRESENT) {
        put(w, L"S:");
        RtlGetSaclSecurityDescriptor(descriptor, &present, &list, &defaulted);
        return put_list(w, list, control & SE_SACL_PROTECTED, control & SE_SACL_AUTO_INHERIT_REQ,
                        control & SE_SACL_AUTO_INHERITED);
    }
    return TRUE;
}

BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorW(PSECURITY_DESCRIPTOR descriptor,
                                                                 DWORD revision,
                                                                 SECURITY_INFORMATION wanted,
                                                                 LPWSTR *result, PULONG count)
{
    SECURITY_DESCRIPTOR_CONTROL control;
    struct writing w = {0};
    ULONG found;
    NTSTATUS status;

    if (revision != SDDL_REVISION_1)
        return fail_with(ERROR_UNKNOWN_REVISION);
    status = RtlGetControlSecurityDescriptor(descriptor, &control, &found);
    if (status < 0)
        return set_last_nt_error(status);
    if (!put_parts(&w, descriptor, wanted, control))
        return FALSE;
    w.at = LocalAlloc(0, (w.count + 1) * sizeof(WCHAR));
    if (!w.at)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    w.count = 0;
    put_parts(&w, descriptor, wanted, control);
    w.at[w.count] = 0;
    *result = w.at;
    if (count)
        *count = w.count + 1;
    return TRUE;
}

BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorA(PSECURITY_DESCRIPTOR descriptor,
                                                                 DWORD revision,
                                                                 SECURITY_INFORMATION wanted,
                                                                 LPSTR *result, PULONG count)
{
    WCHAR *wide;
    ULONG room;

    if (!ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, revision, wanted, &wide,
                                                              &room))
        return FALSE;
    *result = LocalAlloc(0, room);
    if (*result)
        WideCharToMultiByte(CP_ACP, 0, wide, (int)room, *result, (int)room, NULL, NULL);
    LocalFree(wide);
    if (!*result)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    if (count)
        *count = room;
    return TRUE;
}
