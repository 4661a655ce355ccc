/* The multibyte code page of the _mbs functions, and the classes of its bytes and characters. */
#include "mbs.h"

#include <mbctype.h>
#include <mbstring.h>

/* Lead and trail bytes of the code pages that have them. */
struct mb_ranges {
    unsigned codepage;
    unsigned char lead[6], trail[6]; /* pairs, ended by 0 */
};

static const struct mb_ranges ranges[] = {
    {932, {0x81, 0x9f, 0xe0, 0xfc}, {0x40, 0x7e, 0x80, 0xfc}},
    {936, {0x81, 0xfe}, {0x40, 0x7e, 0x80, 0xfe}},
    {949, {0x81, 0xfe}, {0x41, 0x5a, 0x61, 0x7a, 0x81, 0xfe}},
    {950, {0x81, 0xfe}, {0x40, 0x7e, 0xa1, 0xfe}},
};

struct crt_mbinfo crt_mb = {.codepage = 1252};
#undef _mbcasemap
unsigned char _mbcasemap[257];

#undef _mbctype
extern unsigned char _mbctype[257] __attribute__((alias("crt_mb")));

static void mark(struct crt_mbinfo *info, const unsigned char *pairs, int bit)
{
    for (; *pairs; pairs += 2)
        for (int c = pairs[0]; c <= pairs[1]; c++)
            info->types[c + 1] |= bit;
}

static unsigned real_codepage(int codepage)
{
    switch (codepage) {
    case _MB_CP_SBCS:
        return 0;
    case _MB_CP_OEM:
        return GetOEMCP();
    case _MB_CP_ANSI:
        return GetACP();
    case _MB_CP_LOCALE:
        return crt_loc()->codepage;
    }
    return (unsigned)codepage;
}

int _setmbcp(int codepage)
{
    struct crt_mbinfo info = {.codepage = real_codepage(codepage)};

    if (info.codepage && !IsValidCodePage(info.codepage)) {
        crt_invalid(EINVAL);
        return -1;
    }
    for (unsigned i = 0; i < ARRAY_LEN(ranges); i++)
        if (ranges[i].codepage == info.codepage) {
            mark(&info, ranges[i].lead, _M1);
            mark(&info, ranges[i].trail, _M2);
            info.multibyte = 1;
        }
    for (int c = 'A'; c <= 'Z'; c++) {
        info.types[c + 1] |= _SBUP;
        info.types[c + 33] |= _SBLOW;
    }
    if (info.codepage == 932)
        for (int c = 0xa1; c <= 0xdf; c++)
            info.types[c + 1] |= c <= 0xa5 ? _MP : _MS;
    crt_lock(CRT_LOCK_LOCALE);
    crt_mb = info;
    crt_unlock(CRT_LOCK_LOCALE);
    return 0;
}

int _getmbcp(void)
{
    return crt_mb.multibyte || crt_mb.codepage == 65001 ? (int)crt_mb.codepage : 0;
}

unsigned char *__p__mbctype(void)
{
    return crt_mb.types;
}

unsigned char *__p__mbcasemap(void)
{
    return _mbcasemap;
}

#define BYTE_CLASS(name, name_l, expression)                        \
    int name_l(unsigned c, _locale_t locale)                        \
    {                                                               \
        const struct crt_mbinfo *mb = crt_mb_of(locale);            \
        unsigned char type = mb->types[(c & 255) + 1];              \
        unsigned short plain = crt_loc_of(locale)->pctype[c & 255]; \
        (void)type;                                                 \
        (void)plain;                                                \
        return (expression) != 0;                                   \
    }                                                               \
    int name(unsigned c)                                            \
    {                                                               \
        return name_l(c, NULL);                                     \
    }

BYTE_CLASS(_ismbbalnum, _ismbbalnum_l, (plain & (_ALPHA | _DIGIT)) || (type & _MS))
BYTE_CLASS(_ismbbalpha, _ismbbalpha_l, (plain & _ALPHA) || (type & _MS))
BYTE_CLASS(_ismbbgraph, _ismbbgraph_l, (plain & (_PUNCT | _ALPHA | _DIGIT)) || (type & (_MS | _MP)))
BYTE_CLASS(_ismbbprint, _ismbbprint_l,
           (plain & (_BLANK | _PUNCT | _ALPHA | _DIGIT)) || (type & (_MS | _MP)))
BYTE_CLASS(_ismbbpunct, _ismbbpunct_l, (plain & _PUNCT) || (type & _MP))
BYTE_CLASS(_ismbbblank, _ismbbblank_l, c == '\t' || (plain & _BLANK))
BYTE_CLASS(_ismbbkalnum, _ismbbkalnum_l, type &_MS)
BYTE_CLASS(_ismbbkana, _ismbbkana_l, mb->codepage == 932 && (type & (_MS | _MP)))
BYTE_CLASS(_ismbbkprint, _ismbbkprint_l, type &(_MS | _MP))
BYTE_CLASS(_ismbbkpunct, _ismbbkpunct_l, type &_MP)
BYTE_CLASS(_ismbblead, _ismbblead_l, type &_M1)
BYTE_CLASS(_ismbbtrail, _ismbbtrail_l, type &_M2)

