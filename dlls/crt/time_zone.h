#ifndef BAILEY_CRT_TIME_ZONE_H
#define BAILEY_CRT_TIME_ZONE_H

#include "crt.h"

extern long _timezone, _dstbias;
extern int _daylight;

/* Days from 1970-01-01 to a date; the month from 0, the day from 1. */
int64_t time_days(int64_t year, int month, int day);
int time_month_length(int64_t year, int month);

/* Reads the zone once. */
void time_zone_load(void);
/* Is daylight time in force at this second of the year, counted in standard time? */
int time_is_daylight(int year, int64_t second);
const wchar_t *time_zone_name(int daylight);

/* 0 and the broken-down time, or EINVAL outside [0, 3000-12-31]. */
errno_t time_to_tm(struct tm *to, int64_t time, int local);
int64_t time_from_tm(struct tm *tm, int local);

#endif
