/* Strings between the locale's multibyte form and UTF-16. */
#include "locale_data.h"

#undef mbrlen
#undef wctomb_s

static int convert_one(wchar_t *to, const char *from, size_t size, _locale_t locale)
{
    const struct crt_locdata *data = crt_loc_of(locale);
    unsigned state = 0;

    if (!from || !size)
        return 0;
    if (!*from) {
        if (to)
            *to = 0;
        return 0;
    }
    size_t used = crt_mbrtowc(to, from, size, &state, data);
    if (used == (size_t)-2) {
        errno = EILSEQ;
        return -1;
    }
    return (int)used;
}

int mbtowc(wchar_t *to, const char *from, size_t size)
{
    return convert_one(to, from, size, NULL);
}

int _mbtowc_l(wchar_t *to, const char *from, size_t size, _locale_t locale)
{
    return convert_one(to, from, size, locale);
}

int mblen(const char *from, size_t size)
{
    return convert_one(NULL, from, size, NULL);
}

int _mblen_l(const char *from, size_t size, _locale_t locale)
{
    return convert_one(NULL, from, size, locale);
}

size_t mbrtowc(wchar_t *to, const char *from, size_t size, mbstate_t *state)
{
    unsigned *where = state ? (unsigned *)state : (unsigned *)&crt_self()->mb_state;

    if (!from) {
        *where = 0;
        return 0;
    }
    return crt_mbrtowc(to, from, size, where, crt_loc());
}

size_t mbrlen(const char *from, size_t size, mbstate_t *state)
{
    return mbrtowc(NULL, from, size, state);
}

size_t wcrtomb(char *to, wchar_t unit, mbstate_t *state)
{
    char bytes[8];
    unsigned *where = state ? (unsigned *)state : (unsigned *)&crt_self()->mb_state;

    if (!to) {
        *where = 0;
        return 1;
    }
    int size = crt_wcrtomb(bytes, unit, where, crt_loc());
    if (size > 0)
        memcpy(to, bytes, size);
    return size;
}

errno_t wcrtomb_s(size_t *used, char *to, size_t size, wchar_t unit, mbstate_t *state)
{
    char bytes[8];

    CRT_REQUIRE(to || !size, EINVAL, EINVAL);
    size_t made = wcrtomb(to ? bytes : NULL, unit, state);
    if (used)
        *used = made;
    if (made == (size_t)-1) {
        if (to && size)
            *to = 0;
        return errno;
    }
    if (to) {
        CRT_REQUIRE(made <= size, ERANGE, ERANGE);
        memcpy(to, bytes, made);
    }
    return 0;
}

int _wctomb_l(char *to, wchar_t unit, _locale_t locale)
{
    unsigned state = 0;

    if (!to)
        return 0;
    int size = crt_wcrtomb(to, unit, &state, crt_loc_of(locale));
    if (!size && state) {
        errno = EILSEQ;
        return -1;
    }
    return size;
}

int wctomb(char *to, wchar_t unit)
{
    return _wctomb_l(to, unit, NULL);
}

errno_t _wctomb_s_l(int *used, char *to, size_t size, wchar_t unit, _locale_t locale)
{
    char bytes[8];

    if (!to && size)
        return 0;
    int made = to ? _wctomb_l(bytes, unit, locale) : 0;
    if (used)
        *used = made;
    if (made < 0)
        return errno;
    if (to) {
        CRT_REQUIRE((size_t)made <= size, ERANGE, ERANGE);
        memcpy(to, bytes, made);
    }
    return 0;
}

errno_t wctomb_s(int *used, char *to, size_t size, wchar_t unit)
{
    return _wctomb_s_l(used, to, size, unit, NULL);
}

/* Up to `count` wide characters; the terminator is written where there is room and not counted. */
static size_t to_wide(wchar_t *to, const char **from, size_t count, unsigned *state,
                      const struct crt_locdata *data)
{
    const char *p = *from;
    size_t made = 0;
    wchar_t wide;

    while (!to || made < count) {
        size_t used = crt_mbrtowc(&wide, p, 4, state, data);
        if (used == (size_t)-1 || used == (size_t)-2) {
            errno = EILSEQ;
            if (to)
                *from = p;
            return (size_t)-1;
        }
        if (to)
            to[made] = wide;
        if (!used) {
            p = NULL;
            break;
        }
        if (used != (size_t)-3)
            p += used;
        made++;
    }
    if (to)
        *from = p;
    return made;
}

