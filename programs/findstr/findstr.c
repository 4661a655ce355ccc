/* findstr.c - lines that match one of several texts, in files, trees of them, or standard input. */
#include "lines.h"
#include "pattern.h"

static struct {
    BOOL begin, end, literal, regular, tree, ignore_case, whole, invert, numbers, names_only;
    BOOL offsets, skip_binary, show_name;
} option;

static EXPRESSION **patterns;
static size_t pattern_count;
static WCHAR **names;
static size_t name_count;
static BOOL found, texts_given;

__attribute__((noreturn)) static void wrong(const WCHAR *format, const WCHAR *what)
{
    complain(L"FINDSTR: ");
    complain(format, what);
    complain(L"\n");
    finish(2);
}

/* ---- what to look for */

struct text {
    char *bytes;
    size_t size;
};
static struct text *texts;
static size_t text_count;

static void add_text(const char *bytes, size_t size)
{
    texts = more(texts, (text_count + 1) * sizeof *texts);
    texts[text_count].bytes = memcpy(need(size + 1), bytes, size);
    texts[text_count++].size = size;
    texts_given = TRUE;
}

static char *to_bytes(const WCHAR *text, size_t *size)
{
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
    size_t room = wcslen(text) * 4 + 1;
    char *bytes = need(room);
    *size = *text ? (size_t)WideCharToMultiByte(page, 0, text, (int)wcslen(text), bytes, (int)room,
                                                NULL, NULL)
                  : 0;
    return bytes;
}

/* /c: is one text with its blanks, a bare one several. */
static void add_wide(const WCHAR *text, BOOL as_one)
{
    size_t size, at = 0;
    char *bytes = to_bytes(text, &size);
    texts_given = TRUE;
    if (as_one)
        add_text(bytes, size);
    while (!as_one && at < size) {
        size_t start = at;
        while (at < size && bytes[at] != ' ')
            at++;
        if (at > start)
            add_text(bytes + start, at - start);
        at++;
    }
    free(bytes);
}

static char *file_or_input(const WCHAR *path, size_t *size)
{
    char *bytes = wcscmp(path, L"/") == 0 ? read_all(GetStdHandle(STD_INPUT_HANDLE), size)
                                          : read_file(path, size);
    if (!bytes)
        wrong(L"Cannot open %ls", path);
    return bytes;
}

static void add_texts_of(const WCHAR *path)
{
    size_t size;
    char *bytes = file_or_input(path, &size);
    texts_given = TRUE;
    for (size_t at = 0; at < size;) {
        size_t start = at;
        while (at < size && bytes[at] != '\n')
            at++;
        size_t length = at - start - (at > start && bytes[at - 1] == '\r');
        if (length)
            add_text(bytes + start, length);
        at++;
    }
    free(bytes);
}

static void make_patterns(void)
{
    if (!option.literal && !option.regular && text_count)
        option.regular = pattern_looks_regular(texts[0].bytes, texts[0].size);
    patterns = need(text_count * sizeof *patterns);
    for (; pattern_count < text_count; pattern_count++)
        patterns[pattern_count] =
            pattern_make(texts[pattern_count].bytes, texts[pattern_count].size,
                         option.regular && !option.literal, option.ignore_case);
}

/* ---- where to look */

static BOOL line_matches(const char *line, size_t size)
{
    for (size_t i = 0; i < pattern_count; i++)
        if (pattern_find(patterns[i], line, size, option.begin || option.whole,
                         option.end || option.whole))
            return TRUE;
    return FALSE;
}

static void show(const LINE *line, unsigned long number, const WCHAR *name)
{
    if (name && option.show_name)
        print(L"%ls:", name);
    if (option.numbers)
        print(L"%lu:", number);
    if (option.offsets)
        print(L"%llu:", line->offset);
    put_bytes(line->bytes, line->whole);
    if (line->bytes[line->whole - 1] != '\n')
        put_bytes("\r\n", 2);
}

static void search(LINES *lines, const WCHAR *name)
{
    unsigned long number = 0;
    LINE line;
    while (lines_next(lines, &line)) {
        number++;
        if (line_matches(line.bytes, line.size) == option.invert)
            continue;
        found = TRUE;
        if (option.names_only) {
            print(L"%ls\n", name ? name : L"(standard input)");
            break;
        }
        show(&line, number, name);
    }
    lines_close(lines);
}

/* Leaves the file at its beginning. */
static BOOL is_text(HANDLE file)
{
    unsigned char piece[65536];
    DWORD size = 0;
    BOOL text = TRUE;
    while (text && ReadFile(file, piece, sizeof piece, &size, NULL) && size)
        for (DWORD i = 0; text && i < size; i++)
            text = piece[i] >= 32 || (piece[i] && strchr("\t\n\r\f\b\x1a", piece[i]));
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    return text;
}

static void search_file(const WCHAR *path)
{
    LINES lines;
    if (!lines_open(&lines, path, FALSE))
        complain(L"FINDSTR: Cannot open %ls\n", path);
    else if (option.skip_binary && !is_text(lines.from))
        lines_close(&lines);
    else
        search(&lines, path);
}

static void search_directory(const WCHAR *directory, const WCHAR *pattern)
{
    WCHAR path[PATH_ROOM];
    LISTING listing;
    join_path(path, directory, pattern);
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++)
        if (!(listing.entries[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)) {
            join_path(path, directory, listing.entries[i].cFileName);
            search_file(path);
        }
    free_listing(&listing);
    if (!option.tree)
        return;
    join_path(path, directory, L"*");
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        DWORD attributes = listing.entries[i].dwFileAttributes;
        if (attributes & FILE_ATTRIBUTE_DIRECTORY && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
            join_path(path, directory, listing.entries[i].cFileName);
            search_directory(path, pattern);
        }
    }
    free_listing(&listing);
}

