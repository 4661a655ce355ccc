/*
 * timezoneapi.c - time as fields and as numbers, and the time zones.
 *
 * NT's own TIME_FIELDS and SYSTEMTIME order their fields differently; every change between them
 * is here.
 */
#include "nls_private.h"

/* What NtQuerySystemInformation(SystemDynamicTimeZoneInformation) fills. */
struct nt_zone {
    LONG bias;
    WCHAR standard_name[32];
    TIME_FIELDS standard_date;
    LONG standard_bias;
    WCHAR daylight_name[32];
    TIME_FIELDS daylight_date;
    LONG daylight_bias;
    WCHAR key_name[128];
    BOOLEAN daylight_disabled;
};

enum { SYSTEM_DYNAMIC_TIME_ZONE = 102 };

#define TICKS_PER_MINUTE 600000000ll

static void to_fields(const SYSTEMTIME *st, TIME_FIELDS *f)
{
    *f = (TIME_FIELDS){(SHORT)st->wYear,         (SHORT)st->wMonth,    (SHORT)st->wDay,
                       (SHORT)st->wHour,         (SHORT)st->wMinute,   (SHORT)st->wSecond,
                       (SHORT)st->wMilliseconds, (SHORT)st->wDayOfWeek};
}

static void from_fields(const TIME_FIELDS *f, SYSTEMTIME *st)
{
    *st = (SYSTEMTIME){(WORD)f->Year, (WORD)f->Month,  (WORD)f->Weekday, (WORD)f->Day,
                       (WORD)f->Hour, (WORD)f->Minute, (WORD)f->Second,  (WORD)f->Milliseconds};
}

BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *st, LPFILETIME ft)
{
    TIME_FIELDS fields;
    LARGE_INTEGER time;

    to_fields(st, &fields);
    if (!RtlTimeFieldsToTime(&fields, &time))
        return nls_fail(ERROR_INVALID_PARAMETER);
    *ft = (FILETIME){time.LowPart, (DWORD)time.HighPart};
    return TRUE;
}

static LONGLONG ticks_of(const FILETIME *ft)
{
    return (LONGLONG)((ULONGLONG)ft->dwHighDateTime << 32 | ft->dwLowDateTime);
}

static void set_ticks(FILETIME *ft, LONGLONG ticks)
{
    *ft = (FILETIME){(DWORD)ticks, (DWORD)(ticks >> 32)};
}

BOOL WINAPI FileTimeToSystemTime(const FILETIME *ft, LPSYSTEMTIME st)
{
    LARGE_INTEGER time = {.QuadPart = ticks_of(ft)};
    TIME_FIELDS fields;

    if (time.QuadPart < 0)
        return nls_fail(ERROR_INVALID_PARAMETER);
    RtlTimeToTimeFields(&time, &fields);
    from_fields(&fields, st);
    return TRUE;
}

LONG WINAPI CompareFileTime(const FILETIME *a, const FILETIME *b)
{
    ULONGLONG x = (ULONGLONG)ticks_of(a), y = (ULONGLONG)ticks_of(b);

    return x < y ? -1 : x > y;
}

/* DOS counts two seconds; years run from 1980 to 2107. A time in between goes up. */
BOOL WINAPI FileTimeToDosDateTime(const FILETIME *ft, LPWORD date, LPWORD time)
{
    LARGE_INTEGER ticks = {.QuadPart = ticks_of(ft)};
    TIME_FIELDS f;

    if (!date || !time)
        return nls_fail(ERROR_INVALID_PARAMETER);
    ticks.QuadPart += 19999999;
    if (ticks.QuadPart < 0)
        return nls_fail(ERROR_INVALID_PARAMETER);
    RtlTimeToTimeFields(&ticks, &f);
    if (f.Year < 1980 || f.Year > 2107)
        return nls_fail(ERROR_INVALID_PARAMETER);
    *date = (WORD)((f.Year - 1980) << 9 | f.Month << 5 | f.Day);
    *time = (WORD)(f.Hour << 11 | f.Minute << 5 | f.Second / 2);
    return TRUE;
}

