#ifndef NETAPI32_H
#define NETAPI32_H

#include "nt.h"
#include <lm.h>

/* A structure with texts behind it, in memory for NetApiBufferFree. */
struct text_block {
    BYTE *base;
    DWORD used, size;
};

/* Room for a structure of fixed bytes and texts of so many characters in all, zeros included. */
BOOL text_block_make(struct text_block *block, DWORD fixed, DWORD characters);
LPWSTR text_block_add(struct text_block *block, const WCHAR *text);

/* The machine itself, by no name, its own, or as "\\NAME"? No other one is known. */
BOOL is_this_machine(LPCWSTR server);

#endif
