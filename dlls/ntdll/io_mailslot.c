/*
 * io_mailslot.c - mailslots: one reader, many writers, messages that nobody waits to see taken.
 *
 * A mailslot is a pipe instance in one direction that is always connected: the server's queue.
 */
#include "io_pipe.h"
#include "ob_private.h"

static NTSTATUS try_read(IO_FILE *file, PVOID buffer, ULONG size, ULONG *done)
{
    PIPE_QUEUE *queue = &pipe_of(file)->queues[PIPE_SERVER];
    *done = 0;
    if (!queue->first || queue->readers)
        return STATUS_PENDING;
    if (pipe_first_size(queue) > size)
        return STATUS_BUFFER_TOO_SMALL; /* it stays, unlike a pipe's */
    return pipe_take(queue, TRUE, buffer, size, done);
}

/* An asynchronous read with a limit waits here: the host has no clock for requests. */
static NTSTATUS read_or_wait(IO_FILE *file, IO_NOTICE *notice, PVOID buffer, ULONG size,
                             ULONG *done)
{
    IO_PIPE *pipe = pipe_of(file);
    PIPE_REQUEST *request = NULL;
    LARGE_INTEGER timeout = {.QuadPart = pipe->read_timeout};
    int64_t deadline = ke_deadline(&timeout);
    for (;;) {
        pipe_lock(pipe);
        NTSTATUS status = try_read(file, buffer, size, done);
        if (status == STATUS_PENDING && request)
            pipe_append(&pipe->queues[PIPE_SERVER].readers, request);
        pipe_unlock(pipe, NULL);
        if (status == STATUS_PENDING && !deadline)
            return STATUS_IO_TIMEOUT;
        if (status != STATUS_PENDING || request) {
            if (request && status != STATUS_PENDING)
                pipe_request_drop(request);
            if (status == STATUS_PENDING && io_is_sync(file))
                status = pipe_wait(pipe, request, buffer, deadline, done);
            return status;
        }
        status = pipe_request_create(notice, PIPE_READ, buffer, size, &request);
        if (status)
            return status;
    }
}

NTSTATUS io_mailslot_read(IO_FILE *file, IO_NOTICE *notice, PVOID buffer, ULONG size)
{
    ULONG done = 0;
    if (file->pipe_end != PIPE_SERVER)
        return io_notice_end(notice, STATUS_INVALID_DEVICE_REQUEST, 0);
    NTSTATUS status = read_or_wait(file, notice, buffer, size, &done);
    return status == STATUS_PENDING ? status : io_notice_end(notice, status, done);
}

NTSTATUS io_mailslot_write(IO_FILE *file, IO_NOTICE *notice, const void *buffer, ULONG size)
{
    IO_PIPE *pipe = pipe_of(file);
    PIPE_ENDED ended = {0};
    NTSTATUS status = STATUS_SUCCESS;
    if (file->pipe_end != PIPE_CLIENT)
        return io_notice_end(notice, STATUS_INVALID_DEVICE_REQUEST, 0);
    pipe_lock(pipe);
    if (pipe->server_gone)
        status = STATUS_FILE_FORCED_CLOSED;
    else if (pipe->message_limit && size > pipe->message_limit)
        status = STATUS_INVALID_PARAMETER;
    else
        status = pipe_put(&pipe->queues[PIPE_SERVER], TRUE, buffer, size, 0);
    if (!status)
        pipe_settle(pipe, PIPE_SERVER, &ended);
    pipe_unlock(pipe, &ended);
    return io_notice_end(notice, status, status ? 0 : size);
}

NTSTATUS io_mailslot_open(const IO_PATH *path, ACCESS_MASK access, ULONG share, ULONG options,
                          IO_FILE **file)
{
    UNICODE_STRING text = path->rest;
    NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
    if (text.Length && text.Buffer[0] == '\\')
        text.Buffer++, text.Length -= 2;
    if (!text.Length)
        return STATUS_OBJECT_NAME_INVALID;
    pipe_names_lock();
    PIPE_NAME *name = pipe_find_name(&text, TRUE);
    if (name && name->instances) {
        IO_PIPE *pipe = ARENA_AT(IO_PIPE, name->instances);
        *file = pipe_new_file(pipe, PIPE_CLIENT, access, share, options);
        status = *file ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
        if (*file)
            InterlockedIncrement(&pipe->references);
    }
    pipe_names_unlock();
    return status;
}

