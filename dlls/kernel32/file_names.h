/*
 * file_names.h - names of files on their way into and out of the functions on files.
 */
#ifndef BAILEY_FILE_NAMES_H
#define BAILEY_FILE_NAMES_H

#include "nt.h"
#include "nt_error.h"

/* An 8-bit name in the file functions' code page (AreFileApisANSI) as UTF-16. Returns the text,
 * NULL if name is NULL or cannot be converted (then the last error is set). End with k32_wide_end.
 */
typedef struct K32_WIDE {
    WCHAR *heap;
    WCHAR small[MAX_PATH + 4];
} K32_WIDE;
WCHAR *k32_wide(K32_WIDE *wide, const char *name);
void k32_wide_end(K32_WIDE *wide);
/* The other way: text of `count` characters into a buffer of size bytes, with a zero. Returns the
 * bytes without the zero, or, where it does not fit, with it. */
DWORD k32_narrow(const WCHAR *text, DWORD count, char *buffer, DWORD size);
/* For functions that return a path: runs the wide one into temporary memory and narrows its result.
 */
typedef DWORD (*K32_PATH_SOURCE)(void *context, WCHAR *buffer, DWORD count);
DWORD k32_narrow_path(K32_PATH_SOURCE source, void *context, char *buffer, DWORD size);

/* A Win32 path as object attributes. FALSE: the last error is set. End with k32_path_end. */
typedef struct K32_PATH {
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    WCHAR small[MAX_PATH + 16];
} K32_PATH;
BOOL k32_path(K32_PATH *path, const WCHAR *name);
static inline void k32_path_end(K32_PATH *path)
{
    if (path->name.MaximumLength)
        RtlFreeUnicodeString(&path->name);
}

static inline DWORD k32_count(const WCHAR *text)
{
    DWORD count = 0;
    while (text[count])
        count++;
    return count;
}

/* Gives text out as the GetXxxW functions do: copied with its zero where it fits, returning its
 * count; else what is needed, with the zero. */
DWORD k32_give(const WCHAR *text, DWORD count, WCHAR *buffer, DWORD size);

/* Opens a file by its Win32 name for work on itself (attributes, deletion), whatever it is. */
NTSTATUS k32_open(const WCHAR *name, ACCESS_MASK access, ULONG options, HANDLE *handle);

static inline void *k32_heap(SIZE_T size)
{
    void *memory = RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
    if (!memory)
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
    return memory;
}
static inline void k32_heap_free(void *memory)
{
    if (memory)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, memory);
}

#endif
