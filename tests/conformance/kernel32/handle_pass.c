/*
 * handle_pass.c - DuplicateHandle into and out of processes that already run, where the host has
 * something behind the handle: anonymous pipes and files.
 */
#include "conformance.h"
#include <winternl.h>

NTSTATUS NTAPI NtQueryInformationProcess(HANDLE, PROCESSINFOCLASS, PVOID, ULONG, PULONG);

/* What the two processes say to each other. */
struct board {
    HANDLE given; /* a value in the child's table */
    HANDLE other;
    DWORD result;
    char text[64];
};

static struct board *board;
static HANDLE go, done;

/* The name of something that the processes of this case alone have. */
static const char *name_of(const char *what)
{
    static char name[100];
    if (!GetEnvironmentVariableA("HANDLE_PASS", name, 16)) {
        char number[9] = "";
        for (DWORD i = 0, id = GetCurrentProcessId(); i < 8; i++, id >>= 4)
            number[i] = (char)('a' + (id & 15));
        SetEnvironmentVariableA("HANDLE_PASS", number);
        lstrcpyA(name, number);
    }
    lstrcatA(name, " handle_pass ");
    lstrcatA(name, what);
    return name;
}

static void meet(void)
{
    HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                        sizeof *board, name_of("board"));
    go = CreateEventA(NULL, FALSE, FALSE, name_of("go"));
    done = CreateEventA(NULL, FALSE, FALSE, name_of("done"));
    board = MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0);
    REQUIRE(board && go && done);
}

/* Starts the child and waits until it runs. */
static HANDLE running(const char *name)
{
    meet();
    HANDLE child = start_child(name);
    REQUIRE(child != NULL);
    REQUIRE(WaitForSingleObject(done, 20000) == WAIT_OBJECT_0);
    return child;
}

static void tell_child(void)
{
    SetEvent(go);
    CHECK(WaitForSingleObject(done, 20000) == WAIT_OBJECT_0);
}

static HANDLE duplicate(HANDLE from, HANDLE source, HANDLE to, DWORD options)
{
    HANDLE result = NULL;
    CHECK(DuplicateHandle(from, source, to, &result, 0, FALSE, DUPLICATE_SAME_ACCESS | options));
    return result;
}

/* The child's part: report, then wait to be told. */
static void report_and_wait(void)
{
    SetEvent(done);
    WaitForSingleObject(go, 20000);
}

CHILD(writes_what_it_is_given)
{
    DWORD count;
    meet();
    report_and_wait();
    board->result = WriteFile(board->given, "hello", 5, &count, NULL) ? count : 0;
    CloseHandle(board->given);
    SetEvent(done);
    WaitForSingleObject(go, 20000);
}