/* Under the names' lock. */
static NTSTATUS make(const UNICODE_STRING *text, ULONG limit, ULONG quota, int64_t timeout,
                     IO_PIPE **result)
{
    if (pipe_find_name(text, TRUE))
        return STATUS_OBJECT_NAME_COLLISION;
    IO_PIPE *pipe = arena_alloc(sizeof *pipe);
    PIPE_NAME *name = pipe ? pipe_make_name(text, TRUE) : NULL;
    if (!name) {
        if (pipe)
            arena_free(pipe, sizeof *pipe);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    name->references = name->count = name->maximum = 1;
    name->instances = ARENA_OF(pipe);
    pipe->references = 1;
    pipe->name = ARENA_OF(name);
    pipe->state = PIPE_CONNECTED;
    pipe->mailslot = pipe->message = TRUE;
    pipe->read_mode[PIPE_SERVER] = 1;
    pipe->process[PIPE_SERVER] = ps_process->id;
    pipe->queues[PIPE_SERVER].quota = quota;
    pipe->message_limit = limit;
    pipe->read_timeout = timeout;
    *result = pipe;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtCreateMailslotFile(HANDLE *handle, ULONG access,
                                    const OBJECT_ATTRIBUTES *attributes, IO_STATUS_BLOCK *io,
                                    ULONG options, ULONG quota, ULONG limit,
                                    const LARGE_INTEGER *timeout)
{
    IO_PATH path;
    IO_PIPE *pipe = NULL;
    ACCESS_MASK mapped = ob_map_access(OB_FILE, access);
    NTSTATUS status = io_path_of(attributes, &path);
    if (!status && path.target != IO_TO_MAILSLOT)
        status = STATUS_OBJECT_NAME_INVALID;
    if (status)
        return status;
    if (path.rest.Length && path.rest.Buffer[0] == '\\')
        path.rest.Buffer++, path.rest.Length -= 2;
    if (!path.rest.Length)
        return STATUS_OBJECT_NAME_INVALID;
    pipe_names_lock();
    status = make(&path.rest, limit, quota, timeout ? timeout->QuadPart : INT64_MIN, &pipe);
    pipe_names_unlock();
    if (status)
        return status;
    IO_FILE *file =
        pipe_new_file(pipe, PIPE_SERVER, mapped, FILE_SHARE_READ | FILE_SHARE_WRITE, options);
    if (!file) {
        pipe_names_lock();
        pipe_remove_instance(pipe);
        pipe_names_unlock();
        pipe_free(pipe);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    status = ob_create_handle(file, mapped, attributes->Attributes, handle);
    if (status)
        io_file_ops.last_close(file);
    ob_dereference(file);
    if (!status)
        io->Status = STATUS_SUCCESS, io->Information = FILE_CREATED;
    return status;
}

NTSTATUS io_mailslot_query(IO_FILE *file, PVOID buffer, ULONG size, ULONG_PTR *used)
{
    FILE_MAILSLOT_QUERY_INFORMATION *info = buffer;
    if (size < sizeof *info)
        return STATUS_INFO_LENGTH_MISMATCH;
    if (file->kind != IO_PIPE_END || !pipe_of(file)->mailslot || file->pipe_end != PIPE_SERVER)
        return STATUS_INVALID_PARAMETER;
    IO_PIPE *pipe = pipe_of(file);
    const PIPE_QUEUE *queue = &pipe->queues[PIPE_SERVER];
    pipe_lock(pipe);
    info->MaximumMessageSize = pipe->message_limit;
    info->MailslotQuota = queue->quota;
    info->NextMessageSize = queue->first ? pipe_first_size(queue) : MAXDWORD;
    info->MessagesAvailable = queue->count;
    info->ReadTimeout.QuadPart = pipe->read_timeout;
    pipe_unlock(pipe, NULL);
    *used = sizeof *info;
    return STATUS_SUCCESS;
}

NTSTATUS io_mailslot_set(IO_FILE *file, const void *buffer)
{
    const FILE_MAILSLOT_SET_INFORMATION *info = buffer;
    if (file->kind != IO_PIPE_END || !pipe_of(file)->mailslot || file->pipe_end != PIPE_SERVER)
        return STATUS_INVALID_PARAMETER;
    pipe_of(file)->read_timeout = info->ReadTimeout.QuadPart;
    return STATUS_SUCCESS;
}
