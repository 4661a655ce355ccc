/*
 * io_socket.h - between the files of sockets.
 *
 * The socket's facts lie in the arena; who waits for it in this process stands in a SOCKET_WAITS,
 * found by the file object. One thread serves the host's queue and ends requests.
 */
#ifndef BAILEY_IO_SOCKET_H
#define BAILEY_IO_SOCKET_H

#include "io_private.h"

#include "bailey_afd.h"

#define SOCKET_BUFFERS 16 /* of a request that has to wait */

typedef struct SOCKET_REQUEST {
    struct SOCKET_REQUEST *next;
    IO_PENDING *pending;
    ULONG code;
    BOOLEAN started;  /* CONNECT */
    IO_FILE *target;  /* ACCEPT, POLL: referenced */
    AFD_OPERATION op; /* its buffers are those below */
    AFD_BUFFER buffers[SOCKET_BUFFERS];
    AFD_POLL_INFO *poll; /* POLL: the caller's answer */
    HANDLE polled;
    ULONG events;
} SOCKET_REQUEST;

static inline AFD_SOCKET *socket_of(const IO_FILE *file)
{
    return ARENA_AT(AFD_SOCKET, file->socket);
}

/* Windows's sockaddr. FALSE: not one that there is. */
BOOLEAN socket_address_in(const void *from, ULONG size, PalSocketAddress *to);
/* The bytes that it takes; writes nothing past room. */
ULONG socket_address_out(const PalSocketAddress *from, void *to, ULONG room);

/* Goes as far as it can without waiting. PAL_STATUS_WOULD_BLOCK: not at its end yet. */
NTSTATUS socket_try(IO_FILE *file, SOCKET_REQUEST *request, ULONG_PTR *done);
/* AFD_POLL_* that hold now. */
ULONG socket_events(IO_FILE *file, ULONG wanted);
/* PAL_READY_* that tell when a try may get further. */
ULONG socket_interest(const SOCKET_REQUEST *request);

/* Queues a request whose try would block. file: the socket that it waits for. */
NTSTATUS socket_pend(IO_FILE *file, IO_NOTICE *notice, const SOCKET_REQUEST *request);
/* A call makes events reportable again. */
void socket_enable(IO_FILE *file, ULONG events);
NTSTATUS socket_event_select(IO_FILE *file, HANDLE event, ULONG mask);
ULONG socket_take_events(IO_FILE *file, HANDLE reset);
/* In the calling thread. */
NTSTATUS socket_select(AFD_POLL_INFO *poll, ULONG size);

#endif
