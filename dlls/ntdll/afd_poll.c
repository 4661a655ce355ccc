/*
 * afd_poll.c - AFD_POLL: until one of some sockets is ready. Asynchronous run-times ask it of
 * \\Device\\Afd directly; select and WSAPoll come here through ws2_32.
 */
#include "afd.h"

#define POLL_MAX 65536u

typedef struct AFD_POLLING {
    struct AFD_POLLING *next, *previous; /* of all that wait; or in a list of ended ones */
    IO_PENDING *pending;
    AFD_POLL *out;
    int64_t deadline;
    BOOLEAN exclusive;
    NTSTATUS status;
    ULONG room; /* answers that fit */
    ULONG ready;
    ULONG count;
    AFD_POLL_ENTRY entries[];
} AFD_POLLING;

static AFD_POLLING *waiting;

/* What to watch for. A connection that stands is always writable, so that its making is asked for
 * only while it is under way. */
static ULONG ready_bits(const IO_FILE *file, ULONG events)
{
    ULONG ready = 0;
    if (afd_socket(file)->info.state != AFD_CONNECTING)
        events &= ~(AFD_POLL_CONNECT | AFD_POLL_CONNECT_FAIL);
    if (events & (AFD_POLL_RECEIVE | AFD_POLL_ACCEPT))
        ready |= PAL_READY_READ;
    if (events & (AFD_POLL_SEND | AFD_POLL_CONNECT | AFD_POLL_CONNECT_FAIL))
        ready |= PAL_READY_WRITE;
    if (events & (AFD_POLL_DISCONNECT | AFD_POLL_ABORT))
        ready |= PAL_READY_HANGUP;
    if (events & AFD_POLL_EXPEDITED)
        ready |= PAL_READY_URGENT;
    return ready;
}

/* Is there anything to watch? A stream that was never connected says what means nothing. */
static BOOLEAN watchable(const IO_FILE *file)
{
    const AFD_SOCKET *socket = afd_socket(file);
    return socket->info.type != STREAM ||
           (socket->info.state > AFD_BOUND && socket->info.state != AFD_FAILED);
}

ULONG afd_poll_wants(const AFD_LANE *lane)
{
    ULONG events = 0;
    for (AFD_POLL_ENTRY *e = lane->polls; e; e = e->next)
        events |= e->events;
    return events && watchable(lane->file) ? ready_bits(lane->file, events) : 0;
}

/* ---- out of the lists */

static void unlink_entries(AFD_POLLING *poll)
{
    for (ULONG i = 0; i < poll->count; i++) {
        AFD_POLL_ENTRY *entry = &poll->entries[i];
        AFD_POLL_ENTRY **link = entry->lane ? &entry->lane->polls : NULL;
        while (link && *link && *link != entry)
            link = &(*link)->next;
        if (link && *link)
            *link = entry->next;
        entry->lane = NULL;
    }
}

/* Takes the poll out; the sockets' events of the moment become its answer. */
static void take(AFD_POLLING *poll, NTSTATUS status, AFD_POLLING **ended)
{
    for (ULONG i = 0; i < poll->count; i++) {
        AFD_POLL_ENTRY *entry = &poll->entries[i];
        if (entry->lane)
            entry->events = afd_poll_events(entry->lane->file, entry->events);
        poll->ready += entry->events != 0;
    }
    unlink_entries(poll);
    if (poll->previous)
        poll->previous->next = poll->next;
    else
        waiting = poll->next;
    if (poll->next)
        poll->next->previous = poll->previous;
    poll->status = status;
    poll->next = *ended;
    *ended = poll;
}

AFD_POLLING *afd_poll_take(AFD_LANE *lane, BOOLEAN closing)
{
    AFD_POLLING *ended = NULL;
    for (AFD_POLL_ENTRY *e = lane->polls, *next; e; e = next) {
        next = e->next;
        if (!closing && afd_poll_events(lane->file, e->events)) {
            take(e->poll, STATUS_SUCCESS, &ended);
            next = lane->polls; /* one poll may have named the socket twice */
        } else if (closing) {
            e->events &= AFD_POLL_LOCAL_CLOSE;
            e->lane = NULL;
            lane->polls = next;
            if (e->events) {
                take(e->poll, STATUS_SUCCESS, &ended);
                next = lane->polls;
            }
        }
    }
    return ended;
}

