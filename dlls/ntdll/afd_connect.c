/* afd_connect.c - sockets that bind, connect, listen, accept and part. */
#include "afd.h"

static NTSTATUS set_number(IO_FILE *file, ULONG option, ULONG number)
{
    PalSocketValue value = {.value = {number}};
    return pal_socket_option(io_handle(file), option, TRUE, &value);
}

/* Windows binds an address whose old connections linger in TIME_WAIT, which Linux does with REUSE
 * alone; but REUSE must not let two sockets bind that have not begun to listen. So it is set where
 * the plain way has failed, and when the socket listens, for the connections that it will make. */
NTSTATUS afd_bind(IO_FILE *file, const AFD_NAME *name)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalSocketValue value;
    if (socket->info.state != AFD_OPEN)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = afd_name_in(socket, name->address, name->size, &value.name);
    if (!status && !value.name.family)
        status = STATUS_INVALID_ADDRESS_WILDCARD;
    if (status)
        return status;
    status = pal_socket_option(io_handle(file), PAL_SOCKET_LOCAL, TRUE, &value);
    if (status == (NTSTATUS)PAL_STATUS_ADDRESS_IN_USE && socket->info.type == STREAM) {
        set_number(file, PAL_SOCKET_REUSE, 1);
        status = pal_socket_option(io_handle(file), PAL_SOCKET_LOCAL, TRUE, &value);
        if (status && !socket->info.reuse)
            set_number(file, PAL_SOCKET_REUSE, 0);
    }
    if (!status) {
        socket->info.state = AFD_BOUND;
        afd_changed(file);
    }
    return status;
}

NTSTATUS afd_listen(IO_FILE *file, ULONG backlog)
{
    AFD_SOCKET *socket = afd_socket(file);
    if (socket->info.type != STREAM)
        return STATUS_NOT_SUPPORTED;
    if (socket->info.state == AFD_CONNECTED)
        return STATUS_CONNECTION_ACTIVE;
    if (socket->info.state != AFD_BOUND && socket->info.state != AFD_LISTENING)
        return STATUS_INVALID_PARAMETER;
    set_number(file, PAL_SOCKET_REUSE, 1);
    NTSTATUS status = set_number(file, PAL_SOCKET_LISTEN, backlog);
    if (!status && socket->info.state != AFD_LISTENING) {
        socket->info.state = AFD_LISTENING;
        afd_changed(file);
    }
    return status;
}

/* ---- connecting */

static BOOLEAN is_wildcard(const PalSocketName *name)
{
    for (ULONG i = 0; i < (name->family == 4 ? 4u : 16u); i++)
        if (name->bytes[i])
            return FALSE;
    return TRUE;
}

static NTSTATUS connect_datagram(IO_FILE *file, PalSocketValue *value)
{
    AFD_SOCKET *socket = afd_socket(file);
    if (is_wildcard(&value->name)) /* takes the peer away */
        value->name.family = 0;
    NTSTATUS status = pal_socket_option(io_handle(file), PAL_SOCKET_PEER, TRUE, value);
    if (!status)
        socket->info.state = value->name.family ? AFD_CONNECTED : AFD_BOUND;
    return status;
}

