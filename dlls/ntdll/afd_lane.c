/*
 * afd_lane.c - operations on sockets that go on after their service returned, and the thread that
 * serves them: started at the first one, it sleeps in a PAL queue.
 */
#include "afd.h"
#include "ldr.h"

#define BUCKETS   256
#define LANES_MAX 65536
#define REPORTS   64

KE_LOCK afd_lock;
static AFD_LANE *buckets[BUCKETS];
static AFD_LANE **lanes; /* by index; never freed, so that a late report finds one */
static ULONG lane_count, lane_room;
static AFD_LANE *unused;
static PalHandle queue;
static PalHandle waker[2]; /* a pipe that the queue watches */

static AFD_LANE **bucket(const IO_FILE *file)
{
    return &buckets[(ARENA_OF(file) >> 6) % BUCKETS];
}

static AFD_LANE *new_lane(void)
{
    AFD_LANE *lane = unused;
    if (lane) {
        unused = lane->next;
        return lane;
    }
    if (lane_count == lane_room) {
        ULONG room = lane_room ? 2 * lane_room : 64;
        AFD_LANE **more = room <= LANES_MAX ? ldr_alloc(room * sizeof *more) : NULL;
        if (!more)
            return NULL;
        __builtin_memcpy(more, lanes, lane_count * sizeof *more);
        ldr_free(lanes);
        lanes = more;
        lane_room = room;
    }
    lane = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof *lane);
    if (lane) {
        lane->index = lane_count;
        lanes[lane_count++] = lane;
    }
    return lane;
}

AFD_LANE *afd_lane(IO_FILE *file, BOOLEAN create)
{
    AFD_LANE *lane = *bucket(file);
    while (lane && lane->file != file)
        lane = lane->next;
    if (lane || !create || !(lane = new_lane()))
        return lane;
    ULONG index = lane->index, generation = lane->generation;
    *lane = (AFD_LANE){.file = file, .pal = io_handle(file), .index = index};
    lane->generation = generation;
    lane->next = *bucket(file);
    *bucket(file) = lane;
    return lane;
}

static void drop(AFD_LANE *lane)
{
    AFD_LANE **link = bucket(lane->file);
    while (*link != lane)
        link = &(*link)->next;
    *link = lane->next;
    if (queue)
        pal_queue_watch(queue, lane->pal, 0, 0);
    if (lane->event)
        ob_dereference(lane->event);
    lane->event = NULL;
    lane->file = NULL;
    lane->generation++;
    lane->next = unused;
    unused = lane;
}

void afd_lane_watch(AFD_LANE *lane)
{
    ULONG ready = (lane->first[0] ? PAL_READY_READ : 0) | (lane->first[1] ? PAL_READY_WRITE : 0) |
                  afd_poll_wants(lane) | afd_event_wants(lane);
    if (ready && queue)
        pal_queue_watch(queue, lane->pal, ready, lane->index | (uint64_t)lane->generation << 32);
}

void afd_changed(IO_FILE *file)
{
    ke_lock(&afd_lock);
    AFD_LANE *lane = afd_lane(file, FALSE);
    if (lane)
        afd_lane_watch(lane);
    ke_unlock(&afd_lock);
}

/* ---- operations; their ends are told after the lock */

static void finish(AFD_OP *op, NTSTATUS status)
{
    IO_PENDING *pending = op->pending;
    ULONG_PTR done = (ULONG_PTR)op->done;
    afd_op_free(op);
    io_pending_finish(pending, status, done);
}

static AFD_OP *take_first(AFD_LANE *lane, ULONG list)
{
    AFD_OP *op = lane->first[list];
    lane->first[list] = op->next;
    if (!lane->first[list])
        lane->last[list] = NULL;
    return op;
}

static void append(AFD_LANE *lane, AFD_OP *op)
{
    op->next = NULL;
    if (lane->last[op->write])
        lane->last[op->write]->next = op;
    else
        lane->first[op->write] = op;
    lane->last[op->write] = op;
}

