/* numeric.c - the documented generators of random-looking numbers, checksums, list heads. */
#include "nt.h"

/* A linear congruential generator modulo 2^31 - 1; see RtlUniform in the driver kit's reference. */
ULONG NTAPI RtlUniform(PULONG seed)
{
    *seed = (ULONG)((*seed * 0x7fffffedull + 0x7fffffc3) % 0x7fffffff);
    return *seed;
}

static ULONG shuffle[128];
static BOOLEAN shuffled;

/* The generator's values go through a table in which each is exchanged for an older one. */
ULONG NTAPI RtlRandom(PULONG seed)
{
    ULONG value, slot, result;

    if (!shuffled) {
        ULONG start = 0x1d6a9b3f;

        for (int i = 0; i < 128; i++)
            shuffle[i] = RtlUniform(&start);
        shuffled = TRUE;
    }
    value = RtlUniform(seed);
    slot = RtlUniform(seed) & 127;
    result = shuffle[slot];
    shuffle[slot] = value;
    *seed = value;
    return result;
}

ULONG NTAPI RtlRandomEx(PULONG seed)
{
    return RtlRandom(seed);
}

DWORD NTAPI RtlComputeCrc32(DWORD crc, const BYTE *data, INT size)
{
    crc = ~crc;
    while (size-- > 0) {
        crc ^= *data++;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

LARGE_INTEGER NTAPI RtlConvertLongToLargeInteger(LONG value)
{
    return (LARGE_INTEGER){.QuadPart = value};
}

LARGE_INTEGER NTAPI RtlConvertUlongToLargeInteger(ULONG value)
{
    return (LARGE_INTEGER){.QuadPart = value};
}

#undef RtlUshortByteSwap
#undef RtlUlongByteSwap
#undef RtlUlonglongByteSwap

USHORT __fastcall RtlUshortByteSwap(USHORT value)
{
    return __builtin_bswap16(value);
}

ULONG __fastcall RtlUlongByteSwap(ULONG value)
{
    return __builtin_bswap32(value);
}

ULONGLONG __fastcall RtlUlonglongByteSwap(ULONGLONG value)
{
    return __builtin_bswap64(value);
}
