/*
 * Overlapped operations and the extension functions.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

#include <mswsock.h>

static OVERLAPPED with_event(void)
{
    OVERLAPPED o = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    return o;
}

static PVOID extension(SOCKET socket, GUID id)
{
    PVOID function = NULL;
    DWORD done = 0;
    REQUIRE(WSAIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                     sizeof function, &done, NULL, NULL) == 0);
    CHECK_EQ(done, sizeof function);
    return function;
}

/* The result of an operation that has begun, in bytes; -1: it failed with *error. */
static long long result_of(SOCKET socket, OVERLAPPED *o, int *error)
{
    DWORD done = 0, flags = 0;
    BOOL held = WSAGetOverlappedResult(socket, o, &done, TRUE, &flags);
    *error = held ? 0 : WSAGetLastError();
    return held ? (long long)done : -1;
}

CASE(receive_ends_later)
{
    SOCKET pair[2];
    char text[8] = {0};
    WSABUF buffer = {sizeof text, text};
    DWORD flags = 0, done = 0;
    OVERLAPPED o = with_event();
    int error;
    start_net();
    connected(pair);
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK(!WSAGetOverlappedResult(pair[0], &o, &done, FALSE, &flags));
    CHECK_EQ(WSAGetLastError(), WSA_IO_INCOMPLETE);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 0), WAIT_TIMEOUT);
    CHECK_EQ(send(pair[1], "later", 5, 0), 5);
    CHECK_EQ(result_of(pair[0], &o, &error), 5);
    CHECK_STR(text, "later");
}

CASE(receives_end_in_order)
{
    SOCKET pair[2];
    char first[4] = {0}, second[4] = {0};
    WSABUF a = {2, first}, b = {2, second};
    DWORD flags = 0;
    OVERLAPPED o = with_event(), p = with_event();
    int error;
    start_net();
    connected(pair);
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &a, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &b, 1, NULL, &flags, &p, NULL), WSA_IO_PENDING);
    CHECK_EQ(send(pair[1], "1234", 4, 0), 4);
    CHECK_EQ(result_of(pair[0], &p, &error), 2);
    CHECK_EQ(result_of(pair[0], &o, &error), 2);
    CHECK_STR(first, "12");
    CHECK_STR(second, "34");
}

static DWORD WINAPI drain(PVOID parameter)
{
    static char chunk[65536];
    DWORD total = 0;
    int got;
    Sleep(50);
    while ((got = recv((SOCKET)parameter, chunk, sizeof chunk, 0)) > 0)
        total += (DWORD)got;
    return total;
}

CASE(a_large_send_ends_when_all_has_gone)
{
    SOCKET pair[2];
    const DWORD size = 16 << 20;
    DWORD done = 0, code = 0;
    OVERLAPPED o = with_event();
    int error;
    start_net();
    connected(pair);
    WSABUF buffer = {size, VirtualAlloc(NULL, size, MEM_COMMIT, PAGE_READWRITE)};
    int sent = WSASend(pair[0], &buffer, 1, &done, 0, &o, NULL);
    CHECK(sent == 0 || WSAGetLastError() == WSA_IO_PENDING);
    HANDLE thread = CreateThread(NULL, 0, drain, (PVOID)pair[1], 0, NULL);
    CHECK_EQ(result_of(pair[0], &o, &error), size);
    closesocket(pair[0]);
    CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, size);
}

CASE(ports_get_packets)
{
    SOCKET pair[2];
    char text[8];
    WSABUF buffer = {sizeof text, text};
    DWORD flags = 0, bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED o = {0}, *which = NULL;
    start_net();
    connected(pair);
    HANDLE port = CreateIoCompletionPort((HANDLE)pair[0], NULL, 42, 0);
    REQUIRE(port != NULL);
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK_FAILS(GetQueuedCompletionStatus(port, &bytes, &key, &which, 0), WAIT_TIMEOUT);
    CHECK_EQ(send(pair[1], "abc", 3, 0), 3);
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &which, 5000));
    CHECK_EQ(bytes, 3);
    CHECK_EQ(key, 42);
    CHECK(which == &o);
    /* what ends at once sends one too */
    CHECK_EQ(send(pair[1], "de", 2, 0), 2);
    Sleep(20);
    WSARecv(pair[0], &buffer, 1, NULL, &flags, &o, NULL);
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &which, 5000));
    CHECK_EQ(bytes, 2);
}

