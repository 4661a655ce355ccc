/*
 * consoleapi3.c - fonts, selection, history, aliases. The font is the terminal's: what can be said
 * of it is that it is not of a window of Windows.
 */
#include "kernel32_private.h"

static BOOL is_output(HANDLE handle)
{
    return nt_result(BaileyConsoleInfo(handle, NULL, NULL));
}

static const COORD font_size = {8, 16};

BOOL WINAPI GetCurrentConsoleFont(HANDLE handle, BOOL maximum, PCONSOLE_FONT_INFO info)
{
    COORD most;
    if (!is_output(handle))
        return FALSE;
    info->nFont = 0;
    info->dwFontSize = font_size;
    if (maximum && nt_result(BaileyConsoleInfo(handle, NULL, &most)))
        info->dwFontSize = most;
    return TRUE;
}

BOOL WINAPI GetCurrentConsoleFontEx(HANDLE handle, BOOL maximum, PCONSOLE_FONT_INFOEX info)
{
    static const WCHAR name[] = L"Consolas";
    (void)maximum;
    if (info->cbSize != sizeof *info)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!is_output(handle))
        return FALSE;
    info->nFont = 0;
    info->dwFontSize = font_size;
    info->FontFamily = 54; /* FF_MODERN, TrueType, vector, fixed pitch */
    info->FontWeight = 400;
    memset(info->FaceName, 0, sizeof info->FaceName);
    memcpy(info->FaceName, name, sizeof name);
    return TRUE;
}

COORD WINAPI GetConsoleFontSize(HANDLE handle, DWORD font)
{
    if (!is_output(handle))
        return (COORD){0, 0};
    if (font == 0)
        return font_size;
    fail_with(ERROR_INVALID_PARAMETER);
    return (COORD){0, 0};
}

/* The terminal selects by itself and does not say what. */
BOOL WINAPI GetConsoleSelectionInfo(PCONSOLE_SELECTION_INFO info)
{
    if (!BaileyConsoleAttached())
        return fail_with(ERROR_INVALID_HANDLE);
    memset(info, 0, sizeof *info);
    return TRUE;
}

BOOL WINAPI GetConsoleDisplayMode(LPDWORD mode)
{
    if (!BaileyConsoleAttached())
        return fail_with(ERROR_INVALID_HANDLE);
    *mode = 0;
    return TRUE;
}

BOOL WINAPI GetConsoleHistoryInfo(PCONSOLE_HISTORY_INFO info)
{
    if (info->cbSize != sizeof *info)
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(BaileyConsoleHistory(FALSE, info));
}

BOOL WINAPI SetConsoleHistoryInfo(PCONSOLE_HISTORY_INFO info)
{
    if (info->cbSize != sizeof *info)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (info->dwFlags & ~(DWORD)HISTORY_NO_DUP_FLAG)
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(BaileyConsoleHistory(TRUE, info));
}
