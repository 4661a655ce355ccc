/*
 * mm_session.c - memory of page-file sections: ranges of the session's memory object, which every
 * process has, so that a section can be mapped wherever its object can be opened. Ranges that were
 * given back are kept by size; their pages are the host's again.
 */
#include "mm_section.h"
#include "arena_private.h"

typedef struct MM_RANGE {
    arena_ptr next;
    ULONG reserved;
    uint64_t offset, size;
} MM_RANGE;

/* A range of about that size that was given back, or NULL; under the lock. */
static MM_RANGE *take_free(uint64_t size)
{
    for (arena_ptr *link = &arena->memory_free; *link; link = &ARENA_AT(MM_RANGE, *link)->next) {
        MM_RANGE *range = ARENA_AT(MM_RANGE, *link);
        if (range->size >= size && range->size / 2 <= size) {
            *link = range->next;
            return range;
        }
    }
    return NULL;
}

NTSTATUS mm_session_alloc(uint64_t size, arena_ptr *range)
{
    MM_RANGE *fresh = arena_alloc(sizeof *fresh), *found;
    NTSTATUS status = STATUS_SUCCESS;
    if (!fresh)
        return STATUS_INSUFFICIENT_RESOURCES;
    ke_enter();
    arena_lock(&arena->memory_lock);
    found = take_free(size);
    if (!found) {
        uint64_t next = arena->memory_next ? arena->memory_next : pal_boot->arena_size;
        found = fresh, fresh = NULL;
        found->offset = next, found->size = size;
        if (size > pal_boot->arena_size + pal_boot->session_memory_size - next)
            status = STATUS_COMMITMENT_LIMIT;
        else
            arena->memory_next = next + size;
    }
    arena_unlock(&arena->memory_lock);
    ke_leave();
    if (fresh)
        arena_free(fresh, sizeof *fresh);
    if (status)
        arena_free(found, sizeof *found);
    *range = ARENA_OF(found);
    return status;
}

uint64_t mm_session_offset(arena_ptr range)
{
    return ARENA_AT(MM_RANGE, range)->offset;
}

void mm_session_free(arena_ptr at)
{
    MM_RANGE *range = ARENA_AT(MM_RANGE, at);
    PalFileInfo hole = {.size = range->offset, .allocated = range->size};
    pal_file_set(pal_boot->session_memory, PAL_SET_FREE, &hole);
    ke_enter();
    arena_lock(&arena->memory_lock);
    range->next = arena->memory_free;
    arena->memory_free = at;
    arena_unlock(&arena->memory_lock);
    ke_leave();
}
