/* Multibyte conversion, one character at a time: the C locale, DBCS code pages and UTF-8. */
#include "locale_data.h"

static size_t bad_sequence(unsigned *state)
{
    *state = 0;
    errno = EILSEQ;
    return (size_t)-1;
}

/*
 * UTF-8. The state of an unfinished character: bits 0..20 the value so far, 24..25 the bytes still
 * missing, 26..27 the length; bit 31 marks a low surrogate (bits 0..15) that waits.
 */
static size_t from_utf8(wchar_t *to, const unsigned char *from, size_t size, unsigned *state)
{
    static const unsigned lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned value = *state & 0x1fffff, missing = *state >> 24 & 3, length = *state >> 26 & 7;
    size_t used = 0;

    if (*state & 0x80000000u) {
        if (to)
            *to = (wchar_t)*state;
        *state = 0;
        return (size_t)-3;
    }
    if (!size)
        return (size_t)-2;
    if (!missing) {
        unsigned first = from[used++];
        if (first < 0x80) {
            if (to)
                *to = first;
            return first != 0;
        }
        if (first < 0xc2 || first > 0xf4)
            return bad_sequence(state);
        length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        missing = length - 1;
        value = first & (0x7f >> length);
    }
    for (; missing; missing--) {
        if (used == size) {
            *state = value | missing << 24 | length << 26;
            return (size_t)-2;
        }
        if ((from[used] & 0xc0) != 0x80)
            return bad_sequence(state);
        value = value << 6 | (from[used++] & 0x3f);
    }
    if (value < lowest[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return bad_sequence(state);
    *state = 0;
    if (value >= 0x10000) {
        *state = 0x80000000u | 0xdc00 | (value & 0x3ff);
        value = 0xd800 + ((value - 0x10000) >> 10);
    }
    if (to)
        *to = value;
    return used;
}

static size_t from_dbcs(wchar_t *to, const char *from, size_t size, unsigned *state,
                        const struct crt_locdata *data)
{
    char bytes[2];
    int count = 1;
    size_t used = 0;
    wchar_t wide;

    bytes[0] = *state ? (char)*state : from[used++];
    if (data->pctype[(unsigned char)bytes[0]] & 0x8000) {
        if (used == size) {
            *state = (unsigned char)bytes[0];
            return (size_t)-2;
        }
        bytes[1] = from[used++];
        count = 2;
    }
    *state = 0;
    if (!MultiByteToWideChar(data->codepage, MB_PRECOMPOSED | MB_ERR_INVALID_CHARS, bytes, count,
                             &wide, 1))
        return bad_sequence(state);
    if (to)
        *to = wide;
    return wide ? used : 0;
}

size_t crt_mbrtowc(wchar_t *to, const char *from, size_t size, unsigned *state,
                   const struct crt_locdata *data)
{
    if (data->codepage == CP_UTF8)
        return from_utf8(to, (const unsigned char *)from, size, state);
    if (!size)
        return (size_t)-2;
    if (data->codepage == 0) {
        if (to)
            *to = (unsigned char)*from;
        return *from != 0;
    }
    return from_dbcs(to, from, size, state, data);
}

static int to_utf8(char *to, unsigned unit, unsigned *state)
{
    unsigned value = unit;

    if (*state) {
        if ((unit & 0xfc00) != 0xdc00)
            return (int)bad_sequence(state);
        value = 0x10000 + ((*state & 0x3ff) << 10) + (unit & 0x3ff);
        *state = 0;
    } else if ((unit & 0xfc00) == 0xd800) {
        *state = unit;
        return 0;
    } else if ((unit & 0xfc00) == 0xdc00) {
        return (int)bad_sequence(state);
    }
    if (value < 0x80) {
        to[0] = (char)value;
        return 1;
    }
    int length = value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
    for (int i = length - 1; i > 0; i--, value >>= 6)
        to[i] = (char)(0x80 | (value & 0x3f));
    to[0] = (char)((0xff00 >> length & 0xff) | value);
    return length;
}

int crt_wcrtomb(char *to, wchar_t unit, unsigned *state, const struct crt_locdata *data)
{
    BOOL lost = FALSE;

    if (data->codepage == CP_UTF8)
        return to_utf8(to, unit, state);
    if (data->codepage == 0) {
        if (unit > 255)
            return (int)bad_sequence(state);
        *to = (char)unit;
        return 1;
    }
    int size = WideCharToMultiByte(data->codepage, 0, &unit, 1, to, data->mb_cur_max, NULL, &lost);
    return !size || lost ? (int)bad_sequence(state) : size;
}
