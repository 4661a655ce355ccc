/* shlwapi.h: the A variants that programs use, by way of the wide ones. */
#include "shlwapi_private.h"

/* Every ANSI path fits: longer ones fail as too long, and NULL stays NULL. */
static const WCHAR *widen(const char *text, WCHAR wide[MAX_PATH])
{
    if (!text)
        return NULL;
    if (!MultiByteToWideChar(CP_ACP, 0, text, -1, wide, MAX_PATH))
        wide[0] = 0;
    return wide;
}

static void narrow(const WCHAR *wide, char *text)
{
    WideCharToMultiByte(CP_ACP, 0, wide, -1, text, MAX_PATH, NULL, NULL);
}

BOOL WINAPI PathFileExistsA(LPCSTR path)
{
    return path && GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES;
}

BOOL WINAPI PathIsDirectoryA(LPCSTR path)
{
    WCHAR wide[MAX_PATH];

    return PathIsDirectoryW(widen(path, wide));
}

BOOL WINAPI PathIsRelativeA(LPCSTR path)
{
    WCHAR wide[MAX_PATH];

    return PathIsRelativeW(widen(path, wide));
}

BOOL WINAPI PathIsUNCA(LPCSTR path)
{
    WCHAR wide[MAX_PATH];

    return PathIsUNCW(widen(path, wide));
}

BOOL WINAPI PathMatchSpecA(LPCSTR path, LPCSTR patterns)
{
    WCHAR wide[MAX_PATH], wide_patterns[MAX_PATH];

    return PathMatchSpecW(widen(path, wide), widen(patterns, wide_patterns));
}

LPSTR WINAPI PathFindFileNameA(LPCSTR path)
{
    const char *last = path;

    for (; path && *path; path++)
        if ((*path == '\\' || *path == '/' || *path == ':') && path[1] && path[1] != '\\' &&
            path[1] != '/')
            last = path + 1;
    return (LPSTR)last;
}

LPSTR WINAPI PathFindExtensionA(LPCSTR path)
{
    const char *dot = NULL;

    if (!path)
        return NULL;
    for (; *path; path++) {
        if (*path == '.')
            dot = path;
        else if (*path == '\\' || *path == ' ')
            dot = NULL;
    }
    return (LPSTR)(dot ? dot : path);
}

BOOL WINAPI PathRemoveFileSpecA(LPSTR path)
{
    WCHAR wide[MAX_PATH];
    BOOL changed = PathRemoveFileSpecW((WCHAR *)widen(path, wide));

    if (changed)
        narrow(wide, path);
    return changed;
}

void WINAPI PathRemoveExtensionA(LPSTR path)
{
    if (path)
        *PathFindExtensionA(path) = 0;
}

void WINAPI PathStripPathA(LPSTR path)
{
    char *name = path ? PathFindFileNameA(path) : NULL;

    if (name && name != path)
        memmove(path, name, lstrlenA(name) + 1);
}

BOOL WINAPI PathAppendA(LPSTR path, LPCSTR more)
{
    WCHAR wide[MAX_PATH], wide_more[MAX_PATH];
    BOOL done = path && PathAppendW((WCHAR *)widen(path, wide), widen(more, wide_more));

    if (done)
        narrow(wide, path);
    return done;
}

LPSTR WINAPI PathCombineA(LPSTR out, LPCSTR folder, LPCSTR file)
{
    WCHAR wide[MAX_PATH], wide_folder[MAX_PATH], wide_file[MAX_PATH];

    if (!out || !PathCombineW(wide, widen(folder, wide_folder), widen(file, wide_file)))
        return NULL;
    narrow(wide, out);
    return out;
}

BOOL WINAPI PathCanonicalizeA(LPSTR out, LPCSTR in)
{
    WCHAR wide[MAX_PATH], wide_in[MAX_PATH];
    BOOL done = out && PathCanonicalizeW(wide, widen(in, wide_in));

    if (done)
        narrow(wide, out);
    return done;
}

LPSTR WINAPI PathAddBackslashA(LPSTR path)
{
    int count = path ? lstrlenA(path) : MAX_PATH;

    if (count >= MAX_PATH - 1)
        return NULL;
    if (count && path[count - 1] != '\\') {
        path[count++] = '\\';
        path[count] = 0;
    }
    return path + count;
}

LPSTR WINAPI StrStrA(LPCSTR text, LPCSTR part)
{
    int count = part ? lstrlenA(part) : 0;

    for (; count && text && *text; text++)
        if (!memcmp(text, part, min(count, lstrlenA(text))) && lstrlenA(text) >= count)
            return (LPSTR)text;
    return NULL;
}

static int compare_ignoring_case(const char *a, const char *b, int count)
{
    return CompareStringA(LOCALE_USER_DEFAULT, NORM_IGNORECASE, a, min(lstrlenA(a), count), b,
                          min(lstrlenA(b), count)) -
           CSTR_EQUAL;
}

LPSTR WINAPI StrStrIA(LPCSTR text, LPCSTR part)
{
    int count = part ? lstrlenA(part) : 0;

    for (; count && text && *text; text++)
        if (!compare_ignoring_case(text, part, count))
            return (LPSTR)text;
    return NULL;
}

int WINAPI StrCmpNIA(LPCSTR a, LPCSTR b, int count)
{
    return compare_ignoring_case(a, b, count);
}

LPSTR WINAPI StrChrA(LPCSTR text, WORD c)
{
    for (; text && *text; text++)
        if (*text == (char)c)
            return (LPSTR)text;
    return NULL;
}

LPSTR WINAPI StrRChrA(LPCSTR text, LPCSTR end, WORD c)
{
    const char *found = NULL;

    if (!text)
        return NULL;
    for (; end ? text < end : *text != 0; text++)
        if (*text == (char)c)
            found = text;
    return (LPSTR)found;
}
