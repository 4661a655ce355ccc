/* consoleoutput.c - the cells of a screen buffer. */
#include "kernel32_private.h"

static WCHAR to_wide(CHAR c)
{
    WCHAR wide = 0;
    MultiByteToWideChar(GetConsoleOutputCP(), 0, &c, 1, &wide, 1);
    return wide;
}

static CHAR to_byte(WCHAR c)
{
    CHAR byte = '?';
    WideCharToMultiByte(GetConsoleOutputCP(), 0, &c, 1, &byte, 1, NULL, NULL);
    return byte;
}

static BOOL counted(NTSTATUS status, ULONG count, DWORD *done)
{
    if (!nt_result(status))
        return FALSE;
    if (done)
        *done = count;
    return TRUE;
}

/* ---- runs */

BOOL WINAPI WriteConsoleOutputCharacterW(HANDLE handle, LPCWSTR text, DWORD count, COORD at,
                                         LPDWORD done)
{
    ULONG used = 0;
    NTSTATUS status = BaileyConsoleWriteRun(handle, FALSE, text, count, at, &used);
    return counted(status, used, done);
}

BOOL WINAPI WriteConsoleOutputCharacterA(HANDLE handle, LPCSTR text, DWORD count, COORD at,
                                         LPDWORD done)
{
    WCHAR *wide = k32_alloc((count + 1) * sizeof(WCHAR));
    if (!wide)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    int units = MultiByteToWideChar(GetConsoleOutputCP(), 0, text, (int)count, wide, (int)count);
    BOOL good = WriteConsoleOutputCharacterW(handle, wide, (DWORD)units, at, done);
    k32_free(wide);
    return good;
}

BOOL WINAPI WriteConsoleOutputAttribute(HANDLE handle, CONST WORD *attributes, DWORD count,
                                        COORD at, LPDWORD done)
{
    ULONG used = 0;
    NTSTATUS status = BaileyConsoleWriteRun(handle, TRUE, attributes, count, at, &used);
    return counted(status, used, done);
}

BOOL WINAPI ReadConsoleOutputCharacterW(HANDLE handle, LPWSTR text, DWORD count, COORD at,
                                        LPDWORD done)
{
    ULONG used = 0;
    NTSTATUS status = BaileyConsoleReadRun(handle, FALSE, text, count, at, &used);
    return counted(status, used, done);
}

BOOL WINAPI ReadConsoleOutputCharacterA(HANDLE handle, LPSTR text, DWORD count, COORD at,
                                        LPDWORD done)
{
    ULONG used = 0;
    WCHAR *wide = k32_alloc((count + 1) * sizeof(WCHAR));
    if (!wide)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    NTSTATUS status = BaileyConsoleReadRun(handle, FALSE, wide, count, at, &used);
    int bytes = status || !used ? 0
                                : WideCharToMultiByte(GetConsoleOutputCP(), 0, wide, (int)used,
                                                      text, (int)count, NULL, NULL);
    k32_free(wide);
    return counted(status, (ULONG)bytes, done);
}

BOOL WINAPI ReadConsoleOutputAttribute(HANDLE handle, LPWORD attributes, DWORD count, COORD at,
                                       LPDWORD done)
{
    ULONG used = 0;
    NTSTATUS status = BaileyConsoleReadRun(handle, TRUE, attributes, count, at, &used);
    return counted(status, used, done);
}

BOOL WINAPI FillConsoleOutputCharacterW(HANDLE handle, WCHAR c, DWORD count, COORD at, LPDWORD done)
{
    ULONG used = 0;
    NTSTATUS status = BaileyConsoleFill(handle, FALSE, c, count, at, &used);
    return counted(status, used, done);
}

BOOL WINAPI FillConsoleOutputCharacterA(HANDLE handle, CHAR c, DWORD count, COORD at, LPDWORD done)
{
    return FillConsoleOutputCharacterW(handle, to_wide(c), count, at, done);
}

BOOL WINAPI FillConsoleOutputAttribute(HANDLE handle, WORD attribute, DWORD count, COORD at,
                                       LPDWORD done)
{
    ULONG used = 0;
    NTSTATUS status = BaileyConsoleFill(handle, TRUE, attribute, count, at, &used);
    return counted(status, used, done);
}

/* ---- rectangles */

BOOL WINAPI WriteConsoleOutputW(HANDLE handle, CONST CHAR_INFO *cells, COORD size, COORD from,
                                PSMALL_RECT rect)
{
    return nt_result(BaileyConsoleRect(handle, TRUE, (CHAR_INFO *)cells, size, from, rect));
}

static CHAR_INFO *copy_cells(const CHAR_INFO *cells, COORD size, BOOL widen)
{
    SIZE_T count = size.X > 0 && size.Y > 0 ? (SIZE_T)size.X * (SIZE_T)size.Y : 0;
    CHAR_INFO *copy = k32_alloc((count + 1) * sizeof *copy);
    for (SIZE_T i = 0; copy && i < count; i++) {
        copy[i] = cells[i];
        if (widen)
            copy[i].Char.UnicodeChar = to_wide(cells[i].Char.AsciiChar);
    }
    return copy;
}

BOOL WINAPI WriteConsoleOutputA(HANDLE handle, CONST CHAR_INFO *cells, COORD size, COORD from,
                                PSMALL_RECT rect)
{
    CHAR_INFO *wide = copy_cells(cells, size, TRUE);
    if (!wide)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    BOOL good = WriteConsoleOutputW(handle, wide, size, from, rect);
    k32_free(wide);
    return good;
}

BOOL WINAPI ReadConsoleOutputW(HANDLE handle, PCHAR_INFO cells, COORD size, COORD from,
                               PSMALL_RECT rect)
{
    return nt_result(BaileyConsoleRect(handle, FALSE, cells, size, from, rect));
}

BOOL WINAPI ReadConsoleOutputA(HANDLE handle, PCHAR_INFO cells, COORD size, COORD from,
                               PSMALL_RECT rect)
{
    SMALL_RECT asked = *rect;
    if (!ReadConsoleOutputW(handle, cells, size, from, rect))
        return FALSE;
    for (int y = 0; y <= rect->Bottom - rect->Top; y++)
        for (int x = 0; x <= rect->Right - rect->Left; x++) {
            CHAR_INFO *cell = &cells[(from.Y + rect->Top - asked.Top + y) * size.X + from.X +
                                     rect->Left - asked.Left + x];
            WCHAR c = cell->Char.UnicodeChar;
            cell->Char.UnicodeChar = 0;
            cell->Char.AsciiChar = to_byte(c);
        }
    return TRUE;
}

BOOL WINAPI ScrollConsoleScreenBufferW(HANDLE handle, CONST SMALL_RECT *rect,
                                       CONST SMALL_RECT *inside, COORD to, CONST CHAR_INFO *fill)
{
    return nt_result(BaileyConsoleScroll(handle, rect, inside, to, fill));
}

BOOL WINAPI ScrollConsoleScreenBufferA(HANDLE handle, CONST SMALL_RECT *rect,
                                       CONST SMALL_RECT *inside, COORD to, CONST CHAR_INFO *fill)
{
    CHAR_INFO wide = *fill;
    wide.Char.UnicodeChar = to_wide(fill->Char.AsciiChar);
    return ScrollConsoleScreenBufferW(handle, rect, inside, to, &wide);
}
