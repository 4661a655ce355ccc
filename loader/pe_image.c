/*
 * pe_image.c - check the headers of a PE file.
 */
#include "pe_image.h"

#define PAGE 4096u

static uint16_t get16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}
static uint32_t get32(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static uint64_t get64(const uint8_t *p)
{
    return get32(p) | (uint64_t)get32(p + 4) << 32;
}
static int is_power_of_two(uint32_t n)
{
    return n != 0 && (n & (n - 1)) == 0;
}

const char *pe_error_text(enum pe_error error)
{
    static const char *const texts[] = {
        [PE_OK] = "is a Windows image",
        [PE_UNREADABLE] = "could not be read",
        [PE_NO_MZ] = "is not a Windows program (no MZ header)",
        [PE_DOS_PROGRAM] = "is a DOS program",
        [PE_WIN16_PROGRAM] = "is a 16-bit Windows or OS/2 program",
        [PE_TRUNCATED] = "is damaged: the file ends before what its headers promise",
        [PE_BAD_OPTIONAL] = "is damaged: bad optional header",
        [PE_WRONG_MACHINE] = "is for another kind of processor",
        [PE_NOT_EXECUTABLE] = "is not an executable image",
        [PE_BAD_ALIGNMENT] = "is damaged: bad section or file alignment",
        [PE_BAD_SIZE] = "is damaged: bad image or header size",
        [PE_BAD_BASE] = "is damaged: bad image base",
        [PE_BAD_SECTION] = "is damaged: sections overlap or leave the image",
        [PE_TOO_MANY_SECTIONS] = "is damaged: too many sections",
        [PE_BAD_ENTRY] = "is damaged: the entry point is outside the image",
        [PE_BAD_RELOCATION] = "is damaged: bad base relocations",
        [PE_FIXED_BASE] = "cannot be moved, and the address that it needs is taken",
    };
    _Static_assert(sizeof texts / sizeof *texts == PE_ERROR_COUNT, "a text for each error");
    return error < PE_ERROR_COUNT ? texts[error] : "is damaged";
}

static enum pe_error read_at(struct pe_source *source, uint64_t file_size, uint64_t offset,
                             void *buffer, uint32_t size)
{
    if (offset > file_size || size > file_size - offset)
        return PE_TRUNCATED;
    source->status = source->read(source->cookie, offset, buffer, size);
    return source->status < 0 ? PE_UNREADABLE : PE_OK;
}

/* The DOS header: where the PE header lies. */
static enum pe_error find_pe_header(struct pe_source *source, uint64_t file_size, uint32_t *offset)
{
    uint8_t dos[64], signature[4];
    if (file_size < 2)
        return PE_NO_MZ;
    uint32_t have = file_size < sizeof dos ? (uint32_t)file_size : sizeof dos;
    enum pe_error error = read_at(source, file_size, 0, dos, have);
    if (error)
        return error;
    if (dos[0] != 'M' || dos[1] != 'Z')
        return PE_NO_MZ;
    if (have < sizeof dos)
        return PE_DOS_PROGRAM;
    *offset = get32(dos + 60);
    /* DOS programs have anything in that field. */
    if (*offset == 0 || read_at(source, file_size, *offset, signature, 4) != PE_OK)
        return get16(dos + 24) >= 0x40 && *offset != 0 ? PE_TRUNCATED : PE_DOS_PROGRAM;
    if (signature[0] == 'P' && signature[1] == 'E' && !signature[2] && !signature[3])
        return PE_OK;
    if ((signature[0] == 'N' && signature[1] == 'E') ||
        (signature[0] == 'L' && signature[1] == 'E') ||
        (signature[0] == 'L' && signature[1] == 'X'))
        return PE_WIN16_PROGRAM;
    return PE_DOS_PROGRAM;
}

static enum pe_error parse_file_header(const uint8_t *h, uint16_t machine, struct pe_image *image)
{
    image->machine = get16(h + 4);
    image->section_count = get16(h + 6);
    image->timestamp = get32(h + 8);
    image->characteristics = get16(h + 22);
    image->is_dll = (image->characteristics & 0x2000) != 0;
    if (image->machine != PE_MACHINE_AMD64 && image->machine != PE_MACHINE_I386)
        return PE_WRONG_MACHINE;
    if (machine != PE_MACHINE_ANY && image->machine != machine)
        return PE_WRONG_MACHINE;
    if (!(image->characteristics & 0x0002))
        return PE_NOT_EXECUTABLE;
    if (image->section_count > PE_SECTION_MAX)
        return PE_TOO_MANY_SECTIONS;
    return PE_OK;
}

/* o: the optional header, of which size bytes are there. */
static enum pe_error parse_optional_header(const uint8_t *o, uint32_t size, struct pe_image *image)
{
    int wide = image->machine == PE_MACHINE_AMD64;
    uint32_t fixed = wide ? 112 : 96;
    if (size < fixed || get16(o) != (wide ? 0x20b : 0x10b))
        return PE_BAD_OPTIONAL;
    image->entry_rva = get32(o + 16);
    image->preferred_base = wide ? get64(o + 24) : get32(o + 28);
    image->section_alignment = get32(o + 32);
    image->file_alignment = get32(o + 36);
    image->subsystem_major = get16(o + 48);
    image->subsystem_minor = get16(o + 50);
    image->image_size = get32(o + 56);
    image->headers_size = get32(o + 60);
    image->checksum = get32(o + 64);
    image->subsystem = get16(o + 68);
    image->dll_characteristics = get16(o + 70);
    image->stack_reserve = wide ? get64(o + 72) : get32(o + 72);
    image->stack_commit = wide ? get64(o + 80) : get32(o + 76);
    image->heap_reserve = wide ? get64(o + 88) : get32(o + 80);
    image->heap_commit = wide ? get64(o + 96) : get32(o + 84);
    uint32_t count = get32(o + fixed - 4);
    for (uint32_t i = 0; i < PE_DIRECTORY_COUNT; i++) {
        int there = i < count && fixed + 8 * i + 8 <= size;
        image->directory[i].rva = there ? get32(o + fixed + 8 * i) : 0;
        image->directory[i].size = there ? get32(o + fixed + 8 * i + 4) : 0;
    }
    return PE_OK;
}

static enum pe_error check_layout(struct pe_image *image)
{
    uint32_t section = image->section_alignment, file = image->file_alignment;
    if (!is_power_of_two(section) || !is_power_of_two(file) || section < file)
        return PE_BAD_ALIGNMENT;
    image->is_flat = section < PAGE;
    if (image->is_flat ? section != file : file < 512 && file != section)
        return PE_BAD_ALIGNMENT;
    if (section > 0x10000000 || image->image_size == 0 || image->image_size > 0x7ff00000)
        return PE_BAD_SIZE;
    image->image_size = (image->image_size + PAGE - 1) & ~(PAGE - 1);
    if (image->headers_size == 0 || image->headers_size > image->image_size ||
        image->headers_size > image->file_size)
        return PE_BAD_SIZE;
    if (image->entry_rva >= image->image_size)
        return PE_BAD_ENTRY;
    uint64_t top = image->machine == PE_MACHINE_AMD64 ? (uint64_t)1 << 47 : (uint64_t)1 << 32;
    if (image->preferred_base & 0xffff || image->preferred_base > top - image->image_size)
        return PE_BAD_BASE;
    for (uint32_t i = 0; i < PE_DIRECTORY_COUNT; i++) {
        struct pe_directory *d = &image->directory[i];
        /* The certificate table is a file offset and is never mapped; the others must lie inside.
         */
        if (i == PE_SECURITY ||
            (d->rva < image->image_size && d->size <= image->image_size - d->rva))
            continue;
        if (i == PE_EXPORT || i == PE_IMPORT || i == PE_BASE_RELOCATION || i == PE_TLS)
            return PE_BAD_SIZE;
        d->rva = d->size = 0;
    }
    return PE_OK;
}

enum pe_error pe_parse(struct pe_source *source, uint64_t file_size, uint16_t machine,
                       struct pe_image *image)
{
    uint8_t header[24], optional[240] = {0};
    uint32_t offset = 0;
    enum pe_error error = find_pe_header(source, file_size, &offset);
    if (error)
        return error;
    error = read_at(source, file_size, offset, header, sizeof header);
    if (!error)
        error = parse_file_header(header, machine, image);
    if (error)
        return error;
    image->file_size = file_size;
    uint32_t optional_size = get16(header + 20);
    uint32_t have = optional_size < sizeof optional ? optional_size : sizeof optional;
    error = read_at(source, file_size, offset + 24ull, optional, have);
    if (!error)
        error = parse_optional_header(optional, have, image);
    if (!error)
        error = check_layout(image);
    if (error)
        return error;
    image->section_table = offset + 24ull + optional_size;
    if (image->section_table + 40ull * image->section_count > image->headers_size)
        return PE_BAD_SIZE;
    return PE_OK;
}
