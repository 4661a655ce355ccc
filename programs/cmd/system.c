/* system.c - small commands about the system and the console. */
#include "words.h"

int do_ver(const WCHAR *text)
{
    out(L"\nMicrosoft Windows [Version 10.0.19045.0]\n");
    return 0;
}

void show_volume(WCHAR drive)
{
    WCHAR root[4] = {drive, ':', '\\', 0}, label[MAX_PATH + 1] = L"";
    DWORD serial = 0;
    GetVolumeInformationW(root, label, MAX_PATH + 1, &serial, NULL, NULL, NULL, 0);
    if (*label)
        out(L" Volume in drive %lc is %ls\n", towupper(drive), label);
    else
        out(L" Volume in drive %lc has no label.\n", towupper(drive));
    out(L" Volume Serial Number is %04lX-%04lX\n", serial >> 16, serial & 0xffff);
}

int do_vol(const WCHAR *text)
{
    WCHAR now[LINE_MAX], root[4] = L"?:\\";
    text = skip_blanks(text);
    GetCurrentDirectoryW(LINE_MAX, now);
    root[0] = *text ? *text : now[0];
    if ((*text && text[1] != ':') || !is_directory(root))
        return complain_error(ERROR_PATH_NOT_FOUND);
    show_volume(root[0]);
    return 0;
}

/* Setting the machine's clock is no affair of a program here. */
static int show_time(const WCHAR *text, const WCHAR *label, const WCHAR *name)
{
    WCHAR word[64];
    int only_show = 0;
    const WCHAR *next = next_word(text, word, 64);
    if (next && _wcsicmp(word, L"/t") == 0)
        only_show = 1;
    else if (next)
        return complain_error(ERROR_PRIVILEGE_NOT_HELD);
    WCHAR *value = variable(name);
    if (only_show && *label == 't') {
        SYSTEMTIME now;
        GetLocalTime(&now);
        out(L"%02d:%02d %ls\n", now.wHour % 12 ? now.wHour % 12 : 12, now.wMinute,
            now.wHour < 12 ? L"AM" : L"PM");
    } else if (only_show) {
        out(L"%ls\n", value);
    } else {
        out(L"The current %ls is: %ls\n", label, value);
        out(*label == 't' ? L"Enter the new time: " : L"Enter the new date: (mm-dd-yy) ");
        WCHAR line[LINE_MAX];
        if (read_line(line) && *line) {
            free(value);
            return complain_error(ERROR_PRIVILEGE_NOT_HELD);
        }
    }
    free(value);
    return 0;
}

int do_date(const WCHAR *text)
{
    return show_time(text, L"date", L"DATE");
}

int do_time(const WCHAR *text)
{
    return show_time(text, L"time", L"TIME");
}

int do_verify(const WCHAR *text)
{
    static int verify;
    text = skip_blanks(text);
    if (!*text)
        out(L"VERIFY is %ls.\n", verify ? L"on" : L"off");
    else if (_wcsicmp(text, L"on") == 0 || _wcsicmp(text, L"off") == 0)
        verify = towlower(text[1]) == 'n';
    else {
        complain(L"An incorrect parameter was\nentered for the command.\n");
        return 1;
    }
    return 0;
}

int do_color(const WCHAR *text)
{
    static WORD first = 0xffff;
    CONSOLE_SCREEN_BUFFER_INFO info;
    WCHAR word[8], *end;
    DWORD done;
    if (!GetConsoleScreenBufferInfo(streams[1], &info))
        return UNCHANGED;
    if (first == 0xffff)
        first = info.wAttributes;
    WORD wanted = first;
    if (next_word(text, word, 8)) {
        wanted = (WORD)wcstoul(word, &end, 16);
        if (*end || wcslen(word) > 2 || (wanted & 15) == wanted >> 4)
            return 1;
    }
    SetConsoleTextAttribute(streams[1], wanted);
    COORD origin = {0, 0};
    FillConsoleOutputAttribute(streams[1], wanted, (DWORD)(info.dwSize.X * info.dwSize.Y), origin,
                               &done);
    return 0;
}

int do_title(const WCHAR *text)
{
    SetConsoleTitleW(*text ? text + 1 : text);
    return 0;
}

int do_pause(const WCHAR *text)
{
    char byte;
    DWORD done, mode;
    INPUT_RECORD record;
    out(L"Press any key to continue . . . ");
    if (GetConsoleMode(streams[0], &mode)) {
        while (ReadConsoleInputW(streams[0], &record, 1, &done) && done)
            if (record.EventType == KEY_EVENT && record.Event.KeyEvent.bKeyDown &&
                record.Event.KeyEvent.uChar.UnicodeChar)
                break;
    } else {
        ReadFile(streams[0], &byte, 1, &done, NULL);
    }
    out(L"\n");
    return UNCHANGED;
}

