#ifndef BAILEY_CRT_FILE_TIME_H
#define BAILEY_CRT_FILE_TIME_H

#include "crt.h"

/* FILETIME's unit is 100 ns since 1601. */
#define TICKS_PER_SECOND  10000000LL
#define SECONDS_1601_1970 11644473600LL

static inline int64_t seconds_of(const FILETIME *time)
{
    int64_t ticks = (int64_t)time->dwHighDateTime << 32 | time->dwLowDateTime;

    return ticks ? ticks / TICKS_PER_SECOND - SECONDS_1601_1970 : 0;
}

static inline FILETIME filetime_of(int64_t seconds)
{
    int64_t ticks = (seconds + SECONDS_1601_1970) * TICKS_PER_SECOND;
    FILETIME time = {(DWORD)ticks, (DWORD)(ticks >> 32)};

    return time;
}

#endif
