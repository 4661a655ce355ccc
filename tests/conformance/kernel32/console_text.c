/* Text written to a screen buffer: control characters, wrapping, scrolling, code pages. */
#include "console_screen.h"

CASE(text_goes_where_the_cursor_is)
{
    HANDLE screen = new_screen();
    put(screen, L"abc");
    CHECK_WSTR(row(screen, 0), L"abc");
    check_cursor(screen, 3, 0);
    CHECK(SetConsoleCursorPosition(screen, (COORD){5, 3}));
    put(screen, L"xy");
    CHECK_WSTR(row(screen, 3), L"     xy");
    check_cursor(screen, 7, 3);
}

CASE(carriage_return_and_line_feed)
{
    HANDLE screen = new_screen();
    put(screen, L"one\rT");
    CHECK_WSTR(row(screen, 0), L"Tne");
    put(screen, L"\ntwo\r\nthree");
    CHECK_WSTR(row(screen, 1), L"two");
    CHECK_WSTR(row(screen, 2), L"three");
    check_cursor(screen, 5, 2);
}

CASE(backspace_moves_and_erases_nothing)
{
    HANDLE screen = new_screen();
    put(screen, L"abc\b\bX");
    CHECK_WSTR(row(screen, 0), L"aXc");
    check_cursor(screen, 2, 0);
}

CASE(tab_goes_to_multiples_of_eight)
{
    HANDLE screen = new_screen();
    put(screen, L"a\tb\tc");
    CHECK_WSTR(row(screen, 0), L"a       b       c");
    check_cursor(screen, 17, 0);
}

CASE(bell_takes_no_room)
{
    HANDLE screen = new_screen();
    put(screen, L"a\ab");
    CHECK_WSTR(row(screen, 0), L"ab");
}

CASE(a_full_line_wraps_at_once)
{
    HANDLE screen = new_screen();
    put(screen, L"0123456789012345678901234567890123456789");
    check_cursor(screen, 0, 1);
    put(screen, L"x");
    CHECK_WSTR(row(screen, 1), L"x");
}

CASE(a_full_line_and_a_line_feed_leave_a_blank_line)
{
    WINE_DIFFERS("on a terminal it does not wrap at once");
    HANDLE screen = new_screen();
    put(screen, L"0123456789012345678901234567890123456789\r\nnext");
    CHECK_WSTR(row(screen, 1), L"");
    CHECK_WSTR(row(screen, 2), L"next");
}

CASE(without_wrap_the_last_cell_is_overwritten)
{
    HANDLE screen = new_screen();
    CHECK(SetConsoleMode(screen, ENABLE_PROCESSED_OUTPUT));
    CHECK(SetConsoleCursorPosition(screen, (COORD){37, 0}));
    put(screen, L"abc");
    CHECK_WSTR(row(screen, 1), L"");
    CHECK_EQ(row(screen, 0)[37], 'a');
    CHECK_EQ(row(screen, 0)[38], 'b');
    CHECK_EQ(row(screen, 0)[39], 'c');
}

CASE(the_last_line_scrolls)
{
    HANDLE screen = new_screen();
    put(screen, L"first\r\nsecond");
    CHECK(SetConsoleCursorPosition(screen, (COORD){0, 11}));
    put(screen, L"last\nnew");
    CHECK_WSTR(row(screen, 0), L"second");
    CHECK_WSTR(row(screen, 10), L"last");
    CHECK_WSTR(row(screen, 11), L"new");
    check_cursor(screen, 3, 11);
}

CASE(what_scrolls_in_has_the_current_colour)
{
    WINE_DIFFERS("what scrolls in has the default colour there");
    HANDLE screen = new_screen();
    CHECK(SetConsoleTextAttribute(screen, 0x4e));
    CHECK(SetConsoleCursorPosition(screen, (COORD){0, 11}));
    put(screen, L"\n");
    CHECK_EQ(attribute(screen, 5, 11), 0x4e);
    CHECK_EQ(attribute(screen, 5, 10), 7);
}

CASE(unprocessed_output_shows_control_characters)
{
    HANDLE screen = new_screen();
    CHECK(SetConsoleMode(screen, 0));
    put(screen, L"a\nb\tc");
    check_cursor(screen, 5, 0);
    CHECK_EQ(row(screen, 0)[4], 'c');
}

