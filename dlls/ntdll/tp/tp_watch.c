/*
 * The threads that watch: each waits for up to 63 handles; the first also for the time at which the
 * next timer is due, and looks after pools that stand still.
 */
#include "tp.h"

#define MOST_HANDLES (MAXIMUM_WAIT_OBJECTS - 1)

struct tp_waiter {
    struct tp_waiter *next;
    HANDLE control; /* set when the thread shall look anew */
    LIST_ENTRY waits;
    ULONG count;
};

static struct tp_waiter *waiters; /* the first made is the watcher, and the last in the list */
static struct tp_waiter *watcher;
static LIST_ENTRY timers = {&timers, &timers}; /* by due time */

/* ---- timers */

static void insert_timer(struct tp_object *object)
{
    LIST_ENTRY *before = timers.Flink;
    while (before != &timers &&
           CONTAINING_RECORD(before, struct tp_object, watched)->due <= object->due)
        before = before->Flink;
    tp_list_add(before, &object->watched);
}

void tp_watch_timer(struct tp_object *object)
{
    insert_timer(object);
    if (timers.Flink == &object->watched)
        tp_wake_watcher();
}

/* Posts what is due; returns when the next is. */
static LONGLONG run_timers(LONGLONG now)
{
    while (timers.Flink != &timers) {
        struct tp_object *object = CONTAINING_RECORD(timers.Flink, struct tp_object, watched);
        if (object->due > now)
            return object->due;
        tp_unwatch(object);
        if (object->period) {
            object->due += object->period * TP_MILLISECOND;
            if (object->due <= now) /* late: no burst of what was missed */
                object->due = now + object->period * TP_MILLISECOND;
            insert_timer(object);
        } else {
            object->due = TP_NEVER;
        }
        tp_post(object);
    }
    return TP_NEVER;
}

/* ---- handles */

void tp_unwatch(struct tp_object *object)
{
    tp_list_remove(&object->watched);
    object->watched.Flink = object->watched.Blink = &object->watched;
    if (object->waiter) {
        object->waiter->count--;
        NtSetEvent(object->waiter->control, NULL);
        object->waiter = NULL;
    }
}

static void fire(struct tp_object *object, TP_WAIT_RESULT result)
{
    tp_unwatch(object);
    object->due = TP_NEVER;
    object->result = result;
    tp_post(object);
}

/* What the thread waits for in one round. */
struct round {
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    struct tp_object *objects[MAXIMUM_WAIT_OBJECTS];
    ULONG count;
    LONGLONG deadline;
};

static void collect(struct tp_waiter *self, struct round *round)
{
    LONGLONG now = tp_now(), next;

    round->handles[0] = self->control;
    round->count = 1;
    round->deadline = TP_NEVER;
    for (LIST_ENTRY *entry = self->waits.Flink, *following; entry != &self->waits;
         entry = following) {
        struct tp_object *object = CONTAINING_RECORD(entry, struct tp_object, watched);
        following = entry->Flink;
        if (object->due <= now &&
            NtWaitForSingleObject(object->handle, FALSE, &(LARGE_INTEGER){.QuadPart = 0}) !=
                STATUS_SUCCESS) {
            fire(object, WAIT_TIMEOUT);
            continue;
        }
        if (object->due <= now) {
            fire(object, WAIT_OBJECT_0);
            continue;
        }
        if (object->due < round->deadline)
            round->deadline = object->due;
        round->objects[round->count] = object;
        round->handles[round->count++] = object->handle;
    }
    if (self != watcher)
        return;
    next = run_timers(now);
    round->deadline = next < round->deadline ? next : round->deadline;
    next = tp_feed_starved(now);
    round->deadline = next < round->deadline ? next : round->deadline;
}

/* Still watched by this thread for that handle: not released or set anew meanwhile. */
static BOOLEAN is_current(struct tp_waiter *self, const struct round *round, ULONG index)
{
    for (LIST_ENTRY *entry = self->waits.Flink; entry != &self->waits; entry = entry->Flink) {
        struct tp_object *object = CONTAINING_RECORD(entry, struct tp_object, watched);
        if (object == round->objects[index])
            return object->handle == round->handles[index];
    }
    return FALSE;
}

