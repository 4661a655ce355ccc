/* Input records, and lines that are edited with them. */
#include "console_screen.h"

static HANDLE new_input(DWORD mode)
{
    HANDLE input = need_console(L"CONIN$");
    CHECK(SetConsoleMode(input, mode | ENABLE_EXTENDED_FLAGS | ENABLE_INSERT_MODE));
    CHECK(FlushConsoleInputBuffer(input));
    return input;
}

#define LINES (ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT | ENABLE_PROCESSED_INPUT)

static void send_key(HANDLE input, WORD vk, WCHAR c, DWORD state)
{
    INPUT_RECORD records[2] = {{.EventType = KEY_EVENT}, {.EventType = KEY_EVENT}};
    DWORD done;
    for (int i = 0; i < 2; i++) {
        KEY_EVENT_RECORD *key = &records[i].Event.KeyEvent;
        key->bKeyDown = !i;
        key->wRepeatCount = 1;
        key->wVirtualKeyCode = vk;
        key->uChar.UnicodeChar = c;
        key->dwControlKeyState = state;
    }
    CHECK(WriteConsoleInputW(input, records, 2, &done));
    CHECK_EQ(done, 2);
}

static void type(HANDLE input, const WCHAR *text)
{
    for (; *text; text++)
        send_key(input,
                 *text >= 'a' && *text <= 'z' ? *text - 32
                 : *text == '\r'              ? VK_RETURN
                                              : 0,
                 *text, 0);
}

static const WCHAR *read_line(HANDLE input)
{
    static WCHAR line[128];
    DWORD done = 0;
    CHECK(ReadConsoleW(input, line, 127, &done, NULL));
    line[done] = 0;
    return line;
}

static DWORD waiting(HANDLE input)
{
    DWORD count = 99;
    CHECK(GetNumberOfConsoleInputEvents(input, &count));
    return count;
}

CASE(records_come_back_as_they_were)
{
    HANDLE input = new_input(0);
    INPUT_RECORD in[2] = {{.EventType = KEY_EVENT}, {.EventType = MOUSE_EVENT}}, out[4];
    DWORD done = 0;
    in[0].Event.KeyEvent = (KEY_EVENT_RECORD){TRUE, 3, 'Q', 0x10, {L'q'}, SHIFT_PRESSED};
    in[1].Event.MouseEvent = (MOUSE_EVENT_RECORD){{4, 5}, 1, LEFT_CTRL_PRESSED, DOUBLE_CLICK};
    CHECK(WriteConsoleInputW(input, in, 2, &done));
    CHECK_EQ(done, 2);
    CHECK_EQ(waiting(input), 2);
    CHECK(PeekConsoleInputW(input, out, 4, &done));
    CHECK_EQ(done, 2);
    CHECK_EQ(waiting(input), 2);
    CHECK(ReadConsoleInputW(input, out, 4, &done));
    CHECK_EQ(done, 2);
    CHECK_EQ(out[0].Event.KeyEvent.wRepeatCount, 3);
    CHECK_EQ(out[0].Event.KeyEvent.wVirtualKeyCode, 'Q');
    CHECK_EQ(out[0].Event.KeyEvent.wVirtualScanCode, 0x10);
    CHECK_EQ(out[0].Event.KeyEvent.uChar.UnicodeChar, 'q');
    CHECK_EQ(out[0].Event.KeyEvent.dwControlKeyState, SHIFT_PRESSED);
    CHECK_EQ(out[1].EventType, MOUSE_EVENT);
    CHECK_EQ(out[1].Event.MouseEvent.dwMousePosition.Y, 5);
    CHECK_EQ(out[1].Event.MouseEvent.dwEventFlags, DOUBLE_CLICK);
    CHECK_EQ(waiting(input), 0);
}

CASE(peek_of_nothing_does_not_wait)
{
    HANDLE input = new_input(0);
    INPUT_RECORD record;
    DWORD done = 7;
    CHECK(PeekConsoleInputW(input, &record, 1, &done));
    CHECK_EQ(done, 0);
    CHECK_EQ(waiting(input), 0);
}

