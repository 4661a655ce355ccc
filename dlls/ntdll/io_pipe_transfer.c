/*
 * io_pipe_transfer.c - reading from pipes and writing to them.
 *
 * Every operation is tried first; where it would have to wait a request is made without the lock,
 * and then it is tried once more.
 */
#include "io_pipe.h"

#define STREAM_PART  0x100000u  /* a synchronous write to a stream goes in parts of this size */
#define LARGEST_PART 0x1000000u /* what the arena may have to hold of one write */

typedef struct TRANSFER {
    IO_FILE *file;
    IO_PIPE *pipe;
    PIPE_QUEUE *queue; /* the direction */
    char *buffer;
    ULONG size, done;
    PIPE_REQUEST *request;
} TRANSFER;

typedef NTSTATUS (*ATTEMPT)(TRANSFER *t, PIPE_ENDED *ended);

/* ---- reading */

static NTSTATUS unreadable(ULONG state)
{
    return state == PIPE_LISTENING ? STATUS_PIPE_LISTENING : STATUS_PIPE_DISCONNECTED;
}

static NTSTATUS try_read(TRANSFER *t, PIPE_ENDED *ended)
{
    ULONG end = t->file->pipe_end, state = pipe_state(t->pipe, t->file);
    if (state < PIPE_CONNECTED)
        return unreadable(state);
    if (t->queue->first && !t->queue->readers) {
        NTSTATUS status =
            pipe_take(t->queue, t->pipe->read_mode[end], t->buffer, t->size, &t->done);
        if (t->queue->writers)
            pipe_settle(t->pipe, end, ended);
        return status;
    }
    if (state == PIPE_CLOSING)
        return STATUS_PIPE_BROKEN;
    if (t->pipe->no_wait[end])
        return STATUS_PIPE_EMPTY;
    if (t->request)
        pipe_append(&t->queue->readers, t->request);
    return STATUS_PENDING;
}

/* ---- writing */

static NTSTATUS unwritable(ULONG state)
{
    return state == PIPE_CLOSING     ? STATUS_PIPE_CLOSING
           : state == PIPE_LISTENING ? STATUS_PIPE_LISTENING
                                     : STATUS_PIPE_DISCONNECTED;
}

/* What does not fit is not written: all of a message, the rest of a stream. */
static NTSTATUS write_now(TRANSFER *t, ULONG room)
{
    ULONG size = t->size <= room ? t->size : t->pipe->message ? 0 : room;
    NTSTATUS status = STATUS_SUCCESS;
    if (size || !t->size)
        status = pipe_put(t->queue, t->pipe->message, t->buffer, size, 0);
    t->done = status ? 0 : size;
    return status;
}

static NTSTATUS try_write(TRANSFER *t, PIPE_ENDED *ended)
{
    ULONG end = t->file->pipe_end, state = pipe_state(t->pipe, t->file);
    PIPE_QUEUE *q = t->queue;
    ULONG room = q->quota > q->queued ? q->quota - q->queued : 0;
    NTSTATUS status = STATUS_SUCCESS;
    if (state != PIPE_CONNECTED)
        return unwritable(state);
    if (t->size <= room || t->pipe->no_wait[end]) {
        status = write_now(t, room);
    } else if (!t->request) {
        return STATUS_PENDING;
    } else {
        t->request->serial = ++t->pipe->serial;
        status = pipe_put(q, t->pipe->message, t->buffer, t->size, t->request->serial);
        if (status)
            pipe_take_back(q, t->request->serial);
        t->request->until = q->written > q->quota ? q->written - q->quota : 0;
        t->done = t->size;
    }
    if (q->readers)
        pipe_settle(t->pipe, !end, ended);
    if (status || !t->request || q->taken >= t->request->until)
        return status;
    pipe_append(&q->writers, t->request);
    return STATUS_PENDING;
}

static NTSTATUS try_flush(TRANSFER *t, PIPE_ENDED *ended)
{
    ULONG state = pipe_state(t->pipe, t->file);
    (void)ended;
    if (state != PIPE_CONNECTED)
        return unwritable(state);
    if (!t->queue->first)
        return STATUS_SUCCESS;
    if (t->request) {
        t->request->until = t->queue->written;
        t->request->serial = ++t->pipe->serial;
        pipe_append(&t->queue->writers, t->request);
    }
    return STATUS_PENDING;
}

/* ---- both */

