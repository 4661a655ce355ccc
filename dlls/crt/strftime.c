/* strftime and wcsftime: one engine on wide text. */
#include <stddef.h>
#include "locale_data.h"
#include "time_zone.h"

struct output {
    wchar_t *to;
    size_t used, room;
    const struct tm *tm;
    const struct crt_time_names *names;
    int c_locale;
    int bad;
};

static void put(struct output *o, wchar_t c)
{
    if (o->used < o->room)
        o->to[o->used] = c;
    o->used++;
}

static void put_text(struct output *o, const wchar_t *text)
{
    while (*text)
        put(o, *text++);
}

/* At least `digits` digits (none added when `bare`). */
static void put_number(struct output *o, int64_t value, int digits, int bare, wchar_t pad)
{
    wchar_t text[24];
    int used = 0;

    if (value < 0) {
        put(o, '-');
        value = -value;
    }
    do
        text[used++] = (wchar_t)('0' + value % 10);
    while (value /= 10);
    while (!bare && used < digits)
        text[used++] = pad;
    while (used)
        put(o, text[--used]);
}

static int in_range(struct output *o, int value, int low, int high)
{
    if (value >= low && value <= high)
        return 1;
    o->bad = 1;
    return 0;
}

static void number(struct output *o, int value, int low, int high, int add, int digits, int bare)
{
    if (in_range(o, value, low, high))
        put_number(o, value + add, digits, bare, '0');
}

/* ISO 8601: the week belongs to the year that has its Thursday. */
static int iso_week(const struct tm *tm, int *year)
{
    int weekday = (tm->tm_wday + 6) % 7; /* Monday 0 */
    int week = (tm->tm_yday - weekday + 10) / 7;
    int64_t full = tm->tm_year + 1900LL;

    if (week < 1) {
        full--;
        int64_t days = time_days(full + 1, 0, 1) - time_days(full, 0, 1);
        week = (int)((tm->tm_yday + days - weekday + 10) / 7);
    } else if (week == 53) {
        int64_t days = time_days(full + 1, 0, 1) - time_days(full, 0, 1);
        if (tm->tm_yday - weekday + 3 >= days) {
            week = 1;
            full++;
        }
    }
    *year = (int)full;
    return week;
}

static int hour12(int hour)
{
    return hour % 12 ? hour % 12 : 12;
}

/* A picture as GetDateFormat and GetTimeFormat take it. */
static void put_picture(struct output *o, const wchar_t *picture)
{
    const struct tm *tm = o->tm;

    while (*picture) {
        wchar_t c = *picture;
        int count = 0;
        if (c == '\'') {
            for (picture++; *picture && *picture != '\''; picture++)
                put(o, *picture);
            picture += *picture != 0;
            continue;
        }
        while (*picture == c) {
            picture++;
            count++;
        }
        switch (c) {
        case 'd':
            if (count >= 3)
                put_text(o, o->names->wdays[tm->tm_wday + (count > 3 ? 7 : 0)]);
            else
                put_number(o, tm->tm_mday, count, 0, '0');
            break;
        case 'M':
            if (count >= 3)
                put_text(o, o->names->wmonths[tm->tm_mon + (count > 3 ? 12 : 0)]);
            else
                put_number(o, tm->tm_mon + 1, count, 0, '0');
            break;
        case 'y':
            put_number(o, count > 2 ? tm->tm_year + 1900 : tm->tm_year % 100, count > 2 ? 4 : count,
                       0, '0');
            break;
        case 'h':
            put_number(o, hour12(tm->tm_hour), count, 0, '0');
            break;
        case 'H':
            put_number(o, tm->tm_hour, count, 0, '0');
            break;
        case 'm':
            put_number(o, tm->tm_min, count, 0, '0');
            break;
        case 's':
            put_number(o, tm->tm_sec, count, 0, '0');
            break;
        case 't':
            if (count == 1)
                put(o, o->names->wam_pm[tm->tm_hour >= 12][0]);
            else
                put_text(o, o->names->wam_pm[tm->tm_hour >= 12]);
            break;
        default:
            while (count--)
                put(o, c);
            break;
        }
    }
}

static void expand(struct output *o, const wchar_t *format);

