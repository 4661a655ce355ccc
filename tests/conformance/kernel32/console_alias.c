/* Aliases, and the lines that a program has read. */
#include "console_screen.h"

#define LINES (ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT | ENABLE_PROCESSED_INPUT)
/* Its Unix console has no aliases; its functions say so or are not there. */
#define NO_ALIASES WINE_DIFFERS("it has no aliases")

static WCHAR *own_name(void)
{
    static WCHAR path[MAX_PATH];
    WCHAR *name = path;
    GetModuleFileNameW(NULL, path, MAX_PATH);
    for (WCHAR *at = path; *at; at++)
        name = *at == '\\' ? at + 1 : name;
    return name;
}

static HANDLE new_input(DWORD mode)
{
    HANDLE input = need_console(L"CONIN$");
    CHECK(SetConsoleMode(input, mode | ENABLE_EXTENDED_FLAGS | ENABLE_INSERT_MODE));
    CHECK(FlushConsoleInputBuffer(input));
    return input;
}

static const WCHAR *read_rest(HANDLE input)
{
    static WCHAR line[128];
    DWORD done = 0;
    CHECK(ReadConsoleW(input, line, 127, &done, NULL));
    line[done] = 0;
    return line;
}

static const WCHAR *enter(HANDLE input, const WCHAR *text)
{
    INPUT_RECORD record = {.EventType = KEY_EVENT};
    DWORD done;
    record.Event.KeyEvent.bKeyDown = TRUE;
    record.Event.KeyEvent.wRepeatCount = 1;
    for (const WCHAR *at = text;; at++) {
        record.Event.KeyEvent.uChar.UnicodeChar = *at ? *at : '\r';
        record.Event.KeyEvent.wVirtualKeyCode = *at ? 0 : VK_RETURN;
        CHECK(WriteConsoleInputW(input, &record, 1, &done));
        if (!*at)
            return read_rest(input);
    }
}

/* The line that a target makes of "go one two  three". */
static const WCHAR *expand(WCHAR *target)
{
    HANDLE input = new_input(LINES);
    CHECK(AddConsoleAliasW(L"go", target, own_name()));
    return enter(input, L"go one two  three");
}

CASE(an_alias_is_kept)
{
    NO_ALIASES;
    WCHAR target[16] = L"";
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(AddConsoleAliasW(L"ll", L"dir /w", L"some.exe"));
    CHECK(GetConsoleAliasW(L"ll", target, sizeof target, L"some.exe") != 0);
    CHECK_WSTR(target, L"dir /w");
    CHECK(AddConsoleAliasW(L"LL", L"dir", L"SOME.EXE"));
    CHECK(GetConsoleAliasW(L"ll", target, sizeof target, L"some.exe") != 0);
    CHECK_WSTR(target, L"dir");
    CHECK_EQ(GetConsoleAliasW(L"ll", target, sizeof target, L"other.exe"), 0);
}

CASE(an_alias_is_taken_away)
{
    NO_ALIASES;
    WCHAR target[16] = L"";
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(AddConsoleAliasW(L"ll", L"dir /w", L"some.exe"));
    CHECK(AddConsoleAliasW(L"mm", L"more", L"some.exe"));
    CHECK(AddConsoleAliasW(L"ll", NULL, L"some.exe"));
    CHECK_EQ(GetConsoleAliasW(L"ll", target, sizeof target, L"some.exe"), 0);
    CHECK(GetConsoleAliasW(L"mm", target, sizeof target, L"some.exe") != 0);
    CHECK_WSTR(target, L"more");
}

CASE(too_little_room_is_an_error)
{
    NO_ALIASES;
    WCHAR target[4] = L"";
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(AddConsoleAliasW(L"ll", L"dir /w", L"some.exe"));
    CHECK_FAILS(GetConsoleAliasW(L"ll", target, sizeof target, L"some.exe"),
                ERROR_INSUFFICIENT_BUFFER);
}

CASE(aliases_of_a_program_are_listed)
{
    NO_ALIASES;
    WCHAR list[32] = L"";
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(AddConsoleAliasW(L"a", L"one", L"list.exe"));
    CHECK(AddConsoleAliasW(L"b", L"two", L"list.exe"));
    CHECK(AddConsoleAliasW(L"c", L"no", L"another.exe"));
    CHECK_EQ(GetConsoleAliasesLengthW(L"list.exe"), 12 * sizeof(WCHAR));
    CHECK(GetConsoleAliasesW(list, sizeof list, L"list.exe") != 0);
    CHECK_WSTR(list, L"a=one");
    CHECK_WSTR(list + 6, L"b=two");
}

