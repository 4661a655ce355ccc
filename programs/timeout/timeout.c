/* timeout.c - waits for a time or a key: /t seconds [/nobreak]. */
#include "program.h"

static int wrong(const WCHAR *text)
{
    complain(L"ERROR: %ls\nType \"TIMEOUT /?\" for usage.\n", text);
    return 1;
}

/* TRUE: a key was pressed within a second. */
static BOOL wait_second(HANDLE in, ULONGLONG until)
{
    INPUT_RECORD record;
    DWORD done;
    for (;;) {
        ULONGLONG now = GetTickCount64();
        if (now >= until)
            return FALSE;
        if (!in)
            Sleep((DWORD)(until - now));
        else if (WaitForSingleObject(in, (DWORD)(until - now)) == WAIT_OBJECT_0 &&
                 ReadConsoleInputW(in, &record, 1, &done) && done &&
                 record.EventType == KEY_EVENT && record.Event.KeyEvent.bKeyDown)
            return TRUE;
    }
}

static int wait_all(long seconds, BOOL nobreak)
{
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
    ULONGLONG start = GetTickCount64();
    int width = 1;
    for (long rest = seconds; rest > 9; rest /= 10)
        width++;
    print(seconds >= 0 ? L"\n" : L"");
    for (long past = 0; seconds < 0 || past < seconds; past++) {
        if (seconds >= 0)
            print(L"\rWaiting for %*ld seconds, press %ls ...", width, seconds - past,
                  nobreak ? L"CTRL+C to quit" : L"a key to continue");
        else if (!past)
            print(L"\nPress any key to continue ...\n");
        flush_output();
        if (wait_second(nobreak ? NULL : in, start + 1000 * ((ULONGLONG)past + 1)))
            break;
    }
    if (seconds >= 0)
        print(L"\rWaiting for %*d seconds, press %ls ...\n", width, 0,
              nobreak ? L"CTRL+C to quit" : L"a key to continue");
    finish(0);
}

static const WCHAR usage[] =
    L"\nTIMEOUT [/T] timeout [/NOBREAK]\n\nDescription:\n"
    L"    This utility accepts a timeout parameter to wait for the specified\n"
    L"    time period (in seconds) or until any key is pressed. It also\n"
    L"    accepts a parameter to ignore the key press.\n\nParameter List:\n"
    L"    /T        timeout       Specifies the number of seconds to wait.\n"
    L"                            Valid range is -1 to 99999 seconds.\n\n"
    L"    /NOBREAK                Ignore key presses and wait specified time.\n\n"
    L"    /?                      Displays this help message.\n";

int wmain(int count, WCHAR **words)
{
    const WCHAR *number = NULL;
    BOOL nobreak = FALSE;
    WCHAR *end;
    for (int i = 1; i < count; i++) {
        if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        }
        if (is_option(words[i], L"nobreak"))
            nobreak = TRUE;
        else if (is_option(words[i], L"t") && i + 1 < count)
            number = words[++i];
        else if (words[i][0] != '/' && !number)
            number = words[i];
        else
            return wrong(L"Invalid syntax.");
    }
    if (!number)
        return wrong(L"Invalid syntax. Timeout value must be specified.");
    long seconds = wcstol(number, &end, 10);
    if (!*number || *end || seconds < -1 || seconds > 99999)
        return wrong(L"Invalid value for timeout (/T) specified. Valid range is -1 to 99999.");
    if (seconds < 0 && nobreak)
        return wrong(L"Invalid syntax. /NOBREAK option is not allowed with timeout of '-1'.");
    if (!is_console(GetStdHandle(STD_INPUT_HANDLE))) {
        complain(L"ERROR: Input redirection is not supported, exiting the process immediately.\n");
        return 1;
    }
    return wait_all(seconds, nobreak);
}
