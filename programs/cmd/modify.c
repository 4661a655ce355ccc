/* modify.c - %~ modifiers: parts of a path and facts of its file. */
#include "cmd.h"

void add(WCHAR *to, size_t room, const WCHAR *text)
{
    size_t used = wcslen(to);
    wcsncpy(to + used, text, room - used - 1);
    to[room - 1] = 0;
}

static void add_facts(WCHAR mod, const WCHAR *path, WCHAR *to, size_t room)
{
    WIN32_FILE_ATTRIBUTE_DATA facts;
    SYSTEMTIME time;
    FILETIME local;
    WCHAR text[64];
    if (!GetFileAttributesExW(path, GetFileExInfoStandard, &facts))
        return;
    if (to[0])
        add(to, room, L" ");
    if (mod == 'z') {
        set_text(text, 64, L"%llu",
                 (unsigned long long)facts.nFileSizeHigh << 32 | facts.nFileSizeLow);
    } else if (mod == 't') {
        FileTimeToLocalFileTime(&facts.ftLastWriteTime, &local);
        FileTimeToSystemTime(&local, &time);
        int hour = time.wHour % 12 ? time.wHour % 12 : 12;
        set_text(text, 64, L"%02d/%02d/%04d %02d:%02d %ls", time.wMonth, time.wDay, time.wYear,
                 hour, time.wMinute, time.wHour < 12 ? L"AM" : L"PM");
    } else {
        DWORD a = facts.dwFileAttributes;
        static const DWORD bits[] = {
            FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_READONLY,  FILE_ATTRIBUTE_ARCHIVE,
            FILE_ATTRIBUTE_HIDDEN,    FILE_ATTRIBUTE_SYSTEM,    FILE_ATTRIBUTE_COMPRESSED,
            FILE_ATTRIBUTE_OFFLINE,   FILE_ATTRIBUTE_TEMPORARY, FILE_ATTRIBUTE_REPARSE_POINT};
        for (int i = 0; i < 9; i++)
            text[i] = a & bits[i] ? L"drahscotl"[i] : '-';
        text[9] = 0;
    }
    add(to, room, text);
}

/* "$NAME:": the first directory of a variable's list that has the file. */
static int search_list(const WCHAR *variable_name, size_t size, WCHAR name[LINE_MAX])
{
    WCHAR found[LINE_MAX], *list_name = copy(variable_name, size), *list = variable(list_name);
    DWORD count = list ? SearchPathW(list, name, NULL, LINE_MAX, found, NULL) : 0;
    free(list_name);
    free(list);
    if (!count || count >= LINE_MAX)
        return 0;
    wcscpy(name, found);
    return 1;
}

void modify(const WCHAR *mods, size_t count, const WCHAR *value, WCHAR *to, size_t room)
{
    WCHAR name[LINE_MAX], path[LINE_MAX], drive[8], folder[LINE_MAX], base[LINE_MAX], end[LINE_MAX];
    int whole = 0, parts = 0;
    wcsncpy(name, value, LINE_MAX - 1);
    name[LINE_MAX - 1] = 0;
    unquote(name);
    to[0] = 0;
    const WCHAR *dollar = wmemchr(mods, '$', count);
    const WCHAR *colon = dollar ? wmemchr(dollar, ':', count - (size_t)(dollar - mods)) : NULL;
    if (colon) {
        WCHAR rest[16];
        size_t before = (size_t)(dollar - mods), after = count - (size_t)(colon + 1 - mods);
        if (!search_list(dollar + 1, (size_t)(colon - dollar - 1), name) || before + after > 15)
            return;
        wmemcpy(rest, mods, before);
        wmemcpy(rest + before, colon + 1, after);
        rest[before + after] = 'f'; /* the whole path where nothing else is asked for */
        modify(rest, before + after ? before + after : 1, name, to, room);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        WCHAR c = (WCHAR)towlower(mods[i]);
        parts |= wcschr(L"dpnxs", c) != NULL;
        whole |= c == 'f';
    }
    if (!GetFullPathNameW(name, LINE_MAX, path, NULL))
        wcscpy(path, name);
    for (size_t i = 0; i < count; i++)
        if (wcschr(L"atz", towlower(mods[i])))
            add_facts((WCHAR)towlower(mods[i]), path, to, room);
    if (to[0] && (whole || parts))
        add(to, room, L" ");
    if (whole)
        add(to, room, path);
    else if (!parts && !to[0])
        add(to, room, name);
    if (whole || !parts)
        return;
    _wsplitpath(path, drive, folder, base, end);
    static const WCHAR order[] = L"dpnx";
    const WCHAR *texts[] = {drive, folder, base, end};
    for (int i = 0; i < 4; i++)
        for (size_t j = 0; j < count; j++)
            if (towlower(mods[j]) == order[i]) {
                add(to, room, texts[i]);
                break;
            }
}

/* "~mods" before a name that `known` accepts: the mods' count, or -1. "$NAME:" may stand among
 * them. */
int count_mods(const WCHAR *text, int (*known)(WCHAR))
{
    int best = -1;
    for (int n = 0; text[n]; n++) {
        const WCHAR *colon = text[n] == '$' ? wcschr(text + n, ':') : NULL;
        if (colon) {
            n = (int)(colon - text);
            continue;
        }
        if (known(text[n]))
            best = n;
        if (!wcschr(L"fdpnxsatzFDPNXSATZ", text[n]))
            break;
    }
    return best;
}
