/* winbase.h: older ways to start a program, and what concerns 32-bit programs alone. */
#include "kernel32_private.h"

/* More than 31 is success. */
UINT WINAPI WinExec(LPCSTR line, UINT show)
{
    STARTUPINFOA startup = {.cb = sizeof startup, .dwFlags = STARTF_USESHOWWINDOW};
    PROCESS_INFORMATION process;
    startup.wShowWindow = (WORD)show;
    char *copy = k32_alloc(strlen(line) + 1);
    if (!copy)
        return 0;
    strcpy(copy, line);
    BOOL done = CreateProcessA(NULL, copy, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process);
    UINT error = GetLastError();
    k32_free(copy);
    if (done) {
        CloseHandle(process.hThread);
        CloseHandle(process.hProcess);
        return 33;
    }
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_BAD_FORMAT:
        return error;
    case ERROR_BAD_EXE_FORMAT:
        return ERROR_BAD_FORMAT;
    default:
        return 0;
    }
}

/* A 64-bit program sees System32 as it is. */
BOOL WINAPI Wow64DisableWow64FsRedirection(PVOID *old)
{
    return fail_with(ERROR_INVALID_FUNCTION);
}

BOOL WINAPI Wow64RevertWow64FsRedirection(PVOID old)
{
    return fail_with(ERROR_INVALID_FUNCTION);
}

BOOLEAN WINAPI Wow64EnableWow64FsRedirection(BOOLEAN enable)
{
    return (BOOLEAN)fail_with(ERROR_INVALID_FUNCTION);
}

/* appmodel.h: no program here comes from a package. */
LONG WINAPI GetApplicationUserModelId(HANDLE process, UINT32 *length, PWSTR id)
{
    return 15703; /* APPMODEL_ERROR_NO_APPLICATION */
}
