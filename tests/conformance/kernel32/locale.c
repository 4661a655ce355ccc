/* Locales: names, identifiers, customs; dates, times, numbers and money as text. */
#include "conformance.h"

static const SYSTEMTIME when = {2021, 3, 5, 5, 16, 4, 9, 7}; /* Friday, 5 March 2021, 16:04:09 */

CASE(names_and_identifiers)
{
    WCHAR name[LOCALE_NAME_MAX_LENGTH];

    CHECK_EQ(LocaleNameToLCID(L"en-US", 0), 0x409);
    CHECK_EQ(LocaleNameToLCID(L"EN-us", 0), 0x409);
    CHECK_EQ(LocaleNameToLCID(L"de-DE", 0), 0x407);
    CHECK_EQ(LocaleNameToLCID(L"", 0), LOCALE_INVARIANT);
    CHECK_EQ(LCIDToLocaleName(0x407, name, LOCALE_NAME_MAX_LENGTH, 0), 6);
    CHECK_WSTR(name, L"de-DE");
    CHECK_EQ(LCIDToLocaleName(0x411, NULL, 0, 0), 6);
    CHECK_EQ(LCIDToLocaleName(LOCALE_INVARIANT, name, LOCALE_NAME_MAX_LENGTH, 0), 1);
    CHECK_FAILS(LocaleNameToLCID(L"xx-nowhere-at-all", 0), ERROR_INVALID_PARAMETER);
}

CASE(validity)
{
    CHECK_EQ(IsValidLocale(0x409, LCID_INSTALLED), TRUE);
    CHECK_EQ(IsValidLocaleName(L"fr-FR"), TRUE);
    CHECK_EQ(IsValidLocaleName(L"fr"), TRUE);
    CHECK_EQ(IsValidLocaleName(L"qq-QQ-zzzz"), FALSE);
}

CASE(resolve_names)
{
    WCHAR name[LOCALE_NAME_MAX_LENGTH];

    CHECK_EQ(ResolveLocaleName(L"en-US", name, LOCALE_NAME_MAX_LENGTH), 6);
    CHECK_WSTR(name, L"en-US");
    CHECK_EQ(ResolveLocaleName(L"de", name, LOCALE_NAME_MAX_LENGTH), 6);
    CHECK_WSTR(name, L"de-DE");
}

static const WCHAR *info(const WCHAR *locale, LCTYPE type)
{
    static WCHAR text[4][128];
    static int next;
    WCHAR *to = text[next++ & 3];

    to[0] = 0;
    CHECK(GetLocaleInfoEx(locale, type, to, 128) > 0);
    return to;
}

CASE(american_customs)
{
    CHECK_WSTR(info(L"en-US", LOCALE_SSHORTDATE), L"M/d/yyyy");
    CHECK_WSTR(info(L"en-US", LOCALE_SLONGDATE), L"dddd, MMMM d, yyyy");
    CHECK_WSTR(info(L"en-US", LOCALE_STIMEFORMAT), L"h:mm:ss tt");
    CHECK_WSTR(info(L"en-US", LOCALE_SDECIMAL), L".");
    CHECK_WSTR(info(L"en-US", LOCALE_SCURRENCY), L"$");
    CHECK_WSTR(info(L"en-US", LOCALE_SDAYNAME1), L"Monday");
    CHECK_WSTR(info(L"en-US", LOCALE_SABBREVMONTHNAME12), L"Dec");
    CHECK_WSTR(info(L"en-US", LOCALE_SENGLANGUAGE), L"English");
    CHECK_WSTR(info(L"en-US", LOCALE_SISO639LANGNAME), L"en");
    CHECK_WSTR(info(L"en-US", LOCALE_SISO3166CTRYNAME), L"US");
    CHECK_WSTR(info(L"en-US", LOCALE_SABBREVLANGNAME), L"ENU");
    CHECK_WSTR(info(L"en-US", LOCALE_IDEFAULTANSICODEPAGE), L"1252");
    CHECK_WSTR(info(L"en-US", LOCALE_ILANGUAGE), L"0409");
    CHECK_WSTR(info(L"en-US", LOCALE_SNAME), L"en-US");
}

