/* winreg.h: RegGetValue, which checks types and terminates texts; RegLoadMUIString. */
#include "reg.h"
#include "reg_ansi.h"

#define SUBKEY_64 0x00010000u /* RRF_SUBKEY_WOW6464KEY */
#define SUBKEY_32 0x00020000u /* RRF_SUBKEY_WOW6432KEY */

static DWORD type_flag(DWORD type)
{
    static const DWORD flags[] = {RRF_RT_REG_NONE, RRF_RT_REG_SZ, RRF_RT_REG_EXPAND_SZ,
                                  RRF_RT_REG_BINARY, RRF_RT_REG_DWORD};

    if (type < ARRAYSIZE(flags))
        return flags[type];
    return type == REG_MULTI_SZ ? RRF_RT_REG_MULTI_SZ : type == REG_QWORD ? RRF_RT_REG_QWORD : 0;
}

static LONG expand(BYTE **data, DWORD *size)
{
    DWORD count = ExpandEnvironmentStringsW((WCHAR *)*data, NULL, 0);
    WCHAR *expanded = reg_allocate(count * sizeof(WCHAR));

    if (!expanded)
        return ERROR_NOT_ENOUGH_MEMORY;
    ExpandEnvironmentStringsW((WCHAR *)*data, expanded, count);
    reg_free(*data);
    *data = (BYTE *)expanded;
    *size = count * sizeof(WCHAR);
    return ERROR_SUCCESS;
}

static DWORD terminators(DWORD type, const BYTE *data, DWORD size)
{
    const WCHAR *text = (const WCHAR *)data;
    DWORD count = size / sizeof(WCHAR);

    if (!reg_is_text(type))
        return 0;
    if (!count || text[count - 1])
        return type == REG_MULTI_SZ ? 2 : 1;
    return type == REG_MULTI_SZ && (count < 2 || text[count - 2]) ? 1 : 0;
}

/* The value with its terminator and, where asked for, expanded; from the heap. */
static LONG read_value(HKEY key, const WCHAR *name, DWORD flags, DWORD *type, BYTE **data,
                       DWORD *size)
{
    LONG error;

    do {
        error = RegQueryValueExW(key, name, NULL, type, NULL, size);
        if (error)
            return error;
        reg_free(*data);
        *data = reg_allocate(*size + 4 * sizeof(WCHAR));
        if (!*data)
            return ERROR_NOT_ENOUGH_MEMORY;
        error = RegQueryValueExW(key, name, NULL, type, *data, size);
    } while (error == ERROR_MORE_DATA);
    if (error)
        return error;
    if (reg_is_text(*type))
        *size &= ~1u;
    *size += terminators(*type, *data, *size) * sizeof(WCHAR);
    if (*type != REG_EXPAND_SZ || flags & RRF_NOEXPAND)
        return ERROR_SUCCESS;
    *type = REG_SZ;
    return expand(data, size);
}

static LONG check_type(DWORD kind, DWORD size, DWORD flags)
{
    DWORD types = flags & 0xffff;

    if (types == RRF_RT_ANY)
        return ERROR_SUCCESS;
    if (!(type_flag(kind) & types))
        return ERROR_UNSUPPORTED_TYPE;
    if (kind == REG_BINARY && types == RRF_RT_DWORD && size != 4)
        return ERROR_INVALID_DATA;
    if (kind == REG_BINARY && types == RRF_RT_QWORD && size != 8)
        return ERROR_INVALID_DATA;
    return ERROR_SUCCESS;
}

static LONG open_for(HKEY parent, const WCHAR *path, DWORD flags, HKEY *key)
{
    REGSAM view = flags & SUBKEY_64 ? KEY_WOW64_64KEY : flags & SUBKEY_32 ? KEY_WOW64_32KEY : 0;

    *key = parent;
    return path && *path ? RegOpenKeyExW(parent, path, 0, KEY_QUERY_VALUE | view, key)
                         : ERROR_SUCCESS;
}

