/* Named pipes, both ends in one process, synchronous. */
#include "pipe_help.h"

CASE(create_checks_its_parameters)
{
    WINE_DIFFERS("Wine takes any number of instances");
    CHECK_NO_FILE(serve_with(0, BYTES, 1, 0), ERROR_INVALID_PARAMETER);
    CHECK_NO_FILE(serve_with(PIPE_ACCESS_DUPLEX, BYTES, 0, 0), ERROR_INVALID_PARAMETER);
    CHECK_NO_FILE(serve_with(PIPE_ACCESS_DUPLEX, BYTES, 256, 0), ERROR_INVALID_PARAMETER);
    CHECK_NO_FILE(serve_with(PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_READMODE_MESSAGE, 1, 0),
                  ERROR_INVALID_PARAMETER);
    CHECK_NO_FILE(CreateNamedPipeW(L"not\\a\\pipe", PIPE_ACCESS_DUPLEX, BYTES, 1, 0, 0, 0, NULL),
                  ERROR_INVALID_NAME);
}

CASE(an_instance_can_be_met_before_it_listens)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    REQUIRE(server != NONE && client != NONE);
    CHECK_FAILS(ConnectNamedPipe(server, NULL), ERROR_PIPE_CONNECTED);
}

CASE(no_pipe_of_that_name)
{
    CHECK_NO_FILE(connect_pipe(), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(WaitNamedPipeW(NAME, 10), ERROR_FILE_NOT_FOUND);
}

CASE(name_goes_with_the_last_instance)
{
    HANDLE first = serve(BYTES), second = serve(BYTES);
    CloseHandle(first);
    HANDLE client = connect_pipe();
    CHECK(client != NONE);
    CloseHandle(second);
    CHECK_NO_FILE(connect_pipe(), ERROR_FILE_NOT_FOUND);
}

CASE(names_ignore_case_and_keep_backslashes)
{
    HANDLE server =
        CreateNamedPipeW(L"\\\\.\\pipe\\Bailey\\Deep", PIPE_ACCESS_DUPLEX, BYTES, 1, 0, 0, 0, NULL);
    CHECK(server != NONE);
    HANDLE client = CreateFileW(L"\\\\.\\PIPE\\bailey\\dEEP", GENERIC_READ | GENERIC_WRITE, 0, NULL,
                                OPEN_EXISTING, 0, NULL);
    CHECK(client != NONE);
}

CASE(every_instance_takes_one_client)
{
    HANDLE a = serve(BYTES), b = serve(BYTES);
    HANDLE first = connect_pipe(), second = connect_pipe();
    REQUIRE(a != NONE && b != NONE && first != NONE && second != NONE);
    CHECK_NO_FILE(connect_pipe(), ERROR_PIPE_BUSY);
    CHECK_EQ(put(a, "to first"), 8);
    CHECK_EQ(put(b, "to second"), 9);
    CHECK_STR(get(second, 100), "to second");
    CHECK_STR(get(first, 100), "to first");
}

CASE(no_more_instances_than_the_first_allows)
{
    HANDLE first = serve_with(PIPE_ACCESS_DUPLEX, BYTES, 2, 0);
    HANDLE second = serve_with(PIPE_ACCESS_DUPLEX, BYTES, 2, 0);
    CHECK(first != NONE && second != NONE);
    CHECK_NO_FILE(serve_with(PIPE_ACCESS_DUPLEX, BYTES, 2, 0), ERROR_PIPE_BUSY);
    CloseHandle(first);
    CHECK(serve_with(PIPE_ACCESS_DUPLEX, BYTES, 2, 0) != NONE);
}

CASE(first_instance_flag_refuses_a_second)
{
    WINE_DIFFERS("Wine looks at the flag of the first instance alone");
    HANDLE first = serve_with(PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, BYTES, 2, 0);
    CHECK(first != NONE);
    CHECK_NO_FILE(serve_with(PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, BYTES, 2, 0),
                  ERROR_ACCESS_DENIED);
    CHECK(serve_with(PIPE_ACCESS_DUPLEX, BYTES, 2, 0) != NONE);
}

CASE(instances_are_of_one_kind)
{
    WINE_DIFFERS("Wine lets the kinds differ");
    HANDLE first = serve(BYTES);
    CHECK(first != NONE);
    CHECK_NO_FILE(serve(MESSAGE), ERROR_ACCESS_DENIED);
    CHECK_NO_FILE(serve_with(PIPE_ACCESS_INBOUND, BYTES, PIPE_UNLIMITED_INSTANCES, 0),
                  ERROR_ACCESS_DENIED);
}

CASE(direction_limits_the_client)
{
    HANDLE server = serve_with(PIPE_ACCESS_INBOUND, BYTES, 1, 100);
    CHECK_NO_FILE(connect_with(GENERIC_READ | GENERIC_WRITE, 0), ERROR_ACCESS_DENIED);
    CHECK_NO_FILE(connect_with(GENERIC_READ, 0), ERROR_ACCESS_DENIED);
    HANDLE client = connect_with(GENERIC_WRITE, 0);
    REQUIRE(client != NONE);
    CHECK_EQ(put(client, "in"), 2);
    CHECK_STR(get(server, 9), "in");
    DWORD done;
    CHECK_FAILS(WriteFile(server, "out", 3, &done, NULL), ERROR_ACCESS_DENIED);
}

CASE(outbound_is_the_other_way)
{
    HANDLE server = serve_with(PIPE_ACCESS_OUTBOUND, BYTES, 1, 100);
    CHECK_NO_FILE(connect_with(GENERIC_WRITE, 0), ERROR_ACCESS_DENIED);
    HANDLE client = connect_with(GENERIC_READ, 0);
    CHECK_EQ(put(server, "out"), 3);
    CHECK_STR(get(client, 9), "out");
}

CASE(bytes_run_together)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    CHECK_EQ(put(client, "one"), 3);
    CHECK_EQ(put(client, "two"), 3);
    CHECK_STR(get(server, 4), "onet");
    CHECK_STR(get(server, 100), "wo");
}

