/* Conversions between code pages and UTF-16: sizes, errors, default characters, best fit. */
#include "conformance.h"

CASE(widen_counts_and_writes)
{
    WCHAR to[8];

    CHECK_EQ(MultiByteToWideChar(CP_ACP, 0, "abc", -1, NULL, 0), 4);
    CHECK_EQ(MultiByteToWideChar(CP_ACP, 0, "abc", 3, to, 8), 3);
    CHECK_EQ(MultiByteToWideChar(CP_ACP, 0, "abc", -1, to, 4), 4);
    CHECK_WSTR(to, L"abc");
    CHECK_EQ(MultiByteToWideChar(CP_ACP, 0, "a\0b", 3, to, 8), 3);
    CHECK_EQ(to[1], 0);
}

CASE(widen_refuses_bad_arguments)
{
    WCHAR to[8];

    CHECK_FAILS(MultiByteToWideChar(CP_ACP, 0, NULL, 1, to, 8), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(MultiByteToWideChar(CP_ACP, 0, "a", 0, to, 8), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(MultiByteToWideChar(CP_ACP, 0, "a", 1, NULL, 8), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(MultiByteToWideChar(CP_ACP, 0, "a", 1, to, -1), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(MultiByteToWideChar(12345, 0, "a", 1, to, 8), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(MultiByteToWideChar(1252, 0x4000, "a", 1, to, 8), ERROR_INVALID_FLAGS);
}

CASE(utf8_takes_no_other_flags)
{
    WCHAR to[8];

    WINE_DIFFERS("it passes over them");
    CHECK_FAILS(MultiByteToWideChar(CP_UTF8, MB_PRECOMPOSED, "a", 1, to, 8), ERROR_INVALID_FLAGS);
}

CASE(widen_needs_room)
{
    WCHAR to[8] = {0};

    CHECK_FAILS(MultiByteToWideChar(1252, 0, "abcd", 4, to, 3), ERROR_INSUFFICIENT_BUFFER);
    CHECK_FAILS(MultiByteToWideChar(CP_UTF8, 0, "abcd", 4, to, 3), ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(MultiByteToWideChar(1252, 0, "abcd", 4, to, 4), 4);
}

CASE(page_1252_has_holes_as_controls)
{
    static const unsigned char in[] = {0x80, 0x81, 0x8d, 0x99, 0xe9};
    static const WCHAR out[] = {0x20ac, 0x81, 0x8d, 0x2122, 0xe9};
    WCHAR to[8];

    CHECK_EQ(MultiByteToWideChar(1252, MB_ERR_INVALID_CHARS, (const char *)in, 5, to, 8), 5);
    for (int i = 0; i < 5; i++)
        CHECK_EQ(to[i], out[i]);
}

CASE(page_1253_has_undefined_bytes)
{
    WCHAR to[2];

    CHECK_EQ(MultiByteToWideChar(1253, 0, "\xaa", 1, to, 2), 1);
    CHECK_EQ(to[0], 0xf8f9);
    CHECK_FAILS(MultiByteToWideChar(1253, MB_ERR_INVALID_CHARS, "\xaa", 1, to, 2),
                ERROR_NO_UNICODE_TRANSLATION);
}

CASE(oem_page_437)
{
    WCHAR to[4];

    CHECK_EQ(MultiByteToWideChar(437, 0, "\x80\x9b\xe1\xff", 4, to, 4), 4);
    CHECK_EQ(to[0], 0xc7);
    CHECK_EQ(to[1], 0xa2);
    CHECK_EQ(to[2], 0xdf);
    CHECK_EQ(to[3], 0xa0);
}

CASE(glyphs_for_control_characters)
{
    WCHAR to[4];

    CHECK_EQ(MultiByteToWideChar(437, MB_USEGLYPHCHARS, "\x01\x03\x18\x7f", 4, to, 4), 4);
    CHECK_EQ(to[0], 0x263a);
    CHECK_EQ(to[1], 0x2665);
    CHECK_EQ(to[2], 0x2191);
    CHECK_EQ(to[3], 0x2302);
}

CASE(shift_jis_pairs)
{
    WCHAR to[8];

    CHECK_EQ(MultiByteToWideChar(932, 0, "a\x82\xa0\xb1z", 5, to, 8), 4);
    CHECK_EQ(to[1], 0x3042);
    CHECK_EQ(to[2], 0xff71);
    CHECK_EQ(IsDBCSLeadByteEx(932, 0x82), TRUE);
    CHECK_EQ(IsDBCSLeadByteEx(932, 0xb1), FALSE);
    CHECK_EQ(IsDBCSLeadByteEx(1252, 0x82), FALSE);
}

CASE(shift_jis_round_trip_prefers_ibm_extensions)
{
    WCHAR c = 0x2170;
    char to[4];

    CHECK_EQ(WideCharToMultiByte(932, 0, &c, 1, to, 4, NULL, NULL), 2);
    CHECK_EQ((unsigned char)to[0], 0xfa);
    CHECK_EQ((unsigned char)to[1], 0x40);
}

CASE(gbk_and_big5_and_hangul)
{
    WCHAR to[2];

    CHECK_EQ(MultiByteToWideChar(936, 0, "\xd6\xd0", 2, to, 2), 1);
    CHECK_EQ(to[0], 0x4e2d);
    CHECK_EQ(MultiByteToWideChar(950, 0, "\xa4\xa4", 2, to, 2), 1);
    CHECK_EQ(to[0], 0x4e2d);
    CHECK_EQ(MultiByteToWideChar(949, 0, "\xb0\xa1", 2, to, 2), 1);
    CHECK_EQ(to[0], 0xac00);
}

CASE(user_defined_characters)
{
    WCHAR to[2];

    CHECK_EQ(MultiByteToWideChar(950, 0, "\xfa\x40", 2, to, 2), 1);
    CHECK_EQ(to[0], 0xe000);
    CHECK_EQ(MultiByteToWideChar(949, 0, "\xc9\xa1", 2, to, 2), 1);
    CHECK_EQ(to[0], 0xe000);
}

CASE(utf8_decodes_up_to_four_bytes)
{
    WCHAR to[8];

    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "\x41\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10, to, 8),
             5);
    CHECK_EQ(to[1], 0xe9);
    CHECK_EQ(to[2], 0x20ac);
    CHECK_EQ(to[3], 0xd83d);
    CHECK_EQ(to[4], 0xde00);
}

CASE(utf8_replaces_maximal_parts)
{
    WCHAR to[8];

    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0,
                                 "\xe2\x82"
                                 "A",
                                 3, to, 8),
             2);
    CHECK_EQ(to[0], 0xfffd);
    CHECK_EQ(to[1], 'A');
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "\xc0\x80", 2, to, 8), 2);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "\xed\xa0\x80", 3, to, 8), 2);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "\xf5\x80\x80\x80", 4, to, 8), 4);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "\xf0\x9f\x98", 3, to, 8), 1);
}

