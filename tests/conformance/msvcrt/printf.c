/*
 * The printf family of msvcrt.dll.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static char text[2048];

/* One format, its arguments, and what it has to print. */
#define PRINTS(name, expected, ...)              \
    CASE(name)                                   \
    {                                            \
        int length = sprintf(text, __VA_ARGS__); \
        CHECK_STR(text, expected);               \
        CHECK_EQ(length, sizeof(expected) - 1);  \
    }

PRINTS(decimal_width, "   42|42   |00042", "%5d|%-5d|%05d", 42, 42, 42)
PRINTS(decimal_sign, "+42|-42| 42", "%+d|%+d|% d", 42, -42, 42)
PRINTS(decimal_precision, "  042|-0042", "%5.3d|%.4d", 42, -42)
PRINTS(decimal_extremes, "-2147483648 4294967295", "%d %u", (int)0x80000000, 0xffffffffu)
PRINTS(decimal_zero_precision, "[]", "[%.0d]", 0)
PRINTS(short_sizes, "-1 65535", "%hd %hu", 0xffff, 0xffff)
PRINTS(int64_prefix, "-9223372036854775808", "%I64d", (long long)1 << 63)
PRINTS(int64_hex, "ffffffffffffffff", "%I64x", -1ll)
PRINTS(int32_prefix, "7 7", "%I32d %I32u", 7, 7)
PRINTS(pointer_size_prefix, "123456789012", "%Iu", (size_t)123456789012)
PRINTS(octal_alternate, "010 0 010", "%#o %#o %#.3o", 8, 0, 8)
PRINTS(hex_alternate, "0xff 0XFF 0", "%#x %#X %#x", 255, 255, 0)
PRINTS(pointer_has_all_digits, "00000000DEADBEEF", "%p", (void *)0xdeadbeef)
PRINTS(percent, "100%", "%d%%", 100)
PRINTS(star_width, "    x|x    ", "%*s|%*s", 5, "x", -5, "x")
PRINTS(star_precision, "ab", "%.*s", 2, "abcdef")
PRINTS(negative_star_precision, "abcdef", "%.*s", -1, "abcdef")
PRINTS(string_null, "(null)", "%s", (char *)NULL)
PRINTS(string_null_precision, "(nu", "%.3s", (char *)NULL)
PRINTS(string_wide, "wide wide", "%ls %S", L"wide", L"wide")
PRINTS(string_narrow_by_h, "narrow", "%hs", "narrow")
PRINTS(character_padding, "    x|x    ", "%5c|%-5c", 'x', 'x')
PRINTS(character_wide, "xy", "%lc%C", L'x', L'y')
PRINTS(fixed, "3.141593 -0.500 100", "%f %.3f %.0f", 3.14159265358979, -0.5, 100.0)
PRINTS(fixed_rounds_half_even_value, "0.1 0.3 2.67", "%.1f %.1f %.2f", 0.125, 0.251, 2.675)
PRINTS(fixed_large, "100000000000000000000", "%.0f", 1e20)
PRINTS(fixed_zero_pad, "-0003.50", "%08.2f", -3.5)
PRINTS(fixed_alternate, "3.", "%#.0f", 3.0)
#ifdef _UCRT
#    define ZERO "" /* exponents have two digits at least */
#else
#    define ZERO "0"
PRINTS(infinity_old, "1.#INF00 -1.#INF00", "%f %f", __builtin_inf(), -__builtin_inf())
PRINTS(infinity_general, "1.#INF", "%g", __builtin_inf())
PRINTS(nan_old, "1.#QNAN0", "%f", __builtin_nan(""))
#endif
PRINTS(exponent_digits, "1.000000e+" ZERO "10 1.5E-" ZERO "05", "%e %.1E", 1e10, 1.5e-5)
PRINTS(exponent_large, "1.797693e+308", "%e", 1.7976931348623157e308)
PRINTS(general_short, "0.0001 1e-" ZERO "05 123457", "%g %g %g", 0.0001, 0.00001, 123456.7)
PRINTS(general_alternate, "1.00000", "%#g", 1.0)
PRINTS(general_precision, "1.2e+" ZERO "02 1", "%.2g %.0g", 123.0, 1.0)
PRINTS(negative_zero, "-0.000000", "%f", -0.0)
PRINTS(seventeen_digits, "0.10000000000000001", "%.17g", 0.1)
PRINTS(space_and_plus, "+1", "% +d", 1)
PRINTS(string_precision_and_width, "   ab", "%5.2s", "abc")

CASE(precision_beats_zero_flag)
{
    WINE_DIFFERS("Wine 8 fills with zeroes all the same, against the C standard");
    sprintf(text, "%05.3d", 42);
    CHECK_STR(text, "  042");
}

CASE(count_is_stored)
{
    WINE_DIFFERS("Wine 8 stores counts in ucrtbase without being asked to");
    int count = 0;
#ifdef _UCRT
    CHECK_EQ(sprintf(text, "abc%ndef", &count), -1); /* not unless asked for */
    _set_printf_count_output(1);
#endif
    sprintf(text, "abc%ndef", &count);
    CHECK_EQ(count, 3);
    CHECK_STR(text, "abcdef");
}

CASE(snprintf_fits)
{
    memset(text, '#', 16);
    CHECK_EQ(_snprintf(text, 6, "hello"), 5);
    CHECK_STR(text, "hello");
}

CASE(snprintf_exact_has_no_end)
{
    memset(text, '#', 16);
    CHECK_EQ(_snprintf(text, 5, "hello"), 5);
    CHECK_EQ(text[5], '#');
}

CASE(snprintf_truncates_with_minus_one)
{
    memset(text, '#', 16);
    CHECK_EQ(_snprintf(text, 3, "hello"), -1);
    CHECK(!memcmp(text, "hel#", 4));
}

CASE(scprintf_counts)
{
    CHECK_EQ(_scprintf("%d %s", 12345, "abc"), 9);
}

CASE(wide_string_is_wide)
{
    wchar_t wide[64];
    CHECK_EQ(_snwprintf(wide, 64, L"%s %S %hs", L"a", "b", "c"), 5);
    CHECK_WSTR(wide, L"a b c");
}

CASE(wide_numbers)
{
    wchar_t wide[64];
    _snwprintf(wide, 64, L"%5d|%x|%.2f", 42, 255, 1.5);
    CHECK_WSTR(wide, L"   42|ff|1.50");
}

CASE(snwprintf_truncates)
{
    wchar_t wide[8] = L"#######";
    CHECK_EQ(_snwprintf(wide, 3, L"hello"), -1);
    CHECK(!memcmp(wide, L"hel#", 8));
}

CASE(hundred_digits)
{
    sprintf(text, "%.0f", 1e100);
    CHECK_EQ(strlen(text), 101);
    CHECK(!strncmp(text, "1000000000000000", 16));
}
