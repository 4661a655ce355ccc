/* dir.c - the listing of directories: /b, /s, /a and the long form. */
#include "builtin.h"

struct listing {
    int bare, tree, directories_only, files_only, all;
    unsigned files, directories;
    unsigned long long bytes;
};

static int is_shown(const struct listing *l, DWORD attributes)
{
    int directory = (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    if ((l->directories_only && !directory) || (l->files_only && directory))
        return 0;
    return l->all || !(attributes & (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM));
}

static void show(struct listing *l, const WCHAR *directory, const WIN32_FIND_DATAW *data)
{
    int is_directory = (data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    unsigned long long size = (unsigned long long)data->nFileSizeHigh << 32 | data->nFileSizeLow;
    FILETIME local;
    SYSTEMTIME t;
    if (l->bare) {
        if (wcscmp(data->cFileName, L".") && wcscmp(data->cFileName, L".."))
            out(l->tree ? L"%ls\\%ls\n" : L"%.0ls%ls\n", directory, data->cFileName);
        return;
    }
    FileTimeToLocalFileTime(&data->ftLastWriteTime, &local);
    FileTimeToSystemTime(&local, &t);
    int hour = t.wHour % 12 ? t.wHour % 12 : 12;
    out(L"%02d/%02d/%04d  %02d:%02d %ls ", t.wMonth, t.wDay, t.wYear, hour, t.wMinute,
        t.wHour < 12 ? L"AM" : L"PM");
    if (is_directory)
        out(L"   <DIR>          %ls\n", data->cFileName);
    else
        out(L"%17llu %ls\n", size, data->cFileName);
    l->files += !is_directory, l->directories += is_directory;
    l->bytes += is_directory ? 0 : size;
}

static int list(struct listing *l, const WCHAR *directory, const WCHAR *pattern)
{
    WIN32_FIND_DATAW data;
    WCHAR path[LINE_MAX];
    int found = 0;
    _snwprintf(path, LINE_MAX, L"%ls\\%ls", directory, pattern);
    HANDLE find = FindFirstFileW(path, &data);
    if (find != INVALID_HANDLE_VALUE) {
        if (!l->bare)
            out(L"\n Directory of %ls\n\n", directory);
        do
            if (is_shown(l, data.dwFileAttributes)) {
                show(l, directory, &data);
                found = 1;
            }
        while (FindNextFileW(find, &data));
        FindClose(find);
    }
    if (!l->tree)
        return found;
    _snwprintf(path, LINE_MAX, L"%ls\\*", directory);
    find = FindFirstFileW(path, &data);
    if (find == INVALID_HANDLE_VALUE)
        return found;
    do
        if (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY && wcscmp(data.cFileName, L".") &&
            wcscmp(data.cFileName, L"..")) {
            _snwprintf(path, LINE_MAX, L"%ls\\%ls", directory, data.cFileName);
            found |= list(l, path, pattern);
        }
    while (FindNextFileW(find, &data));
    FindClose(find);
    return found;
}

static int list_one(struct listing *l, const WCHAR *name)
{
    WCHAR path[LINE_MAX], *pattern = NULL;
    if (!GetFullPathNameW(name, LINE_MAX, path, &pattern))
        return complain_error(GetLastError());
    DWORD attributes = GetFileAttributesW(path);
    size_t size = wcslen(path);
    if (attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY) {
        if (path[size - 1] == '\\')
            path[size - 1] = 0;
        pattern = NULL;
    } else if (pattern) {
        pattern[-1] = 0;
    }
    if (list(l, path, pattern ? pattern : L"*"))
        return 0;
    complain(L"File Not Found\n");
    return 1;
}

int do_dir(const WCHAR *text)
{
    WCHAR word[LINE_MAX], *names[64];
    struct listing l = {0};
    int count = 0, result = 0;
    while ((text = next_word(text, word, LINE_MAX))) {
        if (word[0] == '/') {
            WCHAR option = (WCHAR)towlower(word[1]);
            l.bare |= option == 'b';
            l.tree |= option == 's';
            l.all |= option == 'a';
            l.directories_only |= option == 'a' && wcschr(word, 'd') && !wcsstr(word, L"-d");
            l.files_only |= option == 'a' && wcsstr(word, L"-d");
        } else if (count < 64) {
            unquote(word);
            names[count++] = copy(word, wcslen(word));
        }
    }
    if (!count)
        names[count++] = copy(L".", 1);
    for (int i = 0; i < count; i++) {
        result |= list_one(&l, names[i]);
        free(names[i]);
    }
    if (!l.bare && !result)
        out(L"%16u File(s) %14llu bytes\n%16u Dir(s)\n", l.files, l.bytes, l.directories);
    return result;
}
