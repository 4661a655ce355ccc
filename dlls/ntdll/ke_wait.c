/*
 * ke_wait.c - the NT wait algorithm.
 *
 * A wait that can be satisfied at once touches only the objects' lock words. Otherwise the thread
 * stands in each object's queue with a wait block and sleeps on its own wait word; who signals an
 * object claims the word by compare-and-exchange, so exactly one waker wins. WaitAll waiters are
 * only sent to look again, and take all objects under all their locks, taken in order of address.
 */
#include "ke_private.h"
#include "ps_session.h"

/* The absolute monotonic time at which a wait ends. */
int64_t ke_deadline(const LARGE_INTEGER *timeout)
{
    int64_t now, system;
    if (!timeout || timeout->QuadPart == INT64_MIN)
        return PAL_FOREVER;
    if (timeout->QuadPart == 0)
        return 0;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    if (timeout->QuadPart < 0)
        return now > INT64_MAX + timeout->QuadPart ? PAL_FOREVER : now - timeout->QuadPart;
    pal_clock_query(PAL_CLOCK_SYSTEM, &system);
    int64_t left = timeout->QuadPart - system;
    if (left <= 0)
        return 0;
    return left > PAL_FOREVER - now ? PAL_FOREVER : now + left;
}

static NTSTATUS status_of(ULONG word)
{
    return word >= KE_WAIT_ABANDONED
               ? STATUS_ABANDONED_WAIT_0 + (NTSTATUS)(word - KE_WAIT_ABANDONED)
               : STATUS_WAIT_0 + (NTSTATUS)(word - KE_WAIT_WOKEN);
}

/* Takes the first object that is to be had; STATUS_TIMEOUT if none is. */
static NTSTATUS try_any(KE_HEADER **headers, ULONG count, KTHREAD *thread)
{
    for (ULONG i = 0; i < count; i++) {
        KE_HEADER *header = headers[i];
        if (header->state <= 0 && header->owner != ARENA_OF(thread))
            continue; /* a glance without the lock: whoever signals it later finds us queued */
        ke_header_lock(header);
        BOOLEAN got = ke_is_signalled(header, thread), abandoned = FALSE;
        if (got && header->kind == KE_MUTANT && header->state == INT32_MIN) {
            ke_header_unlock(header);
            return STATUS_MUTANT_LIMIT_EXCEEDED;
        }
        if (got)
            abandoned = ke_consume(header, thread);
        ke_header_unlock(header);
        if (got)
            return (abandoned ? STATUS_ABANDONED_WAIT_0 : STATUS_WAIT_0) + (NTSTATUS)i;
    }
    return STATUS_TIMEOUT;
}

static void lock_all(KE_HEADER **headers, ULONG count, BOOLEAN lock)
{
    /* Selection by address: count is small, and nothing is allocated. */
    ULONG_PTR last = 0;
    for (ULONG n = 0; n < count; n++) {
        KE_HEADER *next = NULL;
        for (ULONG i = 0; i < count; i++)
            if ((ULONG_PTR)headers[i] > last && (!next || headers[i] < next))
                next = headers[i];
        if (!next)
            return;
        if (lock)
            ke_header_lock(next);
        else
            ke_header_unlock(next);
        last = (ULONG_PTR)next;
    }
}

static NTSTATUS try_all(KE_HEADER **headers, ULONG count, KTHREAD *thread)
{
    BOOLEAN ready = TRUE, abandoned = FALSE;
    lock_all(headers, count, TRUE);
    for (ULONG i = 0; i < count && ready; i++)
        ready = ke_is_signalled(headers[i], thread);
    for (ULONG i = 0; i < count && ready; i++)
        abandoned |= ke_consume(headers[i], thread);
    lock_all(headers, count, FALSE);
    return !ready ? STATUS_TIMEOUT : abandoned ? STATUS_ABANDONED_WAIT_0 : STATUS_WAIT_0;
}

static KE_WAIT_BLOCK *wait_blocks(KTHREAD *thread, ULONG count)
{
    if (thread->wait_block_count < count) {
        ULONG want = count <= 4 ? 4 : MAXIMUM_WAIT_OBJECTS;
        void *blocks = arena_alloc(want * sizeof(KE_WAIT_BLOCK));
        if (!blocks)
            return NULL;
        if (thread->wait_blocks)
            arena_free(ARENA_AT(void, thread->wait_blocks),
                       thread->wait_block_count * sizeof(KE_WAIT_BLOCK));
        thread->wait_blocks = ARENA_OF(blocks);
        thread->wait_block_count = want;
    }
    return ARENA_AT(KE_WAIT_BLOCK, thread->wait_blocks);
}

/* Stands in every queue. Where an object has become signalled meanwhile (and not all are needed),
 * takes it and returns its status, else STATUS_TIMEOUT. */
