/*
 * psapi_modules.c - psapi.h: the modules of a process, read from its loader lists. Another process
 * is read through its handle, so its lists may change under the reader.
 */
#include "nt.h"
#include "nt_error.h"
#include <psapi.h>

enum { MAX_MODULES = 4096, NAME_ROOM = 1024 };

static BOOL read(HANDLE process, const void *at, void *to, SIZE_T size)
{
    SIZE_T done;

    return ReadProcessMemory(process, at, to, size, &done) && done == size;
}

/* The address of the load order list's head in the process, 0 where it cannot be read. */
static ULONG_PTR list_head(HANDLE process)
{
    PROCESS_BASIC_INFORMATION basic;
    LDR_DATA *ldr = NULL;
    NTSTATUS status =
        NtQueryInformationProcess(process, ProcessBasicInformation, &basic, sizeof basic, NULL);

    if (!NT_SUCCESS(status)) {
        set_last_nt_error(status);
        return 0;
    }
    if (!read(process, (char *)basic.PebBaseAddress + offsetof(PEB_FULL, Ldr), &ldr, sizeof ldr) ||
        !ldr)
        return 0;
    return (ULONG_PTR)ldr + offsetof(LDR_DATA, InLoadOrderModuleList);
}

/* Steps to the next module; *at is the list head at first, 0 at the end. */
static BOOL next_module(HANDLE process, ULONG_PTR head, ULONG_PTR *at, LDR_ENTRY *entry)
{
    LIST_ENTRY links;

    if (!*at || !read(process, (void *)*at, &links, sizeof links) || (ULONG_PTR)links.Flink == head)
        return FALSE;
    *at = (ULONG_PTR)links.Flink;
    return read(process, links.Flink, entry, sizeof *entry);
}

static BOOL find_module(HANDLE process, HMODULE module, LDR_ENTRY *entry)
{
    ULONG_PTR head = list_head(process), at = head;

    while (next_module(process, head, &at, entry))
        if (!module || entry->DllBase == module)
            return TRUE;
    if (head)
        SetLastError(ERROR_INVALID_HANDLE);
    return FALSE;
}

BOOL WINAPI K32EnumProcessModulesEx(HANDLE process, HMODULE *modules, DWORD size, LPDWORD needed,
                                    DWORD filter)
{
    ULONG_PTR head = list_head(process), at = head;
    LDR_ENTRY entry;
    DWORD count = 0;

    if (!head)
        return FALSE;
    while (count < MAX_MODULES && next_module(process, head, &at, &entry)) {
        if (!entry.DllBase)
            continue;
        if (count < size / sizeof *modules)
            modules[count] = entry.DllBase;
        count++;
    }
    *needed = count * sizeof *modules;
    return TRUE;
}

BOOL WINAPI K32EnumProcessModules(HANDLE process, HMODULE *modules, DWORD size, LPDWORD needed)
{
    return K32EnumProcessModulesEx(process, modules, size, needed, LIST_MODULES_DEFAULT);
}

BOOL WINAPI K32GetModuleInformation(HANDLE process, HMODULE module, LPMODULEINFO info, DWORD size)
{
    LDR_ENTRY entry;

    if (size < sizeof *info) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return FALSE;
    }
    if (!find_module(process, module, &entry))
        return FALSE;
    *info = (MODULEINFO){entry.DllBase, entry.SizeOfImage, entry.EntryPoint};
    return TRUE;
}

/* Cut off where there is no room, as the documentation says; the count is without the terminator.
 */
static DWORD copy_name(HANDLE process, const UNICODE_STRING *name, WCHAR *to, DWORD room)
{
    DWORD count = name->Length / sizeof(WCHAR);

    if (!to || !room) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    count = min(count, room - 1);
    if (count && !read(process, name->Buffer, to, count * sizeof *to))
        return 0;
    to[count] = 0;
    return count;
}

DWORD WINAPI K32GetModuleBaseNameW(HANDLE process, HMODULE module, LPWSTR to, DWORD room)
{
    LDR_ENTRY entry;

    return find_module(process, module, &entry) ? copy_name(process, &entry.BaseDllName, to, room)
                                                : 0;
}

DWORD WINAPI K32GetModuleFileNameExW(HANDLE process, HMODULE module, LPWSTR to, DWORD room)
{
    LDR_ENTRY entry;

    return find_module(process, module, &entry) ? copy_name(process, &entry.FullDllName, to, room)
                                                : 0;
}

typedef DWORD(WINAPI *name_fn)(HANDLE, HMODULE, LPWSTR, DWORD);

static DWORD narrow(name_fn function, HANDLE process, HMODULE module, LPSTR to, DWORD room)
{
    WCHAR name[NAME_ROOM];
    char all[2 * NAME_ROOM];
    DWORD size;

    if (!to || !room || !function(process, module, name, NAME_ROOM)) {
        if (!to || !room)
            SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    size = (DWORD)WideCharToMultiByte(CP_ACP, 0, name, -1, all, sizeof all, NULL, NULL);
    size = size ? min(size - 1, room - 1) : 0;
    memcpy(to, all, size);
    to[size] = 0;
    return size;
}

DWORD WINAPI K32GetModuleBaseNameA(HANDLE process, HMODULE module, LPSTR to, DWORD room)
{
    return narrow(K32GetModuleBaseNameW, process, module, to, room);
}

DWORD WINAPI K32GetModuleFileNameExA(HANDLE process, HMODULE module, LPSTR to, DWORD room)
{
    return narrow(K32GetModuleFileNameExW, process, module, to, room);
}
