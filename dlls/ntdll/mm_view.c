/*
 * mm_view.c - views of sections.
 */
#include "mm_section.h"

#define TYPES (MEM_TOP_DOWN | MEM_RESERVE | MEM_REPLACE_PLACEHOLDER | MEM_DIFFERENT_IMAGE_BASE_OK)

static BOOLEAN file_views; /* there has been one, so that asking for them may have an answer */

/* A request to map, checked step by step. */
struct view {
    MM_SECTION *section;
    ULONG_PTR base, size, high, low, align;
    uint64_t offset;
    SIZE_T commit;
    ULONG type, protect;
};

NTSTATUS mm_view_map(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect, BOOLEAN copy)
{
    const MM_SECTION *section = vad->section;
    ULONG flags = PAL_MAP_REPLACE | (copy || vad->copy ? PAL_MAP_PRIVATE : 0);
    uint64_t offset;
    PalHandle handle = mm_section_handle(section, &offset);
    if (!handle)
        return STATUS_ACCESS_DENIED;
    return pal_memory_map_file(start, end - start, mm_pal_prot(protect), flags, handle,
                               offset + vad->offset + (start - vad->start));
}

static BOOLEAN is_copy(ULONG protect)
{
    return (protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY)) != 0;
}

/* What the section's handle must allow for a view of that protection. */
static ACCESS_MASK view_access(ULONG protect)
{
    ULONG prot = mm_pal_prot(protect);
    ACCESS_MASK access = prot & PAL_PROT_READ ? SECTION_MAP_READ : 0;
    if ((prot & PAL_PROT_WRITE) && !is_copy(protect))
        access = SECTION_MAP_WRITE;
    if (prot & PAL_PROT_EXEC)
        access |= SECTION_MAP_EXECUTE;
    return access;
}

static ULONG max_of(ULONG protect)
{
    return mm_pal_prot(protect) & ~(is_copy(protect) ? PAL_PROT_WRITE : 0);
}

static BOOLEAN grows(const struct view *view)
{
    return (view->type & MEM_RESERVE) && view->section->file && !is_copy(view->protect);
}

static NTSTATUS check_range(struct view *view)
{
    uint64_t limit = view->section->size;
    if ((view->offset & (MM_GRANULARITY - 1)) || (view->base & (MM_GRANULARITY - 1))) {
        if (!(view->type & MEM_REPLACE_PLACEHOLDER) ||
            ((view->offset | view->base) & (MM_PAGE - 1)))
            return STATUS_MAPPED_ALIGNMENT;
    }
    if (view->size && grows(view))
        limit = MM_MAX_SIZE;
    if (view->offset >= limit || view->size > limit - view->offset)
        return STATUS_INVALID_VIEW_SIZE;
    if (!view->size)
        view->size = limit - view->offset;
    if (view->size >= MM_MAX_SIZE)
        return STATUS_NO_MEMORY;
    view->size = MM_UP(view->size, MM_PAGE);
    return STATUS_SUCCESS;
}

