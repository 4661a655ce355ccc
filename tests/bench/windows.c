/* The Windows side of the benchmarks. */
#include <stdio.h>
#include <windows.h>

#include "bench.h"

extern volatile double bench_sink;

static HANDLE event, mutex, there, back, file, heap;
static CRITICAL_SECTION section;
static SRWLOCK lock = SRWLOCK_INIT;

double bench_clock(void)
{
    LARGE_INTEGER now, frequency;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return now.QuadPart * (1e9 / frequency.QuadPart);
}

static void create_objects(void)
{
    event = CreateEventW(NULL, FALSE, FALSE, NULL);
    mutex = CreateMutexW(NULL, FALSE, NULL);
    there = CreateEventW(NULL, FALSE, FALSE, NULL);
    back = CreateEventW(NULL, FALSE, FALSE, NULL);
    InitializeCriticalSection(&section);
    heap = GetProcessHeap();
    file = CreateFileW(L"data", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                       0, NULL);
}

static void set_and_wait(unsigned rounds)
{
    while (rounds--) {
        SetEvent(event);
        WaitForSingleObject(event, INFINITE);
    }
}

static void acquire_release(unsigned rounds)
{
    while (rounds--) {
        WaitForSingleObject(mutex, INFINITE);
        ReleaseMutex(mutex);
    }
}

static void enter_leave(unsigned rounds)
{
    while (rounds--) {
        EnterCriticalSection(&section);
        LeaveCriticalSection(&section);
    }
}

static void lock_unlock(unsigned rounds)
{
    while (rounds--) {
        AcquireSRWLockExclusive(&lock);
        ReleaseSRWLockExclusive(&lock);
    }
}

static DWORD WINAPI answer(void *rounds)
{
    for (unsigned i = *(unsigned *)rounds; i; i--) {
        WaitForSingleObject(there, INFINITE);
        SetEvent(back);
    }
    return 0;
}

static void join(HANDLE thread)
{
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

static void handoff(unsigned rounds)
{
    HANDLE thread = CreateThread(NULL, 0, answer, &rounds, 0, NULL);

    for (unsigned i = rounds; i; i--) {
        SetEvent(there);
        WaitForSingleObject(back, INFINITE);
    }
    join(thread);
}

static DWORD WINAPI nothing(void *argument)
{
    return argument != NULL;
}

static void threads(unsigned rounds)
{
    while (rounds--)
        join(CreateThread(NULL, 0, nothing, NULL, 0, NULL));
}

static void allocate(unsigned rounds)
{
    void *slots[64] = {0};
    unsigned seed = 1;

    while (rounds--) {
        unsigned slot = (seed = seed * 1103515245 + 12345) >> 16 & 63;

        if (slots[slot])
            HeapFree(heap, 0, slots[slot]);
        slots[slot] = HeapAlloc(heap, 0, 16 + (seed >> 8 & (seed >> 20 & 15 ? 255 : 8191)));
        *(char *)slots[slot] = 1;
    }
    for (unsigned i = 0; i < 64; i++)
        if (slots[i])
            HeapFree(heap, 0, slots[i]);
}

static DWORD WINAPI allocate_thread(void *rounds)
{
    allocate(*(unsigned *)rounds);
    return 0;
}

static void allocate_twice(unsigned rounds)
{
    HANDLE thread = CreateThread(NULL, 0, allocate_thread, &rounds, 0, NULL);

    allocate(rounds);
    join(thread);
}

static void map(unsigned rounds)
{
    while (rounds--) {
        char *memory = VirtualAlloc(NULL, 65536, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);

        for (unsigned i = 0; i < 65536; i += 4096)
            memory[i] = 1;
        VirtualFree(memory, 0, MEM_RELEASE);
    }
}

static void read_file(unsigned rounds)
{
    char buffer[4096];

    for (unsigned i = 0; i < rounds; i++) {
        OVERLAPPED place = {.Offset = (i & 63) * 4096};
        DWORD size = 0;

        ReadFile(file, buffer, sizeof(buffer), &size, &place);
        bench_sink += size;
    }
}

static void write_file(unsigned rounds)
{
    char buffer[4096] = "";

    for (unsigned i = 0; i < rounds; i++) {
        OVERLAPPED place = {.Offset = (i & 63) * 4096};
        DWORD size = 0;

        WriteFile(file, buffer, sizeof(buffer), &size, &place);
        bench_sink += size;
    }
}

static HANDLE open_name(const WCHAR *name)
{
    return CreateFileW(name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       0, NULL);
}

static void open_close(unsigned rounds)
{
    while (rounds--)
        CloseHandle(open_name(L"data"));
}

static void open_missing(unsigned rounds)
{
    while (rounds--)
        bench_sink += open_name(L"missing") == INVALID_HANDLE_VALUE;
}

static void attributes(unsigned rounds)
{
    while (rounds--)
        bench_sink += GetFileAttributesW(L"data");
}

static void open_many(unsigned rounds)
{
    WCHAR name[32];

    for (unsigned i = 0; i < rounds; i++) {
        swprintf(name, 32, L"MANY\\FILE%u.TXT", i % BENCH_FILES);
        CloseHandle(open_name(name));
    }
}

static void list(unsigned rounds)
{
    while (rounds--) {
        WIN32_FIND_DATAW entry;
        HANDLE search = FindFirstFileW(L"many\\*", &entry);

        do
            bench_sink += entry.nFileSizeLow;
        while (FindNextFileW(search, &entry));
        FindClose(search);
    }
}

static void processes(unsigned rounds)
{
    while (rounds--) {
        WCHAR command[] = L"..\\tests\\bench\\hello.exe";
        STARTUPINFOW start = {.cb = sizeof(start), .dwFlags = STARTF_USESTDHANDLES};
        PROCESS_INFORMATION info;
        SECURITY_ATTRIBUTES inherit = {sizeof(inherit), NULL, TRUE};

        start.hStdOutput = CreateFileW(L"NUL", GENERIC_WRITE, 3, &inherit, OPEN_EXISTING, 0, NULL);
        if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &info))
            ExitProcess(3);
        CloseHandle(start.hStdOutput);
        CloseHandle(info.hThread);
        join(info.hProcess);
    }
}

