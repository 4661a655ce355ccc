/* The strtol family, included once for each width: CHAR, SPACE(c). */

static int digit_of(unsigned c)
{
    if (c - '0' < 10)
        return c - '0';
    c |= 32;
    return c - 'a' < 26 ? (int)(c - 'a' + 10) : 99;
}

/* Reads sign, prefix and digits. *overflow when the value does not fit 64 bits. */
static uint64_t read_integer(const CHAR *text, CHAR **end, int base, int *negative, int *overflow)
{
    const CHAR *p = text;
    uint64_t value = 0;
    int any = 0, digit;

    *negative = *overflow = 0;
    if (end)
        *end = (CHAR *)text;
    if (!text || (base != 0 && (base < 2 || base > 36))) {
        crt_invalid(EINVAL);
        return 0;
    }
    while (*p == ' ' || (unsigned)(*p - '\t') < 5)
        p++;
    if (*p == '-' || *p == '+')
        *negative = *p++ == '-';
    if ((base == 0 || base == 16) && *p == '0' && (p[1] | 32) == 'x' && digit_of(p[2]) < 16) {
        base = 16;
        p += 2;
    } else if (base == 0) {
        base = *p == '0' ? 8 : 10;
    }
    for (; (digit = digit_of(*p)) < base; p++) {
        any = 1;
        if (__builtin_mul_overflow(value, (uint64_t)base, &value) ||
            __builtin_add_overflow(value, (uint64_t)digit, &value))
            *overflow = 1;
    }
    if (any && end)
        *end = (CHAR *)p;
    return value;
}

static int64_t to_signed(const CHAR *text, CHAR **end, int base, int64_t low, int64_t high)
{
    int negative, overflow;
    uint64_t value = read_integer(text, end, base, &negative, &overflow);
    uint64_t limit = negative ? -(uint64_t)low : (uint64_t)high;

    if (overflow || value > limit) {
        errno = ERANGE;
        return negative ? low : high;
    }
    return negative ? (int64_t)-value : (int64_t)value;
}

static uint64_t to_unsigned(const CHAR *text, CHAR **end, int base, uint64_t high)
{
    int negative, overflow;
    uint64_t value = read_integer(text, end, base, &negative, &overflow);

    if (overflow || value > high) {
        errno = ERANGE;
        return high;
    }
    return (negative ? -value : value) & high;
}

#define SIGNED(type, name, low, high)                       \
    type name(const CHAR *text, CHAR **end, int base)       \
    {                                                       \
        return (type)to_signed(text, end, base, low, high); \
    }
#define SIGNED_L(type, name, low, high)                                 \
    type name(const CHAR *text, CHAR **end, int base, _locale_t locale) \
    {                                                                   \
        return (type)to_signed(text, end, base, low, high);             \
    }
#define UNSIGNED(type, name, high)                       \
    type name(const CHAR *text, CHAR **end, int base)    \
    {                                                    \
        return (type)to_unsigned(text, end, base, high); \
    }
#define UNSIGNED_L(type, name, high)                                    \
    type name(const CHAR *text, CHAR **end, int base, _locale_t locale) \
    {                                                                   \
        return (type)to_unsigned(text, end, base, high);                \
    }
#define TO(type, name, low, high)                          \
    type name(const CHAR *text)                            \
    {                                                      \
        return (type)to_signed(text, NULL, 10, low, high); \
    }
#define TO_L(type, name, low, high)                        \
    type name(const CHAR *text, _locale_t locale)          \
    {                                                      \
        return (type)to_signed(text, NULL, 10, low, high); \
    }
