/* shellapi.h: CommandLineToArgvW, by the rules of the C runtime's command lines. */
#include "nt_error.h"
#include <shellapi.h>

/* One argument; returns the place after it. Where to is NULL only *count is made. */
static const WCHAR *read_argument(const WCHAR *from, WCHAR *to, SIZE_T *count)
{
    BOOL quoted = FALSE;

    *count = 0;
    while (*from && (quoted || (*from != ' ' && *from != '\t'))) {
        SIZE_T slashes = 0;

        while (*from == '\\') {
            slashes++;
            from++;
        }
        if (*from != '"') {
            for (; slashes; slashes--, ++*count)
                if (to)
                    to[*count] = '\\';
            if (!*from || (!quoted && (*from == ' ' || *from == '\t')))
                continue;
            if (to)
                to[*count] = *from;
            ++*count;
            from++;
            continue;
        }
        /* 2n backslashes and a quote are n and a quote that opens or ends; one more makes it text.
         */
        for (SIZE_T i = 0; i < slashes / 2; i++, ++*count)
            if (to)
                to[*count] = '\\';
        from++;
        if (slashes & 1) {
            if (to)
                to[*count] = '"';
            ++*count;
        } else if (quoted && *from == '"') { /* "" within quotes: a quote, and they end */
            if (to)
                to[*count] = '"';
            ++*count;
            from++;
            quoted = FALSE;
        } else {
            quoted = !quoted;
        }
    }
    return from;
}

/* The program's name knows no backslash rules. */
static const WCHAR *read_program(const WCHAR *from, WCHAR *to, SIZE_T *count)
{
    BOOL quoted = *from == '"';

    *count = 0;
    from += quoted;
    while (*from && (quoted ? *from != '"' : *from != ' ' && *from != '\t')) {
        if (to)
            to[*count] = *from;
        ++*count;
        from++;
    }
    return *from == '"' && quoted ? from + 1 : from;
}

static int split(const WCHAR *line, WCHAR **list, WCHAR *text)
{
    int arguments = 0;

    while (*line || !arguments) {
        SIZE_T count;

        if (list)
            list[arguments] = text;
        line = arguments ? read_argument(line, text, &count) : read_program(line, text, &count);
        if (text) {
            text[count] = 0;
            text += count + 1;
        }
        arguments++;
        while (*line == ' ' || *line == '\t')
            line++;
    }
    return arguments;
}

LPWSTR *WINAPI CommandLineToArgvW(LPCWSTR line, int *count)
{
    WCHAR own[MAX_PATH];
    SIZE_T size;
    WCHAR **list;
    int arguments;

    if (!count || !line) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!*line) { /* an empty line is this program's name */
        GetModuleFileNameW(NULL, own, MAX_PATH);
        list = LocalAlloc(0, 2 * sizeof(*list) + sizeof(own));
        if (!list)
            return NULL;
        list[0] = memcpy(list + 2, own, sizeof(own));
        list[1] = NULL;
        *count = 1;
        return list;
    }
    arguments = split(line, NULL, NULL);
    size = ((SIZE_T)arguments + 1) * sizeof(*list) +
           ((SIZE_T)lstrlenW(line) + arguments + 1) * sizeof(WCHAR);
    list = LocalAlloc(0, size);
    if (!list)
        return NULL;
    split(line, list, (WCHAR *)(list + arguments + 1));
    list[arguments] = NULL;
    *count = arguments;
    return list;
}
