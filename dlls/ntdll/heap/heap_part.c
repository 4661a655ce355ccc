/*
 * heap_part.c - the parts from which threads allocate.
 */
#include "heap.h"

/* How many full spans are looked at for blocks that others have freed. */
#define SEARCH 8

HEAP_SPAN heap_no_span;
static HEAP_PART *idle_parts; /* of ended threads; under idle_lock */
static KE_LOCK idle_lock;

void heap_part_init(HEAP_PART *part, HEAP *heap, HEAP_SEGMENT_FULL *home)
{
    for (unsigned i = 0; i < HEAP_CLASSES; i++)
        part->available[i] = &heap_no_span;
    part->heap = heap;
    part->home = part->segments = home;
    part->empty_segments = 1;
}

static void link_available(HEAP_PART *part, HEAP_SPAN *span)
{
    HEAP_SPAN **head = &part->available[span->class];
    span->full = FALSE;
    span->previous = NULL;
    span->next = *head == &heap_no_span ? NULL : *head;
    if (span->next)
        span->next->previous = span;
    *head = span;
}

static void unlink_available(HEAP_PART *part, HEAP_SPAN *span)
{
    if (span->previous)
        span->previous->next = span->next;
    else
        part->available[span->class] = span->next ? span->next : &heap_no_span;
    if (span->next)
        span->next->previous = span->previous;
}

/* Full spans form a ring, so that the search for returned blocks can go round. */
static void link_full(HEAP_PART *part, HEAP_SPAN *span)
{
    HEAP_SPAN *first = part->full[span->class];
    span->full = TRUE;
    if (!first) {
        span->next = span->previous = span;
        part->full[span->class] = span;
        return;
    }
    span->next = first;
    span->previous = first->previous;
    first->previous->next = span;
    first->previous = span;
}

static void unlink_full(HEAP_PART *part, HEAP_SPAN *span)
{
    HEAP_SPAN **first = &part->full[span->class];
    if (span->next == span)
        *first = NULL;
    else if (*first == span)
        *first = span->next;
    span->next->previous = span->previous;
    span->previous->next = span->next;
}

/* Takes over what others have freed. */
static void collect_remote(HEAP_SPAN *span)
{
    void *list = InterlockedExchangePointer((void **)&span->remote, NULL), *last = list;
    USHORT count = 1;
    if (!list)
        return;
    for (; *(void **)last; last = *(void **)last)
        count++;
    *(void **)last = span->free;
    span->free = list;
    span->used = (USHORT)(span->used - count);
}

static unsigned slices_for(ULONG slot)
{
    return slot <= 256 ? 1 : slot <= 1024 ? 2 : slot <= 4096 ? 4 : 8;
}

static HEAP_SPAN *new_span(HEAP_PART *part, unsigned class)
{
    ULONG slot = heap_class_slot(class);
    unsigned slices = slices_for(slot);
    HEAP_SPAN *span = heap_span_create(part, slices);
    if (!span)
        return NULL;
    span->class = (UCHAR) class;
    span->slot = slot;
    span->capacity = (USHORT)((slices * HEAP_SLICE - 8) / slot);
    link_available(part, span);
    return span;
}

/* A full span to which something came back. */
static HEAP_SPAN *revive(HEAP_PART *part, unsigned class)
{
    for (unsigned i = 0; i < SEARCH && part->full[class]; i++) {
        HEAP_SPAN *span = part->full[class];
        if (span->remote) {
            unlink_full(part, span);
            collect_remote(span);
            link_available(part, span);
            return span;
        }
        part->full[class] = span->next;
    }
    return NULL;
}

static void *take(HEAP_SPAN *span, BOOLEAN *zero)
{
    void *block = span->free;
    *zero = FALSE;
    if (block) {
        span->free = *(void **)block;
    } else {
        UCHAR *base = heap_span_base(span);
        block = base + 16 + (SIZE_T)span->bump * span->slot;
        heap_block_of(block)->slice = (UCHAR)(span - heap_segment_of(span)->span);
        span->bump++;
        *zero = span->clean;
    }
    span->used++;
    return block;
}

void *heap_part_alloc(HEAP_PART *part, unsigned class, BOOLEAN *zero)
{
    for (;;) {
        HEAP_SPAN *span = part->available[class];
        if (span == &heap_no_span && !(span = revive(part, class)) &&
            !(span = new_span(part, class)))
            return NULL;
        if (span->free || span->bump < span->capacity)
            return take(span, zero);
        if (span->remote) {
            collect_remote(span);
        } else {
            unlink_available(part, span);
            link_full(part, span);
        }
    }
}

void heap_part_freed(HEAP_PART *part, HEAP_SPAN *span)
{
    if (span->full) {
        unlink_full(part, span);
        link_available(part, span);
    }
    /* The last span of its size stays: the next block of that size is likely to come. */
    if (span->used == 0 && (span->next || span->previous)) {
        unlink_available(part, span);
        heap_span_destroy(part, span);
    }
}

void heap_part_collect(HEAP_PART *part)
{
    for (unsigned class = 1; class < HEAP_CLASSES; class ++) {
        HEAP_SPAN *span = part->full[class], *next;
        HEAP_SPAN *last = span ? span->previous : NULL;
        for (; span; span = span == last ? NULL : next) {
            next = span->next;
            if (!span->remote)
                continue;
            unlink_full(part, span);
            collect_remote(span);
            link_available(part, span);
        }
        span = part->available[class];
        for (; span && span != &heap_no_span; span = next) {
            next = span->next;
            collect_remote(span);
            if (span->used == 0) {
                unlink_available(part, span);
                heap_span_destroy(part, span);
            }
        }
    }
}

static HEAP_PART *take_idle(void)
{
    ke_lock(&idle_lock);
    HEAP_PART *part = idle_parts;
    if (part)
        idle_parts = part->next_idle;
    ke_unlock(&idle_lock);
    return part;
}

HEAP_PART *heap_part_of_thread(void)
{
    BAILEY_THREAD *self = bailey_self();
    HEAP_PART *part = self->heap_cache;
    if (part || !heap_process)
        return part;
    part = take_idle();
    if (!part) {
        HEAP_SEGMENT_FULL *home = heap_segment_create(heap_process, NULL);
        if (!home)
            return NULL;
        part = (HEAP_PART *)(home + 1);
        heap_part_init(part, heap_process, home);
        home->head.owner = part;
    }
    self->heap_cache = part;
    return part;
}

void rtl_heap_thread_exit(BAILEY_THREAD *thread)
{
    HEAP_PART *part = thread->heap_cache;
    thread->heap_cache = NULL;
    if (!part)
        return;
    heap_part_collect(part);
    ke_lock(&idle_lock);
    part->next_idle = idle_parts;
    idle_parts = part;
    ke_unlock(&idle_lock);
}
