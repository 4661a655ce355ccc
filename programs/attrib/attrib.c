/* attrib.c - shows or changes attributes: attrib [+r -r +a -a +s -s +h -h ...] [name] [/s [/d]]. */
#include "program.h"

static DWORD set, clear;
static BOOL subfolders, directories, failed;
static size_t found;

static const struct {
    WCHAR letter;
    DWORD bit;
    int place; /* in the line shown */
} letters[] = {{'A', FILE_ATTRIBUTE_ARCHIVE, 0}, {'S', FILE_ATTRIBUTE_SYSTEM, 3},
               {'H', FILE_ATTRIBUTE_HIDDEN, 4},  {'R', FILE_ATTRIBUTE_READONLY, 5},
               {'O', FILE_ATTRIBUTE_OFFLINE, 6}, {'I', FILE_ATTRIBUTE_NOT_CONTENT_INDEXED, 7}};
#define LETTERS (sizeof letters / sizeof *letters)

static void show(const WCHAR *path, DWORD attributes)
{
    WCHAR line[22] = L"                     ", full[PATH_ROOM];
    for (size_t i = 0; i < LETTERS; i++)
        if (attributes & letters[i].bit)
            line[letters[i].place] = letters[i].letter;
    if (!GetFullPathNameW(path, PATH_ROOM, full, NULL))
        wcscpy(full, path);
    print(L"%ls%ls\n", line, full);
}

static void change(const WCHAR *path, DWORD attributes)
{
    const DWORD guarded = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM;
    found++;
    if (!set && !clear) {
        show(path, attributes);
        return;
    }
    if (attributes & guarded & ~(set | clear)) {
        BOOL system = (attributes & FILE_ATTRIBUTE_SYSTEM) != 0;
        print(L"Not resetting %ls file - %ls\n", system ? L"system" : L"hidden", path);
        return;
    }
    DWORD wanted = ((attributes & ~clear) | set) & ~FILE_ATTRIBUTE_DIRECTORY;
    if (!SetFileAttributesW(path, wanted ? wanted : FILE_ATTRIBUTE_NORMAL)) {
        complain(L"%ls - %ls\n", error_text(GetLastError()), path);
        failed = TRUE;
    }
}

static void walk(const WCHAR *directory, const WCHAR *pattern, BOOL exact)
{
    WCHAR path[PATH_ROOM];
    LISTING listing;
    join_path(path, directory, pattern);
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        DWORD attributes = listing.entries[i].dwFileAttributes;
        if (attributes & FILE_ATTRIBUTE_DIRECTORY && !directories && !(exact && !subfolders))
            continue;
        join_path(path, directory, listing.entries[i].cFileName);
        change(path, attributes);
    }
    free_listing(&listing);
    if (!subfolders)
        return;
    join_path(path, directory, L"*");
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        DWORD attributes = listing.entries[i].dwFileAttributes;
        if (attributes & FILE_ATTRIBUTE_DIRECTORY && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
            join_path(path, directory, listing.entries[i].cFileName);
            walk(path, pattern, exact);
        }
    }
    free_listing(&listing);
}

static void wrong(const WCHAR *word)
{
    complain(L"Parameter format not correct - %ls\n", word);
    finish(1);
}

static void take_letter(const WCHAR *word)
{
    for (size_t i = 0; i < LETTERS; i++)
        if (towupper(word[1]) == letters[i].letter && !word[2]) {
            if (word[0] == '+')
                set |= letters[i].bit;
            else
                clear |= letters[i].bit;
            return;
        }
    wrong(word);
}

static const WCHAR usage[] = L"Displays or changes file attributes.\n\n"
                             L"ATTRIB [+R | -R] [+A | -A] [+S | -S] [+H | -H] [+O | -O] [+I | -I]\n"
                             L"       [drive:][path][filename] [/S [/D]]\n\n"
                             L"  +   Sets an attribute.\n"
                             L"  -   Clears an attribute.\n"
                             L"  R   Read-only file attribute.\n"
                             L"  A   Archive file attribute.\n"
                             L"  S   System file attribute.\n"
                             L"  H   Hidden file attribute.\n"
                             L"  O   Offline attribute.\n"
                             L"  I   Not content indexed file attribute.\n"
                             L"  /S  Processes matching files in the current folder\n"
                             L"      and all subfolders.\n"
                             L"  /D  Processes folders as well.\n";

int wmain(int count, WCHAR **words)
{
    const WCHAR *name = NULL;
    WCHAR directory[PATH_ROOM];
    for (int i = 1; i < count; i++) {
        if (words[i][0] == '+' || words[i][0] == '-')
            take_letter(words[i]);
        else if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        } else if (is_option(words[i], L"s"))
            subfolders = TRUE;
        else if (is_option(words[i], L"d"))
            directories = TRUE;
        else if (words[i][0] == '/')
            wrong(words[i]);
        else if (!name)
            name = words[i];
        else
            wrong(words[i]);
    }
    if (!name)
        name = L"*";
    const WCHAR *pattern = last_part(name);
    set_text(directory, PATH_ROOM, L"%.*ls", (int)(pattern - name), name);
    walk(directory, pattern, !has_wildcard(name));
    if (!found) {
        BOOL path = directory[0] && !is_directory(directory);
        print(path ? L"Path not found - %ls\n" : L"File not found - %ls\n",
              path ? directory : name);
    }
    finish(!found || failed);
}
