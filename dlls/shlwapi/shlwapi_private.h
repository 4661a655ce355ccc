#ifndef BAILEY_SHLWAPI_PRIVATE_H
#define BAILEY_SHLWAPI_PRIVATE_H

#include "nt_error.h"
#include <shlwapi.h>

/* Lower case by the invariant tables. */
static inline WCHAR char_lower(WCHAR c)
{
    return c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : RtlDowncaseUnicodeChar(c);
}

#endif
