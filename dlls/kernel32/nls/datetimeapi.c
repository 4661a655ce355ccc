/*
 * datetimeapi.c - GetDateFormat and GetTimeFormat: pictures such as "dddd, MMMM d, yyyy" and
 * "h:mm:ss tt". Text in apostrophes stands for itself; a doubled one inside is an apostrophe.
 */
#include "locale.h"

enum {
    ROOM = 256,
    DATE_FLAGS = DATE_SHORTDATE | DATE_LONGDATE | LOCALE_USE_CP_ACP | DATE_YEARMONTH |
                 DATE_LTRREADING | DATE_RTLREADING | DATE_AUTOLAYOUT | DATE_MONTHDAY |
                 LOCALE_NOUSEROVERRIDE
};

struct text {
    WCHAR at[ROOM];
    int count;
};

static void put(struct text *t, WCHAR c)
{
    if (t->count < ROOM - 1)
        t->at[t->count++] = c;
}

static void put_string(struct text *t, PCWSTR s)
{
    while (*s)
        put(t, *s++);
}

static void put_digits(struct text *t, int value, int digits)
{
    WCHAR reversed[12];
    int count = 0;

    do {
        reversed[count++] = (WCHAR)('0' + value % 10);
        value /= 10;
    } while (value || count < digits);
    while (count)
        put(t, reversed[--count]);
}

static void put_format(struct text *t, const struct locale *locale, LCTYPE type)
{
    WCHAR value[80];

    locale_text(locale, type, value, 80);
    put_string(t, value);
}

/* Months in the genitive are not told apart from the others. */
static void put_date_part(struct text *t, const struct locale *locale, const SYSTEMTIME *st,
                          WCHAR c, int count)
{
    int weekday = (st->wDayOfWeek + 6) % 7;

    if (c == 'd' && count <= 2)
        put_digits(t, st->wDay, count);
    else if (c == 'd')
        put_format(t, locale, (count == 3 ? LOCALE_SABBREVDAYNAME1 : LOCALE_SDAYNAME1) + weekday);
    else if (c == 'M' && count <= 2)
        put_digits(t, st->wMonth, count);
    else if (c == 'M')
        put_format(t, locale,
                   (count == 3 ? LOCALE_SABBREVMONTHNAME1 : LOCALE_SMONTHNAME1) + st->wMonth - 1);
    else if (c == 'y' && count <= 2)
        put_digits(t, st->wYear % 100, count);
    else if (c == 'y')
        put_digits(t, st->wYear, count == 3 ? 4 : min(count, 5));
    else
        put_string(t, L"A.D.");
}

struct clock {
    const SYSTEMTIME *st;
    DWORD flags;
};

static BOOL put_time_part(struct text *t, const struct locale *locale, const struct clock *clock,
                          WCHAR c, int count)
{
    int hour = clock->st->wHour;

    switch (c) {
    case 'h':
        if (!(clock->flags & TIME_FORCE24HOURFORMAT))
            hour = hour % 12 ? hour % 12 : 12;
        put_digits(t, hour, min(count, 2));
        return TRUE;
    case 'H':
        put_digits(t, hour, min(count, 2));
        return TRUE;
    case 'm':
        if (clock->flags & TIME_NOMINUTESORSECONDS)
            return FALSE;
        put_digits(t, clock->st->wMinute, min(count, 2));
        return TRUE;
    case 's':
        if (clock->flags & (TIME_NOSECONDS | TIME_NOMINUTESORSECONDS))
            return FALSE;
        put_digits(t, clock->st->wSecond, min(count, 2));
        return TRUE;
    default:
        if (clock->flags & TIME_NOTIMEMARKER)
            return FALSE;
        if (count > 1) {
            put_format(t, locale, hour < 12 ? LOCALE_SAM : LOCALE_SPM);
        } else {
            WCHAR mark[16];

            locale_text(locale, hour < 12 ? LOCALE_SAM : LOCALE_SPM, mark, 16);
            if (mark[0])
                put(t, mark[0]);
        }
        return TRUE;
    }
}

/* Quoted text; returns the place after it. */
static PCWSTR put_quoted(struct text *t, PCWSTR p)
{
    for (p++; *p; p++) {
        if (*p == '\'' && p[1] != '\'')
            return p + 1;
        if (*p == '\'')
            p++;
        put(t, *p);
    }
    return p;
}

static void format_date(struct text *t, const struct locale *locale, const SYSTEMTIME *st, PCWSTR p)
{
    while (*p) {
        WCHAR c = *p;
        int count = 0;

        if (c == '\'') {
            p = put_quoted(t, p);
        } else if (c == 'd' || c == 'M' || c == 'y' || c == 'g') {
            while (*p == c) {
                p++;
                count++;
            }
            put_date_part(t, locale, st, c, count);
        } else {
            put(t, *p++);
        }
    }
}

/* A part that the flags leave out takes the separator before it along. */
static void format_time(struct text *t, const struct locale *locale, const struct clock *clock,
                        PCWSTR p)
{
    int last_kept = 0;

    while (*p) {
        WCHAR c = *p;
        int count = 0;

        if (c == '\'') {
            p = put_quoted(t, p);
            continue;
        }
        if (!wcschr(L"hHmst", c)) {
            put(t, *p++);
            continue;
        }
        for (; *p == c; p++)
            count++;
        if (put_time_part(t, locale, clock, c, count))
            last_kept = t->count;
        else
            t->count = last_kept;
    }
}

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

