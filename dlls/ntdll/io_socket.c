/*
 * io_socket.c - \Device\Afd: sockets as files.
 *
 * An operation is tried in the calling thread. Where it would have to wait, an overlapped one
 * becomes a request that the thread of io_socket_wait.c ends, a blocking one waits right here, and
 * one on a non-blocking socket answers STATUS_DEVICE_NOT_READY (WSAEWOULDBLOCK).
 */
#include "io_socket.h"

NTSTATUS io_socket_open(ACCESS_MASK access, ULONG share, ULONG options, IO_FILE **result)
{
    IO_FILE *file = io_new_file(NULL, IO_SOCKET, access, share, options);
    AFD_SOCKET *socket = file ? arena_alloc(sizeof *socket) : NULL;
    if (!socket) {
        if (file)
            ob_dereference(file);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    file->socket = ARENA_OF(socket);
    *result = file;
    return STATUS_SUCCESS;
}

void io_socket_release(IO_FILE *file)
{
    arena_free(socket_of(file), sizeof(AFD_SOCKET));
}

/* The 100 ns at which a blocking operation gives up. */
static int64_t deadline_of(IO_FILE *file, const SOCKET_REQUEST *request)
{
    AFD_SOCKET *socket = socket_of(file);
    ULONG ms = request->code == AFD_RECEIVE ? socket->receive_timeout
               : request->code == AFD_SEND  ? socket->send_timeout
                                            : 0;
    LARGE_INTEGER timeout = {.QuadPart = -10000ll * ms};
    return ms ? ke_deadline(&timeout) : PAL_FOREVER;
}

static NTSTATUS wait_ready(IO_FILE *file, const SOCKET_REQUEST *request, int64_t deadline)
{
    PalSocketControl control = {.argument = socket_interest(request), .deadline = deadline};
    NTSTATUS status;
    do
        status = pal_socket_control(io_handle(file), PAL_SOCKET_WAIT, &control);
    while (status == PAL_STATUS_INTERRUPTED);
    return status == STATUS_TIMEOUT ? STATUS_IO_TIMEOUT : status;
}

/* A blocking send goes on until all has gone. */
static NTSTATUS send_rest(IO_FILE *file, SOCKET_REQUEST *request, int64_t deadline,
                          ULONG_PTR *total)
{
    AFD_BUFFER rest;
    const AFD_BUFFER *at = request->op.buffers, *end = at + request->op.count;
    ULONG_PTR skip = *total, done;
    NTSTATUS status = STATUS_SUCCESS;
    request->op.count = 1;
    for (; at < end && !status; at++) {
        ULONG gone = skip < at->size ? (ULONG)skip : at->size;
        skip -= gone;
        while (gone < at->size && !status) {
            rest = (AFD_BUFFER){at->size - gone, at->data + gone};
            request->op.buffers = &rest;
            status = socket_try(file, request, &done);
            if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
                status = wait_ready(file, request, deadline);
            else if (!status)
                gone += (ULONG)done, *total += done;
        }
    }
    return *total ? STATUS_SUCCESS : status;
}

static void enable_again(IO_FILE *file, ULONG code, NTSTATUS status)
{
    if (code == AFD_RECEIVE)
        socket_enable(file, 0x01);
    else if (code == AFD_ACCEPT)
        socket_enable(file, 0x08);
    else if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
        socket_enable(file, 0x02);
}

static NTSTATUS run(IO_FILE *file, IO_NOTICE *notice, SOCKET_REQUEST *request)
{
    BOOLEAN overlapped = (request->op.flags & AFD_OVERLAPPED) != 0;
    BOOLEAN blocks = !overlapped && !socket_of(file)->non_blocking;
    int64_t deadline = PAL_FOREVER;
    ULONG_PTR done = 0;
    NTSTATUS status = socket_try(file, request, &done);
    if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK && overlapped) {
        status = socket_pend(file, notice, request);
        if (status == STATUS_PENDING)
            return status;
    }
    if (blocks)
        deadline = deadline_of(file, request);
    while (blocks && (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)) {
        status = wait_ready(file, request, deadline);
        if (!status)
            status = socket_try(file, request, &done);
    }
    if (blocks && !status && request->code == AFD_SEND &&
        socket_of(file)->type == PAL_SOCKET_STREAM)
        status = send_rest(file, request, deadline, &done);
    enable_again(file, request->code, status);
    if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
        status = STATUS_DEVICE_NOT_READY;
    return io_notice_end(notice, status, done);
}

