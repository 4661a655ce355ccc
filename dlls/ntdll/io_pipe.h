/*
 * io_pipe.h - named pipes and mailslots, between their files.
 *
 * All of a pipe is in the session arena, so both ends work on it without a server: data goes from
 * the writer's buffer into chunks, from there into the reader's. Who finds data or room makes no
 * host call. Who must wait leaves a request; the other side ends it under the instance's lock and
 * then wakes whom it concerns: a synchronous caller sleeps on its request, an asynchronous one's
 * process has a thread that delivers (io_pipe_request.c). Nothing of a process's own memory is
 * touched by another one.
 */
#ifndef BAILEY_IO_PIPE_H
#define BAILEY_IO_PIPE_H

#include "io_private.h"

enum { PIPE_CLIENT, PIPE_SERVER }; /* IO_FILE.pipe_end, as NT numbers them */
enum { PIPE_DISCONNECTED = 1, PIPE_LISTENING, PIPE_CONNECTED, PIPE_CLOSING }; /* as NT's */
enum { PIPE_INBOUND, PIPE_OUTBOUND, PIPE_DUPLEX };                            /* as NT's */

/* Data on its way; a message is one chunk. */
typedef struct PIPE_CHUNK {
    arena_ptr next;
    ULONG size;       /* of the allocation */
    ULONG start, end; /* what is left of data */
    uint64_t serial;  /* the write that it belongs to while that is pending, or 0 */
    uint64_t reserved;
    char data[];
} PIPE_CHUNK;

/* One direction. */
typedef struct PIPE_QUEUE {
    arena_ptr first, last; /* PIPE_CHUNK */
    arena_ptr spare;       /* an empty one of the smallest size */
    arena_ptr readers;     /* PIPE_REQUEST, first in first out: none while there is data */
    arena_ptr writers;     /* writes and flushes that wait until enough has been taken */
    ULONG quota, queued;   /* bytes */
    ULONG count;           /* chunks */
    uint64_t written, taken;
} PIPE_QUEUE;

typedef struct PIPE_NAME {
    arena_ptr next;
    volatile LONG references; /* of instances and files; under arena->pipe_lock */
    volatile LONG changes;    /* grows when an instance starts to listen, or the last one goes */
    volatile LONG waiters;
    arena_ptr instances; /* IO_PIPE list */
    ULONG count, maximum;
    UCHAR message, configuration, listed, mailslot;
    int64_t timeout; /* default of a wait, relative */
    ULONG length;    /* bytes */
    WCHAR text[];
} PIPE_NAME;

/* An instance. */
typedef struct IO_PIPE {
    volatile LONG lock;
    volatile LONG references; /* of file objects */
    arena_ptr next;           /* under arena->pipe_lock, like name */
    arena_ptr name;
    ULONG state;
    UCHAR message, configuration, mailslot, server_gone;
    UCHAR read_mode[2], no_wait[2]; /* by end */
    ULONG process[2];               /* numbers: who opened each end */
    uint64_t generation;            /* counts connections: a client's file has its own in `id` */
    uint64_t serial;
    PIPE_QUEUE queues[2]; /* by the end that reads */
    arena_ptr listeners;  /* PIPE_REQUEST */
    ULONG message_limit;  /* mailslots: 0 none */
    int64_t read_timeout; /* mailslots: relative, or INT64_MIN for ever */
} IO_PIPE;

enum pipe_operation { PIPE_READ, PIPE_WRITE, PIPE_FLUSH, PIPE_LISTEN };

/* An operation that waits. The process that asked for it frees it; if that has died, whoever meets
 * it. */
typedef struct PIPE_REQUEST {
    arena_ptr next;
    volatile LONG state;           /* PIPE_REQUEST_*; a synchronous caller sleeps on it */
    arena_ptr process;             /* KPROCESS, referenced */
    arena_ptr thread, file, event; /* who asked, on what; with `pending` referenced by that */
    uint64_t pending;              /* IO_PENDING of that process; 0: its thread waits */
    uint64_t io;                   /* address of the status block there */
    ULONG operation, size;
    uint64_t until; /* writers: taken must come to this */
    uint64_t serial;
    NTSTATUS status;
    ULONG done;
    arena_ptr data; /* PIPE_CHUNK: what a read has got */
} PIPE_REQUEST;

#define PIPE_REQUEST_WAITS  0
#define PIPE_REQUEST_ENDED  1
#define PIPE_REQUEST_SLEEPS 2

/* Whom to tell when the lock is given back. */
#define PIPE_WAKES 8
typedef struct PIPE_ENDED {
    arena_ptr first, last; /* requests of this process, to be delivered by this thread */
    ULONG count;
    volatile LONG *words[PIPE_WAKES];
} PIPE_ENDED;

