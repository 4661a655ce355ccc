/*
 * ldr_map.c - from an image file to a module in memory.
 */
#include "ldr.h"
#include "mm.h"

/* The first page of the file is read once; the mapper's small reads are served from it. */
struct image_file {
    PalHandle file;
    uint64_t size;
    ULONG head_size;
    unsigned char head[4096];
};

static int32_t read_file(void *cookie, uint64_t offset, void *buffer, uint64_t size)
{
    struct image_file *image = cookie;
    if (offset + size <= image->head_size) {
        __builtin_memcpy(buffer, image->head + offset, size);
        return 0;
    }
    while (size > 0) {
        uint64_t done = 0;
        PalStatus status = pal_file_read(image->file, offset, buffer, size, &done);
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
    struct image_file *image = cookie;
    if (offset == PE_NO_OFFSET)
        return pal_memory_map(address, size, prot, PAL_MAP_REPLACE);
    return pal_memory_map_file(address, size, prot, PAL_MAP_PRIVATE | PAL_MAP_REPLACE, image->file,
                               offset);
}

static int32_t protect(void *cookie, uint64_t address, uint64_t size, uint32_t prot)
{
    return pal_memory_protect(address, size, prot);
}

static void mapped(void *cookie, uint64_t address, uint64_t size, uint32_t prot)
{
    static const ULONG protect[8] = {
        PAGE_NOACCESS, PAGE_READONLY,     PAGE_READWRITE,         PAGE_WRITECOPY,
        PAGE_EXECUTE,  PAGE_EXECUTE_READ, PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_WRITECOPY};
    mm_commit_image((PVOID)(ULONG_PTR)address, size, protect[prot & 7]);
}

static NTSTATUS status_of(enum pe_error error, const struct pe_source *source)
{
    switch (error) {
    case PE_UNREADABLE:
        return source->status;
    case PE_NO_MZ:
    case PE_DOS_PROGRAM:
        return STATUS_INVALID_IMAGE_NOT_MZ;
    case PE_WRONG_MACHINE:
        return STATUS_INVALID_IMAGE_FORMAT;
    case PE_FIXED_BASE:
        return STATUS_CONFLICTING_ADDRESSES;
    default:
        return STATUS_INVALID_IMAGE_FORMAT;
    }
}

static void split_path(LDR_ENTRY *entry)
{
    const UNICODE_STRING *full = &entry->FullDllName;
    ULONG start = full->Length / sizeof(WCHAR);
    while (start > 0 && full->Buffer[start - 1] != '\\' && full->Buffer[start - 1] != '/')
        start--;
    entry->BaseDllName.Buffer = full->Buffer + start;
    entry->BaseDllName.Length = (USHORT)(full->Length - start * sizeof(WCHAR));
    entry->BaseDllName.MaximumLength = entry->BaseDllName.Length + sizeof(WCHAR);
}

LDR_MODULE *ldr_module_create(void *base, const struct pe_image *image, const UNICODE_STRING *path)
{
    LDR_MODULE *module = ldr_alloc(sizeof *module);
    if (!module)
        return NULL;
    LDR_ENTRY *entry = &module->entry;
    module->image = *image;
    module->references = 1;
    entry->DllBase = base;
    entry->EntryPoint = image->entry_rva ? (char *)base + image->entry_rva : NULL;
    entry->SizeOfImage = image->image_size;
    entry->FullDllName = *path;
    split_path(entry);
    entry->Flags = image->is_dll ? LDRP_IMAGE_DLL : 0;
    entry->ObsoleteLoadCount = 0xffff;
    entry->TimeDateStamp = image->timestamp;
    entry->OriginalBase = image->preferred_base;
    entry->HashLinks.Flink = entry->HashLinks.Blink = &entry->HashLinks;
    if (image->directory[PE_EXPORT].size >= sizeof(IMAGE_EXPORT_DIRECTORY)) {
        module->exports = (void *)((char *)base + image->directory[PE_EXPORT].rva);
        module->exports_size = image->directory[PE_EXPORT].size;
    }
    if (image->directory[PE_TLS].size >= sizeof(IMAGE_TLS_DIRECTORY))
        module->tls = (void *)((char *)base + image->directory[PE_TLS].rva);
    return module;
}

NTSTATUS ldr_map_file(const LDR_FILE *file, LDR_MODULE **module)
{
    struct image_file cookie = {.file = file->file, .size = file->info.size};
    struct pe_source source = {&cookie, read_file, map, protect, mapped, 0};
    struct pe_image image;
    PVOID base;
    uint64_t done = 0;
    if (pal_file_read(file->file, 0, cookie.head, sizeof cookie.head, &done) >= 0)
        cookie.head_size = (ULONG)done;
    enum pe_error error = pe_parse(&source, file->info.size, PE_MACHINE_OWN, &image);
    ldr_failure.text = error ? pe_error_text(error) : NULL;
    if (error)
        return status_of(error, &source);
    base = (PVOID)(ULONG_PTR)image.preferred_base;
    NTSTATUS status = mm_reserve_image(&base, image.image_size, TRUE);
    if (status)
        return status;
    error = pe_map(&source, &image, (ULONG_PTR)base);
    if (!error && !(*module = ldr_module_create(base, &image, &file->path)))
        status = STATUS_NO_MEMORY;
    if (error) {
        ldr_failure.text = pe_error_text(error);
        status = status_of(error, &source);
    }
    if (status) {
        mm_release(base);
        return status;
    }
    (*module)->volume = file->info.volume;
    (*module)->file_id = file->info.id;
    (*module)->file_created = file->info.created;
    return STATUS_SUCCESS;
}

void ldr_unmap(LDR_MODULE *module)
{
    mm_release(module->entry.DllBase);
    RtlFreeUnicodeString(&module->entry.FullDllName);
    if (module->dependencies)
        ldr_free(module->dependencies);
    ldr_free(module);
}