static NTSTATUS run_accept(IO_FILE *file, IO_NOTICE *notice, SOCKET_REQUEST *request)
{
    NTSTATUS status = io_reference(request->op.accept, 0, &request->target);
    if (status)
        return io_notice_end(notice, status, 0);
    if (request->target->kind != IO_SOCKET || request->target->process != pal_boot->process_id ||
        socket_of(request->target)->state != AFD_NEW)
        status = io_notice_end(notice, STATUS_INVALID_PARAMETER, 0);
    else
        status = run(file, notice, request);
    ob_dereference(request->target);
    return status;
}

/* AFD_POLL on one socket, which may be another one than the file that is asked. */
static NTSTATUS run_poll(IO_NOTICE *notice, AFD_POLL_INFO *in, ULONG in_size, AFD_POLL_INFO *out,
                         ULONG out_size)
{
    SOCKET_REQUEST request = {.code = AFD_POLL, .poll = out};
    if (in_size < sizeof *in || out_size < sizeof *out || in->count != 1)
        return io_notice_end(notice, STATUS_INVALID_PARAMETER, 0);
    ULONG_PTR done = 0;
    request.polled = in->handles[0].handle;
    request.events = in->handles[0].events;
    NTSTATUS status = io_reference(request.polled, 0, &request.target);
    if (status)
        return io_notice_end(notice, status, 0);
    if (request.target->kind != IO_SOCKET || !io_handle(request.target)) {
        status = io_notice_end(notice, STATUS_INVALID_HANDLE, 0);
    } else {
        LONGLONG timeout = in->timeout.QuadPart;
        status = socket_try(request.target, &request, &done);
        if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK && timeout == 0)
            status = STATUS_TIMEOUT, out->count = 0;
        else if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
            status = socket_pend(request.target, notice, &request);
        if (status != STATUS_PENDING)
            status = io_notice_end(notice, status, done);
    }
    ob_dereference(request.target);
    return status;
}

/* ---- what ends at once */

static NTSTATUS create(IO_FILE *file, const AFD_SOCKET *in)
{
    AFD_SOCKET *socket = socket_of(file);
    PalHandle pal;
    if (file->pal)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status =
        pal_socket_open(0, in->family == 2 ? PAL_SOCKET_IPV4 : PAL_SOCKET_IPV6, in->type, &pal);
    if (status)
        return status;
    *socket = *in;
    socket->state = AFD_NEW;
    file->pal = pal;
    return STATUS_SUCCESS;
}

static NTSTATUS bind(IO_FILE *file, const AFD_OPERATION *op)
{
    PalSocketControl control = {.address.family = 0};
    if (socket_of(file)->bound ||
        !socket_address_in(op->address, op->address_size, &control.address))
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = pal_socket_control(io_handle(file), PAL_SOCKET_BIND, &control);
    if (!status)
        socket_of(file)->bound = TRUE;
    return status;
}

static NTSTATUS listen(IO_FILE *file, const AFD_OPERATION *op)
{
    PalSocketControl control = {.argument = op->flags};
    if (!socket_of(file)->bound)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = pal_socket_control(io_handle(file), PAL_SOCKET_LISTEN, &control);
    if (!status)
        socket_of(file)->state = AFD_LISTENING;
    return status;
}

