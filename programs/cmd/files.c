/* files.c - the commands on files and directories. */
#include "builtin.h"

typedef struct WORDS {
    WCHAR options[16]; /* the letters after '/' */
    WCHAR *names[64];
    int count;
} WORDS;

static void split(const WCHAR *text, WORDS *w)
{
    WCHAR word[LINE_MAX];
    size_t options = 0;
    *w = (WORDS){0};
    while ((text = next_word(text, word, LINE_MAX))) {
        for (WCHAR *p = word; *p == '/' && p[1]; p += 2) {
            if (options < 15)
                w->options[options++] = (WCHAR)towlower(p[1]);
            if (p[2] != '/')
                break;
        }
        if (word[0] == '/' || w->count == 64)
            continue;
        unquote(word);
        w->names[w->count++] = copy(word, wcslen(word));
    }
}

static void forget(WORDS *w)
{
    for (int i = 0; i < w->count; i++)
        free(w->names[i]);
}

static int has(const WORDS *w, WCHAR option)
{
    return wcschr(w->options, option) != NULL;
}

/* The directory part of a pattern with the found name. */
static void join_name(const WCHAR *pattern, const WCHAR *name, WCHAR *path)
{
    const WCHAR *slash = wcsrchr(pattern, '\\'), *other = wcsrchr(pattern, '/');
    if (!slash || (other && other > slash))
        slash = other;
    size_t head = slash ? (size_t)(slash - pattern) + 1 : 0;
    _snwprintf(path, LINE_MAX, L"%.*ls%ls", (int)head, pattern, name);
}

static int is_directory(const WCHAR *path)
{
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY;
}

static int is_dots(const WCHAR *name)
{
    return wcscmp(name, L".") == 0 || wcscmp(name, L"..") == 0;
}

/* Calls for each plain file that the pattern means; -1: there is none. */
static int each_file(const WCHAR *pattern, int (*call)(const WCHAR *path, void *context),
                     void *context)
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
        int error = call(path, context);
        result = result > 0 ? result : error;
    } while (FindNextFileW(find, &data));
    FindClose(find);
    return result;
}

static int none_found(const WCHAR *pattern)
{
    (void)pattern;
    return complain_error(ERROR_FILE_NOT_FOUND);
}

static int type_one(const WCHAR *path, void *context)
{
    char buffer[65536];
    DWORD size, done;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return complain_error(GetLastError());
    while (ReadFile(file, buffer, sizeof buffer, &size, NULL) && size)
        if (!WriteFile(streams[1], buffer, size, &done, NULL))
            break;
    CloseHandle(file);
    return 0;
}

int do_type(const WCHAR *text)
{
    WORDS w;
    int result = 0;
    split(text, &w);
    for (int i = 0; i < w.count; i++) {
        int error = each_file(w.names[i], type_one, NULL);
        result |= error < 0 ? none_found(w.names[i]) : error;
    }
    if (!w.count) {
        complain(L"The syntax of the command is incorrect.\n");
        result = 1;
    }
    forget(&w);
    return result;
}

static int del_one(const WCHAR *path, void *context)
{
    if (has(context, 'f'))
        SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL);
    if (DeleteFileW(path))
        return 0;
    complain(L"%ls\n", path);
    return complain_error(GetLastError());
}

static int del_tree(const WCHAR *directory, const WCHAR *pattern, WORDS *w)
{
    WIN32_FIND_DATAW data;
    WCHAR path[LINE_MAX];
    _snwprintf(path, LINE_MAX, L"%ls\\%ls", directory, pattern);
    int result = each_file(path, del_one, w);
    _snwprintf(path, LINE_MAX, L"%ls\\*", directory);
    HANDLE find = FindFirstFileW(path, &data);
    if (find == INVALID_HANDLE_VALUE)
        return result;
    do
        if (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY && !is_dots(data.cFileName)) {
            _snwprintf(path, LINE_MAX, L"%ls\\%ls", directory, data.cFileName);
            int error = del_tree(path, pattern, w);
            result = error > result ? error : result;
        }
    while (FindNextFileW(find, &data));
    FindClose(find);
    return result;
}

int do_del(const WCHAR *text)
{
    WORDS w;
    WCHAR pattern[LINE_MAX];
    split(text, &w);
    for (int i = 0; i < w.count; i++) {
        int error;
        if (is_directory(w.names[i]))
            _snwprintf(pattern, LINE_MAX, L"%ls\\*", w.names[i]);
        else
            wcsncpy(pattern, w.names[i], LINE_MAX - 1);
        if (has(&w, 's')) {
            WCHAR *slash = wcsrchr(pattern, '\\');
            if (slash)
                *slash = 0;
            error = del_tree(slash ? pattern : L".", slash ? slash + 1 : pattern, &w);
        } else {
            error = each_file(pattern, del_one, &w);
        }
        if (error < 0)
            complain(L"Could Not Find %ls\n", w.names[i]);
    }
    forget(&w);
    return 0; /* as the original has it */
}

struct target {
    const WCHAR *path;
    int directory, move, count, append;
};