LONG WINAPI RegGetValueW(HKEY parent, LPCWSTR path, LPCWSTR name, DWORD flags, LPDWORD type,
                         PVOID buffer, LPDWORD room)
{
    DWORD kind = REG_NONE, size = 0;
    BYTE *data = NULL;
    HKEY key;
    LONG error;

    if (buffer && !room)
        return ERROR_INVALID_PARAMETER;
    if (flags & RRF_RT_REG_EXPAND_SZ && !(flags & RRF_NOEXPAND) &&
        (flags & RRF_RT_ANY) != RRF_RT_ANY)
        return ERROR_INVALID_PARAMETER;
    error = open_for(parent, path, flags, &key);
    if (error)
        return error;
    error = read_value(key, name, flags, &kind, &data, &size);
    if (key != parent)
        RegCloseKey(key);
    if (!error)
        error = check_type(kind, size, flags);
    if (!error && buffer && *room < size)
        error = ERROR_MORE_DATA;
    if (!error && buffer)
        memcpy(buffer, data, size);
    if (error && buffer && flags & RRF_ZEROONFAILURE)
        memset(buffer, 0, *room);
    if (type && (!error || error == ERROR_MORE_DATA))
        *type = kind;
    if (room && (!error || error == ERROR_MORE_DATA))
        *room = size;
    reg_free(data);
    return error;
}

/* ---- texts that stand in a DLL's resources: "@file,-number" */

static const WCHAR *find_string(HMODULE module, DWORD id, DWORD *count)
{
    HRSRC resource = FindResourceW(module, MAKEINTRESOURCEW(id / 16 + 1), (LPCWSTR)RT_STRING);
    HGLOBAL loaded = resource ? LoadResource(module, resource) : NULL;
    const WCHAR *text = loaded ? LockResource(loaded) : NULL;

    if (!text)
        return NULL;
    for (DWORD i = id % 16; i; i--)
        text += *text + 1;
    *count = *text;
    return *count ? text + 1 : NULL;
}

static LONG load_string(const WCHAR *reference, const WCHAR *directory, WCHAR **text)
{
    WCHAR path[MAX_PATH];
    const WCHAR *comma = reference + lstrlenW(reference);
    DWORD used = 0, id = 0, count;
    HMODULE module;

    while (comma > reference && *comma != ',')
        comma--;
    if (*comma != ',' || comma[1] != '-')
        return ERROR_INVALID_DATA;
    for (const WCHAR *p = comma + 2; *p >= '0' && *p <= '9'; p++)
        id = id * 10 + (*p - '0');
    if (directory) {
        lstrcpynW(path, directory, MAX_PATH - 1);
        used = lstrlenW(path);
        path[used++] = '\\';
    }
    if (used + (comma - reference) > MAX_PATH)
        return ERROR_FILENAME_EXCED_RANGE;
    lstrcpynW(path + used, reference + 1, (int)(comma - reference));
    module = LoadLibraryExW(path, NULL, LOAD_LIBRARY_AS_DATAFILE);
    if (!module)
        return ERROR_FILE_NOT_FOUND;
    const WCHAR *found = find_string(module, id, &count);
    *text = found ? reg_allocate((count + 1) * sizeof(WCHAR)) : NULL;
    if (*text)
        memcpy(*text, found, count * sizeof(WCHAR));
    FreeLibrary(module);
    return *text ? ERROR_SUCCESS : ERROR_RESOURCE_NAME_NOT_FOUND;
}

LONG WINAPI RegLoadMUIStringW(HKEY key, LPCWSTR value, LPWSTR buffer, DWORD size, LPDWORD needed,
                              DWORD flags, LPCWSTR directory)
{
    DWORD type, data_size = 0;
    BYTE *data = NULL;
    WCHAR *text = NULL;
    LONG error;

    if (flags & ~REG_MUI_STRING_TRUNCATE || (size & 1) || (!buffer && size))
        return ERROR_INVALID_PARAMETER;
    error = read_value(key, value, 0, &type, &data, &data_size);
    if (!error && type != REG_SZ)
        error = ERROR_FILE_NOT_FOUND;
    if (!error && *(WCHAR *)data == '@')
        error = load_string((WCHAR *)data, directory, &text);
    const WCHAR *result = text ? text : (WCHAR *)data;
    if (!error) {
        DWORD wanted = (lstrlenW(result) + 1) * sizeof(WCHAR);

        if (needed)
            *needed = wanted;
        if (size >= wanted)
            memcpy(buffer, result, wanted);
        else if (flags & REG_MUI_STRING_TRUNCATE && size)
            lstrcpynW(buffer, result, (int)(size / sizeof(WCHAR)));
        else
            error = ERROR_MORE_DATA;
    }
    reg_free(text);
    reg_free(data);
    return error;
}
