#include "files.h"

static HANDLE open_ten(void)
{
    make_file(L"a", "0123456789");
    return open_file(L"a", READ_WRITE, OPEN_EXISTING);
}

static BOOL lock(HANDLE file, DWORD flags, DWORD offset, DWORD size)
{
    OVERLAPPED at = {.Offset = offset};
    return LockFileEx(file, flags | LOCKFILE_FAIL_IMMEDIATELY, 0, size, 0, &at);
}

static BOOL unlock(HANDLE file, DWORD offset, DWORD size)
{
    OVERLAPPED at = {.Offset = offset};
    return UnlockFileEx(file, 0, size, 0, &at);
}

CASE(exclusive_lock_keeps_others_out)
{
    HANDLE first = open_ten(), second = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(LockFile(first, 2, 0, 4, 0));
    CHECK_FAILS(LockFile(second, 5, 0, 4, 0), ERROR_LOCK_VIOLATION);
    CHECK_FAILS(lock(second, 0, 2, 1), ERROR_LOCK_VIOLATION);
    CHECK(LockFile(second, 6, 0, 4, 0));
    CHECK(LockFile(second, 0, 0, 2, 0));
}

CASE(locks_are_not_recursive)
{
    HANDLE file = open_ten();
    CHECK(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
    CHECK_FAILS(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 2, 4), ERROR_LOCK_VIOLATION);
    CHECK_FAILS(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4), ERROR_LOCK_VIOLATION);
}

CASE(an_exclusive_lock_steps_down_to_a_shared_one)
{
    WINE_DIFFERS("Wine's locks of one handle replace each other");
    HANDLE first = open_ten(), second = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(lock(first, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
    CHECK(lock(first, 0, 0, 4));
    CHECK_FAILS(lock(second, 0, 0, 4), ERROR_LOCK_VIOLATION);
    CHECK(unlock(first, 0, 4)); /* the exclusive one goes first */
    CHECK(lock(second, 0, 0, 4));
    CHECK_FAILS(lock(second, LOCKFILE_EXCLUSIVE_LOCK, 0, 4), ERROR_LOCK_VIOLATION);
    CHECK(unlock(first, 0, 4));
    CHECK_FAILS(unlock(first, 0, 4), ERROR_NOT_LOCKED);
}

CASE(a_shared_lock_is_no_step_to_an_exclusive_one)
{
    HANDLE file = open_ten();
    CHECK(lock(file, 0, 0, 4));
    CHECK_FAILS(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4), ERROR_LOCK_VIOLATION);
}

CASE(shared_locks_stand_together)
{
    HANDLE first = open_ten(), second = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(lock(first, 0, 0, 4));
    CHECK(lock(second, 0, 0, 4));
    CHECK(lock(first, 0, 2, 4));
    CHECK_FAILS(lock(second, LOCKFILE_EXCLUSIVE_LOCK, 3, 1), ERROR_LOCK_VIOLATION);
}

CASE(unlock_wants_the_exact_range)
{
    WINE_DIFFERS("Wine gives another error");
    HANDLE file = open_ten();
    CHECK(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
    CHECK_FAILS(unlock(file, 0, 3), ERROR_NOT_LOCKED);
    CHECK_FAILS(unlock(file, 1, 3), ERROR_NOT_LOCKED);
    CHECK(unlock(file, 0, 4));
    CHECK_FAILS(unlock(file, 0, 4), ERROR_NOT_LOCKED);
}

CASE(locks_stop_reads_and_writes_of_others)
{
    WINE_DIFFERS("Wine's byte-range locks are advisory");
    OVERLAPPED at = {.Offset = 2};
    char byte;
    DWORD done;
    HANDLE first = open_ten(), second = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(lock(first, LOCKFILE_EXCLUSIVE_LOCK, 2, 4));
    CHECK(ReadFile(first, &byte, 1, &done, &at));
    at.Offset = 3;
    CHECK_FAILS(ReadFile(second, &byte, 1, &done, &at), ERROR_LOCK_VIOLATION);
    CHECK_FAILS(WriteFile(second, "x", 1, &done, &at), ERROR_LOCK_VIOLATION);
    at.Offset = 6;
    CHECK(ReadFile(second, &byte, 1, &done, &at));
    CHECK(unlock(first, 2, 4));
    at.Offset = 3;
    CHECK(WriteFile(second, "x", 1, &done, &at));
}

CASE(shared_lock_stops_even_its_owner_from_writing)
{
    WINE_DIFFERS("Wine's byte-range locks are advisory");
    OVERLAPPED at = {.Offset = 2};
    char byte;
    DWORD done;
    HANDLE file = open_ten();
    CHECK(lock(file, 0, 2, 4));
    CHECK(ReadFile(file, &byte, 1, &done, &at));
    at.Offset = 3;
    CHECK_FAILS(WriteFile(file, "x", 1, &done, &at), ERROR_LOCK_VIOLATION);
}

CASE(locks_may_lie_past_the_end)
{
    HANDLE first = open_ten(), second = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(LockFile(first, 0, 0x7fffffff, 10, 0));
    CHECK_FAILS(LockFile(second, 5, 0x7fffffff, 1, 0), ERROR_LOCK_VIOLATION);
    CHECK_EQ(size_of(first), 10);
}

CASE(closing_releases_locks)
{
    HANDLE first = open_ten(), second = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(lock(first, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
    CloseHandle(first);
    CHECK(lock(second, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
}

CHILD(locks_and_dies)
{
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    TerminateProcess(GetCurrentProcess(), lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4) ? 3 : 4);
}

CHILD(tries_the_lock)
{
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    ExitProcess(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4) ? 3 : GetLastError());
}

CASE(locks_hold_across_processes_and_die_with_them)
{
    HANDLE file = open_ten();
    CHECK(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
    CHECK_EQ(end_child(start_child("tries_the_lock")), ERROR_LOCK_VIOLATION);
    CHECK(unlock(file, 0, 4));
    CHECK_EQ(end_child(start_child("locks_and_dies")), 3);
    CHECK(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
}

static DWORD CALLBACK wait_for_lock(void *file)
{
    OVERLAPPED at = {0};
    return LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 4, 0, &at);
}

CASE(a_waiting_lock_gets_its_turn)
{
    DWORD code = 0;
    HANDLE first = open_ten(), second = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(lock(first, LOCKFILE_EXCLUSIVE_LOCK, 0, 4));
    HANDLE thread = CreateThread(NULL, 0, wait_for_lock, second, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 100), WAIT_TIMEOUT);
    CHECK(unlock(first, 0, 4));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, TRUE);
}

CASE(zero_length_lock_and_bad_flags)
{
    HANDLE file = open_ten();
    OVERLAPPED at = {0};
    CHECK(lock(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 10));
    CHECK_FAILS(LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY, 1, 1, 0, &at), ERROR_INVALID_PARAMETER);
}