AFD_POLLING *afd_poll_take_expired(int64_t *next)
{
    AFD_POLLING *ended = NULL;
    int64_t now;
    *next = PAL_FOREVER;
    if (waiting)
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    for (AFD_POLLING *p = waiting, *after; p; p = after) {
        after = p->next;
        if (p->deadline <= now)
            take(p, STATUS_TIMEOUT, &ended);
        else if (p->deadline < *next)
            *next = p->deadline;
    }
    return ended;
}

static ULONG put_answer(const AFD_POLLING *poll, AFD_POLL *out)
{
    ULONG count = 0;
    for (ULONG i = 0; i < poll->count && count < poll->room; i++)
        if (poll->entries[i].events)
            out->handles[count++] =
                (AFD_POLL_HANDLE){poll->entries[i].handle, poll->entries[i].events, 0};
    out->count = count;
    return (ULONG)(sizeof *out + count * sizeof *out->handles);
}

void afd_poll_finish(AFD_POLLING *list)
{
    for (AFD_POLLING *next; list; list = next) {
        next = list->next;
        ULONG size = 0;
        if (list->ready && list->status == STATUS_TIMEOUT)
            list->status = STATUS_SUCCESS;
        if (list->status != STATUS_CANCELLED)
            size = put_answer(list, list->out);
        io_pending_finish(list->pending, list->status, size);
        RtlFreeHeap(peb_self()->ProcessHeap, 0, list);
    }
}

ULONG afd_poll_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *which)
{
    AFD_POLLING *ended = NULL;
    ULONG count = 0;
    ke_lock(&afd_lock);
    for (AFD_POLLING *p = waiting, *after; p; p = after) {
        after = p->next;
        if (p->pending->file != file || (thread && p->pending->thread != thread) ||
            (which && p->pending->notice.status != which))
            continue;
        for (ULONG i = 0; i < p->count; i++)
            p->entries[i].events = 0;
        take(p, STATUS_CANCELLED, &ended);
        count++;
    }
    ke_unlock(&afd_lock);
    afd_poll_finish(ended);
    return count;
}

/* ---- in */

static int64_t deadline_of(const AFD_POLL *in)
{
    LARGE_INTEGER timeout = in->timeout;
    return timeout.QuadPart == INT64_MAX ? PAL_FOREVER : ke_deadline(&timeout);
}

static NTSTATUS check(const AFD_POLL *in, ULONG in_size, ULONG out_size, ULONG *count)
{
    if (in_size < sizeof *in || out_size < sizeof *in)
        return STATUS_INVALID_PARAMETER;
    *count = in->count;
    if (!*count || *count > POLL_MAX || (in_size - sizeof *in) / sizeof *in->handles < *count)
        return STATUS_INVALID_PARAMETER;
    return STATUS_SUCCESS;
}

/* Under the lock. FALSE: out of memory. */
static BOOLEAN enter(AFD_POLLING *poll, IO_FILE **files)
{
    for (ULONG i = 0; i < poll->count; i++) {
        AFD_LANE *lane = afd_lane(files[i], TRUE);
        AFD_POLL_ENTRY *entry = &poll->entries[i];
        if (!lane) {
            unlink_entries(poll);
            return FALSE;
        }
        entry->poll = poll;
        entry->lane = lane;
        entry->next = lane->polls;
        lane->polls = entry;
    }
    poll->next = waiting;
    poll->previous = NULL;
    if (waiting)
        waiting->previous = poll;
    waiting = poll;
    return TRUE;
}

/* A later exclusive poll of a socket ends an earlier one, which reports nothing. */
static void end_exclusive(IO_FILE *file, AFD_POLLING **ended)
{
    AFD_LANE *lane = afd_lane(file, FALSE);
    for (AFD_POLL_ENTRY *e = lane ? lane->polls : NULL, *next; e; e = next) {
        next = e->next;
        if (!e->poll->exclusive)
            continue;
        for (ULONG i = 0; i < e->poll->count; i++)
            e->poll->entries[i].events = 0;
        take(e->poll, STATUS_SUCCESS, ended);
        next = lane->polls;
    }
}

