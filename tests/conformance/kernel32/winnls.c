/* Character types, case, sort order, width and normal forms. */
#include "conformance.h"

static WORD type_of(DWORD kind, WCHAR c)
{
    WORD type = 0xffff;

    CHECK(GetStringTypeW(kind, &c, 1, &type));
    return type;
}

CASE(ctype1_classes)
{
    CHECK_EQ(type_of(CT_CTYPE1, 'A'), C1_UPPER | C1_ALPHA | C1_XDIGIT | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, 'g'), C1_LOWER | C1_ALPHA | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, '7'), C1_DIGIT | C1_XDIGIT | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, ' '), C1_SPACE | C1_BLANK | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, '\t'), C1_SPACE | C1_BLANK | C1_CNTRL | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, '!'), C1_PUNCT | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, 0x4e00), C1_ALPHA | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, 0x01c5), C1_UPPER | C1_LOWER | C1_ALPHA | C1_DEFINED);
    CHECK_EQ(type_of(CT_CTYPE1, 0x0378), 0);
}

CASE(ctype2_directions)
{
    CHECK_EQ(type_of(CT_CTYPE2, 'a'), C2_LEFTTORIGHT);
    CHECK_EQ(type_of(CT_CTYPE2, 0x5d0), C2_RIGHTTOLEFT);
    CHECK_EQ(type_of(CT_CTYPE2, '1'), C2_EUROPENUMBER);
    CHECK_EQ(type_of(CT_CTYPE2, 0x661), C2_ARABICNUMBER);
    CHECK_EQ(type_of(CT_CTYPE2, '\n'), C2_BLOCKSEPARATOR);
    CHECK_EQ(type_of(CT_CTYPE2, ' '), C2_WHITESPACE);
}

CASE(ctype3_properties)
{
    CHECK_EQ(type_of(CT_CTYPE3, 'a'), C3_ALPHA | C3_HALFWIDTH);
    CHECK_EQ(type_of(CT_CTYPE3, 0x4e00) & C3_IDEOGRAPH, C3_IDEOGRAPH);
    CHECK_EQ(type_of(CT_CTYPE3, 0x3042) & C3_HIRAGANA, C3_HIRAGANA);
    CHECK_EQ(type_of(CT_CTYPE3, 0x30a2) & C3_KATAKANA, C3_KATAKANA);
    CHECK_EQ(type_of(CT_CTYPE3, 0x0301) & C3_NONSPACING, C3_NONSPACING);
    CHECK_EQ(type_of(CT_CTYPE3, 0xd800), C3_HIGHSURROGATE);
    CHECK_EQ(type_of(CT_CTYPE3, 0xdc00), C3_LOWSURROGATE);
}

CASE(string_types_of_whole_texts)
{
    WORD types[4];

    CHECK_EQ(GetStringTypeW(CT_CTYPE1, L"a1", -1, types), TRUE);
    CHECK_EQ(types[2], C1_CNTRL | C1_DEFINED);
    CHECK_EQ(GetStringTypeA(0x409, CT_CTYPE1, "\xe9", 1, types), TRUE);
    CHECK_EQ(types[0], C1_LOWER | C1_ALPHA | C1_DEFINED);
    CHECK_FAILS(GetStringTypeW(3, L"a", 1, types), ERROR_INVALID_PARAMETER);
}

static WCHAR mapped(DWORD flags, WCHAR c)
{
    WCHAR to = 0;

    CHECK_EQ(LCMapStringW(0x409, flags, &c, 1, &to, 1), 1);
    return to;
}

