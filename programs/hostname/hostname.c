/* hostname.c - the computer's name. */
#include "program.h"

int wmain(int count, WCHAR **words)
{
    WCHAR name[256];
    DWORD size = 256;
    if (count > 1 && !is_option(words[1], L"?")) {
        complain(L"sethostname: Use the Network Control Panel Applet to set hostname.\n"
                 L"hostname -s is not supported.\n");
        return 1;
    }
    if (count > 1) {
        print(L"\nPrints the name of the current host.\n\nhostname\n\n");
        finish(0);
    }
    if (!GetComputerNameExW(ComputerNameDnsHostname, name, &size)) {
        complain(L"%ls\n", error_text(GetLastError()));
        return 1;
    }
    print(L"%ls\n", name);
    finish(0);
}
