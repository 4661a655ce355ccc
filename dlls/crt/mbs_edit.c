/* Strings of the multibyte code page: copying and changing. */
#include "mbs.h"

#include <mbctype.h>
#include <mbstring.h>

typedef unsigned char byte;

static void fold(byte *text, DWORD how, _locale_t locale)
{
    const struct crt_mbinfo *mb = crt_mb_of(locale);

    while (*text) {
        int size = mb_size(text, mb);
        unsigned c = mb_char(text, mb);
        c = how == LCMAP_LOWERCASE ? _mbctolower_l(c, locale) : _mbctoupper_l(c, locale);
        if (size == 2)
            *text++ = (byte)(c >> 8);
        *text++ = (byte)c;
    }
}

#define CASE(plain, with_locale, secure, secure_with_locale, how)               \
    byte *with_locale(byte *text, _locale_t locale)                             \
    {                                                                           \
        CRT_REQUIRE(text, EINVAL, NULL);                                        \
        fold(text, how, locale);                                                \
        return text;                                                            \
    }                                                                           \
    byte *plain(byte *text)                                                     \
    {                                                                           \
        return with_locale(text, NULL);                                         \
    }                                                                           \
    errno_t secure_with_locale(byte *text, size_t size, _locale_t locale)       \
    {                                                                           \
        CRT_REQUIRE(text &&strnlen((char *)text, size) < size, EINVAL, EINVAL); \
        fold(text, how, locale);                                                \
        return 0;                                                               \
    }                                                                           \
    errno_t secure(byte *text, size_t size)                                     \
    {                                                                           \
        return secure_with_locale(text, size, NULL);                            \
    }

CASE(_mbslwr, _mbslwr_l, _mbslwr_s, _mbslwr_s_l, LCMAP_LOWERCASE)
CASE(_mbsupr, _mbsupr_l, _mbsupr_s, _mbsupr_s_l, LCMAP_UPPERCASE)

/* Bytes of up to `chars` characters and `bytes` bytes of text, no character cut. */
static size_t part(const byte *text, size_t chars, size_t bytes, _locale_t locale)
{
    const struct crt_mbinfo *mb = crt_mb_of(locale);
    const byte *p = text;

    for (; chars && *p; chars--) {
        int size = mb_size(p, mb);
        if ((size_t)(p - text) + size > bytes)
            break;
        p += size;
    }
    return p - text;
}

byte *_mbsncpy_l(byte *to, const byte *from, size_t count, _locale_t locale)
{
    size_t size = part(from, count, (size_t)-1, locale), chars = _mbsnccnt_l(from, size, locale);

    memcpy(to, from, size);
    memset(to + size, 0, count - chars);
    return to;
}

byte *_mbsncpy(byte *to, const byte *from, size_t count)
{
    return _mbsncpy_l(to, from, count, NULL);
}

byte *_mbsnbcpy_l(byte *to, const byte *from, size_t count, _locale_t locale)
{
    size_t size = part(from, (size_t)-1, count, locale);

    memcpy(to, from, size);
    memset(to + size, 0, count - size);
    return to;
}

byte *_mbsnbcpy(byte *to, const byte *from, size_t count)
{
    return _mbsnbcpy_l(to, from, count, NULL);
}

static byte *append(byte *to, const byte *from, size_t size)
{
    byte *end = to + strlen((char *)to);

    memcpy(end, from, size);
    end[size] = 0;
    return to;
}

byte *_mbsncat_l(byte *to, const byte *from, size_t count, _locale_t locale)
{
    return append(to, from, part(from, count, (size_t)-1, locale));
}

byte *_mbsncat(byte *to, const byte *from, size_t count)
{
    return _mbsncat_l(to, from, count, NULL);
}

byte *_mbsnbcat_l(byte *to, const byte *from, size_t count, _locale_t locale)
{
    return append(to, from, part(from, (size_t)-1, count, locale));
}

byte *_mbsnbcat(byte *to, const byte *from, size_t count)
{
    return _mbsnbcat_l(to, from, count, NULL);
}

byte *_mbsdup(const byte *text)
{
    return (byte *)_strdup((const char *)text);
}

#undef _mbscpy
#undef _mbscat
byte *_mbscpy(byte *to, const byte *from)
{
    return (byte *)strcpy((char *)to, (const char *)from);
}

byte *_mbscat(byte *to, const byte *from)
{
    return (byte *)strcat((char *)to, (const char *)from);
}

/* The checked copies count bytes of room; `count` is in characters or, in the nb forms, bytes. */
#define CHECKED(plain, with_locale, call, plain_parameters, full_parameters, plain_arguments) \
    errno_t with_locale full_parameters                                                       \
    {                                                                                         \
        return call;                                                                          \
    }                                                                                         \
    errno_t plain plain_parameters                                                            \
    {                                                                                         \
        return with_locale plain_arguments;                                                   \
    }
