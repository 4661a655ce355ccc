/* winreg.h: values. */
#include "reg.h"
#include "reg_ansi.h"

#define HEAD FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data)

/* A value's description with as much data as the caller has room for; *info is the caller's
 * `small`, or heap memory. */
static NTSTATUS query(HANDLE handle, const UNICODE_STRING *name, DWORD room,
                      KEY_VALUE_PARTIAL_INFORMATION *small, ULONG small_size,
                      KEY_VALUE_PARTIAL_INFORMATION **info)
{
    ULONG size = small_size, needed;
    NTSTATUS status;

    *info = small;
    for (;;) {
        status = NtQueryValueKey(handle, name, KeyValuePartialInformation, *info, size, &needed);
        if (status != STATUS_BUFFER_OVERFLOW || (*info)->DataLength > room)
            return status;
        if (*info != small)
            reg_free(*info);
        size = needed;
        *info = reg_allocate(size);
        if (!*info) {
            *info = small;
            return STATUS_NO_MEMORY;
        }
    }
}

/* A text that was set without its terminator gets it where there is room. */
static LONG give_data(DWORD kind, const BYTE *data, DWORD size, DWORD *type, BYTE *buffer,
                      DWORD *room)
{
    LONG error = ERROR_SUCCESS;

    if (type)
        *type = kind;
    if (buffer && *room < size) {
        error = ERROR_MORE_DATA;
    } else if (buffer) {
        memcpy(buffer, data, size);
        if (reg_is_text(kind) && *room >= size + sizeof(WCHAR) &&
            (size < sizeof(WCHAR) || *(const WCHAR UNALIGNED *)(data + size - sizeof(WCHAR))))
            memset(buffer + size, 0, sizeof(WCHAR));
    }
    if (room)
        *room = size;
    return error;
}

LONG WINAPI RegQueryValueExW(HKEY key, LPCWSTR value, LPDWORD reserved, LPDWORD type, LPBYTE buffer,
                             LPDWORD room)
{
    union {
        KEY_VALUE_PARTIAL_INFORMATION info;
        BYTE bytes[HEAD + 256];
    } small;
    KEY_VALUE_PARTIAL_INFORMATION *info;
    UNICODE_STRING name;
    HANDLE handle;
    NTSTATUS status;
    LONG error;

    if (reserved || (buffer && !room))
        return ERROR_INVALID_PARAMETER;
    error = reg_handle(key, &handle);
    if (error)
        return error;
    if (value && lstrlenW(value) > REG_MAX_VALUE_NAME)
        return ERROR_FILE_NOT_FOUND;
    RtlInitUnicodeString(&name, value);
    status = query(handle, &name, buffer ? *room : 0, &small.info, sizeof(small), &info);
    if (!status || status == STATUS_BUFFER_OVERFLOW)
        error = give_data(info->Type, info->Data, info->DataLength, type, buffer, room);
    else
        error = reg_error(status);
    if (info != &small.info)
        reg_free(info);
    return error;
}

LONG WINAPI RegSetValueExW(HKEY key, LPCWSTR value, DWORD reserved, DWORD type, const BYTE *data,
                           DWORD size)
{
    UNICODE_STRING name;
    HANDLE handle;
    LONG error;

    if (reserved || (size && !data))
        return reserved ? ERROR_INVALID_PARAMETER : ERROR_NOACCESS;
    error = reg_handle(key, &handle);
    if (error)
        return error;
    if (value && lstrlenW(value) > REG_MAX_VALUE_NAME)
        return ERROR_INVALID_PARAMETER;
    /* A text whose terminator was just not counted gets it, as on Windows. */
    if ((type == REG_SZ || type == REG_EXPAND_SZ) && size >= sizeof(WCHAR) && !(size & 1)) {
        const WCHAR *text = (const WCHAR *)data;
        DWORD count = size / sizeof(WCHAR);

        if (text[count - 1] && !text[count])
            size += sizeof(WCHAR);
    }
    RtlInitUnicodeString(&name, value);
    return reg_error(NtSetValueKey(handle, &name, 0, type, data, size));
}

