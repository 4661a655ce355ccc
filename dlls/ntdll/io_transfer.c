/*
 * io_transfer.c - NtReadFile, NtWriteFile and their kin.
 *
 * A regular file is read and written by one host call in the caller's thread, whether the handle is
 * synchronous or not: it completes at once, which NT allows, and event, routine and packet are
 * delivered then. Streams of the host block the caller; pipes of the session have their own file.
 */
#include "io_private.h"

#define SECTOR     512u
#define AT_END     (-1)        /* FILE_WRITE_TO_END_OF_FILE as a 64-bit offset */
#define AT_CURRENT (-2)        /* FILE_USE_FILE_POINTER_POSITION */
#define LARGEST    0x7ffff000u /* the host takes no more at once */

static NTSTATUS host_transfer(PalHandle handle, BOOLEAN write, uint64_t offset, char *buffer,
                              ULONG size, ULONG *done)
{
    NTSTATUS status = STATUS_SUCCESS;
    ULONG total = 0;
    do {
        uint64_t now = 0, want = size - total < LARGEST ? size - total : LARGEST;
        uint64_t at = offset == PAL_OFFSET_CURRENT ? offset : offset + total;
        do
            status = write ? pal_file_write(handle, at, buffer + total, want, &now)
                           : pal_file_read(handle, at, buffer + total, want, &now);
        while (!io_block_cancelled() &&
               (status == PAL_STATUS_INTERRUPTED ||
                (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK &&
                 io_stream_wait(handle, write, PAL_FOREVER) == STATUS_SUCCESS)));
        if (status == PAL_STATUS_INTERRUPTED || status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
            status = io_block_cancelled() ? STATUS_CANCELLED : status;
        if (status)
            break;
        total += (ULONG)now;
        if (!write || now == 0)
            break; /* a short read is an answer, a short write is not */
    } while (total < size);
    *done = total;
    if (total && status && status != STATUS_CANCELLED)
        status = STATUS_SUCCESS;
    if (write && status == STATUS_ACCESS_VIOLATION)
        status = STATUS_INVALID_USER_BUFFER;
    return status;
}

/* Where a transfer on a regular file goes. */
static NTSTATUS resolve_offset(IO_FILE *file, BOOLEAN write, const LARGE_INTEGER *where,
                               BOOLEAN *current, int64_t *offset)
{
    PalFileInfo info;
    *current = !where || (where->QuadPart == AT_CURRENT && io_is_sync(file));
    if (*current && !io_is_sync(file))
        return STATUS_INVALID_PARAMETER;
    *offset = *current ? 0 : where->QuadPart;
    if (!*current && *offset == AT_END && write) {
        NTSTATUS status = pal_file_query(io_handle(file), "", 0, 0, &info);
        *offset = (int64_t)info.size;
        return status;
    }
    return *offset < 0 ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static NTSTATUS transfer_regular(IO_FILE *file, BOOLEAN write, char *buffer, ULONG size,
                                 const LARGE_INTEGER *where, const ULONG *key, ULONG *done)
{
    BOOLEAN current;
    int64_t offset;
    NTSTATUS status = resolve_offset(file, write, where, &current, &offset);
    if (status)
        return status;
    if (current) { /* the position is one for all threads that use the handle */
        ke_enter();
        arena_lock(&file->lock);
        offset = file->position;
    }
    if (file->options & FILE_NO_INTERMEDIATE_BUFFERING && ((ULONG)offset | size) & (SECTOR - 1))
        status = STATUS_INVALID_PARAMETER;
    if (!status)
        status = io_lock_check(file, (uint64_t)offset, size, key, write);
    if (!status && size == 0)
        *done = 0;
    else if (!status)
        status = host_transfer(io_handle(file), write, (uint64_t)offset, buffer, size, done);
    if (!status && io_is_sync(file))
        file->position = offset + *done;
    if (current) {
        arena_unlock(&file->lock);
        ke_leave();
    }
    return status;
}

/* Appending handles: the host finds the end, and the position follows. */
static NTSTATUS append_regular(IO_FILE *file, char *buffer, ULONG size, ULONG *done)
{
    PalFileInfo info;
    NTSTATUS status = host_transfer(io_handle(file), TRUE, 0, buffer, size, done);
    if (!status && io_is_sync(file) && pal_file_query(io_handle(file), "", 0, 0, &info) == PAL_OK)
        file->position = (int64_t)info.size;
    return status;
}

static NTSTATUS transfer(IO_FILE *file, ACCESS_MASK granted, BOOLEAN write, char *buffer,
                         ULONG size, const LARGE_INTEGER *where, const ULONG *key, ULONG *done)
{
    NTSTATUS status;
    *done = 0;
    switch (file->kind) {
    case IO_REGULAR:
        if (write && !(granted & FILE_WRITE_DATA))
            return append_regular(file, buffer, size, done);
        return transfer_regular(file, write, buffer, size, where, key, done);
    case IO_CONSOLE:
        return io_console_transfer(file, write, buffer, size, done);
    case IO_STREAM:
    case IO_TERMINAL:
    case IO_DEVICE:
        if (size == 0 && write)
            return STATUS_SUCCESS;
        if (file->peeked && !write && (*done = io_stream_take_peeked(file, buffer, size)) != 0)
            return STATUS_SUCCESS;
        io_block_begin(file);
        status =
            host_transfer(io_handle(file), write,
                          file->is_file && where && where->QuadPart >= 0 ? (uint64_t)where->QuadPart
                                                                         : PAL_OFFSET_CURRENT,
                          buffer, size, done);
        io_block_end();
        if (write && status == STATUS_PIPE_BROKEN)
            return STATUS_PIPE_CLOSING; /* the writer's word for it */
        return status;
    case IO_NULL:
        *done = write ? size : 0;
        return write ? STATUS_SUCCESS : STATUS_END_OF_FILE;
    default:
        return STATUS_INVALID_DEVICE_REQUEST;
    }
}

static NTSTATUS read_write(HANDLE handle, BOOLEAN write, HANDLE event, PIO_APC_ROUTINE routine,
                           PVOID context, IO_STATUS_BLOCK *io, char *buffer, ULONG size,
                           const LARGE_INTEGER *where, const ULONG *key)
{
    IO_FILE *file;
    ACCESS_MASK granted;
    ULONG done;
    NTSTATUS status = ob_reference(handle, OB_FILE, 0, (void **)&file, &granted);
    if (status)
        return status;
    if (!(granted & (write ? FILE_WRITE_DATA | FILE_APPEND_DATA : FILE_READ_DATA))) {
        status = STATUS_ACCESS_DENIED;
    } else if (file->kind == IO_SOCKET) {
        IO_NOTICE notice;
        status = io_notice_begin(&notice, file, event, routine, context, io);
        if (!status)
            status = file->socket ? afd_file_transfer(file, &notice, write, buffer, size)
                                  : io_notice_end(&notice, STATUS_INVALID_DEVICE_REQUEST, 0);
    } else if (file->kind == IO_PIPE_END) {
        IO_NOTICE notice;
        status = io_notice_begin(&notice, file, event, routine, context, io);
        if (!status)
            status = write ? io_pipe_write(file, &notice, buffer, size)
                           : io_pipe_read(file, &notice, buffer, size);
    } else if (io_notice_is_plain(file, event, routine)) {
        status = transfer(file, granted, write, buffer, size, where, key, &done);
        if (status >= 0) {
            io->Information = done;
            io->Status = status;
        }
    } else {
        IO_NOTICE notice;
        status = io_notice_begin(&notice, file, event, routine, context, io);
        if (!status) {
            status = transfer(file, granted, write, buffer, size, where, key, &done);
            status = io_notice_end(&notice, status, done);
        }
    }
    ob_dereference(file);
    return status;
}

NTSTATUS NTAPI NtReadFile(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
                          IO_STATUS_BLOCK *io, PVOID buffer, ULONG size, const LARGE_INTEGER *where,
                          const ULONG *key)
{
    return read_write(handle, FALSE, event, routine, context, io, buffer, size, where, key);
}

NTSTATUS NTAPI NtWriteFile(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
                           IO_STATUS_BLOCK *io, const void *buffer, ULONG size,
                           const LARGE_INTEGER *where, const ULONG *key)
{
    return read_write(handle, TRUE, event, routine, context, io, (char *)buffer, size, where, key);
}

/* Page by page; each segment is one page of the host's granularity. */
static NTSTATUS segments(HANDLE handle, BOOLEAN write, HANDLE event, PIO_APC_ROUTINE routine,
                         PVOID context, IO_STATUS_BLOCK *io, FILE_SEGMENT_ELEMENT *list, ULONG size,
                         const LARGE_INTEGER *where)
{
    IO_FILE *file;
    IO_NOTICE notice;
    ULONG total = 0, done;
    NTSTATUS status = io_reference(handle, write ? FILE_WRITE_DATA : FILE_READ_DATA, &file);
    if (status)
        return status;
    if (!where || file->kind != IO_REGULAR)
        status = STATUS_INVALID_PARAMETER;
    if (!status)
        status = io_notice_begin(&notice, file, event, routine, context, io);
    if (status) {
        ob_dereference(file);
        return status;
    }
    for (; total < size && !status; list++) {
        ULONG part = size - total < 4096 ? size - total : 4096;
        LARGE_INTEGER at = {.QuadPart = where->QuadPart + total};
        status = transfer_regular(file, write, list->Buffer, part, &at, NULL, &done);
        if (!status)
            total += done;
        if (status || done < part)
            break;
    }
    if (status == STATUS_END_OF_FILE && total)
        status = STATUS_SUCCESS;
    status = io_notice_end(&notice, status, total);
    ob_dereference(file);
    return status;
}

NTSTATUS NTAPI NtReadFileScatter(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                 PVOID context, IO_STATUS_BLOCK *io, FILE_SEGMENT_ELEMENT *list,
                                 ULONG size, const LARGE_INTEGER *where, const ULONG *key)
{
    (void)key;
    return segments(handle, FALSE, event, routine, context, io, list, size, where);
}

NTSTATUS NTAPI NtWriteFileGather(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                 PVOID context, IO_STATUS_BLOCK *io, FILE_SEGMENT_ELEMENT *list,
                                 ULONG size, const LARGE_INTEGER *where, const ULONG *key)
{
    (void)key;
    return segments(handle, TRUE, event, routine, context, io, list, size, where);
}

NTSTATUS NTAPI NtFlushBuffersFile(HANDLE handle, IO_STATUS_BLOCK *io)
{
    IO_FILE *file;
    NTSTATUS status = io_reference(handle, FILE_WRITE_DATA | FILE_APPEND_DATA, &file);
    if (status)
        return status;
    if (file->kind == IO_REGULAR)
        status = pal_file_sync(io_handle(file));
    else if (file->kind == IO_PIPE_END)
        status = io_pipe_flush(file);
    ob_dereference(file);
    if (!status) {
        io->Status = status;
        io->Information = 0;
    }
    return status;
}

NTSTATUS NTAPI NtFlushBuffersFileEx(HANDLE handle, ULONG flags, PVOID parameters, ULONG size,
                                    IO_STATUS_BLOCK *io)
{
    (void)flags, (void)parameters, (void)size;
    return NtFlushBuffersFile(handle, io);
}