/* A handle that cannot be waited for (the program has closed it) would make every round fail: its
 * wait is given up. */
static void drop_bad(struct tp_waiter *self, const struct round *round)
{
    LARGE_INTEGER at_once = {.QuadPart = 0};

    for (ULONG i = 1; i < round->count; i++) {
        NTSTATUS status;
        if (!is_current(self, round, i))
            continue;
        status = NtWaitForSingleObject(round->handles[i], FALSE, &at_once);
        if (status < 0)
            tp_unwatch(round->objects[i]);
        else if (status == STATUS_SUCCESS)
            fire(round->objects[i], WAIT_OBJECT_0);
    }
}

static void handle_result(struct tp_waiter *self, const struct round *round, NTSTATUS status)
{
    ULONG index = 0;

    if (status > STATUS_WAIT_0 && status < STATUS_WAIT_0 + (NTSTATUS)round->count)
        index = (ULONG)(status - STATUS_WAIT_0);
    else if (status >= STATUS_ABANDONED_WAIT_0 &&
             status < STATUS_ABANDONED_WAIT_0 + (NTSTATUS)round->count)
        index = (ULONG)(status - STATUS_ABANDONED_WAIT_0);
    else if (status < 0)
        drop_bad(self, round);
    if (index && is_current(self, round, index))
        fire(round->objects[index], index == (ULONG)status ? WAIT_OBJECT_0 : WAIT_ABANDONED_0);
}

__attribute__((noreturn)) static NTSTATUS NTAPI watch(PVOID parameter)
{
    struct tp_waiter *self = parameter;
    struct round round;

    tp_enter();
    for (;;) {
        LARGE_INTEGER timeout;
        NTSTATUS status;
        collect(self, &round);
        tp_leave();
        timeout.QuadPart = round.deadline == TP_NEVER ? -TP_NEVER : tp_now() - round.deadline;
        if (timeout.QuadPart > 0)
            timeout.QuadPart = 0;
        status = NtWaitForMultipleObjects(round.count, round.handles, 1, FALSE,
                                          round.deadline == TP_NEVER ? NULL : &timeout);
        tp_enter();
        handle_result(self, &round, status);
    }
}

static struct tp_waiter *add_waiter(void)
{
    struct tp_waiter *made = tp_alloc(sizeof(*made));
    HANDLE thread;

    if (!made)
        return NULL;
    made->waits.Flink = made->waits.Blink = &made->waits;
    if (NtCreateEvent(&made->control, EVENT_ALL_ACCESS, NULL, 1, FALSE) < 0) {
        tp_free(made);
        return NULL;
    }
    if (!watcher)
        watcher = made;
    made->next = waiters;
    waiters = made;
    if (RtlCreateUserThread(NtCurrentProcess(), NULL, FALSE, 0, 0, 0, watch, made, &thread, NULL) <
        0) {
        waiters = made->next;
        if (watcher == made)
            watcher = NULL;
        NtClose(made->control);
        tp_free(made);
        return NULL;
    }
    NtClose(thread);
    return made;
}

static NTSTATUS ensure_watcher(void)
{
    return watcher || add_waiter() ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

void tp_wake_watcher(void)
{
    if (ensure_watcher() == STATUS_SUCCESS)
        NtSetEvent(watcher->control, NULL);
}

NTSTATUS tp_watch_handle(struct tp_object *object)
{
    struct tp_waiter *waiter = waiters;

    while (waiter && waiter->count >= MOST_HANDLES)
        waiter = waiter->next;
    if (!waiter)
        waiter = add_waiter();
    if (!waiter)
        return STATUS_NO_MEMORY;
    object->waiter = waiter;
    waiter->count++;
    tp_list_add(&waiter->waits, &object->watched);
    NtSetEvent(waiter->control, NULL);
    return STATUS_SUCCESS;
}
