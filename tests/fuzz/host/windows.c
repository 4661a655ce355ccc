/* windows.c - see windows.h. */
#include "windows.h"
#include <stdio.h>

#define VALUE_MAX 8192

static WCHAR value_of_a[VALUE_MAX] = L"some \"text\" & more";

/* One variable that can be set, and PATH. */
DWORD GetEnvironmentVariableW(const WCHAR *name, WCHAR *value, DWORD room)
{
    const WCHAR *text = wcscasecmp(name, L"A") == 0      ? value_of_a
                        : wcscasecmp(name, L"PATH") == 0 ? L"C:\\Windows\\System32"
                                                         : NULL;
    if (!text || !*text)
        return 0;
    DWORD size = (DWORD)wcslen(text);
    if (size >= room)
        return size + 1;
    wcscpy(value, text);
    return size;
}

BOOL SetEnvironmentVariableW(const WCHAR *name, const WCHAR *value)
{
    if (wcscasecmp(name, L"A") == 0)
        swprintf(value_of_a, VALUE_MAX, L"%.*ls", VALUE_MAX - 1, value ? value : L"");
    return 1;
}

BOOL GetFileAttributesExW(const WCHAR *path, int level, void *facts)
{
    (void)level;
    if (!wcschr(path, 'e'))
        return 0;
    memset(facts, 0x11, sizeof(WIN32_FILE_ATTRIBUTE_DATA));
    return 1;
}

DWORD GetFullPathNameW(const WCHAR *name, DWORD room, WCHAR *path, WCHAR **last)
{
    if (wcslen(name) + 6 > room)
        return 0;
    swprintf(path, room, L"C:\\d\\%ls", name);
    if (last)
        *last = wcsrchr(path, '\\') + 1;
    return (DWORD)wcslen(path);
}

DWORD SearchPathW(const WCHAR *list, const WCHAR *name, const WCHAR *end, DWORD room, WCHAR *path,
                  WCHAR **last)
{
    (void)list, (void)end;
    return wcschr(name, 'e') ? GetFullPathNameW(name, room, path, last) : 0;
}

DWORD GetCurrentDirectoryW(DWORD room, WCHAR *path)
{
    return (DWORD)swprintf(path, room, L"C:\\d");
}

const WCHAR *GetCommandLineW(void)
{
    return L"cmd /c file.cmd";
}

int GetDateFormatW(DWORD locale, DWORD flags, const SYSTEMTIME *time, const WCHAR *format,
                   WCHAR *text, int room)
{
    (void)locale, (void)flags, (void)time, (void)format;
    return swprintf(text, (size_t)room, L"Mon 01/01/2024");
}

void GetLocalTime(SYSTEMTIME *time)
{
    *time = (SYSTEMTIME){2024, 1, 1, 1, 12, 0, 0, 0};
}

BOOL FileTimeToLocalFileTime(const FILETIME *time, FILETIME *local)
{
    *local = *time;
    return 1;
}

BOOL FileTimeToSystemTime(const FILETIME *time, SYSTEMTIME *system)
{
    (void)time;
    GetLocalTime(system);
    return 1;
}

/* The parts of a path, each where it is asked for. */
void _wsplitpath(const WCHAR *path, WCHAR *drive, WCHAR *folder, WCHAR *base, WCHAR *end)
{
    const WCHAR *rest = path[0] && path[1] == ':' ? path + 2 : path;
    const WCHAR *last = wcsrchr(rest, '\\');
    last = last ? last + 1 : rest;
    const WCHAR *dot = wcsrchr(last, '.');
    dot = dot ? dot : last + wcslen(last);
    wmemcpy(drive, path, (size_t)(rest - path));
    drive[rest - path] = 0;
    wmemcpy(folder, rest, (size_t)(last - rest));
    folder[last - rest] = 0;
    wmemcpy(base, last, (size_t)(dot - last));
    base[dot - last] = 0;
    wcscpy(end, dot);
}
