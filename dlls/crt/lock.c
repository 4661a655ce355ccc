/* The numbered locks. A critical section that is all zero but for its lock count is a valid one. */
#include "crt.h"

#define UNLOCKED                                 \
    {                                            \
        .DebugInfo = (void *)-1, .LockCount = -1 \
    }

static CRITICAL_SECTION locks[CRT_LOCK_COUNT] = {[0 ... CRT_LOCK_COUNT - 1] = UNLOCKED};

void crt_lock(int id)
{
    EnterCriticalSection(&locks[id]);
}

void crt_unlock(int id)
{
    LeaveCriticalSection(&locks[id]);
}

void _lock(int id)
{
    if (id >= 0 && id < CRT_LOCK_COUNT)
        crt_lock(id);
}

void _unlock(int id)
{
    if (id >= 0 && id < CRT_LOCK_COUNT)
        crt_unlock(id);
}

void _lock_locales(void)
{
    crt_lock(CRT_LOCK_LOCALE);
}

void _unlock_locales(void)
{
    crt_unlock(CRT_LOCK_LOCALE);
}
