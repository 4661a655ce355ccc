/*
 * word.c - sleeping on memory words: the only blocking that synchronisation needs.
 */
#include "thread.h"
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* glibc 2.36 has no wrapper, and its headers may be older than the kernel. */
#ifndef SYS_futex_waitv
#    define SYS_futex_waitv 449
#endif
struct waitv {
    uint64_t value, address;
    uint32_t flags, reserved;
};
#define WAITV_U32     2u
#define WAITV_PRIVATE 128u

/* System calls without errno: the gate's hot path. */
static long host_call(long number, long a, long b, long c, long d, long e, long f)
{
    register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static const struct timespec *to_timespec(int64_t deadline, struct timespec *out)
{
    if (deadline == PAL_FOREVER)
        return NULL;
    if (deadline < 0)
        deadline = 0;
    out->tv_sec = deadline / 10000000;
    out->tv_nsec = deadline % 10000000 * 100;
    return out;
}

static PalStatus wait_status(long result)
{
    if (result >= 0 || result == -EAGAIN)
        return PAL_OK;
    if (result == -ETIMEDOUT)
        return PAL_STATUS_TIMEOUT;
    if (result == -EINTR)
        return pal_thread_wanted() ? PAL_STATUS_INTERRUPTED : PAL_OK;
    return result == -EFAULT ? PAL_STATUS_ACCESS_VIOLATION : PAL_STATUS_INVALID_PARAMETER;
}

PalStatus pal_word_wait(PalAddress address, uint32_t expected, uint32_t shared, int64_t deadline)
{
    struct timespec time;
    if (pal_self.wanted && pal_thread_wanted())
        return PAL_STATUS_INTERRUPTED;
    int operation = FUTEX_WAIT_BITSET | (shared ? 0 : FUTEX_PRIVATE_FLAG);
    return wait_status(host_call(SYS_futex, (long)address, operation, expected,
                                 (long)to_timespec(deadline, &time), 0, FUTEX_BITSET_MATCH_ANY));
}

PalStatus pal_word_wait_many(const PalWord *words, uint32_t count, int64_t deadline,
                             uint32_t *index)
{
    struct waitv waits[PAL_WAIT_MAX];
    struct timespec time;
    if (count == 0 || count > PAL_WAIT_MAX)
        return PAL_STATUS_INVALID_PARAMETER;
    for (uint32_t i = 0; i < count; i++) {
        waits[i].value = words[i].expected;
        waits[i].address = words[i].address;
        waits[i].flags = WAITV_U32 | (words[i].shared ? 0 : WAITV_PRIVATE);
        waits[i].reserved = 0;
    }
    if (pal_self.wanted && pal_thread_wanted())
        return PAL_STATUS_INTERRUPTED;
    long result = host_call(SYS_futex_waitv, (long)waits, count, 0,
                            (long)to_timespec(deadline, &time), CLOCK_MONOTONIC, 0);
    if (result == -EAGAIN) { /* some word differs: say which */
        result = 0;
        for (uint32_t i = 0; i < count; i++)
            if (*(volatile uint32_t *)(uintptr_t)waits[i].address != (uint32_t)waits[i].value)
                result = i;
    }
    if (result >= 0)
        *index = (uint32_t)result;
    return wait_status(result);
}

PalStatus pal_word_wake(PalAddress address, uint32_t count, uint32_t shared)
{
    int operation = FUTEX_WAKE | (shared ? 0 : FUTEX_PRIVATE_FLAG);
    if (count > INT32_MAX)
        count = INT32_MAX;
    long result = host_call(SYS_futex, (long)address, operation, count, 0, 0, 0);
    return result >= 0         ? PAL_OK
           : result == -EFAULT ? PAL_STATUS_ACCESS_VIOLATION
                               : PAL_STATUS_INVALID_PARAMETER;
}
