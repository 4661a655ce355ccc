/* Sizes, windows, cursors, modes, titles, screens; who is attached. */
#include "console_screen.h"

CASE(a_new_screen_has_the_usual_modes)
{
    WINE_DIFFERS("it takes bits that are not documented");
    HANDLE screen = new_screen();
    DWORD mode = 0;
    CHECK(GetConsoleMode(screen, &mode));
    CHECK_EQ(mode & 3, ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT);
    CHECK(SetConsoleMode(screen, 0));
    CHECK(GetConsoleMode(screen, &mode));
    CHECK_EQ(mode, 0);
    CHECK_FAILS(SetConsoleMode(screen, 0x100), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(GetConsoleMode(NULL, &mode), ERROR_INVALID_HANDLE);
}

CASE(modes_belong_to_a_screen)
{
    HANDLE one = new_screen(), two = new_screen();
    DWORD mode = 0;
    CHECK(SetConsoleMode(one, ENABLE_PROCESSED_OUTPUT));
    CHECK(GetConsoleMode(two, &mode));
    CHECK_EQ(mode & 3, 3);
}

CASE(input_modes)
{
    HANDLE input = need_console(L"CONIN$");
    DWORD before = 0, mode = 0;
    REQUIRE(GetConsoleMode(input, &before));
    CHECK(SetConsoleMode(input, ENABLE_PROCESSED_INPUT | ENABLE_WINDOW_INPUT));
    CHECK(GetConsoleMode(input, &mode));
    CHECK_EQ(mode & 0xf, ENABLE_PROCESSED_INPUT | ENABLE_WINDOW_INPUT);
    CHECK(SetConsoleMode(input, ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT | ENABLE_EXTENDED_FLAGS));
    CHECK(GetConsoleMode(input, &mode));
    CHECK_EQ(mode, ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT | ENABLE_EXTENDED_FLAGS);
    SetConsoleMode(input, before);
}

CASE(echo_needs_lines)
{
    HANDLE input = need_console(L"CONIN$");
    DWORD before;
    if (on_wine())
        WINE_DIFFERS("Wine takes it");
    REQUIRE(GetConsoleMode(input, &before));
    CHECK_FAILS(SetConsoleMode(input, ENABLE_ECHO_INPUT), ERROR_INVALID_PARAMETER);
    SetConsoleMode(input, before);
}

CASE(cursor_outside_is_refused)
{
    HANDLE screen = new_screen();
    CHECK(SetConsoleCursorPosition(screen, (COORD){39, 11}));
    check_cursor(screen, 39, 11);
    CHECK_FAILS(SetConsoleCursorPosition(screen, (COORD){40, 0}), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(SetConsoleCursorPosition(screen, (COORD){0, 12}), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(SetConsoleCursorPosition(screen, (COORD){-1, 0}), ERROR_INVALID_PARAMETER);
    check_cursor(screen, 39, 11);
}

CASE(cursor_info)
{
    HANDLE screen = new_screen();
    CONSOLE_CURSOR_INFO info = {0, 0};
    REQUIRE(GetConsoleCursorInfo(screen, &info));
    CHECK_EQ(info.bVisible, TRUE);
    CHECK(info.dwSize >= 1 && info.dwSize <= 100);
    info = (CONSOLE_CURSOR_INFO){80, FALSE};
    CHECK(SetConsoleCursorInfo(screen, &info));
    info = (CONSOLE_CURSOR_INFO){0, TRUE};
    CHECK(GetConsoleCursorInfo(screen, &info));
    CHECK_EQ(info.dwSize, 80);
    CHECK_EQ(info.bVisible, FALSE);
    info.dwSize = 0;
    CHECK_FAILS(SetConsoleCursorInfo(screen, &info), ERROR_INVALID_PARAMETER);
    info.dwSize = 101;
    CHECK_FAILS(SetConsoleCursorInfo(screen, &info), ERROR_INVALID_PARAMETER);
}

CASE(buffer_is_not_smaller_than_its_window)
{
    HANDLE screen = new_screen();
    CHECK_FAILS(SetConsoleScreenBufferSize(screen, (COORD){39, 12}), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(SetConsoleScreenBufferSize(screen, (COORD){40, 11}), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(SetConsoleScreenBufferSize(screen, (COORD){0, 0}), ERROR_INVALID_PARAMETER);
}

CASE(a_larger_buffer_keeps_its_text)
{
    HANDLE screen = new_screen();
    CONSOLE_SCREEN_BUFFER_INFO info;
    put(screen, L"kept");
    CHECK(SetConsoleScreenBufferSize(screen, (COORD){50, 300}));
    CHECK_WSTR(row(screen, 0), L"kept");
    REQUIRE(GetConsoleScreenBufferInfo(screen, &info));
    CHECK_EQ(info.dwSize.X, 50);
    CHECK_EQ(info.dwSize.Y, 300);
    CHECK_EQ(info.srWindow.Right, 39);
    CHECK_EQ(info.srWindow.Bottom, 11);
}

CASE(the_window_follows_the_cursor)
{
    HANDLE screen = new_screen();
    CONSOLE_SCREEN_BUFFER_INFO info;
    CHECK(SetConsoleScreenBufferSize(screen, (COORD){40, 100}));
    CHECK(SetConsoleCursorPosition(screen, (COORD){0, 50}));
    REQUIRE(GetConsoleScreenBufferInfo(screen, &info));
    CHECK_EQ(info.srWindow.Bottom, 50);
    CHECK_EQ(info.srWindow.Top, 39);
    CHECK(SetConsoleCursorPosition(screen, (COORD){0, 10}));
    REQUIRE(GetConsoleScreenBufferInfo(screen, &info));
    CHECK_EQ(info.srWindow.Top, 10);
}

CASE(window_within_the_buffer)
{
    HANDLE screen = new_screen();
    CONSOLE_SCREEN_BUFFER_INFO info;
    SMALL_RECT window = {0, 0, 29, 9};
    CHECK(SetConsoleWindowInfo(screen, TRUE, &window));
    REQUIRE(GetConsoleScreenBufferInfo(screen, &info));
    CHECK_EQ(info.srWindow.Right, 29);
    CHECK_EQ(info.srWindow.Bottom, 9);
    window = (SMALL_RECT){0, 0, 40, 9};
    CHECK_FAILS(SetConsoleWindowInfo(screen, TRUE, &window), ERROR_INVALID_PARAMETER);
    window = (SMALL_RECT){5, 5, 4, 9};
    CHECK_FAILS(SetConsoleWindowInfo(screen, TRUE, &window), ERROR_INVALID_PARAMETER);
    window = (SMALL_RECT){-1, 0, 20, 9};
    CHECK_FAILS(SetConsoleWindowInfo(screen, TRUE, &window), ERROR_INVALID_PARAMETER);
    window = (SMALL_RECT){2, 1, 2, 1};
    CHECK(SetConsoleWindowInfo(screen, FALSE, &window));
    REQUIRE(GetConsoleScreenBufferInfo(screen, &info));
    CHECK_EQ(info.srWindow.Left, 2);
    CHECK_EQ(info.srWindow.Top, 1);
    CHECK_EQ(info.srWindow.Bottom, 10);
}

CASE(info_ex)
{
    WINE_DIFFERS("on a terminal it has no colour table");
    HANDLE screen = new_screen();
    CONSOLE_SCREEN_BUFFER_INFOEX info = {.cbSize = sizeof info};
    CHECK(SetConsoleTextAttribute(screen, 0x5c));
    REQUIRE(GetConsoleScreenBufferInfoEx(screen, &info));
    CHECK_EQ(info.wAttributes, 0x5c);
    CHECK_EQ(info.dwSize.X, 40);
    CHECK(info.ColorTable[15] > info.ColorTable[0]);
    info.cbSize = 12;
    CHECK_FAILS(GetConsoleScreenBufferInfoEx(screen, &info), ERROR_INVALID_PARAMETER);
}

CASE(colour_table_is_kept)
{
    WINE_DIFFERS("on a terminal it has no colour table");
    HANDLE screen = new_screen();
    CONSOLE_SCREEN_BUFFER_INFOEX info = {.cbSize = sizeof info};
    REQUIRE(GetConsoleScreenBufferInfoEx(screen, &info));
    info.ColorTable[3] = 0x123456;
    info.srWindow.Right++, info.srWindow.Bottom++;
    CHECK(SetConsoleScreenBufferInfoEx(screen, &info));
    info.ColorTable[3] = 0;
    REQUIRE(GetConsoleScreenBufferInfoEx(screen, &info));
    CHECK_EQ(info.ColorTable[3], 0x123456);
    CHECK_EQ(info.dwSize.X, 40);
}

CASE(largest_window)
{
    HANDLE screen = new_screen();
    COORD most = GetLargestConsoleWindowSize(screen);
    CHECK(most.X >= 40);
    CHECK(most.Y >= 12);
}

CASE(screens_have_cells_of_their_own)
{
    HANDLE one = new_screen(), two = new_screen();
    put(one, L"one");
    put(two, L"second");
    CHECK_WSTR(row(one, 0), L"one");
    CHECK_WSTR(row(two, 0), L"second");
    check_cursor(one, 3, 0);
}

CASE(conout_is_the_active_screen)
{
    HANDLE first = need_console(L"CONOUT$"), screen = new_screen();
    REQUIRE(SetConsoleActiveScreenBuffer(screen));
    HANDLE active = open_console(L"CONOUT$");
    REQUIRE(active != INVALID_HANDLE_VALUE);
    put(active, L"seen");
    CHECK_WSTR(row(screen, 0), L"seen");
    CHECK(SetConsoleActiveScreenBuffer(first));
    CloseHandle(active);
}

CASE(screens_of_unknown_kinds_are_refused)
{
    CloseHandle(need_console(L"CONOUT$"));
    CHECK_NO_FILE(CreateConsoleScreenBuffer(GENERIC_WRITE, 0, NULL, 7, NULL),
                  ERROR_INVALID_PARAMETER);
}

CASE(titles)
{
    WCHAR title[64] = L"";
    char narrow[64];
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(SetConsoleTitleW(L"A \x00e4 title"));
    CHECK_EQ(GetConsoleTitleW(title, 64), 9);
    CHECK_WSTR(title, L"A \x00e4 title");
    CHECK(SetConsoleTitleA("plain"));
    CHECK_EQ(GetConsoleTitleA(narrow, 64), 5);
    CHECK_STR(narrow, "plain");
    CHECK(SetConsoleTitleW(L""));
    CHECK_EQ(GetConsoleTitleW(title, 64), 0);
}

CASE(a_console_handle_is_a_character_device)
{
    HANDLE output = need_console(L"CONOUT$"), input = open_console(L"CONIN$");
    CHECK_EQ(GetFileType(output), FILE_TYPE_CHAR);
    CHECK_EQ(GetFileType(input), FILE_TYPE_CHAR);
    CHECK_EQ(GetFileType(new_screen()), FILE_TYPE_CHAR);
}

CASE(console_handles_can_be_copied)
{
    HANDLE screen = new_screen(), copy = NULL;
    REQUIRE(DuplicateHandle(GetCurrentProcess(), screen, GetCurrentProcess(), &copy, 0, FALSE,
                            DUPLICATE_SAME_ACCESS));
    put(copy, L"x");
    CHECK(CloseHandle(screen));
    CHECK_WSTR(row(copy, 0), L"x");
    CHECK(CloseHandle(copy));
    DWORD mode;
    CHECK_FAILS(GetConsoleMode(copy, &mode), ERROR_INVALID_HANDLE);
}

CASE(the_process_is_attached)
{
    DWORD list[64], count, found = 0;
    CloseHandle(need_console(L"CONOUT$"));
    count = GetConsoleProcessList(list, 64);
    CHECK(count >= 1);
    for (DWORD i = 0; i < count && i < 64; i++)
        found += list[i] == GetCurrentProcessId();
    CHECK_EQ(found, 1);
    CHECK_FAILS(GetConsoleProcessList(list, 0), ERROR_INVALID_PARAMETER);
}

CASE(a_second_console_is_refused)
{
    CloseHandle(need_console(L"CONOUT$"));
    CHECK_FAILS(AllocConsole(), ERROR_ACCESS_DENIED);
}

CASE(free_and_allocate)
{
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(FreeConsole());
    CHECK(FreeConsole()); /* documented: it still succeeds */
    CHECK(open_console(L"CONOUT$") == INVALID_HANDLE_VALUE);
    CHECK_EQ(GetConsoleOutputCP(), 0);
    if (!AllocConsole())
        SKIP("no other console");
    HANDLE output = open_console(L"CONOUT$");
    REQUIRE(output != INVALID_HANDLE_VALUE);
    CONSOLE_SCREEN_BUFFER_INFO info;
    CHECK(GetConsoleScreenBufferInfo(output, &info));
}

CHILD(child_sets_the_title)
{
    SetConsoleTitleW(L"by the child");
    SetConsoleOutputCP(1252);
}

CASE(a_child_shares_the_console)
{
    WCHAR title[64];
    CloseHandle(need_console(L"CONOUT$"));
    UINT before = GetConsoleOutputCP();
    CHECK_EQ(end_child(start_child("child_sets_the_title")), 0);
    CHECK(GetConsoleTitleW(title, 64));
    CHECK_WSTR(title, L"by the child");
    CHECK_EQ(GetConsoleOutputCP(), 1252);
    SetConsoleOutputCP(before);
}
