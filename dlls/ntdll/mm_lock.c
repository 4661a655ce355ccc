/*
 * mm_lock.c - NtLockVirtualMemory, NtUnlockVirtualMemory and NtFlushVirtualMemory.
 *
 * Locked pages: the host decides what stays in memory; the call checks what NT checks and touches
 * the pages, so that they are there now.
 */
#include "mm_private.h"
#include "mm_copy.h"

static NTSTATUS range_of(HANDLE process, PVOID *base, SIZE_T *size, ULONG_PTR *start,
                         ULONG_PTR *end)
{
    NTSTATUS status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (status)
        return status;
    if ((ULONG_PTR)*base > MM_HIGHEST)
        return STATUS_INVALID_PARAMETER_2;
    if (*size > MM_HIGHEST - (ULONG_PTR)*base)
        return STATUS_INVALID_PARAMETER_3;
    *start = MM_DOWN((ULONG_PTR)*base, MM_PAGE);
    *end = MM_UP((ULONG_PTR)*base + *size, MM_PAGE);
    return STATUS_SUCCESS;
}

static BOOLEAN accessible(ULONG_PTR start, ULONG_PTR end)
{
    BOOLEAN good = TRUE;
    mm_lock();
    for (ULONG_PTR next; start < end && good; start = next) {
        const MM_VAD *vad = mm_find(start);
        good = vad && mm_pal_prot(mm_run_at(vad, start, &next)->protect);
    }
    mm_unlock();
    return good;
}

NTSTATUS NTAPI NtLockVirtualMemory(HANDLE process, PVOID *base, SIZE_T *size, ULONG type)
{
    ULONG_PTR start, end;
    char byte;
    if (!type || (type & ~3u))
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = range_of(process, base, size, &start, &end);
    if (status)
        return status;
    if (start == end || !accessible(start, end))
        return STATUS_ACCESS_VIOLATION;
    for (ULONG_PTR at = start; at < end; at += MM_PAGE)
        mm_copy(&byte, (const void *)at, 1);
    *base = (PVOID)start;
    *size = end - start;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtUnlockVirtualMemory(HANDLE process, PVOID *base, SIZE_T *size, ULONG type)
{
    ULONG_PTR start, end;
    if (!type || (type & ~3u))
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = range_of(process, base, size, &start, &end);
    if (status)
        return status;
    if (start == end || !accessible(start, end))
        return STATUS_NOT_LOCKED;
    *base = (PVOID)start;
    *size = end - start;
    return STATUS_SUCCESS;
}

static NTSTATUS flush_range(ULONG_PTR *start, ULONG_PTR *end, BOOLEAN whole)
{
    MM_VAD *vad = mm_find(*start);
    if (!vad || *end > vad->end)
        return STATUS_INVALID_PARAMETER_2;
    if (vad->kind != MM_VIEW)
        return STATUS_NOT_MAPPED_DATA;
    if (whole)
        *end = vad->end;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtFlushVirtualMemory(HANDLE process, PVOID *base, SIZE_T *size,
                                    IO_STATUS_BLOCK *block)
{
    ULONG_PTR start, end;
    NTSTATUS status = range_of(process, base, size, &start, &end);
    if (status)
        return status;
    mm_lock();
    status = flush_range(&start, &end, *size == 0);
    mm_unlock();
    while (!status && (status = pal_memory_flush(start, end - start)) == PAL_STATUS_INTERRUPTED)
        status = STATUS_SUCCESS;
    if (status)
        return status;
    *base = (PVOID)start;
    *size = end - start;
    block->Status = STATUS_SUCCESS;
    block->Information = 0;
    return STATUS_SUCCESS;
}
