/*
 * Decimal to binary, correctly rounded. Small cases are exact in machine arithmetic; the next take
 * one multiplication by a 64-bit power of ten, whose error is bounded, and are done unless the
 * result is too near to the middle between two doubles; what is left compares big integers.
 */
#include <string.h>

#include "decimal.h"
#include "wide_multiply.h"
#include "number.h"

struct target {
    int bits;    /* of the mantissa with the leading one */
    int lowest;  /* exponent of the smallest subnormal's unit */
    int highest; /* a value of 2^highest or above is infinite */
};

static const struct target target_double = {53, -1074, 1024};
static const struct target target_float = {24, -149, 128};

#define TEN(s)                                                                              \
    1e##s##0L, 1e##s##1L, 1e##s##2L, 1e##s##3L, 1e##s##4L, 1e##s##5L, 1e##s##6L, 1e##s##7L, \
        1e##s##8L, 1e##s##9L
#define NTEN(s)                                                                         \
    1e-##s##9L, 1e-##s##8L, 1e-##s##7L, 1e-##s##6L, 1e-##s##5L, 1e-##s##4L, 1e-##s##3L, \
        1e-##s##2L, 1e-##s##1L, 1e-##s##0L

enum { POWER_LOW = -349, POWER_HIGH = 309 };

/* Each is the nearest 64-bit mantissa: its error is at most half a unit. */
static const long double powers[] = {
    NTEN(34), NTEN(33), NTEN(32), NTEN(31), NTEN(30), NTEN(29), NTEN(28), NTEN(27), NTEN(26),
    NTEN(25), NTEN(24), NTEN(23), NTEN(22), NTEN(21), NTEN(20), NTEN(19), NTEN(18), NTEN(17),
    NTEN(16), NTEN(15), NTEN(14), NTEN(13), NTEN(12), NTEN(11), NTEN(10), NTEN(9),  NTEN(8),
    NTEN(7),  NTEN(6),  NTEN(5),  NTEN(4),  NTEN(3),  NTEN(2),  NTEN(1),  NTEN(),   TEN(),
    TEN(1),   TEN(2),   TEN(3),   TEN(4),   TEN(5),   TEN(6),   TEN(7),   TEN(8),   TEN(9),
    TEN(10),  TEN(11),  TEN(12),  TEN(13),  TEN(14),  TEN(15),  TEN(16),  TEN(17),  TEN(18),
    TEN(19),  TEN(20),  TEN(21),  TEN(22),  TEN(23),  TEN(24),  TEN(25),  TEN(26),  TEN(27),
    TEN(28),  TEN(29),  TEN(30),
};

/* 1e-0 and 1e0 both stand in the table. */
static const long double *power_of_ten(int exponent)
{
    return &powers[exponent < 0 ? exponent - POWER_LOW : exponent - POWER_LOW + 1];
}

static double make_double(uint64_t mantissa, int exponent, const struct target *t, int *range)
{
    /* mantissa has exactly t->bits bits, or fewer at the lowest exponent */
    if (!mantissa) {
        *range = 1;
        return 0;
    }
    int top = 64 - __builtin_clzll(mantissa) + exponent;
    if (top > t->highest) {
        *range = 1;
        return __builtin_inf();
    }
    if (top < t->lowest + t->bits)
        *range = 1; /* subnormal: fewer digits than asked for */
    /* The value is exact in a double, so it can be built by its fields. */
    int shift = __builtin_clzll(mantissa) - 11;
    mantissa = shift >= 0 ? mantissa << shift : mantissa >> -shift;
    exponent -= shift;
    int biased = exponent + 1075;
    if (biased <= 0) {
        mantissa >>= 1 - biased;
        biased = 0;
    }
    return bits_double((mantissa & (((uint64_t)1 << 52) - 1)) | (uint64_t)biased << 52);
}

