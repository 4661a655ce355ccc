/*
 * Datagrams.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

static int send_to(SOCKET from, SOCKET to, const char *text, int size)
{
    struct sockaddr_in address = loopback(port_of(to));
    return sendto(from, text, size, 0, (struct sockaddr *)&address, sizeof address);
}

CASE(datagrams_tell_their_sender)
{
    struct sockaddr_in from = {0};
    int size = sizeof from;
    char text[16] = {0};
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    CHECK_EQ(send_to(a, b, "hello", 5), 5);
    CHECK_EQ(recvfrom(b, text, sizeof text, 0, (struct sockaddr *)&from, &size), 5);
    CHECK_STR(text, "hello");
    CHECK_EQ(size, sizeof from);
    CHECK_EQ(ntohs(from.sin_port), port_of(a));
}

CASE(sending_binds)
{
    start_net();
    SOCKET a = socket(AF_INET, SOCK_DGRAM, 0), b = bound(SOCK_DGRAM);
    CHECK_EQ(send_to(a, b, "x", 1), 1);
    CHECK(port_of(a) != 0);
}

CASE(receiving_needs_a_bound_socket)
{
    if (on_wine())
        SKIP("it waits");
    char byte;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK_SOCKET_FAILS(recvfrom(made, &byte, 1, 0, NULL, NULL), WSAEINVAL);
    CHECK_SOCKET_FAILS(send(made, &byte, 1, 0), WSAENOTCONN);
}

CASE(a_datagram_that_does_not_fit)
{
    char text[8] = {0};
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    CHECK_EQ(send_to(a, b, "abcdef", 6), 6);
    CHECK_EQ(send_to(a, b, "next", 4), 4);
    CHECK_SOCKET_FAILS(recv(b, text, 3, 0), WSAEMSGSIZE);
    CHECK_STR(text, "abc");
    CHECK_EQ(recv(b, text, 8, 0), 4);
}

CASE(a_datagram_that_does_not_fit_is_marked)
{
    WINE_DIFFERS("it does not set MSG_PARTIAL");
    char text[8] = {0};
    WSABUF buffer = {3, text};
    DWORD done = 0, flags = 0;
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    CHECK_EQ(send_to(a, b, "abcdef", 6), 6);
    CHECK_SOCKET_FAILS(WSARecvFrom(b, &buffer, 1, &done, &flags, NULL, NULL, NULL, NULL),
                       WSAEMSGSIZE);
    CHECK(flags & MSG_PARTIAL);
}

CASE(empty_datagrams)
{
    char byte;
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    CHECK_EQ(send_to(a, b, "", 0), 0);
    CHECK_EQ(send_to(a, b, "x", 1), 1);
    CHECK_EQ(recv(b, &byte, 1, 0), 0);
    CHECK_EQ(recv(b, &byte, 1, 0), 1);
}

CASE(a_datagram_too_large_to_send)
{
    static char data[70000];
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    CHECK_SOCKET_FAILS(send_to(a, b, data, sizeof data), WSAEMSGSIZE);
}

CASE(connected_datagram_sockets)
{
    WINE_DIFFERS("it keeps the peer");
    char text[8] = {0};
    struct sockaddr_in none = loopback(0);
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM), c = bound(SOCK_DGRAM);
    CHECK_EQ(connect_to(b, port_of(a)), 0);
    CHECK_EQ(send_to(c, b, "no", 2), 2); /* not from the peer: not for b */
    CHECK_EQ(send_to(a, b, "yes", 3), 3);
    CHECK_EQ(recv(b, text, sizeof text, 0), 3);
    CHECK_EQ(send(b, "back", 4, 0), 4);
    CHECK_EQ(recv(a, text, sizeof text, 0), 4);
    none.sin_addr.s_addr = 0;
    CHECK_EQ(connect(b, (struct sockaddr *)&none, sizeof none), 0);
    CHECK_SOCKET_FAILS(send(b, "x", 1, 0), WSAENOTCONN);
}

CASE(nobody_there)
{
    WINE_DIFFERS("it does not tell of ICMP");
    char byte = 0;
    DWORD limit = 3000;
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    USHORT port = port_of(b);
    closesocket(b);
    CHECK_EQ(setsockopt(a, SOL_SOCKET, SO_RCVTIMEO, (char *)&limit, sizeof limit), 0);
    CHECK_EQ(connect_to(a, port), 0);
    CHECK_EQ(send(a, &byte, 1, 0), 1);
    CHECK_SOCKET_FAILS(recv(a, &byte, 1, 0), WSAECONNRESET);
}

CASE(peek_at_a_datagram)
{
    char text[8] = {0};
    start_net();
    SOCKET a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
    CHECK_EQ(send_to(a, b, "abcd", 4), 4);
    CHECK_EQ(recv(b, text, 8, MSG_PEEK), 4);
    CHECK_EQ(recv(b, text, 8, 0), 4);
}

CASE(broadcast_needs_its_option)
{
    struct sockaddr_in all = loopback(9);
    DWORD on = 1;
    int size = sizeof on;
    start_net();
    SOCKET a = bound(SOCK_DGRAM);
    all.sin_addr.s_addr = INADDR_BROADCAST;
    CHECK_SOCKET_FAILS(sendto(a, "x", 1, 0, (struct sockaddr *)&all, sizeof all), WSAEACCES);
    CHECK_EQ(setsockopt(a, SOL_SOCKET, SO_BROADCAST, (char *)&on, sizeof on), 0);
    on = 0;
    CHECK_EQ(getsockopt(a, SOL_SOCKET, SO_BROADCAST, (char *)&on, &size), 0);
    CHECK_EQ(on, 1);
}
