/*
 * talk.c - a program that talks on the console, for tests/console/console.
 *
 *     talk [handler]     reads lines; some of them are commands
 *     talk ask           asks on the console, wherever the standard streams lead, and tells stdout
 */
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

static HANDLE in, out;

static BOOL WINAPI on_control(DWORD event)
{
    char text[32];
    DWORD done;
    WriteConsoleA(out, text, (DWORD)sprintf(text, "event %lu\r\n", event), &done, NULL);
    return event == CTRL_C_EVENT;
}

static void print(const WCHAR *text)
{
    DWORD done;
    WriteConsoleW(out, text, (DWORD)wcslen(text), &done, NULL);
}

static void clear(void)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    DWORD done;
    COORD home = {0, 0};
    GetConsoleScreenBufferInfo(out, &info);
    FillConsoleOutputCharacterW(out, ' ', (DWORD)info.dwSize.X * (DWORD)info.dwSize.Y, home, &done);
    SetConsoleCursorPosition(out, home);
}

static void place(void)
{
    COORD at = {10, 5};
    SetConsoleCursorPosition(out, at);
    SetConsoleTextAttribute(out, BACKGROUND_GREEN | FOREGROUND_RED);
    print(L"placed");
    SetConsoleTextAttribute(out, 7);
    print(L"\r\n");
}

/* Keys as records until q. */
static void keys(void)
{
    INPUT_RECORD record;
    DWORD done, mode;
    GetConsoleMode(in, &mode);
    SetConsoleMode(in, ENABLE_WINDOW_INPUT | ENABLE_EXTENDED_FLAGS);
    print(L"keys:\r\n");
    while (ReadConsoleInputW(in, &record, 1, &done)) {
        const KEY_EVENT_RECORD *key = &record.Event.KeyEvent;
        if (record.EventType == WINDOW_BUFFER_SIZE_EVENT)
            printf("size %d %d\n", record.Event.WindowBufferSizeEvent.dwSize.X,
                   record.Event.WindowBufferSizeEvent.dwSize.Y);
        if (record.EventType == KEY_EVENT && key->bKeyDown)
            printf("key %02x %02x %x\n", key->wVirtualKeyCode, key->uChar.UnicodeChar,
                   (unsigned)key->dwControlKeyState);
        fflush(stdout);
        if (record.EventType == KEY_EVENT && key->uChar.UnicodeChar == 'q')
            break;
    }
    SetConsoleMode(in, mode);
}

static void other_screen(void)
{
    HANDLE screen = CreateConsoleScreenBuffer(GENERIC_READ | GENERIC_WRITE, 0, NULL,
                                              CONSOLE_TEXTMODE_BUFFER, NULL);
    DWORD done;
    SetConsoleActiveScreenBuffer(screen);
    WriteConsoleW(screen, L"another screen", 14, &done, NULL);
    Sleep(1500);
    SetConsoleActiveScreenBuffer(out);
    CloseHandle(screen);
}

static void vt(void)
{
    SetConsoleMode(out, 7);
    print(L"\x1b[2J\x1b[3;4H\x1b[32mgreen\x1b[0m\x1b[5;1H");
    SetConsoleMode(out, 3);
}

static const struct {
    const WCHAR *name;
    void (*run)(void);
} commands[] = {
    {L"clear", clear}, {L"place", place}, {L"keys", keys}, {L"screen", other_screen}, {L"vt", vt}};

/* 1: there is no console to ask on. */
static int ask(void)
{
    char word[64];
    DWORD size, mode;
    in = CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, 3, NULL, OPEN_EXISTING, 0, NULL);
    out = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE, 3, NULL, OPEN_EXISTING, 0, NULL);
    if (in == INVALID_HANDLE_VALUE || !GetConsoleMode(in, &mode))
        return 1;
    print(L"Password: ");
    SetConsoleMode(in, mode & ~(DWORD)ENABLE_ECHO_INPUT);
    if (!ReadConsoleA(in, word, sizeof word, &size, NULL))
        return 2;
    SetConsoleMode(in, mode);
    print(L"\r\nthank you\r\n");
    printf("it is %.*s", (int)size, word);
    return 0;
}

int main(int count, char **arguments)
{
    WCHAR line[256];
    DWORD size;
    in = GetStdHandle(STD_INPUT_HANDLE);
    out = GetStdHandle(STD_OUTPUT_HANDLE);
    if (count > 1 && strcmp(arguments[1], "handler") == 0)
        SetConsoleCtrlHandler(on_control, TRUE);
    if (count > 1 && strcmp(arguments[1], "ask") == 0)
        return ask();
    for (;;) {
        print(L"> ");
        if (!ReadConsoleW(in, line, 255, &size, NULL))
            return 2;
        while (size && line[size - 1] < ' ')
            size--;
        line[size] = 0;
        for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
            if (wcscmp(line, commands[i].name) == 0)
                commands[i].run();
        print(L"[");
        print(line);
        print(L"]\r\n");
        if (wcscmp(line, L"quit") == 0)
            return 3;
    }
}
