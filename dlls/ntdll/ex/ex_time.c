/*
 * ex_time.c - clocks and their resolution.
 */
#include "ex.h"

static volatile ULONG resolution = EX_DEFAULT_TICK;

LONG ex_tick_period(void)
{
    ULONG wanted = resolution;
    if (wanted == EX_DEFAULT_TICK)
        return EX_QUIET_PERIOD;
    return wanted > EX_TICK ? (LONG)wanted : EX_TICK;
}

static int64_t clock(uint32_t which)
{
    int64_t value = 0;
    pal_clock_query(which, &value);
    return value;
}

NTSTATUS NTAPI NtQuerySystemTime(PLARGE_INTEGER time)
{
    time->QuadPart = clock(PAL_CLOCK_SYSTEM);
    return STATUS_SUCCESS;
}

/* The host's clock is not the program's to set. */
NTSTATUS NTAPI NtSetSystemTime(LARGE_INTEGER *time, LARGE_INTEGER *previous)
{
    return time ? STATUS_PRIVILEGE_NOT_HELD : STATUS_ACCESS_VIOLATION;
}

LONGLONG NTAPI RtlGetSystemTimePrecise(void)
{
    return clock(PAL_CLOCK_SYSTEM);
}

NTSTATUS NTAPI NtQueryPerformanceCounter(LARGE_INTEGER *counter, LARGE_INTEGER *frequency)
{
    counter->QuadPart = clock(PAL_CLOCK_MONOTONIC);
    if (frequency)
        frequency->QuadPart = 10000000;
    return STATUS_SUCCESS;
}

BOOL NTAPI RtlQueryPerformanceCounter(LARGE_INTEGER *counter)
{
    counter->QuadPart = clock(PAL_CLOCK_MONOTONIC);
    return TRUE;
}

BOOL NTAPI RtlQueryPerformanceFrequency(LARGE_INTEGER *frequency)
{
    frequency->QuadPart = 10000000;
    return TRUE;
}

ULONG NTAPI NtGetTickCount(void)
{
    return (ULONG)(clock(PAL_CLOCK_MONOTONIC) / 10000);
}

ULONGLONG NTAPI RtlGetTickCount64(void)
{
    return (ULONGLONG)clock(PAL_CLOCK_MONOTONIC) / 10000;
}

BOOL NTAPI RtlQueryUnbiasedInterruptTime(ULONGLONG *time)
{
    *time = (ULONGLONG)clock(PAL_CLOCK_MONOTONIC);
    return TRUE;
}

ULONGLONG NTAPI RtlGetInterruptTimePrecise(ULONGLONG *counter)
{
    ULONGLONG now = (ULONGLONG)clock(PAL_CLOCK_MONOTONIC);
    *counter = now;
    return now;
}

NTSTATUS NTAPI NtQueryTimerResolution(ULONG *coarsest, ULONG *finest, ULONG *current)
{
    *coarsest = EX_DEFAULT_TICK;
    *finest = EX_FINEST_TICK;
    *current = resolution;
    return STATUS_SUCCESS;
}

/* Waits are as fine as the host's timers in any case; the number is kept for who asks. */
NTSTATUS NTAPI NtSetTimerResolution(ULONG wanted, BOOLEAN set, ULONG *current)
{
    static volatile LONG requested;
    if (!set) {
        BOOLEAN was = InterlockedExchange(&requested, FALSE) != 0;
        if (was)
            resolution = EX_DEFAULT_TICK;
        *current = resolution;
        return was ? STATUS_SUCCESS : STATUS_TIMER_RESOLUTION_NOT_SET;
    }
    if (wanted < EX_FINEST_TICK)
        wanted = EX_FINEST_TICK;
    if (wanted < resolution)
        resolution = wanted;
    requested = TRUE;
    *current = resolution;
    return STATUS_SUCCESS;
}