/* The unit's exponent for a value whose highest bit is worth 2^(top - 1). */
static int unit_exponent(int top, const struct target *t)
{
    int exponent = top - t->bits;

    return exponent < t->lowest ? t->lowest : exponent;
}

static double round_binary(uint64_t mantissa, int exponent, int more, const struct target *t,
                           int *range)
{
    int top = 64 - __builtin_clzll(mantissa) + exponent;
    int unit = unit_exponent(top, t), drop = unit - exponent;

    if (drop > 64) {
        *range = 1;
        return 0;
    }
    if (drop > 0) {
        uint64_t rest = drop == 64 ? mantissa : mantissa & (((uint64_t)1 << drop) - 1);
        uint64_t half = (uint64_t)1 << (drop - 1);
        mantissa = drop == 64 ? 0 : mantissa >> drop;
        if (rest > half || (rest == half && (more || (mantissa & 1))))
            mantissa++;
        exponent = unit;
        int inexact = rest || more;
        int ignored = 0;
        double value = make_double(mantissa, exponent, t, &ignored);
        if (ignored && (inexact || value > 1))
            *range = 1;
        return value;
    }
    int ignored = 0;
    double value = make_double(mantissa, exponent, t, &ignored);
    if (ignored && (more || value > 1))
        *range = 1;
    return value;
}

double binary_to_double(uint64_t mantissa, int exponent, int more, int mantissa_bits, int *range)
{
    if (!mantissa)
        return 0;
    return round_binary(mantissa, exponent, more,
                        mantissa_bits == 53 ? &target_double : &target_float, range);
}

/* By one multiplication. 0 when it is too near to call. */
static int approximate(const struct scanned_number *n, const struct target *t, double *value,
                       int *range)
{
    if (n->exponent < POWER_LOW || n->exponent >= POWER_HIGH)
        return 0;
    const struct {
        uint64_t mantissa;
        uint16_t exponent;
    } *power = (const void *)power_of_ten(n->exponent);
    int shift = __builtin_clzll(n->mantissa);
    uint64_t high, low = wide_multiply(n->mantissa << shift, power->mantissa, &high);
    int exponent = (power->exponent & 0x7fff) - 16383 - 63 - shift + 64;
    uint64_t error = 2; /* of the power, of what was cut below, of digits beyond the 19th */
    if (n->more)
        error += (uint64_t)2 << (shift < 8 ? shift : 8);
    if (!(high >> 63)) {
        high = high << 1 | (low >> 63);
        exponent--;
        error *= 2;
    }
    int top = 64 + exponent, unit = unit_exponent(top, t), drop = unit - exponent;
    if (drop <= 0 || drop >= 64 || unit == t->lowest)
        return 0;
    uint64_t half = (uint64_t)1 << (drop - 1), rest = high & (half * 2 - 1);
    if (rest + error >= half && rest <= half + error)
        return 0;
    *value = round_binary(high, exponent, 1, t, range);
    return 1;
}

enum { BIG_WORDS = 160 };

struct big {
    int count;
    uint32_t words[BIG_WORDS];
};

static void big_multiply_add(struct big *b, uint32_t factor, uint32_t plus)
{
    uint64_t carry = plus;

    for (int i = 0; i < b->count; i++) {
        carry += (uint64_t)b->words[i] * factor;
        b->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry && b->count < BIG_WORDS)
        b->words[b->count++] = (uint32_t)carry;
}

static void big_times_five(struct big *b, int power)
{
    for (; power >= 13; power -= 13)
        big_multiply_add(b, 1220703125, 0);
    for (; power > 0; power--)
        big_multiply_add(b, 5, 0);
}

static void big_shift(struct big *b, int bits)
{
    int words = bits / 32, rest = bits % 32;

    if (!b->count)
        return;
    if (rest)
        big_multiply_add(b, (uint32_t)1 << rest, 0);
    memmove(b->words + words, b->words, b->count * sizeof(uint32_t));
    memset(b->words, 0, words * sizeof(uint32_t));
    b->count += words;
}

