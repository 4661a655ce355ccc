/*
 * stringapiset.c - MultiByteToWideChar and WideCharToMultiByte.
 *
 * Both run in two modes, counting (no buffer) and writing; a buffer that is too small is filled as
 * far as it goes and the call fails.
 */
#include "nls_private.h"

#ifndef WC_ERR_INVALID_CHARS
#    define WC_ERR_INVALID_CHARS 0x80
#endif

void *nls_allocate(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
}

void nls_free(void *text)
{
    if (text)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, text);
}

WCHAR *nls_widen_page(UINT page, const char *from, int size, int *count)
{
    int n = MultiByteToWideChar(page, 0, from, size, NULL, 0);
    WCHAR *to = nls_allocate((n + 1) * sizeof *to);

    if (!to)
        return NULL;
    if (n)
        MultiByteToWideChar(page, 0, from, size, to, n);
    to[n] = 0;
    if (count)
        *count = n;
    return to;
}

WCHAR *nls_widen(const char *from, int size, int *count)
{
    return nls_widen_page(CP_ACP, from, size, count);
}

/* What MB_USEGLYPHCHARS shows for the control characters. */
static const WCHAR glyphs[32] = {
    0,      0x263a, 0x263b, 0x2665, 0x2666, 0x2663, 0x2660, 0x2022, 0x25d8, 0x25cb, 0x25d9,
    0x2642, 0x2640, 0x266a, 0x266b, 0x263c, 0x25ba, 0x25c4, 0x2195, 0x203c, 0x00b6, 0x00a7,
    0x25ac, 0x21a8, 0x2191, 0x2193, 0x2192, 0x2190, 0x221f, 0x2194, 0x25b2, 0x25bc,
};

static WCHAR glyph_of(WCHAR c)
{
    return c < 32 ? glyphs[c] : c == 0x7f ? 0x2302 : c;
}

/* Windows keeps undefined bytes as characters of the private use area, U+F780 and up; the
   user-defined rows of the double-byte pages end before or stand for themselves. */
static BOOL is_undefined(const struct nls_codepage *page, WCHAR c, BOOL one_byte,
                         WCHAR default_from)
{
    if (c == page->default_char && default_from != c)
        return TRUE;
    return one_byte && c >= 0xf700 && c <= 0xf8ff;
}

static int from_page(UINT id, DWORD flags, const char *from, int size, WCHAR *to, int count)
{
    const struct nls_pages *set;
    const struct nls_codepage *page = NlsFindCodePage(id, &set);
    const uint8_t *p = (const uint8_t *)from, *end = p + size;
    int n = 0;

    if (!page)
        return nls_fail(ERROR_INVALID_PARAMETER);
    for (; p < end; n++) {
        uint16_t row = nls_row(set, page, *p);
        BOOL pair = row && p + 1 < end && p[1];
        WCHAR c = pair ? set->pool[row][p[1]] : set->pool[page->single][*p];

        if (row && !pair)
            c = page->default_char;
        if (flags & MB_ERR_INVALID_CHARS &&
            is_undefined(page, c, !pair,
                         pair ? nls_from_char(set, page, c) == (p[0] << 8 | p[1]) ? c : 0
                         : *p == page->default_byte ? c
                                                    : 0))
            return nls_fail(ERROR_NO_UNICODE_TRANSLATION);
        if (to) {
            if (n == count)
                return nls_fail(ERROR_INSUFFICIENT_BUFFER);
            to[n] = flags & MB_USEGLYPHCHARS ? glyph_of(c) : c;
        }
        p += pair ? 2 : 1;
    }
    return n;
}

static int from_utf8(DWORD flags, const char *from, int size, WCHAR *to, int count)
{
    ULONG used = 0;
    ULONG room = to ? (count > 0x3fffffff ? 0x7ffffffe : (ULONG)count * 2) : 0;
    NTSTATUS status;

    if (flags & MB_ERR_INVALID_CHARS) {
        status = RtlUTF8ToUnicodeN(NULL, 0, &used, from, (ULONG)size);
        if (status == STATUS_SOME_NOT_MAPPED)
            return nls_fail(ERROR_NO_UNICODE_TRANSLATION);
    }
    status = RtlUTF8ToUnicodeN(to, room, &used, from, (ULONG)size);
    if (status == STATUS_BUFFER_TOO_SMALL)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    return (int)(used / 2);
}

/* MB_COMPOSITE: the letters and their marks apart. */
static int from_page_composite(UINT id, DWORD flags, const char *from, int size, WCHAR *to,
                               int count)
{
    int plain = from_page(id, flags, from, size, NULL, 0);
    WCHAR *text = plain ? nls_allocate(plain * sizeof *text) : NULL;
    LONG made = plain * 3;
    WCHAR *apart = text ? nls_allocate(made * sizeof *apart) : NULL;

    if (plain && !apart) {
        made = nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    } else if (plain) {
        from_page(id, flags, from, size, text, plain);
        RtlNormalizeString(NormalizationD, text, plain, apart, &made);
        if (to)
            memcpy(to, apart, min(made, count) * sizeof *to);
        if (to && made > count)
            made = nls_fail(ERROR_INSUFFICIENT_BUFFER);
    }
    nls_free(text);
    nls_free(apart);
    return plain ? made : 0;
}

