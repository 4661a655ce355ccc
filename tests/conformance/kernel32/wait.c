#include "conformance.h"

static HANDLE event_of(BOOL manual, BOOL set)
{
    HANDLE event = CreateEventW(NULL, manual, set, NULL);
    REQUIRE(event);
    return event;
}

CASE(wait_any_takes_the_lowest_index)
{
    HANDLE handles[3] = {event_of(FALSE, FALSE), event_of(FALSE, TRUE), event_of(FALSE, TRUE)};
    CHECK_EQ(WaitForMultipleObjects(3, handles, FALSE, 0), WAIT_OBJECT_0 + 1);
    CHECK_EQ(WaitForMultipleObjects(3, handles, FALSE, 0), WAIT_OBJECT_0 + 2);
    CHECK_EQ(WaitForMultipleObjects(3, handles, FALSE, 0), WAIT_TIMEOUT);
}

CASE(wait_all_takes_nothing_until_all_are_set)
{
    HANDLE handles[2] = {event_of(FALSE, TRUE), event_of(FALSE, FALSE)};
    CHECK_EQ(WaitForMultipleObjects(2, handles, TRUE, 50), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(handles[0], 0), WAIT_OBJECT_0);
    SetEvent(handles[0]);
    SetEvent(handles[1]);
    CHECK_EQ(WaitForMultipleObjects(2, handles, TRUE, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(handles[0], 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(handles[1], 0), WAIT_TIMEOUT);
}

static DWORD CALLBACK wait_for_both(void *handles)
{
    return WaitForMultipleObjects(2, handles, TRUE, 10000);
}

CASE(a_blocked_wait_all_leaves_the_first_to_others)
{
    DWORD code = 0xbad;
    HANDLE handles[2] = {event_of(FALSE, FALSE), event_of(FALSE, FALSE)};
    HANDLE thread = CreateThread(NULL, 0, wait_for_both, handles, 0, NULL);
    Sleep(50);
    SetEvent(handles[0]);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(handles[0], 0), WAIT_OBJECT_0);
    SetEvent(handles[1]);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    SetEvent(handles[0]);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(handles[1], 0), WAIT_TIMEOUT);
}

CASE(wait_limits)
{
    HANDLE handles[65];
    for (int i = 0; i < 65; i++)
        handles[i] = event_of(FALSE, i == 63);
    CHECK_EQ(WaitForMultipleObjects(64, handles, FALSE, 0), 63);
    CHECK_NO_FILE(WaitForMultipleObjects(65, handles, FALSE, 0), ERROR_INVALID_PARAMETER);
    CHECK_NO_FILE(WaitForMultipleObjects(0, handles, FALSE, 0), ERROR_INVALID_PARAMETER);
    handles[1] = (HANDLE)0x12344;
    CHECK_NO_FILE(WaitForMultipleObjects(2, handles, FALSE, 0), ERROR_INVALID_HANDLE);
}

CASE(wait_all_refuses_the_same_object_twice)
{
    WINE_DIFFERS("Wine waits");
    HANDLE event = event_of(TRUE, TRUE), handles[2] = {event, event};
    CHECK_NO_FILE(WaitForMultipleObjects(2, handles, TRUE, 0), ERROR_INVALID_PARAMETER);
    CHECK_EQ(WaitForMultipleObjects(2, handles, FALSE, 0), WAIT_OBJECT_0);
}

CASE(timeout_lasts_as_long_as_asked)
{
    HANDLE event = event_of(FALSE, FALSE);
    ULONGLONG start = GetTickCount64();
    CHECK_EQ(WaitForSingleObject(event, 100), WAIT_TIMEOUT);
    CHECK(GetTickCount64() - start >= 80);
    CHECK(GetTickCount64() - start < 5000);
}

CASE(wait_on_what_cannot_be_waited_for)
{
    HANDLE mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, NULL);
    REQUIRE(mapping);
    CHECK_NO_FILE(WaitForSingleObject(mapping, 0), ERROR_ACCESS_DENIED);
    CHECK_NO_FILE(WaitForSingleObject(NULL, 0), ERROR_INVALID_HANDLE);
    CHECK_EQ(WaitForSingleObject(GetCurrentProcess(), 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(GetCurrentThread(), 0), WAIT_TIMEOUT);
}

