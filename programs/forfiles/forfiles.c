/* forfiles.c - runs a command for each file: [/p path] [/m mask] [/s] [/c command] [/d date]. */
#include "program.h"

#define LINE_ROOM 32768

static const WCHAR *top = L".", *mask = L"*", *command = L"cmd /c echo @file";
static BOOL subfolders, any;
static int date_sign; /* -1: changed then or before, 1: then or after, 0: whenever */
static LONGLONG date; /* as a day's number */

__attribute__((noreturn)) static void wrong(const WCHAR *text, const WCHAR *what)
{
    complain(L"ERROR: ");
    complain(text, what);
    complain(L"\n");
    finish(1);
}

/* ---- dates: whole days since 1601 */

static LONGLONG day_of(const SYSTEMTIME *time)
{
    FILETIME file;
    SYSTEMTIME day = {.wYear = time->wYear, .wMonth = time->wMonth, .wDay = time->wDay};
    if (!SystemTimeToFileTime(&day, &file))
        return -1;
    return (((LONGLONG)file.dwHighDateTime << 32) | file.dwLowDateTime) / (10000000LL * 86400);
}

static void take_date(const WCHAR *text)
{
    SYSTEMTIME time = {0};
    WCHAR *end;
    date_sign = *text == '-' ? -1 : 1;
    const WCHAR *number = text + (*text == '-' || *text == '+');
    long first = wcstol(number, &end, 10);
    if (*end == '/') {
        time.wMonth = (WORD)first;
        time.wDay = (WORD)wcstol(end + 1, &end, 10);
        if (*end == '/')
            time.wYear = (WORD)wcstol(end + 1, &end, 10);
        date = day_of(&time);
    } else {
        GetLocalTime(&time);
        date = day_of(&time) + date_sign * first;
    }
    if (end == number || *end || date < 0 || first < 0 || first > 32768)
        wrong(L"Invalid date specified - %ls", text);
}

static BOOL is_in_time(const WIN32_FIND_DATAW *data)
{
    SYSTEMTIME time;
    if (!date_sign)
        return TRUE;
    local_time(&data->ftLastWriteTime, &time);
    return date_sign < 0 ? day_of(&time) <= date : day_of(&time) >= date;
}

/* ---- the command of a file */

struct file {
    const WCHAR *directory, *path;
    const WIN32_FIND_DATAW *data;
    SYSTEMTIME time;
};

static void put_extension(WCHAR *to, size_t room, const struct file *file)
{
    const WCHAR *dot = wcsrchr(file->data->cFileName, '.');
    set_text(to, room, L"\"%ls\"", dot ? dot + 1 : L"");
}

static void put_base(WCHAR *to, size_t room, const struct file *file)
{
    const WCHAR *name = file->data->cFileName, *dot = wcsrchr(name, '.');
    set_text(to, room, L"\"%.*ls\"", (int)(dot ? (size_t)(dot - name) : wcslen(name)), name);
}

static void put_name(WCHAR *to, size_t room, const struct file *file)
{
    set_text(to, room, L"\"%ls\"", file->data->cFileName);
}

static void put_path(WCHAR *to, size_t room, const struct file *file)
{
    set_text(to, room, L"\"%ls\"", file->path);
}

static void put_relative(WCHAR *to, size_t room, const struct file *file)
{
    WCHAR start[PATH_ROOM];
    size_t size = GetFullPathNameW(top, PATH_ROOM, start, NULL);
    size -= size && start[size - 1] == '\\';
    set_text(to, room, L"\".%ls\"", file->path + size);
}

