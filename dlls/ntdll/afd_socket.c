/* afd_socket.c - a socket as a file object: making, naming, looking at, closing. */
#include "afd.h"

typedef struct ADDRESS { /* SOCKADDR_IN6, whose beginning SOCKADDR_IN shares */
    USHORT family, port;
    ULONG flow; /* of version 4: the address */
    UCHAR bytes[16];
    ULONG scope;
} ADDRESS;

#define SIZE_4 16
#define SIZE_6 sizeof(ADDRESS)

#define CLOSE_YIELDS 100000 /* a thread that was ended while it waited never leaves */

NTSTATUS afd_name_in(const AFD_SOCKET *socket, const void *address, ULONG size, PalSocketName *name)
{
    ADDRESS in = {0};
    __builtin_memset(name, 0, sizeof *name);
    if (size < 2)
        return STATUS_ACCESS_VIOLATION;
    __builtin_memcpy(&in, address, size < sizeof in ? size : sizeof in);
    if (in.family == 0)
        return STATUS_SUCCESS; /* only to take a datagram socket's peer away */
    if (in.family != socket->info.family)
        return STATUS_INVALID_ADDRESS_WILDCARD;
    if (size < (in.family == FAMILY_4 ? SIZE_4 : SIZE_6))
        return STATUS_ACCESS_VIOLATION;
    name->family = in.family == FAMILY_4 ? 4 : 6;
    name->port = __builtin_bswap16(in.port);
    if (name->family == 4) {
        __builtin_memcpy(name->bytes, &in.flow, 4);
    } else {
        __builtin_memcpy(name->bytes, in.bytes, 16);
        name->scope = in.scope;
    }
    return STATUS_SUCCESS;
}

ULONG afd_name_out(const PalSocketName *name, void *address, ULONG room)
{
    ADDRESS out = {.port = __builtin_bswap16(name->port)};
    ULONG size = name->family == 4 ? SIZE_4 : name->family == 6 ? (ULONG)SIZE_6 : 0;
    if (name->family == 4) {
        out.family = FAMILY_4;
        __builtin_memcpy(&out.flow, name->bytes, 4);
    } else {
        out.family = FAMILY_6;
        __builtin_memcpy(out.bytes, name->bytes, 16);
        out.scope = name->scope;
    }
    __builtin_memcpy(address, &out, size < room ? size : room);
    return size;
}

NTSTATUS afd_reference(HANDLE handle, IO_FILE **file)
{
    NTSTATUS status = io_reference(handle, 0, file);
    if (!status && ((*file)->kind != IO_SOCKET || !(*file)->socket)) {
        ob_dereference(*file);
        status = STATUS_OBJECT_TYPE_MISMATCH;
    }
    return status;
}

NTSTATUS afd_new(const AFD_INFO *info, PalHandle pal, IO_FILE **result)
{
    IO_FILE *file = io_new_file(NULL, IO_SOCKET, FILE_ALL_ACCESS, 7, 0);
    AFD_SOCKET *socket = arena_alloc(sizeof *socket);
    if (!file || !socket) {
        if (file)
            ob_dereference(file);
        if (socket)
            arena_free(socket, sizeof *socket);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    socket->info = *info;
    file->socket = ARENA_OF(socket);
    file->pal = pal;
    *result = file;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyOpenSocket(const AFD_INFO *wanted, BOOLEAN inherit, HANDLE *handle)
{
    AFD_INFO info = *wanted;
    IO_FILE *file;
    PalHandle pal;
    PalSocketValue one = {.value = {1}};
    info.state = AFD_OPEN;
    info.error = STATUS_SUCCESS;
    NTSTATUS status = pal_socket_create(
        0, info.family == FAMILY_4 ? 4 : 6,
        info.type == STREAM ? PAL_SOCKET_STREAM : PAL_SOCKET_DATAGRAM, NULL, &pal);
    if (status)
        return status;
    if (info.family == FAMILY_6)
        pal_socket_option(pal, PAL_SOCKET_VERSION_6_ONLY, TRUE, &one);
    status = afd_new(&info, pal, &file);
    if (status) {
        pal_handle_close(pal);
        return status;
    }
    status = ob_create_handle(file, FILE_ALL_ACCESS, inherit ? OBJ_INHERIT : 0, handle);
    if (status)
        pal_handle_close(pal);
    ob_dereference(file);
    return status;
}

NTSTATUS afd_become(IO_FILE *file, PalHandle pal, enum afd_state state)
{
    if (file->process != pal_boot->process_id)
        return STATUS_INVALID_PARAMETER;
    PalHandle old = file->pal;
    file->pal = pal;
    pal_handle_close(old);
    afd_socket(file)->info.state = state;
    afd_socket(file)->receive_shut = afd_socket(file)->send_shut = FALSE;
    AFD_LANE *lane = afd_lane(file, FALSE);
    if (lane) {
        lane->pal = pal;
        afd_lane_watch(lane);
    }
    return STATUS_SUCCESS;
}

int64_t afd_deadline(ULONG milliseconds)
{
    int64_t now;
    if (!milliseconds)
        return PAL_FOREVER;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    return now + milliseconds * 10000ll;
}

NTSTATUS afd_sleep(IO_FILE *file, ULONG ready, int64_t deadline, ULONG *found)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalTransfer wait;
    NTSTATUS status;
    InterlockedIncrement(&socket->waiters);
    do {
        wait = (PalTransfer){.ready = ready, .deadline = deadline};
        status = socket->closing ? STATUS_CANCELLED : pal_socket_transfer(io_handle(file), &wait);
    } while (status == PAL_STATUS_INTERRUPTED);
    if (socket->closing)
        status = STATUS_CANCELLED;
    InterlockedDecrement(&socket->waiters);
    if (found)
        *found = status ? 0 : wait.ready;
    return status == STATUS_TIMEOUT ? STATUS_IO_TIMEOUT : status;
}

static ULONG look(IO_FILE *file)
{
    PalTransfer look = {.ready = PAL_SOCKET_READABLE | PAL_SOCKET_WRITABLE | PAL_SOCKET_HAS_URGENT};
    return pal_socket_transfer(io_handle(file), &look) == PAL_OK ? look.ready : 0;
}

NTSTATUS afd_connect_look(IO_FILE *file)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalSocketValue value = {0};
    if (socket->info.state == AFD_CONNECTED)
        return STATUS_SUCCESS;
    if (socket->info.state == AFD_FAILED)
        return socket->info.error;
    if (!(look(file) & (PAL_SOCKET_WRITABLE | PAL_SOCKET_HAS_ERROR | PAL_SOCKET_HANGUP)))
        return (NTSTATUS)PAL_STATUS_WOULD_BLOCK;
    NTSTATUS status = pal_socket_option(io_handle(file), PAL_SOCKET_ERROR, FALSE, &value);
    if (!status)
        status = (NTSTATUS)value.value[0];
    if (status == STATUS_TIMEOUT)
        status = STATUS_IO_TIMEOUT;
    socket->info.error = status;
    socket->info.state = status ? AFD_FAILED : AFD_CONNECTED;
    return status;
}

