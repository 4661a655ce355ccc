#include "conformance.h"

static HANDLE mutex;

CASE(mutex_is_recursive)
{
    mutex = CreateMutexW(NULL, TRUE, NULL);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    for (int i = 0; i < 3; i++)
        CHECK(ReleaseMutex(mutex));
    CHECK_FAILS(ReleaseMutex(mutex), ERROR_NOT_OWNER);
}

static DWORD CALLBACK try_mutex(void *unused)
{
    DWORD result = WaitForSingleObject(mutex, 0);
    if (result == WAIT_OBJECT_0 || result == WAIT_ABANDONED)
        ReleaseMutex(mutex);
    return result;
}

static DWORD on_a_thread(LPTHREAD_START_ROUTINE routine)
{
    DWORD code = 0xbad;
    HANDLE thread = CreateThread(NULL, 0, routine, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CloseHandle(thread);
    return code;
}

CASE(only_the_owner_passes)
{
    mutex = CreateMutexW(NULL, TRUE, NULL);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CHECK_EQ(on_a_thread(try_mutex), WAIT_TIMEOUT);
    CHECK(ReleaseMutex(mutex));
    CHECK_EQ(on_a_thread(try_mutex), WAIT_TIMEOUT);
    CHECK(ReleaseMutex(mutex));
    CHECK_EQ(on_a_thread(try_mutex), WAIT_OBJECT_0);
}

static DWORD CALLBACK release_as_a_stranger(void *unused)
{
    CHECK_FAILS(ReleaseMutex(mutex), ERROR_NOT_OWNER);
    return 0;
}

CASE(a_stranger_cannot_release)
{
    mutex = CreateMutexW(NULL, TRUE, NULL);
    on_a_thread(release_as_a_stranger);
    CHECK_EQ(on_a_thread(try_mutex), WAIT_TIMEOUT);
}

static DWORD CALLBACK take_and_leave(void *unused)
{
    return WaitForSingleObject(mutex, 1000);
}

CASE(a_dead_thread_abandons_its_mutex)
{
    mutex = CreateMutexW(NULL, FALSE, NULL);
    CHECK_EQ(on_a_thread(take_and_leave), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, 5000), WAIT_ABANDONED);
    /* It is owned now, and no longer abandoned. */
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex));
    CHECK(ReleaseMutex(mutex));
    CHECK_FAILS(ReleaseMutex(mutex), ERROR_NOT_OWNER);
    CHECK_EQ(on_a_thread(try_mutex), WAIT_OBJECT_0);
}

CASE(abandonment_in_a_wait_for_several)
{
    HANDLE handles[2];
    mutex = CreateMutexW(NULL, FALSE, NULL);
    handles[0] = CreateEventW(NULL, TRUE, FALSE, NULL);
    handles[1] = mutex;
    on_a_thread(take_and_leave);
    CHECK_EQ(WaitForMultipleObjects(2, handles, FALSE, 5000), WAIT_ABANDONED_0 + 1);
    CHECK(ReleaseMutex(mutex));
    on_a_thread(take_and_leave);
    SetEvent(handles[0]);
    CHECK_EQ(WaitForMultipleObjects(2, handles, TRUE, 5000), WAIT_ABANDONED_0);
}

CHILD(dies_with_the_mutex)
{
    HANDLE named = OpenMutexW(SYNCHRONIZE, FALSE, L"conformance mutex");
    DWORD result = named ? WaitForSingleObject(named, 1000) : 99;
    TerminateProcess(GetCurrentProcess(), result);
}

CASE(a_dead_process_abandons_its_mutex)
{
    mutex = CreateMutexW(NULL, FALSE, L"conformance mutex");
    CHECK_EQ(end_child(start_child("dies_with_the_mutex")), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, 5000), WAIT_ABANDONED);
}

static volatile LONG inside, together, total;

static DWORD CALLBACK enter_often(void *unused)
{
    for (int i = 0; i < 500; i++) {
        CHECK_EQ(WaitForSingleObject(mutex, 20000), WAIT_OBJECT_0);
        if (InterlockedIncrement(&inside) != 1)
            together = 1;
        total++;
        InterlockedDecrement(&inside);
        ReleaseMutex(mutex);
    }
    return 0;
}

CASE(mutex_excludes)
{
    HANDLE threads[4];
    mutex = CreateMutexW(NULL, FALSE, NULL);
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, enter_often, NULL, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 25000), WAIT_OBJECT_0);
    CHECK_EQ(together, 0);
    CHECK_EQ(total, 2000);
}

CASE(created_again_says_so_and_is_not_owned)
{
    SetLastError(77);
    mutex = CreateMutexW(NULL, FALSE, L"twice");
    CHECK_LAST_ERROR(0);
    HANDLE again = CreateMutexW(NULL, TRUE, L"twice");
    CHECK_LAST_ERROR(ERROR_ALREADY_EXISTS);
    CHECK(again && again != mutex);
    CHECK_FAILS(ReleaseMutex(again), ERROR_NOT_OWNER);
    CHECK_FAILS(CreateEventW(NULL, FALSE, FALSE, L"twice"), ERROR_INVALID_HANDLE);
    CHECK_FAILS(OpenMutexW(SYNCHRONIZE, FALSE, L"never made"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(OpenEventW(SYNCHRONIZE, FALSE, L"twice"), ERROR_INVALID_HANDLE);
}
