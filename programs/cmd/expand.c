/* expand.c - variables: of the environment, of batch files, of `for`. */
#include "cmd.h"
#include <time.h>

struct for_variable {
    struct for_variable *outer;
    WCHAR name;
    WCHAR *value;
};

static struct for_variable *for_variables;

void push_for(WCHAR name, const WCHAR *value)
{
    struct for_variable *v = malloc(sizeof *v);
    if (!v)
        exit(1);
    *v = (struct for_variable){for_variables, name, copy(value, wcslen(value))};
    for_variables = v;
}

void pop_for(int count)
{
    while (count-- > 0 && for_variables) {
        struct for_variable *outer = for_variables->outer;
        free(for_variables->value);
        free(for_variables);
        for_variables = outer;
    }
}

static const WCHAR *for_value(WCHAR name)
{
    for (struct for_variable *v = for_variables; v; v = v->outer)
        if (v->name == name)
            return v->value;
    return NULL;
}

/* ---- the environment */

WCHAR *variable(const WCHAR *name)
{
    WCHAR text[LINE_MAX];
    SYSTEMTIME now;
    DWORD size = GetEnvironmentVariableW(name, text, LINE_MAX);
    if (size && size < LINE_MAX)
        return copy(text, size);
    GetLocalTime(&now);
    text[0] = 0;
    if (_wcsicmp(name, L"CD") == 0)
        GetCurrentDirectoryW(LINE_MAX, text);
    else if (_wcsicmp(name, L"ERRORLEVEL") == 0)
        set_text(text, LINE_MAX, L"%d", error_level);
    else if (_wcsicmp(name, L"RANDOM") == 0)
        set_text(text, LINE_MAX, L"%d", rand() & 0x7fff);
    else if (_wcsicmp(name, L"CMDCMDLINE") == 0)
        wcsncpy(text, GetCommandLineW(), LINE_MAX - 1);
    else if (_wcsicmp(name, L"DATE") == 0)
        GetDateFormatW(LOCALE_USER_DEFAULT, 0, &now, L"ddd MM/dd/yyyy", text, LINE_MAX);
    else if (_wcsicmp(name, L"TIME") == 0)
        set_text(text, LINE_MAX, L"%2d:%02d:%02d.%02d", now.wHour, now.wMinute, now.wSecond,
                 now.wMilliseconds / 10);
    else if (_wcsicmp(name, L"CMDEXTVERSION") == 0)
        wcscpy(text, L"2");
    else if (_wcsicmp(name, L"HIGHESTNUMANODENUMBER") == 0)
        wcscpy(text, L"0");
    return text[0] ? copy(text, wcslen(text)) : NULL;
}

/* ":~from,count" */
static void substring(const WCHAR *spec, WCHAR *value)
{
    WCHAR *end;
    long size = (long)wcslen(value), from = wcstol(spec, &end, 10), count = size;
    if (*end == ',')
        count = wcstol(end + 1, NULL, 10);
    if (from < 0)
        from = size + from < 0 ? 0 : size + from;
    if (from > size)
        from = size;
    long last = count < 0 ? size + count : from + count;
    if (last > size)
        last = size;
    if (last < from)
        last = from;
    wmemmove(value, value + from, (size_t)(last - from));
    value[last - from] = 0;
}

/* ":old=new"; "*old" takes everything up to it too. Heap; frees value. */
static WCHAR *substitute(const WCHAR *spec, WCHAR *value)
{
    const WCHAR *equals = wcschr(spec, '=');
    int star = *spec == '*';
    if (!equals || equals == spec + star)
        return value;
    size_t old = (size_t)(equals - spec) - (size_t)star, size = 0;
    WCHAR *result = malloc(LINE_MAX * sizeof *result);
    if (!result)
        return value;
    result[0] = 0;
    for (const WCHAR *p = value; *p;) {
        if (_wcsnicmp(p, spec + star, old) == 0) {
            if (star)
                result[0] = 0;
            add(result, LINE_MAX, equals + 1);
            size = wcslen(result);
            p += old;
            if (star) {
                add(result, LINE_MAX, p);
                break;
            }
        } else {
            if (size < LINE_MAX - 1)
                result[size++] = *p, result[size] = 0;
            p++;
        }
    }
    free(value);
    return result;
}

/* "name", "name:~1,2", "name:a=b": heap, or NULL if there is no such variable. */
static WCHAR *evaluate(const WCHAR *text, size_t count)
{
    WCHAR *name = copy(text, count), *colon = wcschr(name, ':'), *value;
    if (colon)
        *colon = 0;
    value = variable(name);
    if (value && colon && colon[1] == '~')
        substring(colon + 2, value);
    else if (value && colon)
        value = substitute(colon + 1, value);
    free(name);
    return value;
}

/* ---- % */

static int is_digit(WCHAR c)
{
    return c >= '0' && c <= '9';
}

