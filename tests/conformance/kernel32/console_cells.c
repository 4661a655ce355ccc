/* The cells of a screen buffer: runs, rectangles, scrolling. */
#include "console_screen.h"

CASE(fill_characters_over_lines)
{
    HANDLE screen = new_screen();
    DWORD done = 0;
    CHECK(FillConsoleOutputCharacterW(screen, 'z', 45, (COORD){38, 1}, &done));
    CHECK_EQ(done, 45);
    CHECK_EQ(row(screen, 1)[37], ' ');
    CHECK_EQ(row(screen, 1)[38], 'z');
    CHECK_EQ(row(screen, 2)[39], 'z');
    CHECK_WSTR(row(screen, 3), L"zzz");
    check_cursor(screen, 0, 0);
}

CASE(fill_stops_at_the_end)
{
    HANDLE screen = new_screen();
    DWORD done = 0;
    CHECK(FillConsoleOutputCharacterW(screen, 'q', 1000, (COORD){30, 11}, &done));
    CHECK_EQ(done, 10);
    CHECK(FillConsoleOutputAttribute(screen, 0x21, 1000, (COORD){38, 11}, &done));
    CHECK_EQ(done, 2);
    CHECK_EQ(attribute(screen, 37, 11), 7);
    CHECK_EQ(attribute(screen, 38, 11), 0x21);
}

CASE(fill_ansi_character)
{
    HANDLE screen = new_screen();
    UINT before = GetConsoleOutputCP();
    DWORD done;
    SetConsoleOutputCP(437);
    CHECK(FillConsoleOutputCharacterA(screen, '\x84', 2, (COORD){0, 0}, &done));
    CHECK_WSTR(row(screen, 0), L"\x00e4\x00e4");
    SetConsoleOutputCP(before);
}

CASE(write_characters_keep_the_colours)
{
    HANDLE screen = new_screen();
    DWORD done = 0;
    FillConsoleOutputAttribute(screen, 0x1e, 5, (COORD){0, 2}, &done);
    CHECK(WriteConsoleOutputCharacterW(screen, L"abc", 3, (COORD){1, 2}, &done));
    CHECK_EQ(done, 3);
    CHECK_WSTR(row(screen, 2), L" abc");
    CHECK_EQ(attribute(screen, 2, 2), 0x1e);
    check_cursor(screen, 0, 0);
}

CASE(write_characters_go_on_in_the_next_line)
{
    HANDLE screen = new_screen();
    DWORD done = 0;
    CHECK(WriteConsoleOutputCharacterW(screen, L"abcd", 4, (COORD){38, 0}, &done));
    CHECK_EQ(done, 4);
    CHECK_WSTR(row(screen, 1), L"cd");
    CHECK(WriteConsoleOutputCharacterA(screen, "wxyz", 4, (COORD){38, 11}, &done));
    CHECK_EQ(done, 2);
}

CASE(write_characters_control_no_cursor)
{
    HANDLE screen = new_screen();
    DWORD done;
    WCHAR text[3];
    CHECK(WriteConsoleOutputCharacterW(screen, L"a\nb", 3, (COORD){0, 0}, &done));
    CHECK(ReadConsoleOutputCharacterW(screen, text, 3, (COORD){0, 0}, &done));
    CHECK_EQ(text[1], '\n');
    CHECK_EQ(text[2], 'b');
}

CASE(write_attributes)
{
    HANDLE screen = new_screen();
    const WORD values[] = {1, 2, 0x73};
    WORD got[4];
    DWORD done = 0;
    put(screen, L"abc");
    CHECK(WriteConsoleOutputAttribute(screen, values, 3, (COORD){0, 0}, &done));
    CHECK_EQ(done, 3);
    CHECK(ReadConsoleOutputAttribute(screen, got, 4, (COORD){0, 0}, &done));
    CHECK_EQ(done, 4);
    CHECK_EQ(got[0], 1);
    CHECK_EQ(got[1], 2);
    CHECK_EQ(got[2], 0x73);
    CHECK_EQ(got[3], 7);
    CHECK_WSTR(row(screen, 0), L"abc");
}

