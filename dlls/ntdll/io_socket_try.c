/* io_socket_try.c - operations on sockets, as far as they go without waiting. */
#include "io_socket.h"

#define AF_INET_  2
#define AF_INET6_ 23

BOOLEAN socket_address_in(const void *from, ULONG size, PalSocketAddress *to)
{
    const UCHAR *bytes = from;
    if (size < 16)
        return FALSE;
    __builtin_memset(to, 0, sizeof *to);
    to->port = (uint16_t)(bytes[2] << 8 | bytes[3]);
    if (*(const USHORT *)from == AF_INET_) {
        to->family = PAL_SOCKET_IPV4;
        __builtin_memcpy(to->address, bytes + 4, 4);
        return TRUE;
    }
    if (*(const USHORT *)from != AF_INET6_ || size < 28)
        return FALSE;
    to->family = PAL_SOCKET_IPV6;
    __builtin_memcpy(&to->flow, bytes + 4, 4);
    __builtin_memcpy(to->address, bytes + 8, 16);
    __builtin_memcpy(&to->scope, bytes + 24, 4);
    return TRUE;
}

ULONG socket_address_out(const PalSocketAddress *from, void *to, ULONG room)
{
    UCHAR bytes[28] = {0};
    ULONG size = from->family == PAL_SOCKET_IPV4 ? 16 : from->family == PAL_SOCKET_IPV6 ? 28 : 0;
    bytes[0] = size == 16 ? AF_INET_ : AF_INET6_;
    bytes[2] = (UCHAR)(from->port >> 8);
    bytes[3] = (UCHAR)from->port;
    if (size == 16) {
        __builtin_memcpy(bytes + 4, from->address, 4);
    } else {
        __builtin_memcpy(bytes + 4, &from->flow, 4);
        __builtin_memcpy(bytes + 8, from->address, 16);
        __builtin_memcpy(bytes + 24, &from->scope, 4);
    }
    __builtin_memcpy(to, bytes, size < room ? size : room);
    return size;
}

static NTSTATUS put_address(const AFD_OPERATION *op, const PalSocketAddress *address)
{
    if (!op->address || !op->address_room || !address->family)
        return STATUS_SUCCESS;
    ULONG room = *op->address_room, size = socket_address_out(address, op->address, room);
    *op->address_room = size;
    return size > room ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
}

static NTSTATUS transfer(IO_FILE *file, SOCKET_REQUEST *request, BOOLEAN send, ULONG_PTR *done)
{
    const AFD_OPERATION *op = &request->op;
    AFD_SOCKET *socket = socket_of(file);
    PalBuffer buffers[64];
    PalSocketTransfer transfer = {.buffers = (ULONG_PTR)buffers, .count = op->count};
    ULONG flags = (send ? PAL_SOCKET_SEND : 0) | (op->flags & AFD_PEEK ? PAL_SOCKET_PEEK : 0) |
                  (op->flags & AFD_URGENT ? PAL_SOCKET_URGENT : 0);
    if (op->count > 64)
        transfer.count = 64;
    if (socket->type == PAL_SOCKET_STREAM && socket->state != AFD_CONNECTED)
        return STATUS_INVALID_CONNECTION;
    for (ULONG i = 0; i < transfer.count; i++)
        buffers[i] = (PalBuffer){(ULONG_PTR)op->buffers[i].data, op->buffers[i].size};
    if (send && op->address && socket->type == PAL_SOCKET_DATAGRAM &&
        !socket_address_in(op->address, op->address_size, &transfer.address))
        return STATUS_INVALID_ADDRESS_COMPONENT;
    NTSTATUS status = pal_socket_transfer(io_handle(file), flags, &transfer);
    if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
        return status;
    if (status == STATUS_PIPE_BROKEN)
        return socket->sends_no_more ? STATUS_PIPE_DISCONNECTED : STATUS_CONNECTION_RESET;
    if (status)
        return status;
    *done = (ULONG_PTR)transfer.done;
    if (send)
        return STATUS_SUCCESS;
    status = put_address(op, &transfer.address);
    return transfer.result & PAL_SOCKET_TRUNCATED ? STATUS_BUFFER_OVERFLOW : status;
}

