/*
 * con_console.h - consoles: what the processes of a session share of one, in the arena.
 *
 * The session's first console is the host's terminal, where a process has one, else it is shown
 * nowhere; so are all that programs ask for. Everything in it is under its lock, which is held
 * while output goes to the terminal: so writers take turns.
 */
#ifndef BAILEY_CON_CONSOLE_H
#define BAILEY_CON_CONSOLE_H

#include "../arena_private.h"
#include "../io_private.h"
#include "../ps_private.h"
#include "../ps_session.h"
#include "con_keys.h"
#include "con_screen.h"

#define CON_NONE        1u /* KPROCESS.console: it is detached */
#define CON_TITLE       1024
#define CON_HISTORY     50
#define CON_LINE_MAX    8192
#define CON_OUT_SIZE    4096
#define CON_ESCAPE_TIME 400000 /* 100 ns: after which a lone escape is a key */

typedef struct CON_SCREEN {
    arena_ptr next; /* of the console's */
    arena_ptr console;
    volatile LONG references; /* file objects, and the console's own for its first */
    ULONG number;             /* 0: the first */
    struct con_screen s;
} CON_SCREEN;

typedef struct CON_PAST {
    arena_ptr text;
    ULONG count;
    ULONG program; /* whose line it was: a hash of its image's name */
} CON_PAST;

typedef struct CON_CONSOLE {
    arena_ptr next; /* of the session's */
    volatile LONG lock;
    ULONG id;
    volatile LONG files; /* file objects on its input */
    UCHAR is_host, reserved[3];
    KE_HEADER input; /* signalled while there are records */
    ULONG input_mode;
    UINT input_page, output_page;
    arena_ptr records; /* a ring of con_record */
    ULONG record_room, record_first, record_count;
    arena_ptr screens, active;
    struct con_host host;
    struct con_keys keys;
    int64_t keys_time; /* when the last unfinished one came */
    /* a line that was read and not all asked for: `ready` of CON_LINE_MAX + 4 units */
    arena_ptr ready;
    ULONG ready_first, ready_count;
    UCHAR ready_bytes[4]; /* of a character that did not fit */
    ULONG ready_byte_count;
    CON_PAST history[CON_HISTORY];
    ULONG history_count, history_size, history_flags;
    arena_ptr aliases;
    ULONG settings_kept;
    UCHAR settings[64];
    ULONG raw;
    ULONG title_count, original_count;
    WCHAR title[CON_TITLE], original[CON_TITLE];
} CON_CONSOLE;

/* What an operation works on. */
typedef struct CON_REF {
    IO_FILE *file;
    CON_CONSOLE *console;
    CON_SCREEN *screen; /* NULL: the input side */
} CON_REF;

/* The console of a process, made at its first use; NULL: it has none. */
CON_CONSOLE *con_of(KPROCESS *process);
CON_CONSOLE *con_own(void);
/* A handle as a console's input or output. INVALID_HANDLE, ACCESS_DENIED. */
NTSTATUS con_reference(HANDLE handle, BOOLEAN output, ACCESS_MASK access, CON_REF *ref);
/* Either side. */
NTSTATUS con_reference_any(HANDLE handle, CON_REF *ref);
void con_release(CON_REF *ref);
/* The console of a file object, found at its first use. */
NTSTATUS con_of_file(IO_FILE *file, CON_REF *ref);
/* A file object for one side of it. screen: of the output, referenced. */
IO_FILE *con_new_file(CON_CONSOLE *console, CON_SCREEN *screen, ACCESS_MASK access, ULONG share,
                      ULONG options);
CON_SCREEN *con_new_screen(CON_CONSOLE *console, LONG width, LONG height, USHORT attr);
void con_drop_screen(CON_CONSOLE *console, CON_SCREEN *screen);
CON_CONSOLE *con_create(void);

void con_lock(CON_CONSOLE *console);
void con_unlock(CON_CONSOLE *console);
static inline CON_SCREEN *con_active(const CON_CONSOLE *console)
{
    return ARENA_AT(CON_SCREEN, console->active);
}

/* ---- the terminal (con_terminal.c) */

/* This process's PAL handles of the terminal; 0: none. */
PalHandle con_terminal_in(void);
PalHandle con_terminal_out(void);
void con_terminal_learn(IO_FILE *file);
/* Output of a screen, under the lock: shown if it is the active one of a terminal. */
void con_begin(struct con_term *term, CON_CONSOLE *console, CON_SCREEN *screen);
void con_end(struct con_term *term, const CON_SCREEN *screen);
/* Draws the active screen anew, on a terminal that shows anything. */
void con_redraw(CON_CONSOLE *console);
void con_show_title(CON_CONSOLE *console);
void con_set_title(CON_CONSOLE *console, const WCHAR *text, ULONG count);
/* The terminal's size, asked of the host; if it has changed the screens follow. */
void con_look_at_size(CON_CONSOLE *console);
/* Keys come one by one from here on. */
void con_make_raw(CON_CONSOLE *console);