static HANDLE pipe_out, pipe_in;

static DWORD WINAPI drain(void *rounds)
{
    static char buffer[65536];
    DWORD size;

    for (unsigned long long left = 65536ull * *(unsigned *)rounds; left; left -= size)
        if (!ReadFile(pipe_out, buffer, sizeof(buffer), &size, NULL))
            ExitProcess(3);
    return 0;
}

static void fill_pipe(unsigned rounds)
{
    static char buffer[65536];
    HANDLE thread;
    DWORD size;

    CreatePipe(&pipe_out, &pipe_in, NULL, 65536);
    thread = CreateThread(NULL, 0, drain, &rounds, 0, NULL);
    for (unsigned i = 0; i < rounds; i++)
        WriteFile(pipe_in, buffer, sizeof(buffer), &size, NULL);
    join(thread);
    CloseHandle(pipe_out);
    CloseHandle(pipe_in);
}

static HANDLE back_out, back_in;

static DWORD WINAPI send_back(void *rounds)
{
    char byte;
    DWORD size;

    for (unsigned i = *(unsigned *)rounds; i; i--)
        if (!ReadFile(pipe_out, &byte, 1, &size, NULL) ||
            !WriteFile(back_in, &byte, 1, &size, NULL))
            ExitProcess(3);
    return 0;
}

static void pipe_echo(unsigned rounds)
{
    char byte = 'x';
    HANDLE thread;
    DWORD size;

    CreatePipe(&pipe_out, &pipe_in, NULL, 0);
    CreatePipe(&back_out, &back_in, NULL, 0);
    thread = CreateThread(NULL, 0, send_back, &rounds, 0, NULL);
    for (unsigned i = 0; i < rounds; i++) {
        WriteFile(pipe_in, &byte, 1, &size, NULL);
        ReadFile(back_out, &byte, 1, &size, NULL);
    }
    join(thread);
    CloseHandle(pipe_out);
    CloseHandle(pipe_in);
    CloseHandle(back_out);
    CloseHandle(back_in);
}

static HKEY key;

static void make_key(void)
{
    DWORD value = 1;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\BaileyBench", 0, NULL, REG_OPTION_VOLATILE,
                        KEY_ALL_ACCESS, NULL, &key, NULL) ||
        RegSetValueExW(key, L"Value", 0, REG_DWORD, (const BYTE *)&value, sizeof(value)))
        ExitProcess(3);
}

static void query_value(unsigned rounds)
{
    while (rounds--) {
        DWORD value = 0, size = sizeof(value);

        if (RegQueryValueExW(key, L"Value", NULL, NULL, (BYTE *)&value, &size) || value != 1)
            ExitProcess(3);
    }
}

static const struct bench table[] = {
    {"event", create_objects, set_and_wait},
    {"mutex", create_objects, acquire_release},
    {"critical section", create_objects, enter_leave},
    {"srw lock", create_objects, lock_unlock},
    {"handoff", create_objects, handoff},
    {"thread", create_objects, threads},
    {"heap", create_objects, allocate},
    {"heap, 2 threads", create_objects, allocate_twice},
    {"virtual memory", create_objects, map},
    {"read 4 KiB", create_objects, read_file},
    {"write 4 KiB", create_objects, write_file},
    {"open and close", create_objects, open_close},
    {"open missing", create_objects, open_missing},
    {"attributes", create_objects, attributes},
    {"open in other case", create_objects, open_many},
    {"list 1000 files", create_objects, list},
    {"process", NULL, processes},
    {"pipe, 64 KiB", NULL, fill_pipe},
    {"pipe, there and back", NULL, pipe_echo},
    {"registry query", make_key, query_value},
    BENCH_COMMON,
};

int main(int argc, char **argv)
{
    HMODULE crt = LoadLibraryW(L"msvcrt.dll");

    bench_sprintf_call = (int (*)(char *, const char *, ...))(void *)GetProcAddress(crt, "sprintf");
    bench_strtod_call = (double (*)(const char *, char **))(void *)GetProcAddress(crt, "strtod");
    return bench_main(argc, argv, table, sizeof(table) / sizeof(*table));
}
