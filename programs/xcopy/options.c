/* options.c - see xcopy.h. */
#include "xcopy.h"

OPTIONS option;

__attribute__((noreturn)) static void wrong(const WCHAR *text, const WCHAR *what)
{
    flush_output();
    complain(L"%ls%ls\n0 File(s) copied\n", text, what);
    finish(4);
}

static void add_excluded(const WCHAR *path)
{
    size_t size;
    char *bytes = read_file(path, &size);
    if (!bytes)
        wrong(L"Can't read file: ", path);
    for (char *line = strtok(bytes, "\r\n"); line; line = strtok(NULL, "\r\n")) {
        WCHAR text[PATH_ROOM];
        if (MultiByteToWideChar(CP_ACP, 0, line, -1, text, PATH_ROOM) <= 1)
            continue;
        option.excluded =
            more(option.excluded, (option.excluded_count + 1) * sizeof *option.excluded);
        option.excluded[option.excluded_count++] = _wcsupr(text_copy(text));
    }
    free(bytes);
}

static void take_excluded(const WCHAR *list)
{
    WCHAR *copy = text_copy(list);
    for (WCHAR *next = wcstok(copy, L"+"); next; next = wcstok(NULL, L"+"))
        add_excluded(next);
    free(copy);
}

static void take_date(const WCHAR *text)
{
    SYSTEMTIME local = {0}, utc;
    unsigned month, day, year;
    if (swscanf(text, L"%u-%u-%u", &month, &day, &year) != 3)
        wrong(L"Invalid date", L"");
    local.wMonth = (WORD)month;
    local.wDay = (WORD)day;
    local.wYear = (WORD)(year < 80 ? year + 2000 : year < 100 ? year + 1900 : year);
    if (!TzSpecificLocalTimeToSystemTime(NULL, &local, &utc) ||
        !SystemTimeToFileTime(&utc, &option.since))
        wrong(L"Invalid date", L"");
    option.have_date = TRUE;
}

static BOOL take_letter(WCHAR letter)
{
    struct {
        WCHAR letter;
        BOOL *flag;
    } flags[] = {{'A', &option.archive},
                 {'M', &option.archive_clear},
                 {'D', &option.date},
                 {'P', &option.prompt},
                 {'S', &option.tree},
                 {'E', &option.empty},
                 {'W', &option.wait},
                 {'C', &option.go_on},
                 {'I', &option.into},
                 {'Q', &option.quiet},
                 {'F', &option.full_names},
                 {'L', &option.list_only},
                 {'H', &option.hidden},
                 {'R', &option.read_only},
                 {'T', &option.structure},
                 {'U', &option.update},
                 {'K', &option.keep_attributes},
                 {'Y', &option.overwrite},
                 {'B', &option.links}};
    static const WCHAR ignored[] = L"VGOXZJN"; /* security and networks are not carried */
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (letter == flags[i].letter) {
            *flags[i].flag = TRUE;
            return TRUE;
        }
    return wcschr(ignored, letter) != NULL;
}

static void take_option(const WCHAR *word)
{
    const WCHAR *rest;
    if (option_value(word, L"exclude:", &rest)) {
        take_excluded(rest);
        return;
    }
    for (const WCHAR *p = word; *p == '/'; p = wcschr(p + 1, '/') ? wcschr(p + 1, '/') : L"") {
        size_t size = wcscspn(p + 1, L"/");
        if (towupper(p[1]) == 'D' && p[2] == ':') {
            option.date = TRUE;
            take_date(p + 3);
        } else if (p[1] == '-' && towupper(p[2]) == 'Y') {
            option.ask_overwrite = TRUE;
            option.overwrite = FALSE;
        } else if (size != 1 || !take_letter((WCHAR)towupper(p[1]))) {
            wrong(L"Invalid switch - ", p);
        }
    }
}

