/*
 * io_stream.c - what pipes of Windows can do and streams of the host cannot: looking at data
 * without taking it. What was looked at stays in a buffer of the file object, and reads take from
 * there first.
 */
#include "io_private.h"

#define PEEK_SIZE   4096
#define PIPE_BUFFER 65536 /* what the host's pipes hold */
#define CONNECTED   3     /* FILE_PIPE_CONNECTED_STATE */

typedef struct IO_PEEKED {
    ULONG start, end;
    char data[PEEK_SIZE];
} IO_PEEKED;

NTSTATUS io_stream_wait(PalHandle stream, BOOLEAN write, int64_t deadline)
{
    PalHandle queue;
    PalReady ready;
    uint32_t count;
    NTSTATUS status = pal_queue_create(&queue);
    if (status)
        return status;
    status = pal_queue_watch(queue, stream, write ? PAL_READY_WRITE : PAL_READY_READ, 1);
    if (!status)
        do
            status = pal_queue_wait(queue, &ready, 1, deadline, &count);
        while (status == PAL_STATUS_INTERRUPTED && !io_block_cancelled());
    else if (status == (NTSTATUS)PAL_STATUS_INVALID_REQUEST)
        status = STATUS_SUCCESS; /* a file: always ready */
    pal_handle_close(queue);
    return status;
}

static void lock(IO_FILE *file)
{
    ke_enter();
    arena_lock(&file->lock);
}

static void unlock(IO_FILE *file)
{
    arena_unlock(&file->lock);
    ke_leave();
}

ULONG io_stream_take_peeked(IO_FILE *file, char *buffer, ULONG size)
{
    IO_PEEKED *peeked = (IO_PEEKED *)(ULONG_PTR)file->peeked;
    lock(file);
    ULONG count = peeked->end - peeked->start;
    if (count > size)
        count = size;
    __builtin_memcpy(buffer, peeked->data + peeked->start, count);
    peeked->start += count;
    unlock(file);
    return count;
}

void io_stream_close(IO_FILE *file)
{
    if (file->process == pal_boot->process_id)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, (PVOID)(ULONG_PTR)file->peeked);
    file->peeked = 0;
}

/* Under the lock: takes in what is there. PIPE_BROKEN when nothing is and nobody writes. */
static NTSTATUS refill(IO_FILE *file, IO_PEEKED *peeked)
{
    uint64_t done = 0;
    __builtin_memmove(peeked->data, peeked->data + peeked->start, peeked->end - peeked->start);
    peeked->end -= peeked->start;
    peeked->start = 0;
    if (peeked->end == PEEK_SIZE)
        return STATUS_SUCCESS;
    NTSTATUS status = io_stream_wait(io_handle(file), FALSE, 0);
    if (status)
        return STATUS_SUCCESS; /* nothing new yet */
    status = pal_file_read(io_handle(file), PAL_OFFSET_CURRENT, peeked->data + peeked->end,
                           PEEK_SIZE - peeked->end, &done);
    peeked->end += (ULONG)done;
    if (status && status != STATUS_PIPE_BROKEN && status != STATUS_END_OF_FILE)
        status = STATUS_SUCCESS;
    return peeked->end ? STATUS_SUCCESS : status;
}

static NTSTATUS peek(IO_FILE *file, FILE_PIPE_PEEK_BUFFER *out, ULONG size, ULONG_PTR *used)
{
    const ULONG fixed = offsetof(FILE_PIPE_PEEK_BUFFER, Data);
    if (size < fixed)
        return STATUS_INFO_LENGTH_MISMATCH;
    if (!file->peeked)
        file->peeked = (ULONG_PTR)RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY,
                                                  sizeof(IO_PEEKED));
    IO_PEEKED *peeked = (IO_PEEKED *)(ULONG_PTR)file->peeked;
    if (!peeked)
        return STATUS_NO_MEMORY;
    lock(file);
    NTSTATUS status = refill(file, peeked);
    if (!status) {
        ULONG have = peeked->end - peeked->start, count = size - fixed;
        if (count > have)
            count = have;
        out->NamedPipeState = CONNECTED;
        out->ReadDataAvailable = have;
        out->NumberOfMessages = 0;
        out->MessageLength = 0;
        __builtin_memcpy(out->Data, peeked->data + peeked->start, count);
        *used = fixed + count;
    }
    unlock(file);
    return status;
}

NTSTATUS io_stream_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, void *out, ULONG out_size)
{
    ULONG_PTR used = 0;
    NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;
    if (code == FSCTL_PIPE_PEEK_ && file->kind == IO_STREAM)
        status = peek(file, out, out_size, &used);
    return io_notice_end(notice, status, used);
}

NTSTATUS io_stream_query(IO_FILE *file, ULONG class, PVOID buffer, ULONG size, ULONG_PTR *used)
{
    FILE_PIPE_LOCAL_INFORMATION *local = buffer;
    if (class == FilePipeInformation) {
        if (size < sizeof(FILE_PIPE_INFORMATION))
            return STATUS_INFO_LENGTH_MISMATCH;
        __builtin_memset(buffer, 0, sizeof(FILE_PIPE_INFORMATION));
        *used = sizeof(FILE_PIPE_INFORMATION);
        return STATUS_SUCCESS;
    }
    if (class != FilePipeLocalInformation)
        return STATUS_INVALID_PARAMETER;
    if (size < sizeof *local)
        return STATUS_INFO_LENGTH_MISMATCH;
    __builtin_memset(local, 0, sizeof *local);
    local->MaximumInstances = local->CurrentInstances = 1;
    local->InboundQuota = local->OutboundQuota = local->WriteQuotaAvailable = PIPE_BUFFER;
    local->NamedPipeState = CONNECTED;
    local->NamedPipeEnd = file->pipe_end;
    *used = sizeof *local;
    return STATUS_SUCCESS;
}