static ULONG stream_events(IO_FILE *file, ULONG ready)
{
    AFD_SOCKET *socket = afd_socket(file);
    ULONG events = 0;
    PalSocketValue value = {0};
    if (ready & PAL_SOCKET_HAS_ERROR)
        events |= AFD_POLL_ABORT;
    if (ready & PAL_SOCKET_WRITABLE)
        events |= AFD_POLL_SEND;
    if (ready & PAL_SOCKET_HAS_URGENT)
        events |= AFD_POLL_EXPEDITED;
    if (ready & (PAL_SOCKET_PEER_ENDED | PAL_SOCKET_HANGUP)) {
        events |= AFD_POLL_DISCONNECT;
        pal_socket_option(io_handle(file), PAL_SOCKET_AVAILABLE, FALSE, &value);
        if (value.value[0] && !socket->receive_shut)
            events |= AFD_POLL_RECEIVE;
    } else if (ready & PAL_SOCKET_READABLE) {
        events |= AFD_POLL_RECEIVE;
    }
    return events;
}

ULONG afd_events_of(IO_FILE *file, ULONG wanted, ULONG ready)
{
    AFD_SOCKET *socket = afd_socket(file);
    ULONG events = 0;
    if (socket->info.state == AFD_LISTENING)
        return ready & PAL_SOCKET_READABLE ? wanted & AFD_POLL_ACCEPT : 0;
    if (socket->info.type == STREAM)
        return wanted & (stream_events(file, ready) | AFD_POLL_CONNECT);
    if (ready & (PAL_SOCKET_READABLE | PAL_SOCKET_HAS_ERROR))
        events |= AFD_POLL_RECEIVE;
    if (ready & PAL_SOCKET_WRITABLE)
        events |= AFD_POLL_SEND;
    return events & wanted;
}

ULONG afd_poll_events(IO_FILE *file, ULONG wanted)
{
    AFD_SOCKET *socket = afd_socket(file);
    NTSTATUS status;
    switch (socket->info.state) {
    case AFD_CONNECTING:
        status = afd_connect_look(file);
        if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
            return 0;
        return wanted & (status ? AFD_POLL_CONNECT_FAIL : AFD_POLL_CONNECT | AFD_POLL_SEND);
    case AFD_FAILED:
        return wanted & AFD_POLL_CONNECT_FAIL;
    case AFD_OPEN:
    case AFD_BOUND:
        if (socket->info.type == STREAM)
            return 0; /* neither here nor there */
        return afd_events_of(file, wanted, look(file));
    default:
        return afd_events_of(file, wanted, look(file));
    }
}

/* Threads that wait are woken, and have left the host's call, before its handle goes. */
void afd_close(IO_FILE *file)
{
    AFD_SOCKET *socket = afd_socket(file);
    PalSocketValue both = {.value = {2}};
    PalHandle pal = io_handle(file);
    if (!pal)
        return;
    if (socket->waiters && !file->shared) {
        socket->closing = 1;
        pal_socket_option(pal, PAL_SOCKET_SHUTDOWN, TRUE, &both);
        for (int i = 0; socket->waiters && i < CLOSE_YIELDS; i++)
            pal_thread_yield();
    }
    afd_lane_close(file);
}
