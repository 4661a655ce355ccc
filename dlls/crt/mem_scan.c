/* memcmp and memchr. */
#include "mem_cpu.h"

#define LOAD(p) (*(const v16u *)(p))

static inline int differ(const unsigned char *a, const unsigned char *b, unsigned mask)
{
    unsigned at = (unsigned)__builtin_ctz(mask);

    return a[at] < b[at] ? -1 : 1;
}

static int compare_small(const unsigned char *a, const unsigned char *b, size_t n)
{
    if (n >= 8) {
        uint64_t x = __builtin_bswap64(*(const u64u *)a), y = __builtin_bswap64(*(const u64u *)b);
        if (x == y) {
            x = __builtin_bswap64(*(const u64u *)(a + n - 8));
            y = __builtin_bswap64(*(const u64u *)(b + n - 8));
        }
        return x == y ? 0 : x < y ? -1 : 1;
    }
    if (n >= 4) {
        uint32_t x = __builtin_bswap32(*(const u32u *)a), y = __builtin_bswap32(*(const u32u *)b);
        if (x == y) {
            x = __builtin_bswap32(*(const u32u *)(a + n - 4));
            y = __builtin_bswap32(*(const u32u *)(b + n - 4));
        }
        return x == y ? 0 : x < y ? -1 : 1;
    }
    for (; n; n--, a++, b++)
        if (*a != *b)
            return *a < *b ? -1 : 1;
    return 0;
}

static inline unsigned unequal(const unsigned char *a, const unsigned char *b)
{
    return v16_mask((v16)(LOAD(a) == LOAD(b))) ^ 0xffff;
}

static __attribute__((target("avx2"))) size_t equal_avx(const unsigned char *a,
                                                        const unsigned char *b, size_t n)
{
    size_t at = 0;

    for (; at + 64 <= n; at += 64) {
        v32 same = (v32)(*(const v32u *)(a + at) == *(const v32u *)(b + at)) &
                   (v32)(*(const v32u *)(a + at + 32) == *(const v32u *)(b + at + 32));
        if (__builtin_ia32_pmovmskb256(same) != -1)
            break;
    }
    __builtin_ia32_vzeroupper();
    return at;
}

int memcmp(const void *left, const void *right, size_t n)
{
    const unsigned char *a = left, *b = right;
    unsigned mask;

    if (n < 16)
        return compare_small(a, b, n);
    if (n >= 256 && (mem_cpu_flags() & CPU_AVX2)) {
        size_t same = equal_avx(a, b, n);
        a += same;
        b += same;
        n -= same;
        if (n < 16)
            return n ? compare_small(a, b, n) : 0;
    }
    const unsigned char *last = a + n - 16;
    for (; a < last; a += 16, b += 16)
        if ((mask = unequal(a, b)))
            return differ(a, b, mask);
    b -= a - last;
    mask = unequal(last, b);
    return mask ? differ(last, b, mask) : 0;
}

/* From a 16-byte boundary up to `end`; loads stay within 32-byte blocks that hold wanted bytes. */
static __attribute__((target("avx2"), noinline)) const char *find_avx(const char *from,
                                                                      const char *end, char wanted)
{
    const v32 w = (v32){0} + wanted;
    const char *p = (const char *)((uintptr_t)from & ~(uintptr_t)31);
    unsigned mask = (unsigned)__builtin_ia32_pmovmskb256((v32)(*(const v32 *)p == w));

    mask = mask >> (from - p) << (from - p);
    while (!mask) {
        p += 32;
        if (!((uintptr_t)p & 127))
            for (; end - p >= 128; p += 128) {
                v32 a = (v32)(*(const v32 *)p == w) | (v32)(*(const v32 *)(p + 32) == w);
                v32 b = (v32)(*(const v32 *)(p + 64) == w) | (v32)(*(const v32 *)(p + 96) == w);
                if (__builtin_ia32_pmovmskb256(a | b))
                    break;
            }
        if (p >= end)
            break;
        mask = (unsigned)__builtin_ia32_pmovmskb256((v32)(*(const v32 *)p == w));
    }
    __builtin_ia32_vzeroupper();
    return mask ? p + __builtin_ctz(mask) : end;
}

void *memchr(const void *block, int value, size_t n)
{
    const char *s = block, *end = s + n;
    v16 wanted = (v16){0} + (char)value;

    if (!n)
        return NULL;
    if (end < s)
        end = (const char *)UINTPTR_MAX;
    /* Aligned loads never cross into a page that holds none of the bytes asked for. */
    const char *p = (const char *)((uintptr_t)s & ~(uintptr_t)15);
    unsigned mask = v16_mask((v16)(*(const v16 *)p == wanted)) >> (s - p) << (s - p);
    if (!mask && end - p > 16 && (mem_cpu_flags() & CPU_AVX2)) {
        p = find_avx(p + 16, end, (char)value);
        return p < end ? (void *)p : NULL;
    }
    while (!mask) {
        p += 16;
        if (p >= end)
            return NULL;
        mask = v16_mask((v16)(*(const v16 *)p == wanted));
    }
    p += __builtin_ctz(mask);
    return p < end ? (void *)p : NULL;
}
