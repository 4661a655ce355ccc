/* Which vector instructions the CPU and the system's saved state allow. */
#include <cpuid.h>

#include "mem_cpu.h"

int mem_cpu;

int mem_find_cpu(void)
{
    unsigned a, b, c, d, low, high;
    int flags = CPU_KNOWN;

    if (__get_cpuid(1, &a, &b, &c, &d) && (c & bit_OSXSAVE) && (c & bit_AVX)) {
        __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
        if ((low & 6) == 6 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2))
            flags |= CPU_AVX2;
    }
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 9)))
        flags |= CPU_ERMS;
    mem_cpu = flags;
    return flags;
}