CASE(case_maps_only_what_maps_back)
{
    CHECK_EQ(mapped(LCMAP_UPPERCASE, 'a'), 'A');
    CHECK_EQ(mapped(LCMAP_UPPERCASE, 0xe9), 0xc9);
    CHECK_EQ(mapped(LCMAP_UPPERCASE, 0xff), 0x178);
    CHECK_EQ(mapped(LCMAP_UPPERCASE, 0xdf), 0xdf);
    CHECK_EQ(mapped(LCMAP_UPPERCASE, 0xb5), 0xb5);
    CHECK_EQ(mapped(LCMAP_UPPERCASE, 0x131), 0x131);
    CHECK_EQ(mapped(LCMAP_LOWERCASE, 0x130), 0x130);
    CHECK_EQ(mapped(LCMAP_LOWERCASE, 0x410), 0x430);
    CHECK_EQ(mapped(LCMAP_UPPERCASE, 0x1c6), 0x1c4);
}

CASE(linguistic_case_maps_more)
{
    CHECK_EQ(mapped(LCMAP_UPPERCASE | LCMAP_LINGUISTIC_CASING, 0xb5), 0x39c);
    CHECK_EQ(mapped(LCMAP_UPPERCASE | LCMAP_LINGUISTIC_CASING, 0x3c2), 0x3a3);
}

