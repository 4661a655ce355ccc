/* more.c - text page by page on a console, all of it elsewhere; tabs become blanks. */
#include "lines.h"

static long tab_size = 8, first_line;
static BOOL squeeze, clear, expand_feeds;
static HANDLE screen, keys;
static long rows, columns, used_rows, line_number;
static BOOL last_empty, pages;

static const WCHAR usage[] = L"Displays output one screen at a time.\n\n"
                             L"MORE [/E [/C] [/P] [/S] [/Tn] [+n]] < [drive:][path]filename\n"
                             L"command-name | MORE [/E [/C] [/P] [/S] [/Tn] [+n]]\n"
                             L"MORE /E [/C] [/P] [/S] [/Tn] [+n] [files]\n\n"
                             L"    /E      Enable extended features\n"
                             L"    /C      Clear screen before displaying page\n"
                             L"    /P      Expand FormFeed characters\n"
                             L"    /S      Squeeze multiple blank lines into a single line\n"
                             L"    /Tn     Expand tabs to n spaces (default 8)\n"
                             L"    +n      Start displaying the first file at line n\n";

static void find_screen(void)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    screen = GetStdHandle(STD_OUTPUT_HANDLE);
    pages = is_console(screen) && GetConsoleScreenBufferInfo(screen, &info);
    if (!pages)
        return;
    rows = info.srWindow.Bottom - info.srWindow.Top;
    columns = info.dwSize.X;
    keys = is_console(GetStdHandle(STD_INPUT_HANDLE))
               ? GetStdHandle(STD_INPUT_HANDLE)
               : CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE,
                             FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    pages = keys != INVALID_HANDLE_VALUE && rows > 0 && columns > 0;
}

static WCHAR read_key(void)
{
    INPUT_RECORD record;
    DWORD done;
    while (ReadConsoleInputW(keys, &record, 1, &done) && done)
        if (record.EventType == KEY_EVENT && record.Event.KeyEvent.bKeyDown &&
            record.Event.KeyEvent.uChar.UnicodeChar)
            return record.Event.KeyEvent.uChar.UnicodeChar;
    return 'q';
}

/* Space: a page; Enter: a line; q: no more; '=': the line's number. */
static void ask(const WCHAR *done)
{
    for (;;) {
        print(L"-- More %ls -- ", done);
        flush_output();
        WCHAR key = (WCHAR)towlower(read_key());
        print(L"\r%*ls\r", 40, L"");
        if (key == 'q' || key == 27 || key == 3)
            finish(0);
        used_rows = key == '\r' || key == '\n' ? rows - 1 : 0;
        if (key == '=')
            print(L"[Line: %ld]", line_number);
        else if (key == '\r' || key == '\n' || key == ' ')
            return;
    }
}

/* A line, or a piece of a long one: `column` goes on where the piece before it ended. */
static void show(const LINE *line, const WCHAR *done)
{
    static long column;
    if (pages && !column && used_rows >= rows)
        ask(done);
    for (size_t i = 0; i < line->size; i++) {
        if (line->bytes[i] == '\t') {
            do {
                put_bytes(" ", 1);
            } while (tab_size > 0 && ++column % tab_size);
        } else {
            put_bytes(line->bytes + i, 1);
            column++;
        }
    }
    if (line->cut)
        return;
    put_bytes("\r\n", 2);
    used_rows += pages && column > columns ? (column + columns - 1) / columns : 1;
    column = 0;
}

/* total: the size of a file, 0 of what nobody knows how long it is. */
static void show_all(LINES *lines, LONGLONG total)
{
    WCHAR done[32] = L"";
    BOOL inside = FALSE; /* a long line */
    LINE line;
    lines->longest = 65536;
    while (lines_next(lines, &line)) {
        if (total)
            set_text(done, 32, L"(%u%%)", (unsigned)(line.offset * 100 / (ULONGLONG)total));
        line_number += !inside;
        BOOL empty = !inside && !line.size, again = empty && last_empty;
        BOOL feed = expand_feeds && !inside && line.size && line.bytes[0] == '\f';
        inside = line.cut;
        if (line_number < first_line || (squeeze && again))
            continue;
        last_empty = empty;
        if (feed && pages)
            used_rows = rows;
        show(&line, done);
    }
    lines_close(lines);
}

static BOOL show_file(const WCHAR *name)
{
    LINES lines;
    LARGE_INTEGER size;
    WCHAR path[PATH_ROOM];
    if (!lines_open(&lines, name, TRUE)) {
        GetFullPathNameW(name, PATH_ROOM, path, NULL);
        complain(L"Cannot access file %ls\n", path);
        return FALSE;
    }
    show_all(&lines, GetFileSizeEx(lines.from, &size) ? size.QuadPart : 0);
    return TRUE;
}

static BOOL take_option(const WCHAR *word)
{
    const WCHAR *rest;
    if (is_option(word, L"?")) {
        print(L"%ls", usage);
        finish(0);
    }
    if (word[0] == '+')
        first_line = wcstol(word + 1, NULL, 10);
    else if (option_value(word, L"t", &rest) && *rest >= '0' && *rest <= '9')
        tab_size = wcstol(rest, NULL, 10);
    else if (is_option(word, L"s"))
        squeeze = TRUE;
    else if (is_option(word, L"c"))
        clear = TRUE;
    else if (is_option(word, L"p"))
        expand_feeds = TRUE;
    else
        return is_option(word, L"e");
    return TRUE;
}

int wmain(int count, WCHAR **words)
{
    int first = 1;
    BOOL good = TRUE;
    for (; first < count && (words[first][0] == '/' || words[first][0] == '+'); first++)
        if (!take_option(words[first])) {
            complain(L"Unrecognized argument %ls\n", words[first]);
            finish(1);
        }
    find_screen();
    if (clear && pages)
        print(L"\x1b[2J\x1b[H");
    if (first < count) {
        for (; first < count; first++)
            good &= show_file(words[first]);
    } else {
        LINES lines;
        lines_of(&lines, GetStdHandle(STD_INPUT_HANDLE), TRUE);
        show_all(&lines, 0);
    }
    finish(!good);
}
