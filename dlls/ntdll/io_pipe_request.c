/*
 * io_pipe_request.c - operations on pipes that wait, and how their end is told.
 *
 * Who ends a request of its own process delivers it, once the lock is given back. One of another
 * process goes to that process's list, and a thread there, started with its first asynchronous
 * request, copies the data and tells the caller. A record is marked ended, or stands in the list,
 * before the lock is given back: should its ender die then, the sleepers, who look once a second,
 * find it.
 */
#include "io_pipe.h"
#include "mm_copy.h"
#include "ps_session.h"

void pipe_append(arena_ptr *list, PIPE_REQUEST *request)
{
    while (*list)
        list = &ARENA_AT(PIPE_REQUEST, *list)->next;
    request->next = 0;
    *list = ARENA_OF(request);
}

/* ---- this process's thread that delivers */

static void free_request(PIPE_REQUEST *request)
{
    if (request->data)
        pipe_free_chunk(ARENA_AT(PIPE_CHUNK, request->data));
    ob_dereference(ARENA_AT(KPROCESS, request->process));
    arena_free(request, sizeof *request);
}

static void deliver(PIPE_REQUEST *request)
{
    IO_PENDING *pending = (IO_PENDING *)(ULONG_PTR)request->pending;
    PIPE_CHUNK *chunk = ARENA_AT(PIPE_CHUNK, request->data);
    NTSTATUS status = request->status;
    ULONG done = request->done;
    if (chunk && mm_copy(pending->buffer, chunk->data + chunk->start, done) < done) {
        status = STATUS_ACCESS_VIOLATION;
        done = 0;
    }
    free_request(request);
    io_pending_finish(pending, status, done);
}

static void deliver_list(void)
{
    arena_ptr at = (arena_ptr)InterlockedExchange(&ps_process->io_ended, 0), list = 0, next;
    for (; at; at = next) { /* it stands last first */
        next = ARENA_AT(PIPE_REQUEST, at)->next;
        ARENA_AT(PIPE_REQUEST, at)->next = list;
        list = at;
    }
    for (; list; list = next) {
        next = ARENA_AT(PIPE_REQUEST, list)->next;
        deliver(ARENA_AT(PIPE_REQUEST, list));
    }
}

static void NTAPI thread_main(PVOID argument)
{
    (void)argument;
    InterlockedDecrement(&ps_process->active_threads); /* the process does not live by it */
    for (;;) {
        LONG seen = ps_process->io_changes;
        deliver_list();
        InterlockedExchange(&ps_process->io_sleeps, 1);
        if (!ps_process->io_ended)
            ps_word_wait(&ps_process->io_changes, (ULONG)seen, PAL_FOREVER);
        InterlockedExchange(&ps_process->io_sleeps, 0);
    }
}

static NTSTATUS start_thread(void)
{
    static KE_LOCK lock;
    static BOOLEAN started;
    HANDLE thread;
    NTSTATUS status = STATUS_SUCCESS;
    if (started)
        return status;
    ke_lock(&lock);
    if (!started) {
        status = NtCreateThreadEx(&thread, THREAD_ALL_ACCESS, NULL, NtCurrentProcess(),
                                  (PVOID)thread_main, NULL, THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH,
                                  0, 0, 65536, NULL);
        started = status == STATUS_SUCCESS;
        if (started)
            NtClose(thread);
    }
    ke_unlock(&lock);
    return status;
}

/* ---- requests */

NTSTATUS pipe_request_create(const IO_NOTICE *notice, enum pipe_operation operation, PVOID buffer,
                             ULONG size, PIPE_REQUEST **result)
{
    BOOLEAN waits = pipe_waits(notice->file, operation);
    NTSTATUS status = waits ? STATUS_SUCCESS : start_thread();
    PIPE_REQUEST *request = status ? NULL : arena_alloc(sizeof *request);
    if (!request)
        return status ? status : STATUS_INSUFFICIENT_RESOURCES;
    if (!waits) {
        IO_PENDING *pending = io_pending_create(notice, operation, buffer, size);
        if (!pending) {
            arena_free(request, sizeof *request);
            return STATUS_NO_MEMORY;
        }
        request->pending = (ULONG_PTR)pending;
        request->event = notice->event ? ARENA_OF(notice->event) : 0;
    }
    request->process = ARENA_OF(ps_process);
    ob_reference_object(ps_process);
    request->thread = ARENA_OF(bailey_self()->kthread);
    request->file = ARENA_OF(notice->file);
    request->io = (ULONG_PTR)notice->status;
    request->operation = operation;
    request->size = size;
    *result = request;
    return STATUS_SUCCESS;
}

