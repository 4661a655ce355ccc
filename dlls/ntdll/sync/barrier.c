/*
 * barrier.c - synchronisation barriers.
 */
#include "../ps.h"

/* Within the size of the public RTL_BARRIER. */
typedef struct BARRIER {
    volatile LONG missing; /* threads that have not come in this round */
    LONG total;
    volatile LONG round; /* slept on */
    volatile LONG inside;
    ULONG_PTR unused;
    LONG spin;
} BARRIER;

_Static_assert(sizeof(BARRIER) <= sizeof(RTL_BARRIER), "as public");

#define SPIN_ONLY  1u
#define BLOCK_ONLY 2u
#define NO_DELETE  4u

NTSTATUS NTAPI RtlInitBarrier(PVOID memory, LONG total, LONG spin)
{
    BARRIER *barrier = memory;
    if (total <= 0 || spin < -1)
        return STATUS_INVALID_PARAMETER;
    *barrier = (BARRIER){.missing = total, .total = total, .spin = spin < 0 ? 2000 : spin};
    return STATUS_SUCCESS;
}

static void wait_for_round(BARRIER *barrier, LONG round, ULONG flags)
{
    LONG spin = flags & BLOCK_ONLY || pal_boot->processor_count < 2 ? 0 : barrier->spin;
    for (LONG i = 0; i < spin || (flags & SPIN_ONLY); i++) {
        if (barrier->round != round)
            return;
        YieldProcessor();
    }
    while (barrier->round == round)
        pal_word_wait((ULONG_PTR)&barrier->round, (uint32_t)round, 0, PAL_FOREVER);
}

BOOLEAN NTAPI RtlBarrier(PVOID memory, ULONG flags)
{
    BARRIER *barrier = memory;
    LONG round = barrier->round;
    BOOLEAN last;
    InterlockedIncrement(&barrier->inside);
    last = InterlockedDecrement(&barrier->missing) == 0;
    if (last) {
        barrier->missing = barrier->total;
        InterlockedIncrement(&barrier->round);
        if (!(flags & SPIN_ONLY))
            pal_word_wake((ULONG_PTR)&barrier->round, ~0u, 0);
    } else {
        wait_for_round(barrier, round, flags);
    }
    InterlockedDecrement(&barrier->inside);
    return last;
}

NTSTATUS NTAPI RtlDeleteBarrier(PVOID memory)
{
    BARRIER *barrier = memory;
    while (barrier->inside) /* those of the last round are on their way out */
        pal_thread_yield();
    return STATUS_SUCCESS;
}
