/* dir.c - what directories have: /b, /s, /a, /o, /t, /w, /d, /x, /l, /n, /q, /r, /4, /-c. */
#include "words.h"

struct listing {
    int bare, tree, wide, short_names, lower, plain_numbers;
    WCHAR attributes[16], order[16], time;
    unsigned files, directories, all_files;
    unsigned long long bytes, all_bytes;
    int any;
};

struct entries {
    WIN32_FIND_DATAW *list;
    size_t count;
};

static unsigned long long size_of(const WIN32_FIND_DATAW *data)
{
    return (unsigned long long)data->nFileSizeHigh << 32 | data->nFileSizeLow;
}

static const FILETIME *time_of(const struct listing *l, const WIN32_FIND_DATAW *data)
{
    return l->time == 'c'   ? &data->ftCreationTime
           : l->time == 'a' ? &data->ftLastAccessTime
                            : &data->ftLastWriteTime;
}

/* ---- order */

static const struct listing *ordering;

static int compare_key(WCHAR key, const WIN32_FIND_DATAW *a, const WIN32_FIND_DATAW *b)
{
    const WCHAR *end_a = wcsrchr(a->cFileName, '.'), *end_b = wcsrchr(b->cFileName, '.');
    int directory_a = (a->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    int directory_b = (b->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    switch (key) {
    case 'n':
        return _wcsicmp(a->cFileName, b->cFileName);
    case 'e':
        return _wcsicmp(end_a ? end_a : L"", end_b ? end_b : L"");
    case 's':
        return size_of(a) < size_of(b) ? -1 : size_of(a) > size_of(b);
    case 'd':
        return CompareFileTime(time_of(ordering, a), time_of(ordering, b));
    case 'g':
        return directory_b - directory_a;
    default:
        return 0;
    }
}

static int compare(const void *a, const void *b)
{
    for (const WCHAR *p = ordering->order; *p; p++) {
        int reverse = *p == '-';
        p += reverse;
        int result = *p ? compare_key(*p, a, b) : 0;
        if (result)
            return reverse ? -result : result;
        if (!*p)
            break;
    }
    return _wcsicmp(((const WIN32_FIND_DATAW *)a)->cFileName,
                    ((const WIN32_FIND_DATAW *)b)->cFileName);
}

static int is_shown(const struct listing *l, const WIN32_FIND_DATAW *data)
{
    if (l->bare && is_dots(data->cFileName))
        return 0;
    return attributes_match(l->attributes, data->dwFileAttributes);
}

static void gather(struct listing *l, const WCHAR *path, struct entries *e)
{
    WIN32_FIND_DATAW data;
    *e = (struct entries){0};
    HANDLE find = FindFirstFileW(path, &data);
    if (find == INVALID_HANDLE_VALUE)
        return;
    do {
        if (!is_shown(l, &data))
            continue;
        if (e->count % 64 == 0)
            e->list = realloc(e->list, (e->count + 64) * sizeof data);
        if (!e->list)
            exit(1);
        e->list[e->count++] = data;
    } while (FindNextFileW(find, &data));
    FindClose(find);
    ordering = l;
    if (l->order[0])
        qsort(e->list, e->count, sizeof data, compare);
}

/* ---- output */

static const WCHAR *number(const struct listing *l, unsigned long long value)
{
    static WCHAR text[32];
    WCHAR *at = text + 31;
    int digits = 0;
    *at = 0;
    do {
        if (digits && digits % 3 == 0 && !l->plain_numbers)
            *--at = ',';
        *--at = (WCHAR)('0' + value % 10);
        digits++;
    } while (value /= 10);
    return at;
}

static void show_long(struct listing *l, const WIN32_FIND_DATAW *data)
{
    FILETIME local;
    SYSTEMTIME t;
    FileTimeToLocalFileTime(time_of(l, data), &local);
    FileTimeToSystemTime(&local, &t);
    int hour = t.wHour % 12 ? t.wHour % 12 : 12;
    out(L"%02d/%02d/%04d  %02d:%02d %ls ", t.wMonth, t.wDay, t.wYear, hour, t.wMinute,
        t.wHour < 12 ? L"AM" : L"PM");
    if (data->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)
        out(data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? L"   <SYMLINKD>     "
                                                              : L"   <SYMLINK>      ");
    else if (data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
        out(L"   <DIR>          ");
    else
        out(L"%17ls ", number(l, size_of(data)));
    if (l->short_names)
        out(L"%-12ls ", data->cAlternateFileName);
    out(L"%ls\n", data->cFileName);
}

static void show_wide(const struct entries *e)
{
    size_t width = 0, column = 0;
    for (size_t i = 0; i < e->count; i++) {
        size_t size = wcslen(e->list[i].cFileName) +
                      (e->list[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? 2 : 0);
        width = size > width ? size : width;
    }
    size_t columns = 80 / (width + 2) ? 80 / (width + 2) : 1;
    for (size_t i = 0; i < e->count; i++) {
        WCHAR name[MAX_PATH + 4];
        int directory = (e->list[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
        set_text(name, MAX_PATH + 4, directory ? L"[%ls]" : L"%ls", e->list[i].cFileName);
        int last = ++column == columns || i + 1 == e->count;
        out(last ? L"%.0d%ls\n" : L"%-*ls", last ? 0 : (int)width + 2, name);
        if (last)
            column = 0;
    }
}

static void show_entries(struct listing *l, const WCHAR *directory, const struct entries *e)
{
    if (e->count && !l->bare)
        out(L"\n Directory of %ls\n\n", directory);
    for (size_t i = 0; i < e->count; i++) {
        WIN32_FIND_DATAW *data = &e->list[i];
        int is_dir = (data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
        l->any = 1;
        l->files += !is_dir, l->directories += is_dir;
        l->bytes += is_dir ? 0 : size_of(data);
        if (l->lower)
            _wcslwr(data->cFileName);
        if (l->bare && l->tree)
            out(directory[wcslen(directory) - 1] == '\\' ? L"%ls%ls\n" : L"%ls\\%ls\n", directory,
                data->cFileName);
        else if (l->bare)
            out(L"%ls\n", data->cFileName);
        else if (!l->wide)
            show_long(l, data);
    }
    if (l->wide && !l->bare)
        show_wide(e);
    if (!l->bare && e->count && l->tree) {
        out(L"%16ls File(s) ", number(l, l->files));
        out(L"%14ls bytes\n", number(l, l->bytes));
    }
}

static void list(struct listing *l, const WCHAR *directory, const WCHAR *pattern)
{
    struct entries e;
    WCHAR path[LINE_MAX];
    int slash = directory[wcslen(directory) - 1] == '\\';
    set_text(path, LINE_MAX, slash ? L"%ls%ls" : L"%ls\\%ls", directory, pattern);
    gather(l, path, &e);
    show_entries(l, directory, &e);
    free(e.list);
    if (!l->tree)
        return;
    l->all_files += l->files, l->all_bytes += l->bytes;
    l->files = 0, l->bytes = 0;
    WCHAR wanted[16];
    int bare = l->bare;
    wcscpy(wanted, l->attributes);
    wcscpy(l->attributes, L"d-h");
    l->bare = 1;
    set_text(path, LINE_MAX, slash ? L"%ls*" : L"%ls\\*", directory);
    gather(l, path, &e);
    wcscpy(l->attributes, wanted);
    l->bare = bare;
    for (size_t i = 0; i < e.count; i++) {
        if (e.list[i].dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)
            continue;
        set_text(path, LINE_MAX, slash ? L"%ls%ls" : L"%ls\\%ls", directory, e.list[i].cFileName);
        list(l, path, pattern);
    }
    free(e.list);
}

static void show_summary(struct listing *l, const WCHAR *path)
{
    ULARGE_INTEGER left = {0};
    WCHAR root[4] = {path[0], ':', '\\', 0};
    if (l->tree)
        out(L"\n     Total Files Listed:\n");
    out(L"%16ls File(s) ", number(l, l->tree ? l->all_files : l->files));
    out(L"%14ls bytes\n", number(l, l->tree ? l->all_bytes : l->bytes));
    GetDiskFreeSpaceExW(root, &left, NULL, NULL);
    out(L"%16ls Dir(s) ", number(l, l->directories));
    out(L"%15ls bytes free\n", number(l, left.QuadPart));
}

static int list_one(struct listing *l, const WCHAR *name)
{
    WCHAR path[LINE_MAX], *pattern = NULL;
    if (!GetFullPathNameW(name, LINE_MAX, path, &pattern))
        return complain_error(GetLastError());
    if (is_directory(path)) {
        size_t size = wcslen(path);
        if (size > 3 && path[size - 1] == '\\')
            path[size - 1] = 0;
        pattern = NULL;
    } else if (pattern) {
        WCHAR *file = copy(pattern, wcslen(pattern));
        pattern[pattern - path > 3 ? -1 : 0] = 0;
        pattern = file;
    }
    l->any = 0;
    if (!l->bare)
        show_volume(path[0]);
    list(l, path, pattern ? pattern : L"*");
    free(pattern);
    if (!l->any) {
        complain(L"File Not Found\n");
        return 1;
    }
    if (!l->bare)
        show_summary(l, path);
    return 0;
}

/* ---- options */

static int take_option(struct listing *l, const WCHAR *word)
{
    int negative = word[1] == '-';
    WCHAR letter = (WCHAR)towlower(word[1 + negative]);
    const WCHAR *rest = word[1 + negative] ? word + 2 + negative : word + 1;
    rest += *rest == ':';
    switch (letter) {
    case 'a':
        wcsncpy(l->attributes, negative ? L"-h-s" : rest, 15);
        break;
    case 'o':
        wcsncpy(l->order, negative ? L"" : *rest ? rest : L"gn", 15);
        break;
    case 't':
        l->time = (WCHAR)towlower(*rest);
        break;
    case 'b':
        l->bare = !negative;
        break;
    case 's':
        l->tree = !negative;
        break;
    case 'w':
    case 'd':
        l->wide = !negative;
        break;
    case 'x':
        l->short_names = !negative;
        break;
    case 'l':
        l->lower = !negative;
        break;
    case 'c':
        l->plain_numbers = negative;
        break;
    default:
        return letter && wcschr(L"nqrp4", letter);
    }
    _wcslwr(l->attributes);
    _wcslwr(l->order);
    return 1;
}

static int take_words(struct listing *l, const WCHAR *text, WCHAR **names, int *count)
{
    WCHAR word[LINE_MAX];
    while ((text = next_word(text, word, LINE_MAX))) {
        WCHAR *slash = word[0] == '/' ? word : NULL;
        for (WCHAR *next; slash; slash = next) { /* /b/s */
            next = wcschr(slash + 1, '/');
            if (next)
                *next = 0;
            if (!take_option(l, slash)) {
                complain(L"Invalid switch - \"%ls\".\n", slash + 1);
                return 0;
            }
            if (next)
                *next = '/';
        }
        if (word[0] != '/' && *count < 64) {
            unquote(word);
            names[(*count)++] = copy(word, wcslen(word));
        }
    }
    return 1;
}

int do_dir(const WCHAR *text)
{
    WCHAR *names[64], preset[LINE_MAX];
    struct listing l = {.attributes = L"-h-s"};
    int count = 0, result = 0;
    if (GetEnvironmentVariableW(L"DIRCMD", preset, LINE_MAX))
        take_words(&l, preset, names, &count);
    result = !take_words(&l, text, names, &count);
    if (!count)
        names[count++] = copy(L".", 1);
    for (int i = 0; i < count; i++) {
        if (!result || i)
            result |= list_one(&l, names[i]);
        free(names[i]);
    }
    return result;
}
