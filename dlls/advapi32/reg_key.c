/* winreg.h: keys. */
#include "reg.h"

static LONG prepare(HKEY parent, const WCHAR *path, UNICODE_STRING *name,
                    OBJECT_ATTRIBUTES *attributes)
{
    HANDLE handle;
    LONG error = reg_handle(parent, &handle);

    if (error)
        return error;
    if (path && lstrlenW(path) > 32766)
        return ERROR_INVALID_PARAMETER;
    RtlInitUnicodeString(name, path ? path : L"");
    InitializeObjectAttributes(attributes, name, OBJ_CASE_INSENSITIVE, handle, NULL);
    return ERROR_SUCCESS;
}

LONG reg_open(HKEY parent, const WCHAR *path, DWORD options, REGSAM access, HKEY *result)
{
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    LONG error;

    if ((access & REG_VIEWS) == REG_VIEWS)
        return ERROR_INVALID_PARAMETER;
    error = prepare(parent, path, &name, &attributes);
    return error ? error : reg_error(NtOpenKeyEx((HANDLE *)result, access, &attributes, options));
}

LONG WINAPI RegOpenKeyExW(HKEY parent, LPCWSTR path, DWORD options, REGSAM access, PHKEY result)
{
    HKEY key = NULL;
    LONG error;

    if (!result)
        return ERROR_INVALID_PARAMETER;
    /* A predefined key without a path is the handle itself. */
    if (reg_is_predefined(parent) && (!path || !*path)) {
        HANDLE handle;

        error = reg_handle(parent, &handle);
        *result = error ? NULL : parent;
        return error;
    }
    error = reg_open(parent, path, options, access, &key);
    *result = key;
    return error;
}

struct creation {
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING class_name;
    REGSAM access;
    DWORD options, disposition;
};

/* Makes every key of the path that is missing, from the left. */
static NTSTATUS create_all(struct creation *c, const WCHAR *path, HANDLE *handle)
{
    UNICODE_STRING *name = c->attributes.ObjectName, none = {0};
    const WCHAR *end = path;
    NTSTATUS status;

    for (;;) {
        while (*end == '\\')
            end++;
        while (*end && *end != '\\')
            end++;
        const WCHAR *next = end;
        while (*next == '\\')
            next++;
        BOOL last = !*next;

        name->Length = (USHORT)((end - path) * sizeof(WCHAR));
        status =
            NtCreateKey(handle, last ? c->access : (c->access & REG_VIEWS) | KEY_CREATE_SUB_KEY,
                        &c->attributes, 0, last ? &c->class_name : &none,
                        last ? c->options : c->options & ~REG_OPTION_CREATE_LINK, &c->disposition);
        if (status || last)
            return status;
        NtClose(*handle);
    }
}

LONG WINAPI RegCreateKeyExW(HKEY parent, LPCWSTR path, DWORD reserved, LPWSTR class_name,
                            DWORD options, REGSAM access, LPSECURITY_ATTRIBUTES security,
                            PHKEY result, LPDWORD disposition)
{
    struct creation c = {.access = access, .options = options};
    UNICODE_STRING name;
    HANDLE handle = NULL;
    NTSTATUS status;
    LONG error;

    if (reserved || !result || !path || (access & REG_VIEWS) == REG_VIEWS)
        return path ? ERROR_INVALID_PARAMETER : ERROR_BADKEY;
    error = prepare(parent, path, &name, &c.attributes);
    if (error)
        return error;
    if (security && security->bInheritHandle)
        c.attributes.Attributes |= OBJ_INHERIT;
    if (options & REG_OPTION_OPEN_LINK)
        c.attributes.Attributes |= OBJ_OPENLINK;
    RtlInitUnicodeString(&c.class_name, class_name);
    status = NtCreateKey(&handle, access, &c.attributes, 0, &c.class_name, options, &c.disposition);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND)
        status = create_all(&c, path, &handle);
    if (!status && security && security->lpSecurityDescriptor &&
        c.disposition == REG_CREATED_NEW_KEY)
        NtSetSecurityObject(handle, DACL_SECURITY_INFORMATION, security->lpSecurityDescriptor);
    *result = handle;
    if (!status && disposition)
        *disposition = c.disposition;
    return reg_error(status);
}

LONG WINAPI RegDeleteKeyExW(HKEY parent, LPCWSTR path, REGSAM view, DWORD reserved)
{
    LONG error;
    HKEY key;

    if (!path || reserved)
        return ERROR_INVALID_PARAMETER;
    error = reg_open(parent, path, REG_OPTION_OPEN_LINK, DELETE | (view & REG_VIEWS), &key);
    if (error)
        return error;
    error = reg_error(NtDeleteKey(key));
    NtClose(key);
    return error;
}

LONG WINAPI RegDeleteKeyW(HKEY parent, LPCWSTR path)
{
    return RegDeleteKeyExW(parent, path, 0, 0);
}

