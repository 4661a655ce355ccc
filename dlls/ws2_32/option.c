/* option.c - options, modes and extension functions. */
#include "ws2_private.h"

#include "pal.h"
#include <mswsock.h>

static const struct {
    int level, name;
    ULONG option;
} options[] = {
    {SOL_SOCKET, SO_REUSEADDR, PAL_SOCKET_REUSE},
    {SOL_SOCKET, SO_KEEPALIVE, PAL_SOCKET_KEEPALIVE},
    {SOL_SOCKET, SO_BROADCAST, PAL_SOCKET_BROADCAST},
    {SOL_SOCKET, SO_RCVBUF, PAL_SOCKET_RECEIVE_SIZE},
    {SOL_SOCKET, SO_SNDBUF, PAL_SOCKET_SEND_SIZE},
    {SOL_SOCKET, SO_OOBINLINE, PAL_SOCKET_URGENT_INLINE},
    {IPPROTO_TCP, TCP_NODELAY, PAL_SOCKET_NO_DELAY},
    {IPPROTO_TCP, 3 /* TCP_KEEPIDLE */, PAL_SOCKET_KEEP_IDLE},
    {IPPROTO_TCP, 17 /* TCP_KEEPINTVL */, PAL_SOCKET_KEEP_INTERVAL},
    {IPPROTO_TCP, 16 /* TCP_KEEPCNT */, PAL_SOCKET_KEEP_COUNT},
    {IPPROTO_IPV6, IPV6_V6ONLY, PAL_SOCKET_V6_ONLY},
    {IPPROTO_IPV6, IPV6_UNICAST_HOPS, PAL_SOCKET_HOPS},
    {IPPROTO_IP, IP_TTL, PAL_SOCKET_TTL},
    {IPPROTO_IP, IP_MULTICAST_TTL, PAL_SOCKET_MULTICAST_TTL},
    {IPPROTO_IP, IP_MULTICAST_LOOP, PAL_SOCKET_MULTICAST_LOOP},
};

static ULONG option_of(int level, int name)
{
    for (unsigned i = 0; i < ARRAYSIZE(options); i++)
        if (options[i].level == level && options[i].name == name)
            return options[i].option;
    return 0;
}

static NTSTATUS info_of(SOCKET socket, AFD_OPERATION *room)
{
    return ws2_control(socket, AFD_INFO, room, sizeof *room, NULL);
}

static int set_timeout(SOCKET socket, int name, DWORD value)
{
    AFD_OPERATION room;
    NTSTATUS status = info_of(socket, &room);
    AFD_SOCKET *info = (AFD_SOCKET *)&room;
    if (status)
        return ws2_result(status);
    *(name == SO_RCVTIMEO ? &info->receive_timeout : &info->send_timeout) = value;
    return ws2_result(ws2_control(socket, AFD_SET_INFO, &room, sizeof room, NULL));
}

static int set_linger(SOCKET socket, const struct linger *linger)
{
    AFD_OPERATION op = {.flags = PAL_SOCKET_LINGER, .value = {linger->l_onoff, linger->l_linger}};
    return ws2_result(ws2_control(socket, AFD_SET_OPTION, &op, sizeof op, NULL));
}

int WSAAPI setsockopt(SOCKET socket, int level, int name, const char *value, int size)
{
    AFD_OPERATION op = {.flags = option_of(level, name)};
    AFD_OPERATION room;
    if (info_of(socket, &room))
        return ws2_fail(WSAENOTSOCK);
    if (level == SOL_SOCKET && name == SO_UPDATE_CONNECT_CONTEXT)
        return 0; /* the socket has all that connect gives already */
    if (!value || size < 1)
        return ws2_fail(WSAEFAULT);
    if (level == SOL_SOCKET && name == SO_UPDATE_ACCEPT_CONTEXT)
        return 0;
    if (level == SOL_SOCKET && name == SO_LINGER && size >= (int)sizeof(struct linger))
        return set_linger(socket, (const struct linger *)value);
    if (level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO) && size >= 4)
        return set_timeout(socket, name, *(const DWORD *)value);
    if (!op.flags)
        return ws2_fail(WSAENOPROTOOPT);
    op.value[0] = size >= 4 ? *(const ULONG *)value : *(const UCHAR *)value;
    return ws2_result(ws2_control(socket, AFD_SET_OPTION, &op, sizeof op, NULL));
}

