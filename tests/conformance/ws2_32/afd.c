/*
 * \Device\Afd as asynchronous run-times use it: polls of sockets on a completion port.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

#include "../nt.h"

NTSTATUS NTAPI NtCancelIoFileEx(HANDLE, IO_STATUS_BLOCK *, IO_STATUS_BLOCK *);

#define IOCTL_AFD_POLL 0x12024u

enum {
    RECEIVE = 1,
    SEND = 4,
    DISCONNECT = 8,
    ABORT = 0x10,
    LOCAL_CLOSE = 0x20,
    ACCEPT = 0x80,
    CONNECT_FAIL = 0x100
};

typedef struct POLL {
    LARGE_INTEGER timeout;
    ULONG count;
    ULONG exclusive;
    struct {
        HANDLE handle;
        ULONG events;
        NTSTATUS status;
    } sockets[2];
} POLL;

static HANDLE device, port;

static void open_device(void)
{
    static const WCHAR path[] = L"\\Device\\Afd\\Test";
    UNICODE_STRING name = {sizeof path - 2, sizeof path, (PWSTR)path};
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
    start_net();
    REQUIRE(NtCreateFile(&device, SYNCHRONIZE, &attributes, &io, NULL, 0,
                         FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN, 0, NULL, 0) == 0);
    port = CreateIoCompletionPort(device, NULL, 7, 0);
    REQUIRE(port != NULL);
}

static POLL question(SOCKET socket, ULONG events)
{
    POLL poll = {.count = 1};
    poll.timeout.QuadPart = 0x7fffffffffffffffll;
    poll.sockets[0].handle = (HANDLE)socket;
    poll.sockets[0].events = events;
    return poll;
}

static NTSTATUS ask(POLL *poll, IO_STATUS_BLOCK *io)
{
    ULONG size = (ULONG)(16 + poll->count * sizeof *poll->sockets);
    io->Status = STATUS_PENDING;
    return NtDeviceIoControlFile(device, NULL, NULL, io, io, IOCTL_AFD_POLL, poll, size, poll,
                                 size);
}

/* The next packet's status block; NULL: none came. */
static IO_STATUS_BLOCK *next(DWORD milliseconds)
{
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *which = NULL;
    GetQueuedCompletionStatus(port, &bytes, &key, &which, milliseconds);
    return (IO_STATUS_BLOCK *)which;
}

CASE(what_is_ready_is_told_at_once)
{
    SOCKET pair[2];
    IO_STATUS_BLOCK io;
    open_device();
    connected(pair);
    POLL poll = question(pair[0], SEND | RECEIVE);
    NTSTATUS status = ask(&poll, &io);
    CHECK(status == STATUS_SUCCESS || status == STATUS_PENDING);
    CHECK(next(5000) == &io);
    CHECK_STATUS(io.Status, STATUS_SUCCESS);
    CHECK_EQ(poll.count, 1);
    CHECK_EQ(poll.sockets[0].events, SEND);
    CHECK_PTR(poll.sockets[0].handle, pair[0]);
}

CASE(what_comes_is_told_then)
{
    SOCKET pair[2];
    IO_STATUS_BLOCK io;
    open_device();
    connected(pair);
    POLL poll = question(pair[0], RECEIVE | DISCONNECT | ABORT);
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    CHECK(next(30) == NULL);
    CHECK_EQ(send(pair[1], "x", 1, 0), 1);
    CHECK(next(5000) == &io);
    CHECK_EQ(poll.sockets[0].events, RECEIVE);
    CHECK(next(30) == NULL); /* once */
}

CASE(the_end_of_a_connection)
{
    SOCKET pair[2];
    IO_STATUS_BLOCK io;
    open_device();
    connected(pair);
    POLL poll = question(pair[0], RECEIVE | DISCONNECT | ABORT);
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    closesocket(pair[1]);
    CHECK(next(5000) == &io);
    CHECK(poll.sockets[0].events & DISCONNECT);
}

