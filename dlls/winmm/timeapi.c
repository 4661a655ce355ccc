/*
 * timeapi.c - winmm's clock. A period asked for is the system's timer resolution.
 */
#include "nt.h"

typedef UINT MMRESULT;
typedef struct {
    UINT wPeriodMin, wPeriodMax;
} TIMECAPS;

#define TIMERR_NOERROR 0
#define TIMERR_NOCANDO 97
#define PERIOD_MIN     1
#define PERIOD_MAX     1000000

DWORD WINAPI timeGetTime(void)
{
    return GetTickCount();
}

static MMRESULT set_period(UINT period, BOOLEAN set)
{
    ULONG current;
    if (period < PERIOD_MIN || period > PERIOD_MAX)
        return TIMERR_NOCANDO;
    NtSetTimerResolution(period > 15 ? 156250 : period * 10000, set, &current);
    return TIMERR_NOERROR;
}

MMRESULT WINAPI timeBeginPeriod(UINT period)
{
    return set_period(period, TRUE);
}

MMRESULT WINAPI timeEndPeriod(UINT period)
{
    return set_period(period, FALSE);
}

MMRESULT WINAPI timeGetDevCaps(TIMECAPS *caps, UINT size)
{
    if (!caps || size < sizeof *caps)
        return TIMERR_NOCANDO;
    caps->wPeriodMin = PERIOD_MIN;
    caps->wPeriodMax = PERIOD_MAX;
    return TIMERR_NOERROR;
}
