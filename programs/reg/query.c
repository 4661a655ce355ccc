/* query.c - reg query and reg compare. */
#include "reg.h"

struct search {
    const OPTIONS *o;
    unsigned found;
};

static int matches(const OPTIONS *o, const WCHAR *text)
{
    size_t count = wcslen(o->find);
    if (o->exact)
        return o->case_sensitive ? !wcscmp(text, o->find) : !_wcsicmp(text, o->find);
    for (; wcslen(text) >= count; text++)
        if (o->case_sensitive ? !wcsncmp(text, o->find, count) : !_wcsnicmp(text, o->find, count))
            return 1;
    return 0;
}

static int is_wanted(const OPTIONS *o, const VALUE *value)
{
    if (o->filter_type && value->type != o->type)
        return 0;
    if (o->has_value && !o->find)
        return !_wcsicmp(value->name, o->value);
    if (!o->find)
        return 1;
    if (o->keys_only)
        return 0;
    WCHAR *text = data_text(value->type, value->data, value->size);
    int result = (!o->data_only && matches(o, value->name)) || (!o->all_values && matches(o, text));
    free(text);
    return result;
}

static unsigned print_values(const OPTIONS *o, HKEY key, const WCHAR *name, int *headed)
{
    unsigned found = 0;
    VALUE value;
    for (DWORD i = 0; !get_value(key, i, &value); i++) {
        if (is_wanted(o, &value)) {
            WCHAR *text = data_text(value.type, value.data, value.size);
            if (!*headed)
                out(L"%ls\n", name);
            *headed = 1;
            out(L"    %ls    %ls    %ls\n", *value.name ? value.name : L"(Default)",
                type_name(value.type), text);
            free(text);
            found++;
        }
        free_value(&value);
    }
    return found;
}

static WCHAR *join(const WCHAR *name, const WCHAR *child)
{
    WCHAR *path = allocate((wcslen(name) + wcslen(child) + 2) * sizeof(WCHAR));
    wcscpy(path, name);
    wcscat(path, L"\\");
    wcscat(path, child);
    return path;
}

static void query_key(struct search *s, HKEY key, const WCHAR *name);

static void query_children(struct search *s, HKEY key, const WCHAR *name, int listing)
{
    const OPTIONS *o = s->o;
    WCHAR child[256];
    for (DWORD i = 0, room = 256; !RegEnumKeyExW(key, i, child, &room, NULL, NULL, NULL, NULL);
         i++, room = 256) {
        WCHAR *path = join(name, child);
        HKEY below;
        if (listing && !o->recurse)
            out(L"%ls\n", path);
        if (o->find && !o->data_only && !o->all_values && !o->has_value && matches(o, child)) {
            out(L"%ls\n\n", path);
            s->found++;
        }
        if (o->recurse && !RegOpenKeyExW(key, child, 0, KEY_READ | o->view, &below)) {
            query_key(s, below, path);
            RegCloseKey(below);
        }
        free(path);
    }
}

static void query_key(struct search *s, HKEY key, const WCHAR *name)
{
    const OPTIONS *o = s->o;
    int plain = !o->find && !o->has_value && !o->all_values && !o->filter_type;
    int headed = 0;
    DWORD values = 0;
    RegQueryInfoKeyW(key, NULL, NULL, NULL, NULL, NULL, NULL, &values, NULL, NULL, NULL, NULL);
    if (plain && (values || o->recurse)) {
        out(L"%ls\n", name);
        headed = 1;
    }
    unsigned found = print_values(o, key, name, &headed);
    s->found += found;
    if (headed)
        out(L"\n");
    query_children(s, key, name, plain);
}

static WCHAR *full_name(const PLACE *place)
{
    return *place->path ? join(place->root_name, place->path) : _wcsdup(place->root_name);
}

