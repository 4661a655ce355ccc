/* Pools and their workers. */
#include "tp.h"
#include "pal.h"

RTL_SRWLOCK tp_lock;

static LIST_ENTRY pools = {&pools, &pools};
static PTP_POOL default_pool;

void *tp_alloc(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, size);
}

void tp_free(void *memory)
{
    RtlFreeHeap(peb_self()->ProcessHeap, 0, memory);
}

LONGLONG tp_now(void)
{
    int64_t now = 0;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    return now;
}

LONGLONG tp_deadline(const LARGE_INTEGER *time)
{
    int64_t system = 0;
    if (!time)
        return TP_NEVER;
    if (time->QuadPart <= 0) /* relative */
        return time->QuadPart < -TP_NEVER / 2 ? TP_NEVER : tp_now() - time->QuadPart;
    pal_clock_query(PAL_CLOCK_SYSTEM, &system);
    return time->QuadPart == TP_NEVER ? TP_NEVER : tp_now() + (time->QuadPart - system);
}

static NTSTATUS make_pool(PTP_POOL *out)
{
    PTP_POOL pool = tp_alloc(sizeof(*pool));
    if (!pool)
        return STATUS_NO_MEMORY;
    for (int i = 0; i < TP_PRIORITIES; i++)
        pool->queue[i].Flink = pool->queue[i].Blink = &pool->queue[i];
    pool->references = 1;
    pool->maximum = TP_MAX_THREADS;
    tp_enter();
    tp_list_add(&pools, &pool->all);
    tp_leave();
    *out = pool;
    return STATUS_SUCCESS;
}

void tp_unreference_pool(PTP_POOL pool)
{
    if (--pool->references)
        return;
    tp_list_remove(&pool->all);
    tp_free(pool);
}

NTSTATUS NTAPI TpAllocPool(PTP_POOL *out, PVOID reserved)
{
    return reserved ? STATUS_INVALID_PARAMETER : make_pool(out);
}

VOID NTAPI TpReleasePool(PTP_POOL pool)
{
    tp_enter();
    pool->closed = TRUE;
    RtlWakeAllConditionVariable(&pool->work);
    tp_unreference_pool(pool);
    tp_leave();
}

PTP_POOL tp_pool_of(PTP_CALLBACK_ENVIRON environment)
{
    PTP_POOL pool = NULL;

    if (environment && environment->Pool)
        return environment->Pool;
    if (!default_pool && make_pool(&pool) == STATUS_SUCCESS &&
        InterlockedCompareExchangePointer((PVOID volatile *)&default_pool, pool, NULL))
        TpReleasePool(pool);
    return default_pool;
}

/* ---- workers */

static struct tp_object *take(PTP_POOL pool)
{
    for (int i = 0; i < TP_PRIORITIES; i++) {
        struct tp_object *object;
        if (pool->queue[i].Flink == &pool->queue[i])
            continue;
        object = CONTAINING_RECORD(pool->queue[i].Flink, struct tp_object, queue);
        tp_list_remove(&object->queue);
        object->pending--;
        if (object->pending) { /* behind the others, for fairness */
            tp_list_add(&pool->queue[i], &object->queue);
        } else {
            object->queued = FALSE;
            pool->queued--;
        }
        object->running++;
        pool->moved = tp_now();
        return object;
    }
    return NULL;
}

static void call(struct tp_object *object, PTP_CALLBACK_INSTANCE instance, TP_WAIT_RESULT result,
                 struct tp_result *io)
{
    PVOID context = object->context;

    switch (object->kind) {
    case TP_SIMPLE:
        ((PTP_SIMPLE_CALLBACK)object->callback)(instance, context);
        break;
    case TP_WORK_OBJECT:
    case TP_TIMER_OBJECT:
        ((PTP_WORK_CALLBACK)object->callback)(instance, context, (PTP_WORK)object);
        break;
    case TP_WAIT_OBJECT:
        ((PTP_WAIT_CALLBACK)object->callback)(instance, context, (PTP_WAIT)object, result);
        break;
    case TP_IO_OBJECT:
        if (object->win32_io)
            ((PTP_WIN32_IO_CALLBACK)object->callback)(instance, context, io->value,
                                                      RtlNtStatusToDosError(io->status.Status),
                                                      io->status.Information, (PTP_IO)object);
        else
            ((void(NTAPI *)(PTP_CALLBACK_INSTANCE, PVOID, PVOID, PIO_STATUS_BLOCK,
                            PTP_IO))object->callback)(instance, context, io->value, &io->status,
                                                      (PTP_IO)object);
        break;
    }
    if (object->finalization)
        object->finalization(instance, context);
}

/* What the callback has asked for at its end. */
static void complete(PTP_CALLBACK_INSTANCE instance)
{
    if (instance->section)
        RtlLeaveCriticalSection(instance->section);
    if (instance->mutex)
        NtReleaseMutant(instance->mutex, NULL);
    if (instance->semaphore)
        NtReleaseSemaphore(instance->semaphore, (LONG)instance->semaphore_count, NULL);
    if (instance->event)
        NtSetEvent(instance->event, NULL);
    if (instance->dll)
        LdrUnloadDll(instance->dll);
}

static void end_running(PTP_CALLBACK_INSTANCE instance)
{
    struct tp_object *object = instance->object;
    if (!instance->associated)
        return;
    instance->associated = FALSE;
    if (--object->running == 0 && !object->pending)
        RtlWakeAllConditionVariable(&object->drained);
}

