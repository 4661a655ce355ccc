/* Named pipes between processes. */
#include "pipe_help.h"

/* The number after the child's name on the command line. */
static ULONG_PTR argument(void)
{
    const WCHAR *at = GetCommandLineW(), *last = at;
    ULONG_PTR value = 0;
    for (; *at; at++)
        if (*at == ' ')
            last = at + 1;
    for (; *last >= '0' && *last <= '9'; last++)
        value = value * 10 + (ULONG_PTR)(*last - '0');
    return value;
}

static HANDLE start_with(const char *name, ULONG_PTR number)
{
    char text[100];
    int at = 0, digits = 0;
    char reversed[24];
    for (; name[at]; at++)
        text[at] = name[at];
    text[at++] = ' ';
    do
        reversed[digits++] = (char)('0' + number % 10);
    while (number /= 10);
    while (digits)
        text[at++] = reversed[--digits];
    text[at] = 0;
    return start_child(text);
}

static HANDLE connect_parent(DWORD flags)
{
    return CreateFileW(pipe_name((DWORD)argument()), GENERIC_READ | GENERIC_WRITE, 0, NULL,
                       OPEN_EXISTING, flags, NULL);
}

CHILD(echoes)
{
    HANDLE pipe = connect_parent(0);
    char text[64];
    DWORD done;
    REQUIRE(pipe != NONE);
    while (ReadFile(pipe, text, sizeof text, &done, NULL))
        WriteFile(pipe, text, done, &done, NULL);
    ExitProcess(GetLastError());
}

CASE(a_child_answers)
{
    HANDLE server = serve(MESSAGE), child = start_with("echoes", GetCurrentProcessId());
    ULONG id;
    CHECK(ConnectNamedPipe(server, NULL) || GetLastError() == ERROR_PIPE_CONNECTED);
    CHECK(GetNamedPipeClientProcessId(server, &id));
    CHECK_EQ(id, GetProcessId(child));
    for (int i = 0; i < 200; i++) {
        CHECK_EQ(put(server, "hello child"), 11);
        CHECK_STR(get(server, 64), "hello child");
    }
    CloseHandle(server);
    CHECK_EQ(end_child(child), ERROR_BROKEN_PIPE);
}

CHILD(echoes_overlapped)
{
    HANDLE pipe = connect_parent(FILE_FLAG_OVERLAPPED);
    HANDLE port = CreateIoCompletionPort(pipe, NULL, 1, 0);
    OVERLAPPED o = {0}, *got;
    char text[64];
    DWORD done;
    ULONG_PTR key;
    REQUIRE(pipe != NONE && port);
    for (;;) {
        if (!ReadFile(pipe, text, sizeof text, NULL, &o) && GetLastError() != ERROR_IO_PENDING)
            break;
        if (!GetQueuedCompletionStatus(port, &done, &key, &got, 10000))
            break;
        WriteFile(pipe, text, done, NULL, &o);
        GetQueuedCompletionStatus(port, &done, &key, &got, 10000);
    }
    ExitProcess(GetLastError());
}

CASE(an_overlapped_child_answers)
{
    HANDLE server = serve_async(BYTES);
    HANDLE child = start_with("echoes_overlapped", GetCurrentProcessId());
    OVERLAPPED o = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    DWORD done;
    if (!ConnectNamedPipe(server, &o) && GetLastError() == ERROR_IO_PENDING)
        CHECK(GetOverlappedResult(server, &o, &done, TRUE));
    for (int i = 0; i < 200; i++) {
        char text[16] = "";
        CHECK(WriteFile(server, "ping", 4, NULL, &o));
        if (!ReadFile(server, text, 15, NULL, &o))
            CHECK_LAST_ERROR(ERROR_IO_PENDING);
        CHECK(GetOverlappedResult(server, &o, &done, TRUE));
        CHECK_STR(text, "ping");
    }
    CloseHandle(server);
    CHECK_EQ(end_child(child), ERROR_BROKEN_PIPE);
}

CHILD(dies_connected)
{
    HANDLE pipe = connect_parent(0);
    put(pipe, "last");
    TerminateProcess(GetCurrentProcess(), 9);
}

CASE(what_a_dead_child_wrote_can_be_read)
{
    HANDLE server = serve(BYTES), child = start_with("dies_connected", GetCurrentProcessId());
    char text[4];
    DWORD done;
    CHECK_EQ(end_child(child), 9);
    CHECK_FAILS(ConnectNamedPipe(server, NULL), ERROR_NO_DATA);
    CHECK_STR(get(server, 64), "last");
    CHECK_FAILS(ReadFile(server, text, 4, &done, NULL), ERROR_BROKEN_PIPE);
}

CHILD(connects_and_sleeps)
{
    HANDLE pipe = connect_parent(0);
    put(pipe, "here");
    Sleep(INFINITE);
}