/* Synchronous files: waits for the end. PENDING: the request has been left. */
static NTSTATUS attempt(TRANSFER *t, const IO_NOTICE *notice, enum pipe_operation operation,
                        ATTEMPT try)
{
    NTSTATUS status = STATUS_PENDING;
    t->request = NULL;
    for (;;) {
        PIPE_ENDED ended;
        ended.first = ended.last = 0;
        ended.count = 0;
        t->done = 0;
        pipe_lock(t->pipe);
        status = try(t, &ended);
        pipe_unlock(t->pipe, &ended);
        if (status != STATUS_PENDING || t->request)
            break;
        status = pipe_request_create(notice, operation, t->buffer, t->size, &t->request);
        if (status)
            return status;
    }
    if (!t->request)
        return status;
    if (status != STATUS_PENDING)
        pipe_request_drop(t->request);
    else if (pipe_waits(t->file, operation))
        status = pipe_wait(t->pipe, t->request, operation == PIPE_READ ? t->buffer : NULL,
                           PAL_FOREVER, &t->done);
    return status;
}

static TRANSFER begin(IO_FILE *file, ULONG reader, const void *buffer, ULONG size)
{
    IO_PIPE *pipe = pipe_of(file);
    return (TRANSFER){file, pipe, &pipe->queues[reader], (char *)buffer, size, 0, NULL};
}

NTSTATUS io_pipe_read(IO_FILE *file, IO_NOTICE *notice, PVOID buffer, ULONG size)
{
    TRANSFER t = begin(file, file->pipe_end, buffer, size);
    if (t.pipe->mailslot)
        return io_mailslot_read(file, notice, buffer, size);
    NTSTATUS status = attempt(&t, notice, PIPE_READ, try_read);
    return status == STATUS_PENDING ? status : io_notice_end(notice, status, t.done);
}

NTSTATUS io_pipe_write(IO_FILE *file, IO_NOTICE *notice, const void *buffer, ULONG size)
{
    TRANSFER t = begin(file, !file->pipe_end, buffer, size);
    ULONG total = 0;
    NTSTATUS status;
    if (t.pipe->mailslot)
        return io_mailslot_write(file, notice, buffer, size);
    BOOLEAN parts = io_is_sync(file) && !t.pipe->message;
    if (!parts && size > LARGEST_PART - sizeof(PIPE_CHUNK))
        return io_notice_end(notice, STATUS_INSUFFICIENT_RESOURCES, 0);
    do {
        t.size = parts && size - total > STREAM_PART ? STREAM_PART : size - total;
        status = attempt(&t, notice, PIPE_WRITE, try_write);
        if (status)
            break;
        total += t.done;
        t.buffer += t.done;
    } while (total < size && t.done);
    return status == STATUS_PENDING ? status : io_notice_end(notice, status, total);
}

NTSTATUS io_pipe_flush(IO_FILE *file)
{
    IO_STATUS_BLOCK io;
    IO_NOTICE notice = {.file = file, .status = &io};
    TRANSFER t = begin(file, !file->pipe_end, NULL, 0);
    if (t.pipe->mailslot)
        return STATUS_SUCCESS;
    return attempt(&t, &notice, PIPE_FLUSH, try_flush);
}

/* Under the lock: a message out, before its answer is waited for. */
static NTSTATUS send_question(IO_FILE *file, IO_PIPE *pipe, const void *in, ULONG size)
{
    ULONG end = file->pipe_end, state = pipe_state(pipe, file);
    if (state != PIPE_CONNECTED)
        return state == PIPE_DISCONNECTED ? STATUS_PIPE_DISCONNECTED : STATUS_INVALID_PIPE_STATE;
    if (pipe->configuration != PIPE_DUPLEX)
        return STATUS_INVALID_PIPE_STATE;
    if (!pipe->read_mode[end])
        return STATUS_INVALID_READ_MODE;
    if (pipe->queues[end].first)
        return STATUS_PIPE_BUSY;
    return pipe_put(&pipe->queues[!end], TRUE, in, size, 0);
}

NTSTATUS io_pipe_transceive(IO_FILE *file, IO_NOTICE *notice, const void *in, ULONG in_size,
                            void *out, ULONG out_size)
{
    IO_PIPE *pipe = pipe_of(file);
    PIPE_ENDED ended = {0};
    pipe_lock(pipe);
    NTSTATUS status = send_question(file, pipe, in, in_size);
    if (!status)
        pipe_settle(pipe, !file->pipe_end, &ended);
    pipe_unlock(pipe, &ended);
    return status ? io_notice_end(notice, status, 0) : io_pipe_read(file, notice, out, out_size);
}
