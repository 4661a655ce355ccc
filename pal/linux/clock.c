/* clock.c - clocks. System and monotonic time come from the vDSO. */
#include "clock.h"
#include "pal.h"
#include <sys/resource.h>

int64_t pal_time_from_unix(int64_t seconds, uint32_t nanoseconds)
{
    int64_t since_1601, result;
    if (__builtin_add_overflow(seconds, PAL_EPOCH_SECONDS, &since_1601) ||
        __builtin_mul_overflow(since_1601, PAL_SECOND, &result) ||
        __builtin_add_overflow(result, (int64_t)(nanoseconds / 100), &result))
        return seconds < 0 ? INT64_MIN : INT64_MAX;
    return result;
}

void pal_time_to_unix(int64_t time, struct timespec *result)
{
    int64_t seconds = time / PAL_SECOND, rest = time % PAL_SECOND;
    if (rest < 0) {
        rest += PAL_SECOND;
        seconds--;
    }
    result->tv_sec = seconds - PAL_EPOCH_SECONDS;
    result->tv_nsec = rest * 100;
}

static int64_t units(const struct timespec *time)
{
    return time->tv_sec * PAL_SECOND + time->tv_nsec / 100;
}

static int64_t read_clock(clockid_t id)
{
    struct timespec time;
    clock_gettime(id, &time);
    return units(&time);
}

int64_t pal_clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

struct timespec *pal_clock_remaining(int64_t deadline, struct timespec *result)
{
    if (deadline == PAL_FOREVER)
        return NULL;
    int64_t now = pal_clock_monotonic();
    int64_t rest = deadline > now ? deadline - now : 0;
    result->tv_sec = rest / PAL_SECOND;
    result->tv_nsec = rest % PAL_SECOND * 100;
    return result;
}

static int64_t kernel_time(int who)
{
    struct rusage usage;
    getrusage(who, &usage);
    return usage.ru_stime.tv_sec * PAL_SECOND + usage.ru_stime.tv_usec * 10;
}

PalStatus pal_clock_query(uint32_t clock, int64_t *value)
{
    struct timespec time;
    switch (clock) {
    case PAL_CLOCK_SYSTEM:
        clock_gettime(CLOCK_REALTIME, &time);
        *value = units(&time) + PAL_EPOCH_SECONDS * PAL_SECOND;
        return PAL_OK;
    case PAL_CLOCK_MONOTONIC:
        *value = pal_clock_monotonic();
        return PAL_OK;
    case PAL_CLOCK_PROCESS_CPU:
        *value = read_clock(CLOCK_PROCESS_CPUTIME_ID);
        return PAL_OK;
    case PAL_CLOCK_THREAD_CPU:
        *value = read_clock(CLOCK_THREAD_CPUTIME_ID);
        return PAL_OK;
    case PAL_CLOCK_PROCESS_KERNEL:
        *value = kernel_time(RUSAGE_SELF);
        return PAL_OK;
    case PAL_CLOCK_THREAD_KERNEL:
        *value = kernel_time(RUSAGE_THREAD);
        return PAL_OK;
    default:
        return PAL_STATUS_INVALID_PARAMETER;
    }
}
