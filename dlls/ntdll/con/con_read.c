/* con_read.c - reading text: whole lines, or characters as they come. */
#include "con_console.h"

static RTL_SRWLOCK readers; /* of this process, one at a time */
volatile LONG con_edited;

static WCHAR *ready(const CON_CONSOLE *console)
{
    return ARENA_AT(WCHAR, console->ready) + console->ready_first;
}

/* The first line of several, which an alias can stand for. */
static ULONG one_line(const WCHAR *text, ULONG count)
{
    for (ULONG i = 1; i < count; i++)
        if (text[i - 1] == '\r' && text[i] == '\n')
            return i + 1;
    return count;
}

/* What an earlier read has left, a line at most. */
static ULONG take_ready(CON_CONSOLE *console, WCHAR *to, ULONG count)
{
    con_lock(console);
    if (count > console->ready_count)
        count = console->ready_count;
    if (count)
        count = one_line(ready(console), count);
    if (count)
        __builtin_memcpy(to, ready(console), count * sizeof(WCHAR));
    console->ready_first += count;
    console->ready_count -= count;
    con_unlock(console);
    return count;
}

static NTSTATUS keep(CON_CONSOLE *console, const WCHAR *text, ULONG count)
{
    NTSTATUS status = STATUS_SUCCESS;
    con_lock(console);
    if (!console->ready)
        console->ready = ARENA_OF(arena_alloc((CON_LINE_MAX + 4) * sizeof(WCHAR)));
    if (!console->ready) {
        status = STATUS_INSUFFICIENT_RESOURCES;
    } else {
        console->ready_first = 0;
        console->ready_count = count;
        __builtin_memcpy(ready(console), text, count * sizeof(WCHAR));
    }
    con_unlock(console);
    return status;
}

/* ---- lines */

static NTSTATUS edit_line(struct con_edit *edit, enum con_edit_result *result)
{
    struct con_record key;
    LONG aborts = con_aborts;
    do {
        NTSTATUS status = con_next_key(edit->console, aborts, &key);
        if (status) { /* what was typed before goes with the line */
            con_lock(edit->console);
            con_drop_records(edit->console, edit->console->record_count);
            con_unlock(edit->console);
            return status;
        }
        if (edit->console->input_mode & ENABLE_PROCESSED_INPUT && key.key.c == 3) {
            con_send_control(edit->console, PAL_CONTROL_INTERRUPT, 0, TRUE);
            continue;
        }
        *result = con_edit_key(edit, &key);
    } while (*result == CON_EDIT_ON);
    return STATUS_SUCCESS;
}

static NTSTATUS keep_expanded(CON_CONSOLE *console, const WCHAR *text, ULONG count)
{
    static WCHAR lines[CON_LINE_MAX + 4];
    ULONG used = con_alias_expand(console, text, count, lines, CON_LINE_MAX + 4);
    return used ? keep(console, lines, used) : STATUS_NOT_FOUND;
}

static NTSTATUS read_line(CON_CONSOLE *console, WCHAR *to, ULONG count,
                          CONSOLE_READCONSOLE_CONTROL *control)
{
    static WCHAR text[CON_LINE_MAX + 4];
    ULONG mode = console->input_mode;
    enum con_edit_result result = CON_EDIT_ON;
    struct con_edit edit = {
        .console = console,
        .text = text,
        .room = CON_LINE_MAX,
        .echo = (mode & ENABLE_ECHO_INPUT) != 0,
        .overwrite = (mode & (ENABLE_INSERT_MODE | ENABLE_EXTENDED_FLAGS)) == ENABLE_EXTENDED_FLAGS,
    };
    if (control) {
        edit.wakeup = control->dwCtrlWakeupMask;
        edit.count = control->nInitialChars < count ? control->nInitialChars : count;
        if (edit.count > CON_LINE_MAX)
            edit.count = CON_LINE_MAX;
        __builtin_memcpy(text, to, edit.count * sizeof(WCHAR));
    }
    con_edit_begin(&edit);
    if (control && edit.count) { /* it stands there already, before the cursor */
        edit.x -= (LONG)con_edit_cells(&edit);
        while (edit.x < 0 && edit.y > 0)
            edit.x += con_active(console)->s.width, edit.y--;
        edit.x = edit.x < 0 ? 0 : edit.x;
    }
    con_edited = edit.echo;
    NTSTATUS status = edit_line(&edit, &result);
    con_edited = FALSE;
    if (status)
        return status;
    if (control)
        control->dwControlKeyState = edit.key_state;
    if (result == CON_EDIT_WOKEN)
        return keep(console, text, edit.count);
    if (edit.echo) /* what was not to be seen is no line to come back to */
        con_history_add(console, text, edit.count);
    con_edit_end(&edit, mode & ENABLE_PROCESSED_INPUT ? L"\r\n" : L"\r");
    if (mode & ENABLE_PROCESSED_INPUT && edit.echo &&
        keep_expanded(console, text, edit.count) != STATUS_NOT_FOUND)
        return STATUS_SUCCESS;
    text[edit.count++] = '\r';
    if (mode & ENABLE_PROCESSED_INPUT)
        text[edit.count++] = '\n';
    return keep(console, text, edit.count);
}

