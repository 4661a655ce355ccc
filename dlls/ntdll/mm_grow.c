/*
 * mm_grow.c - views of files that may grow: mapped with MEM_RESERVE, they can be larger than their
 * section, and to commit pages past its end makes the file longer.
 *
 * The host has all of such a view mapped from the start; what lies past the end of the file becomes
 * accessible with the file's growth, whoever makes it longer. The VAD's runs say what NT calls
 * committed.
 */
#include "mm_section.h"

/* Those pages of the view that lie in the section are committed. */
NTSTATUS mm_grow_map(MM_VAD *vad)
{
    uint64_t size = MM_UP(vad->section->size, MM_PAGE);
    ULONG_PTR end = vad->start;
    if (size > vad->offset)
        end += size - vad->offset < vad->end - end ? size - vad->offset : vad->end - end;
    NTSTATUS status = mm_view_map(vad, vad->start, vad->end, vad->protect, FALSE);
    if (!status && end > vad->start && !mm_run_set(vad, vad->start, end, vad->protect)) {
        pal_memory_unmap(vad->start, vad->end - vad->start);
        status = STATUS_NO_MEMORY;
    }
    return status;
}

NTSTATUS mm_grow_commit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect)
{
    NTSTATUS status = mm_section_extend(vad->section, vad->offset + (end - vad->start));
    if (status)
        return status;
    if (!mm_run_set(vad, start, end, protect))
        return STATUS_NO_MEMORY;
    return pal_memory_protect(start, end - start, mm_pal_prot(protect));
}

BOOLEAN mm_grow_is_reserved(ULONG_PTR address)
{
    ULONG_PTR end;
    mm_lock();
    MM_VAD *vad = mm_find(address);
    BOOLEAN reserved =
        vad && vad->grows && !mm_run_at(vad, MM_DOWN(address, MM_PAGE), &end)->protect;
    mm_unlock();
    return reserved;
}
