/* connect.c - addresses of sockets, connections made and taken. */
#include "ws2_private.h"

#define BACKLOG_MAX 4096

int ws2_name(const struct sockaddr *address, int size, AFD_NAME *name)
{
    if (!address || size < (int)sizeof(struct sockaddr_in))
        return WSAEFAULT;
    if (address->sa_family == AF_INET6 && size < (int)sizeof(struct sockaddr_in6))
        return WSAEFAULT;
    name->size = min((ULONG)size, (ULONG)sizeof name->address);
    memcpy(name->address, address, name->size);
    return 0;
}

int ws2_give_name(const AFD_NAME *name, struct sockaddr *address, int *size)
{
    if (!address || !size || *size < (int)name->size)
        return WSAEFAULT;
    memcpy(address, name->address, name->size);
    *size = (int)name->size;
    return 0;
}

int WSAAPI bind(SOCKET socket, const struct sockaddr *address, int size)
{
    AFD_NAME name;
    int error = ws2_name(address, size, &name);
    return error ? ws2_fail(error)
                 : ws2_result(ws2_tell(socket, IOCTL_AFD_BIND, &name, sizeof name));
}

int WSAAPI connect(SOCKET socket, const struct sockaddr *address, int size)
{
    AFD_CONNECT connect = {.size = 0};
    int error = ws2_name(address, size, &connect.name);
    return error ? ws2_fail(error)
                 : ws2_result(ws2_tell(socket, IOCTL_AFD_CONNECT, &connect, sizeof connect));
}

/* Data that goes with the connection is nothing that TCP or UDP have. */
int WSAAPI WSAConnect(SOCKET socket, const struct sockaddr *address, int size, LPWSABUF caller,
                      LPWSABUF callee, LPQOS sending, LPQOS group)
{
    (void)callee, (void)sending, (void)group;
    if (caller && caller->len)
        return ws2_fail(WSAEOPNOTSUPP);
    return connect(socket, address, size);
}

int WSAAPI listen(SOCKET socket, int backlog)
{
    ULONG count = backlog < 1 ? 1 : backlog > BACKLOG_MAX ? BACKLOG_MAX : (ULONG)backlog;
    return ws2_result(ws2_tell(socket, IOCTL_AFD_LISTEN, &count, sizeof count));
}

SOCKET WSAAPI accept(SOCKET listener, struct sockaddr *address, int *size)
{
    HANDLE result;
    AFD_NAME peer;
    AFD_ACCEPT accept = {.result = &result, .peer = &peer};
    if (address && size && *size < (int)sizeof(struct sockaddr_in)) {
        ws2_fail(WSAEFAULT);
        return INVALID_SOCKET;
    }
    if (ws2_result(ws2_tell(listener, IOCTL_AFD_ACCEPT, &accept, sizeof accept)))
        return INVALID_SOCKET;
    int error = address && size ? ws2_give_name(&peer, address, size) : 0;
    if (!error)
        return (SOCKET)result;
    closesocket((SOCKET)result);
    ws2_fail(error);
    return INVALID_SOCKET;
}

/* The connection stands before the caller is asked about it: TCP knows no other way here. */
SOCKET WSAAPI WSAAccept(SOCKET listener, struct sockaddr *address, LPINT size,
                        LPCONDITIONPROC condition, DWORD_PTR context)
{
    struct sockaddr_storage peer, own;
    int peer_size = sizeof peer, own_size = sizeof own;
    GROUP group = 0;
    if (!condition)
        return accept(listener, address, size);
    SOCKET made = accept(listener, (struct sockaddr *)&peer, &peer_size);
    if (made == INVALID_SOCKET)
        return made;
    getsockname(made, (struct sockaddr *)&own, &own_size);
    WSABUF caller = {(ULONG)peer_size, (char *)&peer}, callee = {(ULONG)own_size, (char *)&own};
    int error = 0, answer = condition(&caller, NULL, NULL, NULL, &callee, NULL, &group, context);
    if (answer != CF_ACCEPT)
        error = answer == CF_DEFER ? WSATRY_AGAIN : WSAECONNREFUSED;
    else if (address && size && *size < peer_size)
        error = WSAEFAULT;
    if (error) {
        closesocket(made);
        ws2_fail(error);
        return INVALID_SOCKET;
    }
    if (address && size) {
        memcpy(address, &peer, (size_t)peer_size);
        *size = peer_size;
    }
    return made;
}

int WSAAPI shutdown(SOCKET socket, int how)
{
    return ws2_result(ws2_tell(socket, IOCTL_AFD_SHUTDOWN, &how, sizeof how));
}

int WSAAPI WSASendDisconnect(SOCKET socket, LPWSABUF data)
{
    return data && data->len ? ws2_fail(WSAEOPNOTSUPP) : shutdown(socket, SD_SEND);
}

int WSAAPI WSARecvDisconnect(SOCKET socket, LPWSABUF data)
{
    return data && data->len ? ws2_fail(WSAEOPNOTSUPP) : shutdown(socket, SD_RECEIVE);
}

static int name_of(SOCKET socket, ULONG code, struct sockaddr *address, int *size)
{
    AFD_NAME name;
    NTSTATUS status = ws2_control(socket, code, NULL, 0, &name, sizeof name, NULL);
    if (status)
        return ws2_result(status);
    int error = ws2_give_name(&name, address, size);
    return error ? ws2_fail(error) : 0;
}

int WSAAPI getsockname(SOCKET socket, struct sockaddr *address, int *size)
{
    return name_of(socket, IOCTL_AFD_LOCAL_NAME, address, size);
}

int WSAAPI getpeername(SOCKET socket, struct sockaddr *address, int *size)
{
    return name_of(socket, IOCTL_AFD_PEER_NAME, address, size);
}
