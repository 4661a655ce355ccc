/*
 * heapapi.c - heapapi.h. HeapAlloc, HeapReAlloc, HeapFree and HeapSize are ntdll's own, forwarded.
 */
#include "kernel32_private.h"

HANDLE WINAPI HeapCreate(DWORD options, SIZE_T initial, SIZE_T maximum)
{
    DWORD flags =
        options & (HEAP_NO_SERIALIZE | HEAP_GENERATE_EXCEPTIONS | HEAP_CREATE_ENABLE_EXECUTE);
    HANDLE heap =
        RtlCreateHeap(flags | (maximum ? 0 : HEAP_GROWABLE), NULL, maximum, initial, NULL, NULL);
    if (!heap)
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
    return heap;
}

BOOL WINAPI HeapDestroy(HANDLE heap)
{
    if (!RtlDestroyHeap(heap))
        return TRUE;
    return fail_with(ERROR_INVALID_HANDLE);
}

HANDLE WINAPI GetProcessHeap(void)
{
    return peb_self()->ProcessHeap;
}

DWORD WINAPI GetProcessHeaps(DWORD count, PHANDLE heaps)
{
    return RtlGetProcessHeaps(count, heaps);
}

BOOL WINAPI HeapValidate(HANDLE heap, DWORD flags, LPCVOID block)
{
    return RtlValidateHeap(heap, flags, block);
}

SIZE_T WINAPI HeapCompact(HANDLE heap, DWORD flags)
{
    return RtlCompactHeap(heap, flags);
}

BOOL WINAPI HeapLock(HANDLE heap)
{
    return RtlLockHeap(heap);
}

BOOL WINAPI HeapUnlock(HANDLE heap)
{
    return RtlUnlockHeap(heap);
}

BOOL WINAPI HeapSetInformation(HANDLE heap, HEAP_INFORMATION_CLASS class, PVOID data, SIZE_T size)
{
    return nt_result((NTSTATUS)RtlSetHeapInformation(heap, class, data, size));
}

BOOL WINAPI HeapQueryInformation(HANDLE heap, HEAP_INFORMATION_CLASS class, PVOID data, SIZE_T size,
                                 PSIZE_T used)
{
    return nt_result((NTSTATUS)RtlQueryHeapInformation(heap, class, data, size, used));
}

static BOOL sum_entries(HANDLE heap, HEAP_SUMMARY *summary)
{
    RTL_HEAP_WALK_ENTRY entry = {0};
    NTSTATUS status;
    while ((status = RtlWalkHeap(heap, &entry)) == STATUS_SUCCESS) {
        if (entry.Flags & 2)
            summary->cbCommitted += entry.Segment.CommittedSize;
        else if (entry.Flags & 1)
            summary->cbAllocated += entry.DataSize;
    }
    summary->cbReserved = summary->cbCommitted;
    summary->cbMaxReserve = summary->cbReserved;
    return status == STATUS_NO_MORE_ENTRIES || set_last_nt_error(status);
}

BOOL WINAPI HeapSummary(HANDLE heap, DWORD flags, LPHEAP_SUMMARY summary)
{
    if (summary->cb < sizeof *summary)
        return fail_with(ERROR_INVALID_PARAMETER);
    summary->cbAllocated = summary->cbCommitted = summary->cbReserved = summary->cbMaxReserve = 0;
    return sum_entries(heap, summary);
}

BOOL WINAPI HeapWalk(HANDLE heap, LPPROCESS_HEAP_ENTRY entry)
{
    RTL_HEAP_WALK_ENTRY walk = {.DataAddress = entry->lpData};
    NTSTATUS status = RtlWalkHeap(heap, &walk);
    if (status)
        return status == STATUS_NO_MORE_ENTRIES ? fail_with(ERROR_NO_MORE_ITEMS)
                                                : set_last_nt_error(status);
    entry->lpData = walk.DataAddress;
    entry->cbData = (DWORD)walk.DataSize;
    entry->cbOverhead = walk.OverheadBytes;
    entry->iRegionIndex = walk.SegmentIndex;
    entry->wFlags = 0;
    if (walk.Flags & 2) {
        entry->wFlags = PROCESS_HEAP_REGION;
        entry->Region.dwCommittedSize = walk.Segment.CommittedSize;
        entry->Region.dwUnCommittedSize = walk.Segment.UnCommittedSize;
        entry->Region.lpFirstBlock = walk.Segment.FirstEntry;
        entry->Region.lpLastBlock = walk.Segment.LastEntry;
    } else if (walk.Flags & 1) {
        entry->wFlags = PROCESS_HEAP_ENTRY_BUSY;
    }
    return TRUE;
}
