/* winreg.h: whole subtrees, security, and what only an administrator may. */
#include "reg.h"
#include "reg_ansi.h"

NTSTATUS NTAPI NtSaveKey(HANDLE key, HANDLE file);
NTSTATUS NTAPI NtRestoreKey(HANDLE key, HANDLE file, ULONG flags);

/* The first subkey below a key, at any depth, that has none itself: opened. */
static LONG delete_leaf(HKEY top)
{
    WCHAR name[REG_MAX_NAME + 1];
    HKEY key = top, child;
    LONG error;

    for (;;) {
        DWORD room = ARRAYSIZE(name);

        error = RegEnumKeyExW(key, 0, name, &room, NULL, NULL, NULL, NULL);
        if (error == ERROR_NO_MORE_ITEMS && key != top)
            error = reg_error(NtDeleteKey(key));
        else if (!error)
            error =
                reg_open(key, name, REG_OPTION_OPEN_LINK,
                         DELETE | KEY_ENUMERATE_SUB_KEYS | KEY_QUERY_VALUE | KEY_SET_VALUE, &child);
        else
            child = NULL;
        if (key != top) {
            BOOL done = error || !child;

            NtClose(key);
            if (done)
                return error;
        } else if (error) {
            return error;
        }
        key = child;
        child = NULL;
    }
}

static LONG delete_values(HKEY key)
{
    for (;;) {
        DWORD room = REG_MAX_VALUE_NAME + 1;
        WCHAR *name = reg_allocate(room * sizeof(WCHAR));
        LONG error = name ? RegEnumValueW(key, 0, name, &room, NULL, NULL, NULL, NULL)
                          : ERROR_NOT_ENOUGH_MEMORY;

        if (!error)
            error = RegDeleteValueW(key, name);
        reg_free(name);
        if (error)
            return error == ERROR_NO_MORE_ITEMS ? ERROR_SUCCESS : error;
    }
}

LONG WINAPI RegDeleteTreeW(HKEY parent, LPCWSTR path)
{
    REGSAM access = DELETE | KEY_ENUMERATE_SUB_KEYS | KEY_QUERY_VALUE | KEY_SET_VALUE;
    HKEY key = parent;
    LONG error = ERROR_SUCCESS;

    if (path && *path)
        error = reg_open(parent, path, 0, access, &key);
    if (error)
        return error;
    do
        error = delete_leaf(key);
    while (!error);
    if (error == ERROR_NO_MORE_ITEMS)
        error = key == parent ? delete_values(key) : reg_error(NtDeleteKey(key));
    if (key != parent)
        NtClose(key);
    return error;
}

static LONG copy_values(HKEY from, HKEY to)
{
    DWORD names, largest;
    LONG error = RegQueryInfoKeyW(from, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &names, &largest,
                                  NULL, NULL);
    WCHAR *name = error ? NULL : reg_allocate((names + 1) * sizeof(WCHAR));
    BYTE *data = error ? NULL : reg_allocate(largest + 2);

    if (!error && (!name || !data))
        error = ERROR_NOT_ENOUGH_MEMORY;
    for (DWORD i = 0; !error; i++) {
        DWORD room = names + 1, size = largest, type;

        error = RegEnumValueW(from, i, name, &room, NULL, &type, data, &size);
        if (!error)
            error = RegSetValueExW(to, name, 0, type, data, size);
    }
    reg_free(name);
    reg_free(data);
    return error == ERROR_NO_MORE_ITEMS ? ERROR_SUCCESS : error;
}

static LONG copy_tree(HKEY from, HKEY to, DWORD depth)
{
    LONG error = depth > 512 ? ERROR_INVALID_PARAMETER : copy_values(from, to);

    for (DWORD i = 0; !error; i++) {
        WCHAR *name = reg_allocate(2 * (REG_MAX_NAME + 1) * sizeof(WCHAR));
        DWORD room = REG_MAX_NAME + 1, class_room = REG_MAX_NAME + 1;
        HKEY source = NULL, target = NULL;

        if (!name)
            return ERROR_NOT_ENOUGH_MEMORY;
        error =
            RegEnumKeyExW(from, i, name, &room, NULL, name + REG_MAX_NAME + 1, &class_room, NULL);
        if (!error)
            error = RegOpenKeyExW(from, name, 0, KEY_READ, &source);
        if (!error)
            error = RegCreateKeyExW(to, name, 0, name + REG_MAX_NAME + 1, 0, KEY_READ | KEY_WRITE,
                                    NULL, &target, NULL);
        reg_free(name);
        if (!error)
            error = copy_tree(source, target, depth + 1);
        if (source)
            RegCloseKey(source);
        if (target)
            RegCloseKey(target);
    }
    return error == ERROR_NO_MORE_ITEMS ? ERROR_SUCCESS : error;
}

