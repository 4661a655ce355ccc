/* FormatMessage: escapes, inserts, the system's messages, buffers. */
#include "conformance.h"

static WCHAR text[512];

static DWORD format(DWORD flags, const WCHAR *source, ...)
{
    va_list list;
    DWORD count;

    va_start(list, source);
    text[0] = 0;
    count = FormatMessageW(FORMAT_MESSAGE_FROM_STRING | flags, source, 0, 0, text, 512, &list);
    va_end(list);
    return count;
}

CASE(plain_text)
{
    CHECK_EQ(format(0, L"hello"), 5);
    CHECK_WSTR(text, L"hello");
    CHECK_EQ(format(0, L"a%%b%!c%.d% e"), 9);
    CHECK_WSTR(text, L"a%b!c.d e");
    CHECK_EQ(format(0, L"a%nb%0c"), 4);
    CHECK_WSTR(text, L"a\r\nb");
    CHECK_EQ(format(0, L"a%tb%rc"), 5);
    CHECK_WSTR(text, L"a\tb\rc");
}

CASE(string_inserts)
{
    CHECK_EQ(format(0, L"%1-%2-%1", L"x", L"yy"), 6);
    CHECK_WSTR(text, L"x-yy-x");
    CHECK_EQ(format(0, L"%2!s!%1!5s!|", L"ab", L"c"), 7);
    CHECK_WSTR(text, L"c   ab|");
    CHECK_EQ(format(0, L"%1!-5s!|%1!.1s!", L"ab"), 7);
    CHECK_WSTR(text, L"ab   |a");
    CHECK_EQ(format(0, L"%1!S!", "narrow"), 6);
    CHECK_WSTR(text, L"narrow");
}

CASE(number_inserts)
{
    format(0, L"%1!d! %1!u! %1!x! %1!04X!", 42);
    CHECK_WSTR(text, L"42 42 2a 002A");
    format(0, L"%1!d! %1!u!", -1);
    CHECK_WSTR(text, L"-1 4294967295");
    format(0, L"%1!I64d! %2!c!%3!5d!|%3!-5d!|%3!05d!", 1ll << 40, 'x', 7);
    CHECK_WSTR(text, L"1099511627776 x    7|7    |00007");
}

CASE(stars_take_arguments)
{
    ULONG_PTR values[] = {4, 2, (ULONG_PTR)L"Bill", (ULONG_PTR)L"Bob", 6, (ULONG_PTR)L"Bill"};

    format(0, L"%1!*.*s! %3 %4!*s!", 4, 2, L"Bill", L"Bob", 6, L"Bill");
    CHECK_WSTR(text, L"  Bi Bob   Bill");
    FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY,
                   L"%1!*.*s! %4 %5!*s!", 0, 0, text, 512, (va_list *)values);
    CHECK_WSTR(text, L"  Bi Bob   Bill");
}

CASE(inserts_can_be_ignored)
{
    CHECK_EQ(FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_IGNORE_INSERTS,
                            L"a %1!d! %2 b", 0, 0, text, 512, NULL),
             12);
    CHECK_WSTR(text, L"a %1!d! %2 b");
    format(FORMAT_MESSAGE_IGNORE_INSERTS, L"a%nb%%c%!d%.z% w%0q");
    CHECK_WSTR(text, L"a\r\nb%%c%!d%.z% w");
}

CASE(lines_are_broken)
{
    format(10, L"the quick brown fox jumps over the lazy dog");
    CHECK_WSTR(text, L"the quick\r\nbrown fox\r\njumps\r\nover the\r\nlazy dog");
    format(10, L"abcdefghijklmnopqrstuvwxyz 12345");
    CHECK_WSTR(text, L"abcdefghij\r\nklmnopqrst\r\nuvwxyz\r\n12345");
}

CASE(broken_inserts_are_refused)
{
    CHECK_EQ(format(0, L"%1!d"), 0);
    CHECK_EQ(format(0, L"%"), 0);
}

CASE(argument_array)
{
    ULONG_PTR values[] = {(ULONG_PTR)L"one", 2};

    CHECK_EQ(FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, L"%2!d! %1",
                            0, 0, text, 512, (va_list *)values),
             5);
    CHECK_WSTR(text, L"2 one");
}

CASE(line_ends)
{
    format(0, L"a\nb\r\nc");
    CHECK_WSTR(text, L"a\r\nb\r\nc");
    format(FORMAT_MESSAGE_MAX_WIDTH_MASK, L"a\nb\r\nc%nd");
    CHECK_WSTR(text, L"a b c\r\nd");
}

CASE(system_messages)
{
    DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;

    CHECK(FormatMessageW(flags, NULL, ERROR_FILE_NOT_FOUND, 0, text, 512, NULL) > 2);
    CHECK_EQ(text[lstrlenW(text) - 1], '\n');
    CHECK_EQ(text[lstrlenW(text) - 2], '\r');
    CHECK(FormatMessageW(flags, NULL, ERROR_ACCESS_DENIED, 0x409, text, 512, NULL) > 0);
    CHECK(FormatMessageW(flags, NULL, 0x80070005, 0, text, 512, NULL) > 0);
    CHECK(FormatMessageW(flags, NULL, 10061, 0, text, 512, NULL) > 0);
    CHECK_FAILS(FormatMessageW(flags, NULL, 0x12345678, 0, text, 512, NULL),
                ERROR_MR_MID_NOT_FOUND);
}

CASE(access_denied_in_english)
{
    WINE_DIFFERS("its texts are its own");
    CHECK_EQ(
        FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_ACCESS_DENIED, 0, text, 512, NULL),
        19);
    CHECK_WSTR(text, L"Access is denied.\r\n");
}

CASE(allocated_buffer)
{
    WCHAR *made = NULL;
    char *narrow = NULL;

    CHECK_EQ(FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ALLOCATE_BUFFER, L"abc", 0,
                            0, (WCHAR *)&made, 10, NULL),
             3);
    CHECK_WSTR(made, L"abc");
    CHECK(LocalSize(made) >= 20);
    CHECK_PTR(LocalFree(made), NULL);
    CHECK_EQ(FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ALLOCATE_BUFFER, "abcd", 0,
                            0, (char *)&narrow, 0, NULL),
             4);
    CHECK_STR(narrow, "abcd");
    LocalFree(narrow);
}

CASE(narrow_inserts_are_narrow)
{
    char to[64];
    ULONG_PTR values[] = {(ULONG_PTR) "one", (ULONG_PTR)L"wide"};

    CHECK_EQ(FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%1 %2!S!",
                            0, 0, to, 64, (va_list *)values),
             8);
    CHECK_STR(to, "one wide");
}

CASE(small_buffers_and_bad_arguments)
{
    CHECK_FAILS(FormatMessageW(FORMAT_MESSAGE_FROM_STRING, L"abcdef", 0, 0, text, 6, NULL),
                ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(FormatMessageW(FORMAT_MESSAGE_FROM_STRING, L"abcdef", 0, 0, text, 7, NULL), 6);
    CHECK_FAILS(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, NULL, 7, NULL),
                ERROR_INVALID_PARAMETER);
}
