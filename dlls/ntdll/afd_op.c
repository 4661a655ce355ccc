/* afd_op.c - operations, step by step: each goes on as far as it can without waiting. */
#include "afd.h"
#include "ldr.h"

AFD_OP *afd_op_create(enum afd_kind kind, BOOLEAN write, ULONG count)
{
    AFD_OP *op = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY,
                                 sizeof *op + count * sizeof *op->buffers);
    if (op) {
        op->kind = kind;
        op->write = write;
        op->count = count;
    }
    return op;
}

void afd_op_free(AFD_OP *op)
{
    if (op->other)
        ob_dereference(op->other);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, op->chunk);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, op);
}

/* Those bytes are done: the buffers begin after them. */
static void advance(AFD_OP *op, ULONG64 done)
{
    op->done += done;
    for (ULONG i = 0; i < op->count && done; i++) {
        ULONG64 part = op->buffers[i].size < done ? op->buffers[i].size : done;
        op->buffers[i].address += part;
        op->buffers[i].size -= part;
        done -= part;
    }
}

static ULONG64 rest(const AFD_OP *op)
{
    ULONG64 size = 0;
    for (ULONG i = 0; i < op->count; i++)
        size += op->buffers[i].size;
    return size;
}

static NTSTATUS host_transfer(IO_FILE *file, AFD_OP *op, PalTransfer *transfer)
{
    NTSTATUS status;
    ULONG skip = 0;
    while (skip + 1 < op->count && !op->buffers[skip].size)
        skip++;
    ULONG count = op->count - skip;
    transfer->buffers = (ULONG_PTR)&op->buffers[skip];
    transfer->count = count < PAL_BUFFERS_MAX ? count : PAL_BUFFERS_MAX;
    transfer->flags = op->transfer.flags & (AFD_WRITE | AFD_PEEK | AFD_URGENT);
    transfer->deadline = op->waits ? PAL_FOREVER : 0;
    do
        status = pal_socket_transfer(io_handle(file), transfer);
    while (status == PAL_STATUS_INTERRUPTED && !(op->waits && afd_socket(file)->closing));
    return status;
}

/* One that may wait: who closes the socket meanwhile wakes it. */
static NTSTATUS watched_transfer(IO_FILE *file, AFD_OP *op, PalTransfer *transfer)
{
    AFD_SOCKET *socket = afd_socket(file);
    if (!op->waits)
        return host_transfer(file, op, transfer);
    InterlockedIncrement(&socket->waiters);
    NTSTATUS status = socket->closing ? STATUS_CANCELLED : host_transfer(file, op, transfer);
    if (socket->closing)
        status = STATUS_CANCELLED;
    InterlockedDecrement(&socket->waiters);
    return status;
}

static NTSTATUS receive(IO_FILE *file, AFD_OP *op)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalSocketName name = {0};
    BOOLEAN stream = socket->info.type == STREAM;
    for (;;) {
        PalTransfer transfer = {.name = stream || !op->transfer.name ? 0 : (ULONG_PTR)&name};
        NTSTATUS status = watched_transfer(file, op, &transfer);
        if (!stream && status == STATUS_CONNECTION_REFUSED)
            status = STATUS_CONNECTION_RESET; /* what Windows makes of "port unreachable" */
        if (status) {
            if (op->done && status != (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
                return STATUS_SUCCESS; /* what has come counts; the next call meets the error */
            return status;
        }
        if (op->transfer.flags & AFD_PEEK)
            op->done = transfer.done;
        else
            advance(op, transfer.done);
        if (transfer.name && op->transfer.name_room) {
            ULONG size = afd_name_out(&name, op->transfer.name, (ULONG)*op->transfer.name_room);
            *op->transfer.name_room = (INT)size;
        }
        if (op->transfer.result_flags)
            *op->transfer.result_flags = transfer.flags & PAL_TRANSFER_CUT ? AFD_PARTIAL : 0;
        if (!stream)
            return transfer.flags & PAL_TRANSFER_CUT ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
        if (!(op->transfer.flags & AFD_WAIT_ALL) || !transfer.done || !rest(op))
            return STATUS_SUCCESS;
    }
}

static NTSTATUS send(IO_FILE *file, AFD_OP *op)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalSocketName name;
    NTSTATUS status = STATUS_SUCCESS;
    PalTransfer transfer = {0};
    if (socket->info.type != STREAM) {
        if (op->transfer.name) {
            status = afd_name_in(socket, op->name.address, op->name.size, &name);
            transfer.name = (ULONG_PTR)&name;
        }
        if (!status)
            status = watched_transfer(file, op, &transfer);
        if (!status)
            advance(op, transfer.done);
        if (!status && socket->info.state == AFD_OPEN)
            socket->info.state = AFD_BOUND; /* the host has chosen an address */
        return status;
    }
    do {
        status = watched_transfer(file, op, &transfer);
        if (!status)
            advance(op, transfer.done);
    } while (!status && rest(op));
    return status;
}

