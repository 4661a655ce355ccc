/*
 * consolectrl.c - attaching to the console, and control handlers.
 */
#include "nt_error.h"

#define HANDLER_MAX 32

static struct {
    SRWLOCK lock;
    PHANDLER_ROUTINE list[HANDLER_MAX];
    ULONG count;
    BOOL listens;
} handlers;

/* A process that is to close has this long; what its handlers return does not matter. */
static DWORD WINAPI deliver(PVOID argument)
{
    DWORD event = (DWORD)(ULONG_PTR)argument;
    PHANDLER_ROUTINE list[HANDLER_MAX];
    RtlAcquireSRWLockShared(&handlers.lock);
    ULONG count = handlers.count;
    __builtin_memcpy(list, handlers.list, sizeof list);
    RtlReleaseSRWLockShared(&handlers.lock);
    while (count) /* the last that was set is asked first */
        if (list[--count](event)) {
            if (event <= CTRL_BREAK_EVENT)
                return 0;
            break;
        }
    ExitProcess((UINT)STATUS_CONTROL_C_EXIT);
}

/* The first handler is what brings events to the process. */
static void listen(void)
{
    if (!handlers.listens)
        handlers.listens = NT_SUCCESS(BaileyConsoleListen((PVOID)deliver));
}

static BOOL remove_handler(PHANDLER_ROUTINE routine)
{
    ULONG i = handlers.count;
    while (i && handlers.list[i - 1] != routine)
        i--;
    if (!i)
        return FALSE;
    handlers.count--;
    for (; i <= handlers.count; i++)
        handlers.list[i - 1] = handlers.list[i];
    return TRUE;
}

BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE routine, BOOL add)
{
    BOOL good = TRUE;
    if (!routine)
        return nt_result(BaileyConsoleIgnoreInterrupt(add != 0));
    RtlAcquireSRWLockExclusive(&handlers.lock);
    if (!add)
        good = remove_handler(routine);
    else if ((good = handlers.count < HANDLER_MAX) != 0)
        handlers.list[handlers.count++] = routine;
    if (add)
        listen();
    RtlReleaseSRWLockExclusive(&handlers.lock);
    if (good)
        return TRUE;
    return fail_with(add ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
}

BOOL WINAPI GenerateConsoleCtrlEvent(DWORD event, DWORD group)
{
    if (event > CTRL_BREAK_EVENT)
        return fail_with(ERROR_INVALID_PARAMETER);
    RtlAcquireSRWLockExclusive(&handlers.lock);
    listen();
    RtlReleaseSRWLockExclusive(&handlers.lock);
    return nt_result(BaileyConsoleSendControl(event, group));
}

/* ---- attaching */

/* A standard stream that the process has not becomes the console's. */
static void fill_stream(DWORD which, LPCWSTR name)
{
    HANDLE handle = GetStdHandle(which);
    if (handle && handle != INVALID_HANDLE_VALUE)
        return;
    handle = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                         NULL, OPEN_EXISTING, 0, NULL);
    if (handle != INVALID_HANDLE_VALUE)
        SetStdHandle(which, handle);
}

static BOOL attach(ULONG how, DWORD process)
{
    if (!nt_result(BaileyConsoleAttach(how, process)))
        return FALSE;
    fill_stream(STD_INPUT_HANDLE, L"CONIN$");
    fill_stream(STD_OUTPUT_HANDLE, L"CONOUT$");
    fill_stream(STD_ERROR_HANDLE, L"CONOUT$");
    return TRUE;
}

BOOL WINAPI AllocConsole(void)
{
    return attach(BAILEY_CONSOLE_ALLOCATE, 0);
}

BOOL WINAPI AttachConsole(DWORD process)
{
    ULONG how =
        process == ATTACH_PARENT_PROCESS ? BAILEY_CONSOLE_OF_PARENT : BAILEY_CONSOLE_OF_PROCESS;
    return attach(how, process);
}

BOOL WINAPI FreeConsole(void)
{
    return nt_result(BaileyConsoleAttach(BAILEY_CONSOLE_FREE, 0));
}

DWORD WINAPI GetConsoleProcessList(LPDWORD list, DWORD count)
{
    if (!list || !count)
        return (DWORD)fail_with(ERROR_INVALID_PARAMETER);
    ULONG all = BaileyConsoleProcesses(list, count);
    return all ? all : (DWORD)fail_with(ERROR_INVALID_HANDLE);
}
