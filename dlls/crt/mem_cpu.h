#ifndef BAILEY_CRT_MEM_CPU_H
#define BAILEY_CRT_MEM_CPU_H

/*
 * Vector types for the memory and string routines, and which CPU they run on. The files mem_*.c and
 * str_scan.c, wcs_scan.c depend on nothing but these lines, so that any DLL may compile them.
 */
#include <stddef.h>
#include <stdint.h>

typedef char v16 __attribute__((vector_size(16), may_alias));
typedef char v16u __attribute__((vector_size(16), may_alias, aligned(1)));
typedef char v32 __attribute__((vector_size(32), may_alias));
typedef char v32u __attribute__((vector_size(32), may_alias, aligned(1)));
typedef short w16 __attribute__((vector_size(16), may_alias));
typedef uint64_t u64u __attribute__((may_alias, aligned(1)));
typedef uint32_t u32u __attribute__((may_alias, aligned(1)));
typedef uint16_t u16u __attribute__((may_alias, aligned(1)));

enum { CPU_KNOWN = 1, CPU_AVX2 = 2, CPU_ERMS = 4 };

/* The flags above; 0 until mem_find_cpu has run. */
extern int mem_cpu;
int mem_find_cpu(void);

static inline int mem_cpu_flags(void)
{
    return __builtin_expect(mem_cpu != 0, 1) ? mem_cpu : mem_find_cpu();
}

static inline unsigned v16_mask(v16 bytes)
{
    return (unsigned)__builtin_ia32_pmovmskb128(bytes);
}

#endif
