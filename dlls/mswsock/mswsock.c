/* mswsock.c - the functions of mswsock.h that the DLL exports; ws2_32 has them as extensions. */
#include "nt_error.h"
#include <winsock2.h>
#include <mswsock.h>

/* NULL: it is no socket; the last error says so. */
static PVOID extension(SOCKET socket, GUID id)
{
    PVOID function = NULL;
    DWORD done;
    if (WSAIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                 sizeof function, &done, NULL, NULL))
        return NULL;
    return function;
}

BOOL PASCAL AcceptEx(SOCKET listener, SOCKET into, PVOID buffer, DWORD size, DWORD own_size,
                     DWORD peer_size, LPDWORD done, LPOVERLAPPED overlapped)
{
    LPFN_ACCEPTEX accept = extension(listener, (GUID)WSAID_ACCEPTEX);
    return accept && accept(listener, into, buffer, size, own_size, peer_size, done, overlapped);
}

BOOL PASCAL TransmitFile(SOCKET socket, HANDLE file, DWORD size, DWORD chunk,
                         LPOVERLAPPED overlapped, LPTRANSMIT_FILE_BUFFERS around, DWORD flags)
{
    LPFN_TRANSMITFILE transmit = extension(socket, (GUID)WSAID_TRANSMITFILE);
    return transmit && transmit(socket, file, size, chunk, overlapped, around, flags);
}

int PASCAL WSARecvEx(SOCKET socket, char *data, int size, int *flags)
{
    WSABUF buffer = {(ULONG)size, data};
    DWORD done = 0;
    if (!flags) {
        WSASetLastError(WSAEFAULT);
        return SOCKET_ERROR;
    }
    *flags &= ~MSG_PARTIAL;
    if (!WSARecv(socket, &buffer, 1, &done, (DWORD *)flags, NULL, NULL))
        return (int)done;
    /* the rest of a datagram that did not fit is told by the flag alone */
    return WSAGetLastError() == WSAEMSGSIZE ? size : SOCKET_ERROR;
}

/* Each address stands behind its size, which ws2_32's AcceptEx has put there. */
static void take(char *at, struct sockaddr **address, LPINT size)
{
    *size = *(INT *)at;
    *address = (struct sockaddr *)(at + sizeof(INT));
}

void PASCAL GetAcceptExSockaddrs(PVOID buffer, DWORD size, DWORD own_size, DWORD peer_size,
                                 struct sockaddr **own, LPINT own_length, struct sockaddr **peer,
                                 LPINT peer_length)
{
    (void)peer_size;
    take((char *)buffer + size, own, own_length);
    take((char *)buffer + size + own_size, peer, peer_length);
}
