#include "files.h"

static HANDLE new_file(const WCHAR *name)
{
    HANDLE file = open_file(name, READ_WRITE, CREATE_ALWAYS);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    return file;
}

CASE(reading_at_the_end_gives_nothing)
{
    char byte;
    DWORD done = 7;
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK(ReadFile(file, &byte, 1, &done, NULL));
    CHECK(ReadFile(file, &byte, 1, &done, NULL));
    CHECK_EQ(done, 0);
}

CASE(reading_at_an_offset_past_the_end_fails)
{
    OVERLAPPED at = {.Offset = 100};
    char byte;
    DWORD done = 7;
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK_FAILS(ReadFile(file, &byte, 1, &done, &at), ERROR_HANDLE_EOF);
    CHECK_EQ(done, 0);
}

CASE(an_offset_moves_the_pointer_of_a_synchronous_file)
{
    OVERLAPPED at = {.Offset = 2};
    char text[3] = "";
    DWORD done;
    make_file(L"a", "abcdef");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK(ReadFile(file, text, 2, &done, &at));
    CHECK_STR(text, "cd");
    CHECK_EQ(position_of(file), 4);
}

CASE(read_is_short_at_the_end)
{
    char text[10] = "";
    DWORD done;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK(ReadFile(file, text, 9, &done, NULL));
    CHECK_EQ(done, 3);
    CHECK_STR(text, "abc");
}

CASE(pointer_may_pass_the_end_but_not_the_start)
{
    LARGE_INTEGER distant = {.QuadPart = 1LL << 40}, back = {.QuadPart = -1}, position;
    HANDLE file = new_file(L"a");
    CHECK(SetFilePointerEx(file, distant, &position, FILE_BEGIN));
    CHECK_EQ(position.QuadPart, distant.QuadPart);
    CHECK_EQ(size_of(file), 0);
    CHECK_FAILS(SetFilePointerEx(file, back, NULL, FILE_BEGIN), ERROR_NEGATIVE_SEEK);
    CHECK_FAILS(SetFilePointerEx(file, back, NULL, FILE_END), ERROR_NEGATIVE_SEEK);
    CHECK_FAILS(SetFilePointerEx(file, distant, NULL, 9), ERROR_INVALID_PARAMETER);
    CHECK_EQ(position_of(file), distant.QuadPart);
}

CASE(short_seek_uses_the_high_part)
{
    LONG high = 1;
    HANDLE file = new_file(L"a");
    CHECK_EQ(SetFilePointer(file, 5, &high, FILE_BEGIN), 5);
    CHECK_EQ(high, 1);
    CHECK_EQ(position_of(file), 0x100000005);
    CHECK_NO_FILE(SetFilePointer(file, -1, NULL, FILE_BEGIN), ERROR_NEGATIVE_SEEK);
    CHECK_EQ(SetFilePointer(file, 7, NULL, FILE_BEGIN), 7);
    CHECK_EQ(SetFilePointer(file, -3, NULL, FILE_CURRENT), 4);
}

CASE(writing_past_the_end_fills_with_zeros)
{
    char text[8];
    DWORD done;
    HANDLE file = new_file(L"a");
    SetFilePointer(file, 5, NULL, FILE_BEGIN);
    CHECK(WriteFile(file, "x", 1, &done, NULL));
    CHECK_EQ(size_of(file), 6);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, text, 8, &done, NULL));
    CHECK_EQ(done, 6);
    CHECK(memcmp(text, "\0\0\0\0\0x", 6) == 0);
}

CASE(set_end_of_file_goes_both_ways)
{
    char text[8];
    DWORD done;
    make_file(L"a", "abcdef");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    SetFilePointer(file, 2, NULL, FILE_BEGIN);
    CHECK(SetEndOfFile(file));
    CHECK_EQ(size_of(file), 2);
    SetFilePointer(file, 4, NULL, FILE_BEGIN);
    CHECK(SetEndOfFile(file));
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, text, 8, &done, NULL));
    CHECK_EQ(done, 4);
    CHECK(memcmp(text, "ab\0\0", 4) == 0);
}

