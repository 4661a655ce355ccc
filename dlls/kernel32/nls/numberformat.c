/* numberformat.c - GetNumberFormat and GetCurrencyFormat. */
#include "locale.h"

enum { ROOM = 256, DIGITS = 120 };

struct style {
    UINT fraction, leading_zero, grouping, negative, positive;
    WCHAR decimal[8], thousand[8], symbol[16];
};

struct text {
    WCHAR at[ROOM];
    int count;
};

static void put_string(struct text *t, PCWSTR s)
{
    while (*s && t->count < ROOM - 1)
        t->at[t->count++] = *s++;
}

/* "3;0" is 3, "3;2;0" is 32, "3" is 30: the repeated last group is written without its 0. */
static UINT grouping_of(const struct locale *locale, LCTYPE type)
{
    WCHAR text[16];
    UINT value = 0;
    int count;

    locale_text(locale, type, text, 16);
    count = (int)wcslen(text);
    for (int i = 0; i < count; i++)
        if (text[i] != ';')
            value = value * 10 + (text[i] - '0');
    return count > 1 && text[count - 1] == '0' ? value / 10 : value * 10;
}

/* The number's parts, rounded to the style's fraction; FALSE where the text is no number. */
struct digits {
    BOOL negative;
    char whole[DIGITS + 2], fraction[DIGITS + 2]; /* digits, terminated */
    int whole_count;
};

static BOOL parse(PCWSTR s, struct digits *d)
{
    int n = 0;

    memset(d, 0, sizeof *d);
    if (*s == '-') {
        d->negative = TRUE;
        s++;
    }
    while (*s == '0' && s[1] >= '0' && s[1] <= '9')
        s++;
    for (; *s >= '0' && *s <= '9' && d->whole_count < DIGITS; s++)
        d->whole[d->whole_count++] = (char)*s;
    if (*s == '.')
        for (s++; *s >= '0' && *s <= '9' && n < DIGITS; s++)
            d->fraction[n++] = (char)*s;
    if (d->whole_count == 1 && d->whole[0] == '0')
        d->whole_count = 0;
    return !*s;
}

/* Adds one at the last place of the fraction, or of the whole part. */
static void carry(struct digits *d, UINT fraction)
{
    for (UINT i = fraction; i-- > 0;) {
        if (d->fraction[i]++ != '9')
            return;
        d->fraction[i] = '0';
    }
    for (int i = d->whole_count; i-- > 0;) {
        if (d->whole[i]++ != '9')
            return;
        d->whole[i] = '0';
    }
    memmove(d->whole + 1, d->whole, d->whole_count);
    d->whole[0] = '1';
    d->whole_count++;
}

static void round_to(struct digits *d, UINT fraction)
{
    UINT have = 0;
    int any = 0;
    BOOL up;

    while (d->fraction[have])
        have++;
    up = have > fraction && d->fraction[fraction] >= '5';
    for (; have < fraction; have++)
        d->fraction[have] = '0';
    d->fraction[fraction] = 0;
    if (up)
        carry(d, fraction);
    for (int i = 0; i < d->whole_count; i++)
        any |= d->whole[i] != '0';
    for (UINT i = 0; i < fraction; i++)
        any |= d->fraction[i] != '0';
    d->negative = d->negative && any;
}

/* Whether a separator stands before the digit that has `left` digits from itself on. */
static BOOL is_group_start(UINT grouping, int left)
{
    int sizes[8], count = 0, place = 0;

    if (!grouping)
        return FALSE;
    for (UINT rest = grouping; rest && count < 8; rest /= 10)
        sizes[count++] = (int)(rest % 10);
    for (int i = count; i-- > 0;) {
        BOOL repeats = i == 0 ? sizes[0] != 0 : FALSE;

        if (!sizes[i])
            return FALSE;
        place += sizes[i];
        if (left == place)
            return TRUE;
        if (repeats)
            return left > place && (left - place) % sizes[i] == 0;
        if (i == 1 && sizes[0] == 0)
            return FALSE;
    }
    return FALSE;
}

