/* cm_tree.c - keys, values and their lists in the arena. */
#include "cm.h"

#define FIRST_ROOM 6

static WCHAR fold(WCHAR c)
{
    return c < 128 ? (c >= 'a' && c <= 'z' ? c - 32 : c) : RtlUpcaseUnicodeChar(c);
}

int cm_compare(const WCHAR *a, ULONG a_size, const WCHAR *b, ULONG b_size)
{
    ULONG count = (a_size < b_size ? a_size : b_size) / 2;
    for (ULONG i = 0; i < count; i++) {
        int difference = a[i] == b[i] ? 0 : fold(a[i]) - fold(b[i]);
        if (difference)
            return difference;
    }
    return (int)a_size - (int)b_size;
}

/* ---- lists */

static ULONG list_size(ULONG room)
{
    return sizeof(CM_LIST) + room * (ULONG)sizeof(arena_ptr);
}

static BOOLEAN insert(arena_ptr *place, ULONG index, arena_ptr item)
{
    CM_LIST *list = ARENA_AT(CM_LIST, *place);
    ULONG count = list ? list->count : 0, room = list ? list->room : 0;
    if (list && index == count && count < room) {
        list->at[count] = item;
        __atomic_store_n(&list->count, count + 1, __ATOMIC_RELEASE);
        return TRUE;
    }
    ULONG new_room = count < room ? room : room ? room * 2 : FIRST_ROOM;
    CM_LIST *fresh = arena_alloc(list_size(new_room));
    if (!fresh)
        return FALSE;
    fresh->count = count + 1, fresh->room = new_room;
    if (list) {
        fresh->gone = list->gone;
        __builtin_memcpy(fresh->at, list->at, index * sizeof *list->at);
        __builtin_memcpy(fresh->at + index + 1, list->at + index,
                         (count - index) * sizeof *list->at);
    }
    fresh->at[index] = item;
    __atomic_store_n(place, ARENA_OF(fresh), __ATOMIC_RELEASE);
    if (list)
        arena_free(list, list_size(room));
    return TRUE;
}

static void take_out(arena_ptr *place, ULONG index)
{
    CM_LIST *list = ARENA_AT(CM_LIST, *place);
    CM_LIST *fresh = index + 1 == list->count ? NULL : arena_alloc(list_size(list->room));
    if (!fresh) { /* the last, or no memory: in place */
        __builtin_memmove(list->at + index, list->at + index + 1,
                          (list->count - index - 1) * sizeof *list->at);
        list->count--;
        return;
    }
    *fresh = *list;
    fresh->count--;
    __builtin_memcpy(fresh->at, list->at, index * sizeof *list->at);
    __builtin_memcpy(fresh->at + index, list->at + index + 1,
                     (fresh->count - index) * sizeof *list->at);
    __atomic_store_n(place, ARENA_OF(fresh), __ATOMIC_RELEASE);
    arena_free(list, list_size(list->room));
}

static void free_list(arena_ptr list)
{
    if (list)
        arena_free(ARENA_AT(void, list), list_size(ARENA_AT(CM_LIST, list)->room));
}

ULONG cm_count(arena_ptr list)
{
    const CM_LIST *items = ARENA_AT(CM_LIST, list);
    return items ? items->count - items->gone : 0;
}

CM_KEY_NODE *cm_child_at(const CM_KEY_NODE *key, ULONG index)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->children);
    if (!list || index >= list->count)
        return NULL;
    if (!list->gone)
        return cm_key(list->at[index]);
    for (ULONG i = 0; i < list->count; i++)
        if (!(cm_key(list->at[i])->state & CM_IS_GONE) && index-- == 0)
            return cm_key(list->at[i]);
    return NULL;
}

CM_VALUE_NODE *cm_value_at(const CM_KEY_NODE *key, ULONG index)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    if (!list || index >= list->count)
        return NULL;
    for (ULONG i = list->gone ? 0 : index; i < list->count; i++) {
        CM_VALUE_NODE *value = ARENA_AT(CM_VALUE_NODE, list->at[i]);
        if (!list->gone || (!(value->state & CM_IS_GONE) && index-- == 0))
            return value;
    }
    return NULL;
}

/* ---- texts */

NTSTATUS cm_put_text(arena_ptr *place, const void *text, ULONG size)
{
    CM_TEXT *old = ARENA_AT(CM_TEXT, *place), *fresh = NULL;
    if (size) {
        fresh = arena_alloc(sizeof *fresh + size);
        if (!fresh)
            return STATUS_INSUFFICIENT_RESOURCES;
        fresh->size = size;
        __builtin_memcpy(fresh->text, text, size);
    }
    __atomic_store_n(place, ARENA_OF(fresh), __ATOMIC_RELEASE);
    if (old)
        arena_free(old, sizeof *old + old->size);
    return STATUS_SUCCESS;
}