CASE(sizes_beyond_four_gigabytes)
{
    LARGE_INTEGER size = {.QuadPart = 0x123456789};
    DWORD high = 0;
    HANDLE file = new_file(L"a");
    CHECK(SetFilePointerEx(file, size, NULL, FILE_BEGIN));
    CHECK(SetEndOfFile(file));
    CHECK_EQ(size_of(file), size.QuadPart);
    CHECK_EQ(GetFileSize(file, &high), 0x23456789);
    CHECK_EQ(high, 1);
}

CASE(zero_byte_write_changes_nothing)
{
    DWORD done = 7;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    SetFilePointer(file, 1, NULL, FILE_BEGIN);
    CHECK(WriteFile(file, "", 0, &done, NULL));
    CHECK_EQ(done, 0);
    CHECK_EQ(size_of(file), 3);
}

CASE(bad_buffer_is_an_error)
{
    DWORD done = 7;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK_FAILS(ReadFile(file, (void *)16, 3, &done, NULL), ERROR_NOACCESS);
    CHECK_FAILS(WriteFile(file, (void *)16, 3, &done, NULL), ERROR_INVALID_USER_BUFFER);
}

CASE(flush_needs_a_writable_file)
{
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_WRITE, OPEN_EXISTING);
    CHECK(FlushFileBuffers(file));
    CloseHandle(file);
    CHECK_FAILS(FlushFileBuffers(file), ERROR_INVALID_HANDLE);
}

CASE(flush_of_a_read_handle_is_refused)
{
    WINE_DIFFERS("Wine flushes it");
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK_FAILS(FlushFileBuffers(file), ERROR_ACCESS_DENIED);
}

