/* Reading the Distinguished Encoding Rules (X.690), and blocks for what is read. */
#include "der.h"

struct der der_of(const void *bytes, SIZE_T size)
{
    return (struct der){bytes, (const BYTE *)bytes + size};
}

SIZE_T der_left(const struct der *der)
{
    return (SIZE_T)(der->end - der->at);
}

BYTE der_peek(const struct der *der)
{
    return der->at < der->end ? *der->at : 0;
}

/* The length octets; lengths of 4 GiB and more do not occur in what is read here. */
static BOOL take_length(struct der *der, SIZE_T *length)
{
    unsigned count;

    if (der->at == der->end)
        return FALSE;
    *length = *der->at++;
    if (*length < 0x80)
        return TRUE;
    count = *length & 0x7f;
    if (!count || count > 4 || der_left(der) < count)
        return FALSE;
    for (*length = 0; count; count--)
        *length = *length << 8 | *der->at++;
    return TRUE;
}

BOOL der_any(struct der *der, BYTE *tag, struct der *contents, struct der *whole)
{
    struct der at = *der;
    SIZE_T length;
    BYTE first;

    if (der_left(&at) < 2 || (*at.at & 0x1f) == 0x1f)
        return FALSE;
    first = *at.at++;
    if (!take_length(&at, &length) || length > der_left(&at))
        return FALSE;
    if (tag)
        *tag = first;
    if (contents)
        *contents = der_of(at.at, length);
    if (whole)
        *whole = (struct der){der->at, at.at + length};
    der->at = at.at + length;
    return TRUE;
}

BOOL der_take(struct der *der, BYTE tag, struct der *contents)
{
    return der_peek(der) == tag && der_any(der, NULL, contents, NULL);
}

BOOL der_take_whole(struct der *der, BYTE tag, struct der *whole)
{
    return der_peek(der) == tag && der_any(der, NULL, NULL, whole);
}

static BOOL two_digits(struct der *text, WORD *value)
{
    if (der_left(text) < 2 || text->at[0] < '0' || text->at[0] > '9' || text->at[1] < '0' ||
        text->at[1] > '9')
        return FALSE;
    *value = (WORD)((text->at[0] - '0') * 10 + text->at[1] - '0');
    text->at += 2;
    return TRUE;
}

BOOL der_time(struct der *der, FILETIME *time)
{
    SYSTEMTIME system = {0};
    WORD century, year;
    struct der text;
    BYTE tag;

    if (!der_any(der, &tag, &text, NULL) || (tag != DER_UTC_TIME && tag != DER_TIME))
        return FALSE;
    if (tag == DER_TIME && !two_digits(&text, &century))
        return FALSE;
    if (!two_digits(&text, &year) || !two_digits(&text, &system.wMonth) ||
        !two_digits(&text, &system.wDay) || !two_digits(&text, &system.wHour) ||
        !two_digits(&text, &system.wMinute))
        return FALSE;
    two_digits(&text, &system.wSecond);
    if (tag == DER_UTC_TIME)
        century = year >= 50 ? 19 : 20;
    system.wYear = (WORD)(century * 100 + year);
    return der_left(&text) == 1 && *text.at == 'Z' && SystemTimeToFileTime(&system, time);
}

static SIZE_T put_number(char *text, ULONGLONG value)
{
    char digits[24];
    SIZE_T count = 0, i;

    do
        digits[count++] = (char)('0' + value % 10);
    while (value /= 10);
    for (i = 0; i < count; i++)
        text[i] = digits[count - 1 - i];
    return count;
}

static SIZE_T put_arc(char *text, ULONGLONG arc, BOOL first)
{
    SIZE_T used = 0;

    if (first) {
        ULONGLONG top = min(arc / 40, 2);

        used = put_number(text, top);
        arc -= top * 40;
    }
    text[used++] = '.';
    return used + put_number(text + used, arc);
}

SIZE_T der_oid_text(const struct der *contents, char *text, SIZE_T room)
{
    ULONGLONG arc = 0;
    SIZE_T used = 0;
    BOOL first = TRUE;
    char part[48];

    if (contents->at == contents->end || contents->end[-1] & 0x80)
        return 0;
    for (const BYTE *at = contents->at; at < contents->end; at++) {
        SIZE_T size;

        if (arc >> 57)
            return 0;
        arc = arc << 7 | (*at & 0x7f);
        if (*at & 0x80)
            continue;
        size = put_arc(part, arc, first);
        if (used + size < room)
            memcpy(text + used, part, size);
        used += size;
        arc = 0;
        first = FALSE;
    }
    if (used < room)
        text[used] = 0;
    return used + 1;
}

void *block_take(struct block *block, SIZE_T size)
{
    SIZE_T at = (block->used + 7) & ~(SIZE_T)7;

    block->used = at + size;
    return block->base && block->used <= block->room ? block->base + at : NULL;
}

void *block_copy(struct block *block, const void *from, SIZE_T size)
{
    void *to = block_take(block, size);

    if (to)
        memcpy(to, from, size);
    return to;
}

LPSTR block_oid(struct block *block, const struct der *contents)
{
    SIZE_T size = der_oid_text(contents, NULL, 0);
    LPSTR text = block_take(block, size);

    if (text)
        der_oid_text(contents, text, size);
    return text;
}

CRYPT_DATA_BLOB blob_of(const struct der *range)
{
    return (CRYPT_DATA_BLOB){(DWORD)der_left(range), (BYTE *)range->at};
}
