/*
 * Sockets without the grant of the network.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "../ws2_32/net.h"

CASE(sockets_are_refused)
{
    WINE_DIFFERS("it has no seal");
    start_net();
    CHECK_SOCKET_FAILS(socket(AF_INET, SOCK_STREAM, 0), WSAEACCES);
    CHECK_SOCKET_FAILS(socket(AF_INET6, SOCK_DGRAM, 0), WSAEACCES);
    CHECK_SOCKET_FAILS(WSASocketW(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED),
                       WSAEACCES);
}
