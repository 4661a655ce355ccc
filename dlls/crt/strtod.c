/* strtod, strtof, atof and what converts by them; both widths. */
#include "locale_data.h"
#include "number.h"

#include <math.h>

#define CHAR          char
#define NAME(x)       x##_a
#define match_word    match_word_a
#define read_exponent read_exponent_a
#define read_hex      read_hex_a
#define gather_digits gather_digits_a
#define read_decimal  read_decimal_a
#define read_special  read_special_a
#define hex_value     hex_value_a
#include "strtod_core.h"
#undef CHAR
#undef NAME
#undef match_word
#undef read_exponent
#undef read_hex
#undef gather_digits
#undef read_decimal
#undef read_special
#undef hex_value
#define CHAR    wchar_t
#define NAME(x) x##_w
#include "strtod_core.h"

#undef strtod
#undef strtof
#undef wcstod
#undef wcstof

enum { DOUBLE_BITS = 53, FLOAT_BITS = 24 };

static double narrow(const char *text, char **end, void *locale, int bits)
{
    int range = 0;

    if (end)
        *end = (char *)text;
    CRT_REQUIRE(text, EINVAL, 0);
    double value = read_number_a(text, end, crt_loc_of(locale)->decimal[0], bits, &range);
    if (range)
        errno = ERANGE;
    return value;
}

static double wide(const wchar_t *text, wchar_t **end, void *locale, int bits)
{
    int range = 0;

    if (end)
        *end = (wchar_t *)text;
    CRT_REQUIRE(text, EINVAL, 0);
    double value = read_number_w(text, end, crt_loc_of(locale)->wdecimal, bits, &range);
    if (range)
        errno = ERANGE;
    return value;
}

double crt_strtod_c(const char *text)
{
    int range = 0;

    return read_number_a(text, NULL, '.', DOUBLE_BITS, &range);
}

float crt_strtof_c(const char *text)
{
    int range = 0;

    return (float)read_number_a(text, NULL, '.', FLOAT_BITS, &range);
}

double strtod(const char *text, char **end)
{
    return narrow(text, end, NULL, DOUBLE_BITS);
}

double _strtod_l(const char *text, char **end, _locale_t locale)
{
    return narrow(text, end, locale, DOUBLE_BITS);
}

float strtof(const char *text, char **end)
{
    return (float)narrow(text, end, NULL, FLOAT_BITS);
}

float _strtof_l(const char *text, char **end, _locale_t locale)
{
    return (float)narrow(text, end, locale, FLOAT_BITS);
}

double wcstod(const wchar_t *text, wchar_t **end)
{
    return wide(text, end, NULL, DOUBLE_BITS);
}

double _wcstod_l(const wchar_t *text, wchar_t **end, _locale_t locale)
{
    return wide(text, end, locale, DOUBLE_BITS);
}

float wcstof(const wchar_t *text, wchar_t **end)
{
    return (float)wide(text, end, NULL, FLOAT_BITS);
}

float _wcstof_l(const wchar_t *text, wchar_t **end, _locale_t locale)
{
    return (float)wide(text, end, locale, FLOAT_BITS);
}

double atof(const char *text)
{
    return narrow(text, NULL, NULL, DOUBLE_BITS);
}

double _atof_l(const char *text, _locale_t locale)
{
    return narrow(text, NULL, locale, DOUBLE_BITS);
}

double _wtof(const wchar_t *text)
{
    return wide(text, NULL, NULL, DOUBLE_BITS);
}

double _wtof_l(const wchar_t *text, _locale_t locale)
{
    return wide(text, NULL, locale, DOUBLE_BITS);
}

static int overflow_code(double value, int range)
{
    return !range ? 0 : value > 1 || value < -1 ? _OVERFLOW : _UNDERFLOW;
}

int _atodbl_l(_CRT_DOUBLE *result, char *text, _locale_t locale)
{
    int range = 0;

    result->x = read_number_a(text, NULL, crt_loc_of(locale)->decimal[0], DOUBLE_BITS, &range);
    return overflow_code(result->x, range);
}

int _atodbl(_CRT_DOUBLE *result, char *text)
{
    return _atodbl_l(result, text, NULL);
}

int _atoflt_l(_CRT_FLOAT *result, char *text, _locale_t locale)
{
    int range = 0;

    result->f =
        (float)read_number_a(text, NULL, crt_loc_of(locale)->decimal[0], FLOAT_BITS, &range);
    return overflow_code(result->f, range);
}

int _atoflt(_CRT_FLOAT *result, char *text)
{
    return _atoflt_l(result, text, NULL);
}