int do_query(const OPTIONS *o)
{
    struct search s = {o, 0};
    HKEY key;
    LONG error = open_place(&o->place, KEY_READ | o->view, &key);
    if (error)
        return fail_with(error);
    WCHAR *name = full_name(&o->place);
    out(L"\n");
    if (o->has_value && !o->find && !o->recurse && !*o->value) {
        VALUE value;
        int there = 0;
        for (DWORD i = 0; !get_value(key, i, &value); i++) {
            there |= !*value.name;
            free_value(&value);
        }
        if (!there) {
            out(L"%ls\n    (Default)    REG_SZ    (value not set)\n\n", name);
            return 0;
        }
    }
    query_key(&s, key, name);
    RegCloseKey(key);
    if (o->find || (o->has_value && o->recurse))
        out(L"End of search: %u match(es) found.\n", s.found);
    else if (o->has_value && !s.found)
        return fail_with(ERROR_FILE_NOT_FOUND);
    free(name);
    return o->find && !s.found ? 1 : 0;
}

/* ---- compare: 0 the same, 2 different */

static void print_value(const WCHAR *sign, const WCHAR *name, const VALUE *value)
{
    WCHAR *text = data_text(value->type, value->data, value->size);
    out(L"%ls Value:  Key: %ls  Name: %ls  Type: %ls  Data: %ls\n", sign, name,
        *value->name ? value->name : L"(Default)", type_name(value->type), text);
    free(text);
}

static int same_value(HKEY key, const VALUE *value)
{
    DWORD type, size = 0;
    if (RegQueryValueExW(key, value->name, NULL, &type, NULL, &size) || type != value->type ||
        size != value->size)
        return 0;
    BYTE *data = allocate(size);
    RegQueryValueExW(key, value->name, NULL, NULL, data, &size);
    int same = memcmp(data, value->data, value->size) == 0;
    free(data);
    return same;
}

static int compare_side(const OPTIONS *o, HKEY a, HKEY b, const WCHAR *name, const WCHAR *sign)
{
    int different = 0;
    VALUE value;
    for (DWORD i = 0; !get_value(a, i, &value); i++) {
        if ((!o->has_value || !_wcsicmp(o->value, value.name)) && !same_value(b, &value)) {
            print_value(sign, name, &value);
            different = 1;
        }
        free_value(&value);
    }
    return different;
}

static int compare_keys(const OPTIONS *o, HKEY a, HKEY b, const WCHAR *name, const WCHAR *other)
{
    int different = compare_side(o, a, b, name, L"<") | compare_side(o, b, a, other, L">");
    WCHAR child[256];
    for (int side = 0; o->recurse && side < 2; side++)
        for (DWORD i = 0, room = 256;
             !RegEnumKeyExW(side ? b : a, i, child, &room, NULL, NULL, NULL, NULL);
             i++, room = 256) {
            HKEY x = NULL, y = NULL;
            WCHAR *left = join(name, child), *right = join(other, child);
            RegOpenKeyExW(a, child, 0, KEY_READ | o->view, &x);
            RegOpenKeyExW(b, child, 0, KEY_READ | o->view, &y);
            if (!x || !y) {
                out(L"%ls Key:  %ls\n", side ? L">" : L"<", side ? right : left);
                different = 1;
            } else if (!side) {
                different |= compare_keys(o, x, y, left, right);
            }
            RegCloseKey(x);
            RegCloseKey(y);
            free(left);
            free(right);
        }
    return different;
}

int do_compare(const OPTIONS *o)
{
    HKEY a, b;
    LONG error = open_place(&o->place, KEY_READ | o->view, &a);
    if (!error)
        error = open_place(&o->other, KEY_READ | o->view, &b);
    if (error)
        return fail_with(error);
    int different = compare_keys(o, a, b, full_name(&o->place), full_name(&o->other));
    out(L"\n%ls\n" SUCCESS,
        different ? L"Results Compared: Different" : L"Results Compared: Identical");
    return different ? 2 : 0;
}
