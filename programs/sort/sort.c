/* sort.c - lines in order: sort [/r] [/+n] [/unique] [/c] [/l C] [file] [/o file]. */
#include "lines.h"
#include "records.h"

static BOOL unique;

__attribute__((noreturn)) static void wrong(const WCHAR *text, const WCHAR *what)
{
    complain(L"%ls%ls\n", what, text);
    finish(1);
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

static void set_memory(long kilobytes)
{
    if (kilobytes < 160)
        wrong(L"Invalid switch.", L"");
    sorting.memory = (size_t)kilobytes * 1024;
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
            sorting.reverse = TRUE;
        else if (word[0] == '/' && word[1] == '+')
            sorting.column = wcstol(word + 2, NULL, 10);
        else if (is_short(word, L"unique", 1))
            unique = TRUE;
        else if (is_short(word, L"case_sensitive", 1))
            sorting.match_case = TRUE;
        else if (is_short(word, L"output", 1) && has_value)
            *to = words[++i];
        else if (is_short(word, L"locale", 1) && has_value)
            sorting.binary = _wcsicmp(words[++i], L"C") == 0;
        else if (is_short(word, L"memory", 1) && has_value)
            set_memory(wcstol(words[++i], NULL, 10));
        else if (is_short(word, L"temporary", 1) && has_value)
            sorting.folder = words[++i];
        else if (is_short(word, L"record_maximum", 3) && has_value)
            i++; /* lines have no limit */
        else if (word[0] == '/')
            wrong(L"Invalid switch.", L"");
        else if (*in)
            wrong(L"Input file specified two times.", L"");
        else
            *in = word;
    }
    if (sorting.column < 1)
        wrong(L"Invalid switch.", L"");
}

static void open_output(const WCHAR *to)
{
    HANDLE file = CreateFileW(to, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        wrong(error_text(GetLastError()), to);
    SetStdHandle(STD_OUTPUT_HANDLE, file);
}

/* What has equal keys stands together, so the line before is all that is to be kept. */
static void write_line(const RECORD *record)
{
    static RECORD before;
    if (unique && before.bytes && same_record(record, &before))
        return;
    put_bytes(record->bytes, record->size);
    put_bytes("\r\n", 2);
    if (output_is_lost())
        finish(1);
    if (!unique)
        return;
    free_record(&before);
    before = make_record(record->bytes, record->size);
}

int wmain(int count, WCHAR **words)
{
    const WCHAR *in = NULL, *to = NULL;
    LINES lines;
    LINE line;
    read_options(count, words, &in, &to);
    lines_of(&lines, GetStdHandle(STD_INPUT_HANDLE), TRUE);
    if (in && !lines_open(&lines, in, TRUE))
        wrong(error_text(GetLastError()), in);
    while (lines_next(&lines, &line))
        if (!add_record(line.bytes, line.size))
            wrong(error_text(GetLastError()), L"");
    lines_close(&lines);
    if (to)
        open_output(to);
    if (!give_records(write_line))
        wrong(error_text(GetLastError()), L"");
    finish(0);
}
