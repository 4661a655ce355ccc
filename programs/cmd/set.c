/* set.c - set: showing, assigning, /p; /a is in arithmetic.c. */
#include "words.h"

static int by_name(const void *a, const void *b)
{
    return _wcsicmp(*(WCHAR *const *)a, *(WCHAR *const *)b);
}

static int show_variables(const WCHAR *prefix)
{
    WCHAR *block = GetEnvironmentStringsW(), **lines = NULL;
    size_t size = wcslen(prefix), count = 0;
    for (WCHAR *next = block; *next; next += wcslen(next) + 1) {
        if (*next == '=' || _wcsnicmp(next, prefix, size) != 0)
            continue;
        if (count % 64 == 0 && !(lines = realloc(lines, (count + 64) * sizeof *lines)))
            exit(1);
        lines[count++] = next;
    }
    if (count)
        qsort(lines, count, sizeof *lines, by_name);
    for (size_t i = 0; i < count; i++)
        out(L"%ls\n", lines[i]);
    free(lines);
    FreeEnvironmentStringsW(block);
    if (!count)
        complain(L"Environment variable %ls not defined\n", prefix);
    return !count;
}

static int ask(WCHAR *text)
{
    WCHAR *equals = wcschr(text, '='), value[LINE_MAX];
    if (!equals)
        return syntax_wrong();
    *equals = 0;
    WCHAR *prompt = equals + 1 + wcsspn(equals + 1, L" \t");
    WCHAR *last = *prompt == '"' ? wcsrchr(prompt + 1, '"') : NULL;
    if (last) { /* quotes around the prompt go too */
        *last = 0;
        prompt++;
    }
    out(L"%ls", prompt);
    if (!read_line(value) || !*value)
        return 1;
    SetEnvironmentVariableW(text, value);
    return 0;
}

static int assign(WCHAR *text)
{
    WCHAR *equals = wcschr(text + (*text != 0), '=');
    if (!equals)
        return show_variables(text);
    *equals = 0;
    if (!equals[1] && !GetEnvironmentVariableW(text, NULL, 0))
        return 1;
    SetEnvironmentVariableW(text, equals[1] ? equals + 1 : NULL);
    return UNCHANGED;
}

int do_set(const WCHAR *arguments)
{
    const WCHAR *start = arguments;
    while (*start == ' ' || *start == '\t' || *start == ',' || *start == ';')
        start++;
    if (*start == '=')
        return syntax_wrong();
    WCHAR *text = copy(start, wcslen(start)), *body = text;
    LONG value;
    int result;
    WCHAR option = text[0] == '/' ? (WCHAR)towlower(text[1]) : 0;
    if (option)
        body = (WCHAR *)skip_blanks(text + 2);
    WCHAR *quote = body[0] == '"' ? wcsrchr(body + 1, '"') : NULL;
    if (quote) { /* the quotes around the whole go, and what follows them */
        *quote = 0;
        body++;
    }
    if (option == 'a') {
        result = set_arithmetic(body, &value);
        if (!result && !batch)
            out(L"%ld", value);
    } else if (option == 'p') {
        result = ask(body);
    } else {
        result = *body ? assign(body) : show_variables(L"");
    }
    free(text);
    return result;
}
