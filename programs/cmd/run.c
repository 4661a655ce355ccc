/* run.c - running a tree: redirections, pipes, programs. */
#include "builtin.h"

int error_level, echo_on = 1, delayed, interactive, not_found, leaving;
HANDLE streams[STREAMS];

/* ---- handles for programs */

HANDLE inheritable(HANDLE handle)
{
    HANDLE copy_of = NULL;
    if (!DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &copy_of, 0, TRUE,
                         DUPLICATE_SAME_ACCESS))
        return NULL;
    return copy_of;
}

int start_program(const WCHAR *image, WCHAR *command, const WCHAR *directory, DWORD flags,
                  STARTUPINFOW *startup, HANDLE in, HANDLE out_to, HANDLE *process)
{
    PROCESS_INFORMATION info;
    startup->dwFlags |= STARTF_USESTDHANDLES;
    startup->hStdInput = inheritable(in);
    startup->hStdOutput = inheritable(out_to);
    startup->hStdError = inheritable(streams[2]);
    BOOL good =
        CreateProcessW(image, command, NULL, NULL, TRUE, flags, NULL, directory, startup, &info);
    DWORD error = GetLastError();
    CloseHandle(startup->hStdInput);
    CloseHandle(startup->hStdOutput);
    CloseHandle(startup->hStdError);
    if (!good)
        return (int)error;
    CloseHandle(info.hThread);
    *process = info.hProcess;
    return 0;
}

int start_shell(const WCHAR *source, HANDLE in, HANDLE out_to, HANDLE *process)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    WCHAR self[MAX_PATH];
    GetModuleFileNameW(NULL, self, MAX_PATH);
    size_t room = wcslen(source) + wcslen(self) + 40;
    WCHAR *command = malloc(room * sizeof *command);
    if (!command)
        exit(1);
    set_text(command, room, L"\"%ls\" /s /d %ls/c \"%ls\"", self, echo_on ? L"" : L"/q ", source);
    int error = start_program(self, command, NULL, 0, &startup, in, out_to, process);
    free(command);
    return error;
}

int wait_for(HANDLE process)
{
    DWORD code = 1;
    WaitForSingleObject(process, INFINITE);
    GetExitCodeProcess(process, &code);
    CloseHandle(process);
    return (int)code;
}

/* ---- finding programs */

/* In the directory, and no directory itself; its name becomes what the file system says. */
static int is_file_in(const WCHAR *directory, const WCHAR *name, WCHAR *path)
{
    WIN32_FIND_DATAW data;
    WCHAR full[LINE_MAX], *last;
    size_t size = wcslen(directory);
    if (wcspbrk(name, L"*?<>|") || size + wcslen(name) + 2 > LINE_MAX)
        return 0;
    set_text(full, LINE_MAX, size && wcschr(L"\\/:", directory[size - 1]) ? L"%ls%ls" : L"%ls\\%ls",
             directory, name);
    DWORD attributes = GetFileAttributesW(full);
    if (attributes == INVALID_FILE_ATTRIBUTES || attributes & FILE_ATTRIBUTE_DIRECTORY ||
        !GetFullPathNameW(full, LINE_MAX, path, &last) || !last)
        return 0;
    HANDLE find = FindFirstFileW(path, &data);
    if (find != INVALID_HANDLE_VALUE) {
        if (_wcsicmp(last, data.cFileName) == 0)
            wcscpy(last, data.cFileName);
        FindClose(find);
    }
    return 1;
}

static int try_extensions(const WCHAR *directory, const WCHAR *name, WCHAR *path)
{
    WCHAR *list = variable(L"PATHEXT"), *next = list, *end;
    WCHAR file[LINE_MAX];
    const WCHAR *dot = wcsrchr(name, '.');
    int found = 0;
    if (dot && !wcspbrk(dot, L"\\/"))
        found = is_file_in(directory, name, path);
    if (!list)
        next = list = copy(L".COM;.EXE;.BAT;.CMD", 19);
    for (; !found && *next; next = *end ? end + 1 : end) {
        end = wcschr(next, ';') ? wcschr(next, ';') : next + wcslen(next);
        set_text(file, LINE_MAX, L"%ls%.*ls", name, (int)(end - next), next);
        found = end > next && is_file_in(directory, file, path);
    }
    free(list);
    return found;
}

