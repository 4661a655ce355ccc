/* winreg.h: the calls of 16-bit days, and what is left of the A variants, on the full ones. */
#include "reg_ansi.h"
#include "reg.h"

LONG WINAPI RegOpenKeyW(HKEY parent, LPCWSTR path, PHKEY result)
{
    return RegOpenKeyExW(parent, path, 0, MAXIMUM_ALLOWED, result);
}

LONG WINAPI RegOpenKeyA(HKEY parent, LPCSTR path, PHKEY result)
{
    return RegOpenKeyExA(parent, path, 0, MAXIMUM_ALLOWED, result);
}

LONG WINAPI RegCreateKeyW(HKEY parent, LPCWSTR path, PHKEY result)
{
    if (!path || !*path)
        return RegOpenKeyW(parent, path, result);
    return RegCreateKeyExW(parent, path, 0, NULL, 0, MAXIMUM_ALLOWED, NULL, result, NULL);
}

LONG WINAPI RegCreateKeyA(HKEY parent, LPCSTR path, PHKEY result)
{
    if (!path || !*path)
        return RegOpenKeyA(parent, path, result);
    return RegCreateKeyExA(parent, path, 0, NULL, 0, MAXIMUM_ALLOWED, NULL, result, NULL);
}

LONG WINAPI RegEnumKeyW(HKEY handle, DWORD index, LPWSTR name, DWORD room)
{
    return RegEnumKeyExW(handle, index, name, &room, NULL, NULL, NULL, NULL);
}

LONG WINAPI RegEnumKeyA(HKEY handle, DWORD index, LPSTR name, DWORD room)
{
    return RegEnumKeyExA(handle, index, name, &room, NULL, NULL, NULL, NULL);
}

/* The default value of a key below; a missing value is an empty text. */
LONG WINAPI RegQueryValueW(HKEY parent, LPCWSTR path, LPWSTR buffer, PLONG room)
{
    HKEY key;
    LONG error = RegOpenKeyExW(parent, path, 0, KEY_QUERY_VALUE, &key);

    if (error)
        return error;
    error = RegQueryValueExW(key, NULL, NULL, NULL, (BYTE *)buffer, (DWORD *)room);
    RegCloseKey(key);
    if (error != ERROR_FILE_NOT_FOUND)
        return error;
    if (buffer)
        *buffer = 0;
    if (room)
        *room = sizeof(WCHAR);
    return ERROR_SUCCESS;
}

LONG WINAPI RegQueryValueA(HKEY parent, LPCSTR path, LPSTR buffer, PLONG room)
{
    HKEY key;
    LONG error = RegOpenKeyExA(parent, path, 0, KEY_QUERY_VALUE, &key);

    if (error)
        return error;
    error = RegQueryValueExA(key, NULL, NULL, NULL, (BYTE *)buffer, (DWORD *)room);
    RegCloseKey(key);
    if (error != ERROR_FILE_NOT_FOUND)
        return error;
    if (buffer)
        *buffer = 0;
    if (room)
        *room = 1;
    return ERROR_SUCCESS;
}

LONG WINAPI RegSetValueW(HKEY parent, LPCWSTR path, DWORD type, LPCWSTR text, DWORD size)
{
    if (type != REG_SZ || !text)
        return ERROR_INVALID_PARAMETER;
    return RegSetKeyValueW(parent, path, NULL, type, text, (lstrlenW(text) + 1) * sizeof(WCHAR));
}

LONG WINAPI RegSetValueA(HKEY parent, LPCSTR path, DWORD type, LPCSTR text, DWORD size)
{
    if (type != REG_SZ || !text)
        return ERROR_INVALID_PARAMETER;
    return RegSetKeyValueA(parent, path, NULL, type, text, lstrlenA(text) + 1);
}

LONG WINAPI RegQueryInfoKeyA(HKEY handle, LPSTR class_name, LPDWORD class_room, LPDWORD reserved,
                             LPDWORD keys, LPDWORD longest_key, LPDWORD longest_class,
                             LPDWORD values, LPDWORD longest_value, LPDWORD largest_data,
                             LPDWORD security, PFILETIME written)
{
    WCHAR wide[REG_MAX_NAME + 1];
    DWORD room = ARRAYSIZE(wide);
    LONG error = RegQueryInfoKeyW(handle, wide, &room, reserved, keys, longest_key, longest_class,
                                  values, longest_value, largest_data, security, written);

    if (error || !class_room)
        return error;
    if (class_name && *class_room <= room)
        return ERROR_MORE_DATA;
    if (class_name)
        WideCharToMultiByte(CP_ACP, 0, wide, -1, class_name, (int)*class_room, NULL, NULL);
    *class_room = room;
    return ERROR_SUCCESS;
}

LONG WINAPI RegGetValueA(HKEY parent, LPCSTR path, LPCSTR name, DWORD flags, LPDWORD type,
                         PVOID buffer, LPDWORD room)
{
    WCHAR *wide_path, *wide_name = NULL;
    DWORD kind = REG_NONE, size = 0;
    BYTE *data = NULL;
    LONG error = reg_widen(path, &wide_path);

    if (!error)
        error = reg_widen(name, &wide_name);
    if (!error)
        error = RegGetValueW(parent, wide_path, wide_name, flags, &kind, NULL, &size);
    if (!error) {
        data = reg_allocate(size + sizeof(WCHAR));
        error = data ? RegGetValueW(parent, wide_path, wide_name, flags, &kind, data, &size)
                     : ERROR_NOT_ENOUGH_MEMORY;
    }
    if (!error)
        error = reg_narrow_data(kind, data, size, buffer, room);
    if (type && (!error || error == ERROR_MORE_DATA))
        *type = kind;
    reg_free(data);
    reg_free(wide_path);
    reg_free(wide_name);
    return error;
}

LONG WINAPI RegConnectRegistryA(LPCSTR machine, HKEY key, PHKEY result)
{
    WCHAR *wide;
    LONG error = reg_widen(machine, &wide);

    if (!error)
        error = RegConnectRegistryW(wide, key, result);
    reg_free(wide);
    return error;
}
