/* The console functions: keys without echo, text straight to the console. */
#include "crt.h"

#include <conio.h>
#include <io.h>

#include "format.h"
#include "scan.h"

static int pushed = EOF, pushed_wide = WEOF, second_byte = -1;

static HANDLE open_console(const wchar_t *name)
{
    HANDLE handle = CreateFileW(name, GENERIC_READ | GENERIC_WRITE,
                                FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);

    return handle == INVALID_HANDLE_VALUE ? NULL : handle;
}

static HANDLE console(int output)
{
    static HANDLE handles[2];

    if (!handles[output])
        handles[output] = open_console(output ? L"CONOUT$" : L"CONIN$");
    return handles[output];
}

/* What a key without a character gives: 0 or 0xE0, then the scan code. */
static int extended_key(const KEY_EVENT_RECORD *key)
{
    int gray = key->dwControlKeyState & ENHANCED_KEY;

    switch (key->wVirtualKeyCode) {
    case VK_SHIFT:
    case VK_CONTROL:
    case VK_MENU:
    case VK_CAPITAL:
    case VK_NUMLOCK:
    case VK_SCROLL:
        return -1;
    }
    second_byte = key->wVirtualScanCode;
    return gray ? 0xe0 : 0;
}

static wint_t read_key(void)
{
    HANDLE input = console(0);
    INPUT_RECORD record;
    DWORD got, mode;
    wint_t result = WEOF;

    if (second_byte >= 0) {
        int c = second_byte;
        second_byte = -1;
        return (wint_t)c;
    }
    if (!input)
        return WEOF;
    if (!GetConsoleMode(input, &mode))
        return WEOF;
    SetConsoleMode(input, 0);
    while (ReadConsoleInputW(input, &record, 1, &got) && got) {
        if (record.EventType != KEY_EVENT || !record.Event.KeyEvent.bKeyDown)
            continue;
        wchar_t c = record.Event.KeyEvent.uChar.UnicodeChar;
        int extended = c ? c : extended_key(&record.Event.KeyEvent);
        if (extended >= 0) {
            result = (wint_t)extended;
            break;
        }
    }
    SetConsoleMode(input, mode);
    return result;
}

wint_t _getwch_nolock(void)
{
    if (pushed_wide != WEOF) {
        wint_t c = (wint_t)pushed_wide;
        pushed_wide = WEOF;
        return c;
    }
    return read_key();
}

int _getch_nolock(void)
{
    if (pushed != EOF) {
        int c = pushed;
        pushed = EOF;
        return c;
    }
    wint_t c = read_key();
    char byte;
    wchar_t wide = c;
    if (c == WEOF)
        return EOF;
    return WideCharToMultiByte(GetConsoleCP(), 0, &wide, 1, &byte, 1, NULL, NULL) == 1
               ? (unsigned char)byte
               : EOF;
}

wint_t _putwch_nolock(wchar_t c)
{
    HANDLE output = console(1);
    DWORD done;

    return output && WriteConsoleW(output, &c, 1, &done, NULL) ? c : WEOF;
}

int _putch_nolock(int c)
{
    HANDLE output = console(1);
    char byte = (char)c;
    DWORD done;

    return output && WriteConsoleA(output, &byte, 1, &done, NULL) ? (unsigned char)byte : EOF;
}

int _getche_nolock(void)
{
    int c = _getch_nolock();

    return c == EOF ? EOF : _putch_nolock(c);
}

wint_t _getwche_nolock(void)
{
    wint_t c = _getwch_nolock();

    return c == WEOF ? WEOF : _putwch_nolock(c);
}

int _ungetch_nolock(int c)
{
    if (c == EOF || pushed != EOF)
        return EOF;
    return pushed = c;
}

wint_t _ungetwch_nolock(wint_t c)
{
    if (c == WEOF || pushed_wide != WEOF)
        return WEOF;
    pushed_wide = c;
    return c;
}

