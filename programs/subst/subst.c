/* subst.c - drives that stand for paths: shows those that there are, makes and ends them. */
#include "program.h"

static const WCHAR usage[] = L"Associates a path with a drive letter.\n\n"
                             L"SUBST [drive1: [drive2:]path]\n"
                             L"SUBST drive1: /D\n\n"
                             L"  drive1:        Specifies a virtual drive to which you want to\n"
                             L"                 assign a path.\n"
                             L"  [drive2:]path  Specifies a physical drive and path you want to\n"
                             L"                 assign to a virtual drive.\n"
                             L"  /D             Deletes a substituted (virtual) drive.\n\n"
                             L"Type SUBST with no parameters to display a list of current virtual "
                             L"drives.\n";

__attribute__((noreturn)) static void wrong(const WCHAR *text, const WCHAR *word)
{
    complain(text, word);
    finish(1);
}

/* A drive that stands for a path is the name of one in the object name space. */
static BOOL substitution(const WCHAR *drive, WCHAR *path)
{
    WCHAR target[PATH_ROOM];
    if (!QueryDosDeviceW(drive, target, PATH_ROOM) || wcsncmp(target, L"\\??\\", 4) != 0)
        return FALSE;
    set_text(path, PATH_ROOM, L"%ls", target + 4);
    return TRUE;
}

static void show_all(void)
{
    WCHAR drive[3] = L"A:", path[PATH_ROOM];
    for (; drive[0] <= 'Z'; drive[0]++)
        if (substitution(drive, path))
            print(L"%ls\\: => %ls\n", drive, path);
}

int wmain(int count, WCHAR **words)
{
    WCHAR path[PATH_ROOM];
    if (count == 2 && is_option(words[1], L"?")) {
        print(L"%ls", usage);
        finish(0);
    }
    if (count == 1) {
        show_all();
        finish(0);
    }
    if (!iswalpha(words[1][0]) || wcscmp(words[1] + 1, L":") != 0)
        wrong(L"Invalid parameter - %ls\n", words[1]);
    if (count != 3)
        wrong(L"Incorrect number of parameters - %ls\n", count > 3 ? words[3] : words[1]);
    if (is_option(words[2], L"d") && !substitution(words[1], path))
        wrong(L"Invalid parameter - %ls\n", words[1]);
    if (!is_option(words[2], L"d") && !is_directory(words[2]))
        wrong(L"Path not found - %ls\n", words[2]);
    if (!is_option(words[2], L"d") && GetLogicalDrives() >> (towupper(words[1][0]) - 'A') & 1)
        wrong(L"Drive already SUBSTed\n", NULL);
    wrong(L"SUBST: drives cannot be added or taken away here - %ls\n", words[1]);
}
