/*
 * remote.c - memory, times and counters of other processes that run.
 */
#include "conformance.h"
#include <psapi.h>
#include <winternl.h>

NTSTATUS NTAPI NtQueryInformationProcess(HANDLE, PROCESSINFOCLASS, PVOID, ULONG, PULONG);

struct board {
    char *memory, *locked, *large;
    DWORD result;
};

#define LARGE 300000

static struct board *board;
static HANDLE go, done;

static const char *name_of(const char *what)
{
    static char name[100];
    if (!GetEnvironmentVariableA("REMOTE_CASE", name, 16)) {
        char number[9] = "";
        for (DWORD i = 0, id = GetCurrentProcessId(); i < 8; i++, id >>= 4)
            number[i] = (char)('a' + (id & 15));
        SetEnvironmentVariableA("REMOTE_CASE", number);
        lstrcpyA(name, number);
    }
    lstrcatA(name, " remote ");
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

static HANDLE running(const char *name)
{
    meet();
    HANDLE child = start_child(name);
    REQUIRE(child != NULL);
    REQUIRE(WaitForSingleObject(done, 20000) == WAIT_OBJECT_0);
    return child;
}

CHILD(has_memory)
{
    DWORD old;
    meet();
    board->memory = VirtualAlloc(NULL, 0x2000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    lstrcpyA(board->memory, "from the child");
    VirtualProtect(board->memory + 0x1000, 0x1000, PAGE_NOACCESS, &old);
    board->locked = VirtualAlloc(NULL, 0x1000, MEM_RESERVE, PAGE_READWRITE);
    board->large = VirtualAlloc(NULL, LARGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    for (DWORD i = 0; i < LARGE; i++)
        board->large[i] = (char)(i * 7);
    SetEvent(done);
    WaitForSingleObject(go, 20000);
    board->result = 0;
    for (DWORD i = 0; i < LARGE; i++)
        board->result += (unsigned char)board->large[i];
    ExitProcess(lstrcmpA(board->memory, "from the parent") == 0 ? 5 : 6);
}

CASE(memory_of_running_process)
{
    char text[32] = "";
    SIZE_T count = 99;
    HANDLE child = running("has_memory");
    CHECK(ReadProcessMemory(child, board->memory, text, 15, &count));
    CHECK_EQ(count, 15);
    CHECK(lstrcmpA(text, "from the child") == 0);
    CHECK(WriteProcessMemory(child, board->memory, "from the parent", 16, &count));
    CHECK_EQ(count, 16);
    SetEvent(go);
    CHECK_EQ(end_child(child), 5);
}

CASE(much_memory_of_running_process)
{
    SIZE_T count = 0;
    DWORD sum = 0;
    HANDLE child = running("has_memory");
    char *copy = VirtualAlloc(NULL, LARGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    CHECK(ReadProcessMemory(child, board->large, copy, LARGE, &count));
    CHECK_EQ(count, LARGE);
    for (DWORD i = 0; i < LARGE; i++)
        if (copy[i] != (char)(i * 7))
            sum++;
    CHECK_EQ(sum, 0);
    for (DWORD i = 0; i < LARGE; i++)
        copy[i] = 3;
    CHECK(WriteProcessMemory(child, board->large, copy, LARGE, &count));
    CHECK_EQ(count, LARGE);
    SetEvent(go);
    end_child(child);
    CHECK_EQ(board->result, LARGE * 3);
}

CASE(memory_that_cannot_be_touched)
{
    char text[0x1010];
    SIZE_T count = 99;
    WINE_DIFFERS("it reads what is protected and writes what is not there");
    HANDLE child = running("has_memory");
    CHECK(!ReadProcessMemory(child, board->locked, text, 4, &count));
    CHECK_EQ(GetLastError(), ERROR_PARTIAL_COPY);
    CHECK_EQ(count, 0);
    CHECK(!ReadProcessMemory(child, (char *)0x10, text, 4, &count));
    CHECK_EQ(GetLastError(), ERROR_PARTIAL_COPY);
    CHECK(!WriteProcessMemory(child, board->locked, "x", 1, &count));
    CHECK(!ReadProcessMemory(child, board->memory, text, sizeof text, &count));
    CHECK_EQ(GetLastError(), ERROR_PARTIAL_COPY);
    CHECK(ReadProcessMemory(child, board->memory, text, 0, &count));
    CHECK_EQ(count, 0);
    HANDLE weak = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, GetProcessId(child));
    CHECK(!ReadProcessMemory(weak, board->memory, text, 4, &count));
    CHECK_EQ(GetLastError(), ERROR_ACCESS_DENIED);
    CloseHandle(weak);
    TerminateProcess(child, 3);
    WaitForSingleObject(child, 20000);
    CHECK(!ReadProcessMemory(child, board->memory, text, 4, &count));
    CHECK_EQ(end_child(child), 3);
}

static volatile DWORD planted = 1;

CHILD(tells_what_was_planted)
{
    ExitProcess(planted);
}

/* As a debugger or Cygwin's fork does: the program is there before its first instruction. */
CASE(memory_of_suspended_process)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    PROCESS_BASIC_INFORMATION basic;
    char command[MAX_PATH + 64] = "\"";
    char *base;
    DWORD value = 0;
    SIZE_T count;
    GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    lstrcatA(command, "\" tells_what_was_planted");
    REQUIRE(CreateProcessA(NULL, command, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &startup,
                           &info));
    CHECK_EQ(NtQueryInformationProcess(info.hProcess, ProcessBasicInformation, &basic, sizeof basic,
                                       NULL),
             0);
    /* PEB.ImageBaseAddress */
    CHECK(ReadProcessMemory(info.hProcess, (char *)basic.PebBaseAddress + 0x10, &base, sizeof base,
                            &count));
    char *its = base + ((char *)&planted - (char *)GetModuleHandleA(NULL));
    CHECK(ReadProcessMemory(info.hProcess, base, command, 2, &count));
    CHECK(command[0] == 'M' && command[1] == 'Z');
    CHECK(ReadProcessMemory(info.hProcess, its, &value, sizeof value, &count));
    CHECK_EQ(value, 1);
    value = 77;
    CHECK(WriteProcessMemory(info.hProcess, its, &value, sizeof value, &count));
    ResumeThread(info.hThread);
    CloseHandle(info.hThread);
    CHECK_EQ(end_child(info.hProcess), 77);
}

/* How tools find the command line of others. */
CASE(command_line_of_another_process)
{
    PROCESS_BASIC_INFORMATION basic;
    UNICODE_STRING line;
    WCHAR text[1024] = L"";
    char *parameters;
    SIZE_T count;
    HANDLE child = running("has_memory");
    CHECK_EQ(NtQueryInformationProcess(child, ProcessBasicInformation, &basic, sizeof basic, NULL),
             0);
    CHECK(ReadProcessMemory(child, (char *)basic.PebBaseAddress + 0x20, &parameters,
                            sizeof parameters, &count));
    CHECK(ReadProcessMemory(child, parameters + 0x70, &line, sizeof line, &count));
    REQUIRE(line.Length < sizeof text);
    CHECK(ReadProcessMemory(child, line.Buffer, text, line.Length, &count));
    const WCHAR *end = text + line.Length / 2 - 10;
    CHECK(lstrcmpW(end, L"has_memory") == 0);
    SetEvent(go);
    end_child(child);
}

CHILD(works_hard)
{
    meet();
    ULONGLONG start = GetTickCount64();
    volatile DWORD sum = 0;
    while (GetTickCount64() - start < 300)
        sum++;
    SetEvent(done);
    WaitForSingleObject(go, 20000);
}

static ULONGLONG units(FILETIME time)
{
    return (ULONGLONG)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

CASE(times_of_running_process)
{
    FILETIME created, ended, kernel, user;
    WINE_DIFFERS("times of another process are 0 until it has ended");
    HANDLE child = running("works_hard");
    CHECK(GetProcessTimes(child, &created, &ended, &kernel, &user));
    CHECK(units(kernel) + units(user) > 500000); /* of the 300 ms, on a machine with others */
    CHECK(units(kernel) + units(user) < 20 * 10000000ull);
    CHECK_EQ(units(ended), 0);
    SetEvent(go);
    end_child(child);
}

CASE(memory_counters_of_running_process)
{
    PROCESS_MEMORY_COUNTERS counters = {.cb = sizeof counters};
    HANDLE child = running("has_memory");
    CHECK(K32GetProcessMemoryInfo(child, &counters, sizeof counters));
    CHECK(counters.WorkingSetSize > LARGE);
    CHECK(counters.PeakWorkingSetSize >= counters.WorkingSetSize);
    SetEvent(go);
    end_child(child);
}

CASE(system_process_list_has_child)
{
    static char buffer[1 << 20] __attribute__((aligned(8)));
    SYSTEM_PROCESS_INFORMATION *entry = (void *)buffer;
    ULONG size = 0;
    int found = 0, own = 0;
    HANDLE child = running("has_memory");
    REQUIRE(NtQuerySystemInformation(SystemProcessInformation, buffer, sizeof buffer, &size) == 0);
    for (;; entry = (void *)((char *)entry + entry->NextEntryOffset)) {
        DWORD id = (DWORD)(ULONG_PTR)entry->UniqueProcessId;
        const WCHAR *name = *(WCHAR **)((char *)entry + 0x40);
        if (id == GetProcessId(child)) {
            found++;
            CHECK(*(ULONG *)((char *)entry + 4) >= 1); /* threads */
            CHECK_EQ(*(ULONG_PTR *)((char *)entry + 0x58), GetCurrentProcessId());
            CHECK(lstrcmpiW(name, L"remote.exe") == 0);
        }
        own += id == GetCurrentProcessId();
        if (!entry->NextEntryOffset)
            break;
    }
    CHECK_EQ(found, 1);
    CHECK_EQ(own, 1);
    SetEvent(go);
    end_child(child);
}

/* As Go's run-time tests do: the thread is found by its number. */
CASE(thread_of_suspended_process_is_opened)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    char command[MAX_PATH + 64] = "\"";
    GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    lstrcatA(command, "\" tells_what_was_planted");
    REQUIRE(CreateProcessA(NULL, command, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &startup,
                           &info));
    HANDLE thread = OpenThread(THREAD_SUSPEND_RESUME | SYNCHRONIZE, FALSE, info.dwThreadId);
    REQUIRE(thread != NULL);
    CHECK_EQ(ResumeThread(thread), 1);
    CHECK_EQ(end_child(info.hProcess), 1);
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    CHECK(!OpenThread(SYNCHRONIZE, FALSE, 0x7ffffff0));
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CloseHandle(thread);
    CloseHandle(info.hThread);
}
