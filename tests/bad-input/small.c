/*
 * small.c - a program without a C runtime that asks for a bit of everything: a thread, memory,
 * files. Its exit code is 3 if all went well, else a number below 100 for what did not.
 */
#include <windows.h>

static DWORD WINAPI run(void *argument)
{
    return 5;
}

static int try_thread(void)
{
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, 0, run, NULL, 0, NULL);
    if (!thread)
        return 0;
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code == 5;
}

static int try_memory(void)
{
    volatile char *memory = VirtualAlloc(NULL, 1 << 20, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (!memory)
        return 0;
    memory[1000] = 1;
    return VirtualFree((void *)memory, 0, MEM_RELEASE);
}

static int try_file(void)
{
    char text[8];
    DWORD done = 0;
    HANDLE file = CreateFileA("small.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return 0;
    int good = WriteFile(file, "hello", 5, &done, NULL) && done == 5 &&
               SetFilePointer(file, 0, NULL, FILE_BEGIN) == 0 &&
               ReadFile(file, text, 5, &done, NULL) && done == 5 && text[4] == 'o';
    CloseHandle(file);
    return good;
}

void start(void)
{
    ExitProcess(!try_thread() ? 10 : !try_memory() ? 11 : !try_file() ? 12 : 3);
}
