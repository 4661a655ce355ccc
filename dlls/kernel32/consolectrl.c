/*
 * consolectrl.c - attaching to the console, and control handlers.
 */
#include "console.h"

#define HANDLER_MAX 32

static struct {
    SRWLOCK lock;
    PHANDLER_ROUTINE list[HANDLER_MAX];
    ULONG count;
    BOOL ignore; /* Ctrl+C is ignored */
} handlers;

BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE routine, BOOL add)
{
    BOOL good = TRUE;
    RtlAcquireSRWLockExclusive(&handlers.lock);
    if (!routine) {
        handlers.ignore = add;
    } else if (add) {
        good = handlers.count < HANDLER_MAX;
        if (good)
            handlers.list[handlers.count++] = routine;
    } else {
        ULONG i = handlers.count;
        while (i && handlers.list[i - 1] != routine)
            i--;
        good = i != 0;
        if (good) {
            handlers.count--;
            for (; i <= handlers.count; i++)
                handlers.list[i - 1] = handlers.list[i];
        }
    }
    RtlReleaseSRWLockExclusive(&handlers.lock);
    if (good)
        return TRUE;
    return fail_with(add ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
}

/* The last handler that was set is asked first; nobody: the process ends. */
static DWORD WINAPI deliver(PVOID argument)
{
    DWORD event = (DWORD)(ULONG_PTR)argument;
    PHANDLER_ROUTINE list[HANDLER_MAX];
    RtlAcquireSRWLockShared(&handlers.lock);
    ULONG count = handlers.count;
    BOOL ignore = handlers.ignore && event == CTRL_C_EVENT;
    __builtin_memcpy(list, handlers.list, sizeof list);
    RtlReleaseSRWLockShared(&handlers.lock);
    if (ignore)
        return 0;
    while (count)
        if (list[--count](event))
            return 0;
    ExitProcess((UINT)STATUS_CONTROL_C_EXIT);
}

BOOL WINAPI GenerateConsoleCtrlEvent(DWORD event, DWORD group)
{
    if (event > CTRL_BREAK_EVENT)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (group && group != GetCurrentProcessId())
        return fail_with(ERROR_INVALID_PARAMETER);
    HANDLE thread = CreateThread(NULL, 0, deliver, (PVOID)(ULONG_PTR)event, 0, NULL);
    if (!thread)
        return FALSE;
    NtClose(thread);
    return TRUE;
}

static BOOL has_console(void)
{
    const PROCESS_PARAMETERS *parameters = peb_self()->ProcessParameters;
    BAILEY_TERMINAL terminal;
    return BaileyTerminalControl(parameters->StandardInput, FALSE, &terminal) == STATUS_SUCCESS ||
           BaileyTerminalControl(parameters->StandardOutput, FALSE, &terminal) == STATUS_SUCCESS ||
           BaileyTerminalControl(parameters->StandardError, FALSE, &terminal) == STATUS_SUCCESS;
}

/* A process has the terminal that it was started on; another cannot be had. */
BOOL WINAPI AllocConsole(void)
{
    return fail_with(has_console() ? ERROR_ACCESS_DENIED : ERROR_NOT_SUPPORTED);
}

BOOL WINAPI AttachConsole(DWORD process)
{
    (void)process;
    return fail_with(has_console() ? ERROR_ACCESS_DENIED : ERROR_INVALID_HANDLE);
}

BOOL WINAPI FreeConsole(void)
{
    return has_console() ? TRUE : fail_with(ERROR_INVALID_PARAMETER);
}

DWORD WINAPI GetConsoleProcessList(LPDWORD list, DWORD count)
{
    if (!count)
        return (DWORD)fail_with(ERROR_INVALID_PARAMETER);
    list[0] = GetCurrentProcessId();
    return 1;
}
