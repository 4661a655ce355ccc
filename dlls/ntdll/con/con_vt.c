/*
 * con_vt.c - the sequences of a program that writes for a VT terminal.
 *
 * The sequence goes to the terminal as it is and the model does the same; what asks a question is
 * answered from the model. What the model has no notion of (256 colours, modes of input) passes.
 */
#include "con_vt.h"

#define VALUES 16

static void pass(struct con_term *term, const struct con_screen *s)
{
    con_emit(term, s->sequence, s->sequence_count);
}

/* ---- modes and reports */

static void set_private(struct con_term *term, struct con_screen *s, int mode, int on)
{
    switch (mode) {
    case 7:
        s->mode = on ? s->mode | CON_WRAP : s->mode & ~CON_WRAP;
        break;
    case 25:
        s->cursor_visible = (uint8_t)on;
        if (term->host)
            term->host->cursor_hidden = !on;
        break;
    case 47:
    case 1047:
    case 1049:
        con_vt_alternate(s, on);
        if (term->host)
            term->host->alternate = (uint8_t)on;
        break;
    }
}

static void answer(struct con_term *term, const struct con_screen *s, int question)
{
    char text[32];
    uint32_t at = 0;
    int32_t numbers[2] = {s->y - s->view_y + 1, s->x - s->view_x + 1};
    if (!term->reply)
        return;
    if (question == 5) {
        term->reply(term, "\033[0n", 4);
        return;
    }
    text[at++] = 27;
    text[at++] = '[';
    for (int i = 0; i < 2; i++) {
        char digits[8];
        int count = 0;
        do
            digits[count++] = (char)('0' + numbers[i] % 10);
        while (numbers[i] /= 10);
        while (count)
            text[at++] = digits[--count];
        text[at++] = i ? 'R' : ';';
    }
    term->reply(term, text, at);
}

/* ---- CSI */

static int parse(const struct con_screen *s, int *values, char *private)
{
    int count = 0, value = 0, any = 0;
    *private = 0;
    for (uint32_t i = 2; i + 1 < s->sequence_count; i++) {
        char c = s->sequence[i];
        if (c >= '0' && c <= '9') {
            value = value < 100000 ? value * 10 + c - '0' : value;
            any = 1;
        } else if (c == ';' || c == ':') {
            if (count < VALUES)
                values[count++] = value;
            value = 0;
            any = 1;
        } else {
            *private = *private ? *private : c;
        }
    }
    if (any && count < VALUES)
        values[count++] = value;
    for (int i = count; i < VALUES; i++)
        values[i] = 0;
    return count;
}

/* Moves that need the terminal to be where the model is, and that leave both at the same place. */
static void follow(struct con_term *term, const struct con_screen *s)
{
    struct con_host *host = term->host;
    if (!host)
        return;
    host->x = s->x - s->view_x;
    host->y = s->y - s->view_y;
    host->owes_wrap = 0;
    host->attr = s->attr;
}

static void repeat(struct con_term *term, struct con_screen *s, int count)
{
    uint16_t c = s->last;
    if (c >= 32)
        for (int i = 0; i < (count < 1 ? 1 : count) && i < s->width * s->height; i++)
            con_write(term, s, &c, 1);
}

void con_vt_csi(struct con_term *term, struct con_screen *s)
{
    int v[VALUES];
    char private, letter = s->sequence[s->sequence_count - 1];
    int count = parse(s, v, &private);
    if ((letter == 'n' && !private && (v[0] == 5 || v[0] == 6))) {
        answer(term, s, v[0]);
        return;
    }
    if (letter == 'c' && v[0] == 0) {
        if (term->reply && !private)
            term->reply(term, "\033[?1;0c", 7);
        else if (term->reply && private == '>')
            term->reply(term, "\033[>0;10;1c", 10);
        return;
    }
    if (letter == 'b' && !private) {
        repeat(term, s, v[0]);
        return;
    }
    if (letter == 'm' && !private) {
        con_vt_sgr(s, v, count);
        pass(term, s);
        if (term->host)
            term->host->attr = s->attr;
        return;
    }
    if (term->host) {
        con_pin(term, s);
        if (!s->pending)
            con_goto(term, s, s->x, s->y);
    }
    pass(term, s);
    if (letter == 'r' && !private)
        con_vt_margins(s, v);
    else if (letter == 'p' && private == '!')
        con_vt_soft_reset(s);
    else if ((letter == 'h' || letter == 'l') && private == '?')
        for (int i = 0; i < count; i++)
            set_private(term, s, v[i], letter == 'h');
    else if (private || !con_vt_edit(s, letter, v))
        return;
    follow(term, s);
}

