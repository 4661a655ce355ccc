#ifndef BAILEY_CRT_MATH_CORE_H
#define BAILEY_CRT_MATH_CORE_H

/*
 * The elementary functions are worked out in the x87's 64-bit precision and rounded to double once,
 * which is right to the last place but for about one argument in two thousand. Windows leaves the
 * x87 at 53 bits, so each entry widens it and puts it back. The cores expect that, take finite
 * arguments of their domain, and are not inlined: nothing of them may move across the change.
 */
#define CORE __attribute__((noipa))

static inline unsigned short x87_widen(void)
{
    unsigned short old, wide;

    __asm__ volatile("fnstcw %0" : "=m"(old));
    wide = old | 0x033f;
    __asm__ volatile("fldcw %0" : : "m"(wide) : "memory");
    return old;
}

static inline void x87_restore(unsigned short old)
{
    __asm__ volatile("fnclex\n\tfldcw %0" : : "m"(old) : "memory");
}

#define WIDE_CALL(result, expression)         \
    do {                                      \
        unsigned short x87_old = x87_widen(); \
        result = (double)(expression);        \
        x87_restore(x87_old);                 \
    } while (0)

long double core_exp(long double x);
long double core_exp2(long double x);
long double core_expm1(long double x);
long double core_log(long double x);
long double core_log2(long double x);
long double core_log10(long double x);
long double core_log1p(long double x);
long double core_pow(double x, double y); /* x > 0 */
/* x = quadrant x pi/2 + result, |result| <= pi/4 and a little */
long double core_reduce(double x, int *quadrant);

static inline int is_nan(double x)
{
    return x != x;
}

static inline int is_infinite(double x)
{
    return __builtin_fabs(x) == __builtin_inf();
}

/* The kinds of the public _DOMAIN and so on. Sets errno, asks the program's handler first. */
double math_error(int kind, const char *name, double x, double y, double result);

#endif
