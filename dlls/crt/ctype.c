/* The classification and case functions for narrow characters, with and without a locale. */
#include "locale_data.h"

#include <ctype.h>

#undef _tolower
#undef _toupper
#undef __isascii
#undef __toascii
#undef __iscsym
#undef __iscsymf

/* Beyond -1..255: the two-byte characters of a DBCS code page, which _isctype takes as one int. */
static int classify_wide(int c, int mask, const struct crt_locdata *data)
{
    char bytes[2] = {(char)(c >> 8), (char)c};
    wchar_t wide;
    WORD type;

    if (c < 256 || c > 0xffff || data->mb_cur_max != 2 || !(data->pctype[(c >> 8) & 255] & 0x8000))
        return 0;
    if (!MultiByteToWideChar(data->codepage, 0, bytes, 2, &wide, 1) ||
        !GetStringTypeW(CT_CTYPE1, &wide, 1, &type))
        return 0;
    return type & mask;
}

static inline int classify(int c, int mask, const struct crt_locdata *data)
{
    if ((unsigned)(c + 1) <= 256)
        return data->pctype[c] & mask;
    return classify_wide(c, mask, data);
}

int _isctype(int c, int mask)
{
    return classify(c, mask, crt_loc());
}

int _isctype_l(int c, int mask, _locale_t locale)
{
    return classify(c, mask, crt_loc_of(locale));
}

#define CLASS(name, mask)                             \
    int name(int c)                                   \
    {                                                 \
        return classify(c, mask, crt_loc());          \
    }                                                 \
    int(_##name##_l)(int c, _locale_t locale);        \
    int(_##name##_l)(int c, _locale_t locale)         \
    {                                                 \
        return classify(c, mask, crt_loc_of(locale)); \
    }

CLASS(isalpha, _ALPHA)
CLASS(isupper, _UPPER)
CLASS(islower, _LOWER)
CLASS(isdigit, _DIGIT)
CLASS(isxdigit, _HEX)
CLASS(isspace, _SPACE)
CLASS(ispunct, _PUNCT)
CLASS(isalnum, _ALPHA | _DIGIT)
CLASS(isgraph, _PUNCT | _ALPHA | _DIGIT)
CLASS(iscntrl, _CONTROL)

/* A tab is blank but does not print. */
static int is_print(int c, const struct crt_locdata *data)
{
    return c == '\t' ? 0 : classify(c, _BLANK | _PUNCT | _ALPHA | _DIGIT, data);
}

int isprint(int c)
{
    return is_print(c, crt_loc());
}

#undef _isprint_l
int _isprint_l(int c, _locale_t locale)
{
    return is_print(c, crt_loc_of(locale));
}

int isblank(int c)
{
    return c == '\t' ? _BLANK : classify(c, _BLANK, crt_loc());
}

#undef _isblank_l
int _isblank_l(int c, _locale_t locale)
{
    return c == '\t' ? _BLANK : classify(c, _BLANK, crt_loc_of(locale));
}

#undef isleadbyte
int isleadbyte(int c)
{
    return classify(c & 255, _LEADBYTE, crt_loc());
}

#undef _isleadbyte_l
int _isleadbyte_l(int c, _locale_t locale)
{
    return classify(c & 255, _LEADBYTE, crt_loc_of(locale));
}

static int map_case(int c, DWORD how, const struct crt_locdata *data)
{
    const unsigned char *map = how == LCMAP_LOWERCASE ? data->lower : data->upper;
    char bytes[2] = {(char)(c >> 8), (char)c}, mapped[2];
    wchar_t wide, other;

    if ((unsigned)c < 256)
        return map[c];
    if (c < 0 || c > 0xffff || data->mb_cur_max != 2)
        return c;
    if (!MultiByteToWideChar(data->codepage, 0, bytes, 2, &wide, 1) ||
        LCMapStringEx(data->wnames[LC_CTYPE], how, &wide, 1, &other, 1, NULL, NULL, 0) != 1 ||
        WideCharToMultiByte(data->codepage, 0, &other, 1, mapped, 2, NULL, NULL) != 2)
        return c;
    return (unsigned char)mapped[0] << 8 | (unsigned char)mapped[1];
}

int tolower(int c)
{
    return map_case(c, LCMAP_LOWERCASE, crt_loc());
}

int toupper(int c)
{
    return map_case(c, LCMAP_UPPERCASE, crt_loc());
}

int _tolower_l(int c, _locale_t locale)
{
    return map_case(c, LCMAP_LOWERCASE, crt_loc_of(locale));
}

int _toupper_l(int c, _locale_t locale)
{
    return map_case(c, LCMAP_UPPERCASE, crt_loc_of(locale));
}

int _tolower(int c)
{
    return c - 'A' + 'a';
}

int _toupper(int c)
{
    return c - 'a' + 'A';
}

int __isascii(int c)
{
    return (unsigned)c < 128;
}

int __toascii(int c)
{
    return c & 127;
}

int __iscsymf(int c)
{
    return isalpha(c) || c == '_';
}

int __iscsym(int c)
{
    return isalnum(c) || c == '_';
}
