/*
 * dbghelp.h: symbols of this process's own modules. What names them is their export tables; debug
 * information in files is not read, so there are no lines.
 */
#include "modules.h"

#define PROCESSES 8

static HANDLE processes[PROCESSES];
static SRWLOCK lock = SRWLOCK_INIT;
static DWORD options;
static WCHAR search_path[MAX_PATH];

BOOL known_process(HANDLE process)
{
    BOOL known = FALSE;

    AcquireSRWLockShared(&lock);
    for (unsigned i = 0; i < PROCESSES; i++)
        known |= process && processes[i] == process;
    ReleaseSRWLockShared(&lock);
    return known || fail_with(ERROR_INVALID_HANDLE);
}

static BOOL replace_process(HANDLE from, HANDLE to)
{
    BOOL done = FALSE;

    AcquireSRWLockExclusive(&lock);
    for (unsigned i = 0; i < PROCESSES && !done; i++) {
        done = processes[i] == from;
        if (done)
            processes[i] = to;
    }
    ReleaseSRWLockExclusive(&lock);
    return done;
}

BOOL WINAPI SymInitializeW(HANDLE process, PCWSTR path, BOOL invade)
{
    if (!process)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (GetProcessId(process) != GetCurrentProcessId())
        return fail_with(ERROR_NOT_SUPPORTED);
    if (known_process(process))
        return fail_with(ERROR_INVALID_FUNCTION);
    if (path)
        lstrcpynW(search_path, path, MAX_PATH);
    return replace_process(NULL, process) || fail_with(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL WINAPI SymInitialize(HANDLE process, PCSTR path, BOOL invade)
{
    WCHAR wide[MAX_PATH];

    if (path && !MultiByteToWideChar(CP_ACP, 0, path, -1, wide, MAX_PATH))
        return FALSE;
    return SymInitializeW(process, path ? wide : NULL, invade);
}

BOOL WINAPI SymCleanup(HANDLE process)
{
    return known_process(process) && replace_process(process, NULL);
}

/* All modules are looked up as they are at the moment of a question. */
BOOL WINAPI SymRefreshModuleList(HANDLE process)
{
    return known_process(process);
}

DWORD WINAPI SymSetOptions(DWORD wanted)
{
    options = wanted;
    return wanted;
}

DWORD WINAPI SymGetOptions(void)
{
    return options;
}

BOOL WINAPI SymGetSearchPathW(HANDLE process, PWSTR path, DWORD room)
{
    if (!known_process(process) || !path || !room)
        return FALSE;
    lstrcpynW(path, search_path, (int)room);
    return TRUE;
}

BOOL WINAPI SymSetSearchPathW(HANDLE process, PCWSTR path)
{
    if (!known_process(process))
        return FALSE;
    lstrcpynW(search_path, path ? path : L"", MAX_PATH);
    return TRUE;
}

BOOL find_module(ULONG64 address, BYTE **base, ULONG *size)
{
    HMODULE module;
    IMAGE_NT_HEADERS *headers;

    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            (LPCWSTR)(ULONG_PTR)address, &module))
        return FALSE;
    headers = RtlImageNtHeader(module);
    *base = (BYTE *)module;
    *size = headers->OptionalHeader.SizeOfImage;
    return TRUE;
}

DWORD64 WINAPI SymGetModuleBase64(HANDLE process, DWORD64 address)
{
    BYTE *base;
    ULONG size;

    if (!known_process(process))
        return 0;
    if (find_module(address, &base, &size))
        return (DWORD64)base;
    fail_with(ERROR_MOD_NOT_FOUND);
    return 0;
}

PVOID WINAPI SymFunctionTableAccess64(HANDLE process, DWORD64 address)
{
    DWORD64 base;

    return RtlLookupFunctionEntry(address, &base, NULL);
}

const char *nearest_export(ULONG64 address, ULONG64 *start)
{
    const IMAGE_EXPORT_DIRECTORY *exports;
    const char *best = NULL;
    const DWORD *names, *functions;
    const WORD *ordinals;
    ULONG size, image_size;
    DWORD offset, found = 0;
    BYTE *base;

    if (!find_module(address, &base, &image_size))
        return NULL;
    exports = RtlImageDirectoryEntryToData(base, TRUE, IMAGE_DIRECTORY_ENTRY_EXPORT, &size);
    if (!exports)
        return NULL;
    names = (const DWORD *)(base + exports->AddressOfNames);
    functions = (const DWORD *)(base + exports->AddressOfFunctions);
    ordinals = (const WORD *)(base + exports->AddressOfNameOrdinals);
    offset = (DWORD)(address - (ULONG64)base);
    for (DWORD i = 0; i < exports->NumberOfNames; i++) {
        DWORD at = functions[ordinals[i]];

        if (at <= offset && (!best || at > found)) {
            found = at;
            best = (const char *)base + names[i];
        }
    }
    *start = (ULONG64)base + found;
    return best;
}
