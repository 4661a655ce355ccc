/*
 * heap.h - the heap's inner structures.
 *
 * A heap consists of segments, 1 MiB at a multiple of 1 MiB, cut into 64 slices of 16 KiB. A span
 * is a run of slices with blocks of one size; its record stands in the segment's first page, so
 * that a block's address leads to its span by a mask and a byte in the block's header.
 *
 * Whoever allocates does so from a "part": each thread has one of the process heap, which it uses
 * without lock or atomic operation; blocks that others free come back through the span's `remote`
 * list. Every heap has one shared part besides, used under the heap's lock: for private heaps and
 * for blocks too big for the classes. Blocks over HEAP_MEDIUM_MAX have a segment to themselves.
 */
#ifndef BAILEY_HEAP_H
#define BAILEY_HEAP_H

#include "../mm.h"

#define HEAP_SEGMENT    ((ULONG_PTR)1 << 20)
#define HEAP_SLICE      ((ULONG_PTR)1 << 14)
#define HEAP_CLASSES    45
#define HEAP_SMALL_MAX  ((SIZE_T)32768 - 8)
#define HEAP_MEDIUM_MAX (32 * HEAP_SLICE - 16)
#define HEAP_ALL_SLICES (~(uint64_t)1) /* slice 0 holds the segment's header */

/* Before each block, at the block's address - 8. */
typedef struct HEAP_BLOCK {
    ULONG size; /* as asked for; unused where slice is HEAP_HUGE */
    USHORT state;
    UCHAR slice; /* first of its span */
    UCHAR extra;
} HEAP_BLOCK;

#define HEAP_LIVE ((USHORT)0xb10c)
#define HEAP_DEAD ((USHORT)0xf4ee)
#define HEAP_HUGE ((UCHAR)255)

typedef struct HEAP_SPAN {
    void *free;            /* blocks that its owner may take, linked through their first word */
    void *volatile remote; /* blocks that others have freed */
    struct HEAP_SPAN *next, *previous;
    ULONG slot;                  /* bytes from block to block */
    USHORT used, capacity, bump; /* blocks handed out (remote ones too), there are, ever used */
    UCHAR class;                 /* 0: one medium block */
    UCHAR slices;                /* 0: this record is not in use */
    UCHAR full;                  /* in the part's full list */
    UCHAR clean;                 /* slots from bump on are still zero */
} HEAP_SPAN;

typedef struct HEAP_SEGMENT_HEAD {
    ULONG_PTR check; /* address ^ HEAP_CHECK */
    struct HEAP *heap;
    struct HEAP_PART *owner;
    struct HEAP_SEGMENT_HEAD *next, *previous;         /* of its part */
    struct HEAP_SEGMENT_HEAD *all_next, *all_previous; /* of its heap, under the lock */
    SIZE_T size;                                       /* mapped bytes */
    SIZE_T huge_size;               /* size of the one block; 0: a segment with slices */
    SIZE_T huge_room;               /* reserved bytes */
    uint64_t free_mask, dirty_mask; /* a bit a slice */
    ULONG reserved[2];
} HEAP_SEGMENT_HEAD;

typedef struct HEAP_SEGMENT_FULL {
    HEAP_SEGMENT_HEAD head;
    HEAP_SPAN span[64];
} HEAP_SEGMENT_FULL;

#define HEAP_CHECK     ((ULONG_PTR)0x5e9b1ea7d00d5e90)
#define HEAP_HUGE_DATA ((sizeof(HEAP_SEGMENT_HEAD) + 8 + 15) & ~(SIZE_T)15)

typedef struct HEAP_PART {
    HEAP_SPAN *available[HEAP_CLASSES]; /* first: the current one, or heap_no_span */
    HEAP_SPAN *full[HEAP_CLASSES];
    struct HEAP *heap;
    HEAP_SEGMENT_FULL *segments;
    HEAP_SEGMENT_FULL *home; /* where this part itself lies */
    ULONG empty_segments;
    struct HEAP_PART *next_idle; /* parts whose thread has ended */
} HEAP_PART;

