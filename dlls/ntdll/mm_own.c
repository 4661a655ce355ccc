/*
 * mm_own.c - memory for ntdll itself.
 */
#include "mm_private.h"
#include "mm_copy.h"

PVOID mm_allocate(SIZE_T room, SIZE_T align, SIZE_T commit, ULONG protect)
{
    MM_VAD *vad = NULL;
    room = MM_UP(room, MM_PAGE);
    commit = MM_UP(commit, MM_PAGE);
    if (room >= MM_MAX_SIZE)
        return NULL;
    mm_lock();
    ULONG_PTR at = mm_find_default_room(room, align, mm_high, FALSE);
    if (at)
        vad = mm_vad_create(at, at + room, MM_PLAIN, MEM_PRIVATE, protect, 0);
    if (vad && mm_commit(vad, at, at + commit, protect)) {
        mm_vad_release(vad);
        vad = NULL;
    }
    mm_unlock();
    return vad ? (PVOID)at : NULL;
}

BOOLEAN mm_prepare_write(PVOID base, SIZE_T size)
{
    ULONG_PTR at = MM_DOWN((ULONG_PTR)base, MM_PAGE), end = (ULONG_PTR)base + size;
    BOOLEAN changed = FALSE;
    mm_lock();
    for (; at < end; at += MM_PAGE) {
        ULONG_PTR unused;
        MM_VAD *vad = mm_find(at);
        if (!vad)
            break;
        if (vad->written && !mm_watch_written(vad, at))
            changed |= mm_watch_fault(vad, at, mm_run_at(vad, at, &unused));
    }
    mm_unlock();
    return changed;
}
