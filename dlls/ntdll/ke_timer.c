/*
 * ke_timer.c - waitable timers.
 *
 * Each process serves the timers that its threads have set, with one system thread that starts at
 * the first NtSetTimer: a list sorted by due time and a sleep until the first one is due.
 */
#include "ke_private.h"
#include "ob.h"
#include "ps_system.h"

typedef struct KE_TIMER {
    OB_HEADER header;
    int64_t due;      /* monotonic; 0: not set */
    LONG period;      /* milliseconds, 0: once */
    arena_ptr next;   /* in its process's list */
    arena_ptr thread; /* KTHREAD that gets the APC, referenced */
    uint64_t routine, context;
    ULONG process_id; /* whose list it is in */
} KE_TIMER;

static void cancel_closed(void *object);

const struct ob_ops ke_timer_ops = {
    .name = L"Timer",
    .size = sizeof(KE_TIMER),
    .all_access = TIMER_ALL_ACCESS,
    .mapping = {STANDARD_RIGHTS_READ | TIMER_QUERY_STATE,
                STANDARD_RIGHTS_WRITE | TIMER_MODIFY_STATE, STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE,
                TIMER_ALL_ACCESS},
    .last_close = cancel_closed,
};

static KE_LOCK timer_lock; /* the list and every timer in it */
static arena_ptr first_timer;
static volatile ULONG timer_word; /* bumped when the list's head changes */
static BOOLEAN server_runs;

static int64_t monotonic_now(void)
{
    int64_t now = 0;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    return now;
}

/* Under the lock. */
static BOOLEAN take_out(KE_TIMER *timer)
{
    for (arena_ptr *link = &first_timer; *link; link = &ARENA_AT(KE_TIMER, *link)->next)
        if (*link == ARENA_OF(timer)) {
            *link = timer->next;
            timer->next = 0;
            return TRUE;
        }
    return FALSE;
}

static void put_in(KE_TIMER *timer)
{
    arena_ptr *link = &first_timer;
    while (*link && ARENA_AT(KE_TIMER, *link)->due <= timer->due)
        link = &ARENA_AT(KE_TIMER, *link)->next;
    timer->next = *link;
    *link = ARENA_OF(timer);
}

/* An APC that is queued and has not run is taken back with it, as Windows does. */
static void forget_apc(KE_TIMER *timer)
{
    KTHREAD *thread = ARENA_AT(KTHREAD, timer->thread);
    if (thread) {
        ke_remove_apc(thread, (KE_APC_ROUTINE)(ULONG_PTR)timer->routine,
                      (PVOID)(ULONG_PTR)timer->context);
        ob_dereference(thread);
    }
    timer->thread = 0;
    timer->routine = 0;
}

static void cancel_closed(void *object)
{
    KE_TIMER *timer = object;
    ke_lock(&timer_lock);
    BOOLEAN was_set = take_out(timer);
    timer->due = 0;
    forget_apc(timer);
    ke_unlock(&timer_lock);
    if (was_set)
        ob_dereference(timer);
}

/* Windows hands the APC the due time as a system time. */
static void queue_apc(KE_TIMER *timer)
{
    int64_t system;
    KTHREAD *thread = ARENA_AT(KTHREAD, timer->thread);
    pal_clock_query(PAL_CLOCK_SYSTEM, &system);
    ke_queue_apc(thread, (KE_APC_ROUTINE)(ULONG_PTR)timer->routine,
                 (PVOID)(ULONG_PTR)timer->context, (PVOID)(ULONG_PTR)(ULONG)system,
                 (PVOID)(LONG_PTR)(LONG)(system >> 32));
}

/* Under the lock: the first timer is due. */
static KE_TIMER *expire(int64_t now)
{
    KE_TIMER *timer = ARENA_AT(KE_TIMER, first_timer);
    take_out(timer);
    if (timer->routine)
        queue_apc(timer);
    ke_set(&timer->header.dispatcher);
    if (!timer->period) {
        timer->due = 0;
        return timer; /* the list's reference */
    }
    timer->due += timer->period * 10000ll;
    if (timer->due <= now) /* late by whole periods: they are lost, as on Windows */
        timer->due = now + timer->period * 10000ll;
    put_in(timer);
    return NULL;
}

