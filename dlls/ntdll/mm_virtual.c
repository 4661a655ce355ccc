/*
 * mm_virtual.c - NtAllocateVirtualMemory and NtAllocateVirtualMemoryEx.
 */
#include "mm_private.h"
#include "mm_remote.h"

#define ALLOWED                                                                               \
    (MEM_COMMIT | MEM_RESERVE | MEM_RESET | MEM_RESET_UNDO | MEM_TOP_DOWN | MEM_WRITE_WATCH | \
     MEM_PHYSICAL | MEM_LARGE_PAGES | MEM_RESERVE_PLACEHOLDER | MEM_REPLACE_PLACEHOLDER)

/* A request once it has been checked. */
struct request {
    ULONG_PTR start, end; /* start 0: anywhere */
    ULONG_PTR low, high;  /* anywhere within */
    ULONG_PTR align;
    ULONG type, protect;
};

static NTSTATUS check_type(ULONG type)
{
    const ULONG actions = MEM_COMMIT | MEM_RESERVE | MEM_RESET | MEM_RESET_UNDO;
    if ((type & ~ALLOWED) || !(type & actions))
        return STATUS_INVALID_PARAMETER_5;
    if ((type & (MEM_RESET | MEM_RESET_UNDO)) && (type & (type - 1)))
        return STATUS_INVALID_PARAMETER_5;
    if ((type & (MEM_WRITE_WATCH | MEM_PHYSICAL)) && !(type & MEM_RESERVE))
        return STATUS_INVALID_PARAMETER_5;
    if (type & (MEM_LARGE_PAGES | MEM_PHYSICAL))
        return STATUS_PRIVILEGE_NOT_HELD;
    if ((type & MEM_RESERVE_PLACEHOLDER) &&
        (!(type & MEM_RESERVE) ||
         (type & (MEM_COMMIT | MEM_REPLACE_PLACEHOLDER | MEM_WRITE_WATCH))))
        return STATUS_INVALID_PARAMETER_5;
    return STATUS_SUCCESS;
}

static NTSTATUS check_protect(const struct request *request)
{
    if (!mm_protect_valid(request->protect) ||
        (request->protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY)))
        return STATUS_INVALID_PAGE_PROTECTION;
    if ((request->type & MEM_RESERVE_PLACEHOLDER) && request->protect != PAGE_NOACCESS)
        return STATUS_INVALID_PARAMETER_6;
    return STATUS_SUCCESS;
}

