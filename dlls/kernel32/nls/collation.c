/*
 * collation.c - reads a text as collation elements (collation.h).
 * Characters without a word of their own (ideographs, Hangul, private use) have computed weights.
 */
#include "nls_private.h"
#include "collation.h"

static uint16_t computed_primary(WCHAR c)
{
    if (c >= 0xac00 && c < 0xd7a4)
        return (uint16_t)(COLL_HANGUL + (c - 0xac00));
    if (c >= 0x4e00 && c < 0xa000)
        return (uint16_t)(COLL_IDEOGRAPH + (c - 0x4e00));
    if (c >= 0x3400 && c < 0x4dc0)
        return (uint16_t)(COLL_IDEOGRAPH_A + (c - 0x3400));
    if (c >= 0xd800 && c < 0xe000)
        return (uint16_t)(COLL_SURROGATE + (c - 0xd800));
    if (c >= 0xe000 && c < 0xf900)
        return (uint16_t)(COLL_PRIVATE + (c - 0xe000));
    return 0;
}

static uint32_t word_of(WCHAR c)
{
    uint16_t primary = computed_primary(c);

    if (primary)
        return (uint32_t)primary << 16 | COLL_PLAIN_DIACRITIC << 8 | COLL_PLAIN_FORM;
    return coll_blocks[coll_index[c >> 8]][c & 0xff];
}

static void set_element(struct coll_element *element, uint32_t word)
{
    if (!(word >> 16) && (word & 0xffff) > 0xff && computed_primary((WCHAR)word))
        word = word_of((WCHAR)word);
    element->primary = (uint16_t)(word >> 16);
    element->diacritic = word >> 8 & 0xff;
    element->form = (uint8_t)word;
}

/* A run of ASCII digits as a number: how many digits there are, then the digits, no zeros before.
 */
static BOOL start_number(struct coll_reader *r, struct coll_element *element)
{
    const WCHAR *end = r->at, *first = r->at;

    if (!(r->flags & SORT_DIGITSASNUMBERS) || *r->at < '0' || *r->at > '9')
        return FALSE;
    while (end < r->end && *end >= '0' && *end <= '9')
        end++;
    while (first < end && *first == '0')
        first++;
    r->digits = first;
    r->digit_count = (uint32_t)(end - first);
    r->at = end;
    element->primary = (uint16_t)(COLL_NUMBER + min(r->digit_count, 250));
    element->diacritic = COLL_PLAIN_DIACRITIC;
    element->form = COLL_PLAIN_FORM;
    return TRUE;
}

/* The next word of the text, expansions taken apart; FALSE at the end. */
static BOOL next_word(struct coll_reader *r, struct coll_element *element)
{
    uint32_t word;

    if (r->pending_count) {
        r->pending_count--;
        set_element(element, *r->pending++);
        return TRUE;
    }
    if (r->digit_count) {
        r->digit_count--;
        set_element(element, word_of(*r->digits++));
        return TRUE;
    }
    if (r->at == r->end)
        return FALSE;
    if (start_number(r, element))
        return TRUE;
    word = word_of(*r->at++);
    if (word >> 16 == COLL_EXPANSION) {
        uint32_t start = coll_expansion_start[word & 0xffff];

        r->pending = coll_expansions + start;
        r->pending_count = coll_expansion_start[(word & 0xffff) + 1] - start;
        return next_word(r, element);
    }
    set_element(element, word);
    return TRUE;
}

/* Adds the marks that follow a letter. */
static void add_marks(struct coll_reader *r, struct coll_element *element)
{
    while (!r->pending_count && !r->digit_count && r->at < r->end) {
        uint32_t word = word_of(*r->at);

        if (word >> 16)
            break;
        element->diacritic += word >> 8 & 0xff;
        r->at++;
    }
    if (element->diacritic > 0xff)
        element->diacritic = 0xff;
}

static void apply_flags(uint32_t flags, struct coll_element *element)
{
    if (flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE))
        element->form &= ~COLL_UPPER;
    if (flags & (NORM_IGNORENONSPACE | LINGUISTIC_IGNOREDIACRITIC))
        element->diacritic = COLL_PLAIN_DIACRITIC;
    if (flags & NORM_IGNOREWIDTH)
        element->form &= ~COLL_FULL;
    if (flags & NORM_IGNOREKANATYPE)
        element->form &= ~COLL_KATAKANA;
}

int coll_next(struct coll_reader *r, struct coll_element *element)
{
    while (next_word(r, element)) {
        if (!element->primary && !element->diacritic)
            continue;
        if (!element->primary && r->flags & (NORM_IGNORENONSPACE | LINGUISTIC_IGNOREDIACRITIC))
            continue;
        if (r->flags & NORM_IGNORESYMBOLS && element->primary && element->primary < coll_zero)
            continue;
        if (element->primary == COLL_SPECIAL) {
            if (r->flags & SORT_STRINGSORT) {
                element->primary = COLL_SPECIAL + element->diacritic;
                element->diacritic = COLL_PLAIN_DIACRITIC;
            }
            return 1;
        }
        add_marks(r, element);
        apply_flags(r->flags, element);
        return 1;
    }
    return 0;
}
