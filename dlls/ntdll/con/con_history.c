/* con_history.c - lines that were read, by the program that read them. */
#include "con_console.h"

ULONG con_program(void)
{
    const UNICODE_STRING *path = &peb_self()->ProcessParameters->ImagePathName;
    ULONG hash = 0, count = path->Length / sizeof(WCHAR), start = count;
    while (start && path->Buffer[start - 1] != '\\')
        start--;
    for (ULONG i = start; i < count; i++)
        hash = hash * 31 + io_fold(path->Buffer[i]);
    return hash;
}

static void drop(CON_CONSOLE *console, ULONG index)
{
    CON_PAST *past = &console->history[index];
    arena_free(ARENA_AT(void, past->text), past->count * sizeof(WCHAR));
    console->history_count--;
    for (ULONG i = index; i < console->history_count; i++)
        console->history[i] = console->history[i + 1];
}

static BOOLEAN is_line(const CON_PAST *past, const WCHAR *text, ULONG count)
{
    return past->count == count && past->program == con_program() &&
           __builtin_memcmp(ARENA_AT(void, past->text), text, count * sizeof(WCHAR)) == 0;
}

void con_history_add(CON_CONSOLE *console, const WCHAR *text, ULONG count)
{
    const CON_PAST *last = con_history_at(console, 1);
    if (!count || (last && is_line(last, text, count)))
        return;
    con_lock(console);
    for (ULONG i = 0; console->history_flags & HISTORY_NO_DUP_FLAG && i < console->history_count;
         i++)
        if (is_line(&console->history[i], text, count))
            drop(console, i--);
    if (console->history_count >= CON_HISTORY)
        drop(console, 0);
    void *copy = arena_alloc(count * (ULONG)sizeof(WCHAR));
    if (copy) {
        __builtin_memcpy(copy, text, count * sizeof(WCHAR));
        console->history[console->history_count++] =
            (CON_PAST){ARENA_OF(copy), count, con_program()};
    }
    con_unlock(console);
}

const CON_PAST *con_history_at(const CON_CONSOLE *console, ULONG back)
{
    ULONG program = con_program();
    for (ULONG i = console->history_count; i > 0; i--)
        if (console->history[i - 1].program == program && --back == 0)
            return &console->history[i - 1];
    return NULL;
}

void con_history_clear(CON_CONSOLE *console)
{
    con_lock(console);
    while (console->history_count)
        drop(console, console->history_count - 1);
    con_unlock(console);
}
