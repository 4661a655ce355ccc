/*
 * tp.h - the thread pool: pools of workers that run callbacks, and the objects whose callbacks they
 * run. All state is under one lock; callbacks run without it.
 *
 * A worker starts at once while there are fewer than processors; beyond that one is added when the
 * queue has stood still for TP_STARVED, so that callbacks which wait for each other go on.
 */
#ifndef BAILEY_TP_H
#define BAILEY_TP_H

#include "nt_exception.h"
#include "nt_threadpool.h"

VOID NTAPI RtlAcquireSRWLockExclusive(PRTL_SRWLOCK lock);
VOID NTAPI RtlReleaseSRWLockExclusive(PRTL_SRWLOCK lock);
NTSTATUS NTAPI RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION section);
VOID NTAPI RtlWakeConditionVariable(PRTL_CONDITION_VARIABLE condition);
VOID NTAPI RtlWakeAllConditionVariable(PRTL_CONDITION_VARIABLE condition);
NTSTATUS NTAPI RtlSleepConditionVariableSRW(PRTL_CONDITION_VARIABLE condition, PRTL_SRWLOCK lock,
                                            const LARGE_INTEGER *timeout, ULONG flags);

#define TP_MILLISECOND 10000ll /* in units of 100 ns */
#define TP_STARVED     (10 * TP_MILLISECOND)
#define TP_IDLE        (20000 * TP_MILLISECOND) /* then a worker too many ends */
#define TP_MAX_THREADS 500
#define TP_NEVER       0x7fffffffffffffffll
#define TP_PRIORITIES  3

enum tp_kind { TP_SIMPLE, TP_WORK_OBJECT, TP_TIMER_OBJECT, TP_WAIT_OBJECT, TP_IO_OBJECT };

struct _TP_POOL {
    LIST_ENTRY all;
    LIST_ENTRY queue[TP_PRIORITIES];
    RTL_CONDITION_VARIABLE work;
    LONG references; /* the owner's and one for each object and worker */
    ULONG threads, idle, minimum, maximum;
    ULONG queued;   /* objects in the queues */
    LONGLONG moved; /* when a worker last took something */
    BOOLEAN closed;
};

struct _TP_CLEANUP_GROUP {
    LIST_ENTRY members;
};

/* A completed operation of a TP_IO. */
struct tp_result {
    struct tp_result *next;
    PVOID value;
    IO_STATUS_BLOCK status;
};

/* TP_WORK, TP_TIMER, TP_WAIT and TP_IO are all this. */
struct tp_object {
    enum tp_kind kind;
    LONG references; /* the owner's and one for each callback that is to come or runs */
    PTP_POOL pool;
    LIST_ENTRY queue; /* while queued */
    BOOLEAN queued, released, win32_io, long_function;
    ULONG priority;
    ULONG pending, running;
    RTL_CONDITION_VARIABLE drained;
    PVOID callback, context;
    void (*dispose)(PVOID context); /* told that the object has gone; may be NULL */
    PTP_SIMPLE_CALLBACK finalization;
    PVOID race_dll;
    PTP_CLEANUP_GROUP group;
    LIST_ENTRY member;
    PTP_CLEANUP_GROUP_CANCEL_CALLBACK cancel;
    /* timers and waits: when they are due; links in the list of whom watches them */
    LIST_ENTRY watched;
    LONGLONG due;             /* tp_now's clock; TP_NEVER: not at all */
    ULONG period;             /* milliseconds */
    struct tp_waiter *waiter; /* waits: who watches; NULL: nobody */
    HANDLE handle;
    TP_WAIT_RESULT result;
    struct tp_result *first_result, *last_result; /* io */
};

struct _TP_CALLBACK_INSTANCE {
    struct tp_object *object;
    BOOLEAN associated;
    BOOLEAN counted; /* among the workers that count against the processors */
    HANDLE event, semaphore, mutex;
    ULONG semaphore_count;
    PRTL_CRITICAL_SECTION section;
    PVOID dll;
};

extern RTL_SRWLOCK tp_lock;

static inline void tp_enter(void)
{
    RtlAcquireSRWLockExclusive(&tp_lock);
}

static inline void tp_leave(void)
{
    RtlReleaseSRWLockExclusive(&tp_lock);
}

static inline void tp_list_add(LIST_ENTRY *head, LIST_ENTRY *entry)
{
    entry->Flink = head;
    entry->Blink = head->Blink;
    head->Blink->Flink = entry;
    head->Blink = entry;
}

static inline void tp_list_remove(LIST_ENTRY *entry)
{
    entry->Blink->Flink = entry->Flink;
    entry->Flink->Blink = entry->Blink;
}

/* The pool that the environment (may be NULL) names, or the process's; NULL: no memory. */
PTP_POOL tp_pool_of(PTP_CALLBACK_ENVIRON environment);

void *tp_alloc(SIZE_T size); /* zeroed */
void tp_free(void *memory);
/* 100 ns units of a clock that never jumps. */
LONGLONG tp_now(void);
/* A time as NtSetTimer takes it, on tp_now's clock; NULL: TP_NEVER. */
LONGLONG tp_deadline(const LARGE_INTEGER *time);

/* Makes an object as the environment (may be NULL) says; errors: STATUS_NO_MEMORY,
 * STATUS_INVALID_PARAMETER. */
NTSTATUS tp_create(struct tp_object **out, enum tp_kind kind, PVOID callback, PVOID context,
                   PTP_CALLBACK_ENVIRON environment);
/* The owner gives the object up; it goes when its callbacks are over. */
void tp_release(struct tp_object *object);
/* Waits until no callback is pending or runs; cancel: those that have not begun never will. */
void tp_drain(struct tp_object *object, BOOLEAN cancel);

/* ---- with tp_lock held */

/* One more callback. */
void tp_post(struct tp_object *object);
void tp_cancel_pending(struct tp_object *object);
/* Drops a reference; TRUE: it was the last, and the caller frees the object without the lock. */
BOOLEAN tp_unreference(struct tp_object *object);
void tp_dispose(struct tp_object *object); /* without the lock */
void tp_unreference_pool(PTP_POOL pool);
/* Adds workers to pools whose queue stands still; returns when to look again. */
LONGLONG tp_feed_starved(LONGLONG now);
/* The thread that watches timers and starved pools looks at them anew. */
void tp_wake_watcher(void);
/* Nobody watches the object any more. */
void tp_unwatch(struct tp_object *object);
void tp_watch_timer(struct tp_object *object);
NTSTATUS tp_watch_handle(struct tp_object *object);

#endif
