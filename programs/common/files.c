/* files.c - names, directories, whole files. */
#include "program.h"

void *need(size_t size)
{
    return more(NULL, size);
}

void *more(void *block, size_t size)
{
    void *result = realloc(block, size ? size : 1);
    if (!result) {
        static const char text[] = "Not enough memory.\r\n";
        DWORD done;
        WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, sizeof text - 1, &done, NULL);
        exit(2);
    }
    return result;
}

WCHAR *text_copy(const WCHAR *text)
{
    WCHAR *result = need((wcslen(text) + 1) * sizeof *result);
    return wcscpy(result, text);
}

char *read_all(HANDLE from, size_t *size)
{
    size_t used = 0, room = 65536;
    char *bytes = need(room);
    DWORD done;
    for (;;) {
        if (!ReadFile(from, bytes + used, (DWORD)(room - used - 1), &done, NULL)) {
            if (GetLastError() == ERROR_BROKEN_PIPE || GetLastError() == ERROR_HANDLE_EOF)
                break;
            free(bytes);
            return NULL;
        }
        if (!done)
            break;
        used += done;
        if (used + 1 == room)
            bytes = more(bytes, room *= 2);
    }
    bytes[used] = 0;
    *size = used;
    return bytes;
}

char *read_file(const WCHAR *path, size_t *size)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    char *bytes = read_all(file, size);
    DWORD error = GetLastError();
    CloseHandle(file);
    SetLastError(error);
    return bytes;
}

BOOL is_console(HANDLE handle)
{
    DWORD mode;
    return GetConsoleMode(handle, &mode);
}

BOOL option_value(const WCHAR *word, const WCHAR *name, const WCHAR **rest)
{
    size_t size = wcslen(name);
    if ((word[0] != '/' && word[0] != '-') || _wcsnicmp(word + 1, name, size) != 0)
        return FALSE;
    *rest = word + 1 + size;
    return TRUE;
}

BOOL is_option(const WCHAR *word, const WCHAR *name)
{
    const WCHAR *rest;
    return option_value(word, name, &rest) && !*rest;
}

BOOL wild_match(const WCHAR *pattern, const WCHAR *name)
{
    const WCHAR *star = NULL, *back = NULL;
    if (wcscmp(pattern, L"*.*") == 0)
        return TRUE;
    while (*name) {
        if (*pattern == '*') {
            star = ++pattern, back = name;
        } else if (*pattern == '?' || (*pattern && towupper(*pattern) == towupper(*name))) {
            pattern++, name++;
        } else if (star) {
            pattern = star, name = ++back;
        } else {
            return FALSE;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

BOOL has_wildcard(const WCHAR *name)
{
    return wcspbrk(name, L"*?") != NULL;
}

void join_path(WCHAR *to, const WCHAR *directory, const WCHAR *name)
{
    size_t size = wcslen(directory);
    BOOL closed = !size || wcschr(L"\\/:", directory[size - 1]);
    if (size + wcslen(name) + 2 > PATH_ROOM) {
        complain(L"The path is too long.\n");
        finish(4);
    }
    set_text(to, PATH_ROOM, closed ? L"%ls%ls" : L"%ls\\%ls", directory, name);
}

WCHAR *last_part(const WCHAR *path)
{
    const WCHAR *last = path;
    for (; *path; path++)
        if (wcschr(L"\\/:", *path))
            last = path + 1;
    return (WCHAR *)last;
}

BOOL is_dots(const WCHAR *name)
{
    return wcscmp(name, L".") == 0 || wcscmp(name, L"..") == 0;
}

BOOL is_directory(const WCHAR *path)
{
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY;
}

BOOL make_directories(const WCHAR *path)
{
    WCHAR *above = text_copy(path), *last = last_part(above);
    BOOL good = CreateDirectoryW(path, NULL) || is_directory(path);
    if (!good && GetLastError() == ERROR_PATH_NOT_FOUND && last > above) {
        last[-1] = 0;
        good = make_directories(above) && CreateDirectoryW(path, NULL);
    }
    free(above);
    return good;
}

void local_time(const FILETIME *time, SYSTEMTIME *local)
{
    SYSTEMTIME utc;
    FileTimeToSystemTime(time, &utc);
    SystemTimeToTzSpecificLocalTime(NULL, &utc, local);
}

const WCHAR *with_commas(ULONGLONG number)
{
    static WCHAR texts[4][32];
    static int next;
    WCHAR *text = texts[next++ % 4], *at = text + 31;
    int digits = 0;
    *at = 0;
    do {
        if (digits && digits % 3 == 0)
            *--at = ',';
        *--at = (WCHAR)('0' + number % 10);
        digits++;
    } while (number /= 10);
    return at;
}

static int by_name(const void *a, const void *b)
{
    return _wcsicmp(((const WIN32_FIND_DATAW *)a)->cFileName,
                    ((const WIN32_FIND_DATAW *)b)->cFileName);
}

BOOL list_directory(const WCHAR *pattern, LISTING *listing)
{
    WIN32_FIND_DATAW data;
    size_t room = 0;
    *listing = (LISTING){0};
    HANDLE find = FindFirstFileW(pattern, &data);
    if (find == INVALID_HANDLE_VALUE)
        return FALSE;
    do {
        if (is_dots(data.cFileName))
            continue;
        if (listing->count == room) {
            room = room ? room * 2 : 16;
            listing->entries = more(listing->entries, room * sizeof data);
        }
        listing->entries[listing->count++] = data;
    } while (FindNextFileW(find, &data));
    FindClose(find);
    if (listing->count)
        qsort(listing->entries, listing->count, sizeof data, by_name);
    return listing->count != 0;
}

void free_listing(LISTING *listing)
{
    free(listing->entries);
    *listing = (LISTING){0};
}
