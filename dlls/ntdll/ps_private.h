/*
 * ps_private.h - between the files of Ps.
 */
#ifndef BAILEY_PS_PRIVATE_H
#define BAILEY_PS_PRIVATE_H

#include "ke_private.h"
#include "ps.h"

/* What a thread needs in guest memory, one piece: laid out as the first thread's start block. Kept
 * for the next thread when it ends. */
#define PS_BLOCK_TEB         0x0000u
#define PS_BLOCK_THREAD      0x2000u /* BAILEY_THREAD */
#define PS_BLOCK_FAULT_STACK 0x5000u
#define PS_BLOCK_SIZE        0x10000u

_Static_assert(sizeof(TEB_FULL) <= 0x2000, "TEB");
_Static_assert(sizeof(BAILEY_THREAD) <= PAL_BLOCK_FAULT_STACK - PAL_BLOCK_AREA, "BAILEY_THREAD");

extern KE_LOCK ps_thread_list_lock;
extern BAILEY_THREAD *ps_threads;

/* Calls for each thread of the process, under the list's lock; stops at a failure. */
ULONG_PTR ps_affinity(const KPROCESS *process);
NTSTATUS ps_set_affinity(KPROCESS *process, ULONG_PTR mask);
void ps_apply_affinity(void); /* what another one has set before this process began */
NTSTATUS ps_for_each_thread(NTSTATUS (*call)(BAILEY_THREAD *, PVOID), PVOID context);
/* Stops a thread, however often the caller is itself stopped meanwhile. Outside all locks. */
static inline PalStatus ps_stop(PalHandle thread)
{
    PalStatus status;
    while ((status = pal_thread_suspend(thread)) == PAL_STATUS_INTERRUPTED)
        continue;
    return status;
}

/* Does not return if another thread ends the process. */
void ps_end_with_process(void);
/* Adds one to the suspend count, no more. */
void ps_count_suspension(BAILEY_THREAD *thread);

/* The BAILEY_THREAD of a thread of this process, NULL for another's or an ended one's. */
static inline BAILEY_THREAD *ps_local(const KTHREAD *thread)
{
    return thread->ended || thread->process_id != ps_process->id
               ? NULL
               : (BAILEY_THREAD *)(ULONG_PTR)thread->local;
}

/* Fills in what every thread has: TEB, area, object (given: it has been made already, or NULL). The
 * stack is set by the caller. */
NTSTATUS ps_thread_prepare(BAILEY_THREAD *thread, KTHREAD *given, TEB_FULL *teb,
                           PVOID fault_stack_top);
void ps_thread_enlist(BAILEY_THREAD *thread);
ULONG ps_new_thread_id(void);
/* The end of a thread that has run its detach: never returns. */
void ps_thread_end(NTSTATUS status) __attribute__((noreturn));

/* ps_fault.c, ps_entry.S */
void ki_fault_entry(void);
void ki_fault(PalThreadArea *area);
void ki_resume(const PalContext *context) __attribute__((noreturn));
void ki_enter_dispatcher(void *frame) __attribute__((noreturn));
void ps_switch_stack(PVOID top, void (*call)(void)) __attribute__((noreturn));
void ps_thread_entry(void); /* where the PAL starts a thread */
void ps_from_context(const PalContext *from, CONTEXT *to, ULONG flags);
void ps_to_context(const CONTEXT *from, PalContext *to);
/* What a thread that has not run yet will start with, and taking its start from such a context. */
void ps_initial_context(const BAILEY_THREAD *thread, PalContext *context);
void ps_change_start(BAILEY_THREAD *thread, const CONTEXT *context);

/* ps_parameters.c: PEB->ProcessParameters from the host's arguments, environment, directory. */
NTSTATUS ps_init_parameters(void);
/* ps_environment.c */
NTSTATUS ps_init_environment(PROCESS_PARAMETERS *parameters);

#endif