LONG WINAPI RegDeleteValueW(HKEY key, LPCWSTR value)
{
    UNICODE_STRING name;
    HANDLE handle;
    LONG error = reg_handle(key, &handle);

    if (error)
        return error;
    RtlInitUnicodeString(&name, value);
    return reg_error(NtDeleteValueKey(handle, &name));
}

static LONG enumerate(HANDLE handle, DWORD index, KEY_VALUE_FULL_INFORMATION **info)
{
    ULONG size = 1024, needed;
    NTSTATUS status;

    for (;;) {
        *info = reg_allocate(size);
        if (!*info)
            return ERROR_NOT_ENOUGH_MEMORY;
        status = NtEnumerateValueKey(handle, index, KeyValueFullInformation, *info, size, &needed);
        if (!status)
            return ERROR_SUCCESS;
        reg_free(*info);
        *info = NULL;
        if (status != STATUS_BUFFER_OVERFLOW)
            return reg_error(status);
        size = needed;
    }
}

LONG WINAPI RegEnumValueW(HKEY key, DWORD index, LPWSTR name, LPDWORD name_room, LPDWORD reserved,
                          LPDWORD type, LPBYTE buffer, LPDWORD room)
{
    KEY_VALUE_FULL_INFORMATION *info;
    HANDLE handle;
    DWORD count;
    LONG error = reg_handle(key, &handle);

    if (error)
        return error;
    if (!name || !name_room || reserved || (buffer && !room))
        return ERROR_INVALID_PARAMETER;
    error = enumerate(handle, index, &info);
    if (error)
        return error;
    count = info->NameLength / sizeof(WCHAR);
    if (*name_room <= count) {
        error = ERROR_MORE_DATA;
        give_data(info->Type, NULL, info->DataLength, type, NULL, room);
    } else {
        memcpy(name, info->Name, info->NameLength);
        name[count] = 0;
        *name_room = count;
        error = give_data(info->Type, (const BYTE *)info + info->DataOffset, info->DataLength, type,
                          buffer, room);
    }
    reg_free(info);
    return error;
}

LONG WINAPI RegSetKeyValueW(HKEY parent, LPCWSTR path, LPCWSTR name, DWORD type, LPCVOID data,
                            DWORD size)
{
    HKEY key;
    LONG error;

    if (!path || !*path)
        return RegSetValueExW(parent, name, 0, type, data, size);
    error = RegCreateKeyExW(parent, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);
    if (error)
        return error;
    error = RegSetValueExW(key, name, 0, type, data, size);
    RegCloseKey(key);
    return error;
}

LONG WINAPI RegDeleteKeyValueW(HKEY parent, LPCWSTR path, LPCWSTR name)
{
    HKEY key;
    LONG error;

    if (!path || !*path)
        return RegDeleteValueW(parent, name);
    error = RegOpenKeyExW(parent, path, 0, KEY_SET_VALUE, &key);
    if (error)
        return error;
    error = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return error;
}

LONG WINAPI RegQueryMultipleValuesW(HKEY key, PVALENTW values, DWORD count, LPWSTR buffer,
                                    LPDWORD room)
{
    DWORD used = 0, size;
    LONG error = ERROR_SUCCESS, result = ERROR_SUCCESS;

    for (DWORD i = 0; i < count && !error; i++) {
        BOOL fits;

        size = 0;
        error =
            RegQueryValueExW(key, values[i].ve_valuename, NULL, &values[i].ve_type, NULL, &size);
        fits = !error && buffer && used + size <= *room;
        if (fits)
            error = RegQueryValueExW(key, values[i].ve_valuename, NULL, NULL, (BYTE *)buffer + used,
                                     &size);
        else if (!error)
            result = ERROR_MORE_DATA;
        values[i].ve_valuelen = size;
        values[i].ve_valueptr = (DWORD_PTR)((BYTE *)buffer + used);
        used += size;
    }
    if (!error)
        *room = used;
    return error ? (error == ERROR_FILE_NOT_FOUND ? ERROR_CANTREAD : error) : result;
}