void pipe_request_drop(PIPE_REQUEST *request)
{
    if (request->pending)
        io_pending_abandon((IO_PENDING *)(ULONG_PTR)request->pending);
    free_request(request);
}

/* Of a process that is no more: what its memory referred to is let go in its stead. */
static void forget(PIPE_REQUEST *request)
{
    if (request->pending) {
        ob_dereference(ARENA_AT(OB_HEADER, request->thread));
        if (request->event)
            ob_dereference(ARENA_AT(OB_HEADER, request->event));
        ob_dereference(ARENA_AT(OB_HEADER, request->file));
    }
    free_request(request);
}

static void wake_later(PIPE_ENDED *ended, volatile LONG *word)
{
    if (ended->count < PIPE_WAKES)
        ended->words[ended->count++] = word;
    else
        pal_word_wake((ULONG_PTR)word, 1, 1);
}

static void hand_over(PIPE_REQUEST *request, KPROCESS *process, PIPE_ENDED *ended)
{
    LONG head;
    do {
        head = process->io_ended;
        request->next = (arena_ptr)head;
    } while (InterlockedCompareExchange(&process->io_ended, (LONG)ARENA_OF(request), head) != head);
    InterlockedIncrement(&process->io_changes);
    if (process->io_sleeps)
        wake_later(ended, &process->io_changes);
}

void pipe_end(PIPE_REQUEST *request, NTSTATUS status, PIPE_ENDED *ended)
{
    KPROCESS *process = ARENA_AT(KPROCESS, request->process);
    request->status = status;
    request->next = 0;
    if (process->ended) {
        forget(request);
    } else if (!request->pending) {
        if (InterlockedExchange(&request->state, PIPE_REQUEST_ENDED) == PIPE_REQUEST_SLEEPS)
            wake_later(ended, &request->state);
    } else if (process != ps_process) {
        hand_over(request, process, ended);
    } else {
        if (ended->last)
            ARENA_AT(PIPE_REQUEST, ended->last)->next = ARENA_OF(request);
        else
            ended->first = ARENA_OF(request);
        ended->last = ARENA_OF(request);
    }
}

void pipe_end_all(arena_ptr *list, NTSTATUS status, PIPE_ENDED *ended)
{
    while (*list) {
        PIPE_REQUEST *request = ARENA_AT(PIPE_REQUEST, *list);
        *list = request->next;
        pipe_end(request, status, ended);
    }
}

void pipe_unlock(IO_PIPE *pipe, PIPE_ENDED *ended)
{
    arena_ptr next;
    arena_unlock(&pipe->lock);
    /* A record may be somebody else's by now: a wake too many does no harm. */
    for (ULONG i = 0; ended && i < ended->count; i++)
        pal_word_wake((ULONG_PTR)ended->words[i], 1, 1);
    ke_leave();
    for (arena_ptr at = ended ? ended->first : 0; at; at = next) {
        next = ARENA_AT(PIPE_REQUEST, at)->next;
        deliver(ARENA_AT(PIPE_REQUEST, at));
    }
}

static BOOLEAN remove_from(arena_ptr *list, PIPE_REQUEST *request)
{
    for (; *list; list = &ARENA_AT(PIPE_REQUEST, *list)->next)
        if (*list == ARENA_OF(request)) {
            *list = request->next;
            return TRUE;
        }
    return FALSE;
}

/* The deadline has come: unless somebody was quicker, the request is nobody's any more. */
static void give_up(IO_PIPE *pipe, PIPE_REQUEST *request)
{
    PIPE_ENDED ended = {0};
    pipe_lock(pipe);
    if (request->state != PIPE_REQUEST_ENDED && (remove_from(&pipe->queues[0].readers, request) ||
                                                 remove_from(&pipe->queues[1].readers, request)))
        pipe_end(request, STATUS_IO_TIMEOUT, &ended);
    pipe_unlock(pipe, &ended);
}

