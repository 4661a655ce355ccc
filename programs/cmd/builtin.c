/* builtin.c - the commands of the interpreter that steer it and its variables. */
#include "builtin.h"

static int do_echo(const WCHAR *text)
{
    const WCHAR *word = text + wcsspn(text, L" \t");
    if (!*word) {
        out(echo_on ? L"ECHO is on.\n" : L"ECHO is off.\n");
        return 0;
    }
    if (_wcsicmp(word, L"on") == 0 || _wcsicmp(word, L"off") == 0) {
        echo_on = towlower(word[1]) == 'n';
        return UNCHANGED;
    }
    out(L"%ls\n", text + 1);
    return UNCHANGED;
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
    if (!batch)
        return UNCHANGED;
    if (!next_word(text, label, LINE_MAX)) {
        complain(L"No batch label specified to GOTO command.\n");
    } else if (jump(label)) {
        leaving = JUMP;
        return UNCHANGED;
    }
    leave_batch(); /* and not the line: what npm's shims and scripts that delete themselves use */
    return 1;
}

static int call_command(const WCHAR *command)
{
    WCHAR name[32]; /* more than a command of the interpreter has */
    int result = UNCHANGED;
    if (command[0] == ':') {
        if (batch)
            return call_label(command);
        complain(L"Invalid attempt to call batch label outside of batch script.\n");
        return 1;
    }
    const WCHAR *end = next_word(command, name, 32);
    if (!end)
        return 0;
    if (!run_builtin(name, end, &result))
        result = run_program(command, 1);
    return not_found ? 1 : result;
}

/* Once more, as documented: heap, or NULL. */
__attribute__((noinline)) static WCHAR *expanded_again(const WCHAR *text)
{
    WCHAR expanded[LINE_MAX];
    return expand_percent(text, expanded, LINE_MAX) ? copy(expanded, wcslen(expanded)) : NULL;
}

static int do_call(const WCHAR *text)
{
    if (!*text) /* "(call)" fails and "(call )" does not, which scripts set the error level by */
        return 1;
    WCHAR *expanded = expanded_again(skip_blanks(text));
    if (!expanded)
        return 1;
    int result = call_command(expanded);
    free(expanded);
    return result;
}

static int do_shift(const WCHAR *text)
{
    WCHAR word[64];
    int from = 0;
    if (!batch)
        return UNCHANGED;
    if (next_word(text, word, 64)) {
        if (word[0] != '/' || word[1] < '0' || word[1] > '8' || word[2]) {
            complain(L"Invalid parameter to SHIFT command\n");
            return 1;
        }
        from = word[1] - '0';
    }
    if (from >= batch->count)
        return UNCHANGED;
    free(batch->arguments[from]);
    batch->count--;
    for (int i = from; i < batch->count; i++)
        batch->arguments[i] = batch->arguments[i + 1];
    return UNCHANGED;
}

static int take_setlocal(const WCHAR *word)
{
    if (_wcsicmp(word, L"enabledelayedexpansion") == 0)
        delayed = 1;
    else if (_wcsicmp(word, L"disabledelayedexpansion") == 0)
        delayed = 0;
    else /* of the extensions those that are on stay on */
        return _wcsicmp(word, L"enableextensions") == 0 ||
               _wcsicmp(word, L"disableextensions") == 0;
    return 1;
}

static int do_setlocal(const WCHAR *text)
{
    WCHAR word[64];
    if (!batch)
        return UNCHANGED;
    SAVED *saved = calloc(1, sizeof *saved);
    if (!saved)
        return 1;
    saved->environment = GetEnvironmentStringsW();
    GetCurrentDirectoryW(MAX_PATH, saved->directory);
    saved->delayed = delayed;
    saved->next = batch->saved;
    batch->saved = saved;
    int result = UNCHANGED;
    while ((text = next_word(text, word, 64))) {
        int known = take_setlocal(word);
        if (result != 1)
            result = !known;
    }
    return result;
}

static int do_endlocal(const WCHAR *text)
{
    SAVED *saved = batch ? batch->saved : NULL;
    if (saved) {
        batch->saved = saved->next;
        restore(saved);
    }
    return UNCHANGED;
}

static const struct builtin builtins[] = {
    {L"echo", do_echo},         {L"exit", do_exit},     {L"goto", do_goto},
    {L"call", do_call},         {L"shift", do_shift},   {L"setlocal", do_setlocal},
    {L"endlocal", do_endlocal}, {L"set", do_set},       {L"cd", do_cd},
    {L"chdir", do_cd},          {L"pushd", do_pushd},   {L"popd", do_popd},
    {L"ver", do_ver},           {L"vol", do_vol},       {L"date", do_date},
    {L"time", do_time},         {L"verify", do_verify}, {L"color", do_color},
    {L"title", do_title},       {L"pause", do_pause},   {L"path", do_path},
    {L"prompt", do_prompt},     {L"cls", do_cls},       {L"break", do_break},
    {L"mklink", do_mklink},     {L"start", do_start},   {L"assoc", do_assoc},
    {L"ftype", do_ftype},       {L"type", do_type},     {L"del", do_del},
    {L"erase", do_del},         {L"copy", do_copy},     {L"move", do_move},
    {L"ren", do_rename},        {L"rename", do_rename}, {L"md", do_mkdir},
    {L"mkdir", do_mkdir},       {L"rd", do_rmdir},      {L"rmdir", do_rmdir},
    {L"dir", do_dir},
};

static const struct builtin *find_builtin(const WCHAR *name)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (_wcsicmp(name, builtins[i].name) == 0)
            return &builtins[i];
    return NULL;
}

int is_builtin(const WCHAR *name)
{
    return find_builtin(name) != NULL;
}

int run_builtin(const WCHAR *name, const WCHAR *arguments, int *result)
{
    const struct builtin *builtin = find_builtin(name);
    if (builtin)
        *result = builtin->run(arguments);
    return builtin != NULL;
}
