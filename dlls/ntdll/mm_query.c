/*
 * mm_query.c - NtQueryVirtualMemory.
 */
#include "mm_private.h"
#include "mm_remote.h"
#include "mm_section.h"

/* Extends a run over neighbours that look alike to the program. */
static void fill_basic(const MM_VAD *vad, ULONG_PTR page, MEMORY_BASIC_INFORMATION *info)
{
    ULONG_PTR end;
    const MM_RUN *run = mm_run_at(vad, page, &end);
    info->BaseAddress = (PVOID)page;
    info->AllocationBase = (PVOID)vad->start;
    info->AllocationProtect = vad->protect;
    info->RegionSize = end - page;
    info->State = run->protect ? MEM_COMMIT : MEM_RESERVE;
    info->Protect = run->protect;
    info->Type = vad->type;
}

static NTSTATUS query_basic(ULONG_PTR address, void *buffer)
{
    MEMORY_BASIC_INFORMATION info = {0};
    ULONG_PTR page = MM_DOWN(address, MM_PAGE);
    mm_lock();
    const MM_VAD *vad = mm_find_next(page);
    if (vad && vad->start <= page) {
        fill_basic(vad, page, &info);
    } else {
        info.BaseAddress = (PVOID)page;
        info.RegionSize = (vad ? vad->start : MM_HIGHEST + 1) - page;
        info.State = MEM_FREE;
        info.Protect = PAGE_NOACCESS;
    }
    mm_unlock();
    *(MEMORY_BASIC_INFORMATION *)buffer = info;
    return STATUS_SUCCESS;
}

static SIZE_T committed_size(const MM_VAD *vad)
{
    SIZE_T size = 0;
    for (ULONG_PTR at = vad->start, end; at < vad->end; at = end)
        if (mm_run_at(vad, at, &end)->protect)
            size += end - at;
    return size;
}

static NTSTATUS query_region(ULONG_PTR address, void *buffer)
{
    MEMORY_REGION_INFORMATION_FULL info = {0};
    mm_lock();
    const MM_VAD *vad = mm_find(address);
    if (vad) {
        info.AllocationBase = (PVOID)vad->start;
        info.AllocationProtect = vad->protect;
        info.RegionSize = vad->end - vad->start;
        info.CommitSize = committed_size(vad);
        if (vad->type == MEM_PRIVATE)
            info.RegionType = 1;
        else if (vad->type == MEM_IMAGE)
            info.RegionType = 4;
        else
            info.RegionType = vad->section && mm_section_has_file(vad->section) ? 2 : 8;
    }
    mm_unlock();
    if (!vad)
        return STATUS_INVALID_ADDRESS;
    *(MEMORY_REGION_INFORMATION_FULL *)buffer = info;
    return STATUS_SUCCESS;
}

static NTSTATUS query_image(ULONG_PTR address, void *buffer)
{
    MEMORY_IMAGE_INFORMATION_FULL info = {0};
    mm_lock();
    const MM_VAD *vad = mm_find(address);
    if (vad && vad->type == MEM_IMAGE) {
        info.ImageBase = (PVOID)vad->start;
        info.SizeOfImage = vad->end - vad->start;
    }
    mm_unlock();
    if (!vad)
        return STATUS_INVALID_ADDRESS;
    *(MEMORY_IMAGE_INFORMATION_FULL *)buffer = info;
    return STATUS_SUCCESS;
}

/* Valid, shared and protection as the public PSAPI_WORKING_SET_EX_BLOCK has them. The host does not
 * tell which committed page is resident; all count as such. */
static ULONG_PTR working_set_bits(ULONG_PTR address)
{
    static const UCHAR code[8] = {0, 1, 4, 5, 2, 3, 6, 7};
    ULONG_PTR bits = 0, end;
    const MM_VAD *vad = mm_find(address);
    ULONG protect = vad ? mm_run_at(vad, MM_DOWN(address, MM_PAGE), &end)->protect : 0;
    if (protect && mm_pal_prot(protect)) {
        BOOLEAN shared = vad->type != MEM_PRIVATE && !(mm_pal_prot(protect) & PAL_PROT_WRITE);
        bits = 1 | (ULONG_PTR)(shared ? 2 : 1) << 1 |
               (ULONG_PTR)code[mm_pal_prot(protect) & 7] << 4 | (ULONG_PTR)shared << 15;
    }
    return bits;
}

static NTSTATUS query_working_set(MEMORY_WORKING_SET_EX *entry, SIZE_T size)
{
    if (size % sizeof *entry)
        return STATUS_INFO_LENGTH_MISMATCH;
    for (SIZE_T i = 0; i < size / sizeof *entry; i++) {
        ULONG_PTR address = (ULONG_PTR)entry[i].VirtualAddress;
        mm_lock();
        ULONG_PTR bits = working_set_bits(address);
        mm_unlock();
        entry[i].VirtualAttributes = bits;
    }
    return STATUS_SUCCESS;
}

static const struct {
    SIZE_T size;
    NTSTATUS (*fill)(ULONG_PTR address, void *buffer);
} queries[] = {
    [MemoryBasicInformation] = {sizeof(MEMORY_BASIC_INFORMATION), query_basic},
    [MemoryRegionInformation] = {sizeof(MEMORY_REGION_INFORMATION_FULL), query_region},
    [MemoryImageInformation] = {sizeof(MEMORY_IMAGE_INFORMATION_FULL), query_image},
    [MemoryRegionInformationEx] = {sizeof(MEMORY_REGION_INFORMATION_FULL), query_region},
};

static NTSTATUS query_remote(HANDLE process, const void *address, MEMORY_INFORMATION_CLASS class,
                             PVOID buffer, SIZE_T size, SIZE_T *used)
{
    MM_ORDER order = {.service = MM_SERVE_QUERY, .base = (PVOID)address, .type = (ULONG) class};
    if (size > MM_ORDER_ROOM)
        return STATUS_INSUFFICIENT_RESOURCES;
    order.data_size = (ULONG)size;
    NTSTATUS status = mm_remote(process, PROCESS_QUERY_LIMITED_INFORMATION, &order, buffer);
    if (status)
        return status;
    if (class == MemoryMappedFilenameInformation) { /* it points into itself */
        UNICODE_STRING *name = buffer;
        name->Buffer = (WCHAR *)((char *)buffer + ((char *)name->Buffer - (char *)order.data_at));
    }
    if (used)
        *used = order.used;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryVirtualMemory(HANDLE process, const void *address,
                                    MEMORY_INFORMATION_CLASS class, PVOID buffer, SIZE_T size,
                                    SIZE_T *used)
{
    NTSTATUS status = mm_check_process(process, PROCESS_QUERY_LIMITED_INFORMATION);
    if (status == STATUS_NOT_SUPPORTED)
        return query_remote(process, address, class, buffer, size, used);
    if (status)
        return status;
    if (class == MemoryWorkingSetExInformation)
        return query_working_set(buffer, size);
    if ((ULONG_PTR)address > MM_HIGHEST)
        return STATUS_INVALID_PARAMETER;
    if (class == MemoryMappedFilenameInformation)
        return mm_query_file_name((ULONG_PTR)address, buffer, size, used);
    if ((ULONG) class >= ARRAYSIZE(queries) || !queries[class].fill)
        return STATUS_INVALID_INFO_CLASS;
    if (size < queries[class].size)
        return STATUS_INFO_LENGTH_MISMATCH;
    status = queries[class].fill((ULONG_PTR)address, buffer);
    if (!status && used)
        *used = queries[class].size;
    return status;
}