static NTSTATUS reserve_at(const struct request *request, MM_VAD **vad)
{
    ULONG_PTR start = request->start, end = request->end;
    BOOLEAN placeholder = (request->type & MEM_RESERVE_PLACEHOLDER) != 0;
    if (request->type & MEM_REPLACE_PLACEHOLDER) {
        *vad = mm_find(start);
        if (!*vad || (*vad)->kind != MM_PLACEHOLDER || (*vad)->start != start || (*vad)->end != end)
            return STATUS_CONFLICTING_ADDRESSES;
        (*vad)->kind = MM_PLAIN;
        (*vad)->was_placeholder = TRUE;
        (*vad)->protect = request->protect;
        return STATUS_SUCCESS;
    }
    if (start < mm_low || end > mm_limit || !mm_is_free(start, end))
        return STATUS_CONFLICTING_ADDRESSES;
    *vad = mm_vad_create(start, end, placeholder ? MM_PLACEHOLDER : MM_PLAIN, MEM_PRIVATE,
                         request->protect, 0);
    if (!*vad)
        return STATUS_NO_MEMORY;
    (*vad)->was_placeholder = placeholder;
    if ((request->type & MEM_WRITE_WATCH) && !mm_watch_create(*vad)) {
        mm_vad_delete(*vad);
        return STATUS_NO_MEMORY;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS reserve(struct request *request)
{
    MM_VAD *vad;
    BOOLEAN top_down = (request->type & MEM_TOP_DOWN) != 0;
    if (!request->start) {
        ULONG_PTR size = request->end, at;
        if (request->low)
            at = mm_find_room(size, request->low, request->high, request->align, top_down);
        else
            at = mm_find_default_room(size, request->align, request->high, top_down);
        if (!at)
            return STATUS_NO_MEMORY;
        request->start = at;
        request->end = at + size;
    }
    NTSTATUS status = reserve_at(request, &vad);
    if (status || !(request->type & MEM_COMMIT))
        return status;
    status = mm_commit(vad, request->start, request->end, request->protect);
    if (status && vad->was_placeholder)
        vad->kind = MM_PLACEHOLDER;
    else if (status)
        mm_vad_release(vad);
    return status;
}

static NTSTATUS commit(const struct request *request)
{
    MM_VAD *vad = mm_find(request->start);
    if (!vad || request->end > vad->end || vad->kind == MM_PLACEHOLDER)
        return STATUS_CONFLICTING_ADDRESSES;
    if (vad->type == MEM_IMAGE || (vad->type == MEM_MAPPED && !vad->reserve && !vad->grows))
        return STATUS_ALREADY_COMMITTED;
    if (vad->kind == MM_ADOPTED)
        return STATUS_CONFLICTING_ADDRESSES;
    if (vad->kind == MM_VIEW && !mm_protect_allowed(request->protect, vad->max_protect))
        return STATUS_SECTION_PROTECTION;
    if (vad->grows)
        return mm_grow_commit(vad, request->start, request->end, request->protect);
    NTSTATUS status = mm_commit(vad, request->start, request->end, request->protect);
    if (!status && vad->kind == MM_VIEW)
        mm_view_share_commit(vad, request->start, request->end);
    return status;
}

/* MEM_RESET says that the contents may be forgotten; keeping them is allowed, and lets
 * MEM_RESET_UNDO always succeed. */
static NTSTATUS reset(const struct request *request)
{
    MM_VAD *vad = mm_find(request->start);
    if (!vad || request->end > vad->end)
        return STATUS_CONFLICTING_ADDRESSES;
    if (vad->type != MEM_PRIVATE || !mm_all_committed(vad, request->start, request->end))
        return STATUS_CONFLICTING_ADDRESSES;
    return STATUS_SUCCESS;
}

static NTSTATUS perform(struct request *request)
{
    NTSTATUS status;
    mm_lock();
    if (request->type & (MEM_RESET | MEM_RESET_UNDO))
        status = reset(request);
    else if (request->type & MEM_RESERVE)
        status = reserve(request);
    else
        status = commit(request);
    mm_unlock();
    return status;
}

/* From what the caller gave to addresses: NT rounds to granularity or pages. */
static NTSTATUS settle(struct request *request, ULONG_PTR base, SIZE_T size)
{
    if (base > MM_HIGHEST)
        return STATUS_INVALID_PARAMETER_2;
    if (size == 0 || size > MM_HIGHEST - base)
        return STATUS_INVALID_PARAMETER_4;
    if (size >= MM_MAX_SIZE)
        return STATUS_NO_MEMORY;
    if (!base) {
        if (!(request->type & (MEM_RESET | MEM_RESET_UNDO)))
            request->type |= MEM_RESERVE;
        else
            return STATUS_CONFLICTING_ADDRESSES;
        request->end = MM_UP(size, MM_PAGE);
        return STATUS_SUCCESS;
    }
    ULONG_PTR unit = request->type & MEM_RESERVE ? MM_GRANULARITY : MM_PAGE;
    if (request->type & MEM_REPLACE_PLACEHOLDER)
        unit = MM_PAGE;
    request->start = MM_DOWN(base, unit);
    request->end = MM_UP(base + size, MM_PAGE);
    return request->start ? STATUS_SUCCESS : STATUS_CONFLICTING_ADDRESSES;
}

static NTSTATUS allocate(HANDLE process, PVOID *base, SIZE_T *size, struct request *request)
{
    NTSTATUS status = check_type(request->type);
    if (!status && !(request->type & (MEM_RESET | MEM_RESET_UNDO)))
        status = check_protect(request);
    if (!status)
        status = mm_check_process(process, PROCESS_VM_OPERATION);
    if (!status)
        status = settle(request, (ULONG_PTR)*base, *size);
    if (!status)
        status = perform(request);
    if (status)
        return status;
    *base = (PVOID)request->start;
    *size = request->end - request->start;
    return STATUS_SUCCESS;
}

/* zero_bits: up to 21 the number of high bits of the low 32 that shall be 0; from 32 on a mask of
 * the bits that may be set. */
static NTSTATUS apply_zero_bits(ULONG_PTR zero_bits, ULONG_PTR *high)
{
    *high = MM_HIGHEST;
    if (!zero_bits)
        return STATUS_SUCCESS;
    if (zero_bits < 32) {
        if (zero_bits > 21)
            return STATUS_INVALID_PARAMETER_3;
        *high = (ULONG_PTR)1 << (32 - zero_bits);
        return STATUS_SUCCESS;
    }
    *high =
        zero_bits < MM_HIGHEST ? ((ULONG_PTR)2 << (63 - __builtin_clzll(zero_bits))) : MM_HIGHEST;
    return STATUS_SUCCESS;
}

static NTSTATUS allocate_remote(HANDLE process, PVOID *base, ULONG_PTR zero_bits, SIZE_T *size,
                                ULONG type, ULONG protect)
{
    MM_ORDER order = {.service = MM_SERVE_ALLOCATE,
                      .base = *base,
                      .size = *size,
                      .zero_bits = zero_bits,
                      .type = type,
                      .protect = protect};
    NTSTATUS status = mm_remote(process, PROCESS_VM_OPERATION, &order, NULL);
    if (!status)
        *base = order.base, *size = order.size;
    return status;
}

NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE process, PVOID *base, ULONG_PTR zero_bits,
                                       SIZE_T *size, ULONG type, ULONG protect)
{
    struct request request = {.align = MM_GRANULARITY, .type = type, .protect = protect};
    NTSTATUS status = apply_zero_bits(zero_bits, &request.high);
    if (!status)
        status = allocate(process, base, size, &request);
    if (status == STATUS_NOT_SUPPORTED)
        status = allocate_remote(process, base, zero_bits, size, type, protect);
    return status;
}

static NTSTATUS apply_requirements(const MEM_ADDRESS_REQUIREMENTS *wish, struct request *request)
{
    ULONG_PTR low = (ULONG_PTR)wish->LowestStartingAddress;
    ULONG_PTR high = (ULONG_PTR)wish->HighestEndingAddress;
    if (wish->Alignment &&
        ((wish->Alignment & (wish->Alignment - 1)) || wish->Alignment < MM_GRANULARITY))
        return STATUS_INVALID_PARAMETER;
    if ((low & (MM_GRANULARITY - 1)) || (high && (((high + 1) & (MM_PAGE - 1)) || high <= low)) ||
        high > MM_HIGHEST)
        return STATUS_INVALID_PARAMETER;
    if (wish->Alignment)
        request->align = wish->Alignment;
    if (low || high) {
        request->low = low > mm_low ? low : mm_low;
        request->high = high && high < mm_high ? high + 1 : mm_high;
    }
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtAllocateVirtualMemoryEx(HANDLE process, PVOID *base, SIZE_T *size, ULONG type,
                                         ULONG protect, MEM_EXTENDED_PARAMETER *parameters,
                                         ULONG count)
{
    struct request request = {
        .align = MM_GRANULARITY, .high = MM_HIGHEST, .type = type, .protect = protect};
    for (ULONG i = 0; i < count; i++) {
        if (parameters[i].Type == MemExtendedParameterAddressRequirements) {
            const MEM_ADDRESS_REQUIREMENTS *wish = parameters[i].Pointer;
            if (*base &&
                (wish->LowestStartingAddress || wish->HighestEndingAddress || wish->Alignment))
                return STATUS_INVALID_PARAMETER;
            if (apply_requirements(wish, &request))
                return STATUS_INVALID_PARAMETER;
        } else if (parameters[i].Type != MemExtendedParameterNumaNode) {
            return STATUS_INVALID_PARAMETER;
        }
    }
    NTSTATUS status = allocate(process, base, size, &request);
    if (status == STATUS_NOT_SUPPORTED && !count)
        status = allocate_remote(process, base, 0, size, type, protect);
    return status;
}
