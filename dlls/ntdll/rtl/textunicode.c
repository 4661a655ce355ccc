/*
 * textunicode.c - RtlIsTextUnicode: is this text UTF-16? The tests are those that the public
 * documentation of IsTextUnicode lists.
 */
#include "nt.h"

#define LOOK_AT 256 /* characters: a guess needs no more */

static USHORT swapped(WCHAR c)
{
    return (USHORT)(c << 8 | c >> 8);
}

static BOOLEAN is_control(USHORT c)
{
    return c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == 0x3000;
}

static BOOLEAN is_illegal(USHORT c)
{
    return c == 0xfffe || c == 0xffff || c == 0x0a0d || c == 0;
}

static ULONG distance(ULONG a, ULONG b)
{
    return a < b ? b - a : a - b;
}

/* Text of one script changes its low bytes far more than its high ones. */
static ULONG statistics(const WCHAR *text, ULONG count)
{
    ULONG low = 0, high = 0;
    for (ULONG i = 1; i < count; i++) {
        low += distance(text[i] & 0xff, text[i - 1] & 0xff);
        high += distance(text[i] >> 8, text[i - 1] >> 8);
    }
    return (high * 3 < low ? IS_TEXT_UNICODE_STATISTICS : 0) |
           (low * 3 < high ? IS_TEXT_UNICODE_REVERSE_STATISTICS : 0);
}

static ULONG examine(const WCHAR *text, ULONG count)
{
    ULONG found = 0, ascii = 0, reverse_ascii = 0;
    for (ULONG i = 0; i < count; i++) {
        USHORT c = text[i], r = swapped(c);
        ascii += c && c < 0x80;
        reverse_ascii += r && r < 0x80;
        found |= (is_control(c) ? IS_TEXT_UNICODE_CONTROLS : 0) |
                 (is_control(r) ? IS_TEXT_UNICODE_REVERSE_CONTROLS : 0) |
                 (is_illegal(c) ? IS_TEXT_UNICODE_ILLEGAL_CHARS : 0) |
                 (!(c & 0xff) || !(c >> 8) ? IS_TEXT_UNICODE_NULL_BYTES : 0);
    }
    return found | (ascii == count ? IS_TEXT_UNICODE_ASCII16 : 0) |
           (reverse_ascii == count ? IS_TEXT_UNICODE_REVERSE_ASCII16 : 0) | statistics(text, count);
}

BOOLEAN NTAPI RtlIsTextUnicode(const VOID *buffer, INT size, INT *flags)
{
    const WCHAR *text = buffer;
    ULONG wanted = flags ? (ULONG)*flags : 0xffff, found = 0;
    if (size < 2) {
        if (flags)
            *flags = 0;
        return FALSE;
    }
    ULONG count = (ULONG)size / 2 < LOOK_AT ? (ULONG)size / 2 : LOOK_AT;
    if (size & 1)
        found |= IS_TEXT_UNICODE_ODD_LENGTH;
    if (*text == 0xfeff)
        found |= IS_TEXT_UNICODE_SIGNATURE;
    if (*text == 0xfffe)
        found |= IS_TEXT_UNICODE_REVERSE_SIGNATURE;
    BOOLEAN marked = *text == 0xfeff || *text == 0xfffe;
    found |= examine(text + marked, count - marked) & ~(count == marked ? 0xfffu : 0u);
    found &= wanted;
    if (flags)
        *flags = (INT)found;
    if (found & IS_TEXT_UNICODE_SIGNATURE)
        return TRUE;
    if (found & (IS_TEXT_UNICODE_NOT_UNICODE_MASK | IS_TEXT_UNICODE_REVERSE_SIGNATURE))
        return FALSE;
    return (found & (IS_TEXT_UNICODE_UNICODE_MASK | IS_TEXT_UNICODE_NOT_ASCII_MASK)) != 0;
}
