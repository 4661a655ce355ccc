/*
 * mm_copy.h - copying from and to addresses that may not be there.
 */
#ifndef BAILEY_MM_COPY_H
#define BAILEY_MM_COPY_H

#include "mm.h"

/* Copies up to size bytes; answers how many it could. Never raises. */
SIZE_T mm_copy(void *to, const void *from, SIZE_T size);
/* Part of mm_fault: TRUE if the fault came from mm_copy, which goes on with what it has. */
BOOLEAN mm_copy_fault(PalContext *context);

#endif
