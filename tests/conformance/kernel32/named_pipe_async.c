/* Named pipes with overlapped operations: events, the handle itself, routines, ports. */
#include "pipe_help.h"

static OVERLAPPED with_event(void)
{
    OVERLAPPED o = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    return o;
}

static HANDLE connect_async(void)
{
    return connect_with(GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
}

CASE(connect_ends_when_a_client_comes)
{
    HANDLE server = serve_async(BYTES);
    OVERLAPPED o = with_event();
    DWORD done;
    CHECK_FAILS(ConnectNamedPipe(server, &o), ERROR_IO_PENDING);
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, FALSE), ERROR_IO_INCOMPLETE);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 0), WAIT_TIMEOUT);
    HANDLE client = connect_pipe();
    CHECK(client != NONE);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 1000), WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(server, &o, &done, FALSE));
    CHECK_FAILS(ConnectNamedPipe(server, &o), ERROR_PIPE_CONNECTED);
}

CASE(disconnect_ends_a_connect)
{
    WINE_DIFFERS("Wine 8 does not disconnect an end that still listens");
    HANDLE server = serve_async(BYTES);
    OVERLAPPED o = with_event();
    DWORD done;
    CHECK_FAILS(ConnectNamedPipe(server, &o), ERROR_IO_PENDING);
    CHECK(DisconnectNamedPipe(server));
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, TRUE), ERROR_PIPE_NOT_CONNECTED);
}

CASE(read_ends_when_data_comes)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = with_event();
    char text[8] = "";
    DWORD done = 77;
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    put(client, "data");
    CHECK(GetOverlappedResult(server, &o, &done, TRUE));
    CHECK_EQ(done, 4);
    CHECK_STR(text, "data");
    CHECK_EQ(o.Internal, 0);
    CHECK_EQ(o.InternalHigh, 4);
}

CASE(reads_end_in_their_order)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED a = with_event(), b = with_event();
    char first[4] = "", second[4] = "";
    DWORD done;
    CHECK_FAILS(ReadFile(server, first, 3, NULL, &a), ERROR_IO_PENDING);
    CHECK_FAILS(ReadFile(server, second, 3, NULL, &b), ERROR_IO_PENDING);
    put(client, "abcdef");
    CHECK(GetOverlappedResult(server, &a, &done, TRUE));
    CHECK(GetOverlappedResult(server, &b, &done, TRUE));
    CHECK_STR(first, "abc");
    CHECK_STR(second, "def");
}

CASE(read_that_finds_data_ends_at_once)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = with_event();
    char text[8] = "";
    DWORD done = 0;
    put(client, "data");
    CHECK(ReadFile(server, text, 8, &done, &o));
    CHECK_EQ(done, 4);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 0), WAIT_OBJECT_0);
}

CASE(the_handle_itself_is_signalled)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = {0};
    char text[8];
    DWORD done;
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    CHECK_EQ(WaitForSingleObject(server, 20), WAIT_TIMEOUT);
    put(client, "x");
    CHECK_EQ(WaitForSingleObject(server, 1000), WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(server, &o, &done, FALSE));
}

CASE(a_long_message_ends_a_read_with_more_data)
{
    HANDLE server = serve_async(MESSAGE), client = connect_pipe();
    OVERLAPPED o = with_event();
    char text[8];
    DWORD done = 0;
    CHECK_FAILS(ReadFile(server, text, 3, NULL, &o), ERROR_IO_PENDING);
    put(client, "message");
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, TRUE), ERROR_MORE_DATA);
    CHECK_EQ(done, 3);
    CHECK(ReadFile(server, text, 8, &done, &o));
    CHECK_EQ(done, 4);
}

CASE(a_broken_pipe_ends_reads)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = with_event();
    char text[8];
    DWORD done;
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    CloseHandle(client);
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, TRUE), ERROR_BROKEN_PIPE);
}

CASE(disconnect_ends_the_clients_read)
{
    HANDLE server = serve_async(BYTES), client = connect_async();
    OVERLAPPED o = with_event();
    char text[8];
    DWORD done;
    CHECK_FAILS(ReadFile(client, text, 8, NULL, &o), ERROR_IO_PENDING);
    DisconnectNamedPipe(server);
    CHECK_FAILS(GetOverlappedResult(client, &o, &done, TRUE), ERROR_PIPE_NOT_CONNECTED);
}

