/*
 * normalize.c - the four Unicode normal forms (UAX 15).
 *
 * A text is decomposed in full into code points, its marks are put in order, and for C and KC
 * joined again. ASCII is in every form, so a text of it alone is copied.
 */
#include "nt.h"
#include "rtl_proto.h"
#include "nls_tables.h"

enum {
    SBASE = 0xac00,
    LBASE = 0x1100,
    VBASE = 0x1161,
    TBASE = 0x11a7,
    LCOUNT = 19,
    VCOUNT = 21,
    TCOUNT = 28
};

struct points {
    uint32_t *at;
    ULONG count;
};

static const struct nls_decomposition *find(const struct nls_decomposition *table, unsigned count,
                                            uint32_t c)
{
    unsigned low = 0, high = count;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (table[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && table[low].c == c ? &table[low] : NULL;
}

static const struct nls_decomposition *decomposition(uint32_t c, BOOLEAN compat)
{
    return c < 0xa0 ? NULL
           : compat ? find(nls_compat, nls_compat_count, c)
                    : find(nls_canonical, nls_canonical_count, c);
}

static uint8_t class_of(uint32_t c)
{
    if (c < 0x300)
        return 0;
    if (c < 0x10000)
        return NLS_LOOKUP(nls_combining, c);
    for (unsigned i = 0; i < nls_combining_high_count; i++)
        if (nls_combining_high[i].c == c)
            return (uint8_t)nls_combining_high[i].combining_class;
    return 0;
}

/* The pieces of one character; to may be NULL. */
static ULONG decompose(uint32_t c, BOOLEAN compat, uint32_t *to)
{
    const struct nls_decomposition *d;
    uint32_t index = c - SBASE;

    if (index < LCOUNT * VCOUNT * TCOUNT) {
        if (to) {
            to[0] = LBASE + index / (VCOUNT * TCOUNT);
            to[1] = VBASE + index / TCOUNT % VCOUNT;
            if (index % TCOUNT)
                to[2] = TBASE + index % TCOUNT;
        }
        return index % TCOUNT ? 3 : 2;
    }
    d = decomposition(c, compat);
    if (!d) {
        if (to)
            *to = c;
        return 1;
    }
    for (ULONG i = 0; to && i < d->count; i++)
        to[i] = nls_decompose_pool[d->start + i];
    return d->count;
}

/* Marks in the order of their classes; equal classes keep theirs. */
static void reorder(struct points *p)
{
    for (ULONG i = 1; i < p->count; i++) {
        uint32_t c = p->at[i];
        uint8_t class = class_of(c);
        ULONG k = i;

        if (!class)
            continue;
        for (; k && class_of(p->at[k - 1]) > class; k--)
            p->at[k] = p->at[k - 1];
        p->at[k] = c;
    }
}

static uint32_t join(uint32_t a, uint32_t b)
{
    unsigned low = 0, high = nls_compose_count;

    if (a - LBASE < LCOUNT && b - VBASE < VCOUNT)
        return SBASE + ((a - LBASE) * VCOUNT + (b - VBASE)) * TCOUNT;
    if (a - SBASE < LCOUNT * VCOUNT * TCOUNT && !((a - SBASE) % TCOUNT) &&
        b - TBASE - 1 < TCOUNT - 1)
        return a + (b - TBASE);
    while (low < high) {
        unsigned middle = (low + high) / 2;
        const uint32_t *row = nls_compose[middle];

        if (row[0] < a || (row[0] == a && row[1] < b))
            low = middle + 1;
        else
            high = middle;
    }
    return low < nls_compose_count && nls_compose[low][0] == a && nls_compose[low][1] == b
               ? nls_compose[low][2]
               : 0;
}

static void compose(struct points *p)
{
    ULONG starter = 0, n = 0;
    int have_starter = 0, last_class = -1;

    for (ULONG i = 0; i < p->count; i++) {
        uint32_t c = p->at[i], joined;
        int class = class_of(c);

        if (have_starter && last_class < class && (joined = join(p->at[starter], c))) {
            p->at[starter] = joined;
            continue;
        }
        if (have_starter && last_class == -1 && !class && (joined = join(p->at[starter], c))) {
            p->at[starter] = joined;
            continue;
        }
        p->at[n] = c;
        if (!class) {
            starter = n;
            have_starter = 1;
            last_class = -1;
        } else {
            last_class = class;
        }
        n++;
    }
    p->count = n;
}

/* One code point; 0xffffffff where the text is damaged there. */
static uint32_t next(PCWSTR s, ULONG count, ULONG *at)
{
    uint32_t c = s[(*at)++];

    if ((c & 0xf800) != 0xd800)
        return c == 0xfffe || c == 0xffff ? 0xffffffff : c;
    if (c >= 0xdc00 || *at == count || (s[*at] & 0xfc00) != 0xdc00)
        return 0xffffffff;
    return 0x10000 + ((c & 0x3ff) << 10) + (s[(*at)++] & 0x3ff);
}

static NTSTATUS decompose_text(PCWSTR s, ULONG count, BOOLEAN compat, struct points *p, ULONG *bad)
{
    ULONG total = 0;

    for (ULONG i = 0; i < count;) {
        uint32_t c = next(s, count, &i);

        if (c == 0xffffffff) {
            *bad = i - 1;
            return STATUS_NO_UNICODE_TRANSLATION;
        }
        total += decompose(c, compat, NULL);
    }
    p->at = RtlAllocateHeap(peb_self()->ProcessHeap, 0, (total + 1) * sizeof *p->at);
    if (!p->at)
        return STATUS_NO_MEMORY;
    p->count = 0;
    for (ULONG i = 0; i < count;)
        p->count += decompose(next(s, count, &i), compat, p->at + p->count);
    return STATUS_SUCCESS;
}

static NTSTATUS store(const struct points *p, PWSTR to, PLONG to_count)
{
    LONG need = 0, n = 0;

    for (ULONG i = 0; i < p->count; i++)
        need += p->at[i] > 0xffff ? 2 : 1;
    if (!*to_count || need > *to_count) {
        BOOLEAN asked = !*to_count;

        *to_count = need;
        return asked ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
    }
    for (ULONG i = 0; i < p->count; i++) {
        uint32_t c = p->at[i];

        if (c > 0xffff) {
            to[n++] = (WCHAR)(0xd7c0 + (c >> 10));
            c = 0xdc00 | (c & 0x3ff);
        }
        to[n++] = (WCHAR)c;
    }
    *to_count = n;
    return STATUS_SUCCESS;
}

static BOOLEAN good_form(ULONG form)
{
    return form == 1 || form == 2 || form == 5 || form == 6;
}

NTSTATUS NTAPI RtlNormalizeString(ULONG form, PCWSTR from, LONG count, PWSTR to, PLONG to_count)
{
    struct points p = {0};
    ULONG bad = 0;
    NTSTATUS status;

    if (!good_form(form) || !from || !to_count || *to_count < 0 || count < -1)
        return STATUS_INVALID_PARAMETER;
    if (count == -1)
        count = (LONG)wcslen(from) + 1;
    if (!count) {
        *to_count = 0;
        return STATUS_SUCCESS;
    }
    status = decompose_text(from, (ULONG)count, form >= 5, &p, &bad);
    if (status == STATUS_NO_UNICODE_TRANSLATION)
        *to_count = (LONG)bad;
    if (!NT_SUCCESS(status))
        return status;
    reorder(&p);
    if (form & 1)
        compose(&p);
    status = store(&p, to, to_count);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, p.at);
    return status;
}

NTSTATUS NTAPI RtlIsNormalizedString(ULONG form, PCWSTR from, LONG count, PBOOLEAN normalized)
{
    LONG made = 0;
    PWSTR text;
    NTSTATUS status;

    if (!good_form(form) || !from || !normalized || count < -1)
        return STATUS_INVALID_PARAMETER;
    if (count == -1)
        count = (LONG)wcslen(from);
    status = RtlNormalizeString(form, from, count, NULL, &made);
    if (!NT_SUCCESS(status))
        return status;
    *normalized = FALSE;
    if (made != count)
        return STATUS_SUCCESS;
    text = RtlAllocateHeap(peb_self()->ProcessHeap, 0, (made + 1) * sizeof *text);
    if (!text)
        return STATUS_NO_MEMORY;
    if (made)
        RtlNormalizeString(form, from, count, text, &made);
    *normalized = !memcmp(text, from, count * sizeof *text);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, text);
    return STATUS_SUCCESS;
}
