/*
 * resource_image.c - see resource_image.h.
 */
#include "resource_image.h"

#define SECTION_FLAGS (IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ)

/* The headers of both widths; all pointers lead into the file's bytes. */
struct headers {
    IMAGE_FILE_HEADER *file;
    IMAGE_OPTIONAL_HEADER32 *optional; /* up to CheckSum both widths are alike, but for ImageBase */
    IMAGE_DATA_DIRECTORY *directories;
    DWORD directory_count;
    IMAGE_SECTION_HEADER *sections;
    DWORD count;
};

static BOOL parse_optional(struct headers *h, const struct image_file *file)
{
    BYTE *optional = (BYTE *)h->optional;
    SIZE_T room = h->file->SizeOfOptionalHeader;
    BOOL wide = h->optional->Magic == IMAGE_NT_OPTIONAL_HDR64_MAGIC;
    SIZE_T fixed = wide ? offsetof(IMAGE_OPTIONAL_HEADER64, DataDirectory)
                        : offsetof(IMAGE_OPTIONAL_HEADER32, DataDirectory);
    if ((!wide && h->optional->Magic != IMAGE_NT_OPTIONAL_HDR32_MAGIC) || room < fixed)
        return FALSE;
    h->directories = (IMAGE_DATA_DIRECTORY *)(optional + fixed);
    h->directory_count = ((const DWORD *)h->directories)[-1];
    if (h->directory_count > (room - fixed) / sizeof(IMAGE_DATA_DIRECTORY))
        h->directory_count = (DWORD)((room - fixed) / sizeof(IMAGE_DATA_DIRECTORY));
    h->sections = (IMAGE_SECTION_HEADER *)(optional + room);
    h->count = h->file->NumberOfSections;
    SIZE_T end = (BYTE *)(h->sections + h->count) - file->bytes;
    DWORD file_align = h->optional->FileAlignment, align = h->optional->SectionAlignment;
    return end <= file->size && file_align && align && !(file_align & (file_align - 1)) &&
           !(align & (align - 1)) && h->directory_count > IMAGE_DIRECTORY_ENTRY_RESOURCE;
}

static BOOL parse(struct headers *h, const struct image_file *file)
{
    const IMAGE_DOS_HEADER *dos = (const IMAGE_DOS_HEADER *)file->bytes;
    SetLastError(ERROR_BAD_EXE_FORMAT);
    if (file->size < sizeof *dos || dos->e_magic != IMAGE_DOS_SIGNATURE || dos->e_lfanew < 0 ||
        (SIZE_T)dos->e_lfanew > file->size ||
        file->size - (SIZE_T)dos->e_lfanew < sizeof(IMAGE_NT_HEADERS64))
        return FALSE;
    BYTE *nt = file->bytes + dos->e_lfanew;
    if (*(DWORD *)nt != IMAGE_NT_SIGNATURE)
        return FALSE;
    h->file = (IMAGE_FILE_HEADER *)(nt + 4);
    h->optional = (IMAGE_OPTIONAL_HEADER32 *)(h->file + 1);
    if ((SIZE_T)((BYTE *)h->optional - file->bytes) + h->file->SizeOfOptionalHeader > file->size ||
        !parse_optional(h, file))
        return FALSE;
    for (DWORD i = 0; i < h->count; i++) {
        const IMAGE_SECTION_HEADER *s = &h->sections[i];
        if (s->SizeOfRawData && (s->PointerToRawData > file->size ||
                                 s->SizeOfRawData > file->size - s->PointerToRawData))
            return FALSE;
    }
    return TRUE;
}

static DWORD align(DWORD value, DWORD to)
{
    return (value + to - 1) & ~(to - 1);
}

static DWORD in_memory(const IMAGE_SECTION_HEADER *section)
{
    return section->Misc.VirtualSize ? section->Misc.VirtualSize : section->SizeOfRawData;
}

/* The section whose start is the resource directory, or NULL. */
static IMAGE_SECTION_HEADER *resource_section(const struct headers *h, DWORD *index)
{
    DWORD rva = h->directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].VirtualAddress;
    for (*index = 0; rva && *index < h->count; ++*index)
        if (h->sections[*index].VirtualAddress == rva)
            return &h->sections[*index];
    return NULL;
}

BOOL image_read_resources(const struct image_file *file, struct resource_list *list)
{
    struct headers h;
    if (!parse(&h, file))
        return FALSE;
    DWORD rva = h.directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].VirtualAddress;
    if (!rva)
        return TRUE;
    for (DWORD i = 0; i < h.count; i++) {
        const IMAGE_SECTION_HEADER *s = &h.sections[i];
        DWORD offset = rva - s->VirtualAddress;
        if (rva >= s->VirtualAddress && offset < s->SizeOfRawData)
            return resource_read(list, file->bytes + s->PointerToRawData + offset,
                                 s->SizeOfRawData - offset, rva);
    }
    SetLastError(ERROR_INVALID_DATA);
    return FALSE;
}

/* ---- what moves */

