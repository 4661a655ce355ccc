/*
 * crt_memory.c - the memory functions, which the compiler also calls by itself.
 *
 * Sixteen bytes at a time with unaligned SSE2 loads, which x86-64 always has; long runs go to the
 * processor's own string instructions.
 */
#pragma GCC optimize( \
    "no-tree-loop-distribute-patterns") /* no calls of these functions by themselves */
#define _CRTIMP
#include "nt.h"
#include <emmintrin.h>

enum { LONG_RUN = 2048 };

#undef memcpy
#undef memmove
#undef memset
#undef memcmp

static void copy_up(unsigned char *to, const unsigned char *from, size_t size)
{
    while (size >= 16) {
        _mm_storeu_si128((__m128i *)to, _mm_loadu_si128((const __m128i *)from));
        to += 16;
        from += 16;
        size -= 16;
    }
    while (size--) {
        *to++ = *from++;
        __asm__ volatile("" ::: "memory"); /* or the compiler makes it a call of memcpy */
    }
}

static void copy_down(unsigned char *to, const unsigned char *from, size_t size)
{
    while (size >= 16) {
        size -= 16;
        _mm_storeu_si128((__m128i *)(to + size), _mm_loadu_si128((const __m128i *)(from + size)));
    }
    while (size--) {
        to[size] = from[size];
        __asm__ volatile("" ::: "memory");
    }
}

void *memmove(void *to, const void *from, size_t size)
{
    if ((uintptr_t)to - (uintptr_t)from < size) {
        copy_down(to, from, size);
    } else if (size >= LONG_RUN) {
        void *t = to;

        __asm__ volatile("rep movsb" : "+D"(t), "+S"(from), "+c"(size)::"memory");
    } else {
        copy_up(to, from, size);
    }
    return to;
}

void *memcpy(void *to, const void *from, size_t size)
{
    return memmove(to, from, size);
}

void *memset(void *to, int value, size_t size)
{
    unsigned char *p = to;
    __m128i wide = _mm_set1_epi8((char)value);

    if (size >= LONG_RUN) {
        __asm__ volatile("rep stosb" : "+D"(p), "+c"(size) : "a"(value) : "memory");
        return to;
    }
    for (; size >= 16; size -= 16, p += 16)
        _mm_storeu_si128((__m128i *)p, wide);
    while (size--) {
        *p++ = (unsigned char)value;
        __asm__ volatile("" ::: "memory");
    }
    return to;
}

/* The count of equal bytes from the start. */
static size_t equal_run(const unsigned char *a, const unsigned char *b, size_t size)
{
    size_t i = 0;

    for (; i + 16 <= size; i += 16) {
        __m128i same = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(a + i)),
                                      _mm_loadu_si128((const __m128i *)(b + i)));
        int mask = _mm_movemask_epi8(same);

        if (mask != 0xffff)
            return i + __builtin_ctz(~mask);
    }
    while (i < size && a[i] == b[i])
        i++;
    return i;
}

int memcmp(const void *a, const void *b, size_t size)
{
    size_t at = equal_run(a, b, size);

    return at == size                                                        ? 0
           : ((const unsigned char *)a)[at] < ((const unsigned char *)b)[at] ? -1
                                                                             : 1;
}

void *memchr(const void *memory, int value, size_t size)
{
    for (const unsigned char *p = memory; size--; p++)
        if (*p == (unsigned char)value)
            return (void *)p;
    return NULL;
}

int _memicmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a, *y = b;

    for (; size--; x++, y++) {
        int cx = *x >= 'A' && *x <= 'Z' ? *x + 32 : *x, cy = *y >= 'A' && *y <= 'Z' ? *y + 32 : *y;

        if (cx != cy)
            return cx - cy;
    }
    return 0;
}

void *_memccpy(void *to, const void *from, int stop, size_t size)
{
    unsigned char *t = to;
    const unsigned char *f = from;

    while (size--)
        if ((*t++ = *f++) == (unsigned char)stop)
            return t;
    return NULL;
}

#undef RtlMoveMemory
#undef RtlCopyMemory
#undef RtlFillMemory
#undef RtlZeroMemory
#undef RtlCompareMemory

VOID NTAPI RtlMoveMemory(VOID *to, const VOID *from, SIZE_T size)
{
    memmove(to, from, size);
}

VOID NTAPI RtlFillMemory(VOID *to, SIZE_T size, UCHAR value)
{
    memset(to, value, size);
}

VOID NTAPI RtlZeroMemory(VOID *to, SIZE_T size)
{
    memset(to, 0, size);
}

SIZE_T NTAPI RtlCompareMemory(const VOID *a, const VOID *b, SIZE_T size)
{
    return equal_run(a, b, size);
}

SIZE_T NTAPI RtlCompareMemoryUlong(PVOID memory, SIZE_T size, ULONG pattern)
{
    const ULONG *p = memory;
    SIZE_T count = 0;

    while (count < size / 4 && p[count] == pattern)
        count++;
    return count * 4;
}

VOID NTAPI RtlFillMemoryUlong(PVOID memory, SIZE_T size, ULONG pattern)
{
    for (ULONG *p = memory; size >= 4; size -= 4)
        *p++ = pattern;
}

VOID NTAPI RtlFillMemoryUlonglong(PVOID memory, SIZE_T size, ULONGLONG pattern)
{
    for (ULONGLONG *p = memory; size >= 8; size -= 8)
        *p++ = pattern;
}
