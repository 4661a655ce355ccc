/* nls_private.h - what the files of kernel32's language support share. */
#ifndef KERNEL32_NLS_PRIVATE_H
#define KERNEL32_NLS_PRIVATE_H

#include "nt.h"
#include "rtl_proto.h"

/* Sets the last error and is 0, the usual answer of these functions to a failure. */
static inline int nls_fail(DWORD error)
{
    SetLastError(error);
    return 0;
}

/* CP_ACP and its kin as a real code page. */
UINT nls_real_page(UINT page);

/* UTF-7, RFC 2152. The same contract as the functions that call them, arguments checked. */
int nls_from_utf7(const char *from, int size, WCHAR *to, int count);
int nls_to_utf7(const WCHAR *from, int count, char *to, int size);

/* A heap copy of bytes of the ANSI code page as wide characters; count is of characters, -1 for a
   terminated text (the terminator is copied and counted). NULL without memory. */
WCHAR *nls_widen(const char *from, int size, int *count);
/* The same with a given code page. */
WCHAR *nls_widen_page(UINT page, const char *from, int size, int *count);
void nls_free(void *text);
void *nls_allocate(SIZE_T size);

#endif