int find_program(const WCHAR *name, WCHAR *path)
{
    WCHAR full[LINE_MAX], *file;
    if (wcspbrk(name, L"\\/:")) {
        if (!GetFullPathNameW(name, LINE_MAX, full, &file) || !file)
            return 0;
        WCHAR *base = copy(file, wcslen(file));
        *file = 0;
        int found = try_extensions(full, base, path);
        free(base);
        return found;
    }
    if (try_extensions(L".", name, path))
        return 1;
    WCHAR *list = variable(L"PATH"), *next = list, *end;
    int found = 0;
    for (; list && !found && *next; next = *end ? end + 1 : end) {
        size_t used = 0;
        int quoted = 0; /* a semicolon between quotation marks is part of a name */
        for (end = next; *end && (quoted || *end != ';'); end++) {
            quoted ^= *end == '"';
            if (*end != '"' && used < LINE_MAX - 1)
                full[used++] = *end;
        }
        full[used] = 0;
        found = full[0] && try_extensions(full, name, path);
    }
    free(list);
    return found;
}

int is_batch_file(const WCHAR *path)
{
    const WCHAR *dot = wcsrchr(path, '.');
    return dot && (_wcsicmp(dot, L".bat") == 0 || _wcsicmp(dot, L".cmd") == 0);
}

static int say_not_found(const WCHAR *word, const WCHAR *name)
{
    WCHAR folder[LINE_MAX], *last;
    not_found = 1;
    if (wcspbrk(name, L"\\/:") && GetFullPathNameW(name, LINE_MAX, folder, &last)) {
        if (last)
            *last = 0;
        if (GetFileAttributesW(folder) == INVALID_FILE_ATTRIBUTES) {
            complain_error(ERROR_PATH_NOT_FOUND);
            return 3;
        }
    }
    complain(L"'%ls' is not recognized as an internal or external command,\n"
             L"operable program or batch file.\n",
             word);
    return 9009;
}

/* Heap, or NULL and the result of the command. Apart, since calls nest and its room is large. */
__attribute__((noinline)) static WCHAR *program_of(const WCHAR *command, int *result)
{
    WCHAR word[LINE_MAX], name[LINE_MAX], path[LINE_MAX];
    *result = error_level;
    if (!next_word(command, word, LINE_MAX))
        return NULL;
    wcscpy(name, word);
    unquote(name);
    if (find_program(name, path))
        return copy(path, wcslen(path));
    *result = say_not_found(word, name);
    return NULL;
}

int run_program(const WCHAR *command, int nested)
{
    HANDLE process;
    int result;
    WCHAR *path = program_of(command, &result);
    if (!path)
        return result;
    if (is_batch_file(path)) {
        result = run_batch(path, command, nested);
    } else {
        WCHAR *line = copy(command, wcslen(command));
        STARTUPINFOW startup = {.cb = sizeof startup};
        int error = start_program(path, line, NULL, 0, &startup, streams[0], streams[1], &process);
        free(line);
        result = error ? complain_error((DWORD)error) : wait_for(process);
    }
    free(path);
    return result;
}

/* ---- redirections */

static int redirect_one(const REDIRECT *r, HANDLE *opened)
{
    SECURITY_ATTRIBUTES security = {sizeof security, NULL, TRUE};
    *opened = NULL;
    if (r->copy_of >= 0) {
        if (!streams[r->copy_of]) {
            complain(L"The handle could not be duplicated\nduring redirection of handle %d.\n",
                     r->stream);
            return 1;
        }
        streams[r->stream] = streams[r->copy_of];
        return 0;
    }
    WCHAR *name = expand_late(r->target);
    unquote(name);
    HANDLE file = CreateFileW(name, r->input ? GENERIC_READ : GENERIC_WRITE,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &security,
                              r->input    ? OPEN_EXISTING
                              : r->append ? OPEN_ALWAYS
                                          : CREATE_ALWAYS,
                              0, NULL);
    free(name);
    if (file == INVALID_HANDLE_VALUE)
        return complain_error(GetLastError());
    if (r->append)
        SetFilePointer(file, 0, NULL, FILE_END);
    streams[r->stream] = *opened = file;
    return 0;
}

static int run_plain(NODE *node);

static int run_redirected(NODE *node)
{
    HANDLE before[STREAMS], opened[16];
    int count = 0, error = 0;
    memcpy(before, streams, sizeof before);
    for (const REDIRECT *r = node->redirects; r && !error && count < 16; r = r->next)
        error = redirect_one(r, &opened[count++]);
    int result = error ? (error_level = 1) : run_plain(node);
    memcpy(streams, before, sizeof before);
    while (count-- > 0)
        if (opened[count])
            CloseHandle(opened[count]);
    return result;
}

/* ---- how deep */

#define STACK_USED (40 << 20) /* of the 64 MiB that the program is linked with */

int stack_left(void)
{
    static const char *start;
    char here;
    if (!start)
        start = &here;
    return start - &here < STACK_USED;
}

