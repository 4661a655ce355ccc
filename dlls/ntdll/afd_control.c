/* afd_control.c - \\Device\\Afd: its file objects and what is asked of them. */
#include "afd.h"

_Static_assert((int)AFD_OPTION_ERROR == PAL_SOCKET_ERROR &&
                   (int)AFD_OPTION_NO_DELAY == PAL_SOCKET_NO_DELAY &&
                   (int)AFD_OPTION_NO_FRAGMENT == PAL_SOCKET_NO_FRAGMENT,
               "options go through as they are numbered");

/* A handle without a socket: run-times open one to send polls to. */
NTSTATUS afd_open(ACCESS_MASK access, ULONG share, ULONG options, IO_FILE **file)
{
    *file = io_new_file(NULL, IO_SOCKET, access, share, options);
    return *file ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

void afd_release(IO_FILE *file)
{
    arena_free(afd_socket(file), sizeof(AFD_SOCKET));
}

static NTSTATUS tell_name(IO_FILE *file, ULONG option, AFD_NAME *name)
{
    const AFD_SOCKET *socket = afd_socket(file);
    PalSocketValue value;
    if (option == PAL_SOCKET_LOCAL && socket->info.state == AFD_OPEN)
        return STATUS_INVALID_PARAMETER;
    if (option == PAL_SOCKET_PEER && socket->info.state != AFD_CONNECTED)
        return STATUS_CONNECTION_INVALID;
    NTSTATUS status = pal_socket_option(io_handle(file), option, FALSE, &value);
    if (!status)
        name->size = afd_name_out(&value.name, name->address, sizeof name->address);
    return status;
}

static NTSTATUS get_option(IO_FILE *file, const AFD_OPTION *in, AFD_OPTION *out)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalSocketValue value = {0};
    *out = *in;
    if (in->option == PAL_SOCKET_LOCAL || in->option == PAL_SOCKET_PEER)
        return STATUS_INVALID_PARAMETER;
    if (in->option == PAL_SOCKET_ERROR && socket->info.state == AFD_CONNECTING)
        afd_connect_look(file);
    if (in->option == PAL_SOCKET_ERROR && socket->info.error) {
        out->value[0] = (ULONG)socket->info.error;
        socket->info.error = STATUS_SUCCESS;
        return STATUS_SUCCESS;
    }
    NTSTATUS status = pal_socket_option(io_handle(file), in->option, FALSE, &value);
    __builtin_memcpy(out->value, value.value, sizeof out->value);
    return status;
}

static NTSTATUS set_option(IO_FILE *file, const AFD_OPTION *in)
{
    PalSocketValue value = {0};
    if (in->option <= PAL_SOCKET_AVAILABLE) /* those have calls of their own */
        return STATUS_INVALID_PARAMETER;
    __builtin_memcpy(value.value, in->value, sizeof in->value);
    return pal_socket_option(io_handle(file), in->option, TRUE, &value);
}

static NTSTATUS tell_interface(IO_FILE *file, ULONG ordinal, AFD_INTERFACE *out)
{
    PalSocketValue value = {.value = {ordinal}};
    const PalInterface *from = &value.interface;
    NTSTATUS status = pal_socket_option(io_handle(file), PAL_SOCKET_INTERFACE, FALSE, &value);
    if (status)
        return status == STATUS_OBJECT_NAME_NOT_FOUND ? STATUS_NO_MORE_ENTRIES : status;
    *out = (AFD_INTERFACE){.index = from->index,
                           .mtu = from->mtu,
                           .hardware_size = from->hardware_size,
                           .up = (from->flags & PAL_INTERFACE_UP) != 0,
                           .running = (from->flags & PAL_INTERFACE_RUNNING) != 0,
                           .loopback = (from->flags & PAL_INTERFACE_LOOPBACK) != 0};
    __builtin_memcpy(out->hardware, from->hardware, sizeof out->hardware);
    __builtin_memcpy(out->name, from->name, sizeof out->name);
    __builtin_memcpy(out->address, from->address.bytes, sizeof out->address);
    __builtin_memcpy(out->mask, from->mask.bytes, sizeof out->mask);
    return STATUS_SUCCESS;
}

static NTSTATUS set_info(AFD_INFO *info, const AFD_INFO *in)
{
    info->non_blocking = in->non_blocking;
    info->receive_limit = in->receive_limit;
    info->send_limit = in->send_limit;
    info->exclusive = in->exclusive;
    info->reuse = in->reuse;
    return STATUS_SUCCESS;
}

