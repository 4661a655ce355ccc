/*
 * Binary to decimal. The integer part is divided, the fraction multiplied, by 10^9 at a time, in
 * multi-word integers as long as the number needs; nothing is approximated, so one rounding at the
 * end is right for any number of digits. The numbers of everyday size fit in one or two words.
 */
#include "decimal.h"
#include "wide_multiply.h"

#include <string.h>

enum { MANTISSA_BITS = 52, BIAS = 1075, CHUNK = 1000000000, WORDS = 40 };

/* Digits as they come; zeros that lead are dropped and counted. */
struct writer {
    struct decimal *d;
    int position; /* of the next digit, relative to the point: 0 is the first after it */
};

static const char pairs[201] =
    "00010203040506070809101112131415161718192021222324252627282930313233"
    "34353637383940414243444546474849505152535455565758596061626364656667"
    "6869707172737475767778798081828384858687888990919293949596979899";

static void split9(uint32_t chunk, char *text)
{
    text[0] = (char)('0' + chunk / 100000000);
    chunk %= 100000000;
    uint32_t high = chunk / 10000, low = chunk % 10000;
    memcpy(text + 1, pairs + high / 100 * 2, 2);
    memcpy(text + 3, pairs + high % 100 * 2, 2);
    memcpy(text + 5, pairs + low / 100 * 2, 2);
    memcpy(text + 7, pairs + low % 100 * 2, 2);
}

static void put9(struct writer *w, uint32_t chunk)
{
    struct decimal *d = w->d;

    if (d->count == 0 && chunk == 0) {
        w->position += 9;
        return;
    }
    char text[9];
    split9(chunk, text);
    int skip = 0;
    if (d->count == 0) {
        while (text[skip] == '0')
            skip++;
        d->point = -(w->position + skip);
    }
    memcpy(d->digits + d->count, text + skip, 9 - skip);
    d->count += 9 - skip;
    w->position += 9;
}

/* Integer part of up to WORDS words, least significant first; the words are used up. */
static void put_integer(struct writer *w, uint32_t *words, int count)
{
    uint32_t chunks[WORDS + 8];
    int used = 0;

    while (count > 0) {
        uint64_t rest = 0;
        for (int i = count - 1; i >= 0; i--) {
            uint64_t value = rest << 32 | words[i];
            words[i] = (uint32_t)(value / CHUNK);
            rest = value % CHUNK;
        }
        chunks[used++] = (uint32_t)rest;
        while (count > 0 && words[count - 1] == 0)
            count--;
    }
    w->position = -9 * used;
    while (used > 0)
        put9(w, chunks[--used]);
}

static void put_small_integer(struct writer *w, uint64_t value)
{
    uint32_t chunks[3];
    int used = 0;

    for (; value; value /= CHUNK)
        chunks[used++] = (uint32_t)(value % CHUNK);
    w->position = -9 * used;
    while (used > 0)
        put9(w, chunks[--used]);
}

/* The next nine digits of a fraction whose most significant word is words[count - 1]. */
static uint32_t next_chunk(uint32_t *words, int *low, int count)
{
    uint64_t carry = 0;

    for (int i = *low; i < count; i++) {
        uint64_t value = (uint64_t)words[i] * CHUNK + carry;
        words[i] = (uint32_t)value;
        carry = value >> 32;
    }
    while (*low < count && words[*low] == 0)
        ++*low;
    return (uint32_t)carry;
}

/* Cuts to `keep` digits, half to even; `more` says that digits beyond those present are not zero.
 */
static void round_to(struct decimal *d, int keep, int more)
{
    if (keep < 0) {
        d->count = 0;
        return;
    }
    if (keep >= d->count)
        return;
    int up = d->digits[keep] > '5';
    if (d->digits[keep] == '5') {
        int tail = more;
        for (int i = keep + 1; !tail && i < d->count; i++)
            tail = d->digits[i] != '0';
        up = tail || (keep > 0 && (d->digits[keep - 1] & 1));
    }
    d->count = keep;
    if (!up)
        return;
    int i = keep;
    while (i > 0 && d->digits[i - 1] == '9')
        i--;
    if (i > 0) {
        d->digits[i - 1]++;
        d->count = i;
    } else {
        d->digits[0] = '1';
        d->count = 1;
        d->point++;
    }
}

