/*
 * con_text.c - text as it is written: the model takes it, and it goes on to the terminal as it is,
 * so that the terminal's own scrolling, wrapping and copying work as with any program.
 */
#include "con_screen.h"

#define TAB 8

static int is_vt(const struct con_screen *s)
{
    return (s->mode & (CON_VT | CON_PROCESSED)) == (CON_VT | CON_PROCESSED);
}

/* The rows that scroll, of the buffer. */
static void margins(const struct con_screen *s, int32_t *top, int32_t *bottom)
{
    *top = 0, *bottom = s->height - 1;
    if (s->margin_bottom >= 0) {
        *top = s->view_y + s->margin_top;
        *bottom = s->view_y + s->margin_bottom;
    }
}

static int fills_terminal(const struct con_term *term, const struct con_screen *s)
{
    return s->view_height == term->host->height && s->view_width == term->host->width;
}

/* The model's cursor goes one row down; *scrolled says by how many rows the window's contents have
 * moved up. 1: within margins, which the terminal has too. */
static int advance(struct con_screen *s, int *scrolled)
{
    int32_t top, bottom, view = s->view_y;
    int inside = 0;
    margins(s, &top, &bottom);
    *scrolled = 0;
    if (s->y == bottom) {
        inside = s->margin_bottom >= 0;
        con_shift_rows(s, top, bottom, 1, s->attr);
        *scrolled = inside ? 0 : 1;
    } else if (s->y < s->height - 1) {
        s->y++;
    }
    con_show_cursor(s);
    *scrolled += s->view_y - view;
    return inside;
}

void con_line_feed(struct con_term *term, struct con_screen *s, int auto_return)
{
    int scrolled;
    if (term->host)
        con_goto(term, s, s->x, s->y);
    int inside = advance(s, &scrolled);
    s->pending = 0;
    if (auto_return)
        s->x = 0;
    if (!term->host)
        return;
    struct con_host *host = term->host;
    if (scrolled && !fills_terminal(term, s)) {
        con_paint_all(term, s);
        con_settle(term, s);
        return;
    }
    con_set_attr(term, s->attr);
    if (!auto_return) {
        con_emit(term, "\033D", 2);
    } else {
        if (host->x)
            con_emit(term, "\r", 1);
        con_emit(term, "\n", 1);
        host->x = 0;
    }
    if (!inside) {
        host->y += 1 - scrolled;
        if (host->y > host->touched)
            host->touched = host->y;
    } else if (host->y < s->margin_bottom) {
        host->y++;
    }
}

/* A line has ended by text that ran over. Where it can, the terminal does the same at its next
 * character, and knows then that the lines are one; `owes`: the model is ahead of it. */
static void wrap(struct con_term *term, struct con_screen *s, int owes)
{
    struct con_host *host = term->host;
    int scrolled;
    s->x = 0;
    if (!host || !fills_terminal(term, s) || host->x != host->width || s->margin_bottom >= 0) {
        con_line_feed(term, s, 1);
        return;
    }
    advance(s, &scrolled);
    con_host_scrolled(term, scrolled);
    host->owes_wrap = (uint8_t)owes;
}

/* A character of which one half is overwritten leaves a blank. */
static void break_pairs(struct con_cell *row, int32_t x, int32_t width, int32_t columns)
{
    if (row[x].attr & CON_TRAILING && x > 0)
        row[x - 1] = (struct con_cell){' ', row[x - 1].attr & (uint16_t)~CON_LEADING};
    int32_t last = x + columns - 1;
    if (row[last].attr & CON_LEADING && last + 1 < width)
        row[last + 1] = (struct con_cell){' ', row[last + 1].attr & (uint16_t)~CON_TRAILING};
}

static void set_cells(struct con_screen *s, uint32_t c, int columns)
{
    struct con_cell *at = con_row(s, s->y) + s->x;
    uint16_t attr = s->attr & (uint16_t) ~(CON_LEADING | CON_TRAILING);
    break_pairs(con_row(s, s->y), s->x, s->width, columns);
    uint16_t first = c < 0x10000 ? (uint16_t)c : (uint16_t)(0xd7c0 + (c >> 10));
    uint16_t second = c < 0x10000 ? (uint16_t)c : (uint16_t)(0xdc00 | (c & 0x3ff));
    if (columns == 2) {
        at[0] = (struct con_cell){first, attr | CON_LEADING};
        at[1] = (struct con_cell){second, attr | CON_TRAILING};
    } else {
        at[0] = (struct con_cell){c < 0x10000 ? (uint16_t)c : 0xfffd, attr};
    }
}

