/* Mailslots. */
#include "conformance.h"

#define NAME slot_name(GetCurrentProcessId())
#define NONE INVALID_HANDLE_VALUE

static const WCHAR *slot_name(DWORD id)
{
    static WCHAR text[40] = L"\\\\.\\mailslot\\bailey_";
    for (int i = 0; i < 8; i++)
        text[20 + i] = (WCHAR)('a' + (id >> (4 * i) & 15));
    return text;
}

static HANDLE post_box(void)
{
    return CreateFileW(NAME, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       0, NULL);
}

CASE(messages_arrive_in_order)
{
    HANDLE slot = CreateMailslotW(NAME, 0, 0, NULL), box = post_box();
    char text[16] = "";
    DWORD done;
    REQUIRE(slot != NONE && box != NONE);
    CHECK(WriteFile(box, "first", 5, &done, NULL));
    CHECK_EQ(done, 5);
    CHECK(WriteFile(box, "second", 6, &done, NULL));
    CHECK(ReadFile(slot, text, 16, &done, NULL));
    CHECK_EQ(done, 5);
    CHECK(ReadFile(slot, text, 16, &done, NULL));
    CHECK_EQ(done, 6);
}

CASE(several_may_write)
{
    WINE_DIFFERS("Wine counts one message at most");
    HANDLE slot = CreateMailslotW(NAME, 0, 0, NULL), a = post_box(), b = post_box();
    char text[16];
    DWORD done, count = 0;
    CHECK(WriteFile(a, "a", 1, &done, NULL));
    CHECK(WriteFile(b, "b", 1, &done, NULL));
    CloseHandle(a);
    CHECK(WriteFile(b, "b", 1, &done, NULL));
    CHECK(GetMailslotInfo(slot, NULL, NULL, &count, NULL));
    CHECK_EQ(count, 3);
    CHECK(ReadFile(slot, text, 16, &done, NULL));
    CHECK_EQ(text[0], 'a');
}

CASE(information)
{
    HANDLE slot = CreateMailslotW(NAME, 100, 250, NULL), box = post_box();
    DWORD limit, next, count, time, done;
    CHECK(GetMailslotInfo(slot, &limit, &next, &count, &time));
    CHECK_EQ(limit, 100);
    CHECK_EQ(next, MAILSLOT_NO_MESSAGE);
    CHECK_EQ(count, 0);
    CHECK_EQ(time, 250);
    WriteFile(box, "1234567", 7, &done, NULL);
    CHECK(GetMailslotInfo(slot, NULL, &next, &count, NULL));
    CHECK_EQ(next, 7);
    CHECK_EQ(count, 1);
    CHECK(SetMailslotInfo(slot, MAILSLOT_WAIT_FOREVER));
    CHECK(GetMailslotInfo(slot, NULL, NULL, NULL, &time));
    CHECK_EQ(time, MAILSLOT_WAIT_FOREVER);
}

CASE(a_message_that_is_too_long_for_the_buffer_stays)
{
    WINE_DIFFERS("Wine cuts it");
    HANDLE slot = CreateMailslotW(NAME, 0, 0, NULL), box = post_box();
    char text[16] = "";
    DWORD done;
    WriteFile(box, "message", 7, &done, NULL);
    CHECK_FAILS(ReadFile(slot, text, 3, &done, NULL), ERROR_INSUFFICIENT_BUFFER);
    CHECK(ReadFile(slot, text, 16, &done, NULL));
    CHECK_EQ(done, 7);
}

CASE(no_message_in_time)
{
    HANDLE slot = CreateMailslotW(NAME, 0, 0, NULL);
    char text[16];
    DWORD done;
    CHECK_FAILS(ReadFile(slot, text, 16, &done, NULL), ERROR_SEM_TIMEOUT);
    SetMailslotInfo(slot, 30);
    ULONGLONG before = GetTickCount64();
    CHECK_FAILS(ReadFile(slot, text, 16, &done, NULL), ERROR_SEM_TIMEOUT);
    CHECK(GetTickCount64() - before >= 15);
}

static DWORD WINAPI reader(void *slot)
{
    char text[16];
    DWORD done = 0;
    return ReadFile(slot, text, 16, &done, NULL) ? done : 1000 + GetLastError();
}

CASE(a_reader_waits)
{
    HANDLE slot = CreateMailslotW(NAME, 0, MAILSLOT_WAIT_FOREVER, NULL), box = post_box();
    HANDLE thread = CreateThread(NULL, 0, reader, slot, 0, NULL);
    DWORD done, code;
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    CHECK(WriteFile(box, "four", 4, &done, NULL));
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, 4);
}

CASE(names)
{
    CHECK_NO_FILE(post_box(), ERROR_FILE_NOT_FOUND);
    CHECK_NO_FILE(CreateMailslotW(L"no\\mailslot", 0, 0, NULL), ERROR_INVALID_NAME);
    HANDLE slot = CreateMailslotW(NAME, 0, 0, NULL);
    CHECK(slot != NONE);
    CHECK_NO_FILE(CreateMailslotW(NAME, 0, 0, NULL), ERROR_ALREADY_EXISTS);
    CloseHandle(slot);
    CHECK_NO_FILE(post_box(), ERROR_FILE_NOT_FOUND);
}

CASE(one_way_only)
{
    HANDLE slot = CreateMailslotW(NAME, 0, 0, NULL), box = post_box();
    char text[4];
    DWORD done;
    CHECK(!WriteFile(slot, "x", 1, &done, NULL));
    CHECK(!ReadFile(box, text, 1, &done, NULL));
}

CASE(empty_messages_count)
{
    WINE_DIFFERS("Wine takes an empty message for the end");
    HANDLE slot = CreateMailslotW(NAME, 0, 0, NULL), box = post_box();
    char text[4];
    DWORD done = 7, next = 7;
    CHECK(WriteFile(box, text, 0, &done, NULL));
    CHECK(GetMailslotInfo(slot, NULL, &next, NULL, NULL));
    CHECK_EQ(next, 0);
    CHECK(ReadFile(slot, text, 4, &done, NULL));
    CHECK_EQ(done, 0);
}