typedef struct HEAP {
    ULONG signature;
    UCHAR padding[0x6c];
    ULONG flags;          /* 0x70, as Windows has it: HEAP_* */
    ULONG force_flags;    /* 0x74 */
    volatile LONG locked; /* by HeapLock: nobody takes the short way */
    ULONG reserved;
    SIZE_T maximum; /* 0: growable */
    SIZE_T live;    /* bytes in use, where there is a maximum */
    HEAP_SEGMENT_HEAD *segments;
    RTL_CRITICAL_SECTION lock;
    HEAP_PART shared;
} HEAP;

#define HEAP_SIGNATURE 0xeeffeeffu

VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD);
VOID NTAPI RtlRaiseStatus(NTSTATUS);

extern HEAP *heap_process;
extern HEAP_SPAN heap_no_span;

static inline HEAP_SEGMENT_FULL *heap_segment_of(const void *block)
{
    return (HEAP_SEGMENT_FULL *)((ULONG_PTR)block & ~(HEAP_SEGMENT - 1));
}

static inline HEAP_BLOCK *heap_block_of(const void *block)
{
    return (HEAP_BLOCK *)block - 1;
}

/* The class of a size up to HEAP_SMALL_MAX: steps of 16 bytes up to 256, then four a doubling. */
static inline unsigned heap_class_of(SIZE_T size)
{
    unsigned units = (unsigned)((size + 8 + 15) / 16);
    if (units <= 16)
        return units;
    unsigned last = units - 1, bit = 31 - (unsigned)__builtin_clz(last);
    return 17 + (bit - 4) * 4 + (last >> (bit - 2) & 3);
}

static inline ULONG heap_class_slot(unsigned class)
{
    if (class <= 16)
        return class * 16;
    unsigned bit = 4 + (class - 17) / 4, step = (class - 17) % 4 + 5;
    return (step << (bit - 2)) * 16;
}

static inline UCHAR *heap_span_base(const HEAP_SPAN *span)
{
    HEAP_SEGMENT_FULL *segment = heap_segment_of(span);
    return (UCHAR *)segment + (SIZE_T)(span - segment->span) * HEAP_SLICE;
}

/* ---- heap_segment.c */
/* A segment of the part, entered in its heap; takes the heap's lock. */
HEAP_SEGMENT_FULL *heap_segment_create(HEAP *heap, HEAP_PART *part);
void heap_segment_destroy(HEAP_SEGMENT_FULL *segment);
void *heap_huge_alloc(HEAP *heap, SIZE_T size);
void heap_huge_free(HEAP_SEGMENT_HEAD *segment);
BOOLEAN heap_huge_resize(HEAP_SEGMENT_HEAD *segment, SIZE_T size);

/* ---- heap_span.c; by the owner of the part */
HEAP_SPAN *heap_span_create(HEAP_PART *part, unsigned slices);
void heap_span_destroy(HEAP_PART *part, HEAP_SPAN *span);
/* Cuts a medium span to fewer slices, or adds free ones behind it. */
BOOLEAN heap_span_resize(HEAP_PART *part, HEAP_SPAN *span, unsigned slices);

/* ---- heap_part.c; by the owner of the part */
void heap_part_init(HEAP_PART *part, HEAP *heap, HEAP_SEGMENT_FULL *home);
/* A block of the class; *zero says whether it is known to be zero. */
void *heap_part_alloc(HEAP_PART *part, unsigned class, BOOLEAN *zero);
/* After a block went to its span's free list. */
void heap_part_freed(HEAP_PART *part, HEAP_SPAN *span);
void heap_part_collect(HEAP_PART *part);
/* The calling thread's part of the process heap, made if need be; NULL without memory. */
HEAP_PART *heap_part_of_thread(void);

/* ---- heap_check.c */
void heap_corrupt(HEAP *heap, const void *where) __attribute__((noreturn));
/* The heap behind a handle; raises if it is none. */
HEAP *heap_of(HANDLE handle);

#endif