CASE(a_connection_that_comes)
{
    IO_STATUS_BLOCK io;
    open_device();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    POLL poll = question(listener, ACCEPT);
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    REQUIRE(connect_to(client, port_of(listener)) == 0);
    CHECK(next(5000) == &io);
    CHECK_EQ(poll.sockets[0].events, ACCEPT);
}

CASE(a_connection_that_fails)
{
    IO_STATUS_BLOCK io;
    open_device();
    SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
    set_blocking(client, FALSE);
    connect_to(client, free_port());
    POLL poll = question(client, SEND | CONNECT_FAIL);
    ask(&poll, &io);
    CHECK(next(10000) == &io);
    CHECK_EQ(poll.sockets[0].events, CONNECT_FAIL);
}

/* Registered before it connects, as run-times do. */
CASE(a_connection_that_is_made)
{
    IO_STATUS_BLOCK io;
    open_device();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    set_blocking(client, FALSE);
    POLL poll = question(client, SEND | CONNECT_FAIL);
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    CHECK(next(30) == NULL);
    CHECK_SOCKET_FAILS(connect_to(client, port_of(listener)), WSAEWOULDBLOCK);
    CHECK(next(5000) == &io);
    CHECK_EQ(poll.sockets[0].events, SEND);
}

CASE(cancelled_polls)
{
    SOCKET pair[2];
    IO_STATUS_BLOCK io, cancel;
    open_device();
    connected(pair);
    POLL poll = question(pair[0], RECEIVE);
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    CHECK_STATUS(NtCancelIoFileEx(device, &io, &cancel), STATUS_SUCCESS);
    CHECK(next(5000) == &io);
    CHECK_STATUS(io.Status, STATUS_CANCELLED);
    CHECK_STATUS(NtCancelIoFileEx(device, &io, &cancel), STATUS_NOT_FOUND);
}

CASE(closed_sockets_end_polls)
{
    SOCKET pair[2];
    IO_STATUS_BLOCK io;
    open_device();
    connected(pair);
    POLL poll = question(pair[0], RECEIVE | LOCAL_CLOSE);
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    closesocket(pair[0]);
    CHECK(next(5000) == &io);
    CHECK(poll.count == 0 || poll.sockets[0].events == LOCAL_CLOSE);
}

CASE(time_limits)
{
    SOCKET pair[2];
    IO_STATUS_BLOCK io;
    open_device();
    connected(pair);
    POLL poll = question(pair[0], RECEIVE);
    poll.timeout.QuadPart = -500000; /* 50 ms */
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    CHECK(next(5000) == &io);
    CHECK_STATUS(io.Status, STATUS_TIMEOUT);
    CHECK_EQ(poll.count, 0);
}

CASE(two_sockets)
{
    SOCKET a[2], b[2];
    IO_STATUS_BLOCK io;
    open_device();
    connected(a);
    connected(b);
    POLL poll = question(a[0], RECEIVE);
    poll.count = 2;
    poll.sockets[1].handle = (HANDLE)b[0];
    poll.sockets[1].events = RECEIVE;
    CHECK_STATUS(ask(&poll, &io), STATUS_PENDING);
    CHECK_EQ(send(b[1], "x", 1, 0), 1);
    CHECK(next(5000) == &io);
    CHECK_EQ(poll.count, 1);
    CHECK_PTR(poll.sockets[0].handle, b[0]);
}

CASE(bad_questions)
{
    IO_STATUS_BLOCK io;
    open_device();
    POLL poll = question((SOCKET)0x12340, RECEIVE);
    CHECK_STATUS(ask(&poll, &io), STATUS_INVALID_HANDLE);
    poll.count = 0;
    CHECK_STATUS(ask(&poll, &io), STATUS_INVALID_PARAMETER);
    poll = question(bound(SOCK_DGRAM), RECEIVE);
    poll.count = 1000; /* more than there is room for */
    CHECK_STATUS(NtDeviceIoControlFile(device, NULL, NULL, &io, &io, IOCTL_AFD_POLL, &poll,
                                       sizeof poll, &poll, sizeof poll),
                 STATUS_INVALID_PARAMETER);
}
