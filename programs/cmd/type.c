/* type.c - type: files as they are, UTF-16 ones in the console's code page. */
#include "words.h"

#define PIECE 16384

/* Where nobody reads any longer the system's text would be another. */
static int complain_write(DWORD error)
{
    if (error != ERROR_NO_DATA && error != ERROR_BROKEN_PIPE)
        return complain_error(error);
    complain(L"The process tried to write to a nonexistent pipe.\n");
    return 1;
}

static int write_all(HANDLE to, const char *bytes, DWORD size)
{
    DWORD done;
    for (; size; bytes += done, size -= done)
        if (!WriteFile(to, bytes, size, &done, NULL))
            return complain_write(GetLastError());
    return 0;
}

int type_file(const WCHAR *path, HANDLE to)
{
    char buffer[PIECE];
    DWORD size;
    int result = 0;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return complain_error(GetLastError());
    while (!result && ReadFile(file, buffer, sizeof buffer, &size, NULL) && size)
        result = write_all(to, buffer, size);
    CloseHandle(file);
    return result;
}

/* The mark of UTF-16, after which the file stands behind it. */
static int is_wide(HANDLE file)
{
    unsigned char mark[2];
    DWORD size = 0;
    int wide = GetFileType(file) == FILE_TYPE_DISK && ReadFile(file, mark, 2, &size, NULL) &&
               size == 2 && mark[0] == 0xff && mark[1] == 0xfe;
    return wide;
}

static int type_wide(HANDLE file)
{
    WCHAR units[PIECE + 1];
    char bytes[4 * PIECE];
    DWORD size, mode, done, kept = 0; /* a pair's first half, or half a unit, waits for the rest */
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
    int result = 0;
    while (!result && ReadFile(file, (char *)units + kept, PIECE * 2 - kept, &size, NULL) && size) {
        DWORD have = kept + size, count = have / 2;
        count -= count > 1 && IS_HIGH_SURROGATE(units[count - 1]);
        if (GetConsoleMode(streams[1], &mode)) {
            WriteConsoleW(streams[1], units, count, &done, NULL);
        } else if (count) {
            int length =
                WideCharToMultiByte(page, 0, units, (int)count, bytes, sizeof bytes, NULL, NULL);
            result = write_all(streams[1], bytes, (DWORD)length);
        }
        kept = have - count * 2;
        memmove(units, units + count, kept);
    }
    return result;
}

static int type_text(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return complain_error(GetLastError());
    int wide = is_wide(file), result = wide ? type_wide(file) : 0;
    CloseHandle(file);
    return wide ? result : type_file(path, streams[1]);
}

static int type_one(const WCHAR *path, const WIN32_FIND_DATAW *data, void *context)
{
    if (context)
        complain(L"\n%ls\n\n\n", path);
    return type_text(path);
}

int do_type(const WCHAR *text)
{
    WORDS w;
    int result = 0;
    if (!split_words(text, L"", &w) || !w.count) {
        forget_words(&w);
        return syntax_wrong();
    }
    for (int i = 0; i < w.count; i++) {
        int several = w.count > 1 || wcspbrk(w.names[i], L"*?");
        int error = is_directory(w.names[i]) ? complain_error(ERROR_ACCESS_DENIED)
                                             : each_file(w.names[i], type_one, several ? &w : NULL);
        if (error < 0) { /* a device, or nothing */
            if (wcspbrk(w.names[i], L"*?"))
                error = complain_error(ERROR_FILE_NOT_FOUND);
            else
                error = type_file(w.names[i], streams[1]);
            if (error && several)
                complain(L"Error occurred while processing: %ls.\n", w.names[i]);
        }
        result |= error;
    }
    forget_words(&w);
    return result;
}
