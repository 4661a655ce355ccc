/* output.c - output and messages. */
#include "cmd.h"
#include <stdarg.h>

int wide_output;

/* To a console as UTF-16, elsewhere in its code page, with CR LF. */
static void put(HANDLE to, const WCHAR *text)
{
    DWORD mode, done;
    size_t size = wcslen(text), used = 0;
    WCHAR *lines = malloc((size * 2 + 1) * sizeof *lines);
    if (!lines)
        return;
    for (; *text; text++) {
        if (*text == '\n')
            lines[used++] = '\r';
        lines[used++] = *text;
    }
    if (GetConsoleMode(to, &mode)) {
        WriteConsoleW(to, lines, (DWORD)used, &done, NULL);
    } else if (wide_output) {
        WriteFile(to, lines, (DWORD)(used * sizeof *lines), &done, NULL);
    } else if (used) {
        UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
        int need = WideCharToMultiByte(page, 0, lines, (int)used, NULL, 0, NULL, NULL);
        char *bytes = malloc((size_t)need + 1);
        if (bytes) {
            WideCharToMultiByte(page, 0, lines, (int)used, bytes, need, NULL, NULL);
            WriteFile(to, bytes, (DWORD)need, &done, NULL);
        }
        free(bytes);
    }
    free(lines);
}

static void put_format(HANDLE to, const WCHAR *format, va_list arguments)
{
    WCHAR *text = malloc(BLOCK_MAX * sizeof *text);
    if (text) {
        _vsnwprintf(text, BLOCK_MAX - 1, format, arguments);
        text[BLOCK_MAX - 1] = 0;
        put(to, text);
    }
    free(text);
}

void out(const WCHAR *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_format(streams[1], format, arguments);
    va_end(arguments);
}

void complain(const WCHAR *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_format(streams[2], format, arguments);
    va_end(arguments);
}

int complain_error(DWORD error)
{
    WCHAR text[512];
    DWORD size = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                error, 0, text, 512, NULL);
    while (size && (text[size - 1] == '\n' || text[size - 1] == '\r'))
        text[--size] = 0;
    if (size)
        complain(L"%ls\n", text);
    else
        complain(L"Error %lu.\n", error);
    return 1;
}
