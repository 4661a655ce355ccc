/* The thread pool and its older interface. */
#include "conformance.h"

static volatile LONG count, running, most;
static HANDLE done;

static VOID CALLBACK count_work(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
    InterlockedIncrement(&count);
}

static VOID CALLBACK slow_work(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
    LONG now = InterlockedIncrement(&running);
    if (now > most)
        most = now;
    Sleep(30);
    InterlockedDecrement(&running);
    InterlockedIncrement(&count);
}

CASE(work_runs_as_often_as_submitted)
{
    PTP_WORK work = CreateThreadpoolWork(count_work, NULL, NULL);
    REQUIRE(work);
    for (int i = 0; i < 100; i++)
        SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(count, 100);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(count, 101);
    CloseThreadpoolWork(work);
}

CASE(waiting_with_cancel_drops_what_has_not_begun)
{
    PTP_POOL pool = CreateThreadpool(NULL);
    TP_CALLBACK_ENVIRON environment;
    PTP_WORK work;

    REQUIRE(pool);
    SetThreadpoolThreadMaximum(pool, 1);
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    work = CreateThreadpoolWork(slow_work, NULL, &environment);
    for (int i = 0; i < 20; i++)
        SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, TRUE);
    CHECK(count < 20);
    CHECK_EQ(running, 0);
    CloseThreadpoolWork(work);
    CloseThreadpool(pool);
}

CASE(a_pool_of_one_thread_runs_one_callback_at_a_time)
{
    PTP_POOL pool = CreateThreadpool(NULL);
    TP_CALLBACK_ENVIRON environment;
    PTP_WORK work;

    REQUIRE(pool);
    SetThreadpoolThreadMaximum(pool, 1);
    CHECK(SetThreadpoolThreadMinimum(pool, 1));
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    work = CreateThreadpoolWork(slow_work, NULL, &environment);
    for (int i = 0; i < 5; i++)
        SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(count, 5);
    CHECK_EQ(most, 1);
    CloseThreadpoolWork(work);
    CloseThreadpool(pool);
}

static HANDLE gate;

static VOID CALLBACK wait_at_gate(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
    if (InterlockedIncrement(&count) == 12)
        SetEvent(gate);
    WaitForSingleObject(gate, 10000);
}

/* Twelve callbacks that wait for each other: the pool has to grow beyond the processors. */
CASE(callbacks_that_wait_for_each_other_all_run)
{
    WINE_DIFFERS("its pool does not grow for callbacks that block");
    PTP_WORK work = CreateThreadpoolWork(wait_at_gate, NULL, NULL);
    gate = CreateEventW(NULL, TRUE, FALSE, NULL);
    for (int i = 0; i < 12; i++)
        SubmitThreadpoolWork(work);
    CHECK_EQ(WaitForSingleObject(gate, 9000), WAIT_OBJECT_0);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(count, 12);
    CloseThreadpoolWork(work);
}

static VOID CALLBACK set_done(PTP_CALLBACK_INSTANCE instance, PVOID context)
{
    count = (LONG)(LONG_PTR)context;
    SetEventWhenCallbackReturns(instance, done);
}

CASE(a_simple_callback_sets_its_event_when_it_returns)
{
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    CHECK(TrySubmitThreadpoolCallback(set_done, (PVOID)77, NULL));
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_EQ(count, 77);
}

static VOID CALLBACK disassociate(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK work)
{
    DisassociateCurrentThreadFromCallback(instance);
    WaitForSingleObject(gate, 5000);
    SetEvent(done);
}

CASE(a_disassociated_callback_is_not_waited_for)
{
    PTP_WORK work = CreateThreadpoolWork(disassociate, NULL, NULL);
    gate = CreateEventW(NULL, TRUE, FALSE, NULL);
    done = CreateEventW(NULL, TRUE, FALSE, NULL);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(WaitForSingleObject(done, 0), WAIT_TIMEOUT);
    SetEvent(gate);
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CloseThreadpoolWork(work);
}

static VOID CALLBACK count_timer(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_TIMER timer)
{
    InterlockedIncrement(&count);
    if (done)
        SetEvent(done);
}

static FILETIME relative(LONGLONG milliseconds)
{
    LARGE_INTEGER time = {.QuadPart = -milliseconds * 10000};
    return (FILETIME){time.LowPart, (DWORD)time.HighPart};
}

CASE(a_timer_fires_after_its_time)
{
    PTP_TIMER timer = CreateThreadpoolTimer(count_timer, NULL, NULL);
    FILETIME due = relative(60);
    ULONGLONG start = GetTickCount64();

    REQUIRE(timer);
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    CHECK(!IsThreadpoolTimerSet(timer));
    SetThreadpoolTimer(timer, &due, 0, 0);
    CHECK(IsThreadpoolTimerSet(timer));
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK(GetTickCount64() - start >= 45);
    CHECK_EQ(WaitForSingleObject(done, 100), WAIT_TIMEOUT);
    CHECK_EQ(count, 1);
    CloseThreadpoolTimer(timer);
}

