/* con_terminal.c - the host's terminal as this process reaches it. */
#include "con_console.h"
#include "con_inherit.h"

static PalHandle terminal[2]; /* input, output */
static PalHandle given;       /* by the creator, with streams that are none */

static PalHandle find(int output)
{
    static const UCHAR order[2][3] = {{0, 1, 2}, {1, 2, 0}};
    static BOOLEAN looked[2];
    PalFileInfo info;
    if (terminal[output] || looked[output])
        return terminal[output];
    looked[output] = TRUE;
    for (ULONG i = 0; i < 3 && !terminal[output]; i++) {
        PalHandle pal = pal_boot->standard[order[output][i]];
        if (pal && pal_file_query(pal, "", 0, 0, &info) == PAL_OK && info.type == PAL_TYPE_TERMINAL)
            terminal[output] = pal;
    }
    if (!terminal[output])
        terminal[output] = given ? given : pal_boot->terminal;
    return terminal[output];
}

void con_terminal_given(PalHandle pal)
{
    given = pal;
}

PalHandle con_terminal_for(const KPROCESS *child)
{
    BOOLEAN same = child->console == ps_process->console && child->console != CON_NONE;
    return same ? con_terminal_out() : 0;
}

PalHandle con_terminal_in(void)
{
    return find(0);
}

PalHandle con_terminal_out(void)
{
    return find(1);
}

/* A process whose standard streams are no terminal may have inherited one all the same. */
void con_terminal_learn(IO_FILE *file)
{
    int output = file->screen != 0;
    if (terminal[output] || find(output))
        return;
    PalHandle pal = io_handle(file);
    if (!pal)
        return;
    terminal[0] = terminal[0] ? terminal[0] : pal;
    terminal[1] = terminal[1] ? terminal[1] : pal;
}

/* ---- output */

static void flush(struct con_term *term)
{
    const char *at = term->buffer;
    uint64_t size = term->used, done;
    while (size) {
        PalStatus status = pal_file_write(con_terminal_out(), PAL_OFFSET_CURRENT, at, size, &done);
        if (status == PAL_STATUS_INTERRUPTED)
            continue;
        if (status == PAL_STATUS_WOULD_BLOCK &&
            io_stream_wait(con_terminal_out(), TRUE, PAL_FOREVER) == STATUS_SUCCESS)
            continue;
        if (status < 0)
            return;
        at += done, size -= done;
    }
}

static void reply(struct con_term *term, const char *text, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) {
        struct con_record record = con_key_of_char((UCHAR)text[i]);
        record.key.vk = record.key.scan = 0;
        record.key.state = 0;
        con_put_record(term->cookie, &record);
    }
    con_settle_input(term->cookie);
}

static void title(struct con_term *term, const uint16_t *text, uint32_t count)
{
    CON_CONSOLE *console = term->cookie;
    count = count < CON_TITLE ? count : CON_TITLE - 1;
    __builtin_memcpy(console->title, text, count * sizeof(WCHAR));
    console->title[count] = 0;
    console->title_count = count;
}

/* One buffer does: the lock is held as long as it is in use. */
static char buffer[CON_OUT_SIZE];

void con_begin(struct con_term *term, CON_CONSOLE *console, CON_SCREEN *screen)
{
    BOOLEAN shown =
        console->is_host && console->active == ARENA_OF(screen) && con_terminal_out() != 0;
    *term = (struct con_term){
        .host = shown ? &console->host : NULL,
        .buffer = buffer,
        .room = sizeof buffer,
        .flush = flush,
        .reply = reply,
        .title = title,
        .cookie = console,
    };
}

void con_end(struct con_term *term, const CON_SCREEN *screen)
{
    con_settle(term, &screen->s);
    con_emit_flush(term);
}

