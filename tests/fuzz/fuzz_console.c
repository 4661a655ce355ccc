/*
 * fuzz_console.c - a libFuzzer target for the console's parsers: what programs write, and what
 * terminals send. The first byte is the mode; then both parsers get the rest.
 */
#include "con_keys.h"
#include "con_screen.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *con_alloc(uint32_t size)
{
    return calloc(1, size);
}

void con_free(void *memory, uint32_t size)
{
    (void)size;
    free(memory);
}

static void demand(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "the console broke a rule: %s\n", what);
        abort();
    }
}

static void drop(struct con_term *term)
{
    (void)term;
}

static void count_record(void *cookie, const struct con_record *record)
{
    demand(record->type == CON_KEY || record->type == CON_MOUSE || record->type == CON_FOCUS,
           "a record's type");
    ++*(unsigned *)cookie;
}

static void check_screen(const struct con_screen *s)
{
    demand(s->x >= 0 && s->x < s->width && s->y >= 0 && s->y < s->height, "the cursor");
    demand(s->view_x >= 0 && s->view_x + s->view_width <= s->width, "the window's columns");
    demand(s->view_y >= 0 && s->view_y + s->view_height <= s->height, "the window's rows");
    demand(s->margin_bottom < s->view_height, "the margins");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct con_screen s;
    struct con_host host = {.width = 20, .height = 6, .attr = -1};
    char buffer[64];
    struct con_term term = {.host = &host, .buffer = buffer, .room = sizeof buffer, .flush = drop};
    struct con_keys keys = {0};
    unsigned records = 0;
    if (size < 1)
        return 0;
    memset(&s, 0, sizeof s);
    if (!con_screen_init(&s, 20, data[0] & 0x80 ? 40 : 6, 7))
        return 0;
    s.view_height = 6;
    s.mode = data[0] & 0x1f;
    for (size_t i = 1; i < size; i++) {
        uint16_t c = i % 7 == 6 && i + 1 < size ? (uint16_t)(data[i] << 8 | data[i + 1]) : data[i];
        con_write(&term, &s, &c, 1);
        check_screen(&s);
    }
    con_paint_all(&term, &s);
    con_settle(&term, &s);
    con_screen_drop(&s);
    con_keys_feed(&keys, data + 1, (uint32_t)(size - 1), count_record, &records);
    con_keys_idle(&keys, count_record, &records);
    demand(records <= 4 * size, "more keys than bytes");
    return 0;
}
