/* xthreads.h and xtimec.h: threads and the time. */
#include "threads.h"

#define TICKS_A_SECOND 10000000ll
#define TICKS_TO_1970  116444736000000000ll

struct thread {
    HANDLE handle;
    unsigned id;
};

long long _Xtime_get_ticks(void)
{
    FILETIME now;
    GetSystemTimePreciseAsFileTime(&now);
    return (long long)((unsigned long long)now.dwHighDateTime << 32 | now.dwLowDateTime) -
           TICKS_TO_1970;
}

int xtime_get(struct xtime *time, int type)
{
    if (type != 1 || !time) /* TIME_UTC */
        return 0;
    long long ticks = _Xtime_get_ticks();
    time->seconds = ticks / TICKS_A_SECOND;
    time->nanoseconds = (long)(ticks % TICKS_A_SECOND) * 100;
    return type;
}

DWORD milliseconds_until(const struct xtime *when)
{
    struct xtime now;
    xtime_get(&now, 1);
    long long seconds = when->seconds - now.seconds;
    if (seconds > 1000000) /* whoever waits so long looks again on the way */
        return 1000000000;
    long long rest = seconds * 1000000000 + when->nanoseconds - now.nanoseconds;
    return rest <= 0 ? 0 : (DWORD)((rest + 999999) / 1000000);
}

long long _Query_perf_counter(void)
{
    LARGE_INTEGER value;
    QueryPerformanceCounter(&value);
    return value.QuadPart;
}

long long _Query_perf_frequency(void)
{
    LARGE_INTEGER value;
    QueryPerformanceFrequency(&value);
    return value.QuadPart;
}

unsigned _Thrd_id(void)
{
    return GetCurrentThreadId();
}

struct thread _Thrd_current(void)
{
    return (struct thread){GetCurrentThread(), GetCurrentThreadId()};
}

void _Thrd_yield(void)
{
    SwitchToThread();
}

void _Thrd_sleep(const struct xtime *when)
{
    DWORD rest;
    while ((rest = milliseconds_until(when)) != 0)
        Sleep(rest);
}

int _Thrd_join(struct thread thread, int *code)
{
    DWORD value;
    if (WaitForSingleObject(thread.handle, INFINITE) != WAIT_OBJECT_0 ||
        !GetExitCodeThread(thread.handle, &value))
        return THREAD_ERROR;
    if (code)
        *code = (int)value;
    return CloseHandle(thread.handle) ? THREAD_SUCCESS : THREAD_ERROR;
}

int _Thrd_detach(struct thread thread)
{
    return CloseHandle(thread.handle) ? THREAD_SUCCESS : THREAD_ERROR;
}

unsigned _Thrd_hardware_concurrency(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwNumberOfProcessors;
}
