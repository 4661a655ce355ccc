/* Strings of the multibyte code page: searching, comparing, counting. */
#include "mbs.h"

#include <mbctype.h>
#include <mbstring.h>

typedef unsigned char byte;

/* Each function and its form with a locale. */
#define BOTH(type, name, name_l, plain_parameters, full_parameters, plain_arguments) \
    type name_l full_parameters;                                                     \
    type name plain_parameters                                                       \
    {                                                                                \
        return name_l plain_arguments;                                               \
    }                                                                                \
    type name_l full_parameters

#define FUNCTION1(type, name, a) \
    BOTH(type, name, name##_l, (a x), (a x, _locale_t locale), (x, NULL))
#define FUNCTION2(type, name, a, b) \
    BOTH(type, name, name##_l, (a x, b y), (a x, b y, _locale_t locale), (x, y, NULL))
#define FUNCTION3(type, name, a, b, c) \
    BOTH(type, name, name##_l, (a x, b y, c z), (a x, b y, c z, _locale_t locale), (x, y, z, NULL))

#define MB crt_mb_of(locale)

FUNCTION1(byte *, _mbsinc, const byte *)
{
    return x ? (byte *)x + mb_size(x, MB) : NULL;
}

FUNCTION1(unsigned, _mbsnextc, const byte *)
{
    return mb_char(x, MB);
}

FUNCTION1(size_t, _mbclen, const byte *)
{
    return mb_size(x, MB);
}

FUNCTION1(size_t, _mbslen, const byte *)
{
    size_t count = 0;

    for (; *x; x += mb_size(x, MB))
        count++;
    return count;
}

FUNCTION2(size_t, _mbsnlen, const byte *, size_t)
{
    size_t count = 0;
    const byte *p = x;

    for (; (size_t)(p - x) < y && *p; p += mb_size(p, MB))
        count++;
    return (size_t)(p - x) >= y ? y : count;
}

FUNCTION1(size_t, _mbstrlen, const char *)
{
    size_t count = mbstowcs(NULL, x, 0);

    (void)locale;
    return count;
}

FUNCTION2(size_t, _mbstrnlen, const char *, size_t)
{
    (void)locale;
    size_t length = strnlen(x, y);
    return length == y ? y : _mbstrlen(x);
}

FUNCTION2(byte *, _mbsninc, const byte *, size_t)
{
    if (!x)
        return NULL;
    for (; y && *x; y--)
        x += mb_size(x, MB);
    return (byte *)x;
}

FUNCTION2(size_t, _mbsnccnt, const byte *, size_t)
{
    size_t count = 0;
    const byte *end = x + y;

    for (; x < end && *x; x += mb_size(x, MB))
        count++;
    return count;
}

FUNCTION2(size_t, _mbsnbcnt, const byte *, size_t)
{
    return _mbsninc_l(x, y, locale) - x;
}

FUNCTION2(byte *, _mbsdec, const byte *, const byte *)
{
    const byte *p = x, *before = NULL;

    if (!x || !y || y <= x)
        return NULL;
    for (; p < y; p += mb_size(p, MB))
        before = p;
    return (byte *)before;
}

FUNCTION2(byte *, _mbschr, const byte *, unsigned)
{
    for (;; x += mb_size(x, MB)) {
        if (mb_char(x, MB) == y)
            return (byte *)x;
        if (!*x)
            return NULL;
    }
}

FUNCTION2(byte *, _mbsrchr, const byte *, unsigned)
{
    const byte *found = NULL;

    for (;; x += mb_size(x, MB)) {
        if (mb_char(x, MB) == y)
            found = x;
        if (!*x)
            return (byte *)found;
    }
}

FUNCTION2(byte *, _mbsstr, const byte *, const byte *)
{
    size_t length = strlen((const char *)y);

    for (;; x += mb_size(x, MB)) {
        if (!strncmp((const char *)x, (const char *)y, length))
            return (byte *)x;
        if (!*x)
            return NULL;
    }
}

/* From the first character that is (or is not) in the set; the end of the text otherwise. */
static const byte *span(const byte *text, const byte *set, int wanted, _locale_t locale)
{
    for (; *text; text += mb_size(text, MB))
        if ((_mbschr_l(set, mb_char(text, MB), locale) != NULL) == wanted)
            break;
    return text;
}

FUNCTION2(size_t, _mbsspn, const byte *, const byte *)
{
    return span(x, y, 0, locale) - x;
}

FUNCTION2(size_t, _mbscspn, const byte *, const byte *)
{
    return span(x, y, 1, locale) - x;
}

FUNCTION2(byte *, _mbsspnp, const byte *, const byte *)
{
    const byte *p = span(x, y, 0, locale);

    return *p ? (byte *)p : NULL;
}

FUNCTION2(byte *, _mbspbrk, const byte *, const byte *)
{
    const byte *p = span(x, y, 1, locale);

    return *p ? (byte *)p : NULL;
}

FUNCTION3(byte *, _mbstok_s, byte *, const byte *, byte **)
{
    CRT_REQUIRE(y && z && (x || *z), EINVAL, NULL);
    byte *text = (byte *)span(x ? x : *z, y, 0, locale);
    if (!*text) {
        *z = text;
        return NULL;
    }
    byte *end = (byte *)span(text, y, 1, locale);
    *z = *end ? end + mb_size(end, MB) : end;
    *end = 0;
    return text;
}

FUNCTION2(byte *, _mbstok, byte *, const byte *)
{
    byte **next = &crt_self()->mbstok_next;

    if (!x && !*next)
        return NULL;
    return _mbstok_s_l(x, y, next, locale);
}

/* Compares up to `chars` characters and `bytes` bytes. */
static int compare(const byte *a, const byte *b, size_t chars, size_t bytes, int fold,
                   _locale_t locale)
{
    const byte *a_end =
        bytes > (size_t)(UINTPTR_MAX - (uintptr_t)a) ? (const byte *)UINTPTR_MAX : a + bytes;

    for (; chars && a < a_end; chars--) {
        unsigned x = mb_char(a, MB), y = mb_char(b, MB);
        if (fold) {
            x = _mbctolower_l(x, locale);
            y = _mbctolower_l(y, locale);
        }
        if (x != y)
            return x < y ? -1 : 1;
        if (!x)
            return 0;
        a += mb_size(a, MB);
        b += mb_size(b, MB);
    }
    return 0;
}

#define ALL ((size_t)-1)

FUNCTION2(int, _mbscmp, const byte *, const byte *)
{
    return compare(x, y, ALL, ALL, 0, locale);
}

FUNCTION2(int, _mbsicmp, const byte *, const byte *)
{
    return compare(x, y, ALL, ALL, 1, locale);
}

FUNCTION3(int, _mbsncmp, const byte *, const byte *, size_t)
{
    return compare(x, y, z, ALL, 0, locale);
}

FUNCTION3(int, _mbsnicmp, const byte *, const byte *, size_t)
{
    return compare(x, y, z, ALL, 1, locale);
}

FUNCTION3(int, _mbsnbcmp, const byte *, const byte *, size_t)
{
    return compare(x, y, ALL, z, 0, locale);
}

FUNCTION3(int, _mbsnbicmp, const byte *, const byte *, size_t)
{
    return compare(x, y, ALL, z, 1, locale);
}

FUNCTION2(int, _mbscoll, const byte *, const byte *)
{
    return _strcoll_l((const char *)x, (const char *)y, locale);
}

FUNCTION2(int, _mbsicoll, const byte *, const byte *)
{
    return _stricoll_l((const char *)x, (const char *)y, locale);
}

FUNCTION3(int, _mbsnbcoll, const byte *, const byte *, size_t)
{
    return _strncoll_l((const char *)x, (const char *)y, z, locale);
}

FUNCTION3(int, _mbsnbicoll, const byte *, const byte *, size_t)
{
    return _strnicoll_l((const char *)x, (const char *)y, z, locale);
}

FUNCTION3(int, _mbsncoll, const byte *, const byte *, size_t)
{
    return _strncoll_l((const char *)x, (const char *)y, _mbsnbcnt_l(x, z, locale), locale);
}

FUNCTION3(int, _mbsnicoll, const byte *, const byte *, size_t)
{
    return _strnicoll_l((const char *)x, (const char *)y, _mbsnbcnt_l(x, z, locale), locale);
}

FUNCTION2(int, _mbsbtype, const byte *, size_t)
{
    int type = -1;

    do
        type = *x ? _mbbtype_l(*x++, type, locale) : _MBC_ILLEGAL;
    while (y-- && type != _MBC_ILLEGAL);
    return type;
}

FUNCTION2(int, _ismbslead, const byte *, const byte *)
{
    for (; x < y && *x; x += mb_size(x, MB))
        ;
    return x == y && mb_size(x, MB) == 2 ? -1 : 0;
}

FUNCTION2(int, _ismbstrail, const byte *, const byte *)
{
    for (; x < y && *x; x += mb_size(x, MB))
        ;
    return x > y ? -1 : 0;
}