struct change {
    DWORD raw_at;    /* what lies in the file from here on ... */
    int64_t raw_by;  /* ... moves by that much */
    DWORD memory_at; /* the same in memory */
    DWORD memory_by;
};

/* May the section move in memory? Only what nothing but a data directory refers to. */
static BOOL may_move(const struct headers *h, const IMAGE_SECTION_HEADER *section)
{
    const IMAGE_DATA_DIRECTORY *relocations = &h->directories[IMAGE_DIRECTORY_ENTRY_BASERELOC];
    if (section->Characteristics & (IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_WRITE))
        return FALSE;
    if (h->directory_count > IMAGE_DIRECTORY_ENTRY_BASERELOC &&
        relocations->VirtualAddress == section->VirtualAddress)
        return TRUE;
    return section->Characteristics & IMAGE_SCN_MEM_DISCARDABLE;
}

/* Does the section at index have room for size bytes, if need be by moving those behind it? */
static BOOL can_grow(const struct headers *h, DWORD index, DWORD size, struct change *change)
{
    const IMAGE_SECTION_HEADER *section = &h->sections[index];
    DWORD end = section->VirtualAddress + size, nearest = 0xffffffff;
    for (DWORD i = 0; i < h->count; i++)
        if (h->sections[i].VirtualAddress > section->VirtualAddress &&
            h->sections[i].VirtualAddress < nearest)
            nearest = h->sections[i].VirtualAddress;
    change->memory_at = nearest;
    change->memory_by = 0;
    if (end <= nearest)
        return TRUE;
    change->memory_by = align(end - nearest, h->optional->SectionAlignment);
    for (DWORD i = 0; i < h->count; i++)
        if (h->sections[i].VirtualAddress >= nearest && !may_move(h, &h->sections[i]))
            return FALSE;
    return TRUE;
}

static DWORD moved(const struct change *change, DWORD raw)
{
    return raw >= change->raw_at ? (DWORD)(raw + change->raw_by) : raw;
}

/* The debug directory tells where in the file its data lie. */
static void move_debug(const struct headers *h, const struct image_file *file,
                       const struct change *change)
{
    if (h->directory_count <= IMAGE_DIRECTORY_ENTRY_DEBUG)
        return;
    const IMAGE_DATA_DIRECTORY *directory = &h->directories[IMAGE_DIRECTORY_ENTRY_DEBUG];
    for (DWORD i = 0; i < h->count; i++) {
        const IMAGE_SECTION_HEADER *s = &h->sections[i];
        DWORD offset = directory->VirtualAddress - s->VirtualAddress;
        if (!directory->VirtualAddress || directory->VirtualAddress < s->VirtualAddress ||
            offset >= s->SizeOfRawData || directory->Size > s->SizeOfRawData - offset)
            continue;
        IMAGE_DEBUG_DIRECTORY *entry =
            (IMAGE_DEBUG_DIRECTORY *)(file->bytes + s->PointerToRawData + offset);
        for (DWORD n = directory->Size / sizeof *entry; n; n--, entry++)
            entry->PointerToRawData = moved(change, entry->PointerToRawData);
    }
}

/* In the old file's headers, before its parts are copied apart. */
static void move_headers(const struct headers *h, const struct image_file *file,
                         const struct change *change)
{
    move_debug(h, file, change);
    for (DWORD i = 0; i < h->count; i++) {
        IMAGE_SECTION_HEADER *s = &h->sections[i];
        if (s->SizeOfRawData)
            s->PointerToRawData = moved(change, s->PointerToRawData);
        if (s->VirtualAddress >= change->memory_at)
            s->VirtualAddress += change->memory_by;
    }
    for (DWORD i = 0; i < h->directory_count; i++)
        if (i != IMAGE_DIRECTORY_ENTRY_SECURITY && h->directories[i].VirtualAddress &&
            h->directories[i].VirtualAddress >= change->memory_at)
            h->directories[i].VirtualAddress += change->memory_by;
    if (h->file->PointerToSymbolTable)
        h->file->PointerToSymbolTable = moved(change, h->file->PointerToSymbolTable);
}

/* Drops a signature that ends the file, since it does not hold any more. */
static SIZE_T without_signature(const struct headers *h, SIZE_T size)
{
    if (h->directory_count <= IMAGE_DIRECTORY_ENTRY_SECURITY)
        return size;
    IMAGE_DATA_DIRECTORY *signature = &h->directories[IMAGE_DIRECTORY_ENTRY_SECURITY];
    SIZE_T start = signature->VirtualAddress;
    BOOL last = start && start < size && size - start <= align(signature->Size, 8);
    memset(signature, 0, sizeof *signature);
    return last ? start : size;
}

/* ---- the new image */

