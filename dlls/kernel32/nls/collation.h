/*
 * collation.h - the collation tables that tools/nlsgen/collation.py makes, and how texts are read
 * with them.
 *
 * A character's word is primary << 16 | diacritic << 8 | form:
 *   primary 0              ignorable, or a combining mark where the diacritic is not 0
 *   primary COLL_SPECIAL   a hyphen, an apostrophe or a control character; the diacritic orders
 * them primary ffff           several elements: coll_expansions from coll_expansion_start[word &
 * ffff] An element of an expansion with primary 0 is a character whose weight is computed.
 */
#ifndef KERNEL32_COLLATION_H
#define KERNEL32_COLLATION_H

#include <stddef.h>
#include <stdint.h>

enum {
    COLL_SPECIAL = 1,
    COLL_EXPANSION = 0xffff,
    COLL_PLAIN_DIACRITIC = 2,
    COLL_PLAIN_FORM = 2,
    /* bits of the form */
    COLL_FULL = 0x01,
    COLL_UPPER = 0x10,
    COLL_KATAKANA = 0x20,
    COLL_SMALL_KANA = 0x40,
    COLL_VARIANT = 0x0c,
    /* computed primary weights */
    COLL_NUMBER = 0x2e00, /* + count of digits: SORT_DIGITSASNUMBERS */
    COLL_PRIVATE = 0x2f00,
    COLL_HANGUL = 0x4a00,
    COLL_IDEOGRAPH = 0x7600,
    COLL_IDEOGRAPH_A = 0xc900,
    COLL_SURROGATE = 0xe300,
};

extern const uint8_t coll_index[256];
extern const uint32_t coll_blocks[][256];
extern const uint16_t coll_expansion_start[];
extern const uint32_t coll_expansions[];
extern const uint16_t coll_zero; /* the primary weight of the digit 0 */

struct coll_element {
    uint16_t primary;
    uint16_t diacritic;
    uint8_t form;
};

/* Reads a text as elements. Fill in at, end and flags (of CompareString); the rest is zero. */
struct coll_reader {
    const wchar_t *at, *end;
    uint32_t flags;
    const uint32_t *pending; /* rest of an expansion */
    uint32_t pending_count;
    const wchar_t *digits; /* rest of a number */
    uint32_t digit_count;
};

/* The next element with a primary weight, its combining marks added; 0 at the end. Marks without
   a letter before them come as an element of primary 0. Word sort's specials come as elements of
   primary COLL_SPECIAL, unless the flags say string sort. */
int coll_next(struct coll_reader *reader, struct coll_element *element);

#endif
