/* files.c - del, ren, md, rd. */
#include "words.h"

/* ---- del */

static int del_one(const WCHAR *path, const WIN32_FIND_DATAW *data, void *context)
{
    const WORDS *w = context;
    WCHAR full[LINE_MAX], question[LINE_MAX];
    DWORD attributes = data->dwFileAttributes;
    if (!attributes_match(has_option(w, 'a') ? w->attributes : L"-h-s", attributes))
        return -1;
    if (!GetFullPathNameW(path, LINE_MAX, full, NULL))
        wcscpy(full, path);
    set_text(question, LINE_MAX, L"%ls, Delete", full);
    if (has_option(w, 'p') && !ask_yes(question))
        return 0;
    if (attributes & FILE_ATTRIBUTE_READONLY && has_option(w, 'f'))
        SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL);
    if (DeleteFileW(path)) {
        if (has_option(w, 's'))
            out(L"Deleted file - %ls\n", full);
        return 0;
    }
    DWORD error = GetLastError();
    complain(L"%ls\n", full);
    complain_error(error);
    return 1;
}

static int del_tree(const WCHAR *directory, const WCHAR *pattern, WORDS *w)
{
    WIN32_FIND_DATAW data;
    WCHAR path[LINE_MAX];
    set_text(path, LINE_MAX, L"%ls\\%ls", directory, pattern);
    int result = each_file(path, del_one, w);
    set_text(path, LINE_MAX, L"%ls\\*", directory);
    HANDLE find = FindFirstFileW(path, &data);
    if (find == INVALID_HANDLE_VALUE)
        return result;
    do
        if (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY && !is_dots(data.cFileName) &&
            !(data.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
            set_text(path, LINE_MAX, L"%ls\\%ls", directory, data.cFileName);
            int error = del_tree(path, pattern, w);
            result = error > result ? error : result;
        }
    while (FindNextFileW(find, &data));
    FindClose(find);
    return result;
}

static void del_pattern(const WCHAR *name, WORDS *w)
{
    WCHAR pattern[LINE_MAX], full[LINE_MAX], question[LINE_MAX], *last;
    set_text(pattern, LINE_MAX, is_directory(name) ? L"%ls\\*" : L"%ls", name);
    if (!GetFullPathNameW(pattern, LINE_MAX, full, &last) || !last) {
        complain_error(ERROR_PATH_NOT_FOUND);
        return;
    }
    set_text(question, LINE_MAX, L"%ls, Are you sure", full);
    int everything = wcscmp(last, L"*") == 0 || wcscmp(last, L"*.*") == 0;
    if (everything && !has_option(w, 'q') && !has_option(w, 'p') && !ask_yes(question))
        return;
    WCHAR *file = copy(last, wcslen(last));
    int error;
    if (has_option(w, 's')) {
        last[-1] = 0;
        error = del_tree(full, file, w);
        last[-1] = '\\';
    } else {
        error = each_file(pattern, del_one, w);
    }
    free(file);
    if (error < 0)
        complain(L"Could Not Find %ls\n", full);
}

int do_del(const WCHAR *text)
{
    WORDS w;
    if (!split_words(text, L"psfqa", &w)) {
        forget_words(&w);
        return 1;
    }
    if (!w.count)
        return syntax_wrong();
    for (int i = 0; i < w.count; i++)
        del_pattern(w.names[i], &w);
    forget_words(&w);
    return 0; /* as the original has it */
}

/* ---- ren */

/* The new name: '?' takes the old one's sign there, '*' what is left up to the sign behind it. */
static void new_name(const WCHAR *mask, const WCHAR *old, WCHAR *name)
{
    const WCHAR *from = old;
    size_t size = 0;
    for (; *mask && size < MAX_PATH - 1; mask++) {
        if (*mask == '?') {
            if (*from && *from != '.')
                name[size++] = *from++;
        } else if (*mask == '*') {
            const WCHAR *end = mask[1] ? wcsrchr(from, mask[1]) : NULL;
            if (!end)
                end = from + wcslen(from);
            while (from < end && size < MAX_PATH - 1)
                name[size++] = *from++;
        } else {
            if (*mask == '.') {
                while (*from && *from != '.')
                    from++;
                from += *from == '.';
            } else if (*from && *from != '.') {
                from++;
            }
            name[size++] = *mask;
        }
    }
    while (size && (name[size - 1] == '.' || name[size - 1] == ' '))
        size--;
    name[size] = 0;
}

static int rename_all(const WCHAR *pattern, const WCHAR *mask)
{
    WIN32_FIND_DATAW data;
    WCHAR from[LINE_MAX], to[LINE_MAX], name[MAX_PATH];
    int result = 0, wild = wcspbrk(pattern, L"*?") != NULL;
    HANDLE find = FindFirstFileW(pattern, &data);
    if (find == INVALID_HANDLE_VALUE)
        return complain_error(GetLastError() == ERROR_NO_MORE_FILES ? ERROR_FILE_NOT_FOUND
                                                                    : GetLastError());
    do {
        if (wild && data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        join_name(pattern, data.cFileName, from);
        new_name(mask, data.cFileName, name);
        join_name(pattern, name, to);
        if (wcscmp(from, to) == 0 || MoveFileW(from, to))
            continue;
        DWORD error = GetLastError();
        if (error == ERROR_ALREADY_EXISTS || error == ERROR_FILE_EXISTS)
            complain(L"A duplicate file name exists, or the file\ncannot be found.\n");
        else
            complain_error(error);
        result = 1;
    } while (FindNextFileW(find, &data));
    FindClose(find);
    return result;
}

int do_rename(const WCHAR *text)
{
    WORDS w;
    int good = split_words(text, L"", &w) && w.count == 2 && !wcspbrk(w.names[1], L"\\/:");
    int result = good ? rename_all(w.names[0], w.names[1]) : syntax_wrong();
    forget_words(&w);
    return result;
}

/* ---- md, rd */

static int make_directories(WCHAR *path)
{
    for (WCHAR *p = path + (path[0] && path[1] == ':' ? 3 : 1); *path && *p; p++)
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
    if (!split_words(text, L"", &w) || !w.count) {
        forget_words(&w);
        return syntax_wrong();
    }
    for (int i = 0; i < w.count; i++) {
        int error = make_directories(w.names[i]);
        if (error == ERROR_ALREADY_EXISTS)
            complain(L"A subdirectory or file %ls already exists.\n", w.names[i]);
        else if (error)
            complain_error((DWORD)error);
        if (error && w.count > 1)
            complain(L"Error occurred while processing: %ls.\n", w.names[i]);
        result |= error != 0;
    }
    forget_words(&w);
    return result;
}

static int remove_tree(const WCHAR *directory)
{
    WIN32_FIND_DATAW data;
    WCHAR path[LINE_MAX];
    int result = 0;
    set_text(path, LINE_MAX, L"%ls\\*", directory);
    HANDLE find = FindFirstFileW(path, &data);
    while (find != INVALID_HANDLE_VALUE) {
        DWORD attributes = data.dwFileAttributes;
        set_text(path, LINE_MAX, L"%ls\\%ls", directory, data.cFileName);
        if (is_dots(data.cFileName))
            goto next;
        if (attributes & FILE_ATTRIBUTE_READONLY)
            SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL);
        BOOL good = TRUE;
        if (!(attributes & FILE_ATTRIBUTE_DIRECTORY))
            good = DeleteFileW(path);
        else if (attributes & FILE_ATTRIBUTE_REPARSE_POINT) /* the link, not where it leads */
            good = RemoveDirectoryW(path);
        else
            result |= remove_tree(path);
        if (!good) {
            DWORD error = GetLastError();
            complain(L"%ls - ", path);
            result |= complain_error(error);
        }
    next:
        if (!FindNextFileW(find, &data))
            break;
    }
    if (find != INVALID_HANDLE_VALUE)
        FindClose(find);
    return result || RemoveDirectoryW(directory) ? result : complain_error(GetLastError());
}

static int remove_directory(const WCHAR *path, const WORDS *w)
{
    WCHAR question[LINE_MAX];
    DWORD attributes = GetFileAttributesW(path);
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return complain_error(GetLastError());
    if (!(attributes & FILE_ATTRIBUTE_DIRECTORY))
        return complain_error(ERROR_DIRECTORY);
    set_text(question, LINE_MAX, L"%ls, Are you sure", path);
    if (has_option(w, 's') && !has_option(w, 'q') && !ask_yes(question))
        return 0;
    if (has_option(w, 's') && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT))
        return remove_tree(path);
    return RemoveDirectoryW(path) ? 0 : complain_error(GetLastError());
}

int do_rmdir(const WCHAR *text)
{
    WORDS w;
    int result = 0;
    if (!split_words(text, L"sq", &w) || !w.count) {
        forget_words(&w);
        return syntax_wrong();
    }
    for (int i = 0; i < w.count; i++)
        result |= remove_directory(w.names[i], &w);
    forget_words(&w);
    return result;
}
