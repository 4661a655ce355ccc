/* where.c - finds files by pattern: in the current directory and %PATH%, in given directories
 * (path:pattern, $variable:pattern), or below one (/r). */
#include "program.h"

static BOOL quiet, quoted, facts;
static int found;

static void show(const WCHAR *path, const WIN32_FIND_DATAW *data)
{
    SYSTEMTIME t;
    found++;
    if (quiet)
        return;
    if (facts) {
        local_time(&data->ftLastWriteTime, &t);
        int hour = t.wHour % 12 ? t.wHour % 12 : 12;
        print(L"%10llu   %2d/%2d/%04d  %2d:%02d:%02d %ls  ",
              (ULONGLONG)data->nFileSizeHigh << 32 | data->nFileSizeLow, t.wMonth, t.wDay, t.wYear,
              hour, t.wMinute, t.wSecond, t.wHour < 12 ? L"AM" : L"PM");
    }
    print(quoted ? L"\"%ls\"\n" : L"%ls\n", path);
}

static void search_one(const WCHAR *directory, const WCHAR *pattern)
{
    WCHAR path[PATH_ROOM], full[PATH_ROOM];
    LISTING listing;
    join_path(path, directory, pattern);
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        if (listing.entries[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        join_path(path, directory, listing.entries[i].cFileName);
        if (GetFullPathNameW(path, PATH_ROOM, full, NULL))
            show(full, &listing.entries[i]);
    }
    free_listing(&listing);
}

/* As it is, then with each extension of PATHEXT where it has no own. */
static void search_directory(const WCHAR *directory, const WCHAR *pattern)
{
    WCHAR list[PATH_ROOM], name[PATH_ROOM];
    search_one(directory, pattern);
    if (!GetEnvironmentVariableW(L"PATHEXT", list, PATH_ROOM))
        wcscpy(list, L".COM;.EXE;.BAT;.CMD");
    for (WCHAR *next = list, *end; *next; next = *end ? end + 1 : end) {
        end = next + wcscspn(next, L";");
        if (end == next || (pattern[0] && pattern[wcslen(pattern) - 1] == '*'))
            continue;
        set_text(name, PATH_ROOM, L"%ls%.*ls", pattern, (int)(end - next), next);
        search_one(directory, name);
    }
}

static void search_list(const WCHAR *list, const WCHAR *pattern)
{
    while (*list) {
        WCHAR directory[PATH_ROOM];
        size_t size = 0;
        BOOL inside = FALSE;
        for (; *list && (inside || *list != ';'); list++)
            if (*list == '"')
                inside = !inside;
            else if (size < PATH_ROOM - 1)
                directory[size++] = *list;
        directory[size] = 0;
        list += *list == ';';
        if (size)
            search_directory(directory, pattern);
    }
}

static void search_tree(const WCHAR *directory, const WCHAR *pattern)
{
    WCHAR path[PATH_ROOM];
    LISTING listing;
    search_directory(directory, pattern);
    join_path(path, directory, L"*");
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        DWORD attributes = listing.entries[i].dwFileAttributes;
        if (attributes & FILE_ATTRIBUTE_DIRECTORY && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
            join_path(path, directory, listing.entries[i].cFileName);
            search_tree(path, pattern);
        }
    }
    free_listing(&listing);
}

static void search_path(const WCHAR *pattern)
{
    DWORD size = GetEnvironmentVariableW(L"PATH", NULL, 0);
    WCHAR *list = need((size + 1) * sizeof *list);
    list[0] = 0;
    GetEnvironmentVariableW(L"PATH", list, size + 1);
    search_directory(L".", pattern);
    search_list(list, pattern);
    free(list);
}

/* pattern, directories:pattern, $variable:pattern */
static void search(WCHAR *argument)
{
    WCHAR *colon = wcsrchr(argument, ':'), list[PATH_ROOM];
    if (!colon) {
        search_path(argument);
        return;
    }
    *colon = 0;
    if (argument[0] != '$')
        search_list(argument, colon + 1);
    else if (GetEnvironmentVariableW(argument + 1, list, PATH_ROOM))
        search_list(list, colon + 1);
}

static const WCHAR usage[] =
    L"\nWHERE [/R dir] [/Q] [/F] [/T] pattern...\n\nDescription:\n"
    L"    Displays the location of files that match the search pattern.\n"
    L"    By default, the search is done along the current directory and\n"
    L"    in the paths specified by the PATH environment variable.\n\nParameter List:\n"
    L"    /R       Recursively searches and displays the files that match the\n"
    L"             given pattern starting from the specified directory.\n\n"
    L"    /Q       Returns only the exit code, without displaying the list\n"
    L"             of matched files. (Quiet mode)\n\n"
    L"    /F       Displays the matched filename in double quotes.\n\n"
    L"    /T       Displays the file size, last modified date and time for all\n"
    L"             matched files.\n\n"
    L"    pattern  Specifies the search pattern for the files to match.\n"
    L"             Wildcards * and ? can be used in the pattern. The\n"
    L"             \"$env:pattern\" and \"path:pattern\" formats can also be\n"
    L"             specified.\n";

int wmain(int count, WCHAR **words)
{
    const WCHAR *root = NULL;
    int first = 1, missing = 0;
    for (; first < count && (words[first][0] == '/' || words[first][0] == '-'); first++) {
        if (is_option(words[first], L"?")) {
            print(L"%ls", usage);
            finish(0);
        }
        quiet |= is_option(words[first], L"q");
        quoted |= is_option(words[first], L"f");
        facts |= is_option(words[first], L"t");
        if (is_option(words[first], L"r") && first + 1 < count)
            root = words[++first];
        else if (!wcschr(L"qQfFtT", words[first][1]) || words[first][2])
            first = count;
    }
    if (first >= count) {
        complain(L"ERROR: Invalid argument or option.\nType \"WHERE /?\" for usage help.\n");
        finish(2);
    }
    for (; first < count; first++) {
        int before = found;
        WCHAR *pattern = words[first];
        if (root && !is_directory(root)) {
            complain(L"ERROR: %ls\n", error_text(ERROR_FILE_NOT_FOUND));
            finish(2);
        }
        if (root)
            search_tree(root, pattern);
        else
            search(pattern);
        missing |= found == before;
        if (found == before && !quiet)
            complain(L"INFO: Could not find files for the given pattern(s).\n");
    }
    finish(found ? 0 : missing);
}
