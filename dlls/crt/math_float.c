/* The functions of float: worked out in double, which leaves only the one rounding. */
#include "crt.h"

#include <float.h>
#include <math.h>

#undef fabsf
#undef copysignf

#define UNARY(name)            \
    float name##f(float x)     \
    {                          \
        return (float)name(x); \
    }
#define BINARY(name)                \
    float name##f(float x, float y) \
    {                               \
        return (float)name(x, y);   \
    }
/* A result that is finite in double can be infinite in float. */
#define RANGED(name)                                        \
    float name##f(float x)                                  \
    {                                                       \
        float result = (float)name(x);                      \
        if (__builtin_isinf(result) && !__builtin_isinf(x)) \
            errno = ERANGE;                                 \
        return result;                                      \
    }

UNARY(acos)
UNARY(asin)
UNARY(atan)
UNARY(cos)
UNARY(sin)
UNARY(tan)
UNARY(tanh)
UNARY(log)
UNARY(log10)
UNARY(log2)
UNARY(log1p)
UNARY(cbrt)
UNARY(acosh)
UNARY(asinh)
UNARY(atanh)
UNARY(floor)
UNARY(ceil)
UNARY(trunc)
UNARY(round)
UNARY(rint)
UNARY(nearbyint)
UNARY(logb)
RANGED(cosh)
RANGED(sinh)
RANGED(exp)
RANGED(exp2)
RANGED(expm1)
BINARY(atan2)
BINARY(fmod)
BINARY(remainder)
BINARY(fdim)
BINARY(fmax)
BINARY(fmin)

float powf(float x, float y)
{
    float result = (float)pow(x, y);

    if (__builtin_isinf(result) && !__builtin_isinf(x) && !__builtin_isinf(y))
        errno = ERANGE;
    return result;
}

float hypotf(float x, float y)
{
    return (float)hypot(x, y);
}

float _hypotf(float x, float y)
{
    return (float)hypot(x, y);
}

float sqrtf(float x)
{
    float result;

    if (x < 0)
        return (float)sqrt(x);
    __asm__("sqrtss %1, %0" : "=x"(result) : "x"(x));
    return result;
}

float fabsf(float x)
{
    return __builtin_fabsf(x);
}

float copysignf(float x, float y)
{
    return __builtin_copysignf(x, y);
}

float _copysignf(float x, float y)
{
    return __builtin_copysignf(x, y);
}

float modff(float x, float *whole)
{
    double part, rest = modf(x, &part);

    *whole = (float)part;
    return (float)rest;
}

float frexpf(float x, int *exponent)
{
    return (float)frexp(x, exponent);
}

float ldexpf(float x, int n)
{
    float result = (float)ldexp(x, n);

    if (__builtin_isinf(result) && !__builtin_isinf(x))
        errno = ERANGE;
    return result;
}

float scalbnf(float x, int n)
{
    return ldexpf(x, n);
}

float scalblnf(float x, long n)
{
    return ldexpf(x, (int)n);
}

float _scalbf(float x, long n)
{
    return ldexpf(x, (int)n);
}

int ilogbf(float x)
{
    return ilogb(x);
}

float _logbf(float x)
{
    return (float)logb(x);
}

long lrintf(float x)
{
    return lrint(x);
}

long lroundf(float x)
{
    return lround(x);
}

long long llrintf(float x)
{
    return llrint(x);
}

long long llroundf(float x)
{
    return llround(x);
}

float remquof(float x, float y, int *quotient)
{
    return (float)remquo(x, y, quotient);
}

float nanf(const char *tag)
{
    return __builtin_nanf("");
}

float nextafterf(float x, float y)
{
    union {
        float f;
        uint32_t u;
    } both = {x};

    if (x != x || y != y)
        return x + y;
    if (x == y)
        return y;
    if (x == 0)
        return __builtin_copysignf(0x1p-149f, y);
    both.u += (x < y) == (x > 0) ? 1 : -1u;
    return both.f;
}

float _nextafterf(float x, float y)
{
    return nextafterf(x, y);
}
