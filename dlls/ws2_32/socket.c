/* socket.c - sockets from their creation to their end. */
#include "ws2_private.h"

SOCKET WSAAPI WSASocketW(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group,
                         DWORD flags)
{
    WCHAR path[] = L"\\Device\\Afd\\Bailey";
    UNICODE_STRING name = {sizeof path - 2, sizeof path, path};
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    HANDLE handle;
    (void)group;
    if (!ws2_started())
        return INVALID_SOCKET;
    if (family == AF_UNSPEC && !info)
        family = AF_INET;
    if (info)
        return (SOCKET)(LONG_PTR)ws2_fail(WSAEOPNOTSUPP);
    if (family != AF_INET && family != AF_INET6)
        return (SOCKET)(LONG_PTR)ws2_fail(WSAEAFNOSUPPORT);
    if (type == 0)
        type = protocol == IPPROTO_UDP ? SOCK_DGRAM : SOCK_STREAM;
    if (type != SOCK_STREAM && type != SOCK_DGRAM)
        return (SOCKET)(LONG_PTR)ws2_fail(WSAESOCKTNOSUPPORT);
    if (protocol && protocol != (type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP))
        return (SOCKET)(LONG_PTR)ws2_fail(WSAEPROTONOSUPPORT);
    InitializeObjectAttributes(&attributes, &name,
                               flags & WSA_FLAG_NO_HANDLE_INHERIT ? 0 : OBJ_INHERIT, NULL, NULL);
    NTSTATUS status =
        NtCreateFile(&handle, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &io, NULL, 0,
                     FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN_IF, 0, NULL, 0);
    if (status)
        return (SOCKET)(LONG_PTR)ws2_result(status);
    AFD_SOCKET socket = {.family = (ULONG)family,
                         .type = (ULONG)type,
                         .protocol = type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP};
    AFD_OPERATION room; /* the smallest input that is looked at */
    memset(&room, 0, sizeof room);
    memcpy(&room, &socket, sizeof socket);
    status = ws2_control((SOCKET)handle, AFD_CREATE, &room, sizeof room, NULL);
    if (!status)
        return (SOCKET)handle;
    NtClose(handle);
    return (SOCKET)(LONG_PTR)ws2_result(status);
}

SOCKET WSAAPI WSASocketA(int family, int type, int protocol, LPWSAPROTOCOL_INFOA info, GROUP group,
                         DWORD flags)
{
    return WSASocketW(family, type, protocol, (LPWSAPROTOCOL_INFOW)info, group, flags);
}

SOCKET WSAAPI socket(int family, int type, int protocol)
{
    return WSASocketW(family, type, protocol, NULL, 0, WSA_FLAG_OVERLAPPED);
}

int WSAAPI closesocket(SOCKET socket)
{
    AFD_SOCKET info;
    NTSTATUS status = ws2_control(socket, AFD_INFO, &info, sizeof info, NULL);
    return status ? ws2_fail(WSAENOTSOCK) : ws2_result(NtClose((HANDLE)socket));
}

static int with_address(SOCKET socket, ULONG code, const struct sockaddr *address, int size)
{
    AFD_OPERATION op = {.address = (void *)address, .address_size = (ULONG)size};
    if (!address || size < (int)sizeof(struct sockaddr_in))
        return ws2_fail(WSAEFAULT);
    if (address->sa_family != AF_INET && address->sa_family != AF_INET6)
        return ws2_fail(WSAEAFNOSUPPORT);
    return ws2_result(ws2_control(socket, code, &op, sizeof op, NULL));
}

int WSAAPI bind(SOCKET socket, const struct sockaddr *address, int size)
{
    return with_address(socket, AFD_BIND, address, size);
}

int WSAAPI connect(SOCKET socket, const struct sockaddr *address, int size)
{
    return with_address(socket, AFD_CONNECT, address, size);
}

int WSAAPI listen(SOCKET socket, int backlog)
{
    AFD_OPERATION op = {.flags = (ULONG)(backlog < 1 || backlog > 4096 ? 4096 : backlog)};
    return ws2_result(ws2_control(socket, AFD_LISTEN, &op, sizeof op, NULL));
}

SOCKET WSAAPI accept(SOCKET listener, struct sockaddr *address, int *size)
{
    AFD_SOCKET info;
    NTSTATUS status = ws2_control(listener, AFD_INFO, &info, sizeof info, NULL);
    if (status)
        return (SOCKET)(LONG_PTR)ws2_result(status);
    SOCKET made = socket((int)info.family, (int)info.type, (int)info.protocol);
    if (made == INVALID_SOCKET)
        return made;
    AFD_OPERATION op = {.accept = (HANDLE)made, .address = address, .address_room = (ULONG *)size};
    status = ws2_control(listener, AFD_ACCEPT, &op, sizeof op, NULL);
    if (!status)
        return made;
    NtClose((HANDLE)made);
    return (SOCKET)(LONG_PTR)ws2_result(status);
}

int WSAAPI shutdown(SOCKET socket, int how)
{
    AFD_OPERATION op = {.flags = (ULONG)how};
    if (how < SD_RECEIVE || how > SD_BOTH)
        return ws2_fail(WSAEINVAL);
    return ws2_result(ws2_control(socket, AFD_SHUTDOWN, &op, sizeof op, NULL));
}

static int name(SOCKET socket, ULONG peer, struct sockaddr *address, int *size)
{
    AFD_OPERATION op = {.flags = peer, .address = address, .address_room = (ULONG *)size};
    if (!address || !size)
        return ws2_fail(WSAEFAULT);
    return ws2_result(ws2_control(socket, AFD_NAME, &op, sizeof op, NULL));
}

int WSAAPI getsockname(SOCKET socket, struct sockaddr *address, int *size)
{
    return name(socket, 0, address, size);
}

int WSAAPI getpeername(SOCKET socket, struct sockaddr *address, int *size)
{
    return name(socket, 1, address, size);
}
