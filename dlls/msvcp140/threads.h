/*
 * threads.h - the mutexes, condition variables and threads under <mutex> and <thread>, x64.
 *
 * Programs make mutexes and condition variables themselves, some without a call, so the layouts are
 * those of the public header xthreads.h: all zeroes but for the type is a free mutex.
 */
#ifndef MSVCP140_THREADS_H
#define MSVCP140_THREADS_H

#include <stddef.h>
#include <windows.h>

enum { THREAD_SUCCESS, THREAD_NO_MEMORY, THREAD_TIMED_OUT, THREAD_BUSY, THREAD_ERROR };
enum { MUTEX_PLAIN = 1, MUTEX_TRY = 2, MUTEX_TIMED = 4, MUTEX_RECURSIVE = 0x100 };

struct mutex {
    int type;
    void *unused;
    SRWLOCK lock;
    void *reserved[sizeof(void *) == 8 ? 6 : 7];
    DWORD owner; /* means nothing while count is 0 */
    int count;
};
_Static_assert(sizeof(struct mutex) == (sizeof(void *) == 8 ? 80 : 48), "as in xthreads.h");

struct condition {
    void *unused;
    CONDITION_VARIABLE variable;
    void *reserved[sizeof(void *) == 8 ? 7 : 8];
};
_Static_assert(sizeof(struct condition) == (sizeof(void *) == 8 ? 72 : 40), "as in xthreads.h");

/* A point of time, since 1970. */
struct xtime {
    long long seconds;
    long nanoseconds;
};

/* Milliseconds from now, rounded up; 0 for what is past. */
DWORD milliseconds_until(const struct xtime *when);

#endif