int WINAPI MultiByteToWideChar(UINT page, DWORD flags, LPCCH from, int size, LPWSTR to, int count)
{
    if (!from || !size || count < 0 || (!to && count) || (void *)from == (void *)to)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (size < 0)
        size = (int)strlen(from) + 1;
    if (!count)
        to = NULL;
    page = nls_real_page(page);
    if (page == CP_UTF8) {
        if (flags & ~MB_ERR_INVALID_CHARS)
            return nls_fail(ERROR_INVALID_FLAGS);
        return from_utf8(flags, from, size, to, count);
    }
    if (page == CP_UTF7) {
        if (flags)
            return nls_fail(ERROR_INVALID_FLAGS);
        return nls_from_utf7(from, size, to, count);
    }
    if (flags & ~(DWORD)(MB_PRECOMPOSED | MB_COMPOSITE | MB_USEGLYPHCHARS | MB_ERR_INVALID_CHARS) ||
        (flags & MB_PRECOMPOSED && flags & MB_COMPOSITE))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (flags & MB_COMPOSITE)
        return from_page_composite(page, flags, from, size, to, count);
    return from_page(page, flags, from, size, to, count);
}

struct target {
    const struct nls_pages *set;
    const struct nls_codepage *page;
    DWORD flags;
    uint16_t missing; /* the bytes for what the page has not */
    BOOL used;
};

static uint16_t to_bytes(struct target *t, WCHAR c)
{
    uint16_t code = nls_from_char(t->set, t->page, c);

    if (code == t->page->default_byte && nls_to_char(t->set, t->page, code) != c) {
        t->used = TRUE;
        return t->missing;
    }
    if (t->flags & WC_NO_BEST_FIT_CHARS && nls_to_char(t->set, t->page, code) != c) {
        t->used = TRUE;
        return t->missing;
    }
    return code;
}

/* A letter and the mark after it as one, where the page has it (WC_COMPOSITECHECK). */
static BOOL compose(struct target *t, const WCHAR *from, int left, uint16_t *code)
{
    WCHAR joined[4];
    LONG count = 4;

    if (left < 2 || from[0] < 'A' ||
        !NT_SUCCESS(RtlNormalizeString(NormalizationC, from, 2, joined, &count)) || count != 1)
        return FALSE;
    *code = nls_from_char(t->set, t->page, joined[0]);
    return nls_to_char(t->set, t->page, *code) == joined[0];
}

static int to_page(struct target *t, const WCHAR *from, int count, char *to, int size)
{
    int n = 0;

    for (int i = 0; i < count; i++) {
        uint16_t code;

        if (t->flags & WC_COMPOSITECHECK && compose(t, from + i, count - i, &code))
            i++;
        else
            code = to_bytes(t, from[i]);
        if (to && n + (code > 0xff ? 2 : 1) > size)
            return nls_fail(ERROR_INSUFFICIENT_BUFFER);
        if (to && code > 0xff)
            to[n] = (char)(code >> 8);
        n += code > 0xff;
        if (to)
            to[n] = (char)code;
        n++;
    }
    return n;
}

static int to_utf8(DWORD flags, const WCHAR *from, int count, char *to, int size)
{
    ULONG used = 0;
    NTSTATUS status;

    if (flags & WC_ERR_INVALID_CHARS) {
        status = RtlUnicodeToUTF8N(NULL, 0, &used, from, (ULONG)count * 2);
        if (status == STATUS_SOME_NOT_MAPPED)
            return nls_fail(ERROR_NO_UNICODE_TRANSLATION);
    }
    status = RtlUnicodeToUTF8N(to, to ? (ULONG)size : 0, &used, from, (ULONG)count * 2);
    if (status == STATUS_BUFFER_TOO_SMALL)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    return (int)used;
}

static int to_unicode_format(UINT page, DWORD flags, const WCHAR *from, int count, char *to,
                             int size, const char *missing, BOOL *used)
{
    if (missing || used)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (page == CP_UTF7 ? flags : flags & ~WC_ERR_INVALID_CHARS)
        return nls_fail(ERROR_INVALID_FLAGS);
    return page == CP_UTF7 ? nls_to_utf7(from, count, to, size)
                           : to_utf8(flags, from, count, to, size);
}

int WINAPI WideCharToMultiByte(UINT page, DWORD flags, LPCWCH from, int count, LPSTR to, int size,
                               LPCCH missing, LPBOOL used)
{
    struct target t = {.flags = flags};
    int n;

    if (!from || !count || size < 0 || (!to && size) || (void *)from == (void *)to)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (count < 0)
        count = (int)wcslen(from) + 1;
    if (!size)
        to = NULL;
    page = nls_real_page(page);
    if (page == CP_UTF7 || page == CP_UTF8)
        return to_unicode_format(page, flags, from, count, to, size, missing, used);
    if (flags & ~(DWORD)(WC_DISCARDNS | WC_SEPCHARS | WC_DEFAULTCHAR | WC_COMPOSITECHECK |
                         WC_NO_BEST_FIT_CHARS | WC_ERR_INVALID_CHARS))
        return nls_fail(ERROR_INVALID_FLAGS);
    t.page = NlsFindCodePage(page, &t.set);
    if (!t.page)
        return nls_fail(ERROR_INVALID_PARAMETER);
    t.missing = t.page->default_byte;
    if (missing)
        t.missing = missing[0] && nls_row(t.set, t.page, (uint8_t)missing[0])
                        ? (uint16_t)((uint8_t)missing[0] << 8 | (uint8_t)missing[1])
                        : (uint8_t)missing[0];
    n = to_page(&t, from, count, to, size);
    if (used)
        *used = t.used;
    return n;
}
