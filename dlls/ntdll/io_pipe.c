/*
 * io_pipe.c - the ends of pipes: connecting, disconnecting, closing.
 *
 * An instance is the server's; its connections are counted, and a client's file object has the
 * number of its own: when the server disconnects, the client's end is out of date.
 */
#include "io_pipe.h"

#define READ_RIGHTS  FILE_READ_DATA
#define WRITE_RIGHTS (FILE_WRITE_DATA | FILE_APPEND_DATA)

ULONG pipe_state(const IO_PIPE *pipe, const IO_FILE *file)
{
    if (file->pipe_end == PIPE_CLIENT && !pipe->mailslot && file->id != pipe->generation)
        return PIPE_DISCONNECTED;
    return pipe->state;
}

IO_FILE *pipe_new_file(IO_PIPE *pipe, ULONG end, ACCESS_MASK access, ULONG share, ULONG options)
{
    IO_FILE *file = io_new_file(NULL, IO_PIPE_END, access, share, options);
    if (file) {
        file->pipe = ARENA_OF(pipe);
        file->pipe_end = end;
        file->id = pipe->generation;
    }
    return file;
}

void io_pipe_release(IO_FILE *file)
{
    IO_PIPE *pipe = pipe_of(file);
    file->pipe = 0;
    if (InterlockedDecrement(&pipe->references) == 0)
        pipe_free(pipe);
}

/* ---- a client comes */

static NTSTATUS connect(IO_PIPE *pipe, ACCESS_MASK access, ULONG share, ULONG options,
                        IO_FILE **file)
{
    PIPE_ENDED ended = {0};
    NTSTATUS status = STATUS_SUCCESS;
    pipe_lock(pipe);
    if (pipe->state != PIPE_LISTENING)
        status = STATUS_PIPE_NOT_AVAILABLE;
    else if ((access & READ_RIGHTS && pipe->configuration == PIPE_INBOUND) ||
             (access & WRITE_RIGHTS && pipe->configuration == PIPE_OUTBOUND))
        status = STATUS_ACCESS_DENIED;
    if (!status) {
        pipe->generation++;
        *file = pipe_new_file(pipe, PIPE_CLIENT, access, share, options);
        status = *file ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
    }
    if (!status) {
        InterlockedIncrement(&pipe->references);
        pipe->read_mode[PIPE_CLIENT] = pipe->no_wait[PIPE_CLIENT] = 0;
        pipe->process[PIPE_CLIENT] = ps_process->id;
        pipe->state = PIPE_CONNECTED;
        pipe_end_all(&pipe->listeners, STATUS_SUCCESS, &ended);
    }
    pipe_unlock(pipe, &ended);
    return status;
}

/* The pipe's first instance that listens. */
static NTSTATUS connect_by_name(const UNICODE_STRING *text, ACCESS_MASK access, ULONG share,
                                ULONG options, IO_FILE **file)
{
    NTSTATUS status = STATUS_PIPE_NOT_AVAILABLE;
    pipe_names_lock();
    PIPE_NAME *name = pipe_find_name(text, FALSE);
    if (!name)
        status = STATUS_OBJECT_NAME_NOT_FOUND;
    for (arena_ptr at = name ? name->instances : 0; at && status == STATUS_PIPE_NOT_AVAILABLE;
         at = ARENA_AT(IO_PIPE, at)->next)
        status = connect(ARENA_AT(IO_PIPE, at), access, share, options, file);
    pipe_names_unlock();
    return status;
}

/* The client's end of the very instance that a server handle is. */
static NTSTATUS connect_by_server(HANDLE handle, ACCESS_MASK access, ULONG share, ULONG options,
                                  IO_FILE **file)
{
    IO_FILE *server;
    NTSTATUS status = io_reference(handle, 0, &server);
    if (status)
        return status;
    status = server->kind == IO_PIPE_END && server->pipe_end == PIPE_SERVER
                 ? connect(pipe_of(server), access, share, options, file)
                 : STATUS_OBJECT_TYPE_MISMATCH;
    ob_dereference(server);
    return status;
}

