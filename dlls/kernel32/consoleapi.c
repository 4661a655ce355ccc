/*
 * consoleapi.c - reading from and writing to the console, its modes and code pages.
 *
 * The terminal speaks UTF-8 and edits lines itself where the mode asks for it. Bytes written by
 * WriteFile go to it as they are.
 */
#include "console.h"

#define INPUT_FROM_HOST (ENABLE_PROCESSED_INPUT | ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT)
#define PART            512 /* characters converted at a time */

static DWORD input_mode = ENABLE_INSERT_MODE | ENABLE_QUICK_EDIT_MODE | ENABLE_EXTENDED_FLAGS;
static DWORD output_mode = ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT;
static UINT input_page, output_page;

BOOL console_query(HANDLE handle, BAILEY_TERMINAL *terminal)
{
    NTSTATUS status = BaileyTerminalControl(handle, FALSE, terminal);
    return status == STATUS_SUCCESS ? TRUE : fail_with(ERROR_INVALID_HANDLE);
}

BOOL WINAPI GetConsoleMode(HANDLE handle, LPDWORD mode)
{
    BAILEY_TERMINAL terminal;
    if (!console_query(handle, &terminal))
        return FALSE;
    if (!terminal.input) {
        *mode = output_mode;
        return TRUE;
    }
    *mode = input_mode | (terminal.echo ? ENABLE_ECHO_INPUT : 0) |
            (terminal.line ? ENABLE_LINE_INPUT : 0) |
            (terminal.signals ? ENABLE_PROCESSED_INPUT : 0);
    return TRUE;
}

BOOL WINAPI SetConsoleMode(HANDLE handle, DWORD mode)
{
    BAILEY_TERMINAL terminal;
    if (!console_query(handle, &terminal))
        return FALSE;
    if (!terminal.input) {
        if (mode & ~0x1fu)
            return fail_with(ERROR_INVALID_PARAMETER);
        output_mode = mode;
        return TRUE;
    }
    if (mode & ~0x3ffu || (mode & ENABLE_ECHO_INPUT && !(mode & ENABLE_LINE_INPUT)))
        return fail_with(ERROR_INVALID_PARAMETER);
    input_mode = mode & ~(DWORD)INPUT_FROM_HOST;
    terminal.echo = (mode & ENABLE_ECHO_INPUT) != 0;
    terminal.line = (mode & ENABLE_LINE_INPUT) != 0;
    terminal.signals = (mode & ENABLE_PROCESSED_INPUT) != 0;
    return nt_result(BaileyTerminalControl(handle, TRUE, &terminal));
}

BOOL console_put_text(HANDLE handle, const char *text, DWORD size)
{
    IO_STATUS_BLOCK io;
    return nt_result(NtWriteFile(handle, NULL, NULL, NULL, &io, text, size, NULL, NULL));
}

BOOL console_put(HANDLE handle, const WCHAR *text, DWORD count)
{
    char utf8[PART * 3];
    while (count) {
        DWORD part = count < PART ? count : PART;
        ULONG used = 0;
        if (part < count && (text[part - 1] & 0xfc00) == 0xd800)
            part--; /* the pair stays together */
        RtlUnicodeToUTF8N(utf8, sizeof utf8, &used, text, part * sizeof(WCHAR));
        if (!console_put_text(handle, utf8, used))
            return FALSE;
        text += part;
        count -= part;
    }
    return TRUE;
}

BOOL WINAPI WriteConsoleW(HANDLE handle, CONST VOID *text, DWORD count, LPDWORD done,
                          LPVOID reserved)
{
    BAILEY_TERMINAL terminal;
    (void)reserved;
    if (!console_query(handle, &terminal) || !console_put(handle, text, count))
        return FALSE;
    if (done)
        *done = count;
    return TRUE;
}

