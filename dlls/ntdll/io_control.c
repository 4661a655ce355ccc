/*
 * io_control.c - NtFsControlFile and NtDeviceIoControlFile, extended attributes.
 *
 * Only what the host can do is done; the rest says INVALID_DEVICE_REQUEST, as a file system without
 * the feature does.
 */
#include "io_private.h"

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
        return io_zero_data(file, in, in_size);
    case FSCTL_QUERY_ALLOCATED_:
        return io_allocated_ranges(file, in, in_size, out, out_size, used);
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
