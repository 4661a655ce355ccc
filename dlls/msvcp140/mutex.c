/* xthreads.h: mutexes. */
#include "threads.h"
#include <stdlib.h>
#include <string.h>

void _Mtx_init_in_situ(struct mutex *mutex, int type)
{
    memset(mutex, 0, sizeof *mutex);
    mutex->type = type;
    mutex->owner = (DWORD)-1;
}

int _Mtx_init(struct mutex **mutex, int type)
{
    *mutex = malloc(sizeof **mutex);
    if (!*mutex)
        return THREAD_NO_MEMORY;
    _Mtx_init_in_situ(*mutex, type);
    return THREAD_SUCCESS;
}

/* Nothing is held by a free mutex, and a locked one must not be destroyed. */
void _Mtx_destroy_in_situ(struct mutex *mutex)
{
    if (mutex->count)
        abort();
}

void _Mtx_destroy(struct mutex *mutex)
{
    if (!mutex)
        return;
    _Mtx_destroy_in_situ(mutex);
    free(mutex);
}

int _Mtx_current_owns(struct mutex *mutex)
{
    return mutex->count && mutex->owner == GetCurrentThreadId();
}

static int taken(struct mutex *mutex)
{
    mutex->owner = GetCurrentThreadId();
    mutex->count++;
    return THREAD_SUCCESS;
}

/* Once more by its owner: counted where it is recursive, and where nobody ever asks whether it is
 * free. */
static int take_again(struct mutex *mutex, int busy)
{
    if (mutex->type & MUTEX_RECURSIVE || (mutex->type & ~MUTEX_RECURSIVE) == MUTEX_PLAIN)
        return taken(mutex);
    return busy;
}

int _Mtx_lock(struct mutex *mutex)
{
    if (_Mtx_current_owns(mutex))
        return take_again(mutex, THREAD_BUSY);
    AcquireSRWLockExclusive(&mutex->lock);
    return taken(mutex);
}

int _Mtx_trylock(struct mutex *mutex)
{
    if (_Mtx_current_owns(mutex))
        return mutex->type & MUTEX_RECURSIVE ? taken(mutex) : THREAD_BUSY;
    return TryAcquireSRWLockExclusive(&mutex->lock) ? taken(mutex) : THREAD_BUSY;
}

int _Mtx_timedlock(struct mutex *mutex, const struct xtime *when)
{
    if (_Mtx_current_owns(mutex))
        return take_again(mutex, THREAD_TIMED_OUT);
    while (!TryAcquireSRWLockExclusive(&mutex->lock)) { /* an SRW lock has no wait with an end */
        if (!milliseconds_until(when))
            return THREAD_TIMED_OUT;
        Sleep(1);
    }
    return taken(mutex);
}

int _Mtx_unlock(struct mutex *mutex)
{
    if (--mutex->count == 0) {
        mutex->owner = (DWORD)-1;
        ReleaseSRWLockExclusive(&mutex->lock);
    }
    return THREAD_SUCCESS;
}

void *_Mtx_getconcrtcs(struct mutex *mutex)
{
    return &mutex->unused;
}

void _Mtx_clear_owner(struct mutex *mutex)
{
    mutex->owner = (DWORD)-1;
    mutex->count--;
}

void _Mtx_reset_owner(struct mutex *mutex)
{
    taken(mutex);
}
