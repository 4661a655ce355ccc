/*
 * versioninfo.c - sysinfoapi.h and winbase.h: which Windows this is.
 *
 * GetVersionEx tells a program what its manifest says it knows. Bailey takes every program for one
 * that knows Windows 10, so that no program meets a version that its checks do not expect today.
 */
#include "kernel32_private.h"

#define PRODUCT_PROFESSIONAL_ID 0x30

DWORD WINAPI GetVersion(void)
{
    return 10 | 0 << 8 | (DWORD)19045 << 16;
}

BOOL WINAPI GetVersionExW(LPOSVERSIONINFOW info)
{
    RTL_OSVERSIONINFOEXW full = {.dwOSVersionInfoSize = info->dwOSVersionInfoSize};
    if (RtlGetVersion(&full))
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    __builtin_memcpy(info, &full, info->dwOSVersionInfoSize);
    return TRUE;
}

BOOL WINAPI GetVersionExA(LPOSVERSIONINFOA info)
{
    OSVERSIONINFOEXW wide = {.dwOSVersionInfoSize = sizeof wide};
    OSVERSIONINFOEXA *full = (OSVERSIONINFOEXA *)info;
    if (info->dwOSVersionInfoSize != sizeof(OSVERSIONINFOA) &&
        info->dwOSVersionInfoSize != sizeof(OSVERSIONINFOEXA))
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    if (!GetVersionExW((OSVERSIONINFOW *)&wide))
        return FALSE;
    info->dwMajorVersion = wide.dwMajorVersion;
    info->dwMinorVersion = wide.dwMinorVersion;
    info->dwBuildNumber = wide.dwBuildNumber;
    info->dwPlatformId = wide.dwPlatformId;
    __builtin_memset(info->szCSDVersion, 0, sizeof info->szCSDVersion);
    if (info->dwOSVersionInfoSize == sizeof *full) {
        full->wServicePackMajor = wide.wServicePackMajor;
        full->wServicePackMinor = wide.wServicePackMinor;
        full->wSuiteMask = wide.wSuiteMask;
        full->wProductType = wide.wProductType;
        full->wReserved = 0;
    }
    return TRUE;
}

BOOL WINAPI VerifyVersionInfoW(LPOSVERSIONINFOEXW info, DWORD flags, DWORDLONG mask)
{
    NTSTATUS status = RtlVerifyVersionInfo((RTL_OSVERSIONINFOEXW *)info, flags, mask);
    if (status == STATUS_REVISION_MISMATCH)
        return fail_with(ERROR_OLD_WIN_VERSION);
    return status == STATUS_INVALID_PARAMETER ? fail_with(ERROR_BAD_ARGUMENTS) : nt_result(status);
}

BOOL WINAPI VerifyVersionInfoA(LPOSVERSIONINFOEXA info, DWORD flags, DWORDLONG mask)
{
    OSVERSIONINFOEXW wide = {
        .dwOSVersionInfoSize = sizeof wide,
        .dwMajorVersion = info->dwMajorVersion,
        .dwMinorVersion = info->dwMinorVersion,
        .dwBuildNumber = info->dwBuildNumber,
        .dwPlatformId = info->dwPlatformId,
        .wServicePackMajor = info->wServicePackMajor,
        .wServicePackMinor = info->wServicePackMinor,
        .wSuiteMask = info->wSuiteMask,
        .wProductType = info->wProductType,
    };
    return VerifyVersionInfoW(&wide, flags, mask);
}

BOOL WINAPI GetProductInfo(DWORD major, DWORD minor, DWORD sp_major, DWORD sp_minor, PDWORD type)
{
    if (!type || major < 6)
        return FALSE;
    *type = PRODUCT_PROFESSIONAL_ID;
    return TRUE;
}
