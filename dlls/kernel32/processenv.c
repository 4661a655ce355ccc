/*
 * processenv.c - environment, command line, standard handles' home, start-up information.
 */
#include "kernel32_private.h"

static WCHAR *own_environment(void)
{
    return peb_self()->ProcessParameters->Environment;
}

DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD size)
{
    SIZE_T length = 0;
    NTSTATUS status =
        RtlQueryEnvironmentVariable(NULL, name, wcslen(name), buffer, buffer ? size : 0, &length);
    if (status == STATUS_BUFFER_TOO_SMALL)
        return (DWORD)length;
    if (status < 0) {
        set_last_nt_error(status);
        return 0;
    }
    fail_with(ERROR_SUCCESS);
    return (DWORD)length;
}

DWORD WINAPI GetEnvironmentVariableA(LPCSTR name, LPSTR buffer, DWORD size)
{
    WCHAR *wide = k32_to_wide(name), *value = NULL;
    DWORD length = 0, result = 0;
    if (!wide)
        return 0;
    length = GetEnvironmentVariableW(wide, NULL, 0);
    if (length && (value = k32_alloc(length * sizeof(WCHAR))) != NULL) {
        length = GetEnvironmentVariableW(wide, value, length);
        result = k32_from_wide(value, length, buffer, buffer ? size : 0);
    }
    k32_free(value);
    k32_free(wide);
    return result;
}

BOOL WINAPI SetEnvironmentVariableW(LPCWSTR name, LPCWSTR value)
{
    UNICODE_STRING n, v;
    if (!name || !*name)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (wcslen(name) > 32767 || (value && wcslen(value) > 32766))
        return fail_with(ERROR_INVALID_PARAMETER);
    RtlInitUnicodeString(&n, name);
    RtlInitUnicodeString(&v, value);
    if (!value) {
        SIZE_T length;
        if (RtlQueryEnvironmentVariable(NULL, name, wcslen(name), NULL, 0, &length) ==
            STATUS_VARIABLE_NOT_FOUND)
            return fail_with(ERROR_ENVVAR_NOT_FOUND);
    }
    return nt_result(RtlSetEnvironmentVariable(NULL, &n, value ? &v : NULL));
}

BOOL WINAPI SetEnvironmentVariableA(LPCSTR name, LPCSTR value)
{
    WCHAR *wide_name = k32_to_wide(name), *wide_value = k32_to_wide(value);
    BOOL result = FALSE;
    if (!name)
        fail_with(ERROR_INVALID_PARAMETER);
    else if (wide_name && (wide_value || !value))
        result = SetEnvironmentVariableW(wide_name, wide_value);
    k32_free(wide_name);
    k32_free(wide_value);
    return result;
}

static SIZE_T block_length(const WCHAR *block)
{
    const WCHAR *p = block;
    while (*p)
        p += wcslen(p) + 1;
    return (SIZE_T)(p - block) + 1;
}

LPWCH WINAPI GetEnvironmentStringsW(void)
{
    RtlAcquirePebLock();
    SIZE_T size = block_length(own_environment()) * sizeof(WCHAR);
    WCHAR *copy = k32_alloc(size);
    if (copy)
        memcpy(copy, own_environment(), size);
    RtlReleasePebLock();
    return copy;
}

BOOL WINAPI FreeEnvironmentStringsW(LPWCH block)
{
    k32_free(block);
    return TRUE;
}

/* In the OEM code page on Windows for the function without a letter, ANSI for the A form. */
LPCH WINAPI GetEnvironmentStringsA(void)
{
    ULONG size = 0;
    char *copy = NULL;
    RtlAcquirePebLock();
    ULONG wide = (ULONG)(block_length(own_environment()) * sizeof(WCHAR));
    RtlUnicodeToMultiByteSize(&size, own_environment(), wide);
    if ((copy = k32_alloc(size)) != NULL)
        RtlUnicodeToMultiByteN(copy, size, &size, own_environment(), wide);
    RtlReleasePebLock();
    return copy;
}

BOOL WINAPI FreeEnvironmentStringsA(LPCH block)
{
    k32_free(block);
    return TRUE;
}

