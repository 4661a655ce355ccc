/*
 * batch.c - batch files: reading, labels, calls.
 *
 * A file is read again when it has changed while it runs, and gone on with at the same byte: what
 * scripts that append to themselves rely on.
 */
#include "cmd.h"

BATCH *batch;

/* ---- reading */

static char *read_file(const WCHAR *path, size_t *size, FILETIME *time)
{
    HANDLE file =
        CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                    NULL, OPEN_EXISTING, 0, NULL);
    DWORD done = 0;
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    DWORD total = GetFileSize(file, NULL);
    char *bytes = malloc((size_t)total + 1);
    if (bytes && ReadFile(file, bytes, total, &done, NULL)) {
        *size = done;
        GetFileTime(file, NULL, NULL, time);
    } else {
        free(bytes);
        bytes = NULL;
    }
    CloseHandle(file);
    return bytes;
}

static void reread(BATCH *b)
{
    WIN32_FILE_ATTRIBUTE_DATA facts;
    if (!GetFileAttributesExW(b->path, GetFileExInfoStandard, &facts))
        return;
    if (facts.nFileSizeLow == b->size && CompareFileTime(&facts.ftLastWriteTime, &b->time) == 0)
        return;
    size_t size;
    FILETIME time;
    char *text = read_file(b->path, &size, &time);
    if (!text)
        return;
    free(b->text);
    b->text = text;
    b->size = size;
    b->time = time;
}

static size_t next_line_end(const BATCH *b)
{
    const char *end = b->at < b->size ? memchr(b->text + b->at, '\n', b->size - b->at) : NULL;
    return end ? (size_t)(end - b->text) : b->size;
}

/* A caret that quotes the line's end takes the next line along. */
static int ends_with_caret(const WCHAR *line, size_t size)
{
    int quoted = 0, caret = 0;
    for (size_t i = 0; i < size; i++) {
        if (!caret)
            quoted ^= line[i] == '"';
        caret = !quoted && line[i] == '^' && !caret;
    }
    return caret;
}

static size_t read_piece(WCHAR *line, size_t room)
{
    size_t end = next_line_end(batch), start = batch->at;
    batch->at = end < batch->size ? end + 1 : end;
    while (end > start && batch->text[end - 1] == '\r')
        end--;
    if (end - start > LINE_MAX)
        end = start + LINE_MAX;
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
    int count = end > start ? MultiByteToWideChar(page, 0, batch->text + start, (int)(end - start),
                                                  line, (int)room)
                            : 0;
    size_t used = 0;
    for (int i = 0; i < count; i++)
        if (line[i] != '\r' && line[i] != 0)
            line[used++] = line[i] == 0x1a ? '\n' : line[i];
    return used;
}

int read_batch_line(WCHAR *line)
{
    if (!batch || batch->at >= batch->size)
        return 0;
    size_t size = read_piece(line, LINE_MAX - 1);
    while (ends_with_caret(line, size) && batch->at < batch->size && size < LINE_MAX - 3) {
        size_t more = read_piece(line + size, LINE_MAX - 1 - size);
        if (!more) { /* the caret stands for the end of an empty line, and what follows comes too */
            line[size++] = '\n';
            more = read_piece(line + size, LINE_MAX - 1 - size);
        } else if (!wcschr(L"&|<>()^\"", line[size])) { /* which it would quote */
            wmemmove(line + size - 1, line + size, more--);
        }
        size += more;
    }
    line[size] = 0;
    return 1;
}

/* ---- labels */

static int is_label(const char *text, const char *end, const char *label)
{
    size_t size = strlen(label);
    while (text < end && strchr(" \t,;=", *text))
        text++;
    if (text == end || *text++ != ':')
        return 0;
    while (text < end && strchr(" \t,;=", *text))
        text++;
    if ((size_t)(end - text) < size || _strnicmp(text, label, size) != 0)
        return 0;
    return text + size == end || strchr(" \t:+&|<>,;=\r", text[size]);
}

/* From here to the end, then from the beginning. */
__attribute__((noinline)) int jump(const WCHAR *label)
{
    char name[LINE_MAX];
    size_t here = batch->at;
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
    if (_wcsicmp(label, L"eof") == 0) {
        batch->at = batch->size;
        return 1;
    }
    if (!WideCharToMultiByte(page, 0, label, -1, name, LINE_MAX, NULL, NULL))
        name[0] = 0;
    for (int round = 0; round < 2 && name[0]; round++) {
        while (batch->at < batch->size && (!round || batch->at < here)) {
            const char *line = batch->text + batch->at;
            size_t end = next_line_end(batch);
            batch->at = end < batch->size ? end + 1 : end;
            if (is_label(line, batch->text + end, name))
                return 1;
        }
        batch->at = 0;
    }
    complain(L"The system cannot find the batch label specified - %ls\n", label);
    return 0;
}

/* ---- running */