BOOL WINAPI DosDateTimeToFileTime(WORD date, WORD time, LPFILETIME ft)
{
    TIME_FIELDS f = {(SHORT)(1980 + (date >> 9)),
                     (SHORT)(date >> 5 & 15),
                     (SHORT)(date & 31),
                     (SHORT)(time >> 11),
                     (SHORT)(time >> 5 & 63),
                     (SHORT)(time << 1 & 62),
                     0,
                     0};
    LARGE_INTEGER ticks;

    if (!RtlTimeFieldsToTime(&f, &ticks))
        return nls_fail(ERROR_INVALID_PARAMETER);
    set_ticks(ft, ticks.QuadPart);
    return TRUE;
}

static BOOL query_zone(DYNAMIC_TIME_ZONE_INFORMATION *info)
{
    struct nt_zone zone;
    NTSTATUS status = NtQuerySystemInformation((SYSTEM_INFORMATION_CLASS)SYSTEM_DYNAMIC_TIME_ZONE,
                                               &zone, sizeof zone, NULL);

    if (!NT_SUCCESS(status))
        return nls_fail(RtlNtStatusToDosError(status));
    memset(info, 0, sizeof *info);
    info->Bias = zone.bias;
    info->StandardBias = zone.standard_bias;
    info->DaylightBias = zone.daylight_bias;
    from_fields(&zone.standard_date, &info->StandardDate);
    from_fields(&zone.daylight_date, &info->DaylightDate);
    memcpy(info->StandardName, zone.standard_name, sizeof info->StandardName);
    memcpy(info->DaylightName, zone.daylight_name, sizeof info->DaylightName);
    memcpy(info->TimeZoneKeyName, zone.key_name, sizeof info->TimeZoneKeyName);
    info->DynamicDaylightTimeDisabled = zone.daylight_disabled;
    return TRUE;
}

/* When a rule's date comes in a year: itself where it names the year, else the nth weekday of its
   month, the last where n is 5. Local time in ticks. */
static LONGLONG date_in_year(const SYSTEMTIME *rule, WORD year)
{
    SYSTEMTIME day = *rule;
    FILETIME ft;
    WORD first;

    if (rule->wYear)
        return SystemTimeToFileTime(rule, &ft) ? ticks_of(&ft) : 0;
    day.wYear = year;
    day.wDay = 1;
    SystemTimeToFileTime(&day, &ft);
    FileTimeToSystemTime(&ft, &day);
    first = (WORD)(1 + (rule->wDayOfWeek + 7 - day.wDayOfWeek) % 7);
    for (day.wDay = (WORD)(first + 7 * (rule->wDay - 1)); !SystemTimeToFileTime(&day, &ft);)
        day.wDay -= 7;
    return ticks_of(&ft);
}

/* Which time is in force; `time` is UTC, or local time that is to become UTC. */
static DWORD period(const TIME_ZONE_INFORMATION *zone, LONGLONG time, BOOL local)
{
    LONGLONG start, end, standard = (zone->Bias + zone->StandardBias) * TICKS_PER_MINUTE;
    LONGLONG daylight = (zone->Bias + zone->DaylightBias) * TICKS_PER_MINUTE;
    SYSTEMTIME st;
    FILETIME ft;
    BOOL inside;

    if (!zone->DaylightDate.wMonth || !zone->StandardDate.wMonth)
        return TIME_ZONE_ID_UNKNOWN;
    set_ticks(&ft, local ? time : time - zone->Bias * TICKS_PER_MINUTE);
    FileTimeToSystemTime(&ft, &st);
    start = date_in_year(&zone->DaylightDate, st.wYear);
    end = date_in_year(&zone->StandardDate, st.wYear);
    if (local) {
        end -= daylight < standard ? standard - daylight : 0;
    } else {
        start += standard;
        end += daylight;
    }
    inside = start < end ? time >= start && time < end : time >= start || time < end;
    return inside ? TIME_ZONE_ID_DAYLIGHT : TIME_ZONE_ID_STANDARD;
}

static LONGLONG bias_ticks(const TIME_ZONE_INFORMATION *zone, LONGLONG time, BOOL local)
{
    DWORD id = period(zone, time, local);
    LONG bias = zone->Bias + (id == TIME_ZONE_ID_DAYLIGHT   ? zone->DaylightBias
                              : id == TIME_ZONE_ID_STANDARD ? zone->StandardBias
                                                            : 0);

    return bias * TICKS_PER_MINUTE;
}

