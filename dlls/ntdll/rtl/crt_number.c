/* crt_number.c - numbers from and to text, for bytes and for wide characters. */
#define _CRTIMP
#include "nt.h"

static int digit_of(unsigned c)
{
    return c >= '0' && c <= '9'                 ? (int)c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'z' ? (int)(c | 32) - 'a' + 10
                                                : 99;
}

struct number {
    unsigned long long value;
    int negative;
    int overflow;
    size_t length; /* characters used; 0 where there is no number */
};

/* Reads character i of either kind of text. */
static unsigned at(const void *s, int wide, size_t i)
{
    return wide ? ((const wchar_t *)s)[i] : ((const unsigned char *)s)[i];
}

static struct number scan(const void *s, int wide, int base)
{
    struct number n = {0};
    size_t i = 0, digits;

    while (at(s, wide, i) == ' ' || at(s, wide, i) - 9 < 5)
        i++;
    if (at(s, wide, i) == '-' || at(s, wide, i) == '+')
        n.negative = at(s, wide, i++) == '-';
    if ((base == 0 || base == 16) && at(s, wide, i) == '0' && (at(s, wide, i + 1) | 32) == 'x' &&
        digit_of(at(s, wide, i + 2)) < 16) {
        i += 2;
        base = 16;
    }
    if (!base)
        base = at(s, wide, i) == '0' ? 8 : 10;
    for (digits = i; digit_of(at(s, wide, i)) < base; i++) {
        unsigned digit = (unsigned)digit_of(at(s, wide, i));

        if (n.value > (~0ull - digit) / (unsigned)base)
            n.overflow = 1;
        n.value = n.value * (unsigned)base + digit;
    }
    n.length = i > digits ? i : 0;
    return n;
}

static long long to_signed(const struct number *n, unsigned long long max)
{
    if (n->overflow || n->value > max + n->negative)
        return n->negative ? -(long long)max - 1 : (long long)max;
    return n->negative ? (long long)(0 - n->value) : (long long)n->value;
}

long strtol(const char *s, char **end, int base)
{
    struct number n = scan(s, 0, base);

    if (end)
        *end = (char *)s + n.length;
    return (long)to_signed(&n, 0x7fffffff);
}

unsigned long strtoul(const char *s, char **end, int base)
{
    struct number n = scan(s, 0, base);

    if (end)
        *end = (char *)s + n.length;
    if (n.overflow || n.value > 0xffffffffu)
        return 0xffffffffu;
    return n.negative ? 0 - (unsigned long)n.value : (unsigned long)n.value;
}

long wcstol(const wchar_t *s, wchar_t **end, int base)
{
    struct number n = scan(s, 1, base);

    if (end)
        *end = (wchar_t *)s + n.length;
    return (long)to_signed(&n, 0x7fffffff);
}

unsigned long wcstoul(const wchar_t *s, wchar_t **end, int base)
{
    struct number n = scan(s, 1, base);

    if (end)
        *end = (wchar_t *)s + n.length;
    if (n.overflow || n.value > 0xffffffffu)
        return 0xffffffffu;
    return n.negative ? 0 - (unsigned long)n.value : (unsigned long)n.value;
}

__int64 _atoi64(const char *s)
{
    struct number n = scan(s, 0, 10);

    return to_signed(&n, 0x7fffffffffffffffull);
}

__int64 _wtoi64(const wchar_t *s)
{
    struct number n = scan(s, 1, 10);

    return to_signed(&n, 0x7fffffffffffffffull);
}

int atoi(const char *s)
{
    return (int)_atoi64(s);
}

long atol(const char *s)
{
    return (long)_atoi64(s);
}

int _wtoi(const wchar_t *s)
{
    return (int)_wtoi64(s);
}

long _wtol(const wchar_t *s)
{
    return (long)_wtoi64(s);
}

/* Digits into the end of a buffer of 65; returns where they start. */
static char *digits_of(unsigned long long value, int negative, unsigned base, char *buffer)
{
    char *p = buffer + 65;

    *--p = 0;
    do {
        *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[value % base];
        value /= base;
    } while (value);
    if (negative)
        *--p = '-';
    return p;
}

static void put(void *to, int wide, const char *text)
{
    size_t i = 0;

    do {
        if (wide)
            ((wchar_t *)to)[i] = (unsigned char)text[i];
        else
            ((char *)to)[i] = text[i];
    } while (text[i++]);
}

char *_ui64toa(unsigned __int64 value, char *to, int base)
{
    char buffer[66];

    put(to, 0, digits_of(value, 0, (unsigned)base, buffer));
    return to;
}

wchar_t *_ui64tow(unsigned __int64 value, wchar_t *to, int base)
{
    char buffer[66];

    put(to, 1, digits_of(value, 0, (unsigned)base, buffer));
    return to;
}

char *_i64toa(__int64 value, char *to, int base)
{
    char buffer[66];
    int negative = base == 10 && value < 0;

    put(to, 0,
        digits_of(negative ? 0ull - value : (unsigned __int64)value, negative, base, buffer));
    return to;
}

wchar_t *_i64tow(__int64 value, wchar_t *to, int base)
{
    char buffer[66];
    int negative = base == 10 && value < 0;

    put(to, 1,
        digits_of(negative ? 0ull - value : (unsigned __int64)value, negative, base, buffer));
    return to;
}

char *_ultoa(unsigned long value, char *to, int base)
{
    return _ui64toa(value, to, base);
}

wchar_t *_ultow(unsigned long value, wchar_t *to, int base)
{
    return _ui64tow(value, to, base);
}

char *_ltoa(long value, char *to, int base)
{
    return base == 10 ? _i64toa(value, to, base) : _ui64toa((unsigned long)value, to, base);
}

wchar_t *_ltow(long value, wchar_t *to, int base)
{
    return base == 10 ? _i64tow(value, to, base) : _ui64tow((unsigned long)value, to, base);
}

char *_itoa(int value, char *to, int base)
{
    return _ltoa(value, to, base);
}

wchar_t *_itow(int value, wchar_t *to, int base)
{
    return _ltow(value, to, base);
}
