/* Exponentials, logarithms and powers in 64-bit precision. */
#include "math_core.h"

static const long double LN2_HIGH = 0xb17217f7d1p-40L; /* 40 bits: times any exponent it is exact */
static const long double LN2_LOW = 0xcf79abc9e3b39803p-104L;
static const long double LOG2_E = 0xb8aa3b295c17f0bbp-63L;

/* 2^x - 1 for |x| <= 1 */
static inline long double power_of_two_m1(long double x)
{
    long double result;

    __asm__("f2xm1" : "=t"(result) : "0"(x));
    return result;
}

static inline long double scale(long double x, long double exponent)
{
    long double result;

    __asm__("fscale" : "=t"(result) : "0"(x), "u"(exponent));
    return result;
}

static inline long double nearest(long double x)
{
    long double result;

    __asm__("frndint" : "=t"(result) : "0"(x));
    return result;
}

static inline long double y_log2(long double y, long double x)
{
    long double result;

    __asm__("fyl2x" : "=t"(result) : "0"(x), "u"(y) : "st(1)");
    return result;
}

static inline long double y_log2_p1(long double y, long double x)
{
    long double result;

    __asm__("fyl2xp1" : "=t"(result) : "0"(x), "u"(y) : "st(1)");
    return result;
}

/* e^(x + low) */
static inline long double exp_sum(long double x, long double low)
{
    long double n = nearest(x * LOG2_E);
    long double r = (x - n * LN2_HIGH) - n * LN2_LOW + low;

    return scale(1 + power_of_two_m1(r * LOG2_E), n);
}

CORE long double core_exp(long double x)
{
    return exp_sum(x, 0);
}

CORE long double core_exp2(long double x)
{
    long double n = nearest(x);

    return scale(1 + power_of_two_m1(x - n), n);
}

CORE long double core_expm1(long double x)
{
    if (x < 0.34L && x > -0.34L)
        return power_of_two_m1(x * LOG2_E);
    return exp_sum(x, 0) - 1;
}

static inline int near_one(long double x)
{
    return x > 0.75L && x < 1.25L;
}

CORE long double core_log(long double x)
{
    long double ln2 = LN2_HIGH + LN2_LOW;

    return near_one(x) ? y_log2_p1(ln2, x - 1) : y_log2(ln2, x);
}

CORE long double core_log2(long double x)
{
    return near_one(x) ? y_log2_p1(1, x - 1) : y_log2(1, x);
}

CORE long double core_log10(long double x)
{
    long double lg2;

    __asm__("fldlg2" : "=t"(lg2));
    return near_one(x) ? y_log2_p1(lg2, x - 1) : y_log2(lg2, x);
}

CORE long double core_log1p(long double x)
{
    long double ln2 = LN2_HIGH + LN2_LOW;

    if (x > -0.29L && x < 0.29L)
        return y_log2_p1(ln2, x);
    return y_log2(ln2, 1 + x);
}

/* A product as the sum of two: both factors are cut into halves of 32 bits. */
static inline long double product(long double a, long double b, long double *low)
{
    const long double splitter = 0x1p32L + 1;
    long double a1 = a * splitter, b1 = b * splitter, high = a * b;

    a1 = a1 - (a1 - a);
    b1 = b1 - (b1 - b);
    long double a2 = a - a1, b2 = b - b1;
    *low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2;
    return high;
}

static inline long double sum(long double a, long double b, long double *low)
{
    long double high = a + b, part = high - a;

    *low = (a - (high - part)) + (b - part);
    return high;
}

/*
 * log(m) = 2 atanh(s), s = (m - 1) / (m + 1): the first term carried to twice the precision, the
 * rest is small. So y log(x) is known to well beyond 64 bits even where it is in the hundreds.
 */
CORE long double core_pow(double x, double y)
{
    int k;
    long double m = __builtin_frexp(x, &k), tail, low, error;

    if (m < 0.70710678118654752440L) {
        m *= 2;
        k--;
    }
    long double s = (m - 1) / (m + 1);
    long double back = product(s, m + 1, &tail);
    long double s_low = (((m - 1) - back) - tail) / (m + 1);
    long double z = s * s, series = 0;
    for (int i = 29; i >= 3; i -= 2)
        series = series * z + 2.0L / i;
    series = series * z * s;
    long double high = sum(k * LN2_HIGH, 2 * s, &low);
    low += series + 2 * s_low + k * LN2_LOW;
    high = sum(high, low, &low);
    long double t = product(high, y, &error);
    return exp_sum(t, error + low * y);
}
