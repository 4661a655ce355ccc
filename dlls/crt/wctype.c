/* The classification and case functions for wide characters. */
#include "locale_data.h"

#include <ctype.h>
#include <wctype.h>

extern const unsigned short *_pwctype;

static inline int wide_type(wint_t c)
{
    WORD type = 0;
    wchar_t unit = c;

    if (c == WEOF)
        return 0;
    if (c < 256)
        return _pwctype[c];
    GetStringTypeW(CT_CTYPE1, &unit, 1, &type);
    return type;
}

int iswctype(wint_t c, wctype_t mask)
{
    return wide_type(c) & mask;
}

int _iswctype_l(wint_t c, wctype_t mask, _locale_t locale)
{
    return wide_type(c) & mask;
}

int is_wctype(wint_t c, wctype_t mask)
{
    return wide_type(c) & mask;
}

#define CLASS(name, mask)                         \
    int(name)(wint_t c)                           \
    {                                             \
        return wide_type(c) & (mask);             \
    }                                             \
    int(_##name##_l)(wint_t c, _locale_t locale); \
    int(_##name##_l)(wint_t c, _locale_t locale)  \
    {                                             \
        return wide_type(c) & (mask);             \
    }

CLASS(iswalpha, _ALPHA)
CLASS(iswupper, _UPPER)
CLASS(iswlower, _LOWER)
CLASS(iswdigit, _DIGIT)
CLASS(iswspace, _SPACE)
CLASS(iswpunct, _PUNCT)
CLASS(iswalnum, _ALPHA | _DIGIT)
CLASS(iswgraph, _PUNCT | _ALPHA | _DIGIT)
CLASS(iswcntrl, _CONTROL)
CLASS(iswxdigit, _HEX)

static int is_print(wint_t c)
{
    return c == '\t' ? 0 : wide_type(c) & (_BLANK | _PUNCT | _ALPHA | _DIGIT);
}

int(iswprint)(wint_t c)
{
    return is_print(c);
}

int(_iswprint_l)(wint_t c, _locale_t locale)
{
    return is_print(c);
}

int iswblank(wint_t c)
{
    return c == '\t' ? _BLANK : wide_type(c) & _BLANK;
}

int _iswblank_l(wint_t c, _locale_t locale)
{
    return iswblank(c);
}

int(iswascii)(wint_t c)
{
    return c < 128;
}

static int is_csymf(wint_t c)
{
    return c == '_' || (wide_type(c) & _ALPHA);
}

static int is_csym(wint_t c)
{
    return c == '_' || (wide_type(c) & (_ALPHA | _DIGIT));
}

int __iswcsymf(wint_t c)
{
    return is_csymf(c);
}

int __iswcsym(wint_t c)
{
    return is_csym(c);
}

int(_iswcsymf_l)(wint_t c, _locale_t locale)
{
    return is_csymf(c);
}

int(_iswcsym_l)(wint_t c, _locale_t locale)
{
    return is_csym(c);
}

/* In the C locale only the letters of ASCII have case. */
static wint_t map_case(wint_t c, DWORD how, const struct crt_locdata *data)
{
    wchar_t unit = c, mapped;

    if (c < 128 || crt_is_c(data, LC_CTYPE)) {
        if (how == LCMAP_LOWERCASE)
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }
    if (c == WEOF ||
        LCMapStringEx(data->wnames[LC_CTYPE], how, &unit, 1, &mapped, 1, NULL, NULL, 0) != 1)
        return c;
    return mapped;
}

wint_t towlower(wint_t c)
{
    return map_case(c, LCMAP_LOWERCASE, crt_loc());
}

wint_t towupper(wint_t c)
{
    return map_case(c, LCMAP_UPPERCASE, crt_loc());
}

wint_t _towlower_l(wint_t c, _locale_t locale)
{
    return map_case(c, LCMAP_LOWERCASE, crt_loc_of(locale));
}

wint_t _towupper_l(wint_t c, _locale_t locale)
{
    return map_case(c, LCMAP_UPPERCASE, crt_loc_of(locale));
}

static const struct {
    char name[8];
    wctype_t mask;
} classes[] = {
    {"alnum", _ALPHA | _DIGIT}, {"alpha", _ALPHA},
    {"blank", _BLANK},          {"cntrl", _CONTROL},
    {"digit", _DIGIT},          {"graph", _PUNCT | _ALPHA | _DIGIT},
    {"lower", _LOWER},          {"print", _BLANK | _PUNCT | _ALPHA | _DIGIT},
    {"punct", _PUNCT},          {"space", _SPACE},
    {"upper", _UPPER},          {"xdigit", _HEX},
};

wctype_t wctype(const char *name)
{
    for (unsigned i = 0; i < ARRAY_LEN(classes); i++)
        if (!strcmp(name, classes[i].name))
            return classes[i].mask;
    return 0;
}

wctrans_t wctrans(const char *name)
{
    if (!strcmp(name, "tolower"))
        return 1;
    return strcmp(name, "toupper") ? 0 : 2;
}

wint_t towctrans(wint_t c, wctrans_t how)
{
    if (how == 1)
        return towlower(c);
    return how == 2 ? towupper(c) : c;
}