CASE(read_takes_as_many_as_asked)
{
    HANDLE input = new_input(0);
    INPUT_RECORD records[3];
    DWORD done = 0;
    type(input, L"ab");
    CHECK(ReadConsoleInputW(input, records, 3, &done));
    CHECK_EQ(done, 3);
    CHECK_EQ(waiting(input), 1);
}

CASE(flush_drops_all)
{
    HANDLE input = new_input(0);
    type(input, L"abc");
    CHECK_EQ(waiting(input), 6);
    CHECK(FlushConsoleInputBuffer(input));
    CHECK_EQ(waiting(input), 0);
}

CASE(many_records)
{
    HANDLE input = new_input(0);
    INPUT_RECORD record;
    DWORD done;
    for (int i = 0; i < 500; i++)
        send_key(input, 'A', (WCHAR)('a' + i % 26), 0);
    CHECK_EQ(waiting(input), 1000);
    for (int i = 0; i < 1000; i++) {
        CHECK(ReadConsoleInputW(input, &record, 1, &done));
        CHECK_EQ(record.Event.KeyEvent.uChar.UnicodeChar, 'a' + i / 2 % 26);
    }
}

CASE(input_is_signalled_while_there_are_records)
{
    HANDLE input = new_input(0);
    INPUT_RECORD records[2];
    DWORD done;
    CHECK_EQ(WaitForSingleObject(input, 0), WAIT_TIMEOUT);
    type(input, L"x");
    CHECK_EQ(WaitForSingleObject(input, 1000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(input, 0), WAIT_OBJECT_0);
    CHECK(ReadConsoleInputW(input, records, 2, &done));
    CHECK_EQ(WaitForSingleObject(input, 0), WAIT_TIMEOUT);
}

static DWORD CALLBACK send_later(void *input)
{
    Sleep(50);
    type(input, L"k");
    return 0;
}

CASE(read_waits_for_a_record)
{
    HANDLE input = new_input(0);
    INPUT_RECORD record;
    DWORD done = 0;
    HANDLE thread = CreateThread(NULL, 0, send_later, input, 0, NULL);
    CHECK(ReadConsoleInputW(input, &record, 1, &done));
    CHECK_EQ(done, 1);
    CHECK_EQ(record.Event.KeyEvent.uChar.UnicodeChar, 'k');
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
}

CASE(a_wait_on_two_wakes_for_input)
{
    HANDLE input = new_input(0), event = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE both[2] = {event, input};
    HANDLE thread = CreateThread(NULL, 0, send_later, input, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(2, both, FALSE, 5000), WAIT_OBJECT_0 + 1);
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    FlushConsoleInputBuffer(input);
}

CASE(records_of_bytes)
{
    HANDLE input = new_input(0);
    UINT before = GetConsoleCP();
    INPUT_RECORD record = {.EventType = KEY_EVENT};
    DWORD done = 0;
    SetConsoleCP(437);
    record.Event.KeyEvent.bKeyDown = TRUE;
    record.Event.KeyEvent.wRepeatCount = 1;
    record.Event.KeyEvent.uChar.AsciiChar = '\x84';
    CHECK(WriteConsoleInputA(input, &record, 1, &done));
    CHECK(PeekConsoleInputW(input, &record, 1, &done));
    CHECK_EQ(record.Event.KeyEvent.uChar.UnicodeChar, 0xe4);
    CHECK(ReadConsoleInputA(input, &record, 1, &done));
    CHECK_EQ((UCHAR)record.Event.KeyEvent.uChar.AsciiChar, 0x84);
    SetConsoleCP(before);
}

/* ---- lines */

CASE(a_line_ends_with_both_characters)
{
    HANDLE input = new_input(LINES);
    type(input, L"hello\r");
    CHECK_WSTR(read_line(input), L"hello\r\n");
}

CASE(the_rest_of_a_line_is_read_next)
{
    HANDLE input = new_input(LINES);
    WCHAR part[4] = L"";
    DWORD done = 0;
    type(input, L"abcdef\r");
    CHECK(ReadConsoleW(input, part, 3, &done, NULL));
    CHECK_EQ(done, 3);
    CHECK_WSTR(part, L"abc");
    CHECK_WSTR(read_line(input), L"def\r\n");
}

CASE(backspace_takes_back)
{
    HANDLE input = new_input(LINES);
    type(input, L"abc");
    send_key(input, VK_BACK, 8, 0);
    send_key(input, VK_BACK, 8, 0);
    type(input, L"x\r");
    CHECK_WSTR(read_line(input), L"ax\r\n");
}

CASE(insertion_in_the_middle)
{
    HANDLE input = new_input(LINES);
    type(input, L"ac");
    send_key(input, VK_LEFT, 0, ENHANCED_KEY);
    type(input, L"b\r");
    CHECK_WSTR(read_line(input), L"abc\r\n");
}

CASE(home_end_delete)
{
    HANDLE input = new_input(LINES);
    type(input, L"xabc");
    send_key(input, VK_HOME, 0, ENHANCED_KEY);
    send_key(input, VK_DELETE, 0, ENHANCED_KEY);
    send_key(input, VK_END, 0, ENHANCED_KEY);
    type(input, L"d\r");
    CHECK_WSTR(read_line(input), L"abcd\r\n");
}

CASE(escape_clears_the_line)
{
    HANDLE input = new_input(LINES);
    type(input, L"wrong");
    send_key(input, VK_ESCAPE, 27, 0);
    type(input, L"right\r");
    CHECK_WSTR(read_line(input), L"right\r\n");
}

CASE(f2_copies_up_to_a_character)
{
    HANDLE input = new_input(LINES);
    WINE_DIFFERS("it has no such key");
    type(input, L"alpha beta\r");
    CHECK_WSTR(read_line(input), L"alpha beta\r\n");
    send_key(input, VK_F2, 0, 0);
    type(input, L"bX");
    send_key(input, VK_F2, 0, 0);
    type(input, L"zY\r"); /* there is none: nothing is copied */
    CHECK_WSTR(read_line(input), L"alpha XY\r\n");
}

CASE(f4_takes_away_up_to_a_character)
{
    HANDLE input = new_input(LINES);
    WINE_DIFFERS("it has no such key");
    type(input, L"alpha beta");
    send_key(input, VK_HOME, 0, ENHANCED_KEY);
    send_key(input, VK_F4, 0, 0);
    type(input, L"b\r");
    CHECK_WSTR(read_line(input), L"beta\r\n");
    type(input, L"alpha");
    send_key(input, VK_HOME, 0, ENHANCED_KEY);
    send_key(input, VK_RIGHT, 0, ENHANCED_KEY);
    send_key(input, VK_F4, 0, 0);
    type(input, L"z\r");
    CHECK_WSTR(read_line(input), L"a\r\n");
}

CASE(escape_gives_up_f4)
{
    HANDLE input = new_input(LINES);
    WINE_DIFFERS("it has no such key");
    type(input, L"alpha");
    send_key(input, VK_HOME, 0, ENHANCED_KEY);
    send_key(input, VK_F4, 0, 0);
    send_key(input, VK_ESCAPE, 27, 0);
    type(input, L"p\r");
    CHECK_WSTR(read_line(input), L"palpha\r\n");
}

CASE(words_are_skipped_with_control)
{
    HANDLE input = new_input(LINES);
    type(input, L"one two three");
    send_key(input, VK_LEFT, 0, ENHANCED_KEY | LEFT_CTRL_PRESSED);
    send_key(input, VK_LEFT, 0, ENHANCED_KEY | LEFT_CTRL_PRESSED);
    type(input, L"x\r");
    CHECK_WSTR(read_line(input), L"one xtwo three\r\n");
}

CASE(insert_key_overwrites)
{
    HANDLE input = new_input(LINES);
    type(input, L"abc");
    send_key(input, VK_HOME, 0, ENHANCED_KEY);
    send_key(input, VK_INSERT, 0, ENHANCED_KEY);
    type(input, L"xy\r");
    CHECK_WSTR(read_line(input), L"xyc\r\n");
}

CASE(history_brings_lines_back)
{
    HANDLE input = new_input(LINES);
    type(input, L"first\r");
    CHECK_WSTR(read_line(input), L"first\r\n");
    type(input, L"second\r");
    CHECK_WSTR(read_line(input), L"second\r\n");
    send_key(input, VK_UP, 0, ENHANCED_KEY);
    send_key(input, VK_UP, 0, ENHANCED_KEY);
    type(input, L"\r");
    CHECK_WSTR(read_line(input), L"first\r\n");
}

CASE(control_z_is_the_end_of_a_file)
{
    HANDLE input = new_input(LINES);
    char bytes[16];
    DWORD done = 5;
    send_key(input, 'Z', 26, LEFT_CTRL_PRESSED);
    type(input, L"\r");
    CHECK(ReadFile(input, bytes, sizeof bytes, &done, NULL));
    CHECK_EQ(done, 0);
}

CASE(read_file_gives_bytes_of_the_input_code_page)
{
    HANDLE input = new_input(LINES);
    UINT before = GetConsoleCP();
    char bytes[16] = "";
    DWORD done = 0;
    SetConsoleCP(437);
    type(input, L"\x00e4\r");
    CHECK(ReadFile(input, bytes, sizeof bytes, &done, NULL));
    CHECK_EQ(done, 3);
    CHECK_STR(bytes, "\x84\r\n");
    SetConsoleCP(before);
}

CASE(read_console_a_in_utf8)
{
    HANDLE input = new_input(LINES);
    UINT before = GetConsoleCP();
    char bytes[16] = "";
    DWORD done = 0;
    if (on_wine())
        WINE_DIFFERS("Wine reads as many characters as there is room for bytes");
    SetConsoleCP(CP_UTF8);
    type(input, L"\x20ac\r");
    CHECK(ReadConsoleA(input, bytes, sizeof bytes, &done, NULL));
    CHECK_EQ(done, 5);
    CHECK_STR(bytes, "\xe2\x82\xac\r\n");
    SetConsoleCP(before);
}

CASE(the_line_is_echoed)
{
    HANDLE input = new_input(LINES), first = need_console(L"CONOUT$"), screen = new_screen();
    REQUIRE(SetConsoleActiveScreenBuffer(screen));
    type(input, L"shown\r");
    CHECK_WSTR(read_line(input), L"shown\r\n");
    CHECK_WSTR(row(screen, 0), L"shown");
    check_cursor(screen, 0, 1);
    SetConsoleActiveScreenBuffer(first);
}

CASE(without_echo_nothing_is_shown)
{
    HANDLE input = new_input(ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT);
    HANDLE first = need_console(L"CONOUT$"), screen = new_screen();
    REQUIRE(SetConsoleActiveScreenBuffer(screen));
    type(input, L"secret\r");
    CHECK_WSTR(read_line(input), L"secret\r\n");
    CHECK_WSTR(row(screen, 0), L"");
    SetConsoleActiveScreenBuffer(first);
}

CASE(initial_text_and_wake_up_characters)
{
    HANDLE input = new_input(LINES);
    WCHAR text[32] = L"ab";
    DWORD done = 0;
    CONSOLE_READCONSOLE_CONTROL control = {sizeof control, 2, 1u << 9, 0};
    type(input, L"c");
    send_key(input, VK_TAB, 9, 0);
    CHECK(ReadConsoleW(input, text, 32, &done, &control));
    CHECK_EQ(done, 4);
    text[done] = 0;
    CHECK_WSTR(text, L"abc\t");
}

/* ---- characters */

CASE(without_lines_a_character_is_enough)
{
    HANDLE input = new_input(ENABLE_PROCESSED_INPUT);
    WCHAR text[8] = L"";
    DWORD done = 0;
    type(input, L"qr");
    CHECK(ReadConsoleW(input, text, 1, &done, NULL));
    CHECK_EQ(done, 1);
    CHECK_EQ(text[0], 'q');
    CHECK(ReadConsoleW(input, text, 8, &done, NULL));
    CHECK_EQ(done, 1);
    CHECK_EQ(text[0], 'r');
}

CASE(return_is_one_character_without_lines)
{
    HANDLE input = new_input(0);
    WCHAR text[8] = L"";
    DWORD done = 0;
    type(input, L"\r");
    CHECK(ReadConsoleW(input, text, 8, &done, NULL));
    CHECK_EQ(done, 1);
    CHECK_EQ(text[0], '\r');
}
