/*
 * heap_check.c - what is wrong with a heap, and walking through it.
 */
#include "heap.h"

void heap_corrupt(HEAP *heap, const void *where)
{
    EXCEPTION_RECORD record = {0};
    record.ExceptionCode = (DWORD)STATUS_HEAP_CORRUPTION;
    record.ExceptionFlags = EXCEPTION_NONCONTINUABLE;
    record.ExceptionAddress = __builtin_return_address(0);
    record.NumberParameters = 2;
    record.ExceptionInformation[0] = (ULONG_PTR)heap;
    record.ExceptionInformation[1] = (ULONG_PTR)where;
    for (;;)
        RtlRaiseException(&record);
}

HEAP *heap_of(HANDLE handle)
{
    HEAP *heap = handle;
    if (!heap || heap->signature != HEAP_SIGNATURE)
        heap_corrupt(heap, heap);
    return heap;
}

/* Whether a block of the heap begins there; under the lock. */
static BOOLEAN is_block(HEAP *heap, const void *block)
{
    ULONG_PTR at = (ULONG_PTR)block;
    HEAP_SEGMENT_HEAD *segment = heap->segments;
    while (segment && segment != &heap_segment_of(block)->head)
        segment = segment->all_next;
    if (!segment || (at & 15))
        return FALSE;
    if (segment->huge_size)
        return at - (ULONG_PTR)segment == HEAP_HUGE_DATA;
    if (at - (ULONG_PTR)segment < HEAP_SLICE + 16)
        return FALSE;
    const HEAP_BLOCK *head = heap_block_of(block);
    if (head->state != HEAP_LIVE || head->slice == 0 || head->slice > 63)
        return FALSE;
    const HEAP_SPAN *span = &((HEAP_SEGMENT_FULL *)segment)->span[head->slice];
    ULONG_PTR offset = at - (ULONG_PTR)heap_span_base(span) - 16;
    if (!span->slices || offset >= span->slices * HEAP_SLICE)
        return FALSE;
    return span->class ? offset % span->slot == 0 && head->size <= span->slot - 8 : offset == 0;
}

static BOOLEAN check_span(const HEAP_SPAN *span)
{
    UCHAR *base = heap_span_base(span) + 16;
    UCHAR index = (UCHAR)(span - heap_segment_of(span)->span);
    for (ULONG i = 0; i < span->bump; i++) {
        const HEAP_BLOCK *head = heap_block_of(base + (SIZE_T)i * span->slot);
        if ((head->state != HEAP_LIVE && head->state != HEAP_DEAD) || head->slice != index)
            return FALSE;
    }
    return TRUE;
}

static BOOLEAN check_segment(HEAP *heap, HEAP_SEGMENT_HEAD *segment)
{
    if (segment->check != ((ULONG_PTR)segment ^ HEAP_CHECK) || segment->heap != heap)
        return FALSE;
    const HEAP_SPAN *span = ((HEAP_SEGMENT_FULL *)segment)->span;
    for (unsigned i = 1; i < 64 && !segment->huge_size; i += span[i].slices ? span[i].slices : 1)
        if (span[i].slices && !check_span(&span[i]))
            return FALSE;
    return TRUE;
}

BOOLEAN NTAPI RtlValidateHeap(HANDLE handle, ULONG flags, const void *block)
{
    HEAP *heap = handle;
    BOOLEAN good = TRUE;
    if (!heap || heap->signature != HEAP_SIGNATURE)
        return FALSE;
    RtlEnterCriticalSection(&heap->lock);
    if (block)
        good = is_block(heap, block);
    for (HEAP_SEGMENT_HEAD *at = heap->segments; at && good && !block; at = at->all_next)
        good = check_segment(heap, at);
    RtlLeaveCriticalSection(&heap->lock);
    return good;
}

BOOLEAN NTAPI RtlValidateProcessHeaps(void)
{
    HANDLE heaps[64];
    ULONG count = RtlGetProcessHeaps(ARRAYSIZE(heaps), heaps);
    for (ULONG i = 0; i < count && count <= ARRAYSIZE(heaps); i++)
        if (!RtlValidateHeap(heaps[i], 0, NULL))
            return FALSE;
    return TRUE;
}

#define WALK_BUSY   0x0001
#define WALK_REGION 0x0002

static BOOLEAN fill_block(RTL_HEAP_WALK_ENTRY *entry, HEAP_SEGMENT_HEAD *segment, UCHAR *block,
                          SIZE_T size)
{
    const HEAP_BLOCK *head = heap_block_of(block);
    BOOLEAN live = head->state == HEAP_LIVE;
    __builtin_memset(entry, 0, sizeof *entry);
    entry->DataAddress = block;
    entry->DataSize = !live ? size : segment->huge_size ? segment->huge_size : head->size;
    entry->OverheadBytes = 8;
    entry->Flags = live ? WALK_BUSY : 0;
    return TRUE;
}

/* The first block of the segment that lies behind `after`. */
static BOOLEAN next_block(HEAP_SEGMENT_HEAD *segment, UCHAR *after, RTL_HEAP_WALK_ENTRY *entry)
{
    HEAP_SPAN *span = ((HEAP_SEGMENT_FULL *)segment)->span;
    UCHAR *huge = (UCHAR *)segment + HEAP_HUGE_DATA;
    if (segment->huge_size)
        return after < huge && fill_block(entry, segment, huge, segment->huge_size);
    for (unsigned i = 1; i < 64; i += span[i].slices ? span[i].slices : 1) {
        UCHAR *base = (UCHAR *)segment + i * HEAP_SLICE + 16;
        if (!span[i].slices || base + span[i].slices * HEAP_SLICE <= after)
            continue;
        if (!span[i].class) {
            if (after < base)
                return fill_block(entry, segment, base, 0);
            continue;
        }
        SIZE_T slot = after < base ? 0 : (SIZE_T)(after - base) / span[i].slot + 1;
        if (slot < span[i].bump)
            return fill_block(entry, segment, base + slot * span[i].slot, span[i].slot - 8);
    }
    return FALSE;
}

static void fill_region(RTL_HEAP_WALK_ENTRY *entry, HEAP_SEGMENT_HEAD *segment)
{
    __builtin_memset(entry, 0, sizeof *entry);
    entry->DataAddress = segment;
    entry->DataSize = sizeof *segment;
    entry->Flags = WALK_REGION;
    entry->Segment.CommittedSize = (ULONG)segment->size;
    entry->Segment.FirstEntry = (UCHAR *)segment + HEAP_HUGE_DATA;
    entry->Segment.LastEntry = (UCHAR *)segment + segment->size;
}

NTSTATUS NTAPI RtlWalkHeap(HANDLE handle, RTL_HEAP_WALK_ENTRY *entry)
{
    HEAP *heap = heap_of(handle);
    UCHAR *after = entry->DataAddress;
    NTSTATUS status = STATUS_NO_MORE_ENTRIES;
    RtlEnterCriticalSection(&heap->lock);
    HEAP_SEGMENT_HEAD *segment = heap->segments;
    while (after && segment && segment != &heap_segment_of(after)->head)
        segment = segment->all_next;
    if (after && !segment) {
        status = STATUS_INVALID_PARAMETER;
    } else if (after && next_block(segment, after, entry)) {
        status = STATUS_SUCCESS;
    } else {
        segment = after ? segment->all_next : segment;
        if (segment) {
            fill_region(entry, segment);
            status = STATUS_SUCCESS;
        }
    }
    RtlLeaveCriticalSection(&heap->lock);
    return status;
}
