#ifndef BAILEY_CRT_DECIMAL_H
#define BAILEY_CRT_DECIMAL_H

#include <stdint.h>

/* Enough for the longest double: 309 digits before the point and 1074 after it. */
enum { DECIMAL_DIGITS = 1400 };

/*
 * The decimal digits of a finite double, exact and rounded half to even. The value is
 * 0.DIGITS x 10^point; `digits` has no leading zero (unless the value is 0: count 0, point 1) and
 * zeros at the end may be cut.
 */
struct decimal {
    int negative;
    int point;
    int count;
    char digits[DECIMAL_DIGITS];
};

/* Rounds to `wanted` significant digits. */
void decimal_significant(struct decimal *d, double value, int wanted);
/* Rounds to `wanted` digits after the point (negative: before it). */
void decimal_fixed(struct decimal *d, double value, int wanted);

static inline uint64_t double_bits(double value)
{
    union {
        double d;
        uint64_t u;
    } both = {value};

    return both.u;
}

static inline double bits_double(uint64_t bits)
{
    union {
        uint64_t u;
        double d;
    } both = {bits};

    return both.d;
}

#endif
