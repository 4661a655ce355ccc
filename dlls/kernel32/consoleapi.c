/*
 * consoleapi.c - the console's modes, text and code pages. What a console is and does is ntdll's
 * (dlls/ntdll/con); here its functions have their public names.
 */
#include "nt_error.h"

BOOL WINAPI GetConsoleMode(HANDLE handle, LPDWORD mode)
{
    return nt_result(BaileyConsoleGetMode(handle, mode));
}

BOOL WINAPI SetConsoleMode(HANDLE handle, DWORD mode)
{
    return nt_result(BaileyConsoleSetMode(handle, mode));
}

static BOOL write_text(HANDLE handle, const void *text, DWORD count, DWORD *done, BOOLEAN wide)
{
    if (done)
        *done = 0;
    if (!nt_result(BaileyConsoleWrite(handle, text, count, wide)))
        return FALSE;
    if (done)
        *done = count;
    return TRUE;
}

BOOL WINAPI WriteConsoleW(HANDLE handle, CONST VOID *text, DWORD count, LPDWORD done,
                          LPVOID reserved)
{
    (void)reserved;
    return write_text(handle, text, count, done, TRUE);
}

BOOL WINAPI WriteConsoleA(HANDLE handle, CONST VOID *text, DWORD count, LPDWORD done,
                          LPVOID reserved)
{
    (void)reserved;
    return write_text(handle, text, count, done, FALSE);
}

/* A read that Ctrl+C has ended succeeds with nothing, and the last error says so. */
static BOOL read_text(HANDLE handle, void *to, DWORD count, DWORD *done, BOOLEAN wide,
                      CONSOLE_READCONSOLE_CONTROL *control)
{
    ULONG used = 0;
    NTSTATUS status = BaileyConsoleRead(handle, to, count, &used, wide, control);
    *done = used;
    if (status == STATUS_CANCELLED) {
        teb_self()->LastErrorValue = ERROR_OPERATION_ABORTED;
        return TRUE;
    }
    return nt_result(status);
}

BOOL WINAPI ReadConsoleW(HANDLE handle, LPVOID to, DWORD count, LPDWORD done, LPVOID control)
{
    CONSOLE_READCONSOLE_CONTROL *c = control;
    if (c && c->nLength != sizeof *c)
        c = NULL;
    if (c && c->nInitialChars > count)
        return fail_with(ERROR_INVALID_PARAMETER);
    return read_text(handle, to, count, done, TRUE, c);
}

BOOL WINAPI ReadConsoleA(HANDLE handle, LPVOID to, DWORD count, LPDWORD done, LPVOID control)
{
    (void)control; /* for the wide function alone */
    return read_text(handle, to, count, done, FALSE, NULL);
}

UINT WINAPI GetConsoleCP(void)
{
    UINT page = BaileyConsolePage(FALSE);
    return page ? page : (UINT)fail_with(ERROR_INVALID_HANDLE);
}

UINT WINAPI GetConsoleOutputCP(void)
{
    UINT page = BaileyConsolePage(TRUE);
    return page ? page : (UINT)fail_with(ERROR_INVALID_HANDLE);
}

BOOL WINAPI SetConsoleCP(UINT page)
{
    if (!IsValidCodePage(page))
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(BaileyConsoleSetPage(FALSE, page));
}

BOOL WINAPI SetConsoleOutputCP(UINT page)
{
    if (!IsValidCodePage(page))
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(BaileyConsoleSetPage(TRUE, page));
}
