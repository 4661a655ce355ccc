/* find.c - lines that contain a text: find [/v] [/c] [/n] [/i] "text" [file...]. */
#include "lines.h"

static BOOL invert, count_only, numbers, ignore_case;
static char *wanted; /* in the files' code page */
static size_t wanted_size;
static BOOL any;

static void wrong(const WCHAR *text)
{
    complain(L"FIND: %ls\n", text);
    finish(2);
}

static BOOL contains(const char *line, size_t size)
{
    for (size_t at = 0; wanted_size && at + wanted_size <= size; at++) {
        if (!ignore_case) {
            const char *first = memchr(line + at, wanted[0], size - wanted_size - at + 1);
            if (!first)
                return FALSE;
            at = (size_t)(first - line);
        }
        if ((ignore_case ? _memicmp(line + at, wanted, wanted_size)
                         : memcmp(line + at, wanted, wanted_size)) == 0)
            return TRUE;
    }
    return FALSE;
}

static void search(LINES *lines, const WCHAR *name)
{
    unsigned long number = 0, matches = 0;
    LINE line;
    if (name)
        print(count_only ? L"\n---------- %ls: " : L"\n---------- %ls\n", name);
    while (lines_next(lines, &line)) {
        number++;
        if (contains(line.bytes, line.size) == invert)
            continue;
        matches++;
        if (count_only)
            continue;
        if (numbers)
            print(L"[%lu]", number);
        put_bytes(line.bytes, line.size);
        put_bytes("\r\n", 2);
    }
    any |= matches != 0;
    if (count_only)
        print(L"%lu\n", matches);
    lines_close(lines);
}

static BOOL search_file(const WCHAR *path)
{
    LINES lines;
    WCHAR *name = text_copy(path);
    BOOL good = lines_open(&lines, path, TRUE);
    _wcsupr(name);
    if (good)
        search(&lines, name);
    else
        complain(is_directory(path) ? L"Access denied - %ls\n" : L"File not found - %ls\n", name);
    free(name);
    return good;
}

static BOOL search_pattern(const WCHAR *pattern)
{
    LISTING listing;
    WCHAR path[PATH_ROOM];
    BOOL good = TRUE;
    if (!has_wildcard(pattern))
        return search_file(pattern);
    if (!list_directory(pattern, &listing))
        return search_file(pattern);
    for (size_t i = 0; i < listing.count; i++) {
        if (listing.entries[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        set_text(path, PATH_ROOM, L"%.*ls%ls", (int)(last_part(pattern) - pattern), pattern,
                 listing.entries[i].cFileName);
        good &= search_file(path);
    }
    free_listing(&listing);
    return good;
}

/* The text is what stands in quotes in the command line itself; "" in it is a quote. */
static const WCHAR *take_text(const WCHAR *p)
{
    WCHAR *text = need((wcslen(p) + 1) * sizeof *text);
    size_t size = 0;
    for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
        p += *p == '"';
        text[size++] = *p;
    }
    text[size] = 0;
    wanted = need(size * 4 + 1);
    wanted_size =
        (size_t)WideCharToMultiByte(GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP, 0, text,
                                    (int)size, wanted, (int)size * 4, NULL, NULL);
    free(text);
    return *p ? p + 1 : NULL;
}

static const WCHAR usage[] =
    L"Searches for a text string in a file or files.\n\n"
    L"FIND [/V] [/C] [/N] [/I] [/OFF[LINE]] \"string\" [[drive:][path]filename[ ...]]\n\n"
    L"  /V         Displays all lines NOT containing the specified string.\n"
    L"  /C         Displays only the count of lines containing the string.\n"
    L"  /N         Displays line numbers with the displayed lines.\n"
    L"  /I         Ignores the case of characters when searching for the string.\n"
    L"  /OFF[LINE] Do not skip files with offline attribute set.\n"
    L"  \"string\"   Specifies the text string to find.\n"
    L"  [drive:][path]filename\n"
    L"             Specifies a file or files to search.\n\n"
    L"If a path is not specified, FIND searches the text typed at the prompt\n"
    L"or piped from another command.\n";

static void take_option(WCHAR *word)
{
    for (WCHAR *letter = word; *letter == '/'; letter += 2) {
        if (_wcsnicmp(letter, L"/off", 4) == 0)
            return;
        switch (towlower(letter[1])) {
        case 'v':
            invert = TRUE;
            break;
        case 'c':
            count_only = TRUE;
            break;
        case 'n':
            numbers = TRUE;
            break;
        case 'i':
            ignore_case = TRUE;
            break;
        case '?':
            print(L"%ls", usage);
            finish(0);
        default:
            wrong(L"Invalid switch");
        }
    }
}

/* The next word of the command line; quotes go. */
static const WCHAR *take_word(const WCHAR *p, WCHAR *word)
{
    size_t size = 0;
    for (BOOL inside = FALSE; *p && (inside || (*p != ' ' && *p != '\t')); p++)
        if (*p == '"')
            inside = !inside;
        else if (size < PATH_ROOM - 1)
            word[size++] = *p;
    word[size] = 0;
    return p;
}

int wmain(void)
{
    WCHAR word[PATH_ROOM];
    const WCHAR *p = take_word(GetCommandLineW(), word);
    WCHAR **files = NULL;
    int count = 0;
    BOOL good = TRUE;
    for (;;) {
        while (*p == ' ' || *p == '\t')
            p++;
        if (!*p)
            break;
        if (*p == '"' && !wanted) {
            if (!(p = take_text(p)))
                wrong(L"Parameter format not correct");
            continue;
        }
        p = take_word(p, word);
        if (word[0] == '/') {
            take_option(word);
        } else if (!wanted) {
            wrong(L"Parameter format not correct");
        } else {
            files = more(files, ((size_t)count + 1) * sizeof *files);
            files[count++] = text_copy(word);
        }
    }
    if (!wanted)
        wrong(L"Parameter format not correct");
    for (int i = 0; i < count; i++)
        good &= search_pattern(files[i]);
    if (!count) {
        LINES lines;
        lines_of(&lines, GetStdHandle(STD_INPUT_HANDLE), TRUE);
        search(&lines, NULL);
    }
    finish(any ? 0 : good ? 1 : 2);
}
