/* io_console.c - the console as a file: opened by name, read, written, closed. */
#include "con/con_console.h"

/* CONOUT$ is the screen that is shown at that time. */
NTSTATUS io_open_console(const IO_PATH *path, ACCESS_MASK access, ULONG share, ULONG options,
                         IO_FILE **file)
{
    CON_CONSOLE *console = con_own();
    CON_SCREEN *screen = NULL;
    if (!console)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    if (path->target == IO_TO_CONSOLE_OUT) {
        con_lock(console);
        screen = con_active(console);
        InterlockedIncrement(&screen->references);
        con_unlock(console);
    }
    *file = con_new_file(console, screen, access, share, options);
    if (*file)
        return STATUS_SUCCESS;
    if (screen)
        con_drop_screen(console, screen);
    return STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS io_console_transfer(IO_FILE *file, BOOLEAN write, char *buffer, ULONG size, ULONG *done)
{
    CON_REF ref;
    NTSTATUS status = con_of_file(file, &ref);
    if (status || write != (ref.screen != NULL))
        return STATUS_INVALID_HANDLE;
    *done = write ? size : 0;
    if (!write)
        status = con_read_bytes(&ref, buffer, size, done, TRUE);
    else if (size)
        status = con_write_bytes(&ref, buffer, size);
    return status;
}

void io_console_close(IO_FILE *file)
{
    if (file->screen)
        con_drop_screen(ARENA_AT(CON_CONSOLE, file->console), ARENA_AT(CON_SCREEN, file->screen));
    file->screen = 0;
}

KE_HEADER *io_console_waitable(IO_FILE *file)
{
    CON_REF ref;
    if (con_of_file(file, &ref) || ref.screen)
        return &file->header.dispatcher;
    con_want_input(ref.console);
    return &ref.console->input;
}
