/*
 * io_pipe.c - named pipes: none can be made yet, so none is found; anonymous ones are host streams.
 */
#include "io_private.h"

NTSTATUS io_pipe_open(const UNICODE_STRING *name, ACCESS_MASK access, ULONG share, ULONG options,
                      IO_FILE **file)
{
    if (name->Length > 2)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    *file = io_new_file(NULL, IO_PIPE_ROOT, access, share, options);
    return *file ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

void io_pipe_close(IO_FILE *file)
{
    (void)file;
}

NTSTATUS io_pipe_read(IO_FILE *file, IO_NOTICE *notice, PVOID buffer, ULONG size)
{
    (void)file, (void)buffer, (void)size;
    return io_notice_end(notice, STATUS_INVALID_DEVICE_REQUEST, 0);
}

NTSTATUS io_pipe_write(IO_FILE *file, IO_NOTICE *notice, const void *buffer, ULONG size)
{
    (void)file, (void)buffer, (void)size;
    return io_notice_end(notice, STATUS_INVALID_DEVICE_REQUEST, 0);
}

NTSTATUS io_pipe_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, const void *in,
                         ULONG in_size, void *out, ULONG out_size)
{
    if (code == FSCTL_PIPE_WAIT_ && file->kind == IO_PIPE_ROOT)
        return io_notice_end(notice, io_pipe_wait(in, in_size), 0);
    return io_stream_control(file, notice, code, out, out_size);
}

NTSTATUS io_pipe_query(IO_FILE *file, ULONG class, PVOID buffer, ULONG size, ULONG_PTR *used)
{
    return io_stream_query(file, class, buffer, size, used);
}

NTSTATUS io_pipe_set(IO_FILE *file, ULONG class, const void *buffer, ULONG size)
{
    const FILE_PIPE_INFORMATION *info = buffer;
    (void)class, (void)size;
    if (file->kind != IO_STREAM)
        return STATUS_INVALID_PARAMETER;
    return info->ReadMode || info->CompletionMode ? STATUS_NOT_SUPPORTED : STATUS_SUCCESS;
}

NTSTATUS io_pipe_flush(IO_FILE *file)
{
    (void)file;
    return STATUS_INVALID_DEVICE_REQUEST;
}

NTSTATUS io_pipe_wait(const FILE_PIPE_WAIT_FOR_BUFFER *wait, ULONG size)
{
    (void)wait, (void)size;
    return STATUS_OBJECT_NAME_NOT_FOUND;
}

ULONG io_pipe_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *status)
{
    (void)file, (void)thread, (void)status;
    return 0;
}

NTSTATUS NTAPI NtCreateNamedPipeFile(HANDLE *handle, ULONG access,
                                     const OBJECT_ATTRIBUTES *attributes, IO_STATUS_BLOCK *io,
                                     ULONG share, ULONG disposition, ULONG options, ULONG type,
                                     ULONG read_mode, ULONG completion, ULONG instances,
                                     ULONG in_quota, ULONG out_quota, const LARGE_INTEGER *timeout)
{
    (void)handle, (void)access, (void)attributes, (void)io, (void)share, (void)disposition;
    (void)options, (void)type, (void)read_mode, (void)completion, (void)instances;
    (void)in_quota, (void)out_quota, (void)timeout;
    return STATUS_NOT_SUPPORTED;
}