/* ---- keys */

CM_KEY_NODE *cm_find_child(const CM_KEY_NODE *key, const WCHAR *name, ULONG size, ULONG *index)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->children);
    ULONG low = 0, high = list ? list->count : 0;
    while (low < high) {
        ULONG middle = (low + high) / 2;
        CM_KEY_NODE *child = cm_key(list->at[middle]);
        const CM_TEXT *text = ARENA_AT(CM_TEXT, child->name);
        int order = cm_compare(name, size, text->text, text->size);
        if (order == 0) {
            if (index)
                *index = middle;
            return child;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    if (index)
        *index = low;
    return NULL;
}

CM_KEY_NODE *cm_new_key(CM_KEY_NODE *parent, const WCHAR *name, ULONG size)
{
    CM_KEY_NODE *key = arena_alloc(sizeof *key);
    if (!key)
        return NULL;
    key->references = 1;
    key->parent = ARENA_OF(parent);
    key->depth = parent ? parent->depth + 1 : 0;
    if (cm_put_text(&key->name, name, size)) {
        arena_free(key, sizeof *key);
        return NULL;
    }
    return key;
}

CM_KEY_NODE *cm_add_child(CM_KEY_NODE *key, const WCHAR *name, ULONG size, USHORT state)
{
    ULONG index;
    cm_find_child(key, name, size, &index);
    CM_KEY_NODE *child = cm_new_key(key, name, size);
    if (!child)
        return NULL;
    child->state = state;
    if (insert(&key->children, index, ARENA_OF(child)))
        return child;
    cm_release_key(child);
    return NULL;
}

void cm_remove_child(CM_KEY_NODE *key)
{
    CM_KEY_NODE *parent = cm_key(key->parent);
    const CM_TEXT *name = ARENA_AT(CM_TEXT, key->name);
    ULONG index;
    if (cm_find_child(parent, name->text, name->size, &index) == key)
        take_out(&parent->children, index);
    key->state |= CM_IS_DELETED;
    cm_release_key(key);
}

NTSTATUS cm_rename_child(CM_KEY_NODE *key, const WCHAR *name, ULONG size)
{
    CM_KEY_NODE *parent = cm_key(key->parent);
    const CM_TEXT *old = ARENA_AT(CM_TEXT, key->name);
    ULONG index, from;
    cm_find_child(parent, old->text, old->size, &from);
    cm_find_child(parent, name, size, &index);
    NTSTATUS status = STATUS_SUCCESS;
    take_out(&parent->children, from);
    if (index > from)
        index--;
    status = cm_put_text(&key->name, name, size);
    if (status)
        index = from;
    if (!insert(&parent->children, index, ARENA_OF(key)))
        status = STATUS_INSUFFICIENT_RESOURCES;
    return status;
}

void cm_set_gone(CM_KEY_NODE *key, BOOLEAN gone)
{
    CM_LIST *list = ARENA_AT(CM_LIST, cm_key(key->parent)->children);
    if (((key->state & CM_IS_GONE) != 0) == gone)
        return;
    key->state ^= CM_IS_GONE;
    list->gone += gone ? 1 : -1u;
}

void cm_hold_key(CM_KEY_NODE *key)
{
    InterlockedIncrement(&key->references);
}

static void free_value(CM_VALUE_NODE *value)
{
    if (value->base)
        free_value(ARENA_AT(CM_VALUE_NODE, value->base));
    arena_free(value, value->size);
}

void cm_release_key(CM_KEY_NODE *key)
{
    if (InterlockedDecrement(&key->references))
        return;
    const CM_LIST *values = ARENA_AT(CM_LIST, key->values);
    for (ULONG i = 0; values && i < values->count; i++)
        free_value(ARENA_AT(CM_VALUE_NODE, values->at[i]));
    free_list(key->values);
    free_list(key->children);
    cm_put_text(&key->name, NULL, 0);
    cm_put_text(&key->class_name, NULL, 0);
    cm_put_text(&key->security, NULL, 0);
    arena_free(key, sizeof *key);
}

BOOLEAN cm_has_volatile_parent(const CM_KEY_NODE *key)
{
    return key->parent && cm_key(key->parent)->state & CM_IS_VOLATILE;
}

ULONG cm_path_of(const CM_KEY_NODE *key, WCHAR *path, ULONG room)
{
    ULONG size = 0;
    for (const CM_KEY_NODE *at = key; at->parent; at = cm_key(at->parent))
        size += ARENA_AT(CM_TEXT, at->name)->size + 2;
    if (size == 0 || size - 2 > room)
        return 0;
    ULONG end = size - 2;
    for (const CM_KEY_NODE *at = key; at->parent; at = cm_key(at->parent)) {
        const CM_TEXT *name = ARENA_AT(CM_TEXT, at->name);
        __builtin_memcpy((char *)path + end - name->size, name->text, name->size);
        end -= name->size;
        if (end) {
            end -= 2;
            path[end / 2] = '\\';
        }
    }
    return size - 2;
}

/* ---- values */

static ULONG hash_of(const WCHAR *name, ULONG size)
{
    ULONG hash = 2166136261u;
    for (ULONG i = 0; i < size / 2; i++)
        hash = (hash ^ fold(name[i])) * 16777619u;
    return hash;
}

CM_VALUE_NODE *cm_find_value(const CM_KEY_NODE *key, const WCHAR *name, ULONG size, ULONG *index)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    ULONG hash = list ? hash_of(name, size) : 0;
    for (ULONG i = 0; list && i < list->count; i++) {
        CM_VALUE_NODE *value = ARENA_AT(CM_VALUE_NODE, list->at[i]);
        if (value->hash == hash && value->name_size == size &&
            cm_compare(name, size, value->name, size) == 0) {
            if (index)
                *index = i;
            return value;
        }
    }
    return NULL;
}

