/*
 * wsprintf and wvsprintf: a small printf of user32's own. At most 1,024 characters come out; there
 * are no floating-point numbers; %s means the function's own width, %S the other.
 */
#include "nt.h"
#include <stdarg.h>

#define ROOM 1024

struct output {
    WCHAR *wide; /* one of the two is NULL */
    char *narrow;
    int count;
};

static void put(struct output *out, WCHAR c)
{
    if (out->count >= ROOM - 1)
        return;
    if (out->wide)
        out->wide[out->count++] = c;
    else if (c < 0x80)
        out->narrow[out->count++] = (char)c;
    else if (WideCharToMultiByte(CP_ACP, 0, &c, 1, out->narrow + out->count, 1, NULL, NULL))
        out->count++;
}

struct format {
    BOOL left, zero, prefix, is_long_long, is_long, is_short;
    int width, precision; /* precision -1: none */
    WCHAR type;
};

static WCHAR at(const void *text, BOOL wide, int index)
{
    char c;
    WCHAR result = 0;

    if (wide)
        return ((const WCHAR *)text)[index];
    c = ((const char *)text)[index];
    MultiByteToWideChar(CP_ACP, 0, &c, 1, &result, 1);
    return result;
}

static int read_number(const void *text, BOOL wide, int *index)
{
    int number = 0;

    for (WCHAR c; (c = at(text, wide, *index)) >= '0' && c <= '9'; ++*index)
        number = min(number * 10 + (c - '0'), ROOM);
    return number;
}

/* Reads what follows a percent sign; returns the index after it. */
static int read_format(const void *text, BOOL wide, int index, struct format *format)
{
    memset(format, 0, sizeof(*format));
    for (WCHAR c; (c = at(text, wide, index)) == '-' || c == '0' || c == '#'; index++) {
        format->left |= c == '-';
        format->zero |= c == '0';
        format->prefix |= c == '#';
    }
    format->width = read_number(text, wide, &index);
    format->precision = -1;
    if (at(text, wide, index) == '.') {
        index++;
        format->precision = read_number(text, wide, &index);
    }
    for (;; index++) {
        WCHAR c = at(text, wide, index);

        if (c == 'l')
            format->is_long = TRUE;
        else if (c == 'h')
            format->is_short = TRUE;
        else if (c == 'I' && at(text, wide, index + 1) == '6' && at(text, wide, index + 2) == '4') {
            format->is_long_long = TRUE;
            index += 2;
        } else if (c == 'I' && at(text, wide, index + 1) == '3' && at(text, wide, index + 2) == '2')
            index += 2;
        else if (c == 'I')
            format->is_long_long = TRUE;
        else
            break;
    }
    format->type = at(text, wide, index);
    return format->type ? index + 1 : index;
}

static void pad(struct output *out, WCHAR c, int count)
{
    while (count-- > 0)
        put(out, c);
}

static void put_text(struct output *out, const struct format *format, const void *text, BOOL wide)
{
    int count = 0;

    if (!text) {
        text = "(null)";
        wide = FALSE;
    }
    while ((format->precision < 0 || count < format->precision) && at(text, wide, count))
        count++;
    if (!format->left)
        pad(out, ' ', format->width - count);
    for (int i = 0; i < count; i++)
        put(out, at(text, wide, i));
    if (format->left)
        pad(out, ' ', format->width - count);
}

static void put_integer(struct output *out, const struct format *format, LONGLONG value)
{
    BOOL is_signed = format->type == 'd' || format->type == 'i';
    BOOL negative = is_signed && value < 0;
    ULONGLONG rest = negative ? -(ULONGLONG)value : (ULONGLONG)value;
    unsigned base = is_signed || format->type == 'u' ? 10 : 16;
    const char *letters = format->type == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
    BOOL prefix = format->prefix && base == 16;
    WCHAR digits[32];
    int count = 0, zeros, blanks;

    do
        digits[count++] = letters[rest % base];
    while (rest /= base);
    zeros = max(format->precision - count, 0);
    blanks = format->width - count - zeros - negative - 2 * prefix;
    if (format->zero && !format->left && format->precision < 0 && blanks > 0) {
        zeros = blanks;
        blanks = 0;
    }
    if (!format->left)
        pad(out, ' ', blanks);
    if (negative)
        put(out, '-');
    if (prefix) {
        put(out, '0');
        put(out, format->type == 'x' ? 'x' : 'X');
    }
    pad(out, '0', zeros);
    while (count)
        put(out, digits[--count]);
    if (format->left)
        pad(out, ' ', blanks);
}

static LONGLONG read_integer(const struct format *format, va_list *arguments)
{
    BOOL is_signed = format->type == 'd' || format->type == 'i';

    if (format->is_long_long || format->type == 'p')
        return va_arg(*arguments, LONGLONG);
    if (format->is_short)
        return is_signed ? (SHORT)va_arg(*arguments, int) : (USHORT)va_arg(*arguments, int);
    return is_signed ? va_arg(*arguments, int) : (LONGLONG)va_arg(*arguments, unsigned);
}

static void put_argument(struct output *out, struct format *format, va_list *arguments)
{
    BOOL own_wide = out->wide != NULL, other = format->type == 'S' || format->type == 'C';
    BOOL wide = format->is_long || (!format->is_short && own_wide != other);
    WCHAR single[2] = {0};

    switch (format->type) {
    case 's':
    case 'S':
        put_text(out, format, va_arg(*arguments, const void *), wide);
        break;
    case 'c':
    case 'C':
        single[0] = (WCHAR)va_arg(*arguments, int);
        if (!wide) {
            char narrow = (char)single[0];
            single[0] = at(&narrow, FALSE, 0);
        }
        put_text(out, format, single, TRUE);
        break;
    case 'p':
        format->precision = 2 * sizeof(void *);
        put_integer(out, format, read_integer(format, arguments));
        break;
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
        put_integer(out, format, read_integer(format, arguments));
        break;
    default:
        put(out, format->type);
    }
}

static int print(struct output *out, const void *text, va_list *arguments)
{
    BOOL wide = out->wide != NULL;
    struct format format;
    WCHAR c;

    for (int index = 0; (c = at(text, wide, index));) {
        index++;
        if (c != '%') {
            put(out, c);
            continue;
        }
        index = read_format(text, wide, index, &format);
        if (format.type)
            put_argument(out, &format, arguments);
    }
    if (wide)
        out->wide[out->count] = 0;
    else
        out->narrow[out->count] = 0;
    return out->count;
}

int WINAPI wvsprintfW(LPWSTR buffer, LPCWSTR text, va_list arguments)
{
    struct output out = {.wide = buffer};

    return print(&out, text, &arguments);
}

int WINAPI wvsprintfA(LPSTR buffer, LPCSTR text, va_list arguments)
{
    struct output out = {.narrow = buffer};

    return print(&out, text, &arguments);
}

int WINAPIV wsprintfW(LPWSTR buffer, LPCWSTR text, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, text);
    count = wvsprintfW(buffer, text, arguments);
    va_end(arguments);
    return count;
}

int WINAPIV wsprintfA(LPSTR buffer, LPCSTR text, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, text);
    count = wvsprintfA(buffer, text, arguments);
    va_end(arguments);
    return count;
}
