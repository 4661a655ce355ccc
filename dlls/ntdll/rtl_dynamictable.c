/* Unwind data that programs register for code that they generate. */
#include "rtl_functiontable.h"

enum table_type { TABLE_SORTED, TABLE_UNSORTED, TABLE_CALLBACK, TABLE_GROWABLE };

/* Starts as Windows' DYNAMIC_FUNCTION_TABLE does, which debuggers read by
 * RtlGetFunctionTableListHead. */
struct dynamic_table {
    LIST_ENTRY links;
    const RUNTIME_FUNCTION *functions; /* callbacks: the identifier */
    LARGE_INTEGER time_stamp;
    ULONG64 minimum, maximum; /* code addresses covered, maximum exclusive */
    ULONG64 base;
    PGET_RUNTIME_FUNCTION_CALLBACK callback;
    PVOID context;
    PWSTR out_of_process_dll;
    ULONG type; /* enum table_type */
    volatile ULONG count;
};

static RTL_SRWLOCK lock;
static LIST_ENTRY tables = {&tables, &tables};

static struct dynamic_table *new_table(enum table_type type, const void *functions, ULONG64 base)
{
    struct dynamic_table *made =
        RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof(*made));
    if (made) {
        made->type = type;
        made->functions = functions;
        made->base = base;
    }
    return made;
}

static void insert(struct dynamic_table *made)
{
    RtlAcquireSRWLockExclusive(&lock);
    made->links.Flink = &tables;
    made->links.Blink = tables.Blink;
    tables.Blink->Flink = &made->links;
    tables.Blink = &made->links;
    RtlReleaseSRWLockExclusive(&lock);
}

static void measure(struct dynamic_table *made)
{
    ULONG low = ~0u, high = 0;
    made->type = TABLE_SORTED;
    for (ULONG i = 0; i < made->count; i++) {
        const RUNTIME_FUNCTION *function = &made->functions[i];
        if (i && function->BeginAddress < function[-1].BeginAddress)
            made->type = TABLE_UNSORTED;
        if (function->BeginAddress < low)
            low = function->BeginAddress;
        if (function->EndAddress > high)
            high = function->EndAddress;
    }
    made->minimum = made->base + low;
    made->maximum = made->base + high;
}

BOOLEAN __cdecl RtlAddFunctionTable(PRUNTIME_FUNCTION functions, DWORD count, DWORD64 base)
{
    struct dynamic_table *made = new_table(TABLE_SORTED, functions, base);
    if (!made)
        return FALSE;
    made->count = count;
    measure(made);
    insert(made);
    return TRUE;
}

BOOLEAN __cdecl RtlInstallFunctionTableCallback(DWORD64 identifier, DWORD64 base, DWORD size,
                                                PGET_RUNTIME_FUNCTION_CALLBACK callback,
                                                PVOID context, PCWSTR out_of_process_dll)
{
    struct dynamic_table *made;
    if ((identifier & 3) != 3) /* so that it differs from every table's address */
        return FALSE;
    made = new_table(TABLE_CALLBACK, (void *)identifier, base);
    if (!made)
        return FALSE;
    made->callback = callback;
    made->context = context;
    made->minimum = base;
    made->maximum = base + size;
    insert(made);
    return TRUE;
}

/* Removes the table that is made (or, made being NULL, whose functions are) as told. */
static BOOLEAN remove_table(const struct dynamic_table *made, const void *functions)
{
    struct dynamic_table *found = NULL;

    RtlAcquireSRWLockExclusive(&lock);
    for (LIST_ENTRY *entry = tables.Flink; entry != &tables && !found; entry = entry->Flink) {
        struct dynamic_table *each = CONTAINING_RECORD(entry, struct dynamic_table, links);
        if (made ? each == made : each->functions == functions && each->type != TABLE_GROWABLE) {
            entry->Blink->Flink = entry->Flink;
            entry->Flink->Blink = entry->Blink;
            found = each;
        }
    }
    RtlReleaseSRWLockExclusive(&lock);
    if (found)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, found);
    return found != NULL;
}

BOOLEAN __cdecl RtlDeleteFunctionTable(PRUNTIME_FUNCTION functions)
{
    return remove_table(NULL, functions);
}

DWORD NTAPI RtlAddGrowableFunctionTable(PVOID *handle, PRUNTIME_FUNCTION functions, DWORD count,
                                        DWORD maximum, ULONG_PTR begin, ULONG_PTR end)
{
    struct dynamic_table *made;
    if (count > maximum)
        return STATUS_INVALID_PARAMETER;
    made = new_table(TABLE_GROWABLE, functions, begin);
    if (!made)
        return STATUS_NO_MEMORY;
    made->count = count;
    made->minimum = begin;
    made->maximum = end;
    insert(made);
    *handle = made;
    return STATUS_SUCCESS;
}

VOID NTAPI RtlGrowFunctionTable(PVOID handle, DWORD count)
{
    ((struct dynamic_table *)handle)->count = count;
}

VOID NTAPI RtlDeleteGrowableFunctionTable(PVOID handle)
{
    remove_table(handle, NULL);
}

PLIST_ENTRY NTAPI RtlGetFunctionTableListHead(void)
{
    return &tables;
}

static const RUNTIME_FUNCTION *search(const struct dynamic_table *in, ULONG offset)
{
    if (in->type != TABLE_UNSORTED)
        return rtl_search_functions(in->functions, in->count, offset);
    for (ULONG i = 0; i < in->count; i++) {
        if (offset >= in->functions[i].BeginAddress && offset < in->functions[i].EndAddress)
            return &in->functions[i];
    }
    return NULL;
}

PRUNTIME_FUNCTION rtl_lookup_dynamic(ULONG64 pc, PDWORD64 base)
{
    PGET_RUNTIME_FUNCTION_CALLBACK callback = NULL;
    const RUNTIME_FUNCTION *function = NULL;
    PVOID context = NULL;

    *base = 0;
    if (tables.Flink == &tables)
        return NULL;
    RtlAcquireSRWLockShared(&lock);
    for (LIST_ENTRY *entry = tables.Flink; entry != &tables; entry = entry->Flink) {
        struct dynamic_table *each = CONTAINING_RECORD(entry, struct dynamic_table, links);
        if (pc < each->minimum || pc >= each->maximum)
            continue;
        callback = each->callback;
        context = each->context;
        if (!callback)
            function = search(each, (ULONG)(pc - each->base));
        if (callback || function) {
            *base = each->base;
            break;
        }
    }
    RtlReleaseSRWLockShared(&lock);
    return callback ? callback(pc, context) : (PRUNTIME_FUNCTION)function;
}
