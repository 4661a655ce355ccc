/* con_history.c - lines that were read, by the program that read them. */
#include "con_console.h"

UNICODE_STRING con_image_name(void)
{
    const UNICODE_STRING *path = &peb_self()->ProcessParameters->ImagePathName;
    ULONG count = path->Length / sizeof(WCHAR), start = count;
    while (start && path->Buffer[start - 1] != '\\')
        start--;
    USHORT size = (USHORT)((count - start) * sizeof(WCHAR));
    return (UNICODE_STRING){size, size, path->Buffer + start};
}

static ULONG hash_of(UNICODE_STRING name)
{
    ULONG hash = 0;
    for (ULONG i = 0; i < name.Length / sizeof(WCHAR); i++)
        hash = hash * 31 + io_fold(name.Buffer[i]);
    return hash;
}

ULONG con_program(void)
{
    return hash_of(con_image_name());
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

/* ---- services */

NTSTATUS NTAPI BaileyConsoleLines(const UNICODE_STRING *program, WCHAR *to, ULONG room,
                                  ULONG *count)
{
    CON_CONSOLE *console = con_own();
    struct con_list list = {to, room, 0};
    ULONG wanted = hash_of(*program);
    if (!console)
        return STATUS_INVALID_HANDLE;
    con_lock(console);
    for (ULONG i = 0; i < console->history_count; i++) {
        const CON_PAST *past = &console->history[i];
        if (past->program != wanted)
            continue;
        con_list_add(&list, ARENA_AT(WCHAR, past->text), past->count);
        con_list_add(&list, L"", 1);
    }
    con_unlock(console);
    *count = list.used;
    return list.used > room ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
}

void NTAPI BaileyConsoleForgetLines(const UNICODE_STRING *program)
{
    CON_CONSOLE *console = con_own();
    ULONG wanted = hash_of(*program);
    if (!console)
        return;
    con_lock(console);
    for (ULONG i = console->history_count; i > 0; i--)
        if (console->history[i - 1].program == wanted)
            drop(console, i - 1);
    con_unlock(console);
}