CASE(pipe_end_into_running_process)
{
    HANDLE read, write;
    char text[16];
    DWORD count = 0;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    HANDLE child = running("writes_what_it_is_given");
    board->given = duplicate(GetCurrentProcess(), write, child, 0);
    CloseHandle(write);
    tell_child();
    CHECK_EQ(board->result, 5);
    CHECK(ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(count, 5);
    CHECK(memcmp(text, "hello", 5) == 0);
    /* the last writer has closed its end */
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    SetEvent(go);
    end_child(child);
    CloseHandle(read);
}

CASE(pipe_end_moved_into_running_process)
{
    HANDLE read, write;
    char text[16];
    DWORD count = 0;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    HANDLE child = running("writes_what_it_is_given");
    board->given = duplicate(GetCurrentProcess(), write, child, DUPLICATE_CLOSE_SOURCE);
    CHECK(!CloseHandle(write));
    tell_child();
    CHECK(ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(count, 5);
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    SetEvent(go);
    end_child(child);
    CloseHandle(read);
}

CHILD(never_uses_what_it_is_given)
{
    meet();
    report_and_wait();
}

/* Ended with a handle that it has never touched. */
CASE(pipe_end_of_process_that_ends)
{
    HANDLE read, write;
    char text[16];
    DWORD count = 0;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    HANDLE child = running("never_uses_what_it_is_given");
    duplicate(GetCurrentProcess(), write, child, DUPLICATE_CLOSE_SOURCE);
    SetEvent(go);
    CHECK_EQ(end_child(child), 0);
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CloseHandle(read);
}

CASE(pipe_end_of_process_that_is_killed)
{
    HANDLE read, write;
    char text[16];
    DWORD count = 0;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    HANDLE child = running("never_uses_what_it_is_given");
    duplicate(GetCurrentProcess(), write, child, DUPLICATE_CLOSE_SOURCE);
    CHECK(TerminateProcess(child, 7));
    CHECK_EQ(end_child(child), 7);
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CloseHandle(read);
}

CHILD(makes_a_pipe)
{
    meet();
    CreatePipe(&board->given, &board->other, NULL, 0);
    report_and_wait();
    SetEvent(done);
    WaitForSingleObject(go, 20000);
}

CASE(pipe_ends_out_of_running_process)
{
    char text[16];
    DWORD count = 0;
    HANDLE child = running("makes_a_pipe");
    HANDLE read = duplicate(child, board->given, GetCurrentProcess(), DUPLICATE_CLOSE_SOURCE);
    HANDLE write = duplicate(child, board->other, GetCurrentProcess(), 0);
    CHECK(WriteFile(write, "abc", 3, &count, NULL));
    CHECK(ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(count, 3);
    CloseHandle(write);
    /* the child still has its own writing end, and loses it by our hand */
    CloseHandle(duplicate(child, board->other, GetCurrentProcess(), DUPLICATE_CLOSE_SOURCE));
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CloseHandle(read);
    tell_child();
    SetEvent(go);
    end_child(child);
}

CASE(pipe_between_two_other_processes)
{
    char text[16];
    DWORD count = 0;
    HANDLE maker = running("makes_a_pipe");
    HANDLE child = start_child("writes_what_it_is_given");
    REQUIRE(WaitForSingleObject(done, 20000) == WAIT_OBJECT_0);
    HANDLE read = duplicate(maker, board->given, GetCurrentProcess(), 0);
    board->given = duplicate(maker, board->other, child, DUPLICATE_CLOSE_SOURCE);
    TerminateProcess(maker, 0);
    end_child(maker);
    tell_child();
    CHECK_EQ(board->result, 5);
    CHECK(ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(count, 5);
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    SetEvent(go);
    end_child(child);
    CloseHandle(read);
}

CHILD(reads_what_it_is_given)
{
    DWORD count = 0;
    meet();
    report_and_wait();
    board->result =
        ReadFile(board->given, board->text, sizeof board->text, &count, NULL) ? count : 99;
    SetEvent(done);
    WaitForSingleObject(go, 20000);
}

/* The position is the file object's, so both processes have one. */
CASE(file_into_running_process)
{
    char path[MAX_PATH], text[8];
    DWORD count;
    GetTempPathA(sizeof path, path);
    lstrcatA(path, "handle_pass.tmp");
    HANDLE file = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    WriteFile(file, "0123456789", 10, &count, NULL);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, text, 4, &count, NULL));
    HANDLE child = running("reads_what_it_is_given");
    board->given = duplicate(GetCurrentProcess(), file, child, 0);
    tell_child();
    CHECK_EQ(board->result, 6);
    CHECK(memcmp(board->text, "456789", 6) == 0);
    CHECK_EQ(SetFilePointer(file, 0, NULL, FILE_CURRENT), 10);
    CloseHandle(file);
    CHECK(GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES); /* the child has it open */
    SetEvent(go);
    end_child(child);
    CHECK_EQ(GetFileAttributesA(path), INVALID_FILE_ATTRIBUTES);
}

#define MANY 60

/* More than one stream is under way, and they are taken in another order. */
CHILD(writes_backwards)
{
    HANDLE handles[MANY];
    DWORD count, i = 0;
    meet();
    for (; i < MANY; i++) {
        report_and_wait();
        handles[i] = board->given;
    }
    while (i-- > 0)
        WriteFile(handles[i], &i, sizeof i, &count, NULL);
    SetEvent(done);
    WaitForSingleObject(go, 20000);
}

CASE(many_pipe_ends_into_running_process)
{
    HANDLE read[MANY], write;
    DWORD count, value;
    HANDLE child = running("writes_backwards");
    for (DWORD i = 0; i < MANY; i++) {
        REQUIRE(CreatePipe(&read[i], &write, NULL, 0));
        board->given = duplicate(GetCurrentProcess(), write, child, DUPLICATE_CLOSE_SOURCE);
        tell_child();
    }
    for (DWORD i = 0; i < MANY; i++) {
        value = 1000;
        CHECK(ReadFile(read[i], &value, sizeof value, &count, NULL));
        CHECK_EQ(value, i);
    }
    SetEvent(go);
    end_child(child);
    for (DWORD i = 0; i < MANY; i++) {
        CHECK(!ReadFile(read[i], &value, sizeof value, &count, NULL));
        CloseHandle(read[i]);
    }
}

/* ---- a process whose parent is another one */

CHILD(writes_to_stdout)
{
    DWORD count;
    meet();
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), "hello", 5, &count, NULL);
    board->result = count;
}

