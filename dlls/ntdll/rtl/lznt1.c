/*
 * lznt1.c - chunks of LZNT1: up to eight items after each byte of flags, where an item is a byte or
 * a 16-bit pair of distance and length.
 */
#include "lznt1.h"

#define HEADER     0x3000u
#define COMPRESSED 0x8000u

/* The bits of a pair that say the length: the fewer, the further back a pair can point. */
static unsigned length_bits(ULONG place)
{
    unsigned bits = 12;
    for (ULONG reach = place - 1; reach >= 16; reach >>= 1)
        bits--;
    return bits;
}

static unsigned hash_of(const UCHAR *text)
{
    ULONG word = text[0] | (ULONG)text[1] << 8 | (ULONG)text[2] << 16;
    return word * 0x9E3779B1u >> 20;
}

static void remember(const UCHAR *from, ULONG place, ULONG size, LZNT1_WORK *work)
{
    if (place + 3 > size)
        return;
    USHORT *head = &work->head[hash_of(from + place)];
    work->previous[place] = *head;
    *head = (USHORT)(place + 1);
}

/* The longest earlier match of at least 3 bytes, or 0. */
static ULONG find_match(const UCHAR *from, ULONG place, ULONG size, ULONG chain,
                        const LZNT1_WORK *work, ULONG *where)
{
    ULONG best = 2, most = (1u << length_bits(place)) + 2;
    if (place + 3 > size)
        return 0;
    if (most > size - place)
        most = size - place;
    for (ULONG at = work->head[hash_of(from + place)]; at && chain && best < most; chain--) {
        ULONG length = 0;
        while (length < most && from[at - 1 + length] == from[place + length])
            length++;
        if (length > best) {
            best = length;
            *where = at - 1;
        }
        at = work->previous[at - 1];
    }
    return best > 2 ? best : 0;
}

static void put_word(UCHAR *to, ULONG word)
{
    to[0] = (UCHAR)word;
    to[1] = (UCHAR)(word >> 8);
}

static ULONG store(const UCHAR *from, ULONG size, UCHAR *to, ULONG room)
{
    if (room < size + 2)
        return 0;
    put_word(to, HEADER | (size - 1));
    memcpy(to + 2, from, size);
    return size + 2;
}

ULONG lznt1_compress_chunk(const UCHAR *from, ULONG size, UCHAR *to, ULONG room, ULONG chain,
                           LZNT1_WORK *work)
{
    ULONG out = 2, flags = 0, where = 0;
    unsigned items = 8;
    memset(work->head, 0, sizeof work->head);
    for (ULONG place = 0; place < size; items++) {
        if (items == 8) {
            items = 0;
            flags = out++;
            if (flags < room)
                to[flags] = 0;
        }
        ULONG length = place ? find_match(from, place, size, chain, work, &where) : 0;
        if (out + 2 > room || out + 2 > size + 2)
            return store(from, size, to, room); /* it does not get smaller */
        if (length) {
            put_word(to + out, (place - where - 1) << length_bits(place) | (length - 3));
            out += 2;
            to[flags] |= (UCHAR)(1u << items);
        } else {
            to[out++] = from[place];
        }
        for (ULONG end = place + (length ? length : 1); place < end; place++)
            remember(from, place, size, work);
    }
    put_word(to, HEADER | COMPRESSED | (out - 3));
    return out;
}

ULONG lznt1_chunk_size(const UCHAR *from, ULONG size)
{
    if (size < 2 || (from[0] == 0 && from[1] == 0))
        return 0;
    return (from[0] | (from[1] & 0xfu) << 8) + 3;
}

/* One pair; FALSE where it points before the chunk. */
static BOOLEAN copy_match(ULONG pair, UCHAR *to, ULONG room, ULONG *done)
{
    ULONG place = *done;
    if (!place)
        return FALSE;
    unsigned bits = length_bits(place);
    ULONG back = (pair >> bits) + 1, length = (pair & ((1u << bits) - 1)) + 3;
    if (back > place)
        return FALSE;
    for (; length && place < room; length--, place++)
        to[place] = to[place - back];
    *done = place;
    return TRUE;
}

BOOLEAN lznt1_decompress_chunk(const UCHAR *from, ULONG size, UCHAR *to, ULONG room, ULONG *done)
{
    ULONG at = 2;
    *done = 0;
    if (room > LZNT1_CHUNK)
        room = LZNT1_CHUNK;
    if (!(from[1] & 0x80)) {
        *done = size - 2 < room ? size - 2 : room;
        memcpy(to, from + 2, *done);
        return TRUE;
    }
    while (at < size && *done < room) {
        unsigned flags = from[at++];
        for (unsigned i = 0; i < 8 && at < size && *done < room; i++, flags >>= 1) {
            if (!(flags & 1)) {
                to[(*done)++] = from[at++];
                continue;
            }
            if (at + 2 > size || !copy_match(from[at] | (ULONG)from[at + 1] << 8, to, room, done))
                return FALSE;
            at += 2;
        }
    }
    return TRUE;
}
