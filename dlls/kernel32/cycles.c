/*
 * realtimeapiset.h: cycle times. The host accounts for processor time, not for cycles, so a time is
 * told in ticks of the time stamp counter, whose rate is measured once.
 */
#include "kernel32_private.h"
#include <realtimeapiset.h>

static ULONGLONG ticks_per_second(void)
{
    static volatile ULONGLONG rate;
    LARGE_INTEGER frequency, start, now;
    ULONGLONG first;

    if (rate)
        return rate;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&start);
    first = __builtin_ia32_rdtsc();
    do
        QueryPerformanceCounter(&now);
    while ((now.QuadPart - start.QuadPart) * 1000 < frequency.QuadPart);
    rate = (__builtin_ia32_rdtsc() - first) * (ULONGLONG)frequency.QuadPart /
           (ULONGLONG)(now.QuadPart - start.QuadPart);
    return rate;
}

static ULONGLONG ticks_of(const FILETIME *kernel, const FILETIME *user)
{
    ULONGLONG time = ((ULONGLONG)kernel->dwHighDateTime << 32 | kernel->dwLowDateTime) +
                     ((ULONGLONG)user->dwHighDateTime << 32 | user->dwLowDateTime);

    ULONGLONG rate = ticks_per_second();

    return time / 10000000 * rate + time % 10000000 * rate / 10000000;
}

BOOL WINAPI QueryThreadCycleTime(HANDLE thread, PULONG64 cycles)
{
    FILETIME created, ended, kernel, user;

    if (!GetThreadTimes(thread, &created, &ended, &kernel, &user))
        return FALSE;
    *cycles = ticks_of(&kernel, &user);
    return TRUE;
}

BOOL WINAPI QueryProcessCycleTime(HANDLE process, PULONG64 cycles)
{
    FILETIME created, ended, kernel, user;

    if (!GetProcessTimes(process, &created, &ended, &kernel, &user))
        return FALSE;
    *cycles = ticks_of(&kernel, &user);
    return TRUE;
}