static void serve(void *argument)
{
    for (;;) {
        ke_lock(&timer_lock);
        int64_t now = monotonic_now(), due = PAL_FOREVER;
        KE_TIMER *done = NULL;
        if (first_timer)
            due = ARENA_AT(KE_TIMER, first_timer)->due;
        if (due <= now)
            done = expire(now);
        ULONG seen = timer_word;
        ke_unlock(&timer_lock);
        if (done)
            ob_dereference(done);
        if (due > now)
            pal_word_wait((ULONG_PTR)&timer_word, seen, 0, due);
    }
}

NTSTATUS NTAPI NtCreateTimer(HANDLE *handle, ACCESS_MASK access,
                             const OBJECT_ATTRIBUTES *attributes, ULONG type)
{
    HANDLE result = NULL;
    if (type > 1)
        return STATUS_INVALID_PARAMETER_4;
    KE_TIMER *timer = ob_create(OB_TIMER);
    if (!timer)
        return STATUS_INSUFFICIENT_RESOURCES;
    timer->header.dispatcher.kind = type == 0 ? KE_NOTIFICATION : KE_SYNCHRONIZATION;
    NTSTATUS status = ob_insert(timer, attributes, access, &result);
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

NTSTATUS NTAPI NtOpenTimer(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_TIMER, attributes, access, handle);
}

static NTSTATUS start_server(void)
{
    NTSTATUS status = STATUS_SUCCESS;
    if (!server_runs)
        status = ps_create_system_thread(serve, NULL);
    if (!status)
        server_runs = TRUE;
    return status;
}

NTSTATUS NTAPI NtSetTimer(HANDLE handle, const LARGE_INTEGER *due, PTIMER_APC routine,
                          PVOID context, BOOLEAN resume, LONG period, BOOLEAN *previous)
{
    KE_TIMER *timer;
    if (period < 0)
        return STATUS_INVALID_PARAMETER_6;
    NTSTATUS status = ob_reference(handle, OB_TIMER, TIMER_MODIFY_STATE, (void **)&timer, NULL);
    if (status)
        return status;
    int64_t now = monotonic_now();
    int64_t when = due->QuadPart == 0 ? now : ke_deadline(due);
    ke_lock(&timer_lock);
    status = start_server();
    if (!status) {
        BOOLEAN was_set = take_out(timer);
        forget_apc(timer);
        if (previous)
            *previous = timer->header.dispatcher.state > 0;
        timer->header.dispatcher.state = 0;
        timer->due = when ? when : now;
        timer->period = period;
        if (routine) {
            KTHREAD *self = ke_self();
            ob_reference_object(self);
            timer->thread = ARENA_OF(self);
            timer->routine = (ULONG_PTR)routine;
            timer->context = (ULONG_PTR)context;
        }
        if (!was_set)
            ob_reference_object(timer); /* the list's */
        put_in(timer);
        InterlockedIncrement((volatile LONG *)&timer_word);
        pal_word_wake((ULONG_PTR)&timer_word, 1, 0);
    }
    ke_unlock(&timer_lock);
    ob_dereference(timer);
    return status;
}

NTSTATUS NTAPI NtCancelTimer(HANDLE handle, BOOLEAN *state)
{
    KE_TIMER *timer;
    NTSTATUS status = ob_reference(handle, OB_TIMER, TIMER_MODIFY_STATE, (void **)&timer, NULL);
    if (status)
        return status;
    ke_lock(&timer_lock);
    BOOLEAN was_set = take_out(timer);
    timer->due = 0;
    forget_apc(timer);
    if (state)
        *state = timer->header.dispatcher.state > 0;
    ke_unlock(&timer_lock);
    if (was_set)
        ob_dereference(timer);
    ob_dereference(timer);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryTimer(HANDLE handle, ULONG class, PVOID buffer, ULONG size, ULONG *returned)
{
    struct {
        LARGE_INTEGER remaining;
        BOOLEAN state;
    } *info = buffer;
    KE_TIMER *timer;
    if (class != 0)
        return STATUS_INVALID_INFO_CLASS;
    if (size != sizeof *info)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = ob_reference(handle, OB_TIMER, TIMER_QUERY_STATE, (void **)&timer, NULL);
    if (status)
        return status;
    info->remaining.QuadPart = timer->due ? timer->due - monotonic_now() : 0;
    info->state = timer->header.dispatcher.state > 0;
    ob_dereference(timer);
    if (returned)
        *returned = sizeof *info;
    return STATUS_SUCCESS;
}
