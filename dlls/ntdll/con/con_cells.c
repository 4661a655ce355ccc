/* con_cells.c - reading and writing the cells of a screen buffer. */
#include "con_console.h"

static NTSTATUS begin(HANDLE handle, ACCESS_MASK access, CON_REF *ref, struct con_term *term)
{
    NTSTATUS status = con_reference(handle, TRUE, access, ref);
    if (status)
        return status;
    con_lock(ref->console);
    con_begin(term, ref->console, ref->screen);
    return STATUS_SUCCESS;
}

static void end(CON_REF *ref, struct con_term *term)
{
    con_end(term, ref->screen);
    con_unlock(ref->console);
    con_release(ref);
}

/* The index of a cell in the buffer, its size where it is outside. */
static LONG index_of(const struct con_screen *s, COORD at)
{
    if (at.X < 0 || at.Y < 0 || at.X >= s->width || at.Y >= s->height)
        return s->width * s->height;
    return at.Y * s->width + at.X;
}

static void paint_run(struct con_term *term, const struct con_screen *s, LONG first, LONG count)
{
    if (count <= 0)
        return;
    LONG last = first + count - 1;
    struct con_rect rect = {first % s->width, first / s->width, last % s->width, last / s->width};
    if (rect.top != rect.bottom)
        rect.left = 0, rect.right = s->width - 1;
    con_paint(term, s, rect);
}

/* ---- runs */

static LONG write_text(struct con_screen *s, LONG at, const WCHAR *text, ULONG count, ULONG *taken)
{
    LONG start = at, end = s->width * s->height;
    ULONG i = 0;
    for (; i < count && at < end; i++) {
        struct con_cell *cell = con_row(s, 0) + at;
        USHORT attr = cell->attr & (USHORT) ~(CON_LEADING | CON_TRAILING);
        BOOLEAN pair = (text[i] & 0xfc00) == 0xd800 && i + 1 < count;
        uint32_t c = pair ? 0x10000 + ((text[i] & 0x3ffu) << 10) + (text[i + 1] & 0x3ffu) : text[i];
        if (con_char_width(c) == 2 && at + 1 < end) {
            cell[0] = (struct con_cell){text[i], attr | CON_LEADING};
            cell[1] = (struct con_cell){text[i + pair], attr | CON_TRAILING};
            at += 2;
        } else {
            cell[0] = (struct con_cell){pair ? 0xfffd : text[i], attr};
            at++;
        }
        i += pair;
    }
    *taken = i;
    return at - start;
}

static ULONG read_text(const struct con_screen *s, LONG at, WCHAR *text, ULONG count)
{
    ULONG used = 0;
    for (LONG i = at; i < s->width * s->height && (ULONG)(i - at) < count; i++) {
        const struct con_cell *cell = con_row(s, 0) + i;
        if (!(cell->attr & CON_TRAILING) || (cell->c & 0xfc00) == 0xdc00)
            text[used++] = cell->c;
    }
    return used;
}

static ULONG clipped(const struct con_screen *s, LONG at, ULONG count)
{
    LONG room = s->width * s->height - at;
    return count < (ULONG)room ? count : (ULONG)room;
}

NTSTATUS NTAPI BaileyConsoleWriteRun(HANDLE handle, BOOLEAN attributes, const USHORT *data,
                                     ULONG count, COORD at, ULONG *done)
{
    CON_REF ref;
    struct con_term term;
    NTSTATUS status = begin(handle, FILE_WRITE_DATA, &ref, &term);
    if (status)
        return status;
    struct con_screen *s = &ref.screen->s;
    LONG first = index_of(s, at), cells;
    if (attributes) {
        cells = (LONG)(*done = clipped(s, first, count));
        for (LONG i = 0; i < cells; i++) {
            struct con_cell *cell = con_row(s, 0) + first + i;
            cell->attr = (cell->attr & (CON_LEADING | CON_TRAILING)) |
                         (data[i] & (USHORT) ~(CON_LEADING | CON_TRAILING));
        }
    } else {
        cells = write_text(s, first, data, count, done);
    }
    paint_run(&term, s, first, cells);
    end(&ref, &term);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyConsoleReadRun(HANDLE handle, BOOLEAN attributes, USHORT *data, ULONG count,
                                    COORD at, ULONG *done)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, TRUE, FILE_READ_DATA, &ref);
    if (status)
        return status;
    con_lock(ref.console);
    const struct con_screen *s = &ref.screen->s;
    LONG first = index_of(s, at);
    if (attributes) {
        *done = clipped(s, first, count);
        for (ULONG i = 0; i < *done; i++)
            data[i] = con_row(s, 0)[first + (LONG)i].attr;
    } else {
        *done = read_text(s, first, data, count);
    }
    con_unlock(ref.console);
    con_release(&ref);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyConsoleFill(HANDLE handle, BOOLEAN attributes, USHORT value, ULONG count,
                                 COORD at, ULONG *done)
{
    CON_REF ref;
    struct con_term term;
    NTSTATUS status = begin(handle, FILE_WRITE_DATA, &ref, &term);
    if (status)
        return status;
    struct con_screen *s = &ref.screen->s;
    LONG first = index_of(s, at);
    ULONG cells = clipped(s, first, count);
    for (ULONG i = 0; i < cells; i++) {
        struct con_cell *cell = con_row(s, 0) + first + (LONG)i;
        if (attributes) {
            cell->attr = (cell->attr & (CON_LEADING | CON_TRAILING)) |
                         (value & (USHORT) ~(CON_LEADING | CON_TRAILING));
        } else {
            cell->c = value;
            cell->attr &= (USHORT) ~(CON_LEADING | CON_TRAILING);
        }
    }
    *done = cells;
    paint_run(&term, s, first, (LONG)cells);
    end(&ref, &term);
    return STATUS_SUCCESS;
}

