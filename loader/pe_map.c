/*
 * pe_map.c - map a checked PE image: sections straight from the file where their offset allows it,
 * copied where not, then base relocations.
 */
#include "pe_image.h"

#define PAGE 4096u

struct section {
    uint32_t rva, size; /* size in memory, whole pages */
    uint32_t file_offset, file_size;
    uint32_t prot;
};

static uint32_t get32(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static enum pe_error fail(struct pe_source *source, int32_t status)
{
    source->status = status;
    return status < 0 ? PE_UNREADABLE : PE_OK;
}

/* Section header `raw` as what is to be mapped; *next is where the section must begin. */
static enum pe_error read_section(const struct pe_image *image, const uint8_t *raw, uint32_t *next,
                                  struct section *out)
{
    uint32_t virtual_size = get32(raw + 8), rva = get32(raw + 12);
    uint32_t file_size = get32(raw + 16), offset = get32(raw + 20), flags = get32(raw + 36);
    if (virtual_size == 0)
        virtual_size = file_size;
    if (file_size == 0)
        offset = 0;
    else
        offset &= ~511u; /* as Windows' loader rounds it */
    if (rva != *next || rva > image->image_size || virtual_size > image->image_size - rva)
        return PE_BAD_SECTION;
    if (offset > image->file_size || file_size > image->file_size - offset)
        return PE_TRUNCATED;
    uint64_t end = (uint64_t)rva + virtual_size;
    end = (end + image->section_alignment - 1) & ~((uint64_t)image->section_alignment - 1);
    *next = (uint32_t)end;
    out->rva = rva;
    /* Up to the next section: a relocation or a directory may point into what is left over. */
    out->size = (end < image->image_size ? (uint32_t)end : image->image_size) - rva;
    out->file_offset = offset;
    out->file_size = file_size < out->size ? file_size : out->size;
    out->prot = (flags & 0x20000000 ? PE_PROT_EXEC : 0) | (flags & 0x40000000 ? PE_PROT_READ : 0) |
                (flags & 0x80000000 ? PE_PROT_WRITE | PE_PROT_READ : 0);
    return PE_OK;
}

/* Puts one piece of the file into memory with prot, zero-filled to size. */
static enum pe_error map_piece(struct pe_source *source, uint64_t address, const struct section *s,
                               uint32_t prot)
{
    uint32_t direct = s->file_offset % PAGE == 0 ? s->file_size & ~(PAGE - 1) : 0;
    uint32_t rest = s->file_size - direct;
    int32_t status = 0;
    if (s->size == 0)
        return PE_OK;
    if (direct)
        status = source->map(source->cookie, address, direct, prot, s->file_offset);
    if (status < 0 || direct == s->size)
        return fail(source, status);
    uint32_t first = rest ? prot | PE_PROT_READ | PE_PROT_WRITE : prot;
    if (rest)
        first &= ~PE_PROT_EXEC;
    status = source->map(source->cookie, address + direct, s->size - direct, first, PE_NO_OFFSET);
    if (status >= 0 && rest)
        status = source->read(source->cookie, s->file_offset + direct,
                              (void *)(uintptr_t)(address + direct), rest);
    if (status >= 0 && first != prot)
        status = source->protect(source->cookie, address + direct, s->size - direct, prot);
    return fail(source, status);
}

/* Calls visit for each section; without one it only checks. */
static enum pe_error walk_sections(struct pe_source *source, const struct pe_image *image,
                                   enum pe_error (*visit)(struct pe_source *, uint64_t base,
                                                          const struct section *),
                                   uint64_t base)
{
    uint8_t table[PE_SECTION_MAX * 40];
    uint32_t next =
        (image->headers_size + image->section_alignment - 1) & ~(image->section_alignment - 1);
    int32_t status = 0;
    if (image->section_count)
        status =
            source->read(source->cookie, image->section_table, table, 40u * image->section_count);
    if (status < 0)
        return fail(source, status);
    for (uint32_t i = 0; i < image->section_count; i++) {
        struct section section;
        enum pe_error error = read_section(image, table + 40 * i, &next, &section);
        if (!error && visit)
            error = visit(source, base, &section);
        if (error)
            return error;
    }
    return next < image->image_size ? PE_BAD_SIZE : PE_OK;
}

static enum pe_error map_final(struct pe_source *source, uint64_t base, const struct section *s)
{
    enum pe_error error = map_piece(source, base + s->rva, s, s->prot);
    if (!error && source->mapped && s->size)
        source->mapped(source->cookie, base + s->rva, s->size, s->prot);
    return error;
}

static enum pe_error map_writable(struct pe_source *source, uint64_t base, const struct section *s)
{
    return map_piece(source, base + s->rva, s, PE_PROT_READ | PE_PROT_WRITE);
}

static enum pe_error protect_final(struct pe_source *source, uint64_t base, const struct section *s)
{
    if (s->size == 0)
        return PE_OK;
    int32_t status = source->protect(source->cookie, base + s->rva, s->size, s->prot);
    if (status >= 0 && source->mapped)
        source->mapped(source->cookie, base + s->rva, s->size, s->prot);
    return fail(source, status);
}

/* One entry of a relocation block. */
static enum pe_error relocate_one(uint8_t *page, uint32_t room, uint16_t entry, uint64_t delta)
{
    uint32_t type = entry >> 12, at = entry & 0xfff;
    uint32_t width = type == 10 ? 8 : type == 3 ? 4 : type == 1 || type == 2 ? 2 : 0;
    if (type == 0)
        return PE_OK;
    if (width == 0 || at > room || width > room - at)
        return PE_BAD_RELOCATION;
    uint64_t value = 0;
    uint64_t add = type == 1 ? delta >> 16 : delta;
    for (uint32_t i = 0; i < width; i++)
        value |= (uint64_t)page[at + i] << 8 * i;
    value += add;
    for (uint32_t i = 0; i < width; i++)
        page[at + i] = (uint8_t)(value >> 8 * i);
    return PE_OK;
}

static enum pe_error relocate(const struct pe_image *image, uint64_t base)
{
    uint64_t delta = base - image->preferred_base;
    uint32_t rva = image->directory[PE_BASE_RELOCATION].rva;
    uint32_t left = image->directory[PE_BASE_RELOCATION].size;
    uint8_t *memory = (uint8_t *)(uintptr_t)base;
    if (image->characteristics & 1)
        return PE_FIXED_BASE;
    if (rva == 0)
        return PE_OK; /* nothing in it depends on where it lies */
    while (left >= 8) {
        uint32_t page = get32(memory + rva), size = get32(memory + rva + 4);
        if (size == 0)
            break; /* padding at the end */
        if (size < 8 || size > left || page >= image->image_size)
            return PE_BAD_RELOCATION;
        for (uint32_t i = 8; i + 2 <= size; i += 2) {
            uint16_t entry = (uint16_t)(memory[rva + i] | memory[rva + i + 1] << 8);
            enum pe_error error =
                relocate_one(memory + page, image->image_size - page, entry, delta);
            if (error)
                return error;
        }
        rva += size;
        left -= size;
    }
    return PE_OK;
}

/* An image whose sections lie in memory as they do in the file. */
static enum pe_error map_flat(struct pe_source *source, const struct pe_image *image, uint64_t base)
{
    uint32_t prot = PE_PROT_READ | PE_PROT_WRITE | PE_PROT_EXEC;
    uint64_t size = image->file_size < image->image_size ? image->file_size : image->image_size;
    struct section all = {0, image->image_size, 0, (uint32_t)size, prot};
    enum pe_error error = map_writable(source, base, &all);
    if (!error && base != image->preferred_base)
        error = relocate(image, base);
    return error ? error : protect_final(source, base, &all);
}

enum pe_error pe_check_sections(struct pe_source *source, const struct pe_image *image)
{
    return walk_sections(source, image, NULL, 0);
}

enum pe_error pe_map(struct pe_source *source, const struct pe_image *image, uint64_t base)
{
    int moved = base != image->preferred_base;
    if (moved && (image->characteristics & 1 || !image->directory[PE_BASE_RELOCATION].size) &&
        !(image->dll_characteristics & 0x40))
        return PE_FIXED_BASE;
    /* The whole table is checked before the first page is mapped. */
    enum pe_error error = walk_sections(source, image, NULL, base);
    if (error)
        return error;
    if (image->is_flat)
        return map_flat(source, image, base);
    uint32_t room =
        (image->headers_size + image->section_alignment - 1) & ~(image->section_alignment - 1);
    if (room > image->image_size)
        room = image->image_size;
    struct section headers = {0, room, 0, image->headers_size, PE_PROT_READ};
    error = map_final(source, base, &headers);
    if (!error)
        error = walk_sections(source, image, moved ? map_writable : map_final, base);
    if (!error && moved)
        error = relocate(image, base);
    if (!error && moved)
        error = walk_sections(source, image, protect_final, base);
    return error;
}
