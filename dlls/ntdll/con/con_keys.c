/*
 * con_keys.c - the sequences of xterm and its kin (tmux, the Linux console, VTE, kitty's simple
 * ones), mouse reports by SGR, focus, pastes.
 */
#include "con_keys.h"

#define VALUES 8

struct out {
    con_sink put;
    void *cookie;
};

/* The scan codes of a US keyboard by virtual key. */
static const uint8_t letters[26] = {0x1e, 0x30, 0x2e, 0x20, 0x12, 0x21, 0x22, 0x23, 0x17,
                                    0x24, 0x25, 0x26, 0x32, 0x31, 0x18, 0x19, 0x10, 0x13,
                                    0x1f, 0x14, 0x16, 0x2f, 0x11, 0x2d, 0x15, 0x2c};

static const struct {
    uint8_t vk, scan;
} others[] = {
    {0x08, 0x0e}, {0x09, 0x0f}, {0x0c, 0x4c}, {0x0d, 0x1c}, {0x10, 0x2a}, {0x11, 0x1d},
    {0x12, 0x38}, {0x13, 0x45}, {0x1b, 0x01}, {0x20, 0x39}, {0x21, 0x49}, {0x22, 0x51},
    {0x23, 0x4f}, {0x24, 0x47}, {0x25, 0x4b}, {0x26, 0x48}, {0x27, 0x4d}, {0x28, 0x50},
    {0x2d, 0x52}, {0x2e, 0x53}, {0x6a, 0x37}, {0x6b, 0x4e}, {0x6d, 0x4a}, {0x6e, 0x53},
    {0x6f, 0x35}, {0x7a, 0x57}, {0x7b, 0x58}, {0xba, 0x27}, {0xbb, 0x0d}, {0xbc, 0x33},
    {0xbd, 0x0c}, {0xbe, 0x34}, {0xbf, 0x35}, {0xc0, 0x29}, {0xdb, 0x1a}, {0xdc, 0x2b},
    {0xdd, 0x1b}, {0xde, 0x28},
};

uint16_t con_scan_code(uint16_t vk)
{
    if (vk >= 'A' && vk <= 'Z')
        return letters[vk - 'A'];
    if (vk >= '1' && vk <= '9')
        return (uint16_t)(vk - '1' + 2);
    if (vk == '0')
        return 0x0b;
    if (vk >= 0x70 && vk <= 0x79)
        return (uint16_t)(vk - 0x70 + 0x3b);
    for (unsigned i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].vk == vk)
            return others[i].scan;
    return 0;
}

static struct con_record key(uint16_t vk, uint16_t c, uint32_t state)
{
    struct con_record record = {.type = CON_KEY};
    record.key.down = 1;
    record.key.repeat = 1;
    record.key.vk = vk;
    record.key.scan = con_scan_code(vk);
    record.key.c = c;
    record.key.state = state;
    return record;
}

/* What stands on the keys of a US keyboard, without and with shift. */
static uint16_t symbol_key(uint16_t c, uint32_t *state)
{
    static const char shifted_digits[] = ")!@#$%^&*(";
    static const char plain[] = ";=,-./`[\\]'", shifted[] = ":+<_>?~{|}\"";
    static const uint8_t keys[] = {0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf,
                                   0xc0, 0xdb, 0xdc, 0xdd, 0xde};
    for (uint16_t i = 0; i < 10; i++)
        if (c == (uint16_t)shifted_digits[i]) {
            *state |= CON_SHIFT;
            return '0' + i;
        }
    for (unsigned i = 0; i < sizeof keys; i++) {
        if (c == (uint16_t)plain[i])
            return keys[i];
        if (c == (uint16_t)shifted[i]) {
            *state |= CON_SHIFT;
            return keys[i];
        }
    }
    return 0;
}

static struct con_record control_key(uint16_t c)
{
    static const uint8_t keys[] = {0xdc, 0xdd, '6', 0xbd}; /* Ctrl with \ ] ^ _ */
    switch (c) {
    case 0:
        return key(0x20, 0, CON_LEFT_CTRL);
    case 8:
    case 0x7f:
        return key(0x08, 8, 0);
    case 9:
        return key(0x09, 9, 0);
    case 10:
        return key(0x0d, 10, CON_LEFT_CTRL);
    case 13:
        return key(0x0d, 13, 0);
    case 27:
        return key(0x1b, 27, 0);
    }
    return key(c < 27 ? (uint16_t)('A' + c - 1) : keys[c - 28], c, CON_LEFT_CTRL);
}

struct con_record con_key_of_char(uint16_t c)
{
    uint32_t state = 0;
    uint16_t vk = 0;
    if (c < 32 || c == 0x7f)
        return control_key(c);
    if (c >= 'a' && c <= 'z') {
        vk = (uint16_t)(c - 32);
    } else if (c >= 'A' && c <= 'Z') {
        vk = c;
        state = CON_SHIFT;
    } else if ((c >= '0' && c <= '9') || c == ' ') {
        vk = c;
    } else if (c < 0x7f) {
        vk = symbol_key(c, &state);
    }
    return key(vk, c, state);
}

