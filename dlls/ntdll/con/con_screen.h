/*
 * con_screen.h - the model of a console's screen buffer, and how a host terminal follows it.
 *
 * Plain C over memory that the caller gives: no call of ntdll or of the host is made here, so that
 * the same files are tested and fuzzed on the host. A screen lies in the session arena; who uses it
 * holds the console's lock.
 *
 * The terminal is driven by relative moves as long as nobody knows on which of its rows the console
 * began: row 0 of the window is the row on which the session first wrote, rows that were never
 * touched come into being by line feeds. Once the last row has been touched the window and the
 * terminal are one ("pinned"), and absolute positions of programs may pass.
 */
#ifndef BAILEY_CON_SCREEN_H
#define BAILEY_CON_SCREEN_H

#include <stdint.h>

/* As in the public headers' ENABLE_* for output. */
#define CON_PROCESSED      0x01u
#define CON_WRAP           0x02u
#define CON_VT             0x04u
#define CON_NO_AUTO_RETURN 0x08u
#define CON_LVB_GRID       0x10u

#define CON_LEADING   0x0100u
#define CON_TRAILING  0x0200u
#define CON_REVERSE   0x4000u
#define CON_UNDERLINE 0x8000u

#define CON_SEQUENCE_MAX 96
#define CON_STRING_MAX   256

struct con_cell {
    uint16_t c, attr;
};

struct con_rect {
    int32_t left, top, right, bottom; /* inclusive */
};

enum con_state { CON_GROUND, CON_ESCAPE, CON_CSI, CON_CSI_LONG, CON_OSC, CON_STRING };

struct con_saved {
    int32_t x, y;
    uint16_t attr;
    uint8_t line_drawing, used;
};

struct con_screen {
    uint64_t cells; /* struct con_cell[width * height] */
    uint64_t main;  /* the main cells while the VT alternate buffer is shown, else 0 */
    int32_t width, height;
    int32_t view_x, view_y, view_width, view_height; /* the window */
    int32_t x, y;                                    /* the cursor */
    uint16_t attr, default_attr, popup_attr;
    uint8_t pending; /* VT: the cursor stands behind the last column */
    uint8_t cursor_visible;
    uint32_t cursor_size;
    uint32_t mode;                     /* CON_* */
    int32_t margin_top, margin_bottom; /* rows of the window; bottom -1: none set */
    struct con_saved saved, saved_main;
    uint32_t palette[16];
    /* text that is split between writes */
    uint16_t high; /* a high surrogate */
    uint8_t partial_count, line_drawing;
    uint8_t partial[4];
    uint16_t last;               /* what REP repeats */
    uint8_t state, intermediate; /* enum con_state */
    uint16_t sequence_count, string_count;
    char sequence[CON_SEQUENCE_MAX];
    uint16_t string[CON_STRING_MAX];
};

/* What the terminal shows, shared by all processes that write to it. Positions are of the window.
 */
struct con_host {
    int32_t width, height;
    int32_t x, y;      /* its cursor; x == width: it will wrap at the next character */
    int32_t touched;   /* the lowest row that is known to exist */
    int32_t attr;      /* -1: not known */
    uint8_t owes_wrap; /* the model has wrapped, the terminal not yet */
    uint8_t cursor_hidden, alternate, reserved;
};

/* Where output goes. */
struct con_term {
    struct con_host *host; /* NULL: nothing is shown */
    char *buffer;
    uint32_t used, room;
    void (*flush)(struct con_term *term);
    void (*reply)(struct con_term *term, const char *text, uint32_t size);
    void (*title)(struct con_term *term, const uint16_t *text, uint32_t count);
    void *cookie;
};

/* Given by whoever uses this: zeroed memory or NULL, and its end. */
void *con_alloc(uint32_t size);
void con_free(void *memory, uint32_t size);

static inline struct con_cell *con_row(const struct con_screen *s, int32_t y)
{
    return (struct con_cell *)(uintptr_t)s->cells + (int64_t)y * s->width;
}

/* 0: there is no memory. */
int con_screen_init(struct con_screen *s, int32_t width, int32_t height, uint16_t attr);
void con_screen_drop(struct con_screen *s);
/* A new size of the buffer; what fits is kept, from the top left, or so that the cursor stays. */
int con_screen_resize(struct con_screen *s, int32_t width, int32_t height);
/* The window and, where it was as large, the buffer take the terminal's new size. */
int con_screen_follow(struct con_screen *s, int32_t width, int32_t height);
/* Blank cells. */
void con_blank(struct con_cell *at, int32_t count, uint16_t attr);
/* Rows top..bottom move by n (up: positive); what comes in is blank. */
void con_shift_rows(struct con_screen *s, int32_t top, int32_t bottom, int32_t n, uint16_t attr);
/* The window moves as little as makes the cursor visible; 1: it moved. */
int con_show_cursor(struct con_screen *s);

/* Writes text as the screen's mode says. */
void con_write(struct con_term *term, struct con_screen *s, const uint16_t *text, uint32_t count);
/* One more line at the bottom or the next: what LF does. */
void con_line_feed(struct con_term *term, struct con_screen *s, int auto_return);
/* One character of VT text that is not printed; returns 1 if it was taken. */
int con_vt_char(struct con_term *term, struct con_screen *s, uint16_t c);
/* Runs a whole CSI sequence, ESC and bracket first. */
void con_vt_csi(struct con_term *term, struct con_screen *s);
void con_vt_sgr(struct con_screen *s, const int *values, int count);
/* The display width of a character: 0 combining, 1, 2. */
int con_char_width(uint32_t c);

/* ---- the terminal (con_term.c) */

void con_emit(struct con_term *term, const char *text, uint32_t size);
void con_emit_char(struct con_term *term, uint32_t c);
/* ESC [ n letter; n 0: without number */
void con_emit_csi(struct con_term *term, int32_t n, char letter);
void con_emit_flush(struct con_term *term);
/* Moves the terminal's cursor to a cell of the buffer; 0: outside of the window. */
int con_goto(struct con_term *term, const struct con_screen *s, int32_t x, int32_t y);
void con_set_attr(struct con_term *term, uint16_t attr);
/* Draws a part of the buffer again. */
void con_paint(struct con_term *term, const struct con_screen *s, struct con_rect rect);
void con_paint_all(struct con_term *term, const struct con_screen *s);
/* Cursor and colour as the model has them: after every drawing. */
void con_settle(struct con_term *term, const struct con_screen *s);
/* Makes the window and the terminal one. */
void con_pin(struct con_term *term, const struct con_screen *s);
static inline int con_is_pinned(const struct con_host *host)
{
    return host->touched >= host->height - 1;
}
/* The model has moved up by n rows of the window as the terminal will or does. */
void con_host_scrolled(struct con_term *term, int32_t n);

#endif