CASE(map_sizes_and_errors)
{
    WCHAR to[8];

    CHECK_EQ(LCMapStringW(0x409, LCMAP_UPPERCASE, L"abc", -1, NULL, 0), 4);
    CHECK_EQ(LCMapStringW(0x409, LCMAP_UPPERCASE, L"abc", -1, to, 8), 4);
    CHECK_WSTR(to, L"ABC");
    CHECK_FAILS(LCMapStringW(0x409, LCMAP_UPPERCASE, L"abc", -1, to, 3), ERROR_INSUFFICIENT_BUFFER);
    CHECK_FAILS(LCMapStringW(0x409, 0, L"abc", -1, to, 8), ERROR_INVALID_FLAGS);
    CHECK_FAILS(LCMapStringW(0x409, LCMAP_HIRAGANA | LCMAP_KATAKANA, L"a", 1, to, 8),
                ERROR_INVALID_FLAGS);
    CHECK_FAILS(LCMapStringW(0x409, LCMAP_UPPERCASE, NULL, 1, to, 8), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(LCMapStringW(0x409, LCMAP_UPPERCASE, L"a", 0, to, 8), ERROR_INVALID_PARAMETER);
}

CASE(map_width_and_kana)
{
    WCHAR to[8] = {0};

    CHECK_EQ(mapped(LCMAP_FULLWIDTH, 'A'), 0xff21);
    CHECK_EQ(mapped(LCMAP_HALFWIDTH, 0xff21), 'A');
    CHECK_EQ(mapped(LCMAP_FULLWIDTH, 0xff71), 0x30a2);
    CHECK_EQ(mapped(LCMAP_HALFWIDTH, 0x30a2), 0xff71);
    CHECK_EQ(mapped(LCMAP_KATAKANA, 0x3042), 0x30a2);
    CHECK_EQ(mapped(LCMAP_HIRAGANA, 0x30a2), 0x3042);
    CHECK_EQ(LCMapStringW(0x409, LCMAP_HALFWIDTH, L"\x30ac", 1, to, 8), 2);
    CHECK_EQ(to[0], 0xff76);
    CHECK_EQ(to[1], 0xff9e);
    CHECK_EQ(LCMapStringW(0x409, LCMAP_FULLWIDTH, L"\xff76\xff9e", 2, to, 8), 1);
    CHECK_EQ(to[0], 0x30ac);
}

static int order(DWORD flags, const WCHAR *a, const WCHAR *b)
{
    int forward = CompareStringW(0x409, flags, a, -1, b, -1);
    int back = CompareStringW(0x409, flags, b, -1, a, -1);

    CHECK_EQ(forward + back, 4);
    return forward - CSTR_EQUAL;
}

CASE(order_of_letters)
{
    CHECK_EQ(order(0, L"a", L"b"), -1);
    CHECK_EQ(order(0, L"a", L"A"), -1);
    CHECK_EQ(order(0, L"A", L"b"), -1);
    CHECK_EQ(order(0, L"B", L"a"), 1);
    CHECK_EQ(order(0, L"ab", L"aB"), -1);
    CHECK_EQ(order(0, L"aB", L"ac"), -1);
    CHECK_EQ(order(0, L"a", L"ab"), -1);
    CHECK_EQ(order(0, L"z", L"\x0430"), -1);
}

CASE(order_of_accents)
{
    CHECK_EQ(order(0, L"e", L"\x00e9"), -1);
    CHECK_EQ(order(0, L"\x00e9", L"f"), -1);
    CHECK_EQ(order(0, L"E", L"\x00e9"), -1);
    CHECK_EQ(order(0, L"cot\x00e9", L"cotes"), -1);
    CHECK_EQ(order(0, L"\x00e9", L"e\x0301"), 0);
    CHECK_EQ(order(NORM_IGNORENONSPACE, L"\x00e9", L"e"), 0);
    CHECK_EQ(order(0, L"o", L"\x00f8"), -1);
    CHECK_EQ(order(0, L"\x00f8", L"p"), -1);
}

CASE(order_of_expansions)
{
    CHECK_EQ(order(0, L"ad", L"\x00e6"), -1);
    CHECK_EQ(order(0, L"\x00e6", L"af"), -1);
    CHECK_EQ(order(0, L"\x00df", L"st"), -1);
    CHECK_EQ(order(0, L"sr", L"\x00df"), -1);
}

CASE(order_of_classes)
{
    CHECK_EQ(order(0, L"!", L"+"), -1);
    CHECK_EQ(order(0, L"+", L"1"), -1);
    CHECK_EQ(order(0, L"9", L"a"), -1);
    CHECK_EQ(order(0, L" ", L"!"), -1);
    CHECK_EQ(order(0, L"_", L"."), 1);
    CHECK_EQ(order(0, L"10", L"9"), -1);
    CHECK_EQ(order(0, L"a b", L"ab"), -1);
}

CASE(word_sort_passes_hyphens)
{
    CHECK_EQ(order(0, L"co-op", L"coop"), 1);
    CHECK_EQ(order(0, L"co-op", L"coos"), -1);
    CHECK_EQ(order(0, L"can't", L"cant"), 1);
    CHECK_EQ(order(0, L"can't", L"canu"), -1);
    CHECK_EQ(order(SORT_STRINGSORT, L"co-op", L"coaa"), -1);
    CHECK_EQ(order(SORT_STRINGSORT, L"-", L"0"), -1);
}

CASE(order_without_case_or_width)
{
    CHECK_EQ(order(NORM_IGNORECASE, L"HELLO", L"hello"), 0);
    CHECK_EQ(order(LINGUISTIC_IGNORECASE, L"\x00c9", L"\x00e9"), 0);
    CHECK_EQ(order(NORM_IGNOREWIDTH, L"A", L"\xff21"), 0);
    CHECK_EQ(order(0, L"A", L"\xff21"), -1);
    CHECK_EQ(order(NORM_IGNOREKANATYPE, L"\x3042", L"\x30a2"), 0);
    CHECK_EQ(order(NORM_IGNORESYMBOLS, L"a!b", L"ab"), 0);
}

CASE(order_of_long_numbers)
{
    WINE_DIFFERS("it overflows");
    CHECK_EQ(order(SORT_DIGITSASNUMBERS, L"a99999999999999999999", L"a100000000000000000000"), -1);
}

CASE(order_of_numbers)
{
    CHECK_EQ(order(SORT_DIGITSASNUMBERS, L"a10", L"a9"), 1);
    CHECK_EQ(order(SORT_DIGITSASNUMBERS, L"2", L"10"), -1);
    CHECK_EQ(order(0, L"a10", L"a9"), -1);
}

CASE(compare_arguments)
{
    CHECK_EQ(CompareStringW(0x409, 0, L"abc", 2, L"abd", 2), CSTR_EQUAL);
    CHECK_EQ(CompareStringW(0x409, 0, L"a", 0, L"b", 0), CSTR_EQUAL);
    CHECK_FAILS(CompareStringW(0x409, 0, NULL, 0, L"b", 1), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CompareStringW(0x409, 0x8, NULL, 0, L"b", 1), ERROR_INVALID_PARAMETER);
    CHECK_EQ(CompareStringA(0x409, NORM_IGNORECASE, "ABC", -1, "abc", -1), CSTR_EQUAL);
    CHECK_EQ(CompareStringA(0x409, 0, "a\xe9", 2, "ae", 2), CSTR_GREATER_THAN);
}

CASE(compare_ordinal)
{
    CHECK_EQ(CompareStringOrdinal(L"a", -1, L"A", -1, FALSE), CSTR_GREATER_THAN);
    CHECK_EQ(CompareStringOrdinal(L"a", -1, L"A", -1, TRUE), CSTR_EQUAL);
    CHECK_EQ(CompareStringOrdinal(L"ab", 2, L"abc", 3, FALSE), CSTR_LESS_THAN);
    CHECK_EQ(CompareStringOrdinal(L"_", 1, L"a", 1, TRUE), CSTR_GREATER_THAN);
    CHECK_FAILS(CompareStringOrdinal(NULL, 0, L"a", 1, TRUE), ERROR_INVALID_PARAMETER);
}

CASE(find_ordinal)
{
    CHECK_EQ(FindStringOrdinal(FIND_FROMSTART, L"abcabc", -1, L"BC", -1, TRUE), 1);
    CHECK_EQ(FindStringOrdinal(FIND_FROMEND, L"abcabc", -1, L"bc", -1, FALSE), 4);
    CHECK_EQ(FindStringOrdinal(FIND_STARTSWITH, L"abcabc", -1, L"bc", -1, FALSE), -1);
    CHECK_EQ(FindStringOrdinal(FIND_ENDSWITH, L"abcabc", -1, L"bc", -1, FALSE), 4);
    CHECK_EQ(FindStringOrdinal(FIND_FROMSTART, L"abc", -1, L"x", -1, FALSE), -1);
}

static int key_order(const WCHAR *a, const WCHAR *b)
{
    BYTE x[128], y[128];
    int m = LCMapStringW(0x409, LCMAP_SORTKEY, a, -1, (WCHAR *)x, sizeof x);
    int n = LCMapStringW(0x409, LCMAP_SORTKEY, b, -1, (WCHAR *)y, sizeof y);

    CHECK(m > 0 && n > 0);
    for (int i = 0; i < m && i < n; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return (m > n) - (m < n);
}

CASE(sort_keys_agree_with_compare)
{
    static const WCHAR *const words[] = {
        L"a",  L"A",   L"b", L"co-op",  L"coop",   L"cot\x00e9", L"cote",  L"\x00e6", L"ae", L"9",
        L"10", L"a b", L"z", L"\x0430", L"\x3042", L"\x30a2",    L"can't", L"cant",   L"",   L"-"};

    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++)
        for (int k = 0; k < (int)(sizeof words / sizeof *words); k++)
            CHECK_EQ(key_order(words[i], words[k]), order(0, words[i], words[k]));
}

CASE(fold_string)
{
    WCHAR to[8] = {0};

    CHECK_EQ(FoldStringW(MAP_FOLDDIGITS, L"\x0661\xff12z", 3, to, 8), 3);
    CHECK_WSTR(to, L"12z");
    CHECK_EQ(FoldStringW(MAP_COMPOSITE, L"\x00e9", 1, to, 8), 2);
    CHECK_EQ(to[1], 0x301);
    CHECK_EQ(FoldStringW(MAP_PRECOMPOSED, L"e\x0301", 2, to, 8), 1);
    CHECK_EQ(to[0], 0xe9);
    CHECK_FAILS(FoldStringW(0, L"a", 1, to, 8), ERROR_INVALID_FLAGS);
}

CASE(normal_forms)
{
    WCHAR to[32] = {0};

    CHECK_EQ(NormalizeString(NormalizationD, L"\x00e9\xac01", 2, to, 32), 5);
    CHECK_WSTR(to, L"e\x0301\x1100\x1161\x11a8");
    CHECK_EQ(NormalizeString(NormalizationC, L"e\x0301\x1100\x1161\x11a8", 5, to, 32), 2);
    CHECK_EQ(to[1], 0xac01);
    CHECK_EQ(NormalizeString(NormalizationKC, L"\xfb01\x2460", -1, to, 32), 4);
    CHECK_WSTR(to, L"fi1");
    CHECK_EQ(NormalizeString(NormalizationC, L"a\x0323\x0307", 3, to, 32), 2);
    CHECK_EQ(to[0], 0x1ea1);
    CHECK_EQ(IsNormalizedString(NormalizationC, L"\x00e9", -1), TRUE);
    CHECK_EQ(IsNormalizedString(NormalizationD, L"\x00e9", -1), FALSE);
    CHECK_EQ(IsNormalizedString(NormalizationC, L"abc", 3), TRUE);
}

CASE(names_of_hosts)
{
    WCHAR to[64] = {0};

    CHECK_EQ(IdnToAscii(0,
                        L"b\x00fc"
                        L"cher.de",
                        -1, to, 64),
             17);
    CHECK_WSTR(to, L"xn--bcher-kva.de");
    CHECK_EQ(IdnToUnicode(0, L"xn--bcher-kva.de", -1, to, 64), 10);
    CHECK_WSTR(to, L"b\x00fc"
                   L"cher.de");
    CHECK_EQ(IdnToAscii(0, L"plain.org", -1, to, 64), 10);
}

CASE(fold_string_of_bytes)
{
    char to[8] = "";

    CHECK_EQ(FoldStringA(MAP_FOLDDIGITS, "\xb2z", 2, to, sizeof to), 2);
    CHECK(to[0] == '2' && to[1] == 'z');
    CHECK_EQ(FoldStringA(MAP_FOLDDIGITS, "\xb2z", -1, NULL, 0), 3);
    CHECK_FAILS(FoldStringA(MAP_FOLDDIGITS, "abc", -1, to, 2), ERROR_INSUFFICIENT_BUFFER);
    CHECK_FAILS(FoldStringA(0, "abc", -1, to, sizeof to), ERROR_INVALID_FLAGS);
    CHECK_FAILS(FoldStringA(MAP_FOLDDIGITS, NULL, -1, to, sizeof to), ERROR_INVALID_PARAMETER);
}

static char first_format[80];
static CALID first_calendar;

static BOOL CALLBACK take_format(LPSTR text)
{
    lstrcpyA(first_format, text);
    return FALSE;
}

static BOOL CALLBACK take_format_and_calendar(LPSTR text, CALID calendar)
{
    first_calendar = calendar;
    return take_format(text);
}

CASE(formats_of_bytes)
{
    WINE_DIFFERS("gives EnumDateFormatsExA's callback UTF-16");
    const LCID english = MAKELCID(MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), SORT_DEFAULT);

    CHECK(EnumDateFormatsA(take_format, english, DATE_SHORTDATE));
    CHECK_STR(first_format, "M/d/yyyy");
    CHECK(EnumDateFormatsExA(take_format_and_calendar, english, DATE_LONGDATE));
    CHECK_STR(first_format, "dddd, MMMM d, yyyy");
    CHECK_EQ(first_calendar, CAL_GREGORIAN);
    CHECK(EnumTimeFormatsA(take_format, english, 0));
    CHECK_STR(first_format, "h:mm:ss tt");
    CHECK_FAILS(EnumDateFormatsA(NULL, english, DATE_SHORTDATE), ERROR_INVALID_PARAMETER);
}
