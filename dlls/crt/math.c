/* The elementary functions of double. */
#include "crt.h"

#include <math.h>

#include "math_core.h"

#define QUIET_NAN (-__builtin_nan(""))

static double domain(const char *name, double x)
{
    return math_error(_DOMAIN, name, x, 0, QUIET_NAN);
}

/* Overflow and underflow of a result that came from finite arguments. */
static double ranged(const char *name, double x, double y, double result)
{
    if (is_infinite(result))
        return math_error(_OVERFLOW, name, x, y, result);
    return result;
}

double exp(double x)
{
    double result;

    if (is_nan(x) || is_infinite(x))
        return x < 0 ? 0 : x;
    if (x > 710)
        return math_error(_OVERFLOW, "exp", x, 0, __builtin_inf());
    if (x < -746)
        return math_error(_UNDERFLOW, "exp", x, 0, 0);
    WIDE_CALL(result, core_exp(x));
    return ranged("exp", x, 0, result);
}

double exp2(double x)
{
    double result;

    if (is_nan(x) || is_infinite(x))
        return x < 0 ? 0 : x;
    if (x >= 1024)
        return math_error(_OVERFLOW, "exp2", x, 0, __builtin_inf());
    if (x < -1076)
        return math_error(_UNDERFLOW, "exp2", x, 0, 0);
    WIDE_CALL(result, core_exp2(x));
    return result;
}

double expm1(double x)
{
    double result;

    if (is_nan(x) || is_infinite(x) || x == 0)
        return is_infinite(x) && x < 0 ? -1 : x;
    if (x > 710)
        return math_error(_OVERFLOW, "expm1", x, 0, __builtin_inf());
    if (x < -60)
        return -1;
    if (__builtin_fabs(x) < 0x1p-60)
        return x;
    WIDE_CALL(result, core_expm1(x));
    return ranged("expm1", x, 0, result);
}