static NTSTATUS start(IO_NOTICE *notice, AFD_POLLING *poll, IO_FILE **files)
{
    AFD_POLLING *ended = NULL;
    NTSTATUS status;
    ke_lock(&afd_lock);
    status = afd_thread_start();
    if (!status && poll->exclusive)
        for (ULONG i = 0; i < poll->count; i++)
            end_exclusive(files[i], &ended);
    if (!status && !enter(poll, files))
        status = STATUS_INSUFFICIENT_RESOURCES;
    if (!status) {
        poll->pending = io_pending_create(notice, IOCTL_AFD_POLL, NULL, 0);
        status = poll->pending ? STATUS_PENDING : STATUS_NO_MEMORY;
        if (!poll->pending) {
            AFD_POLLING *none = NULL;
            take(poll, status, &none);
        }
    }
    for (ULONG i = 0; i < poll->count && status == STATUS_PENDING; i++)
        afd_lane_watch(poll->entries[i].lane);
    if (status == STATUS_PENDING && poll->deadline != PAL_FOREVER)
        afd_thread_wake();
    ke_unlock(&afd_lock);
    afd_poll_finish(ended);
    return status;
}

/* Looks without waiting; TRUE: something is ready. */
static BOOLEAN look(AFD_POLLING *poll, const AFD_POLL *in, IO_FILE **files)
{
    poll->ready = 0;
    for (ULONG i = 0; i < poll->count; i++) {
        poll->entries[i].events = afd_poll_events(files[i], in->handles[i].events);
        poll->ready += poll->entries[i].events != 0;
    }
    return poll->ready != 0;
}

/* The poll and its sockets, referenced; *memory is to be freed. */
static NTSTATUS prepare(const AFD_POLL *in, ULONG out_size, AFD_POLLING **result, IO_FILE ***files)
{
    ULONG count = in->count, taken = 0;
    HANDLE heap = peb_self()->ProcessHeap;
    AFD_POLLING *poll =
        RtlAllocateHeap(heap, HEAP_ZERO_MEMORY, sizeof *poll + count * sizeof *poll->entries);
    *files = RtlAllocateHeap(heap, 0, count * sizeof **files);
    NTSTATUS status = poll && *files ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    for (; taken < count && !status; taken++) {
        status = afd_reference(in->handles[taken].handle, &(*files)[taken]);
        if (status)
            break;
        poll->entries[taken].handle = in->handles[taken].handle;
    }
    if (status) {
        while (taken)
            ob_dereference((*files)[--taken]);
        RtlFreeHeap(heap, 0, *files);
        RtlFreeHeap(heap, 0, poll);
        return status == STATUS_OBJECT_TYPE_MISMATCH ? STATUS_INVALID_HANDLE : status;
    }
    poll->count = count;
    poll->room = (ULONG)((out_size - sizeof *in) / sizeof *in->handles);
    poll->deadline = deadline_of(in);
    poll->exclusive = in->exclusive != 0;
    *result = poll;
    return STATUS_SUCCESS;
}

static void let_go(IO_FILE **files, ULONG count)
{
    for (ULONG i = 0; i < count; i++)
        ob_dereference(files[i]);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, files);
}

NTSTATUS afd_poll(IO_NOTICE *notice, const AFD_POLL *in, ULONG in_size, AFD_POLL *out,
                  ULONG out_size)
{
    AFD_POLLING *poll;
    IO_FILE **files;
    ULONG count, size = 0;
    NTSTATUS status = check(in, in_size, out_size, &count);
    if (!status)
        status = prepare(in, out_size, &poll, &files);
    if (status)
        return io_notice_end(notice, status, 0);
    BOOLEAN ready = look(poll, in, files);
    if (ready && !poll->exclusive) {
        size = put_answer(poll, out);
    } else if (!ready && in->timeout.QuadPart == 0) {
        status = STATUS_TIMEOUT;
        size = put_answer(poll, out);
    } else {
        for (ULONG i = 0; i < count; i++)
            poll->entries[i].events = in->handles[i].events;
        poll->out = out;
        poll->ready = 0;
        status = start(notice, poll, files);
    }
    let_go(files, count);
    if (status == STATUS_PENDING)
        return status;
    RtlFreeHeap(peb_self()->ProcessHeap, 0, poll);
    return io_notice_end(notice, status, size);
}

