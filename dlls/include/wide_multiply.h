/* wide_multiply.h - 64 by 64 bits, for compilers of either width. */
#ifndef BAILEY_WIDE_MULTIPLY_H
#define BAILEY_WIDE_MULTIPLY_H

#include <stdint.h>

/* The low half of the product; *high is the other. */
static inline uint64_t wide_multiply(uint64_t a, uint64_t b, uint64_t *high)
{
#ifdef __SIZEOF_INT128__
    unsigned __int128 product = (unsigned __int128)a * b;
    *high = (uint64_t)(product >> 64);
    return (uint64_t)product;
#else
    uint64_t low = (uint64_t)(uint32_t)a * (uint32_t)b;
    uint64_t middle = (a >> 32) * (uint32_t)b + (low >> 32);
    uint64_t other = (b >> 32) * (uint32_t)a + (uint32_t)middle;
    *high = (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
    return other << 32 | (uint32_t)low;
#endif
}

#endif