static void put_number(struct text *t, const struct digits *d, const struct style *style)
{
    if (!d->whole_count && style->leading_zero)
        put_string(t, L"0");
    for (int i = 0; i < d->whole_count; i++) {
        WCHAR digit[2] = {(WCHAR)d->whole[i], 0};

        if (i && is_group_start(style->grouping, d->whole_count - i))
            put_string(t, style->thousand);
        put_string(t, digit);
    }
    if (style->fraction) {
        put_string(t, style->decimal);
        for (UINT i = 0; i < style->fraction; i++)
            put_string(t, (WCHAR[]){(WCHAR)d->fraction[i], 0});
    }
}

/* A pattern: 1 the number, $ the symbol, the rest itself. */
static void put_pattern(struct text *t, PCWSTR pattern, const struct digits *d,
                        const struct style *style)
{
    for (; *pattern; pattern++) {
        if (*pattern == '1')
            put_number(t, d, style);
        else if (*pattern == '$')
            put_string(t, style->symbol);
        else
            put_string(t, (WCHAR[]){*pattern, 0});
    }
}

static const PCWSTR negative_numbers[] = {L"(1)", L"-1", L"- 1", L"1-", L"1 -"};
static const PCWSTR positive_money[] = {L"$1", L"1$", L"$ 1", L"1 $"};
static const PCWSTR negative_money[] = {L"($1)", L"-$1",  L"$-1",   L"$1-",  L"(1$)", L"-1$",
                                        L"1-$",  L"1$-",  L"-1 $",  L"-$ 1", L"1 $-", L"$ 1-",
                                        L"$ -1", L"1- $", L"($ 1)", L"(1 $)"};

static int answer(const struct text *t, WCHAR *to, int room)
{
    if (room && t->count + 1 > room)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    if (room) {
        memcpy(to, t->at, t->count * sizeof *to);
        to[t->count] = 0;
    }
    return t->count + 1;
}

static int format(const struct style *style, BOOL money, PCWSTR value, WCHAR *to, int room)
{
    struct text t = {.count = 0};
    struct digits d;

    if (style->fraction > 9 || style->leading_zero > 1 || style->negative > (money ? 15 : 4) ||
        (money && style->positive > 3) || !parse(value, &d))
        return nls_fail(ERROR_INVALID_PARAMETER);
    round_to(&d, style->fraction);
    put_pattern(&t,
                money
                    ? d.negative ? negative_money[style->negative] : positive_money[style->positive]
                : d.negative ? negative_numbers[style->negative]
                             : L"1",
                &d, style);
    return answer(&t, to, room);
}

static void copy_part(WCHAR *to, PCWSTR from, int room)
{
    int i = 0;

    for (; from[i] && i < room - 1; i++)
        to[i] = from[i];
    to[i] = 0;
}

static int number_format(const struct locale *locale, DWORD flags, LPCWSTR value,
                         const NUMBERFMTW *own, WCHAR *to, int room)
{
    struct style s = {0};

    if (!locale || !value || room < 0 || (room && !to) ||
        (own && (!own->lpDecimalSep || !own->lpThousandSep)))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (flags & ~(DWORD)(LOCALE_NOUSEROVERRIDE | LOCALE_USE_CP_ACP) || (own && flags))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (own) {
        s = (struct style){
            own->NumDigits, own->LeadingZero, own->Grouping, own->NegativeOrder, 0, L"", L"", L""};
        copy_part(s.decimal, own->lpDecimalSep, 8);
        copy_part(s.thousand, own->lpThousandSep, 8);
    } else {
        s.fraction = (UINT)locale_number(locale, LOCALE_IDIGITS);
        s.leading_zero = (UINT)locale_number(locale, LOCALE_ILZERO);
        s.negative = (UINT)locale_number(locale, LOCALE_INEGNUMBER);
        s.grouping = grouping_of(locale, LOCALE_SGROUPING);
        locale_text(locale, LOCALE_SDECIMAL, s.decimal, 8);
        locale_text(locale, LOCALE_STHOUSAND, s.thousand, 8);
    }
    return format(&s, FALSE, value, to, room);
}