/* What comes back for a socket on which the connection has gone. */
static NTSTATUS transfer_step(IO_FILE *file, AFD_OP *op)
{
    AFD_SOCKET *socket = afd_socket(file);
    if (socket->info.type == STREAM && socket->info.state != AFD_CONNECTED) {
        if (socket->info.state != AFD_CONNECTING)
            return STATUS_CONNECTION_INVALID;
        NTSTATUS status = afd_connect_look(file);
        if (status)
            return status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK ? status : STATUS_CONNECTION_INVALID;
    }
    if (!op->write && socket->info.type != STREAM && socket->info.state == AFD_OPEN)
        return STATUS_INVALID_PARAMETER;
    if (op->write ? socket->send_shut : socket->receive_shut)
        return STATUS_PIPE_DISCONNECTED;
    NTSTATUS status = op->write ? send(file, op) : receive(file, op);
    if (status == STATUS_PIPE_BROKEN)
        status = socket->send_shut ? STATUS_PIPE_DISCONNECTED : STATUS_CONNECTION_RESET;
    return status;
}

static NTSTATUS connect_step(IO_FILE *file, AFD_OP *op)
{
    if (!op->connected) {
        NTSTATUS status = afd_connect_look(file);
        if (status)
            return status;
        op->connected = TRUE;
        op->transfer.flags = AFD_WRITE;
    }
    return rest(op) ? send(file, op) : STATUS_SUCCESS;
}

static void tell_name(IO_FILE *file, ULONG which, AFD_NAME *to)
{
    PalSocketValue value;
    if (to && pal_socket_option(io_handle(file), which, FALSE, &value) == PAL_OK)
        to->size = afd_name_out(&value.name, to->address, sizeof to->address);
}

/* The connection comes into the socket that the caller has made for it; then, where the caller
 * wants that, its first bytes. */
static NTSTATUS accept_step(IO_FILE *file, AFD_OP *op)
{
    PalHandle pal;
    if (!op->connected) {
        NTSTATUS status = pal_socket_create(io_handle(file), 0, 0, NULL, &pal);
        if (status)
            return status;
        status = afd_become(op->other, pal, AFD_CONNECTED);
        if (status) {
            pal_handle_close(pal);
            return status;
        }
        op->connected = TRUE;
        tell_name(op->other, PAL_SOCKET_LOCAL, op->accept.local);
        tell_name(op->other, PAL_SOCKET_PEER, op->accept.peer);
    }
    if (!op->accept.receive)
        return STATUS_SUCCESS;
    return receive(op->other, op);
}

/* ---- files */

static NTSTATUS next_chunk(AFD_OP *op)
{
    AFD_TRANSMIT *t = &op->transmit;
    uint64_t done = 0;
    if (t->head_size) {
        op->buffers[0] = (PalBuffer){(ULONG_PTR)t->head, t->head_size};
        t->head_size = 0;
        return STATUS_SUCCESS;
    }
    if (op->other) {
        ULONG64 want = t->size && t->size < AFD_CHUNK ? t->size : AFD_CHUNK;
        NTSTATUS status = pal_file_read(io_handle(op->other), t->offset, op->chunk, want, &done);
        if (status && status != STATUS_END_OF_FILE)
            return status;
        t->offset += done;
        BOOLEAN whole = t->size && t->size == done;
        t->size -= t->size ? done : 0;
        if (whole || !done) {
            ob_dereference(op->other);
            op->other = NULL;
        }
        if (done) {
            op->buffers[0] = (PalBuffer){(ULONG_PTR)op->chunk, done};
            return STATUS_SUCCESS;
        }
    }
    op->buffers[0] = (PalBuffer){(ULONG_PTR)t->tail, t->tail_size};
    t->tail_size = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS transmit_step(IO_FILE *file, AFD_OP *op)
{
    op->transfer.flags = AFD_WRITE;
    for (;;) {
        NTSTATUS status = rest(op) ? send(file, op) : STATUS_SUCCESS;
        if (status)
            return status;
        status = next_chunk(op);
        if (status)
            return status;
        if (!op->buffers[0].size)
            break;
    }
    if (op->transmit.disconnect) {
        PalSocketValue sending = {.value = {1}};
        pal_socket_option(io_handle(file), PAL_SOCKET_SHUTDOWN, TRUE, &sending);
    }
    return STATUS_SUCCESS;
}

NTSTATUS afd_op_try(IO_FILE *file, AFD_OP *op)
{
    switch (op->kind) {
    case AFD_OP_TRANSFER:
        return transfer_step(file, op);
    case AFD_OP_CONNECT:
        return connect_step(file, op);
    case AFD_OP_ACCEPT:
        return accept_step(file, op);
    default:
        return transmit_step(file, op);
    }
}