CASE(signal_and_wait_does_both)
{
    HANDLE first = event_of(FALSE, FALSE), second = event_of(FALSE, TRUE);
    CHECK_EQ(SignalObjectAndWait(first, second, 0, FALSE), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(first, 0), WAIT_OBJECT_0);
    CHECK_EQ(SignalObjectAndWait(first, second, 0, FALSE), WAIT_TIMEOUT);
    HANDLE mutex = CreateMutexW(NULL, FALSE, NULL);
    CHECK_NO_FILE(SignalObjectAndWait(mutex, first, 0, FALSE), ERROR_NOT_OWNER);
    HANDLE semaphore = CreateSemaphoreW(NULL, 1, 1, NULL);
    CHECK_NO_FILE(SignalObjectAndWait(semaphore, first, 0, FALSE), ERROR_TOO_MANY_POSTS);
}

static int order[8], ran;

static void CALLBACK on_apc(ULONG_PTR number)
{
    order[ran++] = (int)number;
}

CASE(apcs_run_in_order_in_an_alertable_wait)
{
    HANDLE event = event_of(FALSE, FALSE);
    for (int i = 1; i <= 3; i++)
        CHECK(QueueUserAPC(on_apc, GetCurrentThread(), i));
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK_EQ(ran, 0);
    CHECK_EQ(WaitForSingleObjectEx(event, 10000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(ran, 3);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(order[i], i + 1);
    CHECK_EQ(SleepEx(0, TRUE), 0);
}

CASE(a_wait_reports_either_its_object_or_an_apc)
{
    HANDLE event = event_of(FALSE, TRUE);
    QueueUserAPC(on_apc, GetCurrentThread(), 1);
    DWORD result = WaitForSingleObjectEx(event, 0, TRUE);
    CHECK(result == WAIT_OBJECT_0 || result == WAIT_IO_COMPLETION);
    CHECK_EQ(ran, result == WAIT_IO_COMPLETION);
}

static void CALLBACK queue_another(ULONG_PTR depth)
{
    ran++;
    if (depth)
        QueueUserAPC(queue_another, GetCurrentThread(), depth - 1);
}

CASE(apcs_queued_by_apcs_run_too)
{
    QueueUserAPC(queue_another, GetCurrentThread(), 3);
    CHECK_EQ(SleepEx(0, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(ran, 4);
}

static DWORD CALLBACK sleep_alertably(void *ready)
{
    SetEvent(ready);
    return SleepEx(10000, TRUE);
}

CASE(apc_wakes_another_thread)
{
    DWORD code = 0;
    HANDLE ready = event_of(FALSE, FALSE);
    HANDLE thread = CreateThread(NULL, 0, sleep_alertably, ready, 0, NULL);
    WaitForSingleObject(ready, 10000);
    CHECK(QueueUserAPC(on_apc, thread, 5));
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, WAIT_IO_COMPLETION);
    CHECK_EQ(order[0], 5);
    CHECK_FAILS(QueueUserAPC(on_apc, thread, 6), ERROR_GEN_FAILURE);
}

static DWORD CALLBACK do_nothing(void *unused)
{
    return 0;
}

CASE(apc_runs_before_a_new_thread_starts)
{
    HANDLE thread = CreateThread(NULL, 0, do_nothing, NULL, CREATE_SUSPENDED, NULL);
    CHECK(QueueUserAPC(on_apc, thread, 9));
    ResumeThread(thread);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK_EQ(ran, 1);
    CHECK_EQ(order[0], 9);
}

CASE(thread_handle_is_set_when_the_thread_ends)
{
    HANDLE thread = CreateThread(NULL, 0, do_nothing, NULL, CREATE_SUSPENDED, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 0), WAIT_TIMEOUT);
    ResumeThread(thread);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(thread, 0), WAIT_OBJECT_0);
}

static void CALLBACK on_wait(void *data, BOOLEAN timed_out)
{
    InterlockedExchange(data, timed_out ? 2 : 1);
}

CASE(registered_wait_calls_back)
{
    volatile LONG result = 0;
    HANDLE wait = NULL, event = event_of(FALSE, FALSE);
    REQUIRE(RegisterWaitForSingleObject(&wait, event, on_wait, (void *)&result, INFINITE,
                                        WT_EXECUTEONLYONCE));
    SetEvent(event);
    for (int i = 0; i < 500 && !result; i++)
        Sleep(10);
    CHECK_EQ(result, 1);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    result = 0;
    REQUIRE(RegisterWaitForSingleObject(&wait, event, on_wait, (void *)&result, 10,
                                        WT_EXECUTEONLYONCE));
    for (int i = 0; i < 500 && !result; i++)
        Sleep(10);
    CHECK_EQ(result, 2);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
}