CASE(text_has_the_current_attribute)
{
    HANDLE screen = new_screen();
    CHECK(SetConsoleTextAttribute(screen, FOREGROUND_RED | BACKGROUND_BLUE));
    put(screen, L"r");
    CHECK(SetConsoleTextAttribute(screen, FOREGROUND_GREEN));
    put(screen, L"g");
    CHECK_EQ(attribute(screen, 0, 0), FOREGROUND_RED | BACKGROUND_BLUE);
    CHECK_EQ(attribute(screen, 1, 0), FOREGROUND_GREEN);
    CHECK_EQ(attribute(screen, 2, 0), 7);
}

CASE(write_file_uses_the_output_code_page)
{
    HANDLE screen = new_screen();
    UINT before = GetConsoleOutputCP();
    DWORD done;
    REQUIRE(SetConsoleOutputCP(437));
    CHECK(WriteFile(screen, "\x84\xe1", 2, &done, NULL));
    CHECK_EQ(done, 2);
    CHECK_WSTR(row(screen, 0), L"\x00e4\x00df");
    REQUIRE(SetConsoleOutputCP(1252));
    CHECK(WriteFile(screen, "\x84\xe1", 2, &done, NULL));
    CHECK_WSTR(row(screen, 0), L"\x00e4\x00df\x201e\x00e1");
    SetConsoleOutputCP(before);
}

CASE(utf8_output)
{
    HANDLE screen = new_screen();
    UINT before = GetConsoleOutputCP();
    DWORD done;
    REQUIRE(SetConsoleOutputCP(CP_UTF8));
    CHECK(WriteFile(screen, "\xc3\xa4\xe2\x82\xac", 5, &done, NULL));
    CHECK_WSTR(row(screen, 0), L"\x00e4\x20ac");
    check_cursor(screen, 2, 0);
    CHECK(WriteConsoleA(screen, "\xc3\x9f", 2, &done, NULL));
    CHECK_WSTR(row(screen, 0), L"\x00e4\x20ac\x00df");
    SetConsoleOutputCP(before);
}

CASE(utf8_split_between_writes)
{
    HANDLE screen = new_screen();
    UINT before = GetConsoleOutputCP();
    DWORD done;
    if (on_wine())
        WINE_DIFFERS("Wine does not join the parts of a character");
    REQUIRE(SetConsoleOutputCP(CP_UTF8));
    CHECK(WriteFile(screen, "a\xe2", 2, &done, NULL));
    CHECK_EQ(done, 2);
    CHECK(WriteFile(screen, "\x82", 1, &done, NULL));
    CHECK(WriteFile(screen,
                    "\xac"
                    "b",
                    2, &done, NULL));
    CHECK_WSTR(row(screen, 0), L"a\x20ac"
                               L"b");
    SetConsoleOutputCP(before);
}

