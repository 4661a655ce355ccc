/* change.c - reg add, reg delete, reg copy. */
#include "reg.h"

static int value_exists(HKEY key, const WCHAR *name)
{
    return RegQueryValueExW(key, name, NULL, NULL, NULL, NULL) == 0;
}

int do_add(const OPTIONS *o)
{
    HKEY key;
    BYTE *data;
    DWORD size;
    WCHAR question[600];
    LONG error = RegCreateKeyExW(o->place.root, o->place.path, 0, NULL, 0,
                                 KEY_READ | KEY_WRITE | o->view, NULL, &key, NULL);
    if (error)
        return fail_with(error);
    if (o->has_value || o->data || o->has_type) {
        const WCHAR *name = o->has_value ? o->value : L"";
        if (!parse_data(o, &data, &size))
            return fail(L"Invalid syntax. Specify valid numeric value for '/d'.\n"
                        L"Type \"REG ADD /?\" for usage.");
        _snwprintf(question, 600, L"Value %ls exists, overwrite", *name ? name : L"");
        if (!o->force && value_exists(key, name) && !confirm(question)) {
            out(L"The operation was canceled by the user.\n");
            return 0;
        }
        error = RegSetValueExW(key, name, 0, o->type, data, size);
        free(data);
    }
    RegCloseKey(key);
    if (error)
        return fail_with(error);
    out(SUCCESS);
    return 0;
}

static LONG delete_all_values(HKEY key)
{
    VALUE value;
    LONG error = 0;
    while (!error && !get_value(key, 0, &value)) {
        error = RegDeleteValueW(key, value.name);
        free_value(&value);
    }
    return error;
}

int do_delete(const OPTIONS *o)
{
    WCHAR question[600];
    HKEY key;
    LONG error = open_place(&o->place, KEY_READ | KEY_WRITE | DELETE | o->view, &key);
    if (error)
        return fail_with(error);
    if (o->has_value)
        _snwprintf(question, 600, L"Delete the registry value %ls",
                   *o->value ? o->value : L"(Default)");
    else if (o->all_values)
        _snwprintf(question, 600, L"Delete all values under the registry key %ls\\%ls",
                   o->place.root_name, o->place.path);
    else
        _snwprintf(question, 600, L"Permanently delete the registry key %ls\\%ls",
                   o->place.root_name, o->place.path);
    if (!o->force && !confirm(question)) {
        out(L"The operation was canceled by the user.\n");
        return 0;
    }
    if (o->has_value)
        error = RegDeleteValueW(key, o->value);
    else if (o->all_values)
        error = delete_all_values(key);
    else {
        error = RegDeleteTreeW(key, NULL);
        if (!error)
            error = RegDeleteKeyExW(o->place.root, o->place.path, o->view, 0);
    }
    RegCloseKey(key);
    if (error)
        return fail_with(error);
    out(SUCCESS);
    return 0;
}

static LONG copy_values(const OPTIONS *o, HKEY from, HKEY to)
{
    VALUE value;
    LONG error = 0;
    for (DWORD i = 0; !error && !get_value(from, i, &value); i++) {
        WCHAR question[600];
        _snwprintf(question, 600, L"Value %ls exists, overwrite", value.name);
        if (o->force || !value_exists(to, value.name) || confirm(question))
            error = RegSetValueExW(to, value.name, 0, value.type, value.data, value.size);
        free_value(&value);
    }
    return error;
}

int do_copy(const OPTIONS *o)
{
    HKEY from, to;
    LONG error = open_place(&o->place, KEY_READ | o->view, &from);
    if (!error)
        error = RegCreateKeyExW(o->other.root, o->other.path, 0, NULL, 0,
                                KEY_READ | KEY_WRITE | o->view, NULL, &to, NULL);
    if (error)
        return fail_with(error);
    error = o->recurse ? RegCopyTreeW(from, NULL, to) : copy_values(o, from, to);
    if (error)
        return fail_with(error);
    out(SUCCESS);
    return 0;
}