/* ---- the characters of a sequence */

static void escape(struct con_term *term, struct con_screen *s, uint16_t c)
{
    char text[2] = {27, (char)c};
    if (s->intermediate) { /* which character set G0 is: the model alone draws lines */
        if (s->intermediate == '(')
            s->line_drawing = c == '0';
        s->intermediate = 0;
        return;
    }
    switch (c) {
    case '(':
    case ')':
    case '*':
    case '+':
    case '#':
    case '%':
    case ' ':
        s->intermediate = (uint8_t)c;
        s->state = CON_ESCAPE;
        return;
    case 'D':
        con_line_feed(term, s, 0);
        return;
    case 'E':
        con_line_feed(term, s, 1);
        return;
    }
    if (term->host)
        con_pin(term, s);
    if (term->host && !s->pending)
        con_goto(term, s, s->x, s->y);
    con_emit(term, text, 2);
    if (c == 'M')
        con_vt_reverse_index(s);
    else if (c == '7')
        con_vt_save(s, &s->saved);
    else if (c == '8')
        con_vt_restore(s, &s->saved);
    else if (c == 'c') {
        con_vt_alternate(s, 0);
        con_vt_soft_reset(s);
        con_vt_erase_lines(s, s->view_y, s->view_y + s->view_height - 1);
        con_vt_place(s, 0, 0);
    } else
        return;
    follow(term, s);
}

/* OSC 0 and 2 set the title; the others are the terminal's. */
static void end_string(struct con_term *term, struct con_screen *s)
{
    const uint16_t *text = s->string;
    uint32_t count = s->string_count;
    if (s->state == CON_OSC && count > 1 && (text[0] == '0' || text[0] == '2') && text[1] == ';' &&
        term->title)
        term->title(term, text + 2, count - 2);
    s->state = CON_GROUND;
}

static void in_string(struct con_term *term, struct con_screen *s, uint16_t c)
{
    if (c == 7 || c == 0x9c) {
        con_emit(term, "\a", 1);
        end_string(term, s);
        return;
    }
    if (c == 27 || c == 24 || c == 26) { /* of ESC \ , or it breaks off */
        con_emit(term, "\033\\", 2);
        end_string(term, s);
        s->state = c == 27 ? CON_ESCAPE : CON_GROUND;
        return;
    }
    if (s->string_count < CON_STRING_MAX)
        s->string[s->string_count++] = c;
    if (c >= 32)
        con_emit_char(term, c);
}

static void begin(struct con_screen *s, enum con_state state, const char *start)
{
    s->state = (uint8_t)state;
    s->sequence[0] = start[0], s->sequence[1] = start[1];
    s->sequence_count = 2;
    s->string_count = 0;
    s->intermediate = 0;
}

static void in_csi(struct con_term *term, struct con_screen *s, uint16_t c)
{
    if (c == 24 || c == 26 || c > 0x7e) {
        s->state = CON_GROUND;
        return;
    }
    if (c < 32)
        return;
    if (s->sequence_count < CON_SEQUENCE_MAX)
        s->sequence[s->sequence_count++] = (char)c;
    else
        s->state = CON_CSI_LONG;
    if (c < 0x40)
        return;
    int whole = s->state == CON_CSI;
    s->state = CON_GROUND;
    if (whole)
        con_vt_csi(term, s);
}

int con_vt_char(struct con_term *term, struct con_screen *s, uint16_t c)
{
    if (c == 27 && s->state != CON_OSC && s->state != CON_STRING) {
        s->state = CON_ESCAPE;
        s->intermediate = 0;
        return 1;
    }
    switch (s->state) {
    case CON_GROUND:
        if (c == 0x9b)
            begin(s, CON_CSI, "\033[");
        return c == 0x9b;
    case CON_ESCAPE:
        if (!s->intermediate &&
            (c == '[' || c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X')) {
            char start[2] = {27, (char)c};
            begin(s, c == '[' ? CON_CSI : c == ']' ? CON_OSC : CON_STRING, start);
            if (c != '[')
                con_emit(term, start, 2);
            return 1;
        }
        if (c < 32)
            return 0;
        s->state = CON_GROUND;
        if (c != '\\' && c < 0x7f)
            escape(term, s, c);
        return 1;
    case CON_CSI:
    case CON_CSI_LONG:
        in_csi(term, s, c);
        return 1;
    default:
        in_string(term, s, c);
        return 1;
    }
}
