/* comp.c - compares two files byte by byte and names the first ten differences. */
#include "program.h"

static BOOL decimal, ascii, ignore_case, no_prompt;
static BOOL differ;

static BOOL same(char a, char b)
{
    return a == b || (ignore_case && towupper((unsigned char)a) == towupper((unsigned char)b));
}

static void show_byte(const WCHAR *name, char byte)
{
    if (ascii)
        print(L"%ls = %lc\n", name, (unsigned char)byte);
    else
        print(decimal ? L"%ls = %u\n" : L"%ls = %X\n", name, (unsigned char)byte);
}

static void compare_bytes(const char *a, const char *b, size_t size)
{
    int count = 0;
    for (size_t i = 0; i < size; i++) {
        if (same(a[i], b[i]))
            continue;
        print(decimal ? L"Compare error at OFFSET %zu\n" : L"Compare error at OFFSET %zX\n", i);
        show_byte(L"file1", a[i]);
        show_byte(L"file2", b[i]);
        differ = TRUE;
        if (++count == 10) {
            print(L"10 Mismatches - ending compare\n\n");
            return;
        }
    }
    print(count ? L"\n" : L"Files compare OK\n\n");
}

static BOOL compare(const WCHAR *first, const WCHAR *second)
{
    size_t sizes[2];
    char *bytes[2] = {NULL, NULL};
    const WCHAR *names[2] = {first, second};
    print(L"Comparing %ls and %ls...\n", first, second);
    for (int i = 0; i < 2; i++)
        if (!(bytes[i] = read_file(names[i], &sizes[i]))) {
            print(L"Can't find/open file: %ls\n", names[i]);
            free(bytes[0]);
            return FALSE;
        }
    if (sizes[0] != sizes[1]) {
        print(L"Files are different sizes.\n\n");
        differ = TRUE;
    } else {
        compare_bytes(bytes[0], bytes[1], sizes[0]);
    }
    free(bytes[0]);
    free(bytes[1]);
    return TRUE;
}

static BOOL compare_all(const WCHAR *first, const WCHAR *second)
{
    WCHAR one[PATH_ROOM], other[PATH_ROOM];
    LISTING listing;
    BOOL good = TRUE;
    if (!list_directory(first, &listing))
        return compare(first, second);
    for (size_t i = 0; i < listing.count; i++) {
        if (listing.entries[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        set_text(one, PATH_ROOM, L"%.*ls%ls", (int)(last_part(first) - first), first,
                 listing.entries[i].cFileName);
        if (is_directory(second))
            join_path(other, second, listing.entries[i].cFileName);
        else
            wcsncpy(other, second, PATH_ROOM);
        good &= compare(one, other);
    }
    free_listing(&listing);
    return good;
}

int wmain(int count, WCHAR **words)
{
    const WCHAR *names[2];
    int found = 0;
    for (int i = 1; i < count; i++)
        if (is_option(words[i], L"d"))
            decimal = TRUE;
        else if (is_option(words[i], L"a"))
            ascii = TRUE;
        else if (is_option(words[i], L"c"))
            ignore_case = TRUE;
        else if (is_option(words[i], L"m"))
            no_prompt = TRUE;
        else if (is_option(words[i], L"?") || words[i][0] == '/' || found == 2) {
            print(L"Compares the contents of two files or sets of files.\n\n"
                  L"COMP [data1] [data2] [/D] [/A] [/C] [/M]\n\n"
                  L"  data1      Specifies location and name(s) of first file(s) to compare.\n"
                  L"  data2      Specifies location and name(s) of second files to compare.\n"
                  L"  /D         Displays differences in decimal format.\n"
                  L"  /A         Displays differences in ASCII characters.\n"
                  L"  /C         Disregards case of ASCII letters when comparing files.\n"
                  L"  /M         Do not prompt for compare more files.\n");
            finish(is_option(words[i], L"?") ? 0 : 2);
        } else
            names[found++] = words[i];
    if (found < 2) {
        complain(L"Name of %ls file to compare: \n", found ? L"second" : L"first");
        finish(2);
    }
    BOOL good = compare_all(names[0], names[1]);
    if (!no_prompt)
        print(L"Compare more files (Y/N) ? \n");
    finish(!good ? 2 : differ);
}
