/*
 * mm_pool.c - memory for Mm's own records.
 *
 * The heap stands on Mm, so Mm cannot stand on the heap. Small sizes come in powers of two from
 * chunks; the first chunk is static, so that a small program needs no other. Freed pieces are kept
 * for the next request of their size.
 */
#include "mm_private.h"

#define FIRST_CHUNK 16384
#define CHUNK       ((SIZE_T)256 * 1024)
#define LARGE       (CHUNK / 4)

struct free_piece {
    struct free_piece *next;
};

static struct free_piece *free_pieces[64];
static __attribute__((aligned(64))) UCHAR first_chunk[FIRST_CHUNK];
static ULONG_PTR chunk_next = (ULONG_PTR)first_chunk;
static ULONG_PTR chunk_end = (ULONG_PTR)first_chunk + FIRST_CHUNK;
static ULONG_PTR pool_next, pool_end; /* address space taken for chunks */

static unsigned order_of(SIZE_T size)
{
    unsigned order = 6;
    while (((SIZE_T)1 << order) < size)
        order++;
    return order;
}

/* Address space for the pool lies at the very end of the range, away from the program's. It is
 * taken in big pieces, each entered as a VAD that is made of memory at hand. */
static BOOLEAN more_room(SIZE_T size)
{
    const ULONG_PTR piece = MM_UP(size, (ULONG_PTR)64 << 20);
    ULONG_PTR at = mm_find_room(piece, mm_low, mm_high, MM_GRANULARITY, TRUE);
    if (!at || chunk_end - chunk_next < sizeof(MM_VAD))
        return FALSE;
    if (!mm_vad_create(at, at + piece, MM_ADOPTED, MEM_PRIVATE, PAGE_READWRITE, 0))
        return FALSE;
    pool_next = at, pool_end = at + piece;
    return TRUE;
}

static ULONG_PTR map_chunk(SIZE_T size)
{
    if (pool_end - pool_next < size && !more_room(size))
        return 0;
    if (pal_memory_map(pool_next, size, PAL_PROT_READ | PAL_PROT_WRITE, 0))
        return 0;
    ULONG_PTR at = pool_next;
    pool_next += size;
    return at;
}

/* Keeps one VAD's worth back, so that the pool can always enter its next piece. */
static BOOLEAN refill(void)
{
    static BOOLEAN inside;
    if (inside)
        return FALSE;
    inside = TRUE;
    ULONG_PTR at = map_chunk(CHUNK);
    inside = FALSE;
    if (!at)
        return FALSE;
    chunk_next = at, chunk_end = at + CHUNK;
    return TRUE;
}

/* No operation enters so many VADs. */
#define VADS_AT_HAND 16

void mm_pool_prepare(void)
{
    if (chunk_end - chunk_next < VADS_AT_HAND * ((SIZE_T)1 << order_of(sizeof(MM_VAD))))
        refill();
}

void *mm_pool_alloc(SIZE_T size)
{
    unsigned order = order_of(size);
    struct free_piece *piece = free_pieces[order];
    SIZE_T bytes = (SIZE_T)1 << order;
    if (piece) {
        free_pieces[order] = piece->next;
    } else if (bytes >= LARGE) {
        return (void *)map_chunk(bytes); /* fresh pages are zero */
    } else {
        if (chunk_end - chunk_next < bytes + 2 * sizeof(MM_VAD) && size != sizeof(MM_VAD) &&
            !refill())
            return NULL;
        if (size == sizeof(MM_VAD) && chunk_end - chunk_next < 4 * sizeof(MM_VAD))
            refill();
        if (chunk_end - chunk_next < bytes)
            return NULL;
        piece = (struct free_piece *)chunk_next;
        chunk_next += bytes;
    }
    __builtin_memset(piece, 0, size);
    return piece;
}

void mm_pool_free(void *memory, SIZE_T size)
{
    struct free_piece *piece = memory;
    unsigned order = order_of(size);
    piece->next = free_pieces[order];
    free_pieces[order] = piece;
}
