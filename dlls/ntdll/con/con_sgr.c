/* con_sgr.c - graphic renditions as the sixteen colours of a cell. */
#include "con_screen.h"

/* Terminals have red in bit 0 and blue in bit 2. */
static uint16_t console_color(int color)
{
    return (uint16_t)((color & 1) << 2 | (color & 2) | (color & 4) >> 2 | (color & 8));
}

static uint16_t nearest(int r, int g, int b)
{
    int top = r > g ? r : g;
    top = top > b ? top : b;
    if (top < 48)
        return 0;
    if (top - r < 32 && top - g < 32 && top - b < 32) /* a grey */
        return top < 100 ? 8 : top < 216 ? 7 : 15;
    int limit = top / 2;
    uint16_t color = (uint16_t)((r > limit ? 4 : 0) | (g > limit ? 2 : 0) | (b > limit ? 1 : 0));
    return top > 190 ? color | 8 : color;
}

/* Of the 256 colours: 16, a cube of 6 x 6 x 6, 24 greys. */
static uint16_t indexed(int index)
{
    if (index < 16)
        return console_color(index);
    if (index >= 232) {
        int level = 8 + (index - 232) * 10;
        return nearest(level, level, level);
    }
    index -= 16;
    int parts[3] = {index / 36, index / 6 % 6, index % 6};
    for (int i = 0; i < 3; i++)
        parts[i] = parts[i] ? 55 + parts[i] * 40 : 0;
    return nearest(parts[0], parts[1], parts[2]);
}

/* After 38 or 48; returns how many values it takes. */
static int extended(const int *values, int count, uint16_t *color)
{
    if (count >= 2 && values[0] == 5) {
        *color = indexed(values[1] & 255);
        return 2;
    }
    if (count >= 4 && values[0] == 2) {
        *color = nearest(values[1] & 255, values[2] & 255, values[3] & 255);
        return 4;
    }
    return count;
}

static uint16_t with_front(uint16_t attr, uint16_t color)
{
    return (attr & 0xfff0) | color;
}

static uint16_t with_back(uint16_t attr, uint16_t color)
{
    return (uint16_t)((attr & 0xff0f) | color << 4);
}

/* Bold and reverse and underline. */
static uint16_t style(const struct con_screen *s, int value)
{
    switch (value) {
    case 0:
        return s->default_attr;
    case 1:
        return s->attr | 8;
    case 2:
    case 22:
        return s->attr & (uint16_t)~8u;
    case 4:
        return s->attr | CON_UNDERLINE;
    case 7:
        return s->attr | CON_REVERSE;
    case 24:
        return s->attr & (uint16_t)~CON_UNDERLINE;
    case 27:
        return s->attr & (uint16_t)~CON_REVERSE;
    case 39:
        return with_front(s->attr, s->default_attr & 15);
    case 49:
        return with_back(s->attr, s->default_attr >> 4 & 15);
    }
    return s->attr;
}

void con_vt_sgr(struct con_screen *s, const int *values, int count)
{
    if (count == 0)
        s->attr = s->default_attr;
    for (int i = 0; i < count; i++) {
        int v = values[i];
        uint16_t color = 0;
        if (v == 38 || v == 48) {
            i += extended(values + i + 1, count - i - 1, &color);
            s->attr = v == 38 ? with_front(s->attr, color) : with_back(s->attr, color);
        } else if (v >= 30 && v <= 37) {
            s->attr = with_front(s->attr, console_color(v - 30) | (s->attr & 8));
        } else if (v >= 40 && v <= 47) {
            s->attr = with_back(s->attr, console_color(v - 40));
        } else if (v >= 90 && v <= 97) {
            s->attr = with_front(s->attr, console_color(v - 90 + 8));
        } else if (v >= 100 && v <= 107) {
            s->attr = with_back(s->attr, console_color(v - 100 + 8));
        } else {
            s->attr = style(s, v);
        }
    }
}
