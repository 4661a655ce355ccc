/*
 * mm_private.h - between the files of Mm: the VAD tree, its page runs and the lock over both.
 *
 * A VAD is one allocation: what VirtualAlloc reserved, a mapped view or an image. Reserved pages
 * have no host mapping; committed ones have one with just the protection that NT's rules ask for.
 */
#ifndef BAILEY_MM_PRIVATE_H
#define BAILEY_MM_PRIVATE_H

#include "mm.h"

#define MM_PAGE        ((ULONG_PTR)4096)
#define MM_GRANULARITY ((ULONG_PTR)65536)
#define MM_HIGHEST                        \
    ((ULONG_PTR)TEB_WIDTH(0x7ffffffeffff, \
                          0xfffeffff)) /* highest address that Windows lets be used */
#define MM_MAX_SIZE \
    ((ULONG_PTR)TEB_WIDTH(1ull << 43, 0xffff0000)) /* page numbers in a run have 32 bits */
#define MM_DOWN(value, unit) ((value) & ~((unit)-1))
#define MM_UP(value, unit)   (((value) + (unit)-1) & ~((unit)-1))

/* Pages from `page` (counted from the VAD's start) up to the next run or the VAD's end. */
typedef struct MM_RUN {
    ULONG page;
    ULONG protect; /* PAGE_*, 0: reserved only */
} MM_RUN;

enum mm_kind {
    MM_PLAIN,
    MM_STACK,
    MM_VIEW, /* of a data section */
    MM_IMAGE,
    MM_PLACEHOLDER,
    MM_ADOPTED, /* somebody else's map: never unmapped */
};

typedef struct MM_VAD {
    struct MM_VAD *child[2];
    ULONG_PTR low, high; /* extent of the subtree */
    ULONG_PTR gap;       /* the largest gap inside it, from a granularity boundary on */
    ULONG_PTR start, end;
    int height;
    ULONG type;    /* MEM_PRIVATE, MEM_MAPPED, MEM_IMAGE */
    ULONG protect; /* as it was allocated */
    UCHAR kind;    /* enum mm_kind */
    UCHAR reserve; /* view of a SEC_RESERVE section: pages are committed one by one */
    UCHAR copy;    /* view mapped copy on write */
    UCHAR grows;   /* view of a file that commits make longer: mm_grow.c */
    UCHAR was_placeholder;
    ULONG run_count, run_room;
    MM_RUN *runs;
    MM_RUN own_runs[3];
    ULONG max_protect;          /* view: PAL_PROT_* that the section and its handle allow */
    struct MM_SECTION *section; /* view: referenced */
    uint64_t offset;            /* view: of its first byte in the section */
    ULONG *written;             /* write watch: a bit a page */
} MM_VAD;

extern ULONG_PTR mm_low, mm_high, mm_limit; /* what may be chosen from; what may be asked for */

void mm_lock(void);
void mm_unlock(void);
/* TRUE if the calling thread is inside mm_lock. */
BOOLEAN mm_locked_by_me(void);

/* ---- memory for VADs and runs, which cannot come from the heap; under the lock */
void *mm_pool_alloc(SIZE_T size);
/* Takes more now if little is left: an operation that has chosen where to reserve must not find
 * the pool there afterwards. */
void mm_pool_prepare(void);
void mm_pool_free(void *memory, SIZE_T size);

/* ---- the tree; under the lock */
MM_VAD *mm_find(ULONG_PTR address);
/* The first that ends above address: contains it or comes next. */
MM_VAD *mm_find_next(ULONG_PTR address);
BOOLEAN mm_is_free(ULONG_PTR start, ULONG_PTR end);
/* Room of that size and alignment within low..high (end), lowest or highest first; 0 if none. */
ULONG_PTR mm_find_room(ULONG_PTR size, ULONG_PTR low, ULONG_PTR high, ULONG_PTR align,
                       BOOLEAN top_down);
/* The same from the addresses that allocations without wishes get. */
ULONG_PTR mm_find_default_room(ULONG_PTR size, ULONG_PTR align, ULONG_PTR highest,
                               BOOLEAN top_down);
/* A VAD with one run, in the tree; NULL without memory. */
MM_VAD *mm_vad_create(ULONG_PTR start, ULONG_PTR end, enum mm_kind kind, ULONG type, ULONG protect,
                      ULONG run_protect);
void mm_vad_delete(MM_VAD *vad);
/* Cuts a VAD in two at address; answers the upper part, NULL without memory. */
MM_VAD *mm_vad_split(MM_VAD *vad, ULONG_PTR address);
/* Changes a VAD's extent where its neighbours allow it; the caller adjusts runs. */
void mm_vad_resize(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end);

/* ---- runs; under the lock */
/* The run that holds address; *end is the address where it ends. */
const MM_RUN *mm_run_at(const MM_VAD *vad, ULONG_PTR address, ULONG_PTR *end);
/* Gives start..end one protection. FALSE without memory (nothing has changed). */
BOOLEAN mm_run_set(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect);
BOOLEAN mm_all_committed(const MM_VAD *vad, ULONG_PTR start, ULONG_PTR end);

/* ---- protection */
BOOLEAN mm_protect_valid(ULONG protect);
/* PAL_PROT_* of PAGE_*; a guard page has none. */
ULONG mm_pal_prot(ULONG protect);
/* Whether PAGE_* protect stays within what max (PAL_PROT_*) allows. */
BOOLEAN mm_protect_allowed(ULONG protect, ULONG max);
/* Brings the host's protection of start..end in line with protect, write watch considered. */
NTSTATUS mm_host_protect(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect);

/* ---- pieces of the services */
/* A process handle: this process, with access; STATUS_NOT_SUPPORTED for another one. */
NTSTATUS mm_check_process(HANDLE process, ACCESS_MASK access);
/* Maps fresh pages wherever start..end has none and gives all of it protect. */
NTSTATUS mm_commit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect);
/* Unmaps start..end and makes it reserved. */
NTSTATUS mm_decommit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end);
/* Unmaps a VAD's pages, drops its section and takes it out of the tree. */
void mm_vad_release(MM_VAD *vad);
/* Maps pages of a view, from what its section stands on. */
NTSTATUS mm_view_map(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect, BOOLEAN copy);
/* Commits in every other view of its section what start..end of this one has. */
void mm_view_share_commit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end);
/* ---- views of files that grow; all but the last under the lock */
NTSTATUS mm_grow_map(MM_VAD *vad);
NTSTATUS mm_grow_commit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect);
/* Whether NT would have no page there. */
BOOLEAN mm_grow_is_reserved(ULONG_PTR address);
void mm_section_release(struct MM_SECTION *section);
/* Releases a section (or NULL) when the lock has been given up. */
void mm_drop(struct MM_SECTION *section);

/* ---- write watch; under the lock */
BOOLEAN mm_watch_create(MM_VAD *vad);
void mm_watch_delete(MM_VAD *vad);
BOOLEAN mm_watch_written(const MM_VAD *vad, ULONG_PTR address);
/* TRUE if the page was watched and not yet written: it is writable now. */
BOOLEAN mm_watch_fault(MM_VAD *vad, ULONG_PTR page, const MM_RUN *run);
/* Sets the host's protection of committed pages, without write where they are clean. */
NTSTATUS mm_watch_protect(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG prot);
void mm_watch_clear(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end);

/* ---- the shared data page */
#define MM_SHARED_DATA ((ULONG_PTR)0x7ffe0000)
/* Makes the page at its first touch; FALSE if it could not. */
BOOLEAN ex_shared_data_touch(void);

#endif
