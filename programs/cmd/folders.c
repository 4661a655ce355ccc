/* folders.c - the current directory of each drive: cd, pushd, popd, X: */
#include "words.h"

#define DEEPEST 256
static WCHAR *pushed[DEEPEST];
static int pushed_count;

/* "=C:" is where a drive's current directory is kept. */
static void drive_variable(WCHAR drive, WCHAR *name)
{
    set_text(name, 4, L"=%lc:", towupper(drive));
}

static int enter(const WCHAR *path)
{
    WCHAR name[4], now[LINE_MAX];
    if (!SetCurrentDirectoryW(path)) {
        DWORD error = GetLastError();
        return complain_error(error == ERROR_FILE_NOT_FOUND ? ERROR_PATH_NOT_FOUND : error);
    }
    GetCurrentDirectoryW(LINE_MAX, now);
    drive_variable(now[0], name);
    if (now[1] == ':')
        SetEnvironmentVariableW(name, now);
    return 0;
}

int change_drive(WCHAR drive)
{
    WCHAR name[4], path[LINE_MAX];
    drive_variable(drive, name);
    if (!GetEnvironmentVariableW(name, path, LINE_MAX) || !is_directory(path))
        set_text(path, LINE_MAX, L"%lc:\\", towupper(drive));
    if (SetCurrentDirectoryW(path))
        return 0;
    complain(L"The system cannot find the drive specified.\n");
    return 1;
}

static WCHAR current_drive(void)
{
    WCHAR now[LINE_MAX];
    return GetCurrentDirectoryW(LINE_MAX, now) && now[1] == ':' ? (WCHAR)towupper(now[0]) : 0;
}

/* Of another drive, without /d: it is where that drive will be entered. */
static int set_other(WCHAR *path)
{
    WCHAR full[LINE_MAX], name[4];
    if (!GetFullPathNameW(path, LINE_MAX, full, NULL) || !is_directory(full))
        return complain_error(ERROR_PATH_NOT_FOUND);
    drive_variable(path[0], name);
    return !SetEnvironmentVariableW(name, full);
}

int do_cd(const WCHAR *text)
{
    WCHAR path[LINE_MAX], full[LINE_MAX];
    int any_drive = 0;
    text = skip_blanks(text);
    if (_wcsnicmp(text, L"/d", 2) == 0 && (!text[2] || wcschr(L" \t\"", text[2]))) {
        text = skip_blanks(text + 2);
        any_drive = 1;
    }
    wcsncpy(path, text, LINE_MAX - 1);
    path[LINE_MAX - 1] = 0;
    unquote(path);
    for (size_t size = wcslen(path); size && wcschr(L" \t", path[size - 1]);)
        path[--size] = 0;
    if (!*path) {
        GetCurrentDirectoryW(LINE_MAX, path);
        out(L"%ls\n", path);
        return 0;
    }
    int other = path[1] == ':' && towupper(path[0]) != current_drive();
    if (path[1] == ':' && !path[2]) {
        GetFullPathNameW(path, LINE_MAX, full, NULL);
        if (other && any_drive)
            return change_drive(path[0]);
        out(L"%ls\n", full);
        return 0;
    }
    return other && !any_drive ? set_other(path) : enter(path);
}

int do_pushd(const WCHAR *text)
{
    WCHAR before[LINE_MAX], path[LINE_MAX];
    text = skip_blanks(text);
    if (!*text) {
        for (int i = pushed_count; i-- > 0;)
            out(L"%ls\n", pushed[i]);
        return UNCHANGED;
    }
    wcsncpy(path, text, LINE_MAX - 1);
    path[LINE_MAX - 1] = 0;
    unquote(path);
    for (size_t size = wcslen(path); size && path[size - 1] == ' ';)
        path[--size] = 0;
    GetCurrentDirectoryW(LINE_MAX, before);
    if (pushed_count == DEEPEST)
        return complain_error(ERROR_NOT_ENOUGH_MEMORY);
    if (enter(path))
        return 1;
    pushed[pushed_count++] = copy(before, wcslen(before));
    return 0;
}

int do_popd(const WCHAR *text)
{
    if (!pushed_count)
        return 1;
    int result = enter(pushed[--pushed_count]);
    free(pushed[pushed_count]);
    return result;
}
