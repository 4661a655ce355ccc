/*
 * Waiting for sockets: select, WSAPoll, WSAEventSelect.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

static fd_set set_of(SOCKET socket)
{
    fd_set set;
    FD_ZERO(&set);
    FD_SET(socket, &set);
    return set;
}

static int readable(SOCKET socket, long milliseconds)
{
    fd_set set = set_of(socket);
    struct timeval limit = {0, milliseconds * 1000};
    return select(0, &set, NULL, NULL, &limit);
}

static int writable(SOCKET socket, long milliseconds)
{
    fd_set set = set_of(socket);
    struct timeval limit = {0, milliseconds * 1000};
    return select(0, NULL, &set, NULL, &limit);
}

CASE(select_tells_what_is_readable)
{
    SOCKET pair[2];
    char byte;
    start_net();
    connected(pair);
    CHECK_EQ(readable(pair[0], 0), 0);
    CHECK_EQ(send(pair[1], "x", 1, 0), 1);
    CHECK_EQ(readable(pair[0], 5000), 1);
    CHECK_EQ(recv(pair[0], &byte, 1, 0), 1);
    CHECK_EQ(readable(pair[0], 0), 0);
    closesocket(pair[1]);
    CHECK_EQ(readable(pair[0], 5000), 1); /* its end */
}

CASE(select_keeps_those_that_are_ready)
{
    SOCKET a[2], b[2];
    fd_set read, write;
    struct timeval limit = {5, 0};
    start_net();
    connected(a);
    connected(b);
    CHECK_EQ(send(b[1], "x", 1, 0), 1);
    CHECK_EQ(readable(b[0], 5000), 1);
    FD_ZERO(&read);
    FD_SET(a[0], &read);
    FD_SET(b[0], &read);
    write = read;
    CHECK_EQ(select(0, &read, &write, NULL, &limit), 3);
    CHECK_EQ(read.fd_count, 1);
    CHECK_EQ(read.fd_array[0], b[0]);
    CHECK_EQ(write.fd_count, 2);
    CHECK(!FD_ISSET(a[0], &read));
}

CASE(select_waits_as_long_as_it_is_told)
{
    SOCKET a[2], b[2];
    fd_set set;
    struct timeval limit = {0, 60000};
    start_net();
    connected(a);
    connected(b);
    FD_ZERO(&set);
    FD_SET(a[0], &set);
    FD_SET(b[0], &set);
    ULONGLONG before = GetTickCount64();
    CHECK_EQ(select(0, &set, NULL, NULL, &limit), 0);
    CHECK(GetTickCount64() - before >= 40);
    CHECK_EQ(set.fd_count, 0);
}

CASE(select_refuses)
{
    fd_set none, bad;
    struct timeval limit = {0, 0};
    start_net();
    FD_ZERO(&none);
    CHECK_SOCKET_FAILS(select(0, NULL, NULL, NULL, &limit), WSAEINVAL);
    CHECK_SOCKET_FAILS(select(0, &none, &none, &none, &limit), WSAEINVAL);
    bad = set_of((SOCKET)0x123450);
    CHECK_SOCKET_FAILS(select(0, &bad, NULL, NULL, &limit), WSAENOTSOCK);
}

CASE(select_on_a_listener)
{
    start_net();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(readable(listener, 0), 0);
    REQUIRE(connect_to(client, port_of(listener)) == 0);
    CHECK_EQ(readable(listener, 5000), 1);
    CHECK_EQ(writable(listener, 0), 0);
}

CASE(select_on_a_socket_without_a_connection)
{
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(writable(made, 0), 0);
    CHECK_EQ(readable(made, 0), 0);
    CHECK_EQ(writable(bound(SOCK_DGRAM), 0), 1);
}

CASE(connecting_without_blocking)
{
    int error = -1, size = sizeof error;
    start_net();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    set_blocking(client, FALSE);
    CHECK_SOCKET_FAILS(connect_to(client, port_of(listener)), WSAEWOULDBLOCK);
    CHECK_EQ(writable(client, 5000), 1);
    CHECK_EQ(getsockopt(client, SOL_SOCKET, SO_ERROR, (char *)&error, &size), 0);
    CHECK_EQ(error, 0);
    CHECK_SOCKET_FAILS(connect_to(client, port_of(listener)), WSAEISCONN);
    CHECK_EQ(send(client, "x", 1, 0), 1);
}

CASE(failing_to_connect_without_blocking)
{
    int error = -1, size = sizeof error;
    fd_set write, except;
    struct timeval limit = {10, 0};
    start_net();
    SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
    set_blocking(client, FALSE);
    CHECK_SOCKET_FAILS(connect_to(client, free_port()), WSAEWOULDBLOCK);
    write = except = set_of(client);
    CHECK_EQ(select(0, NULL, &write, &except, &limit), 1);
    CHECK_EQ(write.fd_count, 0);
    CHECK_EQ(except.fd_count, 1);
    CHECK_EQ(getsockopt(client, SOL_SOCKET, SO_ERROR, (char *)&error, &size), 0);
    CHECK_EQ(error, WSAECONNREFUSED);
}

