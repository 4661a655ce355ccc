/* builtin.c - the commands of the interpreter that steer it and its variables. */
#include "builtin.h"

static int do_echo(const WCHAR *text)
{
    const WCHAR *word = skip_blanks(text);
    if (!*text || (!*word && !wcspbrk(text, L".:+[]()"))) {
        out(echo_on ? L"ECHO is on.\n" : L"ECHO is off.\n");
        return 0;
    }
    if (_wcsicmp(word, L"on") == 0 || _wcsicmp(word, L"off") == 0) {
        echo_on = towlower(word[1]) == 'n';
        return error_level;
    }
    out(L"%ls\n", text + 1);
    return error_level;
}

static int do_exit(const WCHAR *text)
{
    WCHAR word[64];
    int whole = 1;
    while ((text = next_word(text, word, 64)))
        if (_wcsicmp(word, L"/b") == 0)
            whole = 0;
        else
            error_level = (int)wcstol(word, NULL, 0);
    leaving = whole || !batch ? LEAVE_SHELL : LEAVE_BATCH;
    return error_level;
}

static int do_goto(const WCHAR *text)
{
    WCHAR label[LINE_MAX];
    text = skip_blanks(text);
    text += *text == ':';
    if (!batch || !next_word(text, label, LINE_MAX))
        return error_level;
    leaving = jump(label) ? JUMP : LEAVE_BATCH;
    return leaving == JUMP ? error_level : 1;
}

static int do_call(const WCHAR *text)
{
    WCHAR expanded[LINE_MAX], name[LINE_MAX];
    int result = error_level;
    if (!expand_percent(skip_blanks(text), expanded, LINE_MAX)) /* once more, as documented */
        return 1;
    if (expanded[0] == ':') {
        if (batch)
            return call_label(expanded);
        complain(L"Invalid attempt to call batch label outside of batch script.\n");
        return 1;
    }
    const WCHAR *end = next_word(expanded, name, LINE_MAX);
    if (!end)
        return 0;
    if (!run_builtin(name, end, &result))
        result = run_program(expanded, 1);
    return result;
}

static int do_shift(const WCHAR *text)
{
    if (batch && batch->shift < batch->count)
        batch->shift++;
    return error_level;
}

static int do_setlocal(const WCHAR *text)
{
    WCHAR word[64];
    if (!batch)
        return error_level;
    SAVED *saved = calloc(1, sizeof *saved);
    if (!saved)
        return 1;
    saved->environment = GetEnvironmentStringsW();
    GetCurrentDirectoryW(MAX_PATH, saved->directory);
    saved->delayed = delayed;
    saved->next = batch->saved;
    batch->saved = saved;
    while ((text = next_word(text, word, 64)))
        if (_wcsicmp(word, L"enabledelayedexpansion") == 0)
            delayed = 1;
        else if (_wcsicmp(word, L"disabledelayedexpansion") == 0)
            delayed = 0;
    return error_level;
}

static int do_endlocal(const WCHAR *text)
{
    SAVED *saved = batch ? batch->saved : NULL;
    if (saved) {
        batch->saved = saved->next;
        restore(saved);
    }
    return error_level;
}

/* ---- set */

static int show_variables(const WCHAR *prefix)
{
    WCHAR *block = GetEnvironmentStringsW();
    size_t size = wcslen(prefix);
    int found = 0;
    for (WCHAR *next = block; *next; next += wcslen(next) + 1)
        if (*next != '=' && _wcsnicmp(next, prefix, size) == 0) {
            out(L"%ls\n", next);
            found = 1;
        }
    FreeEnvironmentStringsW(block);
    if (!found)
        complain(L"Environment variable %ls not defined\n", prefix);
    return !found;
}

static int ask(WCHAR *text)
{
    WCHAR *equals = wcschr(text, '=');
    char line[LINE_MAX];
    WCHAR value[LINE_MAX];
    DWORD size = 0, done;
    if (!equals)
        return 1;
    *equals = 0;
    out(L"%ls", equals + 1);
    while (size < LINE_MAX - 1 && ReadFile(streams[0], line + size, 1, &done, NULL) && done &&
           line[size] != '\n')
        size++;
    while (size && line[size - 1] == '\r')
        size--;
    int count = size ? MultiByteToWideChar(CP_OEMCP, 0, line, (int)size, value, LINE_MAX - 1) : 0;
    value[count] = 0;
    if (!count)
        return 1;
    SetEnvironmentVariableW(text, value);
    return 0;
}

