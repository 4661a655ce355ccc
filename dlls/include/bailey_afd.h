/*
 * bailey_afd.h - what ws2_32 asks of ntdll's socket files by NtDeviceIoControlFile.
 *
 * AFD_POLL has the layout of Windows's own \Device\Afd, which asynchronous run-times call directly;
 * the other codes are private to these two DLLs.
 */
#ifndef BAILEY_AFD_H
#define BAILEY_AFD_H

#define AFD_POLL 0x12024u

#define AFD_CREATE     0x12401u /* on \Device\Afd\Bailey: makes the file a socket */
#define AFD_BIND       0x12405u
#define AFD_CONNECT    0x12409u
#define AFD_LISTEN     0x1240du /* flags: backlog */
#define AFD_ACCEPT     0x12411u /* into `accept`, a socket of its own */
#define AFD_RECEIVE    0x12415u
#define AFD_SEND       0x12419u
#define AFD_SHUTDOWN   0x1241du /* flags: 0, 1, 2 */
#define AFD_NAME       0x12421u /* flags: 0 own, 1 peer */
#define AFD_GET_OPTION 0x12425u /* flags: PAL_SOCKET_*; value */
#define AFD_SET_OPTION 0x12429u
#define AFD_INFO       0x1242du /* out: AFD_SOCKET */
#define AFD_SET_INFO   0x12431u /* in: AFD_SOCKET; mode and timeouts are taken over */
#define AFD_SELECT     0x12435u /* AFD_POLL in the calling thread */
#define AFD_EVENTS     0x12439u /* WSAEventSelect: accept: the event; flags: FD_* */
#define AFD_ENUMERATE  0x1243du /* value[0]: FD_*, and they are over */

#define AFD_POLL_RECEIVE      0x01u
#define AFD_POLL_EXPEDITED    0x02u
#define AFD_POLL_SEND         0x04u
#define AFD_POLL_DISCONNECT   0x08u
#define AFD_POLL_ABORT        0x10u
#define AFD_POLL_LOCAL_CLOSE  0x20u
#define AFD_POLL_CONNECT      0x40u
#define AFD_POLL_ACCEPT       0x80u
#define AFD_POLL_CONNECT_FAIL 0x100u

typedef struct AFD_POLL_HANDLE {
    HANDLE handle;
    ULONG events;
    NTSTATUS status;
} AFD_POLL_HANDLE;

typedef struct AFD_POLL_INFO {
    LARGE_INTEGER timeout; /* as NtWaitForSingleObject's */
    ULONG count;
    ULONG exclusive;
    AFD_POLL_HANDLE handles[1];
} AFD_POLL_INFO;

enum afd_state { AFD_NEW, AFD_CONNECTING, AFD_CONNECTED, AFD_LISTENING };

typedef struct AFD_SOCKET { /* in the session arena */
    ULONG family;           /* as winsock2.h numbers them */
    ULONG type, protocol;
    ULONG state;
    ULONG bound;
    ULONG non_blocking;
    ULONG receive_timeout, send_timeout; /* milliseconds, 0: none */
    ULONG sends_no_more;
} AFD_SOCKET;

typedef struct AFD_BUFFER { /* WSABUF */
    ULONG size;
    char *data;
} AFD_BUFFER;

#define AFD_PEEK       0x1u
#define AFD_URGENT     0x2u
#define AFD_OVERLAPPED 0x4u /* answers STATUS_PENDING where it would have to wait */

typedef struct AFD_OPERATION {
    ULONG flags;
    ULONG count;
    const AFD_BUFFER *buffers;
    void *address; /* sockaddr: in, or out where address_room is not 0 */
    ULONG address_size;
    ULONG *address_room; /* in: its room, out: its size */
    HANDLE accept;
    ULONG value[2];
} AFD_OPERATION;

#endif
