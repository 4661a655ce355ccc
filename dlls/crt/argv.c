/* The command line in words. */
#include "startup.h"

struct words {
    wchar_t **list;
    int count, capacity;
};

static int add_word(struct words *words, const wchar_t *text, size_t length)
{
    if (words->count + 1 >= words->capacity) {
        int capacity = words->capacity ? words->capacity * 2 : 16;
        wchar_t **bigger = realloc(words->list, capacity * sizeof(*bigger));
        if (!bigger)
            return 0;
        words->list = bigger;
        words->capacity = capacity;
    }
    wchar_t *copy = malloc((length + 1) * sizeof(*copy));
    if (!copy)
        return 0;
    memcpy(copy, text, length * sizeof(*copy));
    copy[length] = 0;
    words->list[words->count++] = copy;
    words->list[words->count] = NULL;
    return 1;
}

static void sort_words(wchar_t **list, int count)
{
    for (int i = 1; i < count; i++) {
        wchar_t *word = list[i];
        int j = i;
        for (; j > 0 && _wcsicmp(list[j - 1], word) > 0; j--)
            list[j] = list[j - 1];
        list[j] = word;
    }
}

/* Adds the names that match the pattern, or the pattern itself when none does. */
static int add_expanded(struct words *words, const wchar_t *pattern, size_t length)
{
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(pattern, &found);
    int first = words->count, ok = 1;
    size_t folder = length;

    while (folder && !wcschr(L"\\/:", pattern[folder - 1]))
        folder--;
    if (search != INVALID_HANDLE_VALUE) {
        do {
            wchar_t path[CRT_PATH * 2];
            size_t name = wcslen(found.cFileName);
            if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L"..") ||
                folder + name > ARRAY_LEN(path))
                continue;
            memcpy(path, pattern, folder * sizeof(*path));
            memcpy(path + folder, found.cFileName, name * sizeof(*path));
            ok = add_word(words, path, folder + name);
        } while (ok && FindNextFileW(search, &found));
        FindClose(search);
    }
    if (words->count == first)
        return ok && add_word(words, pattern, length);
    sort_words(words->list + first, words->count - first);
    return ok;
}

static const wchar_t *program_name(const wchar_t *line, wchar_t *word, size_t *length)
{
    int quoted = 0;

    *length = 0;
    for (; *line && (quoted || (*line != ' ' && *line != '\t')); line++) {
        if (*line == '"')
            quoted = !quoted;
        else
            word[(*length)++] = *line;
    }
    return line;
}

/* 2n backslashes and a quote: n backslashes, and the quote delimits; 2n+1: n and a literal quote.
 * Two quotes inside a quoted part are a literal one. */
static const wchar_t *argument(const wchar_t *line, wchar_t *word, size_t *length, int *wild)
{
    int quoted = 0;

    *length = 0;
    *wild = 0;
    while (*line && (quoted || (*line != ' ' && *line != '\t'))) {
        size_t slashes = 0;
        while (line[slashes] == '\\')
            slashes++;
        line += slashes;
        size_t keep = *line == '"' ? slashes / 2 : slashes;
        while (keep--)
            word[(*length)++] = '\\';
        if (*line == '"') {
            if (slashes & 1) {
                word[(*length)++] = '"';
            } else if (quoted && line[1] == '"') {
                word[(*length)++] = '"';
                line++;
            } else {
                quoted = !quoted;
            }
            line++;
        } else if (*line && (quoted || (*line != ' ' && *line != '\t'))) {
            if (!quoted && (*line == '*' || *line == '?'))
                *wild = 1;
            word[(*length)++] = *line++;
        }
    }
    return line;
}

wchar_t **crt_parse_command_line(const wchar_t *line, int expand, int *count)
{
    struct words words = {0};
    wchar_t small[512];
    size_t size = wcslen(line) + 1, length;
    wchar_t *word = size <= ARRAY_LEN(small) ? small : malloc(size * sizeof(*word));
    int ok = word != NULL, wild;

    if (ok) {
        line = program_name(line, word, &length);
        ok = add_word(&words, word, length);
    }
    while (ok) {
        while (*line == ' ' || *line == '\t')
            line++;
        if (!*line)
            break;
        line = argument(line, word, &length, &wild);
        word[length] = 0;
        ok = expand && wild ? add_expanded(&words, word, length) : add_word(&words, word, length);
    }
    if (word != small)
        free(word);
    *count = words.count;
    return ok ? words.list : NULL;
}
