/* export.c - reg export: a .reg file of version 5, UTF-16. */
#include "reg.h"

static HANDLE file;
static DWORD write_error;

static void put(const WCHAR *text)
{
    DWORD done;
    for (const WCHAR *p = text; *p && !write_error; p++) {
        const WCHAR *bytes = *p == '\n' ? L"\r\n" : p;
        if (!WriteFile(file, bytes, *p == '\n' ? 4 : 2, &done, NULL))
            write_error = GetLastError();
    }
}

/* In quotes, with backslashes before both. */
static void put_quoted(const WCHAR *text)
{
    WCHAR part[3] = L"\\";
    put(L"\"");
    for (; *text; text++) {
        int escape = *text == '\\' || *text == '"';
        part[escape] = *text;
        part[escape + 1] = 0;
        part[0] = escape ? '\\' : *text;
        put(part);
    }
    put(L"\"");
}

/* hex(7):61,00,... in lines of at most 80. */
static void put_hex(size_t column, DWORD type, const BYTE *data, DWORD size)
{
    WCHAR text[32];
    _snwprintf(text, 32, type == REG_BINARY ? L"hex:" : L"hex(%x):", (unsigned)type);
    put(text);
    column += wcslen(text);
    for (DWORD i = 0; i < size; i++) {
        _snwprintf(text, 32, i + 1 < size ? L"%02x," : L"%02x", data[i]);
        put(text);
        column += 3;
        if (i + 1 < size && column > 76) {
            put(L"\\\n  ");
            column = 2;
        }
    }
}

static int is_plain_text(const VALUE *value)
{
    DWORD count = value->size / sizeof(WCHAR);
    const WCHAR *text = (const WCHAR *)value->data;
    if (value->type != REG_SZ || value->size % 2 || (count && text[count - 1]))
        return 0;
    for (DWORD i = 0; i + 1 < count; i++)
        if (!text[i] || text[i] == '\r' || text[i] == '\n')
            return 0;
    return 1;
}

static void put_value(const VALUE *value)
{
    WCHAR text[32];
    if (*value->name) {
        put_quoted(value->name);
        put(L"=");
    } else {
        put(L"@=");
    }
    if (is_plain_text(value)) {
        put_quoted((const WCHAR *)value->data);
    } else if (value->type == REG_DWORD && value->size == 4) {
        _snwprintf(text, 32, L"dword:%08x", *(const unsigned *)value->data);
        put(text);
    } else {
        put_hex(wcslen(value->name) + 3, value->type, value->data, value->size);
    }
    put(L"\n");
}

static void put_key(HKEY key, const WCHAR *name, REGSAM view)
{
    WCHAR child[256];
    VALUE value;
    put(L"[");
    put(name);
    put(L"]\n");
    for (DWORD i = 0; !get_value(key, i, &value); i++) {
        put_value(&value);
        free_value(&value);
    }
    put(L"\n");
    for (DWORD i = 0, room = 256; !RegEnumKeyExW(key, i, child, &room, NULL, NULL, NULL, NULL);
         i++, room = 256) {
        HKEY below;
        WCHAR *path = allocate((wcslen(name) + room + 2) * sizeof(WCHAR));
        wcscpy(path, name);
        wcscat(path, L"\\");
        wcscat(path, child);
        if (!RegOpenKeyExW(key, child, 0, KEY_READ | view, &below)) {
            put_key(below, path, view);
            RegCloseKey(below);
        }
        free(path);
    }
}

int do_export(const OPTIONS *o)
{
    HKEY key;
    WCHAR question[600];
    LONG error = open_place(&o->place, KEY_READ | o->view, &key);
    if (error)
        return fail_with(error);
    _snwprintf(question, 600, L"File %ls already exists. Overwrite", o->file);
    if (!o->force && GetFileAttributesW(o->file) != INVALID_FILE_ATTRIBUTES && !confirm(question)) {
        out(L"The operation was canceled by the user.\n");
        return 0;
    }
    file = CreateFileW(o->file, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return fail(L"Unable to write to the file. There may be a disk or file system error.");
    WCHAR *name = allocate((wcslen(o->place.root_name) + wcslen(o->place.path) + 2) * 2);
    wcscpy(name, o->place.root_name);
    if (*o->place.path) {
        wcscat(name, L"\\");
        wcscat(name, o->place.path);
    }
    put(L"\xfeffWindows Registry Editor Version 5.00\n\n");
    put_key(key, name, o->view);
    CloseHandle(file);
    RegCloseKey(key);
    if (write_error)
        return fail(L"Unable to write to the file. There may be a disk or file system error.");
    out(SUCCESS);
    return 0;
}
