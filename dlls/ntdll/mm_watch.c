/*
 * mm_watch.c - MEM_WRITE_WATCH: which pages of an allocation have been written.
 *
 * Pages that have not are kept without write access on the host; the first write faults, is noted,
 * and opens the page.
 */
#include "mm_private.h"

#define WRITE_WATCH_RESET 1u

static SIZE_T bits_size(const MM_VAD *vad)
{
    SIZE_T pages = (vad->end - vad->start) / MM_PAGE;
    return (pages + 31) / 32 * sizeof(ULONG);
}

BOOLEAN mm_watch_create(MM_VAD *vad)
{
    vad->written = mm_pool_alloc(bits_size(vad));
    return vad->written != NULL;
}

void mm_watch_delete(MM_VAD *vad)
{
    if (vad->written)
        mm_pool_free(vad->written, bits_size(vad));
    vad->written = NULL;
}

static SIZE_T page_index(const MM_VAD *vad, ULONG_PTR address)
{
    return (address - vad->start) / MM_PAGE;
}

BOOLEAN mm_watch_written(const MM_VAD *vad, ULONG_PTR address)
{
    SIZE_T page = page_index(vad, address);
    return vad->written[page / 32] >> (page % 32) & 1;
}

void mm_watch_clear(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    for (SIZE_T page = page_index(vad, start); page < page_index(vad, end); page++)
        vad->written[page / 32] &= ~(1u << (page % 32));
}

BOOLEAN mm_watch_fault(MM_VAD *vad, ULONG_PTR page, const MM_RUN *run)
{
    ULONG prot = mm_pal_prot(run->protect);
    SIZE_T index = page_index(vad, page);
    if (!(prot & PAL_PROT_WRITE))
        return FALSE;
    vad->written[index / 32] |= 1u << (index % 32);
    return pal_memory_protect(page, MM_PAGE, prot) == 0;
}

NTSTATUS mm_watch_protect(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG prot)
{
    NTSTATUS status = STATUS_SUCCESS;
    for (ULONG_PTR at = start, next; at < end && !status; at = next) {
        BOOLEAN written = mm_watch_written(vad, at);
        for (next = at + MM_PAGE; next < end && mm_watch_written(vad, next) == written;
             next += MM_PAGE)
            ;
        status = pal_memory_protect(at, next - at, written ? prot : prot & ~PAL_PROT_WRITE);
    }
    return status;
}

/* Sets the host's protection again after bits have been cleared. */
static void rearm(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    for (ULONG_PTR at = start, next; at < end; at = next) {
        ULONG prot = mm_pal_prot(mm_run_at(vad, at, &next)->protect);
        next = next < end ? next : end;
        if (prot & PAL_PROT_WRITE)
            mm_watch_protect(vad, at, next, prot);
    }
}

static NTSTATUS find_watched(ULONG_PTR start, SIZE_T size, MM_VAD **vad)
{
    *vad = mm_find(start);
    if (!*vad || !(*vad)->written || size == 0 || size > (*vad)->end - start)
        return STATUS_INVALID_PARAMETER;
    return STATUS_SUCCESS;
}

#define BATCH 128

/* Collects up to BATCH written pages from *at on, and clears them where asked. */
static NTSTATUS collect(ULONG_PTR *at, ULONG_PTR end, BOOLEAN reset, ULONG_PTR room,
                        PVOID pages[BATCH], ULONG_PTR *count)
{
    MM_VAD *vad;
    ULONG_PTR start = *at;
    *count = 0;
    mm_lock();
    NTSTATUS status = find_watched(start, end - start, &vad);
    for (; !status && *at < end && *count < room && *count < BATCH; *at += MM_PAGE)
        if (mm_watch_written(vad, *at)) {
            pages[(*count)++] = (PVOID)*at;
            if (reset)
                mm_watch_clear(vad, *at, *at + MM_PAGE);
        }
    if (!status && reset && *count)
        rearm(vad, start, *at);
    mm_unlock();
    return status;
}

NTSTATUS NTAPI NtGetWriteWatch(HANDLE process, ULONG flags, PVOID base, SIZE_T size,
                               PVOID *addresses, ULONG_PTR *count, ULONG *granularity)
{
    NTSTATUS status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (status)
        return status;
    if (flags & ~WRITE_WATCH_RESET)
        return STATUS_INVALID_PARAMETER_2;
    ULONG_PTR room = *count, total = 0, found, at = MM_DOWN((ULONG_PTR)base, MM_PAGE);
    ULONG_PTR end = MM_UP((ULONG_PTR)base + size, MM_PAGE);
    if (!room || size > MM_HIGHEST)
        return room ? STATUS_INVALID_PARAMETER_4 : STATUS_INVALID_PARAMETER_5;
    do {
        PVOID pages[BATCH];
        status = collect(&at, end, flags & WRITE_WATCH_RESET, room - total, pages, &found);
        if (status)
            return status;
        __builtin_memcpy(addresses + total, pages, found * sizeof *pages);
        total += found;
    } while (at < end && total < room);
    *count = total;
    *granularity = (ULONG)MM_PAGE;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtResetWriteWatch(HANDLE process, PVOID base, SIZE_T size)
{
    MM_VAD *vad;
    ULONG_PTR start = MM_DOWN((ULONG_PTR)base, MM_PAGE);
    NTSTATUS status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (status)
        return status;
    if (size > MM_HIGHEST)
        return STATUS_INVALID_PARAMETER_3;
    ULONG_PTR end = MM_UP((ULONG_PTR)base + size, MM_PAGE);
    mm_lock();
    status = find_watched(start, end - start, &vad);
    if (!status) {
        mm_watch_clear(vad, start, end);
        rearm(vad, start, end);
    }
    mm_unlock();
    return status;
}
