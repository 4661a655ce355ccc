/*
 * consoleapi2.c - the console's screen by way of terminal sequences.
 *
 * What the terminal shows cannot be read back: the cursor is where this process has last put it.
 */
#include "console.h"

static WORD attributes = FOREGROUND_RED | FOREGROUND_GREEN | FOREGROUND_BLUE;
static COORD cursor;
static CONSOLE_CURSOR_INFO cursor_info = {25, TRUE};
static WCHAR title[256];
static ULONG title_count;

static ULONG put_number(char *to, ULONG value)
{
    char digits[10];
    ULONG count = 0, at = 0;
    do
        digits[count++] = (char)('0' + value % 10);
    while (value /= 10);
    while (count)
        to[at++] = digits[--count];
    return at;
}

BOOL console_sequence(HANDLE handle, ULONG a, ULONG b, char letter)
{
    char text[32] = {27, '['};
    ULONG at = 2;
    at += put_number(text + at, a);
    text[at++] = ';';
    at += put_number(text + at, b);
    text[at++] = letter;
    return console_put_text(handle, text, at);
}

BOOL WINAPI GetConsoleScreenBufferInfo(HANDLE handle, PCONSOLE_SCREEN_BUFFER_INFO info)
{
    BAILEY_TERMINAL terminal;
    if (!console_query(handle, &terminal))
        return FALSE;
    if (terminal.input)
        return fail_with(ERROR_INVALID_HANDLE);
    SHORT columns = terminal.columns ? (SHORT)terminal.columns : 80;
    SHORT rows = terminal.rows ? (SHORT)terminal.rows : 25;
    info->dwSize = (COORD){columns, rows};
    info->dwCursorPosition = cursor;
    info->wAttributes = attributes;
    info->srWindow = (SMALL_RECT){0, 0, (SHORT)(columns - 1), (SHORT)(rows - 1)};
    info->dwMaximumWindowSize = info->dwSize;
    return TRUE;
}

BOOL WINAPI GetConsoleScreenBufferInfoEx(HANDLE handle, PCONSOLE_SCREEN_BUFFER_INFOEX info)
{
    static const COLORREF colors[16] = {0x000000, 0x800000, 0x008000, 0x808000, 0x000080, 0x800080,
                                        0x008080, 0xc0c0c0, 0x808080, 0xff0000, 0x00ff00, 0xffff00,
                                        0x0000ff, 0xff00ff, 0x00ffff, 0xffffff};
    CONSOLE_SCREEN_BUFFER_INFO basic;
    if (info->cbSize != sizeof *info)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!GetConsoleScreenBufferInfo(handle, &basic))
        return FALSE;
    info->dwSize = basic.dwSize;
    info->dwCursorPosition = basic.dwCursorPosition;
    info->wAttributes = basic.wAttributes;
    info->srWindow = basic.srWindow;
    info->dwMaximumWindowSize = basic.dwMaximumWindowSize;
    info->wPopupAttributes = 0xf5;
    info->bFullscreenSupported = FALSE;
    __builtin_memcpy(info->ColorTable, colors, sizeof colors);
    return TRUE;
}

COORD WINAPI GetLargestConsoleWindowSize(HANDLE handle)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!GetConsoleScreenBufferInfo(handle, &info))
        return (COORD){0, 0};
    return info.dwMaximumWindowSize;
}

/* Windows has blue in bit 0 and red in bit 2, terminals the other way round. */
static ULONG terminal_color(ULONG bits)
{
    return (bits & 1) << 2 | (bits & 2) | (bits & 4) >> 2;
}

BOOL WINAPI SetConsoleTextAttribute(HANDLE handle, WORD value)
{
    BAILEY_TERMINAL terminal;
    if (!console_query(handle, &terminal))
        return FALSE;
    attributes = value;
    if ((value & 0xff) == (FOREGROUND_RED | FOREGROUND_GREEN | FOREGROUND_BLUE))
        return console_put_text(handle, "\033[0m", 4);
    ULONG front = (value & FOREGROUND_INTENSITY ? 90 : 30) + terminal_color(value & 7);
    ULONG back = (value & BACKGROUND_INTENSITY ? 100 : 40) + terminal_color(value >> 4 & 7);
    if (!(value & 0xf0))
        back = 49; /* black is the terminal's own background */
    return console_sequence(handle, front, back, 'm');
}

BOOL WINAPI SetConsoleCursorPosition(HANDLE handle, COORD position)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!GetConsoleScreenBufferInfo(handle, &info))
        return FALSE;
    if (position.X < 0 || position.Y < 0 || position.X >= info.dwSize.X ||
        position.Y >= info.dwSize.Y)
        return fail_with(ERROR_INVALID_PARAMETER);
    cursor = position;
    return console_sequence(handle, (ULONG)position.Y + 1, (ULONG)position.X + 1, 'H');
}

