/*
 * afd_proto.h - what ws2_32 asks of the socket driver in ntdll: I/O controls of a socket's handle.
 *
 * IOCTL_AFD_POLL is Windows' own, which programs use directly on \Device\Afd; the others are
 * between these two DLLs. Names are socket addresses as winsock2.h lays them out.
 */
#ifndef BAILEY_AFD_PROTO_H
#define BAILEY_AFD_PROTO_H

#include "nt.h"

#define AFD_CODE(n)             (0x12000u | (n) << 2 | 3)
#define IOCTL_AFD_BIND          AFD_CODE(0)  /* in: AFD_NAME */
#define IOCTL_AFD_CONNECT       AFD_CODE(1)  /* in: AFD_CONNECT */
#define IOCTL_AFD_LISTEN        AFD_CODE(2)  /* in: ULONG, how many may wait */
#define IOCTL_AFD_ACCEPT        AFD_CODE(4)  /* in: AFD_ACCEPT */
#define IOCTL_AFD_TRANSFER      AFD_CODE(5)  /* in: AFD_TRANSFER */
#define IOCTL_AFD_POLL          0x12024u     /* in, out: AFD_POLL */
#define IOCTL_AFD_SHUTDOWN      AFD_CODE(10) /* in: ULONG, as shutdown */
#define IOCTL_AFD_LOCAL_NAME    AFD_CODE(11) /* out: AFD_NAME */
#define IOCTL_AFD_PEER_NAME     AFD_CODE(12) /* out: AFD_NAME */
#define IOCTL_AFD_GET_OPTION    AFD_CODE(13) /* in, out: AFD_OPTION */
#define IOCTL_AFD_SET_OPTION    AFD_CODE(14) /* in: AFD_OPTION */
#define IOCTL_AFD_GET_INFO      AFD_CODE(15) /* out: AFD_INFO */
#define IOCTL_AFD_SET_INFO      AFD_CODE(16) /* in: AFD_INFO, what may change of it */
#define IOCTL_AFD_SELECT        AFD_CODE(20) /* AFD_POLL in the calling thread */
#define IOCTL_AFD_INTERFACE     AFD_CODE(21) /* in: ULONG, which; out: AFD_INTERFACE */
#define IOCTL_AFD_EVENT_SELECT  AFD_CODE(33) /* in: AFD_EVENT_SELECT */
#define IOCTL_AFD_ENUM_EVENTS   AFD_CODE(34) /* in: HANDLE to reset or NULL; out: AFD_EVENTS */
#define IOCTL_AFD_DISCONNECT    AFD_CODE(35) /* in: ULONG, not 0: the socket can be used again */
#define IOCTL_AFD_TRANSMIT_FILE AFD_CODE(36) /* in: AFD_TRANSMIT */

typedef struct AFD_NAME {
    ULONG size;
    UCHAR address[28]; /* SOCKADDR_IN or SOCKADDR_IN6 */
} AFD_NAME;

typedef struct AFD_BUFFER { /* WSABUF */
    ULONG size;
    char *data;
} AFD_BUFFER;

typedef struct AFD_TRANSFER {
    AFD_BUFFER *buffers;
    ULONG count;
    ULONG flags;    /* AFD_* */
    PVOID name;     /* of the far end, or NULL */
    INT *name_room; /* receiving: room, and result */
    INT name_size;
    ULONG *result_flags; /* receiving: MSG_PARTIAL where a datagram was cut; may be NULL */
} AFD_TRANSFER;

#define AFD_PARTIAL  0x8000u /* result: winsock2.h's MSG_PARTIAL */
#define AFD_WRITE    0x01u
#define AFD_PEEK     0x02u
#define AFD_URGENT   0x04u
#define AFD_WAIT_ALL 0x08u /* receiving: all that was asked for */
#define AFD_OVERLAPPED                                                        \
    0x10u /* may go on after STATUS_PENDING; else as the socket blocks or not \
           */

typedef struct AFD_CONNECT {
    AFD_NAME name;
    ULONG overlapped;
    ULONG size; /* sent once it stands */
    char *data;
} AFD_CONNECT;

typedef struct AFD_ACCEPT {
    HANDLE socket; /* becomes the connection; NULL: a new one is made, without overlapping */
    ULONG receive; /* bytes to wait for in `data`; 0: none */
    ULONG overlapped;
    char *data;
    AFD_NAME *local, *peer; /* or NULL */
    HANDLE *result;         /* socket NULL */
} AFD_ACCEPT;