/* Shows what the model has just taken at x, y. */
static void show(struct con_term *term, const struct con_screen *s, int32_t x, int32_t y,
                 uint32_t c, int columns)
{
    struct con_host *host = term->host;
    if (!host)
        return;
    int natural = host->owes_wrap && x == s->view_x && y - s->view_y == host->y + 1;
    if (natural || (host->x == host->width && x == s->view_x && y - s->view_y == host->y + 1)) {
        host->owes_wrap = 0;
        host->x = 0;
        host->y++;
        if (host->y > host->touched)
            host->touched = host->y;
    } else if (!con_goto(term, s, x, y)) {
        return;
    }
    con_set_attr(term, s->attr);
    con_emit_char(term, c);
    host->x += columns;
}

static void put(struct con_term *term, struct con_screen *s, uint32_t c)
{
    int columns = con_char_width(c);
    if (columns == 0) { /* it joins the character before, on the terminal alone */
        con_emit_char(term, c);
        return;
    }
    if (s->pending || s->x + columns > s->width) {
        if (s->mode & CON_WRAP) {
            s->pending = 0;
            wrap(term, s, 0);
        } else {
            s->x = s->width - columns;
        }
    }
    int32_t x = s->x, y = s->y;
    set_cells(s, c, columns);
    show(term, s, x, y, c, columns);
    s->last = c < 0x10000 ? (uint16_t)c : 0;
    s->x += columns;
    if (s->x < s->width)
        return;
    if (!(s->mode & CON_WRAP)) {
        s->x = s->width - 1;
    } else if (is_vt(s)) {
        s->x = s->width - 1;
        s->pending = 1;
    } else {
        wrap(term, s, 1);
    }
}

static void tab(struct con_term *term, struct con_screen *s)
{
    int32_t to = (s->x / TAB + 1) * TAB;
    if (is_vt(s)) {
        s->x = to < s->width ? to : s->width - 1;
        con_goto(term, s, s->x, s->y);
        return;
    }
    for (int32_t n = to - s->x; n > 0 && s->x < s->width; n--)
        put(term, s, ' ');
}

/* BEL, BS, TAB, LF, CR; 0: it is shown. */
static int control(struct con_term *term, struct con_screen *s, uint16_t c)
{
    switch (c) {
    case 0:
        return is_vt(s);
    case 7:
        con_emit(term, "\a", 1);
        return 1;
    case 8:
        if (s->x > 0 && !s->pending)
            s->x--;
        s->pending = 0;
        return 1;
    case 9:
        tab(term, s);
        return 1;
    case 10:
        con_line_feed(term, s, !(s->mode & CON_NO_AUTO_RETURN));
        return 1;
    case 13:
        s->x = 0;
        s->pending = 0;
        return 1;
    }
    return 0;
}

/* A full character out of UTF-16; 0: its second half is still to come. */
static uint32_t combine(struct con_screen *s, uint16_t c)
{
    uint16_t high = s->high;
    s->high = 0;
    if ((c & 0xfc00) == 0xd800) {
        s->high = c;
        return 0;
    }
    if ((c & 0xfc00) != 0xdc00)
        return c;
    return high ? 0x10000 + ((uint32_t)(high & 0x3ff) << 10) + (c & 0x3ff) : 0xfffd;
}

static uint16_t line_drawing(uint16_t c)
{
    static const uint16_t map[] = {0x25c6, 0x2592, 0x2409, 0x240c, 0x240d, 0x240a, 0x00b0, 0x00b1,
                                   0x2424, 0x240b, 0x2518, 0x2510, 0x250c, 0x2514, 0x253c, 0x23ba,
                                   0x23bb, 0x2500, 0x23bc, 0x23bd, 0x251c, 0x2524, 0x2534, 0x252c,
                                   0x2502, 0x2264, 0x2265, 0x03c0, 0x2260, 0x00a3, 0x00b7};
    return c >= 0x60 && c <= 0x7e ? map[c - 0x60] : c;
}

void con_write(struct con_term *term, struct con_screen *s, const uint16_t *text, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint16_t c = text[i];
        if (is_vt(s) && (s->state != CON_GROUND || c == 27 || (c >= 0x80 && c < 0xa0)) &&
            con_vt_char(term, s, c))
            continue;
        if (s->mode & CON_PROCESSED && c < 32 && control(term, s, c))
            continue;
        if (s->line_drawing && is_vt(s))
            c = line_drawing(c);
        uint32_t whole = combine(s, c);
        if (whole || c == 0)
            put(term, s, whole);
    }
    if (term->host && !term->host->owes_wrap && !s->pending)
        con_goto(term, s, s->x, s->y);
}
