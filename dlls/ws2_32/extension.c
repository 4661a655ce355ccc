/* extension.c - the functions that programs ask WSAIoctl for. */
#include "ws2_private.h"

#include <mswsock.h>

#define PADDING 16 /* that AcceptEx wants beside each address */

static BOOL answer(NTSTATUS status, const OVERLAPPED *overlapped, LPDWORD done)
{
    if (!status && done)
        *done = (DWORD)overlapped->InternalHigh;
    return ws2_result(status) == 0;
}

/* Data, own address, peer's address stand one after the other in the buffer. */
static BOOL PASCAL accept_ex(SOCKET listener, SOCKET into, PVOID buffer, DWORD size, DWORD own_size,
                             DWORD peer_size, LPDWORD done, LPOVERLAPPED overlapped)
{
    AFD_ACCEPT accept = {.socket = (HANDLE)into, .receive = size, .data = buffer};
    if (!overlapped)
        return ws2_fail(ERROR_INVALID_PARAMETER) == 0;
    if (!buffer || !own_size || own_size < sizeof(AFD_NAME) || peer_size < sizeof(AFD_NAME))
        return ws2_fail(WSAEFAULT) == 0;
    accept.local = (AFD_NAME *)((char *)buffer + size);
    accept.peer = (AFD_NAME *)((char *)buffer + size + own_size);
    return answer(ws2_control_overlapped(listener, IOCTL_AFD_ACCEPT, &accept, sizeof accept,
                                         overlapped, NULL),
                  overlapped, done);
}

static void take_name(AFD_NAME *name, struct sockaddr **address, LPINT size)
{
    *address = (struct sockaddr *)name->address;
    *size = (INT)name->size;
}

static void PASCAL get_accept_ex_names(PVOID buffer, DWORD size, DWORD own_size, DWORD peer_size,
                                       struct sockaddr **own, LPINT own_length,
                                       struct sockaddr **peer, LPINT peer_length)
{
    (void)peer_size;
    take_name((AFD_NAME *)((char *)buffer + size), own, own_length);
    take_name((AFD_NAME *)((char *)buffer + size + own_size), peer, peer_length);
}

static BOOL PASCAL connect_ex(SOCKET socket, const struct sockaddr *address, int size, PVOID data,
                              DWORD data_size, LPDWORD sent, LPOVERLAPPED overlapped)
{
    AFD_CONNECT connect = {.overlapped = TRUE, .data = data, .size = data ? data_size : 0};
    int error = ws2_name(address, size, &connect.name);
    if (error || !overlapped)
        return ws2_fail(error ? error : ERROR_INVALID_PARAMETER) == 0;
    return answer(ws2_control_overlapped(socket, IOCTL_AFD_CONNECT, &connect, sizeof connect,
                                         overlapped, NULL),
                  overlapped, sent);
}

static BOOL PASCAL disconnect_ex(SOCKET socket, LPOVERLAPPED overlapped, DWORD flags,
                                 DWORD reserved)
{
    ULONG reuse = flags & TF_REUSE_SOCKET;
    if (reserved || flags & ~TF_REUSE_SOCKET)
        return ws2_fail(WSAEINVAL) == 0;
    if (!overlapped)
        return ws2_result(ws2_tell(socket, IOCTL_AFD_DISCONNECT, &reuse, sizeof reuse)) == 0;
    return answer(ws2_control_overlapped(socket, IOCTL_AFD_DISCONNECT, &reuse, sizeof reuse,
                                         overlapped, NULL),
                  overlapped, NULL);
}

static void file_place(HANDLE file, const OVERLAPPED *overlapped, ULONG64 *place)
{
    LARGE_INTEGER none = {.QuadPart = 0}, now;
    if (overlapped)
        *place = overlapped->Offset | (ULONG64)overlapped->OffsetHigh << 32;
    else if (SetFilePointerEx(file, none, &now, FILE_CURRENT))
        *place = (ULONG64)now.QuadPart;
}

static BOOL PASCAL transmit_file(SOCKET socket, HANDLE file, DWORD size, DWORD chunk,
                                 LPOVERLAPPED overlapped, LPTRANSMIT_FILE_BUFFERS around,
                                 DWORD flags)
{
    AFD_TRANSMIT transmit = {.file = file, .size = size, .disconnect = flags & TF_DISCONNECT};
    (void)chunk;
    if (flags & TF_REUSE_SOCKET)
        return ws2_fail(WSAEOPNOTSUPP) == 0;
    if (file)
        file_place(file, overlapped, &transmit.offset);
    if (around) {
        transmit.head = around->Head;
        transmit.head_size = around->HeadLength;
        transmit.tail = around->Tail;
        transmit.tail_size = around->TailLength;
    }
    if (!overlapped)
        return ws2_result(ws2_tell(socket, IOCTL_AFD_TRANSMIT_FILE, &transmit, sizeof transmit)) ==
               0;
    transmit.overlapped = TRUE;
    return answer(ws2_control_overlapped(socket, IOCTL_AFD_TRANSMIT_FILE, &transmit,
                                         sizeof transmit, overlapped, NULL),
                  overlapped, NULL);
}

static INT PASCAL receive_message(SOCKET socket, LPWSAMSG message, LPDWORD done,
                                  LPWSAOVERLAPPED overlapped,
                                  LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    if (!message)
        return ws2_fail(WSAEFAULT);
    message->Control.len = 0; /* no option asks for any */
    return WSARecvFrom(socket, message->lpBuffers, message->dwBufferCount, done, &message->dwFlags,
                       message->name, &message->namelen, overlapped, routine);
}

PVOID ws2_extension(const GUID *id)
{
    static const struct {
        GUID id;
        PVOID function;
    } known[] = {
        {WSAID_ACCEPTEX, accept_ex},         {WSAID_GETACCEPTEXSOCKADDRS, get_accept_ex_names},
        {WSAID_CONNECTEX, connect_ex},       {WSAID_DISCONNECTEX, disconnect_ex},
        {WSAID_TRANSMITFILE, transmit_file}, {WSAID_WSARECVMSG, receive_message},
        {WSAID_WSASENDMSG, WSASendMsg},
    };
    for (unsigned i = 0; i < ARRAYSIZE(known); i++)
        if (!memcmp(id, &known[i].id, sizeof *id))
            return known[i].function;
    return NULL;
}