#define LOCKED(type, name, parameters, call) \
    type name parameters                     \
    {                                        \
        crt_lock(CRT_LOCK_CONSOLE);          \
        type result = call;                  \
        crt_unlock(CRT_LOCK_CONSOLE);        \
        return result;                       \
    }

LOCKED(int, _getch, (void), _getch_nolock())
LOCKED(int, _getche, (void), _getche_nolock())
LOCKED(int, _putch, (int c), _putch_nolock(c))
LOCKED(int, _ungetch, (int c), _ungetch_nolock(c))
LOCKED(wint_t, _getwch, (void), _getwch_nolock())
LOCKED(wint_t, _getwche, (void), _getwche_nolock())
LOCKED(wint_t, _putwch, (wchar_t c), _putwch_nolock(c))
LOCKED(wint_t, _ungetwch, (wint_t c), _ungetwch_nolock(c))

int _kbhit(void)
{
    HANDLE input = console(0);
    INPUT_RECORD records[64];
    DWORD count;

    if (pushed != EOF || second_byte >= 0)
        return 1;
    if (!input || !PeekConsoleInputW(input, records, ARRAY_LEN(records), &count))
        return 0;
    for (DWORD i = 0; i < count; i++)
        if (records[i].EventType == KEY_EVENT && records[i].Event.KeyEvent.bKeyDown &&
            records[i].Event.KeyEvent.uChar.UnicodeChar)
            return 1;
    return 0;
}

int _cputws(const wchar_t *text)
{
    DWORD done;

    CRT_REQUIRE(text, EINVAL, -1);
    HANDLE output = console(1);
    return output && WriteConsoleW(output, text, (DWORD)wcslen(text), &done, NULL) ? 0 : -1;
}

int _cputs(const char *text)
{
    DWORD done;

    CRT_REQUIRE(text, EINVAL, -1);
    HANDLE output = console(1);
    return output && WriteConsoleA(output, text, (DWORD)strlen(text), &done, NULL) ? 0 : -1;
}

static errno_t read_line(wchar_t *to, size_t count, size_t *used)
{
    HANDLE input = console(0);
    DWORD got = 0;

    *used = 0;
    *to = 0;
    if (!input || !ReadConsoleW(input, to, (DWORD)count - 1, &got, NULL))
        return crt_last_error(), errno;
    while (got && (to[got - 1] == '\n' || to[got - 1] == '\r'))
        got--;
    to[got] = 0;
    *used = got;
    return 0;
}

errno_t _cgetws_s(wchar_t *to, size_t count, size_t *used)
{
    CRT_REQUIRE(to && count && used, EINVAL, EINVAL);
    return read_line(to, count, used);
}

errno_t _cgets_s(char *to, size_t size, size_t *used)
{
    wchar_t wide[1024];
    size_t count;

    CRT_REQUIRE(to && size && used, EINVAL, EINVAL);
    *to = 0;
    *used = 0;
    errno_t error = read_line(wide, size < 1024 ? size : 1024, &count);
    if (error)
        return error;
    int made =
        WideCharToMultiByte(GetConsoleCP(), 0, wide, (int)count, to, (int)size - 1, NULL, NULL);
    to[made] = 0;
    *used = made;
    return 0;
}

/* buffer[0] is the room, buffer[1] becomes the length, the text follows. */
char *_cgets(char *buffer)
{
    size_t used;

    CRT_REQUIRE(buffer && *buffer > 0, EINVAL, NULL);
    if (_cgets_s(buffer + 2, (unsigned char)buffer[0], &used))
        return NULL;
    buffer[1] = (char)used;
    return buffer + 2;
}

wchar_t *_cgetws(wchar_t *buffer)
{
    size_t used;

    CRT_REQUIRE(buffer && *buffer, EINVAL, NULL);
    if (_cgetws_s(buffer + 2, buffer[0], &used))
        return NULL;
    buffer[1] = (wchar_t)used;
    return buffer + 2;
}
