/* xthreads.h: condition variables. */
#include "threads.h"
#include <stdlib.h>
#include <string.h>

void _Mtx_clear_owner(struct mutex *mutex);
void _Mtx_reset_owner(struct mutex *mutex);

void _Cnd_init_in_situ(struct condition *condition)
{
    memset(condition, 0, sizeof *condition);
}

int _Cnd_init(struct condition **condition)
{
    *condition = calloc(1, sizeof **condition);
    return *condition ? THREAD_SUCCESS : THREAD_NO_MEMORY;
}

void _Cnd_destroy_in_situ(struct condition *condition)
{
}

void _Cnd_destroy(struct condition *condition)
{
    free(condition);
}

static int wait(struct condition *condition, struct mutex *mutex, DWORD milliseconds)
{
    _Mtx_clear_owner(mutex);
    BOOL woken = SleepConditionVariableSRW(&condition->variable, &mutex->lock, milliseconds, 0);
    _Mtx_reset_owner(mutex);
    return woken ? THREAD_SUCCESS : THREAD_TIMED_OUT;
}

int _Cnd_wait(struct condition *condition, struct mutex *mutex)
{
    return wait(condition, mutex, INFINITE);
}

int _Cnd_timedwait(struct condition *condition, struct mutex *mutex, const struct xtime *when)
{
    int result = wait(condition, mutex, milliseconds_until(when));
    /* The point of time is in real time and the wait is not: who was early waits again. */
    return result == THREAD_TIMED_OUT && milliseconds_until(when) ? THREAD_SUCCESS : result;
}

int _Cnd_signal(struct condition *condition)
{
    WakeConditionVariable(&condition->variable);
    return THREAD_SUCCESS;
}

int _Cnd_broadcast(struct condition *condition)
{
    WakeAllConditionVariable(&condition->variable);
    return THREAD_SUCCESS;
}