CASE(ports_hear_of_failures)
{
    SOCKET pair[2];
    char text[8];
    WSABUF buffer = {sizeof text, text};
    DWORD flags = 0, bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED o = {0}, *which = NULL;
    struct linger hard = {1, 0};
    start_net();
    connected(pair);
    HANDLE port = CreateIoCompletionPort((HANDLE)pair[0], NULL, 42, 0);
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    setsockopt(pair[1], SOL_SOCKET, SO_LINGER, (char *)&hard, sizeof hard);
    closesocket(pair[1]);
    CHECK_FAILS(GetQueuedCompletionStatus(port, &bytes, &key, &which, 5000), ERROR_NETNAME_DELETED);
    CHECK(which == &o);
}

static DWORD routine_error, routine_bytes;
static WSAOVERLAPPED *routine_overlapped;

static void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED overlapped, DWORD flags)
{
    routine_error = error;
    routine_bytes = bytes;
    routine_overlapped = overlapped;
}

CASE(completion_routines)
{
    SOCKET pair[2];
    char text[8];
    WSABUF buffer = {sizeof text, text};
    DWORD flags = 0;
    WSAOVERLAPPED o = {0};
    start_net();
    connected(pair);
    routine_error = 1;
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &buffer, 1, NULL, &flags, &o, routine), WSA_IO_PENDING);
    CHECK_EQ(send(pair[1], "call", 4, 0), 4);
    CHECK_EQ(SleepEx(5000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(routine_error, 0);
    CHECK_EQ(routine_bytes, 4);
    CHECK(routine_overlapped == &o);
}

CASE(cancelling)
{
    SOCKET pair[2];
    char text[8];
    WSABUF buffer = {sizeof text, text};
    DWORD flags = 0;
    OVERLAPPED o = with_event();
    int error;
    start_net();
    connected(pair);
    CHECK_FAILS(CancelIoEx((HANDLE)pair[0], &o), ERROR_NOT_FOUND);
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK(CancelIoEx((HANDLE)pair[0], &o));
    CHECK_EQ(result_of(pair[0], &o, &error), -1);
    CHECK_EQ(error, WSA_OPERATION_ABORTED);
}

CASE(closing_ends_what_is_pending)
{
    SOCKET pair[2];
    char text[8];
    WSABUF buffer = {sizeof text, text};
    DWORD flags = 0;
    OVERLAPPED o = with_event();
    start_net();
    connected(pair);
    CHECK_SOCKET_FAILS(WSARecv(pair[0], &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK_EQ(closesocket(pair[0]), 0);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 5000), WAIT_OBJECT_0);
    CHECK(o.Internal != 0 && o.Internal != STATUS_PENDING);
}

CASE(datagrams_come_later)
{
    struct sockaddr_in from = {0}, to;
    int size = sizeof from, error;
    char text[8] = {0};
    WSABUF buffer = {sizeof text, text};
    DWORD flags = 0;
    OVERLAPPED o = with_event();
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    CHECK_SOCKET_FAILS(
        WSARecvFrom(b, &buffer, 1, NULL, &flags, (struct sockaddr *)&from, &size, &o, NULL),
        WSA_IO_PENDING);
    to = loopback(port_of(b));
    CHECK_EQ(sendto(a, "gram", 4, 0, (struct sockaddr *)&to, sizeof to), 4);
    CHECK_EQ(result_of(b, &o, &error), 4);
    CHECK_EQ(ntohs(from.sin_port), port_of(a));
}

/* ---- AcceptEx */

CASE(accept_ex_before_the_client)
{
    char buffer[64 + 2 * (sizeof(struct sockaddr_in) + 16)] = {0};
    const DWORD room = sizeof(struct sockaddr_in) + 16;
    struct sockaddr *own, *peer;
    int own_size, peer_size, error;
    DWORD done = 0;
    OVERLAPPED o = with_event();
    start_net();
    SOCKET listener = listening(), into = socket(AF_INET, SOCK_STREAM, 0);
    SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
    LPFN_ACCEPTEX accept_ex = extension(listener, (GUID)WSAID_ACCEPTEX);
    LPFN_GETACCEPTEXSOCKADDRS names = extension(listener, (GUID)WSAID_GETACCEPTEXSOCKADDRS);
    CHECK(!accept_ex(listener, into, buffer, 0, room, room, &done, &o));
    CHECK_EQ(WSAGetLastError(), WSA_IO_PENDING);
    REQUIRE(connect_to(client, port_of(listener)) == 0);
    CHECK_EQ(result_of(listener, &o, &error), 0);
    CHECK_EQ(
        setsockopt(into, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&listener, sizeof listener),
        0);
    names(buffer, 0, room, room, &own, &own_size, &peer, &peer_size);
    CHECK_EQ(own_size, sizeof(struct sockaddr_in));
    CHECK_EQ(ntohs(((struct sockaddr_in *)own)->sin_port), port_of(listener));
    CHECK_EQ(ntohs(((struct sockaddr_in *)peer)->sin_port), port_of(client));
    CHECK_EQ(send(client, "x", 1, 0), 1);
    CHECK_EQ(recv(into, buffer, 1, 0), 1);
}

CASE(accept_ex_with_data)
{
    char buffer[64 + 2 * (sizeof(struct sockaddr_in) + 16)] = {0};
    const DWORD room = sizeof(struct sockaddr_in) + 16;
    DWORD done = 0;
    int error;
    OVERLAPPED o = with_event();
    start_net();
    SOCKET listener = listening(), into = socket(AF_INET, SOCK_STREAM, 0);
    SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
    LPFN_ACCEPTEX accept_ex = extension(listener, (GUID)WSAID_ACCEPTEX);
    CHECK(!accept_ex(listener, into, buffer, 64, room, room, &done, &o));
    REQUIRE(connect_to(client, port_of(listener)) == 0);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 50), WAIT_TIMEOUT); /* not before data comes */
    CHECK_EQ(send(client, "first", 5, 0), 5);
    CHECK_EQ(result_of(listener, &o, &error), 5);
    buffer[5] = 0;
    CHECK_STR(buffer, "first");
}