LONG WINAPI RegRenameKey(HKEY parent, LPCWSTR path, LPCWSTR new_name)
{
    UNICODE_STRING name;
    LONG error;
    HKEY key;

    if (!new_name)
        return ERROR_INVALID_PARAMETER;
    error = reg_open(parent, path, 0, KEY_WRITE, &key);
    if (error)
        return error;
    RtlInitUnicodeString(&name, new_name);
    error = reg_error(NtRenameKey(key, &name));
    NtClose(key);
    return error;
}

LONG WINAPI RegFlushKey(HKEY key)
{
    HANDLE handle;
    LONG error = reg_handle(key, &handle);

    return error ? error : reg_error(NtFlushKey(handle));
}

LONG WINAPI RegNotifyChangeKeyValue(HKEY key, BOOL subtree, DWORD filter, HANDLE event,
                                    BOOL asynchronous)
{
    static IO_STATUS_BLOCK unused;
    IO_STATUS_BLOCK block;
    HANDLE handle;
    NTSTATUS status;
    LONG error = reg_handle(key, &handle);

    if (error)
        return error;
    if (asynchronous && !event)
        return ERROR_INVALID_HANDLE;
    status = NtNotifyChangeKey(handle, asynchronous ? event : NULL, NULL, NULL,
                               asynchronous ? &unused : &block, filter, (BOOLEAN)subtree, NULL, 0,
                               (BOOLEAN)asynchronous);
    return status >= 0 ? ERROR_SUCCESS : reg_error(status);
}

/* A name or class into the caller's room: characters, in with the terminator, out without. */
static LONG give_text(const WCHAR *text, DWORD size, WCHAR *buffer, DWORD *room)
{
    DWORD count = size / sizeof(WCHAR);

    if (!room)
        return ERROR_SUCCESS;
    if (buffer && *room <= count) {
        *room = count;
        return ERROR_MORE_DATA;
    }
    if (buffer) {
        memcpy(buffer, text, size);
        buffer[count] = 0;
    }
    *room = count;
    return ERROR_SUCCESS;
}

union node_buffer {
    KEY_NODE_INFORMATION info;
    BYTE bytes[sizeof(KEY_NODE_INFORMATION) + 2 * 512 + 8];
};

LONG WINAPI RegEnumKeyExW(HKEY key, DWORD index, LPWSTR name, LPDWORD name_room, LPDWORD reserved,
                          LPWSTR class_name, LPDWORD class_room, PFILETIME written)
{
    union node_buffer buffer;
    HANDLE handle;
    ULONG size;
    LONG error = reg_handle(key, &handle);

    if (error)
        return error;
    if (!name || !name_room || reserved || (class_name && !class_room))
        return ERROR_INVALID_PARAMETER;
    error = reg_error(
        NtEnumerateKey(handle, index, KeyNodeInformation, &buffer, sizeof(buffer), &size));
    if (error)
        return error;
    if (*name_room <= buffer.info.NameLength / sizeof(WCHAR))
        return ERROR_MORE_DATA;
    give_text(buffer.info.Name, buffer.info.NameLength, name, name_room);
    if (written)
        memcpy(written, &buffer.info.LastWriteTime, sizeof(*written));
    return give_text((const WCHAR *)(buffer.bytes + buffer.info.ClassOffset),
                     buffer.info.ClassLength, class_name, class_room);
}

static void give(DWORD *to, DWORD value)
{
    if (to)
        *to = value;
}

LONG WINAPI RegQueryInfoKeyW(HKEY key, LPWSTR class_name, LPDWORD class_room, LPDWORD reserved,
                             LPDWORD keys, LPDWORD longest_key, LPDWORD longest_class,
                             LPDWORD values, LPDWORD longest_value, LPDWORD largest_data,
                             LPDWORD security, PFILETIME written)
{
    union {
        KEY_FULL_INFORMATION info;
        BYTE bytes[sizeof(KEY_FULL_INFORMATION) + 512];
    } full;
    HANDLE handle;
    ULONG size;
    LONG error = reg_handle(key, &handle);

    if (error)
        return error;
    if (reserved || (class_name && !class_room))
        return ERROR_INVALID_PARAMETER;
    error = reg_error(NtQueryKey(handle, KeyFullInformation, &full, sizeof(full), &size));
    if (error)
        return error;
    error = give_text(full.info.Class, full.info.ClassLength, class_name, class_room);
    give(keys, full.info.SubKeys);
    give(longest_key, full.info.MaxNameLen / sizeof(WCHAR));
    give(longest_class, full.info.MaxClassLen / sizeof(WCHAR));
    give(values, full.info.Values);
    give(longest_value, full.info.MaxValueNameLen / sizeof(WCHAR));
    give(largest_data, full.info.MaxValueDataLen);
    if (security && NtQuerySecurityObject(handle,
                                          OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                              DACL_SECURITY_INFORMATION,
                                          NULL, 0, security) != STATUS_BUFFER_TOO_SMALL)
        *security = 0;
    if (written)
        memcpy(written, &full.info.LastWriteTime, sizeof(*written));
    return error;
}
