/*
 * con_alias.c - aliases: words that stand for other lines at the beginning of a line that is read.
 * They belong to a console, and in it to the programs of one image name.
 */
#include "con_console.h"

typedef struct CON_ALIAS {
    arena_ptr next; /* in the order of their making */
    ULONG program_count, source_count, target_count;
    WCHAR text[]; /* one after the other: program, source, target */
} CON_ALIAS;

static ULONG size_of(const CON_ALIAS *alias)
{
    ULONG count = alias->program_count + alias->source_count + alias->target_count;
    return (ULONG)(sizeof *alias + count * sizeof(WCHAR));
}

static UNICODE_STRING part(const WCHAR *text, ULONG count)
{
    USHORT size = (USHORT)(count * sizeof(WCHAR));
    return (UNICODE_STRING){size, size, (WCHAR *)text};
}

static UNICODE_STRING program_of(const CON_ALIAS *alias)
{
    return part(alias->text, alias->program_count);
}

static UNICODE_STRING source_of(const CON_ALIAS *alias)
{
    return part(alias->text + alias->program_count, alias->source_count);
}

static UNICODE_STRING target_of(const CON_ALIAS *alias)
{
    return part(alias->text + alias->program_count + alias->source_count, alias->target_count);
}

static BOOLEAN is_same(const UNICODE_STRING *a, UNICODE_STRING b)
{
    return io_equal_fold(a->Buffer, a->Length / sizeof(WCHAR), b.Buffer, b.Length / sizeof(WCHAR));
}

/* Where the one looked for hangs, or where a new one is to hang. */
static arena_ptr *find(CON_CONSOLE *console, const UNICODE_STRING *program,
                       const UNICODE_STRING *source)
{
    arena_ptr *link = &console->aliases;
    for (; *link; link = &ARENA_AT(CON_ALIAS, *link)->next) {
        const CON_ALIAS *alias = ARENA_AT(CON_ALIAS, *link);
        if (is_same(program, program_of(alias)) && is_same(source, source_of(alias)))
            break;
    }
    return link;
}

static CON_ALIAS *make(const UNICODE_STRING *program, const UNICODE_STRING *source,
                       const UNICODE_STRING *target)
{
    ULONG size = (ULONG)sizeof(CON_ALIAS) + program->Length + source->Length + target->Length;
    CON_ALIAS *alias = arena_alloc(size);
    if (!alias)
        return NULL;
    alias->next = 0;
    alias->program_count = program->Length / sizeof(WCHAR);
    alias->source_count = source->Length / sizeof(WCHAR);
    alias->target_count = target->Length / sizeof(WCHAR);
    __builtin_memcpy(program_of(alias).Buffer, program->Buffer, program->Length);
    __builtin_memcpy(source_of(alias).Buffer, source->Buffer, source->Length);
    __builtin_memcpy(target_of(alias).Buffer, target->Buffer, target->Length);
    return alias;
}

NTSTATUS NTAPI BaileyConsoleSetAlias(const UNICODE_STRING *program, const UNICODE_STRING *source,
                                     const UNICODE_STRING *target)
{
    CON_CONSOLE *console = con_own();
    CON_ALIAS *made = NULL;
    if (!console)
        return STATUS_INVALID_HANDLE;
    if (!program->Length || !source->Length)
        return STATUS_INVALID_PARAMETER;
    if (target && !(made = make(program, source, target)))
        return STATUS_NO_MEMORY;
    con_lock(console);
    arena_ptr *link = find(console, program, source);
    CON_ALIAS *old = *link ? ARENA_AT(CON_ALIAS, *link) : NULL;
    arena_ptr rest = old ? old->next : 0;
    if (made)
        made->next = rest;
    *link = made ? ARENA_OF(made) : rest;
    con_unlock(console);
    if (old)
        arena_free(old, size_of(old));
    return STATUS_SUCCESS;
}

/* ---- lists of strings */

void con_list_add(struct con_list *list, const WCHAR *text, ULONG count)
{
    if (list->used + count <= list->room)
        __builtin_memcpy(list->to + list->used, text, count * sizeof(WCHAR));
    list->used += count;
}

static void add(struct con_list *list, UNICODE_STRING text)
{
    con_list_add(list, text.Buffer, text.Length / sizeof(WCHAR));
}