#define LOGARITHM(name, lowest, core)                                \
    double name(double x)                                            \
    {                                                                \
        double result;                                               \
        if (is_nan(x))                                               \
            return x;                                                \
        if (x == lowest)                                             \
            return math_error(_SING, #name, x, 0, -__builtin_inf()); \
        if (x < lowest)                                              \
            return domain(#name, x);                                 \
        if (is_infinite(x))                                          \
            return x;                                                \
        WIDE_CALL(result, core(x));                                  \
        return result;                                               \
    }

LOGARITHM(log, 0, core_log)
LOGARITHM(log2, 0, core_log2)
LOGARITHM(log10, 0, core_log10)

static double log1p_large(double x)
{
    double result;

    WIDE_CALL(result, core_log1p(x));
    return result;
}

double log1p(double x)
{
    if (is_nan(x) || x == 0 || (is_infinite(x) && x > 0) || __builtin_fabs(x) < 0x1p-60)
        return x;
    if (x == -1)
        return math_error(_SING, "log1p", x, 0, -__builtin_inf());
    return x < -1 ? domain("log1p", x) : log1p_large(x);
}

/* 0: not an integer, 1: odd, 2: even */
static int parity(double y)
{
    y = __builtin_fabs(y);
    if (y >= 0x1p53)
        return 2;
    int64_t whole = (int64_t)y;
    return (double)whole != y ? 0 : whole & 1 ? 1 : 2;
}

static double pow_special(double x, double y)
{
    int odd = parity(y) == 1;

    if (is_nan(x) || is_nan(y))
        return x + y;
    if (is_infinite(y)) {
        double size = __builtin_fabs(x);
        if (size == 1)
            return 1;
        return (size > 1) == (y > 0) ? __builtin_inf() : 0;
    }
    if (x == 0) {
        if (y > 0)
            return odd ? x : 0;
        return math_error(_SING, "pow", x, y,
                          odd ? __builtin_copysign(__builtin_inf(), x) : __builtin_inf());
    }
    double size = y > 0 ? __builtin_inf() : 0;
    return x < 0 && odd ? -size : size;
}

double pow(double x, double y)
{
    double result, size = __builtin_fabs(x);

    if (y == 0 || x == 1)
        return 1;
    if (is_nan(x) || is_nan(y) || is_infinite(x) || is_infinite(y) || x == 0)
        return pow_special(x, y);
    if (y == 1)
        return x;
    if (y == 2)
        return ranged("pow", x, y, x * x);
    int whole = x < 0 ? parity(y) : 2;
    if (!whole)
        return math_error(_DOMAIN, "pow", x, y, QUIET_NAN);
    if (size == 1) {
        result = 1;
    } else {
        /* Far out of range the core's integers would not hold it; this log2 is right to a third. */
        int exponent;
        double part = frexp(size, &exponent);
        double rough = y * (exponent - 2 + part * 2);
        if (rough > 3300 || rough < -3300 || __builtin_fabs(y) > 0x1p64) {
            int up = (size > 1) == (y > 0);
            result = up ? __builtin_inf() : 0;
        } else {
            WIDE_CALL(result, core_pow(size, y));
        }
    }
    if (x < 0 && whole == 1)
        result = -result;
    if (is_infinite(result))
        return math_error(_OVERFLOW, "pow", x, y, result);
    return result == 0 ? math_error(_UNDERFLOW, "pow", x, y, result) : result;
}

double sqrt(double x)
{
    double result;

    if (x < 0)
        return domain("sqrt", x);
    __asm__("sqrtsd %1, %0" : "=x"(result) : "x"(x));
    return result;
}

static CORE long double core_hypot(double x, double y)
{
    long double square = (long double)x * x + (long double)y * y, result;

    __asm__("fsqrt" : "=t"(result) : "0"(square));
    return result;
}

double hypot(double x, double y)
{
    double result;

    if (is_infinite(x) || is_infinite(y))
        return __builtin_inf();
    if (is_nan(x) || is_nan(y))
        return x + y;
    WIDE_CALL(result, core_hypot(x, y));
    return ranged("hypot", x, y, result);
}

static CORE long double core_cbrt(double x)
{
    long double size = __builtin_fabs(x), r = core_exp2(core_log2(size) / 3);

    return r - (r * r * r - size) / (3 * r * r);
}

double cbrt(double x)
{
    double result;

    if (is_nan(x) || is_infinite(x) || x == 0)
        return x;
    WIDE_CALL(result, core_cbrt(x));
    return x < 0 ? -result : result;
}

static CORE long double core_fmod(double x, double y)
{
    long double result;
    unsigned short status;

    __asm__("1: fprem; fnstsw %%ax; testb $4, %%ah; jnz 1b"
            : "=t"(result), "=a"(status)
            : "0"((long double)x), "u"((long double)y)
            : "cc");
    return result;
}

double fmod(double x, double y)
{
    double result;

    if (is_nan(x) || is_nan(y))
        return x + y;
    if (is_infinite(x) || y == 0)
        return math_error(_DOMAIN, "fmod", x, y, QUIET_NAN);
    if (is_infinite(y) || x == 0)
        return x;
    WIDE_CALL(result, core_fmod(x, y));
    return __builtin_copysign(result, x);
}

static CORE long double core_remainder(double x, double y, int *quotient)
{
    long double result;
    unsigned short status;

    __asm__("1: fprem1; fnstsw %%ax; testb $4, %%ah; jnz 1b"
            : "=t"(result), "=a"(status)
            : "0"((long double)x), "u"((long double)y)
            : "cc");
    /* The low bits of the quotient: C1 is bit 0, C3 bit 1, C0 bit 2. */
    *quotient = (status >> 9 & 1) | (status >> 13 & 2) | (status >> 6 & 4);
    return result;
}

double remquo(double x, double y, int *quotient)
{
    double result;

    *quotient = 0;
    if (is_nan(x) || is_nan(y))
        return x + y;
    if (is_infinite(x) || y == 0)
        return math_error(_DOMAIN, "remquo", x, y, QUIET_NAN);
    if (is_infinite(y) || x == 0)
        return x;
    WIDE_CALL(result, core_remainder(x, y, quotient));
    if ((x < 0) != (y < 0))
        *quotient = -*quotient;
    return result == 0 ? __builtin_copysign(0, x) : result;
}

double remainder(double x, double y)
{
    int ignored;

    return remquo(x, y, &ignored);
}