BOOL WINAPI GetConsoleCursorInfo(HANDLE handle, PCONSOLE_CURSOR_INFO info)
{
    BAILEY_TERMINAL terminal;
    if (!console_query(handle, &terminal))
        return FALSE;
    *info = cursor_info;
    return TRUE;
}

BOOL WINAPI SetConsoleCursorInfo(HANDLE handle, CONST CONSOLE_CURSOR_INFO *info)
{
    BAILEY_TERMINAL terminal;
    if (!console_query(handle, &terminal))
        return FALSE;
    if (info->dwSize < 1 || info->dwSize > 100)
        return fail_with(ERROR_INVALID_PARAMETER);
    cursor_info = *info;
    return console_put_text(handle, info->bVisible ? "\033[?25h" : "\033[?25l", 6);
}

static DWORD room_from(HANDLE handle, COORD at, DWORD count)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!GetConsoleScreenBufferInfo(handle, &info))
        return MAXDWORD;
    if (at.X < 0 || at.Y < 0 || at.X >= info.dwSize.X || at.Y >= info.dwSize.Y)
        return 0;
    DWORD room = (DWORD)(info.dwSize.Y - at.Y) * (DWORD)info.dwSize.X - (DWORD)at.X;
    return count < room ? count : room;
}

BOOL WINAPI WriteConsoleOutputCharacterW(HANDLE handle, LPCWSTR text, DWORD count, COORD at,
                                         LPDWORD done)
{
    DWORD fits = room_from(handle, at, count);
    if (fits == MAXDWORD)
        return FALSE;
    BOOL good = console_put_text(handle, "\0337", 2) &&
                console_sequence(handle, (ULONG)at.Y + 1, (ULONG)at.X + 1, 'H') &&
                console_put(handle, text, fits) && console_put_text(handle, "\0338", 2);
    if (good && done)
        *done = fits;
    return good;
}

BOOL WINAPI FillConsoleOutputCharacterW(HANDLE handle, WCHAR c, DWORD count, COORD at, LPDWORD done)
{
    WCHAR part[128];
    DWORD fits = room_from(handle, at, count);
    if (fits == MAXDWORD)
        return FALSE;
    for (int i = 0; i < 128; i++)
        part[i] = c;
    BOOL good = console_put_text(handle, "\0337", 2) &&
                console_sequence(handle, (ULONG)at.Y + 1, (ULONG)at.X + 1, 'H');
    for (DWORD left = fits; good && left;) {
        DWORD now = left < 128 ? left : 128;
        good = console_put(handle, part, now);
        left -= now;
    }
    good = good && console_put_text(handle, "\0338", 2);
    if (good && done)
        *done = fits;
    return good;
}

BOOL WINAPI FillConsoleOutputCharacterA(HANDLE handle, CHAR c, DWORD count, COORD at, LPDWORD done)
{
    WCHAR wide = 0;
    MultiByteToWideChar(GetConsoleOutputCP(), 0, &c, 1, &wide, 1);
    return FillConsoleOutputCharacterW(handle, wide, count, at, done);
}

BOOL WINAPI SetConsoleTitleW(LPCWSTR text)
{
    HANDLE handle = peb_self()->ProcessParameters->StandardOutput;
    BAILEY_TERMINAL terminal;
    ULONG count = 0;
    while (text[count])
        count++;
    if (count >= sizeof title / sizeof *title)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    __builtin_memcpy(title, text, (count + 1) * sizeof(WCHAR));
    title_count = count;
    if (!console_query(handle, &terminal))
        return FALSE;
    for (ULONG i = 0; i < count; i++)
        if (text[i] < ' ')
            return TRUE; /* nothing that could end the sequence early goes out */
    return console_put_text(handle, "\033]2;", 4) && console_put(handle, text, count) &&
           console_put_text(handle, "\a", 1);
}

BOOL WINAPI SetConsoleTitleA(LPCSTR text)
{
    WCHAR wide[256];
    if (!MultiByteToWideChar(CP_OEMCP, 0, text, -1, wide, 256))
        return FALSE;
    return SetConsoleTitleW(wide);
}

DWORD WINAPI GetConsoleTitleW(LPWSTR buffer, DWORD size)
{
    if (size > title_count)
        __builtin_memcpy(buffer, title, (title_count + 1) * sizeof(WCHAR));
    else if (size)
        buffer[0] = 0;
    return title_count;
}

DWORD WINAPI GetConsoleTitleA(LPSTR buffer, DWORD size)
{
    int used = WideCharToMultiByte(CP_OEMCP, 0, title, -1, buffer, (int)size, NULL, NULL);
    return used > 0 ? (DWORD)used - 1 : 0;
}

HWND WINAPI GetConsoleWindow(void)
{
    return NULL; /* the terminal's window is not the session's */
}
