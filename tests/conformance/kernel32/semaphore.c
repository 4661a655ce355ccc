#include "conformance.h"

CASE(counts_down_and_up)
{
    LONG before = 77;
    HANDLE semaphore = CreateSemaphoreW(NULL, 2, 3, NULL);
    REQUIRE(semaphore);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 3, &before));
    CHECK_EQ(before, 0);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
}

CASE(release_beyond_the_maximum_changes_nothing)
{
    WINE_DIFFERS("Wine takes any count");
    LONG before = 77;
    HANDLE semaphore = CreateSemaphoreW(NULL, 2, 3, NULL);
    CHECK_FAILS(ReleaseSemaphore(semaphore, 2, &before), ERROR_TOO_MANY_POSTS);
    CHECK_EQ(before, 77);
    CHECK(ReleaseSemaphore(semaphore, 1, &before));
    CHECK_EQ(before, 2);
    CHECK_FAILS(ReleaseSemaphore(semaphore, 0x7fffffff, NULL), ERROR_TOO_MANY_POSTS);
    CHECK_FAILS(ReleaseSemaphore(semaphore, 0, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(ReleaseSemaphore(semaphore, -1, NULL), ERROR_INVALID_PARAMETER);
}

CASE(bad_counts)
{
    CHECK_FAILS(CreateSemaphoreW(NULL, 0, 0, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CreateSemaphoreW(NULL, 2, 1, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CreateSemaphoreW(NULL, -1, 1, NULL), ERROR_INVALID_PARAMETER);
}

static DWORD CALLBACK take_one(void *semaphore)
{
    return WaitForSingleObject(semaphore, 10000);
}

CASE(release_wakes_as_many_as_it_adds)
{
    HANDLE threads[3], semaphore = CreateSemaphoreW(NULL, 0, 10, NULL);
    for (int i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, take_one, semaphore, 0, NULL);
    Sleep(100);
    CHECK(ReleaseSemaphore(semaphore, 2, NULL));
    DWORD first = WaitForMultipleObjects(3, threads, FALSE, 10000);
    CHECK(first < 3);
    CHECK_EQ(WaitForMultipleObjects(3, threads, TRUE, 100), WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 1, NULL));
    CHECK_EQ(WaitForMultipleObjects(3, threads, TRUE, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
}

CASE(opened_by_name_with_less_access)
{
    HANDLE semaphore = CreateSemaphoreA(NULL, 1, 2, "conformance semaphore");
    HANDLE weak = OpenSemaphoreW(SYNCHRONIZE, FALSE, L"conformance semaphore");
    REQUIRE(semaphore && weak);
    CHECK_EQ(WaitForSingleObject(weak, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CHECK_FAILS(ReleaseSemaphore(weak, 1, NULL), ERROR_ACCESS_DENIED);
}
