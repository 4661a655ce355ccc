/* memcpy and memmove, one routine: small blocks are read whole before anything is written. */
#include "mem_cpu.h"

#define LOAD(p)     (*(const v16u *)(p))
#define STORE(p, v) (*(v16u *)(p) = (v))

enum { REP_MIN = 4096 };

/* n <= 32 */
static inline __attribute__((always_inline)) void *copy_32(char *d, const char *s, size_t n)
{
    if (n >= 16) {
        v16 a = LOAD(s), b = LOAD(s + n - 16);
        STORE(d, a);
        STORE(d + n - 16, b);
    } else if (n >= 8) {
        uint64_t a = *(const u64u *)s, b = *(const u64u *)(s + n - 8);
        *(u64u *)d = a;
        *(u64u *)(d + n - 8) = b;
    } else if (n >= 4) {
        uint32_t a = *(const u32u *)s, b = *(const u32u *)(s + n - 4);
        *(u32u *)d = a;
        *(u32u *)(d + n - 4) = b;
    } else if (n >= 2) {
        uint16_t a = *(const u16u *)s, b = *(const u16u *)(s + n - 2);
        *(u16u *)d = a;
        *(u16u *)(d + n - 2) = b;
    } else if (n) {
        *d = *s;
    }
    return d;
}

/*
 * The long copies go one way and leave at most a block for the end (or the start), which is read
 * whole before it is written; so overlapping blocks come out right, and no more registers are used
 * than a Windows function has without saving any.
 */
static inline __attribute__((always_inline)) void *copy_128_sse(char *d, const char *s, size_t n)
{
    if (n <= 32)
        return copy_32(d, s, n);
    v16 a = LOAD(s), b = LOAD(s + 16), c = LOAD(s + n - 32), e = LOAD(s + n - 16);
    if (n > 64) {
        v16 f = LOAD(s + 32), g = LOAD(s + 48), h = LOAD(s + n - 64), i = LOAD(s + n - 48);
        STORE(d + 32, f);
        STORE(d + 48, g);
        STORE(d + n - 64, h);
        STORE(d + n - 48, i);
    }
    STORE(d, a);
    STORE(d + 16, b);
    STORE(d + n - 32, c);
    STORE(d + n - 16, e);
    return d;
}

static __attribute__((noinline)) void *copy_forward_sse(char *d, const char *s, size_t n)
{
    char *out = d;

    for (; n > 128; d += 64, s += 64, n -= 64) {
        v16 a = LOAD(s), b = LOAD(s + 16), c = LOAD(s + 32), e = LOAD(s + 48);
        STORE(d, a);
        STORE(d + 16, b);
        STORE(d + 32, c);
        STORE(d + 48, e);
    }
    copy_128_sse(d, s, n);
    return out;
}

static __attribute__((noinline)) void *copy_backward_sse(char *d, const char *s, size_t n)
{
    for (; n > 128; n -= 64) {
        v16 a = LOAD(s + n - 16), b = LOAD(s + n - 32), c = LOAD(s + n - 48), e = LOAD(s + n - 64);
        STORE(d + n - 16, a);
        STORE(d + n - 32, b);
        STORE(d + n - 48, c);
        STORE(d + n - 64, e);
    }
    return copy_128_sse(d, s, n);
}

#define LOAD32(p)     (*(const v32u *)(p))
#define STORE32(p, v) (*(v32u *)(p) = (v))

/* n <= 128 */
static inline __attribute__((always_inline, target("avx2"))) void
copy_128_avx(char *d, const char *s, size_t n)
{
    if (n > 32) {
        v32 a = LOAD32(s), b = LOAD32(s + n - 32);
        if (n > 64) {
            v32 c = LOAD32(s + 32), e = LOAD32(s + n - 64);
            STORE32(d + 32, c);
            STORE32(d + n - 64, e);
        }
        STORE32(d, a);
        STORE32(d + n - 32, b);
    } else {
        copy_32(d, s, n);
    }
}

static __attribute__((noinline, target("avx2"))) void *copy_avx(char *d, const char *s, size_t n)
{
    char *out = d;

    if (n <= 128) {
        copy_128_avx(d, s, n);
    } else if ((uintptr_t)d - (uintptr_t)s < n) {
        for (; n > 128; n -= 128) {
            v32 a = LOAD32(s + n - 32), b = LOAD32(s + n - 64), c = LOAD32(s + n - 96),
                e = LOAD32(s + n - 128);
            STORE32(d + n - 32, a);
            STORE32(d + n - 64, b);
            STORE32(d + n - 96, c);
            STORE32(d + n - 128, e);
        }
        copy_128_avx(d, s, n);
    } else {
        /* the head goes last, because the aligned loop may read what it would overwrite */
        v32 head = LOAD32(s);
        size_t skip = 32 - ((uintptr_t)d & 31);
        d += skip;
        s += skip;
        n -= skip;
        for (; n > 128; d += 128, s += 128, n -= 128) {
            v32 a = LOAD32(s), b = LOAD32(s + 32), c = LOAD32(s + 64), e = LOAD32(s + 96);
            *(v32 *)d = a;
            *(v32 *)(d + 32) = b;
            *(v32 *)(d + 64) = c;
            *(v32 *)(d + 96) = e;
        }
        copy_128_avx(d, s, n);
        STORE32(out, head);
    }
    __builtin_ia32_vzeroupper();
    return out;
}

static __attribute__((noinline)) void *copy_large(char *d, const char *s, size_t n)
{
    int flags = mem_cpu_flags();
    int overlap_up = (uintptr_t)d - (uintptr_t)s < n;

    if (n >= REP_MIN && (flags & CPU_ERMS) && !overlap_up && (uintptr_t)s - (uintptr_t)d >= 64) {
        char *to = d;
        __asm__ volatile("rep movsb" : "+D"(to), "+S"(s), "+c"(n) : : "memory");
        return d;
    }
    if (flags & CPU_AVX2)
        return copy_avx(d, s, n);
    return overlap_up ? copy_backward_sse(d, s, n) : copy_forward_sse(d, s, n);
}

static inline __attribute__((always_inline)) void *copy(void *to, const void *from, size_t n)
{
    char *d = to;
    const char *s = from;

    if (n <= 32)
        return copy_32(d, s, n);
    if (n > 64)
        return copy_large(d, s, n);
    v16 a = LOAD(s), b = LOAD(s + 16), c = LOAD(s + n - 32), e = LOAD(s + n - 16);
    STORE(d, a);
    STORE(d + 16, b);
    STORE(d + n - 32, c);
    STORE(d + n - 16, e);
    return d;
}

void *memcpy(void *to, const void *from, size_t n)
{
    return copy(to, from, n);
}

void *memmove(void *to, const void *from, size_t n)
{
    return copy(to, from, n);
}
