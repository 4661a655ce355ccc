/* con_session.c - what is the console's and not a screen's: title, code pages, who is attached. */
#include "con_console.h"
#include "con_inherit.h"

ULONG NTAPI BaileyConsoleTitle(BOOLEAN original, WCHAR *text, ULONG room)
{
    CON_CONSOLE *console = con_own();
    if (!console)
        return 0;
    con_lock(console);
    ULONG count = original ? console->original_count : console->title_count;
    const WCHAR *from = original ? console->original : console->title;
    if (room)
        __builtin_memcpy(text, from, (count < room ? count : room - 1) * sizeof(WCHAR));
    if (room)
        text[count < room ? count : room - 1] = 0;
    con_unlock(console);
    return count;
}

NTSTATUS NTAPI BaileyConsoleSetTitle(const WCHAR *text, ULONG count)
{
    CON_CONSOLE *console = con_own();
    if (!console)
        return STATUS_INVALID_HANDLE;
    if (count >= CON_TITLE)
        return STATUS_NO_MEMORY;
    con_set_title(console, text, count);
    return STATUS_SUCCESS;
}

UINT NTAPI BaileyConsolePage(BOOLEAN output)
{
    CON_CONSOLE *console = con_own();
    if (!console)
        return 0;
    return output ? console->output_page : console->input_page;
}

NTSTATUS NTAPI BaileyConsoleSetPage(BOOLEAN output, UINT page)
{
    CON_CONSOLE *console = con_own();
    if (!console)
        return STATUS_INVALID_HANDLE;
    if (output)
        console->output_page = page;
    else
        console->input_page = page;
    return STATUS_SUCCESS;
}

/* ---- screens */

NTSTATUS NTAPI BaileyConsoleCreateScreen(HANDLE *handle, ACCESS_MASK access, ULONG share,
                                         ULONG attributes)
{
    CON_CONSOLE *console = con_own();
    static volatile LONG numbers;
    if (!console)
        return STATUS_INVALID_HANDLE;
    con_lock(console);
    const struct con_screen *active = &con_active(console)->s;
    CON_SCREEN *screen =
        con_new_screen(console, active->view_width, active->view_height, active->attr);
    if (screen) {
        screen->number = (ULONG)InterlockedIncrement(&numbers);
        __builtin_memcpy(screen->s.palette, active->palette, sizeof active->palette);
        screen->s.cursor_size = active->cursor_size;
    }
    con_unlock(console);
    IO_FILE *file = screen ? con_new_file(console, screen, access, share, 0) : NULL;
    if (!file) {
        if (screen)
            con_drop_screen(console, screen);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    NTSTATUS status = ob_create_handle(file, access, attributes, handle);
    if (status)
        io_file_ops.last_close(file);
    ob_dereference(file);
    return status;
}

NTSTATUS NTAPI BaileyConsoleActivate(HANDLE handle)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, TRUE, FILE_WRITE_DATA, &ref);
    if (status)
        return status;
    con_lock(ref.console);
    if (ref.console->active != ARENA_OF(ref.screen)) {
        ref.console->active = ARENA_OF(ref.screen);
        con_redraw(ref.console);
    }
    con_unlock(ref.console);
    con_release(&ref);
    return STATUS_SUCCESS;
}

/* ---- attaching */

NTSTATUS NTAPI BaileyConsoleAttach(ULONG how, ULONG id)
{
    KPROCESS *process;
    CON_CONSOLE *console = NULL;
    NTSTATUS status = STATUS_SUCCESS;
    if (how == BAILEY_CONSOLE_FREE) {
        ps_process->console = CON_NONE;
        return STATUS_SUCCESS;
    }
    if (ps_process->console != CON_NONE)
        return STATUS_ACCESS_DENIED;
    if (how == BAILEY_CONSOLE_ALLOCATE) {
        console = con_create();
        status = console ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    } else {
        process = ps_find_process(how == BAILEY_CONSOLE_OF_PARENT ? ps_process->parent_id : id);
        if (!process || process->ended)
            status = STATUS_INVALID_PARAMETER;
        else if (!(console = con_of(process)))
            status = STATUS_INVALID_HANDLE;
        if (process)
            ob_dereference(process);
    }
    if (!status)
        ps_process->console = ARENA_OF(console);
    return status;
}

BOOLEAN NTAPI BaileyConsoleAttached(void)
{
    return con_own() != NULL;
}

/* ---- the lines that were read */

NTSTATUS NTAPI BaileyConsoleHistory(BOOLEAN set, CONSOLE_HISTORY_INFO *info)
{
    CON_CONSOLE *console = con_own();
    if (!console)
        return STATUS_INVALID_HANDLE;
    if (set) {
        console->history_size = info->HistoryBufferSize;
        console->history_flags = info->dwFlags;
    } else {
        info->HistoryBufferSize = console->history_size;
        info->NumberOfHistoryBuffers = 4;
        info->dwFlags = console->history_flags;
    }
    return STATUS_SUCCESS;
}

/* ---- the beginning and the end of a process */

void con_inherit(KPROCESS *child, const KPROCESS *parent, const PROCESS_PARAMETERS *parameters)
{
    HANDLE wanted = parameters->ConsoleHandle;
    child->console = parent->console;
    child->group = parent->group;
    child->life.ignored = parent->life.ignored;
    if (parameters->ConsoleFlags & 1) { /* CREATE_NEW_PROCESS_GROUP */
        child->group = child->id;
        child->life.ignored |= 1u << PAL_CONTROL_INTERRUPT;
    }
    if (wanted == CONSOLE_DETACHED) {
        child->console = CON_NONE;
    } else if (wanted == CONSOLE_NEW || wanted == CONSOLE_NO_WINDOW) {
        CON_CONSOLE *console = con_create();
        child->console = console ? ARENA_OF(console) : CON_NONE;
    }
}

/* The terminal gets back what it had when the session's first process ends, or the last one that
 * is there. */
void con_process_end(void)
{
    CON_CONSOLE *console = ARENA_AT(CON_CONSOLE, arena->console);
    PalTerminal facts = {0};
    struct con_term term;
    if (!console || !console->is_host || !con_terminal_out())
        return;
    if (ps_process->parent_id && arena->process_count > 1) {
        if (console->raw)
            pal_terminal_control(con_terminal_in(), PAL_TERMINAL_FORGET, &facts);
        return;
    }
    con_lock(console);
    con_begin(&term, console, con_active(console));
    if (console->host.owes_wrap)
        con_goto(&term, &con_active(console)->s, con_active(console)->s.x,
                 con_active(console)->s.y);
    if (console->host.cursor_hidden)
        con_emit(&term, "\033[?25h", 6);
    if (console->host.attr > 0 && console->host.attr != 7)
        con_emit(&term, "\033[0m", 4);
    if (console->host.alternate)
        con_emit(&term, "\033[?1049l", 8);
    con_emit_flush(&term);
    if (console->settings_kept && con_terminal_in()) {
        facts.kept = 1;
        __builtin_memcpy(facts.settings, console->settings, sizeof facts.settings);
        pal_terminal_control(con_terminal_in(), PAL_TERMINAL_RESTORE, &facts);
    }
    con_unlock(console);
}
