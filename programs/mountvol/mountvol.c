/* mountvol.c - the name of a drive's volume: mountvol DRIVE: /L. */
#include "program.h"

int wmain(int count, WCHAR **words)
{
    WCHAR drive[8], name[64];
    if (count != 3 || !is_option(words[2], L"l") || wcslen(words[1]) > 3) {
        print(L"Tells the name of a drive's volume.\n\nMOUNTVOL drive: /L\n");
        finish(count == 2 && is_option(words[1], L"?") ? 0 : 1);
    }
    set_text(drive, 8, L"%ls%ls", words[1], words[1][wcslen(words[1]) - 1] == '\\' ? L"" : L"\\");
    if (!GetVolumeNameForVolumeMountPointW(drive, name, 64)) {
        complain(L"%ls\n", error_text(GetLastError()));
        finish(1);
    }
    print(L"    %ls\n\n", name);
    finish(0);
}
