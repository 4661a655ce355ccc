/* tree.c - directories below one as a drawing; /f: their files too, /a: in ASCII. */
#include "program.h"

static BOOL files, ascii;
static size_t shown;

static void walk(const WCHAR *directory, WCHAR *prefix, size_t size);

static void show_files(const LISTING *listing, const WCHAR *prefix, BOOL more_directories)
{
    const WCHAR *bar = !more_directories ? L" " : ascii ? L"|" : L"\u2502";
    BOOL any = FALSE;
    for (size_t i = 0; i < listing->count; i++)
        if (!(listing->entries[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)) {
            print(L"%ls%ls   %ls\n", prefix, bar, listing->entries[i].cFileName);
            any = TRUE;
        }
    if (any)
        print(L"%ls%ls\n", prefix, more_directories ? bar : L"");
}

static BOOL is_shown(const WIN32_FIND_DATAW *data)
{
    return data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY &&
           !(data->dwFileAttributes & (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM));
}

static void walk(const WCHAR *directory, WCHAR *prefix, size_t size)
{
    WCHAR path[PATH_ROOM];
    LISTING listing;
    size_t left = 0;
    join_path(path, directory, L"*");
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++)
        left += is_shown(&listing.entries[i]) != 0;
    if (files)
        show_files(&listing, prefix, left != 0);
    for (size_t i = 0; i < listing.count; i++) {
        const WIN32_FIND_DATAW *data = &listing.entries[i];
        if (!is_shown(data))
            continue;
        BOOL last = --left == 0;
        shown++;
        print(L"%ls%ls%ls\n", prefix,
              ascii ? (last ? L"\\---" : L"+---")
                    : (last ? L"\u2514\u2500\u2500\u2500" : L"\u251c\u2500\u2500\u2500"),
              data->cFileName);
        if (size + 5 >= PATH_ROOM || data->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)
            continue;
        wcscpy(prefix + size, last ? L"    " : ascii ? L"|   " : L"\u2502   ");
        join_path(path, directory, data->cFileName);
        walk(path, prefix, size + 4);
        prefix[size] = 0;
    }
    free_listing(&listing);
}

static void show_volume(const WCHAR *full)
{
    WCHAR root[4] = {full[0], ':', '\\', 0}, label[MAX_PATH + 1] = L"";
    DWORD serial = 0;
    GetVolumeInformationW(root, label, MAX_PATH + 1, &serial, NULL, NULL, NULL, 0);
    print(*label ? L"Folder PATH listing for volume %ls\n" : L"Folder PATH listing\n", label);
    print(L"Volume serial number is %04lX-%04lX\n", serial >> 16, serial & 0xffff);
}

int wmain(int count, WCHAR **words)
{
    WCHAR full[PATH_ROOM], prefix[PATH_ROOM] = L"";
    const WCHAR *root = NULL;
    for (int i = 1; i < count; i++)
        if (is_option(words[i], L"f"))
            files = TRUE;
        else if (is_option(words[i], L"a"))
            ascii = TRUE;
        else if (is_option(words[i], L"?")) {
            print(L"Graphically displays the folder structure of a drive or path.\n\n"
                  L"TREE [drive:][path] [/F] [/A]\n\n"
                  L"   /F   Display the names of the files in each folder.\n"
                  L"   /A   Use ASCII instead of extended characters.\n\n");
            finish(0);
        } else if (root || words[i][0] == '/') {
            complain(root ? L"Too many parameters - %ls\n" : L"Invalid switch - %ls\n", words[i]);
            finish(1);
        } else
            root = words[i];
    if (!GetFullPathNameW(root ? root : L".", PATH_ROOM, full, NULL))
        finish(1);
    show_volume(full);
    if (root) {
        WCHAR *upper = _wcsupr(text_copy(full));
        print(L"%ls\n", upper);
        free(upper);
    } else
        print(L"%lc:.\n", full[0]);
    if (!is_directory(full)) {
        print(L"Invalid path - %ls\n", full + (full[1] == ':' ? 2 : 0));
        finish(1);
    }
    walk(full, prefix, 0);
    if (!shown)
        print(L"No subfolders exist \n\n");
    finish(0);
}
