/* strlen, strnlen, strchr, strrchr, strcmp, strncmp: the searches that programs live on. */
#include "mem_cpu.h"

#define ALIGNED(p) (*(const v16 *)(p))
#define LOAD(p)    (*(const v16u *)(p))

static const v16 zero;

static inline const char *align_down(const char *s)
{
    return (const char *)((uintptr_t)s & ~(uintptr_t)15);
}

#define BLOCK32(p)  (*(const v32 *)(p))
#define MASK32(v)   ((unsigned)__builtin_ia32_pmovmskb256((v32)(v)))
#define MIN32(a, b) __builtin_ia32_pminub256(a, b)

/* From `from` on, a 16-byte boundary: where the first zero or `wanted` is. */
static __attribute__((target("avx2"), noinline)) const char *find_avx(const char *from, char wanted)
{
    const v32 none = {0}, w = none + wanted;
    const char *p = (const char *)((uintptr_t)from & ~(uintptr_t)31);
    unsigned mask = MASK32((BLOCK32(p) == none) | (BLOCK32(p) == w)) >> (from - p) << (from - p);

    for (int i = 0; !mask && i < 4; i++) {
        p += 32;
        mask = MASK32((BLOCK32(p) == none) | (BLOCK32(p) == w));
    }
    if (!mask) {
        p += 32;
        for (; (uintptr_t)p & 127; p += 32)
            if ((mask = MASK32((BLOCK32(p) == none) | (BLOCK32(p) == w))))
                goto done;
        /* a byte becomes zero where it is either of the two */
        for (;; p += 128) {
            v32 a = MIN32(MIN32(BLOCK32(p), BLOCK32(p) ^ w),
                          MIN32(BLOCK32(p + 32), BLOCK32(p + 32) ^ w));
            v32 b = MIN32(MIN32(BLOCK32(p + 64), BLOCK32(p + 64) ^ w),
                          MIN32(BLOCK32(p + 96), BLOCK32(p + 96) ^ w));
            if (MASK32(MIN32(a, b) == none))
                break;
        }
        while (!(mask = MASK32((BLOCK32(p) == none) | (BLOCK32(p) == w))))
            p += 32;
    }
done:
    __builtin_ia32_vzeroupper();
    return p + __builtin_ctz(mask);
}

static __attribute__((target("avx2"), noinline)) size_t length_avx(const char *s, const char *from)
{
    const v32 none = {0};
    const char *p = (const char *)((uintptr_t)from & ~(uintptr_t)31);
    unsigned mask = MASK32(BLOCK32(p) == none) >> (from - p) << (from - p);

    for (int i = 0; !mask && i < 4; i++) {
        p += 32;
        mask = MASK32(BLOCK32(p) == none);
    }
    if (!mask) {
        p += 32;
        for (; (uintptr_t)p & 127; p += 32)
            if ((mask = MASK32(BLOCK32(p) == none)))
                goto done;
        for (;; p += 128) {
            v32 a = MIN32(BLOCK32(p), BLOCK32(p + 32)), b = MIN32(BLOCK32(p + 64), BLOCK32(p + 96));
            if (MASK32(MIN32(a, b) == none))
                break;
        }
        while (!(mask = MASK32(BLOCK32(p) == none)))
            p += 32;
    }
done:
    __builtin_ia32_vzeroupper();
    return p + __builtin_ctz(mask) - s;
}

size_t strlen(const char *s);
size_t strlen(const char *s)
{
    const char *p = align_down(s);
    unsigned mask = v16_mask((v16)(ALIGNED(p) == zero)) >> (s - p);

    if (mask)
        return __builtin_ctz(mask);
    p += 16;
    if (mem_cpu_flags() & CPU_AVX2)
        return length_avx(s, p);
    while (!(mask = v16_mask((v16)(ALIGNED(p) == zero))))
        p += 16;
    return p + __builtin_ctz(mask) - s;
}

size_t strnlen(const char *s, size_t limit)
{
    const char *p = align_down(s);

    if (!limit)
        return 0;
    unsigned mask = v16_mask((v16)(ALIGNED(p) == zero)) >> (s - p) << (s - p);
    for (;;) {
        if (mask) {
            size_t length = p + __builtin_ctz(mask) - s;
            return length < limit ? length : limit;
        }
        p += 16;
        if ((size_t)(p - s) >= limit)
            return limit;
        mask = v16_mask((v16)(ALIGNED(p) == zero));
    }
}

char *strchr(const char *s, int c)
{
    const char *p = align_down(s);
    v16 wanted = (v16){0} + (char)c;
    v16 block = ALIGNED(p);
    unsigned mask = v16_mask((v16)((block == zero) | (block == wanted))) >> (s - p) << (s - p);

    if (!mask && (mem_cpu_flags() & CPU_AVX2)) {
        p = find_avx(p + 16, (char)c);
        return *p == (char)c ? (char *)p : NULL;
    }
    while (!mask) {
        p += 16;
        block = ALIGNED(p);
        mask = v16_mask((v16)((block == zero) | (block == wanted)));
    }
    p += __builtin_ctz(mask);
    return *p == (char)c ? (char *)p : NULL;
}

char *strrchr(const char *s, int c)
{
    const char *p = align_down(s), *found = NULL;
    v16 wanted = (v16){0} + (char)c;
    unsigned keep = 0xffffu << (s - p);

    for (;; p += 16, keep = 0xffff) {
        v16 block = ALIGNED(p);
        unsigned hits = v16_mask((v16)(block == wanted)) & keep;
        unsigned ends = v16_mask((v16)(block == zero)) & keep;
        if (ends)
            hits &= ends ^ (ends - 1); /* up to and with the terminator */
        if (hits)
            found = p + 31 - __builtin_clz(hits);
        if (ends)
            return (char *)found;
    }
}

static inline int crosses_page(const void *a, const void *b)
{
    return (((uintptr_t)a & 4095) > 4096 - 16) | (((uintptr_t)b & 4095) > 4096 - 16);
}

int strcmp(const char *a, const char *b)
{
    for (;;) {
        if (!crosses_page(a, b)) {
            v16 block = LOAD(a);
            unsigned mask = v16_mask((v16)(block == LOAD(b)) & ~(v16)(block == zero)) ^ 0xffff;
            if (!mask) {
                a += 16;
                b += 16;
                continue;
            }
            a += __builtin_ctz(mask);
            b += __builtin_ctz(mask);
            return *a == *b ? 0 : (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        }
        for (int i = 0; i < 16; i++, a++, b++) {
            if (*a != *b)
                return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
            if (!*a)
                return 0;
        }
    }
}

int strncmp(const char *a, const char *b, size_t n)
{
    while (n >= 16 && !crosses_page(a, b)) {
        v16 block = LOAD(a);
        unsigned mask = v16_mask((v16)(block == LOAD(b)) & ~(v16)(block == zero)) ^ 0xffff;
        if (mask) {
            a += __builtin_ctz(mask);
            b += __builtin_ctz(mask);
            return *a == *b ? 0 : (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        }
        a += 16;
        b += 16;
        n -= 16;
    }
    for (; n; n--, a++, b++) {
        if (*a != *b)
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        if (!*a)
            return 0;
    }
    return 0;
}
