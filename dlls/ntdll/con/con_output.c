/* con_output.c - writing text to a console's screen. */
#include "con_console.h"

#define PART 512 /* units a turn: others come in between */

NTSTATUS con_write_text(CON_REF *ref, const WCHAR *text, ULONG count)
{
    struct con_term term;
    do {
        ULONG part = count < PART ? count : PART;
        con_lock(ref->console);
        con_begin(&term, ref->console, ref->screen);
        con_write(&term, &ref->screen->s, text, part);
        con_emit_flush(&term);
        con_unlock(ref->console);
        text += part;
        count -= part;
    } while (count);
    return STATUS_SUCCESS;
}

NTSTATUS con_write_bytes(CON_REF *ref, const char *bytes, ULONG size)
{
    struct con_term term;
    WCHAR wide[PART];
    while (size) {
        ULONG used = 0;
        con_lock(ref->console);
        ULONG count =
            con_widen(ref->console->output_page, &ref->screen->s, bytes, size, wide, PART, &used);
        con_begin(&term, ref->console, ref->screen);
        con_write(&term, &ref->screen->s, wide, count);
        con_emit_flush(&term);
        con_unlock(ref->console);
        bytes += used;
        size -= used;
    }
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyConsoleWrite(HANDLE handle, const void *text, ULONG count, BOOLEAN wide)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, TRUE, FILE_WRITE_DATA, &ref);
    if (status)
        return status;
    status = wide ? con_write_text(&ref, text, count) : con_write_bytes(&ref, text, count);
    con_release(&ref);
    return status;
}
