/* securitybaseapi.h: threads with a token of their own. */
#include "security.h"

NTSTATUS NTAPI NtSetInformationThread(HANDLE, THREADINFOCLASS, PVOID, ULONG);

#define THREAD_IMPERSONATION_TOKEN ((THREADINFOCLASS)5)

BOOL WINAPI SetThreadToken(PHANDLE thread, HANDLE token)
{
    return nt_result(NtSetInformationThread(thread ? *thread : GetCurrentThread(),
                                            THREAD_IMPERSONATION_TOKEN, &token, sizeof token));
}

BOOL WINAPI RevertToSelf(void)
{
    return SetThreadToken(NULL, NULL);
}

/* Puts an impersonation copy of a token on the calling thread. */
static BOOL impersonate(HANDLE token, SECURITY_IMPERSONATION_LEVEL level)
{
    HANDLE copy;
    if (!DuplicateTokenEx(token, TOKEN_IMPERSONATE | TOKEN_QUERY | TOKEN_ADJUST_PRIVILEGES, NULL,
                          level, TokenImpersonation, &copy))
        return FALSE;
    BOOL done = SetThreadToken(NULL, copy);
    DWORD error = GetLastError();
    CloseHandle(copy);
    SetLastError(error);
    return done;
}

BOOL WINAPI ImpersonateSelf(SECURITY_IMPERSONATION_LEVEL level)
{
    HANDLE token;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_DUPLICATE, &token))
        return FALSE;
    BOOL done = impersonate(token, level);
    DWORD error = GetLastError();
    CloseHandle(token);
    SetLastError(error);
    return done;
}

BOOL WINAPI ImpersonateLoggedOnUser(HANDLE token)
{
    return impersonate(token, SecurityImpersonation);
}
