/*
 * arena.c - the session arena's allocator and lock words.
 *
 * Blocks come from segregated free lists over a bump pointer and are never merged: objects have few
 * sizes, and type-stable memory is what lets a handle be looked up without a lock.
 */
#include "arena_private.h"
#include "ke.h"
#include "ps_session.h"

#define OWNER_PATIENCE 2000000 /* 100 ns: 0.2 s */

ARENA *arena;
ULONG arena_owner = 1;

void arena_init(void *base, uint64_t size)
{
    arena = base;
    if (arena->magic == ARENA_MAGIC)
        return;
    arena->version = ARENA_VERSION;
    arena->next = (ARENA_OF(base) + sizeof(ARENA) + 63) & ~63u;
    arena->end = ARENA_OF(base) + (ULONG)size;
    arena->next_thread_id = 8;
    arena->magic = ARENA_MAGIC;
}

static ULONG class_of(ULONG size, ULONG *rounded)
{
    if (size <= ARENA_SMALL_LIMIT) {
        *rounded = (size + 15) & ~15u;
        return *rounded / 16;
    }
    ULONG class = ARENA_SMALL_LIMIT / 16 + 1;
    *rounded = ARENA_SMALL_LIMIT * 2;
    while (*rounded < size) {
        *rounded *= 2;
        class ++;
    }
    return class;
}

void *arena_alloc_dirty(ULONG size)
{
    ULONG rounded, class;
    if (size == 0 || size > 0x1000000)
        return NULL;
    class = class_of(size, &rounded);
    ke_enter();
    arena_lock(&arena->lock);
    arena_ptr at = arena->free[class];
    if (at) {
        arena->free[class] = *ARENA_AT(arena_ptr, at);
    } else if (arena->end - arena->next >= rounded) {
        at = arena->next;
        arena->next += rounded;
    }
    arena_unlock(&arena->lock);
    ke_leave();
    return ARENA_AT(void, at);
}

void *arena_alloc(ULONG size)
{
    void *memory = arena_alloc_dirty(size);
    if (memory)
        __builtin_memset(memory, 0, (size + 15) & ~15u);
    return memory;
}

void arena_free(void *memory, ULONG size)
{
    ULONG rounded, class = class_of(size, &rounded);
    ke_enter();
    arena_lock(&arena->lock);
    *(arena_ptr *)memory = arena->free[class];
    arena->free[class] = ARENA_OF(memory);
    arena_unlock(&arena->lock);
    ke_leave();
}

#define SPINS 200

/* Whoever waits too long looks whether the owner lives, and frees the word in its stead: what it
 * guards is written so that a half-done change loses memory at worst. */
static void wait_for_owner(volatile LONG *word, ULONG owner)
{
    int64_t deadline;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &deadline);
    PalStatus status =
        pal_word_wait((ULONG_PTR)word, owner | ARENA_CONTENDED, 1, deadline + OWNER_PATIENCE);
    if (status == PAL_STATUS_TIMEOUT && ps_owner_is_dead(owner) &&
        InterlockedCompareExchange(word, 0, (LONG)(owner | ARENA_CONTENDED)) ==
            (LONG)(owner | ARENA_CONTENDED))
        pal_word_wake((ULONG_PTR)word, 1, 1);
}

void arena_lock_slow(volatile LONG *word)
{
    LONG id = (LONG)arena_owner;
    for (int i = 0; i < SPINS; i++) {
        if (*word == 0 && InterlockedCompareExchange(word, id, 0) == 0)
            return;
        YieldProcessor();
    }
    for (;;) {
        LONG seen = *word;
        if (seen == 0) {
            /* Whoever slept once cannot know whether others still sleep. */
            if (InterlockedCompareExchange(word, id | (LONG)ARENA_CONTENDED, 0) == 0)
                return;
            continue;
        }
        if (seen > 0 &&
            InterlockedCompareExchange(word, seen | (LONG)ARENA_CONTENDED, seen) != seen)
            continue;
        wait_for_owner(word, (ULONG)seen & ~ARENA_CONTENDED);
    }
}

void arena_unlock_slow(volatile LONG *word)
{
    pal_word_wake((ULONG_PTR)word, 1, 1);
}