BOOL WINAPI WriteConsoleA(HANDLE handle, CONST VOID *text, DWORD size, LPDWORD done,
                          LPVOID reserved)
{
    BAILEY_TERMINAL terminal;
    WCHAR wide[PART];
    const char *at = text;
    (void)reserved;
    if (!console_query(handle, &terminal))
        return FALSE;
    UINT page = GetConsoleOutputCP();
    for (DWORD left = size; left && page != CP_UTF8;) {
        DWORD part = left < PART ? left : PART;
        int count = MultiByteToWideChar(page, 0, at, (int)part, wide, PART);
        if (!count || !console_put(handle, wide, (DWORD)count))
            return FALSE;
        at += part;
        left -= part;
    }
    if (page == CP_UTF8 && size && !console_put_text(handle, at, size))
        return FALSE;
    if (done)
        *done = size;
    return TRUE;
}

/* What was read from the terminal and not asked for yet; one reader at a time. */
static struct {
    SRWLOCK lock;
    WCHAR text[1024];
    ULONG start, end;
} line;

static BOOL read_more(HANDLE handle)
{
    char bytes[sizeof line.text / sizeof(WCHAR) / 2];
    IO_STATUS_BLOCK io = {{0}, 0};
    ULONG used = 0, count = 0;
    WCHAR wide[sizeof bytes];
    NTSTATUS status = NtReadFile(handle, NULL, NULL, NULL, &io, bytes, sizeof bytes, NULL, NULL);
    line.start = line.end = 0;
    if (status == STATUS_END_OF_FILE)
        return TRUE;
    if (status)
        return set_last_nt_error(status);
    RtlUTF8ToUnicodeN(wide, sizeof wide, &used, bytes, (ULONG)io.Information);
    for (ULONG i = 0; i < used / sizeof(WCHAR); i++) {
        if (wide[i] == '\n') /* the terminal's end of a line is the console's \r\n */
            line.text[count++] = '\r';
        line.text[count++] = wide[i];
    }
    line.end = count;
    return TRUE;
}

BOOL WINAPI ReadConsoleW(HANDLE handle, LPVOID buffer, DWORD count, LPDWORD done, LPVOID control)
{
    BAILEY_TERMINAL terminal;
    BOOL good = TRUE;
    (void)control;
    if (!console_query(handle, &terminal))
        return FALSE;
    RtlAcquireSRWLockExclusive(&line.lock);
    if (line.start == line.end)
        good = read_more(handle);
    DWORD part = line.end - line.start < count ? line.end - line.start : count;
    if (good) {
        __builtin_memcpy(buffer, line.text + line.start, part * sizeof(WCHAR));
        line.start += part;
        *done = part;
    }
    RtlReleaseSRWLockExclusive(&line.lock);
    return good;
}

BOOL WINAPI ReadConsoleA(HANDLE handle, LPVOID buffer, DWORD size, LPDWORD done, LPVOID control)
{
    WCHAR wide[PART];
    DWORD count = 0;
    /* No code page here needs more than three bytes for a unit. */
    DWORD ask = size < 3 ? 1 : size / 3 < PART ? size / 3 : PART;
    if (!ReadConsoleW(handle, wide, ask, &count, control))
        return FALSE;
    *done = (DWORD)WideCharToMultiByte(GetConsoleCP(), 0, wide, (int)count, buffer, (int)size, NULL,
                                       NULL);
    return TRUE;
}

UINT WINAPI GetConsoleCP(void)
{
    return input_page ? input_page : GetOEMCP();
}

UINT WINAPI GetConsoleOutputCP(void)
{
    return output_page ? output_page : GetOEMCP();
}

BOOL WINAPI SetConsoleCP(UINT page)
{
    if (!IsValidCodePage(page))
        return fail_with(ERROR_INVALID_PARAMETER);
    input_page = page;
    return TRUE;
}

BOOL WINAPI SetConsoleOutputCP(UINT page)
{
    if (!IsValidCodePage(page))
        return fail_with(ERROR_INVALID_PARAMETER);
    output_page = page;
    return TRUE;
}
