/*
 * heap_span.c - runs of slices within segments.
 */
#include "heap.h"

/* How many segments are looked through for room before a new one is made. */
#define SEARCH 32

static uint64_t mask_of(unsigned first, unsigned slices)
{
    return (slices >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << slices) - 1) << first;
}

/* The first place for that many slices; 0 if there is none (slice 0 is never free). */
static unsigned find(uint64_t free, unsigned slices)
{
    unsigned have = 1;
    while (free && have < slices) {
        unsigned step = slices - have < have ? slices - have : have;
        free &= free >> step;
        have += step;
    }
    return free ? (unsigned)__builtin_ctzll(free) : 0;
}

static void link_first(HEAP_PART *part, HEAP_SEGMENT_FULL *segment)
{
    segment->head.previous = NULL;
    segment->head.next = part->segments ? &part->segments->head : NULL;
    if (part->segments)
        part->segments->head.previous = &segment->head;
    part->segments = segment;
}

static void unlink(HEAP_PART *part, HEAP_SEGMENT_FULL *segment)
{
    if (segment->head.previous)
        segment->head.previous->next = segment->head.next;
    else
        part->segments = (HEAP_SEGMENT_FULL *)segment->head.next;
    if (segment->head.next)
        segment->head.next->previous = segment->head.previous;
    segment->head.next = segment->head.previous = NULL;
}

/* Segments that have a free slice are linked; full ones are found again when a slice is freed. */
static HEAP_SEGMENT_FULL *find_segment(HEAP_PART *part, unsigned slices, unsigned *first)
{
    HEAP_SEGMENT_FULL *segment = part->segments;
    for (unsigned i = 0; segment && i < SEARCH; i++) {
        if ((*first = find(segment->head.free_mask, slices)) != 0)
            return segment;
        segment = (HEAP_SEGMENT_FULL *)segment->head.next;
    }
    segment = heap_segment_create(part->heap, part);
    if (!segment)
        return NULL;
    part->empty_segments++;
    link_first(part, segment);
    *first = find(segment->head.free_mask, slices);
    return segment;
}

static void take(HEAP_PART *part, HEAP_SEGMENT_FULL *segment, uint64_t mask)
{
    if (segment->head.free_mask == HEAP_ALL_SLICES)
        part->empty_segments--;
    segment->head.free_mask &= ~mask;
    if (!segment->head.free_mask)
        unlink(part, segment);
}

static void give(HEAP_PART *part, HEAP_SEGMENT_FULL *segment, uint64_t mask)
{
    if (!segment->head.free_mask)
        link_first(part, segment);
    segment->head.free_mask |= mask;
    segment->head.dirty_mask |= mask;
    if (segment->head.free_mask != HEAP_ALL_SLICES)
        return;
    /* One empty segment is kept for the next need; the rest goes back to the host. */
    if (++part->empty_segments > 1 && segment != part->home) {
        part->empty_segments--;
        unlink(part, segment);
        heap_segment_destroy(segment);
    }
}

HEAP_SPAN *heap_span_create(HEAP_PART *part, unsigned slices)
{
    unsigned first;
    HEAP_SEGMENT_FULL *segment = find_segment(part, slices, &first);
    if (!segment)
        return NULL;
    uint64_t mask = mask_of(first, slices);
    take(part, segment, mask);
    HEAP_SPAN *span = &segment->span[first];
    *span = (HEAP_SPAN){.slices = (UCHAR)slices, .clean = !(segment->head.dirty_mask & mask)};
    return span;
}

void heap_span_destroy(HEAP_PART *part, HEAP_SPAN *span)
{
    HEAP_SEGMENT_FULL *segment = heap_segment_of(span);
    uint64_t mask = mask_of((unsigned)(span - segment->span), span->slices);
    span->slices = 0;
    give(part, segment, mask);
}

BOOLEAN heap_span_resize(HEAP_PART *part, HEAP_SPAN *span, unsigned slices)
{
    HEAP_SEGMENT_FULL *segment = heap_segment_of(span);
    unsigned first = (unsigned)(span - segment->span), have = span->slices;
    if (slices > have) {
        uint64_t more = first + slices > 64 ? 0 : mask_of(first + have, slices - have);
        if (!more || (segment->head.free_mask & more) != more)
            return FALSE;
        take(part, segment, more);
    } else if (slices < have) {
        give(part, segment, mask_of(first + slices, have - slices));
    }
    span->slices = (UCHAR)slices;
    return TRUE;
}
