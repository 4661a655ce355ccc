/* winreg.h: keys. */
#include "reg_tree.h"

static LONG open_key(HKEY parent, const WCHAR *path, REGSAM access, HKEY *result)
{
    struct reg_key *key;
    BOOL made;
    LONG error;

    if (!result)
        return ERROR_INVALID_PARAMETER;
    *result = NULL;
    error = reg_lookup(parent, 0, &key);
    if (!error)
        error = reg_walk(key, path ? path : L"", FALSE, &key, &made);
    return error ? error : reg_new_handle(key, access, result);
}

LONG WINAPI RegOpenKeyExW(HKEY parent, LPCWSTR path, DWORD options, REGSAM access, PHKEY result)
{
    LONG error;

    /* A predefined key without a path is the handle itself. */
    if (result && (ULONG_PTR)parent & 0x80000000 && (!path || !*path)) {
        *result = parent;
        return ERROR_SUCCESS;
    }
    AcquireSRWLockExclusive(&reg_lock);
    error = open_key(parent, path, access, result);
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

static LONG create_key(HKEY parent, const WCHAR *path, const WCHAR *class_name, DWORD options,
                       REGSAM access, HKEY *result, BOOL *made)
{
    struct reg_key *key;
    LONG error = reg_lookup(parent, 0, &key);

    if (!error)
        error = reg_walk(key, path, FALSE, &key, made);
    if (error == ERROR_FILE_NOT_FOUND) {
        error = reg_lookup(parent, KEY_CREATE_SUB_KEY, &key);
        if (!error)
            error = reg_walk(key, path, TRUE, &key, made);
        if (!error && class_name && *class_name) {
            SIZE_T size = (lstrlenW(class_name) + 1) * sizeof(WCHAR);

            key->class_name = reg_allocate(size);
            if (key->class_name)
                memcpy(key->class_name, class_name, size);
        }
        if (!error)
            key->is_volatile = (options & REG_OPTION_VOLATILE) != 0;
    }
    return error ? error : reg_new_handle(key, access, result);
}

LONG WINAPI RegCreateKeyExW(HKEY parent, LPCWSTR path, DWORD reserved, LPWSTR class_name,
                            DWORD options, REGSAM access, LPSECURITY_ATTRIBUTES security,
                            PHKEY result, LPDWORD disposition)
{
    BOOL made = FALSE;
    LONG error;

    if (reserved || !result || !path)
        return path ? ERROR_INVALID_PARAMETER : ERROR_BADKEY;
    AcquireSRWLockExclusive(&reg_lock);
    error = create_key(parent, path, class_name, options, access, result, &made);
    ReleaseSRWLockExclusive(&reg_lock);
    if (!error && disposition)
        *disposition = made ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
    return error;
}

LONG WINAPI RegCloseKey(HKEY key)
{
    LONG error;

    if (!key)
        return ERROR_INVALID_HANDLE;
    AcquireSRWLockExclusive(&reg_lock);
    error = reg_close_handle(key);
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

static LONG find_below(HKEY parent, const WCHAR *path, struct reg_key **key)
{
    BOOL made;
    LONG error = reg_lookup(parent, 0, key);

    return error ? error : reg_walk(*key, path ? path : L"", FALSE, key, &made);
}

LONG WINAPI RegDeleteKeyExW(HKEY parent, LPCWSTR path, REGSAM view, DWORD reserved)
{
    struct reg_key *key;
    LONG error;

    if (!path)
        return ERROR_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&reg_lock);
    error = find_below(parent, path, &key);
    if (!error && (key->children || !key->parent))
        error = ERROR_ACCESS_DENIED;
    if (!error)
        reg_delete(key);
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

LONG WINAPI RegDeleteKeyW(HKEY parent, LPCWSTR path)
{
    return RegDeleteKeyExW(parent, path, 0, 0);
}

/* From the leaves up, without recursion. */
static void delete_children(struct reg_key *top)
{
    while (top->children) {
        struct reg_key *key = top->children;

        while (key->children)
            key = key->children;
        reg_delete(key);
    }
}

LONG WINAPI RegDeleteTreeW(HKEY parent, LPCWSTR path)
{
    struct reg_key *key;
    LONG error;

    AcquireSRWLockExclusive(&reg_lock);
    error = find_below(parent, path, &key);
    if (!error) {
        delete_children(key);
        if (path && *path && key->parent) {
            reg_delete(key);
        } else {
            while (key->values)
                reg_delete_value(key, key->values->name);
        }
    }
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

/* Copies a text with its terminator; *room counts characters, in with and out without it. */
static LONG give_name(const WCHAR *name, WCHAR *buffer, DWORD *room)
{
    DWORD count = name ? lstrlenW(name) : 0;

    if (!buffer || !room)
        return ERROR_SUCCESS;
    if (*room <= count)
        return ERROR_MORE_DATA;
    if (count)
        memcpy(buffer, name, count * sizeof(WCHAR));
    buffer[count] = 0;
    *room = count;
    return ERROR_SUCCESS;
}

LONG WINAPI RegEnumKeyExW(HKEY handle, DWORD index, LPWSTR name, LPDWORD name_room,
                          LPDWORD reserved, LPWSTR class_name, LPDWORD class_room,
                          PFILETIME written)
{
    struct reg_key *key;
    LONG error;

    if (!name || !name_room || reserved)
        return ERROR_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, KEY_ENUMERATE_SUB_KEYS, &key);
    if (!error) {
        key = key->children;
        while (key && index--)
            key = key->next;
        error = key ? give_name(key->name, name, name_room) : ERROR_NO_MORE_ITEMS;
    }
    if (!error)
        error = give_name(key->class_name, class_name, class_room);
    if (!error && written)
        *written = key->written;
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

struct summary {
    DWORD keys, longest_key, longest_class, values, longest_value, largest_data;
};

static struct summary summarize(const struct reg_key *key)
{
    struct summary sum = {0};

    for (struct reg_key *child = key->children; child; child = child->next) {
        sum.keys++;
        sum.longest_key = max(sum.longest_key, (DWORD)lstrlenW(child->name));
        if (child->class_name)
            sum.longest_class = max(sum.longest_class, (DWORD)lstrlenW(child->class_name));
    }
    for (struct reg_value *value = key->values; value; value = value->next) {
        sum.values++;
        sum.longest_value = max(sum.longest_value, (DWORD)lstrlenW(value->name));
        sum.largest_data = max(sum.largest_data, value->size);
    }
    return sum;
}

static void give_number(DWORD *to, DWORD number)
{
    if (to)
        *to = number;
}

LONG WINAPI RegQueryInfoKeyW(HKEY handle, LPWSTR class_name, LPDWORD class_room, LPDWORD reserved,
                             LPDWORD keys, LPDWORD longest_key, LPDWORD longest_class,
                             LPDWORD values, LPDWORD longest_value, LPDWORD largest_data,
                             LPDWORD security, PFILETIME written)
{
    struct reg_key *key;
    struct summary sum;
    LONG error;

    if (class_name && !class_room)
        return ERROR_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, KEY_QUERY_VALUE, &key);
    if (!error) {
        sum = summarize(key);
        if (class_room && !class_name)
            *class_room = key->class_name ? lstrlenW(key->class_name) : 0;
        error = give_name(key->class_name, class_name, class_room);
    }
    if (!error) {
        give_number(keys, sum.keys);
        give_number(longest_key, sum.longest_key);
        give_number(longest_class, sum.longest_class);
        give_number(values, sum.values);
        give_number(longest_value, sum.longest_value);
        give_number(largest_data, sum.largest_data);
        give_number(security, 0);
        if (written)
            *written = key->written;
    }
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

LONG WINAPI RegFlushKey(HKEY handle)
{
    struct reg_key *key;
    LONG error;

    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, 0, &key);
    ReleaseSRWLockExclusive(&reg_lock);
    return error;
}

LONG WINAPI RegNotifyChangeKeyValue(HKEY handle, BOOL subtree, DWORD filter, HANDLE event,
                                    BOOL asynchronous)
{
    struct reg_key *key;
    LONG error;

    if (asynchronous && !event)
        return ERROR_INVALID_PARAMETER;
    if (!asynchronous)
        event = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!event)
        return (LONG)GetLastError();
    AcquireSRWLockExclusive(&reg_lock);
    error = reg_lookup(handle, KEY_NOTIFY, &key);
    if (!error)
        error = reg_watch(key, subtree, filter, event);
    ReleaseSRWLockExclusive(&reg_lock);
    if (!asynchronous) {
        if (!error)
            WaitForSingleObject(event, INFINITE);
        CloseHandle(event);
    }
    return error;
}
