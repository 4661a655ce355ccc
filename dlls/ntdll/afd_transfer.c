/* afd_transfer.c - data that is sent and received, by the calling thread or overlapped. */
#include "afd.h"

#define AT_ONCE 8 /* buffers that need no memory */

typedef union SMALL_OP {
    AFD_OP op;
    char room[sizeof(AFD_OP) + AT_ONCE * sizeof(PalBuffer)];
} SMALL_OP;

static void fill(AFD_OP *op, const AFD_TRANSFER *transfer)
{
    op->kind = AFD_OP_TRANSFER;
    op->write = (transfer->flags & AFD_WRITE) != 0;
    op->transfer = *transfer;
    if (op->write && transfer->name) { /* the caller's may go before the data does */
        ULONG room = sizeof op->name.address;
        op->name.size = (ULONG)transfer->name_size < room ? (ULONG)transfer->name_size : room;
        __builtin_memcpy(op->name.address, transfer->name, op->name.size);
    }
    op->count = transfer->count;
    for (ULONG i = 0; i < transfer->count; i++)
        op->buffers[i] =
            (PalBuffer){(ULONG_PTR)transfer->buffers[i].data, transfer->buffers[i].size};
}

/* As the socket blocks or not. */
static NTSTATUS run(IO_FILE *file, AFD_OP *op)
{
    AFD_INFO *info = &afd_socket(file)->info;
    int64_t deadline = 0;
    op->waits = op->kind == AFD_OP_TRANSFER && !info->non_blocking &&
                !(op->write ? info->send_limit : info->receive_limit);
    for (;;) {
        NTSTATUS status = afd_op_try(file, op);
        if (status != (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
            return status;
        if (info->non_blocking)
            return op->done ? STATUS_SUCCESS : STATUS_DEVICE_NOT_READY;
        if (!deadline)
            deadline = afd_deadline(op->write ? info->send_limit : info->receive_limit);
        status = afd_sleep(file,
                           op->write                         ? PAL_SOCKET_WRITABLE
                           : op->transfer.flags & AFD_URGENT ? PAL_SOCKET_HAS_URGENT
                                                             : PAL_SOCKET_READABLE,
                           deadline, NULL);
        if (status)
            return status == STATUS_IO_TIMEOUT && op->done ? STATUS_SUCCESS : status;
    }
}

NTSTATUS afd_transfer(IO_FILE *file, IO_NOTICE *notice, const AFD_TRANSFER *transfer)
{
    SMALL_OP small;
    BOOLEAN overlapped = (transfer->flags & AFD_OVERLAPPED) != 0;
    BOOLEAN uses_heap = overlapped || transfer->count > AT_ONCE;
    AFD_OP *op = &small.op;
    if (transfer->count > 65536)
        return io_notice_end(notice, STATUS_INVALID_PARAMETER, 0);
    if (uses_heap)
        op = afd_op_create(AFD_OP_TRANSFER, FALSE, transfer->count);
    else
        __builtin_memset(op, 0, sizeof *op);
    if (!op)
        return io_notice_end(notice, STATUS_NO_MEMORY, 0);
    fill(op, transfer);
    ULONG again = op->write                      ? AFD_FD_WRITE
                  : transfer->flags & AFD_URGENT ? AFD_FD_OOB
                                                 : AFD_FD_READ;
    if (overlapped) {
        NTSTATUS status = afd_op_start(file, notice, op);
        if (again != AFD_FD_WRITE)
            afd_event_again(file, again);
        return status;
    }
    NTSTATUS status = run(file, op);
    ULONG_PTR done = (ULONG_PTR)op->done;
    if (uses_heap)
        afd_op_free(op);
    if (again != AFD_FD_WRITE || status == STATUS_DEVICE_NOT_READY)
        afd_event_again(file, again);
    return io_notice_end(notice, status, done);
}

NTSTATUS afd_file_transfer(IO_FILE *file, IO_NOTICE *notice, BOOLEAN write, void *data, ULONG size)
{
    AFD_BUFFER buffer = {size, data};
    AFD_TRANSFER transfer = {
        .buffers = &buffer, .count = 1, .flags = AFD_OVERLAPPED | (write ? AFD_WRITE : 0)};
    return afd_transfer(file, notice, &transfer);
}

NTSTATUS afd_transmit(IO_FILE *file, IO_NOTICE *notice, const AFD_TRANSMIT *transmit)
{
    AFD_OP *op = afd_op_create(AFD_OP_TRANSMIT, TRUE, 1);
    NTSTATUS status = op ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    if (op)
        op->transmit = *transmit;
    if (!status && transmit->file)
        status = io_reference(transmit->file, FILE_READ_DATA, &op->other);
    if (!status && op->other && op->other->kind != IO_REGULAR)
        status = STATUS_INVALID_PARAMETER;
    if (!status && op->other) {
        op->chunk = RtlAllocateHeap(peb_self()->ProcessHeap, 0, AFD_CHUNK);
        status = op->chunk ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    }
    if (!status && transmit->overlapped)
        return afd_op_start(file, notice, op);
    if (!status)
        status = run(file, op);
    ULONG_PTR done = op ? (ULONG_PTR)op->done : 0;
    if (op)
        afd_op_free(op);
    return io_notice_end(notice, status, done);
}
