/* secext.h: names of the account and the computer, in a workgroup. */
#define SECURITY_WIN32
#include "nt.h"
#include "nt_error.h"
#include <security.h>

static BOOLEAN fail(DWORD error)
{
    SetLastError(error);
    return FALSE;
}

/* Copies what has that many characters without its zero. */
static BOOLEAN give(const WCHAR *text, ULONG length, WCHAR *out, ULONG *size)
{
    ULONG room = *size;
    *size = length < room ? length : length + 1;
    if (length >= room)
        return fail(ERROR_MORE_DATA);
    memcpy(out, text, (length + 1) * sizeof(WCHAR));
    return TRUE;
}

/* The account is a local one: what a directory would know of it, nobody knows. */
BOOLEAN WINAPI GetUserNameExW(EXTENDED_NAME_FORMAT format, LPWSTR out, PULONG size)
{
    WCHAR name[MAX_COMPUTERNAME_LENGTH + 2 + 257];
    DWORD length = MAX_COMPUTERNAME_LENGTH + 1, rest = 257;
    if (format != NameSamCompatible)
        return fail(ERROR_NONE_MAPPED);
    if (!GetComputerNameW(name, &length))
        return FALSE;
    name[length++] = '\\';
    if (!GetUserNameW(name + length, &rest))
        return FALSE;
    return give(name, length + rest - 1, out, size);
}

BOOLEAN WINAPI GetUserNameExA(EXTENDED_NAME_FORMAT format, LPSTR out, PULONG size)
{
    WCHAR name[400];
    ULONG length = 400, room = *size;
    if (!GetUserNameExW(format, name, &length))
        return FALSE;
    ULONG needed = (ULONG)WideCharToMultiByte(CP_ACP, 0, name, -1, NULL, 0, NULL, NULL);
    *size = needed <= room ? needed - 1 : needed;
    if (needed > room)
        return fail(ERROR_MORE_DATA);
    WideCharToMultiByte(CP_ACP, 0, name, -1, out, (int)room, NULL, NULL);
    return TRUE;
}

BOOLEAN WINAPI GetComputerObjectNameW(EXTENDED_NAME_FORMAT format, LPWSTR out, PULONG size)
{
    return fail(ERROR_CANT_ACCESS_DOMAIN_INFO);
}

BOOLEAN WINAPI GetComputerObjectNameA(EXTENDED_NAME_FORMAT format, LPSTR out, PULONG size)
{
    return fail(ERROR_CANT_ACCESS_DOMAIN_INFO);
}

BOOLEAN WINAPI TranslateNameW(LPCWSTR name, EXTENDED_NAME_FORMAT from, EXTENDED_NAME_FORMAT to,
                              LPWSTR out, PULONG size)
{
    return fail(ERROR_NONE_MAPPED);
}

BOOLEAN WINAPI TranslateNameA(LPCSTR name, EXTENDED_NAME_FORMAT from, EXTENDED_NAME_FORMAT to,
                              LPSTR out, PULONG size)
{
    return fail(ERROR_NONE_MAPPED);
}
