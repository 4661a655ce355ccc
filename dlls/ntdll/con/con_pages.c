/*
 * con_pages.c - text as bytes in the console's code pages. A character that a write leaves
 * unfinished waits in the screen for its rest.
 */
#include "con_console.h"

static ULONG utf8_size(UCHAR first)
{
    return first >= 0xf0 && first < 0xf5   ? 4
           : first >= 0xe0 && first < 0xf0 ? 3
           : first >= 0xc2 && first < 0xe0 ? 2
                                           : 1;
}

/* How many bytes the character that starts there has; 1 for what starts none. */
static ULONG size_of(UINT id, const struct nls_pages *set, const struct nls_codepage *page,
                     UCHAR first)
{
    if (id == CP_UTF8)
        return utf8_size(first);
    return page && nls_row(set, page, first) ? 2 : 1;
}

static ULONG convert(UINT id, const struct nls_pages *set, const struct nls_codepage *page,
                     const UCHAR *at, ULONG size, WCHAR *to)
{
    ULONG used = 0;
    if (id == CP_UTF8) {
        RtlUTF8ToUnicodeN(to, 4 * sizeof(WCHAR), &used, (const char *)at, size);
        return used / sizeof(WCHAR);
    }
    if (!page)
        to[0] = at[0];
    else if (size == 2)
        to[0] = set->pool[nls_row(set, page, at[0])][at[1]];
    else
        to[0] = set->pool[page->single][at[0]];
    return 1;
}

static BOOLEAN continues(UINT id, UCHAR byte)
{
    return id != CP_UTF8 || (byte & 0xc0) == 0x80;
}

ULONG con_widen(UINT id, struct con_screen *s, const char *bytes, ULONG size, WCHAR *to, ULONG room,
                ULONG *used)
{
    const struct nls_pages *set = NULL;
    const struct nls_codepage *page = id == CP_UTF8 ? NULL : NlsFindCodePage(id, &set);
    ULONG count = 0, i = 0;
    while (i < size && count + 4 <= room) {
        UCHAR byte = (UCHAR)bytes[i];
        if (s->partial_count == 0 && byte < 0x80 && id == CP_UTF8) {
            to[count++] = byte;
            i++;
            continue;
        }
        if (s->partial_count && !continues(id, byte)) { /* it is not finished any more */
            count += convert(id, set, page, s->partial, s->partial_count, to + count);
            s->partial_count = 0;
        }
        s->partial[s->partial_count++] = byte;
        i++;
        if (s->partial_count >= size_of(id, set, page, s->partial[0])) {
            count += convert(id, set, page, s->partial, s->partial_count, to + count);
            s->partial_count = 0;
        }
    }
    *used = i;
    return count;
}

ULONG con_narrow(UINT id, const WCHAR *text, ULONG count, char *to, ULONG room)
{
    const struct nls_pages *set;
    ULONG used = 0;
    if (id == CP_UTF8) {
        RtlUnicodeToUTF8N(to, room, &used, text, count * sizeof(WCHAR));
        return used;
    }
    const struct nls_codepage *page = NlsFindCodePage(id, &set);
    for (ULONG i = 0; i < count; i++) {
        USHORT code = page ? nls_from_char(set, page, text[i]) : text[i] & 0xff;
        if (used + (code > 0xff ? 2u : 1u) > room)
            break;
        if (code > 0xff)
            to[used++] = (char)(code >> 8);
        to[used++] = (char)code;
    }
    return used;
}

WCHAR con_char_of_byte(UINT id, UCHAR byte)
{
    const struct nls_pages *set;
    const struct nls_codepage *page = id == CP_UTF8 ? NULL : NlsFindCodePage(id, &set);
    return page ? set->pool[page->single][byte] : byte;
}