CASE(messages_stay_apart)
{
    HANDLE server = serve(MESSAGE), client = connect_pipe();
    CHECK_EQ(put(client, "one"), 3);
    CHECK_EQ(put(client, "two"), 3);
    CHECK_STR(get(server, 100), "one");
    CHECK_STR(get(server, 100), "two");
}

CASE(messages_read_as_bytes_run_together)
{
    HANDLE server = serve(PIPE_TYPE_MESSAGE | PIPE_READMODE_BYTE), client = connect_pipe();
    CHECK_EQ(put(client, "one"), 3);
    CHECK_EQ(put(client, "two"), 3);
    CHECK_STR(get(server, 5), "onetw");
    CHECK_STR(get(server, 100), "o");
}

CASE(a_client_reads_bytes_until_it_says_otherwise)
{
    HANDLE server = serve(MESSAGE), client = connect_pipe();
    DWORD state = 77, mode = PIPE_READMODE_MESSAGE;
    CHECK(GetNamedPipeHandleStateW(client, &state, NULL, NULL, NULL, NULL, 0));
    CHECK_EQ(state, PIPE_READMODE_BYTE | PIPE_WAIT);
    CHECK_EQ(put(server, "one"), 3);
    CHECK_EQ(put(server, "two"), 3);
    CHECK_STR(get(client, 100), "onetwo");
    CHECK(SetNamedPipeHandleState(client, &mode, NULL, NULL));
    CHECK_EQ(put(server, "one"), 3);
    CHECK_EQ(put(server, "two"), 3);
    CHECK_STR(get(client, 100), "one");
}

