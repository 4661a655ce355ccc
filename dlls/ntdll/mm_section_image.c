/*
 * mm_section_image.c - SEC_IMAGE: sections and views of executable images.
 */
#include "mm_section.h"
#include "pe_image.h"

static int32_t read_file(void *cookie, uint64_t offset, void *buffer, uint64_t size)
{
    const MM_SECTION *section = cookie;
    uint64_t start; /* 0: images are files */
    while (size > 0) {
        uint64_t done = 0;
        PalStatus status =
            pal_file_read(mm_section_handle(section, &start), offset, buffer, size, &done);
        if (status == PAL_STATUS_INTERRUPTED)
            continue;
        if (status < 0 || done == 0)
            return status < 0 ? status : PAL_STATUS_END_OF_FILE;
        offset += done, size -= done, buffer = (char *)buffer + done;
    }
    return 0;
}

static int32_t map(void *cookie, uint64_t address, uint64_t size, uint32_t prot, uint64_t offset)
{
    const MM_SECTION *section = cookie;
    uint64_t start;
    if (offset == PE_NO_OFFSET)
        return pal_memory_map(address, size, prot, PAL_MAP_REPLACE);
    return pal_memory_map_file(address, size, prot, PAL_MAP_PRIVATE | PAL_MAP_REPLACE,
                               mm_section_handle(section, &start), offset);
}

static int32_t protect(void *cookie, uint64_t address, uint64_t size, uint32_t prot)
{
    return pal_memory_protect(address, size, prot);
}

static void mapped(void *cookie, uint64_t address, uint64_t size, uint32_t prot)
{
    static const ULONG page[8] = {PAGE_NOACCESS,          PAGE_READONLY,         PAGE_WRITECOPY,
                                  PAGE_WRITECOPY,         PAGE_EXECUTE,          PAGE_EXECUTE_READ,
                                  PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_WRITECOPY};
    mm_commit_image((PVOID)(ULONG_PTR)address, size, page[prot & 7]);
}

static NTSTATUS parse(MM_SECTION *section, struct pe_source *source, struct pe_image *image)
{
    *source = (struct pe_source){section, read_file, map, protect, mapped, 0};
    switch (pe_parse(source, section->file_size, PE_MACHINE_ANY, image)) {
    case PE_OK:
        return STATUS_SUCCESS;
    case PE_UNREADABLE:
        return source->status;
    case PE_NO_MZ:
        return STATUS_INVALID_IMAGE_NOT_MZ;
    case PE_DOS_PROGRAM:
        return STATUS_INVALID_IMAGE_PROTECT;
    case PE_WIN16_PROGRAM:
        return STATUS_INVALID_IMAGE_WIN_16;
    default:
        return STATUS_INVALID_IMAGE_FORMAT;
    }
}

NTSTATUS mm_check_image(MM_SECTION *section)
{
    struct pe_source source;
    struct pe_image image;
    NTSTATUS status = parse(section, &source, &image);
    if (!status)
        section->size = image.image_size;
    return status;
}

NTSTATUS mm_map_image(MM_SECTION *section, ULONG_PTR *base, SIZE_T *size)
{
    struct pe_source source;
    struct pe_image image;
    if (section->process_id != pal_boot->process_id)
        return STATUS_NOT_SUPPORTED;
    NTSTATUS status = parse(section, &source, &image);
    if (status)
        return status;
    PVOID at = (PVOID)(*base ? *base : (ULONG_PTR)image.preferred_base);
    status = mm_reserve_image(&at, image.image_size, *base == 0);
    if (status)
        return status;
    enum pe_error error = pe_map(&source, &image, (ULONG_PTR)at);
    if (error) {
        mm_release(at);
        return error == PE_UNREADABLE   ? source.status
               : error == PE_FIXED_BASE ? STATUS_CONFLICTING_ADDRESSES
                                        : STATUS_INVALID_IMAGE_FORMAT;
    }
    mm_lock();
    MM_VAD *vad = mm_find((ULONG_PTR)at);
    if (vad)
        vad->section = section;
    mm_unlock();
    *base = (ULONG_PTR)at;
    *size = image.image_size;
    return (ULONG_PTR)at == image.preferred_base ? STATUS_SUCCESS : STATUS_IMAGE_NOT_AT_BASE;
}

NTSTATUS mm_describe_image(MM_SECTION *section, SECTION_IMAGE_INFO *info)
{
    struct pe_source source;
    struct pe_image image;
    if (!(section->attributes & SEC_IMAGE))
        return STATUS_SECTION_NOT_IMAGE;
    NTSTATUS status = parse(section, &source, &image);
    if (status)
        return status;
    *info = (SECTION_IMAGE_INFO){
        .TransferAddress = (PVOID)(ULONG_PTR)(image.preferred_base + image.entry_rva),
        .MaximumStackSize = image.stack_reserve,
        .CommittedStackSize = image.stack_commit,
        .SubSystemType = image.subsystem,
        .SubSystemVersion = (ULONG)image.subsystem_major << 16 | image.subsystem_minor,
        .ImageCharacteristics = image.characteristics,
        .DllCharacteristics = image.dll_characteristics,
        .Machine = image.machine,
        .ImageContainsCode = TRUE,
        .ImageFileSize = (ULONG)section->file_size,
        .CheckSum = image.checksum,
    };
    return STATUS_SUCCESS;
}
