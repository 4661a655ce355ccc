/* winreg.h: the A variants of what takes or gives texts. */
#include "reg_ansi.h"
#include "reg.h"

LONG reg_widen(const char *text, WCHAR **wide)
{
    int count;

    *wide = NULL;
    if (!text)
        return ERROR_SUCCESS;
    count = MultiByteToWideChar(CP_ACP, 0, text, -1, NULL, 0);
    *wide = reg_allocate(count * sizeof(WCHAR));
    if (!*wide)
        return ERROR_NOT_ENOUGH_MEMORY;
    MultiByteToWideChar(CP_ACP, 0, text, -1, *wide, count);
    return ERROR_SUCCESS;
}

BOOL reg_is_text(DWORD type)
{
    return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

LONG reg_narrow_data(DWORD type, const BYTE *data, DWORD size, BYTE *buffer, DWORD *room)
{
    DWORD needed = size;
    int count = (int)(size / sizeof(WCHAR));
    LONG error = ERROR_SUCCESS;

    if (reg_is_text(type) && count)
        needed = WideCharToMultiByte(CP_ACP, 0, (const WCHAR *)data, count, NULL, 0, NULL, NULL);
    if (buffer && *room < needed)
        error = ERROR_MORE_DATA;
    else if (buffer && reg_is_text(type) && count)
        WideCharToMultiByte(CP_ACP, 0, (const WCHAR *)data, count, (char *)buffer, (int)needed,
                            NULL, NULL);
    else if (buffer)
        memcpy(buffer, data, size);
    if (room)
        *room = needed;
    return error;
}

LONG WINAPI RegOpenKeyExA(HKEY parent, LPCSTR path, DWORD options, REGSAM access, PHKEY result)
{
    WCHAR *wide;
    LONG error = reg_widen(path, &wide);

    if (!error)
        error = RegOpenKeyExW(parent, wide, options, access, result);
    reg_free(wide);
    return error;
}

LONG WINAPI RegCreateKeyExA(HKEY parent, LPCSTR path, DWORD reserved, LPSTR class_name,
                            DWORD options, REGSAM access, LPSECURITY_ATTRIBUTES security,
                            PHKEY result, LPDWORD disposition)
{
    WCHAR *wide, *wide_class = NULL;
    LONG error = reg_widen(path, &wide);

    if (!error)
        error = reg_widen(class_name, &wide_class);
    if (!error)
        error = RegCreateKeyExW(parent, wide, reserved, wide_class, options, access, security,
                                result, disposition);
    reg_free(wide);
    reg_free(wide_class);
    return error;
}

LONG WINAPI RegDeleteKeyExA(HKEY parent, LPCSTR path, REGSAM view, DWORD reserved)
{
    WCHAR *wide;
    LONG error = reg_widen(path, &wide);

    if (!error)
        error = RegDeleteKeyExW(parent, wide, view, reserved);
    reg_free(wide);
    return error;
}

LONG WINAPI RegDeleteKeyA(HKEY parent, LPCSTR path)
{
    return RegDeleteKeyExA(parent, path, 0, 0);
}

LONG WINAPI RegDeleteTreeA(HKEY parent, LPCSTR path)
{
    WCHAR *wide;
    LONG error = reg_widen(path, &wide);

    if (!error)
        error = RegDeleteTreeW(parent, wide);
    reg_free(wide);
    return error;
}

LONG WINAPI RegDeleteValueA(HKEY handle, LPCSTR name)
{
    WCHAR *wide;
    LONG error = reg_widen(name, &wide);

    if (!error)
        error = RegDeleteValueW(handle, wide);
    reg_free(wide);
    return error;
}

LONG WINAPI RegDeleteKeyValueA(HKEY parent, LPCSTR path, LPCSTR name)
{
    HKEY key;
    LONG error = RegOpenKeyExA(parent, path, 0, KEY_SET_VALUE, &key);

    if (error)
        return error;
    error = RegDeleteValueA(key, name);
    RegCloseKey(key);
    return error;
}

/* Fetches a value whole, so that its text can be translated. */
static LONG fetch(HKEY handle, const WCHAR *name, DWORD *type, BYTE **data, DWORD *size)
{
    LONG error = RegQueryValueExW(handle, name, NULL, type, NULL, size);

    *data = NULL;
    if (error)
        return error;
    *data = reg_allocate(*size + sizeof(WCHAR));
    if (!*data)
        return ERROR_NOT_ENOUGH_MEMORY;
    return RegQueryValueExW(handle, name, NULL, type, *data, size);
}

LONG WINAPI RegQueryValueExA(HKEY handle, LPCSTR name, LPDWORD reserved, LPDWORD type,
                             LPBYTE buffer, LPDWORD room)
{
    DWORD kind = REG_NONE, size = 0;
    BYTE *data = NULL;
    WCHAR *wide;
    LONG error;

    if (reserved || (buffer && !room))
        return ERROR_INVALID_PARAMETER;
    error = reg_widen(name, &wide);
    if (!error)
        error = fetch(handle, wide, &kind, &data, &size);
    if (!error)
        error = reg_narrow_data(kind, data, size, buffer, room);
    if (type && (!error || error == ERROR_MORE_DATA))
        *type = kind;
    reg_free(data);
    reg_free(wide);
    return error;
}

LONG WINAPI RegSetValueExA(HKEY handle, LPCSTR name, DWORD reserved, DWORD type, const BYTE *data,
                           DWORD size)
{
    WCHAR *wide, *text = NULL;
    LONG error = reg_widen(name, &wide);

    if (!error && reg_is_text(type) && data && size) {
        int count;

        if (type != REG_MULTI_SZ && data[size - 1] && !data[size])
            size++;
        count = MultiByteToWideChar(CP_ACP, 0, (const char *)data, (int)size, NULL, 0);
        text = reg_allocate((count + 1) * sizeof(WCHAR));
        if (text)
            MultiByteToWideChar(CP_ACP, 0, (const char *)data, (int)size, text, count);
        else
            error = ERROR_NOT_ENOUGH_MEMORY;
        data = (const BYTE *)text;
        size = count * sizeof(WCHAR);
    }
    if (!error)
        error = RegSetValueExW(handle, wide, reserved, type, data, size);
    reg_free(text);
    reg_free(wide);
    return error;
}

LONG WINAPI RegSetKeyValueA(HKEY parent, LPCSTR path, LPCSTR name, DWORD type, LPCVOID data,
                            DWORD size)
{
    HKEY key;
    LONG error =
        RegCreateKeyExA(parent, path ? path : "", 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);

    if (error)
        return error;
    error = RegSetValueExA(key, name, 0, type, data, size);
    RegCloseKey(key);
    return error;
}

/* A name into the caller's room: characters, in with and out without the terminator. */
static LONG give_name(const WCHAR *name, char *buffer, DWORD *room)
{
    int size = WideCharToMultiByte(CP_ACP, 0, name, -1, NULL, 0, NULL, NULL);

    if (!buffer || !room)
        return ERROR_SUCCESS;
    if ((DWORD)size > *room)
        return ERROR_MORE_DATA;
    WideCharToMultiByte(CP_ACP, 0, name, -1, buffer, size, NULL, NULL);
    *room = size - 1;
    return ERROR_SUCCESS;
}

LONG WINAPI RegEnumKeyExA(HKEY handle, DWORD index, LPSTR name, LPDWORD name_room, LPDWORD reserved,
                          LPSTR class_name, LPDWORD class_room, PFILETIME written)
{
    WCHAR wide[REG_MAX_NAME + 1], wide_class[REG_MAX_NAME + 1];
    DWORD room = ARRAYSIZE(wide), class_count = ARRAYSIZE(wide_class);
    LONG error;

    if (!name || !name_room)
        return ERROR_INVALID_PARAMETER;
    error = RegEnumKeyExW(handle, index, wide, &room, reserved, wide_class, &class_count, written);
    if (!error)
        error = give_name(wide, name, name_room);
    return error ? error : give_name(wide_class, class_name, class_room);
}

LONG WINAPI RegEnumValueA(HKEY handle, DWORD index, LPSTR name, LPDWORD name_room, LPDWORD reserved,
                          LPDWORD type, LPBYTE buffer, LPDWORD room)
{
    DWORD wide_room = REG_MAX_VALUE_NAME + 1, kind = REG_NONE, size = 0;
    BYTE *data = NULL;
    WCHAR *wide;
    LONG error;

    if (!name || !name_room || reserved || (buffer && !room))
        return ERROR_INVALID_PARAMETER;
    wide = reg_allocate(wide_room * sizeof(WCHAR));
    if (!wide)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = RegEnumValueW(handle, index, wide, &wide_room, NULL, NULL, NULL, NULL);
    if (!error)
        error = give_name(wide, name, name_room);
    if (!error)
        error = fetch(handle, wide, &kind, &data, &size);
    if (!error && (buffer || room))
        error = reg_narrow_data(kind, data, size, buffer, room);
    if (type && (!error || error == ERROR_MORE_DATA))
        *type = kind;
    reg_free(data);
    reg_free(wide);
    return error;
}
