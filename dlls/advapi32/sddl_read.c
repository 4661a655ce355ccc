/*
 * sddl.h: a descriptor from its text. Entries of objects (OA, OD) and conditions are not read. The
 * text is gone through once; an entry costs at most its header, mask and SID.
 */
#include "sddl.h"
#include "wide_name.h"

struct reading {
    const WCHAR *at;
    PSID owner, group;
    PACL dacl, sacl;
    SECURITY_DESCRIPTOR_CONTROL control;
};

static void skip_blanks(struct reading *r)
{
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || *r->at == '\n')
        r->at++;
}

/* The field up to ';' or ')' with the end passed; its start and length. */
static BOOL field(struct reading *r, WCHAR end, const WCHAR **start, SIZE_T *count)
{
    skip_blanks(r);
    *start = r->at;
    while (*r->at && *r->at != ';' && *r->at != ')')
        r->at++;
    *count = (SIZE_T)(r->at - *start);
    while (*count && (*start)[*count - 1] == ' ')
        --*count;
    return *r->at && *r->at++ == end;
}

static BOOL is_word(const WCHAR *text, SIZE_T count, const WCHAR *word)
{
    return CompareStringOrdinal(text, (int)count, word, -1, TRUE) == CSTR_EQUAL;
}

static BOOL read_type(struct reading *r, BYTE *type)
{
    const WCHAR *text;
    SIZE_T count;

    if (!field(r, ';', &text, &count))
        return FALSE;
    for (unsigned i = 0; i < SDDL_ACE_TYPE_COUNT; i++) {
        if (is_word(text, count, sddl_ace_types[i].text)) {
            *type = (BYTE)sddl_ace_types[i].value;
            return TRUE;
        }
    }
    return FALSE;
}

static BOOL add_word(const struct sddl_word *words, unsigned word_count, const WCHAR *text,
                     DWORD *value)
{
    for (unsigned i = 0; i < word_count; i++) {
        if (is_word(text, 2, words[i].text)) {
            *value |= words[i].value;
            return TRUE;
        }
    }
    return FALSE;
}

static BOOL read_words(const struct sddl_word *words, unsigned word_count, const WCHAR *text,
                       SIZE_T count, DWORD *value)
{
    *value = 0;
    for (; count >= 2; text += 2, count -= 2)
        if (!add_word(words, word_count, text, value))
            return FALSE;
    return !count;
}

/* 0x hexadecimal, 0 octal, or decimal. */
static BOOL read_number(const WCHAR *text, SIZE_T count, DWORD *value)
{
    BOOL hex = count > 2 && text[0] == '0' && (text[1] | 32) == 'x';
    DWORD base = hex ? 16 : text[0] == '0' ? 8 : 10;

    *value = 0;
    for (SIZE_T i = hex ? 2 : 0; i < count; i++) {
        DWORD digit = text[i] >= '0' && text[i] <= '9' ? (DWORD)(text[i] - '0')
                      : (text[i] | 32) >= 'a' && hex   ? (DWORD)((text[i] | 32) - 'a' + 10)
                                                       : 99;

        if (digit >= base)
            return FALSE;
        *value = *value * base + digit;
    }
    return TRUE;
}

static BOOL read_rights(struct reading *r, DWORD *mask)
{
    const WCHAR *text;
    SIZE_T count;

    if (!field(r, ';', &text, &count))
        return FALSE;
    if (count && text[0] >= '0' && text[0] <= '9')
        return read_number(text, count, mask);
    return read_words(sddl_rights, sddl_right_count, text, count, mask);
}

static BOOL read_ace(struct reading *r, PACL *list)
{
    const WCHAR *text;
    DWORD flags, mask, sid_size;
    ACCESS_ALLOWED_ACE *ace;
    SIZE_T count, old = (*list)->AclSize;
    PACL grown;
    BYTE type;
    PSID sid;

    if (!read_type(r, &type) || !field(r, ';', &text, &count) ||
        !read_words(sddl_ace_flags, SDDL_ACE_FLAG_COUNT, text, count, &flags) ||
        !read_rights(r, &mask) || !field(r, ';', &text, &count) || count ||
        !field(r, ';', &text, &count) || count || !field(r, ')', &text, &count))
        return fail_with(ERROR_INVALID_ACL);
    if (!sid_from_part(text, count, &sid))
        return FALSE;
    sid_size = RtlLengthSid(sid);
    grown = LocalReAlloc(*list, old + 8 + sid_size, LMEM_MOVEABLE);
    if (grown && old + 8 + sid_size <= MAXWORD) {
        *list = grown;
        ace = (ACCESS_ALLOWED_ACE *)((BYTE *)grown + old);
        ace->Header = (ACE_HEADER){type, (BYTE)flags, (WORD)(8 + sid_size)};
        ace->Mask = mask;
        memcpy(&ace->SidStart, sid, sid_size);
        grown->AclSize = (WORD)(grown->AclSize + 8 + sid_size);
        grown->AceCount++;
    }
    LocalFree(sid);
    return grown ? TRUE : fail_with(ERROR_NOT_ENOUGH_MEMORY);
}

