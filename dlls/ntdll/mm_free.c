/*
 * mm_free.c - NtFreeVirtualMemory: decommit, release, placeholders split and joined.
 */
#include "mm_private.h"
#include "mm_remote.h"

#define PRESERVE_PLACEHOLDER  2u
#define COALESCE_PLACEHOLDERS 1u

/* Isolates start..end of a VAD: afterwards *vad is just that. */
static NTSTATUS cut_out(MM_VAD **vad, ULONG_PTR start, ULONG_PTR end)
{
    if (end < (*vad)->end && !mm_vad_split(*vad, end))
        return STATUS_NO_MEMORY;
    if (start > (*vad)->start && !(*vad = mm_vad_split(*vad, start)))
        return STATUS_NO_MEMORY;
    return STATUS_SUCCESS;
}

static NTSTATUS preserve(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    if (!vad->was_placeholder)
        return STATUS_CONFLICTING_ADDRESSES;
    if (vad->kind == MM_PLACEHOLDER) {
        if (start == vad->start && end == vad->end)
            return STATUS_CONFLICTING_ADDRESSES; /* there is nothing to split */
        return cut_out(&vad, start, end);
    }
    if (start != vad->start || end != vad->end)
        return STATUS_CONFLICTING_ADDRESSES;
    NTSTATUS status = mm_decommit(vad, start, end);
    if (!status)
        vad->kind = MM_PLACEHOLDER, vad->protect = PAGE_NOACCESS;
    return status;
}

static NTSTATUS coalesce(ULONG_PTR start, ULONG_PTR end)
{
    ULONG_PTR at = start;
    while (at < end) {
        const MM_VAD *vad = mm_find(at);
        if (!vad || vad->kind != MM_PLACEHOLDER || vad->start != at || vad->end > end)
            return STATUS_CONFLICTING_ADDRESSES;
        at = vad->end;
    }
    MM_VAD *first = mm_find(start);
    if (first->end == end)
        return STATUS_CONFLICTING_ADDRESSES;
    for (MM_VAD *next; (next = mm_find(first->end)) && next->start < end;) {
        ULONG_PTR upto = next->end;
        mm_vad_delete(next);
        mm_vad_resize(first, start, upto);
    }
    return STATUS_SUCCESS;
}

static NTSTATUS release(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG type)
{
    if (type & COALESCE_PLACEHOLDERS)
        return coalesce(start, end);
    if (type & PRESERVE_PLACEHOLDER)
        return preserve(vad, start, end);
    if (vad->written && (start != vad->start || end != vad->end))
        return STATUS_UNABLE_TO_FREE_VM; /* the watch covers the allocation as a whole */
    NTSTATUS status = cut_out(&vad, start, end);
    if (!status)
        mm_vad_release(vad);
    return status;
}

static NTSTATUS free_range(ULONG_PTR base, ULONG_PTR *start, ULONG_PTR *end, SIZE_T size,
                           ULONG type)
{
    MM_VAD *vad = mm_find(base);
    *start = MM_DOWN(base, MM_PAGE);
    *end = MM_UP(base + size, MM_PAGE);
    if (!vad)
        return STATUS_MEMORY_NOT_ALLOCATED;
    if (vad->kind == MM_VIEW || vad->kind == MM_IMAGE || vad->type != MEM_PRIVATE)
        return STATUS_UNABLE_TO_DELETE_SECTION;
    if (vad->kind == MM_ADOPTED)
        return STATUS_UNABLE_TO_FREE_VM;
    if (!size) {
        if (*start != vad->start)
            return STATUS_FREE_VM_NOT_AT_BASE;
        *end = vad->end;
    }
    if (*end > vad->end && !(type & COALESCE_PLACEHOLDERS))
        return STATUS_UNABLE_TO_FREE_VM;
    if (type & MEM_DECOMMIT)
        return vad->kind == MM_PLACEHOLDER ? STATUS_CONFLICTING_ADDRESSES
                                           : mm_decommit(vad, *start, *end);
    return release(vad, *start, *end, type);
}

static NTSTATUS free_remote(HANDLE process, PVOID *base, SIZE_T *size, ULONG type)
{
    MM_ORDER order = {.service = MM_SERVE_FREE, .base = *base, .size = *size, .type = type};
    NTSTATUS status = mm_remote(process, PROCESS_VM_OPERATION, &order, NULL);
    if (!status)
        *base = order.base, *size = order.size;
    return status;
}

NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE process, PVOID *base, SIZE_T *size, ULONG type)
{
    const ULONG placeholders = PRESERVE_PLACEHOLDER | COALESCE_PLACEHOLDERS;
    ULONG action = type & ~placeholders, extra = type & placeholders;
    if ((action != MEM_DECOMMIT && action != MEM_RELEASE) || extra == placeholders ||
        (extra && action != MEM_RELEASE))
        return STATUS_INVALID_PARAMETER_4;
    NTSTATUS status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (status)
        return status == STATUS_NOT_SUPPORTED ? free_remote(process, base, size, type) : status;
    ULONG_PTR address = (ULONG_PTR)*base, start, end;
    if (address > MM_HIGHEST)
        return STATUS_INVALID_PARAMETER_2;
    if (*size > MM_HIGHEST - address)
        return STATUS_INVALID_PARAMETER_3;
    mm_lock();
    status = free_range(address, &start, &end, *size, type);
    mm_unlock();
    if (status)
        return status;
    *base = (PVOID)start;
    *size = end - start;
    return STATUS_SUCCESS;
}
