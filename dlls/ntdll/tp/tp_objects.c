/* Work, timers, waits and cleanup groups. */
#include "tp.h"

#define OBJECT(pointer) ((struct tp_object *)(pointer))

NTSTATUS NTAPI TpAllocWork(PTP_WORK *out, PTP_WORK_CALLBACK callback, PVOID context,
                           PTP_CALLBACK_ENVIRON environment)
{
    return tp_create((struct tp_object **)out, TP_WORK_OBJECT, callback, context, environment);
}

VOID NTAPI TpReleaseWork(PTP_WORK work)
{
    tp_release(OBJECT(work));
}

VOID NTAPI TpPostWork(PTP_WORK work)
{
    tp_enter();
    tp_post(OBJECT(work));
    tp_leave();
}

VOID NTAPI TpWaitForWork(PTP_WORK work, ULONG cancel)
{
    tp_drain(OBJECT(work), cancel != 0);
}

NTSTATUS NTAPI TpSimpleTryPost(PTP_SIMPLE_CALLBACK callback, PVOID context,
                               PTP_CALLBACK_ENVIRON environment)
{
    struct tp_object *object;
    NTSTATUS status = tp_create(&object, TP_SIMPLE, callback, context, environment);

    if (status)
        return status;
    tp_enter();
    tp_post(object);
    object->released = TRUE;
    tp_unreference(object);
    tp_leave();
    return STATUS_SUCCESS;
}

/* ---- timers */

NTSTATUS NTAPI TpAllocTimer(PTP_TIMER *out, PTP_TIMER_CALLBACK callback, PVOID context,
                            PTP_CALLBACK_ENVIRON environment)
{
    return tp_create((struct tp_object **)out, TP_TIMER_OBJECT, callback, context, environment);
}

VOID NTAPI TpReleaseTimer(PTP_TIMER timer)
{
    tp_release(OBJECT(timer));
}

/* due NULL: the timer stops; a due time that is not after now: at once. Answers whether the timer
 * had been set. */
ULONG NTAPI TpSetTimerEx(PTP_TIMER timer, PLARGE_INTEGER due, LONG period, LONG window)
{
    struct tp_object *object = OBJECT(timer);
    LONGLONG deadline = tp_deadline(due);
    ULONG was_set;

    tp_enter();
    was_set = object->due != TP_NEVER;
    tp_unwatch(object);
    object->due = deadline;
    object->period = (ULONG)period;
    if (due)
        tp_watch_timer(object);
    tp_leave();
    return was_set;
}

VOID NTAPI TpSetTimer(PTP_TIMER timer, PLARGE_INTEGER due, LONG period, LONG window)
{
    TpSetTimerEx(timer, due, period, window);
}

ULONG NTAPI TpIsTimerSet(PTP_TIMER timer)
{
    ULONG set;
    tp_enter();
    set = OBJECT(timer)->due != TP_NEVER;
    tp_leave();
    return set;
}

VOID NTAPI TpWaitForTimer(PTP_TIMER timer, ULONG cancel)
{
    tp_drain(OBJECT(timer), cancel != 0);
}

/* ---- waits */

NTSTATUS NTAPI TpAllocWait(PTP_WAIT *out, PTP_WAIT_CALLBACK callback, PVOID context,
                           PTP_CALLBACK_ENVIRON environment)
{
    return tp_create((struct tp_object **)out, TP_WAIT_OBJECT, callback, context, environment);
}

VOID NTAPI TpReleaseWait(PTP_WAIT wait)
{
    tp_release(OBJECT(wait));
}

/* One callback at most follows. handle NULL: no further one. */
ULONG NTAPI TpSetWaitEx(PTP_WAIT wait, HANDLE handle, PLARGE_INTEGER timeout, PVOID reserved)
{
    struct tp_object *object = OBJECT(wait);
    LONGLONG deadline = tp_deadline(timeout);
    ULONG was_set;

    tp_enter();
    was_set = object->waiter != NULL;
    tp_unwatch(object);
    object->handle = handle;
    object->due = handle ? deadline : TP_NEVER;
    if (handle)
        tp_watch_handle(object);
    tp_leave();
    return was_set;
}

VOID NTAPI TpSetWait(PTP_WAIT wait, HANDLE handle, PLARGE_INTEGER timeout)
{
    TpSetWaitEx(wait, handle, timeout, NULL);
}

VOID NTAPI TpWaitForWait(PTP_WAIT wait, ULONG cancel)
{
    tp_drain(OBJECT(wait), cancel != 0);
}

/* ---- cleanup groups */

NTSTATUS NTAPI TpAllocCleanupGroup(PTP_CLEANUP_GROUP *out)
{
    PTP_CLEANUP_GROUP group = tp_alloc(sizeof(*group));
    if (!group)
        return STATUS_NO_MEMORY;
    group->members.Flink = group->members.Blink = &group->members;
    *out = group;
    return STATUS_SUCCESS;
}

VOID NTAPI TpReleaseCleanupGroup(PTP_CLEANUP_GROUP group)
{
    tp_free(group);
}

/* Takes a member out of the group, with a reference of its own. */
static struct tp_object *take_member(PTP_CLEANUP_GROUP group, BOOLEAN cancel, BOOLEAN *released)
{
    struct tp_object *object = NULL;

    tp_enter();
    if (group->members.Flink != &group->members) {
        object = CONTAINING_RECORD(group->members.Flink, struct tp_object, member);
        tp_list_remove(&object->member);
        object->group = NULL;
        object->references++;
        *released = object->released;
        object->released = TRUE;
        object->due = TP_NEVER;
        tp_unwatch(object);
        if (cancel)
            tp_cancel_pending(object);
    }
    tp_leave();
    return object;
}

/* Waits for the members' callbacks and releases the members. */
VOID NTAPI TpReleaseCleanupGroupMembers(PTP_CLEANUP_GROUP group, ULONG cancel, PVOID context)
{
    struct tp_object *object;
    BOOLEAN released;

    while ((object = take_member(group, cancel != 0, &released)) != NULL) {
        BOOLEAN last;
        if (cancel && object->cancel && !released)
            object->cancel(object->context, context);
        tp_drain(object, FALSE);
        tp_enter();
        if (!released)
            tp_unreference(object);
        last = tp_unreference(object);
        tp_leave();
        if (last)
            tp_dispose(object);
    }
}