/* What the socket's record says. FALSE: not an option of that kind. */
static BOOL recorded(const AFD_SOCKET *info, int name, DWORD *value)
{
    if (name == SO_TYPE)
        *value = info->type;
    else if (name == SO_RCVTIMEO)
        *value = info->receive_timeout;
    else if (name == SO_SNDTIMEO)
        *value = info->send_timeout;
    else if (name == SO_ACCEPTCONN)
        *value = info->state == AFD_LISTENING;
    else
        return FALSE;
    return TRUE;
}

int WSAAPI getsockopt(SOCKET socket, int level, int name, char *value, int *size)
{
    AFD_OPERATION op = {.flags = option_of(level, name)}, room;
    DWORD number;
    if (info_of(socket, &room))
        return ws2_fail(WSAENOTSOCK);
    if (!value || !size || *size < 1)
        return ws2_fail(WSAEFAULT);
    if (level == SOL_SOCKET && name == SO_ERROR)
        op.flags = PAL_SOCKET_ERROR;
    if (level == SOL_SOCKET && name == SO_LINGER)
        op.flags = PAL_SOCKET_LINGER;
    if (level != SOL_SOCKET || !recorded((AFD_SOCKET *)&room, name, &number)) {
        if (!op.flags)
            return ws2_fail(WSAENOPROTOOPT);
        NTSTATUS status = ws2_control(socket, AFD_GET_OPTION, &op, sizeof op, NULL);
        if (status)
            return ws2_result(status);
        number = op.value[0];
    }
    if (op.flags == PAL_SOCKET_ERROR)
        number = (DWORD)ws2_error((NTSTATUS)number);
    if (op.flags == PAL_SOCKET_LINGER)
        number = (number ? 1 : 0) | op.value[1] << 16;
    *size = *size < 4 ? *size : 4;
    memcpy(value, &number, (size_t)*size);
    return 0;
}

int WSAAPI ioctlsocket(SOCKET socket, long command, u_long *value)
{
    AFD_OPERATION op = {.flags = PAL_SOCKET_AVAILABLE}, room;
    NTSTATUS status = info_of(socket, &room);
    if (status)
        return ws2_fail(WSAENOTSOCK);
    if (!value)
        return ws2_fail(WSAEFAULT);
    if (command == (long)FIONBIO) {
        ((AFD_SOCKET *)&room)->non_blocking = *value != 0;
        return ws2_result(ws2_control(socket, AFD_SET_INFO, &room, sizeof room, NULL));
    }
    if (command != (long)FIONREAD)
        return ws2_fail(WSAEINVAL);
    status = ws2_control(socket, AFD_GET_OPTION, &op, sizeof op, NULL);
    if (!status)
        *value = op.value[0];
    return ws2_result(status);
}

static BOOL PASCAL connect_ex(SOCKET socket, const struct sockaddr *address, int size, PVOID data,
                              DWORD data_size, LPDWORD sent, LPOVERLAPPED overlapped)
{
    AFD_OPERATION op = {.address = (void *)address, .address_size = (ULONG)size};
    (void)sent;
    if (data && data_size) /* data along with the connection is not there yet */
        return ws2_fail(WSAEOPNOTSUPP) == 0;
    if (!overlapped)
        return ws2_fail(ERROR_INVALID_PARAMETER) == 0;
    return ws2_operate(socket, AFD_CONNECT, &op, NULL, overlapped, NULL) == 0;
}

int WSAAPI WSAIoctl(SOCKET socket, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                    LPDWORD done, LPWSAOVERLAPPED overlapped,
                    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    static const GUID connect_id = WSAID_CONNECTEX;
    (void)overlapped, (void)routine;
    if (code == (DWORD)FIONBIO && in_size >= sizeof(u_long))
        return ioctlsocket(socket, (long)FIONBIO, in);
    if (!done)
        return ws2_fail(WSAEFAULT);
    *done = 0;
    if (code == (DWORD)FIONREAD && out_size >= sizeof(u_long)) {
        *done = sizeof(u_long);
        return ioctlsocket(socket, (long)FIONREAD, out);
    }
    if (code == SIO_GET_EXTENSION_FUNCTION_POINTER && in_size >= sizeof(GUID) &&
        out_size >= sizeof(PVOID) && !memcmp(in, &connect_id, sizeof connect_id)) {
        *(LPFN_CONNECTEX *)out = connect_ex;
        *done = sizeof(PVOID);
        return 0;
    }
    if (code == 0x48000022 /* SIO_BASE_HANDLE */ && out_size >= sizeof(SOCKET)) {
        *(SOCKET *)out = socket;
        *done = sizeof(SOCKET);
        return 0;
    }
    return ws2_fail(WSAEOPNOTSUPP);
}
