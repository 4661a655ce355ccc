/*
 * cm_out.h - filling a caller's buffer while the tree is locked: what does not fit or cannot be
 * reached is left out, and the status says so afterwards.
 */
#ifndef BAILEY_CM_OUT_H
#define BAILEY_CM_OUT_H

#include "mm_copy.h"

typedef struct CM_OUT {
    char *buffer;
    ULONG size, needed;
    BOOLEAN unreachable;
} CM_OUT;

static inline void cm_out(CM_OUT *out, ULONG at, const void *data, ULONG size)
{
    ULONG room = at < out->size ? out->size - at : 0;
    if (at + size > out->needed)
        out->needed = at + size;
    if (size > room)
        size = room;
    if (size && mm_copy(out->buffer + at, data, size) != size)
        out->unreachable = TRUE;
}

/* fixed: what has to fit in any case. */
static inline NTSTATUS cm_out_end(const CM_OUT *out, ULONG fixed, ULONG *returned)
{
    if (returned && mm_copy(returned, &out->needed, sizeof *returned) != sizeof *returned)
        return STATUS_ACCESS_VIOLATION;
    if (out->unreachable)
        return STATUS_ACCESS_VIOLATION;
    if (out->size < fixed)
        return STATUS_BUFFER_TOO_SMALL;
    return out->size < out->needed ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

#endif
