/*
 * ke_signal.c - the states of dispatcher objects, and handing them to who waits.
 */
#include "ke_private.h"

BOOLEAN ke_is_signalled(const KE_HEADER *header, const KTHREAD *thread)
{
    if (header->kind == KE_MUTANT)
        return header->state > 0 || header->owner == ARENA_OF(thread);
    return header->state > 0;
}

/* Most threads own one mutant at a time, which costs no second lock: nobody but the thread itself,
 * or the waker that has claimed its wait word, fills the empty place, and only who holds the lock
 * of the mutant in it empties it. */
static void own_mutant(KE_HEADER *header, KTHREAD *thread)
{
    header->owner = ARENA_OF(thread);
    if (!thread->owned_mutant) {
        thread->owned_mutant = ARENA_OF(header);
        return;
    }
    arena_lock(&thread->lock);
    header->owned_next = thread->owned_mutants;
    thread->owned_mutants = ARENA_OF(header);
    arena_unlock(&thread->lock);
}

static void unlist_mutant(KE_HEADER *header, KTHREAD *thread)
{
    arena_lock(&thread->lock);
    for (arena_ptr *link = &thread->owned_mutants; *link;
         link = &ARENA_AT(KE_HEADER, *link)->owned_next)
        if (*link == ARENA_OF(header)) {
            *link = header->owned_next;
            break;
        }
    arena_unlock(&thread->lock);
}

static void disown_mutant(KE_HEADER *header, KTHREAD *thread)
{
    if (thread->owned_mutant == ARENA_OF(header))
        thread->owned_mutant = 0;
    else
        unlist_mutant(header, thread);
    header->owner = 0;
}

BOOLEAN ke_consume(KE_HEADER *header, KTHREAD *thread)
{
    BOOLEAN abandoned = FALSE;
    switch (header->kind) {
    case KE_SYNCHRONIZATION:
        header->state = 0;
        break;
    case KE_SEMAPHORE:
        header->state--;
        break;
    case KE_MUTANT:
        if (header->state-- == 1) {
            own_mutant(header, thread);
            abandoned = header->abandoned;
            header->abandoned = FALSE;
        }
        break;
    }
    return abandoned;
}

static void unlink_block(KE_HEADER *header, KE_WAIT_BLOCK *block)
{
    if (block->previous)
        ARENA_AT(KE_WAIT_BLOCK, block->previous)->next = block->next;
    else
        header->first_waiter = block->next;
    if (block->next)
        ARENA_AT(KE_WAIT_BLOCK, block->next)->previous = block->previous;
    else
        header->last_waiter = block->previous;
    block->queued = FALSE;
}

/* Wakes who was put off last, and puts off the next. Thread objects are type-stable: a wake that
 * comes late is at worst one too many. */
static void wake_previous(volatile LONG **last, volatile LONG *word)
{
    if (*last)
        pal_word_wake((ULONG_PTR)*last, 1, 1);
    *last = word;
}

/* Gives what is signalled to who waits for it and wakes all of them but the last, whose word it
 * returns: that one is better woken without the lock, which it may want at once. */
static volatile LONG *hand_out(KE_HEADER *header)
{
    arena_ptr next;
    volatile LONG *last = NULL;
    for (arena_ptr at = header->first_waiter; at && header->state > 0; at = next) {
        KE_WAIT_BLOCK *block = ARENA_AT(KE_WAIT_BLOCK, at);
        KTHREAD *thread = ARENA_AT(KTHREAD, block->thread);
        volatile LONG *word = (volatile LONG *)&thread->wait_word;
        next = block->next;
        if (block->all) {
            /* It must see all its objects at once: it is sent to look for itself. */
            if (InterlockedCompareExchange(word, KE_WAIT_RETRY, KE_WAIT_WAITING) == KE_WAIT_WAITING)
                wake_previous(&last, word);
            continue;
        }
        LONG result = KE_WAIT_WOKEN + block->index;
        if (header->kind == KE_MUTANT && header->abandoned)
            result = KE_WAIT_ABANDONED + block->index;
        if (InterlockedCompareExchange(word, result, KE_WAIT_WAITING) != KE_WAIT_WAITING)
            continue; /* something else has woken it already */
        ke_consume(header, thread);
        unlink_block(header, block);
        wake_previous(&last, word);
    }
    return last;
}

