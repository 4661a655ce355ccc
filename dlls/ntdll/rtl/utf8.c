/*
 * utf8.c - UTF-8 and UTF-16. What is not well-formed becomes U+FFFD, one for each maximal part of
 * a sequence (Unicode, chapter 3, "Substitution of Maximal Subparts"), with STATUS_SOME_NOT_MAPPED;
 * but, unlike there, a second byte that is a continuation goes with its lead byte even where the
 * two cannot stand together (e0 80, ed a0, f4 90): so Windows.
 */
#include "nt.h"
#include "rtl_proto.h"

/* Reads one character; *ok is 0 where the bytes that were used are no character. */
static uint32_t next_char(const uint8_t **at, const uint8_t *end, int *ok)
{
    const uint8_t *p = *at;
    uint8_t first = *p++, low = 0x80, high = 0xbf;
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    uint32_t c = first & (0x3f >> more);

    *ok = 1;
    *at = p;
    if (first < 0x80)
        return first;
    *ok = 0;
    if (first < 0xc2 || first > 0xf4)
        return 0xfffd;
    if (first == 0xe0)
        low = 0xa0;
    if (first == 0xed)
        high = 0x9f;
    if (first == 0xf0)
        low = 0x90;
    if (first == 0xf4)
        high = 0x8f;
    for (; more; more--, low = 0x80, high = 0xbf) {
        if (p == end || *p < low || *p > high) {
            if (p < end && *p >= 0x80 && *p <= 0xbf)
                *at = p + 1;
            return 0xfffd;
        }
        c = c << 6 | (*p++ & 0x3f);
        *at = p;
    }
    *ok = 1;
    return c;
}

NTSTATUS NTAPI RtlUTF8ToUnicodeN(PWSTR to, ULONG size, PULONG used, PCSTR from, ULONG from_size)
{
    const uint8_t *p = (const uint8_t *)from, *end = p + from_size;
    NTSTATUS status = STATUS_SUCCESS;
    ULONG n = 0, count = size / 2;
    int ok;

    if (!from || (!to && !used))
        return STATUS_INVALID_PARAMETER_4;
    while (p < end) {
        uint32_t c = next_char(&p, end, &ok);
        ULONG need = c > 0xffff ? 2 : 1;

        if (!ok)
            status = STATUS_SOME_NOT_MAPPED;
        if (to && n + need > count) {
            status = STATUS_BUFFER_TOO_SMALL;
            break;
        }
        if (to && need == 2) {
            to[n] = (WCHAR)(0xd7c0 + (c >> 10));
            to[n + 1] = (WCHAR)(0xdc00 | (c & 0x3ff));
        } else if (to) {
            to[n] = (WCHAR)c;
        }
        n += need;
    }
    if (used)
        *used = n * 2;
    return status;
}

static ULONG put_char(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

NTSTATUS NTAPI RtlUnicodeToUTF8N(PCHAR to, ULONG size, PULONG used, PCWSTR from, ULONG from_size)
{
    NTSTATUS status = STATUS_SUCCESS;
    ULONG n = 0, count = from_size / 2;

    if (!from)
        return STATUS_INVALID_PARAMETER_4;
    if (!to && !used)
        return STATUS_INVALID_PARAMETER;
    if (to && from_size % 2)
        return STATUS_INVALID_PARAMETER_5;
    for (ULONG i = 0; i < count; i++) {
        uint32_t c = from[i];
        char bytes[4];
        ULONG need;

        if (c - 0xd800 < 0x400 && i + 1 < count && (from[i + 1] & 0xfc00) == 0xdc00) {
            c = 0x10000 + ((c & 0x3ff) << 10) + (from[++i] & 0x3ff);
        } else if (c - 0xd800 < 0x800) {
            c = 0xfffd;
            status = STATUS_SOME_NOT_MAPPED;
        }
        need = put_char(bytes, c);
        if (to && n + need > size) {
            status = STATUS_BUFFER_TOO_SMALL;
            break;
        }
        for (ULONG k = 0; to && k < need; k++)
            to[n + k] = bytes[k];
        n += need;
    }
    if (used)
        *used = n;
    return status;
}