CASE(programs_with_aliases_are_listed_once)
{
    NO_ALIASES;
    WCHAR list[256] = L"";
    int found = 0;
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(AddConsoleAliasW(L"a", L"one", L"once.exe"));
    CHECK(AddConsoleAliasW(L"b", L"two", L"ONCE.exe"));
    DWORD size = GetConsoleAliasExesLengthW();
    REQUIRE(size > 0 && size <= sizeof list);
    CHECK(GetConsoleAliasExesW(list, sizeof list) != 0);
    for (DWORD i = 0; i < size / sizeof(WCHAR); i += (DWORD)lstrlenW(list + i) + 1)
        found += lstrcmpiW(list + i, L"once.exe") == 0;
    CHECK_EQ(found, 1);
}

CASE(aliases_in_bytes)
{
    NO_ALIASES;
    char text[32] = "";
    CloseHandle(need_console(L"CONOUT$"));
    CHECK(AddConsoleAliasA("ll", "dir", "bytes.exe"));
    CHECK(GetConsoleAliasA("ll", text, sizeof text, "bytes.exe") != 0);
    CHECK_STR(text, "dir");
    CHECK_EQ(GetConsoleAliasesLengthA("bytes.exe"), 7);
    CHECK(GetConsoleAliasesA(text, sizeof text, "bytes.exe") != 0);
    CHECK_STR(text, "ll=dir");
    CHECK_FAILS(GetConsoleAliasesA(text, 6, "bytes.exe"), ERROR_INSUFFICIENT_BUFFER);
}

CASE(a_line_is_expanded)
{
    NO_ALIASES;
    CHECK_WSTR(expand(L"run"), L"run\r\n");
    CHECK_WSTR(expand(L"run $*"), L"run one two  three\r\n");
    CHECK_WSTR(expand(L"$2-$1-$3-$4."), L"two-one-three-.\r\n");
    CHECK_WSTR(expand(L"a$gb$Lc$bd$$1"), L"a>b<c|d$1\r\n");
}

CASE(an_alias_can_be_several_lines)
{
    NO_ALIASES;
    CHECK_WSTR(expand(L"first $1$Tsecond $2"), L"first one\r\n");
    CHECK_WSTR(read_rest(open_console(L"CONIN$")), L"second two\r\n");
}

CASE(only_the_first_word_is_an_alias)
{
    HANDLE input = new_input(LINES);
    NO_ALIASES;
    CHECK(AddConsoleAliasW(L"go", L"run", own_name()));
    CHECK(AddConsoleAliasW(L"run", L"never", L"other.exe"));
    CHECK_WSTR(enter(input, L"gone"), L"gone\r\n");
    CHECK_WSTR(enter(input, L"to go"), L"to go\r\n");
    CHECK_WSTR(enter(input, L" go"), L" go\r\n");
    CHECK_WSTR(enter(input, L"run"), L"run\r\n");
    CHECK_WSTR(enter(input, L"GO"), L"run\r\n");
}

CASE(unprocessed_lines_have_no_aliases)
{
    HANDLE input = new_input(ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT);
    NO_ALIASES;
    CHECK(AddConsoleAliasW(L"go", L"run", own_name()));
    CHECK_WSTR(enter(input, L"go"), L"go\r");
}

CASE(lines_are_remembered_as_they_were_typed)
{
    HANDLE input = new_input(LINES);
    WCHAR list[64] = L"";
    char bytes[64] = "";
    NO_ALIASES;
    ExpungeConsoleCommandHistoryW(own_name());
    CHECK_EQ(GetConsoleCommandHistoryLengthW(own_name()), 0);
    CHECK(AddConsoleAliasW(L"go", L"run", own_name()));
    enter(input, L"go x");
    enter(input, L"second");
    CHECK_EQ(GetConsoleCommandHistoryLengthW(own_name()), 12 * sizeof(WCHAR));
    CHECK_EQ(GetConsoleCommandHistoryW(list, sizeof list, own_name()), 12 * sizeof(WCHAR));
    CHECK_WSTR(list, L"go x");
    CHECK_WSTR(list + 5, L"second");
    CHECK_EQ(GetConsoleCommandHistoryW(list, sizeof list, L"other.exe"), 0);
    CHECK_FAILS(GetConsoleCommandHistoryW(list, 8, own_name()), ERROR_INSUFFICIENT_BUFFER);
    CHECK(GetConsoleCommandHistoryA(bytes, sizeof bytes, "none.exe") == 0);
    ExpungeConsoleCommandHistoryW(own_name());
    CHECK_EQ(GetConsoleCommandHistoryLengthW(own_name()), 0);
}
