/*
 * mm_fault.c - faults that NT's memory rules explain.
 */
#include "mm_private.h"
#include "mm_copy.h"

/* The guard at the end of a stack: what lies below it becomes usable for the handlers. */
static void end_of_stack(MM_VAD *vad, ULONG_PTR page, BAILEY_THREAD *self)
{
    ULONG_PTR low = vad->start + MM_PAGE, end;
    const MM_RUN *run = mm_run_at(vad, page, &end);
    if (!(run->protect & PAGE_GUARD))
        return;
    /* The whole guard goes, not the touched page alone: frames may skip pages. */
    ULONG_PTR start = page;
    while (start > low) {
        ULONG_PTR unused;
        if (!(mm_run_at(vad, start - MM_PAGE, &unused)->protect & PAGE_GUARD))
            break;
        start -= MM_PAGE;
    }
    mm_commit(vad, low, end, PAGE_READWRITE);
    self->teb->NtTib.StackLimit = (PVOID)low;
}

static BOOLEAN guard_fault(MM_VAD *vad, ULONG_PTR page, const MM_RUN *run, PalFault *fault)
{
    BAILEY_THREAD *self = bailey_self();
    ULONG protect = run->protect & ~PAGE_GUARD;
    BOOLEAN own_stack = vad->kind == MM_STACK && self->teb->DeallocationStack == (PVOID)vad->start;
    if (own_stack && page < mm_guard_end(vad->start, self->teb->GuaranteedStackBytes)) {
        end_of_stack(vad, page, self);
        fault->code = (uint32_t)STATUS_STACK_OVERFLOW;
        return FALSE;
    }
    if (mm_run_set(vad, page, page + MM_PAGE, protect))
        mm_host_protect(vad, page, page + MM_PAGE, protect);
    if (own_stack) /* a guard that the program put there: the stack has grown past it */
        return TRUE;
    fault->code = (uint32_t)STATUS_GUARD_PAGE_VIOLATION;
    return FALSE;
}

static BOOLEAN resolve(PalFault *fault, ULONG_PTR address)
{
    ULONG_PTR page = MM_DOWN(address, MM_PAGE), end;
    MM_VAD *vad = mm_find(address);
    if (!vad)
        return FALSE;
    const MM_RUN *run = mm_run_at(vad, page, &end);
    if (run->protect & PAGE_GUARD)
        return guard_fault(vad, page, run, fault);
    if (vad->written && fault->parameter[0] == 1)
        return mm_watch_fault(vad, page, run);
    return FALSE;
}

BOOLEAN mm_fault(PalFault *fault, PalContext *context)
{
    BOOLEAN resolved = FALSE;
    ULONG_PTR address = fault->parameter[1];
    if (fault->code == (uint32_t)STATUS_IN_PAGE_ERROR && !mm_locked_by_me() &&
        mm_grow_is_reserved(address)) {
        fault->code = (uint32_t)STATUS_ACCESS_VIOLATION;
        fault->parameter_count = 2;
    }
    if (fault->code != (uint32_t)STATUS_ACCESS_VIOLATION || fault->parameter_count < 2)
        return fault->code == (uint32_t)STATUS_IN_PAGE_ERROR && mm_copy_fault(context);
    if (MM_DOWN(address, MM_PAGE) == MM_SHARED_DATA && fault->parameter[0] == 0 &&
        ex_shared_data_touch())
        return TRUE;
    if (!mm_locked_by_me()) {
        mm_lock();
        resolved = resolve(fault, address);
        mm_unlock();
    }
    return resolved || mm_copy_fault(context);
}
