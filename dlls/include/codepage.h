/*
 * codepage.h - the layout of the code page tables that tools/nlsgen makes.
 *
 * All tables are blocks of 256 entries in one pool. ntdll carries the pages of the default locale;
 * the others stand in bailey_nls.dll, which ntdll loads when one of them is first asked for.
 * The tables are constant, so any thread may read them.
 */
#ifndef BAILEY_CODEPAGE_H
#define BAILEY_CODEPAGE_H

#include <stdint.h>

struct nls_codepage {
    uint16_t id;
    uint8_t max_size; /* bytes a character: 1 or 2 */
    uint8_t default_byte;
    uint16_t default_char;
    uint8_t lead[12]; /* pairs of first and last lead byte, then zeros */
    uint16_t single;  /* block: byte to character */
    uint16_t
        rows; /* block: lead byte to the block of its trail bytes; 0 where it is no lead byte */
    uint16_t from; /* block: high byte of a character to the block of its low bytes */
    const char *title;
};

struct nls_pages {
    uint32_t count;
    const struct nls_codepage *pages;
    const uint16_t (*pool)[256];
};

static inline uint16_t nls_row(const struct nls_pages *set, const struct nls_codepage *page,
                               uint8_t lead)
{
    return page->rows ? set->pool[page->rows][lead] : 0;
}

/* The byte, or lead byte << 8 | trail byte, that stands for a character or is its best fit; the
   default byte where there is none. */
static inline uint16_t nls_from_char(const struct nls_pages *set, const struct nls_codepage *page,
                                     uint16_t c)
{
    return set->pool[set->pool[page->from][c >> 8]][c & 0xff];
}

/* The character that a byte pair as nls_from_char gives it stands for. */
static inline uint16_t nls_to_char(const struct nls_pages *set, const struct nls_codepage *page,
                                   uint16_t code)
{
    uint16_t row = code > 0xff ? nls_row(set, page, code >> 8) : page->single;

    return set->pool[row][code & 0xff];
}

#endif
