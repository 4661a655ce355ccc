/*
 * time.c - NT time (100 ns since 1601-01-01) as fields and as seconds.
 * Days are counted in the proleptic Gregorian calendar; years 1601 to 30827.
 */
#include "nt.h"
#include "rtl_proto.h"

#define TICKS_PER_SECOND 10000000ll
#define TICKS_PER_DAY    (86400 * TICKS_PER_SECOND)
#define SECONDS_TO_1970  11644473600ll
#define SECONDS_TO_1980  11960006400ll

static const unsigned char month_days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int is_leap(int year)
{
    return year % 4 == 0 && (year % 100 || year % 400 == 0);
}

static int days_in(int month, int year)
{
    return month_days[month] + (month == 1 && is_leap(year));
}

VOID NTAPI RtlTimeToTimeFields(const LARGE_INTEGER *time, PTIME_FIELDS fields)
{
    LONGLONG ticks = time->QuadPart % TICKS_PER_DAY;
    LONG days = (LONG)(time->QuadPart / TICKS_PER_DAY), year, month;

    fields->Weekday = (SHORT)((days + 1) % 7);
    fields->Milliseconds = (SHORT)(ticks / 10000 % 1000);
    fields->Second = (SHORT)(ticks / TICKS_PER_SECOND % 60);
    fields->Minute = (SHORT)(ticks / (60 * TICKS_PER_SECOND) % 60);
    fields->Hour = (SHORT)(ticks / (3600 * TICKS_PER_SECOND));

    year = 1601 + days / 146097 * 400;
    days %= 146097;
    while (days >= 365 + is_leap(year)) {
        days -= 365 + is_leap(year);
        year++;
    }
    for (month = 0; days >= days_in(month, year); month++)
        days -= days_in(month, year);
    fields->Year = (SHORT)year;
    fields->Month = (SHORT)(month + 1);
    fields->Day = (SHORT)(days + 1);
}

BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS f, PLARGE_INTEGER time)
{
    LONGLONG days, year = f->Year - 1601;

    if (f->Month < 1 || f->Month > 12 || f->Year < 1601 || f->Year > 30827 || f->Day < 1 ||
        f->Day > days_in(f->Month - 1, f->Year) || f->Hour < 0 || f->Hour > 23 || f->Minute < 0 ||
        f->Minute > 59 || f->Second < 0 || f->Second > 59 || f->Milliseconds < 0 ||
        f->Milliseconds > 999)
        return FALSE;
    days = year * 365 + year / 4 - year / 100 + year / 400 + f->Day - 1;
    for (int month = 0; month < f->Month - 1; month++)
        days += days_in(month, f->Year);
    time->QuadPart = days * TICKS_PER_DAY +
                     ((f->Hour * 60ll + f->Minute) * 60 + f->Second) * TICKS_PER_SECOND +
                     f->Milliseconds * 10000ll;
    return TRUE;
}

static BOOLEAN to_seconds(const LARGE_INTEGER *time, LONGLONG epoch, PULONG seconds)
{
    LONGLONG value = time->QuadPart / TICKS_PER_SECOND - epoch;

    if (value < 0 || value > 0xffffffff)
        return FALSE;
    *seconds = (ULONG)value;
    return TRUE;
}

BOOLEAN NTAPI RtlTimeToSecondsSince1970(PLARGE_INTEGER time, PULONG seconds)
{
    return to_seconds(time, SECONDS_TO_1970, seconds);
}

BOOLEAN NTAPI RtlTimeToSecondsSince1980(PLARGE_INTEGER time, PULONG seconds)
{
    return to_seconds(time, SECONDS_TO_1980, seconds);
}

VOID NTAPI RtlSecondsSince1970ToTime(ULONG seconds, PLARGE_INTEGER time)
{
    time->QuadPart = (seconds + SECONDS_TO_1970) * TICKS_PER_SECOND;
}

VOID NTAPI RtlSecondsSince1980ToTime(ULONG seconds, PLARGE_INTEGER time)
{
    time->QuadPart = (seconds + SECONDS_TO_1980) * TICKS_PER_SECOND;
}

VOID NTAPI RtlTimeToElapsedTimeFields(const LARGE_INTEGER *time, PTIME_FIELDS fields)
{
    LONGLONG ticks = time->QuadPart % TICKS_PER_DAY;

    fields->Year = fields->Month = fields->Weekday = 0;
    fields->Day = (SHORT)(time->QuadPart / TICKS_PER_DAY);
    fields->Hour = (SHORT)(ticks / (3600 * TICKS_PER_SECOND));
    fields->Minute = (SHORT)(ticks / (60 * TICKS_PER_SECOND) % 60);
    fields->Second = (SHORT)(ticks / TICKS_PER_SECOND % 60);
    fields->Milliseconds = (SHORT)(ticks / 10000 % 1000);
}
