/* batch.c - batch files: reading, labels, calls. */
#include "cmd.h"

BATCH *batch;

int read_batch_line(WCHAR *line)
{
    size_t size = 0;
    if (!batch || batch->at >= batch->size)
        return 0;
    while (batch->at < batch->size && batch->text[batch->at] != '\n') {
        if (size < LINE_MAX - 2 && batch->text[batch->at] != '\r')
            line[size++] = batch->text[batch->at];
        batch->at++;
    }
    batch->at++;
    /* A caret at the end takes the next line along. */
    if (size && line[size - 1] == '^' && (size < 2 || line[size - 2] != '^')) {
        line[--size] = 0;
        WCHAR *rest = malloc(LINE_MAX * sizeof *rest);
        if (rest && read_batch_line(rest))
            for (const WCHAR *p = rest; *p && size < LINE_MAX - 1; p++)
                line[size++] = *p;
        free(rest);
    }
    line[size] = 0;
    return 1;
}

static int is_label(const WCHAR *text, const WCHAR *label)
{
    while (*text == ' ' || *text == '\t')
        text++;
    if (*text++ != ':')
        return 0;
    text = skip_blanks(text);
    size_t size = wcslen(label);
    return _wcsnicmp(text, label, size) == 0 &&
           (!text[size] || wcschr(L" \t:+&|<>\r\n", text[size]));
}

/* From here to the end, then from the beginning. */
int jump(const WCHAR *label)
{
    WCHAR line[LINE_MAX];
    size_t here = batch->at;
    if (_wcsicmp(label, L"eof") == 0) {
        batch->at = batch->size;
        return 1;
    }
    for (int round = 0; round < 2; round++) {
        while (read_batch_line(line) && (!round || batch->at <= here + LINE_MAX))
            if (is_label(line, label))
                return 1;
        batch->at = 0;
    }
    complain(L"The system cannot find the batch label specified - %ls\n", label);
    return 0;
}

static void take_arguments(BATCH *b, const WCHAR *command)
{
    WCHAR word[LINE_MAX];
    while (b->count < 64 && (command = next_word(command, word, LINE_MAX)))
        b->arguments[b->count++] = copy(word, wcslen(word));
}

void restore(SAVED *saved)
{
    WCHAR *block = GetEnvironmentStringsW();
    for (WCHAR *next = block; *next; next += wcslen(next) + 1) {
        WCHAR *equals = wcschr(next + 1, '=');
        WCHAR *name = copy(next, (size_t)(equals - next));
        if (*next != '=')
            SetEnvironmentVariableW(name, NULL);
        free(name);
    }
    FreeEnvironmentStringsW(block);
    for (WCHAR *next = saved->environment; *next; next += wcslen(next) + 1) {
        WCHAR *equals = wcschr(next + 1, '=');
        WCHAR *name = copy(next, (size_t)(equals - next));
        if (*next != '=')
            SetEnvironmentVariableW(name, equals + 1);
        free(name);
    }
    SetCurrentDirectoryW(saved->directory);
    delayed = saved->delayed;
    FreeEnvironmentStringsW(saved->environment);
    free(saved);
}

static int run_lines(BATCH *b)
{
    WCHAR line[LINE_MAX];
    b->outer = batch;
    batch = b;
    while (!leaving && read_batch_line(line)) {
        run_line(line);
        if (leaving == JUMP)
            leaving = STAY;
    }
    if (leaving == LEAVE_BATCH)
        leaving = STAY;
    batch = b->outer;
    while (b->saved) {
        SAVED *next = b->saved->next;
        restore(b->saved);
        b->saved = next;
    }
    for (int i = 0; i < b->count; i++)
        free(b->arguments[i]);
    return error_level;
}

static WCHAR *read_file(const WCHAR *path, size_t *count)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    DWORD size = file == INVALID_HANDLE_VALUE ? 0 : GetFileSize(file, NULL), done = 0;
    char *bytes = malloc(size + 1);
    WCHAR *text = malloc((size + 1) * sizeof *text);
    if (file == INVALID_HANDLE_VALUE || !bytes || !text ||
        !ReadFile(file, bytes, size, &done, NULL)) {
        free(bytes);
        free(text);
        text = NULL;
    } else {
        *count = (size_t)MultiByteToWideChar(GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP,
                                             0, bytes, (int)done, text, (int)size);
        free(bytes);
    }
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return text;
}

int run_batch(const WCHAR *path, const WCHAR *command, int nested)
{
    BATCH b = {0};
    wcsncpy(b.path, path, MAX_PATH - 1);
    b.text = read_file(path, &b.size);
    if (!b.text)
        return complain_error(GetLastError());
    take_arguments(&b, command);
    int result = run_lines(&b);
    free(b.text);
    if (batch && !nested && !leaving)
        leaving = LEAVE_BATCH; /* without `call` there is no way back */
    return result;
}

int call_label(const WCHAR *command)
{
    WCHAR label[LINE_MAX];
    BATCH b = *batch;
    b.saved = NULL;
    b.count = b.shift = 0;
    next_word(command, label, LINE_MAX);
    take_arguments(&b, command);
    if (b.count) { /* %0 stays the file's */
        free(b.arguments[0]);
        b.arguments[0] = copy(batch->arguments[0], wcslen(batch->arguments[0]));
    }
    BATCH *outer = batch;
    batch = &b;
    int found = jump(skip_blanks(label + 1));
    batch = outer;
    if (!found)
        return 1;
    return run_lines(&b);
}