BOOL WINAPI SetEnvironmentStringsW(LPWCH block)
{
    SIZE_T size = block_length(block) * sizeof(WCHAR);
    for (const WCHAR *p = block; *p; p += wcslen(p) + 1)
        if (!wcschr(p + 1, '='))
            return fail_with(ERROR_INVALID_PARAMETER);
    WCHAR *copy = k32_alloc(size);
    if (!copy)
        return FALSE;
    memcpy(copy, block, size);
    return nt_result(RtlSetCurrentEnvironment(copy, NULL));
}

DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR from, LPWSTR to, DWORD size)
{
    SIZE_T needed = 0;
    NTSTATUS status =
        RtlExpandEnvironmentStrings(NULL, from, wcslen(from), to, to ? size : 0, &needed);
    if (status < 0 && status != STATUS_BUFFER_TOO_SMALL) {
        set_last_nt_error(status);
        return 0;
    }
    return (DWORD)needed;
}

DWORD WINAPI ExpandEnvironmentStringsA(LPCSTR from, LPSTR to, DWORD size)
{
    WCHAR *wide = k32_to_wide(from), *expanded = NULL;
    DWORD result = 0;
    if (!wide)
        return 0;
    DWORD count = ExpandEnvironmentStringsW(wide, NULL, 0);
    if ((expanded = k32_alloc(count * sizeof(WCHAR))) != NULL) {
        ExpandEnvironmentStringsW(wide, expanded, count);
        result = k32_from_wide(expanded, count - 1, to, to ? size : 0);
        if (result <= size && to && size && result < size)
            result++; /* with the zero, as this function counts */
    }
    k32_free(expanded);
    k32_free(wide);
    return result;
}

LPWSTR WINAPI GetCommandLineW(void)
{
    return peb_self()->ProcessParameters->CommandLine.Buffer;
}

LPSTR WINAPI GetCommandLineA(void)
{
    static char *narrow;
    if (!narrow) {
        const UNICODE_STRING *line = &peb_self()->ProcessParameters->CommandLine;
        ULONG size = 0;
        RtlUnicodeToMultiByteSize(&size, line->Buffer, line->Length);
        char *text = k32_alloc(size + 1);
        if (!text)
            return NULL;
        RtlUnicodeToMultiByteN(text, size, &size, line->Buffer, line->Length);
        text[size] = 0;
        if (InterlockedCompareExchangePointer((PVOID *)&narrow, text, NULL))
            k32_free(text);
    }
    return narrow;
}

VOID WINAPI GetStartupInfoW(LPSTARTUPINFOW info)
{
    const PROCESS_PARAMETERS *p = peb_self()->ProcessParameters;
    memset(info, 0, sizeof *info);
    info->cb = sizeof *info;
    info->lpReserved = p->ShellInfo.Buffer;
    info->lpDesktop = p->DesktopInfo.Buffer;
    info->lpTitle = p->WindowTitle.Buffer;
    info->dwX = p->StartingX, info->dwY = p->StartingY;
    info->dwXSize = p->CountX, info->dwYSize = p->CountY;
    info->dwXCountChars = p->CountCharsX, info->dwYCountChars = p->CountCharsY;
    info->dwFillAttribute = p->FillAttribute;
    info->dwFlags = p->WindowFlags;
    info->wShowWindow = (WORD)p->ShowWindowFlags;
    info->cbReserved2 = p->RuntimeData.Length;
    info->lpReserved2 = (LPBYTE)p->RuntimeData.Buffer;
    if (info->dwFlags & STARTF_USESTDHANDLES) {
        info->hStdInput = p->StandardInput;
        info->hStdOutput = p->StandardOutput;
        info->hStdError = p->StandardError;
    }
}

static LPSTR narrow_copy(LPCWSTR text)
{
    if (!text)
        return NULL;
    DWORD count = (DWORD)wcslen(text);
    char *copy = k32_alloc(count * 3 + 1);
    if (copy)
        k32_from_wide(text, count, copy, count * 3 + 1);
    return copy;
}

/* The strings live as long as the process, as on Windows. */
VOID WINAPI GetStartupInfoA(LPSTARTUPINFOA info)
{
    static LPSTR desktop, title;
    STARTUPINFOW wide;
    GetStartupInfoW(&wide);
    memcpy(info, &wide, sizeof *info);
    RtlAcquirePebLock();
    if (!desktop)
        desktop = narrow_copy(wide.lpDesktop);
    if (!title)
        title = narrow_copy(wide.lpTitle);
    RtlReleasePebLock();
    info->lpReserved = NULL;
    info->lpDesktop = desktop;
    info->lpTitle = title;
}