static void put_is_directory(WCHAR *to, size_t room, const struct file *file)
{
    BOOL is = (file->data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    set_text(to, room, is ? L"TRUE" : L"FALSE");
}

static void put_size(WCHAR *to, size_t room, const struct file *file)
{
    ULONGLONG size = ((ULONGLONG)file->data->nFileSizeHigh << 32) | file->data->nFileSizeLow;
    set_text(to, room, L"%llu", size);
}

static void put_date(WCHAR *to, size_t room, const struct file *file)
{
    set_text(to, room, L"%d/%d/%d", file->time.wMonth, file->time.wDay, file->time.wYear);
}

static void put_time(WCHAR *to, size_t room, const struct file *file)
{
    int hour = file->time.wHour;
    set_text(to, room, L"%d:%02d:%02d %ls", hour % 12 ? hour % 12 : 12, file->time.wMinute,
             file->time.wSecond, hour < 12 ? L"AM" : L"PM");
}

static const struct {
    const WCHAR *name;
    void (*put)(WCHAR *to, size_t room, const struct file *file);
} variables[] = {{L"@fname", put_base}, {L"@fsize", put_size},       {L"@fdate", put_date},
                 {L"@ftime", put_time}, {L"@file", put_name},        {L"@ext", put_extension},
                 {L"@path", put_path},  {L"@relpath", put_relative}, {L"@isdir", put_is_directory}};

/* What stands at `from` is a variable or 0xHH: appends its value and returns its size, else 0. */
static size_t put_special(const WCHAR *from, WCHAR *to, size_t room, const struct file *file)
{
    if (from[0] == '0' && towlower(from[1]) == 'x' && iswxdigit(from[2]) && iswxdigit(from[3])) {
        WCHAR digits[3] = {from[2], from[3], 0};
        set_text(to, room, L"%lc", (wint_t)wcstol(digits, NULL, 16));
        return 4;
    }
    for (size_t i = 0; *from == '@' && i < sizeof variables / sizeof *variables; i++) {
        size_t size = wcslen(variables[i].name);
        if (_wcsnicmp(from, variables[i].name, size) == 0) {
            variables[i].put(to, room, file);
            return size;
        }
    }
    return 0;
}

static void run_for(const struct file *file)
{
    static WCHAR line[LINE_ROOM];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    size_t size = 0;
    for (const WCHAR *p = command; *p && size + 1 < LINE_ROOM;) {
        size_t used = put_special(p, line + size, LINE_ROOM - size, file);
        if (used)
            size += wcslen(line + size);
        else
            line[size++] = *p;
        p += used ? used : 1;
    }
    line[size] = 0;
    flush_output();
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, file->directory, &startup, &info))
        wrong(L"%ls", error_text(GetLastError()));
    WaitForSingleObject(info.hProcess, INFINITE);
    CloseHandle(info.hThread);
    CloseHandle(info.hProcess);
}

static void walk(const WCHAR *directory)
{
    WCHAR path[PATH_ROOM];
    LISTING listing;
    join_path(path, directory, L"*");
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        const WIN32_FIND_DATAW *data = &listing.entries[i];
        struct file file = {.directory = directory, .path = path, .data = data};
        if (!wild_match(mask, data->cFileName) || !is_in_time(data))
            continue;
        if (!any)
            print(L"\n");
        any = TRUE;
        local_time(&data->ftLastWriteTime, &file.time);
        join_path(path, directory, data->cFileName);
        run_for(&file);
    }
    for (size_t i = 0; subfolders && i < listing.count; i++) {
        DWORD attributes = listing.entries[i].dwFileAttributes;
        if (attributes & FILE_ATTRIBUTE_DIRECTORY && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
            join_path(path, directory, listing.entries[i].cFileName);
            walk(path);
        }
    }
    free_listing(&listing);
}

static const WCHAR usage[] =
    L"\nFORFILES [/P pathname] [/M searchmask] [/S]\n"
    L"         [/C command] [/D [+ | -] {MM/dd/yyyy | dd}]\n\n"
    L"Description:\n"
    L"    Selects a file (or set of files) and executes a\n"
    L"    command on that file. This is helpful for batch jobs.\n\n"
    L"Parameter List:\n"
    L"    /P    pathname      Indicates the path to start searching.\n"
    L"                        The default folder is the current working\n"
    L"                        directory (.).\n\n"
    L"    /M    searchmask    Searches files according to a searchmask.\n"
    L"                        The default searchmask is '*' .\n\n"
    L"    /S                  Instructs forfiles to recurse into\n"
    L"                        subdirectories. Like \"DIR /S\".\n\n"
    L"    /C    command       Indicates the command to execute for each file.\n"
    L"                        The default command is \"cmd /c echo @file\".\n"
    L"                        Variables: @file @fname @ext @path @relpath\n"
    L"                        @isdir @fsize @fdate @ftime; 0xHH is a character.\n\n"
    L"    /D    date          Selects files with a last modified date greater\n"
    L"                        than or equal to (+), or less than or equal to\n"
    L"                        (-), the specified date, or the current date\n"
    L"                        plus or minus \"dd\" days.\n\n"
    L"    /?                  Displays this help message.\n";

int wmain(int count, WCHAR **words)
{
    WCHAR start[PATH_ROOM];
    for (int i = 1; i < count; i++) {
        WCHAR *word = words[i], *value = i + 1 < count ? words[i + 1] : NULL;
        if (is_option(word, L"?")) {
            print(L"%ls", usage);
            finish(0);
        }
        if (is_option(word, L"s")) {
            subfolders = TRUE;
            continue;
        }
        if (!value && wcschr(L"PpMmCcDd", word[1]))
            wrong(L"Value expected for '%ls'\nType \"FORFILES /?\" for usage.", word);
        if (is_option(word, L"p"))
            top = value;
        else if (is_option(word, L"m"))
            mask = value;
        else if (is_option(word, L"c"))
            command = value;
        else if (is_option(word, L"d"))
            take_date(value);
        else
            wrong(L"Invalid argument/option - '%ls'.\nType \"FORFILES /?\" for usage.", word);
        i++;
    }
    if (!is_directory(top) || !GetFullPathNameW(top, PATH_ROOM, start, NULL))
        wrong(L"The directory name is invalid.", NULL);
    walk(start);
    if (!any)
        wrong(L"No files found with the specified search criteria.", NULL);
    finish(0);
}