static size_t to_narrow(char *to, const wchar_t **from, size_t size, unsigned *state,
                        const struct crt_locdata *data)
{
    const wchar_t *p = *from;
    size_t made = 0;
    char bytes[8];

    while (!to || made < size) {
        int part = crt_wcrtomb(bytes, *p, state, data);
        if (part < 0) {
            if (to)
                *from = p;
            return (size_t)-1;
        }
        if (to) {
            if (made + part > size)
                break;
            memcpy(to + made, bytes, part);
        }
        if (!*p) {
            p = NULL;
            break;
        }
        made += part;
        p++;
    }
    if (to)
        *from = p;
    return made;
}

size_t _mbstowcs_l(wchar_t *to, const char *from, size_t count, _locale_t locale)
{
    unsigned state = 0;

    CRT_REQUIRE(from, EINVAL, (size_t)-1);
    return to && !count ? 0 : to_wide(to, &from, count, &state, crt_loc_of(locale));
}

size_t mbstowcs(wchar_t *to, const char *from, size_t count)
{
    return _mbstowcs_l(to, from, count, NULL);
}

size_t _wcstombs_l(char *to, const wchar_t *from, size_t size, _locale_t locale)
{
    unsigned state = 0;

    CRT_REQUIRE(from, EINVAL, (size_t)-1);
    return to && !size ? 0 : to_narrow(to, &from, size, &state, crt_loc_of(locale));
}

size_t wcstombs(char *to, const wchar_t *from, size_t size)
{
    return _wcstombs_l(to, from, size, NULL);
}

size_t mbsrtowcs(wchar_t *to, const char **from, size_t count, mbstate_t *state)
{
    unsigned *where = state ? (unsigned *)state : (unsigned *)&crt_self()->mb_state;

    return to_wide(to, from, count, where, crt_loc());
}

size_t wcsrtombs(char *to, const wchar_t **from, size_t size, mbstate_t *state)
{
    unsigned *where = state ? (unsigned *)state : (unsigned *)&crt_self()->mb_state;

    return to_narrow(to, from, size, where, crt_loc());
}

/* The checked forms: the result always ends with a zero; *used counts it. */
errno_t _mbstowcs_s_l(size_t *used, wchar_t *to, size_t size, const char *from, size_t count,
                      _locale_t locale)
{
    unsigned state = 0;
    const struct crt_locdata *data = crt_loc_of(locale);

    CRT_REQUIRE((to && size) || (!to && !size), EINVAL, EINVAL);
    if (to)
        *to = 0;
    if (used)
        *used = 0;
    CRT_REQUIRE(from, EINVAL, EINVAL);
    size_t limit = count > size ? size : count;
    const char *rest = from;
    size_t made =
        to ? to_wide(to, &rest, limit, &state, data) : to_wide(NULL, &rest, 0, &state, data);
    if (made == (size_t)-1) {
        if (to)
            *to = 0;
        return errno;
    }
    errno_t result = 0;
    if (to && made == size) {
        if (count != _TRUNCATE) {
            *to = 0;
            crt_invalid(ERANGE);
            return ERANGE;
        }
        made = size - 1;
        result = STRUNCATE;
    }
    if (to)
        to[made] = 0;
    if (used)
        *used = made + 1;
    return result;
}

errno_t mbstowcs_s(size_t *used, wchar_t *to, size_t size, const char *from, size_t count)
{
    return _mbstowcs_s_l(used, to, size, from, count, NULL);
}

errno_t _wcstombs_s_l(size_t *used, char *to, size_t size, const wchar_t *from, size_t count,
                      _locale_t locale)
{
    unsigned state = 0;
    const struct crt_locdata *data = crt_loc_of(locale);

    CRT_REQUIRE((to && size) || (!to && !size), EINVAL, EINVAL);
    if (to)
        *to = 0;
    if (used)
        *used = 0;
    CRT_REQUIRE(from, EINVAL, EINVAL);
    size_t limit = count > size ? size : count;
    const wchar_t *rest = from;
    size_t made =
        to ? to_narrow(to, &rest, limit, &state, data) : to_narrow(NULL, &rest, 0, &state, data);
    if (made == (size_t)-1) {
        if (to)
            *to = 0;
        return errno;
    }
    errno_t result = 0;
    /* `rest` is NULL when the terminator was reached; else the text goes on. */
    if (to && rest && (made == size || limit == size)) {
        if (count != _TRUNCATE) {
            *to = 0;
            crt_invalid(ERANGE);
            return ERANGE;
        }
        if (made == size)
            made = size - 1;
        result = STRUNCATE;
    }
    if (to)
        to[made] = 0;
    if (used)
        *used = made + 1;
    return result;
}

