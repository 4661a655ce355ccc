/* ipaddress.c - IPv4 and IPv6 addresses as text, in the form of RFC 5952. */
#include "nt.h"

typedef union {
    UCHAR bytes[4];
    ULONG value;
} V4;

typedef union {
    UCHAR bytes[16];
    USHORT words[8]; /* in network order */
} V6;

static WCHAR *put_decimal(WCHAR *to, ULONG value)
{
    WCHAR digits[12];
    int count = 0;

    do {
        digits[count++] = (WCHAR)('0' + value % 10);
        value /= 10;
    } while (value);
    while (count)
        *to++ = digits[--count];
    return to;
}

static WCHAR *put_hex(WCHAR *to, ULONG value)
{
    int shift = 12;

    while (shift && !(value >> shift & 15))
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        *to++ = (WCHAR) "0123456789abcdef"[value >> shift & 15];
    return to;
}

PWSTR NTAPI RtlIpv4AddressToStringW(const V4 *address, PWSTR to)
{
    for (int i = 0; i < 4; i++) {
        if (i)
            *to++ = '.';
        to = put_decimal(to, address->bytes[i]);
    }
    *to = 0;
    return to;
}

PSTR NTAPI RtlIpv4AddressToStringA(const V4 *address, PSTR to)
{
    WCHAR text[16];
    SIZE_T count = (SIZE_T)(RtlIpv4AddressToStringW(address, text) - text);

    for (SIZE_T i = 0; i <= count; i++)
        to[i] = (CHAR)text[i];
    return to + count;
}

/* The longest run of two or more zero words. */
static void find_zeros(const V6 *address, int words, int *start, int *count)
{
    *start = -1;
    *count = 1;
    for (int i = 0; i < words; i++) {
        int n = 0;

        while (i + n < words && !address->words[i + n])
            n++;
        if (n > *count) {
            *start = i;
            *count = n;
        }
        i += n;
    }
}

/* IPv4-mapped, IPv4-compatible and ISATAP addresses end in dotted form. */
static BOOLEAN ends_dotted(const V6 *a)
{
    BOOLEAN zeros = !a->words[0] && !a->words[1] && !a->words[2] && !a->words[3];

    if (zeros && !a->words[4] && a->words[6] && (!a->words[5] || a->words[5] == 0xffff))
        return TRUE;
    if (zeros && a->words[4] == 0xffff && !a->words[5])
        return TRUE;
    return a->words[5] == 0xfe5e && (a->words[4] & 0xfffd) == 0;
}

PWSTR NTAPI RtlIpv6AddressToStringW(const V6 *address, PWSTR to)
{
    BOOLEAN dotted = ends_dotted(address);
    int words = dotted ? 6 : 8, start, count;

    find_zeros(address, words, &start, &count);
    for (int i = 0; i < words; i++) {
        if (i == start) {
            *to++ = ':';
            *to++ = ':';
            i += count - 1;
            continue;
        }
        if (i && i != start + count)
            *to++ = ':';
        else if (i && start < 0)
            *to++ = ':';
        to = put_hex(to, __builtin_bswap16(address->words[i]));
    }
    if (dotted) {
        if (start < 0 || start + count < 6)
            *to++ = ':';
        to = RtlIpv4AddressToStringW((const V4 *)&address->words[6], to);
    }
    *to = 0;
    return to;
}

PSTR NTAPI RtlIpv6AddressToStringA(const V6 *address, PSTR to)
{
    WCHAR text[48];
    SIZE_T count = (SIZE_T)(RtlIpv6AddressToStringW(address, text) - text);

    for (SIZE_T i = 0; i <= count; i++)
        to[i] = (CHAR)text[i];
    return to + count;
}

static int digit_of(WCHAR c, ULONG base)
{
    int digit = c >= '0' && c <= '9'                 ? c - '0'
                : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                     : 99;

    return digit < (int)base ? digit : -1;
}

/* A number; strict forms take decimal alone. FALSE where there is none or it is too large. */
static BOOLEAN read_number(PCWSTR *p, BOOLEAN strict, ULONG *value)
{
    ULONG base = 10;
    PCWSTR start;
    ULONGLONG n = 0;

    if (!strict && **p == '0' && ((*p)[1] | 32) == 'x') {
        base = 16;
        *p += 2;
    } else if (!strict && **p == '0' && digit_of((*p)[1], 8) >= 0) {
        base = 8;
    }
    for (start = *p; digit_of(**p, base) >= 0; ++*p)
        if ((n = n * base + (ULONG)digit_of(**p, base)) > 0xffffffff)
            return FALSE;
    *value = (ULONG)n;
    return *p > start && (!strict || *start != '0' || *p == start + 1);
}