static DWORD WINAPI send_later(PVOID parameter)
{
    Sleep(60);
    return (DWORD)send((SOCKET)parameter, "x", 1, 0);
}

CASE(select_is_woken)
{
    SOCKET pair[2];
    start_net();
    connected(pair);
    CloseHandle(CreateThread(NULL, 0, send_later, (PVOID)pair[1], 0, NULL));
    CHECK_EQ(readable(pair[0], 10000), 1);
}

CASE(select_on_hundreds)
{
    static SOCKET sockets[300];
    struct {
        u_int count;
        SOCKET sockets[300];
    } set;
    struct timeval limit = {5, 0};
    start_net();
    for (int i = 0; i < 300; i++)
        set.sockets[i] = sockets[i] = bound(SOCK_DGRAM);
    set.count = 300;
    struct sockaddr_in to = loopback(port_of(sockets[250]));
    CHECK_EQ(sendto(sockets[0], "x", 1, 0, (struct sockaddr *)&to, sizeof to), 1);
    CHECK_EQ(select(0, (fd_set *)&set, NULL, NULL, &limit), 1);
    CHECK_EQ(set.count, 1);
    CHECK_EQ(set.sockets[0], sockets[250]);
}

CASE(poll_tells_each)
{
    SOCKET pair[2];
    WSAPOLLFD fds[3] = {{0}};
    start_net();
    connected(pair);
    fds[0] = (WSAPOLLFD){pair[0], POLLIN, 0x77};
    fds[1] = (WSAPOLLFD){pair[1], POLLOUT, 0x77};
    fds[2] = (WSAPOLLFD){NONE, POLLIN, 0x77};
    CHECK_EQ(WSAPoll(fds, 3, 0), 1);
    CHECK_EQ(fds[0].revents, 0);
    CHECK_EQ(fds[1].revents, POLLOUT);
    CHECK_EQ(send(pair[1], "x", 1, 0), 1);
    fds[1].events = 0;
    CHECK_EQ(WSAPoll(fds, 2, 5000), 1);
    CHECK_EQ(fds[0].revents, POLLRDNORM);
}

CASE(poll_and_the_end)
{
    SOCKET pair[2];
    WSAPOLLFD fd;
    start_net();
    connected(pair);
    fd = (WSAPOLLFD){pair[0], POLLIN, 0};
    closesocket(pair[1]);
    CHECK_EQ(WSAPoll(&fd, 1, 5000), 1);
    CHECK(fd.revents & POLLHUP);
}

CASE(poll_waits)
{
    SOCKET pair[2];
    start_net();
    connected(pair);
    WSAPOLLFD fds[2] = {{pair[0], POLLIN, 0}, {pair[1], POLLIN, 0}};
    ULONGLONG before = GetTickCount64();
    CHECK_EQ(WSAPoll(fds, 2, 60), 0);
    CHECK(GetTickCount64() - before >= 40);
    CHECK_SOCKET_FAILS(WSAPoll(NULL, 1, 0), WSAEFAULT);
}

CASE(poll_of_no_socket)
{
    WINE_DIFFERS("it does not look at the others");
    SOCKET pair[2];
    start_net();
    connected(pair);
    SOCKET gone = socket(AF_INET, SOCK_STREAM, 0);
    closesocket(gone);
    WSAPOLLFD fds[2] = {{pair[0], POLLOUT, 0}, {gone, POLLIN, 0}};
    CHECK_EQ(WSAPoll(fds, 2, 0), 2);
    CHECK_EQ(fds[0].revents, POLLOUT);
    CHECK_EQ(fds[1].revents, POLLNVAL);
}

CASE(poll_of_a_failed_connection)
{
    WINE_DIFFERS("it reports no POLLHUP");
    WSAPOLLFD fd = {0, POLLOUT, 0};
    start_net();
    fd.fd = socket(AF_INET, SOCK_STREAM, 0);
    set_blocking(fd.fd, FALSE);
    CHECK_SOCKET_FAILS(connect_to(fd.fd, free_port()), WSAEWOULDBLOCK);
    CHECK_EQ(WSAPoll(&fd, 1, 10000), 1);
    CHECK(fd.revents & POLLERR);
    CHECK(fd.revents & POLLHUP);
}

/* ---- events */

static long events_of(SOCKET socket, WSAEVENT event, WSANETWORKEVENTS *events)
{
    *events = (WSANETWORKEVENTS){0};
    CHECK_EQ(WSAEnumNetworkEvents(socket, event, events), 0);
    return events->lNetworkEvents;
}