/* How many digits are wanted, now that the place of the first is known. */
static int wanted_count(const struct decimal *d, int wanted, int fixed)
{
    return fixed ? d->point + wanted : wanted;
}

static void fraction_small(struct writer *w, uint64_t mantissa, int shift, int wanted, int fixed)
{
    /* 0 < shift <= 64: the fraction as 64 bits after the point. */
    uint64_t fraction = shift == 64 ? mantissa : mantissa << (64 - shift);
    struct decimal *d = w->d;

    w->position = 0;
    while (fraction) {
        if (d->count ? d->count > wanted_count(d, wanted, fixed) : fixed && w->position > wanted)
            break;
        uint64_t chunk;
        fraction = wide_multiply(fraction, CHUNK, &chunk);
        put9(w, (uint32_t)chunk);
    }
    if (d->count)
        round_to(d, wanted_count(d, wanted, fixed), fraction != 0);
}

static void fraction_large(struct writer *w, uint64_t mantissa, int shift, int wanted, int fixed)
{
    uint32_t words[WORDS] = {0};
    struct decimal *d = w->d;
    int count = (shift + 31) / 32, low = 0, up = count * 32 - shift;

    /* mantissa / 2^shift, aligned so that the point is above words[count - 1] */
    uint64_t shifted[2] = {mantissa << up, up ? mantissa >> (64 - up) : 0};
    for (int i = 0; i < 3 && i < count; i++)
        words[i] = (uint32_t)(shifted[i / 2] >> (32 * (i % 2)));
    while (low < count && words[low] == 0)
        low++;
    w->position = 0;
    while (low < count) {
        if (d->count ? d->count > wanted_count(d, wanted, fixed) : fixed && w->position > wanted)
            break;
        put9(w, next_chunk(words, &low, count));
    }
    if (d->count)
        round_to(d, wanted_count(d, wanted, fixed), low < count);
}

static void integer_large(struct writer *w, uint64_t mantissa, int shift)
{
    uint32_t words[WORDS] = {0};
    int at = shift / 32, count = at + 3;
    int up = shift % 32;
    uint64_t shifted[2] = {mantissa << up, up ? mantissa >> (64 - up) : 0};

    for (int i = 0; i < 3; i++)
        words[at + i] = (uint32_t)(shifted[i / 2] >> (32 * (i % 2)));
    while (count > 0 && words[count - 1] == 0)
        count--;
    put_integer(w, words, count);
}

static void convert(struct decimal *d, double value, int wanted, int fixed)
{
    uint64_t bits = double_bits(value);
    uint64_t mantissa = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
    int exponent = (int)(bits >> MANTISSA_BITS & 0x7ff);
    struct writer w = {d, 0};

    d->negative = (int)(bits >> 63);
    d->count = 0;
    d->point = 1;
    if (exponent)
        mantissa |= (uint64_t)1 << MANTISSA_BITS;
    else
        exponent = 1;
    if (!mantissa)
        return;
    exponent -= BIAS;
    if (exponent >= 0) {
        if (exponent <= 11)
            put_small_integer(&w, mantissa << exponent);
        else
            integer_large(&w, mantissa, exponent);
        round_to(d, wanted_count(d, wanted, fixed), 0);
        return;
    }
    int shift = -exponent;
    if (shift <= MANTISSA_BITS) {
        put_small_integer(&w, mantissa >> shift);
        mantissa &= ((uint64_t)1 << shift) - 1;
    }
    if (shift <= 64)
        fraction_small(&w, mantissa, shift, wanted, fixed);
    else
        fraction_large(&w, mantissa, shift, wanted, fixed);
    /* Less than half of the last place asked for: nothing is left. */
    if (!d->count)
        d->point = 1;
}

void decimal_significant(struct decimal *d, double value, int wanted)
{
    convert(d, value, wanted, 0);
}

void decimal_fixed(struct decimal *d, double value, int wanted)
{
    convert(d, value, wanted, 1);
}
