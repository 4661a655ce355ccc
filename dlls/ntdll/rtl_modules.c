/*
 * rtl_modules.c - from a code address to its module. Modules stand in one sorted table, which
 * readers search under a sequence count: no lock, and a retry in the rare case that a module came
 * or went meanwhile.
 */
#include "rtl_exception.h"
#include "rtl_modules.h"

#define FIRST_CAPACITY 256

static RTL_MODULE first_modules[FIRST_CAPACITY];
static struct {
    RTL_SRWLOCK lock;
    volatile LONG sequence; /* odd while the table changes */
    RTL_MODULE *volatile modules;
    volatile ULONG count;
    ULONG capacity;
} table = {.modules = first_modules, .capacity = FIRST_CAPACITY};

static const IMAGE_NT_HEADERS *image_headers(const void *base)
{
    return (const IMAGE_NT_HEADERS *)((const char *)base +
                                      ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
}

static RTL_MODULE describe(void *base, ULONG size)
{
    const IMAGE_DATA_DIRECTORY *directory =
        &image_headers(base)->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXCEPTION];
    RTL_MODULE module = {.base = (ULONG_PTR)base, .end = (ULONG_PTR)base + size};
    if (directory->VirtualAddress && directory->VirtualAddress < size &&
        directory->Size <= size - directory->VirtualAddress) {
        module.functions = (char *)base + directory->VirtualAddress;
        module.functions_size = directory->Size;
    }
    return module;
}

static void begin_change(void)
{
    table.sequence++;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static void end_change(void)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    table.sequence++;
}

/* A reader may still search the old array: it is never freed. */
static BOOLEAN grow(void)
{
    ULONG capacity = table.capacity * 4;
    RTL_MODULE *modules = RtlAllocateHeap(peb_self()->ProcessHeap, 0, capacity * sizeof(*modules));
    if (!modules)
        return FALSE;
    __builtin_memcpy(modules, table.modules, table.count * sizeof(*modules));
    table.modules = modules;
    table.capacity = capacity;
    return TRUE;
}

void rtl_module_added(void *base, ULONG size)
{
    RTL_MODULE module = describe(base, size);
    ULONG at;

    RtlAcquireSRWLockExclusive(&table.lock);
    if (table.count < table.capacity || grow()) {
        begin_change();
        for (at = table.count; at && table.modules[at - 1].base > module.base; at--)
            table.modules[at] = table.modules[at - 1];
        table.modules[at] = module;
        table.count++;
        end_change();
    }
    RtlReleaseSRWLockExclusive(&table.lock);
}

void rtl_module_removed(void *base)
{
    ULONG at = 0;

    RtlAcquireSRWLockExclusive(&table.lock);
    while (at < table.count && table.modules[at].base != (ULONG_PTR)base)
        at++;
    if (at < table.count) {
        begin_change();
        for (table.count--; at < table.count; at++)
            table.modules[at] = table.modules[at + 1];
        end_change();
    }
    RtlReleaseSRWLockExclusive(&table.lock);
}

static BOOLEAN search_modules(ULONG_PTR pc, RTL_MODULE *found)
{
    const RTL_MODULE *modules = table.modules;
    ULONG low = 0, high = table.count;

    while (low < high) {
        ULONG middle = (low + high) / 2;
        if (pc < modules[middle].base) {
            high = middle;
        } else if (pc >= modules[middle].end) {
            low = middle + 1;
        } else {
            *found = modules[middle];
            return TRUE;
        }
    }
    return FALSE;
}

BOOLEAN rtl_find_module(ULONG_PTR pc, RTL_MODULE *found)
{
    for (;;) {
        LONG sequence = __atomic_load_n(&table.sequence, __ATOMIC_ACQUIRE);
        BOOLEAN result;
        if (sequence & 1) {
            __builtin_ia32_pause();
            continue;
        }
        result = search_modules(pc, found);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if (table.sequence == sequence)
            return result;
    }
}

PVOID NTAPI RtlPcToFileHeader(PVOID pc, PVOID *base)
{
    RTL_MODULE module;
    *base = rtl_find_module((ULONG_PTR)pc, &module) ? (PVOID)module.base : NULL;
    return *base;
}
