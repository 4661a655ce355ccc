#ifndef BAILEY_ADVAPI32_WIDE_NAME_H
#define BAILEY_ADVAPI32_WIDE_NAME_H

#include "nt_error.h"

/* A text of the ANSI code page as wide characters; NULL with the last error set: none, no memory.
 */
WCHAR *wide_name(const char *text);
void wide_free(WCHAR *text);

#endif
