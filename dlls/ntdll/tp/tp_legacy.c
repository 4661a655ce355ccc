/*
 * The older interface on the newer one: work items, registered waits, timer queues. One end of all:
 * what is deleted goes when its last callback has returned; who deletes may wait for that, or name
 * an event.
 */
#include "tp.h"

struct legacy {
    struct tp_object *object; /* a wait or a timer */
    WAITORTIMERCALLBACKFUNC callback;
    PVOID context;
    HANDLE handle; /* waits */
    ULONG milliseconds;
    ULONG flags; /* WT_* */
    HANDLE done; /* to be set at the end; NULL: none */
    BOOLEAN deleted;
    struct timer_queue *queue;
    LIST_ENTRY link;
};

struct timer_queue {
    LIST_ENTRY timers;
    BOOLEAN deleted;
    HANDLE done;
};

/* ---- work items */

struct work_item {
    PVOID routine, context;
};

static VOID NTAPI run_work_item(PTP_CALLBACK_INSTANCE instance, PVOID context)
{
    struct work_item item = *(struct work_item *)context;
    tp_free(context);
    ((VOID(NTAPI *)(PVOID))item.routine)(item.context);
}

NTSTATUS NTAPI RtlQueueWorkItem(PVOID routine, PVOID context, ULONG flags)
{
    TP_CALLBACK_ENVIRON environment;
    struct work_item *item = tp_alloc(sizeof(*item));
    NTSTATUS status;

    if (!item)
        return STATUS_NO_MEMORY;
    *item = (struct work_item){routine, context};
    TpInitializeCallbackEnviron(&environment);
    environment.u.s.LongFunction = (flags & WT_EXECUTELONGFUNCTION) != 0;
    status = TpSimpleTryPost(run_work_item, item, &environment);
    if (status < 0)
        tp_free(item);
    return status;
}

/* ---- the common end */

static void finish_queue(struct timer_queue *queue)
{
    if (!queue || !queue->deleted || queue->timers.Flink != &queue->timers)
        return;
    if (queue->done)
        NtSetEvent(queue->done, NULL);
    tp_free(queue);
}

/* The object has gone, and with it the last callback. */
static void finish(PVOID context)
{
    struct legacy *l = context;

    tp_enter();
    if (l->queue) {
        tp_list_remove(&l->link);
        finish_queue(l->queue);
    }
    tp_leave();
    if (l->done)
        NtSetEvent(l->done, NULL);
    tp_free(l);
}

static BOOLEAN is_deleted(struct legacy *l)
{
    BOOLEAN deleted;
    tp_enter();
    deleted = l->deleted;
    tp_leave();
    return deleted;
}

/* Deletes; event as UnregisterWaitEx's: NULL, INVALID_HANDLE_VALUE to wait, or one to be set. */
static NTSTATUS delete (struct legacy *l, HANDLE event)
{
    struct tp_object *object = l->object;
    HANDLE own = NULL;
    BOOLEAN last;

    if (event == INVALID_HANDLE_VALUE && NtCreateEvent(&own, EVENT_ALL_ACCESS, NULL, 0, FALSE) < 0)
        return STATUS_NO_MEMORY;
    tp_enter();
    l->deleted = TRUE;
    l->done = own ? own : event;
    object->due = TP_NEVER;
    tp_unwatch(object);
    tp_cancel_pending(object);
    last = tp_unreference(object);
    tp_leave();
    if (last)
        tp_dispose(object);
    if (own) {
        NtWaitForSingleObject(own, FALSE, NULL);
        NtClose(own);
        return STATUS_SUCCESS;
    }
    return last ? STATUS_SUCCESS : STATUS_PENDING;
}

static void fill_environment(PTP_CALLBACK_ENVIRON environment, ULONG flags)
{
    TpInitializeCallbackEnviron(environment);
    environment->u.s.LongFunction = (flags & WT_EXECUTELONGFUNCTION) != 0;
}

/* ---- registered waits */

static LARGE_INTEGER *relative(LARGE_INTEGER *time, ULONG milliseconds)
{
    if (milliseconds == INFINITE)
        return NULL;
    time->QuadPart = -(LONGLONG)milliseconds * TP_MILLISECOND;
    return time;
}

static VOID NTAPI wait_callback(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WAIT wait,
                                TP_WAIT_RESULT result)
{
    struct legacy *l = context;
    LARGE_INTEGER timeout;
    LONGLONG deadline;

    if (is_deleted(l))
        return;
    l->callback(l->context, result == WAIT_TIMEOUT);
    if (l->flags & WT_EXECUTEONLYONCE)
        return;
    deadline = tp_deadline(relative(&timeout, l->milliseconds));
    tp_enter();
    if (!l->deleted) {
        l->object->due = deadline;
        tp_watch_handle(l->object);
    }
    tp_leave();
}

