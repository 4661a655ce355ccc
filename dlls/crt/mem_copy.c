/* memcpy and memmove, one routine: small blocks are read whole before anything is written. */
#include "mem_cpu.h"

#define LOAD(p)     (*(const v16u *)(p))
#define STORE(p, v) (*(v16u *)(p) = (v))

enum { REP_MIN = 4096 };

static void *copy_forward_sse(char *d, const char *s, size_t n)
{
    v16 tail0 = LOAD(s + n - 16), tail1 = LOAD(s + n - 32), tail2 = LOAD(s + n - 48),
        tail3 = LOAD(s + n - 64);
    v16 head = LOAD(s);
    char *out = d, *end = d + n;
    size_t skip = 16 - ((uintptr_t)d & 15);

    d += skip;
    s += skip;
    while (d < end - 64) {
        v16 a = LOAD(s), b = LOAD(s + 16), c = LOAD(s + 32), e = LOAD(s + 48);
        *(v16 *)d = a;
        *(v16 *)(d + 16) = b;
        *(v16 *)(d + 32) = c;
        *(v16 *)(d + 48) = e;
        d += 64;
        s += 64;
    }
    STORE(end - 16, tail0);
    STORE(end - 32, tail1);
    STORE(end - 48, tail2);
    STORE(end - 64, tail3);
    STORE(out, head);
    return out;
}

static void *copy_backward_sse(char *d, const char *s, size_t n)
{
    v16 head0 = LOAD(s), head1 = LOAD(s + 16), head2 = LOAD(s + 32), head3 = LOAD(s + 48);
    char *p = d + n;
    const char *q = s + n;

    while (p > d + 64) {
        v16 a = LOAD(q - 16), b = LOAD(q - 32), c = LOAD(q - 48), e = LOAD(q - 64);
        STORE(p - 16, a);
        STORE(p - 32, b);
        STORE(p - 48, c);
        STORE(p - 64, e);
        p -= 64;
        q -= 64;
    }
    STORE(d, head0);
    STORE(d + 16, head1);
    STORE(d + 32, head2);
    STORE(d + 48, head3);
    return d;
}

#define LOAD32(p)     (*(const v32u *)(p))
#define STORE32(p, v) (*(v32u *)(p) = (v))

static __attribute__((target("avx2"))) void *copy_forward_avx(char *d, const char *s, size_t n)
{
    v32 tail0 = LOAD32(s + n - 32), tail1 = LOAD32(s + n - 64), tail2 = LOAD32(s + n - 96),
        tail3 = LOAD32(s + n - 128);
    v32 head = LOAD32(s);
    char *out = d, *end = d + n;
    size_t skip = 32 - ((uintptr_t)d & 31);

    d += skip;
    s += skip;
    while (d < end - 128) {
        v32 a = LOAD32(s), b = LOAD32(s + 32), c = LOAD32(s + 64), e = LOAD32(s + 96);
        *(v32 *)d = a;
        *(v32 *)(d + 32) = b;
        *(v32 *)(d + 64) = c;
        *(v32 *)(d + 96) = e;
        d += 128;
        s += 128;
    }
    STORE32(end - 32, tail0);
    STORE32(end - 64, tail1);
    STORE32(end - 96, tail2);
    STORE32(end - 128, tail3);
    STORE32(out, head);
    __builtin_ia32_vzeroupper();
    return out;
}

static __attribute__((target("avx2"))) void *copy_backward_avx(char *d, const char *s, size_t n)
{
    v32 head0 = LOAD32(s), head1 = LOAD32(s + 32), head2 = LOAD32(s + 64), head3 = LOAD32(s + 96);
    char *p = d + n;
    const char *q = s + n;

    while (p > d + 128) {
        v32 a = LOAD32(q - 32), b = LOAD32(q - 64), c = LOAD32(q - 96), e = LOAD32(q - 128);
        STORE32(p - 32, a);
        STORE32(p - 64, b);
        STORE32(p - 96, c);
        STORE32(p - 128, e);
        p -= 128;
        q -= 128;
    }
    STORE32(d, head0);
    STORE32(d + 32, head1);
    STORE32(d + 64, head2);
    STORE32(d + 96, head3);
    __builtin_ia32_vzeroupper();
    return d;
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
        return overlap_up ? copy_backward_avx(d, s, n) : copy_forward_avx(d, s, n);
    return overlap_up ? copy_backward_sse(d, s, n) : copy_forward_sse(d, s, n);
}

static void *copy_small(char *d, const char *s, size_t n)
{
    if (n >= 8) {
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

static inline __attribute__((always_inline)) void *copy(void *to, const void *from, size_t n)
{
    char *d = to;
    const char *s = from;

    if (n < 16)
        return copy_small(d, s, n);
    if (n <= 32) {
        v16 a = LOAD(s), b = LOAD(s + n - 16);
        STORE(d, a);
        STORE(d + n - 16, b);
        return d;
    }
    if (n > 128)
        return copy_large(d, s, n);
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

void *memcpy(void *to, const void *from, size_t n)
{
    return copy(to, from, n);
}

void *memmove(void *to, const void *from, size_t n)
{
    return copy(to, from, n);
}
