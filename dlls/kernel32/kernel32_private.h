/*
 * kernel32_private.h - helpers that several files of kernel32 share.
 */
#ifndef BAILEY_KERNEL32_PRIVATE_H
#define BAILEY_KERNEL32_PRIVATE_H

#include "nt.h"
#include "nt_error.h"

/* A copy of an 8-bit string in the ANSI code page as UTF-16, in heap memory: heap_free it. NULL:
 * the last error is set (text NULL yields NULL and no error). */
WCHAR *k32_to_wide(const char *text);
void k32_free(void *memory);
void *k32_alloc(SIZE_T size);

/* The other way, into a caller's buffer of size bytes with a terminating zero; returns the bytes
 * needed or written without the zero, as the GetXxxA functions report them. */
DWORD k32_from_wide(const WCHAR *text, DWORD count, char *buffer, DWORD size);

/* OBJECT_ATTRIBUTES for a named kernel object of Win32: "Local\x", "Global\x" and "x" are one
 * directory here. FALSE: the name is refused and the last error set. */
typedef struct K32_OBJECT_NAME {
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    WCHAR text[MAX_PATH + 32];
} K32_OBJECT_NAME;
BOOL k32_object_name(K32_OBJECT_NAME *out, const WCHAR *name, const SECURITY_ATTRIBUTES *security,
                     ULONG flags);
/* A timeout in milliseconds as NT wants it; NULL for INFINITE. */
LARGE_INTEGER *k32_timeout(LARGE_INTEGER *time, DWORD milliseconds);

#endif
