/* chcp.c - shows or sets the console's code page. */
#include "program.h"

int wmain(int count, WCHAR **words)
{
    WCHAR *end;
    if (count > 1 && is_option(words[1], L"?")) {
        print(L"Displays or sets the active code page number.\n\nCHCP [nnn]\n\n"
              L"  nnn   Specifies a code page number.\n\n"
              L"Type CHCP without a parameter to display the active code page number.\n");
        finish(0);
    }
    if (count > 2) {
        complain(L"Parameter format not correct - %ls\n", words[2]);
        finish(1);
    }
    if (count > 1) {
        UINT page = wcstoul(words[1], &end, 10);
        if (*end) {
            complain(L"Parameter format not correct - %ls\n", words[1]);
            finish(1);
        }
        if (!SetConsoleCP(page) || !SetConsoleOutputCP(page)) {
            complain(L"Invalid code page\n");
            finish(1);
        }
    }
    print(L"Active code page: %u\n", GetConsoleOutputCP());
    finish(0);
}