/* ---- input */

/* Under the lock. */
void con_put_record(CON_CONSOLE *console, const struct con_record *record);
ULONG con_peek_records(const CON_CONSOLE *console, struct con_record *to, ULONG count);
void con_drop_records(CON_CONSOLE *console, ULONG count);
/* Takes in what the terminal has, without waiting. */
void con_pump(CON_CONSOLE *console);
void con_settle_input(CON_CONSOLE *console);
/* Somebody is about to wait: the console thread looks at the terminal. */
void con_want_input(CON_CONSOLE *console);
/* Not under the lock: waits until there are records. STATUS_CANCELLED: Ctrl+C or kin came. */
NTSTATUS con_wait_records(CON_CONSOLE *console, LONG aborts);
extern volatile LONG con_aborts; /* how often reads of this process were to be given up */
/* The next record that is a key with a character or a function; waits. */
BOOLEAN con_try_key(CON_CONSOLE *console, struct con_record *key); /* does not wait */
NTSTATUS con_next_key(CON_CONSOLE *console, LONG aborts, struct con_record *key);

/* ---- the console thread (con_service.c) */

NTSTATUS con_service_start(void);
void con_service_watch(void);
void con_send_control(CON_CONSOLE *console, ULONG event, ULONG group, BOOLEAN self);

/* ---- lines */

/* A line as it is edited. */
struct con_edit {
    CON_CONSOLE *console;
    WCHAR *text;
    ULONG count, cursor, room;
    BOOLEAN overwrite, echo;
    ULONG back; /* lines gone back in the history */
    LONG x, y;  /* where it begins on the screen */
    ULONG wakeup;
    ULONG key_state;
    USHORT pending; /* VK_F2 or VK_F4, whose character comes next; 0: none */
};
enum con_edit_result { CON_EDIT_ON, CON_EDIT_DONE, CON_EDIT_WOKEN };
/* room: of text, beside the line's end. */
void con_edit_begin(struct con_edit *edit);
enum con_edit_result con_edit_key(struct con_edit *edit, const struct con_record *key);
void con_edit_end(struct con_edit *edit, const WCHAR *after);
/* Ctrl+C: shown where the cursor is, before any handler writes. */
void con_edit_cancel(CON_CONSOLE *console);
extern volatile LONG con_edited; /* a line is edited by this process, and shown */
/* con_edit_view.c: shows the line from a character on; before it changed it had old_cells cells. */
void con_edit_show(struct con_edit *edit, ULONG from, ULONG old_cells);
ULONG con_edit_cells(const struct con_edit *edit);
NTSTATUS con_read_text(CON_CONSOLE *console, WCHAR *to, ULONG count, ULONG *done,
                       CONSOLE_READCONSOLE_CONTROL *control);
/* The name of this process's image, without its directory. */
UNICODE_STRING con_image_name(void);
ULONG con_program(void);
void con_history_add(CON_CONSOLE *console, const WCHAR *text, ULONG count);
/* The n-th line before the current one; NULL: there is none. */
const CON_PAST *con_history_at(const CON_CONSOLE *console, ULONG back);

/* Strings one after the other; what does not fit is counted and left out. */
struct con_list {
    WCHAR *to;
    ULONG room, used;
};
void con_list_add(struct con_list *list, const WCHAR *text, ULONG count);
/* The lines that a line stands for that begins with an alias; 0: it does not, or there is no room.
 */
ULONG con_alias_expand(CON_CONSOLE *console, const WCHAR *line, ULONG count, WCHAR *to, ULONG room);

/* ---- text as bytes (con_pages.c) */

/* As much of bytes as makes whole characters; *used of them. partial: what was left from before. */
ULONG con_widen(UINT page, struct con_screen *s, const char *bytes, ULONG size, WCHAR *to,
                ULONG room, ULONG *used);
ULONG con_narrow(UINT page, const WCHAR *text, ULONG count, char *to, ULONG room);
WCHAR con_char_of_byte(UINT page, UCHAR byte);

NTSTATUS con_write_text(CON_REF *ref, const WCHAR *text, ULONG count);
NTSTATUS con_write_bytes(CON_REF *ref, const char *bytes, ULONG size);
NTSTATUS con_read_bytes(CON_REF *ref, char *to, ULONG size, ULONG *done, BOOLEAN as_file);

#endif
