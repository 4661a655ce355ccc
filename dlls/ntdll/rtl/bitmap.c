/*
 * bitmap.c - RTL_BITMAP: bit i is bit i % 32 of word i / 32.
 *
 * The searches are one function over (first bit, wanted value); it skips words that are all of
 * the other value.
 */
#include "nt.h"

typedef struct RTL_BITMAP {
    ULONG SizeOfBitMap;
    PULONG Buffer;
} RTL_BITMAP, *PRTL_BITMAP;

typedef struct RTL_BITMAP_RUN {
    ULONG StartingIndex;
    ULONG NumberOfBits;
} RTL_BITMAP_RUN, *PRTL_BITMAP_RUN;

enum { NONE = -1 };

VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP map, PULONG buffer, ULONG bits)
{
    map->SizeOfBitMap = bits;
    map->Buffer = buffer;
}

static BOOLEAN get(const RTL_BITMAP *map, ULONG bit)
{
    return map->Buffer[bit / 32] >> bit % 32 & 1;
}

BOOLEAN NTAPI RtlTestBit(PRTL_BITMAP map, ULONG bit)
{
    return get(map, bit);
}

VOID NTAPI RtlSetBit(PRTL_BITMAP map, ULONG bit)
{
    map->Buffer[bit / 32] |= 1u << bit % 32;
}

VOID NTAPI RtlClearBit(PRTL_BITMAP map, ULONG bit)
{
    map->Buffer[bit / 32] &= ~(1u << bit % 32);
}

static VOID fill(PRTL_BITMAP map, ULONG start, ULONG count, BOOLEAN value)
{
    if (start >= map->SizeOfBitMap || count > map->SizeOfBitMap - start)
        return;
    while (count) {
        ULONG shift = start % 32, part = min(32 - shift, count);
        ULONG mask = (part == 32 ? ~0u : (1u << part) - 1) << shift;

        if (value)
            map->Buffer[start / 32] |= mask;
        else
            map->Buffer[start / 32] &= ~mask;
        start += part;
        count -= part;
    }
}

VOID NTAPI RtlSetBits(PRTL_BITMAP map, ULONG start, ULONG count)
{
    fill(map, start, count, TRUE);
}

VOID NTAPI RtlClearBits(PRTL_BITMAP map, ULONG start, ULONG count)
{
    fill(map, start, count, FALSE);
}

VOID NTAPI RtlSetAllBits(PRTL_BITMAP map)
{
    memset(map->Buffer, 0xff, (map->SizeOfBitMap + 31) / 32 * 4);
}

VOID NTAPI RtlClearAllBits(PRTL_BITMAP map)
{
    memset(map->Buffer, 0, (map->SizeOfBitMap + 31) / 32 * 4);
}

/* The first bit of the value at or after start; the size of the map where there is none. */
static ULONG next(const RTL_BITMAP *map, ULONG start, BOOLEAN value)
{
    ULONG flip = value ? 0 : ~0u;

    while (start < map->SizeOfBitMap) {
        ULONG word = (map->Buffer[start / 32] ^ flip) >> start % 32;

        if (word)
            return min(start + (ULONG)__builtin_ctz(word), map->SizeOfBitMap);
        start = (start / 32 + 1) * 32;
    }
    return map->SizeOfBitMap;
}

static BOOLEAN all_are(const RTL_BITMAP *map, ULONG start, ULONG count, BOOLEAN value)
{
    if (!count || start >= map->SizeOfBitMap || count > map->SizeOfBitMap - start)
        return FALSE;
    return next(map, start, !value) >= start + count;
}

BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP map, ULONG start, ULONG count)
{
    return all_are(map, start, count, TRUE);
}

BOOLEAN NTAPI RtlAreBitsClear(PRTL_BITMAP map, ULONG start, ULONG count)
{
    return all_are(map, start, count, FALSE);
}

static ULONG find_from(const RTL_BITMAP *map, ULONG start, ULONG limit, ULONG count, BOOLEAN value)
{
    while (start < limit) {
        ULONG first = next(map, start, value), end = next(map, first, !value);

        if (first >= limit)
            break;
        if (end - first >= count)
            return first;
        start = end;
    }
    return (ULONG)NONE;
}

/* From the hint, which the system rounds down to a byte, to the end; then from the beginning. */
static ULONG find(const RTL_BITMAP *map, ULONG count, ULONG hint, BOOLEAN value)
{
    ULONG found;

    if (count > map->SizeOfBitMap)
        return (ULONG)NONE;
    if (hint >= map->SizeOfBitMap)
        hint = 0;
    if (!count)
        return hint & ~7u;
    found = find_from(map, hint, map->SizeOfBitMap, count, value);
    return found == (ULONG)NONE && hint ? find_from(map, 0, map->SizeOfBitMap, count, value)
                                        : found;
}

ULONG NTAPI RtlFindSetBits(PRTL_BITMAP map, ULONG count, ULONG hint)
{
    return find(map, count, hint, TRUE);
}

ULONG NTAPI RtlFindClearBits(PRTL_BITMAP map, ULONG count, ULONG hint)
{
    return find(map, count, hint, FALSE);
}

