/* formatmessage.h - the parts of FormatMessage. */
#ifndef KERNEL32_FORMATMESSAGE_H
#define KERNEL32_FORMATMESSAGE_H

#include "nls_private.h"

/* The text as it grows; zero-initialised but for the width (0: lines are not broken). */
struct fm_output {
    WCHAR *at; /* on the heap */
    SIZE_T count, room, last_space;
    DWORD width, column;
    DWORD error; /* the first that came up */
};

struct fm_arguments {
    const ULONG_PTR *values;
    DWORD flags;
    BOOL wide;      /* plain strings are wide: the W function */
    unsigned shift; /* of a va_list's numbers: a second `*` in an insert takes one more */
};

void fm_put(struct fm_output *output, WCHAR c);

/* Insert `number` as a printf format without its percent sign says. */
void fm_put_argument(struct fm_output *output, const WCHAR *format, SIZE_T count, unsigned number,
                     struct fm_arguments *arguments);

/* The English text of a Win32 error or of the HRESULT that wraps one, NULL where there is none. */
const char *fm_system_text(DWORD id);

#endif
