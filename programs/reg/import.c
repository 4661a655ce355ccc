/* import.c - reg import: .reg files of version 5 (UTF-16 or ANSI) and REGEDIT4. */
#include "reg.h"

#define BAD_FILE L"Error accessing the registry."

static REGSAM view;
static int is_old; /* REGEDIT4: texts in hex are ANSI */

static WCHAR *read_file(const WCHAR *name)
{
    HANDLE file = CreateFileW(name, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    DWORD size = file == INVALID_HANDLE_VALUE ? 0 : GetFileSize(file, NULL), done = 0;
    if (file == INVALID_HANDLE_VALUE || size == INVALID_FILE_SIZE)
        return NULL;
    BYTE *bytes = allocate(size);
    ReadFile(file, bytes, size, &done, NULL);
    CloseHandle(file);
    if (done >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
        return _wcsdup((WCHAR *)(void *)(bytes + 2));
    BYTE *start = bytes + (done >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0);
    UINT page = start == bytes ? CP_ACP : CP_UTF8;
    WCHAR *text = allocate((done + 1) * sizeof(WCHAR));
    MultiByteToWideChar(page, 0, (char *)start, (int)(done - (start - bytes)), text, (int)done);
    return text;
}

/* The next line, zero-terminated in place; one that ends with a backslash goes on. */
static WCHAR *next_line(WCHAR **at)
{
    WCHAR *line = *at, *to = line, *p = line;
    if (!*p)
        return NULL;
    while (*p && *p != '\n' && *p != '\r') {
        if (*p == '\\' && (p[1] == '\n' || (p[1] == '\r' && p[2] == '\n')) && *line != '[') {
            p += p[1] == '\r' ? 3 : 2;
            while (*p == ' ' || *p == '\t')
                p++;
            continue;
        }
        *to++ = *p++;
    }
    while (*p == '\r' || *p == '\n') {
        int end = *p++ == '\n';
        if (end)
            break;
    }
    *at = p;
    *to = 0;
    while (*line == ' ' || *line == '\t')
        line++;
    return line;
}

/* "text" with its escapes undone in place; where it ends, or NULL. */
static WCHAR *unquote(WCHAR *text)
{
    WCHAR *to = text, *p = text + 1;
    for (; *p && *p != '"'; p++) {
        if (*p == '\\' && p[1])
            p++;
        *to++ = *p;
    }
    if (!*p)
        return NULL;
    *to = 0;
    return p + 1;
}

static DWORD parse_bytes(const WCHAR *text, BYTE *data)
{
    DWORD size = 0;
    while (*text) {
        WCHAR *end;
        unsigned long value = wcstoul(text, &end, 16);
        if (end == text || value > 255)
            break;
        data[size++] = (BYTE)value;
        text = end + wcsspn(end, L", \t");
    }
    return size;
}

static LONG set_hex(HKEY key, const WCHAR *name, const WCHAR *text)
{
    DWORD type = REG_BINARY;
    if (*text == '(') {
        WCHAR *end;
        type = wcstoul(text + 1, &end, 16);
        text = *end == ')' ? end + 1 : end;
    }
    if (*text != ':')
        return ERROR_INVALID_DATA;
    BYTE *data = allocate(wcslen(text));
    DWORD size = parse_bytes(text + 1, data);
    LONG error;
    if (is_old && (type == REG_EXPAND_SZ || type == REG_MULTI_SZ)) {
        WCHAR *wide = allocate(size * sizeof(WCHAR));
        int count = MultiByteToWideChar(CP_ACP, 0, (char *)data, (int)size, wide, (int)size);
        error = RegSetValueExW(key, name, 0, type, (BYTE *)wide, count * sizeof(WCHAR));
        free(wide);
    } else {
        error = RegSetValueExW(key, name, 0, type, data, size);
    }
    free(data);
    return error;
}

static LONG set_value(HKEY key, const WCHAR *name, WCHAR *text)
{
    text += wcsspn(text, L" \t");
    if (*text == '-') {
        LONG error = RegDeleteValueW(key, name);
        return error == ERROR_FILE_NOT_FOUND ? 0 : error;
    }
    if (*text == '"')
        return unquote(text) ? RegSetValueExW(key, name, 0, REG_SZ, (BYTE *)text,
                                              (DWORD)((wcslen(text) + 1) * sizeof(WCHAR)))
                             : ERROR_INVALID_DATA;
    if (!_wcsnicmp(text, L"dword:", 6)) {
        WCHAR *end;
        DWORD number = wcstoul(text + 6, &end, 16);
        return end == text + 6 ? ERROR_INVALID_DATA
                               : RegSetValueExW(key, name, 0, REG_DWORD, (BYTE *)&number, 4);
    }
    return _wcsnicmp(text, L"hex", 3) ? ERROR_INVALID_DATA : set_hex(key, name, text + 3);
}

static LONG read_value(HKEY key, WCHAR *line)
{
    WCHAR *end = line + 1;
    const WCHAR *name = L"";
    if (*line == '"') {
        end = unquote(line);
        name = line;
    }
    if (!end)
        return 0;
    end += wcsspn(end, L" \t");
    LONG error = *end == '=' ? set_value(key, name, end + 1) : ERROR_INVALID_DATA;
    return error == ERROR_INVALID_DATA ? 0 : error; /* a line that says nothing is passed over */
}

/* [key], or [-key] that is to go. */
static LONG read_key(WCHAR *line, HKEY *key)
{
    PLACE place;
    WCHAR *end = wcsrchr(line, ']');
    int gone = line[1] == '-';
    *key = NULL;
    if (!end)
        return 0;
    *end = 0;
    if (!parse_place(line + 1 + gone, &place))
        return 0;
    if (!gone)
        return RegCreateKeyExW(place.root, place.path, 0, NULL, 0, KEY_READ | KEY_WRITE | view,
                               NULL, key, NULL);
    HKEY top;
    if (RegOpenKeyExW(place.root, place.path, 0, KEY_READ | KEY_WRITE | DELETE | view, &top))
        return 0;
    LONG error = RegDeleteTreeW(top, NULL);
    if (!error)
        error = RegDeleteKeyExW(place.root, place.path, view, 0);
    RegCloseKey(top);
    return error;
}

int do_import(const OPTIONS *o)
{
    WCHAR *text = read_file(o->file), *at = text, *line;
    HKEY key = NULL;
    LONG error = 0;
    view = o->view;
    if (!text)
        return fail(L"Error opening the file. There may be a disk or file system error.");
    line = next_line(&at);
    is_old = line && !wcscmp(line, L"REGEDIT4");
    if (!line || (!is_old && wcscmp(line, L"Windows Registry Editor Version 5.00")))
        return fail(L"The specified file is not a registry script.  You can only import binary "
                    L"registry files from within the registry editor.");
    while (!error && (line = next_line(&at))) {
        if (*line == '[') {
            if (key)
                RegCloseKey(key);
            error = read_key(line, &key);
        } else if (key && (*line == '"' || *line == '@')) {
            error = read_value(key, line);
        }
    }
    if (error)
        return fail(BAD_FILE);
    out(SUCCESS);
    return 0;
}
