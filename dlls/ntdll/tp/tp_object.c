/* What work, timers, waits and I/O objects have in common. */
#include "tp.h"

static BOOLEAN take_environment(struct tp_object *object, PTP_CALLBACK_ENVIRON environment)
{
    object->priority = TP_CALLBACK_PRIORITY_NORMAL;
    if (!environment)
        return TRUE;
    if (environment->Version != 1 && environment->Version != 3)
        return FALSE;
    object->group = environment->CleanupGroup;
    object->cancel = environment->CleanupGroupCancelCallback;
    object->race_dll = environment->RaceDll;
    object->finalization = environment->FinalizationCallback;
    object->long_function = environment->u.s.LongFunction;
    if (environment->Version == 3)
        object->priority = environment->CallbackPriority;
    return object->priority < TP_PRIORITIES;
}

NTSTATUS tp_create(struct tp_object **out, enum tp_kind kind, PVOID callback, PVOID context,
                   PTP_CALLBACK_ENVIRON environment)
{
    PTP_POOL pool = tp_pool_of(environment);
    struct tp_object *object = pool ? tp_alloc(sizeof(*object)) : NULL;

    if (!object)
        return STATUS_NO_MEMORY;
    if (!callback || !take_environment(object, environment)) {
        tp_free(object);
        return STATUS_INVALID_PARAMETER;
    }
    object->kind = kind;
    object->references = 1;
    object->pool = pool;
    object->callback = callback;
    object->context = context;
    object->due = TP_NEVER;
    object->watched.Flink = object->watched.Blink = &object->watched;
    if (object->race_dll)
        LdrAddRefDll(0, object->race_dll);
    tp_enter();
    pool->references++;
    if (object->group)
        tp_list_add(&object->group->members, &object->member);
    tp_leave();
    *out = object;
    return STATUS_SUCCESS;
}

BOOLEAN tp_unreference(struct tp_object *object)
{
    if (--object->references)
        return FALSE;
    if (object->group)
        tp_list_remove(&object->member);
    tp_unreference_pool(object->pool);
    return TRUE;
}

void tp_dispose(struct tp_object *object)
{
    if (object->race_dll)
        LdrUnloadDll(object->race_dll);
    if (object->dispose)
        object->dispose(object->context);
    tp_free(object);
}

void tp_release(struct tp_object *object)
{
    BOOLEAN last;

    tp_enter();
    object->released = TRUE;
    object->due = TP_NEVER;
    tp_unwatch(object);
    last = tp_unreference(object);
    tp_leave();
    if (last)
        tp_dispose(object);
}

void tp_cancel_pending(struct tp_object *object)
{
    if (!object->queued)
        return;
    tp_list_remove(&object->queue);
    object->queued = FALSE;
    object->pool->queued--;
    object->references -= (LONG)object->pending; /* the owner's or a group's reference remains */
    object->pending = 0;
    while (object->first_result) {
        struct tp_result *result = object->first_result;
        object->first_result = result->next;
        tp_free(result);
    }
    if (!object->running)
        RtlWakeAllConditionVariable(&object->drained);
}

void tp_drain(struct tp_object *object, BOOLEAN cancel)
{
    tp_enter();
    if (cancel)
        tp_cancel_pending(object);
    while (object->pending || object->running)
        RtlSleepConditionVariableSRW(&object->drained, &tp_lock, NULL, 0);
    tp_leave();
}