static const WCHAR usage[] =
    L"Copies files and directory trees.\n\n"
    L"XCOPY source [destination] [/A | /M] [/D[:date]] [/P] [/S [/E]] [/W]\n"
    L"                           [/C] [/I] [/Q] [/F] [/L] [/H] [/R] [/T] [/U]\n"
    L"                           [/K] [/N] [/Y] [/-Y]\n"
    L"                           [/EXCLUDE:file1[+file2][+file3]...]\n\n"
    L"  /A           Copies only files with the archive attribute set.\n"
    L"  /M           The same, and turns off the archive attribute.\n"
    L"  /D:m-d-y     Copies files changed on or after the specified date; without\n"
    L"               a date only those that are newer than the destination's.\n"
    L"  /EXCLUDE:file1[+file2]...  Lists of strings; what has one in its path stays.\n"
    L"  /P           Prompts before creating each destination file.\n"
    L"  /S           Copies directories and subdirectories except empty ones.\n"
    L"  /E           Copies directories and subdirectories, including empty ones.\n"
    L"  /W           Prompts to press a key before copying.\n"
    L"  /C           Continues copying even if errors occur.\n"
    L"  /I           If destination does not exist and copying more than one file,\n"
    L"               assumes that destination must be a directory.\n"
    L"  /Q           Does not display file names while copying.\n"
    L"  /F           Displays full source and destination file names.\n"
    L"  /L           Displays files that would be copied.\n"
    L"  /H           Copies hidden and system files also.\n"
    L"  /R           Overwrites read-only files.\n"
    L"  /T           Creates directory structure, but does not copy files.\n"
    L"  /U           Copies only files that already exist in destination.\n"
    L"  /K           Copies attributes.\n"
    L"  /Y           Suppresses prompting to overwrite an existing file.\n"
    L"  /-Y          Causes prompting to overwrite an existing file.\n";

void read_options(int count, WCHAR **words, const WCHAR **from, const WCHAR **to)
{
    WCHAR preset[256];
    *from = *to = NULL;
    if (GetEnvironmentVariableW(L"COPYCMD", preset, 256))
        option.overwrite = _wcsicmp(preset, L"/y") == 0;
    for (int i = 1; i < count; i++) {
        if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        }
        if (words[i][0] == '/')
            take_option(words[i]);
        else if (!*from)
            *from = words[i];
        else if (!*to)
            *to = words[i];
        else
            wrong(L"Invalid number of parameters", L"");
    }
    if (!*from)
        wrong(L"Invalid number of parameters", L"");
    option.tree |= option.empty | option.structure;
}

BOOL is_excluded(const WCHAR *path)
{
    WCHAR *upper = _wcsupr(text_copy(path));
    BOOL found = FALSE;
    for (size_t i = 0; i < option.excluded_count && !found; i++)
        found = wcsstr(upper, option.excluded[i]) != NULL;
    free(upper);
    return found;
}

BOOL is_wanted(const WIN32_FIND_DATAW *from, const WCHAR *to)
{
    WIN32_FILE_ATTRIBUTE_DATA there;
    DWORD attributes = from->dwFileAttributes;
    BOOL exists = GetFileAttributesExW(to, GetFileExInfoStandard, &there);
    if (!option.hidden && attributes & (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM))
        return FALSE;
    if ((option.archive || option.archive_clear) && !(attributes & FILE_ATTRIBUTE_ARCHIVE))
        return FALSE;
    if (option.update && !exists)
        return FALSE;
    if (option.have_date && CompareFileTime(&from->ftLastWriteTime, &option.since) < 0)
        return FALSE;
    return !option.date || option.have_date || !exists ||
           CompareFileTime(&from->ftLastWriteTime, &there.ftLastWriteTime) > 0;
}

WCHAR ask_key(const WCHAR *question, const WCHAR *keys)
{
    char byte, first = 0;
    DWORD done;
    for (;;) {
        print(L"%ls", question);
        flush_output();
        for (first = 0;;) {
            if (!ReadFile(GetStdHandle(STD_INPUT_HANDLE), &byte, 1, &done, NULL) || !done) {
                print(L"\n");
                finish(2);
            }
            if (byte == '\n')
                break;
            if (!first && byte != ' ')
                first = byte;
        }
        WCHAR key = (WCHAR)towupper((unsigned char)first);
        if (key && wcschr(keys, key))
            return key;
    }
}