NTSTATUS io_pipe_open(const IO_PATH *path, ACCESS_MASK access, ULONG share, ULONG options,
                      IO_FILE **file)
{
    UNICODE_STRING text = path->rest;
    if (path->pipe_server)
        return connect_by_server(path->pipe_server, access, share, options, file);
    if (text.Length && text.Buffer[0] == '\\')
        text.Buffer++, text.Length -= 2;
    if (text.Length)
        return connect_by_name(&text, access, share, options, file);
    *file = io_new_file(NULL, IO_PIPE_ROOT, access, share, options);
    return *file ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

/* ---- an end goes */

/* Under the lock: nothing more goes from either end. What `reader` has not read yet stays where
 * it may still read. */
static void end_requests(IO_PIPE *pipe, NTSTATUS status, PIPE_ENDED *ended)
{
    for (int i = 0; i < 2; i++) {
        pipe_end_all(&pipe->queues[i].readers, status, ended);
        pipe_end_all(&pipe->queues[i].writers, status, ended);
    }
    pipe_end_all(&pipe->listeners, status, ended);
}

static void close_client(IO_PIPE *pipe, const IO_FILE *file, PIPE_ENDED *ended)
{
    if (pipe_state(pipe, file) == PIPE_DISCONNECTED)
        return;
    pipe->state = PIPE_CLOSING;
    pipe_drop_data(&pipe->queues[PIPE_CLIENT]);
    end_requests(pipe, STATUS_PIPE_BROKEN, ended);
}

static void close_server(IO_PIPE *pipe, PIPE_ENDED *ended)
{
    pipe->server_gone = TRUE;
    pipe->state = pipe->state == PIPE_CONNECTED ? PIPE_CLOSING : PIPE_DISCONNECTED;
    pipe_drop_data(&pipe->queues[PIPE_SERVER]);
    end_requests(pipe, STATUS_PIPE_BROKEN, ended);
}

void io_pipe_close(IO_FILE *file)
{
    IO_PIPE *pipe = pipe_of(file);
    PIPE_ENDED ended = {0};
    BOOLEAN server = file->pipe_end == PIPE_SERVER;
    if (server) {
        pipe_names_lock();
        pipe_remove_instance(pipe);
        pipe_names_unlock();
    }
    pipe_lock(pipe);
    if (server)
        close_server(pipe, &ended);
    else if (!pipe->mailslot)
        close_client(pipe, file, &ended);
    pipe_unlock(pipe, &ended);
}

/* ---- the server's part */

static NTSTATUS disconnect(IO_FILE *file)
{
    IO_PIPE *pipe = pipe_of(file);
    PIPE_ENDED ended = {0};
    NTSTATUS status = STATUS_SUCCESS;
    if (file->pipe_end != PIPE_SERVER)
        return STATUS_ILLEGAL_FUNCTION;
    pipe_lock(pipe);
    if (pipe->state == PIPE_DISCONNECTED) {
        status = STATUS_PIPE_DISCONNECTED;
    } else {
        pipe->state = PIPE_DISCONNECTED;
        pipe->generation++;
        pipe_drop_data(&pipe->queues[PIPE_CLIENT]);
        pipe_drop_data(&pipe->queues[PIPE_SERVER]);
        end_requests(pipe, STATUS_PIPE_DISCONNECTED, &ended);
    }
    pipe_unlock(pipe, &ended);
    return status;
}

/* Under the lock. PENDING: a client must come first. */
static NTSTATUS try_listen(IO_PIPE *pipe)
{
    switch (pipe->state) {
    case PIPE_CONNECTED:
        return STATUS_PIPE_CONNECTED;
    case PIPE_CLOSING:
        return STATUS_PIPE_CLOSING;
    case PIPE_LISTENING:
        return pipe->no_wait[PIPE_SERVER] ? STATUS_PIPE_LISTENING : STATUS_PENDING;
    default:
        pipe->state = PIPE_LISTENING;
        pipe_name_changed(ARENA_AT(PIPE_NAME, pipe->name));
        return pipe->no_wait[PIPE_SERVER] ? STATUS_SUCCESS : STATUS_PENDING;
    }
}

static NTSTATUS listen(IO_FILE *file, IO_NOTICE *notice)
{
    IO_PIPE *pipe = pipe_of(file);
    PIPE_REQUEST *request = NULL;
    ULONG done;
    if (file->pipe_end != PIPE_SERVER)
        return io_notice_end(notice, STATUS_ILLEGAL_FUNCTION, 0);
    NTSTATUS status = STATUS_SUCCESS;
    if (!pipe->no_wait[PIPE_SERVER])
        status = pipe_request_create(notice, PIPE_LISTEN, NULL, 0, &request);
    if (status)
        return io_notice_end(notice, status, 0);
    pipe_lock(pipe);
    status = try_listen(pipe);
    if (status == STATUS_PENDING && request)
        pipe_append(&pipe->listeners, request);
    pipe_unlock(pipe, NULL);
    if (status != STATUS_PENDING) {
        if (request)
            pipe_request_drop(request);
        return io_notice_end(notice, status, 0);
    }
    if (!io_is_sync(file))
        return STATUS_PENDING;
    return io_notice_end(notice, pipe_wait(pipe, request, NULL, PAL_FOREVER, &done), 0);
}

NTSTATUS io_pipe_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, const void *in,
                         ULONG in_size, void *out, ULONG out_size)
{
    ULONG_PTR used = 0;
    NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;
    if (file->kind == IO_PIPE_ROOT && code == FSCTL_PIPE_WAIT_)
        return io_notice_end(notice, io_pipe_wait(in, in_size), 0);
    if (file->kind == IO_STREAM)
        return io_stream_control(file, notice, code, out, out_size);
    if (file->kind != IO_PIPE_END || pipe_of(file)->mailslot)
        return io_notice_end(notice, status, 0);
    switch (code) {
    case FSCTL_PIPE_LISTEN_:
        return listen(file, notice);
    case FSCTL_PIPE_TRANSCEIVE_:
        return io_pipe_transceive(file, notice, in, in_size, out, out_size);
    case FSCTL_PIPE_DISCONNECT_:
        status = disconnect(file);
        break;
    case FSCTL_PIPE_PEEK_:
        status = pipe_peek(file, out, out_size, &used);
        break;
    case FSCTL_PIPE_GET_ATTRIBUTE_:
    case FSCTL_PIPE_GET_CONNECTION_:
        status = pipe_attribute(file, in, in_size, out, out_size, &used);
        break;
    case FSCTL_PIPE_IMPERSONATE_: /* every process of a session is the same user's */
        status = STATUS_CANNOT_IMPERSONATE;
        break;
    }
    return io_notice_end(notice, status, used);
}