/* ---- rectangles */

/* The part of the rectangle that both the buffer and the caller's cells have; FALSE: none. */
static BOOLEAN clip(const struct con_screen *s, COORD size, COORD *from, SMALL_RECT *r)
{
    if (r->Left < 0)
        from->X -= r->Left, r->Left = 0;
    if (r->Top < 0)
        from->Y -= r->Top, r->Top = 0;
    if (r->Right >= s->width)
        r->Right = (SHORT)(s->width - 1);
    if (r->Bottom >= s->height)
        r->Bottom = (SHORT)(s->height - 1);
    if (r->Right - r->Left >= size.X - from->X)
        r->Right = (SHORT)(r->Left + size.X - from->X - 1);
    if (r->Bottom - r->Top >= size.Y - from->Y)
        r->Bottom = (SHORT)(r->Top + size.Y - from->Y - 1);
    return from->X >= 0 && from->Y >= 0 && r->Left <= r->Right && r->Top <= r->Bottom;
}

NTSTATUS NTAPI BaileyConsoleRect(HANDLE handle, BOOLEAN write, CHAR_INFO *cells, COORD size,
                                 COORD from, SMALL_RECT *rect)
{
    CON_REF ref;
    struct con_term term;
    SMALL_RECT r = *rect;
    NTSTATUS status = begin(handle, write ? FILE_WRITE_DATA : FILE_READ_DATA, &ref, &term);
    if (status)
        return status;
    struct con_screen *s = &ref.screen->s;
    if (!clip(s, size, &from, &r)) {
        r.Right = (SHORT)(r.Left - 1), r.Bottom = (SHORT)(r.Top - 1);
    } else {
        for (LONG y = r.Top; y <= r.Bottom; y++) {
            CHAR_INFO *its = cells + (from.Y + y - r.Top) * size.X + from.X;
            ULONG bytes = (ULONG)(r.Right - r.Left + 1) * (ULONG)sizeof *its;
            if (write)
                __builtin_memcpy(con_row(s, y) + r.Left, its, bytes);
            else
                __builtin_memcpy(its, con_row(s, y) + r.Left, bytes);
        }
        if (write)
            con_paint(&term, s, (struct con_rect){r.Left, r.Top, r.Right, r.Bottom});
    }
    end(&ref, &term);
    *rect = r;
    return STATUS_SUCCESS;
}

/* ---- moving a rectangle */

static BOOLEAN is_in(const SMALL_RECT *r, LONG x, LONG y)
{
    return x >= r->Left && x <= r->Right && y >= r->Top && y <= r->Bottom;
}

static void bound(SMALL_RECT *r, const struct con_screen *s)
{
    r->Left = r->Left < 0 ? 0 : r->Left;
    r->Top = r->Top < 0 ? 0 : r->Top;
    r->Right = r->Right < s->width ? r->Right : (SHORT)(s->width - 1);
    r->Bottom = r->Bottom < s->height ? r->Bottom : (SHORT)(s->height - 1);
}

/* dx, dy: how far it moves. In an order in which nothing is overwritten before it has moved. */
static void move_cells(struct con_screen *s, const SMALL_RECT *from, const SMALL_RECT *within,
                       LONG dx, LONG dy)
{
    LONG step_x = dx > 0 ? -1 : 1, step_y = dy > 0 ? -1 : 1;
    for (LONG y = dy > 0 ? from->Bottom : from->Top; y >= from->Top && y <= from->Bottom;
         y += step_y)
        for (LONG x = dx > 0 ? from->Right : from->Left; x >= from->Left && x <= from->Right;
             x += step_x)
            if (is_in(within, x + dx, y + dy))
                con_row(s, y + dy)[x + dx] = con_row(s, y)[x];
}

NTSTATUS NTAPI BaileyConsoleScroll(HANDLE handle, const SMALL_RECT *source,
                                   const SMALL_RECT *inside, COORD to, const CHAR_INFO *fill)
{
    CON_REF ref;
    struct con_term term;
    NTSTATUS status = begin(handle, FILE_WRITE_DATA, &ref, &term);
    if (status)
        return status;
    struct con_screen *s = &ref.screen->s;
    SMALL_RECT from = *source;
    SMALL_RECT within = {0, 0, (SHORT)(s->width - 1), (SHORT)(s->height - 1)};
    LONG dx = to.X - from.Left, dy = to.Y - from.Top;
    bound(&from, s);
    if (inside)
        within = *inside;
    bound(&within, s);
    SMALL_RECT target = {(SHORT)(from.Left + dx), (SHORT)(from.Top + dy), (SHORT)(from.Right + dx),
                         (SHORT)(from.Bottom + dy)};
    move_cells(s, &from, &within, dx, dy);
    for (LONG y = from.Top; y <= from.Bottom; y++)
        for (LONG x = from.Left; x <= from.Right; x++)
            if (is_in(&within, x, y) && !is_in(&target, x, y))
                con_row(s, y)[x] = (struct con_cell){fill->Char.UnicodeChar, fill->Attributes};
    con_paint(&term, s, (struct con_rect){within.Left, within.Top, within.Right, within.Bottom});
    end(&ref, &term);
    return STATUS_SUCCESS;
}
