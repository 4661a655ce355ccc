/*
 * Options.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

#include <mstcpip.h>
#include <mswsock.h>

static DWORD get(SOCKET socket, int level, int name)
{
    DWORD value = 0;
    int size = sizeof value;
    CHECK_EQ(getsockopt(socket, level, name, (char *)&value, &size), 0);
    return value;
}

static void set(SOCKET socket, int level, int name, DWORD value)
{
    CHECK_EQ(setsockopt(socket, level, name, (char *)&value, sizeof value), 0);
}

CASE(switches_of_a_stream)
{
    static const struct {
        int level, name;
    } switches[] = {{SOL_SOCKET, SO_KEEPALIVE},
                    {SOL_SOCKET, SO_REUSEADDR},
                    {SOL_SOCKET, SO_OOBINLINE},
                    {IPPROTO_TCP, TCP_NODELAY}};
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(get(made, switches[i].level, switches[i].name), 0);
        set(made, switches[i].level, switches[i].name, 1);
        CHECK_EQ(get(made, switches[i].level, switches[i].name), 1);
        set(made, switches[i].level, switches[i].name, 0);
        CHECK_EQ(get(made, switches[i].level, switches[i].name), 0);
    }
}

CASE(numbers)
{
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    set(made, SOL_SOCKET, SO_RCVBUF, 20000);
    CHECK_EQ(get(made, SOL_SOCKET, SO_RCVBUF), 20000);
    set(made, SOL_SOCKET, SO_SNDBUF, 20000);
    CHECK_EQ(get(made, SOL_SOCKET, SO_SNDBUF), 20000);
    set(made, SOL_SOCKET, SO_RCVTIMEO, 1234);
    CHECK_EQ(get(made, SOL_SOCKET, SO_RCVTIMEO), 1234);
    set(made, SOL_SOCKET, SO_SNDTIMEO, 77);
    CHECK_EQ(get(made, SOL_SOCKET, SO_SNDTIMEO), 77);
    set(made, IPPROTO_IP, IP_TTL, 9);
    CHECK_EQ(get(made, IPPROTO_IP, IP_TTL), 9);
}

CASE(what_a_socket_is)
{
    start_net();
    SOCKET listener = listening(), other = bound(SOCK_DGRAM);
    CHECK_EQ(get(listener, SOL_SOCKET, SO_TYPE), SOCK_STREAM);
    CHECK_EQ(get(listener, SOL_SOCKET, SO_ACCEPTCONN), 1);
    CHECK_EQ(get(listener, SOL_SOCKET, SO_ERROR), 0);
    CHECK_EQ(get(other, SOL_SOCKET, SO_TYPE), SOCK_DGRAM);
    CHECK_EQ(get(other, SOL_SOCKET, SO_MAX_MSG_SIZE), 65507);
}

CASE(lingering)
{
    WINE_DIFFERS("it sets the option on datagram sockets");
    struct linger value = {1, 30};
    int size = sizeof value;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(get(made, SOL_SOCKET, SO_DONTLINGER), 1);
    CHECK_EQ(setsockopt(made, SOL_SOCKET, SO_LINGER, (char *)&value, sizeof value), 0);
    value = (struct linger){0};
    CHECK_EQ(getsockopt(made, SOL_SOCKET, SO_LINGER, (char *)&value, &size), 0);
    CHECK_EQ(value.l_onoff, 1);
    CHECK_EQ(value.l_linger, 30);
    CHECK_EQ(get(made, SOL_SOCKET, SO_DONTLINGER), 0);
    CHECK_SOCKET_FAILS(
        setsockopt(bound(SOCK_DGRAM), SOL_SOCKET, SO_LINGER, (char *)&value, sizeof value),
        WSAENOPROTOOPT);
}

CASE(exclusive_use_and_reuse_exclude_each_other)
{
    DWORD on = 1;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    set(made, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
    CHECK_EQ(get(made, SOL_SOCKET, SO_EXCLUSIVEADDRUSE), 1);
    CHECK_SOCKET_FAILS(setsockopt(made, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on),
                       WSAEINVAL);
}

CASE(options_that_there_are_not)
{
    DWORD value = 1;
    int size = sizeof value, small = 1;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_SOCKET_FAILS(setsockopt(made, SOL_SOCKET, 0x7777, (char *)&value, sizeof value),
                       WSAENOPROTOOPT);
    CHECK_SOCKET_FAILS(getsockopt(made, SOL_SOCKET, 0x7777, (char *)&value, &size), WSAENOPROTOOPT);
    CHECK_SOCKET_FAILS(getsockopt(made, SOL_SOCKET, SO_RCVBUF, (char *)&value, &small), WSAEFAULT);
    CHECK_SOCKET_FAILS(getsockopt(made, SOL_SOCKET, SO_RCVBUF, NULL, &size), WSAEFAULT);
    CHECK_SOCKET_FAILS(setsockopt(made, SOL_SOCKET, SO_RCVBUF, NULL, 4), WSAEFAULT);
    CHECK_SOCKET_FAILS(getsockopt((SOCKET)0x444, SOL_SOCKET, SO_TYPE, (char *)&value, &size),
                       WSAENOTSOCK);
}

CASE(keep_alive_times)
{
    WINE_DIFFERS("it does not know TCP_KEEPIDLE");
    struct tcp_keepalive values = {1, 60000, 2000};
    DWORD done = 0;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(WSAIoctl(made, SIO_KEEPALIVE_VALS, &values, sizeof values, NULL, 0, &done, NULL, NULL),
             0);
    CHECK_EQ(get(made, SOL_SOCKET, SO_KEEPALIVE), 1);
    set(made, IPPROTO_TCP, 3 /* TCP_KEEPIDLE */, 33);
    CHECK_EQ(get(made, IPPROTO_TCP, 3), 33);
}

