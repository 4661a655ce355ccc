/*
 * fuzz_pe.c - a libFuzzer target for the PE mapper.
 *
 * The image is mapped into a region of exactly its size with inaccessible pages around it, and only
 * what the mapper asked to be mapped becomes accessible in it: what it touches beyond that crashes.
 */
#include "pe_image.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE      4096u
#define MAP_LIMIT (64u << 20) /* larger images are only parsed */

struct file {
    const uint8_t *data;
    size_t size;
    uint64_t base, image_size;
};

static void demand(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "the mapper broke a rule: %s\n", what);
        abort();
    }
}

static void demand_inside(const struct file *file, uint64_t address, uint64_t size)
{
    demand(address >= file->base && size <= file->image_size &&
               address - file->base <= file->image_size - size,
           "outside of the image");
    demand(size > 0 && address % PAGE == 0 && size % PAGE == 0, "not whole pages");
}

static int32_t read_file(void *cookie, uint64_t offset, void *buffer, uint64_t size)
{
    const struct file *file = cookie;
    if (offset > file->size || size > file->size - offset)
        return -1;
    memcpy(buffer, file->data + offset, size);
    return 0;
}

static int32_t map_pages(void *cookie, uint64_t address, uint64_t size, uint32_t prot,
                         uint64_t offset)
{
    const struct file *file = cookie;
    demand_inside(file, address, size);
    demand(prot <= 7, "unknown protection");
    if (mprotect((void *)address, size, PROT_READ | PROT_WRITE) < 0)
        return -1;
    if (offset == PE_NO_OFFSET)
        return 0;
    demand(offset % PAGE == 0 && offset <= file->size && size <= file->size - offset,
           "pages that the file has not");
    memcpy((void *)address, file->data + offset, size);
    return 0;
}

static int32_t protect_pages(void *cookie, uint64_t address, uint64_t size, uint32_t prot)
{
    demand_inside(cookie, address, size);
    demand(prot <= 7, "unknown protection");
    return 0;
}

static void note_mapped(void *cookie, uint64_t address, uint64_t size, uint32_t prot)
{
    demand_inside(cookie, address, size);
}

static void check_image(const struct pe_image *image)
{
    demand(image->image_size % PAGE == 0 && image->image_size > 0, "image size");
    demand(image->entry_rva < image->image_size, "entry point");
    demand(image->section_count <= PE_SECTION_MAX, "section count");
    for (unsigned i = 0; i < PE_DIRECTORY_COUNT; i++)
        demand(i == PE_SECURITY ||
                   (image->directory[i].rva <= image->image_size &&
                    image->directory[i].size <= image->image_size - image->directory[i].rva),
               "directory");
}

static void map_image(struct pe_source *source, struct file *file, struct pe_image *image)
{
    uint64_t whole = (uint64_t)image->image_size + 2 * PAGE;
    char *region = mmap(NULL, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED)
        return;
    file->base = (uint64_t)region + PAGE;
    file->image_size = image->image_size;
    if (file->size % 2) /* in half of the runs it lies where it wants to be */
        image->preferred_base = file->base;
    demand(pe_map(source, image, file->base) < PE_ERROR_COUNT, "error code");
    munmap(region, whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct file file = {data, size, 0, 0};
    struct pe_source source = {&file, read_file, map_pages, protect_pages, note_mapped, 0};
    struct pe_image image;
    memset(&image, 0xaa, sizeof image);
    enum pe_error error = pe_parse(&source, size, PE_MACHINE_ANY, &image);
    demand(error < PE_ERROR_COUNT && pe_error_text(error) != NULL, "error code");
    if (error != PE_OK)
        return 0;
    check_image(&image);
    if (image.image_size <= MAP_LIMIT)
        map_image(&source, &file, &image);
    return 0;
}
