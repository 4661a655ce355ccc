/* words.c - see words.h. */
#include "words.h"

static void add_name(WORDS *words, const WCHAR *word)
{
    if (words->count == NAMES_MAX)
        return;
    WCHAR *name = copy(word, wcslen(word));
    unquote(name);
    words->names[words->count++] = name;
}

/* A '+' outside quotes parts names. */
static void add_sum(WORDS *words, const WCHAR *word)
{
    const WCHAR *start = word;
    int quoted = 0;
    for (const WCHAR *p = word;; p++) {
        quoted ^= *p == '"';
        if (*p && (*p != '+' || quoted))
            continue;
        WCHAR *part = copy(start, (size_t)(p - start));
        if (*part)
            add_name(words, part);
        free(part);
        if (!*p)
            return;
        add_name(words, L"+");
        start = p + 1;
    }
}

static int add_options(WORDS *words, const WCHAR *word, const WCHAR *known)
{
    size_t used = wcslen(words->options);
    for (const WCHAR *p = word; *p == '/'; p++) {
        int negative = p[1] == '-';
        WCHAR letter = (WCHAR)towlower(p[1 + negative]);
        if (!letter || !wcschr(known, letter)) {
            complain(L"Invalid switch - \"%ls\".\n", p + 1);
            return 0;
        }
        if (used < 31)
            words->options[used++] = negative ? (WCHAR)towupper(letter) : letter;
        const WCHAR *end = wcschr(p + 1, '/');
        if (!end)
            end = p + wcslen(p);
        if (letter == 'a') {
            size_t size = 0;
            for (p += 2 + (p[2] == ':'); p < end && size < 15; p++)
                words->attributes[size++] = (WCHAR)towlower(*p);
        }
        p = end - 1;
    }
    return 1;
}

int split_words(const WCHAR *text, const WCHAR *known, WORDS *words)
{
    WCHAR word[LINE_MAX];
    *words = (WORDS){0};
    while ((text = next_word(text, word, LINE_MAX))) {
        WCHAR *slash = word[0] == '/' || word[0] == '"' ? NULL : wcschr(word, '/');
        if (word[0] == '/') {
            if (!add_options(words, word, known))
                return 0;
            continue;
        }
        if (slash && slash[1] && !slash[2] && wcschr(known, towlower(slash[1]))) { /* name/s */
            add_options(words, slash, known);
            *slash = 0;
        }
        if (wcschr(known, '+'))
            add_sum(words, word);
        else
            add_name(words, word);
    }
    return 1;
}

void forget_words(WORDS *words)
{
    for (int i = 0; i < words->count; i++)
        free(words->names[i]);
}

int has_option(const WORDS *words, WCHAR option)
{
    return wcschr(words->options, option) != NULL;
}

void join_name(const WCHAR *pattern, const WCHAR *name, WCHAR *path)
{
    size_t head = wcslen(pattern);
    while (head && !wcschr(L"\\/:", pattern[head - 1]))
        head--;
    set_text(path, LINE_MAX, L"%.*ls%ls", (int)head, pattern, name);
    path[LINE_MAX - 1] = 0;
}

int is_directory(const WCHAR *path)
{
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY;
}

int is_dots(const WCHAR *name)
{
    return wcscmp(name, L".") == 0 || wcscmp(name, L"..") == 0;
}

int ask_yes(const WCHAR *text)
{
    WCHAR line[LINE_MAX];
    for (;;) {
        out(L"%ls (Y/N)? ", text);
        if (!read_line(line))
            return 0;
        WCHAR first = (WCHAR)towlower(*skip_blanks(line));
        if (first == 'y' || first == 'n')
            return first == 'y';
    }
}

int attributes_match(const WCHAR *wanted, DWORD attributes)
{
    static const struct {
        WCHAR letter;
        DWORD bit;
    } names[] = {{'d', FILE_ATTRIBUTE_DIRECTORY},
                 {'r', FILE_ATTRIBUTE_READONLY},
                 {'h', FILE_ATTRIBUTE_HIDDEN},
                 {'s', FILE_ATTRIBUTE_SYSTEM},
                 {'a', FILE_ATTRIBUTE_ARCHIVE},
                 {'l', FILE_ATTRIBUTE_REPARSE_POINT},
                 {'i', FILE_ATTRIBUTE_NOT_CONTENT_INDEXED}};
    for (const WCHAR *p = wanted; *p; p++) {
        int without = *p == '-';
        p += without;
        if (!*p)
            break;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (*p == names[i].letter && ((attributes & names[i].bit) != 0) == without)
                return 0;
    }
    return 1;
}

int syntax_wrong(void)
{
    complain(L"The syntax of the command is incorrect.\n");
    return 1;
}

int each_file(const WCHAR *pattern, FILE_CALL call, void *context)
{
    WIN32_FIND_DATAW data;
    WCHAR path[LINE_MAX];
    int result = -1;
    HANDLE find = FindFirstFileW(pattern, &data);
    if (find == INVALID_HANDLE_VALUE)
        return -1;
    do {
        if (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        join_name(pattern, data.cFileName, path);
        int error = call(path, &data, context);
        result = result > error ? result : error;
    } while (FindNextFileW(find, &data));
    FindClose(find);
    return result;
}
