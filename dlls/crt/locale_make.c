/* What a locale other than C adds: character types, case maps, and struct lconv. */
#include "locale_data.h"

#include <ctype.h>

static int max_bytes(unsigned codepage)
{
    CPINFO info;

    if (codepage == CP_UTF8)
        return 4;
    return codepage && GetCPInfo(codepage, &info) ? (int)info.MaxCharSize : 1;
}

static void make_byte(struct crt_locdata *data, int c)
{
    char byte = (char)c;
    wchar_t wide, mapped;
    WORD type = 0;

    data->case_maps[0][c] = data->case_maps[1][c] = (unsigned char)c;
    if (data->mb_cur_max == 2 && IsDBCSLeadByteEx(data->codepage, byte)) {
        data->types[c + 1] = _LEADBYTE;
        return;
    }
    if (MultiByteToWideChar(data->codepage, MB_ERR_INVALID_CHARS, &byte, 1, &wide, 1) != 1)
        return;
    GetStringTypeW(CT_CTYPE1, &wide, 1, &type);
    data->types[c + 1] = c < 128 ? crt_c_types[c + 1] : type & 0x1ff;
    for (int up = 0; up < 2; up++) {
        char back;
        if (LCMapStringEx(data->wnames[LC_CTYPE], up ? LCMAP_UPPERCASE : LCMAP_LOWERCASE, &wide, 1,
                          &mapped, 1, NULL, NULL, 0) == 1 &&
            WideCharToMultiByte(data->codepage, 0, &mapped, 1, &back, 1, NULL, NULL) == 1)
            data->case_maps[up][c] = (unsigned char)back;
    }
}

void crt_make_ctype(struct crt_locdata *data)
{
    data->mb_cur_max = max_bytes(data->codepage);
    if (crt_is_c(data, LC_CTYPE)) {
        data->pctype = crt_c_types + 1;
        data->lower = crt_c_locale.lower;
        data->upper = crt_c_locale.upper;
    } else {
        for (int c = 0; c < 256; c++)
            make_byte(data, c);
        data->pctype = data->types + 1;
        data->lower = data->case_maps[0];
        data->upper = data->case_maps[1];
    }
#ifdef CRT_MSVCRT
    data->pclmap = data->lower;
    data->pcumap = data->upper;
    data->lc_clike = data->pctype == crt_c_types + 1;
#endif
}

static wchar_t *wide_info(const wchar_t *locale, LCTYPE type)
{
    int count = GetLocaleInfoEx(locale, type, NULL, 0);
    wchar_t *text = count ? malloc(count * sizeof(*text)) : NULL;

    if (text)
        GetLocaleInfoEx(locale, type, text, count);
    return text;
}

static char *narrow_copy(const wchar_t *wide, unsigned codepage)
{
    int size = wide ? WideCharToMultiByte(codepage, 0, wide, -1, NULL, 0, NULL, NULL) : 0;
    char *text = size ? malloc(size) : NULL;

    if (text)
        WideCharToMultiByte(codepage, 0, wide, -1, text, size, NULL, NULL);
    return text;
}

/* "3;0" becomes the bytes 3 (a final 0 says "repeat", which lconv says by its end); "3" has 127. */
static char *grouping(const wchar_t *locale, LCTYPE type)
{
    wchar_t text[16];
    char *bytes = calloc(1, 16);
    int used = 0;

    if (!bytes || !GetLocaleInfoEx(locale, type, text, 16))
        return bytes;
    for (wchar_t *p = text; *p; p++)
        if (*p >= '1' && *p <= '9')
            bytes[used++] = (char)(*p - '0');
    if (used && text[wcslen(text) - 1] != '0')
        bytes[used] = CHAR_MAX;
    return bytes;
}

static char number(const wchar_t *locale, LCTYPE type)
{
    DWORD value = 0;

    if (!GetLocaleInfoEx(locale, type | LOCALE_RETURN_NUMBER, (wchar_t *)&value, 2))
        return CHAR_MAX;
    return (char)value;
}