static NTSTATUS name(IO_FILE *file, const AFD_OPERATION *op)
{
    PalSocketControl control = {.argument = 0};
    NTSTATUS status = pal_socket_control(io_handle(file),
                                         op->flags ? PAL_SOCKET_PEER : PAL_SOCKET_LOCAL, &control);
    if (status)
        return status;
    if (!op->flags && !socket_of(file)->bound)
        return STATUS_INVALID_PARAMETER;
    ULONG room = *op->address_room, size = socket_address_out(&control.address, op->address, room);
    *op->address_room = size;
    return size > room ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
}

static NTSTATUS shut(IO_FILE *file, const AFD_OPERATION *op)
{
    PalSocketControl control = {.argument = op->flags};
    if (op->flags >= 1)
        socket_of(file)->sends_no_more = TRUE;
    return pal_socket_control(io_handle(file), PAL_SOCKET_SHUTDOWN, &control);
}

static NTSTATUS option(IO_FILE *file, AFD_OPERATION *op, BOOLEAN set)
{
    PalSocketControl control = {.argument = op->flags, .value = {op->value[0], op->value[1]}};
    NTSTATUS status =
        pal_socket_control(io_handle(file), set ? PAL_SOCKET_SET : PAL_SOCKET_GET, &control);
    op->value[0] = control.value[0];
    op->value[1] = control.value[1];
    return status;
}

static NTSTATUS set_info(AFD_SOCKET *socket, const AFD_SOCKET *in)
{
    socket->non_blocking = in->non_blocking;
    socket->receive_timeout = in->receive_timeout;
    socket->send_timeout = in->send_timeout;
    return STATUS_SUCCESS;
}

static NTSTATUS at_once(IO_FILE *file, ULONG code, void *in)
{
    AFD_OPERATION *op = in;
    switch (code) {
    case AFD_CREATE:
        return create(file, in);
    case AFD_BIND:
        return bind(file, op);
    case AFD_LISTEN:
        return listen(file, op);
    case AFD_SHUTDOWN:
        return shut(file, op);
    case AFD_NAME:
        return name(file, op);
    case AFD_GET_OPTION:
    case AFD_SET_OPTION:
        return option(file, op, code == AFD_SET_OPTION);
    case AFD_INFO:
        *(AFD_SOCKET *)in = *socket_of(file);
        return STATUS_SUCCESS;
    case AFD_SET_INFO:
        return set_info(socket_of(file), in);
    case AFD_EVENTS:
        return socket_event_select(file, op->accept, op->flags);
    case AFD_ENUMERATE:
        op->value[0] = socket_take_events(file, op->accept);
        return STATUS_SUCCESS;
    default:
        return STATUS_INVALID_DEVICE_REQUEST;
    }
}

NTSTATUS io_socket_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, void *in, ULONG in_size,
                           void *out, ULONG out_size)
{
    SOCKET_REQUEST request = {.code = code};
    if (code == AFD_POLL)
        return run_poll(notice, in, in_size, out, out_size);
    if (code == AFD_SELECT)
        return io_notice_end(notice, socket_select(in, in_size), 0);
    if (in_size < sizeof(AFD_SOCKET) ||
        (code != AFD_CREATE && code != AFD_INFO && !io_handle(file)))
        return io_notice_end(notice, STATUS_INVALID_HANDLE, 0);
    if (code != AFD_CONNECT && code != AFD_ACCEPT && code != AFD_RECEIVE && code != AFD_SEND)
        return io_notice_end(notice, at_once(file, code, in), 0);
    request.op = *(const AFD_OPERATION *)in;
    return code == AFD_ACCEPT ? run_accept(file, notice, &request) : run(file, notice, &request);
}

NTSTATUS io_socket_transfer(IO_FILE *file, IO_NOTICE *notice, BOOLEAN write, char *buffer,
                            ULONG size)
{
    AFD_BUFFER one = {size, buffer};
    SOCKET_REQUEST request = {
        .code = write ? AFD_SEND : AFD_RECEIVE,
        .op = {.flags = io_is_sync(file) ? 0 : AFD_OVERLAPPED, .count = 1, .buffers = &one}};
    return run(file, notice, &request);
}
