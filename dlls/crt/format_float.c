/* Floating numbers as printf writes them. */
#include "format.h"

#include "decimal.h"

static void add(struct float_text *to, const char *text, int length)
{
    memcpy(to->text + to->length, text, length);
    to->length += length;
}

static void add_zeros(struct float_text *to, int count)
{
    memset(to->text + to->length, '0', count);
    to->length += count;
}

/* Zeros of which there may be any number: they are noted, not stored, beyond what a double has. */
static void add_trailing_zeros(struct float_text *to, int count)
{
    if (to->length + count <= FLOAT_TEXT - 16) {
        add_zeros(to, count);
    } else {
        to->zeros_at = to->length;
        to->zeros = count;
    }
}

static void add_exponent(struct float_text *to, char letter, int exponent, int digits)
{
    char text[16];
    int used = 0;

    to->text[to->length++] = letter;
    to->text[to->length++] = exponent < 0 ? '-' : '+';
    if (exponent < 0)
        exponent = -exponent;
    for (; exponent || used < digits; exponent /= 10)
        text[used++] = (char)('0' + exponent % 10);
    while (used)
        to->text[to->length++] = text[--used];
}

static void write_fixed(struct float_text *to, const struct decimal *d, int precision,
                        const struct float_format *how)
{
    int whole = d->count ? d->point : 0, used = 0;

    if (whole > 0) {
        used = whole < d->count ? whole : d->count;
        add(to, d->digits, used);
        add_zeros(to, whole - used);
    } else {
        to->text[to->length++] = '0';
    }
    if (precision > 0 || how->alternate)
        to->text[to->length++] = how->point;
    if (precision > 0) {
        int leading = d->count && whole < 0 ? -whole : 0;
        if (leading > precision || !d->count)
            leading = !d->count ? 0 : precision;
        int rest = d->count - used;
        if (rest > precision - leading)
            rest = precision - leading;
        add_zeros(to, leading);
        add(to, d->digits + used, rest);
        add_trailing_zeros(to, precision - leading - rest);
    }
}

static void write_exponent(struct float_text *to, const struct decimal *d, int precision,
                           const struct float_format *how, char letter)
{
    int rest = d->count > 1 ? d->count - 1 : 0;

    to->text[to->length++] = d->count ? d->digits[0] : '0';
    if (precision > 0 || how->alternate)
        to->text[to->length++] = how->point;
    add(to, d->digits + 1, rest);
    add_trailing_zeros(to, precision - rest);
    add_exponent(to, letter, d->point - 1, how->exponent_digits);
}

static void write_general(struct float_text *to, double value, int precision,
                          const struct float_format *how)
{
    struct decimal d;

    if (precision == 0)
        precision = 1;
    decimal_significant(&d, value, precision);
    while (d.count > 0 && d.digits[d.count - 1] == '0')
        d.count--;
    int exponent = d.point - 1;
    int digits = how->alternate ? precision : d.count ? d.count : 1;
    if (exponent < -4 || exponent >= precision) {
        write_exponent(to, &d, digits - 1, how, how->conversion == 'G' ? 'E' : 'e');
    } else {
        int after = digits - 1 - exponent;
        write_fixed(to, &d, after > 0 ? after : 0, how);
    }
}

static void write_hex(struct float_text *to, double value, int precision,
                      const struct float_format *how)
{
    const char *letters = how->conversion == 'A' ? "0123456789ABCDEF" : "0123456789abcdef";
    uint64_t bits = double_bits(value);
    uint64_t mantissa = bits & (((uint64_t)1 << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);

    if (exponent)
        mantissa |= (uint64_t)1 << 52;
    else
        exponent = mantissa ? 1 : 1023;
    exponent -= 1023;
    if (precision < 0)
        precision = 13;
    if (precision < 13) {
        int drop = (13 - precision) * 4;
        uint64_t half = (uint64_t)1 << (drop - 1), rest = mantissa & (half * 2 - 1);
        mantissa >>= drop;
        if (rest > half || (rest == half && (mantissa & 1)))
            mantissa++;
        mantissa <<= drop;
    }
    add(to, how->conversion == 'A' ? "0X" : "0x", 2);
    to->text[to->length++] = letters[mantissa >> 52];
    if (precision > 0 || how->alternate)
        to->text[to->length++] = how->point;
    for (int i = 0; i < precision && i < 13; i++)
        to->text[to->length++] = letters[mantissa >> (48 - 4 * i) & 15];
    if (precision > 13)
        add_trailing_zeros(to, precision - 13);
    add_exponent(to, how->conversion == 'A' ? 'P' : 'p', exponent, 1);
}

/* What msvcrt prints is "1.#INF" put through the rounding and padding of digits. */
static void write_old_special(struct float_text *to, const char *name,
                              const struct float_format *how)
{
    int lower = how->conversion | 32, precision = how->precision;
    char text[16];

    strcpy(text, name);
    int count = (int)strlen(text);
    if (precision < 0)
        precision = lower == 'a' ? 13 : 6;
    if (lower == 'g')
        precision = how->alternate && precision > 0 ? precision - 1
                    : precision < count             ? precision - 1
                                                    : count;
    if (precision < 0)
        precision = 0;
    if (precision < count && text[precision] >= '5' && precision > 0)
        text[precision - 1]++;
    to->text[to->length++] = '1';
    if (precision > 0 || how->alternate)
        to->text[to->length++] = how->point;
    add(to, text, precision < count ? precision : count);
    if (precision > count)
        add_trailing_zeros(to, precision - count);
    if (lower == 'e')
        add_exponent(to, how->conversion, 0, how->exponent_digits);
}

static void write_special(struct float_text *to, double value, const struct float_format *how)
{
    uint64_t bits = double_bits(value), mantissa = bits & (((uint64_t)1 << 52) - 1);
    int capital = how->conversion < 'a';
    int indefinite = mantissa == (uint64_t)1 << 51 && to->negative;
    int signalling = mantissa && !(mantissa >> 51);

    to->special = 1;
    if (how->old_specials) {
        write_old_special(to,
                          !mantissa    ? "#INF"
                          : indefinite ? "#IND"
                          : signalling ? "#SNAN"
                                       : "#QNAN",
                          how);
        return;
    }
    const char *name = !mantissa    ? capital ? "INF" : "inf"
                       : indefinite ? capital ? "NAN(IND)" : "nan(ind)"
                       : signalling ? capital ? "NAN(SNAN)" : "nan(snan)"
                       : capital    ? "NAN"
                                    : "nan";
    add(to, name, (int)strlen(name));
}

void format_float(struct float_text *to, double value, const struct float_format *how)
{
    int precision = how->precision < 0 ? 6 : how->precision;
    struct decimal d;

    to->length = to->zeros = to->special = 0;
    to->negative = (int)(double_bits(value) >> 63);
    if ((double_bits(value) >> 52 & 0x7ff) == 0x7ff) {
        write_special(to, value, how);
        return;
    }
    switch (how->conversion | 32) {
    case 'f':
        decimal_fixed(&d, value, precision < 1100 ? precision : 1100);
        write_fixed(to, &d, precision, how);
        break;
    case 'e':
        decimal_significant(&d, value, precision < 1200 ? precision + 1 : 1200);
        write_exponent(to, &d, precision, how, how->conversion);
        break;
    case 'a':
        write_hex(to, value, how->precision, how);
        break;
    default:
        write_general(to, value, precision, how);
        break;
    }
}
