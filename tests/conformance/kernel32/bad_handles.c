/*
 * bad_handles.c - handles that are closed twice or never were, and children that are killed in the
 * middle of what they write.
 */
#include "pipe_help.h"
#include "files.h"

#define GONE(call)                                      \
    do {                                                \
        SetLastError(0);                                \
        CHECK(!(call));                                 \
        CHECK_EQ(GetLastError(), ERROR_INVALID_HANDLE); \
    } while (0)

CASE(an_event_closed_twice)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    CHECK(CloseHandle(event));
    GONE(CloseHandle(event));
    GONE(SetEvent(event));
    GONE(WaitForSingleObject(event, 0) != WAIT_FAILED);
}

CASE(a_file_closed_twice)
{
    char text[4];
    DWORD done;
    HANDLE copy;
    make_file(L"file", "abc");
    HANDLE file = CreateFileW(L"file", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(CloseHandle(file));
    GONE(CloseHandle(file));
    GONE(ReadFile(file, text, 1, &done, NULL));
    GONE(SetFilePointer(file, 0, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER);
    GONE(GetFileType(file) != FILE_TYPE_UNKNOWN);
    GONE(DuplicateHandle(GetCurrentProcess(), file, GetCurrentProcess(), &copy, 0, FALSE,
                         DUPLICATE_SAME_ACCESS));
    CHECK(DeleteFileW(L"file")); /* it is not open any more */
}

CASE(handles_that_never_were)
{
    GONE(CloseHandle((HANDLE)0x123450));
    GONE(CloseHandle((HANDLE)0x7ffffff4));
    GONE(SetEvent(NULL));
    GONE(CloseHandle(NULL));
    CHECK(CloseHandle(GetCurrentProcess())); /* pseudo handles are never closed */
    CHECK(CloseHandle(GetCurrentThread()));
}

CASE(a_handle_of_another_kind)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    GONE(ReleaseMutex(event));
    GONE(ReleaseSemaphore(event, 1, NULL));
    GONE(ResumeThread(event) != (DWORD)-1);
    GONE(TerminateProcess(event, 1));
    CHECK(CloseHandle(event));
}

static HANDLE shared;

static DWORD WINAPI close_shared(void *unused)
{
    (void)unused;
    return CloseHandle(shared);
}

/* Of those that close one handle at once, one does it. */
CASE(threads_that_close_one_handle)
{
    for (int round = 0; round < 50; round++) {
        HANDLE threads[4];
        DWORD code, closed = 0;
        shared = CreateEventW(NULL, FALSE, FALSE, NULL);
        HANDLE same = shared;
        for (int i = 0; i < 4; i++)
            threads[i] = CreateThread(NULL, 0, close_shared, NULL, CREATE_SUSPENDED, NULL);
        for (int i = 0; i < 4; i++)
            ResumeThread(threads[i]);
        WaitForMultipleObjects(4, threads, TRUE, 20000);
        for (int i = 0; i < 4; i++) {
            GetExitCodeThread(threads[i], &code);
            closed += code;
            CloseHandle(threads[i]);
        }
        CHECK_EQ(closed, 1);
        GONE(SetEvent(same));
    }
}

/* ---- children that are killed */

CHILD(writes_for_ever)
{
    char block[1000];
    DWORD done;
    for (int i = 0; i < 1000; i++)
        block[i] = (char)i;
    while (WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), block, sizeof block, &done, NULL))
        ;
}

static HANDLE start_writer(HANDLE output)
{
    STARTUPINFOA startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION info = {0};
    char command[MAX_PATH + 32] = "\"";
    startup.hStdOutput = output;
    GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    lstrcatA(command, "\" writes_for_ever");
    CHECK(CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &info));
    CloseHandle(info.hThread);
    return info.hProcess;
}

static void inherit(HANDLE handle)
{
    SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
}

/* What has arrived is what was written, up to the end that its death is. */
CASE(a_writer_is_killed_on_an_anonymous_pipe)
{
    static unsigned char text[4096];
    DWORD done, at = 0, wrong = 0;
    HANDLE read, write;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    inherit(write);
    HANDLE child = start_writer(write);
    CloseHandle(write);
    while (at < 200000 && ReadFile(read, text, sizeof text, &done, NULL))
        for (DWORD i = 0; i < done; i++)
            wrong += text[i] != (unsigned char)(at++ % 1000);
    TerminateProcess(child, 9);
    CHECK_EQ(end_child(child), 9);
    while (ReadFile(read, text, sizeof text, &done, NULL))
        for (DWORD i = 0; i < done; i++)
            wrong += text[i] != (unsigned char)(at++ % 1000);
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CHECK_EQ(wrong, 0);
    CHECK(at >= 200000);
}

CASE(a_writer_is_killed_on_a_message_pipe)
{
    char text[2000];
    DWORD done, wrong = 0, count = 0;
    HANDLE server = serve(MESSAGE), client = connect_pipe();
    REQUIRE(server != NONE && client != NONE);
    inherit(client);
    HANDLE child = start_writer(client);
    CloseHandle(client);
    for (; count < 300 && ReadFile(server, text, sizeof text, &done, NULL); count++)
        wrong += done != 1000;
    TerminateProcess(child, 9);
    CHECK_EQ(end_child(child), 9);
    while (ReadFile(server, text, sizeof text, &done, NULL))
        wrong += done != 1000; /* no half message */
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CHECK_EQ(wrong, 0);
    CHECK_EQ(count, 300);
}

CASE(a_writer_is_killed_on_a_file)
{
    unsigned char text[1000];
    DWORD done = 1, at = 0, wrong = 0;
    HANDLE file = CreateFileW(L"log", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL,
                              CREATE_ALWAYS, 0, NULL);
    inherit(file);
    HANDLE child = start_writer(file);
    while (GetFileSize(file, NULL) < 100000)
        Sleep(1);
    TerminateProcess(child, 9);
    CHECK_EQ(end_child(child), 9);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    while (ReadFile(file, text, sizeof text, &done, NULL) && done)
        for (DWORD i = 0; i < done; i++)
            wrong += text[i] != (unsigned char)(at++ % 1000);
    CHECK(at >= 100000);
    CHECK_EQ(wrong, 0);
    CloseHandle(file);
    CHECK(DeleteFileW(L"log"));
}
