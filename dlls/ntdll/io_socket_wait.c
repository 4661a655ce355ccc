/* io_socket_wait.c - requests that wait for a socket, and the thread that serves them. */
#include "io_socket.h"

#define BUCKETS 256
/* winsock2.h's FD_* */
#define FD_READ_    0x01u
#define FD_WRITE_   0x02u
#define FD_ACCEPT_  0x08u
#define FD_CONNECT_ 0x10u
#define FD_CLOSE_   0x20u

typedef struct SOCKET_WAITS {
    struct SOCKET_WAITS *next;
    IO_FILE *file;
    SOCKET_REQUEST *first, *last;
    KE_HEADER *event; /* WSAEventSelect: referenced */
    ULONG mask, reported, happened;
} SOCKET_WAITS;

static KE_LOCK lock; /* of everything here */
static SOCKET_WAITS *table[BUCKETS];
static PalHandle queue;

static SOCKET_WAITS **find(const IO_FILE *file)
{
    SOCKET_WAITS **link = &table[(ARENA_OF(file) >> 6) % BUCKETS];
    while (*link && (*link)->file != file)
        link = &(*link)->next;
    return link;
}

static SOCKET_WAITS *waits_of(IO_FILE *file)
{
    SOCKET_WAITS **link = find(file);
    if (!*link) {
        *link = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof **link);
        if (*link)
            (*link)->file = file;
    }
    return *link;
}

static ULONG fd_interest(const SOCKET_WAITS *w)
{
    ULONG left = w->event ? w->mask & ~w->reported : 0, ready = 0;
    if (left & (FD_READ_ | FD_ACCEPT_ | FD_CLOSE_))
        ready |= PAL_READY_READ;
    if (left & (FD_WRITE_ | FD_CONNECT_))
        ready |= PAL_READY_WRITE;
    return ready;
}

static void arm(SOCKET_WAITS *w)
{
    ULONG ready = fd_interest(w);
    for (SOCKET_REQUEST *r = w->first; r; r = r->next)
        ready |= socket_interest(r);
    AFD_SOCKET *socket = socket_of(w->file);
    if (ready && (socket->type == PAL_SOCKET_DATAGRAM || socket->state != AFD_NEW))
        pal_queue_watch(queue, io_handle(w->file), ready, ARENA_OF(w->file));
}

static void note_events(SOCKET_WAITS *w)
{
    if (!w->event || !(w->mask & ~w->reported))
        return;
    ULONG events = socket_events(w->file, ~0u), now = 0;
    if (events & AFD_POLL_RECEIVE)
        now |= FD_READ_;
    if (events & AFD_POLL_SEND)
        now |= FD_WRITE_;
    if (events & AFD_POLL_ACCEPT)
        now |= FD_ACCEPT_;
    if (events & (AFD_POLL_CONNECT | AFD_POLL_CONNECT_FAIL))
        now |= FD_CONNECT_;
    if (events & (AFD_POLL_DISCONNECT | AFD_POLL_ABORT))
        now |= FD_CLOSE_;
    now &= w->mask & ~w->reported;
    w->reported |= now;
    w->happened |= now;
    if (now)
        ke_set(w->event);
}

typedef struct ENDED {
    struct SOCKET_REQUEST *request;
    NTSTATUS status;
    ULONG_PTR done;
} ENDED;

/* Under the lock: the first request that has come to its end, taken out. */
static BOOLEAN take_ended(SOCKET_WAITS *w, ENDED *ended)
{
    SOCKET_REQUEST *previous = NULL;
    ULONG blocked = 0; /* directions in which an earlier request still waits */
    for (SOCKET_REQUEST *r = w->first; r; previous = r, r = r->next) {
        ULONG direction = r->code == AFD_POLL ? 0 : socket_interest(r);
        if (direction & blocked)
            continue;
        ended->status = socket_try(w->file, r, &ended->done);
        if (ended->status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK ||
            ended->status == PAL_STATUS_INTERRUPTED) {
            blocked |= direction;
            continue;
        }
        if (previous)
            previous->next = r->next;
        else
            w->first = r->next;
        if (w->last == r)
            w->last = previous;
        ended->request = r;
        return TRUE;
    }
    return FALSE;
}

static void finish(SOCKET_REQUEST *request, NTSTATUS status, ULONG_PTR done)
{
    IO_PENDING *pending = request->pending;
    if (request->target)
        ob_dereference(request->target);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, request);
    io_pending_finish(pending, status, done);
}

static void serve(IO_FILE *file)
{
    ENDED ended;
    BOOLEAN any;
    do {
        ke_lock(&lock);
        SOCKET_WAITS *w = *find(file);
        any = w && take_ended(w, &ended);
        if (w && !any) {
            note_events(w);
            arm(w);
        }
        ke_unlock(&lock);
        if (any)
            finish(ended.request, ended.status, ended.done);
    } while (any);
}

static void NTAPI thread_main(PVOID argument)
{
    PalReady reports[64];
    uint32_t count;
    (void)argument;
    InterlockedDecrement(&ps_process->active_threads); /* the process does not live by it */
    for (;;) {
        PalStatus status = pal_queue_wait(queue, reports, 64, PAL_FOREVER, &count);
        if (status == PAL_STATUS_INTERRUPTED)
            continue;
        if (status)
            return;
        for (uint32_t i = 0; i < count; i++)
            serve(ARENA_AT(IO_FILE, reports[i].key));
    }
}