CASE(read_characters_stops_at_the_end)
{
    HANDLE screen = new_screen();
    WCHAR text[100];
    char bytes[100];
    DWORD done = 0;
    put(screen, L"hello");
    CHECK(ReadConsoleOutputCharacterW(screen, text, 100, (COORD){35, 11}, &done));
    CHECK_EQ(done, 5);
    CHECK(ReadConsoleOutputCharacterA(screen, bytes, 5, (COORD){0, 0}, &done));
    CHECK_EQ(done, 5);
    bytes[5] = 0;
    CHECK_STR(bytes, "hello");
}

CASE(write_rectangle)
{
    HANDLE screen = new_screen();
    CHAR_INFO cells[6];
    SMALL_RECT rect = {3, 2, 5, 3};
    for (int i = 0; i < 6; i++) {
        cells[i].Char.UnicodeChar = (WCHAR)('A' + i);
        cells[i].Attributes = (WORD)(0x10 + i);
    }
    CHECK(WriteConsoleOutputW(screen, cells, (COORD){3, 2}, (COORD){0, 0}, &rect));
    CHECK_WSTR(row(screen, 2), L"   ABC");
    CHECK_WSTR(row(screen, 3), L"   DEF");
    CHECK_EQ(attribute(screen, 4, 3), 0x14);
    CHECK_EQ(rect.Left, 3);
    CHECK_EQ(rect.Bottom, 3);
}

CASE(write_part_of_a_rectangle)
{
    HANDLE screen = new_screen();
    CHAR_INFO cells[12];
    SMALL_RECT rect = {0, 0, 20, 20};
    for (int i = 0; i < 12; i++) {
        cells[i].Char.UnicodeChar = (WCHAR)('a' + i);
        cells[i].Attributes = 7;
    }
    CHECK(WriteConsoleOutputW(screen, cells, (COORD){4, 3}, (COORD){1, 1}, &rect));
    CHECK_WSTR(row(screen, 0), L"fgh");
    CHECK_WSTR(row(screen, 1), L"jkl");
    CHECK_WSTR(row(screen, 2), L"");
    CHECK_EQ(rect.Right, 2);
    CHECK_EQ(rect.Bottom, 1);
}

CASE(rectangle_over_the_edge)
{
    HANDLE screen = new_screen();
    CHAR_INFO cells[4] = {{{'1'}, 7}, {{'2'}, 7}, {{'3'}, 7}, {{'4'}, 7}};
    SMALL_RECT rect = {39, 11, 40, 12};
    CHECK(WriteConsoleOutputW(screen, cells, (COORD){2, 2}, (COORD){0, 0}, &rect));
    CHECK_EQ(rect.Right, 39);
    CHECK_EQ(rect.Bottom, 11);
    CHECK_EQ(row(screen, 11)[39], '1');
}

CASE(read_rectangle)
{
    HANDLE screen = new_screen();
    CHAR_INFO cells[12];
    SMALL_RECT rect = {1, 0, 2, 1};
    put(screen, L"abc\r\ndef");
    for (int i = 0; i < 12; i++)
        cells[i].Char.UnicodeChar = '-';
    CHECK(ReadConsoleOutputW(screen, cells, (COORD){4, 3}, (COORD){1, 1}, &rect));
    CHECK_EQ(cells[5].Char.UnicodeChar, 'b');
    CHECK_EQ(cells[6].Char.UnicodeChar, 'c');
    CHECK_EQ(cells[9].Char.UnicodeChar, 'e');
    CHECK_EQ(cells[10].Char.UnicodeChar, 'f');
    CHECK_EQ(cells[4].Char.UnicodeChar, '-');
    CHECK_EQ(cells[7].Char.UnicodeChar, '-');
    CHECK_EQ(cells[5].Attributes, 7);
}