NTSTATUS pipe_wait(IO_PIPE *pipe, PIPE_REQUEST *request, PVOID buffer, int64_t deadline,
                   ULONG *done)
{
    KTHREAD *self = bailey_self()->kthread;
    self->io_pipe = ARENA_OF(pipe);
    self->io_waits = ARENA_OF(request);
    while (request->state != PIPE_REQUEST_ENDED) {
        if (InterlockedCompareExchange(&request->state, PIPE_REQUEST_SLEEPS, PIPE_REQUEST_WAITS) ==
            PIPE_REQUEST_ENDED)
            break;
        if (ps_word_wait(&request->state, (ULONG)PIPE_REQUEST_SLEEPS, deadline) ==
            PAL_STATUS_TIMEOUT)
            give_up(pipe, request);
    }
    ke_enter();
    arena_lock(&self->lock);
    self->io_waits = 0;
    arena_unlock(&self->lock);
    ke_leave();
    PIPE_CHUNK *chunk = ARENA_AT(PIPE_CHUNK, request->data);
    NTSTATUS status = request->status;
    *done = request->done;
    if (chunk && mm_copy(buffer, chunk->data + chunk->start, *done) < *done)
        status = STATUS_ACCESS_VIOLATION;
    free_request(request);
    return status;
}

/* ---- taking back */

static BOOLEAN is_meant(const PIPE_REQUEST *r, const IO_FILE *file, const KTHREAD *thread,
                        const IO_STATUS_BLOCK *status)
{
    return r->file == ARENA_OF(file) && r->process == ARENA_OF(ps_process) &&
           (!thread || r->thread == ARENA_OF(thread)) &&
           (!status || (r->pending && r->io == (ULONG_PTR)status));
}

static ULONG cancel(PIPE_QUEUE *queue, arena_ptr *list, const IO_FILE *file, const KTHREAD *thread,
                    const IO_STATUS_BLOCK *status, PIPE_ENDED *ended)
{
    ULONG count = 0;
    for (arena_ptr *link = list; *link;) {
        PIPE_REQUEST *request = ARENA_AT(PIPE_REQUEST, *link);
        if (!is_meant(request, file, thread, status)) {
            link = &request->next;
            continue;
        }
        *link = request->next;
        if (request->operation == PIPE_WRITE)
            pipe_take_back(queue, request->serial);
        pipe_end(request, STATUS_CANCELLED, ended);
        count++;
    }
    return count;
}

ULONG io_pipe_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *status)
{
    IO_PIPE *pipe = pipe_of(file);
    PIPE_ENDED ended = {0};
    ULONG count = 0;
    if (file->kind != IO_PIPE_END)
        return 0;
    pipe_lock(pipe);
    for (int i = 0; i < 2; i++) {
        PIPE_QUEUE *queue = &pipe->queues[i];
        count += cancel(queue, &queue->readers, file, thread, status, &ended);
        count += cancel(queue, &queue->writers, file, thread, status, &ended);
        pipe_settle(pipe, (ULONG)i, &ended);
    }
    count += cancel(NULL, &pipe->listeners, file, thread, status, &ended);
    pipe_unlock(pipe, &ended);
    return count;
}

/* It may have ended already: then it is in no list. */
static BOOLEAN cancel_wait(IO_PIPE *pipe, PIPE_REQUEST *request)
{
    PIPE_ENDED ended = {0};
    BOOLEAN found = FALSE;
    pipe_lock(pipe);
    for (int i = 0; i < 2 && !found; i++) {
        found = remove_from(&pipe->queues[i].readers, request) ||
                remove_from(&pipe->queues[i].writers, request);
        if (found && request->operation == PIPE_WRITE)
            pipe_take_back(&pipe->queues[i], request->serial);
    }
    found = found || remove_from(&pipe->listeners, request);
    if (found)
        pipe_end(request, STATUS_CANCELLED, &ended);
    pipe_unlock(pipe, &ended);
    return found;
}

/* While the thread's lock is held it stays in its wait, and the pipe with it. */
BOOLEAN io_pipe_cancel_wait(KTHREAD *thread)
{
    BOOLEAN found = FALSE;
    ke_enter();
    arena_lock(&thread->lock);
    if (thread->io_waits)
        found = cancel_wait(ARENA_AT(IO_PIPE, thread->io_pipe),
                            ARENA_AT(PIPE_REQUEST, thread->io_waits));
    arena_unlock(&thread->lock);
    ke_leave();
    return found;
}
