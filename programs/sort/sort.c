/* sort.c - lines in order: sort [/r] [/+n] [/unique] [/c] [/l C] [file] [/o file]. */
#include "program.h"

struct line {
    const WCHAR *text; /* from column n on */
    const WCHAR *whole;
    size_t number;
};
static struct line *lines;
static size_t line_count;
static BOOL reverse, unique, binary, match_case;
static long column = 1;

__attribute__((noreturn)) static void wrong(const WCHAR *text, const WCHAR *what)
{
    complain(L"%ls%ls\n", what, text);
    finish(1);
}

static int order(const WCHAR *a, const WCHAR *b)
{
    if (binary)
        return wcscmp(a, b);
    int result = CompareStringW(LOCALE_USER_DEFAULT,
                                SORT_STRINGSORT | (match_case ? 0 : NORM_IGNORECASE), a, -1, b, -1);
    return result ? result - CSTR_EQUAL : wcscmp(a, b);
}

/* Lines that are equal stay in their order. */
static int compare(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int result = order(x->text, y->text);
    if (reverse)
        result = -result;
    return result ? result : x->number < y->number ? -1 : x->number > y->number;
}

static void add_line(const WCHAR *text)
{
    size_t size = wcslen(text);
    if (line_count % 1024 == 0)
        lines = more(lines, (line_count + 1024) * sizeof *lines);
    lines[line_count].text = text + ((size_t)column - 1 < size ? (size_t)column - 1 : size);
    lines[line_count].whole = text;
    lines[line_count].number = line_count;
    line_count++;
}

static void split(const char *bytes, size_t size)
{
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
    WCHAR *text = need((size + 1) * sizeof *text);
    int count = size ? MultiByteToWideChar(page, 0, bytes, (int)size, text, (int)size) : 0;
    WCHAR *end = text + count;
    *end = 0;
    while (text < end) {
        WCHAR *line = text;
        while (text < end && *text != '\n')
            text++;
        if (text > line && text[-1] == '\r')
            text[-1] = 0;
        *text++ = 0;
        add_line(line);
    }
}

static const WCHAR usage[] =
    L"SORT [/R] [/+n] [/M kilobytes] [/L locale] [/REC recordbytes]\n"
    L"  [[drive1:][path1]filename1] [/T [drive2:][path2]]\n"
    L"  [/O [drive3:][path3]filename3]\n"
    L"  /+n                         Specifies the character number, n, to\n"
    L"                              begin each comparison.\n"
    L"  /L[OCALE] locale            Overrides the system default locale; \"C\" is\n"
    L"                              the only alternative.\n"
    L"  /M[EMORY] kilobytes         Specifies amount of main memory to use.\n"
    L"  /REC[ORD_MAXIMUM] characters Specifies the maximum number of characters\n"
    L"                              in a record.\n"
    L"  /R[EVERSE]                  Reverses the sort order.\n"
    L"  [drive1:][path1]filename1   Specifies the file to be sorted.\n"
    L"  /T[EMPORARY]                Specifies the path of temporary files.\n"
    L"  /O[UTPUT]                   Specifies the file where the sorted input is\n"
    L"                              to be stored.\n"
    L"  /UNIQ[UE]                   Only unique lines are written.\n";

/* The name is a beginning of `whole` with at least `shortest` letters. */
static BOOL is_short(const WCHAR *word, const WCHAR *whole, size_t shortest)
{
    size_t size = wcslen(word + 1);
    return word[0] == '/' && size >= shortest && size <= wcslen(whole) &&
           _wcsnicmp(word + 1, whole, size) == 0;
}

static void read_options(int count, WCHAR **words, const WCHAR **in, const WCHAR **to)
{
    for (int i = 1; i < count; i++) {
        WCHAR *word = words[i];
        BOOL has_value = i + 1 < count;
        if (is_option(word, L"?")) {
            print(L"%ls", usage);
            finish(0);
        } else if (is_short(word, L"reverse", 1) && wcslen(word) != 4)
            reverse = TRUE;
        else if (word[0] == '/' && word[1] == '+')
            column = wcstol(word + 2, NULL, 10);
        else if (is_short(word, L"unique", 1))
            unique = TRUE;
        else if (is_short(word, L"case_sensitive", 1))
            match_case = TRUE;
        else if (is_short(word, L"output", 1) && has_value)
            *to = words[++i];
        else if (is_short(word, L"locale", 1) && has_value)
            binary = _wcsicmp(words[++i], L"C") == 0;
        else if ((is_short(word, L"memory", 1) || is_short(word, L"record_maximum", 3) ||
                  is_short(word, L"temporary", 1)) &&
                 has_value)
            i++; /* all is sorted in memory */
        else if (word[0] == '/')
            wrong(L"Invalid switch.", L"");
        else if (*in)
            wrong(L"Input file specified two times.", L"");
        else
            *in = word;
    }
    if (column < 1)
        wrong(L"Invalid switch.", L"");
}

static void open_output(const WCHAR *to)
{
    HANDLE file = CreateFileW(to, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        wrong(error_text(GetLastError()), to);
    SetStdHandle(STD_OUTPUT_HANDLE, file);
}

int wmain(int count, WCHAR **words)
{
    const WCHAR *in = NULL, *to = NULL;
    size_t size = 0;
    read_options(count, words, &in, &to);
    char *bytes = in ? read_file(in, &size) : read_all(GetStdHandle(STD_INPUT_HANDLE), &size);
    if (!bytes)
        wrong(error_text(GetLastError()), in ? in : L"");
    split(bytes, size);
    if (line_count)
        qsort(lines, line_count, sizeof *lines, compare);
    if (to)
        open_output(to);
    for (size_t i = 0; i < line_count; i++)
        if (!unique || !i || order(lines[i].text, lines[i - 1].text) != 0)
            print(L"%ls\n", lines[i].whole);
    finish(0);
}
