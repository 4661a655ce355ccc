/*
 * isbad.c - winbase.h: the IsBad...Ptr functions. They touch one byte of each page, as Windows'
 * do, but through the fault-safe copy of the process's own memory.
 */
#include "kernel32_private.h"

#define PAGE 4096

static BOOL readable(const char *at, SIZE_T size)
{
    char byte;
    const char *end = at + size;
    if (end < at)
        return FALSE;
    while (at < end) {
        if (NtReadVirtualMemory(NtCurrentProcess(), (PVOID)at, &byte, 1, NULL))
            return FALSE;
        at = (const char *)(((ULONG_PTR)at | (PAGE - 1)) + 1);
    }
    return TRUE;
}

BOOL WINAPI IsBadReadPtr(CONST VOID *at, UINT_PTR size)
{
    return size && (!at || !readable(at, size));
}

BOOL WINAPI IsBadHugeReadPtr(CONST VOID *at, UINT_PTR size)
{
    return IsBadReadPtr(at, size);
}

BOOL WINAPI IsBadWritePtr(LPVOID at, UINT_PTR size)
{
    const ULONG writable =
        PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
    const char *next = at, *end = next + size;
    if (!size)
        return FALSE;
    if (!at || end < next)
        return TRUE;
    while (next < end) {
        MEMORY_BASIC_INFORMATION info;
        if (!VirtualQuery(next, &info, sizeof info) || !(info.Protect & writable) ||
            (info.Protect & PAGE_GUARD))
            return TRUE;
        next = (char *)info.BaseAddress + info.RegionSize;
    }
    return FALSE;
}

BOOL WINAPI IsBadHugeWritePtr(LPVOID at, UINT_PTR size)
{
    return IsBadWritePtr(at, size);
}

BOOL WINAPI IsBadCodePtr(FARPROC at)
{
    return IsBadReadPtr((CONST VOID *)(ULONG_PTR)at, 1);
}

BOOL WINAPI IsBadStringPtrA(LPCSTR at, UINT_PTR most)
{
    char c = 1;
    for (; most && c; at++, most--)
        if (!at || NtReadVirtualMemory(NtCurrentProcess(), (PVOID)at, &c, 1, NULL))
            return TRUE;
    return FALSE;
}

BOOL WINAPI IsBadStringPtrW(LPCWSTR at, UINT_PTR most)
{
    WCHAR c = 1;
    for (; most && c; at++, most--)
        if (!at || NtReadVirtualMemory(NtCurrentProcess(), (PVOID)at, &c, sizeof c, NULL))
            return TRUE;
    return FALSE;
}
