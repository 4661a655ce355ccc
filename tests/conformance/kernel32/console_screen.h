/* console_screen.h - a console for a case: the one there is, else a new one. */
#ifndef CONSOLE_SCREEN_H
#define CONSOLE_SCREEN_H

#include "conformance.h"

static inline HANDLE open_console(const WCHAR *name)
{
    return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                       OPEN_EXISTING, 0, NULL);
}

static inline HANDLE need_console(const WCHAR *name)
{
    HANDLE handle = open_console(name);
    if (handle == INVALID_HANDLE_VALUE && AllocConsole())
        handle = open_console(name);
    if (handle == INVALID_HANDLE_VALUE)
        SKIP("there is no console to be had");
    return handle;
}

/* A screen buffer of its own, 40 x 12, blank. */
static inline HANDLE new_screen(void)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    DWORD done;
    CloseHandle(need_console(L"CONOUT$"));
    HANDLE screen = CreateConsoleScreenBuffer(GENERIC_READ | GENERIC_WRITE, 0, NULL,
                                              CONSOLE_TEXTMODE_BUFFER, NULL);
    REQUIRE(screen != INVALID_HANDLE_VALUE);
    SMALL_RECT small = {0, 0, 0, 0}, window = {0, 0, 39, 11};
    SetConsoleWindowInfo(screen, TRUE, &small);
    CHECK(SetConsoleScreenBufferSize(screen, (COORD){40, 12}));
    SetConsoleWindowInfo(screen, TRUE, &window);
    REQUIRE(GetConsoleScreenBufferInfo(screen, &info));
    CHECK_EQ(info.dwSize.X, 40);
    CHECK_EQ(info.dwSize.Y, 12);
    FillConsoleOutputCharacterW(screen, ' ', 480, (COORD){0, 0}, &done);
    FillConsoleOutputAttribute(screen, 7, 480, (COORD){0, 0}, &done);
    SetConsoleTextAttribute(screen, 7);
    SetConsoleCursorPosition(screen, (COORD){0, 0});
    return screen;
}

static inline void put(HANDLE screen, const WCHAR *text)
{
    DWORD done = 0, count = 0;
    while (text[count])
        count++;
    CHECK(WriteConsoleW(screen, text, count, &done, NULL));
    CHECK_EQ(done, count);
}

/* The row's text without the blanks at its end. */
static inline const WCHAR *row(HANDLE screen, SHORT y)
{
    static WCHAR text[64];
    DWORD done = 0;
    CHECK(ReadConsoleOutputCharacterW(screen, text, 40, (COORD){0, y}, &done));
    while (done && text[done - 1] == ' ')
        done--;
    text[done] = 0;
    return text;
}

static inline WORD attribute(HANDLE screen, SHORT x, SHORT y)
{
    WORD value = 0xffff;
    DWORD done;
    CHECK(ReadConsoleOutputAttribute(screen, &value, 1, (COORD){x, y}, &done));
    return value;
}

static inline void check_cursor(HANDLE screen, int x, int y)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    REQUIRE(GetConsoleScreenBufferInfo(screen, &info));
    CHECK_EQ(info.dwCursorPosition.X, x);
    CHECK_EQ(info.dwCursorPosition.Y, y);
}

#endif
