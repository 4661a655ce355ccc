/* shlwapi.h: what a path is. Paths are text only here, but for PathFileExists and PathIsDirectory.
 */
#include "shlwapi_private.h"

BOOL WINAPI PathIsUNCW(LPCWSTR path)
{
    return path && path[0] == '\\' && path[1] == '\\' && path[2] != '?';
}

static BOOL is_drive(const WCHAR *path)
{
    return ((path[0] | 32) >= 'a' && (path[0] | 32) <= 'z') && path[1] == ':';
}

BOOL WINAPI PathIsRelativeW(LPCWSTR path)
{
    return !path || !*path || (path[0] != '\\' && path[1] != ':');
}

BOOL WINAPI PathIsRootW(LPCWSTR path)
{
    unsigned slashes = 0;

    if (!path || !*path)
        return FALSE;
    if (!lstrcmpW(path, L"\\"))
        return TRUE;
    if (is_drive(path) && path[2] == '\\' && !path[3])
        return TRUE;
    if (path[0] != '\\' || path[1] != '\\')
        return FALSE;
    for (path += 2; *path; path++)
        if (*path == '\\' && (++slashes > 1 || !path[1]))
            return FALSE;
    return TRUE;
}

BOOL WINAPI PathIsFileSpecW(LPCWSTR path)
{
    for (; path && *path; path++)
        if (*path == '\\' || *path == ':')
            return FALSE;
    return path != NULL;
}

BOOL WINAPI PathFileExistsW(LPCWSTR path)
{
    return path && GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

BOOL WINAPI PathIsDirectoryW(LPCWSTR path)
{
    DWORD attributes = path ? GetFileAttributesW(path) : INVALID_FILE_ATTRIBUTES;

    return attributes != INVALID_FILE_ATTRIBUTES ? attributes & FILE_ATTRIBUTE_DIRECTORY : FALSE;
}

BOOL WINAPI PathIsNetworkPathW(LPCWSTR path)
{
    WCHAR root[] = L"X:\\";

    if (!path)
        return FALSE;
    if (PathIsUNCW(path))
        return TRUE;
    root[0] = path[0];
    return is_drive(path) && GetDriveTypeW(root) == DRIVE_REMOTE;
}

int WINAPI PathGetDriveNumberW(LPCWSTR path)
{
    return path && is_drive(path) ? (path[0] | 32) - 'a' : -1;
}

LPWSTR WINAPI PathFindFileNameW(LPCWSTR path)
{
    const WCHAR *last = path;

    for (; path && *path; path++)
        if ((*path == '\\' || *path == '/' || *path == ':') && path[1] && path[1] != '\\' &&
            path[1] != '/')
            last = path + 1;
    return (LPWSTR)last;
}

LPWSTR WINAPI PathFindExtensionW(LPCWSTR path)
{
    const WCHAR *dot = NULL;

    if (!path)
        return NULL;
    for (; *path; path++) {
        if (*path == '.')
            dot = path;
        else if (*path == '\\' || *path == ' ')
            dot = NULL;
    }
    return (LPWSTR)(dot ? dot : path);
}

LPWSTR WINAPI PathFindNextComponentW(LPCWSTR path)
{
    const WCHAR *at = path;

    if (!path || !*path)
        return NULL;
    while (*at && *at != '\\')
        at++;
    if (*at)
        at += at[1] == '\\' ? 2 : 1;
    return (LPWSTR)at;
}

LPWSTR WINAPI PathSkipRootW(LPCWSTR path)
{
    if (!path || !*path)
        return NULL;
    if (path[0] == '\\' && path[1] == '\\') {
        for (unsigned parts = 0; parts < 2; parts++) {
            path += parts ? 1 : 2;
            while (*path && *path != '\\')
                path++;
            if (!*path)
                return NULL;
        }
        return (LPWSTR)path + 1;
    }
    if (path[0] == '\\')
        return (LPWSTR)path + 1;
    return is_drive(path) && path[2] == '\\' ? (LPWSTR)path + 3 : NULL;
}

LPWSTR WINAPI PathGetArgsW(LPCWSTR path)
{
    BOOL quoted = FALSE;

    for (; path && *path; path++) {
        if (*path == '"')
            quoted = !quoted;
        else if (*path == ' ' && !quoted)
            return (LPWSTR)path + 1;
    }
    return (LPWSTR)path;
}

/* How much two paths share from the front, in whole segments; a root keeps its backslash. */
int WINAPI PathCommonPrefixW(LPCWSTR a, LPCWSTR b, LPWSTR common)
{
    int same = 0, at = 0;

    if (common)
        *common = 0;
    if (!a || !b || PathIsUNCW(a) != PathIsUNCW(b))
        return 0;
    for (;; at++) {
        BOOL a_ends = !a[at] || a[at] == '\\', b_ends = !b[at] || b[at] == '\\';

        if (a_ends && b_ends)
            same = at;
        if (!a[at] || !b[at] || char_lower(a[at]) != char_lower(b[at]))
            break;
    }
    if (same == 2 && a[1] == ':')
        same = 3;
    if (common && same) {
        memmove(common, a, same * sizeof(WCHAR));
        common[same] = 0;
    }
    return same;
}

BOOL WINAPI PathIsPrefixW(LPCWSTR prefix, LPCWSTR path)
{
    return prefix && path && PathCommonPrefixW(path, prefix, NULL) == lstrlenW(prefix);
}

BOOL WINAPI PathIsSameRootW(LPCWSTR a, LPCWSTR b)
{
    const WCHAR *root = a ? PathSkipRootW(a) : NULL;

    return root && b && PathCommonPrefixW(a, b, NULL) >= root - a - 1 + (a[1] == ':');
}

/* One pattern of ?, * and characters. */
static BOOL match(const WCHAR *text, const WCHAR *pattern, const WCHAR *end)
{
    const WCHAR *star = NULL, *retry = NULL;

    while (*text) {
        if (pattern < end && *pattern == '*') {
            star = ++pattern;
            retry = text;
        } else if (pattern < end &&
                   (*pattern == '?' || char_lower(*pattern) == char_lower(*text))) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star;
            text = ++retry;
        } else {
            return FALSE;
        }
    }
    while (pattern < end && *pattern == '*')
        pattern++;
    return pattern == end;
}

/* One or more patterns with semicolons between. */
BOOL WINAPI PathMatchSpecW(LPCWSTR path, LPCWSTR patterns)
{
    if (!path || !patterns)
        return FALSE;
    if (!lstrcmpW(patterns, L"*.*"))
        return TRUE;
    for (;;) {
        const WCHAR *end;

        while (*patterns == ' ')
            patterns++;
        for (end = patterns; *end && *end != ';'; end++)
            continue;
        if (match(path, patterns, end))
            return TRUE;
        if (!*end)
            return FALSE;
        patterns = end + 1;
    }
}