/* P, AR, AI; for the system list the bits are one further on. */
static BOOL read_list_flags(struct reading *r, BOOL system, BOOL *none)
{
    for (;; r->at++) {
        DWORD bit;

        skip_blanks(r);
        if ((r->at[0] | 32) == 'p') {
            bit = SE_DACL_PROTECTED;
        } else if ((r->at[0] | 32) == 'a' && ((r->at[1] | 32) == 'r' || (r->at[1] | 32) == 'i')) {
            bit = (r->at[1] | 32) == 'r' ? SE_DACL_AUTO_INHERIT_REQ : SE_DACL_AUTO_INHERITED;
            r->at++;
        } else if (is_word(r->at, min((SIZE_T)lstrlenW(r->at), 17), L"NO_ACCESS_CONTROL")) {
            *none = TRUE;
            r->at += 16;
            continue;
        } else {
            return TRUE;
        }
        r->control |= (SECURITY_DESCRIPTOR_CONTROL)(system ? bit << 1 : bit);
    }
}

static BOOL read_list(struct reading *r, BOOL system, PACL *list)
{
    BOOL none = FALSE;

    if (*list)
        return fail_with(ERROR_INVALID_PARAMETER);
    read_list_flags(r, system, &none);
    r->control |= system ? SE_SACL_PRESENT : SE_DACL_PRESENT;
    if (none)
        return TRUE;
    *list = LocalAlloc(0, sizeof(ACL));
    if (!*list)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    **list = (ACL){ACL_REVISION, 0, sizeof(ACL), 0, 0};
    for (skip_blanks(r); *r->at == '('; skip_blanks(r)) {
        r->at++;
        if (!read_ace(r, list))
            return FALSE;
    }
    return TRUE;
}

/* A SID ends where the letter and colon of the next part begin, or with the text. */
static BOOL read_sid(struct reading *r, PSID *sid)
{
    SIZE_T count = 0;

    skip_blanks(r);
    while (r->at[count] && r->at[count] != ':')
        count++;
    if (r->at[count] && count)
        count--;
    r->at += count;
    while (count && r->at[-1] == ' ') {
        r->at--;
        count--;
    }
    return *sid ? fail_with(ERROR_INVALID_PARAMETER) : sid_from_part(r->at - count, count, sid);
}

static BOOL read_parts(struct reading *r)
{
    for (skip_blanks(r); *r->at; skip_blanks(r)) {
        WCHAR part = *r->at++ | 32;
        BOOL done = FALSE;

        if (*r->at++ != ':')
            return fail_with(ERROR_INVALID_PARAMETER);
        if (part == 'o')
            done = read_sid(r, &r->owner);
        else if (part == 'g')
            done = read_sid(r, &r->group);
        else if (part == 'd')
            done = read_list(r, FALSE, &r->dacl);
        else if (part == 's')
            done = read_list(r, TRUE, &r->sacl);
        else
            return fail_with(ERROR_INVALID_PARAMETER);
        if (!done)
            return FALSE;
    }
    return TRUE;
}

static BOOL put_together(const struct reading *r, PSECURITY_DESCRIPTOR *result, PULONG size)
{
    SECURITY_DESCRIPTOR absolute = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                    .Control = r->control,
                                    .Owner = r->owner,
                                    .Group = r->group,
                                    .Sacl = r->sacl,
                                    .Dacl = r->dacl};
    ULONG needed = 0;
    PSECURITY_DESCRIPTOR made;

    RtlMakeSelfRelativeSD(&absolute, NULL, &needed);
    made = LocalAlloc(0, needed);
    if (!made)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    RtlMakeSelfRelativeSD(&absolute, made, &needed);
    *result = made;
    if (size)
        *size = needed;
    return TRUE;
}

BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorW(LPCWSTR text, DWORD revision,
                                                                 PSECURITY_DESCRIPTOR *result,
                                                                 PULONG size)
{
    struct reading r = {.at = text};
    BOOL done;

    if (!text || !result)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (revision != SDDL_REVISION_1)
        return fail_with(ERROR_UNKNOWN_REVISION);
    done = read_parts(&r) && put_together(&r, result, size);
    LocalFree(r.owner);
    LocalFree(r.group);
    LocalFree(r.dacl);
    LocalFree(r.sacl);
    return done;
}

BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(LPCSTR text, DWORD revision,
                                                                 PSECURITY_DESCRIPTOR *result,
                                                                 PULONG size)
{
    WCHAR *wide = wide_name(text);
    BOOL done =
        wide && ConvertStringSecurityDescriptorToSecurityDescriptorW(wide, revision, result, size);

    wide_free(wide);
    return done;
}
