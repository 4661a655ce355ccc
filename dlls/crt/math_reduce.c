/* Angles brought into one quadrant, exactly enough for any double. */
#include <stdint.h>

#include "decimal.h"
#include "math_core.h"
#include "wide_multiply.h"

/* 2/pi, 64 bits a word, the point before the first */
static const uint64_t two_over_pi[20] = {
    0xa2f9836e4e441529u, 0xfc2757d1f534ddc0u, 0xdb6295993c439041u, 0xfe5163abdebbc561u,
    0xb7246e3a424dd2e0u, 0x06492eea09d1921cu, 0xfe1deb1cb129a73eu, 0xe88235f52ebb4484u,
    0xe99c7026b45f7e41u, 0x3991d639835339f4u, 0x9c845f8bbdf9283bu, 0x1ff897ffde05980fu,
    0xef2f118b5a0a6d1fu, 0x6d367ecf27cb09b7u, 0x4f463f669e5fea2du, 0x7527bac7ebe5f17bu,
    0x3d0739f78a5292eau, 0x6bfb5fb11f8d5d08u, 0x56033046fc7b6babu, 0xf0cfbc209af4361du,
};

static const long double HALF_PI[3] = {0x1921fb544p-32L, 0x10b4611a6p-66L,
                                       0x98cc51701b839a25p-132L};

/* The fraction of x * 2/pi in 192 bits, for x of 2^30 and more. */
static long double reduce_huge(double x, int *quadrant)
{
    uint64_t bits = double_bits(x),
             mantissa = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52;
    int exponent = (int)(bits >> 52 & 0x7ff) - 1075;
    /* Words of 2/pi worth 4 or more when multiplied only turn whole circles. */
    int skip = exponent - 64 > 0 ? (exponent - 64) / 64 : 0;
    uint64_t window[5];
    int shift = exponent - skip * 64;

    for (int i = 0; i < 5; i++)
        window[i] = skip + i < 20 ? two_over_pi[skip + i] : 0;
    /* product = mantissa * window, the point after `64 - ...`: six words, most significant first */
    uint64_t product[6] = {0};
    uint64_t carry = 0;
    for (int i = 4; i >= 0; i--) {
        uint64_t high, low = wide_multiply(window[i], mantissa, &high);
        product[i + 1] = low + carry;
        carry = high + (product[i + 1] < carry);
    }
    product[0] = carry;
    /* value = product * 2^(shift - 320) over six words: bring the point to a word's edge */
    int words = shift < 0 ? -1 : shift / 64, rest = shift - words * 64;
    uint64_t at[5];
    for (int i = 0; i < 5; i++) {
        uint64_t high = words + i >= 0 && words + i < 6 ? product[words + i] : 0;
        uint64_t low = words + i + 1 < 6 ? product[words + i + 1] : 0;
        at[i] = rest ? high << rest | low >> (64 - rest) : high;
    }
    /* at[0] is the integer part, then the fraction */
    int whole = (int)(at[0] & 3), negative = (int)(at[1] >> 63);
    uint64_t f[3] = {at[1], at[2], at[3]};
    if (negative) {
        whole++;
        for (int i = 0; i < 3; i++)
            f[i] = ~f[i];
    }
    long double fraction = ((long double)f[2] * 0x1p-64L + f[1]) * 0x1p-64L;
    fraction = (fraction + f[0]) * 0x1p-64L;
    if (negative)
        fraction = -fraction;
    if (x < 0) {
        whole = -whole;
        fraction = -fraction;
    }
    *quadrant = whole & 3;
    return fraction * HALF_PI[0] + fraction * (HALF_PI[1] + HALF_PI[2]);
}

CORE long double core_reduce(double x, int *quadrant)
{
    long double n, r;

    if (__builtin_fabs(x) >= 0x1p30)
        return reduce_huge(x, quadrant);
    __asm__("frndint" : "=t"(n) : "0"(x * 0.636619772367581343075535053490057L));
    r = ((x - n * HALF_PI[0]) - n * HALF_PI[1]) - n * HALF_PI[2];
    *quadrant = (int)n & 3;
    return r;
}
