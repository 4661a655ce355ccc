/*
 * ex.h - facts about the machine and the clocks, between the files of the executive.
 */
#ifndef BAILEY_EX_H
#define BAILEY_EX_H

#include "../ps.h"

#define EX_TICK         10000  /* 100 ns in a unit of the shared page's tick count: a millisecond */
#define EX_DEFAULT_TICK 156250 /* the resolution that Windows starts with */
#define EX_QUIET_PERIOD 40000
#define EX_FINEST_TICK  5000

/* Between two ticks of the shared page, 100 ns: finer than Windows' own where nobody has set a
 * resolution (NtSetTimerResolution), a millisecond or more where somebody has. */
LONG ex_tick_period(void);
/* PF_* flags as IsProcessorFeaturePresent answers them. */
void ex_processor_features(UCHAR features[64]);
/* SYSTEM_PROCESSOR_INFORMATION's level (family) and revision (model << 8 | stepping). */
void ex_processor_revision(USHORT *level, USHORT *revision);
/* SystemLogicalProcessorInformation and its Ex form (relation 0xffff: all). */
NTSTATUS ex_logical_processors(void *buffer, ULONG size, ULONG *used);
NTSTATUS ex_logical_processors_ex(ULONG relation, void *buffer, ULONG size, ULONG *used);

static inline void ex_cpuid(ULONG leaf, ULONG index, ULONG out[4])
{
    __asm__ volatile("cpuid"
                     : "=a"(out[0]), "=b"(out[1]), "=c"(out[2]), "=d"(out[3])
                     : "0"(leaf), "2"(index));
}

#endif
