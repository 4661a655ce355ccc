/*
 * Text to numbers and back in msvcrt.dll.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#ifdef _UCRT
#    define CRT_DLL "ucrtbase.dll"
#else
#    define CRT_DLL "msvcrt.dll"
#endif

static char *rest;
double strtod(const char *, char **);

static double parse(const char *text)
{
    /* the DLL's own, not the compiler library's */
    static double (*function)(const char *, char **);
    if (!function)
        function = (void *)GetProcAddress(GetModuleHandleA(CRT_DLL), "strtod");
    return function(text, &rest);
}

CASE(strtod_plain)
{
    CHECK(parse("  3.25xyz") == 3.25);
    CHECK_STR(rest, "xyz");
}

CASE(strtod_halfway_goes_to_even)
{
    CHECK(parse("9007199254740993") == 9007199254740992.0);
    CHECK(parse("9007199254740995") == 9007199254740996.0);
}

CASE(strtod_extremes)
{
    CHECK(parse("1.7976931348623157e308") == 1.7976931348623157e308);
    CHECK(parse("2.2250738585072014e-308") == 2.2250738585072014e-308);
}

CASE(strtod_exponent_without_digits)
{
    CHECK(parse("2e+") == 2.0);
    CHECK_STR(rest, "e+");
}

CASE(strtod_nothing)
{
    const char *text = "  abc";
    CHECK(parse(text) == 0);
    CHECK_PTR(rest, text);
}

CASE(strtod_point_forms)
{
    CHECK(parse(".5") == 0.5);
    CHECK(parse("5.") == 5.0);
    CHECK_STR(rest, "");
}

CASE(strtod_overflow)
{
    errno = 0;
    CHECK(parse("1e400") == __builtin_inf());
    CHECK_EQ(errno, ERANGE);
}

CASE(strtol_bases)
{
    CHECK_EQ(strtol("ff", NULL, 16), 255);
    CHECK_EQ(strtol("0x1F", NULL, 0), 31);
    CHECK_EQ(strtol("077", NULL, 0), 63);
    CHECK_EQ(strtol("zz", NULL, 36), 1295);
}

CASE(strtol_stops)
{
    CHECK_EQ(strtol(" -12ab", &rest, 10), -12);
    CHECK_STR(rest, "ab");
}

CASE(strtol_prefix_alone)
{
    CHECK_EQ(strtol("0x", &rest, 16), 0);
}

CASE(strtol_overflow)
{
    errno = 0;
    CHECK_EQ(strtol("99999999999", NULL, 10), LONG_MAX);
    CHECK_EQ(errno, ERANGE);
    errno = 0;
    CHECK_EQ(strtol("-99999999999", NULL, 10), LONG_MIN);
    CHECK_EQ(errno, ERANGE);
}

CASE(strtoul_negative_wraps)
{
    CHECK_EQ(strtoul("-1", NULL, 10), ULONG_MAX);
}

CASE(strtoi64_range)
{
    errno = 0;
    CHECK_EQ(_strtoi64("9223372036854775808", NULL, 10), INT64_MAX);
    CHECK_EQ(errno, ERANGE);
}

CASE(wcstol_same)
{
    wchar_t *end;
    CHECK_EQ(wcstol(L"123x", &end, 10), 123);
    CHECK_WSTR(end, L"x");
}

CASE(atoi_ignores_rest)
{
    CHECK_EQ(atoi("  42abc"), 42);
    CHECK_EQ(_atoi64("-5000000000"), -5000000000ll);
}

CASE(itoa_bases)
{
    char text[40];
    CHECK_STR(_itoa(-255, text, 10), "-255");
    CHECK_STR(_itoa(-1, text, 16), "ffffffff");
    CHECK_STR(_itoa(5, text, 2), "101");
    CHECK_STR(_itoa(0, text, 10), "0");
}

CASE(i64toa_wide)
{
    char text[80];
    CHECK_STR(_i64toa(INT64_MIN, text, 10), "-9223372036854775808");
    CHECK_STR(_ui64toa(UINT64_MAX, text, 10), "18446744073709551615");
}

CASE(ecvt_and_fcvt)
{
    int point, sign;
    CHECK_STR(_ecvt(3.14159, 4, &point, &sign), "3142");
    CHECK_EQ(point, 1);
    CHECK_EQ(sign, 0);
    CHECK_STR(_fcvt(-0.5, 3, &point, &sign), "500");
    CHECK_EQ(point, 0);
    CHECK_EQ(sign, 1);
}

CASE(rand_sequence)
{
    srand(1);
    CHECK_EQ(rand(), 41);
    CHECK_EQ(rand(), 18467);
    CHECK_EQ(rand(), 6334);
}
