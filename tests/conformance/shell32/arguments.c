/*
 * shellapi.h: CommandLineToArgvW.
 * Links: -lshell32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <shellapi.h>

/* Splits a line and checks the arguments, which `expected` has between bars. */
static void splits(const WCHAR *line, const WCHAR *expected)
{
    WCHAR joined[256] = L"";
    int count = 0;
    LPWSTR *argv = CommandLineToArgvW(line, &count);
    REQUIRE(argv);
    for (int i = 0; i < count; i++) {
        lstrcatW(joined, argv[i]);
        lstrcatW(joined, L"|");
    }
    CHECK_WSTR(joined, expected);
    LocalFree(argv);
}

CASE(blanks_separate)
{
    splits(L"prog a\tb   c ", L"prog|a|b|c|");
}

CASE(quotes_keep_blanks)
{
    splits(L"\"a prog\" \"b c\"d \"\" e", L"a prog|b cd||e|");
}

CASE(the_programs_name_knows_no_backslash)
{
    splits(L"\"C:\\a b\\\" x", L"C:\\a b\\|x|");
    splits(L"C:\\a\\\"b c", L"C:\\a\\\"b|c|");
}

CASE(backslashes_before_quotes)
{
    splits(L"p a\\b \\\\x", L"p|a\\b|\\\\x|");
    splits(L"p a\\\"b c", L"p|a\"b|c|");
    splits(L"p a\\\\\"b c\" d", L"p|a\\b c|d|");
    splits(L"p \"a\\\\\" b", L"p|a\\|b|");
}

CASE(doubled_quotes_in_quotes)
{
    splits(L"p \"a\"\"b\" c", L"p|a\"b c|"); /* unlike main's argv */
    splits(L"p \"\"\"a b\"\"\" c", L"p|\"a|b\"|c|");
}

CASE(a_line_that_begins_with_a_blank_has_an_empty_name)
{
    splits(L" a b", L"|a|b|");
}

CASE(an_empty_line_is_the_programs_path)
{
    WCHAR path[MAX_PATH];
    int count = 0;
    LPWSTR *argv = CommandLineToArgvW(L"", &count);
    REQUIRE(argv);
    CHECK_EQ(count, 1);
    GetModuleFileNameW(NULL, path, MAX_PATH);
    CHECK_WSTR(argv[0], path);
    CHECK_PTR(argv[1], NULL);
    LocalFree(argv);
}

CASE(what_cannot_be_split_is_refused)
{
    CHECK_FAILS(CommandLineToArgvW(L"a b", NULL), ERROR_INVALID_PARAMETER);
}