/* The bytes that each code needs of its two buffers. */
static const struct {
    ULONG code, in, out;
} sizes[] = {
    {IOCTL_AFD_BIND, sizeof(AFD_NAME), 0},
    {IOCTL_AFD_CONNECT, sizeof(AFD_CONNECT), 0},
    {IOCTL_AFD_LISTEN, sizeof(ULONG), 0},
    {IOCTL_AFD_ACCEPT, sizeof(AFD_ACCEPT), 0},
    {IOCTL_AFD_TRANSFER, sizeof(AFD_TRANSFER), 0},
    {IOCTL_AFD_SHUTDOWN, sizeof(ULONG), 0},
    {IOCTL_AFD_LOCAL_NAME, 0, sizeof(AFD_NAME)},
    {IOCTL_AFD_PEER_NAME, 0, sizeof(AFD_NAME)},
    {IOCTL_AFD_GET_OPTION, sizeof(AFD_OPTION), sizeof(AFD_OPTION)},
    {IOCTL_AFD_SET_OPTION, sizeof(AFD_OPTION), 0},
    {IOCTL_AFD_GET_INFO, 0, sizeof(AFD_INFO)},
    {IOCTL_AFD_INTERFACE, sizeof(ULONG), sizeof(AFD_INTERFACE)},
    {IOCTL_AFD_SET_INFO, sizeof(AFD_INFO), 0},
    {IOCTL_AFD_EVENT_SELECT, sizeof(AFD_EVENT_SELECT), 0},
    {IOCTL_AFD_ENUM_EVENTS, sizeof(HANDLE), sizeof(AFD_EVENTS)},
    {IOCTL_AFD_DISCONNECT, sizeof(ULONG), 0},
    {IOCTL_AFD_TRANSMIT_FILE, sizeof(AFD_TRANSMIT), 0},
};

static BOOLEAN has_room(ULONG code, ULONG in_size, ULONG out_size)
{
    for (ULONG i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].code == code)
            return in_size >= sizes[i].in && out_size >= sizes[i].out;
    return TRUE;
}

/* What ends at once. */
static NTSTATUS at_once(IO_FILE *file, ULONG code, const void *in, void *out, ULONG_PTR *used)
{
    *used = 0;
    switch (code) {
    case IOCTL_AFD_BIND:
        return afd_bind(file, in);
    case IOCTL_AFD_LISTEN:
        return afd_listen(file, *(const ULONG *)in);
    case IOCTL_AFD_SHUTDOWN:
        return afd_shutdown(file, *(const ULONG *)in);
    case IOCTL_AFD_LOCAL_NAME:
        return tell_name(file, PAL_SOCKET_LOCAL, out);
    case IOCTL_AFD_PEER_NAME:
        return tell_name(file, PAL_SOCKET_PEER, out);
    case IOCTL_AFD_GET_OPTION:
        return get_option(file, in, out);
    case IOCTL_AFD_SET_OPTION:
        return set_option(file, in);
    case IOCTL_AFD_INTERFACE:
        return tell_interface(file, *(const ULONG *)in, out);
    case IOCTL_AFD_GET_INFO:
        *(AFD_INFO *)out = afd_socket(file)->info;
        return STATUS_SUCCESS;
    case IOCTL_AFD_SET_INFO:
        return set_info(&afd_socket(file)->info, in);
    case IOCTL_AFD_EVENT_SELECT:
        return afd_event_select(file, in);
    case IOCTL_AFD_ENUM_EVENTS:
        return afd_event_enum(file, *(const HANDLE *)in, out);
    case IOCTL_AFD_DISCONNECT:
        return afd_disconnect(file, *(const ULONG *)in != 0);
    default:
        return STATUS_INVALID_DEVICE_REQUEST;
    }
}

NTSTATUS afd_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, const void *in, ULONG in_size,
                     void *out, ULONG out_size)
{
    ULONG_PTR used = 0;
    NTSTATUS status;
    if (code == IOCTL_AFD_POLL)
        return afd_poll(notice, in, in_size, out, out_size);
    if (code == IOCTL_AFD_SELECT) {
        status = afd_select(in, in_size, out, out_size, &used);
        return io_notice_end(notice, status, used);
    }
    if (!file->socket)
        return io_notice_end(notice, STATUS_INVALID_HANDLE, 0);
    if (!has_room(code, in_size, out_size))
        return io_notice_end(notice, STATUS_BUFFER_TOO_SMALL, 0);
    switch (code) {
    case IOCTL_AFD_CONNECT:
        return afd_connect(file, notice, in);
    case IOCTL_AFD_ACCEPT:
        return afd_accept(file, notice, in);
    case IOCTL_AFD_TRANSFER:
        return afd_transfer(file, notice, in);
    case IOCTL_AFD_TRANSMIT_FILE:
        return afd_transmit(file, notice, in);
    default:
        status = at_once(file, code, in, out, &used);
        return io_notice_end(notice, status, used);
    }
}