static inline IO_PIPE *pipe_of(const IO_FILE *file)
{
    return ARENA_AT(IO_PIPE, file->pipe);
}
static inline void pipe_lock(IO_PIPE *pipe)
{
    ke_enter();
    arena_lock(&pipe->lock);
}
/* Gives the lock back and tells whom `ended` names. */
void pipe_unlock(IO_PIPE *pipe, PIPE_ENDED *ended);

/* ---- under the lock: data (io_pipe_queue.c) */

/* Appends what a write brings. serial: of the pending write, or 0. */
NTSTATUS pipe_put(PIPE_QUEUE *queue, BOOLEAN message, const char *buffer, ULONG size,
                  uint64_t serial);
/* Takes data. STATUS_BUFFER_OVERFLOW: a message has more. */
NTSTATUS pipe_take(PIPE_QUEUE *queue, BOOLEAN message, char *buffer, ULONG size, ULONG *done);
/* Copies without taking, of a message only the first. */
ULONG pipe_look(const PIPE_QUEUE *queue, BOOLEAN message, char *buffer, ULONG size);
/* Bytes left of the first chunk. */
ULONG pipe_first_size(const PIPE_QUEUE *queue);
/* Takes back what is left of a cancelled write. */
void pipe_take_back(PIPE_QUEUE *queue, uint64_t serial);
void pipe_drop_data(PIPE_QUEUE *queue);
/* Hands data to readers who wait, and ends writers for whom enough has been taken. */
void pipe_settle(IO_PIPE *pipe, ULONG reader, PIPE_ENDED *ended);
void pipe_free_chunk(PIPE_CHUNK *chunk);

/* ---- requests (io_pipe_request.c) */

/* A request of the caller's for the operation; an asynchronous file's has an IO_PENDING. */
NTSTATUS pipe_request_create(const IO_NOTICE *notice, enum pipe_operation operation, PVOID buffer,
                             ULONG size, PIPE_REQUEST **request);
/* Does the caller's thread wait for it? (A flush has no way to tell later.) */
static inline BOOLEAN pipe_waits(const IO_FILE *file, enum pipe_operation operation)
{
    return operation == PIPE_FLUSH || io_is_sync(file);
}
/* It was not needed. */
void pipe_request_drop(PIPE_REQUEST *request);
/* Under the lock: at the end of a list. */
void pipe_append(arena_ptr *list, PIPE_REQUEST *request);
/* Under the lock: a request that has been taken out of its list has ended. */
void pipe_end(PIPE_REQUEST *request, NTSTATUS status, PIPE_ENDED *ended);
/* Ends all of a list. */
void pipe_end_all(arena_ptr *list, NTSTATUS status, PIPE_ENDED *ended);
/* Without the lock, synchronous files: sleeps until the request has ended and frees it; a read's
 * data goes to buffer. TIMEOUT at the deadline (as pal_word_wait's). */
NTSTATUS pipe_wait(IO_PIPE *pipe, PIPE_REQUEST *request, PVOID buffer, int64_t deadline,
                   ULONG *done);

/* ---- names (io_pipe_name.c) */

void pipe_names_lock(void);
void pipe_names_unlock(void);
/* Under that lock: the pipe (or mailslot) of that name, or NULL. */
PIPE_NAME *pipe_find_name(const UNICODE_STRING *text, BOOLEAN mailslot);
PIPE_NAME *pipe_make_name(const UNICODE_STRING *text, BOOLEAN mailslot);
/* Under that lock: one instance less; the name goes with the last. */
void pipe_remove_instance(IO_PIPE *pipe);
/* The instance will be known no more: frees it and, with its last instance, the name's record. */
void pipe_free(IO_PIPE *pipe);
/* An instance listens, or the name has gone: who waits for one shall look. */
void pipe_name_changed(PIPE_NAME *name);

/* ---- operations with a file of their own */

NTSTATUS pipe_peek(IO_FILE *file, FILE_PIPE_PEEK_BUFFER *out, ULONG size, ULONG_PTR *used);
NTSTATUS pipe_attribute(IO_FILE *file, const char *name, ULONG size, void *out, ULONG out_size,
                        ULONG_PTR *used);
/* What the end of that file is in: PIPE_*, see io_pipe.c. Under the lock. */
ULONG pipe_state(const IO_PIPE *pipe, const IO_FILE *file);
/* A file object for an end of the instance, whose reference count has been raised for it. */
IO_FILE *pipe_new_file(IO_PIPE *pipe, ULONG end, ACCESS_MASK access, ULONG share, ULONG options);

#endif