CASE(a_periodic_timer_fires_until_it_is_stopped)
{
    PTP_TIMER timer = CreateThreadpoolTimer(count_timer, NULL, NULL);
    FILETIME due = relative(1);
    LONG before;

    SetThreadpoolTimer(timer, &due, 20, 0);
    Sleep(250);
    CHECK(count >= 4);
    CHECK(IsThreadpoolTimerSet(timer));
    SetThreadpoolTimer(timer, NULL, 0, 0);
    WaitForThreadpoolTimerCallbacks(timer, TRUE);
    CHECK(!IsThreadpoolTimerSet(timer));
    before = count;
    Sleep(100);
    CHECK_EQ(count, before);
    CloseThreadpoolTimer(timer);
}

CASE(a_timer_due_at_once_fires_at_once)
{
    PTP_TIMER timer = CreateThreadpoolTimer(count_timer, NULL, NULL);
    FILETIME due = {0, 0};
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    SetThreadpoolTimer(timer, &due, 0, 0);
    CHECK_EQ(WaitForSingleObject(done, 2000), WAIT_OBJECT_0);
    CloseThreadpoolTimer(timer);
}

static volatile TP_WAIT_RESULT last_result;

static VOID CALLBACK note_wait(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WAIT wait,
                               TP_WAIT_RESULT result)
{
    last_result = result;
    InterlockedIncrement(&count);
    SetEvent(done);
}

CASE(a_wait_fires_once_for_a_signalled_event)
{
    PTP_WAIT wait = CreateThreadpoolWait(note_wait, NULL, NULL);
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);

    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    last_result = 99;
    SetThreadpoolWait(wait, event, NULL);
    CHECK_EQ(WaitForSingleObject(done, 50), WAIT_TIMEOUT);
    SetEvent(event);
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_EQ(last_result, WAIT_OBJECT_0);
    SetEvent(event);
    CHECK_EQ(WaitForSingleObject(done, 80), WAIT_TIMEOUT);
    SetThreadpoolWait(wait, event, NULL);
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_EQ(count, 2);
    CloseThreadpoolWait(wait);
}

CASE(a_wait_reports_its_timeout)
{
    PTP_WAIT wait = CreateThreadpoolWait(note_wait, NULL, NULL);
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    FILETIME timeout = relative(40);

    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    SetThreadpoolWait(wait, event, &timeout);
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_EQ(last_result, WAIT_TIMEOUT);
    CloseThreadpoolWait(wait);
}

CASE(many_waits_are_watched_at_once)
{
    enum { COUNT = 150 };
    static PTP_WAIT waits[COUNT];
    static HANDLE events[COUNT];

    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    for (int i = 0; i < COUNT; i++) {
        waits[i] = CreateThreadpoolWait(note_wait, NULL, NULL);
        events[i] = CreateEventW(NULL, FALSE, FALSE, NULL);
        SetThreadpoolWait(waits[i], events[i], NULL);
    }
    for (int i = COUNT - 1; i >= 0; i--)
        SetEvent(events[i]);
    for (int i = 0; i < 500 && count < COUNT; i++)
        Sleep(10);
    CHECK_EQ(count, COUNT);
    for (int i = 0; i < COUNT; i++) {
        WaitForThreadpoolWaitCallbacks(waits[i], FALSE);
        CloseThreadpoolWait(waits[i]);
    }
}

static volatile LONG cancelled;

static VOID CALLBACK note_cancel(PVOID context, PVOID cleanup_context)
{
    cancelled += (LONG)(LONG_PTR)context + (LONG)(LONG_PTR)cleanup_context;
}

CASE(a_cleanup_group_closes_its_members)
{
    PTP_CLEANUP_GROUP group = CreateThreadpoolCleanupGroup();
    PTP_POOL pool = CreateThreadpool(NULL);
    TP_CALLBACK_ENVIRON environment;
    PTP_TIMER timer;
    PTP_WORK work;
    FILETIME due = relative(100000);

    REQUIRE(group && pool);
    SetThreadpoolThreadMaximum(pool, 1);
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    SetThreadpoolCallbackCleanupGroup(&environment, group, note_cancel);
    work = CreateThreadpoolWork(slow_work, (PVOID)1, &environment);
    timer = CreateThreadpoolTimer(count_timer, (PVOID)2, &environment);
    SetThreadpoolTimer(timer, &due, 0, 0);
    for (int i = 0; i < 20; i++)
        SubmitThreadpoolWork(work);
    CloseThreadpoolCleanupGroupMembers(group, TRUE, (PVOID)100);
    CHECK(count < 20);
    CHECK_EQ(running, 0);
    CHECK_EQ(cancelled, 203);
    CloseThreadpoolCleanupGroup(group);
    CloseThreadpool(pool);
}

