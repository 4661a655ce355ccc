/* main.c - robocopy's command; its exit code adds up what happened. */
#include "robocopy.h"

/* The full name without a separator at its end. */
static const WCHAR *full_name(const WCHAR *name)
{
    WCHAR full[PATH_ROOM];
    if (!GetFullPathNameW(name, PATH_ROOM, full, NULL))
        return name;
    size_t size = wcslen(full);
    if (size > 3 && full[size - 1] == '\\')
        full[size - 1] = 0;
    return text_copy(full);
}

int wmain(int count, WCHAR **words)
{
    ULONGLONG started = GetTickCount64();
    read_options(count, words);
    option.from = full_name(option.from);
    option.to = full_name(option.to);
    open_log();
    print_header();
    if (!is_directory(option.from)) {
        DWORD error = GetFileAttributesW(option.from) == INVALID_FILE_ATTRIBUTES
                          ? ERROR_FILE_NOT_FOUND
                          : ERROR_DIRECTORY;
        SYSTEMTIME t;
        GetLocalTime(&t);
        say(L"%04d/%02d/%02d %02d:%02d:%02d ERROR %lu (0x%08lX) Accessing Source Directory %ls\\\n"
            L"%ls\n",
            t.wYear, t.wMonth, t.wDay, t.wHour, t.wMinute, t.wSecond, error, error, option.from,
            error_text(error));
        finish(16);
    }
    mirror(option.from, option.to, 1);
    print_summary(started);
    int code = files.copied || folders.copied ? 1 : 0;
    code |= files.extras || folders.extras ? 2 : 0;
    code |= files.mismatch || folders.mismatch ? 4 : 0;
    code |= files.failed || folders.failed ? 8 : 0;
    finish(fatal ? 16 : code);
}
