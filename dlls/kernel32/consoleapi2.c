/* consoleapi2.c - a screen buffer's size, window, cursor and colours; screens; the title. */
#include "nt_error.h"

BOOL WINAPI GetConsoleScreenBufferInfo(HANDLE handle, PCONSOLE_SCREEN_BUFFER_INFO info)
{
    CONSOLE_SCREEN_BUFFER_INFOEX all;
    if (!nt_result(BaileyConsoleInfo(handle, &all, NULL)))
        return FALSE;
    info->dwSize = all.dwSize;
    info->dwCursorPosition = all.dwCursorPosition;
    info->wAttributes = all.wAttributes;
    info->srWindow = all.srWindow;
    info->dwMaximumWindowSize = all.dwMaximumWindowSize;
    return TRUE;
}

BOOL WINAPI GetConsoleScreenBufferInfoEx(HANDLE handle, PCONSOLE_SCREEN_BUFFER_INFOEX info)
{
    if (info->cbSize != sizeof *info)
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(BaileyConsoleInfo(handle, info, NULL));
}

BOOL WINAPI SetConsoleScreenBufferInfoEx(HANDLE handle, PCONSOLE_SCREEN_BUFFER_INFOEX info)
{
    if (!info || info->cbSize != sizeof *info)
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(BaileyConsoleSet(handle, BAILEY_SET_ALL, info));
}

COORD WINAPI GetLargestConsoleWindowSize(HANDLE handle)
{
    COORD most = {0, 0};
    if (!nt_result(BaileyConsoleInfo(handle, NULL, &most)))
        return (COORD){0, 0};
    return most;
}

BOOL WINAPI SetConsoleTextAttribute(HANDLE handle, WORD value)
{
    return nt_result(BaileyConsoleSet(handle, BAILEY_SET_ATTRIBUTE, &value));
}

BOOL WINAPI SetConsoleCursorPosition(HANDLE handle, COORD position)
{
    return nt_result(BaileyConsoleSet(handle, BAILEY_SET_CURSOR, &position));
}

BOOL WINAPI GetConsoleCursorInfo(HANDLE handle, PCONSOLE_CURSOR_INFO info)
{
    return nt_result(BaileyConsoleCursorInfo(handle, info));
}

BOOL WINAPI SetConsoleCursorInfo(HANDLE handle, CONST CONSOLE_CURSOR_INFO *info)
{
    return nt_result(BaileyConsoleSet(handle, BAILEY_SET_CURSOR_INFO, info));
}

BOOL WINAPI SetConsoleScreenBufferSize(HANDLE handle, COORD size)
{
    return nt_result(BaileyConsoleSet(handle, BAILEY_SET_SIZE, &size));
}

BOOL WINAPI SetConsoleWindowInfo(HANDLE handle, BOOL absolute, CONST SMALL_RECT *window)
{
    return nt_result(
        BaileyConsoleSet(handle, absolute ? BAILEY_SET_WINDOW : BAILEY_MOVE_WINDOW, window));
}

HANDLE WINAPI CreateConsoleScreenBuffer(DWORD access, DWORD share,
                                        CONST SECURITY_ATTRIBUTES *security, DWORD flags,
                                        LPVOID data)
{
    HANDLE handle;
    ACCESS_MASK wanted = SYNCHRONIZE | FILE_READ_ATTRIBUTES;
    if (flags != CONSOLE_TEXTMODE_BUFFER || data || share & ~3u) {
        fail_with(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    if (access & GENERIC_READ)
        wanted |= FILE_GENERIC_READ;
    if (access & GENERIC_WRITE)
        wanted |= FILE_GENERIC_WRITE;
    if (nt_result(BaileyConsoleCreateScreen(
            &handle, wanted, share, security && security->bInheritHandle ? OBJ_INHERIT : 0)))
        return handle;
    return INVALID_HANDLE_VALUE;
}

BOOL WINAPI SetConsoleActiveScreenBuffer(HANDLE handle)
{
    return nt_result(BaileyConsoleActivate(handle));
}

/* ---- titles */

BOOL WINAPI SetConsoleTitleW(LPCWSTR text)
{
    return nt_result(BaileyConsoleSetTitle(text, (ULONG)wcslen(text)));
}

BOOL WINAPI SetConsoleTitleA(LPCSTR text)
{
    WCHAR wide[1024];
    if (!MultiByteToWideChar(GetConsoleOutputCP(), 0, text, -1, wide, 1024))
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    return SetConsoleTitleW(wide);
}

static DWORD title_w(BOOLEAN original, LPWSTR buffer, DWORD size)
{
    if (!size)
        return 0;
    teb_self()->LastErrorValue = ERROR_SUCCESS; /* an empty title is no error */
    return BaileyConsoleTitle(original, buffer, size);
}

static DWORD title_a(BOOLEAN original, LPSTR buffer, DWORD size)
{
    WCHAR wide[1024];
    ULONG count = BaileyConsoleTitle(original, wide, 1024);
    if (!size)
        return 0;
    teb_self()->LastErrorValue = ERROR_SUCCESS;
    int used = WideCharToMultiByte(GetConsoleOutputCP(), 0, wide, (int)count, NULL, 0, NULL, NULL);
    if (used < 0 || (DWORD)used >= size) {
        buffer[0] = 0;
        return (DWORD)used;
    }
    used = WideCharToMultiByte(GetConsoleOutputCP(), 0, wide, (int)count, buffer, (int)size, NULL,
                               NULL);
    buffer[used] = 0;
    return (DWORD)used;
}

DWORD WINAPI GetConsoleTitleW(LPWSTR buffer, DWORD size)
{
    return title_w(FALSE, buffer, size);
}

DWORD WINAPI GetConsoleTitleA(LPSTR buffer, DWORD size)
{
    return title_a(FALSE, buffer, size);
}

DWORD WINAPI GetConsoleOriginalTitleW(LPWSTR buffer, DWORD size)
{
    return title_w(TRUE, buffer, size);
}

DWORD WINAPI GetConsoleOriginalTitleA(LPSTR buffer, DWORD size)
{
    return title_a(TRUE, buffer, size);
}

/* No window of Windows shows it. */
HWND WINAPI GetConsoleWindow(void)
{
    return NULL;
}
