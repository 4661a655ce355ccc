/* copy.c - copy with its sums of files, and move. */
#include "words.h"

struct transfer {
    const WORDS *words;
    WCHAR to[LINE_MAX];
    int into; /* `to` is a directory */
    int move, wild, count, stopped;
    int sum; /* files go one behind the other into `to` */
};

/* Overwriting is asked for where somebody can answer: not in a batch file. */
static int may_overwrite(struct transfer *t, const WCHAR *to)
{
    WCHAR line[LINE_MAX];
    DWORD mode;
    int ask = has_option(t->words, 'Y') || (!batch && !has_option(t->words, 'y') &&
                                            GetConsoleMode(streams[0], &mode) && interactive);
    if (!ask || GetFileAttributesW(to) == INVALID_FILE_ATTRIBUTES)
        return 1;
    for (;;) {
        out(L"Overwrite %ls? (Yes/No/All): ", to);
        if (!read_line(line))
            return 0;
        WCHAR answer = (WCHAR)towlower(*skip_blanks(line));
        if (answer == 'y' || answer == 'n' || answer == 'a')
            return answer != 'n';
    }
}

static int add_to_sum(const WCHAR *from, const WCHAR *to, int first)
{
    HANDLE file = CreateFileW(to, GENERIC_WRITE, FILE_SHARE_READ, NULL,
                              first ? CREATE_ALWAYS : OPEN_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return complain_error(GetLastError());
    SetFilePointer(file, 0, NULL, FILE_END);
    int result = type_file(from, file);
    CloseHandle(file);
    return result;
}

static int same_file(const WCHAR *a, const WCHAR *b)
{
    WCHAR full[2][LINE_MAX];
    return GetFullPathNameW(a, LINE_MAX, full[0], NULL) &&
           GetFullPathNameW(b, LINE_MAX, full[1], NULL) && _wcsicmp(full[0], full[1]) == 0;
}

static int is_device(const WCHAR *name)
{
    static const WCHAR *const devices[] = {L"nul", L"con", L"prn", L"aux", L"nul:", L"con:"};
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (_wcsicmp(name, devices[i]) == 0)
            return 1;
    return 0;
}

static int transfer_plain(const WCHAR *from, const WCHAR *to, struct transfer *t)
{
    BOOL good;
    if (t->move)
        good = MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_COPY_ALLOWED);
    else if (is_device(from) || is_device(to))
        return add_to_sum(from, to, 1);
    else
        good = CopyFileW(from, to, FALSE);
    return good ? 0 : complain_error(GetLastError());
}

static int transfer_one(const WCHAR *from, const WIN32_FIND_DATAW *data, void *context)
{
    struct transfer *t = context;
    WCHAR to[LINE_MAX];
    const WCHAR *name = data ? data->cFileName : from;
    if (t->into)
        set_text(to, LINE_MAX, wcschr(L"\\/:", t->to[wcslen(t->to) - 1]) ? L"%ls%ls" : L"%ls\\%ls",
                 t->to, name);
    else
        wcscpy(to, t->to);
    if (t->wild || t->sum)
        out(L"%ls\n", from);
    if (t->sum) {
        if (same_file(from, to))
            return t->count++ ? complain_error(ERROR_ACCESS_DENIED) : 0;
        return add_to_sum(from, to, !t->count++);
    }
    if (same_file(from, to) && !t->move) {
        complain(L"The file cannot be copied onto itself.\n");
        return 1;
    }
    if (!may_overwrite(t, to))
        return 0;
    int error = transfer_plain(from, to, t);
    t->count += !error;
    return error;
}

static int transfer_name(const WCHAR *name, struct transfer *t)
{
    WCHAR pattern[LINE_MAX];
    set_text(pattern, LINE_MAX, is_directory(name) ? L"%ls\\*" : L"%ls", name);
    t->wild = !t->sum && wcspbrk(pattern, L"*?") != NULL;
    if (is_device(name))
        return transfer_one(name, NULL, t);
    int error = each_file(pattern, transfer_one, t);
    if (error >= 0)
        return error;
    if (wcspbrk(name, L"*?"))
        complain(L"%ls\n", name);
    return complain_error(ERROR_FILE_NOT_FOUND);
}

/* "a" "+" "b" "to": the names up to the last '+' are one sum. */
static int copy_names(WORDS *w, struct transfer *t)
{
    int last = 0, result = 0;
    for (int i = 0; i < w->count; i++)
        if (wcscmp(w->names[i], L"+") == 0)
            t->sum = 1, last = i + 1;
    if (last >= w->count || w->count - last > 2)
        return syntax_wrong();
    const WCHAR *to = w->count - last == 2 ? w->names[last + 1] : t->sum ? w->names[0] : L".";
    wcscpy(t->to, to);
    size_t size = wcslen(to);
    t->into = is_directory(to) || (size && wcschr(L"\\/", to[size - 1]));
    if (t->sum && t->into) {
        t->into = 0;
        set_text(t->to, LINE_MAX, L"%ls\\%ls", to, w->names[0]);
    }
    int whole = !t->sum && !t->into && wcspbrk(w->names[0], L"*?") && !is_device(to);
    t->sum |= whole; /* copy *.txt one: all behind each other */
    for (int i = 0; i <= last; i++)
        if (wcscmp(w->names[i], L"+") != 0)
            result |= transfer_name(w->names[i], t);
    out(L"        %d file(s) copied.\n", t->sum ? t->count > 0 : t->count);
    return result;
}

int do_copy(const WCHAR *text)
{
    WORDS w;
    static struct transfer t;
    t = (struct transfer){.words = &w};
    int result = 1;
    if (split_words(text, L"dvnyzlab+", &w))
        result = w.count ? copy_names(&w, &t) : syntax_wrong();
    forget_words(&w);
    return result != 0;
}

static int move_names(WORDS *w, struct transfer *t)
{
    const WCHAR *to = w->count == 2 ? w->names[1] : L".";
    wcscpy(t->to, to);
    t->into = is_directory(to);
    if (is_directory(w->names[0])) {
        WCHAR full[LINE_MAX], *last;
        GetFullPathNameW(w->names[0], LINE_MAX, full, &last);
        if (t->into && last)
            set_text(t->to, LINE_MAX, L"%ls\\%ls", to, last);
        if (!MoveFileExW(w->names[0], t->to, 0))
            return complain_error(GetLastError());
        out(L"        1 dir(s) moved.\n");
        return 0;
    }
    int result = transfer_name(w->names[0], t);
    if (t->count || !result)
        out(L"        %d file(s) moved.\n", t->count);
    return result;
}

int do_move(const WCHAR *text)
{
    WORDS w;
    static struct transfer t;
    t = (struct transfer){.words = &w, .move = 1};
    int result = 1;
    if (split_words(text, L"y", &w))
        result = w.count == 1 || w.count == 2 ? move_names(&w, &t) : syntax_wrong();
    forget_words(&w);
    return result != 0;
}
