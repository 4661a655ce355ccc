/* A small tour of what a Windows program finds: version, time, files, threads. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#define WORKERS 3

static volatile LONG total;

static DWORD WINAPI add_up(void *counter)
{
    for (int i = 1; i <= 1000; i++)
        InterlockedAdd(counter, i);
    return GetCurrentThreadId();
}

static void show_system(void)
{
    OSVERSIONINFOEXW version = {.dwOSVersionInfoSize = sizeof(version)};
    SYSTEM_INFO system;
    MEMORYSTATUSEX memory = {.dwLength = sizeof(memory)};
    LONG(WINAPI * get_version)
    (OSVERSIONINFOEXW *) = (LONG(WINAPI *)(OSVERSIONINFOEXW *))(void *)GetProcAddress(
        GetModuleHandleA("ntdll"), "RtlGetVersion");

    if (get_version && get_version(&version) == 0)
        printf("Windows %lu.%lu.%lu\n", version.dwMajorVersion, version.dwMinorVersion,
               version.dwBuildNumber);
    GetNativeSystemInfo(&system);
    GlobalMemoryStatusEx(&memory);
    printf("%lu processors, %lu MiB of memory, pages of %lu bytes\n", system.dwNumberOfProcessors,
           (DWORD)(memory.ullTotalPhys >> 20), system.dwPageSize);
}

static void show_time(void)
{
    SYSTEMTIME now;

    GetSystemTime(&now);
    printf("%04d-%02d-%02d %02d:%02d:%02d UTC\n", now.wYear, now.wMonth, now.wDay, now.wHour,
           now.wMinute, now.wSecond);
}

static void show_directory(void)
{
    WIN32_FIND_DATAA entry;
    char path[MAX_PATH];
    HANDLE search;

    GetCurrentDirectoryA(sizeof(path), path);
    printf("%s:\n", path);
    search = FindFirstFileA("*", &entry);
    if (search == INVALID_HANDLE_VALUE) {
        printf("  cannot be listed, error %lu\n", GetLastError());
        return;
    }
    do {
        if (entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            printf("  %-24s <dir>\n", entry.cFileName);
        else
            printf("  %-24s %lu bytes\n", entry.cFileName, entry.nFileSizeLow);
    } while (FindNextFileA(search, &entry));
    FindClose(search);
}

static int run_threads(void)
{
    HANDLE threads[WORKERS];

    for (int i = 0; i < WORKERS; i++) {
        threads[i] = CreateThread(NULL, 0, add_up, (void *)&total, 0, NULL);
        if (!threads[i]) {
            printf("CreateThread: error %lu\n", GetLastError());
            return 1;
        }
    }
    WaitForMultipleObjects(WORKERS, threads, TRUE, INFINITE);
    for (int i = 0; i < WORKERS; i++)
        CloseHandle(threads[i]);
    printf("%d threads added up %ld\n", WORKERS, total);
    return total != WORKERS * 500500;
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argc ? argv[0] : "", '\\');

    printf("Hello from %s\n", name ? name + 1 : argv[0]);
    show_system();
    show_time();
    show_directory();
    return run_threads();
}
