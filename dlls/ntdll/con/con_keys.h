/*
 * con_keys.h - from what a terminal sends to the records that a console reads.
 *
 * Plain C without calls of ntdll or the host. A record has the layout of INPUT_RECORD.
 */
#ifndef BAILEY_CON_KEYS_H
#define BAILEY_CON_KEYS_H

#include <stdint.h>

#define CON_KEY    0x01u
#define CON_MOUSE  0x02u
#define CON_RESIZE 0x04u
#define CON_FOCUS  0x10u

#define CON_RIGHT_ALT 0x01u
#define CON_LEFT_ALT  0x02u
#define CON_LEFT_CTRL 0x08u
#define CON_SHIFT     0x10u
#define CON_ENHANCED  0x100u

struct con_record {
    uint16_t type, reserved;
    union {
        struct {
            int32_t down;
            uint16_t repeat, vk, scan, c;
            uint32_t state;
        } key;
        struct {
            int16_t x, y;
            uint32_t buttons, state, flags;
        } mouse;
        struct {
            int16_t width, height;
        } size;
        int32_t focus;
    };
};

typedef void (*con_sink)(void *cookie, const struct con_record *record);

/* Bytes that are not yet a whole key. Zero at first. */
struct con_keys {
    uint8_t bytes[64];
    uint8_t count;
    uint8_t raw; /* the program wants the terminal's own sequences */
    uint8_t reserved[2];
    uint32_t buttons; /* of the mouse, as they are held */
};

void con_keys_feed(struct con_keys *keys, const uint8_t *bytes, uint32_t count, con_sink put,
                   void *cookie);
/* Nothing more has come for a while: an escape that waits is a key. */
void con_keys_idle(struct con_keys *keys, con_sink put, void *cookie);
/* A key as it is typed on the usual keyboard: virtual key, scan code, states. */
struct con_record con_key_of_char(uint16_t c);
uint16_t con_scan_code(uint16_t vk);

#endif
