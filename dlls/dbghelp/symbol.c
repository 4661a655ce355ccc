/* dbghelp.h: the symbol of an address, and walking a stack. */
#include "modules.h"

static BOOL find_symbol(HANDLE process, DWORD64 address, const char **name, ULONG64 *start)
{
    BYTE *base;
    ULONG size;

    if (!known_process(process))
        return FALSE;
    if (!find_module(address, &base, &size))
        return fail_with(ERROR_MOD_NOT_FOUND);
    *name = nearest_export(address, start);
    return *name || fail_with(ERROR_INVALID_ADDRESS);
}

BOOL WINAPI SymFromAddr(HANDLE process, DWORD64 address, PDWORD64 displacement, PSYMBOL_INFO symbol)
{
    const char *name;
    ULONG64 start;
    BYTE *base;
    ULONG size;

    if (!symbol || symbol->SizeOfStruct < offsetof(SYMBOL_INFO, Name))
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!find_symbol(process, address, &name, &start))
        return FALSE;
    find_module(address, &base, &size);
    symbol->TypeIndex = symbol->info = symbol->Size = 0;
    symbol->Value = symbol->Register = symbol->Scope = 0;
    symbol->Flags = SYMFLAG_EXPORT;
    symbol->Tag = 10; /* SymTagPublicSymbol */
    symbol->ModBase = (ULONG64)base;
    symbol->Address = start;
    symbol->NameLen = (ULONG)lstrlenA(name);
    if (symbol->MaxNameLen)
        lstrcpynA(symbol->Name, name, (int)symbol->MaxNameLen);
    if (displacement)
        *displacement = address - start;
    return TRUE;
}

BOOL WINAPI SymFromAddrW(HANDLE process, DWORD64 address, PDWORD64 displacement,
                         PSYMBOL_INFOW symbol)
{
    union {
        SYMBOL_INFO info;
        char room[sizeof(SYMBOL_INFO) + 512];
    } narrow = {.info = {.SizeOfStruct = sizeof(SYMBOL_INFO), .MaxNameLen = 512}};

    if (!symbol || symbol->SizeOfStruct < offsetof(SYMBOL_INFOW, Name))
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!SymFromAddr(process, address, displacement, &narrow.info))
        return FALSE;
    symbol->TypeIndex = symbol->info = symbol->Size = 0;
    symbol->Value = symbol->Register = symbol->Scope = 0;
    symbol->Flags = narrow.info.Flags;
    symbol->Tag = narrow.info.Tag;
    symbol->ModBase = narrow.info.ModBase;
    symbol->Address = narrow.info.Address;
    symbol->NameLen = narrow.info.NameLen;
    if (symbol->MaxNameLen)
        MultiByteToWideChar(CP_ACP, 0, narrow.info.Name, -1, symbol->Name, (int)symbol->MaxNameLen);
    return TRUE;
}

/* Export tables know no lines. */
BOOL WINAPI SymGetLineFromAddr64(HANDLE process, DWORD64 address, PDWORD displacement,
                                 PIMAGEHLP_LINE64 line)
{
    BYTE *base;
    ULONG size;

    if (!known_process(process))
        return FALSE;
    return fail_with(find_module(address, &base, &size) ? ERROR_INVALID_ADDRESS
                                                        : ERROR_MOD_NOT_FOUND);
}

BOOL WINAPI SymGetLineFromAddrW64(HANDLE process, DWORD64 address, PDWORD displacement,
                                  PIMAGEHLP_LINEW64 line)
{
    return SymGetLineFromAddr64(process, address, displacement, NULL);
}

static BOOL read_stack(HANDLE process, ULONG64 address, ULONG64 *value)
{
    SIZE_T done;

    return ReadProcessMemory(process, (void *)(ULONG_PTR)address, value, sizeof(*value), &done);
}

/* One frame up, by the function's unwind data or, where it has none, as a leaf. */
static BOOL unwind(HANDLE process, CONTEXT *context)
{
    DWORD64 base, frame;
    void *data;
    RUNTIME_FUNCTION *function = RtlLookupFunctionEntry(context->Rip, &base, NULL);

    if (function) {
        RtlVirtualUnwind(UNW_FLAG_NHANDLER, base, context->Rip, function, context, &data, &frame,
                         NULL);
        return context->Rip != 0;
    }
    if (!read_stack(process, context->Rsp, &context->Rip))
        return FALSE;
    context->Rsp += 8;
    return context->Rip != 0;
}

BOOL WINAPI StackWalk64(DWORD machine, HANDLE process, HANDLE thread, LPSTACKFRAME64 frame,
                        PVOID context_record, PREAD_PROCESS_MEMORY_ROUTINE64 read,
                        PFUNCTION_TABLE_ACCESS_ROUTINE64 table_access,
                        PGET_MODULE_BASE_ROUTINE64 module_base,
                        PTRANSLATE_ADDRESS_ROUTINE64 translate)
{
    CONTEXT *context = context_record, above;
    BOOL first;

    if (machine != IMAGE_FILE_MACHINE_AMD64 || !frame || !context)
        return fail_with(ERROR_INVALID_PARAMETER);
    first = !frame->AddrReturn.Offset && !frame->Virtual;
    if (!first && !unwind(process, context))
        return FALSE;
    frame->Virtual = TRUE;
    frame->AddrPC = (ADDRESS64){context->Rip, 0, AddrModeFlat};
    frame->AddrStack = (ADDRESS64){context->Rsp, 0, AddrModeFlat};
    frame->AddrFrame = (ADDRESS64){context->Rbp, 0, AddrModeFlat};
    above = *context;
    frame->AddrReturn = (ADDRESS64){unwind(process, &above) ? above.Rip : 0, 0, AddrModeFlat};
    frame->FuncTableEntry = SymFunctionTableAccess64(process, context->Rip);
    return context->Rip != 0;
}
