/* memset. Built without the pattern recognition that would turn its loops into calls of itself. */
#include "mem_cpu.h"

#define STORE(p, v) (*(v16u *)(p) = (v))

static __attribute__((target("avx2"))) void set_avx(char *d, char byte, size_t n)
{
    v32 v = (v32){0} + byte;
    char *end = d + n;

    *(v32u *)d = v;
    for (d = (char *)(((uintptr_t)d + 32) & ~(uintptr_t)31); d < end - 128; d += 128) {
        *(v32 *)d = v;
        *(v32 *)(d + 32) = v;
        *(v32 *)(d + 64) = v;
        *(v32 *)(d + 96) = v;
    }
    *(v32u *)(end - 128) = v;
    *(v32u *)(end - 96) = v;
    *(v32u *)(end - 64) = v;
    *(v32u *)(end - 32) = v;
    __builtin_ia32_vzeroupper();
}

static __attribute__((noinline)) void set_large(char *d, char byte, size_t n)
{
    int flags = mem_cpu_flags();

    if (n >= 2048 && (flags & CPU_ERMS)) {
        __asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(byte) : "memory");
        return;
    }
    if (flags & CPU_AVX2) {
        set_avx(d, byte, n);
        return;
    }
    v16 v = (v16){0} + byte;
    char *end = d + n;
    STORE(d, v);
    for (d = (char *)(((uintptr_t)d + 16) & ~(uintptr_t)15); d < end - 64; d += 64) {
        *(v16 *)d = v;
        *(v16 *)(d + 16) = v;
        *(v16 *)(d + 32) = v;
        *(v16 *)(d + 48) = v;
    }
    STORE(end - 64, v);
    STORE(end - 48, v);
    STORE(end - 32, v);
    STORE(end - 16, v);
}

void *memset(void *to, int value, size_t n)
{
    char *d = to;
    v16 v = (v16){0} + (char)value;

    if (n > 128) {
        set_large(d, (char)value, n);
    } else if (n >= 16) {
        STORE(d, v);
        STORE(d + n - 16, v);
        if (n > 32) {
            STORE(d + 16, v);
            STORE(d + n - 32, v);
        }
        if (n > 64) {
            STORE(d + 32, v);
            STORE(d + 48, v);
            STORE(d + n - 64, v);
            STORE(d + n - 48, v);
        }
    } else if (n >= 4) {
        uint32_t word = (unsigned char)value * 0x01010101u;
        *(u32u *)d = word;
        *(u32u *)(d + n - 4) = word;
        if (n > 8) {
            *(u32u *)(d + 4) = word;
            *(u32u *)(d + n - 8) = word;
        }
    } else {
        while (n--)
            d[n] = (char)value;
    }
    return to;
}