CASE(rectangles_of_bytes)
{
    HANDLE screen = new_screen();
    CHAR_INFO cells[2];
    SMALL_RECT rect = {0, 0, 1, 0};
    UINT before = GetConsoleOutputCP();
    SetConsoleOutputCP(437);
    cells[0].Char.UnicodeChar = cells[1].Char.UnicodeChar = 0;
    cells[0].Char.AsciiChar = 'x';
    cells[1].Char.AsciiChar = '\x84';
    cells[0].Attributes = cells[1].Attributes = 3;
    CHECK(WriteConsoleOutputA(screen, cells, (COORD){2, 1}, (COORD){0, 0}, &rect));
    CHECK_WSTR(row(screen, 0), L"x\x00e4");
    cells[1].Char.AsciiChar = 0;
    CHECK(ReadConsoleOutputA(screen, cells, (COORD){2, 1}, (COORD){0, 0}, &rect));
    CHECK_EQ((UCHAR)cells[1].Char.AsciiChar, 0x84);
    SetConsoleOutputCP(before);
}

static void fill_rows(HANDLE screen)
{
    DWORD done;
    for (SHORT y = 0; y < 12; y++)
        WriteConsoleOutputCharacterW(screen, L"abcdefghijkl" + y, 1, (COORD){0, y}, &done);
}

CASE(scroll_up)
{
    WINE_DIFFERS("it takes no place above the buffer, which the documented way to clear has");
    HANDLE screen = new_screen();
    const SMALL_RECT all = {0, 0, 39, 11};
    const CHAR_INFO fill = {{'.'}, 0x17};
    fill_rows(screen);
    CHECK(ScrollConsoleScreenBufferW(screen, &all, NULL, (COORD){0, -2}, &fill));
    CHECK_WSTR(row(screen, 0), L"c");
    CHECK_WSTR(row(screen, 9), L"l");
    CHECK_EQ(row(screen, 10)[0], '.');
    CHECK_EQ(attribute(screen, 39, 11), 0x17);
}

CASE(scroll_down)
{
    HANDLE screen = new_screen();
    const SMALL_RECT part = {0, 2, 39, 5};
    const CHAR_INFO fill = {{' '}, 7};
    fill_rows(screen);
    CHECK(ScrollConsoleScreenBufferW(screen, &part, NULL, (COORD){0, 4}, &fill));
    CHECK_WSTR(row(screen, 1), L"b");
    CHECK_WSTR(row(screen, 2), L"");
    CHECK_WSTR(row(screen, 3), L"");
    CHECK_WSTR(row(screen, 4), L"c");
    CHECK_WSTR(row(screen, 7), L"f");
    CHECK_WSTR(row(screen, 8), L"i");
}

CASE(scroll_within_a_clip)
{
    HANDLE screen = new_screen();
    const SMALL_RECT all = {0, 0, 39, 11}, clip = {0, 0, 39, 3};
    const CHAR_INFO fill = {{' '}, 7};
    fill_rows(screen);
    CHECK(ScrollConsoleScreenBufferW(screen, &all, &clip, (COORD){0, 1}, &fill));
    CHECK_WSTR(row(screen, 0), L"");
    CHECK_WSTR(row(screen, 1), L"a");
    CHECK_WSTR(row(screen, 3), L"c");
    CHECK_WSTR(row(screen, 4), L"e");
}

CASE(scroll_sideways)
{
    HANDLE screen = new_screen();
    const SMALL_RECT part = {0, 0, 3, 0};
    const CHAR_INFO fill = {{'-'}, 7};
    put(screen, L"abcdefgh");
    CHECK(ScrollConsoleScreenBufferA(screen, &part, NULL, (COORD){2, 0}, &fill));
    CHECK_WSTR(row(screen, 0), L"--abcdgh");
}

CASE(input_handles_have_no_cells)
{
    HANDLE input = need_console(L"CONIN$");
    DWORD done;
    CHECK_FAILS(FillConsoleOutputCharacterW(input, 'x', 1, (COORD){0, 0}, &done),
                ERROR_INVALID_HANDLE);
    CHECK_FAILS(WriteConsoleW(input, L"x", 1, &done, NULL), ERROR_INVALID_HANDLE);
    CHECK_FAILS(SetConsoleTextAttribute(input, 7), ERROR_INVALID_HANDLE);
}
