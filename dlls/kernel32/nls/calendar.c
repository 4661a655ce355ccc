/* calendar.c - calendar information and the lists of formats; the one calendar is the Gregorian. */
#include "locale.h"

enum { TWO_DIGIT_YEAR_MAX = 2049, ROOM = 160 };

/* The GetLocaleInfo type of a text that both know. */
static LCTYPE locale_type(CALTYPE type)
{
    if (type >= CAL_SDAYNAME1 && type <= CAL_SDAYNAME7)
        return LOCALE_SDAYNAME1 + (type - CAL_SDAYNAME1);
    if (type >= CAL_SABBREVDAYNAME1 && type <= CAL_SABBREVDAYNAME7)
        return LOCALE_SABBREVDAYNAME1 + (type - CAL_SABBREVDAYNAME1);
    if (type >= CAL_SMONTHNAME1 && type < CAL_SMONTHNAME13)
        return LOCALE_SMONTHNAME1 + (type - CAL_SMONTHNAME1);
    if (type >= CAL_SABBREVMONTHNAME1 && type < CAL_SABBREVMONTHNAME13)
        return LOCALE_SABBREVMONTHNAME1 + (type - CAL_SABBREVMONTHNAME1);
    if (type >= CAL_SSHORTESTDAYNAME1 && type <= CAL_SSHORTESTDAYNAME7)
        return LOCALE_SSHORTESTDAYNAME1 + (type - CAL_SSHORTESTDAYNAME1);
    return type == CAL_SSHORTDATE   ? LOCALE_SSHORTDATE
           : type == CAL_SLONGDATE  ? LOCALE_SLONGDATE
           : type == CAL_SYEARMONTH ? LOCALE_SYEARMONTH
           : type == CAL_SMONTHDAY  ? LOCALE_SMONTHDAY
                                    : 0;
}

static BOOL number_of(CALTYPE type, DWORD *value)
{
    if (type == CAL_ICALINTVALUE)
        *value = CAL_GREGORIAN;
    else if (type == CAL_ITWODIGITYEARMAX)
        *value = TWO_DIGIT_YEAR_MAX;
    else
        return FALSE;
    return TRUE;
}

static void put_number(WCHAR *to, DWORD value)
{
    WCHAR text[12];
    int count = 0;

    do {
        text[count++] = (WCHAR)('0' + value % 10);
        value /= 10;
    } while (value);
    while (count)
        *to++ = text[--count];
    *to = 0;
}

static BOOL text_of(const struct locale *locale, CALTYPE type, WCHAR *to)
{
    DWORD value;

    to[0] = 0;
    if (number_of(type, &value))
        put_number(to, value);
    else if (type == CAL_SCALNAME)
        wcscpy(to, L"Gregorian Calendar");
    else if (type == CAL_SERASTRING || type == CAL_SABBREVERASTRING)
        wcscpy(to, type == CAL_SERASTRING ? L"A.D." : L"AD");
    else if (locale_type(type))
        locale_text(locale, locale_type(type), to, ROOM);
    else if (type != CAL_IYEAROFFSETRANGE && type != CAL_SMONTHNAME13 &&
             type != CAL_SABBREVMONTHNAME13)
        return FALSE;
    return TRUE;
}

static int get_info(const struct locale *locale, CALID calendar, CALTYPE type, WCHAR *to, int room,
                    DWORD *value)
{
    BOOL as_number = !!(type & CAL_RETURN_NUMBER);
    WCHAR text[ROOM];
    int count;

    type &= ~(CALTYPE)(CAL_NOUSEROVERRIDE | CAL_USE_CP_ACP | CAL_RETURN_NUMBER |
                       CAL_RETURN_GENITIVE_NAMES);
    if (!locale || room < 0 || calendar > CAL_UMALQURA ||
        (as_number ? to || room || !value : value != NULL) || (room && !to))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (as_number)
        return number_of(type, value) ? 2 : nls_fail(ERROR_INVALID_FLAGS);
    if (!text_of(locale, type, text))
        return nls_fail(ERROR_INVALID_FLAGS);
    count = (int)wcslen(text) + 1;
    if (room && count > room)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    if (room)
        memcpy(to, text, count * sizeof *to);
    return count;
}

int WINAPI GetCalendarInfoW(LCID id, CALID calendar, CALTYPE type, LPWSTR to, int room,
                            LPDWORD value)
{
    return get_info(locale_by_id(id), calendar, type, to, room, value);
}

int WINAPI GetCalendarInfoEx(LPCWSTR name, CALID calendar, LPCWSTR reserved, CALTYPE type,
                             LPWSTR to, int room, LPDWORD value)
{
    return get_info(locale_by_name(name), calendar, type, to, room, value);
}

