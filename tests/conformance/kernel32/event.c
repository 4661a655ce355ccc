#include "conformance.h"

CASE(auto_reset_releases_one_waiter)
{
    HANDLE event = CreateEventW(NULL, FALSE, TRUE, NULL);
    REQUIRE(event);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK(SetEvent(event));
    CHECK(SetEvent(event));
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
}

CASE(manual_reset_stays_set)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    REQUIRE(event);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK(SetEvent(event));
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK(ResetEvent(event));
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
}

CASE(bad_handles)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, NULL), event = CreateEventW(NULL, 0, 0, NULL);
    CHECK_FAILS(SetEvent(NULL), ERROR_INVALID_HANDLE);
    CHECK_FAILS(SetEvent((HANDLE)0x12344), ERROR_INVALID_HANDLE);
    CHECK_FAILS(SetEvent(mutex), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(event));
    CHECK_FAILS(CloseHandle(event), ERROR_INVALID_HANDLE);
    CHECK_NO_FILE(WaitForSingleObject(event, 0), ERROR_INVALID_HANDLE);
}

static DWORD CALLBACK wait_and_count(void *event)
{
    static volatile LONG awake;
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    return InterlockedIncrement(&awake);
}

static void start_waiters(HANDLE *threads, int count, HANDLE event)
{
    for (int i = 0; i < count; i++)
        REQUIRE((threads[i] = CreateThread(NULL, 0, wait_and_count, event, 0, NULL)));
    Sleep(100);
}

CASE(set_wakes_all_or_one)
{
    HANDLE threads[4], manual = CreateEventW(NULL, TRUE, FALSE, NULL);
    start_waiters(threads, 4, manual);
    SetEvent(manual);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 10000), WAIT_OBJECT_0);

    HANDLE one = CreateEventW(NULL, FALSE, FALSE, NULL);
    start_waiters(threads, 2, one);
    SetEvent(one);
    DWORD first = WaitForMultipleObjects(2, threads, FALSE, 10000);
    CHECK(first < 2);
    CHECK_EQ(WaitForSingleObject(threads[1 - first], 50), WAIT_TIMEOUT);
    SetEvent(one);
    CHECK_EQ(WaitForSingleObject(threads[1 - first], 10000), WAIT_OBJECT_0);
}

CASE(pulse_releases_only_those_that_wait)
{
    HANDLE threads[3], manual = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK(PulseEvent(manual));
    CHECK_EQ(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
    start_waiters(threads, 3, manual);
    CHECK(PulseEvent(manual));
    CHECK_EQ(WaitForMultipleObjects(3, threads, TRUE, 5000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
}

CASE(access_rights_of_a_handle_count)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL), weak;
    REQUIRE(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &weak, SYNCHRONIZE,
                            FALSE, 0));
    CHECK_FAILS(SetEvent(weak), ERROR_ACCESS_DENIED);
    CHECK_EQ(WaitForSingleObject(weak, 0), WAIT_TIMEOUT);
    REQUIRE(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &weak,
                            EVENT_MODIFY_STATE, FALSE, 0));
    CHECK(SetEvent(weak));
    CHECK_NO_FILE(WaitForSingleObject(weak, 0), ERROR_ACCESS_DENIED);
}

CASE(create_event_ex_takes_flags)
{
    HANDLE event = CreateEventExW(NULL, NULL, CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET,
                                  EVENT_ALL_ACCESS);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    event = CreateEventExW(NULL, NULL, 0, SYNCHRONIZE);
    CHECK_FAILS(SetEvent(event), ERROR_ACCESS_DENIED);
}

CASE(handles_are_multiples_of_four_and_recycled)
{
    HANDLE first = CreateEventW(NULL, 0, 0, NULL), second = CreateEventW(NULL, 0, 0, NULL);
    CHECK_EQ((ULONG_PTR)first & 3, 0);
    CHECK(first != second);
    /* The low two bits are the application's to use. */
    CHECK(SetEvent((HANDLE)((ULONG_PTR)first | 3)));
    CHECK_EQ(WaitForSingleObject((HANDLE)((ULONG_PTR)first | 1), 0), WAIT_OBJECT_0);
    CloseHandle(first);
    CloseHandle(second);
}

CASE(duplicate_and_compare)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL), copy;
    REQUIRE(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &copy, 0, FALSE,
                            DUPLICATE_SAME_ACCESS));
    CHECK(event != copy);
    CHECK(SetEvent(event));
    CloseHandle(event);
    CHECK_EQ(WaitForSingleObject(copy, 0), WAIT_OBJECT_0);
    HANDLE moved;
    REQUIRE(DuplicateHandle(GetCurrentProcess(), copy, GetCurrentProcess(), &moved, 0, FALSE,
                            DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    CHECK_EQ(WaitForSingleObject(moved, 0), WAIT_OBJECT_0);
    if (moved != copy)
        CHECK_FAILS(CloseHandle(copy), ERROR_INVALID_HANDLE);
    CHECK_FAILS(DuplicateHandle(GetCurrentProcess(), (HANDLE)0x12344, GetCurrentProcess(), &copy, 0,
                                FALSE, DUPLICATE_SAME_ACCESS),
                ERROR_INVALID_HANDLE);
}

CASE(handle_information)
{
    DWORD flags = 7;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK(GetHandleInformation(event, &flags));
    CHECK_EQ(flags, 0);
    CHECK(SetHandleInformation(event, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    CHECK(GetHandleInformation(event, &flags));
    CHECK_EQ(flags, HANDLE_FLAG_INHERIT);
    CHECK(SetHandleInformation(event, HANDLE_FLAG_PROTECT_FROM_CLOSE,
                               HANDLE_FLAG_PROTECT_FROM_CLOSE));
    CHECK_FAILS(CloseHandle(event), ERROR_INVALID_HANDLE);
    CHECK(SetHandleInformation(event, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0));
    CHECK(CloseHandle(event));
    CHECK_FAILS(GetHandleInformation(event, &flags), ERROR_INVALID_HANDLE);
}