static int assign(WCHAR *text)
{
    WCHAR *equals = wcschr(text, '=');
    if (!equals)
        return show_variables(text);
    *equals = 0;
    SetEnvironmentVariableW(text, equals[1] ? equals + 1 : NULL);
    return error_level;
}

static int do_set(const WCHAR *arguments)
{
    WCHAR *text = copy(skip_blanks(arguments), wcslen(skip_blanks(arguments))), *body = text;
    LONG value;
    WCHAR option = text[0] == '/' ? (WCHAR)towlower(text[1]) : 0;
    if (option)
        body = (WCHAR *)skip_blanks(text + 2);
    WCHAR *quote = body[0] == '"' ? wcsrchr(body + 1, '"') : NULL;
    if (quote) { /* the quotes around the whole go, and what follows them */
        *quote = 0;
        body++;
    }
    int result;
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

/* ---- directories */

#define DEEPEST 64
static WCHAR *pushed[DEEPEST];
static int pushed_count;

static int do_cd(const WCHAR *text)
{
    WCHAR path[LINE_MAX];
    text = skip_blanks(text);
    if (_wcsnicmp(text, L"/d", 2) == 0)
        text = skip_blanks(text + 2);
    wcsncpy(path, text, LINE_MAX - 1);
    path[LINE_MAX - 1] = 0;
    unquote(path);
    for (size_t size = wcslen(path); size && path[size - 1] == ' ';)
        path[--size] = 0;
    if (!*path) {
        GetCurrentDirectoryW(LINE_MAX, path);
        out(L"%ls\n", path);
        return 0;
    }
    return SetCurrentDirectoryW(path) ? 0 : complain_error(GetLastError());
}

static int do_pushd(const WCHAR *text)
{
    WCHAR before[LINE_MAX];
    GetCurrentDirectoryW(LINE_MAX, before);
    if (pushed_count == DEEPEST)
        return complain_error(ERROR_NOT_ENOUGH_MEMORY);
    if (do_cd(text))
        return 1;
    pushed[pushed_count++] = copy(before, wcslen(before));
    return 0;
}

static int do_popd(const WCHAR *text)
{
    if (!pushed_count)
        return 1;
    int result = SetCurrentDirectoryW(pushed[--pushed_count]) ? 0 : complain_error(GetLastError());
    free(pushed[pushed_count]);
    return result;
}

/* ---- small ones */

static int do_ver(const WCHAR *text)
{
    out(L"\nMicrosoft Windows [Version 10.0.19045.0]\n");
    return 0;
}

static int do_title(const WCHAR *text)
{
    SetConsoleTitleW(skip_blanks(text));
    return 0;
}

static int do_pause(const WCHAR *text)
{
    char byte;
    DWORD done;
    out(L"Press any key to continue . . . ");
    ReadFile(streams[0], &byte, 1, &done, NULL);
    out(L"\n");
    return error_level;
}

static int do_path(const WCHAR *text)
{
    text = skip_blanks(text);
    if (*text)
        return !SetEnvironmentVariableW(L"PATH", text);
    WCHAR *value = variable(L"PATH");
    out(L"PATH=%ls\n", value ? value : L"(null)");
    free(value);
    return 0;
}

static int do_prompt(const WCHAR *text)
{
    text = skip_blanks(text);
    return !SetEnvironmentVariableW(L"PROMPT", *text ? text : NULL);
}

static int do_cls(const WCHAR *text)
{
    out(L"\f");
    return 0;
}

static const struct builtin builtins[] = {
    {L"echo", do_echo},         {L"exit", do_exit},     {L"goto", do_goto},
    {L"call", do_call},         {L"shift", do_shift},   {L"setlocal", do_setlocal},
    {L"endlocal", do_endlocal}, {L"set", do_set},       {L"cd", do_cd},
    {L"chdir", do_cd},          {L"pushd", do_pushd},   {L"popd", do_popd},
    {L"ver", do_ver},           {L"title", do_title},   {L"pause", do_pause},
    {L"path", do_path},         {L"prompt", do_prompt}, {L"cls", do_cls},
    {L"type", do_type},         {L"del", do_del},       {L"erase", do_del},
    {L"copy", do_copy},         {L"move", do_move},     {L"ren", do_rename},
    {L"rename", do_rename},     {L"md", do_mkdir},      {L"mkdir", do_mkdir},
    {L"rd", do_rmdir},          {L"rmdir", do_rmdir},   {L"dir", do_dir},
};

int run_builtin(const WCHAR *name, const WCHAR *arguments, int *result)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (_wcsicmp(name, builtins[i].name) == 0) {
            *result = builtins[i].run(arguments);
            return 1;
        }
    return 0;
}