CASE(write_beyond_the_quota_pends)
{
    HANDLE server = serve_async(BYTES), client = connect_async();
    static char block[10000], back[10000];
    OVERLAPPED o = with_event(), r = with_event();
    DWORD done, total = 0;
    for (int i = 0; i < 10000; i++)
        block[i] = (char)(i * 3);
    CHECK_FAILS(WriteFile(client, block, 10000, NULL, &o), ERROR_IO_PENDING);
    CHECK_FAILS(GetOverlappedResult(client, &o, &done, FALSE), ERROR_IO_INCOMPLETE);
    while (total < 10000) {
        if (!ReadFile(server, back + total, 10000 - total, &done, &r))
            REQUIRE(GetOverlappedResult(server, &r, &done, TRUE));
        total += done;
    }
    CHECK(GetOverlappedResult(client, &o, &done, TRUE));
    CHECK_EQ(done, 10000);
    CHECK(memcmp(block, back, 10000) == 0);
}

CASE(a_cancelled_read_takes_nothing)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = with_event();
    char text[8];
    DWORD done;
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    CHECK(CancelIo(server));
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, TRUE), ERROR_OPERATION_ABORTED);
    put(client, "kept");
    CHECK(ReadFile(server, text, 8, &done, &o));
    CHECK_EQ(done, 4);
}

CASE(cancel_one_of_two)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED a = with_event(), b = with_event();
    char first[4] = "", second[4] = "";
    DWORD done;
    CHECK_FAILS(ReadFile(server, first, 3, NULL, &a), ERROR_IO_PENDING);
    CHECK_FAILS(ReadFile(server, second, 3, NULL, &b), ERROR_IO_PENDING);
    CHECK(CancelIoEx(server, &a));
    CHECK_FAILS(GetOverlappedResult(server, &a, &done, TRUE), ERROR_OPERATION_ABORTED);
    CHECK_FAILS(GetOverlappedResult(server, &b, &done, FALSE), ERROR_IO_INCOMPLETE);
    put(client, "abc");
    CHECK(GetOverlappedResult(server, &b, &done, TRUE));
    CHECK_STR(second, "abc");
}

CASE(cancelling_nothing_is_an_error)
{
    WINE_DIFFERS("Wine succeeds");
    HANDLE server = serve_async(BYTES);
    CHECK_FAILS(CancelIoEx(server, NULL), ERROR_NOT_FOUND);
    CHECK(CancelIo(server));
}

CASE(cancel_a_connect)
{
    HANDLE server = serve_async(BYTES);
    OVERLAPPED o = with_event();
    DWORD done;
    CHECK_FAILS(ConnectNamedPipe(server, &o), ERROR_IO_PENDING);
    CHECK(CancelIoEx(server, &o));
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, TRUE), ERROR_OPERATION_ABORTED);
}

static DWORD WINAPI cancels(void *pipe)
{
    return CancelIo(pipe);
}

CASE(cancel_io_is_for_the_threads_own)
{
    HANDLE server = serve_async(BYTES);
    OVERLAPPED o = with_event();
    DWORD done;
    CHECK_FAILS(ConnectNamedPipe(server, &o), ERROR_IO_PENDING);
    HANDLE thread = CreateThread(NULL, 0, cancels, server, 0, NULL);
    WaitForSingleObject(thread, 5000);
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, FALSE), ERROR_IO_INCOMPLETE);
    CHECK(CancelIo(server));
    CHECK_FAILS(GetOverlappedResult(server, &o, &done, TRUE), ERROR_OPERATION_ABORTED);
}

static DWORD routine_error, routine_done, routine_calls;
static void CALLBACK routine(DWORD error, DWORD done, OVERLAPPED *overlapped)
{
    (void)overlapped;
    routine_error = error, routine_done = done, routine_calls++;
}

