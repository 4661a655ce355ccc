/*
 * debugapi.c - there is no debugger beside the program.
 */
#include "kernel32_private.h"

BOOL WINAPI IsDebuggerPresent(void)
{
    return peb_self()->BeingDebugged;
}

BOOL WINAPI CheckRemoteDebuggerPresent(HANDLE process, PBOOL present)
{
    ULONG_PTR port = 0;
    if (!process || !present)
        return fail_with(ERROR_INVALID_PARAMETER);
    NTSTATUS status =
        NtQueryInformationProcess(process, ProcessDebugPort, &port, sizeof port, NULL);
    if (status >= 0)
        *present = port != 0;
    return nt_result(status);
}

VOID WINAPI DebugBreak(void)
{
    __debugbreak();
}

/* Windows raises an exception that a debugger takes and that otherwise is passed over; with no
 * debugger nobody sees the text, so nothing is done. */
VOID WINAPI OutputDebugStringA(LPCSTR text)
{
}

VOID WINAPI OutputDebugStringW(LPCWSTR text)
{
}
