#ifndef BAILEY_CRT_NUMBER_H
#define BAILEY_CRT_NUMBER_H

#include <stdint.h>

/*
 * A decimal number found in text: `mantissa` holds up to 19 significant digits, the value is
 * mantissa x 10^exponent, or a little more where `more` is set (digits beyond the 19th; `digits`
 * then points to all significant ones, `digit_count` of them, worth x 10^digits_exponent).
 */
struct scanned_number {
    uint64_t mantissa;
    int exponent;
    int more;
    const char *digits;
    int digit_count;
    int digits_exponent;
};

enum { NUMBER_DIGITS = 800 }; /* what any double's neighbourhood can need, and some */

/* Correctly rounded. *range is set when the result is infinite or underflowed. */
double number_to_double(const struct scanned_number *number, int *range);
float number_to_float(const struct scanned_number *number, int *range);
/* mantissa x 2^exponent, with `more` saying that something nonzero was cut off below. */
double binary_to_double(uint64_t mantissa, int exponent, int more, int mantissa_bits, int *range);

/* strtod and strtof in the C locale, without touching errno. */
double crt_strtod_c(const char *text);
float crt_strtof_c(const char *text);

#endif