CASE(base_handles)
{
    SOCKET base = 0;
    DWORD done = 0;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(WSAIoctl(made, SIO_BASE_HANDLE, NULL, 0, &base, sizeof base, &done, NULL, NULL), 0);
    CHECK_EQ(base, made);
    CHECK_EQ(done, sizeof base);
}

CASE(groups)
{
    struct ip_mreq request = {0};
    char text[8];
    DWORD limit = 3000;
    start_net();
    SOCKET a = socket(AF_INET, SOCK_DGRAM, 0), b = bound(SOCK_DGRAM);
    struct sockaddr_in any = loopback(0);
    any.sin_addr.s_addr = 0;
    REQUIRE(bind(a, (struct sockaddr *)&any, sizeof any) == 0);
    request.imr_multiaddr.s_addr = htonl(0xefff0042); /* 239.255.0.66 */
    request.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_EQ(setsockopt(a, IPPROTO_IP, IP_ADD_MEMBERSHIP, (char *)&request, sizeof request), 0);
    CHECK_EQ(setsockopt(b, IPPROTO_IP, IP_MULTICAST_IF, (char *)&request.imr_interface,
                        sizeof request.imr_interface),
             0);
    CHECK_EQ(get(b, IPPROTO_IP, IP_MULTICAST_LOOP), 1);
    setsockopt(a, SOL_SOCKET, SO_RCVTIMEO, (char *)&limit, sizeof limit);
    struct sockaddr_in to = any;
    to.sin_port = htons(port_of(a));
    to.sin_addr = request.imr_multiaddr;
    CHECK_EQ(sendto(b, "all", 3, 0, (struct sockaddr *)&to, sizeof to), 3);
    CHECK_EQ(recv(a, text, sizeof text, 0), 3);
    CHECK_EQ(setsockopt(a, IPPROTO_IP, IP_DROP_MEMBERSHIP, (char *)&request, sizeof request), 0);
}
