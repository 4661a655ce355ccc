/*
 * idn.c - internationalised domain names: nameprep as normal form KC in lower case, and Punycode
 * (RFC 3492), label by label.
 */
#include "nt.h"
#include "rtl_proto.h"

enum {
    BASE = 36,
    TMIN = 1,
    TMAX = 26,
    SKEW = 38,
    DAMP = 700,
    INITIAL_BIAS = 72,
    INITIAL_N = 128,
    MAX_LABEL = 63,
    MAX_NAME = 255,
    ALLOW_UNASSIGNED = 1,
    USE_STD3 = 2
};

static uint32_t adapt(uint32_t delta, uint32_t count, BOOLEAN first)
{
    uint32_t k = 0;

    delta = first ? delta / DAMP : delta / 2;
    for (delta += delta / count; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
        delta /= BASE - TMIN;
    return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
    return k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
}

/* The code points of a label; -1 where a surrogate stands alone. */
static LONG points_of(PCWSTR s, ULONG count, uint32_t *to)
{
    LONG n = 0;

    for (ULONG i = 0; i < count; i++) {
        uint32_t c = s[i];

        if ((c & 0xf800) == 0xd800) {
            if (c >= 0xdc00 || i + 1 == count || (s[i + 1] & 0xfc00) != 0xdc00)
                return -1;
            c = 0x10000 + ((c & 0x3ff) << 10) + (s[++i] & 0x3ff);
        }
        to[n++] = c;
    }
    return n;
}

static ULONG put_delta(PWSTR to, ULONG n, uint32_t delta, uint32_t bias)
{
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = threshold(k, bias), digit = delta < t ? delta : t + (delta - t) % (BASE - t);

        if (n <= MAX_LABEL)
            to[n++] = (WCHAR)(digit < 26 ? 'a' + digit : '0' + digit - 26);
        if (delta < t)
            return n;
        delta = (delta - t) / (BASE - t);
    }
}

/* A label in Punycode without its prefix; the count, more than MAX_LABEL where it is too long. */
static ULONG encode(const uint32_t *points, ULONG count, PWSTR to)
{
    uint32_t n = INITIAL_N, delta = 0, bias = INITIAL_BIAS, done = 0, basic;
    ULONG length = 0;

    for (ULONG i = 0; i < count; i++)
        if (points[i] < 128 && length <= MAX_LABEL)
            to[length++] = (WCHAR)points[i];
    basic = done = length;
    if (basic)
        to[length++] = '-';
    for (; done < count && length <= MAX_LABEL; n++, delta++) {
        uint32_t next = 0xffffffff;

        for (ULONG i = 0; i < count; i++)
            if (points[i] >= n && points[i] < next)
                next = points[i];
        delta += (next - n) * (done + 1);
        n = next;
        for (ULONG i = 0; i < count; i++) {
            if (points[i] < n)
                delta++;
            if (points[i] == n) {
                length = put_delta(to, length, delta, bias);
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done++;
            }
        }
    }
    return length;
}

static LONG digit_of(WCHAR c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z' ? (c | 32) - 'a'
           : c >= '0' && c <= '9'             ? c - '0' + 26
                                              : -1;
}

/* The code points of a Punycode label; -1 where it is none. */
static LONG decode(PCWSTR s, ULONG count, uint32_t *to)
{
    uint32_t n = INITIAL_N, i = 0, bias = INITIAL_BIAS;
    ULONG at = 0, length = 0;

    for (ULONG k = count; k-- > 0 && !at;)
        if (s[k] == '-')
            at = k + 1;
    for (; at && length < at - 1; length++)
        to[length] = s[length];
    while (at < count) {
        uint32_t start = i, weight = 1;

        for (uint32_t k = BASE;; k += BASE) {
            LONG digit = at < count ? digit_of(s[at++]) : -1;
            uint32_t t = threshold(k, bias);

            if (digit < 0 || (uint32_t)digit > (0x7fffffff - i) / weight)
                return -1;
            i += (uint32_t)digit * weight;
            if ((uint32_t)digit < t)
                break;
            weight *= BASE - t;
        }
        bias = adapt(i - start, length + 1, !start);
        n += i / (length + 1);
        i %= length + 1;
        if (length >= MAX_LABEL || n > 0x10ffff || n < 128)
            return -1;
        memmove(to + i + 1, to + i, (length - i) * sizeof *to);
        to[i++] = n;
        length++;
    }
    return (LONG)length;
}

static BOOLEAN is_dot(WCHAR c)
{
    return c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61;
}

static BOOLEAN breaks_std3(PCWSTR s, ULONG count)
{
    for (ULONG i = 0; i < count; i++)
        if (s[i] < 0x80 && s[i] != '-' && digit_of(s[i]) < 0)
            return TRUE;
    return count && (s[0] == '-' || s[count - 1] == '-');
}

