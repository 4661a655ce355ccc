/* con_edit.c - what VT sequences do to the model: moves, erasing, shifting, the alternate buffer.
 */
#include "con_vt.h"

static int32_t bounded(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* The cursor of the window's row and column, within it. */
void con_vt_place(struct con_screen *s, int32_t x, int32_t y)
{
    s->x = s->view_x + bounded(x, 0, s->view_width - 1);
    s->y = s->view_y + bounded(y, 0, s->view_height - 1);
    s->pending = 0;
}

void con_vt_save(struct con_screen *s, struct con_saved *to)
{
    *to = (struct con_saved){s->x - s->view_x, s->y - s->view_y, s->attr, s->line_drawing, 1};
}

void con_vt_restore(struct con_screen *s, const struct con_saved *from)
{
    if (!from->used) {
        con_vt_place(s, 0, 0);
        return;
    }
    con_vt_place(s, from->x, from->y);
    s->attr = from->attr;
    s->line_drawing = from->line_drawing;
}

static void blank_row_part(struct con_screen *s, int32_t y, int32_t left, int32_t right)
{
    if (left <= right)
        con_blank(con_row(s, y) + left, right - left + 1, s->attr);
}

void con_vt_erase_lines(struct con_screen *s, int32_t top, int32_t bottom)
{
    for (int32_t y = top; y <= bottom; y++)
        blank_row_part(s, y, 0, s->width - 1);
}

static void erase_display(struct con_screen *s, int what)
{
    int32_t bottom = s->view_y + s->view_height - 1;
    if (what == 0) {
        blank_row_part(s, s->y, s->x, s->width - 1);
        con_vt_erase_lines(s, s->y + 1, bottom);
    } else if (what == 1) {
        con_vt_erase_lines(s, s->view_y, s->y - 1);
        blank_row_part(s, s->y, 0, s->x);
    } else if (what == 2) {
        con_vt_erase_lines(s, s->view_y, bottom);
    }
}

static void erase_line(struct con_screen *s, int what)
{
    blank_row_part(s, s->y, what == 0 ? s->x : 0, what == 1 ? s->x : s->width - 1);
}

/* n > 0: characters go and the rest moves left; n < 0: room is made. */
static void shift_columns(struct con_screen *s, int32_t n)
{
    struct con_cell *row = con_row(s, s->y);
    int32_t rest = s->width - s->x, count = n < 0 ? -n : n;
    count = bounded(count, 0, rest);
    struct con_cell *at = row + s->x;
    if (n > 0) {
        __builtin_memmove(at, at + count, (uint32_t)(rest - count) * sizeof *at);
        con_blank(at + rest - count, count, s->attr);
    } else {
        __builtin_memmove(at + count, at, (uint32_t)(rest - count) * sizeof *at);
        con_blank(at, count, s->attr);
    }
}

static void region(const struct con_screen *s, int32_t *top, int32_t *bottom)
{
    *top = s->view_y + (s->margin_bottom >= 0 ? s->margin_top : 0);
    *bottom = s->view_y + (s->margin_bottom >= 0 ? s->margin_bottom : s->view_height - 1);
}

static void shift_lines(struct con_screen *s, int32_t n)
{
    int32_t top, bottom;
    region(s, &top, &bottom);
    if (s->y < top || s->y > bottom)
        return;
    con_shift_rows(s, s->y, bottom, n, s->attr);
    s->x = 0;
}

static void scroll(struct con_screen *s, int32_t n)
{
    int32_t top, bottom;
    region(s, &top, &bottom);
    con_shift_rows(s, top, bottom, n, s->attr);
}

/* Up, but not out of the margins where it began within them. */
static void move_rows(struct con_screen *s, int32_t n)
{
    int32_t top, bottom, first = s->view_y, last = s->view_y + s->view_height - 1;
    region(s, &top, &bottom);
    if (s->y >= top)
        first = top;
    if (s->y <= bottom)
        last = bottom;
    s->y = bounded(s->y + n, first, last);
    s->pending = 0;
}

void con_vt_reverse_index(struct con_screen *s)
{
    int32_t top, bottom;
    region(s, &top, &bottom);
    if (s->y == top)
        con_shift_rows(s, top, bottom, -1, s->attr);
    else
        con_vt_place(s, s->x - s->view_x, s->y - s->view_y - 1);
}

/* ---- the alternate buffer */

void con_vt_alternate(struct con_screen *s, int on)
{
    uint32_t size = (uint32_t)(s->width * s->height) * (uint32_t)sizeof(struct con_cell);
    if (on == (s->main != 0))
        return;
    if (on) {
        void *cells = con_alloc(size);
        if (!cells)
            return;
        con_vt_save(s, &s->saved_main);
        s->main = s->cells;
        s->cells = (uintptr_t)cells;
        con_blank(cells, s->width * s->height, s->attr);
    } else {
        con_free((void *)(uintptr_t)s->cells, size);
        s->cells = s->main;
        s->main = 0;
        con_vt_restore(s, &s->saved_main);
    }
    s->margin_bottom = -1;
}

/* Cursor moves and edits; 0: the letter is none of them. */
int con_vt_edit(struct con_screen *s, char letter, const int *v)
{
    int32_t n = v[0] ? v[0] : 1, x = s->x - s->view_x, y = s->y - s->view_y;
    switch (letter) {
    case 'A':
        move_rows(s, -n);
        break;
    case 'B':
    case 'e':
        move_rows(s, n);
        break;
    case 'C':
    case 'a':
        con_vt_place(s, x + n, y);
        break;
    case 'D':
        con_vt_place(s, x - n, y);
        break;
    case 'E':
        move_rows(s, n);
        s->x = s->view_x;
        break;
    case 'F':
        move_rows(s, -n);
        s->x = s->view_x;
        break;
    case 'G':
    case '`':
        con_vt_place(s, n - 1, y);
        break;
    case 'H':
    case 'f':
        con_vt_place(s, (v[1] ? v[1] : 1) - 1, n - 1);
        break;
    case 'd':
        con_vt_place(s, x, n - 1);
        break;
    case 'I':
        con_vt_place(s, (x / 8 + n) * 8, y);
        break;
    case 'Z':
        con_vt_place(s, ((x + 7) / 8 - n) * 8, y);
        break;
    case 'J':
        erase_display(s, v[0]);
        break;
    case 'K':
        erase_line(s, v[0]);
        break;
    case 'X':
        blank_row_part(s, s->y, s->x, bounded(s->x + n - 1, 0, s->width - 1));
        break;
    case '@':
        shift_columns(s, -n);
        break;
    case 'P':
        shift_columns(s, n);
        break;
    case 'L':
        shift_lines(s, -n);
        break;
    case 'M':
        shift_lines(s, n);
        break;
    case 'S':
        scroll(s, n);
        break;
    case 'T':
        scroll(s, -n);
        break;
    case 's':
        con_vt_save(s, &s->saved);
        break;
    case 'u':
        con_vt_restore(s, &s->saved);
        break;
    default:
        return 0;
    }
    return 1;
}

void con_vt_margins(struct con_screen *s, const int *v)
{
    int32_t top = v[0] ? v[0] - 1 : 0, bottom = v[1] ? v[1] - 1 : s->view_height - 1;
    if (bottom >= s->view_height)
        bottom = s->view_height - 1;
    if (top >= bottom)
        return;
    s->margin_top = top;
    s->margin_bottom = top == 0 && bottom == s->view_height - 1 ? -1 : bottom;
    con_vt_place(s, 0, 0);
}

void con_vt_soft_reset(struct con_screen *s)
{
    s->attr = s->default_attr;
    s->margin_bottom = -1;
    s->cursor_visible = 1;
    s->line_drawing = 0;
    s->saved.used = 0;
    s->mode |= CON_WRAP;
}