LONG WINAPI RegCopyTreeW(HKEY from, LPCWSTR path, HKEY to)
{
    HKEY key = from;
    LONG error = path && *path ? RegOpenKeyExW(from, path, 0, KEY_READ, &key) : ERROR_SUCCESS;

    if (error)
        return error;
    error = copy_tree(key, to, 0);
    if (key != from)
        RegCloseKey(key);
    return error;
}

LONG WINAPI RegCopyTreeA(HKEY from, LPCSTR path, HKEY to)
{
    WCHAR *wide;
    LONG error = reg_widen(path, &wide);

    if (!error)
        error = RegCopyTreeW(from, wide, to);
    reg_free(wide);
    return error;
}

/* ---- security */

LONG WINAPI RegGetKeySecurity(HKEY key, SECURITY_INFORMATION parts, PSECURITY_DESCRIPTOR descriptor,
                              LPDWORD size)
{
    HANDLE handle;
    NTSTATUS status;
    LONG error = reg_handle(key, &handle);

    if (error)
        return error;
    if (!size)
        return ERROR_INVALID_PARAMETER;
    status = NtQuerySecurityObject(handle, parts, descriptor, descriptor ? *size : 0, size);
    return reg_error(status);
}

LONG WINAPI RegSetKeySecurity(HKEY key, SECURITY_INFORMATION parts, PSECURITY_DESCRIPTOR descriptor)
{
    HANDLE handle;
    LONG error = reg_handle(key, &handle);

    return error ? error : reg_error(NtSetSecurityObject(handle, parts, descriptor));
}

/* ---- the user holds neither the privilege to back up nor the one to restore */

LONG WINAPI RegSaveKeyW(HKEY key, LPCWSTR file, LPSECURITY_ATTRIBUTES security)
{
    HANDLE handle;
    LONG error = reg_handle(key, &handle);

    return error ? error : reg_error(NtSaveKey(handle, NULL));
}

LONG WINAPI RegSaveKeyA(HKEY key, LPCSTR file, LPSECURITY_ATTRIBUTES security)
{
    return RegSaveKeyW(key, NULL, security);
}

LONG WINAPI RegSaveKeyExW(HKEY key, LPCWSTR file, LPSECURITY_ATTRIBUTES security, DWORD format)
{
    return RegSaveKeyW(key, file, security);
}

LONG WINAPI RegSaveKeyExA(HKEY key, LPCSTR file, LPSECURITY_ATTRIBUTES security, DWORD format)
{
    return RegSaveKeyW(key, NULL, security);
}

LONG WINAPI RegRestoreKeyW(HKEY key, LPCWSTR file, DWORD flags)
{
    HANDLE handle;
    LONG error = reg_handle(key, &handle);

    return error ? error : reg_error(NtRestoreKey(handle, NULL, flags));
}

LONG WINAPI RegRestoreKeyA(HKEY key, LPCSTR file, DWORD flags)
{
    return RegRestoreKeyW(key, NULL, flags);
}

LONG WINAPI RegLoadKeyW(HKEY key, LPCWSTR path, LPCWSTR file)
{
    return reg_is_predefined(key) ? ERROR_PRIVILEGE_NOT_HELD : ERROR_INVALID_HANDLE;
}

LONG WINAPI RegLoadKeyA(HKEY key, LPCSTR path, LPCSTR file)
{
    return RegLoadKeyW(key, NULL, NULL);
}

LONG WINAPI RegUnLoadKeyW(HKEY key, LPCWSTR path)
{
    return RegLoadKeyW(key, NULL, NULL);
}

LONG WINAPI RegUnLoadKeyA(HKEY key, LPCSTR path)
{
    return RegLoadKeyW(key, NULL, NULL);
}
