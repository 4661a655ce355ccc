/*
 * srw.c - slim reader/writer locks in the one pointer that Windows gives them.
 *
 * The low word is the state: readers counted below, or all of MASK for a writer; above, whether
 * readers or writers sleep, which both do on this word. A lock that is free and waited for by
 * nobody is 0, as on Windows. Newcomers do not overtake a sleeping writer as readers.
 */
#include "../ps.h"

#define MASK            0x1fffffffu
#define READERS_WAITING 0x40000000u
#define WRITERS_WAITING 0x80000000u
#define SPIN            100

VOID NTAPI RtlRaiseStatus(NTSTATUS);

typedef struct WORDS {
    volatile LONG state;
    LONG unused;
} WORDS;

static inline WORDS *words_of(RTL_SRWLOCK *lock)
{
    return (WORDS *)lock;
}

static inline BOOLEAN swap(WORDS *words, ULONG from, ULONG to)
{
    return InterlockedCompareExchange(&words->state, (LONG)to, (LONG)from) == (LONG)from;
}

static inline BOOLEAN readable(ULONG state)
{
    return (state & MASK) < MASK - 1 && !(state & (READERS_WAITING | WRITERS_WAITING));
}

/* Waits a little for a lock that is held and for which nobody sleeps. */
static ULONG spin(WORDS *words, BOOLEAN shared)
{
    for (unsigned i = 0; i < SPIN && pal_boot->processor_count > 1; i++) {
        ULONG state = (ULONG)words->state;
        if (shared ? readable(state) : (state & MASK) == 0)
            break;
        if (state & (READERS_WAITING | WRITERS_WAITING))
            break;
        YieldProcessor();
    }
    return (ULONG)words->state;
}

/* Called with the state as the release left it: nobody holds the lock. Writers and readers are
 * both woken: it cannot be known whether a writer that announced itself still sleeps. */
static __attribute__((noinline)) void wake(WORDS *words, ULONG state)
{
    while ((state & MASK) == 0 && state) {
        ULONG now = (ULONG)InterlockedCompareExchange(&words->state, 0, (LONG)state);
        if (now != state) {
            state = now;
            continue;
        }
        /* One writer can have it; where readers sleep too, nobody knows who would be woken. */
        pal_word_wake((ULONG_PTR)&words->state, state & READERS_WAITING ? ~0u : 1, 0);
        return;
    }
}

static __attribute__((noinline)) void exclusive_slow(WORDS *words)
{
    ULONG state = spin(words, FALSE), others = 0;
    for (;;) {
        if ((state & MASK) == 0) {
            if (swap(words, state, state | MASK | others))
                return;
            state = (ULONG)words->state;
            continue;
        }
        if (!(state & WRITERS_WAITING) && !swap(words, state, state | WRITERS_WAITING)) {
            state = (ULONG)words->state;
            continue;
        }
        /* Once asleep, this thread can no longer tell whether it was the only writer. */
        others = WRITERS_WAITING;
        pal_word_wait((ULONG_PTR)&words->state, state | WRITERS_WAITING, 0, PAL_FOREVER);
        state = spin(words, FALSE);
    }
}

static __attribute__((noinline)) void shared_slow(WORDS *words)
{
    ULONG state = spin(words, TRUE);
    for (;;) {
        if (readable(state)) {
            if (swap(words, state, state + 1))
                return;
            state = (ULONG)words->state;
            continue;
        }
        if (!(state & READERS_WAITING) && !swap(words, state, state | READERS_WAITING)) {
            state = (ULONG)words->state;
            continue;
        }
        pal_word_wait((ULONG_PTR)&words->state, state | READERS_WAITING, 0, PAL_FOREVER);
        state = spin(words, TRUE);
    }
}

void NTAPI RtlInitializeSRWLock(RTL_SRWLOCK *lock)
{
    lock->Ptr = NULL;
}

void NTAPI RtlAcquireSRWLockExclusive(RTL_SRWLOCK *lock)
{
    WORDS *words = words_of(lock);
    if (!swap(words, 0, MASK))
        exclusive_slow(words);
}

BOOLEAN NTAPI RtlTryAcquireSRWLockExclusive(RTL_SRWLOCK *lock)
{
    WORDS *words = words_of(lock);
    ULONG state = (ULONG)words->state;
    while ((state & MASK) == 0) {
        if (swap(words, state, state | MASK))
            return TRUE;
        state = (ULONG)words->state;
    }
    return FALSE;
}

void NTAPI RtlReleaseSRWLockExclusive(RTL_SRWLOCK *lock)
{
    WORDS *words = words_of(lock);
    ULONG state = (ULONG)InterlockedExchangeAdd(&words->state, -(LONG)MASK);
    if ((state & MASK) != MASK) {
        InterlockedExchangeAdd(&words->state, (LONG)MASK);
        RtlRaiseStatus(STATUS_RESOURCE_NOT_OWNED);
    }
    if (state != MASK)
        wake(words, state - MASK);
}

void NTAPI RtlAcquireSRWLockShared(RTL_SRWLOCK *lock)
{
    WORDS *words = words_of(lock);
    ULONG state = (ULONG)words->state;
    if (!readable(state) || !swap(words, state, state + 1))
        shared_slow(words);
}

BOOLEAN NTAPI RtlTryAcquireSRWLockShared(RTL_SRWLOCK *lock)
{
    WORDS *words = words_of(lock);
    ULONG state = (ULONG)words->state;
    while (readable(state)) {
        if (swap(words, state, state + 1))
            return TRUE;
        state = (ULONG)words->state;
    }
    return FALSE;
}

void NTAPI RtlReleaseSRWLockShared(RTL_SRWLOCK *lock)
{
    WORDS *words = words_of(lock);
    ULONG state = (ULONG)InterlockedDecrement(&words->state);
    if ((state & MASK) == MASK) {
        InterlockedIncrement(&words->state);
        RtlRaiseStatus(STATUS_RESOURCE_NOT_OWNED);
    }
    if ((state & MASK) == 0 && state)
        wake(words, state);
}
