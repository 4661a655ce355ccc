/*
 * ke_private.h - between the files of Ke: signalling under an object's lock, wait blocks.
 */
#ifndef BAILEY_KE_PRIVATE_H
#define BAILEY_KE_PRIVATE_H

#include "arena_private.h"
#include "ke.h"
#include "ps.h"

/* A thread's place in an object's queue. */
typedef struct KE_WAIT_BLOCK {
    arena_ptr next, previous;
    arena_ptr thread; /* KTHREAD */
    arena_ptr header; /* KE_HEADER it is for */
    USHORT index;
    UCHAR all;
    UCHAR queued;
} KE_WAIT_BLOCK;

/* KTHREAD.wait_word */
#define KE_WAIT_NONE      0u
#define KE_WAIT_WAITING   1u
#define KE_WAIT_RETRY     2u /* WaitAll: look again */
#define KE_WAIT_APC       3u
#define KE_WAIT_WOKEN     0x100u /* + index */
#define KE_WAIT_ABANDONED 0x180u /* + index */

static inline void ke_header_lock(KE_HEADER *header)
{
    arena_lock(&header->lock);
}
static inline void ke_header_unlock(KE_HEADER *header)
{
    arena_unlock(&header->lock);
}

/* Under the header's lock: could this thread have it now; take it. */
BOOLEAN ke_is_signalled(const KE_HEADER *header, const KTHREAD *thread);
/* Returns TRUE where the object was abandoned. */
BOOLEAN ke_consume(KE_HEADER *header, KTHREAD *thread);
/* Gives what is signalled to who waits for it, gives back the header's lock and wakes them. */
void ke_unlock_and_wake(KE_HEADER *header);

/* Enters a block at the end of its object's queue (under its lock); takes it out (takes the lock).
 */
void ke_queue_block(KE_HEADER *header, KE_WAIT_BLOCK *block);
void ke_unqueue_block(KE_WAIT_BLOCK *block);

/* Takes the thread out of every queue that it stands in. */
void ke_cancel_wait(KTHREAD *thread);
/* A mutant goes that may still be owned. */
void ke_forget_mutant(KE_HEADER *header);
/* Mutants that it still owns become free and abandoned. */
void ke_abandon_mutants(KTHREAD *thread);
/* Runs what is queued; TRUE if there was anything. */
BOOLEAN ke_deliver_apcs(void);
/* Is an alert or an APC there? */
BOOLEAN ke_apc_pending(void);
/* Ends a thread's alertable wait, or its next one; takes the caller's own alert. */
void ke_alert(KTHREAD *thread);
BOOLEAN ke_test_alert(void);
void ke_discard_apcs(BAILEY_THREAD *thread);
NTSTATUS ke_release_mutant(KE_HEADER *header, KTHREAD *thread, LONG *previous);

static inline KTHREAD *ke_self(void)
{
    return bailey_self()->kthread;
}

#endif
