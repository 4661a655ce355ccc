/*
 * doskey.c - macros and the history of the console.
 *
 * The console edits lines itself and keeps a history that nobody can ask for; it has no macros. So
 * what sets the editing is taken as what is so already, and the rest is refused by its name.
 */
#include "program.h"

static const WCHAR usage[] =
    L"Edits command lines, recalls Windows commands, and creates macros.\n\n"
    L"DOSKEY [/REINSTALL] [/LISTSIZE=size] [/MACROS[:ALL | :exename]]\n"
    L"  [/HISTORY] [/INSERT | /OVERSTRIKE] [/EXENAME=exename] [/MACROFILE=filename]\n"
    L"  [macroname=[text]]\n\n"
    L"The console here has no macros and does not tell its history: /MACROS shows\n"
    L"that there are none, /INSERT is how it is; the rest is refused.\n";

static BOOL is_so_already(const WCHAR *word)
{
    const WCHAR *rest;
    return is_option(word, L"insert") || is_option(word, L"macros") ||
           option_value(word, L"macros:", &rest) || option_value(word, L"exename=", &rest);
}

int wmain(int count, WCHAR **words)
{
    for (int i = 1; i < count; i++) {
        if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        }
        if (is_so_already(words[i]))
            continue;
        if (words[i][0] == '/')
            complain(L"DOSKEY: %ls is not supported.\n", words[i]);
        else
            complain(L"DOSKEY: the console has no macros - %ls\n", words[i]);
        finish(1);
    }
    finish(0);
}
