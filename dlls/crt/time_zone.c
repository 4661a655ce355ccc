/*
 * The time zone: TZ if it is set ("PST8PDT": name, hours west, daylight name), else the system's
 * rules. With TZ the United States' rules for daylight time hold, as the documentation says.
 */
#include "time_zone.h"

enum { NAME_SIZE = 64 };

static char names[2][NAME_SIZE] = {"PST", "PDT"};
static wchar_t wide_names[2][NAME_SIZE] = {L"PST", L"PDT"};
char *_tzname[2] = {names[0], names[1]};
long _timezone = 28800;
int _daylight = 1;
long _dstbias = -3600;

static TIME_ZONE_INFORMATION info;
static int from_system, loaded;

static void set_name(int which, const char *text, size_t length)
{
    if (length >= NAME_SIZE)
        length = NAME_SIZE - 1;
    memcpy(names[which], text, length);
    names[which][length] = 0;
    MultiByteToWideChar(CP_ACP, 0, names[which], -1, wide_names[which], NAME_SIZE);
}

static long take_number(const char **p)
{
    long value = 0;

    while (**p >= '0' && **p <= '9')
        value = value * 10 + (*(*p)++ - '0');
    return value;
}

static void from_variable(const char *tz)
{
    const char *p = tz;
    int negative;

    for (int i = 0; i < 3 && *p; i++)
        p++;
    set_name(0, tz, p - tz);
    negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    _timezone = take_number(&p) * 3600;
    if (*p == ':') {
        p++;
        _timezone += take_number(&p) * 60;
        if (*p == ':') {
            p++;
            _timezone += take_number(&p);
        }
    }
    if (negative)
        _timezone = -_timezone;
    _daylight = *p != 0;
    _dstbias = -3600;
    set_name(1, p, strlen(p) < 3 ? strlen(p) : 3);
}

static void load(void)
{
    const char *tz = getenv("TZ");

    from_system = 0;
    if (tz && *tz) {
        from_variable(tz);
    } else if (GetTimeZoneInformation(&info) != TIME_ZONE_ID_INVALID) {
        char text[NAME_SIZE];
        from_system = 1;
        _timezone = info.Bias * 60;
        if (info.StandardDate.wMonth)
            _timezone += info.StandardBias * 60;
        _daylight = info.DaylightDate.wMonth && info.DaylightBias;
        _dstbias = _daylight ? (info.DaylightBias - info.StandardBias) * 60 : 0;
        for (int i = 0; i < 2; i++) {
            const wchar_t *name = i ? info.DaylightName : info.StandardName;
            if (!WideCharToMultiByte(CP_ACP, 0, name, -1, text, sizeof(text), NULL, NULL))
                *text = 0;
            set_name(i, text, strlen(text));
        }
    }
    loaded = 1;
}

void _tzset(void)
{
    crt_lock(CRT_LOCK_TIME);
    load();
    crt_unlock(CRT_LOCK_TIME);
}

void time_zone_load(void)
{
    if (!loaded)
        _tzset();
}

/* Seconds from the year's start of the n-th (5: last) weekday of a month, at a time of the day. */
static int64_t rule_second(int year, int month, int weekday, int n, int second)
{
    int first = (int)((time_days(year, month, 1) + 4) % 7);
    int day;

    if (first < 0)
        first += 7;
    day = 1 + (weekday - first + 7) % 7 + (n - 1) * 7;
    while (day > time_month_length(year, month))
        day -= 7;
    return (time_days(year, month, day) - time_days(year, 0, 1)) * 86400 + second;
}

static int64_t system_second(int year, const SYSTEMTIME *at)
{
    int second = at->wHour * 3600 + at->wMinute * 60 + at->wSecond;

    if (at->wYear)
        return (time_days(year, at->wMonth - 1, at->wDay) - time_days(year, 0, 1)) * 86400 + second;
    return rule_second(year, at->wMonth - 1, at->wDayOfWeek, at->wDay, second);
}

int time_is_daylight(int year, int64_t second)
{
    int64_t start, end;

    if (!_daylight)
        return 0;
    if (from_system) {
        start = system_second(year, &info.DaylightDate);
        end = system_second(year, &info.StandardDate) + _dstbias;
    } else if (year >= 2007) {
        start = rule_second(year, 2, 0, 2, 7200);
        end = rule_second(year, 10, 0, 1, 7200) + _dstbias;
    } else {
        start = rule_second(year, 3, 0, year < 1987 ? 5 : 1, 7200);
        end = rule_second(year, 9, 0, 5, 7200) + _dstbias;
    }
    /* `second` counts in standard time */
    return start < end ? second >= start && second < end : second >= start || second < end;
}

const wchar_t *time_zone_name(int daylight)
{
    time_zone_load();
    return wide_names[daylight > 0];
}

int *__daylight(void)
{
    return &_daylight;
}

long *__timezone(void)
{
    return &_timezone;
}

long *__dstbias(void)
{
    return &_dstbias;
}

char **__tzname(void)
{
    return _tzname;
}

errno_t _get_daylight(int *to)
{
    CRT_REQUIRE(to, EINVAL, EINVAL);
    *to = _daylight;
    return 0;
}

errno_t _get_timezone(long *to)
{
    CRT_REQUIRE(to, EINVAL, EINVAL);
    *to = _timezone;
    return 0;
}

errno_t _get_dstbias(long *to)
{
    CRT_REQUIRE(to, EINVAL, EINVAL);
    *to = _dstbias;
    return 0;
}

errno_t _get_tzname(size_t *needed, char *to, size_t size, int index)
{
    CRT_REQUIRE(needed && (to || !size) && (index == 0 || index == 1), EINVAL, EINVAL);
    *needed = strlen(names[index]) + 1;
    if (!to)
        return 0;
    return strcpy_s(to, size, names[index]);
}
