/*
 * profileapi.c - profileapi.h.
 */
#include "kernel32_private.h"

BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *counter)
{
    return RtlQueryPerformanceCounter(counter);
}

BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *frequency)
{
    return RtlQueryPerformanceFrequency(frequency);
}