static HANDLE open_overlapped(void)
{
    HANDLE file =
        CreateFileW(L"a", READ_WRITE, SHARE_ALL, NULL, OPEN_ALWAYS, FILE_FLAG_OVERLAPPED, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    return file;
}

/* Waits, if that is needed, for a call that was begun. */
static DWORD completed(HANDLE file, BOOL result, OVERLAPPED *overlapped)
{
    DWORD done = 0xbad;
    CHECK(result || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(file, overlapped, &done, TRUE));
    return done;
}

CASE(overlapped_read_and_write)
{
    OVERLAPPED at = {.Offset = 3, .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    char text[4] = "";
    HANDLE file = open_overlapped();
    CHECK_EQ(completed(file, WriteFile(file, "abc", 3, NULL, &at), &at), 3);
    CHECK_EQ(WaitForSingleObject(at.hEvent, 0), WAIT_OBJECT_0);
    CHECK_EQ(at.InternalHigh, 3);
    ResetEvent(at.hEvent);
    CHECK_EQ(completed(file, ReadFile(file, text, 3, NULL, &at), &at), 3);
    CHECK_STR(text, "abc");
    CHECK_EQ(size_of(file), 6);
}

CASE(overlapped_read_past_the_end)
{
    OVERLAPPED at = {.Offset = 100, .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    char byte;
    DWORD done = 7;
    HANDLE file = open_overlapped();
    BOOL result = ReadFile(file, &byte, 1, NULL, &at);
    CHECK(!result);
    if (GetLastError() == ERROR_IO_PENDING)
        CHECK_FAILS(GetOverlappedResult(file, &at, &done, TRUE), ERROR_HANDLE_EOF);
    else
        CHECK_LAST_ERROR(ERROR_HANDLE_EOF);
}

CASE(overlapped_file_needs_an_offset)
{
    char byte;
    DWORD done;
    HANDLE file = open_overlapped();
    CHECK_FAILS(ReadFile(file, &byte, 1, &done, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(WriteFile(file, "x", 1, &done, NULL), ERROR_INVALID_PARAMETER);
}

static VOID CALLBACK note_completion(DWORD error, DWORD done, OVERLAPPED *overlapped)
{
    CHECK_EQ(error, 0);
    *(DWORD *)overlapped->hEvent = done;
}

CASE(completion_routine_runs_in_an_alertable_wait)
{
    DWORD done = 0;
    OVERLAPPED at = {.hEvent = &done};
    HANDLE file = open_overlapped();
    CHECK(WriteFileEx(file, "abc", 3, &at, note_completion));
    Sleep(20);
    CHECK_EQ(done, 0);
    CHECK_EQ(SleepEx(5000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(done, 3);
}

CASE(completion_port_gets_the_packet)
{
    OVERLAPPED at = {.Offset = 1}, *which = NULL;
    ULONG_PTR key = 0;
    DWORD done = 0;
    HANDLE file = open_overlapped(), port = CreateIoCompletionPort(file, NULL, 0x77, 0);
    REQUIRE(port);
    CHECK(WriteFile(file, "abc", 3, NULL, &at) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetQueuedCompletionStatus(port, &done, &key, &which, 5000));
    CHECK_EQ(done, 3);
    CHECK_EQ(key, 0x77);
    CHECK_PTR(which, &at);
    CHECK_FAILS(GetQueuedCompletionStatus(port, &done, &key, &which, 0), WAIT_TIMEOUT);
    CHECK_PTR(which, NULL);
}

CASE(posted_packets_come_in_order)
{
    OVERLAPPED *which;
    ULONG_PTR key;
    DWORD done;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    REQUIRE(port);
    for (DWORD i = 1; i <= 3; i++)
        CHECK(PostQueuedCompletionStatus(port, i, i * 10, (OVERLAPPED *)(ULONG_PTR)(i * 100)));
    for (DWORD i = 1; i <= 3; i++) {
        CHECK(GetQueuedCompletionStatus(port, &done, &key, &which, 0));
        CHECK_EQ(done, i);
        CHECK_EQ(key, i * 10);
        CHECK_PTR(which, i * 100);
    }
}

CASE(several_packets_at_once)
{
    OVERLAPPED_ENTRY entries[5];
    ULONG count = 0;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    for (DWORD i = 1; i <= 3; i++)
        PostQueuedCompletionStatus(port, i, i, NULL);
    CHECK(GetQueuedCompletionStatusEx(port, entries, 2, &count, 0, FALSE));
    CHECK_EQ(count, 2);
    CHECK_EQ(entries[1].lpCompletionKey, 2);
    CHECK(GetQueuedCompletionStatusEx(port, entries, 5, &count, 0, FALSE));
    CHECK_EQ(count, 1);
    CHECK_EQ(entries[0].dwNumberOfBytesTransferred, 3);
    CHECK_FAILS(GetQueuedCompletionStatusEx(port, entries, 5, &count, 0, FALSE), WAIT_TIMEOUT);
}

CASE(closed_port_wakes_nobody_else)
{
    OVERLAPPED *which = (void *)1;
    ULONG_PTR key;
    DWORD done;
    CHECK_FAILS(GetQueuedCompletionStatus((HANDLE)0x7770, &done, &key, &which, 0),
                ERROR_INVALID_HANDLE);
    CHECK_PTR(which, NULL);
}

CASE(unbuffered_io_wants_whole_sectors)
{
    WINE_DIFFERS("Wine ignores FILE_FLAG_NO_BUFFERING");
    char *buffer = VirtualAlloc(NULL, 8192, MEM_COMMIT, PAGE_READWRITE);
    DWORD done = 7;
    HANDLE file =
        CreateFileW(L"a", READ_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_NO_BUFFERING, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE && buffer);
    CHECK(WriteFile(file, buffer, 4096, &done, NULL));
    CHECK_FAILS(WriteFile(file, buffer, 100, &done, NULL), ERROR_INVALID_PARAMETER);
}

CASE(cancel_without_requests)
{
    WINE_DIFFERS("Wine succeeds");
    OVERLAPPED at = {0};
    HANDLE file = open_overlapped();
    CHECK_FAILS(CancelIoEx(file, NULL), ERROR_NOT_FOUND);
    CHECK_FAILS(CancelIoEx(file, &at), ERROR_NOT_FOUND);
    CHECK(CancelIo(file));
}
