/* con_console.c - the consoles of a session, who has which, and handles to them. */
#include "con_console.h"

#define DEFAULT_WIDTH  80
#define DEFAULT_HEIGHT 25
#define DEFAULT_INPUT                                                                      \
    (ENABLE_PROCESSED_INPUT | ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT | ENABLE_MOUSE_INPUT | \
     ENABLE_INSERT_MODE | ENABLE_QUICK_EDIT_MODE | ENABLE_EXTENDED_FLAGS | ENABLE_AUTO_POSITION)
#define FIRST_RECORDS 64

_Static_assert(sizeof(struct con_record) == sizeof(INPUT_RECORD), "con_keys.h");
_Static_assert(sizeof(struct con_cell) == sizeof(CHAR_INFO), "con_screen.h");

void *con_alloc(uint32_t size)
{
    return arena_alloc(size);
}

void con_free(void *memory, uint32_t size)
{
    arena_free(memory, size);
}

void con_lock(CON_CONSOLE *console)
{
    ke_enter();
    arena_lock(&console->lock);
}

void con_unlock(CON_CONSOLE *console)
{
    arena_unlock(&console->lock);
    ke_leave();
}

/* ---- consoles */

CON_SCREEN *con_new_screen(CON_CONSOLE *console, LONG width, LONG height, USHORT attr)
{
    CON_SCREEN *screen = arena_alloc(sizeof *screen);
    if (!screen)
        return NULL;
    if (!con_screen_init(&screen->s, width, height, attr)) {
        arena_free(screen, sizeof *screen);
        return NULL;
    }
    screen->references = 1;
    screen->console = ARENA_OF(console);
    screen->next = console->screens;
    console->screens = ARENA_OF(screen);
    return screen;
}

void con_drop_screen(CON_CONSOLE *console, CON_SCREEN *screen)
{
    if (InterlockedDecrement(&screen->references) != 0)
        return;
    con_lock(console);
    arena_ptr *link = &console->screens;
    while (*link && *link != ARENA_OF(screen))
        link = &ARENA_AT(CON_SCREEN, *link)->next;
    if (*link)
        *link = screen->next;
    if (console->active == ARENA_OF(screen)) { /* the first is always there */
        for (arena_ptr at = console->screens; at; at = ARENA_AT(CON_SCREEN, at)->next)
            if (ARENA_AT(CON_SCREEN, at)->number == 0)
                console->active = at;
        con_redraw(console);
    }
    con_screen_drop(&screen->s);
    con_unlock(console);
    arena_free(screen, sizeof *screen);
}

CON_CONSOLE *con_create(void)
{
    CON_CONSOLE *console = arena_alloc(sizeof *console);
    if (!console)
        return NULL;
    console->records = ARENA_OF(arena_alloc(FIRST_RECORDS * sizeof(struct con_record)));
    console->record_room = FIRST_RECORDS;
    CON_SCREEN *screen = con_new_screen(console, DEFAULT_WIDTH, DEFAULT_HEIGHT, 7);
    if (!console->records || !screen)
        return NULL; /* the arena is full: what was taken does not matter any more */
    console->active = ARENA_OF(screen);
    console->input.kind = KE_NOTIFICATION;
    console->input_mode = DEFAULT_INPUT;
    console->input_page = console->output_page = NlsOemCodePageId();
    console->history_size = CON_HISTORY;
    console->host.attr = -1;
    const UNICODE_STRING *title = &peb_self()->ProcessParameters->WindowTitle;
    ULONG count = title->Length / sizeof(WCHAR);
    count = count < CON_TITLE ? count : CON_TITLE - 1;
    __builtin_memcpy(console->title, title->Buffer, count * sizeof(WCHAR));
    __builtin_memcpy(console->original, console->title, sizeof console->title);
    console->title_count = console->original_count = count;
    return console;
}