static int date_is_valid(struct output *o)
{
    const struct tm *tm = o->tm;

    return in_range(o, tm->tm_wday, 0, 6) && in_range(o, tm->tm_mon, 0, 11) &&
           in_range(o, tm->tm_mday, 1, 31) && in_range(o, tm->tm_hour, 0, 23) &&
           in_range(o, tm->tm_min, 0, 59) && in_range(o, tm->tm_sec, 0, 60);
}

static void put_date_and_time(struct output *o, int bare)
{
    if (!date_is_valid(o))
        return;
    if (is_ucrt && o->c_locale && !bare) {
        expand(o, L"%a %b %e %H:%M:%S %Y");
        return;
    }
    put_picture(o, bare ? o->names->wlong_date : o->names->wshort_date);
    put(o, ' ');
    put_picture(o, o->names->wtime);
}

static void put_zone_offset(struct output *o)
{
    time_zone_load();
    long offset = -(_timezone + (o->tm->tm_isdst > 0 ? _dstbias : 0));
    put(o, offset < 0 ? '-' : '+');
    if (offset < 0)
        offset = -offset;
    put_number(o, offset / 3600 * 100 + offset / 60 % 60, 4, 0, '0');
}

static void names(struct output *o, wchar_t c)
{
    const struct tm *tm = o->tm;

    switch (c) {
    case 'a':
    case 'A':
        if (in_range(o, tm->tm_wday, 0, 6))
            put_text(o, o->names->wdays[tm->tm_wday + (c == 'A' ? 7 : 0)]);
        return;
    case 'b':
    case 'h':
    case 'B':
        if (in_range(o, tm->tm_mon, 0, 11))
            put_text(o, o->names->wmonths[tm->tm_mon + (c == 'B' ? 12 : 0)]);
        return;
    case 'p':
        if (in_range(o, tm->tm_hour, 0, 23))
            put_text(o, o->names->wam_pm[tm->tm_hour >= 12]);
        return;
    default:
        put_text(o, tm->tm_isdst >= 0 ? time_zone_name(tm->tm_isdst) : L"");
        return;
    }
}

static void years_and_weeks(struct output *o, wchar_t c, int bare)
{
    const struct tm *tm = o->tm;
    int year, week;

    switch (c) {
    case 'C':
        put_number(o, (tm->tm_year + 1900) / 100, 2, bare, '0');
        return;
    case 'y':
        put_number(o, (tm->tm_year % 100 + 100) % 100, 2, bare, '0');
        return;
    case 'Y':
        put_number(o, tm->tm_year + 1900LL, is_ucrt ? 4 : 1, bare, '0');
        return;
    case 'U':
        put_number(o, (tm->tm_yday + 7 - tm->tm_wday) / 7, 2, bare, '0');
        return;
    case 'W':
        put_number(o, (tm->tm_yday + 7 - (tm->tm_wday + 6) % 7) / 7, 2, bare, '0');
        return;
    }
    week = iso_week(tm, &year);
    if (c == 'V')
        put_number(o, week, 2, bare, '0');
    else
        put_number(o, c == 'g' ? year % 100 : year, c == 'g' ? 2 : 4, bare, '0');
}

/* The conversions that stand for a field as a number. */
static const struct {
    wchar_t c;
    size_t field; /* of struct tm */
    int low, high, add, width;
} numbers[] = {
    {'d', offsetof(struct tm, tm_mday), 1, 31, 0, 2},
    {'H', offsetof(struct tm, tm_hour), 0, 23, 0, 2},
    {'j', offsetof(struct tm, tm_yday), 0, 365, 1, 3},
    {'m', offsetof(struct tm, tm_mon), 0, 11, 1, 2},
    {'M', offsetof(struct tm, tm_min), 0, 59, 0, 2},
    {'S', offsetof(struct tm, tm_sec), 0, 60, 0, 2},
    {'w', offsetof(struct tm, tm_wday), 0, 6, 0, 1},
};

/* The conversions that stand for others. */
static const struct {
    wchar_t c;
    const wchar_t *text;
} expansions[] = {
    {'D', L"%m/%d/%y"}, {'F', L"%Y-%m-%d"}, {'r', L"%I:%M:%S %p"}, {'R', L"%H:%M"},
    {'T', L"%H:%M:%S"}, {'n', L"\n"},       {'t', L"\t"},
};

