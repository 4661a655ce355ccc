/* io_sparse.c - files with holes: making them, and telling where there is data. */
#include "io_private.h"

#define ZERO_CHUNK 65536

NTSTATUS io_zero_data(IO_FILE *file, const LARGE_INTEGER *range, ULONG size)
{
    PalFileInfo info;
    uint64_t done;
    PalFileInfo hole;
    if (size < 2 * sizeof *range || range[0].QuadPart < 0 || range[1].QuadPart < range[0].QuadPart)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = io_file_info(file, &info);
    uint64_t at = (uint64_t)range[0].QuadPart, end = (uint64_t)range[1].QuadPart;
    if (end > info.size)
        end = info.size;
    if (status || at >= end)
        return status;
    hole.size = at;
    hole.allocated = end - at;
    if (pal_file_set(io_handle(file), PAL_SET_FREE, &hole) == STATUS_SUCCESS)
        return STATUS_SUCCESS; /* else the file system has no holes: zeros are written */
    void *zeros = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, ZERO_CHUNK);
    if (!zeros)
        return STATUS_NO_MEMORY;
    for (; at < end && !status; at += done)
        status = pal_file_write(io_handle(file), at, zeros,
                                end - at < ZERO_CHUNK ? end - at : ZERO_CHUNK, &done);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, zeros);
    return status;
}

/* The part of data, as the host tells it, that lies between at and end; *from == end: none. A file
 * system that does not know its holes calls all of a file data. */
static NTSTATUS next_range(IO_FILE *file, uint64_t at, uint64_t end, uint64_t *from, uint64_t *to)
{
    PalFileInfo data = {.size = at};
    PalStatus status = pal_file_query(io_handle(file), NULL, 0, PAL_OPTION_DATA, &data);
    *from = *to = end;
    if (status == STATUS_END_OF_FILE)
        return STATUS_SUCCESS;
    if (status < 0)
        return status;
    if (data.size < end) {
        *from = data.size;
        *to = end - data.size < data.allocated ? end : data.size + data.allocated;
    }
    return STATUS_SUCCESS;
}

NTSTATUS io_allocated_ranges(IO_FILE *file, const LARGE_INTEGER *in, ULONG in_size,
                             LARGE_INTEGER *out, ULONG size, ULONG_PTR *used)
{
    PalFileInfo info;
    uint64_t from, to;
    if (in_size < 2 * sizeof *in || in[0].QuadPart < 0 || in[1].QuadPart < 0)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = io_file_info(file, &info);
    if (status)
        return status;
    uint64_t at = (uint64_t)in[0].QuadPart, end = at + (uint64_t)in[1].QuadPart;
    if (end > info.size)
        end = info.size;
    *used = 0;
    for (; at < end; at = to) {
        status = next_range(file, at, end, &from, &to);
        if (status || from == end)
            return status;
        if (size - *used < 2 * sizeof *out)
            return *used ? STATUS_BUFFER_OVERFLOW : STATUS_BUFFER_TOO_SMALL;
        LARGE_INTEGER *range = out + *used / sizeof *out;
        range[0].QuadPart = (LONGLONG)from;
        range[1].QuadPart = (LONGLONG)(to - from);
        *used += 2 * sizeof *out;
    }
    return STATUS_SUCCESS;
}
