/*
 * heap_realloc.c - RtlReAllocateHeap and RtlSizeHeap.
 */
#include "heap.h"

static HEAP_SEGMENT_FULL *checked(HEAP *heap, const void *block)
{
    HEAP_SEGMENT_FULL *segment = heap_segment_of(block);
    if (((ULONG_PTR)block & 15) || heap_block_of(block)->state != HEAP_LIVE ||
        segment->head.check != ((ULONG_PTR)segment ^ HEAP_CHECK) || segment->head.heap != heap)
        heap_corrupt(heap, block);
    return segment;
}

static SIZE_T size_of(const HEAP_SEGMENT_FULL *segment, const void *block)
{
    const HEAP_BLOCK *head = heap_block_of(block);
    return head->slice == HEAP_HUGE ? segment->head.huge_size : head->size;
}

static BOOLEAN resize_medium(HEAP *heap, HEAP_SPAN *span, SIZE_T size)
{
    unsigned slices = (unsigned)((size + 16 + HEAP_SLICE - 1) / HEAP_SLICE);
    if (size <= HEAP_SMALL_MAX || size > HEAP_MEDIUM_MAX || heap->maximum)
        return FALSE;
    RtlEnterCriticalSection(&heap->lock);
    BOOLEAN done = heap_span_resize(&heap->shared, span, slices);
    RtlLeaveCriticalSection(&heap->lock);
    return done;
}

/* In place where the block's room allows it, and where not too much of it would lie idle. */
static BOOLEAN resize(HEAP *heap, HEAP_SEGMENT_FULL *segment, void *block, SIZE_T size,
                      BOOLEAN must)
{
    HEAP_BLOCK *head = heap_block_of(block);
    if (head->slice == HEAP_HUGE)
        return heap_huge_resize(&segment->head, size);
    HEAP_SPAN *span = &segment->span[head->slice];
    if (span->class == 0) {
        if (!resize_medium(heap, span, size))
            return FALSE;
    } else {
        SIZE_T room = span->slot - 8;
        if (size > room || (!must && size < room / 2 && room > 64))
            return FALSE;
    }
    head->size = (ULONG)size;
    return TRUE;
}

PVOID NTAPI RtlReAllocateHeap(HANDLE handle, ULONG flags, PVOID block, SIZE_T size)
{
    if (!block)
        return NULL;
    HEAP *heap = heap_of(handle);
    HEAP_SEGMENT_FULL *segment = checked(heap, block);
    SIZE_T old = size_of(segment, block);
    BOOLEAN in_place = (flags & HEAP_REALLOC_IN_PLACE_ONLY) != 0;
    BOOLEAN huge = heap_block_of(block)->slice == HEAP_HUGE;
    if (resize(heap, segment, block, size, in_place)) {
        if (((flags | heap->flags) & HEAP_ZERO_MEMORY) && size > old)
            __builtin_memset((char *)block + old, 0, size - old);
        return block;
    }
    if (in_place && !huge && size <= old) /* it is only too big for its purpose */
        return block;
    void *fresh = in_place ? NULL : RtlAllocateHeap(handle, flags & ~HEAP_ZERO_MEMORY, size);
    if (!fresh) {
        teb_self()->LastStatusValue = (ULONG)STATUS_NO_MEMORY;
        teb_self()->LastErrorValue = ERROR_NOT_ENOUGH_MEMORY;
        if (((flags | heap->flags) & HEAP_GENERATE_EXCEPTIONS) != 0)
            RtlRaiseStatus(STATUS_NO_MEMORY);
        return NULL;
    }
    __builtin_memcpy(fresh, block, old < size ? old : size);
    if (((flags | heap->flags) & HEAP_ZERO_MEMORY) && size > old)
        __builtin_memset((char *)fresh + old, 0, size - old);
    heap_block_of(fresh)->extra = heap_block_of(block)->extra;
    RtlFreeHeap(handle, flags, block);
    return fresh;
}

SIZE_T NTAPI RtlSizeHeap(HANDLE handle, ULONG flags, const void *block)
{
    HEAP *heap = heap_of(handle);
    if (!block || ((ULONG_PTR)block & 15) || heap_block_of(block)->state != HEAP_LIVE)
        return ~(SIZE_T)0;
    return size_of(checked(heap, block), block);
}