static DWORD CALLBACK count_item(PVOID context)
{
    InterlockedExchangeAdd(&count, (LONG)(LONG_PTR)context);
    SetEvent(done);
    return 0;
}

CASE(a_work_item_runs_on_another_thread)
{
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    CHECK(QueueUserWorkItem(count_item, (PVOID)5, WT_EXECUTEDEFAULT));
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_EQ(count, 5);
}

static volatile LONG timed_out;

static VOID CALLBACK note_registered(PVOID context, BOOLEAN by_time)
{
    if (by_time)
        timed_out++;
    else
        InterlockedIncrement(&count);
    SetEvent(done);
}

CASE(a_registered_wait_fires_each_time)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), wait;
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    REQUIRE(RegisterWaitForSingleObject(&wait, event, note_registered, NULL, INFINITE, 0));
    for (int i = 1; i <= 5; i++) {
        SetEvent(event);
        CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
        CHECK_EQ(count, i);
    }
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    SetEvent(event);
    CHECK_EQ(WaitForSingleObject(done, 80), WAIT_TIMEOUT);
    CHECK_EQ(count, 5);
}

CASE(a_registered_wait_that_executes_once_fires_once)
{
    HANDLE event = CreateEventW(NULL, TRUE, TRUE, NULL), wait;
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    REQUIRE(RegisterWaitForSingleObject(&wait, event, note_registered, NULL, INFINITE,
                                        WT_EXECUTEONLYONCE));
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(done, 80), WAIT_TIMEOUT);
    CHECK_EQ(count, 1);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
}

CASE(a_registered_wait_times_out_again_and_again)
{
    WINE_DIFFERS("it waits on after one timeout");
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), wait;
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    REQUIRE(RegisterWaitForSingleObject(&wait, event, note_registered, NULL, 20, 0));
    for (int i = 0; i < 3; i++)
        CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK(timed_out >= 3);
    CHECK_EQ(count, 0);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
}

static VOID CALLBACK hold(PVOID context, BOOLEAN by_time)
{
    SetEvent(done);
    WaitForSingleObject(gate, 5000);
    InterlockedIncrement(&count);
}

CASE(unregistering_reports_a_callback_that_still_runs)
{
    HANDLE event = CreateEventW(NULL, FALSE, TRUE, NULL), wait;
    HANDLE gone = CreateEventW(NULL, TRUE, FALSE, NULL);

    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    gate = CreateEventW(NULL, TRUE, FALSE, NULL);
    REQUIRE(RegisterWaitForSingleObject(&wait, event, hold, NULL, INFINITE, WT_EXECUTEONLYONCE));
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_FAILS(UnregisterWaitEx(wait, gone), ERROR_IO_PENDING);
    CHECK_EQ(WaitForSingleObject(gone, 30), WAIT_TIMEOUT);
    SetEvent(gate);
    CHECK_EQ(WaitForSingleObject(gone, 5000), WAIT_OBJECT_0);
    CHECK_EQ(count, 1);
}

CASE(a_timer_queue_timer_repeats)
{
    HANDLE queue = CreateTimerQueue(), timer;
    LONG before;

    REQUIRE(queue);
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    REQUIRE(CreateTimerQueueTimer(&timer, queue, note_registered, NULL, 5, 20, 0));
    Sleep(200);
    CHECK(timed_out >= 3);
    CHECK(DeleteTimerQueueTimer(queue, timer, INVALID_HANDLE_VALUE));
    before = timed_out;
    Sleep(80);
    CHECK_EQ(timed_out, before);
    CHECK(DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
}

CASE(a_timer_of_the_default_queue_can_be_changed)
{
    HANDLE timer;
    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    REQUIRE(CreateTimerQueueTimer(&timer, NULL, note_registered, NULL, 100000, 0, 0));
    CHECK_EQ(WaitForSingleObject(done, 60), WAIT_TIMEOUT);
    CHECK(ChangeTimerQueueTimer(NULL, timer, 10, 0));
    CHECK_EQ(WaitForSingleObject(done, 5000), WAIT_OBJECT_0);
    CHECK_EQ(timed_out, 1);
    CHECK(DeleteTimerQueueTimer(NULL, timer, INVALID_HANDLE_VALUE));
}

CASE(deleting_a_queue_deletes_its_timers)
{
    WINE_DIFFERS("Wine 8 may hang in DeleteTimerQueueEx");
    HANDLE queue = CreateTimerQueue(), timer;
    LONG before;
    for (int i = 0; i < 5; i++)
        REQUIRE(CreateTimerQueueTimer(&timer, queue, note_registered, NULL, 5, 5, 0));
    Sleep(60);
    CHECK(DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
    before = timed_out;
    CHECK(before >= 5);
    Sleep(60);
    CHECK_EQ(timed_out, before);
}
