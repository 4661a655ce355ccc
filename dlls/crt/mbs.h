#ifndef BAILEY_CRT_MBS_H
#define BAILEY_CRT_MBS_H

#include "locale_data.h"

/* The size of the character at p: 2 where a lead byte is followed by anything but the end. */
static inline int mb_size(const unsigned char *p, const struct crt_mbinfo *mb)
{
    return mb->multibyte && (mb->types[*p + 1] & 0x04) && p[1] ? 2 : 1;
}

static inline unsigned mb_char(const unsigned char *p, const struct crt_mbinfo *mb)
{
    return mb_size(p, mb) == 2 ? (unsigned)p[0] << 8 | p[1] : *p;
}

#endif
