/*
 * io_block.c - transfers that block in the host, and how another thread takes them back.
 *
 * The one who cancels asks by the thread's io_state and interrupts the host call; since that may
 * come just before the call begins, it is done again until the thread has seen it, for a while: a
 * thread that is suspended sees it when it goes on.
 */
#include "io_private.h"
#include "ps_private.h"

enum { IDLE, BLOCKING, CANCELLING };

#define ROUNDS   50
#define INTERVAL 10000 /* 1 ms */

void io_block_begin(IO_FILE *file)
{
    BAILEY_THREAD *self = bailey_self();
    self->io_file = file;
    __atomic_store_n(&self->io_state, BLOCKING, __ATOMIC_RELEASE);
}

BOOLEAN io_block_cancelled(void)
{
    return bailey_self()->io_state == CANCELLING;
}

void io_block_end(void)
{
    BAILEY_THREAD *self = bailey_self();
    if (InterlockedExchange(&self->io_state, IDLE) == CANCELLING)
        pal_word_wake((ULONG_PTR)&self->io_state, 1, 0);
}

struct wanted {
    const IO_FILE *file;   /* NULL: of any */
    const KTHREAD *thread; /* NULL: of any */
    ULONG count;
};

static NTSTATUS cancel_one(BAILEY_THREAD *thread, PVOID context)
{
    struct wanted *wanted = context;
    int64_t now;
    if (thread == bailey_self() || (wanted->thread && thread->kthread != wanted->thread) ||
        thread->io_state == IDLE || (wanted->file && thread->io_file != wanted->file) ||
        InterlockedCompareExchange(&thread->io_state, CANCELLING, BLOCKING) != BLOCKING)
        return STATUS_SUCCESS;
    wanted->count++;
    for (int i = 0; i < ROUNDS && thread->io_state == CANCELLING; i++) {
        pal_thread_interrupt(thread->pal_handle);
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
        pal_word_wait((ULONG_PTR)&thread->io_state, CANCELLING, 0, now + INTERVAL);
    }
    return STATUS_SUCCESS;
}

ULONG io_block_cancel(const IO_FILE *file, const KTHREAD *thread)
{
    struct wanted wanted = {file, thread, 0};
    ps_for_each_thread(cancel_one, &wanted);
    return wanted.count;
}
