/*
 * ex_processor.c - what the processor can do, in Windows' numbering.
 */
#include "ex.h"
#include "../rtl_xstate.h"

struct bit {
    UCHAR feature; /* PF_* */
    UCHAR word, bit;
};

/* Words: leaf 1 ecx, leaf 1 edx, leaf 7 ebx, leaf 0x80000001 edx, leaf 7 ecx. PF_RDWRFSGSBASE is
 * left out: the base registers are the host's and ntdll's. */
static const struct bit bits[] = {
    {PF_COMPARE_EXCHANGE_DOUBLE, 1, 8},
    {PF_MMX_INSTRUCTIONS_AVAILABLE, 1, 23},
    {PF_XMMI_INSTRUCTIONS_AVAILABLE, 1, 25},
    {PF_RDTSC_INSTRUCTION_AVAILABLE, 1, 4},
    {PF_PAE_ENABLED, 1, 6},
    {PF_XMMI64_INSTRUCTIONS_AVAILABLE, 1, 26},
    {PF_SSE3_INSTRUCTIONS_AVAILABLE, 0, 0},
    {PF_COMPARE_EXCHANGE128, 0, 13},
    {PF_XSAVE_ENABLED, 0, 27},
    {12 /* PF_NX_ENABLED */, 3, 20},
    {28 /* PF_RDRAND_INSTRUCTION_AVAILABLE */, 0, 30},
    {32 /* PF_RDTSCP_INSTRUCTION_AVAILABLE */, 3, 27},
    {33 /* PF_RDPID_INSTRUCTION_AVAILABLE */, 4, 22},
    {36 /* PF_SSSE3_INSTRUCTIONS_AVAILABLE */, 0, 9},
    {37 /* PF_SSE4_1_INSTRUCTIONS_AVAILABLE */, 0, 19},
    {38 /* PF_SSE4_2_INSTRUCTIONS_AVAILABLE */, 0, 20},
};

static void vector_features(const ULONG words[5], UCHAR features[64])
{
    uint64_t enabled = rtl_xstate_features() | 3;
    if ((enabled & 6) == 6) {
        features[39] = words[0] >> 28 & 1; /* PF_AVX_INSTRUCTIONS_AVAILABLE */
        features[40] = words[2] >> 5 & 1;  /* PF_AVX2_INSTRUCTIONS_AVAILABLE */
    }
    if ((enabled & 0xe6) == 0xe6)
        features[41] = words[2] >> 16 & 1; /* PF_AVX512F_INSTRUCTIONS_AVAILABLE */
}

void ex_processor_features(UCHAR features[64])
{
    ULONG one[4], seven[4] = {0}, extended[4], top[4];
    ex_cpuid(0, 0, top);
    ex_cpuid(1, 0, one);
    if (top[0] >= 7)
        ex_cpuid(7, 0, seven);
    ex_cpuid(0x80000001, 0, extended);
    const ULONG words[5] = {one[2], one[3], seven[1], extended[3], seven[2]};
    __builtin_memset(features, 0, 64);
    for (ULONG i = 0; i < ARRAYSIZE(bits); i++)
        features[bits[i].feature] = words[bits[i].word] >> bits[i].bit & 1;
    vector_features(words, features);
    features[PF_FASTFAIL_AVAILABLE] = 1;
}

void ex_processor_revision(USHORT *level, USHORT *revision)
{
    ULONG one[4];
    ex_cpuid(1, 0, one);
    ULONG family = one[0] >> 8 & 15, model = one[0] >> 4 & 15;
    if (family == 15)
        family += one[0] >> 20 & 255;
    if (family == 6 || family >= 15)
        model |= (one[0] >> 16 & 15) << 4;
    *level = (USHORT)family;
    *revision = (USHORT)(model << 8 | (one[0] & 15));
}

BOOLEAN NTAPI RtlIsProcessorFeaturePresent(ULONG feature)
{
    static volatile LONG ready;
    static UCHAR features[64];
    if (feature >= sizeof features)
        return FALSE;
    if (!ready) {
        UCHAR fresh[64];
        ex_processor_features(fresh);
        __builtin_memcpy(features, fresh, sizeof features);
        ready = TRUE;
    }
    return features[feature];
}
