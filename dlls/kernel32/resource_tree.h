/*
 * resource_tree.h - the resources of an image as a list, read from a .rsrc section and written as
 * one (PE format, "The .rsrc Section").
 */
#ifndef KERNEL32_RESOURCE_TREE_H
#define KERNEL32_RESOURCE_TREE_H

#include "kernel32_private.h"

/* A type's or a resource's name: upper-case text with a terminating zero, or NULL for a number. */
struct resource_name {
    WCHAR *text;
    WORD id;
};

struct resource {
    struct resource *next;
    struct resource_name type, name;
    WORD language;
    DWORD codepage, size;
    BYTE data[];
};

/* Sorted as the format wants it: by type, name, language; texts before numbers. */
struct resource_list {
    struct resource *first;
};

/* Adds or replaces one; data NULL removes it. FALSE: no memory, or nothing there to remove; the
 * last error is set. type and name as UpdateResource takes them. */
BOOL resource_put(struct resource_list *list, LPCWSTR type, LPCWSTR name, WORD language,
                  DWORD codepage, const void *data, DWORD size);
void resource_free_all(struct resource_list *list);

/* Adds what a section holds: size bytes at section, whose address in the image is rva. FALSE: it is
 * damaged, or there is no memory; the last error is set. */
BOOL resource_read(struct resource_list *list, const BYTE *section, DWORD size, DWORD rva);
/* The bytes that a section for the list needs; and writes it to memory of that size, zeroed. */
DWORD resource_size(const struct resource_list *list);
void resource_write(const struct resource_list *list, BYTE *section, DWORD rva);

#endif