/* As the documented checksum of images: 16-bit words added with the carry, and the length. */
static DWORD checksum(const struct image_file *file, const DWORD *field)
{
    DWORD sum = 0;
    for (SIZE_T i = 0; i < file->size; i += 2) {
        WORD word = file->bytes[i];
        if (i + 1 < file->size)
            word |= (WORD)(file->bytes[i + 1] << 8);
        if (file->bytes + i < (const BYTE *)field || file->bytes + i >= (const BYTE *)(field + 1))
            sum += word;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum + (DWORD)file->size;
}

static void finish(const struct image_file *file)
{
    struct headers h;
    if (!parse(&h, file))
        return;
    DWORD end = 0, data = 0;
    for (DWORD i = 0; i < h.count; i++) {
        DWORD after = h.sections[i].VirtualAddress + in_memory(&h.sections[i]);
        end = after > end ? after : end;
        if (h.sections[i].Characteristics & IMAGE_SCN_CNT_INITIALIZED_DATA)
            data += h.sections[i].SizeOfRawData;
    }
    h.optional->SizeOfImage = align(end, h.optional->SectionAlignment);
    h.optional->SizeOfInitializedData = data;
    if (h.optional->CheckSum)
        h.optional->CheckSum = checksum(file, &h.optional->CheckSum);
}

/* A copy of the file in which [at, at + drop) gives way to insert zero bytes. */
static BOOL splice(const struct image_file *file, SIZE_T at, SIZE_T drop, SIZE_T insert,
                   struct image_file *out)
{
    out->size = file->size - drop + insert;
    out->bytes = out->size <= 0xffffffff ? k32_alloc(out->size) : NULL;
    if (!out->bytes) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    memcpy(out->bytes, file->bytes, at);
    memset(out->bytes + at, 0, insert);
    memcpy(out->bytes + at + insert, file->bytes + at + drop, file->size - at - drop);
    return TRUE;
}

static BOOL grow(struct headers *h, const struct image_file *file, DWORD index,
                 struct change *change, const struct resource_list *list, struct image_file *out)
{
    IMAGE_SECTION_HEADER *section = &h->sections[index];
    DWORD size = resource_size(list), raw = align(size, h->optional->FileAlignment);
    SIZE_T at = section->PointerToRawData, drop = section->SizeOfRawData;
    change->raw_at = (DWORD)(at + drop);
    change->raw_by = (int64_t)raw - (int64_t)drop;
    section->SizeOfRawData = raw;
    section->Misc.VirtualSize = size;
    h->directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].Size = size;
    move_headers(h, file, change);
    if (!splice(file, at, drop, raw, out))
        return FALSE;
    resource_write(list, out->bytes + at, section->VirtualAddress);
    return TRUE;
}

/* One more section header must fit before the first section's data. */
static BOOL has_header_room(const struct headers *h, const struct image_file *file)
{
    SIZE_T end = (BYTE *)(h->sections + h->count + 1) - file->bytes;
    for (DWORD i = 0; i < h->count; i++)
        if (h->sections[i].SizeOfRawData && h->sections[i].PointerToRawData < end)
            return FALSE;
    return end <= h->optional->SizeOfHeaders;
}

static BOOL append(struct headers *h, const struct image_file *file,
                   const struct resource_list *list, struct image_file *out)
{
    DWORD size = resource_size(list), raw = align(size, h->optional->FileAlignment);
    DWORD rva = 0, at = h->optional->SizeOfHeaders;
    if (!has_header_room(h, file)) {
        SetLastError(ERROR_BAD_EXE_FORMAT);
        return FALSE;
    }
    for (DWORD i = 0; i < h->count; i++) {
        const IMAGE_SECTION_HEADER *s = &h->sections[i];
        DWORD end = s->VirtualAddress + in_memory(s);
        DWORD raw_end = s->SizeOfRawData ? s->PointerToRawData + s->SizeOfRawData : 0;
        rva = end > rva ? end : rva;
        at = raw_end > at ? raw_end : at;
    }
    struct change change = {at, raw, 0xffffffff, 0};
    move_headers(h, file, &change);
    h->sections[h->count] = (IMAGE_SECTION_HEADER){
        .Name = ".rsrc",
        .Misc.VirtualSize = size,
        .VirtualAddress = align(rva, h->optional->SectionAlignment),
        .SizeOfRawData = raw,
        .PointerToRawData = at,
        .Characteristics = SECTION_FLAGS,
    };
    h->directories[IMAGE_DIRECTORY_ENTRY_RESOURCE] =
        (IMAGE_DATA_DIRECTORY){h->sections[h->count].VirtualAddress, size};
    h->file->NumberOfSections++;
    if (!splice(file, at, 0, raw, out))
        return FALSE;
    resource_write(list, out->bytes + at, align(rva, h->optional->SectionAlignment));
    return TRUE;
}

BOOL image_replace_resources(const struct image_file *file, const struct resource_list *list,
                             struct image_file *out)
{
    struct headers h;
    struct change change;
    DWORD index;
    if (!parse(&h, file))
        return FALSE;
    struct image_file old = {file->bytes, without_signature(&h, file->size)};
    IMAGE_SECTION_HEADER *section = resource_section(&h, &index);
    BOOL done =
        section && section->SizeOfRawData && can_grow(&h, index, resource_size(list), &change)
            ? grow(&h, &old, index, &change, list, out)
            : append(&h, &old, list, out);
    if (done)
        finish(out);
    return done;
}
