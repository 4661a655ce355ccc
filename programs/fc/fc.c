/* fc.c - compares two files: by lines, or with /b byte by byte. */
#include "program.h"
#include "lines.h"

static BOOL binary, text_mode, short_form, ignore_case, numbers, keep_tabs, squeeze, offline;
static long resync = 2, window = 100;

__attribute__((noreturn)) static void wrong(const WCHAR *message, const WCHAR *what)
{
    complain(L"FC: %ls%ls\n", message, what);
    finish(2);
}

static char *open_one(const WCHAR *path, size_t *size)
{
    char *bytes = is_directory(path) ? NULL : read_file(path, size);
    if (!bytes) {
        flush_output();
        complain(L"FC: cannot open %ls - No such file or folder\n", path);
    }
    return bytes;
}

/* ---- byte by byte */

static int compare_bytes(const WCHAR *names[2], char *bytes[2], size_t sizes[2])
{
    size_t common = sizes[0] < sizes[1] ? sizes[0] : sizes[1];
    BOOL differ = FALSE;
    for (size_t i = 0; i < common; i++)
        if (bytes[0][i] != bytes[1][i]) {
            print(L"%08zX: %02X %02X\n", i, (unsigned char)bytes[0][i], (unsigned char)bytes[1][i]);
            differ = TRUE;
        }
    if (sizes[0] != sizes[1]) {
        BOOL second = sizes[1] > sizes[0];
        print(L"FC: %ls longer than %ls\n\n", names[second], names[!second]);
        return 1;
    }
    print(differ ? L"\n" : L"FC: no differences encountered\n\n");
    return differ;
}

/* ---- by lines */

static void show_line(const LINES *l, size_t index)
{
    if (index >= l->count)
        return;
    if (numbers)
        print(L"%5zu:  ", index + 1);
    put_bytes(l->lines[index].text, l->lines[index].size);
    put_bytes("\r\n", 2);
}

/* The difference with a line of what is the same on each side. */
static void show_part(const WCHAR *name, const LINES *l, size_t from, size_t to)
{
    size_t first = from ? from - 1 : 0, last = to < l->count ? to : l->count ? l->count - 1 : 0;
    print(L"***** %ls\n", name);
    if (!l->count)
        return;
    if (short_form && last > first + 1) {
        show_line(l, first);
        print(L"...\n");
        show_line(l, last);
        return;
    }
    for (size_t i = first; i <= last; i++)
        show_line(l, i);
}

static BOOL same_run(const LINES *a, size_t i, const LINES *b, size_t j)
{
    for (long n = 0; n < resync; n++, i++, j++) {
        if (i >= a->count || j >= b->count)
            return i >= a->count && j >= b->count;
        if (!same_line(&a->lines[i], &b->lines[j]))
            return FALSE;
    }
    return TRUE;
}

/* The nearest place where `resync` lines are the same again; FALSE: there is none in the window. */
static BOOL find_again(const LINES *a, size_t *i, const LINES *b, size_t *j)
{
    for (size_t sum = 1; sum <= 2 * (size_t)window; sum++)
        for (size_t x = sum > (size_t)window ? sum - (size_t)window : 0;
             x <= sum && x <= (size_t)window; x++)
            if (*i + x <= a->count && *j + sum - x <= b->count &&
                same_run(a, *i + x, b, *j + sum - x)) {
                *i += x;
                *j += sum - x;
                return TRUE;
            }
    return FALSE;
}

static int compare_lines(const WCHAR *names[2], const LINES *a, const LINES *b)
{
    size_t i = 0, j = 0;
    BOOL differ = FALSE;
    while (i < a->count || j < b->count) {
        if (i < a->count && j < b->count && same_line(&a->lines[i], &b->lines[j])) {
            i++, j++;
            continue;
        }
        size_t from_a = i, from_b = j;
        differ = TRUE;
        if (!find_again(a, &i, b, &j)) {
            if (a->count - from_a > (size_t)window || b->count - from_b > (size_t)window) {
                print(L"Resync Failed.  Files are too different.\n");
                i = from_a + (size_t)window < a->count ? from_a + (size_t)window : a->count;
                j = from_b + (size_t)window < b->count ? from_b + (size_t)window : b->count;
                show_part(names[0], a, from_a, i);
                show_part(names[1], b, from_b, j);
                print(L"*****\n\n");
                return 1;
            }
            i = a->count, j = b->count;
        }
        show_part(names[0], a, from_a, i);
        show_part(names[1], b, from_b, j);
        print(L"*****\n\n");
    }
    if (!differ)
        print(L"FC: no differences encountered\n\n");
    return differ;
}

/* ---- files */

static BOOL is_binary_name(const WCHAR *name)
{
    static const WCHAR *const ends[] = {L".exe", L".com", L".sys", L".obj", L".lib", L".bin"};
    const WCHAR *dot = wcsrchr(last_part(name), '.');
    for (size_t i = 0; dot && i < sizeof ends / sizeof *ends; i++)
        if (_wcsicmp(dot, ends[i]) == 0)
            return TRUE;
    return FALSE;
}

