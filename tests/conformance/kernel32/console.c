/* The console functions where there is no console, and pipes. */
#include "files.h"

CASE(redirected_output_is_no_console)
{
    DWORD mode, done;
    HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
    CHECK(output && output != INVALID_HANDLE_VALUE);
    CHECK_FAILS(GetConsoleMode(output, &mode), ERROR_INVALID_HANDLE);
    CHECK_FAILS(WriteConsoleW(output, L"x", 1, &done, NULL), ERROR_INVALID_HANDLE);
    CHECK_FAILS(WriteConsoleA(output, "x", 1, &done, NULL), ERROR_INVALID_HANDLE);
    CONSOLE_SCREEN_BUFFER_INFO info;
    CHECK_FAILS(GetConsoleScreenBufferInfo(output, &info), ERROR_INVALID_HANDLE);
    CHECK_EQ(GetFileType(output), FILE_TYPE_DISK);
}

CASE(standard_handles_can_be_set)
{
    HANDLE before = GetStdHandle(STD_ERROR_HANDLE), event = CreateEventW(NULL, 0, 0, NULL);
    CHECK(SetStdHandle(STD_ERROR_HANDLE, event));
    CHECK_PTR(GetStdHandle(STD_ERROR_HANDLE), event);
    CHECK(SetStdHandle(STD_ERROR_HANDLE, before));
    CHECK_NO_FILE(GetStdHandle(77), ERROR_INVALID_HANDLE);
}

CASE(code_pages)
{
    CHECK_EQ(GetACP(), 1252);
    CHECK_EQ(GetOEMCP(), 437);
}

CASE(pipe_passes_bytes)
{
    HANDLE read, write;
    char text[10] = "";
    DWORD done, available = 0;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    CHECK(PeekNamedPipe(read, NULL, 0, NULL, &available, NULL));
    CHECK_EQ(available, 0);
    CHECK(WriteFile(write, "abcdef", 6, &done, NULL));
    CHECK(PeekNamedPipe(read, text, 2, &done, &available, NULL));
    CHECK_EQ(available, 6);
    CHECK_STR(text, "ab");
    CHECK(ReadFile(read, text, 4, &done, NULL));
    CHECK_STR(text, "abcd");
    CloseHandle(write);
    CHECK(ReadFile(read, text, 10, &done, NULL));
    CHECK_EQ(done, 2);
    CHECK_FAILS(ReadFile(read, text, 10, &done, NULL), ERROR_BROKEN_PIPE);
    CHECK_FAILS(PeekNamedPipe(read, NULL, 0, NULL, &available, NULL), ERROR_BROKEN_PIPE);
}

CASE(write_to_a_pipe_that_nobody_reads)
{
    HANDLE read, write;
    DWORD done;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    CloseHandle(read);
    CHECK_FAILS(WriteFile(write, "x", 1, &done, NULL), ERROR_NO_DATA);
}

CASE(pipe_ends_are_one_way)
{
    HANDLE read, write;
    char byte;
    DWORD done;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    CHECK_FAILS(WriteFile(read, "x", 1, &done, NULL), ERROR_ACCESS_DENIED);
    CHECK_FAILS(ReadFile(write, &byte, 1, &done, NULL), ERROR_ACCESS_DENIED);
}

static DWORD CALLBACK write_later(void *pipe)
{
    DWORD done;
    Sleep(50);
    return WriteFile(pipe, "late", 4, &done, NULL);
}

CASE(read_waits_for_data)
{
    HANDLE read, write;
    char text[10] = "";
    DWORD done;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    CreateThread(NULL, 0, write_later, write, 0, NULL);
    CHECK(ReadFile(read, text, 9, &done, NULL));
    CHECK_STR(text, "late");
}

static DWORD CALLBACK write_much(void *pipe)
{
    static char block[100000];
    DWORD done = 0;
    CHECK(WriteFile(pipe, block, sizeof block, &done, NULL));
    CHECK_EQ(done, sizeof block);
    CloseHandle(pipe);
    return 0;
}

CASE(large_writes_come_whole)
{
    static char block[4096];
    HANDLE read, write;
    DWORD done, total = 0;
    REQUIRE(CreatePipe(&read, &write, NULL, 4096));
    CreateThread(NULL, 0, write_much, write, 0, NULL);
    while (ReadFile(read, block, sizeof block, &done, NULL))
        total += done;
    CHECK_LAST_ERROR(ERROR_BROKEN_PIPE);
    CHECK_EQ(total, 100000);
}

#define PIPE L"\\\\.\\pipe\\conformance"

static HANDLE serve(DWORD mode, DWORD instances)
{
    return CreateNamedPipeW(PIPE, PIPE_ACCESS_DUPLEX, mode, instances, 4096, 4096, 0, NULL);
}

CASE(named_pipe_both_ways)
{
    char text[10] = "";
    DWORD done;
    HANDLE server = serve(PIPE_TYPE_BYTE | PIPE_WAIT, 1);
    REQUIRE(server != INVALID_HANDLE_VALUE);
    CHECK_NO_FILE(serve(PIPE_TYPE_BYTE, 1), ERROR_PIPE_BUSY);
    HANDLE client = open_file(PIPE, READ_WRITE, OPEN_EXISTING);
    REQUIRE(client != INVALID_HANDLE_VALUE);
    CHECK_NO_FILE(open_file(PIPE, READ_WRITE, OPEN_EXISTING), ERROR_PIPE_BUSY);
    CHECK_FAILS(ConnectNamedPipe(server, NULL), ERROR_PIPE_CONNECTED);
    CHECK(WriteFile(client, "to", 2, &done, NULL));
    CHECK(ReadFile(server, text, 9, &done, NULL));
    CHECK_STR(text, "to");
    CHECK(WriteFile(server, "fro", 3, &done, NULL));
    CHECK(ReadFile(client, text, 9, &done, NULL));
    CHECK_STR(text, "fro");
    CHECK(DisconnectNamedPipe(server));
    CHECK_FAILS(ReadFile(client, text, 9, &done, NULL), ERROR_PIPE_NOT_CONNECTED);
    CHECK_NO_FILE(open_file(L"\\\\.\\pipe\\none", READ_WRITE, OPEN_EXISTING), ERROR_FILE_NOT_FOUND);
}

CASE(message_pipe_keeps_messages_apart)
{
    char text[10] = "";
    DWORD done;
    HANDLE server = serve(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_WAIT, 2);
    REQUIRE(server != INVALID_HANDLE_VALUE);
    HANDLE client = open_file(PIPE, READ_WRITE, OPEN_EXISTING);
    REQUIRE(client != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(client, "first", 5, &done, NULL));
    CHECK(WriteFile(client, "second", 6, &done, NULL));
    CHECK(ReadFile(server, text, 9, &done, NULL));
    CHECK_EQ(done, 5);
    CHECK_FAILS(ReadFile(server, text, 2, &done, NULL), ERROR_MORE_DATA);
    CHECK_EQ(done, 2);
    CHECK(ReadFile(server, text, 9, &done, NULL));
    CHECK_EQ(done, 4);
}
