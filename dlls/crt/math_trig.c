/* Circular and hyperbolic functions of double, and their inverses. */
#include "crt.h"

#include <math.h>

#include "math_core.h"

#define QUIET_NAN (-__builtin_nan(""))

static inline long double x87_sin(long double x)
{
    long double result;

    __asm__("fsin" : "=t"(result) : "0"(x));
    return result;
}

static inline long double x87_cos(long double x)
{
    long double result;

    __asm__("fcos" : "=t"(result) : "0"(x));
    return result;
}

static inline long double x87_tan(long double x)
{
    long double one, result;

    __asm__("fptan" : "=t"(one), "=u"(result) : "0"(x));
    (void)one;
    return result;
}

static inline long double x87_atan2(long double y, long double x)
{
    long double result;

    __asm__("fpatan" : "=t"(result) : "0"(x), "u"(y) : "st(1)");
    return result;
}

static inline long double x87_sqrt(long double x)
{
    long double result;

    __asm__("fsqrt" : "=t"(result) : "0"(x));
    return result;
}

static CORE long double core_sin(double x)
{
    int quadrant;
    long double r = core_reduce(x, &quadrant);
    long double value = quadrant & 1 ? x87_cos(r) : x87_sin(r);

    return quadrant & 2 ? -value : value;
}

static CORE long double core_cos(double x)
{
    int quadrant;
    long double r = core_reduce(x, &quadrant);
    long double value = quadrant & 1 ? x87_sin(r) : x87_cos(r);

    return quadrant == 1 || quadrant == 2 ? -value : value;
}

static CORE long double core_tan(double x)
{
    int quadrant;
    long double t = x87_tan(core_reduce(x, &quadrant));

    return quadrant & 1 ? -1 / t : t;
}

#define CIRCULAR(name, core)                                    \
    double name(double x)                                       \
    {                                                           \
        double result;                                          \
        if (is_nan(x))                                          \
            return x;                                           \
        if (is_infinite(x))                                     \
            return math_error(_DOMAIN, #name, x, 0, QUIET_NAN); \
        WIDE_CALL(result, core(x));                             \
        return result;                                          \
    }

double sin(double x)
{
    double result;

    if (is_nan(x) || __builtin_fabs(x) < 0x1p-30)
        return x;
    if (is_infinite(x))
        return math_error(_DOMAIN, "sin", x, 0, QUIET_NAN);
    WIDE_CALL(result, core_sin(x));
    return result;
}

CIRCULAR(cos, core_cos)

double tan(double x)
{
    double result;

    if (is_nan(x) || __builtin_fabs(x) < 0x1p-30)
        return x;
    if (is_infinite(x))
        return math_error(_DOMAIN, "tan", x, 0, QUIET_NAN);
    WIDE_CALL(result, core_tan(x));
    return result;
}

static CORE long double core_asin(long double x)
{
    return x87_atan2(x, x87_sqrt((1 - x) * (1 + x)));
}

static CORE long double core_acos(long double x)
{
    return x87_atan2(x87_sqrt((1 - x) * (1 + x)), x);
}

static CORE long double core_atan2(long double y, long double x)
{
    return x87_atan2(y, x);
}

double asin(double x)
{
    double result;

    if (is_nan(x) || __builtin_fabs(x) < 0x1p-30)
        return x;
    if (__builtin_fabs(x) > 1)
        return math_error(_DOMAIN, "asin", x, 0, QUIET_NAN);
    WIDE_CALL(result, core_asin(x));
    return result;
}

double acos(double x)
{
    double result;

    if (is_nan(x))
        return x;
    if (__builtin_fabs(x) > 1)
        return math_error(_DOMAIN, "acos", x, 0, QUIET_NAN);
    WIDE_CALL(result, core_acos(x));
    return result;
}

double atan(double x)
{
    double result;

    if (is_nan(x) || __builtin_fabs(x) < 0x1p-30)
        return x;
    WIDE_CALL(result, core_atan2(x, 1));
    return result;
}

double atan2(double y, double x)
{
    double result;

    if (is_nan(x) || is_nan(y))
        return x + y;
    WIDE_CALL(result, core_atan2(y, x));
    return result;
}

static CORE long double core_sinh(long double x)
{
    if (x > 50)
        return core_exp(x) / 2;
    long double t = core_expm1(x);
    return (t + t / (t + 1)) / 2;
}

static CORE long double core_cosh(long double x)
{
    long double t = core_exp(x);

    return (t + 1 / t) / 2;
}

static CORE long double core_tanh(long double x)
{
    long double t = core_expm1(-2 * x);

    return -t / (t + 2);
}

double sinh(double x)
{
    double result, size = __builtin_fabs(x);

    if (is_nan(x) || is_infinite(x) || size < 0x1p-30)
        return x;
    if (size > 711)
        return math_error(_OVERFLOW, "sinh", x, 0, __builtin_copysign(__builtin_inf(), x));
    WIDE_CALL(result, core_sinh(size));
    if (is_infinite(result))
        return math_error(_OVERFLOW, "sinh", x, 0, __builtin_copysign(result, x));
    return __builtin_copysign(result, x);
}

double cosh(double x)
{
    double result, size = __builtin_fabs(x);

    if (is_nan(x) || is_infinite(x))
        return size;
    if (size > 711)
        return math_error(_OVERFLOW, "cosh", x, 0, __builtin_inf());
    WIDE_CALL(result, core_cosh(size));
    return is_infinite(result) ? math_error(_OVERFLOW, "cosh", x, 0, result) : result;
}

double tanh(double x)
{
    double result, size = __builtin_fabs(x);

    if (is_nan(x) || size < 0x1p-30)
        return x;
    if (size > 40)
        return __builtin_copysign(1, x);
    WIDE_CALL(result, core_tanh(size));
    return __builtin_copysign(result, x);
}

static CORE long double core_asinh(long double x)
{
    if (x > 0x1p60L)
        return core_log(x) + 0.693147180559945309417232121458176568L;
    return core_log1p(x + x * x / (1 + x87_sqrt(1 + x * x)));
}

static CORE long double core_acosh(long double x)
{
    long double t = x - 1;

    if (x > 0x1p60L)
        return core_log(x) + 0.693147180559945309417232121458176568L;
    return core_log1p(t + x87_sqrt(2 * t + t * t));
}

static CORE long double core_atanh(long double x)
{
    return core_log1p(2 * x / (1 - x)) / 2;
}

double asinh(double x)
{
    double result, size = __builtin_fabs(x);

    if (is_nan(x) || is_infinite(x) || size < 0x1p-30)
        return x;
    WIDE_CALL(result, core_asinh(size));
    return __builtin_copysign(result, x);
}

double acosh(double x)
{
    double result;

    if (is_nan(x) || (is_infinite(x) && x > 0))
        return x;
    if (x < 1)
        return math_error(_DOMAIN, "acosh", x, 0, QUIET_NAN);
    WIDE_CALL(result, core_acosh(x));
    return result;
}

double atanh(double x)
{
    double result, size = __builtin_fabs(x);

    if (is_nan(x) || size < 0x1p-30)
        return x;
    if (size > 1)
        return math_error(_DOMAIN, "atanh", x, 0, QUIET_NAN);
    if (size == 1)
        return math_error(_SING, "atanh", x, 0, __builtin_copysign(__builtin_inf(), x));
    WIDE_CALL(result, core_atanh(size));
    return __builtin_copysign(result, x);
}
