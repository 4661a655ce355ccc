/* net.h - sockets on loopback, for the cases about them. */
#ifndef CONFORMANCE_NET_H
#define CONFORMANCE_NET_H

#include <winsock2.h>
#include <ws2tcpip.h>

#include "../conformance.h"

#define NONE INVALID_SOCKET

/* A Winsock call that has to return -1 and set the last error. */
#define CHECK_SOCKET_FAILS(call, error)     \
    do {                                    \
        WSASetLastError(0);                 \
        CHECK_EQ((LONGLONG)(call), -1);     \
        CHECK_EQ(WSAGetLastError(), error); \
    } while (0)

static inline void start_net(void)
{
    WSADATA data;
    REQUIRE(WSAStartup(MAKEWORD(2, 2), &data) == 0);
}

static inline struct sockaddr_in loopback(USHORT port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static inline USHORT port_of(SOCKET socket)
{
    struct sockaddr_in address = {0};
    int size = sizeof address;
    REQUIRE(getsockname(socket, (struct sockaddr *)&address, &size) == 0);
    return ntohs(address.sin_port);
}

static inline SOCKET bound(int type)
{
    struct sockaddr_in any = loopback(0);
    SOCKET made = socket(AF_INET, type, 0);
    REQUIRE(made != NONE);
    REQUIRE(bind(made, (struct sockaddr *)&any, sizeof any) == 0);
    return made;
}

static inline SOCKET listening(void)
{
    SOCKET made = bound(SOCK_STREAM);
    REQUIRE(listen(made, 8) == 0);
    return made;
}

static inline int connect_to(SOCKET socket, USHORT port)
{
    struct sockaddr_in address = loopback(port);
    return connect(socket, (struct sockaddr *)&address, sizeof address);
}

/* Two ends of a connection. */
static inline void connected(SOCKET pair[2])
{
    SOCKET listener = listening();
    pair[0] = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(connect_to(pair[0], port_of(listener)) == 0);
    pair[1] = accept(listener, NULL, NULL);
    REQUIRE(pair[1] != NONE);
    closesocket(listener);
}

static inline void set_blocking(SOCKET socket, BOOL blocking)
{
    u_long value = !blocking;
    REQUIRE(ioctlsocket(socket, FIONBIO, &value) == 0);
}

/* A port that nobody listens to. */
static inline USHORT free_port(void)
{
    SOCKET probe = bound(SOCK_STREAM);
    USHORT port = port_of(probe);
    closesocket(probe);
    return port;
}

#endif
