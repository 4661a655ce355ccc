/*
 * mm_commit.c - putting host pages behind a VAD and taking them away.
 */
#include "mm_private.h"
#include "ps_job.h"

static NTSTATUS map_fresh(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect)
{
    ULONG prot = mm_pal_prot(protect);
    if (vad->kind == MM_VIEW)
        return mm_view_map(vad, start, end, protect, FALSE);
    if (!vad->written)
        return pal_memory_map(start, end - start, prot, 0);
    NTSTATUS status = pal_memory_map(start, end - start, prot & ~PAL_PROT_WRITE, 0);
    if (!status)
        mm_watch_clear(vad, start, end);
    return status;
}

/* What counts as committed: private memory. */
static NTSTATUS charge(const MM_VAD *vad, LONG64 bytes)
{
    return vad->kind == MM_VIEW ? STATUS_SUCCESS : ps_charge(bytes);
}

/* Takes back what mm_commit has mapped below `reached`, after a failure. */
static void undo(MM_VAD *vad, ULONG_PTR start, ULONG_PTR reached)
{
    while (start < reached) {
        ULONG_PTR end;
        BOOLEAN fresh = !mm_run_at(vad, start, &end)->protect;
        end = end < reached ? end : reached;
        if (fresh) {
            pal_memory_unmap(start, end - start);
            charge(vad, -(LONG64)(end - start));
        }
        start = end;
    }
}

NTSTATUS mm_commit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect)
{
    NTSTATUS status = STATUS_SUCCESS;
    for (ULONG_PTR at = start; at < end;) {
        ULONG_PTR next;
        const MM_RUN *run = mm_run_at(vad, at, &next);
        next = next < end ? next : end;
        if (!run->protect) {
            status = charge(vad, (LONG64)(next - at));
            if (!status && (status = map_fresh(vad, at, next, protect)))
                charge(vad, -(LONG64)(next - at));
        }
        if (run->protect && run->protect != protect)
            status = mm_host_protect(vad, at, next, protect);
        if (status) {
            undo(vad, start, at);
            return status == STATUS_CONFLICTING_ADDRESSES ? STATUS_NO_MEMORY : status;
        }
        at = next;
    }
    if (mm_run_set(vad, start, end, protect))
        return STATUS_SUCCESS;
    undo(vad, start, end);
    return STATUS_NO_MEMORY;
}

static NTSTATUS unmap_committed(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    NTSTATUS status = STATUS_SUCCESS;
    ULONG_PTR first = 0, last = 0;
    /* One host call for all of it: what lies between committed runs has no map to lose. */
    for (ULONG_PTR at = start, next; at < end && !status; at = next) {
        BOOLEAN committed = mm_run_at(vad, at, &next)->protect != 0;
        next = next < end ? next : end;
        if (committed) {
            first = first ? first : at;
            last = next;
            charge(vad, -(LONG64)(next - at));
        }
    }
    return last ? pal_memory_unmap(first, last - first) : status;
}

NTSTATUS mm_decommit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    NTSTATUS status = unmap_committed(vad, start, end);
    if (status)
        return status;
    return mm_run_set(vad, start, end, 0) ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

void mm_vad_release(MM_VAD *vad)
{
    struct MM_SECTION *section = vad->section;
    if (vad->kind == MM_IMAGE || vad->grows) /* mapped beyond what the runs say */
        pal_memory_unmap(vad->start, vad->end - vad->start);
    else if (vad->kind != MM_ADOPTED)
        unmap_committed(vad, vad->start, vad->end);
    mm_vad_delete(vad);
    mm_drop(section);
}
