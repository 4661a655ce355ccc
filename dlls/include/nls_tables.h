/*
 * nls_tables.h - the Unicode tables that tools/nlsgen/unicode.py makes, all of them constant.
 * ntdll carries case and normalisation, kernel32 the character types.
 */
#ifndef BAILEY_NLS_TABLES_H
#define BAILEY_NLS_TABLES_H

#include <stdint.h>

/* Two-level tables over the basic plane: blocks[index[c >> 8]][c & 0xff]. */
#define NLS_LOOKUP(name, c) name##_blocks[name##_index[(uint16_t)(c) >> 8]][(c)&0xff]

/* Differences to add to a character, modulo 65536. Only mappings that lead back, as NT has it. */
extern const uint8_t nls_upcase_index[256], nls_downcase_index[256];
extern const uint16_t nls_upcase_blocks[][256], nls_downcase_blocks[][256];

/* What LCMAP_LINGUISTIC_CASING maps besides: pairs of character and mapping, sorted. */
extern const uint16_t nls_linguistic_up[][2], nls_linguistic_down[][2];
extern const unsigned nls_linguistic_up_count, nls_linguistic_down_count;

/* GetStringType's CT_CTYPE1, 2 and 3. */
extern const uint8_t nls_ctype1_index[256], nls_ctype2_index[256], nls_ctype3_index[256];
extern const uint16_t nls_ctype1_blocks[][256], nls_ctype2_blocks[][256], nls_ctype3_blocks[][256];

/* Full decompositions, sorted by character; Hangul syllables are computed instead. */
struct nls_decomposition {
    uint32_t c;
    uint16_t start; /* in nls_decompose_pool */
    uint16_t count;
};

extern const uint32_t nls_decompose_pool[];
extern const struct nls_decomposition nls_canonical[], nls_compat[];
extern const unsigned nls_canonical_count, nls_compat_count;

/* Primary compositions: first, second, result; sorted. */
extern const uint32_t nls_compose[][3];
extern const unsigned nls_compose_count;

struct nls_high_class {
    uint32_t c;
    uint32_t combining_class;
};

/* Canonical combining classes of the basic plane, and those above it. */
extern const uint8_t nls_combining_index[256];
extern const uint8_t nls_combining_blocks[][256];
extern const struct nls_high_class nls_combining_high[];
extern const unsigned nls_combining_high_count;

#endif