int _mbbtype_l(unsigned char c, int previous, _locale_t locale)
{
    if (previous == _MBC_LEAD)
        return _ismbbtrail_l(c, locale) ? _MBC_TRAIL : _MBC_ILLEGAL;
    if (_ismbblead_l(c, locale))
        return _MBC_LEAD;
    return _ismbbprint_l(c, locale) ? _MBC_SINGLE : _MBC_ILLEGAL;
}

int _mbbtype(unsigned char c, int previous)
{
    return _mbbtype_l(c, previous, NULL);
}

static WORD wide_type(unsigned c, const struct crt_mbinfo *mb)
{
    char bytes[2] = {(char)(c >> 8), (char)c};
    wchar_t wide;
    WORD type = 0;

    if (MultiByteToWideChar(mb->codepage, 0, bytes, 2, &wide, 1) == 1)
        GetStringTypeW(CT_CTYPE1, &wide, 1, &type);
    return type;
}

#define CHARACTER_CLASS(name, name_l, mask, single)                   \
    int name_l(unsigned c, _locale_t locale)                          \
    {                                                                 \
        const struct crt_mbinfo *mb = crt_mb_of(locale);              \
        if (c > 255)                                                  \
            return mb->multibyte && (wide_type(c, mb) & (mask)) != 0; \
        return (single) != 0;                                         \
    }                                                                 \
    int name(unsigned c)                                              \
    {                                                                 \
        return name_l(c, NULL);                                       \
    }

CHARACTER_CLASS(_ismbcalnum, _ismbcalnum_l, _ALPHA | _DIGIT, _ismbbalnum_l(c, locale))
CHARACTER_CLASS(_ismbcalpha, _ismbcalpha_l, _ALPHA, _ismbbalpha_l(c, locale))
CHARACTER_CLASS(_ismbcdigit, _ismbcdigit_l, _DIGIT, _isctype_l(c, _DIGIT, locale))
CHARACTER_CLASS(_ismbcgraph, _ismbcgraph_l, _PUNCT | _ALPHA | _DIGIT, _ismbbgraph_l(c, locale))
CHARACTER_CLASS(_ismbcprint, _ismbcprint_l, _BLANK | _PUNCT | _ALPHA | _DIGIT,
                _ismbbprint_l(c, locale))
CHARACTER_CLASS(_ismbcpunct, _ismbcpunct_l, _PUNCT, _ismbbpunct_l(c, locale))
CHARACTER_CLASS(_ismbcspace, _ismbcspace_l, _SPACE, _isctype_l(c, _SPACE, locale))
CHARACTER_CLASS(_ismbcblank, _ismbcblank_l, _BLANK, _ismbbblank_l(c, locale))
CHARACTER_CLASS(_ismbclower, _ismbclower_l, _LOWER, mb->types[c + 1] & _SBLOW)
CHARACTER_CLASS(_ismbcupper, _ismbcupper_l, _UPPER, mb->types[c + 1] & _SBUP)

int _ismbclegal_l(unsigned c, _locale_t locale)
{
    return _ismbblead_l(c >> 8, locale) && _ismbbtrail_l(c & 255, locale);
}

int _ismbclegal(unsigned c)
{
    return _ismbclegal_l(c, NULL);
}

static unsigned map_case(unsigned c, DWORD how, const struct crt_mbinfo *mb)
{
    char bytes[2] = {(char)(c >> 8), (char)c}, mapped[2];
    wchar_t wide, other;

    if (c < 128 || (c < 256 && !mb->codepage)) {
        if (how == LCMAP_LOWERCASE)
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }
    if (c < 256 || !mb->multibyte)
        return c;
    if (MultiByteToWideChar(mb->codepage, 0, bytes, 2, &wide, 1) != 1 ||
        LCMapStringW(LOCALE_USER_DEFAULT, how, &wide, 1, &other, 1) != 1 ||
        WideCharToMultiByte(mb->codepage, 0, &other, 1, mapped, 2, NULL, NULL) != 2)
        return c;
    return (unsigned)(unsigned char)mapped[0] << 8 | (unsigned char)mapped[1];
}

unsigned _mbctolower_l(unsigned c, _locale_t locale)
{
    return map_case(c, LCMAP_LOWERCASE, crt_mb_of(locale));
}

unsigned _mbctolower(unsigned c)
{
    return map_case(c, LCMAP_LOWERCASE, &crt_mb);
}

unsigned _mbctoupper_l(unsigned c, _locale_t locale)
{
    return map_case(c, LCMAP_UPPERCASE, crt_mb_of(locale));
}

unsigned _mbctoupper(unsigned c)
{
    return map_case(c, LCMAP_UPPERCASE, &crt_mb);
}