typedef struct AFD_TRANSMIT {
    HANDLE file;          /* or NULL */
    ULONG64 offset, size; /* size 0: to the end */
    char *head, *tail;
    ULONG head_size, tail_size;
    ULONG disconnect, overlapped;
} AFD_TRANSMIT;

enum afd_option { /* as pal.h's enum pal_socket_option */
                  AFD_OPTION_ERROR = 5,
                  AFD_OPTION_AVAILABLE,
                  AFD_OPTION_REUSE,
                  AFD_OPTION_KEEP_ALIVE, /* on; idle seconds, interval, probes where not 0 */
                  AFD_OPTION_BROADCAST,
                  AFD_OPTION_LINGER, /* on, seconds */
                  AFD_OPTION_SEND_ROOM,
                  AFD_OPTION_RECEIVE_ROOM,
                  AFD_OPTION_URGENT_INLINE,
                  AFD_OPTION_NO_DELAY,
                  AFD_OPTION_HOPS,
                  AFD_OPTION_SERVICE,
                  AFD_OPTION_VERSION_6_ONLY,
                  AFD_OPTION_GROUP_HOPS,
                  AFD_OPTION_GROUP_LOOP,
                  AFD_OPTION_GROUP_INTERFACE, /* index, or version 4 address in value[1] */
                  AFD_OPTION_GROUP_JOIN, /* interface index, the group's bytes; version 4: then the
                                            interface's address */
                  AFD_OPTION_GROUP_LEAVE,
                  AFD_OPTION_NO_FRAGMENT,
};

typedef struct AFD_OPTION {
    ULONG option; /* enum afd_option */
    ULONG value[5];
} AFD_OPTION;

#define AFD_NO_INHERIT 1u

enum afd_state { AFD_OPEN, AFD_BOUND, AFD_CONNECTING, AFD_CONNECTED, AFD_FAILED, AFD_LISTENING };

typedef struct AFD_INFO {
    INT family, type, protocol;      /* winsock2.h's */
    ULONG state;                     /* enum afd_state */
    NTSTATUS error;                  /* of the connection that failed; reading forgets it */
    ULONG non_blocking;              /* may change, as all that follows */
    ULONG receive_limit, send_limit; /* milliseconds, 0: none */
    ULONG exclusive, reuse;          /* of the address */
    ULONG flags;                     /* AFD_NO_INHERIT */
    ULONG reserved;
} AFD_INFO;

#define AFD_POLL_RECEIVE      0x0001u
#define AFD_POLL_EXPEDITED    0x0002u
#define AFD_POLL_SEND         0x0004u
#define AFD_POLL_DISCONNECT   0x0008u
#define AFD_POLL_ABORT        0x0010u
#define AFD_POLL_LOCAL_CLOSE  0x0020u
#define AFD_POLL_CONNECT      0x0040u
#define AFD_POLL_ACCEPT       0x0080u
#define AFD_POLL_CONNECT_FAIL 0x0100u

typedef struct AFD_POLL_HANDLE {
    HANDLE handle;
    ULONG events;
    NTSTATUS status;
} AFD_POLL_HANDLE;

typedef struct AFD_POLL {
    LARGE_INTEGER timeout;
    ULONG count;
    ULONG exclusive;
    AFD_POLL_HANDLE handles[];
} AFD_POLL;

/* A version 4 address of one of the machine's interfaces. STATUS_NO_MORE_ENTRIES after the last. */
typedef struct AFD_INTERFACE {
    ULONG index, mtu, hardware_size;
    UCHAR hardware[8];
    char name[16];
    BOOLEAN up, running, loopback;
    UCHAR address[4], mask[4];
} AFD_INTERFACE;

#define AFD_EVENT_COUNT 10 /* winsock2.h's FD_MAX_EVENTS */

typedef struct AFD_EVENT_SELECT {
    HANDLE event;
    ULONG mask; /* FD_* of winsock2.h */
} AFD_EVENT_SELECT;

typedef struct AFD_EVENTS {
    ULONG mask;
    NTSTATUS status[AFD_EVENT_COUNT];
} AFD_EVENTS;

/* A new socket's handle. family, type, protocol as winsock2.h's; info->flags is kept. */
NTSTATUS NTAPI BaileyOpenSocket(const AFD_INFO *info, BOOLEAN inherit, HANDLE *handle);

#endif
