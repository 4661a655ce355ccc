/*
 * The scanf family of msvcrt.dll.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <stdio.h>
#include <string.h>

static int a, b;
static char text[64], other[64];

CASE(two_integers)
{
    CHECK_EQ(sscanf("12 -34", "%d%d", &a, &b), 2);
    CHECK_EQ(a, 12);
    CHECK_EQ(b, -34);
}

CASE(width_splits_digits)
{
    CHECK_EQ(sscanf("12345", "%2d%d", &a, &b), 2);
    CHECK_EQ(a, 12);
    CHECK_EQ(b, 345);
}

CASE(base_by_prefix)
{
    int c;
    CHECK_EQ(sscanf("0x1f 017 9", "%i%i%i", &a, &b, &c), 3);
    CHECK_EQ(a, 31);
    CHECK_EQ(b, 15);
    CHECK_EQ(c, 9);
}

CASE(hex_takes_prefix)
{
    CHECK_EQ(sscanf("0xFF ff", "%x %x", &a, &b), 2);
    CHECK_EQ(a, 255);
    CHECK_EQ(b, 255);
}

CASE(int64)
{
    long long value;
    CHECK_EQ(sscanf("123456789012345", "%I64d", &value), 1);
    CHECK_EQ(value, 123456789012345);
}

CASE(short_stores_two_bytes)
{
    struct {
        short low, high;
    } pair = {0, 77};
    CHECK_EQ(sscanf("65537", "%hd", &pair.low), 1);
    CHECK_EQ(pair.low, 1);
    CHECK_EQ(pair.high, 77);
}

CASE(string_stops_at_space)
{
    CHECK_EQ(sscanf("  hello world", "%s%s", text, other), 2);
    CHECK_STR(text, "hello");
    CHECK_STR(other, "world");
}

CASE(characters_take_spaces)
{
    memset(text, '#', sizeof(text));
    CHECK_EQ(sscanf(" ab", "%3c", text), 1);
    CHECK(!memcmp(text, " ab#", 4));
}

CASE(set)
{
    CHECK_EQ(sscanf("abcXYZ", "%[a-z]%s", text, other), 2);
    CHECK_STR(text, "abc");
    CHECK_STR(other, "XYZ");
}

CASE(inverted_set)
{
    CHECK_EQ(sscanf("key=value", "%[^=]=%s", text, other), 2);
    CHECK_STR(text, "key");
    CHECK_STR(other, "value");
}

CASE(set_with_bracket)
{
    CHECK_EQ(sscanf("]]x", "%[]]", text), 1);
    CHECK_STR(text, "]]");
}

CASE(suppressed)
{
    CHECK_EQ(sscanf("1 2", "%*d%d", &a), 1);
    CHECK_EQ(a, 2);
}

CASE(count)
{
    CHECK_EQ(sscanf("12 34", "%d%n", &a, &b), 1);
    CHECK_EQ(b, 2);
}

CASE(literal_mismatch)
{
    a = 7;
    CHECK_EQ(sscanf("x5", "y%d", &a), 0);
    CHECK_EQ(a, 7);
}

CASE(empty_input_is_eof)
{
    WINE_DIFFERS("Wine 8 answers 0 for blanks, against the C standard");
    CHECK_EQ(sscanf("", "%d", &a), EOF);
    CHECK_EQ(sscanf("   ", "%d", &a), EOF);
}

CASE(no_number_is_zero)
{
    CHECK_EQ(sscanf("abc", "%d", &a), 0);
}

CASE(floats)
{
    float f;
    double d;
    CHECK_EQ(sscanf("1.5 -2.5e3", "%f%lf", &f, &d), 2);
    CHECK(f == 1.5f);
    CHECK(d == -2500.0);
}

CASE(percent)
{
    CHECK_EQ(sscanf("5%6", "%d%%%d", &a, &b), 2);
    CHECK_EQ(b, 6);
}

CASE(wide_text)
{
    wchar_t wide[16];
    CHECK_EQ(sscanf("abc", "%ls", wide), 1);
    CHECK_WSTR(wide, L"abc");
}

CASE(wide_input)
{
    wchar_t wide[16];
    CHECK_EQ(swscanf(L"12 abc", L"%d %s", &a, wide), 2);
    CHECK_EQ(a, 12);
    CHECK_WSTR(wide, L"abc");
}