/* Runs one callback; entered and left with the lock held. */
static void run(struct tp_object *object)
{
    struct _TP_CALLBACK_INSTANCE instance = {.object = object, .associated = TRUE};
    TP_WAIT_RESULT result = object->result;
    struct tp_result *io = object->first_result;
    BOOLEAN last;

    if (io)
        object->first_result = io->next;
    tp_leave();
    call(object, &instance, result, io);
    complete(&instance);
    if (io)
        tp_free(io);
    tp_enter();
    end_running(&instance);
    last = tp_unreference(object);
    if (last) {
        tp_leave();
        tp_dispose(object);
        tp_enter();
    }
}

/* Waits for work; FALSE: there has been none for so long that this worker is one too many. */
static BOOLEAN wait_for_work(PTP_POOL pool)
{
    LARGE_INTEGER timeout = {.QuadPart = -TP_IDLE};
    NTSTATUS status;

    pool->idle++;
    status = RtlSleepConditionVariableSRW(&pool->work, &tp_lock, &timeout, 0);
    pool->idle--;
    return status != STATUS_TIMEOUT || pool->queued || pool->threads <= pool->minimum;
}

static NTSTATUS NTAPI worker(PVOID parameter)
{
    PTP_POOL pool = parameter;
    struct tp_object *object;

    tp_enter();
    do {
        while ((object = take(pool)) != NULL)
            run(object);
    } while (!pool->closed && wait_for_work(pool));
    pool->threads--;
    tp_unreference_pool(pool);
    tp_leave();
    RtlExitUserThread(STATUS_SUCCESS);
}

static void add_worker(PTP_POOL pool)
{
    HANDLE thread;
    pool->threads++;
    pool->references++;
    if (RtlCreateUserThread(NtCurrentProcess(), NULL, FALSE, 0, 0, 0, worker, pool, &thread, NULL) <
        0) {
        pool->threads--;
        pool->references--;
        return;
    }
    NtClose(thread);
}

void tp_post(struct tp_object *object)
{
    PTP_POOL pool = object->pool;

    object->references++;
    object->pending++;
    if (!object->queued) {
        object->queued = TRUE;
        tp_list_add(&pool->queue[object->priority], &object->queue);
        if (!pool->queued++)
            pool->moved = tp_now();
    }
    if (pool->idle)
        RtlWakeConditionVariable(&pool->work);
    else if (pool->threads < pool->maximum &&
             (pool->threads < peb_self()->NumberOfProcessors || object->long_function))
        add_worker(pool);
    else
        tp_wake_watcher();
}

LONGLONG tp_feed_starved(LONGLONG now)
{
    LONGLONG next = TP_NEVER;
    for (LIST_ENTRY *entry = pools.Flink; entry != &pools; entry = entry->Flink) {
        PTP_POOL pool = CONTAINING_RECORD(entry, struct _TP_POOL, all);
        if (!pool->queued || pool->threads >= pool->maximum)
            continue;
        if (now - pool->moved >= TP_STARVED) {
            if (!pool->idle)
                add_worker(pool);
            pool->moved = now;
        }
        if (pool->moved + TP_STARVED < next)
            next = pool->moved + TP_STARVED;
    }
    return next;
}

NTSTATUS NTAPI TpSetPoolMinThreads(PTP_POOL pool, DWORD minimum)
{
    tp_enter();
    pool->minimum = minimum;
    if (pool->maximum < minimum)
        pool->maximum = minimum;
    while (pool->threads < minimum) {
        ULONG before = pool->threads;
        add_worker(pool);
        if (pool->threads == before)
            break;
    }
    minimum = pool->threads >= minimum;
    tp_leave();
    return minimum ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

VOID NTAPI TpSetPoolMaxThreads(PTP_POOL pool, DWORD maximum)
{
    tp_enter();
    pool->maximum = maximum ? maximum : 1;
    if (pool->minimum > pool->maximum)
        pool->minimum = pool->maximum;
    tp_leave();
}

/* ---- what callbacks say about themselves */

NTSTATUS NTAPI TpCallbackMayRunLong(PTP_CALLBACK_INSTANCE instance)
{
    PTP_POOL pool = instance->object->pool;
    NTSTATUS status = STATUS_SUCCESS;

    tp_enter();
    if (!pool->idle && pool->threads >= pool->maximum)
        status = STATUS_TOO_MANY_THREADS;
    else if (!pool->idle)
        add_worker(pool);
    tp_leave();
    return status;
}

VOID NTAPI TpDisassociateCallback(PTP_CALLBACK_INSTANCE instance)
{
    tp_enter();
    end_running(instance);
    tp_leave();
}

VOID NTAPI TpCallbackSetEventOnCompletion(PTP_CALLBACK_INSTANCE instance, HANDLE event)
{
    instance->event = event;
}

VOID NTAPI TpCallbackReleaseSemaphoreOnCompletion(PTP_CALLBACK_INSTANCE instance, HANDLE semaphore,
                                                  DWORD count)
{
    instance->semaphore = semaphore;
    instance->semaphore_count = count;
}

VOID NTAPI TpCallbackReleaseMutexOnCompletion(PTP_CALLBACK_INSTANCE instance, HANDLE mutex)
{
    instance->mutex = mutex;
}

VOID NTAPI TpCallbackLeaveCriticalSectionOnCompletion(PTP_CALLBACK_INSTANCE instance,
                                                      PRTL_CRITICAL_SECTION section)
{
    instance->section = section;
}

VOID NTAPI TpCallbackUnloadDllOnCompletion(PTP_CALLBACK_INSTANCE instance, PVOID dll)
{
    instance->dll = dll;
}