/* Each program once. */
static void list_programs(const CON_CONSOLE *console, struct con_list *list)
{
    for (arena_ptr at = console->aliases; at; at = ARENA_AT(CON_ALIAS, at)->next) {
        UNICODE_STRING program = program_of(ARENA_AT(CON_ALIAS, at));
        arena_ptr earlier = console->aliases;
        while (earlier != at && !is_same(&program, program_of(ARENA_AT(CON_ALIAS, earlier))))
            earlier = ARENA_AT(CON_ALIAS, earlier)->next;
        if (earlier != at)
            continue;
        add(list, program);
        con_list_add(list, L"", 1);
    }
}

static void list_aliases(const CON_CONSOLE *console, const UNICODE_STRING *program,
                         struct con_list *list)
{
    for (arena_ptr at = console->aliases; at; at = ARENA_AT(CON_ALIAS, at)->next) {
        const CON_ALIAS *alias = ARENA_AT(CON_ALIAS, at);
        if (!is_same(program, program_of(alias)))
            continue;
        add(list, source_of(alias));
        con_list_add(list, L"=", 1);
        add(list, target_of(alias));
        con_list_add(list, L"", 1);
    }
}

NTSTATUS NTAPI BaileyConsoleAliases(const UNICODE_STRING *program, const UNICODE_STRING *source,
                                    WCHAR *to, ULONG room, ULONG *count)
{
    CON_CONSOLE *console = con_own();
    struct con_list list = {to, room, 0};
    NTSTATUS status = STATUS_SUCCESS;
    if (!console)
        return STATUS_INVALID_HANDLE;
    con_lock(console);
    if (!program) {
        list_programs(console, &list);
    } else if (!source) {
        list_aliases(console, program, &list);
    } else {
        arena_ptr found = *find(console, program, source);
        if (found) {
            add(&list, target_of(ARENA_AT(CON_ALIAS, found)));
            con_list_add(&list, L"", 1);
        } else {
            status = STATUS_UNSUCCESSFUL;
        }
    }
    con_unlock(console);
    *count = list.used;
    return status ? status : list.used > room ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
}

/* ---- expansion */

static ULONG word_end(const WCHAR *line, ULONG count, ULONG at)
{
    while (at < count && line[at] != ' ')
        at++;
    return at;
}

static ULONG word_start(const WCHAR *line, ULONG count, ULONG at)
{
    while (at < count && line[at] == ' ')
        at++;
    return at;
}

/* $1 to $9; $*, number 0, is all that follows the alias. */
static void add_argument(struct con_list *list, const WCHAR *line, ULONG count, ULONG number)
{
    ULONG at = word_start(line, count, word_end(line, count, 0));
    if (!number) {
        con_list_add(list, line + at, count - at);
        return;
    }
    while (--number)
        at = word_start(line, count, word_end(line, count, at));
    con_list_add(list, line + at, word_end(line, count, at) - at);
}

/* What follows a dollar sign. */
static void add_special(struct con_list *list, const WCHAR *line, ULONG count, WCHAR c)
{
    static const WCHAR letters[] = L"GLB$", signs[] = L"><|$";
    WCHAR both[2] = {'$', c};
    if (c == '*' || (c >= '1' && c <= '9')) {
        add_argument(list, line, count, c == '*' ? 0 : c - '0');
        return;
    }
    if (io_fold(c) == 'T') {
        con_list_add(list, L"\r\n", 2);
        return;
    }
    for (ULONG i = 0; letters[i]; i++)
        if (io_fold(c) == letters[i]) {
            con_list_add(list, &signs[i], 1);
            return;
        }
    con_list_add(list, both, 2);
}

ULONG con_alias_expand(CON_CONSOLE *console, const WCHAR *line, ULONG count, WCHAR *to, ULONG room)
{
    UNICODE_STRING program = con_image_name(), source = part(line, word_end(line, count, 0));
    struct con_list list = {to, room, 0};
    con_lock(console);
    arena_ptr found = console->aliases ? *find(console, &program, &source) : 0;
    if (found) {
        UNICODE_STRING target = target_of(ARENA_AT(CON_ALIAS, found));
        ULONG length = target.Length / sizeof(WCHAR);
        for (ULONG i = 0; i < length; i++)
            if (target.Buffer[i] == '$' && i + 1 < length)
                add_special(&list, line, count, target.Buffer[++i]);
            else
                con_list_add(&list, &target.Buffer[i], 1);
        con_list_add(&list, L"\r\n", 2);
    }
    con_unlock(console);
    return list.used <= room ? list.used : 0;
}