CASE(utf8_can_be_strict)
{
    WCHAR to[8];

    CHECK_FAILS(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "a\xff", 2, to, 8),
                ERROR_NO_UNICODE_TRANSLATION);
    CHECK_FAILS(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xe2\x82", 2, NULL, 0),
                ERROR_NO_UNICODE_TRANSLATION);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xc3\xa9", 2, to, 8), 1);
}

CASE(utf8_encodes)
{
    char to[16];

    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, L"A\x00e9\x20ac\xd83d\xde00", 5, to, 16, NULL, NULL),
             10);
    to[10] = 0;
    CHECK_STR(to, "\x41\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, L"\xd83d", 1, to, 16, NULL, NULL), 3);
    to[3] = 0;
    CHECK_STR(to, "\xef\xbf\xbd");
    CHECK_FAILS(
        WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, L"\xd83d", 1, to, 16, NULL, NULL),
        ERROR_NO_UNICODE_TRANSLATION);
}

CASE(utf8_takes_no_default_character)
{
    char to[4];
    BOOL used;

    WINE_DIFFERS("it passes over them");
    CHECK_FAILS(WideCharToMultiByte(CP_UTF8, 0, L"a", 1, to, 4, "x", NULL),
                ERROR_INVALID_PARAMETER);
    CHECK_FAILS(WideCharToMultiByte(CP_UTF8, 0, L"a", 1, to, 4, NULL, &used),
                ERROR_INVALID_PARAMETER);
}

CASE(utf8_cut_in_a_character)
{
    char to[4];

    CHECK_FAILS(WideCharToMultiByte(CP_UTF8, 0, L"a\x20ac", 2, to, 3, NULL, NULL),
                ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, L"a\x20ac", 2, to, 4, NULL, NULL), 4);
}

CASE(narrow_uses_the_default_character)
{
    char to[8] = {0};
    BOOL used = 42;

    CHECK_EQ(WideCharToMultiByte(1252, 0, L"a\x0431z", 3, to, 8, NULL, &used), 3);
    CHECK_STR(to, "a?z");
    CHECK_EQ(used, TRUE);
    CHECK_EQ(WideCharToMultiByte(1252, 0, L"a\x0431z", 3, to, 8, "*", &used), 3);
    CHECK_STR(to, "a*z");
    CHECK_EQ(WideCharToMultiByte(1252, 0, L"a?z", 3, to, 8, "*", &used), 3);
    CHECK_EQ(used, FALSE);
    CHECK_STR(to, "a?z");
}

