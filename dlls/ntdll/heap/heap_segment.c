/*
 * heap_segment.c - memory from Mm: segments, and blocks that have one to themselves.
 */
#include "heap.h"

_Static_assert(sizeof(HEAP_SEGMENT_FULL) + sizeof(HEAP_PART) <= 4096 + 128, "little to touch");
_Static_assert(sizeof(HEAP_SEGMENT_FULL) + sizeof(HEAP) <= HEAP_SLICE, "a heap fits into slice 0");
_Static_assert(offsetof(HEAP, flags) == 0x70, "HEAP.Flags");

static void enter(HEAP *heap, HEAP_SEGMENT_HEAD *segment)
{
    RtlEnterCriticalSection(&heap->lock);
    segment->all_next = heap->segments;
    if (heap->segments)
        heap->segments->all_previous = segment;
    heap->segments = segment;
    RtlLeaveCriticalSection(&heap->lock);
}

static void leave(HEAP *heap, HEAP_SEGMENT_HEAD *segment)
{
    RtlEnterCriticalSection(&heap->lock);
    if (segment->all_previous)
        segment->all_previous->all_next = segment->all_next;
    else
        heap->segments = segment->all_next;
    if (segment->all_next)
        segment->all_next->all_previous = segment->all_previous;
    RtlLeaveCriticalSection(&heap->lock);
}

HEAP_SEGMENT_FULL *heap_segment_create(HEAP *heap, HEAP_PART *part)
{
    BOOLEAN execute = heap && (heap->flags & HEAP_CREATE_ENABLE_EXECUTE);
    HEAP_SEGMENT_FULL *segment = mm_allocate(HEAP_SEGMENT, HEAP_SEGMENT, HEAP_SEGMENT,
                                             execute ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE);
    if (!segment)
        return NULL;
    segment->head.check = (ULONG_PTR)segment ^ HEAP_CHECK;
    segment->head.heap = heap;
    segment->head.owner = part;
    segment->head.size = HEAP_SEGMENT;
    segment->head.free_mask = HEAP_ALL_SLICES;
    if (heap)
        enter(heap, &segment->head);
    return segment;
}

void heap_segment_destroy(HEAP_SEGMENT_FULL *segment)
{
    leave(segment->head.heap, &segment->head);
    mm_release(segment);
}

/* What a block of that size maps. */
static SIZE_T huge_bytes(SIZE_T size)
{
    return (size + HEAP_HUGE_DATA + 4095) & ~(SIZE_T)4095;
}

void *heap_huge_alloc(HEAP *heap, SIZE_T size)
{
    BOOLEAN execute = (heap->flags & HEAP_CREATE_ENABLE_EXECUTE) != 0;
    if (size >= (SIZE_T)TEB_WIDTH(1ull << 46, 0x7fff0000))
        return NULL;
    SIZE_T bytes = huge_bytes(size), room = bytes + bytes / 4;
    HEAP_SEGMENT_HEAD *segment =
        mm_allocate(room, HEAP_SEGMENT, bytes, execute ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE);
    if (!segment)
        return NULL;
    segment->check = (ULONG_PTR)segment ^ HEAP_CHECK;
    segment->heap = heap;
    segment->owner = NULL;
    segment->size = bytes;
    segment->huge_room = room & ~(SIZE_T)4095;
    segment->huge_size = size;
    void *data = (UCHAR *)segment + HEAP_HUGE_DATA;
    *heap_block_of(data) = (HEAP_BLOCK){0, HEAP_LIVE, HEAP_HUGE, 0};
    enter(heap, segment);
    return data;
}

void heap_huge_free(HEAP_SEGMENT_HEAD *segment)
{
    leave(segment->heap, segment);
    mm_release(segment);
}

BOOLEAN heap_huge_resize(HEAP_SEGMENT_HEAD *segment, SIZE_T size)
{
    SIZE_T bytes = huge_bytes(size);
    if (size <= HEAP_MEDIUM_MAX || bytes > segment->huge_room)
        return FALSE;
    PVOID at = (UCHAR *)segment + (bytes < segment->size ? bytes : segment->size);
    SIZE_T change = bytes < segment->size ? segment->size - bytes : bytes - segment->size;
    NTSTATUS status = STATUS_SUCCESS;
    if (bytes < segment->size)
        status = NtFreeVirtualMemory(NtCurrentProcess(), &at, &change, MEM_DECOMMIT);
    else if (bytes > segment->size)
        status = NtAllocateVirtualMemory(NtCurrentProcess(), &at, 0, &change, MEM_COMMIT,
                                         segment->heap->flags & HEAP_CREATE_ENABLE_EXECUTE
                                             ? PAGE_EXECUTE_READWRITE
                                             : PAGE_READWRITE);
    if (status)
        return FALSE;
    segment->size = bytes;
    segment->huge_size = size;
    return TRUE;
}
