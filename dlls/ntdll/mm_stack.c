/*
 * mm_stack.c - stacks of threads.
 *
 * From the bottom, as on Windows: a page that is never used; what the thread was guaranteed for the
 * handling of an overflow; the guard, which becomes usable then too; and the rest, committed from
 * the start, since the host takes memory only at the first touch.
 */
#include "mm_private.h"

#define GUARD_PAGES 3
#define LEAST       (2 * MM_GRANULARITY)

/* Where the guard begins. */
static ULONG_PTR guard_of(ULONG_PTR base, ULONG guaranteed)
{
    return base + MM_PAGE + MM_UP(guaranteed, MM_PAGE);
}

ULONG_PTR mm_guard_end(ULONG_PTR base, ULONG guaranteed)
{
    return guard_of(base, guaranteed) + GUARD_PAGES * MM_PAGE;
}

NTSTATUS mm_create_stack(SIZE_T reserve, PVOID *base, PVOID *limit, PVOID *top)
{
    ULONG_PTR size = MM_UP(reserve, MM_GRANULARITY);
    NTSTATUS status = STATUS_NO_MEMORY;
    if (reserve >= MM_MAX_SIZE)
        return STATUS_NO_MEMORY;
    if (size < LEAST)
        size = LEAST;
    mm_lock();
    ULONG_PTR at = mm_find_default_room(size, MM_GRANULARITY, mm_high, FALSE);
    MM_VAD *vad = NULL;
    ULONG_PTR guard = guard_of(at, 0), first = mm_guard_end(at, 0);
    if (at)
        vad = mm_vad_create(at, at + size, MM_STACK, MEM_PRIVATE, PAGE_READWRITE, 0);
    if (vad) {
        status = mm_commit(vad, guard, at + size, PAGE_READWRITE);
        if (!status && !mm_run_set(vad, guard, first, PAGE_READWRITE | PAGE_GUARD))
            status = STATUS_NO_MEMORY;
        if (!status)
            status = pal_memory_protect(guard, first - guard, 0);
        if (status)
            mm_vad_release(vad);
    }
    mm_unlock();
    if (status)
        return status;
    *base = (PVOID)at;
    *limit = (PVOID)first;
    *top = (PVOID)(at + size);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyGuardStack(ULONG guaranteed)
{
    TEB_FULL *teb = teb_self();
    ULONG_PTR base = (ULONG_PTR)teb->DeallocationStack;
    ULONG_PTR guard = guard_of(base, guaranteed), first = mm_guard_end(base, guaranteed);
    NTSTATUS status = STATUS_INVALID_PARAMETER;
    if (first + MM_PAGE > (ULONG_PTR)__builtin_frame_address(0))
        return status;
    mm_lock();
    MM_VAD *vad = mm_find(base);
    if (vad && vad->kind == MM_STACK && vad->start == base) {
        status = STATUS_NO_MEMORY;
        if (mm_run_set(vad, guard, first, PAGE_READWRITE | PAGE_GUARD))
            status = pal_memory_protect(guard, first - guard, 0);
        if (!status)
            status = mm_commit(vad, base + MM_PAGE, guard, PAGE_READWRITE);
        if (!status) {
            teb->GuaranteedStackBytes = guaranteed;
            teb->NtTib.StackLimit = (PVOID)first;
        }
    }
    mm_unlock();
    return status;
}

void mm_free_stack(PVOID base)
{
    mm_release(base);
}