int do_path(const WCHAR *text)
{
    text = skip_blanks(text);
    if (wcscmp(text, L";") == 0)
        return !SetEnvironmentVariableW(L"PATH", NULL);
    if (*text)
        return !SetEnvironmentVariableW(L"PATH", text);
    WCHAR *value = variable(L"PATH");
    out(L"PATH=%ls\n", value ? value : L"(null)");
    free(value);
    return 0;
}

int do_prompt(const WCHAR *text)
{
    text = skip_blanks(text);
    return !SetEnvironmentVariableW(L"PROMPT", *text ? text : NULL);
}

int do_cls(const WCHAR *text)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    COORD origin = {0, 0};
    DWORD done;
    if (!GetConsoleScreenBufferInfo(streams[1], &info)) {
        out(L"\f");
        return 0;
    }
    DWORD cells = (DWORD)(info.dwSize.X * info.dwSize.Y);
    FillConsoleOutputCharacterW(streams[1], ' ', cells, origin, &done);
    FillConsoleOutputAttribute(streams[1], info.wAttributes, cells, origin, &done);
    SetConsoleCursorPosition(streams[1], origin);
    return 0;
}

int do_break(const WCHAR *text)
{
    return UNCHANGED;
}

/* REPARSE_DATA_BUFFER of a junction, which is in the driver kit's headers alone. */
struct mount_point {
    DWORD tag;
    WORD size, reserved;
    WORD to_offset, to_size, shown_offset, shown_size; /* bytes; of the two names, both ended */
    WCHAR names[2 * (MAX_PATH + 8)];
};

static int set_mount_point(HANDLE link, const WCHAR *to)
{
    struct mount_point point = {.tag = IO_REPARSE_TAG_MOUNT_POINT};
    to += wcsncmp(to, L"\\\\?\\", 4) == 0 ? 4 : 0;
    DWORD done, length = (DWORD)wcslen(to);
    memcpy(point.names, L"\\??\\", 8);
    memcpy(point.names + 4, to, length * 2);
    memcpy(point.names + 4 + length + 1, to, length * 2);
    point.to_size = (WORD)((4 + length) * 2);
    point.shown_offset = (WORD)(point.to_size + 2);
    point.shown_size = (WORD)(length * 2);
    point.size = (WORD)(8 + point.shown_offset + point.shown_size + 2);
    return DeviceIoControl(link, FSCTL_SET_REPARSE_POINT, &point, 8u + point.size, NULL, 0, &done,
                           NULL);
}

static int make_junction(const WCHAR *name, const WCHAR *target)
{
    WCHAR to[MAX_PATH];
    DWORD length = GetFullPathNameW(target, MAX_PATH, to, NULL);
    if (!length || length >= MAX_PATH) {
        SetLastError(length ? ERROR_FILENAME_EXCED_RANGE : GetLastError());
        return 0;
    }
    if (!CreateDirectoryW(name, NULL))
        return 0;
    HANDLE link = CreateFileW(name, GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                              FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, NULL);
    int good = link != INVALID_HANDLE_VALUE && set_mount_point(link, to);
    DWORD error = GetLastError();
    if (link != INVALID_HANDLE_VALUE)
        CloseHandle(link);
    if (!good) {
        RemoveDirectoryW(name);
        SetLastError(error);
    }
    return good;
}

int do_mklink(const WCHAR *text)
{
    WORDS w;
    int result = 1;
    if (!split_words(text, L"dhj", &w) || w.count != 2) {
        forget_words(&w);
        return syntax_wrong();
    }
    const WCHAR *link = w.names[0], *to = w.names[1];
    if (has_option(&w, 'h')) {
        if (CreateHardLinkW(link, to, NULL)) {
            out(L"Hardlink created for %ls <<===>> %ls\n", link, to);
            result = 0;
        }
    } else if (has_option(&w, 'j')) {
        if (make_junction(link, to)) {
            out(L"Junction created for %ls <<===>> %ls\n", link, to);
            result = 0;
        }
    } else {
        DWORD flags = has_option(&w, 'd') ? SYMBOLIC_LINK_FLAG_DIRECTORY : 0;
        if (CreateSymbolicLinkW(link, to, flags | 2 /* unprivileged */)) {
            out(L"symbolic link created for %ls <<===>> %ls\n", link, to);
            result = 0;
        }
    }
    if (result)
        complain_error(GetLastError());
    forget_words(&w);
    return result;
}
