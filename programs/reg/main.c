/* main.c - reg.exe's command line. */
#include "reg.h"

enum { KEY1 = 1, KEY2 = 2, FILE1 = 4 };

static const struct command {
    const WCHAR *name;
    int (*run)(const OPTIONS *);
    int operands;
    const WCHAR *usage;
} commands[] = {
    {L"QUERY", do_query, KEY1,
     L"REG QUERY KeyName [/v [ValueName] | /ve] [/s] [/f Data [/k] [/d] [/c] [/e]]\n"
     L"          [/t Type] [/reg:32 | /reg:64]\n"},
    {L"ADD", do_add, KEY1,
     L"REG ADD KeyName [/v ValueName | /ve] [/t Type] [/s Separator] [/d Data] [/f]\n"
     L"        [/reg:32 | /reg:64]\n"},
    {L"DELETE", do_delete, KEY1,
     L"REG DELETE KeyName [/v ValueName | /ve | /va] [/f] [/reg:32 | /reg:64]\n"},
    {L"COPY", do_copy, KEY1 | KEY2, L"REG COPY KeyName1 KeyName2 [/s] [/f] [/reg:32 | /reg:64]\n"},
    {L"COMPARE", do_compare, KEY1 | KEY2,
     L"REG COMPARE KeyName1 KeyName2 [/v ValueName | /ve] [/s] [/reg:32 | /reg:64]\n"},
    {L"EXPORT", do_export, KEY1 | FILE1, L"REG EXPORT KeyName FileName [/y] [/reg:32 | /reg:64]\n"},
    {L"IMPORT", do_import, FILE1, L"REG IMPORT FileName [/reg:32 | /reg:64]\n"},
};

static int syntax(const struct command *command)
{
    WCHAR text[200];
    _snwprintf(text, 200, L"Invalid syntax.\nType \"REG %ls /?\" for usage.", command->name);
    return fail(text);
}

static int no_key(void)
{
    return fail(L"Invalid key name.\nType \"REG /?\" for usage.");
}

/* Options without an argument: where they are noted. */
static int *flag_of(OPTIONS *o, const struct command *c, const WCHAR *text)
{
    int query = c->run == do_query;
    if (!_wcsicmp(text, L"/va") && c->run == do_delete)
        return &o->all_values;
    if (!_wcsicmp(text, L"/s") && c->run != do_add)
        return &o->recurse;
    if ((!_wcsicmp(text, L"/f") && !query) || (!_wcsicmp(text, L"/y") && c->run == do_export))
        return &o->force;
    if (!query)
        return NULL;
    return !_wcsicmp(text, L"/k")   ? &o->keys_only
           : !_wcsicmp(text, L"/e") ? &o->exact
           : !_wcsicmp(text, L"/c") ? &o->case_sensitive
                                    : NULL;
}

/* Returns how many words were taken, 0: an error. */
static int option_with_argument(OPTIONS *o, const struct command *c, const WCHAR *text,
                                const WCHAR *next)
{
    int query = c->run == do_query;
    if (!_wcsicmp(text, L"/v")) {
        if (query && (!next || next[0] == '/')) {
            o->all_values = 1;
            return 1;
        }
        o->has_value = 1;
        o->value = next;
    } else if (!_wcsicmp(text, L"/t") && next) {
        o->has_type = 1;
        o->filter_type = query;
        if (!parse_type(next, &o->type))
            return 0;
    } else if (!_wcsicmp(text, L"/d") && query) {
        o->data_only = 1;
        return 1;
    } else if (!_wcsicmp(text, L"/d")) {
        o->data = next;
    } else if (!_wcsicmp(text, L"/s")) {
        if (!next || wcslen(next) != 1)
            return 0;
        o->separator = next[0];
    } else if (!_wcsicmp(text, L"/f") && query) {
        o->find = next;
    } else {
        return 0;
    }
    return next ? 2 : 0;
}

static int take_option(OPTIONS *o, const struct command *c, const WCHAR *text, const WCHAR *next)
{
    int *flag = flag_of(o, c, text);
    if (flag) {
        *flag = 1;
        return 1;
    }
    if (!_wcsicmp(text, L"/ve")) {
        o->has_value = 1;
        o->value = L"";
        return 1;
    }
    if (!_wcsicmp(text, L"/reg:32") || !_wcsicmp(text, L"/reg:64")) {
        o->view = text[5] == '3' ? KEY_WOW64_32KEY : KEY_WOW64_64KEY;
        return 1;
    }
    if (!_wcsicmp(text, L"/z"))
        return 1;
    return option_with_argument(o, c, text, next);
}

static int run(const struct command *c, int count, WCHAR **words)
{
    OPTIONS o = {.type = REG_SZ};
    int operands = c->operands;
    for (int i = 0; i < count;) {
        if (!wcscmp(words[i], L"/?")) {
            out(L"\n%ls", c->usage);
            return 0;
        }
        if (operands & KEY1 && !o.place.root_name) {
            if (!parse_place(words[i], &o.place))
                return no_key();
            operands &= ~KEY1;
            i++;
        } else if (operands & KEY2 && words[i][0] != '/') {
            if (!parse_place(words[i], &o.other))
                return no_key();
            operands &= ~KEY2;
            i++;
        } else if (operands & FILE1) {
            o.file = words[i++];
            operands &= ~FILE1;
        } else {
            int taken = take_option(&o, c, words[i], i + 1 < count ? words[i + 1] : NULL);
            if (!taken)
                return syntax(c);
            i += taken;
        }
    }
    return operands ? syntax(c) : c->run(&o);
}

int wmain(int count, WCHAR **words)
{
    if (count < 2)
        return fail(L"Invalid syntax.\nType \"REG /?\" for usage.");
    if (!wcscmp(words[1], L"/?")) {
        out(L"\nREG Operation [Parameter List]\n\n");
        for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
            out(L"%ls", commands[i].usage);
        return 0;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!_wcsicmp(words[1], commands[i].name))
            return run(commands + i, count - 2, words + 2);
    if (!_wcsicmp(words[1], L"SAVE") || !_wcsicmp(words[1], L"RESTORE") ||
        !_wcsicmp(words[1], L"LOAD") || !_wcsicmp(words[1], L"UNLOAD"))
        return fail_with(ERROR_PRIVILEGE_NOT_HELD);
    WCHAR text[200];
    _snwprintf(text, 200, L"Invalid syntax.\nType \"REG /?\" for usage.");
    return fail(text);
}