static int big_compare(const struct big *a, const struct big *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    return 0;
}

static void big_set(struct big *b, uint64_t value)
{
    b->words[0] = (uint32_t)value;
    b->words[1] = (uint32_t)(value >> 32);
    b->count = b->words[1] ? 2 : b->words[0] ? 1 : 0;
}

/* digits x 10^exponent against mantissa x 2^binary: both sides made integers. */
static int compare_exactly(const struct big *digits, int exponent, uint64_t mantissa, int binary)
{
    struct big left = *digits, right;
    int two;

    big_set(&right, mantissa);
    if (exponent >= 0)
        big_times_five(&left, exponent);
    else
        big_times_five(&right, -exponent);
    two = exponent - binary;
    if (two >= 0)
        big_shift(&left, two);
    else
        big_shift(&right, -two);
    return big_compare(&left, &right);
}

/* A value at most some units off, then walked to the right one by exact comparison. */
static double settle(const struct scanned_number *n, const struct target *t, int *range)
{
    struct big digits = {0};

    if (n->digits)
        for (int i = 0; i < n->digit_count; i++)
            big_multiply_add(&digits, 10, n->digits[i] - '0');
    else
        big_set(&digits, n->mantissa);
    int exponent = n->digits ? n->digits_exponent : n->exponent;
    /* a first guess in extended precision, which has the exponent range for it */
    int clamped = n->exponent < POWER_LOW ? POWER_LOW : n->exponent;
    const struct {
        uint64_t mantissa;
        uint16_t exponent;
    } *power = (const void *)power_of_ten(clamped);
    int shift = __builtin_clzll(n->mantissa);
    uint64_t high;
    wide_multiply(n->mantissa << shift, power->mantissa, &high);
    int binary = (power->exponent & 0x7fff) - 16383 - 63 - shift + 64;
    for (int left = clamped - n->exponent; left > 0 && high; left--)
        high /= 10; /* far below the range: only its smallness matters */
    if (!high)
        high = 1;
    int top = 64 - __builtin_clzll(high) + binary, unit = unit_exponent(top, t),
        drop = unit - binary;
    uint64_t mantissa = drop >= 64 ? 0 : drop > 0 ? high >> drop : high << -drop;
    mantissa = mantissa > 2 ? mantissa - 2 : 0;
    /* up while the number is above the middle between this and the next */
    for (;;) {
        int order = compare_exactly(&digits, exponent, mantissa * 2 + 1, unit - 1);
        if (order < 0 || (order == 0 && !(mantissa & 1)))
            break;
        mantissa++;
    }
    int edge = 0;
    double value = make_double(mantissa, unit, t, &edge);
    if (edge && (value > 1 || compare_exactly(&digits, exponent, mantissa, unit) != 0))
        *range = 1;
    return value;
}

static double convert(const struct scanned_number *n, const struct target *t, int *range)
{
    double value;
    int decimal_top;

    if (!n->mantissa)
        return 0;
    decimal_top = n->exponent + 19;
    if (n->exponent > 309) {
        *range = 1;
        return __builtin_inf();
    }
    if (decimal_top < -345) {
        *range = 1;
        return 0;
    }
    if (approximate(n, t, &value, range))
        return value;
    if (n->exponent >= POWER_HIGH) {
        *range = 1;
        return __builtin_inf();
    }
    return settle(n, t, range);
}

static const double small_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

double number_to_double(const struct scanned_number *n, int *range)
{
    /* Both factors are exact, so the one operation rounds rightly. */
    if (!n->more && n->mantissa < (uint64_t)1 << 53 && n->exponent >= -22 && n->exponent <= 22) {
        double value = (double)n->mantissa;
        return n->exponent < 0 ? value / small_powers[-n->exponent]
                               : value * small_powers[n->exponent];
    }
    return convert(n, &target_double, range);
}

float number_to_float(const struct scanned_number *n, int *range)
{
    return (float)convert(n, &target_float, range);
}