static void search_name(const WCHAR *name)
{
    WCHAR directory[PATH_ROOM];
    if (!option.tree && !has_wildcard(name)) {
        search_file(name);
        return;
    }
    const WCHAR *last = last_part(name);
    set_text(directory, PATH_ROOM, L"%.*ls", (int)(last - name), name);
    LISTING listing;
    if (!option.tree && !list_directory(name, &listing)) {
        complain(L"FINDSTR: Cannot open %ls\n", name);
        return;
    }
    if (!option.tree)
        free_listing(&listing);
    search_directory(directory, last);
}

static void search_list_of(const WCHAR *path)
{
    size_t size;
    char *bytes = file_or_input(path, &size);
    option.show_name = TRUE;
    for (char *line = strtok(bytes, "\r\n"); line; line = strtok(NULL, "\r\n")) {
        WCHAR name[PATH_ROOM];
        int count = MultiByteToWideChar(CP_OEMCP, 0, line, -1, name, PATH_ROOM);
        if (count > 0)
            search_file(name);
    }
    free(bytes);
}

/* ---- the command line */

static const WCHAR usage[] =
    L"Searches for strings in files.\n\n"
    L"FINDSTR [/B] [/E] [/L] [/R] [/S] [/I] [/X] [/V] [/N] [/M] [/O] [/P] [/F:file]\n"
    L"        [/C:string] [/G:file] [/D:dir list] [/A:color attributes] [/OFF[LINE]]\n"
    L"        strings [[drive:][path]filename[ ...]]\n\n"
    L"  /B         Matches pattern if at the beginning of a line.\n"
    L"  /E         Matches pattern if at the end of a line.\n"
    L"  /L         Uses search strings literally.\n"
    L"  /R         Uses search strings as regular expressions.\n"
    L"  /S         Searches for matching files in the current directory and all\n"
    L"             subdirectories.\n"
    L"  /I         Specifies that the search is not to be case-sensitive.\n"
    L"  /X         Prints lines that match exactly.\n"
    L"  /V         Prints only lines that do not contain a match.\n"
    L"  /N         Prints the line number before each line that matches.\n"
    L"  /M         Prints only the filename if a file contains a match.\n"
    L"  /O         Prints character offset before each matching line.\n"
    L"  /P         Skip files with non-printable characters.\n"
    L"  /F:file    Reads file list from the specified file(/ stands for console).\n"
    L"  /C:string  Uses specified string as a literal search string.\n"
    L"  /G:file    Gets search strings from the specified file(/ stands for console).\n"
    L"  /D:dir     Search a semicolon delimited list of directories\n";

static const WCHAR *list_file, *directories;

static BOOL take_letters(const WCHAR *p)
{
    struct {
        WCHAR letter;
        BOOL *flag;
    } letters[] = {{'b', &option.begin},      {'e', &option.end},     {'l', &option.literal},
                   {'r', &option.regular},    {'s', &option.tree},    {'i', &option.ignore_case},
                   {'x', &option.whole},      {'v', &option.invert},  {'n', &option.numbers},
                   {'m', &option.names_only}, {'o', &option.offsets}, {'p', &option.skip_binary}};
    for (; *p; p++) {
        BOOL known = *p == '/' || *p == '-';
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
            if (towlower(*p) == letters[i].letter)
                *letters[i].flag = known = TRUE;
        if (!known)
            return FALSE;
    }
    return TRUE;
}

static BOOL take_option(const WCHAR *word)
{
    const WCHAR *rest;
    if (is_option(word, L"?")) {
        print(L"%ls", usage);
        finish(0);
    }
    if (option_value(word, L"c:", &rest))
        add_wide(rest, TRUE);
    else if (option_value(word, L"g:", &rest))
        add_texts_of(rest);
    else if (option_value(word, L"f:", &rest))
        list_file = rest;
    else if (option_value(word, L"d:", &rest))
        directories = rest;
    else if (!option_value(word, L"a:", &rest) && !option_value(word, L"off", &rest))
        return take_letters(word + 1);
    return TRUE;
}

static void search_in(WCHAR *directory)
{
    WCHAR before[PATH_ROOM];
    GetCurrentDirectoryW(PATH_ROOM, before);
    if (!SetCurrentDirectoryW(directory))
        wrong(L"Cannot open %ls", directory);
    print(L"  %ls:\n", directory);
    for (size_t i = 0; i < name_count; i++)
        search_name(names[i]);
    SetCurrentDirectoryW(before);
}

int wmain(int count, WCHAR **words)
{
    int first = 1;
    for (; first < count && (words[first][0] == '/' || words[first][0] == '-') && words[first][1];
         first++)
        if (!take_option(words[first]))
            complain(L"FINDSTR: /%ls ignored\n", words[first] + 1);
    if (!texts_given && first < count)
        add_wide(words[first++], FALSE);
    if (!texts_given)
        wrong(L"Bad command line", NULL);
    names = words + first;
    name_count = (size_t)(count - first);
    make_patterns();
    option.show_name =
        name_count > 1 || option.tree || directories || (name_count && has_wildcard(names[0]));
    if (list_file) {
        search_list_of(list_file);
    } else if (directories) {
        WCHAR *list = text_copy(directories);
        for (WCHAR *next = wcstok(list, L";"); next; next = wcstok(NULL, L";"))
            search_in(next);
    } else if (!name_count) {
        LINES lines;
        lines_of(&lines, GetStdHandle(STD_INPUT_HANDLE), FALSE);
        search(&lines, NULL);
    } else {
        for (size_t i = 0; i < name_count; i++)
            search_name(names[i]);
    }
    finish(found ? 0 : 1);
}
