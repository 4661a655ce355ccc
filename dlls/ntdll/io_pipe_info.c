/*
 * io_pipe_info.c - looking at pipes: peeking, states, modes, who is at the other end.
 */
#include "io_pipe.h"

NTSTATUS pipe_peek(IO_FILE *file, FILE_PIPE_PEEK_BUFFER *out, ULONG size, ULONG_PTR *used)
{
    const ULONG fixed = offsetof(FILE_PIPE_PEEK_BUFFER, Data);
    IO_PIPE *pipe = pipe_of(file);
    const PIPE_QUEUE *queue = &pipe->queues[file->pipe_end];
    NTSTATUS status = STATUS_SUCCESS;
    if (size < fixed)
        return STATUS_INFO_LENGTH_MISMATCH;
    pipe_lock(pipe);
    ULONG state = pipe_state(pipe, file);
    if (state == PIPE_DISCONNECTED)
        status = STATUS_PIPE_DISCONNECTED;
    else if (state == PIPE_LISTENING)
        status = STATUS_INVALID_PIPE_STATE;
    else if (state == PIPE_CLOSING && !queue->first)
        status = STATUS_PIPE_BROKEN;
    if (!status) {
        BOOLEAN message = pipe->read_mode[file->pipe_end];
        ULONG copied = pipe_look(queue, message, out->Data, size - fixed);
        out->NamedPipeState = state;
        out->ReadDataAvailable = queue->queued;
        out->NumberOfMessages = pipe->message ? queue->count : 0;
        out->MessageLength = pipe->message ? pipe_first_size(queue) : 0;
        *used = fixed + copied;
        if (pipe->message && copied < pipe_first_size(queue))
            status = STATUS_BUFFER_OVERFLOW;
    }
    pipe_unlock(pipe, NULL);
    return status;
}

/* The attributes that NT names in letters of eight bits. */
NTSTATUS pipe_attribute(IO_FILE *file, const char *name, ULONG size, void *out, ULONG out_size,
                        ULONG_PTR *used)
{
    static const struct {
        const char *name;
        ULONG size; /* with its zero */
        UCHAR end, session;
    } known[] = {
        {"ClientProcessId", 16, PIPE_CLIENT, FALSE},
        {"ServerProcessId", 16, PIPE_SERVER, FALSE},
        {"ClientSessionId", 16, PIPE_CLIENT, TRUE},
        {"ServerSessionId", 16, PIPE_SERVER, TRUE},
    };
    const IO_PIPE *pipe = pipe_of(file);
    for (ULONG i = 0; i < sizeof known / sizeof *known; i++) {
        if (size != known[i].size || __builtin_memcmp(name, known[i].name, size) != 0)
            continue;
        ULONG id = pipe->process[known[i].end];
        if (!id)
            return STATUS_NOT_FOUND;
        if (out_size < sizeof(ULONG))
            return STATUS_BUFFER_TOO_SMALL;
        *(ULONG *)out = known[i].session ? 1 : id;
        *used = sizeof(ULONG);
        return STATUS_SUCCESS;
    }
    return STATUS_NOT_FOUND;
}

static void put_local(const IO_PIPE *pipe, const IO_FILE *file, FILE_PIPE_LOCAL_INFORMATION *local)
{
    const PIPE_NAME *name = ARENA_AT(PIPE_NAME, pipe->name);
    const PIPE_QUEUE *in = &pipe->queues[file->pipe_end], *out = &pipe->queues[!file->pipe_end];
    local->NamedPipeType = pipe->message;
    local->NamedPipeConfiguration = pipe->configuration;
    local->MaximumInstances = name->maximum;
    local->CurrentInstances = name->count;
    local->InboundQuota = pipe->queues[PIPE_SERVER].quota;
    local->ReadDataAvailable = in->queued;
    local->OutboundQuota = pipe->queues[PIPE_CLIENT].quota;
    local->WriteQuotaAvailable = out->quota > out->queued ? out->quota - out->queued : 0;
    local->NamedPipeState = pipe_state(pipe, file);
    local->NamedPipeEnd = file->pipe_end;
}

NTSTATUS io_pipe_query(IO_FILE *file, ULONG class, PVOID buffer, ULONG size, ULONG_PTR *used)
{
    FILE_PIPE_INFORMATION *modes = buffer;
    if (file->kind == IO_STREAM)
        return io_stream_query(file, class, buffer, size, used);
    IO_PIPE *pipe = pipe_of(file);
    if (pipe->mailslot)
        return STATUS_INVALID_PARAMETER;
    *used = class == FilePipeInformation        ? sizeof *modes
            : class == FilePipeLocalInformation ? sizeof(FILE_PIPE_LOCAL_INFORMATION)
                                                : 2 * sizeof(LARGE_INTEGER);
    if (size < *used)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = STATUS_SUCCESS;
    pipe_lock(pipe);
    if (class == FilePipeInformation) {
        modes->ReadMode = pipe->read_mode[file->pipe_end];
        modes->CompletionMode = pipe->no_wait[file->pipe_end];
    } else if (class == FilePipeLocalInformation) {
        put_local(pipe, file, buffer);
    } else { /* FilePipeRemoteInformation: nothing is collected, no clients are remote */
        __builtin_memset(buffer, 0, *used);
    }
    pipe_unlock(pipe, NULL);
    return status;
}

NTSTATUS io_pipe_set(IO_FILE *file, ULONG class, const void *buffer, ULONG size)
{
    const FILE_PIPE_INFORMATION *info = buffer;
    ULONG end = file->pipe_end;
    (void)class, (void)size;
    if (info->ReadMode > 1 || info->CompletionMode > 1)
        return STATUS_INVALID_PARAMETER;
    if (file->kind == IO_STREAM)
        return info->ReadMode || info->CompletionMode ? STATUS_NOT_SUPPORTED : STATUS_SUCCESS;
    if (file->kind != IO_PIPE_END || pipe_of(file)->mailslot)
        return STATUS_INVALID_PARAMETER;
    IO_PIPE *pipe = pipe_of(file);
    NTSTATUS status = STATUS_SUCCESS;
    pipe_lock(pipe);
    if (pipe_state(pipe, file) == PIPE_DISCONNECTED && end == PIPE_CLIENT)
        status = STATUS_PIPE_DISCONNECTED;
    else if (info->ReadMode && !pipe->message)
        status = STATUS_INVALID_PARAMETER;
    else if (info->CompletionMode && !pipe->no_wait[end] &&
             (pipe->queues[end].readers || pipe->queues[!end].writers))
        status = STATUS_PIPE_BUSY;
    if (!status) {
        pipe->read_mode[end] = (UCHAR)info->ReadMode;
        pipe->no_wait[end] = (UCHAR)info->CompletionMode;
    }
    pipe_unlock(pipe, NULL);
    return status;
}

ULONG io_pipe_name(const IO_FILE *file, WCHAR *to, ULONG size)
{
    const PIPE_NAME *name = ARENA_AT(PIPE_NAME, pipe_of(file)->name);
    ULONG needed = name->length + 2;
    if (size >= 2)
        to[0] = '\\';
    for (ULONG i = 0; i < name->length / 2 && (i + 2) * 2 <= size; i++)
        to[i + 1] = name->text[i];
    return needed;
}

void io_pipe_standard(const IO_FILE *file, LONGLONG *allocated, LONGLONG *size)
{
    const IO_PIPE *pipe = pipe_of(file);
    *allocated = (LONGLONG)pipe->queues[0].quota + pipe->queues[1].quota;
    *size = pipe->queues[file->pipe_end].queued;
}
