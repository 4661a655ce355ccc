/*
 * crt_printf.c - ntdll's printf family: integers, characters and strings, as its users want them;
 * no floating point. A count of -1 says that the buffer was too small.
 */
#define _CRTIMP
#define __MINGW_NO_INLINE_PRINTF
#include "nt.h"
#include <stdarg.h>

struct sink {
    void *to;
    size_t room, count;
    int wide;
};

struct spec {
    int left, plus, space, alternate, zero;
    int width, precision; /* precision -1: none */
    int size;             /* of integers: 1, 2, 4, 8 */
    int text;             /* of strings: 1 narrow, 2 wide, 0 as the format */
    unsigned conversion;
};

static void put(struct sink *s, unsigned c)
{
    if (s->to && s->count < s->room) {
        if (s->wide)
            ((wchar_t *)s->to)[s->count] = (wchar_t)c;
        else
            ((char *)s->to)[s->count] = (char)c;
    }
    s->count++;
}

static void pad(struct sink *s, int count, unsigned c)
{
    while (count-- > 0)
        put(s, c);
}

static unsigned at(const void *format, int wide, size_t i)
{
    return wide ? ((const wchar_t *)format)[i] : ((const unsigned char *)format)[i];
}

static void put_integer(struct sink *s, const struct spec *p, unsigned long long value)
{
    const char *digits =
        p->conversion == 'X' || p->conversion == 'p' ? "0123456789ABCDEF" : "0123456789abcdef";
    int is_signed = p->conversion == 'd' || p->conversion == 'i';
    unsigned base = is_signed || p->conversion == 'u' ? 10 : p->conversion == 'o' ? 8 : 16;
    char text[96];
    int n = sizeof text, start = n, sign = 0, precision = p->precision, prefix;

    if (is_signed && (long long)value < 0) {
        sign = '-';
        value = 0 - value;
    } else if (is_signed && (p->plus || p->space)) {
        sign = p->plus ? '+' : ' ';
    }
    for (unsigned long long rest = value; rest; rest /= base)
        text[--n] = digits[rest % base];
    prefix = p->alternate && base == 16 && value ? 2 : 0;
    if (precision < 0)
        precision = p->zero && !p->left ? p->width - (sign != 0) - prefix : 1;
    while (start - n < precision && n > 4)
        text[--n] = '0';
    if (prefix) {
        text[--n] = (char)p->conversion;
        text[--n] = '0';
    }
    if (sign)
        text[--n] = (char)sign;
    if (!p->left)
        pad(s, p->width - (start - n), ' ');
    for (int i = n; i < start; i++)
        put(s, (unsigned char)text[i]);
    if (p->left)
        pad(s, p->width - (start - n), ' ');
}

static void put_text(struct sink *s, const struct spec *p, const void *text, int wide)
{
    size_t count = 0;

    if (!text) {
        text = "(null)";
        wide = 0;
    }
    while ((p->precision < 0 || count < (size_t)p->precision) && at(text, wide, count))
        count++;
    if (!p->left)
        pad(s, p->width - (int)count, ' ');
    for (size_t i = 0; i < count; i++)
        put(s, at(text, wide, i));
    if (p->left)
        pad(s, p->width - (int)count, ' ');
}

static size_t parse_flags(const void *f, int wide, size_t i, struct spec *p)
{
    for (;; i++) {
        switch (at(f, wide, i)) {
        case '-':
            p->left = 1;
            break;
        case '+':
            p->plus = 1;
            break;
        case ' ':
            p->space = 1;
            break;
        case '#':
            p->alternate = 1;
            break;
        case '0':
            p->zero = 1;
            break;
        default:
            return i;
        }
    }
}

static size_t parse_number(const void *f, int wide, size_t i, int *value, va_list *list)
{
    if (at(f, wide, i) == '*') {
        *value = va_arg(*list, int);
        return i + 1;
    }
    for (*value = 0; at(f, wide, i) - '0' < 10; i++)
        *value = *value * 10 + (int)(at(f, wide, i) - '0');
    return i;
}

static size_t parse_size(const void *f, int wide, size_t i, struct spec *p)
{
    for (;; i++) {
        unsigned c = at(f, wide, i), next = c ? at(f, wide, i + 1) : 0;

        if (c == 'I' && next == '6' && at(f, wide, i + 2) == '4') {
            p->size = 8;
            i += 2;
        } else if (c == 'I' && next == '3' && at(f, wide, i + 2) == '2') {
            p->size = 4;
            i += 2;
        } else if (c == 'I' || c == 'z' || c == 't' || c == 'j') {
            p->size = 8;
        } else if (c == 'l' && next == 'l') {
            p->size = 8;
            i++;
        } else if (c == 'l' || c == 'w') {
            p->text = 2;
        } else if (c == 'h') {
            p->size = p->size == 2 ? 1 : 2;
            p->text = 1;
        } else {
            return i;
        }
    }
}

