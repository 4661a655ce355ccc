/* The integer to text functions, included once for each width: CHAR, N(narrow, wide). */

static inline int is_negative(int64_t value)
{
    return value < 0;
}

/* 0, or an error with `to` emptied. */
static errno_t write_integer(CHAR *to, size_t size, uint64_t value, int negative, int base)
{
    CHAR digits[72];
    int used = 0;

    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    if (base < 2 || base > 36 || size == 1) {
        *to = 0;
        crt_invalid(base < 2 || base > 36 ? EINVAL : ERANGE);
        return base < 2 || base > 36 ? EINVAL : ERANGE;
    }
    do {
        unsigned digit = (unsigned)(value % base);
        digits[used++] = (CHAR)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        value /= base;
    } while (value);
    if (negative)
        digits[used++] = '-';
    if ((size_t)used >= size) {
        *to = 0;
        crt_invalid(ERANGE);
        return ERANGE;
    }
    while (used)
        *to++ = digits[--used];
    *to = 0;
    return 0;
}

/* Only base ten has a sign; others show the bits of the type. */
#define TO_TEXT(type, utype, is_signed, plain, secure)                                       \
    errno_t secure(type value, CHAR *to, size_t size, int base)                              \
    {                                                                                        \
        int negative = is_signed && base == 10 && is_negative((int64_t)value);               \
        return write_integer(to, size, negative ? -(uint64_t)value : (utype)value, negative, \
                             base);                                                          \
    }                                                                                        \
    CHAR *plain(type value, CHAR *to, int base)                                              \
    {                                                                                        \
        secure(value, to, 80, base);                                                         \
        return to;                                                                           \
    }

TO_TEXT(int, unsigned, 1, N(_itoa, _itow), N(_itoa_s, _itow_s))
TO_TEXT(long, unsigned long, 1, N(_ltoa, _ltow), N(_ltoa_s, _ltow_s))
TO_TEXT(unsigned long, unsigned long, 0, N(_ultoa, _ultow), N(_ultoa_s, _ultow_s))
TO_TEXT(long long, unsigned long long, 1, N(_i64toa, _i64tow), N(_i64toa_s, _i64tow_s))
TO_TEXT(unsigned long long, unsigned long long, 0, N(_ui64toa, _ui64tow), N(_ui64toa_s, _ui64tow_s))