static int convert_by_table(struct output *o, wchar_t c, int bare)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].c == c) {
            int value = *(const int *)((const char *)o->tm + numbers[i].field);
            number(o, value, numbers[i].low, numbers[i].high, numbers[i].add, numbers[i].width,
                   bare);
            return 1;
        }
    for (size_t i = 0; i < sizeof expansions / sizeof *expansions; i++)
        if (expansions[i].c == c) {
            expand(o, expansions[i].text);
            return 1;
        }
    return 0;
}

static void convert(struct output *o, wchar_t c, int bare)
{
    const struct tm *tm = o->tm;

    if (convert_by_table(o, c, bare))
        return;
    switch (c) {
    case 'a':
    case 'A':
    case 'b':
    case 'B':
    case 'h':
    case 'p':
    case 'Z':
        names(o, c);
        break;
    case 'C':
    case 'g':
    case 'G':
    case 'U':
    case 'V':
    case 'W':
    case 'y':
    case 'Y':
        years_and_weeks(o, c, bare);
        break;
    case 'c':
        put_date_and_time(o, bare);
        break;
    case 'x':
        if (date_is_valid(o))
            put_picture(o, bare ? o->names->wlong_date : o->names->wshort_date);
        break;
    case 'X':
        if (date_is_valid(o))
            put_picture(o, o->names->wtime);
        break;
    case 'e':
        if (in_range(o, tm->tm_mday, 1, 31))
            put_number(o, tm->tm_mday, 2, bare, ' ');
        break;
    case 'I':
        number(o, hour12(tm->tm_hour), 1, 12, 0, 2, bare);
        break;
    case 'u':
        number(o, tm->tm_wday ? tm->tm_wday : 7, 1, 7, 0, 1, bare);
        break;
    case 'z':
        if (is_ucrt)
            put_zone_offset(o);
        else
            names(o, 'Z');
        break;
    case '%':
        put(o, '%');
        break;
    default:
        o->bad = 1;
        break;
    }
}

static void expand(struct output *o, const wchar_t *format)
{
    for (; *format && !o->bad; format++) {
        if (*format != '%') {
            put(o, *format);
            continue;
        }
        int bare = 0;
        format++;
        if (*format == '#') {
            bare = 1;
            format++;
        } else if (*format == 'E' || *format == 'O') {
            format++;
        }
        if (!*format) {
            o->bad = 1;
            return;
        }
        convert(o, *format, bare);
    }
}

size_t _wcsftime_l(wchar_t *to, size_t count, const wchar_t *format, const struct tm *tm,
                   _locale_t locale)
{
    struct crt_locdata *data = crt_loc_of(locale);

    CRT_REQUIRE(to && count && format, EINVAL, 0);
    *to = 0;
    CRT_REQUIRE(tm, EINVAL, 0);
    struct output o = {to, 0, count, tm, crt_time_names(data), crt_is_c(data, LC_TIME), 0};
    expand(&o, format);
    if (o.bad) {
        *to = 0;
        crt_invalid(EINVAL);
        return 0;
    }
    if (o.used >= count) {
        *to = 0;
        errno = ERANGE;
        return 0;
    }
    to[o.used] = 0;
    return o.used;
}

size_t wcsftime(wchar_t *to, size_t count, const wchar_t *format, const struct tm *tm)
{
    return _wcsftime_l(to, count, format, tm, NULL);
}

size_t _strftime_l(char *to, size_t size, const char *format, const struct tm *tm, _locale_t locale)
{
    size_t result = 0;

    CRT_REQUIRE(to && size && format, EINVAL, 0);
    *to = 0;
    CRT_REQUIRE(tm, EINVAL, 0);
    size_t length = strlen(format) + 1, room = size + 1;
    wchar_t *wide_format = malloc((length + room) * sizeof(wchar_t));
    if (!wide_format)
        return 0;
    wchar_t *wide = wide_format + length;
    if (_mbstowcs_l(wide_format, format, length, locale) != (size_t)-1 &&
        _wcsftime_l(wide, room, wide_format, tm, locale)) {
        result = _wcstombs_l(to, wide, size, locale);
        if (result >= size) {
            *to = 0;
            if (result == size)
                errno = ERANGE;
            result = 0;
        }
    }
    free(wide_format);
    return result;
}

size_t strftime(char *to, size_t size, const char *format, const struct tm *tm)
{
    return _strftime_l(to, size, format, tm, NULL);
}