static void text_field(struct crt_locdata *data, int at, int wide_at, char **narrow, wchar_t **wide,
                       const wchar_t *locale, LCTYPE type)
{
    data->lconv_wtexts[wide_at] = wide_info(locale, type);
    data->lconv_texts[at] = narrow_copy(data->lconv_wtexts[wide_at], data->codepage);
    if (data->lconv_texts[at]) {
        *narrow = data->lconv_texts[at];
        *wide = data->lconv_wtexts[wide_at];
    }
}

static void make_monetary(struct crt_locdata *data, struct lconv *to)
{
    const wchar_t *locale = data->wnames[LC_MONETARY];

    text_field(data, 2, 2, &to->int_curr_symbol, &to->_W_int_curr_symbol, locale,
               LOCALE_SINTLSYMBOL);
    text_field(data, 3, 3, &to->currency_symbol, &to->_W_currency_symbol, locale, LOCALE_SCURRENCY);
    text_field(data, 4, 4, &to->mon_decimal_point, &to->_W_mon_decimal_point, locale,
               LOCALE_SMONDECIMALSEP);
    text_field(data, 5, 5, &to->mon_thousands_sep, &to->_W_mon_thousands_sep, locale,
               LOCALE_SMONTHOUSANDSEP);
    text_field(data, 6, 6, &to->positive_sign, &to->_W_positive_sign, locale, LOCALE_SPOSITIVESIGN);
    text_field(data, 7, 7, &to->negative_sign, &to->_W_negative_sign, locale, LOCALE_SNEGATIVESIGN);
    data->lconv_texts[8] = grouping(locale, LOCALE_SMONGROUPING);
    if (data->lconv_texts[8])
        to->mon_grouping = data->lconv_texts[8];
    to->int_frac_digits = number(locale, LOCALE_IINTLCURRDIGITS);
    to->frac_digits = number(locale, LOCALE_ICURRDIGITS);
    to->p_cs_precedes = number(locale, LOCALE_IPOSSYMPRECEDES);
    to->p_sep_by_space = number(locale, LOCALE_IPOSSEPBYSPACE);
    to->n_cs_precedes = number(locale, LOCALE_INEGSYMPRECEDES);
    to->n_sep_by_space = number(locale, LOCALE_INEGSEPBYSPACE);
    to->p_sign_posn = number(locale, LOCALE_IPOSSIGNPOSN);
    to->n_sign_posn = number(locale, LOCALE_INEGSIGNPOSN);
}

void crt_make_lconv(struct crt_locdata *data)
{
    struct lconv *to = &data->lconv_data;

    *to = *crt_c_locale.lconv;
    strcpy(data->decimal, ".");
    data->wdecimal = '.';
    data->lconv = to;
    if (!crt_is_c(data, LC_NUMERIC)) {
        const wchar_t *locale = data->wnames[LC_NUMERIC];
        text_field(data, 0, 0, &to->decimal_point, &to->_W_decimal_point, locale, LOCALE_SDECIMAL);
        text_field(data, 1, 1, &to->thousands_sep, &to->_W_thousands_sep, locale, LOCALE_STHOUSAND);
        data->lconv_texts[9] = grouping(locale, LOCALE_SGROUPING);
        if (data->lconv_texts[9])
            to->grouping = data->lconv_texts[9];
        if (strlen(to->decimal_point) < sizeof(data->decimal))
            strcpy(data->decimal, to->decimal_point);
        data->wdecimal = to->_W_decimal_point[0];
    }
    if (!crt_is_c(data, LC_MONETARY))
        make_monetary(data, to);
}

void crt_free_lconv(struct crt_locdata *data)
{
    for (unsigned i = 0; i < ARRAY_LEN(data->lconv_texts); i++)
        free(data->lconv_texts[i]);
    for (unsigned i = 0; i < ARRAY_LEN(data->lconv_wtexts); i++)
        free(data->lconv_wtexts[i]);
}