ULONG NTAPI RtlFindSetBitsAndClear(PRTL_BITMAP map, ULONG count, ULONG hint)
{
    ULONG found = find(map, count, hint, TRUE);

    if (found != (ULONG)NONE)
        fill(map, found, count, FALSE);
    return found;
}

ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP map, ULONG count, ULONG hint)
{
    ULONG found = find(map, count, hint, FALSE);

    if (found != (ULONG)NONE)
        fill(map, found, count, TRUE);
    return found;
}

static ULONG next_run(const RTL_BITMAP *map, ULONG from, PULONG start, BOOLEAN value)
{
    *start = next(map, from, value);
    return *start < map->SizeOfBitMap ? next(map, *start, !value) - *start : 0;
}

ULONG NTAPI RtlFindNextForwardRunSet(PRTL_BITMAP map, ULONG from, PULONG start)
{
    return next_run(map, from, start, TRUE);
}

ULONG NTAPI RtlFindNextForwardRunClear(PRTL_BITMAP map, ULONG from, PULONG start)
{
    return next_run(map, from, start, FALSE);
}

ULONG NTAPI RtlFindFirstRunClear(PRTL_BITMAP map, PULONG start)
{
    return next_run(map, 0, start, FALSE);
}

ULONG NTAPI RtlFindFirstRunSet(PRTL_BITMAP map, PULONG start)
{
    return next_run(map, 0, start, TRUE);
}

static ULONG last_run(const RTL_BITMAP *map, ULONG from, PULONG start, BOOLEAN value)
{
    ULONG end;

    if (from >= map->SizeOfBitMap)
        from = map->SizeOfBitMap - 1;
    while (get(map, from) != value)
        if (!from--)
            return 0;
    for (end = from; from && get(map, from - 1) == value; from--)
        ;
    *start = from;
    return end - from + 1;
}

ULONG NTAPI RtlFindLastBackwardRunSet(PRTL_BITMAP map, ULONG from, PULONG start)
{
    return last_run(map, from, start, TRUE);
}

ULONG NTAPI RtlFindLastBackwardRunClear(PRTL_BITMAP map, ULONG from, PULONG start)
{
    return last_run(map, from, start, FALSE);
}

ULONG NTAPI RtlNumberOfSetBits(PRTL_BITMAP map)
{
    ULONG count = 0;

    for (ULONG i = 0; i < map->SizeOfBitMap; i += 32) {
        ULONG word = map->Buffer[i / 32], left = map->SizeOfBitMap - i;

        for (word &= left < 32 ? (1u << left) - 1 : ~0u; word; word &= word - 1)
            count++;
    }
    return count;
}

ULONG NTAPI RtlNumberOfClearBits(PRTL_BITMAP map)
{
    return map->SizeOfBitMap - RtlNumberOfSetBits(map);
}

/* Runs in order of their place, or the longest ones first. */
static ULONG find_runs(const RTL_BITMAP *map, PRTL_BITMAP_RUN runs, ULONG max, BOOLEAN longest,
                       BOOLEAN value)
{
    ULONG count = 0, start = 0, size;

    while (max && (longest || count < max) && (size = next_run(map, start, &start, value))) {
        ULONG at = count;

        if (longest)
            for (at = 0; at < count && runs[at].NumberOfBits >= size; at++)
                ;
        if (at < max) {
            count += count < max;
            memmove(runs + at + 1, runs + at, (count - at - 1) * sizeof *runs);
            runs[at] = (RTL_BITMAP_RUN){start, size};
        }
        start += size;
    }
    return count;
}

ULONG NTAPI RtlFindSetRuns(PRTL_BITMAP map, PRTL_BITMAP_RUN runs, ULONG max, BOOLEAN longest)
{
    return find_runs(map, runs, max, longest, TRUE);
}

ULONG NTAPI RtlFindClearRuns(PRTL_BITMAP map, PRTL_BITMAP_RUN runs, ULONG max, BOOLEAN longest)
{
    return find_runs(map, runs, max, longest, FALSE);
}

static ULONG longest_run(const RTL_BITMAP *map, PULONG start, BOOLEAN value)
{
    RTL_BITMAP_RUN run = {0, 0};

    find_runs(map, &run, 1, TRUE, value);
    *start = run.StartingIndex;
    return run.NumberOfBits;
}

ULONG NTAPI RtlFindLongestRunSet(PRTL_BITMAP map, PULONG start)
{
    return longest_run(map, start, TRUE);
}

ULONG NTAPI RtlFindLongestRunClear(PRTL_BITMAP map, PULONG start)
{
    return longest_run(map, start, FALSE);
}

CCHAR NTAPI RtlFindMostSignificantBit(ULONGLONG value)
{
    return value ? (CCHAR)(63 - __builtin_clzll(value)) : -1;
}

CCHAR NTAPI RtlFindLeastSignificantBit(ULONGLONG value)
{
    return value ? (CCHAR)__builtin_ctzll(value) : -1;
}

ULONG NTAPI RtlNumberOfSetBitsUlongPtr(ULONG_PTR value)
{
    ULONG count = 0;

    for (; value; value &= value - 1)
        count++;
    return count;
}
