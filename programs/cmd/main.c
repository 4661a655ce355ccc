/* main.c - the command line of cmd.exe, and the interactive loop. */
#include "cmd.h"

static int read_console(WCHAR *line)
{
    DWORD size = 0;
    if (!ReadConsoleW(streams[0], line, LINE_MAX - 1, &size, NULL))
        return 0;
    if (!size && GetLastError() != ERROR_OPERATION_ABORTED) /* Ctrl+C: an empty line */
        return 0;
    while (size && (line[size - 1] == '\r' || line[size - 1] == '\n'))
        size--;
    line[size] = 0;
    return 1;
}

int read_line(WCHAR *line)
{
    static char bytes[LINE_MAX];
    DWORD size = 0, done, mode;
    if (GetConsoleMode(streams[0], &mode))
        return read_console(line);
    for (; size < LINE_MAX - 1; size++)
        if (!ReadFile(streams[0], bytes + size, 1, &done, NULL) || !done) {
            if (!size)
                return 0;
            break;
        } else if (bytes[size] == '\n') {
            break;
        }
    while (size && (bytes[size - 1] == '\r' || bytes[size - 1] == '\n'))
        size--;
    UINT page = GetConsoleCP() ? GetConsoleCP() : CP_OEMCP;
    int count = size ? MultiByteToWideChar(page, 0, bytes, (int)size, line, LINE_MAX - 1) : 0;
    line[count] = 0;
    return 1;
}

static void prompt_part(WCHAR letter)
{
    static const WCHAR plain[] = L"a&b|c(f)g>l<q=s $$_\nh\be\x1b";
    WCHAR text[LINE_MAX];
    letter = (WCHAR)towlower(letter);
    GetCurrentDirectoryW(LINE_MAX, text);
    for (const WCHAR *p = plain; *p; p += 2)
        if (*p == letter)
            out(L"%lc", p[1]);
    if (letter == 'p')
        out(L"%ls", text);
    else if (letter == 'n')
        out(L"%lc", text[0]);
    else if (letter == 'v')
        out(L"Microsoft Windows [Version 10.0.19045.0]");
    else if (letter == 'd' || letter == 't') {
        WCHAR *value = variable(letter == 'd' ? L"DATE" : L"TIME");
        out(L"%ls", value ? value : L"");
        free(value);
    }
}

void prompt(void)
{
    WCHAR *format = variable(L"PROMPT");
    for (const WCHAR *p = format ? format : L"$P$G"; *p; p++)
        if (*p == '$' && p[1])
            prompt_part(*++p);
        else
            out(L"%lc", *p);
    free(format);
}

/* Ctrl+C ends what runs, or the line that is typed, and not the shell. */
static BOOL WINAPI on_control(DWORD event)
{
    return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;
}

static void interact(void)
{
    WCHAR line[LINE_MAX];
    interactive = 1;
    SetConsoleCtrlHandler(on_control, TRUE);
    for (;;) {
        if (echo_on)
            prompt();
        if (!read_line(line))
            return;
        run_line(line);
        if (leaving == LEAVE_SHELL)
            return;
        leaving = STAY;
        if (echo_on)
            out(L"\n");
    }
}

/* /c "text": the outer quotes go where /s asks for it, or where they do not just quote one
 * program's name. */
static void strip_quotes(WCHAR *text, int always)
{
    WCHAR *last = wcsrchr(text, '"');
    int count = 0;
    if (*text != '"' || last == text)
        return;
    for (const WCHAR *p = text; *p; p++)
        count += *p == '"';
    if (!always && count == 2 && !wcspbrk(text, L"&<>()@^|")) {
        WCHAR name[LINE_MAX], path[MAX_PATH];
        set_text(name, LINE_MAX, L"%.*ls", (int)(last - text - 1), text + 1);
        if (wcschr(name, ' ') && SearchPathW(NULL, name, L".exe", MAX_PATH, path, NULL))
            return;
    }
    wmemmove(last, last + 1, wcslen(last));
    wmemmove(text, text + 1, wcslen(text));
}

/* "cmd/c" is the name with an option behind it, "/bin/cmd.exe" a name. */
static int ends_name(const WCHAR *start, const WCHAR *p)
{
    size_t size = (size_t)(p - start);
    return *p == '/' && ((size >= 3 && _wcsnicmp(p - 3, L"cmd", 3) == 0) ||
                         (size >= 7 && _wcsnicmp(p - 7, L"cmd.exe", 7) == 0));
}

/* Skips the program's own name, unless whoever started it has left that out. */
static const WCHAR *own_arguments(void)
{
    const WCHAR *start = GetCommandLineW(), *p = start;
    if (start[0] == '/' && iswalpha(start[1]) && wcschr(L" \t\":", start[2]))
        return start; /* and no path of the host */
    for (int quoted = 0; *p && (quoted || (*p != ' ' && *p != '\t' && !ends_name(start, p))); p++)
        quoted ^= *p == '"';
    return p;
}

int wmain(void)
{
    const WCHAR *p = own_arguments();
    stack_left(); /* from here on it is counted */
    int always = 0, run_it = 0, stay = 1;
    for (int i = 0; i < 3; i++)
        streams[i] = GetStdHandle(i == 0   ? STD_INPUT_HANDLE
                                  : i == 1 ? STD_OUTPUT_HANDLE
                                           : STD_ERROR_HANDLE);
    srand(GetTickCount() ^ GetCurrentProcessId());
    p = skip_blanks(p);
    int quoted = p[0] == '"' && p[1] == '/'; /* "/c command" as one argument */
    for (p += quoted; *p == '/' && !run_it; p = skip_blanks(p)) {
        WCHAR option = (WCHAR)towlower(p[1]);
        always |= option == 's';
        echo_on &= option != 'q';
        if (option == 'u' || option == 'a')
            wide_output = option == 'u';
        if (option == 'v')
            delayed = _wcsnicmp(p + 2, L":off", 4) != 0;
        run_it = option == 'c' || option == 'k' || option == 'r';
        stay = option != 'c' && option != 'r';
        p += p[1] ? 2 : 1;
        while (!run_it && *p && *p != ' ' && *p != '/')
            p++;
    }
    if (run_it) {
        WCHAR *text = copy(p, wcslen(p));
        WCHAR *last = quoted ? wcsrchr(text, '"') : NULL;
        if (last)
            wmemmove(last, last + 1, wcslen(last));
        strip_quotes(text, always);
        run_line(text);
        free(text);
        if (!leaving && !stay && not_found && (error_level == 9009 || error_level == 3))
            return 1;
        if (leaving != LEAVE_SHELL)
            leaving = STAY;
    }
    if (stay && !leaving) {
        if (!run_it)
            out(L"Microsoft Windows [Version 10.0.19045.0]\nBailey command interpreter\n\n");
        interact();
    }
    return error_level;
}