void con_redraw(CON_CONSOLE *console)
{
    struct con_term term;
    CON_SCREEN *screen = con_active(console);
    con_begin(&term, console, screen);
    if (!term.host)
        return;
    con_pin(&term, &screen->s);
    UCHAR alternate = screen->number != 0 || screen->s.main != 0;
    if (alternate != console->host.alternate) {
        con_emit(&term, alternate ? "\033[?1049h" : "\033[?1049l", 8);
        console->host.alternate = alternate;
    }
    con_emit(&term, "\033[H", 3);
    console->host.x = console->host.y = 0;
    console->host.owes_wrap = 0;
    console->host.attr = -1;
    con_paint_all(&term, &screen->s);
    con_end(&term, screen);
}

void con_show_title(CON_CONSOLE *console)
{
    struct con_term term;
    con_begin(&term, console, con_active(console));
    con_emit(&term, "\033]2;", 4);
    for (ULONG i = 0; i < console->title_count; i++) {
        uint32_t c = console->title[i];
        if ((c & 0xfc00) == 0xd800 && i + 1 < console->title_count)
            c = 0x10000 + ((c & 0x3ff) << 10) + (console->title[++i] & 0x3ffu);
        if (c >= 32 && c != 0x7f) /* nothing that could end the sequence */
            con_emit_char(&term, c);
    }
    con_emit(&term, "\a", 1);
    con_emit_flush(&term);
}

void con_set_title(CON_CONSOLE *console, const WCHAR *text, ULONG count)
{
    con_lock(console);
    __builtin_memcpy(console->title, text, count * sizeof(WCHAR));
    console->title[count] = 0;
    console->title_count = count;
    if (console->is_host)
        con_show_title(console);
    con_unlock(console);
}

/* ---- the terminal's size and mode */

static void follow(CON_CONSOLE *console, LONG width, LONG height)
{
    BOOLEAN was_pinned = console->host.height && con_is_pinned(&console->host);
    for (arena_ptr at = console->screens; at; at = ARENA_AT(CON_SCREEN, at)->next)
        con_screen_follow(&ARENA_AT(CON_SCREEN, at)->s, width, height);
    const struct con_screen *s = &con_active(console)->s;
    console->host.width = width, console->host.height = height;
    console->host.x = s->x - s->view_x, console->host.y = s->y - s->view_y;
    console->host.owes_wrap = 0;
    console->host.touched = console->host.y;
    if (was_pinned) { /* nobody knows how the terminal has arranged what it showed */
        console->host.touched = height - 1;
        con_redraw(console);
    }
}

void con_look_at_size(CON_CONSOLE *console)
{
    PalTerminal facts = {0};
    if (!console->is_host || !con_terminal_out() ||
        pal_terminal_control(con_terminal_out(), PAL_TERMINAL_QUERY, &facts))
        return;
    LONG width = (LONG)facts.columns, height = (LONG)facts.rows;
    if (width > 1000 || height > 1000 ||
        (width == console->host.width && height == console->host.height))
        return;
    BOOLEAN first = console->host.width == 0;
    follow(console, width, height);
    if (first)
        return;
    struct con_record record = {.type = CON_RESIZE};
    record.size.width = (int16_t)con_active(console)->s.width;
    record.size.height = (int16_t)con_active(console)->s.height;
    if (console->input_mode & ENABLE_WINDOW_INPUT)
        con_put_record(console, &record);
    con_settle_input(console);
}

void con_make_raw(CON_CONSOLE *console)
{
    PalTerminal wanted = {.signals = (console->input_mode & ENABLE_PROCESSED_INPUT) != 0,
                          .kept = console->settings_kept};
    __builtin_memcpy(wanted.settings, console->settings, sizeof wanted.settings);
    if (pal_terminal_control(con_terminal_in(), PAL_TERMINAL_SET, &wanted))
        return;
    __builtin_memcpy(console->settings, wanted.settings, sizeof wanted.settings);
    console->settings_kept = wanted.kept;
    console->raw = TRUE;
}