static const WCHAR *argument(int index)
{
    return index < batch->count ? batch->arguments[index] : L"";
}

/* %1, %*, %~mods1 in a batch file; how many units of `from` they are, 0: it is none. */
static size_t batch_argument(const WCHAR *from, WCHAR *value)
{
    if (from[1] == '*') {
        if (batch->tail)
            add(value, LINE_MAX, batch->tail + wcsspn(batch->tail, L" \t,;="));
        return 2;
    }
    if (is_digit(from[1])) {
        wcsncpy(value, argument(from[1] - '0'), LINE_MAX - 1);
        return 2;
    }
    int mods = from[1] == '~' ? count_mods(from + 2, is_digit) : -1;
    if (mods < 0)
        return 0;
    int own = from[2 + mods] == '0' && mods; /* the file itself, wherever it was found */
    modify(from + 2, (size_t)mods, own ? batch->path : argument(from[2 + mods] - '0'), value,
           LINE_MAX);
    return 3 + (size_t)mods;
}

/* Copies what has none of `stops`, as far as there is room; how much that is. */
static size_t plain_run(const WCHAR *from, WCHAR *to, size_t room, const WCHAR *stops)
{
    size_t count = wcscspn(from, stops);
    if (count > room - 1)
        count = room - 1;
    wmemcpy(to, from, count);
    to[count] = 0;
    return count;
}

int expand_percent(const WCHAR *from, WCHAR *to, size_t room)
{
    static WCHAR value[LINE_MAX];
    to[0] = 0;
    for (size_t size = 0; *from; size = wcslen(to)) {
        size_t used;
        if (size + 2 >= room)
            return 0;
        if (*from != '%') {
            from += plain_run(from, to + size, room - size - 1, L"%");
            continue;
        }
        value[0] = 0;
        if (batch && from[1] == '%') {
            add(to, room, L"%");
            from += 2;
            continue;
        }
        if (batch && (used = batch_argument(from, value))) {
            add(to, room, value);
            from += used;
            continue;
        }
        const WCHAR *end = wcschr(from + 1, '%');
        size_t count = end ? (size_t)(end - from - 1) : 0;
        WCHAR *text = count ? evaluate(from + 1, count) : NULL;
        if (text)
            add(to, room, text);
        if (text || (batch && count && !wmemchr(from + 1, ':', count))) {
            from = end + 1;
        } else if (batch && count > 1 && from[1] != ':') { /* up to the colon it goes */
            from = wcschr(from + 1, ':') + 1;
        } else { /* what is no variable stays, but in a batch file the sign goes */
            if (!batch)
                add(to, room, L"%");
            from++;
        }
        free(text);
    }
    return 1;
}

/* ---- at run time */

static int is_for(WCHAR c)
{
    return for_value(c) != NULL;
}

static void expand_for(const WCHAR *from, WCHAR *to, size_t room)
{
    WCHAR value[LINE_MAX];
    to[0] = 0;
    for (size_t size = 0; *from && size + 2 < room; size = wcslen(to)) {
        int mods = from[0] == '%' && from[1] == '~' ? count_mods(from + 2, is_for) : -1;
        if (mods >= 0) {
            modify(from + 2, (size_t)mods, for_value(from[2 + mods]), value, LINE_MAX);
            add(to, room, value);
            from += 3 + mods;
        } else if (from[0] == '%' && from[1] && is_for(from[1])) {
            add(to, room, for_value(from[1]));
            from += 2;
        } else {
            to[size++] = *from++;
            from += plain_run(from, to + size, room - size - 1, L"%");
        }
    }
}

static void expand_delayed(const WCHAR *from, WCHAR *to, size_t room)
{
    to[0] = 0;
    if (!wcschr(from, '!')) {
        add(to, room, from);
        return;
    }
    for (size_t size = 0; *from && size + 2 < room; size = wcslen(to)) {
        const WCHAR *end = *from == '!' ? wcschr(from + 1, '!') : NULL;
        if (*from == '^' && from[1]) {
            to[size] = from[1], to[size + 1] = 0;
            from += 2;
        } else if (*from != '!') {
            to[size++] = *from++;
            from += plain_run(from, to + size, room - size - 1, L"!^");
        } else if (!end) {
            from++;
        } else {
            WCHAR *text = evaluate(from + 1, (size_t)(end - from - 1));
            if (text)
                add(to, room, text);
            free(text);
            from = end + 1;
        }
    }
}

WCHAR *expand_late(const WCHAR *text)
{
    WCHAR *first = malloc(BLOCK_MAX * sizeof *first), *second;
    if (!first)
        exit(1);
    expand_for(text, first, BLOCK_MAX);
    if (delayed) {
        second = malloc(BLOCK_MAX * sizeof *second);
        if (!second)
            exit(1);
        expand_delayed(first, second, BLOCK_MAX);
        free(first);
        first = second;
    }
    WCHAR *result = copy(first, wcslen(first));
    free(first);
    return result;
}