/* An accepted connection waits for its first data: on its own socket. */
static BOOLEAN waits_elsewhere(const AFD_LANE *lane, const AFD_OP *op)
{
    return op->kind == AFD_OP_ACCEPT && op->connected && lane->file != op->other;
}

static void move_accepted(AFD_OP *op)
{
    AFD_LANE *lane = afd_lane(op->other, TRUE);
    if (!lane) { /* no memory for it: the connection stands, without data */
        finish(op, STATUS_INSUFFICIENT_RESOURCES);
        return;
    }
    append(lane, op);
    afd_lane_watch(lane);
}

/* One operation that has ended, or NULL. */
static AFD_OP *serve_one(AFD_LANE *lane, NTSTATUS *status)
{
    for (ULONG list = 0; list < 2; list++) {
        AFD_OP *op;
        while ((op = lane->first[list])) {
            *status = afd_op_try(lane->file, op);
            if (*status != (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
                return take_first(lane, list);
            if (!waits_elsewhere(lane, op))
                break;
            move_accepted(take_first(lane, list));
        }
    }
    return NULL;
}

/* hung_up: nothing more will come of the host's socket but what is there now; to ask again would
 * only bring the same report at once. */
static void serve(uint64_t key, BOOLEAN hung_up)
{
    ULONG index = (ULONG)key;
    NTSTATUS status;
    AFD_OP *op;
    struct AFD_POLLING *polls = NULL;
    BOOLEAN any = FALSE;
    do {
        ke_lock(&afd_lock);
        AFD_LANE *lane = index < lane_count ? lanes[index] : NULL;
        if (!lane || !lane->file || lane->generation != (ULONG)(key >> 32)) {
            ke_unlock(&afd_lock);
            return;
        }
        op = serve_one(lane, &status);
        if (!op) {
            polls = afd_poll_take(lane, FALSE);
            afd_event_look(lane);
            if (!hung_up || polls || any)
                afd_lane_watch(lane);
        }
        ke_unlock(&afd_lock);
        if (op)
            finish(op, status), any = TRUE;
    } while (op);
    afd_poll_finish(polls);
}

#define WAKE_KEY UINT64_MAX

void afd_thread_wake(void)
{
    uint64_t done;
    if (!waker[1] && pal_pipe_create(waker) == PAL_OK)
        pal_queue_watch(queue, waker[0], PAL_READY_READ, WAKE_KEY);
    if (waker[1])
        pal_file_write(waker[1], 0, "", 1, &done);
}

static void woken(void)
{
    char bytes[64];
    uint64_t done;
    pal_file_read(waker[0], 0, bytes, sizeof bytes, &done);
    pal_queue_watch(queue, waker[0], PAL_READY_READ, WAKE_KEY);
}

static void NTAPI thread_main(PVOID argument)
{
    PalReady reports[REPORTS];
    uint32_t count;
    (void)argument;
    InterlockedDecrement(&ps_process->active_threads); /* the process does not live by it */
    for (;;) {
        int64_t next = PAL_FOREVER;
        ke_lock(&afd_lock);
        struct AFD_POLLING *expired = afd_poll_take_expired(&next);
        ke_unlock(&afd_lock);
        afd_poll_finish(expired);
        PalStatus status = pal_queue_wait(queue, reports, REPORTS, next, &count);
        if (status == PAL_STATUS_INTERRUPTED || status == PAL_STATUS_TIMEOUT)
            continue;
        if (status)
            return;
        for (uint32_t i = 0; i < count; i++)
            if (reports[i].key == WAKE_KEY)
                woken();
            else
                serve(reports[i].key, (reports[i].ready & PAL_READY_HANGUP) != 0);
    }
}

NTSTATUS afd_thread_start(void)
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

NTSTATUS afd_op_start(IO_FILE *file, IO_NOTICE *notice, AFD_OP *op)
{
    ke_lock(&afd_lock);
    NTSTATUS status = afd_thread_start();
    AFD_LANE *lane = status ? NULL : afd_lane(file, TRUE);
    if (!lane)
        status = status ? status : STATUS_INSUFFICIENT_RESOURCES;
    else if (lane->first[op->write]) /* others are before it */
        status = (NTSTATUS)PAL_STATUS_WOULD_BLOCK;
    else
        status = afd_op_try(file, op);
    BOOLEAN cut = status == STATUS_BUFFER_OVERFLOW;
    if (status == (NTSTATUS)PAL_STATUS_WOULD_BLOCK || cut) {
        op->pending = io_pending_create(notice, op->kind, NULL, 0);
        status = op->pending ? STATUS_PENDING : STATUS_NO_MEMORY;
    }
    if (status == STATUS_PENDING && cut) { /* Winsock knows no error with a packet on the way */
        ke_unlock(&afd_lock);
        finish(op, STATUS_BUFFER_OVERFLOW);
        return status;
    }
    if (status == STATUS_PENDING && waits_elsewhere(lane, op)) {
        move_accepted(op);
    } else if (status == STATUS_PENDING) {
        append(lane, op);
        if (lane->first[op->write] == op)
            afd_lane_watch(lane);
    }
    ke_unlock(&afd_lock);
    if (status == STATUS_PENDING)
        return status;
    ULONG_PTR done = (ULONG_PTR)op->done;
    afd_op_free(op);
    return io_notice_end(notice, status, done);
}

/* Takes out of a lane what is meant; NULL means any. */
static void take_meant(AFD_LANE *lane, const IO_FILE *file, const KTHREAD *thread,
                       const IO_STATUS_BLOCK *which, AFD_OP **taken)
{
    AFD_OP *next;
    for (ULONG list = 0; list < 2; list++) {
        AFD_OP *rest = lane->first[list];
        lane->first[list] = lane->last[list] = NULL;
        for (; rest; rest = next) {
            next = rest->next;
            if ((file && rest->pending->file != file) ||
                (thread && rest->pending->thread != thread) ||
                (which && rest->pending->notice.status != which)) {
                append(lane, rest);
            } else {
                rest->next = *taken;
                *taken = rest;
            }
        }
    }
}

static ULONG finish_all(AFD_OP *ended)
{
    ULONG count = 0;
    for (AFD_OP *next; ended; ended = next, count++) {
        next = ended->next;
        finish(ended, STATUS_CANCELLED);
    }
    return count;
}

/* The host's socket is about to go. */
void afd_lane_close(IO_FILE *file)
{
    AFD_OP *ended = NULL;
    struct AFD_POLLING *polls = NULL;
    afd_cancel(file, NULL, NULL);
    ke_lock(&afd_lock);
    AFD_LANE *lane = afd_lane(file, FALSE);
    if (lane) {
        take_meant(lane, NULL, NULL, NULL, &ended);
        polls = afd_poll_take(lane, TRUE);
        drop(lane);
    }
    ke_unlock(&afd_lock);
    finish_all(ended);
    afd_poll_finish(polls);
}

ULONG afd_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *which)
{
    AFD_OP *ended = NULL;
    if (file->kind != IO_SOCKET)
        return 0;
    BOOLEAN listens = file->socket && afd_socket(file)->info.state == AFD_LISTENING;
    ke_lock(&afd_lock);
    AFD_LANE *own = afd_lane(file, FALSE);
    if (own)
        take_meant(own, file, thread, which, &ended);
    for (ULONG i = 0; listens && i < lane_count; i++) /* see move_accepted */
        if (lanes[i]->file && lanes[i] != own)
            take_meant(lanes[i], file, thread, which, &ended);
    ke_unlock(&afd_lock);
    return finish_all(ended) + afd_poll_cancel(file, thread, which);
}