CASE(a_long_message_comes_in_parts)
{
    HANDLE server = serve(MESSAGE), client = connect_pipe();
    char text[8];
    DWORD done;
    CHECK_EQ(put(client, "0123456789"), 10);
    CHECK_EQ(put(client, "next"), 4);
    CHECK_FAILS(ReadFile(server, text, 4, &done, NULL), ERROR_MORE_DATA);
    CHECK_EQ(done, 4);
    CHECK_FAILS(ReadFile(server, text, 4, &done, NULL), ERROR_MORE_DATA);
    CHECK_EQ(done, 4);
    CHECK(ReadFile(server, text, 4, &done, NULL));
    CHECK_EQ(done, 2);
    CHECK_EQ(text[0], '8');
    CHECK_STR(get(server, 100), "next");
}

CASE(an_empty_message_is_a_message)
{
    HANDLE server = serve(MESSAGE), client = connect_pipe();
    DWORD done = 77;
    char text[8];
    CHECK(WriteFile(client, text, 0, &done, NULL));
    CHECK_EQ(put(client, "x"), 1);
    done = 77;
    CHECK(ReadFile(server, text, 8, &done, NULL));
    CHECK_EQ(done, 0);
    CHECK_STR(get(server, 8), "x");
}

CASE(no_message_mode_on_a_stream)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    DWORD mode = PIPE_READMODE_MESSAGE;
    CHECK_FAILS(SetNamedPipeHandleState(client, &mode, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(SetNamedPipeHandleState(server, &mode, NULL, NULL), ERROR_INVALID_PARAMETER);
}

CASE(what_was_written_can_be_read_after_the_writer_has_gone)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    char text[8];
    DWORD done;
    CHECK_EQ(put(client, "last words"), 10);
    CloseHandle(client);
    CHECK_STR(get(server, 5), "last ");
    CHECK_STR(get(server, 100), "words");
    CHECK_FAILS(ReadFile(server, text, 8, &done, NULL), ERROR_BROKEN_PIPE);
    CHECK_FAILS(WriteFile(server, text, 8, &done, NULL), ERROR_NO_DATA);
    CHECK_FAILS(ConnectNamedPipe(server, NULL), ERROR_NO_DATA);
}

CASE(a_client_outlives_its_server)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    char text[8];
    DWORD done;
    CHECK_EQ(put(server, "bye"), 3);
    CloseHandle(server);
    CHECK_STR(get(client, 100), "bye");
    CHECK_FAILS(ReadFile(client, text, 8, &done, NULL), ERROR_BROKEN_PIPE);
    CHECK_FAILS(WriteFile(client, text, 8, &done, NULL), ERROR_NO_DATA);
}

CASE(disconnecting_throws_away_what_was_not_read)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    char text[8];
    DWORD done;
    CHECK_EQ(put(server, "lost"), 4);
    CHECK(DisconnectNamedPipe(server));
    CHECK_FAILS(ReadFile(client, text, 8, &done, NULL), ERROR_PIPE_NOT_CONNECTED);
    CHECK_FAILS(WriteFile(client, text, 8, &done, NULL), ERROR_PIPE_NOT_CONNECTED);
    CHECK_FAILS(ReadFile(server, text, 8, &done, NULL), ERROR_PIPE_NOT_CONNECTED);
    CHECK_FAILS(WriteFile(server, text, 8, &done, NULL), ERROR_PIPE_NOT_CONNECTED);
    CHECK_FAILS(PeekNamedPipe(client, NULL, 0, NULL, NULL, NULL), ERROR_PIPE_NOT_CONNECTED);
}

CASE(a_disconnected_instance_takes_nobody_until_it_listens)
{
    WINE_DIFFERS("Wine does not tell that the instance has come to listen");
    HANDLE server = serve(BYTES), client = connect_pipe();
    DWORD mode = PIPE_NOWAIT;
    CHECK(DisconnectNamedPipe(server));
    CHECK_NO_FILE(connect_pipe(), ERROR_PIPE_BUSY);
    CHECK_FAILS(WaitNamedPipeW(NAME, 10), ERROR_SEM_TIMEOUT);
    CHECK(SetNamedPipeHandleState(server, &mode, NULL, NULL));
    CHECK(ConnectNamedPipe(server, NULL));
    HANDLE next = connect_pipe();
    REQUIRE(next != NONE);
    CHECK_EQ(put(next, "next"), 4);
    CHECK_STR(get(server, 9), "next");
    /* The first client's end is still out of date, and its end does not matter. */
    CHECK_EQ(put(client, "x"), (DWORD)-1);
    CloseHandle(client);
    CHECK_EQ(put(next, "still"), 5);
    CHECK_STR(get(server, 9), "still");
}

