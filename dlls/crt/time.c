/* Calendar arithmetic, and the functions that read a clock. */
#include "time_zone.h"

#include <sys/timeb.h>
#include <sys/utime.h>
#include <io.h>

#include "fd.h"
#include "file_time.h"

#undef time
#undef localtime
#undef gmtime
#undef mktime
#undef difftime

enum { DAY = 86400 };
#define LATEST 32536850399LL /* 3000-12-31 23:59:59 and a day's zones */

int64_t time_days(int64_t year, int month, int day)
{
    static const short before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t y = year - 1;
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return y * 365 + y / 4 - y / 100 + y / 400 - 719162 + before[month] + (leap && month > 1) +
           day - 1;
}

int time_month_length(int64_t year, int month)
{
    static const char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return lengths[month] + (leap && month == 1);
}

static void break_down(struct tm *to, int64_t time)
{
    int64_t days = time / DAY, rest = time % DAY;

    if (rest < 0) {
        rest += DAY;
        days--;
    }
    to->tm_hour = (int)(rest / 3600);
    to->tm_min = (int)(rest / 60 % 60);
    to->tm_sec = (int)(rest % 60);
    to->tm_wday = (int)((days + 4) % 7 + 7) % 7;
    int64_t year = 1970 + days / 366;
    while (time_days(year + 1, 0, 1) <= days)
        year++;
    while (time_days(year, 0, 1) > days)
        year--;
    to->tm_year = (int)(year - 1900);
    to->tm_yday = (int)(days - time_days(year, 0, 1));
    int month = 0, day = to->tm_yday;
    while (day >= time_month_length(year, month))
        day -= time_month_length(year, month++);
    to->tm_mon = month;
    to->tm_mday = day + 1;
    to->tm_isdst = 0;
}

errno_t time_to_tm(struct tm *to, int64_t time, int local)
{
    if (time < 0 || time > LATEST)
        return EINVAL;
    if (!local) {
        break_down(to, time);
        return 0;
    }
    time_zone_load();
    break_down(to, time - _timezone);
    int64_t second = (int64_t)to->tm_yday * DAY + to->tm_hour * 3600 + to->tm_min * 60 + to->tm_sec;
    if (time_is_daylight(to->tm_year + 1900, second)) {
        break_down(to, time - _timezone - _dstbias);
        to->tm_isdst = 1;
    }
    return 0;
}

int64_t time_from_tm(struct tm *tm, int local)
{
    int64_t year = (int64_t)tm->tm_year + 1900 + tm->tm_mon / 12;
    int month = tm->tm_mon % 12;

    if (month < 0) {
        month += 12;
        year--;
    }
    if (year < 1969 || year > 3001) {
        errno = EINVAL;
        return -1;
    }
    int64_t time = (time_days(year, month, 1) + tm->tm_mday - 1) * DAY +
                   (int64_t)tm->tm_hour * 3600 + (int64_t)tm->tm_min * 60 + tm->tm_sec;
    if (local) {
        struct tm standard;
        time_zone_load();
        break_down(&standard, time);
        int64_t second = (int64_t)standard.tm_yday * DAY + standard.tm_hour * 3600 +
                         standard.tm_min * 60 + standard.tm_sec;
        /* The clock's hour is daylight time's own from the jump on. */
        int daylight =
            tm->tm_isdst > 0 ||
            (tm->tm_isdst < 0 && time_is_daylight(standard.tm_year + 1900, second + _dstbias));
        time += _timezone + (daylight ? _dstbias : 0);
    }
    struct tm normal;
    if (time_to_tm(&normal, time, local)) {
        errno = EINVAL;
        return -1;
    }
    *tm = normal;
    return time;
}

static struct tm *own_tm(void)
{
    struct crt_thread *self = crt_self();

    if (!self->tm)
        self->tm = malloc(sizeof(*self->tm));
    return self->tm;
}

static errno_t checked(struct tm *to, int64_t time, int local)
{
    errno_t error = time_to_tm(to, time, local);

    if (error) {
        memset(to, 0xff, sizeof(*to));
        errno = error;
    }
    return error;
}

#define BREAK_DOWN(plain, secure, type, local)               \
    errno_t secure(struct tm *to, const type *time)          \
    {                                                        \
        CRT_REQUIRE(to &&time, EINVAL, EINVAL);              \
        return checked(to, *time, local);                    \
    }                                                        \
    struct tm *plain(const type *time)                       \
    {                                                        \
        struct tm *to = own_tm();                            \
        CRT_REQUIRE(time, EINVAL, NULL);                     \
        return to && !checked(to, *time, local) ? to : NULL; \
    }

