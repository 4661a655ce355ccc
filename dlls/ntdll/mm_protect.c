/*
 * mm_protect.c - PAGE_* protections: which are valid, what the host is asked for, and
 * NtProtectVirtualMemory.
 */
#include "mm_private.h"
#include "mm_remote.h"

#define BASIC_MASK 0xffu
#define MODIFIERS  (PAGE_GUARD | PAGE_NOCACHE | PAGE_WRITECOMBINE)

BOOLEAN mm_protect_valid(ULONG protect)
{
    ULONG basic = protect & BASIC_MASK;
    if (!basic || (basic & (basic - 1)) ||
        (protect & ~(BASIC_MASK | MODIFIERS | PAGE_TARGETS_INVALID)))
        return FALSE;
    if ((protect & PAGE_NOCACHE) && (protect & PAGE_WRITECOMBINE))
        return FALSE;
    return basic != PAGE_NOACCESS || !(protect & MODIFIERS);
}

ULONG mm_pal_prot(ULONG protect)
{
    if (protect & PAGE_GUARD)
        return 0;
    switch (protect & BASIC_MASK) {
    case PAGE_READONLY:
        return PAL_PROT_READ;
    case PAGE_READWRITE:
    case PAGE_WRITECOPY:
        return PAL_PROT_READ | PAL_PROT_WRITE;
    case PAGE_EXECUTE: /* the processor lets it be read too */
    case PAGE_EXECUTE_READ:
        return PAL_PROT_READ | PAL_PROT_EXEC;
    case PAGE_EXECUTE_READWRITE:
    case PAGE_EXECUTE_WRITECOPY:
        return PAL_PROT_READ | PAL_PROT_WRITE | PAL_PROT_EXEC;
    default:
        return 0;
    }
}

BOOLEAN mm_protect_allowed(ULONG protect, ULONG max)
{
    ULONG prot = mm_pal_prot(protect & ~PAGE_GUARD);
    if (protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY))
        prot &= ~PAL_PROT_WRITE;
    return (prot & ~max) == 0;
}

NTSTATUS mm_host_protect(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect)
{
    ULONG prot = mm_pal_prot(protect);
    if (vad->written && (prot & PAL_PROT_WRITE))
        return mm_watch_protect(vad, start, end, prot);
    return pal_memory_protect(start, end - start, prot);
}

/* What the pages of that VAD get when the program asks for protect. */
static NTSTATUS effective(const MM_VAD *vad, ULONG *protect)
{
    ULONG basic = *protect & BASIC_MASK;
    ULONG copy = basic == PAGE_READWRITE           ? PAGE_WRITECOPY
                 : basic == PAGE_EXECUTE_READWRITE ? PAGE_EXECUTE_WRITECOPY
                                                   : basic;
    BOOLEAN asks_copy = basic == PAGE_WRITECOPY || basic == PAGE_EXECUTE_WRITECOPY;
    if (vad->type == MEM_PRIVATE && asks_copy)
        return STATUS_INVALID_PAGE_PROTECTION;
    if (vad->type == MEM_IMAGE)
        *protect = (*protect & ~BASIC_MASK) | copy;
    if (vad->type == MEM_MAPPED && vad->kind == MM_VIEW) {
        if (!mm_protect_allowed(*protect, vad->max_protect))
            return STATUS_SECTION_PROTECTION;
        if (vad->copy && !asks_copy && copy != basic)
            return STATUS_SECTION_PROTECTION;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS protect_pages(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect)
{
    ULONG_PTR run_end;
    BOOLEAN asks_copy = (protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY)) != 0;
    const MM_RUN old = *mm_run_at(vad, start, &run_end);
    if (run_end >= end && old.protect == protect)
        return STATUS_SUCCESS;
    if (!mm_run_set(vad, start, end, protect))
        return STATUS_NO_MEMORY;
    if (vad->kind == MM_VIEW && asks_copy && !vad->copy)
        return mm_view_map(vad, start, end, protect, TRUE);
    return mm_host_protect(vad, start, end, protect);
}

static NTSTATUS protect_range(ULONG_PTR start, ULONG_PTR end, ULONG protect, ULONG *old)
{
    ULONG_PTR run_end;
    MM_VAD *vad = mm_find(start);
    if (!vad || end > vad->end)
        return STATUS_CONFLICTING_ADDRESSES;
    if (!mm_all_committed(vad, start, end))
        return STATUS_NOT_COMMITTED;
    NTSTATUS status = effective(vad, &protect);
    if (status)
        return status;
    *old = mm_run_at(vad, start, &run_end)->protect;
    return protect_pages(vad, start, end, protect);
}

static NTSTATUS protect_remote(HANDLE process, PVOID *base, SIZE_T *size, ULONG protect, ULONG *old)
{
    MM_ORDER order = {
        .service = MM_SERVE_PROTECT, .base = *base, .size = *size, .protect = protect};
    NTSTATUS status = mm_remote(process, PROCESS_VM_OPERATION, &order, NULL);
    if (!status)
        *base = order.base, *size = order.size, *old = order.old_protect;
    return status;
}

NTSTATUS NTAPI NtProtectVirtualMemory(HANDLE process, PVOID *base, SIZE_T *size, ULONG protect,
                                      ULONG *old)
{
    NTSTATUS status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (status == STATUS_NOT_SUPPORTED)
        return protect_remote(process, base, size, protect, old);
    if (status)
        return status;
    if (!mm_protect_valid(protect))
        return STATUS_INVALID_PAGE_PROTECTION;
    ULONG_PTR start = MM_DOWN((ULONG_PTR)*base, MM_PAGE), length = *size;
    if ((ULONG_PTR)*base > MM_HIGHEST)
        return STATUS_INVALID_PARAMETER_2;
    if (length == 0 || length > MM_HIGHEST - (ULONG_PTR)*base)
        return STATUS_INVALID_PARAMETER_3;
    ULONG_PTR end = MM_UP((ULONG_PTR)*base + length, MM_PAGE);
    ULONG was = 0;
    *(volatile ULONG *)old = *old; /* it faults here rather than under the lock */
    mm_lock();
    status = protect_range(start, end, protect & ~PAGE_TARGETS_INVALID, &was);
    mm_unlock();
    if (status)
        return status;
    *base = (PVOID)start;
    *size = end - start;
    *old = was;
    return STATUS_SUCCESS;
}