static int currency_format(const struct locale *locale, DWORD flags, LPCWSTR value,
                           const CURRENCYFMTW *own, WCHAR *to, int room)
{
    struct style s = {0};

    if (!locale || !value || room < 0 || (room && !to) ||
        (own && (!own->lpDecimalSep || !own->lpThousandSep || !own->lpCurrencySymbol)))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (flags & ~(DWORD)(LOCALE_NOUSEROVERRIDE | LOCALE_USE_CP_ACP) || (own && flags))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (own) {
        s = (struct style){own->NumDigits,
                           own->LeadingZero,
                           own->Grouping,
                           own->NegativeOrder,
                           own->PositiveOrder,
                           L"",
                           L"",
                           L""};
        copy_part(s.decimal, own->lpDecimalSep, 8);
        copy_part(s.thousand, own->lpThousandSep, 8);
        copy_part(s.symbol, own->lpCurrencySymbol, 16);
    } else {
        s.fraction = (UINT)locale_number(locale, LOCALE_ICURRDIGITS);
        s.leading_zero = (UINT)locale_number(locale, LOCALE_ILZERO);
        s.negative = (UINT)locale_number(locale, LOCALE_INEGCURR);
        s.positive = (UINT)locale_number(locale, LOCALE_ICURRENCY);
        s.grouping = grouping_of(locale, LOCALE_SMONGROUPING);
        locale_text(locale, LOCALE_SMONDECIMALSEP, s.decimal, 8);
        locale_text(locale, LOCALE_SMONTHOUSANDSEP, s.thousand, 8);
        locale_text(locale, LOCALE_SCURRENCY, s.symbol, 16);
    }
    return format(&s, TRUE, value, to, room);
}

int WINAPI GetNumberFormatEx(LPCWSTR name, DWORD flags, LPCWSTR value, const NUMBERFMTW *own,
                             LPWSTR to, int room)
{
    return number_format(locale_by_name(name), flags, value, own, to, room);
}

int WINAPI GetNumberFormatW(LCID id, DWORD flags, LPCWSTR value, const NUMBERFMTW *own, LPWSTR to,
                            int room)
{
    return number_format(locale_by_id(id), flags, value, own, to, room);
}

int WINAPI GetCurrencyFormatEx(LPCWSTR name, DWORD flags, LPCWSTR value, const CURRENCYFMTW *own,
                               LPWSTR to, int room)
{
    return currency_format(locale_by_name(name), flags, value, own, to, room);
}

int WINAPI GetCurrencyFormatW(LCID id, DWORD flags, LPCWSTR value, const CURRENCYFMTW *own,
                              LPWSTR to, int room)
{
    return currency_format(locale_by_id(id), flags, value, own, to, room);
}

/* The structures' text, widened into one block. */
static WCHAR *widen_part(const char *text)
{
    return text ? nls_widen(text, -1, NULL) : NULL;
}

int WINAPI GetNumberFormatA(LCID id, DWORD flags, LPCSTR value, const NUMBERFMTA *own, LPSTR to,
                            int room)
{
    WCHAR *wide = widen_part(value), made[ROOM];
    NUMBERFMTW fmt;
    int count;

    if (own) {
        memcpy(&fmt, own, sizeof fmt);
        fmt.lpDecimalSep = widen_part(own->lpDecimalSep);
        fmt.lpThousandSep = widen_part(own->lpThousandSep);
    }
    count = GetNumberFormatW(id, flags, wide, own ? &fmt : NULL, made, ROOM);
    if (own) {
        nls_free(fmt.lpDecimalSep);
        nls_free(fmt.lpThousandSep);
    }
    nls_free(wide);
    return count ? WideCharToMultiByte(CP_ACP, 0, made, count, to, room, NULL, NULL) : 0;
}

int WINAPI GetCurrencyFormatA(LCID id, DWORD flags, LPCSTR value, const CURRENCYFMTA *own, LPSTR to,
                              int room)
{
    WCHAR *wide = widen_part(value), made[ROOM];
    CURRENCYFMTW fmt;
    int count;

    if (own) {
        memcpy(&fmt, own, sizeof fmt);
        fmt.lpDecimalSep = widen_part(own->lpDecimalSep);
        fmt.lpThousandSep = widen_part(own->lpThousandSep);
        fmt.lpCurrencySymbol = widen_part(own->lpCurrencySymbol);
    }
    count = GetCurrencyFormatW(id, flags, wide, own ? &fmt : NULL, made, ROOM);
    if (own) {
        nls_free(fmt.lpDecimalSep);
        nls_free(fmt.lpThousandSep);
        nls_free(fmt.lpCurrencySymbol);
    }
    nls_free(wide);
    return count ? WideCharToMultiByte(CP_ACP, 0, made, count, to, room, NULL, NULL) : 0;
}
