/* con_screen.c - the buffer: its memory, its size, rows that move. */
#include "con_screen.h"

/* The console's sixteen colours as 0x00BBGGRR. */
static const uint32_t colors[16] = {
    0x0c0c0c, 0xda3700, 0x0ea113, 0xdd963a, 0x1f0fc5, 0x981788, 0x009cc1, 0xcccccc,
    0x767676, 0xff783b, 0x0cc616, 0xd6d661, 0x5648e7, 0x9e00b4, 0xa5f1f9, 0xf2f2f2,
};

void con_blank(struct con_cell *at, int32_t count, uint16_t attr)
{
    attr &= (uint16_t) ~(CON_LEADING | CON_TRAILING);
    for (int32_t i = 0; i < count; i++)
        at[i] = (struct con_cell){' ', attr};
}

static uint32_t cells_size(int32_t width, int32_t height)
{
    return (uint32_t)width * (uint32_t)height * (uint32_t)sizeof(struct con_cell);
}

int con_screen_init(struct con_screen *s, int32_t width, int32_t height, uint16_t attr)
{
    void *cells = con_alloc(cells_size(width, height));
    if (!cells)
        return 0;
    s->cells = (uintptr_t)cells;
    s->width = s->view_width = width;
    s->height = s->view_height = height;
    s->attr = s->default_attr = attr;
    s->popup_attr = 0xf5;
    s->cursor_visible = 1;
    s->cursor_size = 25;
    s->margin_bottom = -1;
    s->mode = CON_PROCESSED | CON_WRAP;
    for (int i = 0; i < 16; i++)
        s->palette[i] = colors[i];
    con_blank(con_row(s, 0), width * height, attr);
    return 1;
}

void con_screen_drop(struct con_screen *s)
{
    if (s->main)
        con_free((void *)(uintptr_t)s->main, cells_size(s->width, s->height));
    if (s->cells)
        con_free((void *)(uintptr_t)s->cells, cells_size(s->width, s->height));
    s->main = s->cells = 0;
}

static void copy_cells(const struct con_screen *s, const struct con_cell *from, struct con_cell *to,
                       int32_t width, int32_t height, int32_t skip)
{
    con_blank(to, width * height, s->attr);
    int32_t columns = width < s->width ? width : s->width;
    for (int32_t y = 0; y < height && y + skip < s->height; y++)
        for (int32_t x = 0; x < columns; x++)
            to[(int64_t)y * width + x] = from[(int64_t)(y + skip) * s->width + x];
}

static void clamp(struct con_screen *s)
{
    if (s->view_width > s->width)
        s->view_width = s->width;
    if (s->view_height > s->height)
        s->view_height = s->height;
    if (s->view_x > s->width - s->view_width)
        s->view_x = s->width - s->view_width;
    if (s->view_y > s->height - s->view_height)
        s->view_y = s->height - s->view_height;
    if (s->x >= s->width)
        s->x = s->width - 1;
    if (s->y >= s->height)
        s->y = s->height - 1;
    s->margin_top = 0, s->margin_bottom = -1;
    s->pending = 0;
}

int con_screen_resize(struct con_screen *s, int32_t width, int32_t height)
{
    struct con_cell *cells = con_alloc(cells_size(width, height)), *main = 0;
    if (s->main)
        main = con_alloc(cells_size(width, height));
    if (!cells || (s->main && !main)) {
        if (cells)
            con_free(cells, cells_size(width, height));
        return 0;
    }
    int32_t skip = s->y >= height ? s->y - height + 1 : 0;
    copy_cells(s, con_row(s, 0), cells, width, height, skip);
    if (main)
        copy_cells(s, (struct con_cell *)(uintptr_t)s->main, main, width, height, 0);
    con_screen_drop(s);
    s->cells = (uintptr_t)cells, s->main = (uintptr_t)main;
    s->width = width, s->height = height;
    s->y -= skip;
    clamp(s);
    return 1;
}

int con_screen_follow(struct con_screen *s, int32_t width, int32_t height)
{
    int32_t new_width = s->width == s->view_width || s->width < width ? width : s->width;
    int32_t new_height = s->height == s->view_height || s->height < height ? height : s->height;
    if ((new_width != s->width || new_height != s->height) &&
        !con_screen_resize(s, new_width, new_height))
        return 0;
    s->view_width = width, s->view_height = height;
    clamp(s);
    con_show_cursor(s);
    return 1;
}

void con_shift_rows(struct con_screen *s, int32_t top, int32_t bottom, int32_t n, uint16_t attr)
{
    int32_t count = bottom - top + 1;
    if (n > count)
        n = count;
    if (n < -count)
        n = -count;
    int32_t kept = (count - (n < 0 ? -n : n)) * s->width;
    struct con_cell *first = con_row(s, top);
    if (n > 0) {
        __builtin_memmove(first, first + n * s->width, (uint32_t)kept * sizeof *first);
        con_blank(first + kept, n * s->width, attr);
    } else if (n < 0) {
        __builtin_memmove(first - n * s->width, first, (uint32_t)kept * sizeof *first);
        con_blank(first, -n * s->width, attr);
    }
}

int con_show_cursor(struct con_screen *s)
{
    int32_t x = s->view_x, y = s->view_y;
    if (s->x < x)
        x = s->x;
    if (s->x >= x + s->view_width)
        x = s->x - s->view_width + 1;
    if (s->y < y)
        y = s->y;
    if (s->y >= y + s->view_height)
        y = s->y - s->view_height + 1;
    int moved = x != s->view_x || y != s->view_y;
    s->view_x = x, s->view_y = y;
    return moved;
}
