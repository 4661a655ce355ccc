/* transfer.c - sending and receiving. */
#include "ws2_private.h"

static int run(SOCKET socket, AFD_TRANSFER *transfer, DWORD *done, WSAOVERLAPPED *overlapped,
               LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    if (!transfer->buffers && transfer->count)
        return ws2_fail(WSAEFAULT);
    if (!overlapped) {
        DWORD moved = 0;
        NTSTATUS status =
            ws2_control(socket, IOCTL_AFD_TRANSFER, transfer, sizeof *transfer, NULL, 0, &moved);
        if (!status && done)
            *done = moved;
        return ws2_result(status);
    }
    transfer->flags |= AFD_OVERLAPPED;
    NTSTATUS status = ws2_control_overlapped(socket, IOCTL_AFD_TRANSFER, transfer, sizeof *transfer,
                                             overlapped, routine);
    if (!status && done)
        *done = (DWORD)overlapped->InternalHigh;
    return ws2_result(status);
}

/* FALSE: flags that there are not. */
static BOOL take_flags(DWORD given, DWORD known, ULONG *flags)
{
    if (given & MSG_PEEK)
        *flags |= AFD_PEEK;
    if (given & MSG_OOB)
        *flags |= AFD_URGENT;
    if (given & MSG_WAITALL)
        *flags |= AFD_WAIT_ALL;
    return !(given & ~known);
}

int WSAAPI WSARecvFrom(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD done, LPDWORD flags,
                       struct sockaddr *from, LPINT size, LPWSAOVERLAPPED overlapped,
                       LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    AFD_TRANSFER transfer = {.buffers = (AFD_BUFFER *)buffers,
                             .count = count,
                             .name = size ? from : NULL,
                             .name_room = from ? size : NULL,
                             .result_flags = overlapped ? NULL : flags};
    if (!flags)
        return ws2_fail(WSAEFAULT);
    if (!take_flags(*flags, MSG_PEEK | MSG_OOB | MSG_WAITALL | MSG_PARTIAL | MSG_PUSH_IMMEDIATE,
                    &transfer.flags))
        return ws2_fail(WSAEOPNOTSUPP);
    if (transfer.name && *size < (int)sizeof(struct sockaddr_in))
        return ws2_fail(WSAEFAULT);
    return run(socket, &transfer, done, overlapped, routine);
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
    AFD_TRANSFER transfer = {.buffers = (AFD_BUFFER *)buffers,
                             .count = count,
                             .flags = AFD_WRITE,
                             .name = (PVOID)to,
                             .name_size = size};
    if (!take_flags(flags, MSG_OOB | MSG_DONTROUTE | MSG_PARTIAL, &transfer.flags))
        return ws2_fail(WSAEOPNOTSUPP);
    return run(socket, &transfer, done, overlapped, routine);
}

int WSAAPI WSASend(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD done, DWORD flags,
                   LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    return WSASendTo(socket, buffers, count, done, flags, NULL, 0, overlapped, routine);
}

/* Without ancillary data, of which no kind is supported: none can be asked for by an option. */
int WSAAPI WSASendMsg(SOCKET socket, LPWSAMSG message, DWORD flags, LPDWORD done,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    if (!message)
        return ws2_fail(WSAEFAULT);
    if (message->Control.len)
        return ws2_fail(WSAEOPNOTSUPP);
    return WSASendTo(socket, message->lpBuffers, message->dwBufferCount, done, flags, message->name,
                     message->namelen, overlapped, routine);
}

int WSAAPI recvfrom(SOCKET socket, char *data, int size, int flags, struct sockaddr *from,
                    int *from_size)
{
    WSABUF buffer = {(ULONG)size, data};
    DWORD done = 0, how = (DWORD)flags;
    if (size < 0)
        return ws2_fail(WSAEFAULT);
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
        return ws2_fail(WSAEFAULT);
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
    if (!overlapped || !done || !flags)
        return ws2_fail(WSAEFAULT) == 0;
    IO_STATUS_BLOCK *io = (IO_STATUS_BLOCK *)overlapped;
    while (__atomic_load_n(&io->Status, __ATOMIC_ACQUIRE) == STATUS_PENDING) {
        HANDLE event = (HANDLE)((ULONG_PTR)overlapped->hEvent & ~(ULONG_PTR)1);
        if (!wait)
            return ws2_fail(WSA_IO_INCOMPLETE) == 0;
        WaitForSingleObject(event ? event : (HANDLE)socket, INFINITE);
    }
    *done = (DWORD)io->Information;
    *flags = io->Status == STATUS_BUFFER_OVERFLOW ? MSG_PARTIAL : 0;
    return io->Status ? ws2_fail(ws2_error(io->Status)) == 0 : TRUE;
}