static int append_file(const WCHAR *from, const WCHAR *to)
{
    HANDLE before = streams[1];
    HANDLE file = CreateFileW(to, GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return complain_error(GetLastError());
    SetFilePointer(file, 0, NULL, FILE_END);
    streams[1] = file;
    int result = type_one(from, NULL);
    streams[1] = before;
    CloseHandle(file);
    return result;
}

static int transfer(const WCHAR *from, void *context)
{
    struct target *t = context;
    WCHAR to[LINE_MAX];
    const WCHAR *slash = wcsrchr(from, '\\');
    if (t->directory)
        _snwprintf(to, LINE_MAX, L"%ls\\%ls", t->path, slash ? slash + 1 : from);
    else
        wcsncpy(to, t->path, LINE_MAX - 1), to[LINE_MAX - 1] = 0;
    if (t->append && t->count++)
        return append_file(from, to);
    t->count += !t->append;
    BOOL good = t->move ? MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_COPY_ALLOWED)
                        : CopyFileW(from, to, FALSE);
    return good ? 0 : complain_error(GetLastError());
}

/* copy a+b c, copy *.x dir, move a b */
static int transfer_all(const WCHAR *text, int move)
{
    WORDS w;
    split(text, &w);
    if (!w.count || (move && w.count < 2)) {
        forget(&w);
        complain(L"The syntax of the command is incorrect.\n");
        return 1;
    }
    struct target t = {w.count > 1 ? w.names[w.count - 1] : L".", 0, move, 0, 0};
    t.directory = is_directory(t.path);
    int result = 0, last = w.count > 1 ? w.count - 1 : 1;
    for (int i = 0; i < last; i++) {
        if (move && is_directory(w.names[i])) {
            result |= transfer(w.names[i], &t);
            continue;
        }
        for (WCHAR *name = w.names[i], *plus; name; name = plus) {
            plus = wcschr(name, '+');
            if (plus)
                *plus++ = 0, t.append = 1;
            int error = each_file(name, transfer, &t);
            result |= error < 0 ? none_found(name) : error;
        }
    }
    if (!result || t.count)
        out(move ? L"        %d file(s) moved.\n" : L"        %d file(s) copied.\n",
            t.append ? 1 : t.count);
    forget(&w);
    return result != 0;
}

int do_copy(const WCHAR *text)
{
    return transfer_all(text, 0);
}

int do_move(const WCHAR *text)
{
    return transfer_all(text, 1);
}

int do_rename(const WCHAR *text)
{
    WORDS w;
    WCHAR to[LINE_MAX];
    int result = 1;
    split(text, &w);
    if (w.count != 2 || wcspbrk(w.names[1], L"\\/:")) {
        complain(L"The syntax of the command is incorrect.\n");
    } else {
        join_name(w.names[0], w.names[1], to);
        result = MoveFileW(w.names[0], to) ? 0 : complain_error(GetLastError());
    }
    forget(&w);
    return result;
}

/* With all that lead to it. */
static int make_directories(WCHAR *path)
{
    for (WCHAR *p = path + (path[0] && path[1] == ':' ? 3 : 1); *p; p++)
        if (*p == '\\' || *p == '/') {
            WCHAR c = *p;
            *p = 0;
            CreateDirectoryW(path, NULL);
            *p = c;
        }
    return CreateDirectoryW(path, NULL) ? 0 : (int)GetLastError();
}

int do_mkdir(const WCHAR *text)
{
    WORDS w;
    int result = 0;
    split(text, &w);
    for (int i = 0; i < w.count; i++) {
        int error = make_directories(w.names[i]);
        if (error == ERROR_ALREADY_EXISTS)
            complain(L"A subdirectory or file %ls already exists.\n", w.names[i]);
        else if (error)
            complain_error((DWORD)error);
        result |= error != 0;
    }
    forget(&w);
    return result;
}

static int remove_tree(const WCHAR *directory)
{
    WIN32_FIND_DATAW data;
    WCHAR path[LINE_MAX];
    _snwprintf(path, LINE_MAX, L"%ls\\*", directory);
    HANDLE find = FindFirstFileW(path, &data);
    if (find != INVALID_HANDLE_VALUE) {
        do {
            DWORD attributes = data.dwFileAttributes;
            if (is_dots(data.cFileName))
                continue;
            _snwprintf(path, LINE_MAX, L"%ls\\%ls", directory, data.cFileName);
            if (attributes & FILE_ATTRIBUTE_READONLY)
                SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL);
            if (!(attributes & FILE_ATTRIBUTE_DIRECTORY))
                DeleteFileW(path);
            else if (attributes & FILE_ATTRIBUTE_REPARSE_POINT) /* the link, not where it leads */
                RemoveDirectoryW(path);
            else
                remove_tree(path);
        } while (FindNextFileW(find, &data));
        FindClose(find);
    }
    return RemoveDirectoryW(directory) ? 0 : complain_error(GetLastError());
}

int do_rmdir(const WCHAR *text)
{
    WORDS w;
    int result = 0;
    split(text, &w);
    for (int i = 0; i < w.count; i++) {
        if (has(&w, 's') && is_directory(w.names[i]))
            result |= remove_tree(w.names[i]);
        else if (!RemoveDirectoryW(w.names[i]))
            result |= complain_error(GetLastError());
    }
    forget(&w);
    return result;
}
