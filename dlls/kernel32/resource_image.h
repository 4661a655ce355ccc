/*
 * resource_image.h - an image file with other resources.
 */
#ifndef KERNEL32_RESOURCE_IMAGE_H
#define KERNEL32_RESOURCE_IMAGE_H

#include "resource_tree.h"

/* A file that is an image; size bytes, the caller's. */
struct image_file {
    BYTE *bytes;
    SIZE_T size;
};

/* Adds the resources that it has. FALSE: it is no image (ERROR_BAD_EXE_FORMAT) or it is damaged. */
BOOL image_read_resources(const struct image_file *file, struct resource_list *list);

/* Makes the same image with those resources instead of its own, in memory to be freed by k32_free.
 * Everything else stays: what follows the sections in the file too; a signature is taken off. The
 * section .rsrc grows where it is, moving relocations behind it; where other sections are in the
 * way, a new section comes at the end. FALSE: no memory, or no room for one more section header. */
BOOL image_replace_resources(const struct image_file *file, const struct resource_list *list,
                             struct image_file *out);

#endif