/* ---- in the calling thread */

/* One socket alone: a single call of the host. */
static NTSTATUS wait_for_one(AFD_POLLING *poll, IO_FILE *file, ULONG events)
{
    ULONG bits = ready_bits(file, events), ready = 0;
    if (bits & PAL_READY_READ)
        ready |= PAL_SOCKET_READABLE;
    if (bits & PAL_READY_WRITE)
        ready |= PAL_SOCKET_WRITABLE;
    if (bits & PAL_READY_HANGUP)
        ready |= PAL_SOCKET_PEER_ENDED;
    if (bits & PAL_READY_URGENT)
        ready |= PAL_SOCKET_HAS_URGENT;
    NTSTATUS status = afd_sleep(file, ready, poll->deadline, &ready);
    if (!status)
        poll->entries[0].events = afd_socket(file)->info.state == AFD_CONNECTING
                                      ? afd_poll_events(file, events)
                                      : afd_events_of(file, events, ready);
    poll->ready = !status && poll->entries[0].events != 0;
    return status;
}

/* A socket that reports without being ready is hung up, and would report for ever: it is spent. */
static NTSTATUS wait_for_any(PalHandle queue, AFD_POLLING *poll, const AFD_POLL *in,
                             IO_FILE **files)
{
    PalReady report;
    uint32_t got;
    BOOLEAN closing = FALSE;
    for (ULONG i = 0; i < poll->count; i++) {
        ULONG ready = ready_bits(files[i], in->handles[i].events);
        InterlockedIncrement(&afd_socket(files[i])->waiters);
        if (ready && watchable(files[i]) && !poll->entries[i].spent)
            pal_queue_watch(queue, io_handle(files[i]), ready, i);
    }
    NTSTATUS status = pal_queue_wait(queue, &report, 1, poll->deadline, &got);
    for (ULONG i = 0; i < poll->count; i++) {
        closing |= afd_socket(files[i])->closing != 0;
        InterlockedDecrement(&afd_socket(files[i])->waiters);
    }
    if (!status && report.ready & PAL_READY_HANGUP)
        poll->entries[report.key].spent = TRUE;
    return closing ? STATUS_CANCELLED : status;
}

static NTSTATUS select_wait(AFD_POLLING *poll, const AFD_POLL *in, IO_FILE **files)
{
    PalHandle queue = 0;
    BOOLEAN one = poll->count == 1 && watchable(files[0]);
    NTSTATUS status = STATUS_SUCCESS;
    while (!status) {
        if (!one && !queue)
            status = pal_queue_create(&queue);
        if (!status)
            status = one ? wait_for_one(poll, files[0], in->handles[0].events)
                         : wait_for_any(queue, poll, in, files);
        if (status == PAL_STATUS_INTERRUPTED)
            status = STATUS_SUCCESS;
        if (one ? poll->ready : look(poll, in, files))
            break;
        one = FALSE;
    }
    if (queue)
        pal_handle_close(queue);
    if (poll->ready || status == STATUS_IO_TIMEOUT || status == STATUS_TIMEOUT)
        status = STATUS_SUCCESS;
    return status;
}

NTSTATUS afd_select(const AFD_POLL *in, ULONG in_size, AFD_POLL *out, ULONG out_size,
                    ULONG_PTR *used)
{
    AFD_POLLING *poll;
    IO_FILE **files;
    ULONG count;
    NTSTATUS status = check(in, in_size, out_size, &count);
    if (!status)
        status = prepare(in, out_size, &poll, &files);
    if (status)
        return status;
    BOOLEAN waits = in->timeout.QuadPart != 0;
    if (waits && count == 1 && watchable(files[0]))
        status = select_wait(poll, in, files);
    else if (!look(poll, in, files) && waits)
        status = select_wait(poll, in, files);
    if (!status)
        *used = put_answer(poll, out);
    let_go(files, count);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, poll);
    return status;
}
