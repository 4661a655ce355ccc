/*
 * Calendar time in msvcrt.dll.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char text[128];

CASE(gmtime_of_the_epoch)
{
    __time64_t zero = 0;
    struct tm *tm = _gmtime64(&zero);
    CHECK_EQ(tm->tm_year, 70);
    CHECK_EQ(tm->tm_mon, 0);
    CHECK_EQ(tm->tm_mday, 1);
    CHECK_EQ(tm->tm_wday, 4);
    CHECK_EQ(tm->tm_yday, 0);
    CHECK_EQ(tm->tm_hour, 0);
}

CASE(gmtime_of_a_leap_day)
{
    __time64_t time = 951827696; /* 2000-02-29 12:34:56 */
    struct tm *tm = _gmtime64(&time);
    CHECK_EQ(tm->tm_year, 100);
    CHECK_EQ(tm->tm_mon, 1);
    CHECK_EQ(tm->tm_mday, 29);
    CHECK_EQ(tm->tm_sec, 56);
    CHECK_EQ(tm->tm_yday, 59);
    CHECK_EQ(tm->tm_wday, 2);
}

CASE(gmtime_after_2038)
{
    __time64_t time = 4102444800ll;
    struct tm *tm = _gmtime64(&time);
    CHECK_EQ(tm->tm_year, 200);
    CHECK_EQ(tm->tm_mon, 0);
    CHECK_EQ(tm->tm_mday, 1);
    CHECK_EQ(tm->tm_wday, 5);
}

CASE(mktime_normalizes)
{
    struct tm tm = {.tm_year = 100, .tm_mon = 13, .tm_mday = -3, .tm_hour = 25, .tm_isdst = -1};
    CHECK(_mktime64(&tm) > 0);
    CHECK_EQ(tm.tm_year, 101);
    CHECK_EQ(tm.tm_mon, 0);
    CHECK_EQ(tm.tm_mday, 29);
    CHECK_EQ(tm.tm_hour, 1);
    CHECK_EQ(tm.tm_wday, 1);
}

CASE(mktime_inverts_localtime)
{
    for (__time64_t time = 86400; time < 4000000000ll; time += 123456789) {
        struct tm tm = *_localtime64(&time);
        CHECK_EQ(_mktime64(&tm), time);
    }
}

CASE(asctime_text)
{
    struct tm tm = {.tm_year = 73,
                    .tm_mon = 8,
                    .tm_mday = 16,
                    .tm_hour = 1,
                    .tm_min = 3,
                    .tm_sec = 52,
                    .tm_wday = 0};
    CHECK_STR(asctime(&tm), "Sun Sep 16 01:03:52 1973\n");
}

static struct tm sample = {.tm_year = 126,
                           .tm_mon = 10,
                           .tm_mday = 3,
                           .tm_hour = 15,
                           .tm_min = 4,
                           .tm_sec = 5,
                           .tm_wday = 2,
                           .tm_yday = 306};

#define FORMATS(name, expected, format)                                                \
    CASE(name)                                                                         \
    {                                                                                  \
        CHECK_EQ(strftime(text, sizeof(text), format, &sample), sizeof(expected) - 1); \
        CHECK_STR(text, expected);                                                     \
    }

FORMATS(strftime_names, "Tue Tuesday Nov November PM", "%a %A %b %B %p")
FORMATS(strftime_date, "2026-11-03 26", "%Y-%m-%d %y")
FORMATS(strftime_clock, "15:04:05 03", "%H:%M:%S %I")
FORMATS(strftime_days, "307 2", "%j %w")
FORMATS(strftime_weeks, "44 44", "%U %W")
FORMATS(strftime_short, "11/03/26 15:04:05", "%x %X")
#ifdef _UCRT
FORMATS(strftime_both, "Tue Nov  3 15:04:05 2026", "%c")
#else
FORMATS(strftime_both, "11/03/26 15:04:05", "%c")
#endif
FORMATS(strftime_bare, "3 5", "%#d %#S")
FORMATS(strftime_percent, "%", "%%")

CASE(strftime_too_small)
{
    strcpy(text, "old");
    CHECK_EQ(strftime(text, 4, "%Y-%m", &sample), 0);
}

CASE(wcsftime_same)
{
    wchar_t wide[32];
    CHECK_EQ(wcsftime(wide, 32, L"%Y/%m", &sample), 7);
    CHECK_WSTR(wide, L"2026/11");
}

CASE(time_moves_forward)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    long long seconds =
        ((long long)now.dwHighDateTime << 32 | now.dwLowDateTime) / 10000000 - 11644473600ll;
    __time64_t time = _time64(NULL);
    CHECK(time >= seconds && time <= seconds + 2);
}

CASE(negative_time_has_no_date)
{
    __time64_t time = -1000000;
    CHECK(_gmtime64(&time) == NULL);
}
