/*
 * memoryapi.h: the memory of a process that was created suspended, before it is resumed, as
 * servers, debuggers and hooking libraries prepare it.
 */
#include "conformance.h"

#define PLACE ((char *)0x23450000)

static PROCESS_INFORMATION child;

static void start_suspended(const char *name)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    char command[MAX_PATH + 64] = "\"";
    GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    lstrcatA(command, "\" ");
    lstrcatA(command, name);
    REQUIRE(CreateProcessA(NULL, command, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &startup,
                           &child));
}

static DWORD resume(void)
{
    CHECK_EQ(ResumeThread(child.hThread), 1);
    CloseHandle(child.hThread);
    return end_child(child.hProcess);
}

CHILD(ends_with_what_lies_there)
{
    MEMORY_BASIC_INFORMATION info;
    if (!VirtualQuery(PLACE, &info, sizeof info) || info.State != MEM_COMMIT)
        ExitProcess(1);
    ExitProcess(info.Protect == PAGE_READONLY ? *(DWORD *)PLACE : 2);
}

CASE(memory_is_given_at_an_address)
{
    MEMORY_BASIC_INFORMATION info;
    DWORD value = 0x77, old = 0;
    SIZE_T count = 0;
    start_suspended("ends_with_what_lies_there");
    char *at = VirtualAllocEx(child.hProcess, PLACE, 0x1800, MEM_RESERVE, PAGE_NOACCESS);
    CHECK_PTR(at, PLACE);
    at = VirtualAllocEx(child.hProcess, PLACE, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    CHECK_PTR(at, PLACE);
    CHECK_EQ(VirtualQueryEx(child.hProcess, PLACE, &info, sizeof info), sizeof info);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READWRITE);
    CHECK_EQ(info.RegionSize, 0x1000);
    CHECK(WriteProcessMemory(child.hProcess, PLACE, &value, sizeof value, &count));
    CHECK(VirtualProtectEx(child.hProcess, PLACE, 1, PAGE_READONLY, &old));
    CHECK_EQ(old, PAGE_READWRITE);
    CHECK_EQ(resume(), 0x77);
}

CASE(memory_is_given_anywhere)
{
    char text[16] = "";
    SIZE_T count = 0;
    start_suspended("ends_with_what_lies_there");
    char *at = VirtualAllocEx(child.hProcess, NULL, 100, MEM_COMMIT, PAGE_READWRITE);
    REQUIRE(at != NULL);
    CHECK(WriteProcessMemory(child.hProcess, at, "carried over", 13, &count));
    CHECK(ReadProcessMemory(child.hProcess, at, text, 13, &count));
    CHECK_STR(text, "carried over");
    CHECK_EQ(resume(), 1);
}

CASE(memory_is_taken_back)
{
    MEMORY_BASIC_INFORMATION info = {0};
    start_suspended("ends_with_what_lies_there");
    CHECK_PTR(
        VirtualAllocEx(child.hProcess, PLACE, 0x10000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE),
        PLACE);
    CHECK_FAILS(VirtualAllocEx(child.hProcess, PLACE, 0x1000, MEM_RESERVE, PAGE_READWRITE) != NULL,
                ERROR_INVALID_ADDRESS);
    CHECK(VirtualFreeEx(child.hProcess, PLACE, 0, MEM_RELEASE));
    CHECK(VirtualQueryEx(child.hProcess, PLACE, &info, sizeof info) != 0);
    CHECK_EQ(info.State, MEM_FREE);
    CHECK_FAILS(VirtualFreeEx(child.hProcess, PLACE, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    CHECK_EQ(resume(), 1);
}

__attribute__((noinline)) static DWORD answer(void)
{
    __asm__ volatile("");
    return 3;
}

CHILD(ends_with_the_answer)
{
    ExitProcess(answer());
}

/* The program lies at the same address in both: it is this very one. */
CASE(code_is_written)
{
    static const unsigned char new_answer[] = {0xb8, 0x2a, 0, 0, 0, 0xc3}; /* mov eax, 42; ret */
    MEMORY_BASIC_INFORMATION info = {0};
    SIZE_T count = 0;
    start_suspended("ends_with_the_answer");
    CHECK(
        WriteProcessMemory(child.hProcess, (void *)answer, new_answer, sizeof new_answer, &count));
    CHECK_EQ(count, sizeof new_answer);
    CHECK(VirtualQueryEx(child.hProcess, (void *)answer, &info, sizeof info) != 0);
    CHECK_EQ(info.Protect, PAGE_EXECUTE_READ);
    CHECK_EQ(info.Type, MEM_IMAGE);
    CHECK_EQ(resume(), 42);
    CHECK_EQ(answer(), 3);
}

CASE(bad_requests_are_refused)
{
    DWORD old;
    SIZE_T count = 9;
    WINE_DIFFERS("it answers free memory with error 87, and writes there");
    start_suspended("ends_with_what_lies_there");
    CHECK(!VirtualAllocEx(child.hProcess, NULL, 0, MEM_COMMIT, PAGE_READWRITE));
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualProtectEx(child.hProcess, PLACE, 1, PAGE_READONLY, &old),
                ERROR_INVALID_ADDRESS);
    CHECK(!WriteProcessMemory(child.hProcess, PLACE, "x", 1, &count));
    CHECK_EQ(count, 0);
    CHECK_EQ(resume(), 1);
}

CASE(rights_are_asked_for)
{
    start_suspended("ends_with_what_lies_there");
    HANDLE reader = OpenProcess(PROCESS_VM_READ, FALSE, child.dwProcessId);
    REQUIRE(reader != NULL);
    CHECK_FAILS(VirtualAllocEx(reader, NULL, 100, MEM_COMMIT, PAGE_READWRITE) != NULL,
                ERROR_ACCESS_DENIED);
    CHECK_FAILS(VirtualFreeEx(reader, PLACE, 0, MEM_RELEASE), ERROR_ACCESS_DENIED);
    CloseHandle(reader);
    CHECK_EQ(resume(), 1);
}

CASE(process_that_has_ended)
{
    MEMORY_BASIC_INFORMATION info;
    start_suspended("ends_with_what_lies_there");
    CHECK(TerminateProcess(child.hProcess, 8));
    CHECK_EQ(WaitForSingleObject(child.hProcess, 20000), WAIT_OBJECT_0);
    CHECK(!VirtualAllocEx(child.hProcess, NULL, 100, MEM_COMMIT, PAGE_READWRITE));
    CHECK(!VirtualQueryEx(child.hProcess, PLACE, &info, sizeof info));
    CloseHandle(child.hThread);
    CHECK_EQ(end_child(child.hProcess), 8);
}

static DWORD WINAPI asks_a_hundred_times(void *answers)
{
    for (int i = 0; i < 100; i++)
        if (VirtualAllocEx(child.hProcess, NULL, 0x1000, MEM_RESERVE, PAGE_READWRITE))
            InterlockedIncrement(answers);
    return 0;
}

CASE(many_ask_at_once)
{
    HANDLE threads[4];
    LONG answers = 0;
    start_suspended("ends_with_what_lies_there");
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, asks_a_hundred_times, &answers, 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, 60000);
    for (int i = 0; i < 4; i++)
        CloseHandle(threads[i]);
    CHECK_EQ(answers, 400);
    CHECK_EQ(resume(), 1);
}
