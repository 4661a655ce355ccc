/*
 * thread.h - what ntdll keeps for each thread of this process.
 */
#ifndef BAILEY_THREAD_H
#define BAILEY_THREAD_H

#include "nt.h"
#include "pal.h"

/* One for each thread, private to the process, found through the TEB. */
typedef struct BAILEY_THREAD {
    PalThreadArea area;      /* defer, pending: see ke_enter */
    struct KTHREAD *kthread; /* its object in the arena */
    TEB_FULL *teb;
    struct BAILEY_THREAD *next; /* all threads of the process, under ps_thread_lock */
    struct BAILEY_THREAD *previous;
    PalHandle pal_handle;
    void *heap_cache; /* the heap's per-thread cache; ex_heap owns it */
    PVOID stack_base; /* allocation base of the stack */
    SIZE_T stack_size;
    volatile LONG suspend_count;
    struct KE_APC *first_apc; /* queue of user APCs, under the object's lock */
    struct KE_APC *last_apc;
    PUNICODE_STRING description;
    PVOID start, argument;           /* what it was created to run */
    ULONG flags;                     /* THREAD_CREATE_FLAGS_* */
    BOOLEAN stopped_for_good;        /* the process ends */
    volatile ULONG held;             /* 1: created suspended and not yet let go */
    volatile ULONG start_terminated; /* somebody has ended it */
    volatile ULONG exit_word;        /* PalThreadStart.exit_word */
    void *io_file;                   /* IO_FILE that it may block on, see io_block.c */
    volatile LONG io_state;
} BAILEY_THREAD;

static inline BAILEY_THREAD *bailey_self(void)
{
    BAILEY_THREAD *self;
    TEB_READ(self, 0x1900, 0x1000);
    return self;
}

#endif