static CM_VALUE_NODE *new_value(const WCHAR *name, ULONG name_size, ULONG type, const void *data,
                                ULONG size, USHORT state)
{
    ULONG all = sizeof(CM_VALUE_NODE) + ((name_size + 7) & ~7u) + size;
    CM_VALUE_NODE *value = arena_alloc(all);
    if (!value)
        return NULL;
    value->size = all;
    value->type = type;
    value->data_size = size;
    value->hash = hash_of(name, name_size);
    value->epoch = cm->epoch;
    value->name_size = (USHORT)name_size;
    value->state = state;
    __builtin_memcpy(value->name, name, name_size);
    if (size)
        __builtin_memcpy(cm_value_data(value), data, size);
    return value;
}

NTSTATUS cm_put_value(CM_KEY_NODE *key, const WCHAR *name, ULONG name_size, ULONG type,
                      const void *data, ULONG size, USHORT state)
{
    ULONG index;
    CM_VALUE_NODE *old = cm_find_value(key, name, name_size, &index);
    if (old) {
        name = old->name; /* a value keeps the spelling of its name */
    }
    CM_VALUE_NODE *value = new_value(name, name_size, type, data, size, state);
    if (!value)
        return STATUS_INSUFFICIENT_RESOURCES;
    if (!old) {
        if (insert(&key->values,
                   ARENA_AT(CM_LIST, key->values) ? ARENA_AT(CM_LIST, key->values)->count : 0,
                   ARENA_OF(value)))
            return STATUS_SUCCESS;
        free_value(value);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    BOOLEAN is_default = (old->state & CM_IS_DEFAULT) != 0;
    value->base = is_default ? ARENA_OF(old) : old->base;
    if (old->state & CM_IS_GONE)
        list->gone--;
    __atomic_store_n(&list->at[index], ARENA_OF(value), __ATOMIC_RELEASE);
    if (!is_default)
        arena_free(old, old->size);
    return STATUS_SUCCESS;
}

void cm_drop_value(CM_KEY_NODE *key, ULONG index, BOOLEAN hide)
{
    CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    CM_VALUE_NODE *old = ARENA_AT(CM_VALUE_NODE, list->at[index]);
    BOOLEAN is_default = (old->state & CM_IS_DEFAULT) != 0;
    arena_ptr base = is_default ? ARENA_OF(old) : old->base;
    if (!base) {
        take_out(&key->values, index);
    } else if (hide) {
        CM_VALUE_NODE *value =
            new_value(old->name, old->name_size, 0, NULL, 0, CM_IS_KEPT | CM_IS_GONE);
        if (!value)
            return;
        value->base = base;
        if (!(old->state & CM_IS_GONE))
            list->gone++;
        list->at[index] = ARENA_OF(value);
    } else {
        if (old->state & CM_IS_GONE)
            list->gone--;
        list->at[index] = base;
    }
    if (!is_default)
        arena_free(old, old->size);
}