CASE(a_routine_runs_in_an_alertable_wait)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = {0};
    char text[8];
    CHECK(ReadFileEx(server, text, 8, &o, routine));
    CHECK_EQ(SleepEx(10, TRUE), 0);
    put(client, "data");
    CHECK_EQ(routine_calls, 0);
    CHECK_EQ(SleepEx(1000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(routine_calls, 1);
    CHECK_EQ(routine_error, 0);
    CHECK_EQ(routine_done, 4);
}

CASE(a_written_routine_too)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = {0};
    CHECK(WriteFileEx(server, "data", 4, &o, routine));
    CHECK_EQ(SleepEx(1000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(routine_done, 4);
    CHECK_STR(get(client, 9), "data");
}

CASE(packets_come_to_the_port)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    HANDLE port = CreateIoCompletionPort(server, NULL, 42, 0);
    OVERLAPPED o = {0}, *got = NULL;
    char text[8];
    DWORD done;
    ULONG_PTR key = 0;
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    CHECK_FAILS(GetQueuedCompletionStatus(port, &done, &key, &got, 10), WAIT_TIMEOUT);
    put(client, "data");
    CHECK(GetQueuedCompletionStatus(port, &done, &key, &got, 1000));
    CHECK_EQ(key, 42);
    CHECK_EQ(done, 4);
    CHECK_PTR(got, &o);
    /* What ends at once comes there as well. */
    CHECK(WriteFile(server, "x", 1, NULL, &o));
    CHECK(GetQueuedCompletionStatus(port, &done, &key, &got, 1000));
    CHECK_EQ(done, 1);
}

CASE(failures_come_to_the_port)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    HANDLE port = CreateIoCompletionPort(server, NULL, 42, 0);
    OVERLAPPED o = {0}, *got = NULL;
    char text[8];
    DWORD done;
    ULONG_PTR key = 0;
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    CloseHandle(client);
    CHECK_FAILS(GetQueuedCompletionStatus(port, &done, &key, &got, 1000), ERROR_BROKEN_PIPE);
    CHECK_PTR(got, &o);
    /* What fails at once does not. */
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_BROKEN_PIPE);
    CHECK_FAILS(GetQueuedCompletionStatus(port, &done, &key, &got, 10), WAIT_TIMEOUT);
    CHECK_PTR(got, NULL);
}

CASE(skipped_packets)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    HANDLE port = CreateIoCompletionPort(server, NULL, 42, 0);
    OVERLAPPED o = {0}, *got;
    char text[8];
    DWORD done;
    ULONG_PTR key;
    CHECK(SetFileCompletionNotificationModes(server, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
    CHECK(WriteFile(server, "x", 1, NULL, &o));
    CHECK_FAILS(GetQueuedCompletionStatus(port, &done, &key, &got, 10), WAIT_TIMEOUT);
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    put(client, "y");
    CHECK(GetQueuedCompletionStatus(port, &done, &key, &got, 1000));
}

CASE(an_event_with_its_low_bit_set_sends_no_packet)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    HANDLE port = CreateIoCompletionPort(server, NULL, 42, 0);
    OVERLAPPED o = with_event(), *got;
    HANDLE event = o.hEvent;
    char text[8];
    DWORD done;
    ULONG_PTR key;
    o.hEvent = (HANDLE)((ULONG_PTR)event | 1);
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    put(client, "y");
    CHECK_EQ(WaitForSingleObject(event, 1000), WAIT_OBJECT_0);
    CHECK_FAILS(GetQueuedCompletionStatus(port, &done, &key, &got, 10), WAIT_TIMEOUT);
}

CASE(transact_overlapped)
{
    HANDLE server = serve_async(MESSAGE), client = connect_async();
    DWORD mode = PIPE_READMODE_MESSAGE, done;
    OVERLAPPED o = with_event(), s = with_event();
    char text[16] = "", question[16] = "";
    CHECK(SetNamedPipeHandleState(client, &mode, NULL, NULL));
    CHECK_FAILS(TransactNamedPipe(client, "ping", 4, text, 15, NULL, &o), ERROR_IO_PENDING);
    CHECK(ReadFile(server, question, 15, &done, &s));
    CHECK_STR(question, "ping");
    CHECK(WriteFile(server, "pong", 4, &done, &s));
    CHECK(GetOverlappedResult(client, &o, &done, TRUE));
    CHECK_STR(text, "pong");
}

