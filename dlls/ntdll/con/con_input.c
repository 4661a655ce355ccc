/* con_input.c - the console's queue of input records. */
#include "con_console.h"

volatile LONG con_aborts;

#define MOST_RECORDS 0x20000

static struct con_record *slot(const CON_CONSOLE *console, ULONG index)
{
    return ARENA_AT(struct con_record, console->records) +
           (console->record_first + index) % console->record_room;
}

static BOOLEAN make_room(CON_CONSOLE *console)
{
    ULONG room = console->record_room * 2;
    if (console->record_count < console->record_room)
        return TRUE;
    struct con_record *more =
        room > MOST_RECORDS ? NULL : arena_alloc(room * sizeof(struct con_record));
    if (!more)
        return FALSE;
    for (ULONG i = 0; i < console->record_count; i++)
        more[i] = *slot(console, i);
    arena_free(ARENA_AT(void, console->records), console->record_room * sizeof(struct con_record));
    console->records = ARENA_OF(more);
    console->record_room = room;
    console->record_first = 0;
    return TRUE;
}

/* Moves of the mouse without a change of place are one; a window has one size. */
static BOOLEAN joins(const CON_CONSOLE *console, const struct con_record *record)
{
    if (!console->record_count)
        return FALSE;
    struct con_record *last = slot(console, console->record_count - 1);
    if (last->type != record->type)
        return FALSE;
    if (record->type == CON_RESIZE ||
        (record->type == CON_MOUSE && record->mouse.flags == MOUSE_MOVED &&
         last->mouse.flags == MOUSE_MOVED)) {
        *last = *record;
        return TRUE;
    }
    return FALSE;
}

void con_put_record(CON_CONSOLE *console, const struct con_record *record)
{
    if (joins(console, record) || !make_room(console))
        return;
    *slot(console, console->record_count) = *record;
    console->record_count++;
}

ULONG con_peek_records(const CON_CONSOLE *console, struct con_record *to, ULONG count)
{
    if (count > console->record_count)
        count = console->record_count;
    for (ULONG i = 0; i < count; i++)
        to[i] = *slot(console, i);
    return count;
}

void con_drop_records(CON_CONSOLE *console, ULONG count)
{
    console->record_first = (console->record_first + count) % console->record_room;
    console->record_count -= count;
    con_settle_input(console);
}

void con_settle_input(CON_CONSOLE *console)
{
    if (console->record_count && !console->input.state)
        ke_set(&console->input);
    else if (!console->record_count && console->input.state)
        ke_reset(&console->input);
}

/* ---- from the terminal */

static BOOLEAN is_wanted(const CON_CONSOLE *console, const struct con_record *record)
{
    ULONG mode = console->input_mode;
    switch (record->type) {
    case CON_MOUSE:
        return (mode & (ENABLE_MOUSE_INPUT | ENABLE_QUICK_EDIT_MODE)) == ENABLE_MOUSE_INPUT;
    case CON_RESIZE:
        return (mode & ENABLE_WINDOW_INPUT) != 0;
    }
    return TRUE;
}

static void take_record(void *cookie, const struct con_record *record)
{
    if (is_wanted(cookie, record))
        con_put_record(cookie, record);
}

void con_pump(CON_CONSOLE *console)
{
    UCHAR bytes[256];
    uint64_t done = 0;
    ULONG unfinished = console->keys.count;
    int64_t now;
    if (!console->is_host || !console->raw || !con_terminal_in())
        return;
    console->keys.raw = (console->input_mode & ENABLE_VIRTUAL_TERMINAL_INPUT) != 0;
    /* Of what is typed ahead no more than a line: the rest may be for the next program. */
    BOOLEAN lines = (console->input_mode & ENABLE_LINE_INPUT) != 0;
    do {
        if (pal_file_read(con_terminal_in(), PAL_OFFSET_CURRENT, bytes, lines ? 1 : sizeof bytes,
                          &done) != PAL_OK)
            break;
        con_keys_feed(&console->keys, bytes, (uint32_t)done, take_record, console);
    } while (lines ? bytes[0] != '\r' : done == sizeof bytes);
    if (console->keys.count) { /* a lone escape is a key after a while */
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
        if (console->keys.count != unfinished)
            console->keys_time = now;
        else if (now - console->keys_time >= CON_ESCAPE_TIME)
            con_keys_idle(&console->keys, take_record, console);
    }
    con_settle_input(console);
}

