/*
 * The rows of the benchmarks that take several processes of a session:
 *   session mutex      nanoseconds to acquire and release a mutex that another process made
 *   session idle N     starts N children that wait, says "ready", and ends them at a line of input
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

#define MUTEX L"BaileyBenchMutex"
#define GO    L"BaileyBenchGo"
#define THERE L"BaileyBenchThere"

static HANDLE start(const wchar_t *role)
{
    wchar_t program[MAX_PATH], command[MAX_PATH + 32];
    STARTUPINFOW startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION info;

    GetModuleFileNameW(NULL, program, MAX_PATH);
    swprintf(command, MAX_PATH + 32, L"\"%ls\" %ls", program, role);
    if (!CreateProcessW(program, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &info)) {
        fprintf(stderr, "session: cannot start a child: error %lu\n", GetLastError());
        ExitProcess(3);
    }
    CloseHandle(info.hThread);
    return info.hProcess;
}

static int measure_mutex(void)
{
    enum { ROUNDS = 2000000 };
    HANDLE mutex = OpenMutexW(SYNCHRONIZE, FALSE, MUTEX);
    LARGE_INTEGER before, after, frequency;

    if (!mutex)
        return 3;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&before);
    for (unsigned i = 0; i < ROUNDS; i++) {
        WaitForSingleObject(mutex, INFINITE);
        ReleaseMutex(mutex);
    }
    QueryPerformanceCounter(&after);
    printf("%f\n", (after.QuadPart - before.QuadPart) * (1e9 / frequency.QuadPart) / ROUNDS);
    return 0;
}

static int mutex_elsewhere(void)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, MUTEX), child = start(L"measure-mutex");
    DWORD code = 3;

    WaitForSingleObject(child, INFINITE);
    GetExitCodeProcess(child, &code);
    CloseHandle(mutex);
    return (int)code;
}

static int wait_to_go(void)
{
    HANDLE there = OpenSemaphoreW(SEMAPHORE_ALL_ACCESS, FALSE, THERE);
    HANDLE go = OpenEventW(SYNCHRONIZE, FALSE, GO);

    if (!there || !go || !ReleaseSemaphore(there, 1, NULL))
        return 3;
    return WaitForSingleObject(go, INFINITE) != WAIT_OBJECT_0;
}

static int idle_children(unsigned count)
{
    HANDLE there = CreateSemaphoreW(NULL, 0, 1 << 20, THERE);
    HANDLE go = CreateEventW(NULL, TRUE, FALSE, GO), *children = calloc(count, sizeof(*children));
    DWORD code, failed = 0;

    for (unsigned i = 0; i < count; i++)
        children[i] = start(L"wait-to-go");
    for (unsigned i = 0; i < count; i++)
        if (WaitForSingleObject(there, 60000) != WAIT_OBJECT_0)
            return 3;
    puts("ready");
    fflush(stdout);
    getchar();
    SetEvent(go);
    for (unsigned i = 0; i < count; i++) {
        WaitForSingleObject(children[i], INFINITE);
        failed |= !GetExitCodeProcess(children[i], &code) || code;
    }
    return failed ? 3 : 0;
}

int main(int argc, char **argv)
{
    const char *role = argc > 1 ? argv[1] : "";

    if (!strcmp(role, "mutex"))
        return mutex_elsewhere();
    if (!strcmp(role, "measure-mutex"))
        return measure_mutex();
    if (!strcmp(role, "idle") && argc > 2)
        return idle_children(strtoul(argv[2], NULL, 10));
    if (!strcmp(role, "wait-to-go"))
        return wait_to_go();
    return 2;
}