NTSTATUS NTAPI RtlRegisterWait(HANDLE *out, HANDLE handle, WAITORTIMERCALLBACKFUNC callback,
                               PVOID context, ULONG milliseconds, ULONG flags)
{
    struct legacy *l = tp_alloc(sizeof(*l));
    TP_CALLBACK_ENVIRON environment;
    LARGE_INTEGER timeout;
    NTSTATUS status;

    if (!l)
        return STATUS_NO_MEMORY;
    *l = (struct legacy){.callback = callback,
                         .context = context,
                         .handle = handle,
                         .milliseconds = milliseconds,
                         .flags = flags};
    fill_environment(&environment, flags);
    status = tp_create(&l->object, TP_WAIT_OBJECT, wait_callback, l, &environment);
    if (status < 0) {
        tp_free(l);
        return status;
    }
    l->object->dispose = finish;
    *out = l;
    TpSetWait((PTP_WAIT)l->object, handle, relative(&timeout, milliseconds));
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDeregisterWaitEx(HANDLE wait, HANDLE event)
{
    return wait ? delete (wait, event) : STATUS_INVALID_HANDLE;
}

NTSTATUS NTAPI RtlDeregisterWait(HANDLE wait)
{
    return RtlDeregisterWaitEx(wait, NULL);
}

/* ---- timer queues */

static struct timer_queue default_queue = {
    .timers = {&default_queue.timers, &default_queue.timers}};

NTSTATUS NTAPI RtlCreateTimerQueue(HANDLE *out)
{
    struct timer_queue *queue = tp_alloc(sizeof(*queue));
    if (!queue)
        return STATUS_NO_MEMORY;
    queue->timers.Flink = queue->timers.Blink = &queue->timers;
    *out = queue;
    return STATUS_SUCCESS;
}

static VOID NTAPI timer_callback(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_TIMER timer)
{
    struct legacy *l = context;
    if (!is_deleted(l))
        l->callback(l->context, TRUE);
}

static void set_timer(struct legacy *l, ULONG due, ULONG period)
{
    LARGE_INTEGER time = {.QuadPart = -(LONGLONG)due * TP_MILLISECOND};
    TpSetTimer((PTP_TIMER)l->object, due == INFINITE ? NULL : &time, (LONG)period, 0);
}

NTSTATUS NTAPI RtlCreateTimer(HANDLE in, HANDLE *out, WAITORTIMERCALLBACKFUNC callback,
                              PVOID context, ULONG due, ULONG period, ULONG flags)
{
    struct timer_queue *queue = in ? in : &default_queue;
    struct legacy *l = tp_alloc(sizeof(*l));
    TP_CALLBACK_ENVIRON environment;
    NTSTATUS status;

    if (!l)
        return STATUS_NO_MEMORY;
    *l = (struct legacy){.callback = callback, .context = context, .flags = flags, .queue = queue};
    fill_environment(&environment, flags);
    status = tp_create(&l->object, TP_TIMER_OBJECT, timer_callback, l, &environment);
    if (status < 0) {
        tp_free(l);
        return status;
    }
    l->object->dispose = finish;
    tp_enter();
    tp_list_add(&queue->timers, &l->link);
    tp_leave();
    *out = l;
    set_timer(l, due, flags & WT_EXECUTEONLYONCE ? 0 : period);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUpdateTimer(HANDLE queue, HANDLE timer, ULONG due, ULONG period)
{
    struct legacy *l = timer;
    /* One that was to run once and has run stays as it is, as documented for
     * ChangeTimerQueueTimer. */
    if (!(l->flags & WT_EXECUTEONLYONCE) || TpIsTimerSet((PTP_TIMER)l->object))
        set_timer(l, due, period);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDeleteTimer(HANDLE queue, HANDLE timer, HANDLE event)
{
    return timer ? delete (timer, event) : STATUS_INVALID_PARAMETER;
}

static struct legacy *first_live(struct timer_queue *queue)
{
    for (LIST_ENTRY *entry = queue->timers.Flink; entry != &queue->timers; entry = entry->Flink) {
        struct legacy *l = CONTAINING_RECORD(entry, struct legacy, link);
        if (!l->deleted)
            return l;
    }
    return NULL;
}

NTSTATUS NTAPI RtlDeleteTimerQueueEx(HANDLE in, HANDLE event)
{
    struct timer_queue *queue = in;
    struct legacy *l;
    HANDLE own = NULL;
    BOOLEAN empty;

    if (!queue || (event == INVALID_HANDLE_VALUE &&
                   NtCreateEvent(&own, EVENT_ALL_ACCESS, NULL, 0, FALSE) < 0))
        return queue ? STATUS_NO_MEMORY : STATUS_INVALID_HANDLE;
    for (;;) {
        tp_enter();
        l = first_live(queue);
        tp_leave();
        if (!l)
            break;
        delete (l, NULL);
    }
    tp_enter();
    queue->deleted = TRUE;
    queue->done = own ? own : event;
    empty = queue->timers.Flink == &queue->timers;
    finish_queue(queue);
    tp_leave();
    if (own) {
        NtWaitForSingleObject(own, FALSE, NULL);
        NtClose(own);
        return STATUS_SUCCESS;
    }
    return empty ? STATUS_SUCCESS : STATUS_PENDING;
}

NTSTATUS NTAPI RtlDeleteTimerQueue(HANDLE queue)
{
    return RtlDeleteTimerQueueEx(queue, NULL);
}
