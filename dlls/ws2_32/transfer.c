/* transfer.c - sending and receiving. */
#include "ws2_private.h"

static ULONG flags_of(DWORD flags)
{
    return (flags & MSG_PEEK ? AFD_PEEK : 0) | (flags & MSG_OOB ? AFD_URGENT : 0);
}

int WSAAPI WSARecvFrom(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD done, LPDWORD flags,
                       struct sockaddr *from, LPINT size, LPWSAOVERLAPPED overlapped,
                       LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    AFD_OPERATION op = {.flags = flags ? flags_of(*flags) : 0,
                        .count = count,
                        .buffers = (const AFD_BUFFER *)buffers,
                        .address = from,
                        .address_room = (ULONG *)size};
    if (!buffers)
        return ws2_fail(WSAEFAULT);
    return ws2_operate(socket, AFD_RECEIVE, &op, done, overlapped, routine);
}

int WSAAPI WSARecv(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD done, LPDWORD flags,
                   LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    return WSARecvFrom(socket, buffers, count, done, flags, NULL, NULL, overlapped, routine);
}

int WSAAPI WSASendTo(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD done, DWORD flags,
                     const struct sockaddr *to, int size, LPWSAOVERLAPPED overlapped,
                     LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    AFD_OPERATION op = {.flags = flags_of(flags),
                        .count = count,
                        .buffers = (const AFD_BUFFER *)buffers,
                        .address = (void *)to,
                        .address_size = (ULONG)size};
    if (!buffers)
        return ws2_fail(WSAEFAULT);
    return ws2_operate(socket, AFD_SEND, &op, done, overlapped, routine);
}

int WSAAPI WSASend(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD done, DWORD flags,
                   LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    return WSASendTo(socket, buffers, count, done, flags, NULL, 0, overlapped, routine);
}

int WSAAPI recvfrom(SOCKET socket, char *data, int size, int flags, struct sockaddr *from,
                    int *from_size)
{
    WSABUF buffer = {(ULONG)size, data};
    DWORD done = 0, how = (DWORD)flags;
    if (size < 0)
        return ws2_fail(WSAEINVAL);
    int result = WSARecvFrom(socket, &buffer, 1, &done, &how, from, from_size, NULL, NULL);
    return result ? result : (int)done;
}

int WSAAPI recv(SOCKET socket, char *data, int size, int flags)
{
    return recvfrom(socket, data, size, flags, NULL, NULL);
}

int WSAAPI sendto(SOCKET socket, const char *data, int size, int flags, const struct sockaddr *to,
                  int to_size)
{
    WSABUF buffer = {(ULONG)size, (char *)data};
    DWORD done = 0;
    if (size < 0)
        return ws2_fail(WSAEINVAL);
    int result = WSASendTo(socket, &buffer, 1, &done, (DWORD)flags, to, to_size, NULL, NULL);
    return result ? result : (int)done;
}

int WSAAPI send(SOCKET socket, const char *data, int size, int flags)
{
    return sendto(socket, data, size, flags, NULL, 0);
}

BOOL WSAAPI WSAGetOverlappedResult(SOCKET socket, LPWSAOVERLAPPED overlapped, LPDWORD done,
                                   BOOL wait, LPDWORD flags)
{
    IO_STATUS_BLOCK *io = (IO_STATUS_BLOCK *)overlapped;
    if (!overlapped || !done || !flags)
        return ws2_fail(WSAEFAULT) == 0;
    while (__atomic_load_n(&io->Status, __ATOMIC_ACQUIRE) == STATUS_PENDING) {
        HANDLE event = (HANDLE)((ULONG_PTR)overlapped->hEvent & ~(ULONG_PTR)1);
        if (!wait)
            return ws2_fail(WSA_IO_INCOMPLETE) == 0;
        WaitForSingleObject(event ? event : (HANDLE)socket, INFINITE);
    }
    *done = (DWORD)io->Information;
    *flags = 0;
    return io->Status ? ws2_fail(ws2_error(io->Status)) == 0 : TRUE;
}
