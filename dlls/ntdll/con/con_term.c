/* con_term.c - the terminal's side: moves, colours, and drawing from the model. */
#include "con_screen.h"

void con_emit_flush(struct con_term *term)
{
    if (term->used)
        term->flush(term);
    term->used = 0;
}

void con_emit(struct con_term *term, const char *text, uint32_t size)
{
    if (!term->host)
        return;
    for (uint32_t i = 0; i < size; i++) {
        if (term->used == term->room)
            con_emit_flush(term);
        term->buffer[term->used++] = text[i];
    }
}

/* What a control character looks like where it is shown. */
static const uint16_t glyphs[32] = {
    ' ',    0x263a, 0x263b, 0x2665, 0x2666, 0x2663, 0x2660, 0x2022, 0x25d8, 0x25cb, 0x25d9,
    0x2642, 0x2640, 0x266a, 0x266b, 0x263c, 0x25ba, 0x25c4, 0x2195, 0x203c, 0x00b6, 0x00a7,
    0x25ac, 0x21a8, 0x2191, 0x2193, 0x2192, 0x2190, 0x221f, 0x2194, 0x25b2, 0x25bc,
};

void con_emit_char(struct con_term *term, uint32_t c)
{
    char text[4];
    uint32_t size = 1;
    if (c < 32)
        c = glyphs[c];
    else if (c >= 0x7f && c < 0xa0)
        c = c == 0x7f ? 0x2302 : '?'; /* nothing that the terminal would obey */
    else if (c >= 0xd800 && c <= 0xdfff)
        c = 0xfffd;
    if (c < 0x80) {
        text[0] = (char)c;
    } else if (c < 0x800) {
        text[0] = (char)(0xc0 | c >> 6), text[1] = (char)(0x80 | (c & 0x3f)), size = 2;
    } else if (c < 0x10000) {
        text[0] = (char)(0xe0 | c >> 12), text[1] = (char)(0x80 | (c >> 6 & 0x3f));
        text[2] = (char)(0x80 | (c & 0x3f)), size = 3;
    } else {
        text[0] = (char)(0xf0 | c >> 18), text[1] = (char)(0x80 | (c >> 12 & 0x3f));
        text[2] = (char)(0x80 | (c >> 6 & 0x3f)), text[3] = (char)(0x80 | (c & 0x3f)), size = 4;
    }
    con_emit(term, text, size);
}

static void emit_number(struct con_term *term, int32_t n)
{
    char digits[12];
    uint32_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    con_emit(term, digits + at, (uint32_t)sizeof digits - at);
}

void con_emit_csi(struct con_term *term, int32_t n, char letter)
{
    con_emit(term, "\033[", 2);
    if (n)
        emit_number(term, n);
    con_emit(term, &letter, 1);
}

/* ---- moves */

/* The terminal waits at the end of a line that the model has left. Its next character goes to the
 * next line; the one that stands there anyway is written. */
static void pay_wrap(struct con_term *term, const struct con_screen *s)
{
    struct con_host *host = term->host;
    host->owes_wrap = 0;
    host->y++;
    if (host->y > host->touched)
        host->touched = host->y;
    int32_t row = s->view_y + host->y;
    uint16_t c = row < s->height ? con_row(s, row)[0].c : ' ';
    int wide = row < s->height && con_row(s, row)[0].attr & (CON_LEADING | CON_TRAILING);
    con_set_attr(term, row < s->height ? con_row(s, row)[0].attr : s->attr);
    con_emit_char(term, wide ? ' ' : c);
    con_emit(term, "\r", 1);
    host->x = 0;
}

static void move_rows(struct con_term *term, int32_t y)
{
    struct con_host *host = term->host;
    if (y < host->y) {
        con_emit_csi(term, host->y - y == 1 ? 0 : host->y - y, 'A');
    } else if (y > host->y) {
        int32_t known = y < host->touched ? y : host->touched;
        if (known > host->y)
            con_emit_csi(term, known - host->y == 1 ? 0 : known - host->y, 'B');
        if (y > host->touched) {
            if (host->x)
                con_emit(term, "\r", 1);
            host->x = 0;
            for (; host->touched < y; host->touched++)
                con_emit(term, "\n", 1);
        }
    }
    host->y = y;
}

static void move_to(struct con_term *term, const struct con_screen *s, int32_t x, int32_t y)
{
    struct con_host *host = term->host;
    if (host->owes_wrap)
        pay_wrap(term, s);
    if (host->x == x && host->y == y)
        return;
    if (host->y != y && host->x == host->width) { /* such a cursor moves in no known way */
        con_emit(term, "\r", 1);
        host->x = 0;
    }
    if (host->y != y)
        move_rows(term, y);
    if (host->x == x)
        return;
    if (x == 0)
        con_emit(term, "\r", 1);
    else
        con_emit_csi(term, x + 1, 'G');
    host->x = x;
}

int con_goto(struct con_term *term, const struct con_screen *s, int32_t x, int32_t y)
{
    x -= s->view_x, y -= s->view_y;
    if (!term->host || x < 0 || y < 0 || x >= s->view_width || y >= s->view_height)
        return 0;
    if (x >= term->host->width || y >= term->host->height)
        return 0;
    move_to(term, s, x, y);
    return 1;
}