BREAK_DOWN(_localtime64, _localtime64_s, __time64_t, 1)
BREAK_DOWN(_gmtime64, _gmtime64_s, __time64_t, 0)
BREAK_DOWN(_localtime32, _localtime32_s, __time32_t, 1)
BREAK_DOWN(_gmtime32, _gmtime32_s, __time32_t, 0)

static int64_t make(struct tm *tm, int local, int64_t limit)
{
    CRT_REQUIRE(tm, EINVAL, -1);
    struct tm copy = *tm;
    int64_t time = time_from_tm(&copy, local);
    if (time > limit) {
        errno = EINVAL;
        return -1;
    }
    if (time != -1)
        *tm = copy;
    return time;
}

__time64_t _mktime64(struct tm *tm)
{
    return make(tm, 1, INT64_MAX);
}

__time32_t _mktime32(struct tm *tm)
{
    return (__time32_t)make(tm, 1, INT32_MAX);
}

__time64_t _mkgmtime64(struct tm *tm)
{
    return make(tm, 0, INT64_MAX);
}

__time32_t _mkgmtime32(struct tm *tm)
{
    return (__time32_t)make(tm, 0, INT32_MAX);
}

__time64_t _time64(__time64_t *to)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    int64_t time = seconds_of(&now);
    if (to)
        *to = time;
    return time;
}

__time32_t _time32(__time32_t *to)
{
    __time32_t time = (__time32_t)_time64(NULL);

    if (to)
        *to = time;
    return time;
}

double _difftime64(__time64_t a, __time64_t b)
{
    CRT_REQUIRE(a >= 0 && b >= 0, EINVAL, 0);
    return (double)(a - b);
}

double _difftime32(__time32_t a, __time32_t b)
{
    CRT_REQUIRE(a >= 0 && b >= 0, EINVAL, 0);
    return (double)a - (double)b;
}

/* Wall-clock milliseconds since the process began, as on Windows. */
clock_t clock(void)
{
    static int64_t start;
    FILETIME now, made, ignored;

    GetSystemTimeAsFileTime(&now);
    if (!start) {
        if (!GetProcessTimes(GetCurrentProcess(), &made, &ignored, &ignored, &ignored))
            made = now;
        start = (int64_t)made.dwHighDateTime << 32 | made.dwLowDateTime;
    }
    int64_t ticks = ((int64_t)now.dwHighDateTime << 32 | now.dwLowDateTime) - start;
    return (clock_t)(ticks / (TICKS_PER_SECOND / CLOCKS_PER_SEC));
}

#define FTIME(name, secure, type)                                                                 \
    errno_t secure(struct type *to)                                                               \
    {                                                                                             \
        FILETIME now;                                                                             \
        struct tm tm;                                                                             \
        CRT_REQUIRE(to, EINVAL, EINVAL);                                                          \
        _tzset();                                                                                 \
        GetSystemTimeAsFileTime(&now);                                                            \
        to->time = seconds_of(&now);                                                              \
        to->millitm = (unsigned short)(((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime) / \
                                       10000 % 1000);                                             \
        to->timezone = (short)(_timezone / 60);                                                   \
        to->dstflag = !time_to_tm(&tm, to->time, 1) && tm.tm_isdst;                               \
        return 0;                                                                                 \
    }                                                                                             \
    void name(struct type *to)                                                                    \
    {                                                                                             \
        secure(to);                                                                               \
    }

FTIME(_ftime64, _ftime64_s, __timeb64)
FTIME(_ftime32, _ftime32_s, __timeb32)

int _timespec64_get(struct _timespec64 *to, int base)
{
    FILETIME now;

    if (!to || base != 1)
        return 0;
    GetSystemTimePreciseAsFileTime(&now);
    to->tv_sec = seconds_of(&now);
    to->tv_nsec =
        (long)(((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime) % TICKS_PER_SECOND * 100);
    return base;
}

int _timespec32_get(struct _timespec32 *to, int base)
{
    struct _timespec64 wide;

    if (!to || !_timespec64_get(&wide, base))
        return 0;
    to->tv_sec = (__time32_t)wide.tv_sec;
    to->tv_nsec = wide.tv_nsec;
    return base;
}

unsigned crt_getsystime(struct tm *to)
{
    SYSTEMTIME now;

    GetLocalTime(&now);
    time_to_tm(to, _time64(NULL), 1);
    return now.wMilliseconds;
}

unsigned crt_setsystime(struct tm *tm, unsigned milliseconds)
{
    SYSTEMTIME set = {(WORD)(tm->tm_year + 1900), (WORD)(tm->tm_mon + 1), 0,
                      (WORD)tm->tm_mday,          (WORD)tm->tm_hour,      (WORD)tm->tm_min,
                      (WORD)tm->tm_sec,           (WORD)milliseconds};

    return SetLocalTime(&set) ? 0 : GetLastError();
}