void say_too_deep(void)
{
    int count = 0;
    for (const BATCH *b = batch; b; b = b->outer)
        count++;
    if (leaving != LEAVE_SHELL)
        complain(L"****** B A T C H   R E C U R S I O N  exceeds STACK limits ******\n"
                 L"Recursion Count=%d, Stack Usage=90 percent\n"
                 L"******       B A T C H   PROCESSING IS   A B O R T E D      ******\n",
                 count);
    leaving = LEAVE_SHELL;
}

/* ---- nodes */

/* Both sides are shells of their own, as the command's documentation says. */
static int run_pipe(NODE *node)
{
    HANDLE in, out_to, left = NULL, right = NULL;
    if (!CreatePipe(&in, &out_to, NULL, 0))
        return complain_error(GetLastError());
    WCHAR *source = text_of(node->left), *late = expand_late(source);
    int error = start_shell(late, streams[0], out_to, &left);
    CloseHandle(out_to);
    free(source);
    free(late);
    source = text_of(node->right);
    late = expand_late(source);
    if (!error)
        error = start_shell(late, in, streams[1], &right);
    free(source);
    free(late);
    CloseHandle(in);
    if (left)
        wait_for(left);
    return right ? wait_for(right) : complain_error((DWORD)error);
}

#define NAME_ROOM 32 /* more than a command of the interpreter has */

/* "echo\" is the command, "echo\..\x" a program if there is one. */
__attribute__((noinline)) static int is_program_path(const WCHAR *command, size_t name_size)
{
    WCHAR word[LINE_MAX], path[LINE_MAX];
    if (command[name_size] != '\\' || !next_word(command, word, LINE_MAX))
        return 0;
    unquote(word);
    return find_program(word, path);
}

static int run_simple(NODE *node)
{
    WCHAR *text = expand_late(node->text), name[NAME_ROOM];
    const WCHAR *command = skip_blanks(text);
    size_t size = 0;
    int result = UNCHANGED;
    not_found = 0;
    while (command[size] && !wcschr(L" \t,;=\"/(.:+[]\\<>", command[size]))
        size++;
    set_text(name, NAME_ROOM, L"%.*ls", size < NAME_ROOM ? (int)size : 0, command);
    if (iswalpha(command[0]) && command[1] == ':' && !command[2 + wcsspn(command + 2, L" \t")]) {
        result = change_drive(command[0]);
    } else if (asks_help(command + size) && show_help(name)) {
        result = 0;
    } else if (is_program_path(command, size) || !run_builtin(name, command + size, &result)) {
        result = *command ? run_program(command, 0) : UNCHANGED;
    }
    free(text);
    return result;
}

static int run_plain(NODE *node)
{
    switch (node->kind) {
    case SIMPLE: {
        int result = run_simple(node);
        return result == UNCHANGED ? 0 : (error_level = result);
    }
    case BLOCK:
        return run(node->left);
    case IF:
        return run_if(node);
    case FOR:
        return run_for(node);
    case PIPE:
        return error_level = run_pipe(node);
    default:
        break;
    }
    int result = run(node->left);
    if (leaving || (node->kind == AND && result) || (node->kind == OR && !result))
        return result;
    return run(node->right);
}

int run(NODE *node)
{
    if (!node || leaving)
        return error_level;
    if (!stack_left()) {
        say_too_deep();
        return error_level = 1;
    }
    return node->redirects ? run_redirected(node) : run_plain(node);
}

static void show(const NODE *node, const WCHAR *line)
{
    if (!batch || !echo_on || (node && node->quiet))
        return;
    out(L"\n");
    prompt();
    out(L"%ls \n", line);
}

static int more_of_batch(WCHAR *line)
{
    WCHAR raw[LINE_MAX];
    return read_batch_line(raw) && expand_percent(raw, line, LINE_MAX);
}

#define TOO_LONG 2

/* Also shows the line where that is wanted. NULL: nothing to run, or *bad. */
__attribute__((noinline)) static NODE *tree_of(const WCHAR *line, int *bad)
{
    WCHAR expanded[LINE_MAX];
    if (!expand_percent(line, expanded, LINE_MAX)) {
        *bad = TOO_LONG;
        return NULL;
    }
    if (*skip_blanks(expanded) == ':')
        return NULL;
    NODE *node = parse(expanded, batch ? more_of_batch : NULL, bad);
    if (node)
        show(node, skip_blanks(parsed_text()));
    return node;
}

int run_line(const WCHAR *line)
{
    int bad = 0;
    NODE *node = tree_of(line, &bad);
    if (bad == TOO_LONG) {
        complain(L"The input line is too long.\n");
        return error_level = 1;
    }
    if (bad) {
        if (batch && leaving != LEAVE_SHELL)
            leaving = LEAVE_BATCH;
        return error_level = 255;
    }
    run(node);
    free_node(node);
    return error_level;
}