static void send(const struct out *out, struct con_record record)
{
    out->put(out->cookie, &record);
    record.key.down = 0;
    out->put(out->cookie, &record);
}

static void send_char(const struct out *out, uint32_t c, uint32_t state)
{
    struct con_record record = con_key_of_char((uint16_t)c);
    if (c >= 0x10000) {
        send(out, key(0, (uint16_t)(0xd7c0 + (c >> 10)), state));
        record = key(0, (uint16_t)(0xdc00 | (c & 0x3ff)), 0);
    }
    record.key.state |= state;
    send(out, record);
}

/* ---- sequences */

static uint32_t modifiers(int value)
{
    uint32_t bits = value > 1 ? (uint32_t)value - 1 : 0;
    return (bits & 1 ? CON_SHIFT : 0) | (bits & 2 ? CON_LEFT_ALT : 0) |
           (bits & 4 ? CON_LEFT_CTRL : 0);
}

/* The key of CSI and SS3 letters; 0: none. */
static uint16_t letter_key(uint8_t letter)
{
    static const char names[] = "ABCDEFHPQRS";
    static const uint8_t keys[] = {0x26, 0x28, 0x27, 0x25, 0x0c, 0x23,
                                   0x24, 0x70, 0x71, 0x72, 0x73};
    for (unsigned i = 0; i < sizeof keys; i++)
        if (letter == (uint8_t)names[i])
            return keys[i];
    return 0;
}

static uint16_t number_key(int number)
{
    static const uint8_t first[] = {0,    0x24, 0x2d, 0x2e, 0x23, 0x21, 0x22, 0x24, 0x23,
                                    0,    0,    0x70, 0x71, 0x72, 0x73, 0x74, 0,    0x75,
                                    0x76, 0x77, 0x78, 0x79, 0,    0x7a, 0x7b, 0x7c, 0x7d,
                                    0,    0x7e, 0x7f, 0,    0x80, 0x81, 0x82, 0x83};
    return number >= 0 && number < (int)sizeof first ? first[number] : 0;
}

static void send_vk(const struct out *out, uint16_t vk, uint32_t state)
{
    int enhanced = vk >= 0x21 && vk <= 0x2e;
    send(out, key(vk, 0, state | (enhanced ? CON_ENHANCED : 0)));
}

static void send_mouse(struct con_keys *keys, const struct out *out, const int *v, int released)
{
    static const uint32_t buttons[4] = {1, 4, 2, 0}; /* left, middle, right */
    struct con_record record = {.type = CON_MOUSE};
    int code = v[0];
    record.mouse.x = (int16_t)(v[1] > 0 ? v[1] - 1 : 0);
    record.mouse.y = (int16_t)(v[2] > 0 ? v[2] - 1 : 0);
    record.mouse.state = (code & 4 ? CON_SHIFT : 0) | (code & 8 ? CON_LEFT_ALT : 0) |
                         (code & 16 ? CON_LEFT_CTRL : 0);
    if (code & 64) {
        record.mouse.flags = code & 2 ? 8 : 4; /* a wheel */
        record.mouse.buttons = keys->buttons | (code & 1 ? 0xff880000u : 0x00780000u);
    } else {
        if (code & 32)
            record.mouse.flags = 1;
        else if (released)
            keys->buttons &= ~buttons[code & 3];
        else
            keys->buttons |= buttons[code & 3];
        record.mouse.buttons = keys->buttons;
    }
    out->put(out->cookie, &record);
}

static void send_focus(const struct out *out, int on)
{
    struct con_record record = {.type = CON_FOCUS};
    record.focus = on;
    out->put(out->cookie, &record);
}

/* ESC [ ... ; at is the last byte. */
static void csi(struct con_keys *keys, const struct out *out, unsigned at)
{
    int v[VALUES] = {0}, count = 0;
    uint8_t final = keys->bytes[at], private = 0;
    for (unsigned i = 2; i < at; i++) {
        uint8_t c = keys->bytes[i];
        if (c >= '0' && c <= '9')
            v[count] = v[count] < 100000 ? v[count] * 10 + c - '0' : v[count];
        else if (c == ';' && count < VALUES - 1)
            count++;
        else if (c > ';')
        private = c;
    }
    if (private == '<' && (final == 'M' || final == 'm'))
        send_mouse(keys, out, v, final == 'm');
    if (private)
        return;
    if (final == '~' && number_key(v[0]))
        send_vk(out, number_key(v[0]), modifiers(v[1]));
    else if (final == 'Z')
        send(out, key(0x09, 9, CON_SHIFT));
    else if (final == 'I' || final == 'O')
        send_focus(out, final == 'I');
    else if (final == 'u' && v[0] > 0 && v[0] < 0x110000)
        send_char(out, (uint32_t)v[0], modifiers(v[1]));
    else if (letter_key(final) && !(final == 'R' && count > 0 && v[0] != 1))
        send_vk(out, letter_key(final), modifiers(v[1]));
}

