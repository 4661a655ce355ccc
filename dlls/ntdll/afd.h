/*
 * afd.h - sockets: between the files of the socket driver.
 *
 * What a socket is stands in the arena (AFD_SOCKET), where every process that has the file object
 * sees it. What goes on after its service returned is this process's own: an AFD_LANE for each
 * socket with such operations, served by one thread on a PAL queue.
 */
#ifndef BAILEY_AFD_H
#define BAILEY_AFD_H

#include "afd_proto.h"
#include "io_private.h"

#define FAMILY_4  2 /* AF_INET */
#define FAMILY_6  23
#define STREAM    1
#define AFD_CHUNK 65536u /* of a file that is transmitted */

typedef struct AFD_SOCKET {
    AFD_INFO info;
    volatile LONG closing; /* processes that are closing it while threads of theirs wait */
    volatile LONG waiters; /* threads that wait in a call of the host */
    UCHAR receive_shut, send_shut;
} AFD_SOCKET;

static inline AFD_SOCKET *afd_socket(const IO_FILE *file)
{
    return ARENA_AT(AFD_SOCKET, file->socket);
}

/* ---- names */

/* STATUS_INVALID_ADDRESS_COMPONENT: the family is not the socket's, or it is too short. */
NTSTATUS afd_name_in(const AFD_SOCKET *socket, const void *address, ULONG size,
                     PalSocketName *name);
/* Returns the size; writes at most room. */
ULONG afd_name_out(const PalSocketName *name, void *address, ULONG room);

/* ---- sockets */

/* The file object of a socket's handle, referenced. STATUS_OBJECT_TYPE_MISMATCH. */
NTSTATUS afd_reference(HANDLE handle, IO_FILE **file);
NTSTATUS afd_new(const AFD_INFO *info, PalHandle pal, IO_FILE **file);
/* This process's handle of the host's socket is replaced: the file becomes that connection.
 * Under afd_lock. */
NTSTATUS afd_become(IO_FILE *file, PalHandle pal, enum afd_state state);
/* Sleeps in the host until one of PAL_SOCKET_* (which: *found, unless NULL), or STATUS_CANCELLED
 * when the socket is closed meanwhile. */
NTSTATUS afd_sleep(IO_FILE *file, ULONG ready, int64_t deadline, ULONG *found);
/* A connection under way: looks how far it is. WOULD_BLOCK: not yet. */
NTSTATUS afd_connect_look(IO_FILE *file);
/* AFD_POLL_* of the moment, among wanted. */
ULONG afd_poll_events(IO_FILE *file, ULONG wanted);
/* The same where PAL_SOCKET_* of the moment are known. */
ULONG afd_events_of(IO_FILE *file, ULONG wanted, ULONG ready);
int64_t afd_deadline(ULONG milliseconds);

/* ---- connections (afd_connect.c); in the calling thread unless overlapped */

NTSTATUS afd_bind(IO_FILE *file, const AFD_NAME *name);
NTSTATUS afd_listen(IO_FILE *file, ULONG backlog);
NTSTATUS afd_connect(IO_FILE *file, IO_NOTICE *notice, const AFD_CONNECT *connect);
NTSTATUS afd_accept(IO_FILE *file, IO_NOTICE *notice, const AFD_ACCEPT *accept);
NTSTATUS afd_shutdown(IO_FILE *file, ULONG how);
NTSTATUS afd_disconnect(IO_FILE *file, BOOLEAN reuse);

/* ---- operations */

enum afd_kind { AFD_OP_TRANSFER, AFD_OP_CONNECT, AFD_OP_ACCEPT, AFD_OP_TRANSMIT };

typedef struct AFD_OP {
    struct AFD_OP *next;
    IO_PENDING *pending;
    enum afd_kind kind;
    BOOLEAN write;     /* which of the lane's lists */
    BOOLEAN connected; /* CONNECT, ACCEPT: it stands, and data goes */
    BOOLEAN waits;     /* TRANSFER: in the host's call, without a time limit */
    AFD_TRANSFER transfer;
    AFD_NAME name; /* of the far end that a datagram goes to */
    AFD_ACCEPT accept;
    IO_FILE *other; /* ACCEPT: the socket to become it; TRANSMIT: the file; referenced */
    AFD_TRANSMIT transmit;
    char *chunk;
    ULONG64 done;
    ULONG count; /* of the buffers that follow */
    PalBuffer buffers[];
} AFD_OP;

