/* What kind of number a double or float is; the names that only Windows has. */
#include "crt.h"

#include <float.h>
#include <math.h>

#include "decimal.h"

static inline uint32_t float_bits(float value)
{
    union {
        float f;
        uint32_t u;
    } both = {value};

    return both.u;
}

int _finite(double x)
{
    return (double_bits(x) >> 52 & 0x7ff) != 0x7ff;
}

int _isnan(double x)
{
    return x != x;
}

int _finitef(float x)
{
    return (float_bits(x) >> 23 & 0xff) != 0xff;
}

int _isnanf(float x)
{
    return x != x;
}

static int class_of(int negative, int highest, int lowest, int mantissa, int quiet)
{
    if (highest) {
        if (mantissa)
            return quiet ? _FPCLASS_QNAN : _FPCLASS_SNAN;
        return negative ? _FPCLASS_NINF : _FPCLASS_PINF;
    }
    if (!lowest)
        return negative ? _FPCLASS_NN : _FPCLASS_PN;
    if (mantissa)
        return negative ? _FPCLASS_ND : _FPCLASS_PD;
    return negative ? _FPCLASS_NZ : _FPCLASS_PZ;
}

int _fpclass(double x)
{
    uint64_t bits = double_bits(x), mantissa = bits & (((uint64_t)1 << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);

    return class_of(bits >> 63, exponent == 0x7ff, !exponent, mantissa != 0, (int)(mantissa >> 51));
}

int _fpclassf(float x)
{
    uint32_t bits = float_bits(x), mantissa = bits & 0x7fffff;
    int exponent = bits >> 23 & 0xff;

    return class_of(bits >> 31, exponent == 0xff, !exponent, mantissa != 0, mantissa >> 22);
}

/* FP_NAN, FP_INFINITE, FP_NORMAL and FP_SUBNORMAL as the UCRT numbers them */
enum { CLASS_NORMAL = -1, CLASS_SUBNORMAL = -2, CLASS_ZERO = 0, CLASS_INFINITE = 1, CLASS_NAN = 2 };

short _dclass(double x)
{
    uint64_t bits = double_bits(x) << 1;

    if (bits >> 53 == 0x7ff)
        return bits << 11 ? CLASS_NAN : CLASS_INFINITE;
    return bits >> 53 ? CLASS_NORMAL : bits ? CLASS_SUBNORMAL : CLASS_ZERO;
}

short _fdclass(float x)
{
    uint32_t bits = float_bits(x) << 1;

    if (bits >> 24 == 0xff)
        return bits << 8 ? CLASS_NAN : CLASS_INFINITE;
    return bits >> 24 ? CLASS_NORMAL : bits ? CLASS_SUBNORMAL : CLASS_ZERO;
}

short _dtest(double *x)
{
    return _dclass(*x);
}

short _fdtest(float *x)
{
    return _fdclass(*x);
}

int _dsign(double x)
{
    return (int)(double_bits(x) >> 63) << 15;
}

int _fdsign(float x)
{
    return (int)(float_bits(x) >> 31) << 15;
}

/* How two numbers compare: 1 less, 2 equal, 4 greater, 0 unordered. */
int _dpcomp(double x, double y)
{
    return x < y ? 1 : x == y ? 2 : x > y ? 4 : 0;
}

int _fdpcomp(float x, float y)
{
    return _dpcomp(x, y);
}

double _chgsign(double x)
{
    return -x;
}

float _chgsignf(float x)
{
    return -x;
}

double crt_cabs(double re, double im)
{
    return hypot(re, im);
}

/* struct _complex goes by reference on x86-64. */
double _cabs(struct _complex z)
{
    return hypot(z.x, z.y);
}
