/* output.c - text to a console or a file. */
#include "program.h"
#include <stdarg.h>

static char held[16384]; /* for standard output; a program that waits flushes it first */
static size_t held_size;
static DWORD lost; /* why standard output could not be written */

static HANDLE standard(DWORD which)
{
    return GetStdHandle(which);
}

static UINT code_page(void)
{
    UINT page = GetConsoleOutputCP();
    return page ? page : GetOEMCP();
}

static BOOL write_all(HANDLE to, const char *bytes, size_t size)
{
    DWORD done;
    for (; size; bytes += done, size -= done)
        if (!WriteFile(to, bytes, (DWORD)size, &done, NULL) || !done)
            return FALSE;
    return TRUE;
}

static BOOL write_output(const char *bytes, size_t size)
{
    if (lost || write_all(standard(STD_OUTPUT_HANDLE), bytes, size))
        return !lost;
    lost = GetLastError() ? GetLastError() : ERROR_WRITE_FAULT;
    return FALSE;
}

BOOL output_is_lost(void)
{
    return lost != 0;
}

void flush_output(void)
{
    write_output(held, held_size);
    held_size = 0;
}

BOOL put_bytes(const char *bytes, size_t size)
{
    if (held_size + size > sizeof held)
        flush_output();
    if (size > sizeof held)
        return write_output(bytes, size);
    memcpy(held + held_size, bytes, size);
    held_size += size;
    return TRUE;
}

static void put(DWORD which, const WCHAR *text, size_t size)
{
    DWORD mode, done;
    WCHAR *lines = need((size * 2 + 1) * sizeof *lines);
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            lines[used++] = '\r';
        lines[used++] = text[i];
    }
    if (which == STD_ERROR_HANDLE || GetConsoleMode(standard(which), &mode))
        flush_output();
    if (GetConsoleMode(standard(which), &mode)) {
        WriteConsoleW(standard(which), lines, (DWORD)used, &done, NULL);
    } else if (used) {
        UINT page = code_page();
        int count = WideCharToMultiByte(page, 0, lines, (int)used, NULL, 0, NULL, NULL);
        char *bytes = need((size_t)count + 1);
        WideCharToMultiByte(page, 0, lines, (int)used, bytes, count, NULL, NULL);
        if (which == STD_OUTPUT_HANDLE)
            put_bytes(bytes, (size_t)count);
        else
            write_all(standard(which), bytes, (size_t)count);
        free(bytes);
    }
    free(lines);
}

static void put_format(DWORD which, const WCHAR *format, va_list arguments)
{
    size_t room = 1024;
    for (;; room *= 2) {
        WCHAR *text = need(room * sizeof *text);
        va_list again;
        va_copy(again, arguments);
        int size = _vsnwprintf(text, room - 1, format, again);
        va_end(again);
        if (size >= 0 || room > (1u << 22))
            put(which, text, size >= 0 ? (size_t)size : 0);
        free(text);
        if (size >= 0 || room > (1u << 22))
            return;
    }
}

void print(const WCHAR *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_format(STD_OUTPUT_HANDLE, format, arguments);
    va_end(arguments);
}

void complain(const WCHAR *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_format(STD_ERROR_HANDLE, format, arguments);
    va_end(arguments);
}

const WCHAR *error_text(DWORD error)
{
    static WCHAR text[512];
    DWORD size = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                error, 0, text, 512, NULL);
    while (size && (text[size - 1] == '\n' || text[size - 1] == '\r'))
        text[--size] = 0;
    if (!size)
        set_text(text, 512, L"Error %lu.", error);
    return text;
}

void finish(int code)
{
    flush_output();
    if (lost && lost != ERROR_NO_DATA && lost != ERROR_BROKEN_PIPE &&
        lost != ERROR_INVALID_HANDLE) {
        complain(L"%ls\n", error_text(lost));
        code = code ? code : 1;
    }
    exit(code);
}

size_t set_text(WCHAR *to, size_t room, const WCHAR *form, ...)
{
    va_list arguments;
    va_start(arguments, form);
    int size = _vsnwprintf(to, room, form, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= room) {
        to[room - 1] = 0;
        return room - 1;
    }
    return (size_t)size;
}
