/* Rounding, taking apart, and the neighbours of a double. */
#include "crt.h"

#include <float.h>
#include <math.h>

#include "decimal.h"
#include "math_core.h"

#undef fabs
#undef copysign

enum { WHOLE_FROM = 52 };

static inline int is_whole(double x)
{
    return !(__builtin_fabs(x) < 0x1p52);
}

double floor(double x)
{
    if (is_whole(x))
        return x;
    double t = (double)(int64_t)x;
    if (t > x)
        t -= 1;
    return __builtin_copysign(t, x);
}

double ceil(double x)
{
    if (is_whole(x))
        return x;
    double t = (double)(int64_t)x;
    if (t < x)
        t += 1;
    return __builtin_copysign(t, x);
}

double trunc(double x)
{
    return is_whole(x) ? x : __builtin_copysign((double)(int64_t)x, x);
}

double round(double x)
{
    if (is_whole(x))
        return x;
    double size = __builtin_fabs(x), t = (double)(int64_t)size;
    if (size - t >= 0.5)
        t += 1;
    return __builtin_copysign(t, x);
}

double rint(double x)
{
    volatile double shifted;

    if (is_whole(x))
        return x;
    double big = __builtin_copysign(0x1p52, x);
    shifted = x + big;
    return __builtin_copysign(shifted - big, x);
}

double nearbyint(double x)
{
    return rint(x);
}

static int64_t to_integer(double x, int64_t low, int64_t high)
{
    if (!(x >= (double)low && x <= (double)high)) {
        errno = EDOM;
        return low;
    }
    return x >= 0x1p63 ? low : (int64_t)x;
}

long lrint(double x)
{
    return (long)to_integer(rint(x), LONG_MIN, LONG_MAX);
}

long lround(double x)
{
    return (long)to_integer(round(x), LONG_MIN, LONG_MAX);
}

long long llrint(double x)
{
    return to_integer(rint(x), INT64_MIN, INT64_MAX);
}

long long llround(double x)
{
    return to_integer(round(x), INT64_MIN, INT64_MAX);
}

double modf(double x, double *whole)
{
    double t = is_infinite(x) ? x : trunc(x);

    *whole = t;
    return is_infinite(x) ? __builtin_copysign(0, x) : __builtin_copysign(x - t, x);
}

double fabs(double x)
{
    return bits_double(double_bits(x) & INT64_MAX);
}

double copysign(double x, double y)
{
    return bits_double((double_bits(x) & INT64_MAX) | (double_bits(y) & ~(uint64_t)INT64_MAX));
}

double frexp(double x, int *exponent)
{
    uint64_t bits = double_bits(x);
    int e = (int)(bits >> 52 & 0x7ff);

    *exponent = 0;
    if (e == 0x7ff || x == 0)
        return x;
    if (!e) {
        bits = double_bits(x * 0x1p64);
        e = (int)(bits >> 52 & 0x7ff) - 64;
    }
    *exponent = e - 1022;
    return bits_double((bits & ~((uint64_t)0x7ff << 52)) | (uint64_t)1022 << 52);
}

static double scaled(double x, int n)
{
    /* In steps that each stay in range; only the last may round. */
    if (n > 2100)
        n = 2100;
    if (n < -2200)
        n = -2200;
    for (; n > 1023; n -= 1023)
        x *= 0x1p1023;
    for (; n < -969; n += 969)
        x *= 0x1p-969;
    return x * bits_double((uint64_t)(n + 1023) << 52);
}

double scalbn(double x, int n)
{
    return x == 0 || is_nan(x) || is_infinite(x) ? x : scaled(x, n);
}

double ldexp(double x, int n)
{
    if (x == 0 || is_nan(x) || is_infinite(x))
        return x;
    double result = scaled(x, n);
    if (is_infinite(result))
        return math_error(_OVERFLOW, "ldexp", x, n, result);
    if (result == 0)
        return math_error(_UNDERFLOW, "ldexp", x, n, result);
    return result;
}

double scalbln(double x, long n)
{
    return scalbn(x, (int)n);
}

double _scalb(double x, long n)
{
    return ldexp(x, (int)n);
}

int ilogb(double x)
{
    int exponent;

    if (x == 0 || is_nan(x) || is_infinite(x)) {
        errno = EDOM;
        return x == 0 ? INT_MIN : is_nan(x) ? (is_ucrt ? FP_ILOGBNAN : INT_MIN) : INT_MAX;
    }
    frexp(x, &exponent);
    return exponent - 1;
}

double logb(double x)
{
    if (is_nan(x))
        return x;
    if (is_infinite(x))
        return __builtin_inf();
    if (x == 0)
        return math_error(_SING, "logb", x, 0, -__builtin_inf());
    return ilogb(x);
}

double nextafter(double x, double y)
{
    uint64_t bits = double_bits(x);

    if (is_nan(x) || is_nan(y))
        return x + y;
    if (x == y)
        return y;
    if (x == 0)
        return __builtin_copysign(0x1p-1074, y);
    bits += (x < y) == (x > 0) ? 1 : -(uint64_t)1;
    double result = bits_double(bits);
    if (is_infinite(result))
        errno = ERANGE;
    return result;
}

double fdim(double x, double y)
{
    if (is_nan(x) || is_nan(y))
        return x + y;
    return x > y ? x - y : 0;
}

double fmax(double x, double y)
{
    if (is_nan(x) || is_nan(y))
        return is_nan(x) ? y : x;
    if (x == y)
        return double_bits(x) >> 63 ? y : x;
    return x > y ? x : y;
}

double fmin(double x, double y)
{
    if (is_nan(x) || is_nan(y))
        return is_nan(x) ? y : x;
    if (x == y)
        return double_bits(x) >> 63 ? x : y;
    return x < y ? x : y;
}

double nan(const char *tag)
{
    return __builtin_nan("");
}
