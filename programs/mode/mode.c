/* mode.c - of the device settings, the console's: mode con [cols=n] [lines=n] [cp select=n]. */
#include "program.h"

static void show(void)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    HANDLE console = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE,
                                 FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    print(L"\nStatus for device CON:\n----------------------\n");
    if (console == INVALID_HANDLE_VALUE || !GetConsoleScreenBufferInfo(console, &info)) {
        print(L"    Code page:      %u\n\n", GetConsoleOutputCP());
        return;
    }
    print(L"    Lines:          %d\n    Columns:        %d\n", info.dwSize.Y, info.dwSize.X);
    print(L"    Keyboard rate:  31\n    Keyboard delay: 1\n");
    print(L"    Code page:      %u\n\n", GetConsoleOutputCP());
}

static void set_size(int columns, int lines)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    HANDLE console = GetStdHandle(STD_OUTPUT_HANDLE);
    if (!GetConsoleScreenBufferInfo(console, &info)) {
        complain(L"The screen cannot be set to the number of lines and columns specified.\n");
        finish(1);
    }
    COORD size = {columns ? (SHORT)columns : info.dwSize.X, lines ? (SHORT)lines : info.dwSize.Y};
    if (!SetConsoleScreenBufferSize(console, size)) {
        complain(L"The screen cannot be set to the number of lines and columns specified.\n");
        finish(1);
    }
}

int wmain(int count, WCHAR **words)
{
    int columns = 0, lines = 0;
    if (count > 1 && _wcsnicmp(words[1], L"con", 3) != 0) {
        complain(L"Illegal device name - %ls\n", words[1]);
        finish(1);
    }
    for (int i = 2; i < count; i++)
        if (_wcsnicmp(words[i], L"cols=", 5) == 0)
            columns = (int)wcstol(words[i] + 5, NULL, 10);
        else if (_wcsnicmp(words[i], L"lines=", 6) == 0)
            lines = (int)wcstol(words[i] + 6, NULL, 10);
        else if (_wcsnicmp(words[i], L"select=", 7) == 0)
            SetConsoleOutputCP((UINT)wcstoul(words[i] + 7, NULL, 10));
        else if (_wcsicmp(words[i], L"cp") != 0 && _wcsicmp(words[i], L"/status") != 0) {
            complain(L"Invalid parameter - %ls\n", words[i]);
            finish(1);
        }
    if (columns || lines)
        set_size(columns, lines);
    else
        show();
    finish(0);
}
