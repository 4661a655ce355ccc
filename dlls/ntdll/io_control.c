/*
 * io_control.c - NtFsControlFile and NtDeviceIoControlFile, extended attributes.
 *
 * Only what the host can do is done; the rest says INVALID_DEVICE_REQUEST, as a file system without
 * the feature does.
 */
#include "io_private.h"

#define ZERO_CHUNK 65536

static NTSTATUS zero_data(IO_FILE *file, const LARGE_INTEGER *range, ULONG size)
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

/* The host does not say where its holes are: all of what is asked for counts as allocated. */
static NTSTATUS allocated_ranges(IO_FILE *file, const LARGE_INTEGER *in, ULONG in_size,
                                 LARGE_INTEGER *out, ULONG size, ULONG_PTR *used)
{
    PalFileInfo info;
    if (in_size < 2 * sizeof *in || in[0].QuadPart < 0 || in[1].QuadPart < 0)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = io_file_info(file, &info);
    if (status)
        return status;
    LONGLONG end = in[0].QuadPart + in[1].QuadPart;
    if (end > (LONGLONG)info.size)
        end = (LONGLONG)info.size;
    *used = 0;
    if (in[0].QuadPart >= end)
        return STATUS_SUCCESS;
    if (size < 2 * sizeof *out)
        return STATUS_BUFFER_TOO_SMALL;
    out[1].QuadPart = end - in[0].QuadPart;
    out[0].QuadPart = in[0].QuadPart;
    *used = 2 * sizeof *out;
    return STATUS_SUCCESS;
}

static NTSTATUS file_control(IO_FILE *file, ULONG code, const void *in, ULONG in_size, void *out,
                             ULONG out_size, ULONG_PTR *used)
{
    switch (code) {
    case FSCTL_GET_REPARSE_:
        return io_get_reparse(file, out, out_size, used);
    case FSCTL_SET_REPARSE_:
        return io_set_reparse(file, in, in_size);
    case FSCTL_DELETE_REPARSE_:
        return io_delete_reparse(file, in, in_size);
    case FSCTL_SET_SPARSE_: /* every file of the host may have holes */
        return file->kind == IO_REGULAR ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
    case FSCTL_SET_ZERO_DATA_:
        return zero_data(file, in, in_size);
    case FSCTL_QUERY_ALLOCATED_:
        return allocated_ranges(file, in, in_size, out, out_size, used);
    case FSCTL_GET_COMPRESSION_:
        if (out_size < sizeof(USHORT))
            return STATUS_BUFFER_TOO_SMALL;
        *(USHORT *)out = COMPRESSION_FORMAT_NONE;
        *used = sizeof(USHORT);
        return STATUS_SUCCESS;
    case FSCTL_SET_COMPRESSION_:
        if (in_size >= sizeof(USHORT) && *(const USHORT *)in == COMPRESSION_FORMAT_NONE)
            return STATUS_SUCCESS;
        return STATUS_INVALID_DEVICE_REQUEST;
    case FSCTL_IS_VOLUME_MOUNTED_:
        return STATUS_SUCCESS;
    default:
        return STATUS_INVALID_DEVICE_REQUEST;
    }
}

static NTSTATUS control(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
                        IO_STATUS_BLOCK *io, ULONG code, const void *in, ULONG in_size, void *out,
                        ULONG out_size)
{
    IO_FILE *file;
    IO_NOTICE notice;
    ULONG_PTR used = 0;
    NTSTATUS status = io_reference(handle, 0, &file);
    if (status)
        return status;
    status = io_notice_begin(&notice, file, event, routine, context, io);
    if (status) {
        ob_dereference(file);
        return status;
    }
    if (file->kind == IO_SOCKET) {
        status = afd_control(file, &notice, code, in, in_size, out, out_size);
    } else if (code >> 16 == 0x11) {
        status = io_pipe_control(file, &notice, code, in, in_size, out, out_size);
    } else {
        if (file->kind <= IO_SYMLINK || file->kind == IO_VOLUME)
            status = file_control(file, code, in, in_size, out, out_size, &used);
        else
            status = STATUS_INVALID_DEVICE_REQUEST;
        status = io_notice_end(&notice, status, used);
    }
    ob_dereference(file);
    return status;
}

NTSTATUS NTAPI NtFsControlFile(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
                               PIO_STATUS_BLOCK io, ULONG code, PVOID in, ULONG in_size, PVOID out,
                               ULONG out_size)
{
    return control(handle, event, routine, context, io, code, in, in_size, out, out_size);
}

NTSTATUS NTAPI NtDeviceIoControlFile(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                     PVOID context, PIO_STATUS_BLOCK io, ULONG code, PVOID in,
                                     ULONG in_size, PVOID out, ULONG out_size)
{
    return control(handle, event, routine, context, io, code, in, in_size, out, out_size);
}

NTSTATUS NTAPI NtQueryEaFile(HANDLE handle, IO_STATUS_BLOCK *io, PVOID buffer, ULONG size,
                             BOOLEAN single, PVOID list, ULONG list_size, ULONG *index,
                             BOOLEAN restart)
{
    IO_FILE *file;
    (void)io, (void)buffer, (void)size, (void)single, (void)list, (void)list_size, (void)index,
        (void)restart;
    NTSTATUS status = io_reference(handle, FILE_READ_EA, &file);
    if (status)
        return status;
    ob_dereference(file);
    return STATUS_NO_EAS_ON_FILE;
}

NTSTATUS NTAPI NtSetEaFile(HANDLE handle, IO_STATUS_BLOCK *io, PVOID buffer, ULONG size)
{
    IO_FILE *file;
    (void)io, (void)buffer, (void)size;
    NTSTATUS status = io_reference(handle, FILE_WRITE_EA, &file);
    if (status)
        return status;
    ob_dereference(file);
    return STATUS_EAS_NOT_SUPPORTED;
}
