/*
 * test_console.c - the console's model, built for the host: text and sequences go in, and what the
 * terminal gets must draw the same screen as the model has. The terminal is the model once more.
 */
#include "con_keys.h"
#include "con_screen.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define WIDTH  20
#define HEIGHT 6

void *con_alloc(uint32_t size)
{
    return calloc(1, size);
}

void con_free(void *memory, uint32_t size)
{
    free(memory);
}

/* ---- a screen, and a terminal that understands what is sent to it */

struct pair {
    struct con_screen screen, terminal;
    struct con_host host;
    struct con_term out, nowhere;
    char buffer[64];
    char reply[64];
};

static void to_terminal(struct con_term *term)
{
    struct pair *p = term->cookie;
    for (uint32_t i = 0; i < term->used; i++) {
        static uint32_t c;
        static int left;
        uint8_t byte = (uint8_t)term->buffer[i];
        if (byte < 0x80 || byte >= 0xc0) {
            left = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0;
            c = left ? byte & (0x3fu >> left) : byte;
        } else {
            c = c << 6 | (byte & 0x3f);
            left--;
        }
        if (left)
            continue;
        uint16_t units[2] = {(uint16_t)c, 0};
        if (c >= 0x10000)
            units[0] = (uint16_t)(0xd7c0 + (c >> 10)), units[1] = (uint16_t)(0xdc00 | (c & 0x3ff));
        con_write(&p->nowhere, &p->terminal, units, c >= 0x10000 ? 2 : 1);
    }
}

static void take_reply(struct con_term *term, const char *text, uint32_t size)
{
    struct pair *p = term->cookie;
    strncat(p->reply, text, size);
}

static struct pair *new_pair(uint32_t mode)
{
    struct pair *p = calloc(1, sizeof *p);
    assert_true(con_screen_init(&p->screen, WIDTH, HEIGHT, 7));
    assert_true(con_screen_init(&p->terminal, WIDTH, HEIGHT, 7));
    p->screen.mode = mode;
    p->terminal.mode = CON_PROCESSED | CON_WRAP | CON_VT;
    p->host.width = WIDTH, p->host.height = HEIGHT, p->host.attr = -1;
    p->out = (struct con_term){&p->host,    p->buffer,  0,    sizeof p->buffer,
                               to_terminal, take_reply, NULL, p};
    return p;
}

static void end_pair(struct pair *p)
{
    con_screen_drop(&p->screen);
    con_screen_drop(&p->terminal);
    free(p);
}

static void say(struct pair *p, const char *text)
{
    uint16_t wide[512];
    uint32_t count = 0;
    for (; text[count]; count++)
        wide[count] = (uint8_t)text[count];
    con_write(&p->out, &p->screen, wide, count);
    con_emit_flush(&p->out);
}

static void check_same(struct pair *p)
{
    con_settle(&p->out, &p->screen);
    con_emit_flush(&p->out);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            assert_int_equal(con_row(&p->terminal, y)[x].c, con_row(&p->screen, y)[x].c);
            assert_int_equal(con_row(&p->terminal, y)[x].attr, con_row(&p->screen, y)[x].attr);
        }
    assert_int_equal(p->terminal.y, p->screen.y);
    if (!p->screen.pending)
        assert_int_equal(p->terminal.x, p->screen.x);
}

static void check_texts(uint32_t mode, const char *const *texts, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct pair *p = new_pair(mode);
        say(p, texts[i]);
        check_same(p);
        end_pair(p);
    }
}

static void plain_text_is_shown(void **state)
{
    static const char *const texts[] = {
        "hello\r\nworld",
        "12345678901234567890",
        "12345678901234567890\r\nx",
        "12345678901234567890y",
        "a\tb\bc\rd",
        "1\n2\n3\n4\n5\n6\n7\n8",
        "1\n2\n3\n4\n5\n12345678901234567890abc\n\n",
        "1\n2\n3\n4\n5\n12345678901234567890",
    };
    check_texts(CON_PROCESSED | CON_WRAP, texts, sizeof texts / sizeof *texts);
}