static HANDLE start_below(HANDLE parent, HANDLE output, const char *name)
{
    STARTUPINFOEXA startup = {.StartupInfo = {.cb = sizeof startup}};
    PROCESS_INFORMATION info = {0};
    char room[256], command[MAX_PATH + 64];
    SIZE_T size = sizeof room;
    startup.lpAttributeList = (void *)room;
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdOutput = output;
    CHECK(InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &size));
    CHECK(UpdateProcThreadAttribute(startup.lpAttributeList, 0,
                                    PROC_THREAD_ATTRIBUTE_PARENT_PROCESS, &parent, sizeof parent,
                                    NULL, NULL));
    command[0] = '"';
    GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    lstrcatA(command, "\" ");
    lstrcatA(command, name);
    CHECK(CreateProcessA(NULL, command, NULL, NULL, TRUE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL,
                         &startup.StartupInfo, &info));
    DeleteProcThreadAttributeList(startup.lpAttributeList);
    CloseHandle(info.hThread);
    return info.hProcess;
}

/* Of one that may have ended, too. */
static DWORD parent_of(HANDLE process)
{
    PROCESS_BASIC_INFORMATION info = {0};
    CHECK_EQ(NtQueryInformationProcess(process, ProcessBasicInformation, &info, sizeof info, NULL),
             0);
    return (DWORD)(ULONG_PTR)info.InheritedFromUniqueProcessId;
}

CASE(process_with_another_parent)
{
    HANDLE read, write, given = NULL;
    char text[16];
    DWORD count = 0;
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    HANDLE parent = running("never_uses_what_it_is_given");
    CHECK(DuplicateHandle(GetCurrentProcess(), write, parent, &given, 0, TRUE,
                          DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    HANDLE child = start_below(parent, given, "writes_to_stdout");
    CHECK_EQ(parent_of(child), GetProcessId(parent));
    CHECK_EQ(end_child(child), 0);
    CHECK_EQ(board->result, 5);
    CHECK(ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(count, 5);
    SetEvent(go);
    end_child(parent);
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
}

/* What its parent has and its creator has not. */
CASE(process_with_pipe_of_another_parent)
{
    char text[16];
    DWORD count = 0;
    HANDLE parent = running("makes_a_pipe");
    HANDLE read = duplicate(parent, board->given, GetCurrentProcess(), 0);
    HANDLE end = NULL;
    CHECK(DuplicateHandle(parent, board->other, parent, &end, 0, TRUE, DUPLICATE_SAME_ACCESS));
    HANDLE child = start_below(parent, end, "writes_to_stdout");
    CHECK_EQ(end_child(child), 0);
    CHECK(ReadFile(read, text, sizeof text, &count, NULL));
    CHECK_EQ(count, 5);
    tell_child();
    SetEvent(go);
    end_child(parent);
    CHECK(!ReadFile(read, text, sizeof text, &count, NULL));
}

CASE(process_with_ended_parent)
{
    STARTUPINFOEXA startup = {.StartupInfo = {.cb = sizeof startup}};
    PROCESS_INFORMATION info = {0};
    char room[256], command[] = "x.exe";
    SIZE_T size = sizeof room;
    HANDLE none = NULL;
    startup.lpAttributeList = (void *)room;
    CHECK(InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &size));
    CHECK(!UpdateProcThreadAttribute(startup.lpAttributeList, 0,
                                     PROC_THREAD_ATTRIBUTE_PARENT_PROCESS, &none, 4, NULL, NULL));
    CHECK_EQ(GetLastError(), ERROR_BAD_LENGTH);
    CHECK(UpdateProcThreadAttribute(startup.lpAttributeList, 0,
                                    PROC_THREAD_ATTRIBUTE_PARENT_PROCESS, &none, sizeof none, NULL,
                                    NULL));
    CHECK(!CreateProcessA(NULL, command, NULL, NULL, TRUE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL,
                          &startup.StartupInfo, &info));
}