/* The host's terminal becomes the session's console as soon as a process knows it. */
static void take_terminal(CON_CONSOLE *console)
{
    if (console->is_host || !con_terminal_out())
        return;
    con_lock(console);
    if (!console->is_host) {
        console->is_host = TRUE;
        con_look_at_size(console);
    }
    con_unlock(console);
}

static CON_CONSOLE *default_console(void)
{
    CON_CONSOLE *console = ARENA_AT(CON_CONSOLE, arena->console);
    if (!console) {
        console = con_create();
        if (console && InterlockedCompareExchange((volatile LONG *)&arena->console,
                                                  (LONG)ARENA_OF(console), 0) != 0)
            console = ARENA_AT(CON_CONSOLE, arena->console); /* somebody was quicker */
    }
    if (console)
        take_terminal(console);
    return console;
}

CON_CONSOLE *con_of(KPROCESS *process)
{
    if (process->console == CON_NONE)
        return NULL;
    return process->console ? ARENA_AT(CON_CONSOLE, process->console) : default_console();
}

CON_CONSOLE *con_own(void)
{
    return con_of(ps_process);
}

/* ---- handles */

IO_FILE *con_new_file(CON_CONSOLE *console, CON_SCREEN *screen, ACCESS_MASK access, ULONG share,
                      ULONG options)
{
    IO_FILE *file =
        io_new_file(NULL, IO_CONSOLE, access, share, options | FILE_SYNCHRONOUS_IO_NONALERT);
    if (!file)
        return NULL;
    file->console = ARENA_OF(console);
    file->screen = ARENA_OF(screen);
    file->pipe_end = screen != NULL;
    if (console->is_host) {
        file->pal = screen ? con_terminal_out() : con_terminal_in();
        file->standard = file->pal != 0; /* borrowed */
    }
    return file;
}

/* A standard stream that is the terminal learns of its console when it is used. */
NTSTATUS con_of_file(IO_FILE *file, CON_REF *ref)
{
    if (file->kind != IO_CONSOLE)
        return STATUS_INVALID_HANDLE;
    if (!file->console) {
        CON_CONSOLE *console = con_own();
        if (!console)
            return STATUS_INVALID_HANDLE;
        if (file->pipe_end) {
            CON_SCREEN *screen = ARENA_AT(CON_SCREEN, console->screens);
            while (screen->number)
                screen = ARENA_AT(CON_SCREEN, screen->next);
            if (InterlockedCompareExchange((volatile LONG *)&file->screen, (LONG)ARENA_OF(screen),
                                           0) == 0)
                InterlockedIncrement(&screen->references);
        }
        InterlockedExchange((volatile LONG *)&file->console, (LONG)ARENA_OF(console));
    }
    ref->file = file;
    ref->console = ARENA_AT(CON_CONSOLE, file->console);
    ref->screen = ARENA_AT(CON_SCREEN, file->screen);
    con_terminal_learn(file);
    return STATUS_SUCCESS;
}

NTSTATUS con_reference_any(HANDLE handle, CON_REF *ref)
{
    IO_FILE *file;
    if (ob_reference(handle, OB_FILE, 0, (void **)&file, NULL))
        return STATUS_INVALID_HANDLE; /* the console's word for all that is none */
    NTSTATUS status = con_of_file(file, ref);
    if (status)
        ob_dereference(file);
    return status;
}

NTSTATUS con_reference(HANDLE handle, BOOLEAN output, ACCESS_MASK access, CON_REF *ref)
{
    IO_FILE *file;
    ACCESS_MASK granted;
    if (ob_reference(handle, OB_FILE, 0, (void **)&file, &granted))
        return STATUS_INVALID_HANDLE;
    NTSTATUS status = con_of_file(file, ref);
    if (!status && output != (ref->screen != NULL))
        status = STATUS_INVALID_HANDLE;
    if (!status && (granted & access) != access)
        status = STATUS_ACCESS_DENIED;
    if (status)
        ob_dereference(file);
    return status;
}

void con_release(CON_REF *ref)
{
    ob_dereference(ref->file);
}
