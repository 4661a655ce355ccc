/*
 * rtl_path.h - between the files on Win32 paths.
 */
#ifndef BAILEY_RTL_PATH_H
#define BAILEY_RTL_PATH_H

#include "nt.h"

ULONG rtl_text_count(const WCHAR *text);
/* Writes the full path of a name; returns its count. room: as much as room_for() says. Under the
 * PEB lock. */
ULONG rtl_full_path(const WCHAR *path, ULONG count, WCHAR *out, ULONG room);
/* The same into `small` or heap memory (*heap, to be freed); NULL: no memory. */
WCHAR *rtl_full_path_in(const WCHAR *path, ULONG count, WCHAR *small, ULONG small_count,
                        ULONG *result, WCHAR **heap);

#endif