/* One to four parts; the last one fills what is left. */
NTSTATUS NTAPI RtlIpv4StringToAddressW(PCWSTR text, BOOLEAN strict, PCWSTR *end, V4 *address)
{
    ULONG parts[4], count = 0, value = 0;

    for (;; text++) {
        if (count == 4 || !read_number(&text, strict, &parts[count])) {
            *end = text;
            return STATUS_INVALID_PARAMETER;
        }
        count++;
        if (*text != '.' || count == 4)
            break;
    }
    *end = text;
    if (strict && count != 4)
        return STATUS_INVALID_PARAMETER;
    for (ULONG i = 0; i + 1 < count; i++) {
        if (parts[i] > 255)
            return STATUS_INVALID_PARAMETER;
        value |= parts[i] << (24 - 8 * i);
    }
    if (count > 1 && parts[count - 1] >> (8 * (5 - count)))
        return STATUS_INVALID_PARAMETER;
    address->value = __builtin_bswap32(value | parts[count - 1]);
    return STATUS_SUCCESS;
}

static BOOLEAN read_word(PCWSTR *p, USHORT *word)
{
    ULONG value = 0;
    int count = 0;

    for (; digit_of(**p, 16) >= 0 && count < 5; ++*p, count++)
        value = value << 4 | (ULONG)digit_of(**p, 16);
    *word = __builtin_bswap16((USHORT)value);
    return count >= 1 && count <= 4;
}

static BOOLEAN is_dotted(PCWSTR p)
{
    while (digit_of(*p, 16) >= 0)
        p++;
    return *p == '.';
}

NTSTATUS NTAPI RtlIpv6StringToAddressW(PCWSTR text, PCWSTR *end, V6 *address)
{
    V6 made = {{0}};
    int count = 0, gap = -1;

    if (text[0] == ':' && text[1] == ':') {
        gap = 0;
        text += 2;
    }
    *end = text;
    while (count < 8 && digit_of(*text, 16) >= 0) {
        if (count <= 6 && is_dotted(text)) {
            if (!NT_SUCCESS(RtlIpv4StringToAddressW(text, TRUE, end, (V4 *)&made.words[count])))
                return STATUS_INVALID_PARAMETER;
            text = *end;
            count += 2;
            break;
        }
        if (!read_word(&text, &made.words[count++]))
            return STATUS_INVALID_PARAMETER;
        *end = text;
        if (text[0] != ':' || (text[1] != ':' && digit_of(text[1], 16) < 0))
            break;
        text++;
        if (*text == ':') {
            if (gap >= 0)
                return STATUS_INVALID_PARAMETER;
            gap = count;
            text++;
        }
        *end = text;
    }
    if (gap < 0 ? count != 8 : count > 7)
        return STATUS_INVALID_PARAMETER;
    if (gap >= 0) {
        memmove(made.words + 8 - (count - gap), made.words + gap, (SIZE_T)(count - gap) * 2);
        memset(made.words + gap, 0, (SIZE_T)(8 - count) * 2);
    }
    *address = made;
    return STATUS_SUCCESS;
}

/* The narrow forms widen as much as can be an address. */
enum { LONGEST = 64 };

static void widen(PCSTR text, WCHAR *to)
{
    int i = 0;

    for (; i < LONGEST - 1 && text[i]; i++)
        to[i] = (UCHAR)text[i];
    to[i] = 0;
}

NTSTATUS NTAPI RtlIpv4StringToAddressA(PCSTR text, BOOLEAN strict, PCSTR *end, V4 *address)
{
    WCHAR wide[LONGEST];
    PCWSTR stop;
    NTSTATUS status;

    widen(text, wide);
    status = RtlIpv4StringToAddressW(wide, strict, &stop, address);
    *end = text + (stop - wide);
    return status;
}

NTSTATUS NTAPI RtlIpv6StringToAddressA(PCSTR text, PCSTR *end, V6 *address)
{
    WCHAR wide[LONGEST];
    PCWSTR stop;
    NTSTATUS status;

    widen(text, wide);
    status = RtlIpv6StringToAddressW(wide, &stop, address);
    *end = text + (stop - wide);
    return status;
}
