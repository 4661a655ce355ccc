/* wincrypt.h: CryptStringToBinary and CryptBinaryToString. Text is ASCII whatever its width, so
 * both widths work on 16-bit text, in heap memory of its own where it must be converted. */
#include "store.h"

#define FORMAT_MASK 0x0fffffff

static int base64_value(WCHAR c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int hex_value(WCHAR c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static BOOL is_space(WCHAR c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

/* The size decoded, or -1; out may be NULL. */
static int decode_base64(const WCHAR *text, DWORD count, BYTE *out)
{
    DWORD bits = 0, have = 0, size = 0, padding = 0, digits = 0;

    for (DWORD i = 0; i < count; i++) {
        int value = base64_value(text[i]);

        if (is_space(text[i]))
            continue;
        if (text[i] == '=' && padding < 2) {
            padding++;
            continue;
        }
        if (value < 0 || padding)
            return -1;
        digits++;
        bits = bits << 6 | (DWORD)value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            if (out)
                out[size] = (BYTE)(bits >> have);
            size++;
        }
    }
    return (digits + padding) % 4 ? -1 : (int)size;
}

static int decode_hex(const WCHAR *text, DWORD count, BYTE *out)
{
    int size = 0, high = -1;

    for (DWORD i = 0; i < count; i++) {
        int value = hex_value(text[i]);

        if (is_space(text[i]) && high < 0)
            continue;
        if (value < 0)
            return -1;
        if (high < 0) {
            high = value;
            continue;
        }
        if (out)
            out[size] = (BYTE)(high << 4 | value);
        size++;
        high = -1;
    }
    return high < 0 ? size : -1;
}

/* The text between a PEM header's line and the line that ends it. */
static BOOL find_body(const WCHAR *text, DWORD count, DWORD *start, DWORD *end)
{
    static const WCHAR begin[] = L"-----BEGIN ";
    DWORD at = 0, size = ARRAYSIZE(begin) - 1;

    while (at + size <= count && memcmp(text + at, begin, size * sizeof(WCHAR)))
        at++;
    if (at + size > count)
        return FALSE;
    *start = at + size;
    while (*start < count && text[*start] != '-')
        ++*start;
    while (*start < count && text[*start] == '-')
        ++*start;
    for (*end = *start; *end < count && text[*end] != '-';)
        ++*end;
    return *end < count;
}

static int decode_text(const WCHAR *text, DWORD count, DWORD format, BYTE *out, DWORD *used,
                       DWORD *skipped)
{
    DWORD start, end;
    int size = -1;

    *skipped = 0;
    *used = format;
    if (format == CRYPT_STRING_BINARY || format == CRYPT_STRING_ANY ||
        format == CRYPT_STRING_BASE64_ANY || format == CRYPT_STRING_BASE64HEADER ||
        format == CRYPT_STRING_BASE64REQUESTHEADER || format == CRYPT_STRING_BASE64X509CRLHEADER) {
        if (format != CRYPT_STRING_BINARY && find_body(text, count, &start, &end)) {
            size = decode_base64(text + start, end - start, out);
            *used = format == CRYPT_STRING_ANY || format == CRYPT_STRING_BASE64_ANY
                        ? CRYPT_STRING_BASE64HEADER
                        : format;
        }
        if (size >= 0 || (format != CRYPT_STRING_ANY && format != CRYPT_STRING_BASE64_ANY))
            return size;
        *used = CRYPT_STRING_BASE64;
        return decode_base64(text, count, out);
    }
    if (format == CRYPT_STRING_BASE64)
        return decode_base64(text, count, out);
    if (format == CRYPT_STRING_HEX || format == CRYPT_STRING_HEXRAW ||
        format == CRYPT_STRING_HEX_ANY)
        return decode_hex(text, count, out);
    return -1;
}

BOOL WINAPI CryptStringToBinaryW(LPCWSTR text, DWORD count, DWORD flags, BYTE *binary, DWORD *room,
                                 DWORD *skip, DWORD *used_flags)
{
    DWORD used, skipped;
    int size;

    if (!text || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!count)
        count = (DWORD)lstrlenW(text);
    size = decode_text(text, count, flags & FORMAT_MASK, NULL, &used, &skipped);
    if (size < 0)
        return fail_with(ERROR_INVALID_DATA);
    if (binary && *room < (DWORD)size) {
        *room = (DWORD)size;
        return fail_with(ERROR_MORE_DATA);
    }
    if (binary)
        decode_text(text, count, flags & FORMAT_MASK, binary, &used, &skipped);
    *room = (DWORD)size;
    if (skip)
        *skip = skipped;
    if (used_flags)
        *used_flags = used;
    return TRUE;
}

BOOL WINAPI CryptStringToBinaryA(LPCSTR text, DWORD count, DWORD flags, BYTE *binary, DWORD *room,
                                 DWORD *skip, DWORD *used_flags)
{
    WCHAR *wide;
    BOOL done;

    if (!text || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!count)
        count = (DWORD)lstrlenA(text);
    wide = HeapAlloc(GetProcessHeap(), 0, (count + 1) * sizeof(WCHAR));
    if (!wide)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    for (DWORD i = 0; i < count; i++)
        wide[i] = (BYTE)text[i];
    wide[count] = 0;
    done = count ? CryptStringToBinaryW(wide, count, flags, binary, room, skip, used_flags)
                 : fail_with(ERROR_INVALID_DATA);
    HeapFree(GetProcessHeap(), 0, wide);
    return done;
}

/* Text as it grows; only counted where text is NULL. */
struct writer {
    WCHAR *text;
    DWORD count;
};

static void put(struct writer *writer, WCHAR c)
{
    if (writer->text)
        writer->text[writer->count] = c;
    writer->count++;
}

static void put_text(struct writer *writer, const char *text)
{
    while (*text)
        put(writer, (BYTE)*text++);
}

static void put_end(struct writer *writer, DWORD flags)
{
    if (flags & CRYPT_STRING_NOCRLF)
        return;
    if (!(flags & CRYPT_STRING_NOCR))
        put(writer, '\r');
    put(writer, '\n');
}

static void put_base64(struct writer *writer, const BYTE *data, DWORD size, DWORD flags)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (DWORD i = 0; i < size; i += 3) {
        DWORD left = size - i;
        DWORD bits = (DWORD)data[i] << 16 | (left > 1 ? (DWORD)data[i + 1] << 8 : 0) |
                     (left > 2 ? data[i + 2] : 0);

        put(writer, digits[bits >> 18]);
        put(writer, digits[bits >> 12 & 63]);
        put(writer, left > 1 ? digits[bits >> 6 & 63] : '=');
        put(writer, left > 2 ? digits[bits & 63] : '=');
        if (i % 48 == 45 && left > 3)
            put_end(writer, flags);
    }
    put_end(writer, flags);
}

static void put_hex(struct writer *writer, const BYTE *data, DWORD size, DWORD flags, BOOL raw)
{
    static const char digits[] = "0123456789abcdef";

    for (DWORD i = 0; i < size; i++) {
        put(writer, digits[data[i] >> 4]);
        put(writer, digits[data[i] & 15]);
        if (raw || i + 1 == size)
            continue;
        if (i % 16 == 15 && !(flags & CRYPT_STRING_NOCRLF)) {
            put_end(writer, flags);
            continue;
        }
        put(writer, ' ');
        if (i % 16 == 7 && !(flags & CRYPT_STRING_NOCRLF))
            put(writer, ' ');
    }
    put_end(writer, flags);
}

static const struct {
    DWORD format;
    const char *name;
} headers[] = {
    {CRYPT_STRING_BASE64HEADER, "CERTIFICATE"},
    {CRYPT_STRING_BASE64REQUESTHEADER, "NEW CERTIFICATE REQUEST"},
    {CRYPT_STRING_BASE64X509CRLHEADER, "X509 CRL"},
};

static void put_marker(struct writer *writer, const char *kind, const char *name, DWORD flags)
{
    put_text(writer, kind);
    put_text(writer, name);
    put_text(writer, "-----");
    if (flags & CRYPT_STRING_NOCRLF)
        put(writer, '\n');
    else
        put_end(writer, flags);
}

static BOOL encode_text(struct writer *writer, const BYTE *data, DWORD size, DWORD flags)
{
    DWORD format = flags & FORMAT_MASK;

    for (unsigned i = 0; i < ARRAYSIZE(headers); i++) {
        if (headers[i].format != format)
            continue;
        put_marker(writer, "-----BEGIN ", headers[i].name, flags);
        put_base64(writer, data, size, flags);
        put_marker(writer, "-----END ", headers[i].name, flags);
        return TRUE;
    }
    if (format == CRYPT_STRING_BASE64)
        put_base64(writer, data, size, flags);
    else if (format == CRYPT_STRING_HEX || format == CRYPT_STRING_HEXRAW)
        put_hex(writer, data, size, flags, format == CRYPT_STRING_HEXRAW);
    else
        return FALSE;
    return TRUE;
}

/* The count asked for includes the terminating zero, the count written does not. */
BOOL WINAPI CryptBinaryToStringW(const BYTE *binary, DWORD size, DWORD flags, LPWSTR text,
                                 DWORD *room)
{
    struct writer writer = {0};

    if (!binary || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!encode_text(&writer, binary, size, flags))
        return fail_with(ERROR_INVALID_PARAMETER);
    if (text && *room <= writer.count) {
        *room = writer.count + 1;
        return fail_with(ERROR_MORE_DATA);
    }
    *room = text ? writer.count : writer.count + 1;
    if (text) {
        writer = (struct writer){text, 0};
        encode_text(&writer, binary, size, flags);
        text[writer.count] = 0;
    }
    return TRUE;
}

BOOL WINAPI CryptBinaryToStringA(const BYTE *binary, DWORD size, DWORD flags, LPSTR text,
                                 DWORD *room)
{
    DWORD count = room ? *room : 0;
    WCHAR *wide = text ? HeapAlloc(GetProcessHeap(), 0, (count + 1) * sizeof(WCHAR)) : NULL;
    BOOL done;

    if (text && !wide)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    done = CryptBinaryToStringW(binary, size, flags, wide, room);
    for (DWORD i = 0; done && text && i <= *room; i++)
        text[i] = (char)wide[i];
    HeapFree(GetProcessHeap(), 0, wide);
    return done;
}
