/* integer.c - numbers and GUIDs as counted strings. */
#include "nt.h"
#include "rtl_proto.h"

static int digit_of(unsigned c)
{
    if (c - '0' < 10)
        return (int)c - '0';
    return (c | 32) - 'a' < 6 ? (int)(c | 32) - 'a' + 10 : 99;
}

struct scan {
    unsigned base;
    int negative;
    int bad;
};

/* Takes the sign and the base's prefix; get(i) reads a character, 0 past the end. */
#define SCAN_PREFIX(get, i, scan)                                                               \
    do {                                                                                        \
        (scan)->negative = get(i) == '-';                                                       \
        i += get(i) == '-' || get(i) == '+';                                                    \
        if (!(scan)->base) {                                                                    \
            (scan)->base = 10;                                                                  \
            if (get(i) == '0') {                                                                \
                unsigned mark = get(i + 1);                                                     \
                (scan)->base = mark == 'b' ? 2 : mark == 'o' ? 8 : mark == 'x' ? 16 : 10;       \
                i += (scan)->base == 10 ? 0 : 2;                                                \
            }                                                                                   \
        }                                                                                       \
        (scan)->bad =                                                                           \
            (scan)->base != 2 && (scan)->base != 8 && (scan)->base != 10 && (scan)->base != 16; \
    } while (0)

NTSTATUS NTAPI RtlCharToInteger(PCSZ s, ULONG base, PULONG value)
{
    struct scan scan = {base, 0, 0};
    ULONG n = 0;
    SIZE_T i = 0;

#define GET(at) ((unsigned char)s[at])
    while (GET(i) && GET(i) <= ' ')
        i++;
    SCAN_PREFIX(GET, i, &scan);
    if (scan.bad)
        return STATUS_INVALID_PARAMETER;
    if (!value)
        return STATUS_ACCESS_VIOLATION;
    for (; digit_of(GET(i)) < (int)scan.base; i++)
        n = n * scan.base + (ULONG)digit_of(GET(i));
#undef GET
    *value = scan.negative ? 0 - n : n;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeStringToInteger(PCUNICODE_STRING s, ULONG base, PULONG value)
{
    struct scan scan = {base, 0, 0};
    SIZE_T i = 0, count = s->Length / 2;
    ULONG n = 0;

#define GET(at) ((at) < count ? s->Buffer[at] : 0u)
    while (GET(i) && GET(i) <= ' ')
        i++;
    SCAN_PREFIX(GET, i, &scan);
    if (scan.bad)
        return STATUS_INVALID_PARAMETER;
    if (!value)
        return STATUS_ACCESS_VIOLATION;
    for (; digit_of(GET(i)) < (int)scan.base; i++)
        n = n * scan.base + (ULONG)digit_of(GET(i));
#undef GET
    *value = scan.negative ? 0 - n : n;
    return STATUS_SUCCESS;
}

/* Upper-case digits at the end of a buffer of 65 characters; returns their count. */
static ULONG digits_of(ULONGLONG value, ULONG base, CHAR *end)
{
    ULONG count = 0;

    do {
        *--end = "0123456789ABCDEF"[value % base];
        value /= base;
        count++;
    } while (value);
    return count;
}

static int good_base(ULONG *base)
{
    *base = *base ? *base : 10;
    return *base == 2 || *base == 8 || *base == 10 || *base == 16;
}

NTSTATUS NTAPI RtlIntegerToChar(ULONG value, ULONG base, ULONG size, PCHAR to)
{
    CHAR buffer[65];
    ULONG count;

    if (!good_base(&base))
        return STATUS_INVALID_PARAMETER;
    count = digits_of(value, base, buffer + 65);
    if (count > size)
        return STATUS_BUFFER_OVERFLOW;
    if (!to)
        return STATUS_ACCESS_VIOLATION;
    memcpy(to, buffer + 65 - count, count);
    if (count < size)
        to[count] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInt64ToUnicodeString(ULONGLONG value, ULONG base, PUNICODE_STRING to)
{
    CHAR buffer[65];
    ULONG count;

    if (!good_base(&base))
        return STATUS_INVALID_PARAMETER;
    count = digits_of(value, base, buffer + 65);
    to->Length = (USHORT)(count * 2);
    if (to->Length > to->MaximumLength)
        return STATUS_BUFFER_OVERFLOW;
    for (ULONG i = 0; i < count; i++)
        to->Buffer[i] = (WCHAR)buffer[65 - count + i];
    if (to->Length + 2 <= to->MaximumLength)
        to->Buffer[count] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG value, ULONG base, PUNICODE_STRING to)
{
    return RtlInt64ToUnicodeString(value, base, to);
}

/* Hex digits of one group; 0 where one of them is none. */
static int read_hex(PCWSTR s, int count, ULONG *value)
{
    *value = 0;
    while (count--) {
        if (digit_of(*s) > 15)
            return 0;
        *value = *value << 4 | (ULONG)digit_of(*s++);
    }
    return 1;
}

NTSTATUS NTAPI RtlGUIDFromString(PCUNICODE_STRING s, GUID *guid)
{
    PCWSTR t = s->Buffer;
    ULONG a, b, c, byte;
    GUID result;

    if (s->Length < 76 || t[0] != '{' || t[37] != '}' || t[9] != '-' || t[14] != '-' ||
        t[19] != '-' || t[24] != '-')
        return STATUS_INVALID_PARAMETER;
    if (!read_hex(t + 1, 8, &a) || !read_hex(t + 10, 4, &b) || !read_hex(t + 15, 4, &c))
        return STATUS_INVALID_PARAMETER;
    result = (GUID){a, (USHORT)b, (USHORT)c, {0}};
    for (int i = 0; i < 8; i++) {
        if (!read_hex(t + (i < 2 ? 20 + 2 * i : 21 + 2 * i), 2, &byte))
            return STATUS_INVALID_PARAMETER;
        result.Data4[i] = (UCHAR)byte;
    }
    *guid = result;
    return STATUS_SUCCESS;
}

static PWSTR write_hex(PWSTR to, ULONG value, int count)
{
    while (count--)
        *to++ = (WCHAR) "0123456789ABCDEF"[value >> (4 * count) & 15];
    return to;
}

NTSTATUS NTAPI RtlStringFromGUID(const GUID *guid, PUNICODE_STRING to)
{
    PWSTR p;

    to->Buffer = RtlAllocateHeap(peb_self()->ProcessHeap, 0, 78);
    if (!to->Buffer)
        return STATUS_NO_MEMORY;
    to->Length = 76;
    to->MaximumLength = 78;
    p = to->Buffer;
    *p++ = '{';
    p = write_hex(p, guid->Data1, 8);
    *p++ = '-';
    p = write_hex(p, guid->Data2, 4);
    *p++ = '-';
    p = write_hex(p, guid->Data3, 4);
    for (int i = 0; i < 8; i++) {
        if (i == 0 || i == 2)
            *p++ = '-';
        p = write_hex(p, guid->Data4[i], 2);
    }
    *p++ = '}';
    *p = 0;
    return STATUS_SUCCESS;
}