static LONGLONG now_ticks(void)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    return ticks_of(&now);
}

DWORD WINAPI GetDynamicTimeZoneInformation(PDYNAMIC_TIME_ZONE_INFORMATION info)
{
    if (!query_zone(info))
        return TIME_ZONE_ID_INVALID;
    return period((TIME_ZONE_INFORMATION *)info, now_ticks(), FALSE);
}

DWORD WINAPI GetTimeZoneInformation(LPTIME_ZONE_INFORMATION info)
{
    DYNAMIC_TIME_ZONE_INFORMATION whole;
    DWORD id = GetDynamicTimeZoneInformation(&whole);

    if (id != TIME_ZONE_ID_INVALID)
        memcpy(info, &whole, sizeof *info);
    return id;
}

/* The host's rule is one for all years. */
BOOL WINAPI GetTimeZoneInformationForYear(USHORT year, PDYNAMIC_TIME_ZONE_INFORMATION zone,
                                          LPTIME_ZONE_INFORMATION info)
{
    DYNAMIC_TIME_ZONE_INFORMATION own;

    if (!zone && !query_zone(&own))
        return FALSE;
    memcpy(info, zone ? zone : &own, sizeof *info);
    return TRUE;
}

static BOOL move(const TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *from, SYSTEMTIME *to,
                 BOOL local)
{
    DYNAMIC_TIME_ZONE_INFORMATION own;
    FILETIME ft;
    LONGLONG bias;

    if (!zone) {
        if (!query_zone(&own))
            return FALSE;
        zone = (TIME_ZONE_INFORMATION *)&own;
    }
    if (!SystemTimeToFileTime(from, &ft))
        return FALSE;
    bias = bias_ticks(zone, ticks_of(&ft), local);
    set_ticks(&ft, ticks_of(&ft) + (local ? bias : -bias));
    return FileTimeToSystemTime(&ft, to);
}

BOOL WINAPI SystemTimeToTzSpecificLocalTime(const TIME_ZONE_INFORMATION *zone,
                                            const SYSTEMTIME *utc, LPSYSTEMTIME local)
{
    return move(zone, utc, local, FALSE);
}

BOOL WINAPI TzSpecificLocalTimeToSystemTime(const TIME_ZONE_INFORMATION *zone,
                                            const SYSTEMTIME *local, LPSYSTEMTIME utc)
{
    return move(zone, local, utc, TRUE);
}

BOOL WINAPI SystemTimeToTzSpecificLocalTimeEx(const DYNAMIC_TIME_ZONE_INFORMATION *zone,
                                              const SYSTEMTIME *utc, LPSYSTEMTIME local)
{
    return move((const TIME_ZONE_INFORMATION *)zone, utc, local, FALSE);
}

BOOL WINAPI TzSpecificLocalTimeToSystemTimeEx(const DYNAMIC_TIME_ZONE_INFORMATION *zone,
                                              const SYSTEMTIME *local, LPSYSTEMTIME utc)
{
    return move((const TIME_ZONE_INFORMATION *)zone, local, utc, TRUE);
}

/* These two use the bias of today, whatever day the time is of: so the documentation. */
static BOOL shift(const FILETIME *from, FILETIME *to, int direction)
{
    DYNAMIC_TIME_ZONE_INFORMATION zone;
    LONGLONG ticks;

    if (!query_zone(&zone))
        return FALSE;
    ticks =
        ticks_of(from) + direction * bias_ticks((TIME_ZONE_INFORMATION *)&zone, now_ticks(), FALSE);
    if (ticks_of(from) < 0 || ticks < 0)
        return nls_fail(ERROR_INVALID_PARAMETER);
    set_ticks(to, ticks);
    return TRUE;
}

BOOL WINAPI FileTimeToLocalFileTime(const FILETIME *utc, LPFILETIME local)
{
    return shift(utc, local, -1);
}

BOOL WINAPI LocalFileTimeToFileTime(const FILETIME *local, LPFILETIME utc)
{
    return shift(local, utc, 1);
}