/* ESC O letter: keys in application mode. */
static void ss3(const struct out *out, uint8_t letter)
{
    if (letter == 'M')
        send(out, key(0x0d, 13, CON_ENHANCED));
    else if (letter >= 'j' && letter <= 'y')
        send_char(out, (uint32_t)(letter - 'j' + '*'), 0);
    else if (letter_key(letter))
        send_vk(out, letter_key(letter), 0);
}

/* ---- bytes */

/* The length of a UTF-8 sequence by its first byte; 1 for what is none. */
static unsigned utf8_size(uint8_t first)
{
    return first >= 0xf0 && first < 0xf5   ? 4
           : first >= 0xe0 && first < 0xf0 ? 3
           : first >= 0xc2 && first < 0xe0 ? 2
                                           : 1;
}

static uint32_t utf8_char(const uint8_t *at, unsigned size)
{
    uint32_t c = size == 1 ? at[0] : at[0] & (0x7fu >> size);
    for (unsigned i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0xfffd;
        c = c << 6 | (at[i] & 0x3f);
    }
    return (size == 1 && c >= 0x80) || c > 0x10ffff || (c & 0xfffff800) == 0xd800 ? 0xfffd : c;
}

/* A character at the start of the bytes; 0: it is not whole. */
static unsigned take_char(struct con_keys *keys, const struct out *out, unsigned at, uint32_t state)
{
    unsigned size = utf8_size(keys->bytes[at]);
    if (at + size > keys->count)
        return 0;
    send_char(out, utf8_char(keys->bytes + at, size), state);
    return at + size;
}

/* Strings that a terminal answers with; they are no keys. */
static unsigned skip_string(const struct con_keys *keys)
{
    for (unsigned i = 2; i < keys->count; i++) {
        if (keys->bytes[i] == 7)
            return i + 1;
        if (keys->bytes[i] == '\\' && keys->bytes[i - 1] == 27)
            return i + 1;
    }
    return keys->count == sizeof keys->bytes ? keys->count : 0;
}

static unsigned take_csi(struct con_keys *keys, const struct out *out)
{
    if (keys->count > 2 && keys->bytes[2] == '[') { /* the Linux console's F1 to F5 */
        if (keys->count < 4)
            return 0;
        if (keys->bytes[3] >= 'A' && keys->bytes[3] <= 'E')
            send_vk(out, (uint16_t)(0x70 + keys->bytes[3] - 'A'), 0);
        return 4;
    }
    for (unsigned i = 2; i < keys->count; i++) {
        uint8_t c = keys->bytes[i];
        if (c < 0x20 || c > 0x7e)
            return i; /* broken off */
        if (c >= 0x40) {
            csi(keys, out, i);
            return i + 1;
        }
    }
    return keys->count == sizeof keys->bytes ? keys->count : 0;
}

/* How many bytes of the start were a key; 0: more must come. */
static unsigned take(struct con_keys *keys, const struct out *out)
{
    const uint8_t *at = keys->bytes;
    if (at[0] != 27 || keys->raw)
        return take_char(keys, out, 0, 0);
    if (keys->count < 2)
        return 0;
    switch (at[1]) {
    case '[':
        return keys->count < 3 ? 0 : take_csi(keys, out);
    case 'O':
        if (keys->count < 3)
            return 0;
        ss3(out, at[2]);
        return 3;
    case ']':
    case 'P':
    case '_':
    case '^':
        return skip_string(keys);
    case 27:
        send(out, key(0x1b, 27, 0));
        return 1;
    }
    return take_char(keys, out, 1, CON_LEFT_ALT);
}

static void drop(struct con_keys *keys, unsigned count)
{
    for (unsigned i = count; i < keys->count; i++)
        keys->bytes[i - count] = keys->bytes[i];
    keys->count -= (uint8_t)count;
}

void con_keys_feed(struct con_keys *keys, const uint8_t *bytes, uint32_t count, con_sink put,
                   void *cookie)
{
    const struct out out = {put, cookie};
    for (uint32_t i = 0; i < count; i++) {
        unsigned used;
        keys->bytes[keys->count++] = bytes[i];
        while (keys->count && (used = take(keys, &out)) != 0)
            drop(keys, used);
        if (keys->count == sizeof keys->bytes)
            keys->count = 0;
    }
}

void con_keys_idle(struct con_keys *keys, con_sink put, void *cookie)
{
    const struct out out = {put, cookie};
    uint32_t state = 0;
    if (keys->count && keys->bytes[0] == 27) {
        if (keys->count == 1) {
            send(&out, key(0x1b, 27, 0));
        } else if (keys->bytes[1] != ']' && keys->bytes[1] != 'P') { /* Alt with [ or O */
            state = CON_LEFT_ALT;
            send_char(&out, keys->bytes[1], state);
            for (unsigned i = 2; i < keys->count; i++)
                send_char(&out, keys->bytes[i], 0);
        }
    }
    keys->count = 0;
}
