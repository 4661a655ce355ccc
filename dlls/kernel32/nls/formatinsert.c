/* formatinsert.c - the inserts of FormatMessage: printf's integers, characters and strings. */
#include "formatmessage.h"

struct spec {
    BOOL left, zero, plus, space, alternate;
    int width, precision; /* precision -1: none */
    int size;             /* bytes of an integer */
    BOOL short_text, long_text;
    WCHAR conversion;
};

static const WCHAR *parse_number(const WCHAR *p, const WCHAR *end, int *value, unsigned *number,
                                 const struct fm_arguments *arguments)
{
    if (p < end && *p == '*') {
        *value = (int)arguments->values[*number - 1];
        ++*number;
        return p + 1;
    }
    *value = 0;
    for (; p < end && *p >= '0' && *p <= '9'; p++)
        *value = *value * 10 + (*p - '0');
    return p;
}

static const WCHAR *parse_size(const WCHAR *p, const WCHAR *end, struct spec *s)
{
    for (; p < end; p++) {
        if (*p == 'I' && end - p > 2 && p[1] == '6' && p[2] == '4') {
            s->size = 8;
            p += 2;
        } else if (*p == 'I' && end - p > 2 && p[1] == '3' && p[2] == '2') {
            p += 2;
        } else if (*p == 'I') {
            s->size = sizeof(void *);
        } else if (*p == 'l' && p + 1 < end && p[1] == 'l') {
            s->size = 8;
            p++;
        } else if (*p == 'l' || *p == 'w') {
            s->long_text = TRUE;
        } else if (*p == 'h') {
            s->short_text = TRUE;
        } else {
            break;
        }
    }
    return p;
}

static void parse(const WCHAR *p, const WCHAR *end, unsigned *number, struct spec *s,
                  const struct fm_arguments *arguments)
{
    *s = (struct spec){.precision = -1, .size = 4};
    for (; p < end && wcschr(L"-0+ #", *p); p++) {
        s->left |= *p == '-';
        s->zero |= *p == '0';
        s->plus |= *p == '+';
        s->space |= *p == ' ';
        s->alternate |= *p == '#';
    }
    p = parse_number(p, end, &s->width, number, arguments);
    if (s->width < 0) {
        s->left = TRUE;
        s->width = -s->width;
    }
    if (p < end && *p == '.')
        p = parse_number(p + 1, end, &s->precision, number, arguments);
    p = parse_size(p, end, s);
    s->conversion = p < end ? *p : 's';
}

static void pad(struct fm_output *o, int count, WCHAR c)
{
    while (count-- > 0)
        fm_put(o, c);
}

static void put_padded(struct fm_output *o, const struct spec *s, const WCHAR *text, int count)
{
    if (!s->left)
        pad(o, s->width - count, ' ');
    for (int i = 0; i < count; i++)
        fm_put(o, text[i]);
    if (s->left)
        pad(o, s->width - count, ' ');
}

static void put_integer(struct fm_output *o, const struct spec *s, ULONGLONG value)
{
    const char *digits = s->conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    unsigned base = s->conversion == 'o'                                                   ? 8
                    : s->conversion == 'd' || s->conversion == 'i' || s->conversion == 'u' ? 10
                                                                                           : 16;
    WCHAR text[64 + 64 + 4];
    int at = 132, start, precision = s->precision;
    WCHAR sign = 0;

    if (s->size == 4)
        value =
            s->conversion == 'd' || s->conversion == 'i' ? (ULONGLONG)(int)value : (unsigned)value;
    if (s->short_text)
        value = s->conversion == 'd' || s->conversion == 'i' ? (ULONGLONG)(short)value
                                                             : (unsigned short)value;
    if (s->conversion == 'd' || s->conversion == 'i') {
        sign = (LONGLONG)value < 0 ? '-' : s->plus ? '+' : s->space ? ' ' : 0;
        if (sign == '-')
            value = 0 - value;
    }
    start = at;
    for (ULONGLONG rest = value; rest; rest /= base)
        text[--at] = digits[rest % base];
    if (precision < 0)
        precision = s->zero && !s->left
                        ? min(s->width - (sign != 0) - (s->alternate && base == 16 ? 2 : 0), 100)
                        : 1;
    while (start - at < min(precision, 100) || (start == at && s->precision < 0))
        text[--at] = '0';
    if (s->alternate && base == 16 && value) {
        text[--at] = s->conversion;
        text[--at] = '0';
    }
    if (sign)
        text[--at] = sign;
    put_padded(o, s, text + at, start - at);
}

static void put_wide(struct fm_output *o, const struct spec *s, const WCHAR *text)
{
    int count = 0;

    text = text ? text : L"(null)";
    while ((s->precision < 0 || count < s->precision) && text[count])
        count++;
    put_padded(o, s, text, count);
}

static void put_narrow(struct fm_output *o, const struct spec *s, const char *text)
{
    int size = 0, count = 0;
    WCHAR *wide;

    text = text ? text : "(null)";
    while ((s->precision < 0 || size < s->precision) && text[size])
        size++;
    wide = size ? nls_widen(text, size, &count) : NULL;
    if (size && !wide)
        o->error = ERROR_NOT_ENOUGH_MEMORY;
    else
        put_padded(o, s, wide, count);
    nls_free(wide);
}

/* Capital S and C mean the other kind of text than the function's own. */
static BOOL is_wide(const struct spec *s, const struct fm_arguments *arguments)
{
    if (s->long_text || s->short_text)
        return s->long_text;
    return arguments->wide == (s->conversion == 's' || s->conversion == 'c');
}

void fm_put_argument(struct fm_output *o, const WCHAR *format, SIZE_T count, unsigned number,
                     struct fm_arguments *arguments)
{
    struct spec s;
    unsigned first;
    ULONG_PTR value;
    WCHAR c;

    number += arguments->shift;
    first = number;
    parse(format, format + count, &number, &s, arguments);
    if (!(arguments->flags & FORMAT_MESSAGE_ARGUMENT_ARRAY) && number > first)
        arguments->shift += number - first - 1;
    value = arguments->values[number - 1];
    switch (s.conversion) {
    case 's':
    case 'S':
        if (is_wide(&s, arguments))
            put_wide(o, &s, (const WCHAR *)value);
        else
            put_narrow(o, &s, (const char *)value);
        break;
    case 'c':
    case 'C':
        c = (WCHAR)value;
        if (!is_wide(&s, arguments))
            MultiByteToWideChar(CP_ACP, 0, (const char *)&value, 1, &c, 1);
        put_padded(o, &s, &c, 1);
        break;
    case 'p':
        s.conversion = 'X';
        s.size = 8;
        s.precision = sizeof(void *) * 2;
        put_integer(o, &s, value);
        break;
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
        put_integer(o, &s, value);
        break;
    default:
        o->error = ERROR_INVALID_PARAMETER;
    }
}
