/*
 * ex_logical.c - processors, caches, the one package and the one memory node, from cpuid.
 *
 * The host does not say which processors are threads of one core: each counts as a core.
 */
#include "ex.h"

#define MAX_CACHES 6

static KAFFINITY all_processors(void)
{
    ULONG count = pal_boot->processor_count;
    return count >= 64 ? ~(KAFFINITY)0 : ((KAFFINITY)1 << count) - 1;
}

/* Leaf 4 (Intel) or 0x8000001d (AMD); answers how many caches there are. */
static ULONG caches(CACHE_DESCRIPTOR cache[MAX_CACHES], BOOLEAN shared[MAX_CACHES])
{
    static const PROCESSOR_CACHE_TYPE types[] = {CacheUnified, CacheData, CacheInstruction,
                                                 CacheUnified};
    ULONG out[4], count = 0, leaf = 4;
    ex_cpuid(0, 0, out);
    if (out[1] == 0x68747541 || out[0] < 4) { /* "Auth", AMD */
        ULONG top[4];
        ex_cpuid(0x80000000, 0, top);
        if (top[0] < 0x8000001d)
            return 0;
        leaf = 0x8000001d;
    }
    for (ULONG i = 0; count < MAX_CACHES; i++) {
        ex_cpuid(leaf, i, out);
        if ((out[0] & 31) == 0 || (out[0] & 31) > 3)
            break;
        ULONG ways = (out[1] >> 22) + 1, line = (out[1] & 0xfff) + 1;
        cache[count].Level = (BYTE)(out[0] >> 5 & 7);
        cache[count].Associativity = (BYTE)(out[0] & 0x200 ? CACHE_FULLY_ASSOCIATIVE : ways);
        cache[count].LineSize = (WORD)line;
        cache[count].Size = ways * ((out[1] >> 12 & 0x3ff) + 1) * line * (out[2] + 1);
        cache[count].Type = types[out[0] & 31];
        shared[count] = cache[count].Level > 2;
        count++;
    }
    return count;
}

typedef SYSTEM_LOGICAL_PROCESSOR_INFORMATION ENTRY;

static void put(ENTRY *buffer, ULONG room, ULONG *count, const ENTRY *entry)
{
    if (*count < room)
        buffer[*count] = *entry;
    ++*count;
}

NTSTATUS ex_logical_processors(void *buffer, ULONG size, ULONG *used)
{
    CACHE_DESCRIPTOR cache[MAX_CACHES];
    BOOLEAN shared[MAX_CACHES];
    ULONG cache_count = caches(cache, shared), count = 0, room = size / sizeof(ENTRY);
    for (ULONG i = 0; i < pal_boot->processor_count && i < 64; i++) {
        KAFFINITY mask = (KAFFINITY)1 << i;
        ENTRY core = {.ProcessorMask = mask, .Relationship = RelationProcessorCore};
        put(buffer, room, &count, &core);
        for (ULONG c = 0; c < cache_count; c++) {
            ENTRY entry = {.ProcessorMask = shared[c] ? all_processors() : mask,
                           .Relationship = RelationCache};
            entry.Cache = cache[c];
            if (!shared[c] || i == 0)
                put(buffer, room, &count, &entry);
        }
    }
    ENTRY node = {.ProcessorMask = all_processors(), .Relationship = RelationNumaNode};
    ENTRY package = {.ProcessorMask = all_processors(), .Relationship = RelationProcessorPackage};
    put(buffer, room, &count, &node);
    put(buffer, room, &count, &package);
    *used = count * (ULONG)sizeof(ENTRY);
    return *used <= size ? STATUS_SUCCESS : STATUS_INFO_LENGTH_MISMATCH;
}

typedef SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX ENTRY_EX;

static void put_ex(char *buffer, ULONG room, ULONG *at, ENTRY_EX *entry, ULONG size)
{
    entry->Size = size;
    if (*at + size <= room)
        __builtin_memcpy(buffer + *at, entry, size);
    *at += size;
}

#define SIZE_WITH(member) (ULONG)(offsetof(ENTRY_EX, member) + sizeof(((ENTRY_EX *)0)->member))

static void put_group(char *buffer, ULONG room, ULONG *at)
{
    ENTRY_EX entry = {.Relationship = RelationGroup};
    ULONG count = pal_boot->processor_count < 64 ? pal_boot->processor_count : 64;
    entry.Group.MaximumGroupCount = entry.Group.ActiveGroupCount = 1;
    entry.Group.GroupInfo[0].MaximumProcessorCount = (BYTE)count;
    entry.Group.GroupInfo[0].ActiveProcessorCount = (BYTE)count;
    entry.Group.GroupInfo[0].ActiveProcessorMask = all_processors();
    put_ex(buffer, room, at, &entry, SIZE_WITH(Group));
}

static void put_processor(char *buffer, ULONG room, ULONG *at, ULONG relation, KAFFINITY mask)
{
    ENTRY_EX entry = {.Relationship = relation};
    entry.Processor.GroupCount = 1;
    entry.Processor.GroupMask[0].Mask = mask;
    put_ex(buffer, room, at, &entry, SIZE_WITH(Processor));
}

static void put_caches(char *buffer, ULONG room, ULONG *at)
{
    CACHE_DESCRIPTOR cache[MAX_CACHES];
    BOOLEAN shared[MAX_CACHES];
    ULONG count = caches(cache, shared);
    for (ULONG i = 0; i < pal_boot->processor_count && i < 64; i++)
        for (ULONG c = 0; c < count; c++) {
            ENTRY_EX entry = {.Relationship = RelationCache};
            entry.Cache.Level = cache[c].Level;
            entry.Cache.Associativity = cache[c].Associativity;
            entry.Cache.LineSize = cache[c].LineSize;
            entry.Cache.CacheSize = cache[c].Size;
            entry.Cache.Type = cache[c].Type;
            entry.Cache.GroupMask.Mask = shared[c] ? all_processors() : (KAFFINITY)1 << i;
            if (!shared[c] || i == 0)
                put_ex(buffer, room, at, &entry, SIZE_WITH(Cache));
        }
}

NTSTATUS ex_logical_processors_ex(ULONG relation, void *buffer, ULONG size, ULONG *used)
{
    BOOLEAN all = relation == RelationAll;
    ULONG at = 0;
    if (!all && relation > RelationGroup)
        return STATUS_INVALID_PARAMETER;
    for (ULONG i = 0; i < pal_boot->processor_count && i < 64; i++)
        if (all || relation == RelationProcessorCore)
            put_processor(buffer, size, &at, RelationProcessorCore, (KAFFINITY)1 << i);
    if (all || relation == RelationProcessorPackage)
        put_processor(buffer, size, &at, RelationProcessorPackage, all_processors());
    if (all || relation == RelationNumaNode) {
        ENTRY_EX node = {.Relationship = RelationNumaNode};
        node.NumaNode.GroupMask.Mask = all_processors();
        put_ex(buffer, size, &at, &node, SIZE_WITH(NumaNode));
    }
    if (all || relation == RelationCache)
        put_caches(buffer, size, &at);
    if (all || relation == RelationGroup)
        put_group(buffer, size, &at);
    *used = at;
    return at <= size ? STATUS_SUCCESS : STATUS_INFO_LENGTH_MISMATCH;
}
