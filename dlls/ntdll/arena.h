/*
 * arena.h - memory of the session arena: shared by all processes of a session at one low address.
 * What lives there refers to its kind by `arena_ptr`, a 32-bit absolute address (the arena lies
 * below 4 GiB), and uses fixed-width types only. Memory is type-stable: it is reused, never
 * unmapped.
 */
#ifndef BAILEY_ARENA_H
#define BAILEY_ARENA_H

#include "nt.h"

typedef ULONG arena_ptr;

#define ARENA_AT(type, address) ((type *)(ULONG_PTR)(address))
#define ARENA_OF(pointer)       ((arena_ptr)(ULONG_PTR)(pointer))

/* Lays out an empty arena (the first process) or finds what is there. */
void arena_init(void *base, uint64_t size);
/* Zeroed memory aligned to 16, or NULL when the arena is full. Any thread. */
void *arena_alloc(ULONG size);
/* The same, not zeroed. */
void *arena_alloc_dirty(ULONG size);
/* size as it was asked for. */
void arena_free(void *memory, ULONG size);

#endif