static NTSTATUS start_thread(void)
{
    HANDLE thread;
    if (queue)
        return STATUS_SUCCESS;
    NTSTATUS status = pal_queue_create(&queue);
    if (!status)
        status = NtCreateThreadEx(&thread, THREAD_ALL_ACCESS, NULL, NtCurrentProcess(),
                                  (PVOID)thread_main, NULL, THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH,
                                  0, 0, 65536, NULL);
    if (!status)
        NtClose(thread);
    return status;
}

NTSTATUS socket_pend(IO_FILE *file, IO_NOTICE *notice, const SOCKET_REQUEST *request)
{
    SOCKET_REQUEST *r = RtlAllocateHeap(peb_self()->ProcessHeap, 0, sizeof *r);
    if (!r)
        return STATUS_NO_MEMORY;
    *r = *request;
    r->next = NULL;
    if (r->op.count) {
        if (r->op.count > SOCKET_BUFFERS)
            r->op.count = SOCKET_BUFFERS;
        __builtin_memcpy(r->buffers, request->op.buffers, r->op.count * sizeof *r->buffers);
        r->op.buffers = r->buffers;
    }
    ke_lock(&lock);
    NTSTATUS status = start_thread();
    SOCKET_WAITS *w = status ? NULL : waits_of(file);
    r->pending = w ? io_pending_create(notice, r->code, NULL, 0) : NULL;
    if (r->pending) {
        if (r->target)
            ob_reference_object(r->target);
        if (w->last)
            w->last->next = r;
        else
            w->first = r;
        w->last = r;
        arm(w);
    }
    ke_unlock(&lock);
    if (r->pending)
        return STATUS_PENDING;
    RtlFreeHeap(peb_self()->ProcessHeap, 0, r);
    return status ? status : STATUS_NO_MEMORY;
}

void socket_enable(IO_FILE *file, ULONG events)
{
    ke_lock(&lock);
    SOCKET_WAITS *w = *find(file);
    if (w && w->event && w->reported & events) {
        w->reported &= ~events;
        arm(w);
    }
    ke_unlock(&lock);
}

NTSTATUS socket_event_select(IO_FILE *file, HANDLE event, ULONG mask)
{
    void *object = NULL;
    NTSTATUS status = STATUS_SUCCESS;
    if (event && mask)
        status = ob_reference(event, OB_EVENT, EVENT_MODIFY_STATE, &object, NULL);
    if (status)
        return status;
    ke_lock(&lock);
    status = start_thread();
    SOCKET_WAITS *w = status ? NULL : waits_of(file);
    if (w) {
        KE_HEADER *old = w->event;
        w->event = object;
        w->mask = mask;
        w->reported = w->happened = 0;
        socket_of(file)->non_blocking = TRUE;
        note_events(w);
        arm(w);
        object = old;
    }
    ke_unlock(&lock);
    if (object)
        ob_dereference(object);
    return w ? STATUS_SUCCESS : status ? status : STATUS_NO_MEMORY;
}

ULONG socket_take_events(IO_FILE *file, HANDLE reset)
{
    ULONG happened = 0;
    if (reset)
        NtResetEvent(reset, NULL);
    ke_lock(&lock);
    SOCKET_WAITS *w = *find(file);
    if (w) {
        happened = w->happened;
        w->happened = 0;
    }
    ke_unlock(&lock);
    return happened;
}

/* Takes out those that are meant; NULL means any. */
static SOCKET_REQUEST *take_meant(SOCKET_WAITS *w, const IO_FILE *file, const KTHREAD *thread,
                                  const IO_STATUS_BLOCK *which)
{
    SOCKET_REQUEST *taken = NULL, *rest = w->first, *next;
    w->first = w->last = NULL;
    for (; rest; rest = next) {
        next = rest->next;
        rest->next = NULL;
        if ((file && rest->pending->file != file) || (thread && rest->pending->thread != thread) ||
            (which && rest->pending->notice.status != which)) {
            if (w->last)
                w->last->next = rest;
            else
                w->first = rest;
            w->last = rest;
        } else {
            rest->next = taken;
            taken = rest;
        }
    }
    return taken;
}

static ULONG finish_all(SOCKET_REQUEST *r)
{
    ULONG count = 0;
    for (SOCKET_REQUEST *next; r; r = next, count++) {
        next = r->next;
        finish(r, STATUS_CANCELLED, 0);
    }
    return count;
}

ULONG io_socket_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *which)
{
    ULONG count = 0;
    if (file->kind != IO_SOCKET)
        return 0;
    for (ULONG i = 0; i < BUCKETS; i++) { /* polls wait for other sockets than their own */
        SOCKET_REQUEST *taken = NULL;
        if (!table[i])
            continue;
        ke_lock(&lock);
        for (SOCKET_WAITS *w = table[i]; w && !taken; w = w->next)
            taken = take_meant(w, file, thread, which);
        ke_unlock(&lock);
        i -= taken != NULL; /* there may be more */
        count += finish_all(taken);
    }
    return count;
}

void io_socket_close(IO_FILE *file)
{
    PalSocketControl control = {.argument = 2};
    ke_lock(&lock);
    SOCKET_WAITS **link = find(file), *w = *link;
    if (w) {
        *link = w->next;
        if (queue)
            pal_queue_watch(queue, io_handle(file), 0, 0);
    }
    ke_unlock(&lock);
    if (io_handle(file)) /* who is blocked in it comes out */
        pal_socket_control(io_handle(file), PAL_SOCKET_SHUTDOWN, &control);
    if (!w)
        return;
    finish_all(w->first);
    if (w->event)
        ob_dereference(w->event);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, w);
}
