/*
 * memoryapi.h - virtual memory.
 */
#include "kernel32_private.h"

#define SELF ((HANDLE)(LONG_PTR)-1)

LPVOID WINAPI VirtualAllocEx(HANDLE process, LPVOID address, SIZE_T size, DWORD type, DWORD protect)
{
    PVOID base = address;
    /* The lowest addresses are never handed out, and 0 would mean "anywhere" after rounding. */
    if (address && (ULONG_PTR)address < 0x10000) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!nt_result(NtAllocateVirtualMemory(process, &base, 0, &size, type, protect)))
        return NULL;
    return base;
}

LPVOID WINAPI VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protect)
{
    return VirtualAllocEx(SELF, address, size, type, protect);
}

LPVOID WINAPI VirtualAllocExNuma(HANDLE process, LPVOID address, SIZE_T size, DWORD type,
                                 DWORD protect, DWORD node)
{
    if (node != 0 && node != NUMA_NO_PREFERRED_NODE) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    return VirtualAllocEx(process, address, size, type, protect);
}

PVOID WINAPI VirtualAlloc2(HANDLE process, PVOID address, SIZE_T size, ULONG type, ULONG protect,
                           MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
    PVOID base = address;
    if (!nt_result(NtAllocateVirtualMemoryEx(process ? process : SELF, &base, &size, type, protect,
                                             parameters, count)))
        return NULL;
    return base;
}

PVOID WINAPI VirtualAlloc2FromApp(HANDLE process, PVOID address, SIZE_T size, ULONG type,
                                  ULONG protect, MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
    return VirtualAlloc2(process, address, size, type, protect, parameters, count);
}

PVOID WINAPI VirtualAllocFromApp(PVOID address, SIZE_T size, ULONG type, ULONG protect)
{
    return VirtualAlloc(address, size, type, protect);
}

BOOL WINAPI VirtualFreeEx(HANDLE process, LPVOID address, SIZE_T size, DWORD type)
{
    if ((type & MEM_RELEASE) && size &&
        !(type & (MEM_PRESERVE_PLACEHOLDER | MEM_COALESCE_PLACEHOLDERS)))
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(NtFreeVirtualMemory(process, &address, &size, type));
}

BOOL WINAPI VirtualFree(LPVOID address, SIZE_T size, DWORD type)
{
    return VirtualFreeEx(SELF, address, size, type);
}

BOOL WINAPI VirtualProtectEx(HANDLE process, LPVOID address, SIZE_T size, DWORD protect, PDWORD old)
{
    if (!old)
        return fail_with(ERROR_NOACCESS);
    return nt_result(NtProtectVirtualMemory(process, &address, &size, protect, old));
}

BOOL WINAPI VirtualProtect(LPVOID address, SIZE_T size, DWORD protect, PDWORD old)
{
    return VirtualProtectEx(SELF, address, size, protect, old);
}

BOOL WINAPI VirtualProtectFromApp(PVOID address, SIZE_T size, ULONG protect, PULONG old)
{
    return VirtualProtectEx(SELF, address, size, protect, old);
}

SIZE_T WINAPI VirtualQueryEx(HANDLE process, LPCVOID address, PMEMORY_BASIC_INFORMATION info,
                             SIZE_T size)
{
    SIZE_T used = 0;
    NTSTATUS status =
        NtQueryVirtualMemory(process, address, MemoryBasicInformation, info, size, &used);
    if (status == STATUS_INFO_LENGTH_MISMATCH)
        fail_with(ERROR_BAD_LENGTH);
    else if (status)
        set_last_nt_error(status);
    return status ? 0 : used;
}

SIZE_T WINAPI VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION info, SIZE_T size)
{
    return VirtualQueryEx(SELF, address, info, size);
}

BOOL WINAPI QueryVirtualMemoryInformation(HANDLE process, const VOID *address, int class,
                                          PVOID info, SIZE_T size, PSIZE_T used)
{
    if (class != 0) /* MemoryRegionInfo */
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(
        NtQueryVirtualMemory(process, address, MemoryRegionInformationEx, info, size, used));
}

BOOL WINAPI VirtualLock(LPVOID address, SIZE_T size)
{
    NTSTATUS status = NtLockVirtualMemory(SELF, &address, &size, 1);
    return status == STATUS_ACCESS_VIOLATION ? fail_with(ERROR_NOACCESS) : nt_result(status);
}

BOOL WINAPI VirtualUnlockEx(HANDLE process, LPVOID address, SIZE_T size)
{
    return nt_result(NtUnlockVirtualMemory(process ? process : SELF, &address, &size, 1));
}