static void sequences_are_shown(void **state)
{
    static const char *const texts[] = {
        "\033[2J\033[3;4Hx\033[31;44mred\033[0m",
        "one\r\ntwo\r\nthree\033[2;2H\033[K\033[1;1H\033[L",
        "abcdef\033[1;3H\033[2P\033[1@\033[3X",
        "1\r\n2\r\n3\r\n4\033[2;3r\033[3;1H\nx\033[r",
        "main\033[?1049h\033[Hother\033[?1049l!",
        "\033[5;5H\0337\033[H\0338y",
        "12345678901234567890\r\nnext",
        "12345678901234567890z",
        "\033[6;1Hlast\n\n",
        "\033(0lqk\033(B",
        "x\033[4b",
        "\033[3;1H\033M\033M\033M\033M",
    };
    check_texts(CON_PROCESSED | CON_WRAP | CON_VT, texts, sizeof texts / sizeof *texts);
}

static void cells_are_painted(void **state)
{
    struct pair *p = new_pair(CON_PROCESSED | CON_WRAP);
    say(p, "prompt> ");
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            con_row(&p->screen, y)[x] =
                (struct con_cell){(uint16_t)('a' + (x + y) % 26), (uint16_t)(0x10 * y + x % 15)};
    con_paint_all(&p->out, &p->screen);
    check_same(p);
    say(p, "x\r\ny");
    check_same(p);
    end_pair(p);
}

static void questions_are_answered(void **state)
{
    struct pair *p = new_pair(CON_PROCESSED | CON_WRAP | CON_VT);
    say(p, "\033[3;5H\033[6n\033[c");
    assert_string_equal(p->reply, "\033[3;5R\033[?1;0c");
    end_pair(p);
}

/* ---- keys */

static struct con_record last;
static int records;

static void take_record(void *cookie, const struct con_record *record)
{
    if (record->type != CON_KEY || record->key.down) {
        last = *record;
        records++;
    }
}

static const struct con_record *feed(const char *text)
{
    static struct con_keys keys;
    records = 0;
    con_keys_feed(&keys, (const uint8_t *)text, (uint32_t)strlen(text), take_record, NULL);
    con_keys_idle(&keys, take_record, NULL);
    return &last;
}

static void check_key(const char *text, int vk, int c, uint32_t state)
{
    const struct con_record *record = feed(text);
    assert_int_equal(records, 1);
    assert_int_equal(record->type, CON_KEY);
    assert_int_equal(record->key.vk, vk);
    assert_int_equal(record->key.c, c);
    assert_int_equal(record->key.state, state);
}

static void keys_are_recognised(void **state)
{
    check_key("a", 'A', 'a', 0);
    check_key("A", 'A', 'A', CON_SHIFT);
    check_key("!", '1', '!', CON_SHIFT);
    check_key("\r", 0x0d, 13, 0);
    check_key("\177", 0x08, 8, 0);
    check_key("\001", 'A', 1, CON_LEFT_CTRL);
    check_key("\033", 0x1b, 27, 0);
    check_key("\033x", 'X', 'x', CON_LEFT_ALT);
    check_key("\033[A", 0x26, 0, CON_ENHANCED);
    check_key("\033OA", 0x26, 0, CON_ENHANCED);
    check_key("\033[1;5C", 0x27, 0, CON_ENHANCED | CON_LEFT_CTRL);
    check_key("\033[3~", 0x2e, 0, CON_ENHANCED);
    check_key("\033[15;2~", 0x74, 0, CON_SHIFT);
    check_key("\033OP", 0x70, 0, 0);
    check_key("\033[24~", 0x7b, 0, 0);
    check_key("\033[Z", 0x09, 9, CON_SHIFT);
    check_key("\303\244", 0, 0xe4, 0);
    check_key("\342\202\254", 0, 0x20ac, 0);
}

static void answers_and_mouse(void **state)
{
    feed("\033]11;rgb:0000/0000/0000\033\\");
    assert_int_equal(records, 0);
    feed("\033[?1;2c");
    assert_int_equal(records, 0);
    feed("\033[200~");
    assert_int_equal(records, 0);
    assert_int_equal(feed("\033[<0;3;4M")->type, CON_MOUSE);
    assert_int_equal(last.mouse.x, 2);
    assert_int_equal(last.mouse.y, 3);
    assert_int_equal(last.mouse.buttons, 1);
    assert_int_equal(feed("\033[<0;3;4m")->mouse.buttons, 0);
    assert_int_equal(feed("\033[I")->focus, 1);
    feed("\360\237\230\200");
    assert_int_equal(records, 2);
    assert_int_equal(last.key.c, 0xde00);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_shown), cmocka_unit_test(sequences_are_shown),
        cmocka_unit_test(cells_are_painted),   cmocka_unit_test(questions_are_answered),
        cmocka_unit_test(keys_are_recognised), cmocka_unit_test(answers_and_mouse),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