CASE(code_page_that_is_none_is_refused)
{
    CloseHandle(need_console(L"CONOUT$"));
    UINT input = GetConsoleCP(), output = GetConsoleOutputCP();
    CHECK_FAILS(SetConsoleCP(12345), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(SetConsoleOutputCP(12345), ERROR_INVALID_PARAMETER);
    CHECK_EQ(GetConsoleCP(), input);
    CHECK_EQ(GetConsoleOutputCP(), output);
}

CASE(code_pages_of_input_and_output_are_two)
{
    CloseHandle(need_console(L"CONOUT$"));
    UINT input = GetConsoleCP(), output = GetConsoleOutputCP();
    CHECK(SetConsoleCP(850));
    CHECK(SetConsoleOutputCP(1252));
    CHECK_EQ(GetConsoleCP(), 850);
    CHECK_EQ(GetConsoleOutputCP(), 1252);
    SetConsoleCP(input);
    SetConsoleOutputCP(output);
}

/* ---- VT sequences */

static HANDLE vt_screen(void)
{
    HANDLE screen = new_screen();
    if (!SetConsoleMode(screen, ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT |
                                    ENABLE_VIRTUAL_TERMINAL_PROCESSING))
        SKIP("no VT sequences");
    if (on_wine())
        WINE_DIFFERS("Wine takes the mode and does not act on it");
    return screen;
}

CASE(vt_cursor_position)
{
    HANDLE screen = vt_screen();
    put(screen, L"\x1b[3;5Hx");
    CHECK_WSTR(row(screen, 2), L"    x");
    check_cursor(screen, 5, 2);
    put(screen, L"\x1b[2A\x1b[3D");
    check_cursor(screen, 2, 0);
    put(screen, L"\x1b[B\x1b[10C");
    check_cursor(screen, 12, 1);
    put(screen, L"\x1b[H");
    check_cursor(screen, 0, 0);
    put(screen, L"\x1b[99;99H");
    check_cursor(screen, 39, 11);
}

CASE(vt_colours)
{
    HANDLE screen = vt_screen();
    put(screen, L"\x1b[31mr\x1b[44mb\x1b[0mn\x1b[92mg\x1b[1;34mi");
    CHECK_EQ(attribute(screen, 0, 0), 4);
    CHECK_EQ(attribute(screen, 1, 0), 4 | 1 << 4);
    CHECK_EQ(attribute(screen, 2, 0), 7);
    CHECK_EQ(attribute(screen, 3, 0), 2 | 8);
    CHECK_EQ(attribute(screen, 4, 0), 1 | 8);
}

CASE(vt_erase)
{
    HANDLE screen = vt_screen();
    put(screen, L"abcdef\r\nghijkl\r\nmnopqr\x1b[2;4H\x1b[K");
    CHECK_WSTR(row(screen, 1), L"ghi");
    put(screen, L"\x1b[1;3H\x1b[1K");
    CHECK_WSTR(row(screen, 0), L"   def");
    put(screen, L"\x1b[2;2H\x1b[J");
    CHECK_WSTR(row(screen, 1), L"g");
    CHECK_WSTR(row(screen, 2), L"");
    put(screen, L"\x1b[2J");
    CHECK_WSTR(row(screen, 0), L"");
    check_cursor(screen, 1, 1);
}

CASE(vt_insert_and_delete)
{
    HANDLE screen = vt_screen();
    put(screen, L"abcdef\x1b[1;3H\x1b[2P");
    CHECK_WSTR(row(screen, 0), L"abef");
    put(screen, L"\x1b[2@");
    CHECK_WSTR(row(screen, 0), L"ab  ef");
    put(screen, L"\x1b[2;1Htwo\x1b[1;1H\x1b[L");
    CHECK_WSTR(row(screen, 0), L"");
    CHECK_WSTR(row(screen, 1), L"ab  ef");
    CHECK_WSTR(row(screen, 2), L"two");
    put(screen, L"\x1b[2M");
    CHECK_WSTR(row(screen, 0), L"two");
    put(screen, L"\x1b[1;1H\x1b[2X");
    CHECK_WSTR(row(screen, 0), L"  o");
}

CASE(vt_scroll_region)
{
    HANDLE screen = vt_screen();
    put(screen, L"1\r\n2\r\n3\r\n4\r\n5\x1b[2;4r");
    check_cursor(screen, 0, 0);
    put(screen, L"\x1b[4;1H\nx");
    CHECK_WSTR(row(screen, 0), L"1");
    CHECK_WSTR(row(screen, 1), L"3");
    CHECK_WSTR(row(screen, 2), L"4");
    CHECK_WSTR(row(screen, 3), L"x");
    CHECK_WSTR(row(screen, 4), L"5");
}

CASE(vt_save_and_restore)
{
    HANDLE screen = vt_screen();
    put(screen, L"\x1b[5;6H\x1b[32m\x1b"
                L"7\x1b[H\x1b[0m\x1b"
                L"8x");
    check_cursor(screen, 6, 4);
    CHECK_EQ(attribute(screen, 5, 4), 2);
}

CASE(vt_alternate_buffer)
{
    HANDLE screen = vt_screen();
    put(screen, L"main\x1b[?1049h\x1b[Hother");
    CHECK_WSTR(row(screen, 0), L"other");
    put(screen, L"\x1b[?1049l");
    CHECK_WSTR(row(screen, 0), L"main");
    check_cursor(screen, 4, 0);
}

CASE(vt_sequence_split_between_writes)
{
    HANDLE screen = vt_screen();
    put(screen, L"\x1b");
    put(screen, L"[3");
    put(screen, L";4");
    put(screen, L"Hx");
    CHECK_WSTR(row(screen, 2), L"   x");
}

CASE(vt_a_full_line_wraps_with_the_next_character)
{
    HANDLE screen = vt_screen();
    put(screen, L"0123456789012345678901234567890123456789\r\nnext");
    CHECK_WSTR(row(screen, 1), L"next");
}

CASE(vt_title)
{
    HANDLE screen = vt_screen();
    WCHAR title[64];
    put(screen, L"\x1b]0;a title\x07x");
    CHECK_WSTR(row(screen, 0), L"x");
    CHECK(GetConsoleTitleW(title, 64));
    CHECK_WSTR(title, L"a title");
}

CASE(without_vt_an_escape_is_a_character)
{
    HANDLE screen = new_screen();
    CHECK(SetConsoleMode(screen, ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT));
    put(screen, L"\x1b[31mx");
    CHECK_EQ(row(screen, 0)[1], '[');
    CHECK_EQ(row(screen, 0)[5], 'x');
    CHECK_EQ(attribute(screen, 5, 0), 7);
}