int WINAPI GetCalendarInfoA(LCID id, CALID calendar, CALTYPE type, LPSTR to, int room,
                            LPDWORD value)
{
    WCHAR text[ROOM];
    int count;

    if (type & CAL_RETURN_NUMBER)
        return get_info(locale_by_id(id), calendar, type, NULL, 0, value);
    count = get_info(locale_by_id(id), calendar, type, text, ROOM, value);
    return count ? WideCharToMultiByte(CP_ACP, 0, text, count, to, room, NULL, NULL) : 0;
}

static BOOL one_calendar(const struct locale *locale, CALID calendar, CALTYPE type, WCHAR *text)
{
    if (!locale || (calendar != ENUM_ALL_CALENDARS && calendar != CAL_GREGORIAN))
        return nls_fail(ERROR_INVALID_PARAMETER);
    return text_of(locale, type & ~(CALTYPE)CAL_NOUSEROVERRIDE, text)
               ? TRUE
               : nls_fail(ERROR_INVALID_FLAGS);
}

BOOL WINAPI EnumCalendarInfoW(CALINFO_ENUMPROCW callback, LCID id, CALID calendar, CALTYPE type)
{
    WCHAR text[ROOM];

    if (!callback || !one_calendar(locale_by_id(id), calendar, type, text))
        return callback ? FALSE : nls_fail(ERROR_INVALID_PARAMETER);
    callback(text);
    return TRUE;
}

BOOL WINAPI EnumCalendarInfoExW(CALINFO_ENUMPROCEXW callback, LCID id, CALID calendar, CALTYPE type)
{
    WCHAR text[ROOM];

    if (!callback || !one_calendar(locale_by_id(id), calendar, type, text))
        return callback ? FALSE : nls_fail(ERROR_INVALID_PARAMETER);
    callback(text, CAL_GREGORIAN);
    return TRUE;
}

BOOL WINAPI EnumCalendarInfoExEx(CALINFO_ENUMPROCEXEX callback, LPCWSTR name, CALID calendar,
                                 LPCWSTR reserved, CALTYPE type, LPARAM param)
{
    WCHAR text[ROOM];

    if (!callback || !one_calendar(locale_by_name(name), calendar, type, text))
        return callback ? FALSE : nls_fail(ERROR_INVALID_PARAMETER);
    callback(text, CAL_GREGORIAN, NULL, param);
    return TRUE;
}

static LCTYPE date_type(DWORD flags)
{
    flags &= ~(DWORD)LOCALE_USE_CP_ACP;
    return flags == 0 || flags == DATE_SHORTDATE ? LOCALE_SSHORTDATE
           : flags == DATE_LONGDATE              ? LOCALE_SLONGDATE
           : flags == DATE_YEARMONTH             ? LOCALE_SYEARMONTH
           : flags == DATE_MONTHDAY              ? LOCALE_SMONTHDAY
                                                 : 0;
}

BOOL WINAPI EnumDateFormatsW(DATEFMT_ENUMPROCW callback, LCID id, DWORD flags)
{
    const struct locale *locale = locale_by_id(id);
    WCHAR text[ROOM];

    if (!callback || !locale)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (!date_type(flags))
        return nls_fail(ERROR_INVALID_FLAGS);
    locale_text(locale, date_type(flags), text, ROOM);
    callback(text);
    return TRUE;
}

BOOL WINAPI EnumDateFormatsExEx(DATEFMT_ENUMPROCEXEX callback, LPCWSTR name, DWORD flags,
                                LPARAM param)
{
    const struct locale *locale = locale_by_name(name);
    WCHAR text[ROOM];

    if (!callback || !locale)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (!date_type(flags))
        return nls_fail(ERROR_INVALID_FLAGS);
    locale_text(locale, date_type(flags), text, ROOM);
    callback(text, CAL_GREGORIAN, param);
    return TRUE;
}

BOOL WINAPI EnumTimeFormatsW(TIMEFMT_ENUMPROCW callback, LCID id, DWORD flags)
{
    const struct locale *locale = locale_by_id(id);
    WCHAR text[ROOM];

    if (!callback || !locale)
        return nls_fail(ERROR_INVALID_PARAMETER);
    locale_text(locale, flags == TIME_NOSECONDS ? LOCALE_SSHORTTIME : LOCALE_STIMEFORMAT, text,
                ROOM);
    callback(text);
    return TRUE;
}

BOOL WINAPI EnumTimeFormatsEx(TIMEFMT_ENUMPROCEX callback, LPCWSTR name, DWORD flags, LPARAM param)
{
    const struct locale *locale = locale_by_name(name);
    WCHAR text[ROOM];

    if (!callback || !locale)
        return nls_fail(ERROR_INVALID_PARAMETER);
    locale_text(locale, flags == TIME_NOSECONDS ? LOCALE_SSHORTTIME : LOCALE_STIMEFORMAT, text,
                ROOM);
    callback(text, param);
    return TRUE;
}
