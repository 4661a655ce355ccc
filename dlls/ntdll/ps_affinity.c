/*
 * ps_affinity.c - which processors a process may use. A thread inherits the host's idea of that
 * from the one that makes it, and a child from its creator.
 */
#include "ps_private.h"

ULONG_PTR ps_affinity(const KPROCESS *process)
{
    return process->affinity ? (ULONG_PTR)process->affinity : peb_self()->ActiveProcessAffinityMask;
}

static NTSTATUS apply(BAILEY_THREAD *thread, PVOID context)
{
    KTHREAD *object = thread->kthread;
    ULONG_PTR mask = *(ULONG_PTR *)context;
    if (object->affinity & mask)
        mask &= object->affinity;
    else
        object->affinity = 0;
    pal_thread_schedule(thread->pal_handle, object->priority, mask);
    return STATUS_SUCCESS;
}

void ps_apply_affinity(void)
{
    ULONG_PTR mask = ps_affinity(ps_process);
    ps_for_each_thread(apply, &mask);
}

NTSTATUS ps_set_affinity(KPROCESS *process, ULONG_PTR mask)
{
    if (!mask || mask & ~peb_self()->ActiveProcessAffinityMask)
        return STATUS_INVALID_PARAMETER;
    if (process->ended)
        return STATUS_PROCESS_IS_TERMINATING;
    /* One that is held before its start takes it then; one that runs is not reached. */
    const KTHREAD *first = ARENA_AT(KTHREAD, process->threads);
    if (process != ps_process && !(first && first->held))
        return STATUS_NOT_SUPPORTED;
    process->affinity = mask;
    if (process == ps_process)
        ps_apply_affinity();
    return STATUS_SUCCESS;
}