CASE(the_death_of_the_other_end_ends_a_read)
{
    HANDLE server = serve_async(BYTES);
    HANDLE child = start_with("connects_and_sleeps", GetCurrentProcessId());
    OVERLAPPED o = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    char text[8];
    DWORD done;
    if (!ConnectNamedPipe(server, &o) && GetLastError() == ERROR_IO_PENDING)
        CHECK(GetOverlappedResult(server, &o, &done, TRUE));
    if (!ReadFile(server, text, 4, NULL, &o))
        CHECK(GetOverlappedResult(server, &o, &done, TRUE));
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    TerminateProcess(child, 3);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 5000), WAIT_OBJECT_0);
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, TRUE), ERROR_BROKEN_PIPE);
    end_child(child);
}

CHILD(writes_to_standard_output)
{
    DWORD done;
    HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE), in = GetStdHandle(STD_INPUT_HANDLE);
    char text[64];
    REQUIRE(GetFileType(out) == FILE_TYPE_PIPE);
    while (ReadFile(in, text, sizeof text, &done, NULL) && done)
        WriteFile(out, text, done, &done, NULL);
    ExitProcess(5);
}

static HANDLE start_with_pipes(const WCHAR *child, HANDLE in, HANDLE out)
{
    STARTUPINFOW startup = {.cb = sizeof startup,
                            .dwFlags = STARTF_USESTDHANDLES,
                            .hStdInput = in,
                            .hStdOutput = out,
                            .hStdError = out};
    PROCESS_INFORMATION process = {0};
    WCHAR path[MAX_PATH], line[MAX_PATH + 64] = L"x ";
    GetModuleFileNameW(NULL, path, MAX_PATH);
    lstrcatW(line, child);
    CHECK(CreateProcessW(path, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    return process.hProcess;
}

CASE(a_childs_streams_are_named_pipes)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE server = serve_async(BYTES), done_event = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE client =
        CreateFileW(NAME, GENERIC_READ | GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    OVERLAPPED o = {.hEvent = done_event};
    DWORD done;
    char text[16] = "";
    REQUIRE(client != NONE);
    HANDLE child = start_with_pipes(L"writes_to_standard_output", client, client);
    CloseHandle(client);
    CHECK(WriteFile(server, "stream", 6, NULL, &o));
    if (!ReadFile(server, text, 15, NULL, &o))
        CHECK(GetOverlappedResult(server, &o, &done, TRUE));
    CHECK_STR(text, "stream");
    CHECK(DisconnectNamedPipe(server));
    CHECK_EQ(end_child(child), 5);
}

CASE(a_childs_end_closes_with_it)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE server = serve(BYTES);
    HANDLE client =
        CreateFileW(NAME, GENERIC_READ | GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    HANDLE empty = CreateFileW(L"NUL", GENERIC_READ, 0, &inherit, OPEN_EXISTING, 0, NULL);
    char text[4];
    DWORD done;
    HANDLE child = start_with_pipes(L"writes_to_standard_output", empty, client);
    CloseHandle(client);
    CHECK_FAILS(ReadFile(server, text, 4, &done, NULL), ERROR_BROKEN_PIPE);
    CHECK_EQ(end_child(child), 5);
}

CHILD(waits_for_a_handle)
{
    HANDLE pipe = connect_parent(0), given = NULL;
    DWORD done;
    put(pipe, "ready");
    if (!ReadFile(pipe, &given, sizeof given, &done, NULL))
        ExitProcess(1);
    ExitProcess(put(given, "through the given handle") == 24 ? 0 : 2);
}

CASE(an_end_can_be_given_to_a_running_process)
{
    HANDLE server = serve(BYTES), read, write, given = NULL;
    HANDLE child = start_with("waits_for_a_handle", GetCurrentProcessId());
    DWORD done;
    CHECK(ConnectNamedPipe(server, NULL) || GetLastError() == ERROR_PIPE_CONNECTED);
    CHECK_STR(get(server, 64), "ready");
    CHECK(CreatePipe(&read, &write, NULL, 0));
    CHECK(DuplicateHandle(GetCurrentProcess(), write, child, &given, 0, FALSE,
                          DUPLICATE_SAME_ACCESS));
    CloseHandle(write);
    CHECK(WriteFile(server, &given, sizeof given, &done, NULL));
    CHECK_STR(get(read, 64), "through the given handle");
    CHECK_EQ(end_child(child), 0);
    CHECK_STR(get(read, 64), "(error)");
}

CHILD(serves)
{
    HANDLE event = (HANDLE)argument();
    HANDLE server = CreateNamedPipeW(L"\\\\.\\pipe\\bailey_child", PIPE_ACCESS_DUPLEX, BYTES, 1,
                                     100, 100, 0, NULL);
    SetEvent(event);
    REQUIRE(server != NONE);
    Sleep(INFINITE);
}

CASE(the_name_goes_with_the_serving_process)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE event = CreateEventW(&inherit, TRUE, FALSE, NULL);
    HANDLE child = start_with("serves", (ULONG_PTR)event);
    CHECK_EQ(WaitForSingleObject(event, 5000), WAIT_OBJECT_0);
    CHECK(WaitNamedPipeW(L"\\\\.\\pipe\\bailey_child", 1000));
    TerminateProcess(child, 3);
    CHECK_EQ(WaitForSingleObject(child, 5000), WAIT_OBJECT_0);
    CHECK_FAILS(WaitNamedPipeW(L"\\\\.\\pipe\\bailey_child", 1000), ERROR_FILE_NOT_FOUND);
    end_child(child);
}