CASE(narrow_finds_the_best_fit)
{
    char to[8] = {0};
    BOOL used;

    CHECK_EQ(WideCharToMultiByte(1252, 0, L"\x0100\x2010\xff21\x0142\x221e", 5, to, 8, NULL, &used),
             5);
    CHECK_STR(to, "A-Al8");
    CHECK_EQ(used, FALSE);
    CHECK_EQ(
        WideCharToMultiByte(1252, WC_NO_BEST_FIT_CHARS, L"\x0100\x00e9", 2, to, 8, NULL, &used), 2);
    CHECK_EQ(to[0], '?');
    CHECK_EQ(used, TRUE);
}

CASE(narrow_437_draws_boxes)
{
    char to[8] = {0};

    CHECK_EQ(WideCharToMultiByte(437, 0, L"\x2500\x2502\x250c\x263a\x00b6", 5, to, 8, NULL, NULL),
             5);
    CHECK_STR(to, "\xc4\xb3\xda\x01\x14");
}

CASE(narrow_surrogates_are_two_unknowns)
{
    char to[8] = {0};

    CHECK_EQ(WideCharToMultiByte(1252, 0, L"\xd83d\xde00", 2, to, 8, NULL, NULL), 2);
    CHECK_STR(to, "??");
}

CASE(narrow_refuses_bad_arguments)
{
    char to[4];

    CHECK_FAILS(WideCharToMultiByte(1252, 0, NULL, 1, to, 4, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(WideCharToMultiByte(1252, 0, L"a", 0, to, 4, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(WideCharToMultiByte(1252, 0, L"a", 1, NULL, 4, NULL, NULL),
                ERROR_INVALID_PARAMETER);
    CHECK_FAILS(WideCharToMultiByte(1252, 0, L"abcde", 5, to, 4, NULL, NULL),
                ERROR_INSUFFICIENT_BUFFER);
    CHECK_FAILS(WideCharToMultiByte(4711, 0, L"a", 1, to, 4, NULL, NULL), ERROR_INVALID_PARAMETER);
}

CASE(utf7_round_trip)
{
    char to[32] = {0};
    WCHAR back[16] = {0};
    int size = WideCharToMultiByte(CP_UTF7, 0, L"Hi Mom \x263a!", 9, to, 32, NULL, NULL);

    CHECK_EQ(size, 15);
    CHECK_STR(to, "Hi Mom +JjoAIQ-");
    CHECK_EQ(MultiByteToWideChar(CP_UTF7, 0, to, size, back, 16), 9);
    CHECK_WSTR(back, L"Hi Mom \x263a!");
    CHECK_EQ(MultiByteToWideChar(CP_UTF7, 0, "a+-b", 4, back, 16), 3);
}

CASE(composite_and_precomposed)
{
    WCHAR to[4];
    char back[4];

    CHECK_EQ(MultiByteToWideChar(1252, MB_COMPOSITE, "\xe9", 1, to, 4), 2);
    CHECK_EQ(to[0], 'e');
    CHECK_EQ(to[1], 0x301);
    CHECK_EQ(WideCharToMultiByte(1252, WC_COMPOSITECHECK, L"e\x0301", 2, back, 4, NULL, NULL), 1);
    CHECK_EQ((unsigned char)back[0], 0xe9);
}

CASE(code_page_information)
{
    CPINFO info;
    CPINFOEXW more;

    CHECK_EQ(GetCPInfo(1252, &info), TRUE);
    CHECK_EQ(info.MaxCharSize, 1);
    CHECK_EQ(info.DefaultChar[0], '?');
    CHECK_EQ(GetCPInfo(932, &info), TRUE);
    CHECK_EQ(info.MaxCharSize, 2);
    CHECK_EQ(info.LeadByte[0], 0x81);
    CHECK_EQ(info.LeadByte[1], 0x9f);
    CHECK_EQ(info.LeadByte[2], 0xe0);
    CHECK_EQ(info.LeadByte[3], 0xfc);
    CHECK_EQ(info.LeadByte[4], 0);
    CHECK_EQ(GetCPInfo(CP_UTF8, &info), TRUE);
    CHECK_EQ(info.MaxCharSize, 4);
    CHECK_EQ(GetCPInfoExW(CP_ACP, 0, &more), TRUE);
    CHECK_EQ(more.CodePage, GetACP());
    CHECK_FAILS(GetCPInfo(4711, &info), ERROR_INVALID_PARAMETER);
}

CASE(valid_code_pages)
{
    static const UINT good[] = {37,   437,  850,   866,   874,   932,   936,   949,   950,
                                1250, 1258, 10000, 20127, 20866, 28591, 28605, 65000, 65001};

    for (unsigned i = 0; i < sizeof good / sizeof *good; i++)
        CHECK_EQ(IsValidCodePage(good[i]), TRUE);
    CHECK_EQ(IsValidCodePage(0), FALSE);
    CHECK_EQ(IsValidCodePage(4711), FALSE);
    CHECK_EQ(IsValidCodePage(1200), FALSE);
}
