/* choice.c - asks for one of several keys; the exit code is its place, from 1 on. */
#include "program.h"

static const WCHAR *choices = L"YN", *text = L"";
static BOOL hidden, match_case;
static long limit = -1;
static WCHAR preset;

__attribute__((noreturn)) static void wrong(const WCHAR *message)
{
    complain(L"ERROR: %ls\nType \"CHOICE /?\" for usage.\n", message);
    finish(255);
}

static int place_of(WCHAR key)
{
    for (int i = 0; choices[i]; i++)
        if (choices[i] == key || (!match_case && towupper(choices[i]) == towupper(key)))
            return i + 1;
    return 0;
}

/* -1: no more input; 0: the time is over. */
static int read_key(HANDLE in, ULONGLONG until)
{
    INPUT_RECORD record;
    DWORD done;
    char byte;
    if (!is_console(in))
        return ReadFile(in, &byte, 1, &done, NULL) && done ? (unsigned char)byte : -1;
    for (;;) {
        ULONGLONG now = GetTickCount64();
        DWORD rest = limit < 0 ? INFINITE : now >= until ? 0 : (DWORD)(until - now);
        if (WaitForSingleObject(in, rest) != WAIT_OBJECT_0)
            return 0;
        if (!ReadConsoleInputW(in, &record, 1, &done) || !done)
            return -1;
        if (record.EventType == KEY_EVENT && record.Event.KeyEvent.bKeyDown &&
            record.Event.KeyEvent.uChar.UnicodeChar)
            return record.Event.KeyEvent.uChar.UnicodeChar;
    }
}

static void ask(void)
{
    print(L"%ls", text);
    if (!hidden) {
        print(*text ? L" [" : L"[");
        for (int i = 0; choices[i]; i++)
            print(i ? L",%lc" : L"%lc", match_case ? choices[i] : towupper(choices[i]));
        print(L"]?");
    }
    flush_output();
}

static int answer(void)
{
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
    ULONGLONG until = GetTickCount64() + 1000 * (ULONGLONG)limit;
    if (limit == 0)
        return place_of(preset);
    for (;;) {
        int key = read_key(in, until), place = key > 0 ? place_of((WCHAR)key) : 0;
        if (key == 0)
            return place_of(preset);
        if (key < 0) {
            print(L"\n");
            flush_output();
            complain(L"ERROR: The file is either empty or does not contain the valid choices.\n");
            return 255;
        }
        if (place)
            return place;
        if (is_console(in))
            print(L"\a");
        flush_output();
    }
}

static const WCHAR usage[] =
    L"\nCHOICE [/C choices] [/N] [/CS] [/T timeout /D choice] [/M text]\n\nDescription:\n"
    L"    This tool allows users to select one item from a list\n"
    L"    of choices and returns the index of the selected choice.\n\nParameter List:\n"
    L"   /C    choices       Specifies the list of choices to be created.\n"
    L"                       Default list for English is \"YN\".\n"
    L"   /N                  Hides the list of choices in the prompt.\n"
    L"   /CS                 Enables case-sensitive choices to be selected.\n"
    L"   /T    timeout       The number of seconds to pause before a default\n"
    L"                       choice is made. Acceptable values are from 0 to 9999.\n"
    L"   /D    choice        Specifies the default choice after nnnn seconds.\n"
    L"   /M    text          Specifies the message to be displayed before\n"
    L"                       the prompt.\n";

static void read_options(int count, WCHAR **words)
{
    for (int i = 1; i < count; i++) {
        WCHAR *end = NULL;
        BOOL has_value = i + 1 < count;
        if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        } else if (is_option(words[i], L"n"))
            hidden = TRUE;
        else if (is_option(words[i], L"cs"))
            match_case = TRUE;
        else if (is_option(words[i], L"c") && has_value)
            choices = words[++i];
        else if (is_option(words[i], L"m") && has_value)
            text = words[++i];
        else if (is_option(words[i], L"d") && has_value && words[i + 1][0] && !words[i + 1][1])
            preset = words[++i][0];
        else if (is_option(words[i], L"t") && has_value) {
            limit = wcstol(words[++i], &end, 10);
            if (*end || limit < 0 || limit > 9999)
                wrong(L"Invalid syntax. Valid range for timeout is 0 to 9999 seconds.");
        } else
            wrong(L"Invalid syntax.");
    }
}

int wmain(int count, WCHAR **words)
{
    read_options(count, words);
    if (!*choices)
        wrong(L"Invalid syntax. Choices cannot be empty.");
    for (int i = 0; choices[i]; i++)
        if (place_of(choices[i]) != i + 1)
            wrong(L"The duplicate choices are not allowed in the choice list.");
    if ((limit >= 0) != (preset != 0))
        wrong(limit >= 0 ? L"Invalid syntax. The default choice is not specified with /T option."
                         : L"Invalid syntax. The timeout is not specified with /D option.");
    if (preset && !place_of(preset))
        wrong(L"Invalid syntax. Default choice is not in the list of choices.");
    ask();
    int place = answer();
    if (place < 255)
        print(L"%lc\n", match_case ? choices[place - 1] : towupper(choices[place - 1]));
    finish(place);
}