void con_want_input(CON_CONSOLE *console)
{
    if (!console->is_host || !con_terminal_in() || con_service_start())
        return;
    con_lock(console);
    con_make_raw(console);
    con_unlock(console);
    con_service_watch();
}

NTSTATUS con_wait_records(CON_CONSOLE *console, LONG aborts)
{
    KE_HEADER *header = &console->input;
    LARGE_INTEGER soon = {.QuadPart = -CON_ESCAPE_TIME};
    for (;;) {
        con_lock(console);
        if (console->keys.count)
            con_pump(console);
        ULONG count = console->record_count;
        con_settle_input(console);
        con_unlock(console);
        if (con_aborts != aborts)
            return STATUS_CANCELLED;
        if (count)
            return STATUS_SUCCESS;
        con_want_input(console);
        ke_wait(&header, 1, FALSE, FALSE, console->keys.count ? &soon : NULL);
    }
}

BOOLEAN con_try_key(CON_CONSOLE *console, struct con_record *key)
{
    BOOLEAN found = FALSE;
    con_lock(console);
    while (!found && con_peek_records(console, key, 1)) {
        con_drop_records(console, 1);
        /* The end of Alt with digits of the number pad carries its character. */
        found = key->type == CON_KEY && (key->key.down || (key->key.vk == VK_MENU && key->key.c));
    }
    con_unlock(console);
    return found;
}

NTSTATUS con_next_key(CON_CONSOLE *console, LONG aborts, struct con_record *key)
{
    for (;;) {
        NTSTATUS status = con_wait_records(console, aborts);
        if (status || con_try_key(console, key))
            return status;
    }
}

/* ---- services */

/* Waits for at least one record unless `peek`. */
NTSTATUS NTAPI BaileyConsoleRecords(HANDLE handle, ULONG how, INPUT_RECORD *to, ULONG count,
                                    ULONG *done)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, FALSE, FILE_READ_DATA, &ref);
    if (status)
        return status;
    if (how == BAILEY_RECORDS_READ && count) {
        for (;;) {
            con_wait_records(ref.console, con_aborts); /* an interrupt does not end this wait */
            con_lock(ref.console);
            if (ref.console->record_count)
                break;
            con_unlock(ref.console);
        }
    } else {
        if (!ref.console->record_count)
            con_want_input(ref.console);
        con_lock(ref.console);
        con_pump(ref.console);
    }
    if (how == BAILEY_RECORDS_COUNT) {
        *done = ref.console->record_count;
    } else {
        *done = con_peek_records(ref.console, (struct con_record *)to, count);
        if (how != BAILEY_RECORDS_PEEK)
            con_drop_records(ref.console, *done);
    }
    con_unlock(ref.console);
    con_release(&ref);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyConsolePutRecords(HANDLE handle, const INPUT_RECORD *from, ULONG count,
                                       ULONG *done)
{
    CON_REF ref;
    ULONG interrupts = 0;
    NTSTATUS status = con_reference(handle, FALSE, FILE_WRITE_DATA, &ref);
    if (status)
        return status;
    con_lock(ref.console);
    for (ULONG i = 0; i < count; i++) {
        struct con_record record;
        __builtin_memcpy(&record, &from[i], sizeof record);
        if (record.type == CON_KEY && record.key.c == 3 && record.key.vk == 'C' &&
            ref.console->input_mode & ENABLE_PROCESSED_INPUT) {
            interrupts += record.key.down != 0;
            continue;
        }
        con_put_record(ref.console, &record);
    }
    con_settle_input(ref.console);
    con_unlock(ref.console);
    if (interrupts)
        con_send_control(ref.console, PAL_CONTROL_INTERRUPT, 0, TRUE);
    con_release(&ref);
    *done = count;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyConsoleFlushInput(HANDLE handle)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, FALSE, FILE_READ_DATA, &ref);
    if (status)
        return status;
    con_lock(ref.console);
    con_pump(ref.console);
    con_drop_records(ref.console, ref.console->record_count);
    con_unlock(ref.console);
    con_release(&ref);
    return STATUS_SUCCESS;
}