static int compare(const WCHAR *first, const WCHAR *second)
{
    WCHAR *upper = _wcsupr(text_copy(second));
    const WCHAR *names[2] = {first, upper};
    char *bytes[2];
    size_t sizes[2];
    int result = 2;
    print(L"Comparing files %ls and %ls\n", first, upper);
    bytes[0] = open_one(first, &sizes[0]);
    bytes[1] = bytes[0] ? open_one(second, &sizes[1]) : NULL;
    if (!bytes[0] || !bytes[1]) {
        print(L"\n");
    } else if (binary || (!text_mode && is_binary_name(first))) {
        result = compare_bytes(names, bytes, sizes);
    } else {
        LINES a = split_lines(bytes[0], sizes[0], squeeze, !keep_tabs, ignore_case);
        LINES b = split_lines(bytes[1], sizes[1], squeeze, !keep_tabs, ignore_case);
        result = compare_lines(names, &a, &b);
        free_lines(&a);
        free_lines(&b);
    }
    free(bytes[0]);
    free(bytes[1]);
    free(upper);
    return result;
}

static int compare_pattern(const WCHAR *first, const WCHAR *second)
{
    WCHAR one[PATH_ROOM], other[PATH_ROOM];
    LISTING listing;
    int result = 0;
    BOOL into = is_directory(second) || has_wildcard(second);
    if (!has_wildcard(first)) {
        if (!into)
            return compare(first, second);
        set_text(other, PATH_ROOM, L"%.*ls", (int)(last_part(second) - second), second);
        join_path(one, is_directory(second) ? second : other, last_part(first));
        return compare(first, one);
    }
    if (!list_directory(first, &listing))
        return compare(first, second);
    for (size_t i = 0; i < listing.count; i++) {
        if (listing.entries[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        const WCHAR *name = listing.entries[i].cFileName;
        set_text(one, PATH_ROOM, L"%.*ls%ls", (int)(last_part(first) - first), first, name);
        if (is_directory(second))
            join_path(other, second, name);
        else
            set_text(other, PATH_ROOM, into ? L"%.*ls%ls" : L"%.*ls%.0ls",
                     (int)(into ? last_part(second) - second : (ptrdiff_t)wcslen(second)), second,
                     name);
        int code = compare(one, other);
        result = code > result ? code : result;
    }
    free_listing(&listing);
    return result;
}

static const WCHAR usage[] =
    L"Compares two files or sets of files and displays the differences between\nthem\n\n"
    L"FC [/A] [/C] [/L] [/LBn] [/N] [/OFF[LINE]] [/T] [/U] [/W] [/nnnn]\n"
    L"   [drive1:][path1]filename1 [drive2:][path2]filename2\n"
    L"FC /B [drive1:][path1]filename1 [drive2:][path2]filename2\n\n"
    L"  /A         Displays only first and last lines for each set of differences.\n"
    L"  /B         Performs a binary comparison.\n"
    L"  /C         Disregards the case of letters.\n"
    L"  /L         Compares files as ASCII text.\n"
    L"  /LBn       Sets the maximum consecutive mismatches to the specified\n"
    L"             number of lines.\n"
    L"  /N         Displays the line numbers on an ASCII comparison.\n"
    L"  /T         Does not expand tabs to spaces.\n"
    L"  /W         Compresses white space (tabs and spaces) for comparison.\n"
    L"  /nnnn      Specifies the number of consecutive lines that must match\n"
    L"             after a mismatch.\n";

static BOOL take_option(const WCHAR *word)
{
    const WCHAR *rest;
    if (is_option(word, L"?")) {
        print(L"%ls", usage);
        finish(0);
    }
    if (option_value(word, L"lb", &rest))
        window = wcstol(rest, NULL, 10);
    else if (option_value(word, L"off", &rest))
        offline = TRUE;
    else if (word[1] >= '0' && word[1] <= '9')
        resync = wcstol(word + 1, NULL, 10);
    else
        for (const WCHAR *p = word + 1; *p; p++) {
            WCHAR c = (WCHAR)towlower(*p);
            binary |= c == 'b';
            text_mode |= c == 'l' || c == 'u';
            short_form |= c == 'a';
            ignore_case |= c == 'c';
            numbers |= c == 'n';
            keep_tabs |= c == 't';
            squeeze |= c == 'w';
            if (!wcschr(L"bluacntw/", c))
                return FALSE;
        }
    if (window < 1)
        window = 100;
    if (resync < 1)
        resync = 1;
    return TRUE;
}

int wmain(int count, WCHAR **words)
{
    const WCHAR *names[2];
    int found = 0;
    for (int i = 1; i < count; i++)
        if (words[i][0] == '/') {
            if (!take_option(words[i]))
                wrong(L"Invalid Switch", L"");
        } else if (found < 2)
            names[found++] = words[i];
        else
            found++;
    if (found != 2)
        wrong(L"Insufficient number of file specifications", L"");
    finish(compare_pattern(names[0], names[1]));
}