CASE(other_customs)
{
    CHECK_WSTR(info(L"de-DE", LOCALE_SDECIMAL), L",");
    CHECK_WSTR(info(L"de-DE", LOCALE_STHOUSAND), L".");
    CHECK_WSTR(info(L"de-DE", LOCALE_SDAYNAME1), L"Montag");
    CHECK_WSTR(info(L"en-GB", LOCALE_SSHORTDATE), L"dd/MM/yyyy");
    CHECK_WSTR(info(L"fr-FR", LOCALE_SMONTHNAME1), L"janvier");
    CHECK_WSTR(info(L"", LOCALE_SSHORTDATE), L"MM/dd/yyyy");
    CHECK_WSTR(info(L"", LOCALE_STIMEFORMAT), L"HH:mm:ss");
    CHECK_WSTR(info(L"ru-RU", LOCALE_IDEFAULTANSICODEPAGE), L"1251");
    CHECK_WSTR(info(L"ja-JP", LOCALE_IDEFAULTCODEPAGE), L"932");
}

CASE(information_as_numbers)
{
    DWORD value = 0;

    CHECK_EQ(GetLocaleInfoW(0x409, LOCALE_IDEFAULTANSICODEPAGE | LOCALE_RETURN_NUMBER,
                            (WCHAR *)&value, 2),
             2);
    CHECK_EQ(value, 1252);
    CHECK_EQ(
        GetLocaleInfoA(0x409, LOCALE_IFIRSTDAYOFWEEK | LOCALE_RETURN_NUMBER, (char *)&value, 4), 4);
    CHECK_EQ(value, 6);
    CHECK_FAILS(GetLocaleInfoW(0x409, LOCALE_SDECIMAL | LOCALE_RETURN_NUMBER, (WCHAR *)&value, 2),
                ERROR_INVALID_FLAGS);
}

CASE(information_sizes_and_errors)
{
    WCHAR to[2];
    char narrow[16];

    CHECK_EQ(GetLocaleInfoW(0x409, LOCALE_SDECIMAL, NULL, 0), 2);
    CHECK_FAILS(GetLocaleInfoW(0x409, LOCALE_SENGLANGUAGE, to, 2), ERROR_INSUFFICIENT_BUFFER);
    CHECK_FAILS(GetLocaleInfoW(0x409, 0xfff, to, 2), ERROR_INVALID_FLAGS);
    CHECK_EQ(GetLocaleInfoA(0x409, LOCALE_SENGLANGUAGE, narrow, 16), 8);
    CHECK_STR(narrow, "English");
}

static const WCHAR *date(const WCHAR *locale, DWORD flags, const WCHAR *picture)
{
    static WCHAR to[128];

    to[0] = 0;
    CHECK(GetDateFormatEx(locale, flags, &when, picture, to, 128, NULL) > 0);
    return to;
}

CASE(dates)
{
    CHECK_WSTR(date(L"en-US", DATE_SHORTDATE, NULL), L"3/5/2021");
    CHECK_WSTR(date(L"en-US", DATE_LONGDATE, NULL), L"Friday, March 5, 2021");
    CHECK_WSTR(date(L"en-US", DATE_YEARMONTH, NULL), L"March 2021");
    CHECK_WSTR(date(L"en-GB", 0, NULL), L"05/03/2021");
    CHECK_WSTR(date(L"de-DE", DATE_LONGDATE, NULL), L"Freitag, 5. M\x00e4rz 2021");
    CHECK_WSTR(date(L"", 0, NULL), L"03/05/2021");
}

CASE(date_pictures)
{
    CHECK_WSTR(date(L"en-US", 0, L"yyyy-MM-dd"), L"2021-03-05");
    CHECK_WSTR(date(L"en-US", 0, L"ddd d MMM yy y"), L"Fri 5 Mar 21 21");
    CHECK_WSTR(date(L"en-US", 0, L"'it''s' dddd"), L"it's Friday");
    CHECK_WSTR(date(L"en-US", 0, L"dd'd'MM"), L"05d03");
}

static const WCHAR *clock_text(const WCHAR *locale, DWORD flags, const WCHAR *picture)
{
    static WCHAR to[128];

    to[0] = 0;
    CHECK(GetTimeFormatEx(locale, flags, &when, picture, to, 128) > 0);
    return to;
}

CASE(times)
{
    CHECK_WSTR(clock_text(L"en-US", 0, NULL), L"4:04:09 PM");
    CHECK_WSTR(clock_text(L"en-US", TIME_NOSECONDS, NULL), L"4:04 PM");
    CHECK_WSTR(clock_text(L"en-US", TIME_NOMINUTESORSECONDS, NULL), L"4 PM");
    CHECK_WSTR(clock_text(L"en-US", TIME_NOTIMEMARKER, NULL), L"4:04:09");
    CHECK_WSTR(clock_text(L"en-US", TIME_FORCE24HOURFORMAT, L"HH:mm:ss"), L"16:04:09");
    CHECK_WSTR(clock_text(L"de-DE", 0, NULL), L"16:04:09");
}