static NTSTATUS connect(IO_FILE *file, SOCKET_REQUEST *request)
{
    AFD_SOCKET *socket = socket_of(file);
    PalSocketControl control = {.argument = PAL_READY_WRITE};
    NTSTATUS status;
    if (!request->started) {
        if (socket->state == AFD_CONNECTING)
            return STATUS_INVALID_DEVICE_STATE;
        if (socket->state != AFD_NEW && socket->type == PAL_SOCKET_STREAM)
            return socket->state == AFD_LISTENING ? STATUS_INVALID_PARAMETER
                                                  : STATUS_CONNECTION_ACTIVE;
        if (!socket_address_in(request->op.address, request->op.address_size, &control.address))
            return STATUS_INVALID_ADDRESS_COMPONENT;
        status = pal_socket_control(io_handle(file), PAL_SOCKET_CONNECT, &control);
        if (status && status != (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
            return status;
        request->started = TRUE;
        socket->bound = TRUE;
        socket->state = status ? AFD_CONNECTING : AFD_CONNECTED;
        if (status == STATUS_SUCCESS)
            return status;
    }
    status = pal_socket_control(io_handle(file), PAL_SOCKET_WAIT, &control);
    if (status)
        return (NTSTATUS)PAL_STATUS_WOULD_BLOCK;
    control.argument = PAL_SOCKET_ERROR;
    status = pal_socket_control(io_handle(file), PAL_SOCKET_GET, &control);
    if (!status)
        status = (NTSTATUS)control.value[0];
    socket->state = status ? AFD_NEW : AFD_CONNECTED;
    return status;
}

static NTSTATUS accept(IO_FILE *file, SOCKET_REQUEST *request)
{
    PalHandle pal, old;
    PalSocketControl peer = {0};
    IO_FILE *target = request->target;
    if (socket_of(file)->state != AFD_LISTENING)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = pal_socket_open(io_handle(file), 0, 0, &pal);
    if (status)
        return status;
    old = target->pal;
    target->pal = pal;
    if (old)
        pal_handle_close(old);
    socket_of(target)->state = AFD_CONNECTED;
    socket_of(target)->bound = TRUE;
    pal_socket_control(pal, PAL_SOCKET_PEER, &peer);
    put_address(&request->op, &peer.address);
    return STATUS_SUCCESS;
}

ULONG socket_events(IO_FILE *file, ULONG wanted)
{
    AFD_SOCKET *socket = socket_of(file);
    PalSocketControl control = {.argument = PAL_READY_READ | PAL_READY_WRITE};
    ULONG events = 0;
    if (socket->type == PAL_SOCKET_STREAM && socket->state == AFD_NEW)
        return 0;
    if (pal_socket_control(io_handle(file), PAL_SOCKET_WAIT, &control))
        return 0;
    ULONG ready = control.value[0];
    if (socket->state == AFD_LISTENING)
        return ready & PAL_READY_READ ? AFD_POLL_ACCEPT & wanted : 0;
    if (socket->state == AFD_CONNECTING) {
        if (ready & PAL_READY_HANGUP)
            return AFD_POLL_CONNECT_FAIL & wanted;
        if (ready & PAL_READY_WRITE)
            socket->state = AFD_CONNECTED, events |= AFD_POLL_CONNECT;
    }
    if (ready & PAL_READY_READ)
        events |= AFD_POLL_RECEIVE;
    if (ready & PAL_READY_WRITE)
        events |= AFD_POLL_SEND;
    if (ready & PAL_READY_NO_MORE)
        events |= AFD_POLL_DISCONNECT;
    else if (ready & PAL_READY_HANGUP)
        events |= AFD_POLL_ABORT;
    return events & wanted;
}

static NTSTATUS poll_one(SOCKET_REQUEST *request, ULONG_PTR *done)
{
    ULONG events = socket_events(request->target, request->events);
    if (!events)
        return (NTSTATUS)PAL_STATUS_WOULD_BLOCK;
    AFD_POLL_INFO *poll = request->poll;
    poll->count = 1;
    poll->handles[0] = (AFD_POLL_HANDLE){request->polled, events, STATUS_SUCCESS};
    *done = sizeof *poll;
    return STATUS_SUCCESS;
}

NTSTATUS socket_try(IO_FILE *file, SOCKET_REQUEST *request, ULONG_PTR *done)
{
    *done = 0;
    switch (request->code) {
    case AFD_CONNECT:
        return connect(file, request);
    case AFD_ACCEPT:
        return accept(file, request);
    case AFD_RECEIVE:
    case AFD_SEND:
        return transfer(file, request, request->code == AFD_SEND, done);
    default:
        return poll_one(request, done);
    }
}

ULONG socket_interest(const SOCKET_REQUEST *request)
{
    ULONG ready = 0;
    if (request->code == AFD_CONNECT || request->code == AFD_SEND)
        return PAL_READY_WRITE;
    if (request->code != AFD_POLL)
        return PAL_READY_READ;
    if (request->events & (AFD_POLL_SEND | AFD_POLL_CONNECT | AFD_POLL_CONNECT_FAIL))
        ready |= PAL_READY_WRITE;
    if (request->events & (AFD_POLL_RECEIVE | AFD_POLL_ACCEPT | AFD_POLL_DISCONNECT))
        ready |= PAL_READY_READ;
    return ready;
}