static size_t parse(const void *f, int wide, size_t i, struct spec *p, va_list *list)
{
    *p = (struct spec){.precision = -1, .size = 4};
    i = parse_flags(f, wide, i, p);
    i = parse_number(f, wide, i, &p->width, list);
    if (p->width < 0) {
        p->left = 1;
        p->width = -p->width;
    }
    if (at(f, wide, i) == '.')
        i = parse_number(f, wide, i + 1, &p->precision, list);
    i = parse_size(f, wide, i, p);
    p->conversion = at(f, wide, i);
    return p->conversion ? i + 1 : i;
}

static unsigned long long integer(const struct spec *p, va_list *list)
{
    unsigned long long value =
        p->size == 8 ? va_arg(*list, unsigned long long) : va_arg(*list, unsigned);
    int is_signed = p->conversion == 'd' || p->conversion == 'i';

    if (p->size == 4)
        return is_signed ? (unsigned long long)(int)value : value;
    if (p->size == 2)
        return is_signed ? (unsigned long long)(short)value : (unsigned short)value;
    if (p->size == 1)
        return is_signed ? (unsigned long long)(signed char)value : (unsigned char)value;
    return value;
}

static void convert(struct sink *s, struct spec *p, va_list *list)
{
    int other = p->conversion == 'S' || p->conversion == 'C';
    int wide = p->text ? p->text == 2 : s->wide != other;
    wchar_t one[2] = {0};

    switch (p->conversion) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
        put_integer(s, p, integer(p, list));
        break;
    case 'p':
        p->precision = sizeof(void *) * 2;
        put_integer(s, p, va_arg(*list, ULONG_PTR));
        break;
    case 'c':
    case 'C':
        one[0] = (wchar_t)va_arg(*list, int);
        if (!wide)
            one[0] &= 0xff;
        if (!p->left)
            pad(s, p->width - 1, ' ');
        put(s, one[0]);
        if (p->left)
            pad(s, p->width - 1, ' ');
        break;
    case 's':
    case 'S':
        put_text(s, p, va_arg(*list, const void *), wide);
        break;
    case 'Z': {
        const UNICODE_STRING *counted = va_arg(*list, const UNICODE_STRING *);

        p->precision = p->text == 2 ? counted->Length / 2 : counted->Length;
        put_text(s, p, counted->Buffer, p->text == 2);
        break;
    }
    case 0:
        break;
    default:
        put(s, p->conversion);
    }
}

static int print(void *to, size_t room, int wide, const void *format, va_list list)
{
    struct sink s = {to, room, 0, wide};
    struct spec p;
    va_list own;

    va_copy(own, list);
    for (size_t i = 0; at(format, wide, i);) {
        unsigned c = at(format, wide, i++);

        if (c != '%') {
            put(&s, c);
        } else {
            i = parse(format, wide, i, &p, &own);
            convert(&s, &p, &own);
        }
    }
    va_end(own);
    if (to && s.count < room) {
        size_t count = s.count;

        put(&s, 0);
        return (int)count;
    }
    return to && s.count > room ? -1 : (int)s.count;
}

int _vsnprintf(char *to, size_t room, const char *format, va_list list)
{
    return print(to, room, 0, format, list);
}

int _vsnwprintf(wchar_t *to, size_t room, const wchar_t *format, va_list list)
{
    return print(to, room, 1, format, list);
}

#undef vsprintf

int vsprintf(char *to, const char *format, va_list list)
{
    return print(to, 0x7fffffff, 0, format, list);
}

int _snprintf(char *to, size_t room, const char *format, ...)
{
    va_list list;
    int count;

    va_start(list, format);
    count = print(to, room, 0, format, list);
    va_end(list);
    return count;
}

int _snwprintf(wchar_t *to, size_t room, const wchar_t *format, ...)
{
    va_list list;
    int count;

    va_start(list, format);
    count = print(to, room, 1, format, list);
    va_end(list);
    return count;
}

int sprintf(char *to, const char *format, ...)
{
    va_list list;
    int count;

    va_start(list, format);
    count = print(to, 0x7fffffff, 0, format, list);
    va_end(list);
    return count;
}

int __cdecl nls_swprintf(wchar_t *to, const wchar_t *format, ...)
{
    va_list list;
    int count;

    va_start(list, format);
    count = print(to, 0x7fffffff, 1, format, list);
    va_end(list);
    return count;
}
