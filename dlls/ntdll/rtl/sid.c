/* sid.c - security identifiers. */
#include "nt.h"
#include "rtl_proto.h"

ULONG NTAPI RtlLengthRequiredSid(ULONG count)
{
    return 8 + 4 * count;
}

BOOLEAN NTAPI RtlValidSid(PSID sid)
{
    SID *s = sid;

    return s && (s->Revision & 15) == SID_REVISION &&
           s->SubAuthorityCount <= SID_MAX_SUB_AUTHORITIES;
}

ULONG NTAPI RtlLengthSid(PSID sid)
{
    return RtlLengthRequiredSid(((SID *)sid)->SubAuthorityCount);
}

NTSTATUS NTAPI RtlInitializeSid(PSID sid, PSID_IDENTIFIER_AUTHORITY authority, UCHAR count)
{
    SID *s = sid;

    if (count > SID_MAX_SUB_AUTHORITIES)
        return STATUS_INVALID_PARAMETER;
    s->Revision = SID_REVISION;
    s->SubAuthorityCount = count;
    s->IdentifierAuthority = *authority;
    return STATUS_SUCCESS;
}

PULONG NTAPI RtlSubAuthoritySid(PSID sid, ULONG index)
{
    return (PULONG)((char *)sid + 8 + 4 * index);
}

PUCHAR NTAPI RtlSubAuthorityCountSid(PSID sid)
{
    return &((SID *)sid)->SubAuthorityCount;
}

PSID_IDENTIFIER_AUTHORITY NTAPI RtlIdentifierAuthoritySid(PSID sid)
{
    return &((SID *)sid)->IdentifierAuthority;
}

NTSTATUS NTAPI RtlAllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY authority, UCHAR count,
                                           ULONG s0, ULONG s1, ULONG s2, ULONG s3, ULONG s4,
                                           ULONG s5, ULONG s6, ULONG s7, PSID *sid)
{
    const ULONG values[8] = {s0, s1, s2, s3, s4, s5, s6, s7};

    if (count > 8)
        return STATUS_INVALID_SID;
    *sid = RtlAllocateHeap(peb_self()->ProcessHeap, 0, RtlLengthRequiredSid(count));
    if (!*sid)
        return STATUS_NO_MEMORY;
    RtlInitializeSid(*sid, authority, count);
    for (UCHAR i = 0; i < count; i++)
        *RtlSubAuthoritySid(*sid, i) = values[i];
    return STATUS_SUCCESS;
}

PVOID NTAPI RtlFreeSid(PSID sid)
{
    RtlFreeHeap(peb_self()->ProcessHeap, 0, sid);
    return NULL;
}

BOOLEAN NTAPI RtlEqualSid(PSID a, PSID b)
{
    if (!RtlValidSid(a) || !RtlValidSid(b) ||
        *RtlSubAuthorityCountSid(a) != *RtlSubAuthorityCountSid(b))
        return FALSE;
    return !memcmp(a, b, RtlLengthSid(a));
}

BOOLEAN NTAPI RtlEqualPrefixSid(PSID a, PSID b)
{
    UCHAR count = *RtlSubAuthorityCountSid(a);

    if (!RtlValidSid(a) || !RtlValidSid(b) || count != *RtlSubAuthorityCountSid(b))
        return FALSE;
    return !memcmp(a, b, RtlLengthRequiredSid(count ? count - 1 : 0));
}

NTSTATUS NTAPI RtlCopySid(ULONG size, PSID to, PSID from)
{
    if (RtlLengthSid(from) > size)
        return STATUS_BUFFER_TOO_SMALL;
    memmove(to, from, RtlLengthSid(from));
    return STATUS_SUCCESS;
}

static PWSTR put_number(PWSTR to, ULONGLONG value, ULONG base, ULONG min)
{
    WCHAR digits[20];
    ULONG count = 0;

    do {
        digits[count++] = (WCHAR) "0123456789ABCDEF"[value % base];
        value /= base;
    } while (value || count < min);
    while (count)
        *to++ = digits[--count];
    return to;
}

NTSTATUS NTAPI RtlConvertSidToUnicodeString(PUNICODE_STRING to, PSID sid, BOOLEAN allocate)
{
    WCHAR text[32 + 11 * SID_MAX_SUB_AUTHORITIES], *p = text;
    SID *s = sid;
    const UCHAR *a = s->IdentifierAuthority.Value;
    ULONGLONG authority = 0;
    UNICODE_STRING made;

    if (!RtlValidSid(sid))
        return STATUS_INVALID_SID;
    for (int i = 0; i < 6; i++)
        authority = authority << 8 | a[i];
    *p++ = 'S';
    *p++ = '-';
    p = put_number(p, s->Revision, 10, 1);
    *p++ = '-';
    if (authority >> 32) {
        *p++ = '0';
        *p++ = 'x';
        p = put_number(p, authority, 16, 12);
    } else {
        p = put_number(p, authority, 10, 1);
    }
    for (UCHAR i = 0; i < s->SubAuthorityCount; i++) {
        *p++ = '-';
        p = put_number(p, s->SubAuthority[i], 10, 1);
    }
    *p = 0;
    if (allocate)
        return RtlCreateUnicodeString(to, text) ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    RtlInitUnicodeString(&made, text);
    if (made.Length > to->MaximumLength)
        return STATUS_BUFFER_OVERFLOW;
    RtlCopyUnicodeString(to, &made);
    return STATUS_SUCCESS;
}
