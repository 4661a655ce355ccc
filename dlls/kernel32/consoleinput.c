/* consoleinput.c - input records. */
#include "kernel32_private.h"

static BOOL records(HANDLE handle, ULONG how, INPUT_RECORD *to, DWORD count, DWORD *done)
{
    ULONG used = 0;
    if (!nt_result(BaileyConsoleRecords(handle, how, to, count, &used)))
        return FALSE;
    *done = used;
    return TRUE;
}

/* Characters become bytes of the input code page, those of two bytes their first. */
static void narrow(INPUT_RECORD *list, DWORD count)
{
    UINT page = GetConsoleCP();
    for (DWORD i = 0; i < count; i++) {
        KEY_EVENT_RECORD *key = &list[i].Event.KeyEvent;
        WCHAR wide = key->uChar.UnicodeChar;
        CHAR bytes[4] = "?";
        if (list[i].EventType != KEY_EVENT)
            continue;
        WideCharToMultiByte(page, 0, &wide, 1, bytes, sizeof bytes, NULL, NULL);
        key->uChar.UnicodeChar = 0;
        key->uChar.AsciiChar = bytes[0];
    }
}

BOOL WINAPI ReadConsoleInputW(HANDLE handle, PINPUT_RECORD to, DWORD count, LPDWORD done)
{
    return records(handle, BAILEY_RECORDS_READ, to, count, done);
}

BOOL WINAPI ReadConsoleInputA(HANDLE handle, PINPUT_RECORD to, DWORD count, LPDWORD done)
{
    if (!records(handle, BAILEY_RECORDS_READ, to, count, done))
        return FALSE;
    narrow(to, *done);
    return TRUE;
}

BOOL WINAPI PeekConsoleInputW(HANDLE handle, PINPUT_RECORD to, DWORD count, LPDWORD done)
{
    return records(handle, BAILEY_RECORDS_PEEK, to, count, done);
}

BOOL WINAPI PeekConsoleInputA(HANDLE handle, PINPUT_RECORD to, DWORD count, LPDWORD done)
{
    if (!records(handle, BAILEY_RECORDS_PEEK, to, count, done))
        return FALSE;
    narrow(to, *done);
    return TRUE;
}

#define NO_WAIT 2 /* CONSOLE_READ_NOWAIT; 1 is CONSOLE_READ_NOREMOVE */

BOOL WINAPI ReadConsoleInputExW(HANDLE handle, PINPUT_RECORD to, DWORD count, LPDWORD done,
                                USHORT flags)
{
    if (flags & ~3)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!(flags & NO_WAIT) && !(flags & 1))
        return ReadConsoleInputW(handle, to, count, done);
    if (!records(handle, BAILEY_RECORDS_PEEK, to, count, done))
        return FALSE;
    if (flags & 1 || !*done)
        return TRUE;
    return ReadConsoleInputW(handle, to, *done, done);
}

BOOL WINAPI ReadConsoleInputExA(HANDLE handle, PINPUT_RECORD to, DWORD count, LPDWORD done,
                                USHORT flags)
{
    if (!ReadConsoleInputExW(handle, to, count, done, flags))
        return FALSE;
    narrow(to, *done);
    return TRUE;
}

BOOL WINAPI GetNumberOfConsoleInputEvents(HANDLE handle, LPDWORD count)
{
    return records(handle, BAILEY_RECORDS_COUNT, NULL, 0, count);
}

BOOL WINAPI FlushConsoleInputBuffer(HANDLE handle)
{
    return nt_result(BaileyConsoleFlushInput(handle));
}

BOOL WINAPI WriteConsoleInputW(HANDLE handle, CONST INPUT_RECORD *from, DWORD count, LPDWORD done)
{
    ULONG used = 0;
    if (!nt_result(BaileyConsolePutRecords(handle, from, count, &used)))
        return FALSE;
    *done = used;
    return TRUE;
}

BOOL WINAPI WriteConsoleInputA(HANDLE handle, CONST INPUT_RECORD *from, DWORD count, LPDWORD done)
{
    UINT page = GetConsoleCP();
    INPUT_RECORD *wide = k32_alloc((count + 1) * sizeof *wide);
    if (!wide)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    for (DWORD i = 0; i < count; i++) {
        wide[i] = from[i];
        if (from[i].EventType != KEY_EVENT)
            continue;
        CHAR byte = from[i].Event.KeyEvent.uChar.AsciiChar;
        MultiByteToWideChar(page, 0, &byte, 1, &wide[i].Event.KeyEvent.uChar.UnicodeChar, 1);
    }
    BOOL good = WriteConsoleInputW(handle, wide, count, done);
    k32_free(wide);
    return good;
}

BOOL WINAPI GetNumberOfConsoleMouseButtons(LPDWORD count)
{
    if (!BaileyConsoleAttached())
        return fail_with(ERROR_INVALID_HANDLE);
    *count = 3;
    return TRUE;
}