void ke_unlock_and_wake(KE_HEADER *header)
{
    volatile LONG *last = header->first_waiter ? hand_out(header) : NULL;
    ke_header_unlock(header);
    wake_previous(&last, NULL);
}

LONG ke_pulse(KE_HEADER *header)
{
    ke_enter();
    ke_header_lock(header);
    LONG previous = header->state;
    header->state = 1;
    volatile LONG *last = hand_out(header);
    header->state = 0;
    ke_header_unlock(header);
    wake_previous(&last, NULL);
    ke_leave();
    return previous;
}

void ke_queue_block(KE_HEADER *header, KE_WAIT_BLOCK *block)
{
    block->next = 0;
    block->previous = header->last_waiter;
    if (header->last_waiter)
        ARENA_AT(KE_WAIT_BLOCK, header->last_waiter)->next = ARENA_OF(block);
    else
        header->first_waiter = ARENA_OF(block);
    header->last_waiter = ARENA_OF(block);
    block->queued = TRUE;
}

void ke_unqueue_block(KE_WAIT_BLOCK *block)
{
    KE_HEADER *header = ARENA_AT(KE_HEADER, block->header);
    if (!block->queued)
        return;
    ke_header_lock(header);
    if (block->queued)
        unlink_block(header, block);
    ke_header_unlock(header);
}

LONG ke_set(KE_HEADER *header)
{
    ke_enter();
    ke_header_lock(header);
    LONG previous = header->state;
    header->state = 1;
    ke_unlock_and_wake(header);
    ke_leave();
    return previous;
}

LONG ke_reset(KE_HEADER *header)
{
    ke_enter();
    ke_header_lock(header);
    LONG previous = header->state;
    header->state = 0;
    ke_header_unlock(header);
    ke_leave();
    return previous;
}

NTSTATUS ke_release_mutant(KE_HEADER *header, KTHREAD *thread, LONG *previous)
{
    NTSTATUS status = STATUS_MUTANT_NOT_OWNED;
    ke_enter();
    ke_header_lock(header);
    if (header->owner == ARENA_OF(thread)) {
        status = STATUS_SUCCESS;
        if (previous)
            *previous = header->state;
        if (++header->state == 1)
            disown_mutant(header, thread);
    }
    ke_unlock_and_wake(header);
    ke_leave();
    return status;
}

void ke_forget_mutant(KE_HEADER *header)
{
    ke_enter();
    ke_header_lock(header);
    if (header->owner)
        disown_mutant(header, ARENA_AT(KTHREAD, header->owner));
    ke_header_unlock(header);
    ke_leave();
}

#define MOST_TRIES 10000

void ke_abandon_mutants(KTHREAD *thread)
{
    ULONG tries = 0;
    for (;;) {
        arena_lock(&thread->lock);
        arena_ptr first = thread->owned_mutant ? thread->owned_mutant : thread->owned_mutants;
        arena_unlock(&thread->lock);
        if (!first)
            return;
        KE_HEADER *header = ARENA_AT(KE_HEADER, first);
        if (!ob_try_reference(header)) { /* it is just being destroyed, which takes it out */
            if (++tries < MOST_TRIES)
                pal_thread_yield();
            else
                disown_mutant(header, thread); /* or was, by a process that died meanwhile */
            continue;
        }
        ke_header_lock(header);
        disown_mutant(header, thread);
        header->state = 1;
        header->abandoned = TRUE;
        ke_unlock_and_wake(header);
        ob_dereference(header);
    }
}