CASE(time_pictures)
{
    CHECK_WSTR(clock_text(L"en-US", 0, L"hh'h' mm'm' ss's' t"), L"04h 04m 09s P");
    CHECK_WSTR(clock_text(L"en-US", 0, L"H-m-s tt"), L"16-4-9 PM");
}

CASE(impossible_dates)
{
    SYSTEMTIME bad = when;
    WCHAR to[64];

    bad.wDay = 31;
    bad.wMonth = 2;
    CHECK_FAILS(GetDateFormatW(0x409, 0, &bad, NULL, to, 64), ERROR_INVALID_PARAMETER);
    bad = when;
    bad.wHour = 24;
    CHECK_FAILS(GetTimeFormatW(0x409, 0, &bad, NULL, to, 64), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(GetDateFormatW(0x409, DATE_LONGDATE, &when, L"d", to, 64), ERROR_INVALID_FLAGS);
    CHECK_FAILS(GetDateFormatW(0x409, 0, &when, L"yyyy", to, 4), ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(GetDateFormatW(0x409, 0, &when, L"yyyy", NULL, 0), 5);
}

static const WCHAR *number(const WCHAR *locale, const WCHAR *value)
{
    static WCHAR to[128];

    to[0] = 0;
    CHECK(GetNumberFormatEx(locale, 0, value, NULL, to, 128) > 0);
    return to;
}

CASE(numbers)
{
    WINE_DIFFERS("it groups the last three digits only");
    CHECK_WSTR(number(L"en-US", L"1234567.891"), L"1,234,567.89");
    CHECK_WSTR(number(L"en-US", L"-1.5"), L"-1.50");
    CHECK_WSTR(number(L"en-US", L"0.999"), L"1.00");
    CHECK_WSTR(number(L"en-US", L"999.995"), L"1,000.00");
    CHECK_WSTR(number(L"en-US", L".5"), L"0.50");
    CHECK_WSTR(number(L"en-US", L"000123"), L"123.00");
    CHECK_WSTR(number(L"de-DE", L"1234567.891"), L"1.234.567,89");
}

CASE(numbers_in_own_style)
{
    NUMBERFMTW style = {3, 0, 32, L"x", L"_", 0};
    WCHAR to[64];

    CHECK_EQ(GetNumberFormatW(0x409, 0, L"-123456789.5", &style, to, 64), 19);
    CHECK_WSTR(to, L"(12_34_56_789x500)");
    style.Grouping = 30;
    style.NegativeOrder = 4;
    CHECK(GetNumberFormatW(0x409, 0, L"-1234567", &style, to, 64) > 0);
    CHECK_WSTR(to, L"1234_567x000 -");
    CHECK_FAILS(GetNumberFormatW(0x409, 0, L"12a", NULL, to, 64), ERROR_INVALID_PARAMETER);
}

CASE(money)
{
    WCHAR to[64];

    CHECK(GetCurrencyFormatEx(L"en-US", 0, L"1234.5", NULL, to, 64) > 0);
    CHECK_WSTR(to, L"$1,234.50");
    CHECK(GetCurrencyFormatEx(L"de-DE", 0, L"-1234.5", NULL, to, 64) > 0);
    CHECK_WSTR(to, L"-1.234,50 \x20ac");
}

static int seen;

static BOOL CALLBACK count_locale(LPWSTR name, DWORD flags, LPARAM param)
{
    seen++;
    if (param && !lstrcmpiW(name, L"en-US"))
        *(int *)param = 1;
    return TRUE;
}

CASE(enumerate_locales)
{
    int found = 0;

    seen = 0;
    CHECK_EQ(EnumSystemLocalesEx(count_locale, LOCALE_ALL, (LPARAM)&found, NULL), TRUE);
    CHECK(seen > 100);
    CHECK_EQ(found, 1);
}

CASE(defaults_agree)
{
    WCHAR name[LOCALE_NAME_MAX_LENGTH];

    CHECK(GetUserDefaultLocaleName(name, LOCALE_NAME_MAX_LENGTH) > 0);
    CHECK_EQ(LocaleNameToLCID(name, 0), GetUserDefaultLCID());
    CHECK_EQ(GetThreadLocale(), GetUserDefaultLCID());
    CHECK_EQ(SetThreadLocale(0x407), TRUE);
    CHECK_EQ(GetThreadLocale(), 0x407);
    CHECK_FAILS(SetThreadLocale(0x12345), ERROR_INVALID_PARAMETER);
}
