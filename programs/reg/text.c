/* text.c - names, types and data as texts. */
#include "reg.h"
#include <stdarg.h>

static const struct {
    const WCHAR *short_name, *name;
    HKEY root;
} roots[] = {
    {L"HKLM", L"HKEY_LOCAL_MACHINE", HKEY_LOCAL_MACHINE},
    {L"HKCU", L"HKEY_CURRENT_USER", HKEY_CURRENT_USER},
    {L"HKCR", L"HKEY_CLASSES_ROOT", HKEY_CLASSES_ROOT},
    {L"HKU", L"HKEY_USERS", HKEY_USERS},
    {L"HKCC", L"HKEY_CURRENT_CONFIG", HKEY_CURRENT_CONFIG},
};

static const WCHAR *const types[] = {L"REG_NONE",
                                     L"REG_SZ",
                                     L"REG_EXPAND_SZ",
                                     L"REG_BINARY",
                                     L"REG_DWORD",
                                     L"REG_DWORD_BIG_ENDIAN",
                                     L"REG_LINK",
                                     L"REG_MULTI_SZ",
                                     L"REG_RESOURCE_LIST",
                                     L"REG_FULL_RESOURCE_DESCRIPTOR",
                                     L"REG_RESOURCE_REQUIREMENTS_LIST",
                                     L"REG_QWORD"};

void *allocate(size_t size)
{
    void *memory = calloc(1, size + 4);
    if (!memory)
        exit(fail(L"Not enough memory."));
    return memory;
}

static void put(HANDLE handle, const WCHAR *text, size_t count)
{
    DWORD done;
    if (GetConsoleMode(handle, &done)) {
        WriteConsoleW(handle, text, (DWORD)count, &done, NULL);
        return;
    }
    UINT page = GetConsoleOutputCP();
    if (!page)
        page = CP_OEMCP;
    int size = WideCharToMultiByte(page, 0, text, (int)count, NULL, 0, NULL, NULL);
    char *bytes = allocate(size);
    WideCharToMultiByte(page, 0, text, (int)count, bytes, size, NULL, NULL);
    WriteFile(handle, bytes, size, &done, NULL);
    free(bytes);
}

/* Lines end with a carriage return, as those of all of Windows' commands. */
static void put_lines(HANDLE handle, const WCHAR *text)
{
    size_t count = wcslen(text), used = 0;
    WCHAR *lines = allocate((2 * count + 1) * sizeof(WCHAR));
    for (size_t i = 0; i < count; i++) {
        if (text[i] == '\n')
            lines[used++] = '\r';
        lines[used++] = text[i];
    }
    put(handle, lines, used);
    free(lines);
}

void out(const WCHAR *format, ...)
{
    va_list list;
    va_start(list, format);
    int size = _vscwprintf(format, list);
    va_end(list);
    WCHAR *text = allocate((size + 1) * sizeof(WCHAR));
    va_start(list, format);
    _vsnwprintf(text, size + 1, format, list);
    va_end(list);
    put_lines(GetStdHandle(STD_OUTPUT_HANDLE), text);
    free(text);
}

int fail(const WCHAR *text)
{
    WCHAR line[600];
    _snwprintf(line, 600, L"ERROR: %ls\n", text);
    put_lines(GetStdHandle(STD_ERROR_HANDLE), line);
    return 1;
}

int fail_with(LONG error)
{
    WCHAR text[512] = L"";
    if (error == ERROR_FILE_NOT_FOUND)
        return fail(L"The system was unable to find the specified registry key or value.");
    FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, error, 0, text, 512, NULL);
    for (size_t i = wcslen(text); i-- && (text[i] == '\r' || text[i] == '\n');)
        text[i] = 0;
    return fail(text);
}

int parse_place(const WCHAR *text, PLACE *place)
{
    if (text[0] == '\\' && text[1] == '\\') { /* \\machine\key: this machine alone is there */
        text = wcschr(text + 2, '\\');
        if (!text++)
            return 0;
    }
    size_t count = wcscspn(text, L"\\");
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        if ((wcslen(roots[i].short_name) != count || _wcsnicmp(text, roots[i].short_name, count)) &&
            (wcslen(roots[i].name) != count || _wcsnicmp(text, roots[i].name, count)))
            continue;
        WCHAR *path = _wcsdup(text + count + (text[count] == '\\'));
        size_t length = wcslen(path);
        while (length && path[length - 1] == '\\')
            path[--length] = 0;
        place->root = roots[i].root;
        place->root_name = roots[i].name;
        place->path = path;
        return 1;
    }
    return 0;
}

LONG open_place(const PLACE *place, REGSAM access, HKEY *key)
{
    return RegOpenKeyExW(place->root, place->path, 0, access, key);
}

const WCHAR *type_name(DWORD type)
{
    static WCHAR number[16];
    if (type < sizeof types / sizeof *types)
        return types[type];
    _snwprintf(number, 16, L"0x%x", (unsigned)type);
    return number;
}