CASE(disconnecting_twice)
{
    HANDLE server = serve(BYTES);
    CHECK(connect_pipe() != NONE);
    CHECK(DisconnectNamedPipe(server));
    CHECK_FAILS(DisconnectNamedPipe(server), ERROR_PIPE_NOT_CONNECTED);
}

CASE(only_the_server_listens_and_disconnects)
{
    WINE_DIFFERS("Wine answers ERROR_NOT_SUPPORTED");
    HANDLE server = serve(BYTES), client = connect_pipe();
    REQUIRE(server != NONE);
    CHECK_FAILS(ConnectNamedPipe(client, NULL), ERROR_INVALID_FUNCTION);
    CHECK_FAILS(DisconnectNamedPipe(client), ERROR_INVALID_FUNCTION);
}

CASE(an_instance_without_client_moves_nothing)
{
    HANDLE server = serve(BYTES);
    char text[4];
    DWORD done;
    CHECK_FAILS(ReadFile(server, text, 4, &done, NULL), ERROR_PIPE_LISTENING);
    CHECK_FAILS(WriteFile(server, text, 4, &done, NULL), ERROR_PIPE_LISTENING);
    CHECK_FAILS(PeekNamedPipe(server, NULL, 0, NULL, NULL, NULL), ERROR_BAD_PIPE);
}

CASE(peek_leaves_the_data)
{
    WINE_DIFFERS("Wine counts what is left below nothing");
    HANDLE server = serve(BYTES), client = connect_pipe();
    char text[8] = "";
    DWORD got = 77, all = 77, left = 77;
    CHECK(PeekNamedPipe(server, text, 8, &got, &all, &left));
    CHECK(got == 0 && all == 0 && left == 0);
    put(client, "one"), put(client, "two");
    CHECK(PeekNamedPipe(server, text, 4, &got, &all, &left));
    CHECK_EQ(got, 4);
    CHECK_EQ(all, 6);
    CHECK_EQ(left, 0);
    CHECK_STR(text, "onet");
    CHECK_STR(get(server, 9), "onetwo");
}

CASE(peek_sees_one_message)
{
    HANDLE server = serve(MESSAGE), client = connect_pipe();
    char text[8] = "";
    DWORD got = 77, all = 77, left = 77;
    put(client, "first"), put(client, "second");
    CHECK(PeekNamedPipe(server, text, 3, &got, &all, &left));
    CHECK_EQ(got, 3);
    CHECK_EQ(all, 11);
    CHECK_EQ(left, 2);
    CHECK(PeekNamedPipe(server, text, 8, &got, NULL, &left));
    CHECK_EQ(got, 5);
    CHECK_EQ(left, 0);
    CHECK(PeekNamedPipe(server, NULL, 0, NULL, &all, &left));
    CHECK_EQ(left, 5);
}

CASE(peek_at_a_broken_pipe)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    DWORD all;
    put(client, "x");
    CloseHandle(client);
    CHECK(PeekNamedPipe(server, NULL, 0, NULL, &all, NULL));
    CHECK_EQ(all, 1);
    get(server, 1);
    CHECK_FAILS(PeekNamedPipe(server, NULL, 0, NULL, &all, NULL), ERROR_BROKEN_PIPE);
}

