/*
 * heap_alloc.c - RtlAllocateHeap and RtlFreeHeap.
 */
#include "heap.h"

HEAP *heap_process;

static void *failed(HEAP *heap, ULONG flags)
{
    TEB_FULL *teb = teb_self();
    if (((flags | heap->flags) & HEAP_GENERATE_EXCEPTIONS) != 0)
        RtlRaiseStatus(STATUS_NO_MEMORY);
    teb->LastStatusValue = (ULONG)STATUS_NO_MEMORY;
    teb->LastErrorValue = ERROR_NOT_ENOUGH_MEMORY;
    return NULL;
}

static void *finish(void *block, SIZE_T size, BOOLEAN clear)
{
    HEAP_BLOCK *head = heap_block_of(block);
    head->size = (ULONG)size;
    head->state = HEAP_LIVE;
    if (clear)
        __builtin_memset(block, 0, size);
    return block;
}

static void *alloc_medium(HEAP *heap, SIZE_T size, BOOLEAN *zero)
{
    unsigned slices = (unsigned)((size + 16 + HEAP_SLICE - 1) / HEAP_SLICE);
    HEAP_SPAN *span = heap_span_create(&heap->shared, slices);
    if (!span)
        return NULL;
    span->used = span->capacity = span->bump = 1;
    *zero = span->clean;
    void *block = heap_span_base(span) + 16;
    heap_block_of(block)->slice = (UCHAR)(span - heap_segment_of(span)->span);
    return block;
}

/* What counts against a heap's maximum. */
static SIZE_T cost_of(SIZE_T size)
{
    return size <= HEAP_SMALL_MAX ? heap_class_slot(heap_class_of(size))
                                  : (size + 4095 + 16) & ~4095;
}

static void *alloc_shared(HEAP *heap, ULONG flags, SIZE_T size, BOOLEAN *zero)
{
    BOOLEAN serialize = !(flags & HEAP_NO_SERIALIZE) || heap == heap_process;
    void *block = NULL;
    if (serialize)
        RtlEnterCriticalSection(&heap->lock);
    if (!heap->maximum || heap->live + cost_of(size) <= heap->maximum) {
        if (size <= HEAP_SMALL_MAX)
            block = heap_part_alloc(&heap->shared, heap_class_of(size), zero);
        else
            block = alloc_medium(heap, size, zero);
        if (block && heap->maximum)
            heap->live += cost_of(size);
    }
    if (serialize)
        RtlLeaveCriticalSection(&heap->lock);
    return block;
}

static __attribute__((noinline)) void *alloc_slow(HEAP *heap, ULONG flags, SIZE_T size)
{
    BOOLEAN zero = FALSE;
    void *block;
    flags |= heap->flags;
    if (size > HEAP_MEDIUM_MAX) {
        block = heap->maximum ? NULL : heap_huge_alloc(heap, size);
        return block ? block : failed(heap, flags); /* fresh pages are zero */
    }
    if (heap != heap_process || size > HEAP_SMALL_MAX) {
        block = alloc_shared(heap, flags, size, &zero);
    } else {
        if (heap->locked) { /* wait for who has locked it */
            RtlEnterCriticalSection(&heap->lock);
            RtlLeaveCriticalSection(&heap->lock);
        }
        HEAP_PART *part = heap_part_of_thread();
        block = part ? heap_part_alloc(part, heap_class_of(size), &zero) : NULL;
    }
    if (!block)
        return failed(heap, flags);
    return finish(block, size, (flags & HEAP_ZERO_MEMORY) && !zero);
}

PVOID NTAPI RtlAllocateHeap(HANDLE handle, ULONG flags, SIZE_T size)
{
    HEAP *heap = handle;
    if (__builtin_expect(heap == heap_process && size <= HEAP_SMALL_MAX && !heap->locked, 1)) {
        HEAP_PART *part = bailey_self()->heap_cache;
        if (__builtin_expect(part != NULL, 1)) {
            HEAP_SPAN *span = part->available[heap_class_of(size)];
            void *block = span->free;
            if (__builtin_expect(block != NULL, 1)) {
                void *next = *(void **)block;
                if (__builtin_expect(next && heap_segment_of(next) != heap_segment_of(span), 0))
                    heap_corrupt(heap, block);
                span->free = next;
                span->used++;
                return finish(block, size, (flags & HEAP_ZERO_MEMORY) != 0);
            }
        }
    }
    return alloc_slow(heap_of(handle), flags, size);
}

static void free_to_span(HEAP_PART *part, HEAP_SPAN *span, void *block)
{
    *(void **)block = span->free;
    span->free = block;
    span->used--;
    if (span->class == 0)
        heap_span_destroy(part, span);
    else if (span->used == 0 || span->full)
        heap_part_freed(part, span);
}

static void free_remote(HEAP_SPAN *span, void *block)
{
    void *first = span->remote;
    for (;;) {
        *(void **)block = first;
        void *seen = InterlockedCompareExchangePointer((void **)&span->remote, block, first);
        if (seen == first)
            return;
        first = seen;
    }
}

static __attribute__((noinline)) BOOLEAN free_slow(HEAP *heap, ULONG flags, void *block)
{
    HEAP_BLOCK *head = heap_block_of(block);
    if (((ULONG_PTR)block & 15) || head->state != HEAP_LIVE)
        heap_corrupt(heap, block);
    HEAP_SEGMENT_FULL *segment = heap_segment_of(block);
    if (segment->head.check != ((ULONG_PTR)segment ^ HEAP_CHECK) || segment->head.heap != heap)
        heap_corrupt(heap, block);
    SIZE_T size = head->size;
    head->state = HEAP_DEAD;
    if (head->slice == HEAP_HUGE) {
        heap_huge_free(&segment->head);
        return TRUE;
    }
    HEAP_SPAN *span = &segment->span[head->slice];
    if (segment->head.owner == &heap->shared) {
        BOOLEAN serialize = !((flags | heap->flags) & HEAP_NO_SERIALIZE) || heap == heap_process;
        if (serialize)
            RtlEnterCriticalSection(&heap->lock);
        if (heap->maximum)
            heap->live -= cost_of(size);
        free_to_span(&heap->shared, span, block);
        if (serialize)
            RtlLeaveCriticalSection(&heap->lock);
    } else if (segment->head.owner == bailey_self()->heap_cache) {
        free_to_span(segment->head.owner, span, block);
    } else {
        free_remote(span, block);
    }
    return TRUE;
}

BOOLEAN NTAPI RtlFreeHeap(HANDLE handle, ULONG flags, PVOID block)
{
    if (!block)
        return TRUE;
    HEAP_BLOCK *head = heap_block_of(block);
    if (__builtin_expect(handle == heap_process && head->state == HEAP_LIVE, 1)) {
        HEAP_SEGMENT_FULL *segment = heap_segment_of(block);
        HEAP_PART *part = bailey_self()->heap_cache;
        if (__builtin_expect(part && segment->head.owner == part, 1)) {
            HEAP_SPAN *span = &segment->span[head->slice];
            head->state = HEAP_DEAD;
            *(void **)block = span->free;
            span->free = block;
            if (__builtin_expect(--span->used == 0 || span->full, 0))
                heap_part_freed(part, span);
            return TRUE;
        }
    }
    return free_slow(heap_of(handle), flags, block);
}
