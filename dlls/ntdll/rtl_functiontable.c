/*
 * rtl_functiontable.c - from a code address to its unwind data. Tables that programs register (for
 * generated code) stand in a list that is searched only when the program has registered any.
 */
#include "rtl_functiontable.h"
#include "rtl_modules.h"

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
    RTL_MODULE module;

    if (!rtl_find_module(pc, &module))
        return rtl_lookup_dynamic(pc, base);
    *base = module.base;
    function =
        rtl_search_functions(module.functions, module.functions_size / sizeof(RUNTIME_FUNCTION),
                             (ULONG)(pc - module.base));
    if (function && (function->UnwindData & 1)) /* stands for another entry */
        function = (const RUNTIME_FUNCTION *)(module.base + (function->UnwindData & ~1u));
    return (PRUNTIME_FUNCTION)function;
}

PRUNTIME_FUNCTION NTAPI RtlLookupFunctionTable(PVOID pc, PVOID *base, PULONG size)
{
    RTL_MODULE module;
    if (!rtl_find_module((ULONG_PTR)pc, &module) || !module.functions)
        return NULL;
    *base = (PVOID)module.base;
    *size = module.functions_size;
    return (PRUNTIME_FUNCTION)module.functions;
}