/* Today where there is none; else a real day, its weekday worked out. */
static BOOL check_date(const SYSTEMTIME *st, SYSTEMTIME *good)
{
    FILETIME ft;

    if (!st) {
        GetLocalTime(good);
        return TRUE;
    }
    *good = *st;
    good->wHour = good->wMinute = good->wSecond = good->wMilliseconds = 0;
    return SystemTimeToFileTime(good, &ft) && FileTimeToSystemTime(&ft, good);
}

static int date_format(const struct locale *locale, DWORD flags, const SYSTEMTIME *st,
                       PCWSTR picture, WCHAR *to, int room)
{
    DWORD kind = flags & (DATE_SHORTDATE | DATE_LONGDATE | DATE_YEARMONTH | DATE_MONTHDAY);
    struct text t = {.count = 0};
    WCHAR own[80];
    SYSTEMTIME day;

    if (!locale || room < 0 || (room && !to))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (flags & ~(DWORD)DATE_FLAGS || kind & (kind - 1) || (picture && kind))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (!check_date(st, &day))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (!picture) {
        locale_text(locale,
                    kind == DATE_LONGDATE    ? LOCALE_SLONGDATE
                    : kind == DATE_YEARMONTH ? LOCALE_SYEARMONTH
                    : kind == DATE_MONTHDAY  ? LOCALE_SMONTHDAY
                                             : LOCALE_SSHORTDATE,
                    own, 80);
        picture = own;
    }
    format_date(&t, locale, &day, picture);
    return answer(&t, to, room);
}

static int time_format(const struct locale *locale, DWORD flags, const SYSTEMTIME *st,
                       PCWSTR picture, WCHAR *to, int room)
{
    const DWORD may = TIME_NOMINUTESORSECONDS | TIME_NOSECONDS | TIME_NOTIMEMARKER |
                      TIME_FORCE24HOURFORMAT | LOCALE_NOUSEROVERRIDE | LOCALE_USE_CP_ACP;
    struct text t = {.count = 0};
    WCHAR own[80];
    SYSTEMTIME now;
    struct clock clock = {st ? st : &now, flags};

    if (!locale || room < 0 || (room && !to))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (flags & ~may)
        return nls_fail(ERROR_INVALID_FLAGS);
    if (!st)
        GetLocalTime(&now);
    else if (st->wHour > 23 || st->wMinute > 59 || st->wSecond > 59 || st->wMilliseconds > 999)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (!picture) {
        locale_text(locale, LOCALE_STIMEFORMAT, own, 80);
        picture = own;
    }
    format_time(&t, locale, &clock, picture);
    return answer(&t, to, room);
}

int WINAPI GetDateFormatEx(LPCWSTR name, DWORD flags, const SYSTEMTIME *st, LPCWSTR picture,
                           LPWSTR to, int room, LPCWSTR calendar)
{
    if (calendar)
        return nls_fail(ERROR_INVALID_PARAMETER);
    return date_format(locale_by_name(name), flags, st, picture, to, room);
}

int WINAPI GetDateFormatW(LCID id, DWORD flags, const SYSTEMTIME *st, LPCWSTR picture, LPWSTR to,
                          int room)
{
    return date_format(locale_by_id(id), flags, st, picture, to, room);
}

int WINAPI GetTimeFormatEx(LPCWSTR name, DWORD flags, const SYSTEMTIME *st, LPCWSTR picture,
                           LPWSTR to, int room)
{
    return time_format(locale_by_name(name), flags, st, picture, to, room);
}

int WINAPI GetTimeFormatW(LCID id, DWORD flags, const SYSTEMTIME *st, LPCWSTR picture, LPWSTR to,
                          int room)
{
    return time_format(locale_by_id(id), flags, st, picture, to, room);
}

typedef int(WINAPI *format_fn)(LCID, DWORD, const SYSTEMTIME *, LPCWSTR, LPWSTR, int);

static int narrow(format_fn format, LCID id, DWORD flags, const SYSTEMTIME *st, LPCSTR picture,
                  LPSTR to, int room)
{
    WCHAR *wide = picture ? nls_widen(picture, -1, NULL) : NULL, made[ROOM];
    int count;

    if (picture && !wide)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    count = room < 0 || (room && !to) ? nls_fail(ERROR_INVALID_PARAMETER)
                                      : format(id, flags, st, wide, made, ROOM);
    nls_free(wide);
    return count ? WideCharToMultiByte(CP_ACP, 0, made, count, to, room, NULL, NULL) : 0;
}

int WINAPI GetDateFormatA(LCID id, DWORD flags, const SYSTEMTIME *st, LPCSTR picture, LPSTR to,
                          int room)
{
    return narrow(GetDateFormatW, id, flags, st, picture, to, room);
}

int WINAPI GetTimeFormatA(LCID id, DWORD flags, const SYSTEMTIME *st, LPCSTR picture, LPSTR to,
                          int room)
{
    return narrow(GetTimeFormatW, id, flags, st, picture, to, room);
}