CASE(information_about_both_ends)
{
    HANDLE server = CreateNamedPipeW(NAME, PIPE_ACCESS_DUPLEX, MESSAGE, 5, 1000, 2000, 0, NULL);
    HANDLE client = connect_pipe();
    DWORD flags, out, in, most, current, state;
    CHECK(GetNamedPipeInfo(server, &flags, &out, &in, &most));
    CHECK_EQ(flags, PIPE_SERVER_END | PIPE_TYPE_MESSAGE);
    CHECK_EQ(out, 1000);
    CHECK_EQ(in, 2000);
    CHECK_EQ(most, 5);
    CHECK(GetNamedPipeInfo(client, &flags, NULL, NULL, NULL));
    CHECK_EQ(flags, PIPE_CLIENT_END | PIPE_TYPE_MESSAGE);
    CHECK(GetNamedPipeHandleStateW(server, &state, &current, NULL, NULL, NULL, 0));
    CHECK_EQ(state, PIPE_READMODE_MESSAGE);
    CHECK_EQ(current, 1);
    CHECK_EQ(GetFileType(server), FILE_TYPE_PIPE);
    CHECK_EQ(GetFileType(client), FILE_TYPE_PIPE);
}

CASE(process_ids_of_both_ends)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    ULONG id = 0;
    CHECK(GetNamedPipeClientProcessId(server, &id));
    CHECK_EQ(id, GetCurrentProcessId());
    id = 0;
    CHECK(GetNamedPipeServerProcessId(client, &id));
    CHECK_EQ(id, GetCurrentProcessId());
}

CASE(non_blocking_ends)
{
    HANDLE server = serve(BYTES | PIPE_NOWAIT);
    char text[8];
    DWORD done = 77, mode = PIPE_NOWAIT;
    CHECK_FAILS(ConnectNamedPipe(server, NULL), ERROR_PIPE_LISTENING);
    HANDLE client = connect_pipe();
    CHECK_FAILS(ConnectNamedPipe(server, NULL), ERROR_PIPE_CONNECTED);
    CHECK_FAILS(ReadFile(server, text, 8, &done, NULL), ERROR_NO_DATA);
    CHECK(SetNamedPipeHandleState(client, &mode, NULL, NULL));
    CHECK_FAILS(ReadFile(client, text, 8, &done, NULL), ERROR_NO_DATA);
    put(client, "x");
    CHECK_STR(get(server, 8), "x");
}

CASE(listening_anew_without_waiting)
{
    WINE_DIFFERS("Wine does not tell that the instance has come to listen");
    HANDLE server = serve(BYTES | PIPE_NOWAIT), client = connect_pipe();
    CHECK(DisconnectNamedPipe(server));
    CHECK(ConnectNamedPipe(server, NULL));
    CHECK_FAILS(ConnectNamedPipe(server, NULL), ERROR_PIPE_LISTENING);
    CloseHandle(client);
}

CASE(transact_sends_and_receives)
{
    HANDLE server = serve(MESSAGE), client = connect_messages();
    char text[16] = "";
    DWORD done;
    put(server, "answer"); /* already there: the question must not overtake it */
    CHECK_FAILS(TransactNamedPipe(client, "question", 8, text, 15, &done, NULL), ERROR_PIPE_BUSY);
    CHECK_STR(get(client, 15), "answer");
}

static DWORD WINAPI answer_thread(void *server)
{
    char text[32];
    DWORD done;
    ConnectNamedPipe(server, NULL);
    if (!ReadFile(server, text, sizeof text, &done, NULL))
        return 1;
    for (DWORD i = 0; i < done; i++)
        text[i] = (char)(text[i] - 32);
    return !WriteFile(server, text, done, &done, NULL);
}

CASE(transact_waits_for_the_answer)
{
    HANDLE server = serve(MESSAGE), client = connect_messages();
    HANDLE thread = CreateThread(NULL, 0, answer_thread, server, 0, NULL);
    char text[16] = "";
    DWORD done;
    CHECK(TransactNamedPipe(client, "question", 8, text, 15, &done, NULL));
    CHECK_EQ(done, 8);
    CHECK_STR(text, "QUESTION");
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
}

