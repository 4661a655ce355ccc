/*
 * synchwait.c - synchapi.h: waiting and sleeping.
 */
#include "kernel32_private.h"

/* Windows lets the standard handles' numbers stand for the handles in waits. */
static HANDLE wait_handle(HANDLE handle)
{
    PROCESS_PARAMETERS *p = peb_self()->ProcessParameters;
    switch ((DWORD)(ULONG_PTR)handle) {
    case STD_INPUT_HANDLE:
        return p->StandardInput;
    case STD_OUTPUT_HANDLE:
        return p->StandardOutput;
    case STD_ERROR_HANDLE:
        return p->StandardError;
    default:
        return handle;
    }
}

static DWORD wait_result(NTSTATUS status)
{
    if (status < 0) {
        set_last_nt_error(status);
        return WAIT_FAILED;
    }
    return (DWORD)status;
}

DWORD WINAPI WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable)
{
    LARGE_INTEGER time;
    return wait_result(NtWaitForSingleObject(wait_handle(handle), alertable != 0,
                                             k32_timeout(&time, milliseconds)));
}

DWORD WINAPI WaitForSingleObject(HANDLE handle, DWORD milliseconds)
{
    return WaitForSingleObjectEx(handle, milliseconds, FALSE);
}

DWORD WINAPI WaitForMultipleObjectsEx(DWORD count, const HANDLE *handles, BOOL all,
                                      DWORD milliseconds, BOOL alertable)
{
    HANDLE translated[MAXIMUM_WAIT_OBJECTS];
    LARGE_INTEGER time;
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS) {
        fail_with(ERROR_INVALID_PARAMETER);
        return WAIT_FAILED;
    }
    for (DWORD i = 0; i < count; i++)
        translated[i] = wait_handle(handles[i]);
    return wait_result(NtWaitForMultipleObjects(count, translated, all ? 0 : 1, alertable != 0,
                                                k32_timeout(&time, milliseconds)));
}

DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all,
                                    DWORD milliseconds)
{
    return WaitForMultipleObjectsEx(count, handles, all, milliseconds, FALSE);
}

DWORD WINAPI SignalObjectAndWait(HANDLE signal, HANDLE wait, DWORD milliseconds, BOOL alertable)
{
    LARGE_INTEGER time;
    return wait_result(NtSignalAndWaitForSingleObject(signal, wait_handle(wait), alertable != 0,
                                                      k32_timeout(&time, milliseconds)));
}

DWORD WINAPI SleepEx(DWORD milliseconds, BOOL alertable)
{
    LARGE_INTEGER time;
    LARGE_INTEGER *timeout = k32_timeout(&time, milliseconds);
    if (!timeout) {
        time.QuadPart = INT64_MIN;
        timeout = &time;
    }
    return NtDelayExecution(alertable != 0, timeout) == STATUS_USER_APC ? WAIT_IO_COMPLETION : 0;
}

VOID WINAPI Sleep(DWORD milliseconds)
{
    SleepEx(milliseconds, FALSE);
}

DWORD WINAPI QueueUserAPC(PAPCFUNC function, HANDLE thread, ULONG_PTR data)
{
    return nt_result(NtQueueApcThread(thread, (PVOID)function, (PVOID)data, NULL, NULL));
}

BOOL WINAPI SwitchToThread(void)
{
    return NtYieldExecution() != STATUS_NO_YIELD_PERFORMED;
}
