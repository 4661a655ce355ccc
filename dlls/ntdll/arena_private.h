/*
 * arena_private.h - the layout of the session arena, and its locks.
 */
#ifndef BAILEY_ARENA_PRIVATE_H
#define BAILEY_ARENA_PRIVATE_H

#include "arena.h"

#define ARENA_MAGIC        0x41594C42u
#define ARENA_VERSION      1
#define ARENA_SMALL_LIMIT  1024 /* classes of 16 bytes up to here, powers of two above */
#define ARENA_CLASS_COUNT  (ARENA_SMALL_LIMIT / 16 + 16)
#define ARENA_NAME_BUCKETS 256

typedef struct ARENA {
    ULONG magic, version;
    volatile LONG lock;
    ULONG next, end; /* unused room */
    arena_ptr free[ARENA_CLASS_COUNT];
    volatile LONG name_lock;
    arena_ptr names[ARENA_NAME_BUCKETS];
    volatile ULONG next_thread_id;
    volatile LONG share_lock;
    arena_ptr share_root; /* io: the table of open files */
    volatile LONG process_lock;
    arena_ptr processes;         /* KPROCESS list */
    volatile LONG process_count; /* that live */
    volatile LONG bell;          /* PalLife.bell: counts the dead */
    volatile LONG bell_seen;     /* as far as somebody has looked */
    volatile LONG starting;      /* when looked at last, some had no life yet */
    volatile LONG orphaned;      /* the first process has ended: nobody rings for orphans */
    arena_ptr root;              /* the first process, referenced */
    volatile LONG memory_lock;   /* mm_session.c */
    arena_ptr memory_free;
    uint64_t memory_next;
    volatile LONG pipe_lock;
    arena_ptr pipes; /* PIPE_NAME list */
    volatile LONG registry_lock;
    arena_ptr registry;         /* CM */
    arena_ptr console;          /* con: the session's own */
    volatile LONG given_lock;   /* IO_FILE.given of all files */
    volatile LONG pass_lock;    /* pal_handle_pass: TAKE and DROP */
    volatile LONG ask_lock;     /* PalLife.asked of all processes */
    volatile LONG64 pass_count; /* tags ever used */
} ARENA;

extern ARENA *arena;

/* A lock word in the arena: 0 free, else the owning process, with ARENA_CONTENDED where somebody
 * sleeps. Taken only inside ke_enter. The process is told by the place of its KPROCESS, in 16
 * bytes: whether it lives can be asked without a lock (ps_owner_is_dead). */
#define ARENA_CONTENDED 0x80000000u
void arena_lock_slow(volatile LONG *word);
void arena_unlock_slow(volatile LONG *word);

extern ULONG arena_owner; /* this process; 1 before it has an object */

static inline void arena_lock(volatile LONG *word)
{
    if (__builtin_expect(InterlockedCompareExchange(word, (LONG)arena_owner, 0) != 0, 0))
        arena_lock_slow(word);
}

static inline void arena_unlock(volatile LONG *word)
{
    if (__builtin_expect(InterlockedExchange(word, 0) < 0, 0))
        arena_unlock_slow(word);
}

#endif