__attribute__((noinline)) static void take_arguments(BATCH *b, const WCHAR *command)
{
    WCHAR word[LINE_MAX];
    const WCHAR *rest = next_word(command, word, LINE_MAX);
    if (!rest)
        return;
    b->arguments[b->count++] = copy(word, wcslen(word));
    b->tail = copy(rest, wcslen(rest));
    while (b->count < ARGUMENTS_MAX && (rest = next_word(rest, word, LINE_MAX)))
        b->arguments[b->count++] = copy(word, wcslen(word));
}

void restore(SAVED *saved)
{
    WCHAR *block = GetEnvironmentStringsW();
    for (WCHAR *next = block; *next; next += wcslen(next) + 1) {
        WCHAR *equals = wcschr(next + 1, '=');
        WCHAR *name = copy(next, equals ? (size_t)(equals - next) : wcslen(next));
        if (*next != '=')
            SetEnvironmentVariableW(name, NULL);
        free(name);
    }
    FreeEnvironmentStringsW(block);
    for (WCHAR *next = saved->environment; *next; next += wcslen(next) + 1) {
        WCHAR *equals = wcschr(next + 1, '=');
        WCHAR *name = copy(next, equals ? (size_t)(equals - next) : wcslen(next));
        if (*next != '=' && equals)
            SetEnvironmentVariableW(name, equals + 1);
        free(name);
    }
    SetCurrentDirectoryW(saved->directory);
    delayed = saved->delayed;
    FreeEnvironmentStringsW(saved->environment);
    free(saved);
}

/* Another batch file without `call` takes the place of the running one. */
static struct {
    WCHAR *path, *command; /* NULL: none */
} successor;

static void take_over(BATCH *b)
{
    WCHAR *path = successor.path, *command = successor.command;
    successor.path = successor.command = NULL;
    FILETIME time;
    size_t size;
    char *text = read_file(path, &size, &time);
    if (text) {
        free(b->text);
        b->text = text;
        b->size = size;
        b->time = time;
        b->at = 0;
        while (b->count)
            free(b->arguments[--b->count]);
        free(b->tail);
        b->tail = NULL;
        wcsncpy(b->path, path, MAX_PATH - 1);
        take_arguments(b, command);
        leaving = STAY;
    }
    free(path);
    free(command);
}

void leave_batch(void)
{
    BATCH *b = batch;
    b->ended = 1;
    batch = b->outer;
    while (b->saved) {
        SAVED *next = b->saved->next;
        restore(b->saved);
        b->saved = next;
    }
}

static int run_lines(BATCH *b)
{
    WCHAR *line = malloc(LINE_MAX * sizeof *line); /* not on the stack: calls nest */
    if (!line)
        exit(1);
    b->outer = batch;
    batch = b;
    while (!leaving && !b->ended) {
        reread(b);
        if (!read_batch_line(line))
            break;
        run_line(line);
        if (b->ended) /* what leaves now leaves a caller */
            break;
        if (leaving == JUMP)
            leaving = STAY;
        if (leaving == LEAVE_BATCH && successor.path)
            take_over(b);
    }
    free(line);
    if (!b->ended) {
        if (leaving == LEAVE_BATCH)
            leaving = STAY;
        leave_batch();
    }
    for (int i = 0; i < b->count; i++)
        free(b->arguments[i]);
    free(b->tail);
    return error_level;
}

static int too_deep(void)
{
    if (stack_left())
        return 0;
    say_too_deep();
    return 1;
}

int run_batch(const WCHAR *path, const WCHAR *command, int nested)
{
    if (batch && !nested) {
        successor.path = copy(path, wcslen(path));
        successor.command = copy(command, wcslen(command));
        leaving = LEAVE_BATCH;
        return error_level;
    }
    BATCH *b = calloc(1, sizeof *b);
    if (!b || too_deep()) {
        free(b);
        return 1;
    }
    if (!GetFullPathNameW(path, MAX_PATH, b->path, NULL))
        wcsncpy(b->path, path, MAX_PATH - 1);
    b->text = read_file(b->path, &b->size, &b->time);
    if (!b->text) {
        free(b);
        return complain_error(GetLastError());
    }
    take_arguments(b, command);
    int result = run_lines(b);
    free(b->text);
    free(b);
    not_found = 0;
    return result;
}

int call_label(const WCHAR *command)
{
    BATCH *outer = batch, *b = calloc(1, sizeof *b);
    if (!b || too_deep()) {
        free(b);
        return 1;
    }
    wcscpy(b->path, outer->path);
    b->text = malloc(outer->size + 1);
    if (!b->text)
        exit(1);
    memcpy(b->text, outer->text, outer->size);
    b->size = outer->size;
    b->time = outer->time;
    b->at = outer->at;
    take_arguments(b, command);
    batch = b;
    int found = jump(skip_blanks(b->arguments[0] + 1));
    batch = outer;
    int result = found ? run_lines(b) : 1;
    free(b->text);
    free(b);
    return result;
}
