/*
 * ke.h - dispatcher objects and waits.
 *
 * Every object that can be waited for starts with a KE_HEADER. Its lock word is held for a few
 * instructions only and names its owner, so that a contender can take it over from a dead one.
 * Signalling an object that nobody waits for makes no PAL call.
 */
#ifndef BAILEY_KE_H
#define BAILEY_KE_H

#include "arena.h"
#include "thread.h"

enum ke_kind {
    KE_NONE,            /* cannot be waited for */
    KE_NOTIFICATION,    /* stays signalled until reset: manual event, process, thread, file */
    KE_SYNCHRONIZATION, /* one waiter consumes it: auto event, timer */
    KE_SEMAPHORE,
    KE_MUTANT,
};

typedef struct KE_HEADER {
    volatile LONG lock;  /* 0, or the owning process, as all lock words */
    volatile LONG state; /* events: 0/1; semaphore: count; mutant: 1 free, <=0 owned recursively */
    volatile arena_ptr first_waiter; /* KE_WAIT_BLOCK list, first in first out */
    volatile arena_ptr last_waiter;
    UCHAR kind; /* enum ke_kind */
    UCHAR abandoned;
    USHORT reserved;
    arena_ptr owner;      /* mutant: KTHREAD that owns it */
    LONG limit;           /* semaphore */
    arena_ptr owned_next; /* mutant: next in its owner's list */
} KE_HEADER;

/* A critical region: the thread will not be suspended or interrupted inside. Nests; a few
 * instructions. Everything that holds a lock of the NT services does so inside one. */
void ke_leave_slow(void);

static inline void ke_enter(void)
{
    bailey_self()->area.defer++;
}

static inline void ke_leave(void)
{
    BAILEY_THREAD *self = bailey_self();
    if (--self->area.defer == 0 && self->area.pending)
        ke_leave_slow();
}

/* Sets a KE_NOTIFICATION/KE_SYNCHRONIZATION object's state and wakes whom it concerns; returns the
 * previous state. */
LONG ke_set(KE_HEADER *header);
LONG ke_reset(KE_HEADER *header);
/* Sets and resets an event in one: only who waits now gets it. Returns the previous state. */
LONG ke_pulse(KE_HEADER *header);

/* timeout: NULL forever; negative relative, positive absolute, 100 ns, as NtWaitForSingleObject's.
 * Returns STATUS_WAIT_0 + index, STATUS_ABANDONED_WAIT_0 + index, STATUS_TIMEOUT, STATUS_USER_APC.
 */
NTSTATUS ke_wait(KE_HEADER **headers, ULONG count, BOOLEAN all, BOOLEAN alertable,
                 const LARGE_INTEGER *timeout);

/* The absolute monotonic time at which a wait with this timeout ends: 0 at once, PAL_FOREVER. */
int64_t ke_deadline(const LARGE_INTEGER *timeout);

/* A small lock for the NT services' own data (process-private): zero-initialised, not recursive;
 * implies ke_enter/ke_leave. */
typedef struct KE_LOCK {
    volatile LONG word;
} KE_LOCK;
void ke_lock(KE_LOCK *lock);
void ke_unlock(KE_LOCK *lock);

/* Queues a user APC to a thread (KTHREAD of this process); delivered at its next alertable wait. */
struct KTHREAD;
typedef void(NTAPI *KE_APC_ROUTINE)(PVOID arg1, PVOID arg2, PVOID arg3);
NTSTATUS ke_queue_apc(struct KTHREAD *thread, KE_APC_ROUTINE routine, PVOID arg1, PVOID arg2,
                      PVOID arg3);
/* Takes back what is queued with that routine and first argument. */
void ke_remove_apc(struct KTHREAD *thread, KE_APC_ROUTINE routine, PVOID arg1);

#endif
