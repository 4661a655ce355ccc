/*
 * mm_stack.c - stacks of threads.
 *
 * From the bottom: reserved pages, of which the lowest is never used and the others are the slack
 * in which a stack overflow is handled; a guard; and the rest, committed from the start, since the
 * host takes memory only at the first touch.
 */
#include "mm_private.h"

#define GUARD_PAGES 3
#define SLACK_PAGES 5 /* the unused page among them */
#define LEAST       (2 * MM_GRANULARITY)

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
    ULONG_PTR guard = at + SLACK_PAGES * MM_PAGE, first = guard + GUARD_PAGES * MM_PAGE;
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

void mm_free_stack(PVOID base)
{
    mm_release(base);
}
