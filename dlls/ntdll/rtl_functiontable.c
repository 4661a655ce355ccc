/*
 * From a code address to its unwind data. Modules stand in one sorted table, which readers search
 * under a sequence count: no lock, and a retry in the rare case that a module came or went
 * meanwhile. Tables that programs register (for generated code) stand in a list that is searched
 * only when the program has registered any.
 */
#include "rtl_functiontable.h"

struct module {
    ULONG64 base, end;
    const RUNTIME_FUNCTION *functions;
    ULONG function_count;
};

#define FIRST_CAPACITY 256

static struct module first_modules[FIRST_CAPACITY];
static struct {
    RTL_SRWLOCK lock;
    volatile LONG sequence; /* odd while the table changes */
    struct module *volatile modules;
    volatile ULONG count;
    ULONG capacity;
} table = {.modules = first_modules, .capacity = FIRST_CAPACITY};

static const IMAGE_NT_HEADERS64 *image_headers(const void *base)
{
    return (const IMAGE_NT_HEADERS64 *)((const char *)base +
                                        ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
}

static struct module describe(void *base, ULONG size)
{
    const IMAGE_DATA_DIRECTORY *directory =
        &image_headers(base)->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXCEPTION];
    struct module module = {.base = (ULONG64)base, .end = (ULONG64)base + size};
    if (directory->VirtualAddress && directory->VirtualAddress < size &&
        directory->Size <= size - directory->VirtualAddress) {
        module.functions = (const RUNTIME_FUNCTION *)((char *)base + directory->VirtualAddress);
        module.function_count = directory->Size / sizeof(RUNTIME_FUNCTION);
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
    struct module *modules =
        RtlAllocateHeap(peb_self()->ProcessHeap, 0, capacity * sizeof(*modules));
    if (!modules)
        return FALSE;
    __builtin_memcpy(modules, table.modules, table.count * sizeof(*modules));
    table.modules = modules;
    table.capacity = capacity;
    return TRUE;
}

void rtl_function_table_module_added(void *base, ULONG size)
{
    struct module module = describe(base, size);
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

void rtl_function_table_module_removed(void *base)
{
    ULONG at = 0;

    RtlAcquireSRWLockExclusive(&table.lock);
    while (at < table.count && table.modules[at].base != (ULONG64)base)
        at++;
    if (at < table.count) {
        begin_change();
        for (table.count--; at < table.count; at++)
            table.modules[at] = table.modules[at + 1];
        end_change();
    }
    RtlReleaseSRWLockExclusive(&table.lock);
}

static BOOLEAN search_modules(ULONG64 pc, struct module *found)
{
    const struct module *modules = table.modules;
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

static BOOLEAN find_module(ULONG64 pc, struct module *found)
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

const RUNTIME_FUNCTION *rtl_search_functions(const RUNTIME_FUNCTION *functions, ULONG count,
                                             ULONG offset)
{
    ULONG low = 0, high = count;
    while (low < high) {
        ULONG middle = (low + high) / 2;
        if (offset < functions[middle].BeginAddress)
            high = middle;
        else if (offset >= functions[middle].EndAddress)
            low = middle + 1;
        else
            return &functions[middle];
    }
    return NULL;
}

PRUNTIME_FUNCTION NTAPI RtlLookupFunctionEntry(DWORD64 pc, PDWORD64 base,
                                               PUNWIND_HISTORY_TABLE history)
{
    const RUNTIME_FUNCTION *function;
    struct module module;

    if (!find_module(pc, &module))
        return rtl_lookup_dynamic(pc, base);
    *base = module.base;
    function =
        rtl_search_functions(module.functions, module.function_count, (ULONG)(pc - module.base));
    if (function && (function->UnwindData & 1)) /* stands for another entry */
        function = (const RUNTIME_FUNCTION *)(module.base + (function->UnwindData & ~1u));
    return (PRUNTIME_FUNCTION)function;
}

PRUNTIME_FUNCTION NTAPI RtlLookupFunctionTable(PVOID pc, PVOID *base, PULONG size)
{
    struct module module;
    if (!find_module((ULONG64)pc, &module) || !module.functions)
        return NULL;
    *base = (PVOID)module.base;
    *size = module.function_count * sizeof(RUNTIME_FUNCTION);
    return (PRUNTIME_FUNCTION)module.functions;
}

PVOID NTAPI RtlPcToFileHeader(PVOID pc, PVOID *base)
{
    struct module module;
    *base = find_module((ULONG64)pc, &module) ? (PVOID)(ULONG_PTR)module.base : NULL;
    return *base;
}
