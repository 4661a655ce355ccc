/* clip.c - text into the clipboard, which only a session with windows has. */
#include "program.h"

int wmain(int count, WCHAR **words)
{
    if (count == 2 && is_option(words[1], L"?")) {
        print(L"\nCLIP\n\nDescription:\n"
              L"    Redirects output of command line tools to the Windows clipboard.\n"
              L"    This text output can then be pasted into other programs.\n\n"
              L"Parameter List:\n    /?                  Displays this help message.\n");
        finish(0);
    }
    if (count > 1)
        complain(L"ERROR: Invalid syntax.\nType \"CLIP /?\" for usage.\n");
    else
        complain(L"ERROR: There is no clipboard in this session.\n");
    finish(1);
}
