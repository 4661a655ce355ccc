/*
 * timeapi.h: milliseconds since the start.
 * Links: -lwinmm -lkernel32 -lntdll
 */
#include "conformance.h"
#include <mmsystem.h>

CASE(time_goes_on_with_the_tick_count)
{
    DWORD before = GetTickCount(), time = timeGetTime(), after;
    Sleep(30);
    after = timeGetTime();
    CHECK(after - time >= 29);
    CHECK(after - time < 10000);
    CHECK(time - before < 10000 || before - time < 10000);
}

CASE(the_resolution_has_bounds)
{
    TIMECAPS caps = {0};
    CHECK_EQ(timeGetDevCaps(&caps, sizeof caps), TIMERR_NOERROR);
    CHECK_EQ(caps.wPeriodMin, 1);
    CHECK(caps.wPeriodMax >= 1000);
    CHECK(timeGetDevCaps(&caps, 1) != TIMERR_NOERROR);
    CHECK(timeGetDevCaps(NULL, sizeof caps) != TIMERR_NOERROR);
    CHECK_EQ(timeBeginPeriod(1), TIMERR_NOERROR);
    CHECK_EQ(timeEndPeriod(1), TIMERR_NOERROR);
    CHECK_EQ(timeBeginPeriod(0), TIMERR_NOCANDO);
}