CASE(event_functions)
{
    start_net();
    WSAEVENT event = WSACreateEvent();
    CHECK_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE), WSA_WAIT_TIMEOUT);
    CHECK(WSASetEvent(event));
    CHECK_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE), WSA_WAIT_EVENT_0);
    CHECK_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE), WSA_WAIT_EVENT_0);
    CHECK(WSAResetEvent(event));
    CHECK_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE), WSA_WAIT_TIMEOUT);
    CHECK(WSACloseEvent(event));
    CHECK(!WSACloseEvent(event));
    CHECK_EQ(WSAGetLastError(), WSA_INVALID_HANDLE);
}

CASE(event_select_reads)
{
    SOCKET pair[2];
    WSANETWORKEVENTS events;
    char byte;
    start_net();
    connected(pair);
    WSAEVENT event = WSACreateEvent();
    CHECK_EQ(WSAEventSelect(pair[0], event, FD_READ | FD_CLOSE), 0);
    CHECK_SOCKET_FAILS(recv(pair[0], &byte, 1, 0), WSAEWOULDBLOCK); /* it does not block now */
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK_EQ(send(pair[1], "ab", 2, 0), 2);
    CHECK_EQ(WaitForSingleObject(event, 5000), WAIT_OBJECT_0);
    CHECK_EQ(events_of(pair[0], event, &events), FD_READ);
    CHECK_EQ(events.iErrorCode[FD_READ_BIT], 0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT); /* told once, until the next recv */
    CHECK_EQ(recv(pair[0], &byte, 1, 0), 1);
    CHECK_EQ(WaitForSingleObject(event, 5000), WAIT_OBJECT_0); /* more is there */
    CHECK_EQ(events_of(pair[0], event, &events), FD_READ);
    CHECK_EQ(recv(pair[0], &byte, 1, 0), 1);
    closesocket(pair[1]);
    CHECK_EQ(WaitForSingleObject(event, 5000), WAIT_OBJECT_0);
    CHECK(events_of(pair[0], event, &events) & FD_CLOSE);
    CHECK_EQ(events.iErrorCode[FD_CLOSE_BIT], 0);
}

CASE(event_select_accepts)
{
    WSANETWORKEVENTS events;
    start_net();
    SOCKET listener = listening(), a = socket(AF_INET, SOCK_STREAM, 0);
    WSAEVENT event = WSACreateEvent();
    CHECK_EQ(WSAEventSelect(listener, event, FD_ACCEPT), 0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    REQUIRE(connect_to(a, port_of(listener)) == 0);
    CHECK_EQ(WaitForSingleObject(event, 5000), WAIT_OBJECT_0);
    CHECK_EQ(events_of(listener, event, &events), FD_ACCEPT);
    SOCKET server = accept(listener, NULL, NULL);
    CHECK(server != NONE);
    CHECK_SOCKET_FAILS(accept(listener, NULL, NULL), WSAEWOULDBLOCK);
    CHECK_EQ(events_of(listener, event, &events), 0);
}

CASE(event_select_connects)
{
    WSANETWORKEVENTS events;
    start_net();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    WSAEVENT event = WSACreateEvent();
    CHECK_EQ(WSAEventSelect(client, event, FD_CONNECT | FD_WRITE), 0);
    CHECK_SOCKET_FAILS(connect_to(client, port_of(listener)), WSAEWOULDBLOCK);
    long all = 0;
    for (int i = 0; i < 50 && all != (FD_CONNECT | FD_WRITE); i++) {
        WaitForSingleObject(event, 100);
        all |= events_of(client, event, &events);
        CHECK_EQ(events.iErrorCode[FD_CONNECT_BIT], 0);
    }
    CHECK_EQ(all, FD_CONNECT | FD_WRITE);
}

CASE(event_select_fails_to_connect)
{
    WSANETWORKEVENTS events;
    start_net();
    SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
    WSAEVENT event = WSACreateEvent();
    CHECK_EQ(WSAEventSelect(client, event, FD_CONNECT), 0);
    CHECK_SOCKET_FAILS(connect_to(client, free_port()), WSAEWOULDBLOCK);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK_EQ(events_of(client, event, &events), FD_CONNECT);
    CHECK_EQ(events.iErrorCode[FD_CONNECT_BIT], WSAECONNREFUSED);
}

CASE(event_select_is_taken_back)
{
    WINE_DIFFERS("it takes unknown events");
    SOCKET pair[2];
    start_net();
    connected(pair);
    WSAEVENT event = WSACreateEvent();
    CHECK_EQ(WSAEventSelect(pair[0], event, FD_READ), 0);
    CHECK_EQ(WSAEventSelect(pair[0], NULL, 0), 0);
    CHECK_EQ(send(pair[1], "x", 1, 0), 1);
    CHECK_EQ(WaitForSingleObject(event, 100), WAIT_TIMEOUT);
    CHECK_SOCKET_FAILS(WSAEventSelect(pair[0], event, 1 << 20), WSAEINVAL);
}
