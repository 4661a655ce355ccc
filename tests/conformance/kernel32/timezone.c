/* Times as fields, as numbers, as DOS dates, and in time zones. */
#include "conformance.h"

CASE(system_time_to_file_time)
{
    SYSTEMTIME st = {2000, 2, 0, 29, 12, 34, 56, 789}, back;
    FILETIME ft;

    CHECK_EQ(SystemTimeToFileTime(&st, &ft), TRUE);
    CHECK_EQ((unsigned long long)ft.dwHighDateTime << 32 | ft.dwLowDateTime, 125963012967890000ll);
    CHECK_EQ(FileTimeToSystemTime(&ft, &back), TRUE);
    CHECK_EQ(back.wDayOfWeek, 2);
    CHECK_EQ(back.wMilliseconds, 789);
    CHECK_EQ(back.wDay, 29);
}

CASE(impossible_system_times)
{
    WINE_DIFFERS("it lets years before 1601 pass");
    SYSTEMTIME st = {1900, 2, 0, 29, 0, 0, 0, 0};
    FILETIME ft = {0, 0x80000000};

    CHECK_FAILS(SystemTimeToFileTime(&st, &ft), ERROR_INVALID_PARAMETER);
    st = (SYSTEMTIME){1600, 1, 0, 1, 0, 0, 0, 0};
    CHECK_FAILS(SystemTimeToFileTime(&st, &ft), ERROR_INVALID_PARAMETER);
    st = (SYSTEMTIME){2000, 13, 0, 1, 0, 0, 0, 0};
    CHECK_FAILS(SystemTimeToFileTime(&st, &ft), ERROR_INVALID_PARAMETER);
    ft = (FILETIME){0, 0x80000000};
    CHECK_FAILS(FileTimeToSystemTime(&ft, &st), ERROR_INVALID_PARAMETER);
}

CASE(first_instant)
{
    FILETIME ft = {0, 0};
    SYSTEMTIME st;

    CHECK_EQ(FileTimeToSystemTime(&ft, &st), TRUE);
    CHECK_EQ(st.wYear, 1601);
    CHECK_EQ(st.wMonth, 1);
    CHECK_EQ(st.wDay, 1);
    CHECK_EQ(st.wDayOfWeek, 1);
}

CASE(compare_file_times)
{
    FILETIME a = {5, 1}, b = {4, 2};

    CHECK_EQ(CompareFileTime(&a, &b), -1);
    CHECK_EQ(CompareFileTime(&b, &a), 1);
    CHECK_EQ(CompareFileTime(&a, &a), 0);
}

CASE(dos_dates)
{
    SYSTEMTIME st = {2021, 3, 0, 5, 16, 4, 9, 0};
    FILETIME ft, back;
    WORD date, time;

    SystemTimeToFileTime(&st, &ft);
    CHECK_EQ(FileTimeToDosDateTime(&ft, &date, &time), TRUE);
    CHECK_EQ(date, (2021 - 1980) << 9 | 3 << 5 | 5);
    CHECK_EQ(DosDateTimeToFileTime(date, time, &back), TRUE);
    FileTimeToSystemTime(&back, &st);
    CHECK_EQ(st.wHour, 16);
    CHECK_EQ(st.wMinute, 4);
    CHECK(st.wSecond == 8 || st.wSecond == 10);
    st.wYear = 1979;
    SystemTimeToFileTime(&st, &ft);
    CHECK_FAILS(FileTimeToDosDateTime(&ft, &date, &time), ERROR_INVALID_PARAMETER);
    CHECK_EQ(DosDateTimeToFileTime(0, 0, &ft), FALSE);
}

/* Central Europe: an hour ahead, two in summer, from the last Sunday of March to that of October.
 */
static const TIME_ZONE_INFORMATION europe = {
    -60, L"Winter", {0, 10, 0, 5, 3, 0, 0, 0}, 0, L"Summer", {0, 3, 0, 5, 2, 0, 0, 0}, -60};