/* May it connect? */
static NTSTATUS check_state(IO_FILE *file)
{
    AFD_SOCKET *socket = afd_socket(file);
    if (socket->info.state == AFD_CONNECTING &&
        afd_connect_look(file) == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
        return STATUS_INVALID_DEVICE_STATE;
    if (socket->info.state == AFD_LISTENING)
        return STATUS_INVALID_PARAMETER;
    return socket->info.state == AFD_CONNECTED ? STATUS_CONNECTION_ACTIVE : STATUS_SUCCESS;
}

/* Begins; how it goes is in the state then. */
static NTSTATUS begin(IO_FILE *file, PalSocketValue *value)
{
    AFD_SOCKET *socket = afd_socket(file);
    NTSTATUS status = check_state(file);
    if (status)
        return status;
    if (!value->name.port || is_wildcard(&value->name))
        return STATUS_INVALID_ADDRESS_COMPONENT;
    socket->info.error = STATUS_SUCCESS;
    BOOLEAN failed = socket->info.state == AFD_FAILED;
    status = pal_socket_option(io_handle(file), PAL_SOCKET_PEER, TRUE, value);
    if (failed && status == (NTSTATUS)PAL_STATUS_CONNECTION_ABORTED) /* the host tells it once */
        status = pal_socket_option(io_handle(file), PAL_SOCKET_PEER, TRUE, value);
    if (status == STATUS_TIMEOUT)
        status = STATUS_IO_TIMEOUT;
    if (status == STATUS_SUCCESS) {
        socket->info.state = AFD_CONNECTED;
    } else if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK) {
        socket->info.state = AFD_CONNECTING;
    } else {
        socket->info.state = AFD_FAILED;
        socket->info.error = status;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS connect_overlapped(IO_FILE *file, IO_NOTICE *notice, const AFD_CONNECT *connect)
{
    AFD_OP *op = afd_op_create(AFD_OP_CONNECT, TRUE, 1);
    if (!op)
        return io_notice_end(notice, STATUS_NO_MEMORY, 0);
    op->buffers[0] = (PalBuffer){(ULONG_PTR)connect->data, connect->size};
    return afd_op_start(file, notice, op);
}

static NTSTATUS connect_waiting(IO_FILE *file)
{
    NTSTATUS status;
    while ((status = afd_connect_look(file)) == (NTSTATUS)PAL_STATUS_WOULD_BLOCK) {
        status = afd_sleep(file, PAL_SOCKET_WRITABLE, PAL_FOREVER, NULL);
        if (status)
            return status;
    }
    return status;
}

NTSTATUS afd_connect(IO_FILE *file, IO_NOTICE *notice, const AFD_CONNECT *connect)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalSocketValue value;
    NTSTATUS status = afd_name_in(socket, connect->name.address, connect->name.size, &value.name);
    if (!status && socket->info.type != STREAM)
        status = connect_datagram(file, &value);
    else if (!status)
        status = connect->overlapped && socket->info.state == AFD_OPEN ? STATUS_INVALID_PARAMETER
                                                                       : begin(file, &value);
    if (status || socket->info.type != STREAM)
        return io_notice_end(notice, status, 0);
    if (connect->overlapped)
        return connect_overlapped(file, notice, connect);
    if (socket->info.non_blocking) { /* never at once, as on Windows: the events tell */
        afd_changed(file);
        afd_event_again(file, AFD_FD_CONNECT | AFD_FD_WRITE);
        return io_notice_end(notice, STATUS_DEVICE_NOT_READY, 0);
    }
    return io_notice_end(notice, connect_waiting(file), 0);
}

/* ---- accepting */

static NTSTATUS make_accepted(IO_FILE *listener, PalHandle pal, HANDLE *result)
{
    AFD_INFO info = afd_socket(listener)->info;
    IO_FILE *file;
    info.state = AFD_CONNECTED;
    info.error = STATUS_SUCCESS;
    NTSTATUS status = afd_new(&info, pal, &file);
    if (status)
        return status;
    status = ob_create_handle(file, FILE_ALL_ACCESS, info.flags & AFD_NO_INHERIT ? 0 : OBJ_INHERIT,
                              result);
    if (!status)
        afd_event_inherit(listener, file);
    else
        file->pal = 0; /* the caller's still */
    ob_dereference(file);
    return status;
}

static NTSTATUS next_connection(IO_FILE *file, PalSocketName *peer, PalHandle *pal)
{
    AFD_SOCKET *socket = afd_socket(file);
    for (;;) {
        NTSTATUS status = pal_socket_create(io_handle(file), 0, 0, peer, pal);
        if (status == (NTSTATUS)PAL_STATUS_CONNECTION_ABORTED)
            continue; /* it went while it waited */
        if (status != (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
            return status;
        if (socket->info.non_blocking)
            return STATUS_DEVICE_NOT_READY;
        status = afd_sleep(file, PAL_SOCKET_READABLE, PAL_FOREVER, NULL);
        if (status)
            return status;
    }
}

static NTSTATUS accept_waiting(IO_FILE *file, const AFD_ACCEPT *accept)
{
    PalSocketName peer;
    PalHandle pal;
    NTSTATUS status = next_connection(file, &peer, &pal);
    if (!status) {
        status = make_accepted(file, pal, accept->result);
        if (status)
            pal_handle_close(pal);
    }
    if (!status && accept->peer)
        accept->peer->size =
            afd_name_out(&peer, accept->peer->address, sizeof accept->peer->address);
    afd_event_again(file, AFD_FD_ACCEPT);
    return status;
}

static NTSTATUS accept_overlapped(IO_FILE *file, IO_NOTICE *notice, const AFD_ACCEPT *accept)
{
    IO_FILE *other;
    NTSTATUS status = afd_reference(accept->socket, &other);
    if (status)
        return io_notice_end(notice, status, 0);
    AFD_OP *op = afd_op_create(AFD_OP_ACCEPT, FALSE, 1);
    if (!op || afd_socket(other)->info.state > AFD_BOUND) {
        status = op ? STATUS_INVALID_PARAMETER : STATUS_NO_MEMORY;
        ob_dereference(other);
        RtlFreeHeap(peb_self()->ProcessHeap, 0, op);
        return io_notice_end(notice, status, 0);
    }
    op->other = other;
    op->accept = *accept;
    op->buffers[0] = (PalBuffer){(ULONG_PTR)accept->data, accept->receive};
    return afd_op_start(file, notice, op);
}

NTSTATUS afd_accept(IO_FILE *file, IO_NOTICE *notice, const AFD_ACCEPT *accept)
{
    if (afd_socket(file)->info.type != STREAM)
        return io_notice_end(notice, STATUS_NOT_SUPPORTED, 0);
    if (afd_socket(file)->info.state != AFD_LISTENING)
        return io_notice_end(notice, STATUS_INVALID_PARAMETER, 0);
    if (accept->socket)
        return accept_overlapped(file, notice, accept);
    return io_notice_end(notice, accept_waiting(file, accept), 0);
}

/* ---- parting */

NTSTATUS afd_shutdown(IO_FILE *file, ULONG how)
{
    AFD_SOCKET *socket = afd_socket(file);
    if (how > 2)
        return STATUS_INVALID_PARAMETER;
    if (socket->info.state == AFD_CONNECTING)
        afd_connect_look(file);
    if (socket->info.type == STREAM && socket->info.state != AFD_CONNECTED)
        return STATUS_CONNECTION_INVALID;
    if (how != 1)
        socket->receive_shut = TRUE;
    if (how != 0)
        socket->send_shut = TRUE;
    NTSTATUS status = set_number(file, PAL_SOCKET_SHUTDOWN, how);
    /* the other end has gone already, or a datagram socket has none: the flags are enough */
    return status == (NTSTATUS)PAL_STATUS_NOT_CONNECTED ? STATUS_SUCCESS : status;
}

NTSTATUS afd_disconnect(IO_FILE *file, BOOLEAN reuse)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalHandle pal;
    NTSTATUS status = afd_shutdown(file, 1);
    if (status || !reuse)
        return status;
    status = pal_socket_create(0, socket->info.family == FAMILY_4 ? 4 : 6, PAL_SOCKET_STREAM, NULL,
                               &pal);
    if (status)
        return status;
    ke_lock(&afd_lock);
    status = afd_become(file, pal, AFD_BOUND);
    ke_unlock(&afd_lock);
    if (status)
        pal_handle_close(pal);
    return status;
}