int parse_type(const WCHAR *text, DWORD *type)
{
    for (DWORD i = 0; i < sizeof types / sizeof *types; i++)
        if (!_wcsicmp(text, types[i])) {
            *type = i;
            return 1;
        }
    if (!_wcsicmp(text, L"REG_DWORD_LITTLE_ENDIAN")) {
        *type = REG_DWORD;
        return 1;
    }
    return 0;
}

static WCHAR *multi_text(const BYTE *data, DWORD size)
{
    const WCHAR *from = (const WCHAR *)data;
    DWORD count = size / sizeof(WCHAR), used = 0;
    WCHAR *text = allocate((2 * count + 1) * sizeof(WCHAR));
    while (count && !from[count - 1])
        count--;
    for (DWORD i = 0; i < count; i++) {
        if (!from[i])
            text[used++] = '\\';
        text[used++] = from[i] ? from[i] : '0';
    }
    return text;
}

WCHAR *data_text(DWORD type, const BYTE *data, DWORD size)
{
    WCHAR *text = allocate((2 * size + 40) * sizeof(WCHAR));
    if (type == REG_MULTI_SZ) {
        free(text);
        return multi_text(data, size);
    }
    if (type == REG_SZ || type == REG_EXPAND_SZ)
        memcpy(text, data, size);
    else if (type == REG_DWORD && size == 4)
        _snwprintf(text, 40, L"0x%x", *(const unsigned *)data);
    else if (type == REG_QWORD && size == 8)
        _snwprintf(text, 40, L"0x%I64x", *(const unsigned long long *)data);
    else
        for (DWORD i = 0; i < size; i++)
            _snwprintf(text + 2 * i, 3, L"%02X", data[i]);
    return text;
}

static int parse_binary(const WCHAR *text, BYTE **data, DWORD *size)
{
    size_t count = wcslen(text);
    *data = allocate(count);
    *size = (DWORD)((count + 1) / 2);
    for (size_t i = 0; i < count; i++) {
        WCHAR digit[2] = {text[i], 0}, *end;
        BYTE value = (BYTE)wcstoul(digit, &end, 16);
        if (end == digit)
            return 0;
        /* An odd number of digits has half a byte at its start. */
        size_t place = i + (count & 1);
        (*data)[place / 2] |= place & 1 ? value : value << 4;
    }
    return 1;
}

static void parse_multi(const OPTIONS *o, BYTE **data, DWORD *size)
{
    WCHAR *to = allocate((wcslen(o->data) + 2) * sizeof(WCHAR));
    DWORD used = 0;
    *data = (BYTE *)to;
    for (const WCHAR *p = o->data; *p;) {
        if (o->separator ? *p == o->separator : p[0] == '\\' && p[1] == '0') {
            to[used++] = 0;
            p += o->separator ? 1 : 2;
        } else {
            to[used++] = *p++;
        }
    }
    if (used && to[used - 1])
        used++;
    *size = (used + 1) * sizeof(WCHAR);
}

int parse_data(const OPTIONS *o, BYTE **data, DWORD *size)
{
    const WCHAR *text = o->data ? o->data : L"";
    WCHAR *end;
    unsigned long long number;
    switch (o->type) {
    case REG_MULTI_SZ: {
        OPTIONS copy = *o;
        copy.data = text;
        parse_multi(&copy, data, size);
        return 1;
    }
    case REG_DWORD:
    case REG_DWORD_BIG_ENDIAN:
    case REG_QWORD:
        number = _wcstoui64(text, &end, 0);
        *size = o->type == REG_QWORD ? 8 : 4;
        *data = allocate(8);
        memcpy(*data, &number, 8);
        return (!*text || end != text) && !*end && (*size == 8 || number <= 0xffffffff);
    case REG_SZ:
    case REG_EXPAND_SZ:
        *size = (DWORD)((wcslen(text) + 1) * sizeof(WCHAR));
        *data = allocate(*size);
        memcpy(*data, text, *size);
        return 1;
    default:
        return parse_binary(text, data, size);
    }
}

LONG get_value(HKEY key, DWORD index, VALUE *value)
{
    DWORD names, largest;
    LONG error = RegQueryInfoKeyW(key, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &names, &largest,
                                  NULL, NULL);
    if (error)
        return error;
    value->name = allocate((names + 1) * sizeof(WCHAR));
    value->data = allocate(largest + 4);
    value->size = largest;
    names++;
    error = RegEnumValueW(key, index, value->name, &names, NULL, &value->type, value->data,
                          &value->size);
    if (error)
        free_value(value);
    return error;
}

void free_value(VALUE *value)
{
    free(value->name);
    free(value->data);
}

int confirm(const WCHAR *question)
{
    char answer[16] = "";
    DWORD done;
    out(L"%ls (Yes/No)? ", question);
    if (!ReadFile(GetStdHandle(STD_INPUT_HANDLE), answer, sizeof answer - 1, &done, NULL))
        return 0;
    return answer[0] == 'y' || answer[0] == 'Y';
}
