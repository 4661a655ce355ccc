/* Keys and values in memory. */
#include "reg_tree.h"

SRWLOCK reg_lock = SRWLOCK_INIT;

struct reg_watch {
    struct reg_watch *next;
    BOOL subtree;
    DWORD filter;
    HANDLE event;
};

int reg_compare(const WCHAR *a, DWORD a_count, const WCHAR *b, DWORD b_count)
{
    UNICODE_STRING left = {(USHORT)(a_count * sizeof(WCHAR)), (USHORT)(a_count * sizeof(WCHAR)),
                           (WCHAR *)a};
    UNICODE_STRING right = {(USHORT)(b_count * sizeof(WCHAR)), (USHORT)(b_count * sizeof(WCHAR)),
                            (WCHAR *)b};

    return RtlCompareUnicodeString(&left, &right, TRUE);
}

static struct reg_key *new_key(const WCHAR *name, DWORD count)
{
    struct reg_key *key = reg_allocate(sizeof(*key) + (count + 1) * sizeof(WCHAR));

    if (!key)
        return NULL;
    memcpy(key->name, name, count * sizeof(WCHAR));
    key->references = 1;
    GetSystemTimeAsFileTime(&key->written);
    return key;
}

struct reg_key *reg_find_child(struct reg_key *key, const WCHAR *name, DWORD count)
{
    for (struct reg_key *child = key->children; child; child = child->next)
        if (!reg_compare(child->name, lstrlenW(child->name), name, count))
            return child;
    return NULL;
}

struct reg_key *reg_add_child(struct reg_key *key, const WCHAR *name, DWORD count)
{
    struct reg_key *child = new_key(name, count);
    struct reg_key **place = &key->children;

    if (!child)
        return NULL;
    while (*place && reg_compare((*place)->name, lstrlenW((*place)->name), name, count) < 0)
        place = &(*place)->next;
    child->next = *place;
    child->parent = key;
    *place = child;
    return child;
}

LONG reg_walk(struct reg_key *key, const WCHAR *path, BOOL make, struct reg_key **found, BOOL *made)
{
    *made = FALSE;
    while (*path) {
        DWORD count = 0;
        struct reg_key *child;

        if (*path == '\\') {
            path++;
            continue;
        }
        while (path[count] && path[count] != '\\')
            count++;
        if (count > REG_MAX_NAME)
            return ERROR_INVALID_PARAMETER;
        child = reg_find_child(key, path, count);
        *made = !child;
        if (!child && !make)
            return ERROR_FILE_NOT_FOUND;
        if (!child) {
            child = reg_add_child(key, path, count);
            if (!child)
                return ERROR_NOT_ENOUGH_MEMORY;
            reg_touch(key, REG_NOTIFY_CHANGE_NAME);
        }
        key = child;
        path += count;
    }
    *found = key;
    return ERROR_SUCCESS;
}

static void free_key(struct reg_key *key)
{
    while (key->values) {
        struct reg_value *value = key->values;

        key->values = value->next;
        reg_free(value->data);
        reg_free(value);
    }
    while (key->watches) {
        struct reg_watch *watch = key->watches;

        key->watches = watch->next;
        reg_free(watch);
    }
    reg_free(key->class_name);
    reg_free(key);
}

void reg_release(struct reg_key *key)
{
    if (!--key->references)
        free_key(key);
}

void reg_delete(struct reg_key *key)
{
    struct reg_key **place = &key->parent->children;

    while (*place != key)
        place = &(*place)->next;
    *place = key->next;
    key->deleted = TRUE;
    reg_touch(key->parent, REG_NOTIFY_CHANGE_NAME);
    key->parent = NULL;
    reg_release(key);
}

static struct reg_value **value_place(struct reg_key *key, const WCHAR *name)
{
    struct reg_value **place = &key->values;

    while (*place &&
           reg_compare((*place)->name, lstrlenW((*place)->name), name, (DWORD)lstrlenW(name)))
        place = &(*place)->next;
    return place;
}

struct reg_value *reg_find_value(struct reg_key *key, const WCHAR *name)
{
    return *value_place(key, name ? name : L"");
}

LONG reg_set_value(struct reg_key *key, const WCHAR *name, DWORD type, const void *data, DWORD size)
{
    struct reg_value **place;
    BYTE *copy = reg_allocate(size ? size : 1);
    DWORD count;

    if (!name)
        name = L"";
    count = lstrlenW(name);
    if (!copy || count > REG_MAX_VALUE_NAME) {
        reg_free(copy);
        return copy ? ERROR_INVALID_PARAMETER : ERROR_NOT_ENOUGH_MEMORY;
    }
    place = value_place(key, name);
    if (!*place) {
        *place = reg_allocate(sizeof(**place) + (count + 1) * sizeof(WCHAR));
        if (!*place) {
            reg_free(copy);
            return ERROR_NOT_ENOUGH_MEMORY;
        }
        memcpy((*place)->name, name, count * sizeof(WCHAR));
    }
    if (size)
        memcpy(copy, data, size);
    reg_free((*place)->data);
    (*place)->data = copy;
    (*place)->size = size;
    (*place)->type = type;
    reg_touch(key, REG_NOTIFY_CHANGE_LAST_SET);
    return ERROR_SUCCESS;
}

BOOL reg_delete_value(struct reg_key *key, const WCHAR *name)
{
    struct reg_value **place = value_place(key, name ? name : L"");
    struct reg_value *value = *place;

    if (!value)
        return FALSE;
    *place = value->next;
    reg_free(value->data);
    reg_free(value);
    reg_touch(key, REG_NOTIFY_CHANGE_LAST_SET);
    return TRUE;
}

LONG reg_watch(struct reg_key *key, BOOL subtree, DWORD filter, HANDLE event)
{
    struct reg_watch *watch = reg_allocate(sizeof(*watch));

    if (!watch)
        return ERROR_NOT_ENOUGH_MEMORY;
    watch->subtree = subtree;
    watch->filter = filter;
    watch->event = event;
    watch->next = key->watches;
    key->watches = watch;
    return ERROR_SUCCESS;
}

/* A watch reports once and is gone. */
void reg_touch(struct reg_key *key, DWORD filter)
{
    GetSystemTimeAsFileTime(&key->written);
    for (struct reg_key *level = key; level; level = level->parent) {
        struct reg_watch **place = &level->watches;

        while (*place) {
            struct reg_watch *watch = *place;

            if (!(watch->filter & filter) || (level != key && !watch->subtree)) {
                place = &watch->next;
                continue;
            }
            *place = watch->next;
            SetEvent(watch->event);
            reg_free(watch);
        }
    }
}
