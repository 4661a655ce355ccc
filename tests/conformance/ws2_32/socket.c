/*
 * Sockets made, bound, connected, closed: what each call refuses.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

CASE(start_up_comes_first)
{
    CHECK_SOCKET_FAILS(socket(AF_INET, SOCK_STREAM, 0), WSANOTINITIALISED);
}

CASE(kinds_that_there_are_not)
{
    start_net();
    CHECK_SOCKET_FAILS(socket(99, SOCK_STREAM, 0), WSAEAFNOSUPPORT);
    CHECK_SOCKET_FAILS(socket(AF_INET, 77, 0), WSAESOCKTNOSUPPORT);
    CHECK_SOCKET_FAILS(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP), WSAEPROTONOSUPPORT);
    CHECK_SOCKET_FAILS(socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP), WSAEPROTONOSUPPORT);
}

CASE(type_follows_from_protocol)
{
    int type = 0, size = sizeof type;
    start_net();
    SOCKET made = socket(AF_INET, 0, IPPROTO_UDP);
    REQUIRE(made != NONE);
    CHECK_EQ(getsockopt(made, SOL_SOCKET, SO_TYPE, (char *)&type, &size), 0);
    CHECK_EQ(type, SOCK_DGRAM);
    made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(getsockopt(made, SOL_SOCKET, SO_TYPE, (char *)&type, &size), 0);
    CHECK_EQ(type, SOCK_STREAM);
}

CASE(close_ends_a_socket_once)
{
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(closesocket(made), 0);
    CHECK_SOCKET_FAILS(closesocket(made), WSAENOTSOCK);
    CHECK_SOCKET_FAILS(listen(made, 1), WSAENOTSOCK);
    CHECK_SOCKET_FAILS(closesocket(NONE), WSAENOTSOCK);
}

CASE(other_handles_are_no_sockets)
{
    char byte;
    start_net();
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE file = CreateFileW(L"file", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK_SOCKET_FAILS(closesocket((SOCKET)event), WSAENOTSOCK);
    CHECK_SOCKET_FAILS(closesocket((SOCKET)file), WSAENOTSOCK);
    CHECK_SOCKET_FAILS(recv((SOCKET)file, &byte, 1, 0), WSAENOTSOCK);
    CHECK(CloseHandle(file));
    CHECK(CloseHandle(event));
}

CASE(sockets_are_inherited_unless_told_otherwise)
{
    DWORD flags;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(GetHandleInformation((HANDLE)made, &flags));
    CHECK(flags & HANDLE_FLAG_INHERIT);
    made = WSASocketW(AF_INET, SOCK_STREAM, 0, NULL, 0,
                      WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    CHECK(GetHandleInformation((HANDLE)made, &flags));
    CHECK(!(flags & HANDLE_FLAG_INHERIT));
}

CASE(data_needs_a_connection)
{
    if (on_wine())
        SKIP("a listener receives for ever");
    char byte = 0;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_SOCKET_FAILS(send(made, &byte, 1, 0), WSAENOTCONN);
    CHECK_SOCKET_FAILS(recv(made, &byte, 1, 0), WSAENOTCONN);
    SOCKET listener = listening();
    CHECK_SOCKET_FAILS(send(listener, &byte, 1, 0), WSAENOTCONN);
    CHECK_SOCKET_FAILS(shutdown(made, SD_SEND), WSAENOTCONN);
}

CASE(bind_is_for_once)
{
    struct sockaddr_in address = loopback(0);
    start_net();
    SOCKET made = bound(SOCK_STREAM);
    CHECK_SOCKET_FAILS(bind(made, (struct sockaddr *)&address, sizeof address), WSAEINVAL);
}

CASE(two_sockets_do_not_bind_one_port)
{
    start_net();
    for (int type = SOCK_STREAM; type <= SOCK_DGRAM; type++) {
        SOCKET first = bound(type), second = socket(AF_INET, type, 0);
        struct sockaddr_in address = loopback(port_of(first));
        CHECK_SOCKET_FAILS(bind(second, (struct sockaddr *)&address, sizeof address),
                           WSAEADDRINUSE);
        closesocket(first);
        CHECK_EQ(bind(second, (struct sockaddr *)&address, sizeof address), 0);
        closesocket(second);
    }
}

/* The connections of the old listener are in TIME_WAIT then. */
CASE(a_port_can_be_bound_again_after_connections)
{
    char byte;
    start_net();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = loopback(port_of(listener));
    REQUIRE(connect_to(client, port_of(listener)) == 0);
    SOCKET server = accept(listener, NULL, NULL);
    closesocket(server);
    CHECK_EQ(recv(client, &byte, 1, 0), 0);
    closesocket(client);
    closesocket(listener);
    SOCKET again = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(bind(again, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ(listen(again, 1), 0);
}

CASE(bind_refuses_foreign_addresses)
{
    struct sockaddr_in address = loopback(0);
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(0xcb007101); /* 203.0.113.1, for documentation */
    CHECK_SOCKET_FAILS(bind(made, (struct sockaddr *)&address, sizeof address), WSAEADDRNOTAVAIL);
    CHECK_SOCKET_FAILS(bind(made, (struct sockaddr *)&address, 4), WSAEFAULT);
    CHECK_SOCKET_FAILS(bind(made, NULL, sizeof address), WSAEFAULT);
    address.sin_family = AF_INET6;
    CHECK_EQ(bind(made, (struct sockaddr *)&address, sizeof address), -1);
}

CASE(names_of_an_unbound_socket)
{
    struct sockaddr_in address;
    int size = sizeof address;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_SOCKET_FAILS(getsockname(made, (struct sockaddr *)&address, &size), WSAEINVAL);
    CHECK_SOCKET_FAILS(getpeername(made, (struct sockaddr *)&address, &size), WSAENOTCONN);
}

CASE(names_of_both_ends)
{
    SOCKET pair[2];
    struct sockaddr_in own[2], peer[2];
    int size = sizeof *own;
    start_net();
    connected(pair);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(getsockname(pair[i], (struct sockaddr *)&own[i], &size), 0);
        CHECK_EQ(size, sizeof *own);
        CHECK_EQ(getpeername(pair[i], (struct sockaddr *)&peer[i], &size), 0);
        CHECK_EQ(own[i].sin_family, AF_INET);
        CHECK_EQ(own[i].sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    }
    CHECK_EQ(own[0].sin_port, peer[1].sin_port);
    CHECK_EQ(own[1].sin_port, peer[0].sin_port);
    size = 8;
    CHECK_SOCKET_FAILS(getsockname(pair[0], (struct sockaddr *)own, &size), WSAEFAULT);
}

CASE(listen_needs_a_bound_stream)
{
    WINE_DIFFERS("WSAEINVAL on a connected socket");
    start_net();
    CHECK_SOCKET_FAILS(listen(socket(AF_INET, SOCK_STREAM, 0), 1), WSAEINVAL);
    CHECK_SOCKET_FAILS(listen(bound(SOCK_DGRAM), 1), WSAEOPNOTSUPP);
    SOCKET listener = listening();
    CHECK_EQ(listen(listener, 5), 0);
    SOCKET pair[2];
    connected(pair);
    CHECK_SOCKET_FAILS(listen(pair[0], 1), WSAEISCONN);
}

CASE(accept_needs_a_listener)
{
    start_net();
    CHECK_SOCKET_FAILS(accept(bound(SOCK_STREAM), NULL, NULL), WSAEINVAL);
    CHECK_SOCKET_FAILS(accept(bound(SOCK_DGRAM), NULL, NULL), WSAEOPNOTSUPP);
}

CASE(accept_tells_who_has_come)
{
    struct sockaddr_in peer = {0};
    int size = sizeof peer;
    start_net();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(connect_to(client, port_of(listener)) == 0);
    SOCKET server = accept(listener, (struct sockaddr *)&peer, &size);
    REQUIRE(server != NONE);
    CHECK_EQ(size, sizeof peer);
    CHECK_EQ(ntohs(peer.sin_port), port_of(client));
    CHECK_EQ(port_of(server), port_of(listener));
}

CASE(connect_where_nobody_listens)
{
    WINE_DIFFERS("the socket is spoilt");
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_SOCKET_FAILS(connect_to(made, free_port()), WSAECONNREFUSED);
    /* the socket is not spoilt */
    SOCKET listener = listening();
    CHECK_EQ(connect_to(made, port_of(listener)), 0);
}

CASE(connect_refuses)
{
    WINE_DIFFERS("the host answers");
    SOCKET pair[2];
    struct sockaddr_in address = loopback(1);
    start_net();
    connected(pair);
    CHECK_SOCKET_FAILS(connect_to(pair[0], 1), WSAEISCONN);
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_SOCKET_FAILS(connect_to(made, 0), WSAEADDRNOTAVAIL);
    CHECK_SOCKET_FAILS(connect(made, (struct sockaddr *)&address, 8), WSAEFAULT);
    address.sin_addr.s_addr = 0;
    CHECK_SOCKET_FAILS(connect(made, (struct sockaddr *)&address, sizeof address),
                       WSAEADDRNOTAVAIL);
    CHECK_SOCKET_FAILS(connect_to(listening(), 1), WSAEINVAL);
}

CASE(shutdown_ends_a_direction)
{
    SOCKET pair[2];
    char byte = 1;
    start_net();
    connected(pair);
    CHECK_EQ(shutdown(pair[0], SD_SEND), 0);
    CHECK_EQ(recv(pair[1], &byte, 1, 0), 0);
    CHECK_SOCKET_FAILS(send(pair[0], &byte, 1, 0), WSAESHUTDOWN);
    CHECK_EQ(send(pair[1], &byte, 1, 0), 1);
    CHECK_EQ(recv(pair[0], &byte, 1, 0), 1);
    CHECK_EQ(shutdown(pair[0], SD_RECEIVE), 0);
    CHECK_SOCKET_FAILS(recv(pair[0], &byte, 1, 0), WSAESHUTDOWN);
    CHECK_SOCKET_FAILS(shutdown(pair[0], 7), WSAEINVAL);
}

CASE(version_6)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT},
                        peer;
    int size = sizeof address;
    char byte = 7;
    DWORD only = 0;
    start_net();
    SOCKET listener = socket(AF_INET6, SOCK_STREAM, 0);
    if (listener == NONE)
        SKIP("no version 6 here");
    int only_size = sizeof only;
    CHECK_EQ(getsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&only, &only_size), 0);
    CHECK_EQ(only, 1);
    if (bind(listener, (struct sockaddr *)&address, sizeof address))
        SKIP("no version 6 loopback here");
    REQUIRE(listen(listener, 1) == 0);
    CHECK_EQ(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    CHECK_EQ(size, sizeof address);
    SOCKET client = socket(AF_INET6, SOCK_STREAM, 0);
    CHECK_EQ(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    SOCKET server = accept(listener, (struct sockaddr *)&peer, &size);
    CHECK_EQ(peer.sin6_family, AF_INET6);
    CHECK_EQ(peer.sin6_addr.s6_addr[15], 1);
    CHECK_EQ(send(server, &byte, 1, 0), 1);
    CHECK_EQ(recv(client, &byte, 1, 0), 1);
}

CHILD(answers)
{
    char text[8] = {0};
    const WCHAR *at = GetCommandLineW();
    ULONG_PTR handle = 0;
    while (*at)
        at++;
    while (at[-1] >= '0' && at[-1] <= '9')
        at--;
    for (; *at; at++)
        handle = handle * 10 + (ULONG_PTR)(*at - '0');
    start_net();
    ExitProcess(recv((SOCKET)handle, text, sizeof text, 0) == 4 &&
                        send((SOCKET)handle, "pong", 4, 0) == 4
                    ? 5
                    : (DWORD)WSAGetLastError());
}

CASE(a_child_inherits_a_socket)
{
    WINE_DIFFERS("the child does not find it");
    SOCKET pair[2];
    char text[8], line[40] = "answers 0000000000";
    start_net();
    connected(pair);
    ULONG_PTR rest = pair[1];
    for (int i = 17; i > 7; i--, rest /= 10)
        line[i] = (char)('0' + rest % 10);
    HANDLE child = start_child(line);
    closesocket(pair[1]);
    CHECK_EQ(send(pair[0], "ping", 4, 0), 4);
    CHECK_EQ(recv(pair[0], text, sizeof text, 0), 4);
    CHECK_EQ(end_child(child), 5);
    CHECK_EQ(recv(pair[0], text, sizeof text, 0), 0);
}