CASE(wait_for_mixed_handles)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = with_event();
    HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
    HANDLE handles[4] = {GetCurrentProcess(), timer, o.hEvent, GetCurrentThread()};
    LARGE_INTEGER due = {.QuadPart = -200000};
    char text[8];
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    CHECK_EQ(WaitForMultipleObjects(4, handles, FALSE, 10), WAIT_TIMEOUT);
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForMultipleObjects(4, handles, FALSE, 5000), WAIT_OBJECT_0 + 1);
    due.QuadPart = -36000000000;
    SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
    put(client, "x");
    CHECK_EQ(WaitForMultipleObjects(4, handles, FALSE, 5000), WAIT_OBJECT_0 + 2);
}

static DWORD WINAPI blocking_read(void *pipe)
{
    char text[8];
    DWORD done;
    return ReadFile(pipe, text, 8, &done, NULL) ? 0 : GetLastError();
}

CASE(cancel_a_synchronous_read)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    HANDLE thread = CreateThread(NULL, 0, blocking_read, server, 0, NULL);
    DWORD code = 0;
    REQUIRE(client != NONE);
    while (!CancelSynchronousIo(thread) && GetLastError() == ERROR_NOT_FOUND)
        Sleep(1);
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, ERROR_OPERATION_ABORTED);
}

CASE(a_pool_callback_for_each_end)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    OVERLAPPED o = with_event();
    char text[8];
    DWORD done;
    /* An asynchronous handle used without OVERLAPPED structure for control codes waits. */
    CHECK(PeekNamedPipe(server, NULL, 0, NULL, &done, NULL));
    CHECK_FAILS(ReadFile(server, text, 8, NULL, &o), ERROR_IO_PENDING);
    /* Closing ends what is under way. */
    CloseHandle(server);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 1000), WAIT_OBJECT_0);
    CHECK(o.Internal != 0);
    CHECK(client != NONE);
}

static HANDLE pipe_ends[2];

static DWORD WINAPI cancel_soon(void *which)
{
    Sleep(50);
    return CancelIoEx(pipe_ends[(INT_PTR)which], NULL) ? 0 : GetLastError();
}

/* The reader of an anonymous pipe waits in a thread; another one takes its call back. */
CASE(a_blocked_read_is_cancelled)
{
    char byte;
    DWORD done;
    REQUIRE(CreatePipe(&pipe_ends[0], &pipe_ends[1], NULL, 0));
    HANDLE thread = CreateThread(NULL, 0, cancel_soon, (void *)0, 0, NULL);
    CHECK_FAILS(ReadFile(pipe_ends[0], &byte, 1, &done, NULL), ERROR_OPERATION_ABORTED);
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    CHECK(WriteFile(pipe_ends[1], "x", 1, &done, NULL));
    CHECK(ReadFile(pipe_ends[0], &byte, 1, &done, NULL));
    CHECK_EQ(byte, 'x');
}

CASE(a_blocked_write_is_cancelled)
{
    static char data[1 << 20];
    DWORD done;
    REQUIRE(CreatePipe(&pipe_ends[0], &pipe_ends[1], NULL, 0));
    CreateThread(NULL, 0, cancel_soon, (void *)1, 0, NULL);
    CHECK_FAILS(WriteFile(pipe_ends[1], data, sizeof data, &done, NULL), ERROR_OPERATION_ABORTED);
}

static DWORD WINAPI read_one(void *result)
{
    char byte;
    DWORD done;
    *(DWORD *)result = ReadFile(pipe_ends[0], &byte, 1, &done, NULL) ? 0 : GetLastError();
    return 0;
}

CASE(a_thread_s_read_is_cancelled)
{
    WINE_DIFFERS("Wine 8 finds something to cancel when nothing is left");
    DWORD result = 1;
    REQUIRE(CreatePipe(&pipe_ends[0], &pipe_ends[1], NULL, 0));
    HANDLE thread = CreateThread(NULL, 0, read_one, &result, 0, NULL);
    Sleep(50);
    CHECK(CancelSynchronousIo(thread));
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    CHECK_EQ(result, ERROR_OPERATION_ABORTED);
    CHECK_FAILS(CancelIoEx(pipe_ends[0], NULL), ERROR_NOT_FOUND);
}