CASE(accept_ex_refuses)
{
    WINE_DIFFERS("it fails later");
    char buffer[64];
    DWORD done;
    OVERLAPPED o = {0};
    SOCKET pair[2];
    start_net();
    connected(pair);
    SOCKET listener = listening();
    LPFN_ACCEPTEX accept_ex = extension(listener, (GUID)WSAID_ACCEPTEX);
    CHECK(!accept_ex(listener, pair[0], buffer, 0, 32, 32, &done, &o));
    CHECK_EQ(WSAGetLastError(), WSAEINVAL);
    CHECK(!accept_ex(pair[0], socket(AF_INET, SOCK_STREAM, 0), buffer, 0, 32, 32, &done, &o));
    CHECK_EQ(WSAGetLastError(), WSAEINVAL);
    CHECK(!accept_ex(listener, NONE, buffer, 0, 32, 32, &done, &o));
    CHECK_EQ(WSAGetLastError(), WSAENOTSOCK);
}

/* ---- ConnectEx, DisconnectEx, TransmitFile */

CASE(connect_ex_sends_along)
{
    struct sockaddr_in to;
    char text[16] = {0};
    DWORD sent = 0;
    int error;
    OVERLAPPED o = with_event();
    start_net();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    LPFN_CONNECTEX connect_ex = extension(client, (GUID)WSAID_CONNECTEX);
    to = loopback(port_of(listener));
    CHECK(!connect_ex(client, (struct sockaddr *)&to, sizeof to, NULL, 0, &sent, &o));
    CHECK_EQ(WSAGetLastError(), WSAEINVAL); /* it has to be bound */
    client = bound(SOCK_STREAM);
    BOOL at_once = connect_ex(client, (struct sockaddr *)&to, sizeof to, "hi", 2, &sent, &o);
    CHECK(at_once || WSAGetLastError() == WSA_IO_PENDING);
    CHECK_EQ(result_of(client, &o, &error), 2);
    CHECK_EQ(setsockopt(client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0), 0);
    SOCKET server = accept(listener, NULL, NULL);
    CHECK_EQ(recv(server, text, sizeof text, 0), 2);
    CHECK_STR(text, "hi");
    int size = sizeof to;
    CHECK_EQ(getpeername(client, (struct sockaddr *)&to, &size), 0);
}

CASE(connect_ex_is_refused)
{
    struct sockaddr_in to;
    DWORD sent = 0;
    int error;
    OVERLAPPED o = with_event();
    start_net();
    SOCKET client = bound(SOCK_STREAM);
    LPFN_CONNECTEX connect_ex = extension(client, (GUID)WSAID_CONNECTEX);
    to = loopback(free_port());
    if (!connect_ex(client, (struct sockaddr *)&to, sizeof to, NULL, 0, &sent, &o) &&
        WSAGetLastError() != WSA_IO_PENDING)
        error = WSAGetLastError();
    else
        CHECK_EQ(result_of(client, &o, &error), -1);
    CHECK_EQ(error, WSAECONNREFUSED);
}

