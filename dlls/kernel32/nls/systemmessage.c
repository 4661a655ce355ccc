/* systemmessage.c - the system's message table. */
#include "formatmessage.h"

static const struct {
    DWORD id;
    const char *text;
} messages[] = {
// clang-format off
#include "system_messages.inc"
    // clang-format on
};

const char *fm_system_text(DWORD id)
{
    int low = 0, high = sizeof messages / sizeof *messages;

    if (id >> 16 == 0x8007)
        id &= 0xffff;
    while (low < high) {
        int middle = (low + high) / 2;

        if (messages[middle].id == id)
            return messages[middle].text;
        if (messages[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
