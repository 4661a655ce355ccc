/* ws2_private.h - between the files of ws2_32. */
#ifndef BAILEY_WS2_PRIVATE_H
#define BAILEY_WS2_PRIVATE_H

#include "nt_error.h"
#include <winsock2.h>
#include <ws2tcpip.h>

#include "afd_proto.h"

/* Sets the last error; SOCKET_ERROR. */
int ws2_fail(int error);
/* The Winsock error of a status, 0 for success. */
int ws2_error(NTSTATUS status);
/* 0, or SOCKET_ERROR with the last error. */
int ws2_result(NTSTATUS status);
/* Has WSAStartup been called? Else sets the last error. */
BOOL ws2_started(void);

/* One operation on a socket, in the calling thread. */
NTSTATUS ws2_control(SOCKET socket, ULONG code, const void *in, ULONG in_size, void *out,
                     ULONG out_size, DWORD *done);
static inline NTSTATUS ws2_tell(SOCKET socket, ULONG code, const void *in, ULONG in_size)
{
    return ws2_control(socket, code, in, in_size, NULL, 0, NULL);
}
static inline NTSTATUS ws2_info(SOCKET socket, AFD_INFO *info)
{
    return ws2_control(socket, IOCTL_AFD_GET_INFO, NULL, 0, info, sizeof *info, NULL);
}
/* One that may go on after STATUS_PENDING, and how its caller hears of the end. in has to last no
 * longer than the call. */
NTSTATUS ws2_control_overlapped(SOCKET socket, ULONG code, const void *in, ULONG in_size,
                                WSAOVERLAPPED *overlapped,
                                LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

/* A new socket of that kind; INVALID_SOCKET with the last error. */
SOCKET ws2_open(const AFD_INFO *info);
/* A socket address as ntdll takes it. 0 or an error. */
int ws2_name(const struct sockaddr *address, int size, AFD_NAME *name);
/* An address from ntdll for the caller: 0 or an error. */
int ws2_give_name(const AFD_NAME *name, struct sockaddr *address, int *size);
int ws2_connect(SOCKET socket, const struct sockaddr *address, int size);

/* WSAIoctl's SIO_GET_EXTENSION_FUNCTION_POINTER; NULL: there is none. */
PVOID ws2_extension(const GUID *id);

#endif