BOOL WINAPI VirtualUnlock(LPVOID address, SIZE_T size)
{
    return VirtualUnlockEx(SELF, address, size);
}

BOOL WINAPI ReadProcessMemory(HANDLE process, LPCVOID address, LPVOID buffer, SIZE_T size,
                              SIZE_T *done)
{
    return nt_result(NtReadVirtualMemory(process, (PVOID)address, buffer, size, done));
}

BOOL WINAPI WriteProcessMemory(HANDLE process, LPVOID address, LPCVOID buffer, SIZE_T size,
                               SIZE_T *done)
{
    NTSTATUS status = NtWriteVirtualMemory(process, address, buffer, size, done);
    return status == STATUS_PARTIAL_COPY && (!done || !*done) ? fail_with(ERROR_NOACCESS)
                                                              : nt_result(status);
}

UINT WINAPI GetWriteWatch(DWORD flags, PVOID base, SIZE_T size, PVOID *addresses, ULONG_PTR *count,
                          DWORD *granularity)
{
    NTSTATUS status = NtGetWriteWatch(SELF, flags, base, size, addresses, count, granularity);
    return status ? (set_last_nt_error(status), ~0u) : 0;
}

UINT WINAPI ResetWriteWatch(LPVOID base, SIZE_T size)
{
    NTSTATUS status = NtResetWriteWatch(SELF, base, size);
    return status ? (set_last_nt_error(status), ~0u) : 0;
}

SIZE_T WINAPI GetLargePageMinimum(void)
{
    return 0x200000;
}

/* A hint. The pages must be the process's own. */
BOOL WINAPI PrefetchVirtualMemory(HANDLE process, ULONG_PTR count, PWIN32_MEMORY_RANGE_ENTRY entry,
                                  ULONG flags)
{
    MEMORY_BASIC_INFORMATION info;
    if (flags || !count)
        return fail_with(ERROR_INVALID_PARAMETER);
    for (ULONG_PTR i = 0; i < count; i++)
        if (!VirtualQueryEx(process, entry[i].VirtualAddress, &info, sizeof info))
            return FALSE;
    return TRUE;
}

/* Whole pages of committed private memory, as DiscardVirtualMemory and its kin ask for. */
static DWORD check_offer(PVOID address, SIZE_T size)
{
    MEMORY_BASIC_INFORMATION info;
    if (!size || ((ULONG_PTR)address & 4095) || (size & 4095) ||
        !VirtualQuery(address, &info, sizeof info))
        return ERROR_INVALID_PARAMETER;
    if (info.State != MEM_COMMIT || info.Type != MEM_PRIVATE ||
        (ULONG_PTR)info.BaseAddress + info.RegionSize < (ULONG_PTR)address + size)
        return ERROR_INVALID_PARAMETER;
    return ERROR_SUCCESS;
}

DWORD WINAPI DiscardVirtualMemory(PVOID address, SIZE_T size)
{
    DWORD error = check_offer(address, size);
    if (error)
        return error;
    return VirtualAlloc(address, size, MEM_RESET, PAGE_READWRITE) ? ERROR_SUCCESS : GetLastError();
}

/* Memory on offer need not be taken. */
DWORD WINAPI OfferVirtualMemory(PVOID address, SIZE_T size, OFFER_PRIORITY priority)
{
    if (priority < VmOfferPriorityVeryLow || priority > VmOfferPriorityNormal)
        return ERROR_INVALID_PARAMETER;
    return check_offer(address, size);
}

DWORD WINAPI ReclaimVirtualMemory(PVOID address, SIZE_T size)
{
    return check_offer(address, size);
}

/* Physical pages are for those who may lock memory; nobody may. */
BOOL WINAPI AllocateUserPhysicalPages(HANDLE process, PULONG_PTR count, PULONG_PTR pages)
{
    return fail_with(ERROR_PRIVILEGE_NOT_HELD);
}

BOOL WINAPI AllocateUserPhysicalPagesNuma(HANDLE process, PULONG_PTR count, PULONG_PTR pages,
                                          DWORD node)
{
    return fail_with(ERROR_PRIVILEGE_NOT_HELD);
}

BOOL WINAPI FreeUserPhysicalPages(HANDLE process, PULONG_PTR count, PULONG_PTR pages)
{
    return fail_with(ERROR_PRIVILEGE_NOT_HELD);
}

BOOL WINAPI MapUserPhysicalPages(PVOID address, ULONG_PTR count, PULONG_PTR pages)
{
    return fail_with(ERROR_PRIVILEGE_NOT_HELD);
}
