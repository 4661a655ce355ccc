/* con_edit_view.c - a line that is being edited, on the screen. */
#include "con_console.h"

static LONG cells_of(const struct con_edit *edit, ULONG index)
{
    WCHAR c = edit->text[index];
    if (c < 32)
        return 2; /* ^C */
    if ((c & 0xfc00) == 0xdc00)
        return 0;
    return (c & 0xfc00) == 0xd800 ? 2 : con_char_width(c);
}

/* Where on the screen the character stands. */
static void position(const struct con_edit *edit, ULONG index, LONG *x, LONG *y)
{
    LONG width = con_active(edit->console)->s.width;
    *x = edit->x, *y = edit->y;
    for (ULONG i = 0; i < index; i++) {
        LONG cells = cells_of(edit, i);
        if (*x + cells > width)
            *x = 0, ++*y;
        *x += cells;
        if (*x >= width)
            *x = 0, ++*y;
    }
}

ULONG con_edit_cells(const struct con_edit *edit)
{
    LONG x, y, width = con_active(edit->console)->s.width;
    position(edit, edit->count, &x, &y);
    return (ULONG)((y - edit->y) * width + x - edit->x);
}

static void put_text(struct con_term *term, struct con_screen *s, const struct con_edit *edit,
                     ULONG from)
{
    for (ULONG i = from; i < edit->count; i++) {
        WCHAR c = edit->text[i];
        const uint16_t shown[2] = {'^', (uint16_t)(c + '@')};
        if (c < 32)
            con_write(term, s, shown, 2);
        else
            con_write(term, s, (const uint16_t *)&c, 1);
    }
}

/* What the line no longer covers. */
static void blank_rest(struct con_term *term, struct con_screen *s, LONG x, LONG y, LONG count)
{
    for (; count > 0 && y < s->height; y++, x = 0) {
        LONG part = s->width - x < count ? s->width - x : count;
        struct con_rect rect = {x, y, x + part - 1, y};
        if (y >= 0) {
            con_blank(con_row(s, y) + x, part, s->attr);
            con_paint(term, s, rect);
        }
        count -= part;
    }
}

static void place(struct con_screen *s, LONG x, LONG y)
{
    s->x = x < s->width ? x : s->width - 1;
    s->y = y < 0 ? 0 : y < s->height ? y : s->height - 1;
    s->pending = 0;
}

void con_edit_show(struct con_edit *edit, ULONG from, ULONG old_cells)
{
    struct con_term term;
    CON_CONSOLE *console = edit->console;
    LONG x, y;
    if (!edit->echo)
        return;
    con_lock(console);
    CON_SCREEN *screen = con_active(console);
    struct con_screen *s = &screen->s;
    uint32_t mode = s->mode;
    con_begin(&term, console, screen);
    s->mode = CON_PROCESSED | CON_WRAP;
    position(edit, from, &x, &y);
    place(s, x, y);
    put_text(&term, s, edit, from);
    position(edit, edit->count, &x, &y);
    edit->y -= y - s->y; /* by how much the screen has moved */
    ULONG cells = con_edit_cells(edit);
    if (cells < old_cells)
        blank_rest(&term, s, s->x, s->y, (LONG)(old_cells - cells));
    position(edit, edit->cursor, &x, &y);
    place(s, x, y);
    con_show_cursor(s);
    s->mode = mode;
    con_end(&term, screen);
    con_unlock(console);
}

void con_edit_begin(struct con_edit *edit)
{
    con_lock(edit->console);
    struct con_screen *s = &con_active(edit->console)->s;
    edit->x = s->x, edit->y = s->y;
    con_unlock(edit->console);
    edit->cursor = edit->count;
}

/* The cursor goes behind the line, and `after` is written. */
void con_edit_end(struct con_edit *edit, const WCHAR *after)
{
    struct con_term term;
    LONG x, y;
    ULONG count = 0;
    if (!edit->echo)
        return;
    while (after[count])
        count++;
    con_lock(edit->console);
    CON_SCREEN *screen = con_active(edit->console);
    position(edit, edit->count, &x, &y);
    place(&screen->s, x, y);
    con_begin(&term, edit->console, screen);
    con_write(&term, &screen->s, (const uint16_t *)after, count);
    con_emit_flush(&term);
    con_unlock(edit->console);
}

void con_edit_cancel(CON_CONSOLE *console)
{
    struct con_term term;
    static const uint16_t text[] = {'^', 'C', '\r', '\n'};
    con_lock(console);
    CON_SCREEN *screen = con_active(console);
    con_begin(&term, console, screen);
    con_write(&term, &screen->s, text, 4);
    con_emit_flush(&term);
    con_unlock(console);
}