#define TWO(plain, with_locale, call)                                             \
    CHECKED(plain, with_locale, call, (byte * to, size_t size, const byte *from), \
            (byte * to, size_t size, const byte *from, _locale_t locale), (to, size, from, NULL))
#define THREE(plain, with_locale, call)                                                         \
    CHECKED(plain, with_locale, call, (byte * to, size_t size, const byte *from, size_t count), \
            (byte * to, size_t size, const byte *from, size_t count, _locale_t locale),         \
            (to, size, from, count, NULL))

static size_t limit(const byte *from, size_t count, int bytes, _locale_t locale)
{
    if (count == _TRUNCATE || !from)
        return count;
    return bytes ? part(from, (size_t)-1, count, locale) : part(from, count, (size_t)-1, locale);
}

TWO(_mbscpy_s, _mbscpy_s_l, strcpy_s((char *)to, size, (const char *)from))
TWO(_mbscat_s, _mbscat_s_l, strcat_s((char *)to, size, (const char *)from))
THREE(_mbsncpy_s, _mbsncpy_s_l,
      strncpy_s((char *)to, size, (const char *)from, limit(from, count, 0, locale)))
THREE(_mbsnbcpy_s, _mbsnbcpy_s_l,
      strncpy_s((char *)to, size, (const char *)from, limit(from, count, 1, locale)))
THREE(_mbsncat_s, _mbsncat_s_l,
      strncat_s((char *)to, size, (const char *)from, limit(from, count, 0, locale)))
THREE(_mbsnbcat_s, _mbsnbcat_s_l,
      strncat_s((char *)to, size, (const char *)from, limit(from, count, 1, locale)))

/* Fills up to `count` characters, or bytes, with one character; an odd byte becomes a space. */
static byte *fill(byte *text, unsigned c, size_t count, int bytes, _locale_t locale)
{
    const struct crt_mbinfo *mb = crt_mb_of(locale);
    byte *p = text;
    int size = c > 255 ? 2 : 1;

    while (count && *p) {
        if (size == 2 && (!p[1] || (bytes && count < 2))) {
            *p++ = ' ';
            count--;
            continue;
        }
        if (size == 2)
            *p++ = (byte)(c >> 8);
        *p++ = (byte)c;
        count -= bytes ? (size_t)size : 1;
    }
    (void)mb;
    return text;
}

byte *_mbsset_l(byte *text, unsigned c, _locale_t locale)
{
    return fill(text, c, (size_t)-1, 0, locale);
}

byte *_mbsset(byte *text, unsigned c)
{
    return fill(text, c, (size_t)-1, 0, NULL);
}

byte *_mbsnset_l(byte *text, unsigned c, size_t count, _locale_t locale)
{
    return fill(text, c, count, 0, locale);
}

byte *_mbsnset(byte *text, unsigned c, size_t count)
{
    return fill(text, c, count, 0, NULL);
}

byte *_mbsnbset_l(byte *text, unsigned c, size_t count, _locale_t locale)
{
    return fill(text, c, count, 1, locale);
}

byte *_mbsnbset(byte *text, unsigned c, size_t count)
{
    return fill(text, c, count, 1, NULL);
}

byte *_mbsrev_l(byte *text, _locale_t locale)
{
    const struct crt_mbinfo *mb = crt_mb_of(locale);

    _strrev((char *)text);
    /* a pair now stands trail first: found by walking the copy of the old order is not needed,
     * because a trail byte before a lead byte is put right from the end */
    size_t length = strlen((char *)text);
    if (mb->multibyte)
        for (size_t i = length; i > 1; i--)
            if (mb->types[text[i - 1] + 1] & _M1) {
                byte trail = text[i - 2];
                text[i - 2] = text[i - 1];
                text[i - 1] = trail;
                i--;
            }
    return text;
}

byte *_mbsrev(byte *text)
{
    return _mbsrev_l(text, NULL);
}

void _mbccpy_l(byte *to, const byte *from, _locale_t locale)
{
    memcpy(to, from, mb_size(from, crt_mb_of(locale)));
}

void _mbccpy(byte *to, const byte *from)
{
    _mbccpy_l(to, from, NULL);
}

errno_t _mbccpy_s_l(byte *to, size_t size, int *copied, const byte *from, _locale_t locale)
{
    if (copied)
        *copied = 0;
    CRT_REQUIRE(to && size && from, EINVAL, EINVAL);
    *to = 0;
    int needed = mb_size(from, crt_mb_of(locale));
    CRT_REQUIRE((size_t)needed <= size, ERANGE, ERANGE);
    memcpy(to, from, needed);
    if (copied)
        *copied = needed;
    return 0;
}

errno_t _mbccpy_s(byte *to, size_t size, int *copied, const byte *from)
{
    return _mbccpy_s_l(to, size, copied, from, NULL);
}