CASE(transact_reports_more)
{
    HANDLE server = serve(MESSAGE), client = connect_messages();
    HANDLE thread = CreateThread(NULL, 0, answer_thread, server, 0, NULL);
    char text[16] = "";
    DWORD done;
    CHECK_FAILS(TransactNamedPipe(client, "question", 8, text, 3, &done, NULL), ERROR_MORE_DATA);
    CHECK_EQ(done, 3);
    CHECK_STR(get(client, 15), "STION");
    WaitForSingleObject(thread, 5000);
}

CASE(transact_wants_messages)
{
    HANDLE server = serve(MESSAGE), client = connect_pipe();
    char text[16];
    DWORD done;
    REQUIRE(server != NONE);
    CHECK_FAILS(TransactNamedPipe(client, "x", 1, text, 3, &done, NULL), ERROR_BAD_PIPE);
}

CASE(call_does_it_all)
{
    HANDLE server = serve(MESSAGE);
    HANDLE thread = CreateThread(NULL, 0, answer_thread, server, 0, NULL);
    char text[16] = "";
    DWORD done;
    CHECK(CallNamedPipeW(NAME, "call", 4, text, 15, &done, NMPWAIT_WAIT_FOREVER));
    CHECK_EQ(done, 4);
    CHECK_STR(text, "CALL");
    WaitForSingleObject(thread, 5000);
    CHECK_FAILS(CallNamedPipeA("\\\\.\\pipe\\no such", "call", 4, text, 15, &done, 10),
                ERROR_FILE_NOT_FOUND);
}

static DWORD WINAPI reader_thread(void *pipe)
{
    char text[8];
    DWORD done = 0;
    return ReadFile(pipe, text, sizeof text, &done, NULL) ? done : 1000 + GetLastError();
}

static DWORD exit_of(HANDLE thread)
{
    DWORD code = 0xbad;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}

CASE(a_reader_waits_for_the_writer)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    HANDLE thread = CreateThread(NULL, 0, reader_thread, server, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    put(client, "four");
    CHECK_EQ(exit_of(thread), 4);
}

CASE(a_waiting_reader_hears_that_the_writer_goes)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    HANDLE thread = CreateThread(NULL, 0, reader_thread, server, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    CloseHandle(client);
    CHECK_EQ(exit_of(thread), 1000 + ERROR_BROKEN_PIPE);
}

CASE(a_waiting_client_hears_of_the_disconnection)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    HANDLE thread = CreateThread(NULL, 0, reader_thread, client, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    DisconnectNamedPipe(server);
    CHECK_EQ(exit_of(thread), 1000 + ERROR_PIPE_NOT_CONNECTED);
}

static DWORD WINAPI writer_thread(void *pipe)
{
    static char block[10000];
    DWORD done = 0;
    return WriteFile(pipe, block, sizeof block, &done, NULL) ? done : 1000000 + GetLastError();
}

CASE(a_write_beyond_the_quota_waits)
{
    HANDLE server = serve_with(PIPE_ACCESS_DUPLEX, BYTES, 1, 4096), client = connect_pipe();
    HANDLE thread = CreateThread(NULL, 0, writer_thread, client, 0, NULL);
    static char block[10000];
    DWORD done, total = 0;
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    while (total < 10000 && ReadFile(server, block, 1000, &done, NULL))
        total += done;
    CHECK_EQ(exit_of(thread), 10000);
}

CASE(a_write_within_the_quota_does_not_wait)
{
    HANDLE server = serve_with(PIPE_ACCESS_DUPLEX, BYTES, 1, 10000), client = connect_pipe();
    HANDLE thread = CreateThread(NULL, 0, writer_thread, client, 0, NULL);
    REQUIRE(server != NONE);
    CHECK_EQ(exit_of(thread), 10000);
}