errno_t wcstombs_s(size_t *used, char *to, size_t size, const wchar_t *from, size_t count)
{
    return _wcstombs_s_l(used, to, size, from, count, NULL);
}

errno_t mbsrtowcs_s(size_t *used, wchar_t *to, size_t size, const char **from, size_t count,
                    mbstate_t *state)
{
    CRT_REQUIRE(from, EINVAL, EINVAL);
    errno_t error = mbstowcs_s(used, to, size, *from, count);
    if (to && !error)
        *from = NULL;
    return error;
}

errno_t wcsrtombs_s(size_t *used, char *to, size_t size, const wchar_t **from, size_t count,
                    mbstate_t *state)
{
    CRT_REQUIRE(from, EINVAL, EINVAL);
    errno_t error = wcstombs_s(used, to, size, *from, count);
    if (to && !error)
        *from = NULL;
    return error;
}

wint_t btowc(int c)
{
    unsigned state = 0;
    wchar_t wide;
    char byte = (char)c;

    if (c == EOF)
        return WEOF;
    size_t used = crt_mbrtowc(&wide, &byte, 1, &state, crt_loc());
    return used <= 1 ? wide : WEOF;
}

int wctob(wint_t c)
{
    char bytes[8];
    unsigned state = 0;

    if (c == WEOF)
        return EOF;
    return crt_wcrtomb(bytes, c, &state, crt_loc()) == 1 ? (unsigned char)bytes[0] : EOF;
}

int mbsinit(const mbstate_t *state)
{
    return !state || !*(const unsigned *)state;
}

/* char16_t and char32_t forms are always UTF-8 on the multibyte side. */
static const struct crt_locdata utf8 = {.codepage = CP_UTF8, .mb_cur_max = 4};

size_t mbrtoc16(unsigned short *to, const char *from, size_t size, mbstate_t *state)
{
    unsigned *where = state ? (unsigned *)state : (unsigned *)&crt_self()->mb_state;

    if (!from)
        return crt_mbrtowc(NULL, "", 1, where, &utf8);
    return crt_mbrtowc((wchar_t *)to, from, size, where, &utf8);
}

size_t c16rtomb(char *to, unsigned short unit, mbstate_t *state)
{
    unsigned *where = state ? (unsigned *)state : (unsigned *)&crt_self()->mb_state;
    char bytes[8];

    if (!to) {
        *where = 0;
        return 1;
    }
    return crt_wcrtomb(to ? to : bytes, unit, where, &utf8);
}

size_t mbrtoc32(unsigned *to, const char *from, size_t size, mbstate_t *state)
{
    unsigned *where = state ? (unsigned *)state : (unsigned *)&crt_self()->mb_state;
    wchar_t high, low;

    if (!from)
        return crt_mbrtowc(NULL, "", 1, where, &utf8);
    size_t used = crt_mbrtowc(&high, from, size, where, &utf8);
    if (used > 4)
        return used;
    unsigned value = high;
    if (*where & 0x80000000u) {
        crt_mbrtowc(&low, "", 0, where, &utf8);
        value = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
    }
    if (to)
        *to = value;
    return used;
}

size_t c32rtomb(char *to, unsigned value, mbstate_t *state)
{
    unsigned pair = 0;

    if (!to)
        return 1;
    if (value < 0x10000)
        return crt_wcrtomb(to, value, &pair, &utf8);
    if (value > 0x10ffff) {
        errno = EILSEQ;
        return (size_t)-1;
    }
    crt_wcrtomb(to, 0xd7c0 + (value >> 10), &pair, &utf8);
    return crt_wcrtomb(to, 0xdc00 | (value & 0x3ff), &pair, &utf8);
}
