/* winreg.h: values. */
#include "reg_tree.h"

/* Texts that were set without their terminator still count as they are; see RegGetValueW. */
static LONG give_data(const struct reg_value *value, DWORD *type, BYTE *buffer, DWORD *room)
{
    LONG error = ERROR_SUCCESS;

    if (type)
        *type = value->type;
    if (buffer && *room < value->size)
        error = ERROR_MORE_DATA;
    else if (buffer)
        memcpy(buffer, value->data, value->size);
    if (room)
        *room = value->size;
    return error;
}

LONG WINAPI RegQueryValueExW(HKEY handle, LPCWSTR name, LPDWORD reserved, LPDWORD type,
                             LPBYTE buffer, LPDWORD room)
{
    struct reg_value *value;
    struct reg_key *key;
    LONG error;

    if (reserved || (buffer && !room))
        return ERROR_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, KEY_QUERY_VALUE, &key);
    if (!error) {
        value = reg_find_value(key, name);
        error = value ? give_data(value, type, buffer, room) : ERROR_FILE_NOT_FOUND;
    }
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

LONG WINAPI RegSetValueExW(HKEY handle, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *data,
                           DWORD size)
{
    struct reg_key *key;
    LONG error;

    if (reserved || (size && !data))
        return reserved ? ERROR_INVALID_PARAMETER : ERROR_NOACCESS;
    /* A text whose terminator was just not counted gets it, as on Windows. */
    if ((type == REG_SZ || type == REG_EXPAND_SZ) && size >= sizeof(WCHAR) && !(size & 1)) {
        const WCHAR *text = (const WCHAR *)data;
        DWORD count = size / sizeof(WCHAR);

        if (text[count - 1] && !text[count])
            size += sizeof(WCHAR);
    }
    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, KEY_SET_VALUE, &key);
    if (!error)
        error = reg_set_value(key, name, type, data, size);
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

LONG WINAPI RegDeleteValueW(HKEY handle, LPCWSTR name)
{
    struct reg_key *key;
    LONG error;

    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, KEY_SET_VALUE, &key);
    if (!error && !reg_delete_value(key, name))
        error = ERROR_FILE_NOT_FOUND;
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

LONG WINAPI RegEnumValueW(HKEY handle, DWORD index, LPWSTR name, LPDWORD name_room,
                          LPDWORD reserved, LPDWORD type, LPBYTE buffer, LPDWORD room)
{
    struct reg_value *value;
    struct reg_key *key;
    LONG error;

    if (!name || !name_room || reserved || (buffer && !room))
        return ERROR_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, KEY_QUERY_VALUE, &key);
    if (!error) {
        DWORD count;

        value = key->values;
        while (value && index--)
            value = value->next;
        count = value ? lstrlenW(value->name) : 0;
        if (!value) {
            error = ERROR_NO_MORE_ITEMS;
        } else if (*name_room <= count) {
            error = ERROR_MORE_DATA;
        } else {
            memcpy(name, value->name, (count + 1) * sizeof(WCHAR));
            *name_room = count;
            error = give_data(value, type, buffer, room);
        }
    }
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

static DWORD type_flag(DWORD type)
{
    static const DWORD flags[] = {RRF_RT_REG_NONE, RRF_RT_REG_SZ, RRF_RT_REG_EXPAND_SZ,
                                  RRF_RT_REG_BINARY, RRF_RT_REG_DWORD};

    if (type < ARRAYSIZE(flags))
        return flags[type];
    return type == REG_MULTI_SZ ? RRF_RT_REG_MULTI_SZ : type == REG_QWORD ? RRF_RT_REG_QWORD : 0;
}

static BOOL is_text(DWORD type)
{
    return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

/* The value with its terminator and, where asked for, expanded; from the heap. */
static LONG read_value(HKEY key, const WCHAR *name, DWORD flags, DWORD *type, BYTE **data,
                       DWORD *size)
{
    WCHAR *expanded;
    DWORD count;
    LONG error = RegQueryValueExW(key, name, NULL, type, NULL, size);

    if (error)
        return error;
    *data = reg_allocate(*size + 2 * sizeof(WCHAR));
    if (!*data)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = RegQueryValueExW(key, name, NULL, type, *data, size);
    if (error)
        return error;
    if (is_text(*type) && (*size < 2 || ((WCHAR *)*data)[*size / 2 - 1]))
        *size = (*size & ~1u) + sizeof(WCHAR);
    if (*type != REG_EXPAND_SZ || flags & RRF_NOEXPAND)
        return ERROR_SUCCESS;
    count = ExpandEnvironmentStringsW((WCHAR *)*data, NULL, 0);
    expanded = reg_allocate(count * sizeof(WCHAR));
    if (!expanded)
        return ERROR_NOT_ENOUGH_MEMORY;
    ExpandEnvironmentStringsW((WCHAR *)*data, expanded, count);
    reg_free(*data);
    *data = (BYTE *)expanded;
    *size = count * sizeof(WCHAR);
    *type = REG_SZ;
    return ERROR_SUCCESS;
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
    error = RegOpenKeyExW(parent, path, 0, KEY_QUERY_VALUE, &key);
    if (error)
        return error;
    error = read_value(key, name, flags, &kind, &data, &size);
    RegCloseKey(key);
    if (!error && !(type_flag(kind) & flags) && (flags & RRF_RT_ANY) != RRF_RT_ANY)
        error = ERROR_UNSUPPORTED_TYPE;
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

LONG WINAPI RegSetKeyValueW(HKEY parent, LPCWSTR path, LPCWSTR name, DWORD type, LPCVOID data,
                            DWORD size)
{
    HKEY key;
    LONG error =
        RegCreateKeyExW(parent, path ? path : L"", 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);

    if (error)
        return error;
    error = RegSetValueExW(key, name, 0, type, data, size);
    RegCloseKey(key);
    return error;
}

LONG WINAPI RegDeleteKeyValueW(HKEY parent, LPCWSTR path, LPCWSTR name)
{
    HKEY key;
    LONG error = RegOpenKeyExW(parent, path, 0, KEY_SET_VALUE, &key);

    if (error)
        return error;
    error = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return error;
}