CASE(a_waiting_writer_hears_that_the_reader_goes)
{
    HANDLE server = serve_with(PIPE_ACCESS_DUPLEX, BYTES, 1, 4096), client = connect_pipe();
    HANDLE thread = CreateThread(NULL, 0, writer_thread, client, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    CloseHandle(server);
    DWORD code = exit_of(thread);
    CHECK(code == 1000000 + ERROR_BROKEN_PIPE || code == 1000000 + ERROR_NO_DATA);
}

static DWORD WINAPI flush_thread(void *pipe)
{
    return FlushFileBuffers(pipe) ? 1 : 1000 + GetLastError();
}

CASE(flush_waits_for_the_reader)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    CHECK(FlushFileBuffers(server));
    put(server, "data");
    HANDLE thread = CreateThread(NULL, 0, flush_thread, server, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    get(client, 2);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    get(client, 2);
    CHECK_EQ(exit_of(thread), 1);
}

CASE(flush_ends_when_the_reader_goes)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    put(server, "data");
    HANDLE thread = CreateThread(NULL, 0, flush_thread, server, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    CloseHandle(client);
    CHECK_EQ(exit_of(thread), 1000 + ERROR_BROKEN_PIPE);
}

static DWORD WINAPI wait_thread(void *unused)
{
    (void)unused;
    return WaitNamedPipeW(NAME, 5000) ? 1 : GetLastError();
}

CASE(waiting_for_an_instance)
{
    HANDLE first = serve(BYTES);
    CHECK(WaitNamedPipeW(NAME, 1000));
    CHECK(connect_pipe() != NONE);
    CHECK_FAILS(WaitNamedPipeW(NAME, 20), ERROR_SEM_TIMEOUT);
    HANDLE thread = CreateThread(NULL, 0, wait_thread, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    HANDLE second = serve(BYTES);
    CHECK_EQ(exit_of(thread), 1);
    CHECK(first != NONE && second != NONE);
}

CASE(pipes_are_listed)
{
    WINE_DIFFERS("Wine lists no pipes");
    WIN32_FIND_DATAW data;
    HANDLE server = serve(BYTES);
    REQUIRE(server != NONE);
    HANDLE find = FindFirstFileW(L"\\\\.\\pipe\\*", &data);
    REQUIRE(find != NONE);
    BOOL found = FALSE;
    do
        if (lstrcmpW(data.cFileName, NAME + 9) == 0)
            found = TRUE;
    while (FindNextFileW(find, &data));
    CHECK_LAST_ERROR(ERROR_NO_MORE_FILES);
    CHECK(found);
    FindClose(find);
}

CASE(large_messages_come_whole)
{
    HANDLE server = serve_with(PIPE_ACCESS_DUPLEX, MESSAGE, 1, 1 << 20), client = connect_pipe();
    char *out = VirtualAlloc(NULL, 400000, MEM_COMMIT, PAGE_READWRITE);
    char *in = VirtualAlloc(NULL, 400000, MEM_COMMIT, PAGE_READWRITE);
    DWORD done;
    for (int i = 0; i < 400000; i++)
        out[i] = (char)(i * 7 / 3);
    CHECK(WriteFile(client, out, 400000, &done, NULL));
    CHECK(ReadFile(server, in, 400000, &done, NULL));
    CHECK_EQ(done, 400000);
    CHECK(memcmp(in, out, 400000) == 0);
}

CASE(bad_buffers_are_errors)
{
    HANDLE server = serve(BYTES), client = connect_pipe();
    DWORD done;
    put(client, "text");
    CHECK(!ReadFile(server, (void *)16, 4, &done, NULL));
    CHECK_LAST_ERROR(ERROR_NOACCESS);
    CHECK(!WriteFile(client, (void *)16, 4, &done, NULL));
}

CASE(handles_can_be_duplicated)
{
    HANDLE server = serve(BYTES), client = connect_pipe(), copy;
    char text[4];
    DWORD done;
    CHECK(DuplicateHandle(GetCurrentProcess(), client, GetCurrentProcess(), &copy, 0, FALSE,
                          DUPLICATE_SAME_ACCESS));
    CloseHandle(client);
    CHECK_EQ(put(copy, "copy"), 4);
    CHECK_STR(get(server, 9), "copy");
    CloseHandle(copy);
    CHECK_FAILS(ReadFile(server, text, 4, &done, NULL), ERROR_BROKEN_PIPE);
}
