/* for.c - `for` in its forms, and `if`. */
#include "cmd.h"

static int body(NODE *node)
{
    if (echo_on && node->left && !node->left->quiet) { /* at the prompt and for @for too */
        WCHAR *text = text_of(node->left), *late = expand_late(text);
        out(L"\n");
        prompt();
        out(L"%ls \n", late);
        free(text);
        free(late);
    }
    return run(node->left);
}

/* ---- sets of names */

static int for_files(NODE *node, const WCHAR *pattern, const WCHAR *prefix)
{
    WIN32_FIND_DATAW data;
    WCHAR name[LINE_MAX];
    HANDLE find;
    const WCHAR *slash = wcsrchr(pattern, '\\');
    size_t head = slash ? (size_t)(slash - pattern) + 1 : 0;
    set_text(name, LINE_MAX, L"%ls%ls", prefix, pattern);
    find = FindFirstFileW(name, &data);
    if (find == INVALID_HANDLE_VALUE)
        return error_level;
    do {
        int directory = (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
        if (directory != (node->directories != 0) || wcscmp(data.cFileName, L".") == 0 ||
            wcscmp(data.cFileName, L"..") == 0)
            continue;
        set_text(name, LINE_MAX, L"%ls%.*ls%ls", prefix, (int)head, pattern, data.cFileName);
        push_for(node->variable, name);
        body(node);
        pop_for(1);
    } while (!leaving && FindNextFileW(find, &data));
    FindClose(find);
    return error_level;
}

static int for_words(NODE *node, const WCHAR *set, const WCHAR *prefix)
{
    WCHAR word[LINE_MAX], value[LINE_MAX];
    while (!leaving && (set = next_word(set, word, LINE_MAX))) {
        if (wcspbrk(word, L"*?")) {
            unquote(word);
            for_files(node, word, prefix);
            continue;
        }
        set_text(value, LINE_MAX, L"%ls%ls", prefix, word);
        push_for(node->variable, value);
        body(node);
        pop_for(1);
    }
    return error_level;
}

static void for_tree(NODE *node, const WCHAR *set, const WCHAR *directory)
{
    WIN32_FIND_DATAW data;
    WCHAR prefix[LINE_MAX];
    set_text(prefix, LINE_MAX, L"%ls\\", directory);
    for_words(node, set, prefix);
    set_text(prefix, LINE_MAX, L"%ls\\*", directory);
    HANDLE find = FindFirstFileW(prefix, &data);
    if (find == INVALID_HANDLE_VALUE)
        return;
    do {
        if (!(data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) ||
            data.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT ||
            wcscmp(data.cFileName, L".") == 0 || wcscmp(data.cFileName, L"..") == 0)
            continue;
        set_text(prefix, LINE_MAX, L"%ls\\%ls", directory, data.cFileName);
        for_tree(node, set, prefix);
    } while (!leaving && FindNextFileW(find, &data));
    FindClose(find);
}

static int for_numbers(NODE *node, const WCHAR *set)
{
    long numbers[3] = {0};
    WCHAR word[LINE_MAX], text[32];
    for (int i = 0; i < 3 && (set = next_word(set, word, LINE_MAX)); i++)
        numbers[i] = wcstol(word, NULL, 0);
    for (long n = numbers[0]; !leaving && (numbers[1] >= 0 ? n <= numbers[2] : n >= numbers[2]);
         n += numbers[1]) {
        set_text(text, 32, L"%ld", n);
        push_for(node->variable, text);
        body(node);
        pop_for(1);
    }
    return error_level;
}

/* ---- /f */

typedef struct TOKENS {
    WCHAR delimiters[64];
    WCHAR comment;
    long skip;
    unsigned long long wanted; /* bit n: token n + 1 */
    int rest_from;             /* token number after which * takes the rest; 0: none */
    int back_quotes;
} TOKENS;

static const WCHAR *read_tokens(const WCHAR *p, TOKENS *t)
{
    t->wanted = 0;
    t->rest_from = 0;
    long last = 0;
    while (*p && *p != ' ') {
        WCHAR *end;
        if (*p == '*') {
            t->rest_from = (int)last + 1;
            p++;
            continue;
        }
        long from = wcstol(p, &end, 10), to = from;
        if (end == p)
            break;
        if (*end == '-')
            to = wcstol(end + 1, &end, 10);
        for (long n = from; n >= 1 && n <= to && n <= 52; n++)
            t->wanted |= 1ull << (n - 1), last = n;
        p = *end == ',' ? end + 1 : end;
    }
    return p;
}

static void read_options(const WCHAR *p, TOKENS *t)
{
    *t = (TOKENS){.delimiters = L" \t", .comment = ';', .wanted = 1};
    while (p && *p) {
        if (_wcsnicmp(p, L"tokens=", 7) == 0) {
            p = read_tokens(p + 7, t);
        } else if (_wcsnicmp(p, L"delims=", 7) == 0) {
            size_t count = 0;
            for (p += 7; *p && (*p != ' ' || !p[1]) && count < 63; p++)
                t->delimiters[count++] = *p;
            t->delimiters[count] = 0;
        } else if (_wcsnicmp(p, L"skip=", 5) == 0) {
            WCHAR *end;
            t->skip = wcstol(p + 5, &end, 10);
            p = end;
        } else if (_wcsnicmp(p, L"eol=", 4) == 0) {
            t->comment = p[4];
            p += 4 + (p[4] != 0);
        } else if (_wcsnicmp(p, L"usebackq", 8) == 0) {
            t->back_quotes = 1;
            p += 8;
        } else {
            p++;
        }
    }
}

static void one_line(NODE *node, const TOKENS *t, WCHAR *line)
{
    int pushed = 0, number = 0;
    WCHAR name = node->variable;
    WCHAR *p = line + wcsspn(line, t->delimiters);
    if (!*p || (t->comment && *p == t->comment))
        return;
    for (; *p && number < 52; p += wcsspn(p, t->delimiters)) {
        number++;
        if (t->rest_from && number >= t->rest_from) {
            push_for(name++, p);
            pushed++;
            break;
        }
        size_t size = wcscspn(p, t->delimiters);
        if (t->wanted & 1ull << (number - 1)) {
            WCHAR *token = copy(p, size);
            push_for(name++, token);
            pushed++;
            free(token);
        }
        p += size;
    }
    if (!pushed)
        return;
    int wanted = __builtin_popcountll(t->wanted) + (t->rest_from != 0);
    for (; pushed < wanted; pushed++)
        push_for(name++, L""); /* tokens that the line has not */
    body(node);
    pop_for(pushed);
}

static void all_lines(NODE *node, TOKENS *t, WCHAR *text)
{
    for (WCHAR *next = text; next && !leaving;) {
        WCHAR *line = next, *end = wcschr(next, '\n');
        next = end ? end + 1 : NULL;
        if (end)
            *end = 0;
        size_t size = wcslen(line);
        if (size && line[size - 1] == '\r')
            line[size - 1] = 0;
        if (t->skip-- <= 0)
            one_line(node, t, line);
    }
}

static WCHAR *read_all(HANDLE from)
{
    size_t size = 0, room = 65536;
    char *bytes = malloc(room);
    DWORD done;
    while (bytes && ReadFile(from, bytes + size, (DWORD)(room - size), &done, NULL) && done)
        if ((size += done) == room)
            bytes = realloc(bytes, room *= 2);
    WCHAR *text = bytes ? malloc((size + 1) * sizeof *text) : NULL;
    if (!text)
        exit(1);
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
    int count = size ? MultiByteToWideChar(page, 0, bytes, (int)size, text, (int)size) : 0;
    text[count] = 0;
    free(bytes);
    return text;
}

static WCHAR *output_of(const WCHAR *command)
{
    HANDLE in, to, process;
    if (!CreatePipe(&in, &to, NULL, 0))
        return NULL;
    int error = start_shell(command, streams[0], to, &process);
    CloseHandle(to);
    WCHAR *text = error ? NULL : read_all(in);
    CloseHandle(in);
    if (!error) {
        WaitForSingleObject(process, INFINITE);
        CloseHandle(process);
    }
    return text;
}

static void lines_of_files(NODE *node, TOKENS *t, const WCHAR *set)
{
    WCHAR word[LINE_MAX];
    long skip = t->skip;
    while (!leaving && (set = next_word(set, word, LINE_MAX))) {
        unquote(word);
        HANDLE file = CreateFileW(word, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                                  OPEN_EXISTING, 0, NULL);
        if (file == INVALID_HANDLE_VALUE) {
            complain(L"The system cannot find the file %ls.\n", word);
            error_level = 1;
            return;
        }
        WCHAR *text = read_all(file);
        CloseHandle(file);
        t->skip = skip;
        all_lines(node, t, text);
        free(text);
    }
}

static int for_lines(NODE *node, WCHAR *set)
{
    TOKENS t;
    read_options(node->options, &t);
    WCHAR *p = (WCHAR *)skip_blanks(set), command_quote = t.back_quotes ? '`' : '\'';
    size_t size = wcslen(p);
    while (size && (p[size - 1] == ' ' || p[size - 1] == '\t'))
        p[--size] = 0;
    WCHAR string_quote = t.back_quotes ? '\'' : '"';
    if (size >= 2 && p[0] == string_quote && p[size - 1] == string_quote) {
        p[size - 1] = 0;
        all_lines(node, &t, p + 1);
    } else if (size >= 2 && p[0] == command_quote && p[size - 1] == command_quote) {
        p[size - 1] = 0;
        WCHAR *text = output_of(p + 1);
        if (text)
            all_lines(node, &t, text);
        free(text);
    } else {
        lines_of_files(node, &t, p);
    }
    return error_level;
}

int run_for(NODE *node)
{
    WCHAR *set = expand_late(node->text);
    for (WCHAR *p = set; *p; p++)
        if (*p == '\n')
            *p = ' ';
    switch (node->mode) {
    case 'l':
        for_numbers(node, set);
        break;
    case 'f':
        for_lines(node, set);
        break;
    case 'r': {
        WCHAR root[LINE_MAX];
        GetFullPathNameW(node->options ? node->options : L".", LINE_MAX, root, NULL);
        for_tree(node, set, root);
        break;
    }
    default:
        for_words(node, set, L"");
    }
    free(set);
    return error_level;
}

/* ---- if */

static int compare(const WCHAR *a, const WCHAR *b, int ignore_case)
{
    WCHAR *end_a, *end_b;
    long x = wcstol(a, &end_a, 0), y = wcstol(b, &end_b, 0);
    if (*a && *b && !*end_a && !*end_b)
        return x < y ? -1 : x > y;
    return ignore_case ? _wcsicmp(a, b) : wcscmp(a, b);
}

static int holds(const NODE *node, const WCHAR *operation, WCHAR *a, const WCHAR *b)
{
    static const WCHAR *const names[] = {L"equ", L"neq", L"lss", L"leq", L"gtr", L"geq"};
    if (wcscmp(operation, L"==") == 0)
        return (node->ignore_case ? _wcsicmp(a, b) : wcscmp(a, b)) == 0;
    if (wcscmp(operation, L"exist") == 0) {
        WIN32_FIND_DATAW data;
        unquote(a);
        size_t size = wcslen(a);
        if (size > 1 && a[size - 1] == '\\')
            return GetFileAttributesW(a) != INVALID_FILE_ATTRIBUTES;
        HANDLE find = FindFirstFileW(a, &data);
        if (find == INVALID_HANDLE_VALUE)
            return GetFileAttributesW(a) != INVALID_FILE_ATTRIBUTES;
        FindClose(find);
        return 1;
    }
    if (wcscmp(operation, L"defined") == 0) {
        WCHAR *value = variable(a);
        free(value);
        return value != NULL;
    }
    if (wcscmp(operation, L"errorlevel") == 0)
        return error_level >= wcstol(a, NULL, 10);
    if (wcscmp(operation, L"cmdextversion") == 0)
        return wcstol(a, NULL, 10) <= 2;
    int order = compare(a, b, node->ignore_case);
    const int results[] = {order == 0, order != 0, order<0, order <= 0, order> 0, order >= 0};
    for (int i = 0; i < 6; i++)
        if (_wcsicmp(operation, names[i]) == 0)
            return results[i];
    complain(L"%ls was unexpected at this time.\n", operation);
    leaving = batch ? LEAVE_BATCH : STAY;
    return -1;
}

int run_if(NODE *node)
{
    WCHAR *text = expand_late(node->text), *first = wcschr(text, '\t');
    *first++ = 0;
    WCHAR *second = wcsrchr(first, '\t');
    *second++ = 0;
    int result = holds(node, text, first, second);
    free(text);
    if (result < 0)
        return error_level;
    if ((result != 0) != (node->negate != 0))
        return run(node->left);
    return node->right ? run(node->right) : 0;
}
