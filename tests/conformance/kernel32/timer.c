#include "conformance.h"

#define MILLISECONDS 10000LL

static LARGE_INTEGER in(LONGLONG milliseconds)
{
    LARGE_INTEGER due = {.QuadPart = -milliseconds * MILLISECONDS};
    return due;
}

CASE(timer_fires_once)
{
    LARGE_INTEGER due = in(50);
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    ULONGLONG start = GetTickCount64();
    REQUIRE(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK(GetTickCount64() - start >= 30);
    CHECK_EQ(WaitForSingleObject(timer, 100), WAIT_TIMEOUT);
}

CASE(manual_reset_timer_stays_set_until_set_again)
{
    LARGE_INTEGER due = in(1), late = in(100000);
    HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
    REQUIRE(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0);
    REQUIRE(SetWaitableTimer(timer, &late, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_TIMEOUT);
}

CASE(periodic_timer_fires_again)
{
    LARGE_INTEGER due = in(1);
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    REQUIRE(SetWaitableTimer(timer, &due, 20, NULL, NULL, FALSE));
    for (int i = 0; i < 4; i++)
        CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK(CancelWaitableTimer(timer));
}

CASE(cancelled_timer_does_not_fire)
{
    LARGE_INTEGER due = in(60);
    HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
    REQUIRE(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK(CancelWaitableTimer(timer));
    CHECK_EQ(WaitForSingleObject(timer, 150), WAIT_TIMEOUT);
}

CASE(absolute_time_in_the_past_fires_at_once)
{
    LARGE_INTEGER due = {.QuadPart = 1};
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    REQUIRE(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 5000), WAIT_OBJECT_0);
}

CASE(absolute_time_in_the_future)
{
    LARGE_INTEGER due;
    FILETIME now;
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    GetSystemTimeAsFileTime(&now);
    due.LowPart = now.dwLowDateTime;
    due.HighPart = now.dwHighDateTime;
    due.QuadPart += 100 * MILLISECONDS;
    REQUIRE(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
}

static int calls;

static void CALLBACK on_timer(void *argument, DWORD low, DWORD high)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    CHECK(high == now.dwHighDateTime || high == now.dwHighDateTime - 1);
    CHECK_PTR(argument, &calls);
    calls++;
}

CASE(timer_apc_runs_in_an_alertable_wait)
{
    WINE_DIFFERS("Wine passes another time");
    LARGE_INTEGER due = in(10);
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    REQUIRE(SetWaitableTimer(timer, &due, 0, on_timer, &calls, FALSE));
    Sleep(60);
    CHECK_EQ(calls, 0);
    CHECK_EQ(SleepEx(5000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(calls, 1);
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0);
}

CASE(cancel_takes_back_a_queued_apc)
{
    LARGE_INTEGER due = in(1);
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    REQUIRE(SetWaitableTimer(timer, &due, 0, on_timer, &calls, FALSE));
    Sleep(60);
    CHECK(CancelWaitableTimer(timer));
    CHECK_EQ(SleepEx(0, TRUE), 0);
    CHECK_EQ(calls, 0);
}

static void CALLBACK on_queue_timer(void *event, BOOLEAN fired)
{
    CHECK_EQ(fired, TRUE);
    SetEvent(event);
}

CASE(timer_queue_calls_back)
{
    HANDLE timer = NULL, event = CreateEventW(NULL, FALSE, FALSE, NULL);
    REQUIRE(CreateTimerQueueTimer(&timer, NULL, on_queue_timer, event, 10, 20, 0));
    for (int i = 0; i < 3; i++)
        CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK(DeleteTimerQueueTimer(NULL, timer, INVALID_HANDLE_VALUE));
    WaitForSingleObject(event, 0);
    CHECK_EQ(WaitForSingleObject(event, 80), WAIT_TIMEOUT);
}
