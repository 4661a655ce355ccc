/* Profile directories: what the environment says. There is one user, so tokens make no difference.
 */
#include "nt_error.h"
#include <userenv.h>

/* The lengths count characters with the terminator; a room that is too small is told the need. */
static BOOL give_wide(const WCHAR *path, WCHAR *buffer, DWORD *room)
{
    DWORD needed = lstrlenW(path) + 1;

    if (!room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!buffer || *room < needed) {
        *room = needed;
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    memcpy(buffer, path, needed * sizeof(WCHAR));
    *room = needed;
    return TRUE;
}

static BOOL give_narrow(const WCHAR *path, char *buffer, DWORD *room)
{
    DWORD needed = WideCharToMultiByte(CP_ACP, 0, path, -1, NULL, 0, NULL, NULL);

    if (!room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!buffer || *room < needed) {
        *room = needed;
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    *room = WideCharToMultiByte(CP_ACP, 0, path, -1, buffer, needed, NULL, NULL);
    return TRUE;
}

enum place { USER, PROFILES, ALL_USERS, DEFAULT_USER };

static BOOL get_place(enum place place, WCHAR path[MAX_PATH])
{
    DWORD size;

    if (place == ALL_USERS) {
        size = GetEnvironmentVariableW(L"ALLUSERSPROFILE", path, MAX_PATH);
        if (!size)
            lstrcpyW(path, L"C:\\ProgramData");
        return size < MAX_PATH || fail_with(ERROR_FILENAME_EXCED_RANGE);
    }
    size = GetEnvironmentVariableW(L"USERPROFILE", path, MAX_PATH);
    if (!size || size >= MAX_PATH)
        return fail_with(size ? ERROR_FILENAME_EXCED_RANGE : ERROR_PATH_NOT_FOUND);
    if (place == USER)
        return TRUE;
    while (size && path[size - 1] != '\\')
        size--;
    path[size ? size - 1 : 0] = 0;
    if (place == DEFAULT_USER)
        lstrcatW(path, L"\\Default");
    return TRUE;
}

BOOL WINAPI GetUserProfileDirectoryW(HANDLE token, LPWSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(USER, path) && give_wide(path, buffer, room);
}

BOOL WINAPI GetUserProfileDirectoryA(HANDLE token, LPSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(USER, path) && give_narrow(path, buffer, room);
}

BOOL WINAPI GetProfilesDirectoryW(LPWSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(PROFILES, path) && give_wide(path, buffer, room);
}

BOOL WINAPI GetProfilesDirectoryA(LPSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(PROFILES, path) && give_narrow(path, buffer, room);
}

BOOL WINAPI GetAllUsersProfileDirectoryW(LPWSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(ALL_USERS, path) && give_wide(path, buffer, room);
}

BOOL WINAPI GetAllUsersProfileDirectoryA(LPSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(ALL_USERS, path) && give_narrow(path, buffer, room);
}

BOOL WINAPI GetDefaultUserProfileDirectoryW(LPWSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(DEFAULT_USER, path) && give_wide(path, buffer, room);
}

BOOL WINAPI GetDefaultUserProfileDirectoryA(LPSTR buffer, LPDWORD room)
{
    WCHAR path[MAX_PATH];

    return get_place(DEFAULT_USER, path) && give_narrow(path, buffer, room);
}

BOOL WINAPI GetProfileType(DWORD *flags)
{
    if (!flags)
        return fail_with(ERROR_INVALID_PARAMETER);
    *flags = 0; /* a local profile */
    return TRUE;
}

BOOL WINAPI ExpandEnvironmentStringsForUserW(HANDLE token, LPCWSTR source, LPWSTR buffer,
                                             DWORD room)
{
    DWORD needed = ExpandEnvironmentStringsW(source, buffer, room);

    if (needed > room)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    return needed != 0;
}

BOOL WINAPI ExpandEnvironmentStringsForUserA(HANDLE token, LPCSTR source, LPSTR buffer, DWORD room)
{
    DWORD needed = ExpandEnvironmentStringsA(source, buffer, room);

    if (needed > room)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    return needed != 0;
}