static NTSTATUS queue_up(KE_HEADER **headers, ULONG count, BOOLEAN all, KTHREAD *thread,
                         KE_WAIT_BLOCK *blocks)
{
    volatile LONG *word = (volatile LONG *)&thread->wait_word;
    thread->queued_blocks = count;
    for (ULONG i = 0; i < count; i++) {
        KE_HEADER *header = headers[i];
        blocks[i].thread = ARENA_OF(thread);
        blocks[i].header = ARENA_OF(header);
        blocks[i].index = (USHORT)i;
        blocks[i].all = all;
        blocks[i].queued = FALSE;
        ke_header_lock(header);
        if (!all && ke_is_signalled(header, thread)) {
            NTSTATUS status = STATUS_TIMEOUT;
            if (InterlockedCompareExchange(word, KE_WAIT_NONE, KE_WAIT_WAITING) == KE_WAIT_WAITING)
                status = (ke_consume(header, thread) ? STATUS_ABANDONED_WAIT_0 : STATUS_WAIT_0) +
                         (NTSTATUS)i;
            ke_header_unlock(header);
            thread->queued_blocks = i;
            return status;
        }
        ke_queue_block(header, &blocks[i]);
        ke_header_unlock(header);
    }
    return STATUS_TIMEOUT;
}

/* After a RETRY: an object signalled meanwhile could not be handed to us, so we look once more. */
static NTSTATUS look_again(KE_HEADER **headers, ULONG count, KTHREAD *thread)
{
    volatile LONG *word = (volatile LONG *)&thread->wait_word;
    NTSTATUS status = STATUS_TIMEOUT;
    for (ULONG i = 0; i < count && status == STATUS_TIMEOUT; i++) {
        ke_header_lock(headers[i]);
        if (ke_is_signalled(headers[i], thread) &&
            InterlockedCompareExchange(word, KE_WAIT_NONE, KE_WAIT_WAITING) == KE_WAIT_WAITING)
            status = (ke_consume(headers[i], thread) ? STATUS_ABANDONED_WAIT_0 : STATUS_WAIT_0) +
                     (NTSTATUS)i;
        ke_header_unlock(headers[i]);
    }
    return status;
}

void ke_cancel_wait(KTHREAD *thread)
{
    KE_WAIT_BLOCK *blocks = ARENA_AT(KE_WAIT_BLOCK, thread->wait_blocks);
    for (ULONG i = 0; i < thread->queued_blocks; i++)
        ke_unqueue_block(&blocks[i]);
    thread->queued_blocks = 0;
    thread->wait_word = KE_WAIT_NONE;
}

/* Sleeps until the wait word says something else than WAITING. FALSE: the deadline has come. The
 * critical region is left meanwhile: a sleeping thread may be suspended. */
static BOOLEAN sleep(KTHREAD *thread, int64_t deadline)
{
    volatile LONG *word = (volatile LONG *)&thread->wait_word;
    while (*word == (LONG)KE_WAIT_WAITING) {
        ke_leave();
        PalStatus status = arena->process_count > 1
                               ? ps_word_wait(word, KE_WAIT_WAITING, deadline)
                               : pal_word_wait((ULONG_PTR)word, KE_WAIT_WAITING, 1, deadline);
        ke_enter();
        if (status == PAL_STATUS_TIMEOUT &&
            InterlockedCompareExchange(word, KE_WAIT_NONE, KE_WAIT_WAITING) == KE_WAIT_WAITING)
            return FALSE;
    }
    return TRUE;
}

static NTSTATUS wait_queued(KE_HEADER **headers, ULONG count, BOOLEAN all, BOOLEAN alertable,
                            int64_t deadline, KTHREAD *thread, KE_WAIT_BLOCK *blocks)
{
    volatile LONG *word = (volatile LONG *)&thread->wait_word;
    InterlockedExchange(word, KE_WAIT_WAITING);
    NTSTATUS status = queue_up(headers, count, all, thread, blocks);
    while (status == STATUS_TIMEOUT) {
        if (all && (status = try_all(headers, count, thread)) != STATUS_TIMEOUT)
            break;
        if (alertable && ke_apc_pending() &&
            InterlockedCompareExchange(word, KE_WAIT_APC, KE_WAIT_WAITING) == KE_WAIT_WAITING)
            break;
        if (!sleep(thread, deadline) || *word != (LONG)KE_WAIT_RETRY)
            break;
        InterlockedExchange(word, KE_WAIT_WAITING);
        if (!all)
            status = look_again(headers, count, thread);
    }
    ULONG result = thread->wait_word;
    ke_cancel_wait(thread);
    if (status == STATUS_TIMEOUT && result == KE_WAIT_APC)
        return STATUS_USER_APC;
    if (status == STATUS_TIMEOUT && result >= KE_WAIT_WOKEN)
        return status_of(result);
    return status;
}

NTSTATUS ke_wait(KE_HEADER **headers, ULONG count, BOOLEAN all, BOOLEAN alertable,
                 const LARGE_INTEGER *timeout)
{
    KTHREAD *thread = ke_self();
    KE_WAIT_BLOCK *blocks;
    if (count == 1)
        all = FALSE;
    ps_look();
    ke_enter();
    NTSTATUS status = STATUS_USER_APC;
    if (!alertable || !ke_apc_pending()) {
        status = all ? try_all(headers, count, thread) : try_any(headers, count, thread);
        int64_t deadline = status == STATUS_TIMEOUT ? ke_deadline(timeout) : 0;
        if (deadline != 0) {
            blocks = wait_blocks(thread, count);
            status = blocks || !count
                         ? wait_queued(headers, count, all, alertable, deadline, thread, blocks)
                         : STATUS_INSUFFICIENT_RESOURCES;
        }
    }
    ke_leave();
    if (status == STATUS_USER_APC && ke_test_alert())
        return STATUS_ALERTED;
    if (status == STATUS_USER_APC)
        ke_deliver_apcs();
    return status;
}