static void check_local(SYSTEMTIME utc, WORD day, WORD hour)
{
    SYSTEMTIME local;

    CHECK_EQ(SystemTimeToTzSpecificLocalTime(&europe, &utc, &local), TRUE);
    CHECK_EQ(local.wDay, day);
    CHECK_EQ(local.wHour, hour);
}

CASE(utc_to_a_zone)
{
    check_local((SYSTEMTIME){2021, 1, 0, 15, 12, 0, 0, 0}, 15, 13);
    check_local((SYSTEMTIME){2021, 7, 0, 15, 12, 0, 0, 0}, 15, 14);
    check_local((SYSTEMTIME){2021, 7, 0, 15, 23, 0, 0, 0}, 16, 1);
    check_local((SYSTEMTIME){2021, 3, 0, 28, 0, 59, 59, 0}, 28, 1);
    check_local((SYSTEMTIME){2021, 3, 0, 28, 1, 0, 0, 0}, 28, 3);
    check_local((SYSTEMTIME){2021, 10, 0, 31, 0, 59, 0, 0}, 31, 2);
    check_local((SYSTEMTIME){2021, 10, 0, 31, 1, 0, 0, 0}, 31, 2);
}

CASE(a_zone_to_utc)
{
    SYSTEMTIME local = {2021, 7, 0, 15, 14, 0, 0, 0}, utc;

    CHECK_EQ(TzSpecificLocalTimeToSystemTime(&europe, &local, &utc), TRUE);
    CHECK_EQ(utc.wHour, 12);
    local.wMonth = 1;
    CHECK_EQ(TzSpecificLocalTimeToSystemTime(&europe, &local, &utc), TRUE);
    CHECK_EQ(utc.wHour, 13);
}

CASE(southern_summer)
{
    TIME_ZONE_INFORMATION south = {
        -600, L"W", {0, 4, 0, 1, 3, 0, 0, 0}, 0, L"S", {0, 10, 0, 1, 2, 0, 0, 0}, -60};
    SYSTEMTIME utc = {2021, 1, 0, 15, 0, 0, 0, 0}, local;

    CHECK_EQ(SystemTimeToTzSpecificLocalTime(&south, &utc, &local), TRUE);
    CHECK_EQ(local.wHour, 11);
    utc.wMonth = 7;
    CHECK_EQ(SystemTimeToTzSpecificLocalTime(&south, &utc, &local), TRUE);
    CHECK_EQ(local.wHour, 10);
}

CASE(own_zone_is_consistent)
{
    TIME_ZONE_INFORMATION zone;
    DWORD id = GetTimeZoneInformation(&zone);
    LONG bias = zone.Bias + (id == TIME_ZONE_ID_DAYLIGHT   ? zone.DaylightBias
                             : id == TIME_ZONE_ID_STANDARD ? zone.StandardBias
                                                           : 0);
    FILETIME utc, local, back;
    LONGLONG difference;

    CHECK(id <= TIME_ZONE_ID_DAYLIGHT);
    GetSystemTimeAsFileTime(&utc);
    CHECK_EQ(FileTimeToLocalFileTime(&utc, &local), TRUE);
    difference = ((LONGLONG)utc.dwHighDateTime << 32 | utc.dwLowDateTime) -
                 ((LONGLONG)local.dwHighDateTime << 32 | local.dwLowDateTime);
    CHECK_EQ(difference, bias * 600000000ll);
    CHECK_EQ(LocalFileTimeToFileTime(&local, &back), TRUE);
    CHECK_EQ(CompareFileTime(&utc, &back), 0);
}

CASE(zone_for_a_year)
{
    TIME_ZONE_INFORMATION zone;
    DYNAMIC_TIME_ZONE_INFORMATION whole;

    CHECK(GetDynamicTimeZoneInformation(&whole) <= TIME_ZONE_ID_DAYLIGHT);
    CHECK_EQ(GetTimeZoneInformationForYear(2021, NULL, &zone), TRUE);
    CHECK_EQ(zone.Bias, whole.Bias);
}