/* On the process's heap; zeroed. */
AFD_OP *afd_op_create(enum afd_kind kind, BOOLEAN write, ULONG count);
void afd_op_free(AFD_OP *op);
/* Goes on with it as far as it can without waiting; WOULD_BLOCK: it has to. */
NTSTATUS afd_op_try(IO_FILE *file, AFD_OP *op);
/* Does it at once, or leaves it to the thread; consumes the op and ends the notice. */
NTSTATUS afd_op_start(IO_FILE *file, IO_NOTICE *notice, AFD_OP *op);
NTSTATUS afd_transfer(IO_FILE *file, IO_NOTICE *notice, const AFD_TRANSFER *transfer);
NTSTATUS afd_transmit(IO_FILE *file, IO_NOTICE *notice, const AFD_TRANSMIT *transmit);

/* ---- the lane's thread */

struct AFD_POLLING;

typedef struct AFD_POLL_ENTRY {  /* of a poll that waits, one for each of its sockets */
    struct AFD_POLL_ENTRY *next; /* in the lane */
    struct AFD_POLLING *poll;
    struct AFD_LANE *lane; /* NULL: the socket has been closed */
    HANDLE handle;
    ULONG events;
    BOOLEAN spent; /* in the calling thread: hung up, not watched */
} AFD_POLL_ENTRY;

typedef struct AFD_LANE {
    IO_FILE *file;         /* NULL: unused */
    struct AFD_LANE *next; /* in its bucket */
    PalHandle pal;
    ULONG index, generation;
    AFD_OP *first[2], *last[2]; /* reads, writes */
    AFD_POLL_ENTRY *polls;
    KE_HEADER *event;               /* WSAEventSelect; referenced */
    ULONG mask, recorded, reported; /* FD_* */
    NTSTATUS event_status[AFD_EVENT_COUNT];
} AFD_LANE;

extern KE_LOCK afd_lock; /* of all lanes and polls */

/* Under the lock. The lane of a file, made if need be (create); NULL. */
AFD_LANE *afd_lane(IO_FILE *file, BOOLEAN create);
/* Asks the host for a report again, for all that waits there. */
void afd_lane_watch(AFD_LANE *lane);
void afd_lane_close(IO_FILE *file);
NTSTATUS afd_thread_start(void);
/* The thread shall look at the deadlines again. */
void afd_thread_wake(void);
/* Something has begun on the socket that its waiters may want to hear of; takes the lock. */
void afd_changed(IO_FILE *file);

/* ---- polls (afd_poll.c) and events (afd_event.c); under the lock */

ULONG afd_poll_wants(const AFD_LANE *lane); /* PAL_READY_* */
/* Takes out the polls that this lane satisfies; to be finished after the lock. */
struct AFD_POLLING *afd_poll_take(AFD_LANE *lane, BOOLEAN closing);
struct AFD_POLLING *afd_poll_take_expired(int64_t *next);
void afd_poll_finish(struct AFD_POLLING *list);
ULONG afd_poll_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *which);
NTSTATUS afd_poll(IO_NOTICE *notice, const AFD_POLL *in, ULONG in_size, AFD_POLL *out,
                  ULONG out_size);
/* In the calling thread: out gets the sockets that are ready. */
NTSTATUS afd_select(const AFD_POLL *in, ULONG in_size, AFD_POLL *out, ULONG out_size,
                    ULONG_PTR *used);
ULONG afd_event_wants(const AFD_LANE *lane);
void afd_event_look(AFD_LANE *lane);
/* An operation has made room for a report of these FD_* bits again. Takes the lock. */
void afd_event_again(IO_FILE *file, ULONG bits);
NTSTATUS afd_event_select(IO_FILE *file, const AFD_EVENT_SELECT *select);
/* An accepted socket has its listener's event. */
void afd_event_inherit(IO_FILE *from, IO_FILE *to);
NTSTATUS afd_event_enum(IO_FILE *file, HANDLE reset, AFD_EVENTS *events);

/* FD_* of winsock2.h */
#define AFD_FD_READ    0x01u
#define AFD_FD_WRITE   0x02u
#define AFD_FD_OOB     0x04u
#define AFD_FD_ACCEPT  0x08u
#define AFD_FD_CONNECT 0x10u
#define AFD_FD_CLOSE   0x20u

#endif
