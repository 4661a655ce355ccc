/*
 * heap_info.c - locking a heap, compacting it, and facts about it.
 */
#include "heap.h"

BOOLEAN NTAPI RtlLockHeap(HANDLE handle)
{
    HEAP *heap = heap_of(handle);
    RtlEnterCriticalSection(&heap->lock);
    heap->locked++;
    return TRUE;
}

BOOLEAN NTAPI RtlUnlockHeap(HANDLE handle)
{
    HEAP *heap = heap_of(handle);
    if (!RtlIsCriticalSectionLockedByThread(&heap->lock)) {
        teb_self()->LastErrorValue = ERROR_NOT_LOCKED;
        return FALSE;
    }
    heap->locked--;
    RtlLeaveCriticalSection(&heap->lock);
    return TRUE;
}

/* Gives empty spans and segments back; answers the largest block that fits without new memory. */
SIZE_T NTAPI RtlCompactHeap(HANDLE handle, ULONG flags)
{
    HEAP *heap = heap_of(handle);
    SIZE_T largest = 0;
    if (heap == heap_process && bailey_self()->heap_cache)
        heap_part_collect(bailey_self()->heap_cache);
    RtlEnterCriticalSection(&heap->lock);
    heap_part_collect(&heap->shared);
    for (HEAP_SEGMENT_HEAD *at = heap->segments; at; at = at->all_next) {
        SIZE_T run = 0;
        for (uint64_t free = at->free_mask; free; free &= free << 1)
            run++;
        largest = run > largest ? run : largest;
    }
    RtlLeaveCriticalSection(&heap->lock);
    return largest ? largest * HEAP_SLICE - 16 : HEAP_SLICE;
}

ULONG NTAPI RtlSetHeapInformation(PVOID handle, HEAP_INFORMATION_CLASS class, PVOID data,
                                  SIZE_T size)
{
    switch ((int)class) {
    case 0: /* compatibility: 2 asks for the low-fragmentation heap, which this always is */
        if (size < sizeof(ULONG))
            return (ULONG)STATUS_BUFFER_TOO_SMALL;
        if (!handle)
            return (ULONG)STATUS_INVALID_PARAMETER;
        return *(ULONG *)data == 2 ? STATUS_SUCCESS : (ULONG)STATUS_UNSUCCESSFUL;
    case 1: /* enable termination on corruption: always so */
        return data || size ? (ULONG)STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
    case 3: /* optimize resources: a hint */
        return size < 8 ? (ULONG)STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
    default:
        return (ULONG)STATUS_INVALID_INFO_CLASS;
    }
}

ULONG NTAPI RtlQueryHeapInformation(PVOID handle, HEAP_INFORMATION_CLASS class, PVOID data,
                                    SIZE_T size, SIZE_T *used)
{
    if ((int)class != 0)
        return (ULONG)STATUS_INVALID_INFO_CLASS;
    if (used)
        *used = sizeof(ULONG);
    if (size < sizeof(ULONG))
        return (ULONG)STATUS_BUFFER_TOO_SMALL;
    *(ULONG *)data = 2;
    return STATUS_SUCCESS;
}
