/* report.c - robocopy's header, lines and summary. */
#include "robocopy.h"
#include <stdarg.h>

COUNTS folders, files, bytes;

static HANDLE log_file = INVALID_HANDLE_VALUE;

void open_log(void)
{
    if (!option.log)
        return;
    log_file = CreateFileW(option.log, GENERIC_WRITE, FILE_SHARE_READ, NULL,
                           option.log_append ? OPEN_ALWAYS : CREATE_ALWAYS, 0, NULL);
    if (log_file == INVALID_HANDLE_VALUE) {
        print(L"\nERROR : Unable to open log file %ls\n%ls\n", option.log,
              error_text(GetLastError()));
        finish(16);
    }
    SetFilePointer(log_file, 0, NULL, FILE_END);
    if (!option.also_console) {
        WCHAR full[PATH_ROOM];
        GetFullPathNameW(option.log, PATH_ROOM, full, NULL);
        print(L"\n Log File : %ls\n", full);
    }
}

static void say_to_log(const WCHAR *text)
{
    size_t size = wcslen(text), used = 0;
    char *line = need(size * 4 + 1);
    DWORD done;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n')
            line[used++] = '\r';
        used += (size_t)WideCharToMultiByte(CP_ACP, 0, text + i, 1, line + used, 3, NULL, NULL);
    }
    WriteFile(log_file, line, (DWORD)used, &done, NULL);
    free(line);
}

void say(const WCHAR *format, ...)
{
    WCHAR text[2 * PATH_ROOM];
    va_list arguments;
    va_start(arguments, format);
    _vsnwprintf(text, 2 * PATH_ROOM - 1, format, arguments);
    text[2 * PATH_ROOM - 1] = 0;
    va_end(arguments);
    if (log_file != INVALID_HANDLE_VALUE)
        say_to_log(text);
    if (log_file == INVALID_HANDLE_VALUE || option.also_console)
        print(L"%ls", text);
}

static void say_date(const WCHAR *label)
{
    WCHAR date[64], time[64];
    SYSTEMTIME now;
    GetLocalTime(&now);
    GetDateFormatW(LOCALE_USER_DEFAULT, 0, &now, L"dddd, MMMM d, yyyy", date, 64);
    GetTimeFormatW(LOCALE_USER_DEFAULT, 0, &now, L"h:mm:ss tt", time, 64);
    say(L"%ls : %ls %ls\n", label, date, time);
}

static const WCHAR rule[] =
    L"------------------------------------------------------------------------------";

static void say_list(const WCHAR *label, const WCHAR *const *list, int count)
{
    for (int i = 0; i < count; i++)
        say(i ? L"%11ls   %ls\n" : L"%11ls : %ls\n", i ? L"" : label, list[i]);
    if (count)
        say(L"\t    \n");
}

void print_header(void)
{
    if (option.no_header)
        return;
    WCHAR *text = options_text();
    say(L"\n%ls-\n   ROBOCOPY     ::     Robust File Copy for Windows                              "
        L"\n%ls-\n\n",
        rule, rule);
    say_date(L"  Started");
    say(L"   Source : %ls\n     Dest : %ls\n\n", option.from, option.to);
    say_list(L"    Files", option.patterns, option.pattern_count);
    say_list(L"Exc Files", option.skip_files, option.skip_file_count);
    say_list(L"Exc Dirs", option.skip_folders, option.skip_folder_count);
    say(L"  Options : %ls\n\n%ls\n\n", text, rule);
    free(text);
}

/* Large sizes in k, m or g, as the original shows them. */
static void size_text(ULONGLONG size, WCHAR text[24])
{
    if (size < 1u << 10)
        set_text(text, 24, L"%llu", size);
    else if (size < 1u << 20)
        set_text(text, 24, L"%.1f k", (double)size / (1 << 10));
    else if (size < 1u << 30)
        set_text(text, 24, L"%.2f m", (double)size / (1 << 20));
    else
        set_text(text, 24, L"%.3f g", (double)size / (1 << 30));
}

static void say_counts(const WCHAR *label, const COUNTS *c, BOOL sizes)
{
    const ULONGLONG values[] = {c->total, c->copied, c->skipped, c->mismatch, c->failed, c->extras};
    say(L"%8ls :", label);
    for (int i = 0; i < 6; i++) {
        WCHAR text[24];
        if (sizes)
            size_text(values[i], text);
        else
            set_text(text, 24, L"%llu", values[i]);
        say(L"%10ls", text);
    }
    say(L"\n");
}

void print_summary(ULONGLONG started)
{
    WCHAR time[24];
    if (option.no_summary)
        return;
    ULONGLONG seconds = (GetTickCount64() - started) / 1000;
    set_text(time, 24, L"%llu:%02llu:%02llu", seconds / 3600, seconds / 60 % 60, seconds % 60);
    say(L"\n%ls\n\n", rule);
    say(L"               Total    Copied   Skipped  Mismatch    FAILED    Extras\n");
    say_counts(L"Dirs", &folders, FALSE);
    say_counts(L"Files", &files, FALSE);
    say_counts(L"Bytes", &bytes, TRUE);
    say(L"   Times :%10ls%10ls                       0:00:00   0:00:00\n", time, time);
    say_date(L"   Ended");
    say(L"\n");
}
