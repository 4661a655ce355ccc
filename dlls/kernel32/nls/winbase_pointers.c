/* winbase_pointers.c - the tests of pointers, by asking for the pages' protection. */
#include "nls_private.h"

/* Whether all pages from the address on can be used so. */
static BOOL usable(const void *address, UINT_PTR size, DWORD protections)
{
    const char *p = address, *end = p + size;
    MEMORY_BASIC_INFORMATION info;

    if (!size)
        return TRUE;
    if (!address || end < p)
        return FALSE;
    while (p < end) {
        if (!NT_SUCCESS(NtQueryVirtualMemory(NtCurrentProcess(), (PVOID)p, MemoryBasicInformation,
                                             &info, sizeof info, NULL)) ||
            info.State != MEM_COMMIT || info.Protect & PAGE_GUARD || !(info.Protect & protections))
            return FALSE;
        p = (const char *)info.BaseAddress + info.RegionSize;
    }
    return TRUE;
}

enum {
    WRITABLE = PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY,
    READABLE = WRITABLE | PAGE_READONLY | PAGE_EXECUTE_READ,
};

BOOL WINAPI IsBadReadPtr(CONST VOID *address, UINT_PTR size)
{
    return !usable(address, size, READABLE);
}

BOOL WINAPI IsBadWritePtr(LPVOID address, UINT_PTR size)
{
    return !usable(address, size, WRITABLE);
}

BOOL WINAPI IsBadHugeReadPtr(CONST VOID *address, UINT_PTR size)
{
    return IsBadReadPtr(address, size);
}

BOOL WINAPI IsBadHugeWritePtr(LPVOID address, UINT_PTR size)
{
    return IsBadWritePtr(address, size);
}

BOOL WINAPI IsBadCodePtr(FARPROC address)
{
    return IsBadReadPtr((const void *)address, 1);
}

BOOL WINAPI IsBadStringPtrA(LPCSTR s, UINT_PTR max)
{
    if (max && IsBadReadPtr(s, 1))
        return TRUE;
    for (; max; max--, s++) {
        if (!((ULONG_PTR)s & 0xfff) && IsBadReadPtr(s, 1))
            return TRUE;
        if (!*s)
            break;
    }
    return FALSE;
}

BOOL WINAPI IsBadStringPtrW(LPCWSTR s, UINT_PTR max)
{
    if (max && IsBadReadPtr(s, sizeof *s))
        return TRUE;
    for (; max; max--, s++) {
        if (((ULONG_PTR)s & 0xfff) < sizeof *s && IsBadReadPtr(s, sizeof *s))
            return TRUE;
        if (!*s)
            break;
    }
    return FALSE;
}