CASE(disconnect_ex_and_reuse)
{
    if (on_wine())
        SKIP("it does not reuse sockets");
    SOCKET pair[2];
    char byte;
    int error;
    OVERLAPPED o = with_event(), p = with_event();
    DWORD sent;
    start_net();
    connected(pair);
    LPFN_DISCONNECTEX disconnect_ex = extension(pair[0], (GUID)WSAID_DISCONNECTEX);
    LPFN_CONNECTEX connect_ex = extension(pair[0], (GUID)WSAID_CONNECTEX);
    BOOL at_once = disconnect_ex(pair[0], &o, TF_REUSE_SOCKET, 0);
    CHECK(at_once || WSAGetLastError() == WSA_IO_PENDING);
    CHECK_EQ(recv(pair[1], &byte, 1, 0), 0);
    closesocket(pair[1]);
    CHECK_EQ(result_of(pair[0], &o, &error), 0);
    SOCKET listener = listening();
    struct sockaddr_in to = loopback(port_of(listener));
    at_once = connect_ex(pair[0], (struct sockaddr *)&to, sizeof to, NULL, 0, &sent, &p);
    CHECK(at_once || WSAGetLastError() == WSA_IO_PENDING);
    CHECK_EQ(result_of(pair[0], &p, &error), 0);
    CHECK_EQ(send(pair[0], "x", 1, 0), 1);
}

static HANDLE file_with(const char *text, DWORD size)
{
    DWORD done;
    HANDLE file =
        CreateFileW(L"sent", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, text, size, &done, NULL));
    return file;
}

CASE(transmit_file)
{
    if (on_wine())
        SKIP("it does not disconnect");
    SOCKET pair[2];
    char text[32] = {0};
    int error;
    TRANSMIT_FILE_BUFFERS around = {"<", 1, ">", 1};
    OVERLAPPED o = with_event();
    start_net();
    connected(pair);
    LPFN_TRANSMITFILE transmit = extension(pair[0], (GUID)WSAID_TRANSMITFILE);
    HANDLE file = file_with("0123456789", 10);
    o.Offset = 3;
    BOOL at_once = transmit(pair[0], file, 4, 0, &o, &around, TF_DISCONNECT);
    CHECK(at_once || WSAGetLastError() == WSA_IO_PENDING);
    CHECK_EQ(result_of(pair[0], &o, &error), 6);
    CHECK_EQ(recv(pair[1], text, 6, MSG_WAITALL), 6);
    CHECK_STR(text, "<3456>");
    CHECK_EQ(recv(pair[1], text, 1, 0), 0); /* TF_DISCONNECT */
    CloseHandle(file);
}

CASE(transmit_a_large_file)
{
    SOCKET pair[2];
    DWORD code = 0;
    const DWORD size = 3 << 20;
    start_net();
    connected(pair);
    LPFN_TRANSMITFILE transmit = extension(pair[0], (GUID)WSAID_TRANSMITFILE);
    HANDLE file = file_with(VirtualAlloc(NULL, size, MEM_COMMIT, PAGE_READWRITE), size);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    HANDLE thread = CreateThread(NULL, 0, drain, (PVOID)pair[1], 0, NULL);
    CHECK(transmit(pair[0], file, 0, 0, NULL, NULL, 0));
    closesocket(pair[0]);
    CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, size);
    CloseHandle(file);
}

CASE(messages)
{
    struct sockaddr_in from = {0}, to;
    char text[8] = {0};
    WSABUF buffer = {sizeof text, text};
    DWORD done = 0;
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    LPFN_WSARECVMSG receive = extension(b, (GUID)WSAID_WSARECVMSG);
    WSAMSG message = {(struct sockaddr *)&from, sizeof from, &buffer, 1, {0, NULL}, 0};
    to = loopback(port_of(b));
    CHECK_EQ(sendto(a, "msg", 3, 0, (struct sockaddr *)&to, sizeof to), 3);
    CHECK_EQ(receive(b, &message, &done, NULL, NULL), 0);
    CHECK_EQ(done, 3);
    CHECK_EQ(ntohs(from.sin_port), port_of(a));
}

CASE(unknown_extensions)
{
    GUID id = {1, 2, 3, {4}};
    PVOID function;
    DWORD done;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_SOCKET_FAILS(WSAIoctl(made, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                                sizeof function, &done, NULL, NULL),
                       WSAEINVAL);
}
