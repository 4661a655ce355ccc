/* sysinfoapi.h, winbase.h: the computer's name, as the process's environment was given it. */
#include "nt_error.h"

/* The NetBIOS name: at most 15 characters, upper case. */
static DWORD get_name(COMPUTER_NAME_FORMAT format, WCHAR name[256])
{
    DWORD count = GetEnvironmentVariableW(L"COMPUTERNAME", name, 256);

    if (!count || count >= 256) {
        static const WCHAR fallback[] = L"BAILEY";

        memcpy(name, fallback, sizeof(fallback));
        count = sizeof(fallback) / sizeof(WCHAR) - 1;
    }
    switch (format) {
    case ComputerNameNetBIOS:
    case ComputerNamePhysicalNetBIOS:
        if (count > MAX_COMPUTERNAME_LENGTH)
            count = MAX_COMPUTERNAME_LENGTH;
        break;
    case ComputerNameDnsDomain:
    case ComputerNamePhysicalDnsDomain:
        count = 0;
        break;
    default:
        for (DWORD i = 0; i < count; i++)
            name[i] = RtlDowncaseUnicodeChar(name[i]);
    }
    name[count] = 0;
    return count;
}

/* Rooms count characters; they come back without the terminator, or with it where they were too
 * small. */
BOOL WINAPI GetComputerNameExW(COMPUTER_NAME_FORMAT format, LPWSTR buffer, LPDWORD room)
{
    WCHAR name[256];
    DWORD count;

    if (!room || format >= ComputerNameMax || (*room && !buffer))
        return fail_with(ERROR_INVALID_PARAMETER);
    count = get_name(format, name);
    if (*room <= count) {
        *room = count + 1;
        return fail_with(ERROR_MORE_DATA);
    }
    memcpy(buffer, name, (count + 1) * sizeof(WCHAR));
    *room = count;
    return TRUE;
}

BOOL WINAPI GetComputerNameExA(COMPUTER_NAME_FORMAT format, LPSTR buffer, LPDWORD room)
{
    WCHAR name[256];
    DWORD size;

    if (!room || format >= ComputerNameMax || (*room && !buffer))
        return fail_with(ERROR_INVALID_PARAMETER);
    get_name(format, name);
    size = WideCharToMultiByte(CP_ACP, 0, name, -1, NULL, 0, NULL, NULL);
    if (*room < size) {
        *room = size;
        return fail_with(ERROR_MORE_DATA);
    }
    *room = WideCharToMultiByte(CP_ACP, 0, name, -1, buffer, (int)*room, NULL, NULL) - 1;
    return TRUE;
}

BOOL WINAPI GetComputerNameW(LPWSTR buffer, LPDWORD room)
{
    if (GetComputerNameExW(ComputerNameNetBIOS, buffer, room))
        return TRUE;
    if (GetLastError() == ERROR_MORE_DATA)
        fail_with(ERROR_BUFFER_OVERFLOW);
    return FALSE;
}

BOOL WINAPI GetComputerNameA(LPSTR buffer, LPDWORD room)
{
    if (GetComputerNameExA(ComputerNameNetBIOS, buffer, room))
        return TRUE;
    if (GetLastError() == ERROR_MORE_DATA)
        fail_with(ERROR_BUFFER_OVERFLOW);
    return FALSE;
}