typedef LONG (*label_fn)(DWORD flags, PCWSTR label, ULONG count, PWSTR to);

static LONG label_prep(DWORD flags, PCWSTR label, ULONG count, PWSTR to)
{
    LONG made = 4 * MAX_LABEL;

    if (count > MAX_NAME || !NT_SUCCESS(RtlNormalizeString(5, label, (LONG)count, to, &made)))
        return -1;
    for (LONG i = 0; i < made; i++)
        to[i] = RtlDowncaseUnicodeChar(to[i]);
    return flags & USE_STD3 && breaks_std3(to, (ULONG)made) ? -1 : made;
}

static BOOLEAN is_ascii(PCWSTR s, ULONG count)
{
    for (ULONG i = 0; i < count; i++)
        if (s[i] >= 0x80)
            return FALSE;
    return TRUE;
}

static LONG label_to_ascii(DWORD flags, PCWSTR label, ULONG count, PWSTR to)
{
    WCHAR prepared[4 * MAX_LABEL + 4];
    uint32_t points[4 * MAX_LABEL + 4];
    LONG made;

    if (is_ascii(label, count)) {
        if (count > MAX_LABEL || (flags & USE_STD3 && breaks_std3(label, count)))
            return -1;
        memcpy(to, label, count * sizeof *to);
        return (LONG)count;
    }
    made = label_prep(flags, label, count, prepared);
    if (made < 0)
        return -1;
    if (is_ascii(prepared, (ULONG)made)) {
        memcpy(to, prepared, made * sizeof *to);
        return made <= MAX_LABEL ? made : -1;
    }
    if (made > 3 && !_wcsnicmp(prepared, L"xn--", 4))
        return -1;
    made = points_of(prepared, (ULONG)made, points);
    if (made < 0)
        return -1;
    memcpy(to, L"xn--", 4 * sizeof *to);
    made = 4 + (LONG)encode(points, (ULONG)made, to + 4);
    return made <= MAX_LABEL ? made : -1;
}

static LONG label_to_unicode(DWORD flags, PCWSTR label, ULONG count, PWSTR to)
{
    uint32_t points[MAX_LABEL + 1];
    LONG made, n = 0;

    if (count < 5 || count > MAX_LABEL || _wcsnicmp(label, L"xn--", 4))
        return label_prep(flags, label, count, to);
    made = decode(label + 4, count - 4, points);
    for (LONG i = 0; i < made; i++) {
        uint32_t c = points[i];

        if (c > 0xffff) {
            to[n++] = (WCHAR)(0xd7c0 + (c >> 10));
            c = 0xdc00 | (c & 0x3ff);
        }
        to[n++] = (WCHAR)c;
    }
    return made < 0 ? -1 : n;
}

static NTSTATUS each_label(label_fn convert, DWORD flags, PCWSTR from, LONG count, PWSTR to,
                           PLONG to_count)
{
    WCHAR label[8 * MAX_LABEL + 8];
    LONG room, n = 0;
    BOOLEAN ends;

    if (!from || !to_count || *to_count < 0 || count < -1 || !count ||
        flags & ~(DWORD)(ALLOW_UNASSIGNED | USE_STD3) || (!to && *to_count))
        return STATUS_INVALID_PARAMETER;
    room = *to_count;
    if (count == -1)
        count = (LONG)wcslen(from) + 1;
    ends = !from[count - 1];
    for (LONG start = 0, end; start < count; start = end + 1) {
        LONG made;

        for (end = start; end < count && from[end] && !is_dot(from[end]); end++)
            ;
        made = convert(flags, from + start, (ULONG)(end - start), label);
        if (made < 0 || (!made && end < count && from[end] && count > 1))
            return STATUS_INVALID_IDN_NORMALIZATION;
        if (end < count)
            label[made++] = from[end] ? '.' : 0;
        for (LONG i = 0; i < made; i++, n++)
            if (n < room)
                to[n] = label[i];
    }
    if (n > MAX_NAME + ends)
        return STATUS_INVALID_IDN_NORMALIZATION;
    *to_count = n;
    return room && n > room ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlIdnToAscii(DWORD flags, PCWSTR from, LONG count, PWSTR to, PLONG to_count)
{
    return each_label(label_to_ascii, flags, from, count, to, to_count);
}

NTSTATUS NTAPI RtlIdnToUnicode(DWORD flags, PCWSTR from, LONG count, PWSTR to, PLONG to_count)
{
    return each_label(label_to_unicode, flags, from, count, to, to_count);
}

NTSTATUS NTAPI RtlIdnToNameprepUnicode(DWORD flags, PCWSTR from, LONG count, PWSTR to,
                                       PLONG to_count)
{
    return each_label(label_prep, flags, from, count, to, to_count);
}