static NTSTATUS find_place(struct view *view, BOOLEAN *placeholder)
{
    *placeholder = (view->type & MEM_REPLACE_PLACEHOLDER) != 0;
    if (*placeholder) {
        MM_VAD *vad = mm_find(view->base);
        if (!vad || vad->kind != MM_PLACEHOLDER || vad->start != view->base ||
            vad->end - vad->start != view->size)
            return STATUS_CONFLICTING_ADDRESSES;
        mm_vad_delete(vad);
        return STATUS_SUCCESS;
    }
    if (view->base) {
        if (view->base < mm_low || view->base >= mm_limit || view->size > mm_limit - view->base ||
            !mm_is_free(view->base, view->base + view->size))
            return STATUS_CONFLICTING_ADDRESSES;
        return STATUS_SUCCESS;
    }
    BOOLEAN top_down = (view->type & MEM_TOP_DOWN) != 0;
    if (view->low)
        view->base = mm_find_room(view->size, view->low, view->high, view->align, top_down);
    else
        view->base = mm_find_default_room(view->size, view->align, view->high, top_down);
    return view->base ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

/* Of `to`, what stands for the same bytes of the section as start..end of `from`. */
static void commit_likewise(MM_VAD *to, const MM_VAD *from, ULONG_PTR start, ULONG_PTR end)
{
    uint64_t low = from->offset + (start - from->start), high = low + (end - start);
    uint64_t limit = to->offset + (to->end - to->start);
    low = low > to->offset ? low : to->offset;
    high = high < limit ? high : limit;
    if (low < high) /* without memory that view lacks the pages: its program will fault */
        mm_commit(to, to->start + (low - to->offset), to->start + (high - to->offset), to->protect);
}

void mm_view_share_commit(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    for (MM_VAD *at = mm_find_next(0); at; at = mm_find_next(at->end))
        if (at != vad && at->section == vad->section && at->reserve)
            commit_likewise(at, vad, start, end);
}

/* A new view of a SEC_RESERVE section has committed what its other views have. */
static void inherit_commit(MM_VAD *vad)
{
    for (MM_VAD *at = mm_find_next(0); at; at = mm_find_next(at->end)) {
        if (at == vad || at->section != vad->section)
            continue;
        for (ULONG_PTR from = at->start, next; from < at->end; from = next)
            if (mm_run_at(at, from, &next)->protect)
                commit_likewise(vad, at, from, next);
    }
}

BOOLEAN mm_file_is_mapped(uint64_t volume, uint64_t id)
{
    BOOLEAN found = FALSE;
    mm_lock();
    for (MM_VAD *at = file_views ? mm_find_next(0) : NULL; at && !found; at = mm_find_next(at->end))
        found = at->section && at->section->volume == volume && at->section->id == id &&
                at->section->file;
    mm_unlock();
    return found;
}

/* Enters the view and maps what is committed of it; under the lock. */
static NTSTATUS enter(struct view *view)
{
    BOOLEAN placeholder, reserve = (view->section->attributes & SEC_RESERVE) != 0;
    NTSTATUS status = find_place(view, &placeholder);
    if (status)
        return status;
    ULONG_PTR end = view->base + view->size, commit = reserve ? MM_UP(view->commit, MM_PAGE) : 0;
    reserve = reserve && !view->section->file;
    MM_VAD *vad = mm_vad_create(view->base, end, MM_VIEW, MEM_MAPPED, view->protect, 0);
    if (!vad)
        return STATUS_NO_MEMORY;
    vad->reserve = reserve;
    vad->copy = is_copy(view->protect);
    vad->grows = grows(view);
    vad->was_placeholder = placeholder;
    vad->max_protect = max_of(view->protect);
    vad->section = view->section;
    vad->offset = view->offset;
    if (reserve)
        end = view->base + (commit < view->size ? commit : view->size);
    file_views |= view->section->file != 0;
    if (vad->grows)
        status = mm_grow_map(vad);
    else if (end > view->base)
        status = mm_commit(vad, view->base, end, view->protect);
    if (status) {
        vad->section = NULL; /* the caller's reference goes elsewhere */
        mm_vad_release(vad);
    } else if (reserve) {
        inherit_commit(vad);
    }
    return status;
}

static NTSTATUS map_data(struct view *view)
{
    if (!mm_protect_allowed(view->protect, max_of(view->section->protect)))
        return STATUS_SECTION_PROTECTION;
    NTSTATUS status = check_range(view);
    if (status)
        return status;
    mm_lock();
    status = enter(view);
    mm_unlock();
    return status;
}

static NTSTATUS map_view(HANDLE handle, HANDLE process, PVOID *base, LARGE_INTEGER *offset,
                         SIZE_T *size, struct view *view)
{
    if (!mm_protect_valid(view->protect) || (view->protect & PAGE_GUARD))
        return STATUS_INVALID_PAGE_PROTECTION;
    if (view->type & ~TYPES)
        return STATUS_INVALID_PARAMETER_9;
    NTSTATUS status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (!status)
        status = ob_reference(handle, OB_SECTION, 0, (void **)&view->section, NULL);
    if (status)
        return status;
    BOOLEAN image = (view->section->attributes & SEC_IMAGE) != 0;
    ob_dereference(view->section);
    status = ob_reference(handle, OB_SECTION, image ? SECTION_MAP_READ : view_access(view->protect),
                          (void **)&view->section, NULL);
    if (status)
        return status;
    view->base = (ULONG_PTR)*base;
    view->offset = offset ? (uint64_t)offset->QuadPart : 0;
    view->size = *size;
    if (image)
        status = mm_map_image(view->section, &view->base, &view->size);
    else
        status = map_data(view);
    if (!NT_SUCCESS(status)) {
        ob_dereference(view->section);
        return status;
    }
    *base = (PVOID)view->base;
    *size = view->size;
    if (offset)
        offset->QuadPart = (LONGLONG)view->offset;
    return status;
}

NTSTATUS NTAPI NtMapViewOfSection(HANDLE handle, HANDLE process, PVOID *base, ULONG_PTR zero_bits,
                                  SIZE_T commit, LARGE_INTEGER *offset, SIZE_T *size,
                                  SECTION_INHERIT inherit, ULONG type, ULONG protect)
{
    struct view view = {.high = MM_HIGHEST,
                        .align = MM_GRANULARITY,
                        .commit = commit,
                        .type = type,
                        .protect = protect};
    if (zero_bits > 21 && zero_bits < 32)
        return STATUS_INVALID_PARAMETER_4;
    if (inherit != ViewShare && inherit != ViewUnmap)
        return STATUS_INVALID_PARAMETER_8;
    if (zero_bits && zero_bits < 32)
        view.high = (ULONG_PTR)1 << (32 - zero_bits);
    else if (zero_bits && zero_bits < MM_HIGHEST)
        view.high = (ULONG_PTR)2 << (63 - __builtin_clzll(zero_bits));
    return map_view(handle, process, base, offset, size, &view);
}

NTSTATUS NTAPI NtMapViewOfSectionEx(HANDLE handle, HANDLE process, PVOID *base,
                                    LARGE_INTEGER *offset, SIZE_T *size, ULONG type, ULONG protect,
                                    MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
    struct view view = {
        .high = MM_HIGHEST, .align = MM_GRANULARITY, .type = type, .protect = protect};
    for (ULONG i = 0; i < count; i++) {
        if (parameters[i].Type == MemExtendedParameterAddressRequirements) {
            const MEM_ADDRESS_REQUIREMENTS *wish = parameters[i].Pointer;
            ULONG_PTR high = (ULONG_PTR)wish->HighestEndingAddress;
            if (*base || (wish->Alignment & (wish->Alignment - 1)))
                return STATUS_INVALID_PARAMETER;
            view.low = (ULONG_PTR)wish->LowestStartingAddress;
            view.low = view.low > mm_low ? view.low : mm_low;
            view.high = high && high < mm_high ? high + 1 : mm_high;
            view.align = wish->Alignment > MM_GRANULARITY ? wish->Alignment : MM_GRANULARITY;
        } else if (parameters[i].Type != MemExtendedParameterNumaNode) {
            return STATUS_INVALID_PARAMETER;
        }
    }
    return map_view(handle, process, base, offset, size, &view);
}

static NTSTATUS unmap(ULONG_PTR address, BOOLEAN preserve)
{
    MM_VAD *vad = mm_find(address);
    if (!vad || (vad->kind != MM_VIEW && vad->kind != MM_IMAGE))
        return STATUS_NOT_MAPPED_VIEW;
    ULONG_PTR start = vad->start, end = vad->end;
    if (preserve && !vad->was_placeholder)
        return STATUS_CONFLICTING_ADDRESSES;
    mm_vad_release(vad);
    if (!preserve)
        return STATUS_SUCCESS;
    vad = mm_vad_create(start, end, MM_PLACEHOLDER, MEM_PRIVATE, PAGE_NOACCESS, 0);
    if (!vad)
        return STATUS_NO_MEMORY;
    vad->was_placeholder = TRUE;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtUnmapViewOfSectionEx(HANDLE process, PVOID base, ULONG flags)
{
    if (flags & ~(MEM_PRESERVE_PLACEHOLDER | MEM_UNMAP_WITH_TRANSIENT_BOOST))
        return STATUS_INVALID_PARAMETER_3;
    NTSTATUS status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (status)
        return status;
    mm_lock();
    status = unmap((ULONG_PTR)base, (flags & MEM_PRESERVE_PLACEHOLDER) != 0);
    mm_unlock();
    return status;
}

NTSTATUS NTAPI NtUnmapViewOfSection(HANDLE process, PVOID base)
{
    return NtUnmapViewOfSectionEx(process, base, 0);
}
