/* asctime, ctime, and the dates and times of _strdate and _strtime. */
#include "time_zone.h"

enum { TEXT_SIZE = 26 };

#undef ctime

static void write_text(char *to, const struct tm *tm)
{
    static const char days[] = "SunMonTueWedThuFriSat",
                      months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    memcpy(to, days + tm->tm_wday * 3, 3);
    memcpy(to + 4, months + tm->tm_mon * 3, 3);
    sprintf(to + 7, " %02d %02d:%02d:%02d %04d\n", tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec,
            tm->tm_year + 1900);
    to[3] = ' ';
}

static int valid(const struct tm *tm)
{
    return tm && tm->tm_year >= 0 && tm->tm_year <= 8099 && (unsigned)tm->tm_mon < 12 &&
           (unsigned)tm->tm_hour < 24 && (unsigned)tm->tm_min < 60 && (unsigned)tm->tm_sec < 61 &&
           (unsigned)tm->tm_wday < 7 && tm->tm_mday >= 1 && tm->tm_mday <= 31;
}

errno_t asctime_s(char *to, size_t size, const struct tm *tm)
{
    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    *to = 0;
    CRT_REQUIRE(size >= TEXT_SIZE && valid(tm), EINVAL, EINVAL);
    write_text(to, tm);
    return 0;
}

errno_t _wasctime_s(wchar_t *to, size_t count, const struct tm *tm)
{
    char text[TEXT_SIZE];

    CRT_REQUIRE(to && count, EINVAL, EINVAL);
    *to = 0;
    CRT_REQUIRE(count >= TEXT_SIZE && valid(tm), EINVAL, EINVAL);
    write_text(text, tm);
    for (int i = 0; i < TEXT_SIZE; i++)
        to[i] = text[i];
    return 0;
}

char *asctime(const struct tm *tm)
{
    struct crt_thread *self = crt_self();

    if (!self->asctime_text)
        self->asctime_text = malloc(TEXT_SIZE);
    return self->asctime_text && !asctime_s(self->asctime_text, TEXT_SIZE, tm) ? self->asctime_text
                                                                               : NULL;
}

wchar_t *_wasctime(const struct tm *tm)
{
    struct crt_thread *self = crt_self();

    if (!self->wasctime_text)
        self->wasctime_text = malloc(TEXT_SIZE * sizeof(wchar_t));
    return self->wasctime_text && !_wasctime_s(self->wasctime_text, TEXT_SIZE, tm)
               ? self->wasctime_text
               : NULL;
}

#define CTIME(plain, secure, wide, wide_secure, type)                                 \
    char *plain(const type *time)                                                     \
    {                                                                                 \
        struct tm tm;                                                                 \
        CRT_REQUIRE(time, EINVAL, NULL);                                              \
        return time_to_tm(&tm, *time, 1) ? NULL : asctime(&tm);                       \
    }                                                                                 \
    errno_t secure(char *to, size_t size, const type *time)                           \
    {                                                                                 \
        struct tm tm;                                                                 \
        CRT_REQUIRE(to &&size &&time && !time_to_tm(&tm, *time, 1), EINVAL, EINVAL);  \
        return asctime_s(to, size, &tm);                                              \
    }                                                                                 \
    wchar_t *wide(const type *time)                                                   \
    {                                                                                 \
        struct tm tm;                                                                 \
        CRT_REQUIRE(time, EINVAL, NULL);                                              \
        return time_to_tm(&tm, *time, 1) ? NULL : _wasctime(&tm);                     \
    }                                                                                 \
    errno_t wide_secure(wchar_t *to, size_t count, const type *time)                  \
    {                                                                                 \
        struct tm tm;                                                                 \
        CRT_REQUIRE(to &&count &&time && !time_to_tm(&tm, *time, 1), EINVAL, EINVAL); \
        return _wasctime_s(to, count, &tm);                                           \
    }

CTIME(_ctime64, _ctime64_s, _wctime64, _wctime64_s, __time64_t)
CTIME(_ctime32, _ctime32_s, _wctime32, _wctime32_s, __time32_t)

static void now(char *text, int date)
{
    SYSTEMTIME t;

    GetLocalTime(&t);
    if (date)
        sprintf(text, "%02d/%02d/%02d", t.wMonth, t.wDay, t.wYear % 100);
    else
        sprintf(text, "%02d:%02d:%02d", t.wHour, t.wMinute, t.wSecond);
}

#define NOW(plain, secure, wide, wide_secure, date) \
    errno_t secure(char *to, size_t size)           \
    {                                               \
        CRT_REQUIRE(to &&size, EINVAL, EINVAL);     \
        *to = 0;                                    \
        CRT_REQUIRE(size >= 9, ERANGE, ERANGE);     \
        now(to, date);                              \
        return 0;                                   \
    }                                               \
    char *plain(char *to)                           \
    {                                               \
        return secure(to, 9) ? NULL : to;           \
    }                                               \
    errno_t wide_secure(wchar_t *to, size_t count)  \
    {                                               \
        char text[16];                              \
        CRT_REQUIRE(to &&count, EINVAL, EINVAL);    \
        *to = 0;                                    \
        CRT_REQUIRE(count >= 9, ERANGE, ERANGE);    \
        now(text, date);                            \
        for (int i = 0; i < 9; i++)                 \
            to[i] = text[i];                        \
        return 0;                                   \
    }                                               \
    wchar_t *wide(wchar_t *to)                      \
    {                                               \
        return wide_secure(to, 9) ? NULL : to;      \
    }

NOW(_strdate, _strdate_s, _wstrdate, _wstrdate_s, 1)
NOW(_strtime, _strtime_s, _wstrtime, _wstrtime_s, 0)