void con_pin(struct con_term *term, const struct con_screen *s)
{
    struct con_host *host = term->host;
    if (!host || con_is_pinned(host))
        return;
    if (host->owes_wrap)
        pay_wrap(term, s);
    int32_t x = host->x, y = host->y;
    move_to(term, s, 0, host->height - 1);
    move_to(term, s, x < host->width ? x : host->width - 1, y);
}

void con_host_scrolled(struct con_term *term, int32_t n)
{
    if (term->host)
        term->host->y -= n;
}

/* ---- colours */

/* Blue is bit 0 and red bit 2 in Windows, in terminals the other way round. */
static int32_t terminal_color(uint32_t bits)
{
    return (int32_t)((bits & 1) << 2 | (bits & 2) | (bits & 4) >> 2);
}

void con_set_attr(struct con_term *term, uint16_t attr)
{
    struct con_host *host = term->host;
    attr &= (uint16_t) ~(CON_LEADING | CON_TRAILING);
    if (!host || host->attr == attr)
        return;
    host->attr = attr;
    con_emit(term, "\033[0", 3);
    if ((attr & 0x0f) != 7) {
        con_emit(term, ";", 1);
        emit_number(term, (attr & 8 ? 90 : 30) + terminal_color(attr & 7));
    }
    if (attr & 0xf0) { /* black is the terminal's own background */
        con_emit(term, ";", 1);
        emit_number(term, (attr & 0x80 ? 100 : 40) + terminal_color(attr >> 4 & 7));
    }
    if (attr & CON_REVERSE)
        con_emit(term, ";7", 2);
    if (attr & CON_UNDERLINE)
        con_emit(term, ";4", 2);
    con_emit(term, "m", 1);
}

/* ---- drawing */

static int is_plain_blank(const struct con_cell *cell)
{
    return cell->c == ' ' && cell->attr == 7;
}

/* Emits the cell at x and returns how many columns that was. */
static int32_t paint_cell(struct con_term *term, const struct con_cell *row, int32_t x,
                          int32_t right)
{
    const struct con_cell *cell = &row[x];
    con_set_attr(term, cell->attr);
    if (!(cell->attr & (CON_LEADING | CON_TRAILING))) {
        con_emit_char(term, con_char_width(cell->c) == 1 ? cell->c : '?');
        return 1;
    }
    if (cell->attr & CON_TRAILING || x == right || !(row[x + 1].attr & CON_TRAILING)) {
        con_emit(term, " ", 1); /* half of a character */
        return 1;
    }
    uint32_t c = cell->c;
    if ((c & 0xfc00) == 0xd800 && (row[x + 1].c & 0xfc00) == 0xdc00)
        c = 0x10000 + ((c & 0x3ff) << 10) + (row[x + 1].c & 0x3ff);
    con_emit_char(term, c);
    return 2;
}

static void paint_row(struct con_term *term, const struct con_screen *s, int32_t y, int32_t left,
                      int32_t right)
{
    struct con_host *host = term->host;
    const struct con_cell *row = con_row(s, y);
    int32_t end = right;
    int to_end = right - s->view_x == host->width - 1;
    if (to_end)
        while (end >= left && is_plain_blank(&row[end]))
            end--;
    if (!con_goto(term, s, left, y))
        return;
    for (int32_t x = left; x <= end;) {
        int32_t columns = paint_cell(term, row, x, right);
        x += columns;
        host->x += columns;
    }
    if (end < right) {
        con_set_attr(term, 7);
        con_emit(term, "\033[K", 3);
    }
}

void con_paint(struct con_term *term, const struct con_screen *s, struct con_rect r)
{
    if (!term->host)
        return;
    int32_t right = s->view_x + s->view_width - 1, bottom = s->view_y + s->view_height - 1;
    if (right >= s->view_x + term->host->width)
        right = s->view_x + term->host->width - 1;
    if (r.left < s->view_x)
        r.left = s->view_x;
    if (r.top < s->view_y)
        r.top = s->view_y;
    if (r.right > right)
        r.right = right;
    if (r.bottom > bottom)
        r.bottom = bottom;
    for (int32_t y = r.top; y <= r.bottom && r.left <= r.right; y++)
        paint_row(term, s, y, r.left, r.right);
}

void con_paint_all(struct con_term *term, const struct con_screen *s)
{
    struct con_rect all = {s->view_x, s->view_y, s->view_x + s->view_width - 1,
                           s->view_y + s->view_height - 1};
    con_paint(term, s, all);
}

void con_settle(struct con_term *term, const struct con_screen *s)
{
    if (!term->host)
        return;
    con_goto(term, s, s->x, s->y);
    con_set_attr(term, s->attr);
    if (term->host->cursor_hidden == s->cursor_visible) {
        con_emit(term, s->cursor_visible ? "\033[?25h" : "\033[?25l", 6);
        term->host->cursor_hidden = !s->cursor_visible;
    }
}