/* ---- characters */

static NTSTATUS read_characters(CON_CONSOLE *console, WCHAR *to, ULONG count, ULONG *done)
{
    struct con_record key;
    LONG aborts = con_aborts;
    *done = 0;
    while (*done < count) {
        NTSTATUS status = STATUS_SUCCESS;
        if (!*done)
            status = con_next_key(console, aborts, &key);
        else if (!con_try_key(console, &key))
            break;
        if (status)
            return status;
        if (console->input_mode & ENABLE_PROCESSED_INPUT && key.key.c == 3)
            con_send_control(console, PAL_CONTROL_INTERRUPT, 0, TRUE);
        else if (key.key.c)
            to[(*done)++] = key.key.c;
    }
    return STATUS_SUCCESS;
}

NTSTATUS con_read_text(CON_CONSOLE *console, WCHAR *to, ULONG count, ULONG *done,
                       CONSOLE_READCONSOLE_CONTROL *control)
{
    NTSTATUS status = STATUS_SUCCESS;
    *done = 0;
    if (!count)
        return STATUS_SUCCESS;
    RtlAcquireSRWLockExclusive(&readers);
    *done = take_ready(console, to, count);
    if (*done) {
        RtlReleaseSRWLockExclusive(&readers);
        return STATUS_SUCCESS;
    }
    if (console->input_mode & ENABLE_LINE_INPUT) {
        status = read_line(console, to, count, control);
        if (!status)
            *done = take_ready(console, to, count);
    } else {
        status = read_characters(console, to, count, done);
    }
    RtlReleaseSRWLockExclusive(&readers);
    return status;
}

/* ---- bytes */

#define PART 256

/* Of one character that does not fit the rest waits. */
static ULONG split(CON_CONSOLE *console, const char *bytes, ULONG size, char *to, ULONG room)
{
    ULONG part = size < room ? size : room;
    __builtin_memcpy(to, bytes, part);
    console->ready_byte_count = size - part;
    __builtin_memcpy(console->ready_bytes, bytes + part, size - part);
    return part;
}

static void put_back(CON_CONSOLE *console, ULONG count)
{
    con_lock(console);
    console->ready_first -= count;
    console->ready_count += count;
    con_unlock(console);
}

/* Text as bytes; what does not fit is left to be read. */
static ULONG to_bytes(CON_CONSOLE *console, const WCHAR *text, ULONG count, char *to, ULONG size)
{
    ULONG used = 0, i = 0;
    while (i < count && used < size) {
        char bytes[4];
        ULONG units = (text[i] & 0xfc00) == 0xd800 && i + 1 < count ? 2 : 1;
        ULONG n = con_narrow(console->input_page, text + i, units, bytes, sizeof bytes);
        i += units;
        used += split(console, bytes, n, to + used, size - used);
    }
    if (i < count && console->input_mode & ENABLE_LINE_INPUT)
        put_back(console, count - i);
    else if (i < count)
        keep(console, text + i, count - i);
    return used;
}

NTSTATUS con_read_bytes(CON_REF *ref, char *to, ULONG size, ULONG *done, BOOLEAN as_file)
{
    CON_CONSOLE *console = ref->console;
    WCHAR text[PART];
    ULONG count = 0;
    *done = 0;
    if (!size)
        return STATUS_SUCCESS;
    if (console->ready_byte_count) {
        char left[4];
        ULONG n = console->ready_byte_count;
        __builtin_memcpy(left, console->ready_bytes, n);
        *done = split(console, left, n, to, size);
        return STATUS_SUCCESS;
    }
    ULONG room = console->input_mode & ENABLE_LINE_INPUT ? PART : size < PART ? size : PART;
    NTSTATUS status = con_read_text(console, text, size < room ? size : room, &count, NULL);
    if (status)
        return status;
    if (as_file && count && text[0] == 26 &&
        (console->input_mode & (ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT)) ==
            (ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT)) {
        con_lock(console);
        console->ready_count = 0;
        con_unlock(console);
        return STATUS_SUCCESS; /* Ctrl+Z: nothing is the end of the file */
    }
    *done = to_bytes(console, text, count, to, size);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyConsoleRead(HANDLE handle, void *to, ULONG count, ULONG *done, BOOLEAN wide,
                                 CONSOLE_READCONSOLE_CONTROL *control)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, FALSE, FILE_READ_DATA, &ref);
    if (status)
        return status;
    status = wide ? con_read_text(ref.console, to, count, done, control)
                  : con_read_bytes(&ref, to, count, done, FALSE);
    con_release(&ref);
    return status;
}
