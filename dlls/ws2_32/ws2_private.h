/* ws2_private.h - between the files of ws2_32. */
#ifndef BAILEY_WS2_PRIVATE_H
#define BAILEY_WS2_PRIVATE_H

#include "nt_error.h"
#include <winsock2.h>
#include <ws2tcpip.h>

#include "bailey_afd.h"

/* Sets the last error; SOCKET_ERROR. */
int ws2_fail(int error);
/* The Winsock error of a status, 0 for success. */
int ws2_error(NTSTATUS status);
/* 0, or SOCKET_ERROR with the last error. */
int ws2_result(NTSTATUS status);
/* Has WSAStartup been called? Else sets the last error. */
BOOL ws2_started(void);
/* One operation on a socket; done may be NULL. */
NTSTATUS ws2_control(SOCKET socket, ULONG code, void *in, ULONG size, DWORD *done);
/* Data, waiting as the socket does or overlapped. */
int ws2_operate(SOCKET socket, ULONG code, AFD_OPERATION *operation, DWORD *done,
                WSAOVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

#endif
