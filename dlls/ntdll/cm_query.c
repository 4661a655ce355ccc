/* cm_query.c - facts about keys, and their subkeys one after the other. */
#include "cm.h"
#include "cm_out.h"
#include "cm_proto.h"

struct maxima {
    ULONG keys, name, class_name, values, value_name, data;
};

static ULONG larger(ULONG a, ULONG b)
{
    return a > b ? a : b;
}

/* The side that a subkey of a merged key is seen on: the user's hides the machine's. */
static BOOLEAN is_hidden(const CM_OBJECT *object, const CM_KEY_NODE *child)
{
    const CM_TEXT *name = ARENA_AT(CM_TEXT, child->name);
    CM_KEY_NODE *first = cm_find_child(cm_key(object->key), name->text, name->size, NULL);
    return first && !(first->state & CM_IS_GONE);
}

/* Both sides in one order. */
static CM_KEY_NODE *merged_child(const CM_OBJECT *object, ULONG index)
{
    const CM_KEY_NODE *a = cm_key(object->key), *b = cm_key(object->other);
    for (ULONG i = 0, j = 0;;) {
        CM_KEY_NODE *left = cm_child_at(a, i), *right = cm_child_at(b, j);
        if (right && is_hidden(object, right)) {
            j++;
            continue;
        }
        if (!left && !right)
            return NULL;
        const CM_TEXT *x = left ? ARENA_AT(CM_TEXT, left->name) : NULL;
        const CM_TEXT *y = right ? ARENA_AT(CM_TEXT, right->name) : NULL;
        BOOLEAN take_left = !y || (x && cm_compare(x->text, x->size, y->text, y->size) < 0);
        if (index-- == 0)
            return take_left ? left : right;
        if (take_left)
            i++;
        else
            j++;
    }
}

static CM_KEY_NODE *child_of(const CM_OBJECT *object, ULONG index)
{
    return object->other ? merged_child(object, index) : cm_child_at(cm_key(object->key), index);
}

static void measure_values(const CM_KEY_NODE *key, const CM_KEY_NODE *hiding, struct maxima *max)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    for (ULONG i = 0; list && i < list->count; i++) {
        const CM_VALUE_NODE *value = ARENA_AT(CM_VALUE_NODE, list->at[i]);
        if (value->state & CM_IS_GONE ||
            (hiding && cm_find_value(hiding, value->name, value->name_size, NULL)))
            continue;
        max->values++;
        max->value_name = larger(max->value_name, value->name_size);
        max->data = larger(max->data, value->data_size);
    }
}

static void measure_keys(const CM_OBJECT *object, const CM_KEY_NODE *key, struct maxima *max)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->children);
    for (ULONG i = 0; list && i < list->count; i++) {
        const CM_KEY_NODE *child = cm_key(list->at[i]);
        const CM_TEXT *class_name = ARENA_AT(CM_TEXT, child->class_name);
        if (child->state & CM_IS_GONE || (object && is_hidden(object, child)))
            continue;
        max->keys++;
        max->name = larger(max->name, ARENA_AT(CM_TEXT, child->name)->size);
        if (class_name)
            max->class_name = larger(max->class_name, class_name->size);
    }
}

/* object: where the key is its own, else NULL. */
static void measure(const CM_KEY_NODE *key, const CM_OBJECT *object, struct maxima *max)
{
    __builtin_memset(max, 0, sizeof *max);
    measure_keys(NULL, key, max);
    measure_values(key, NULL, max);
    if (object && object->other) {
        measure_keys(object, cm_key(object->other), max);
        measure_values(cm_key(object->other), key, max);
    }
}

static ULONG put_full(CM_OUT *out, const CM_KEY_NODE *key, const CM_OBJECT *object)
{
    const CM_TEXT *class_name = ARENA_AT(CM_TEXT, key->class_name);
    struct maxima max;
    KEY_FULL_INFORMATION info = {.LastWriteTime.QuadPart = key->written, .ClassOffset = MAXDWORD};
    const ULONG fixed = FIELD_OFFSET(KEY_FULL_INFORMATION, Class);
    measure(key, object, &max);
    info.SubKeys = max.keys;
    info.MaxNameLen = max.name;
    info.MaxClassLen = max.class_name;
    info.Values = max.values;
    info.MaxValueNameLen = max.value_name;
    info.MaxValueDataLen = max.data;
    if (class_name) {
        info.ClassOffset = fixed;
        info.ClassLength = class_name->size;
        cm_out(out, fixed, class_name->text, class_name->size);
    }
    cm_out(out, 0, &info, fixed);
    return fixed;
}

static ULONG put_basic(CM_OUT *out, const CM_KEY_NODE *key)
{
    const CM_TEXT *name = ARENA_AT(CM_TEXT, key->name);
    KEY_BASIC_INFORMATION info = {.LastWriteTime.QuadPart = key->written, .NameLength = name->size};
    const ULONG fixed = FIELD_OFFSET(KEY_BASIC_INFORMATION, Name);
    cm_out(out, 0, &info, fixed);
    cm_out(out, fixed, name->text, name->size);
    return fixed;
}

static ULONG put_node(CM_OUT *out, const CM_KEY_NODE *key)
{
    const CM_TEXT *name = ARENA_AT(CM_TEXT, key->name);
    const CM_TEXT *class_name = ARENA_AT(CM_TEXT, key->class_name);
    KEY_NODE_INFORMATION info = {
        .LastWriteTime.QuadPart = key->written, .ClassOffset = MAXDWORD, .NameLength = name->size};
    const ULONG fixed = FIELD_OFFSET(KEY_NODE_INFORMATION, Name);
    if (class_name) {
        info.ClassOffset = (fixed + name->size + 3) & ~3u;
        info.ClassLength = class_name->size;
        cm_out(out, info.ClassOffset, class_name->text, class_name->size);
    }
    cm_out(out, 0, &info, fixed);
    cm_out(out, fixed, name->text, name->size);
    return fixed;
}

static ULONG put_cached(CM_OUT *out, const CM_KEY_NODE *key, const CM_OBJECT *object)
{
    struct maxima max;
    struct {
        int64_t written;
        ULONG title, keys, name, values, value_name, data, name_size;
    } info = {.written = key->written};
    measure(key, object, &max);
    info.keys = max.keys;
    info.name = max.name;
    info.values = max.values;
    info.value_name = max.value_name;
    info.data = max.data;
    info.name_size = ARENA_AT(CM_TEXT, key->name)->size;
    cm_out(out, 0, &info, 40);
    return 40;
}

static ULONG put_flags(CM_OUT *out, const CM_KEY_NODE *key)
{
    ULONG flags[3] = {0, 0, 0};
    if (key->state & CM_IS_VOLATILE)
        flags[1] |= 1;
    if (key->state & CM_IS_LINK)
        flags[1] |= 2;
    cm_out(out, 0, flags, sizeof flags);
    return sizeof flags;
}

static void put_name_part(CM_OUT *out, const CM_KEY_NODE *key, ULONG end)
{
    for (const CM_KEY_NODE *at = key; at; at = cm_key(at->parent)) {
        const CM_TEXT *name = ARENA_AT(CM_TEXT, at->name);
        end -= name->size;
        cm_out(out, end, name->text, name->size);
        end -= 2;
        cm_out(out, end, L"\\", 2);
    }
}

static ULONG put_name(CM_OUT *out, const CM_KEY_NODE *key)
{
    ULONG size = 0;
    for (const CM_KEY_NODE *at = key; at; at = cm_key(at->parent))
        size += 2 + ARENA_AT(CM_TEXT, at->name)->size;
    cm_out(out, 0, &size, sizeof size);
    put_name_part(out, key, (ULONG)sizeof size + size);
    return sizeof size;
}

/* What both services answer; the fixed size, 0: no such class. */
static ULONG put_info(CM_OUT *out, const CM_KEY_NODE *key, const CM_OBJECT *object, ULONG class)
{
    switch (class) {
    case KeyBasicInformation:
        return put_basic(out, key);
    case KeyNodeInformation:
        return put_node(out, key);
    case KeyFullInformation:
        return put_full(out, key, object);
    case KeyNameInformation:
        return put_name(out, key);
    case KeyCachedInformation:
        return put_cached(out, key, object);
    case KeyFlagsInformation:
        return put_flags(out, key);
    default:
        return 0;
    }
}

NTSTATUS NTAPI NtQueryKey(HANDLE handle, KEY_INFORMATION_CLASS class, PVOID buffer, ULONG size,
                          ULONG *returned)
{
    CM_OBJECT *object;
    CM_OUT out = {.buffer = buffer, .size = size};
    ACCESS_MASK access = class == KeyNameInformation ? 0 : KEY_QUERY_VALUE;
    NTSTATUS status = cm_reference(handle, access, &object);
    if (status)
        return status;
    cm_lock_tree();
    const CM_KEY_NODE *key = cm_key(object->key);
    ULONG fixed = 0;
    if (key->state & (CM_IS_DELETED | CM_IS_GONE))
        status = STATUS_KEY_DELETED;
    else
        fixed = put_info(&out, key, object, class);
    cm_unlock_tree();
    ob_dereference(object);
    if (status)
        return status;
    return fixed ? cm_out_end(&out, fixed, returned) : STATUS_INVALID_INFO_CLASS;
}

NTSTATUS NTAPI NtEnumerateKey(HANDLE handle, ULONG index, KEY_INFORMATION_CLASS class, PVOID buffer,
                              ULONG size, ULONG *returned)
{
    CM_OBJECT *object;
    CM_OUT out = {.buffer = buffer, .size = size};
    NTSTATUS status = cm_reference(handle, KEY_ENUMERATE_SUB_KEYS, &object);
    if (status)
        return status;
    cm_lock_tree();
    const CM_KEY_NODE *key = cm_key(object->key), *child = NULL;
    ULONG fixed = 0;
    if (key->state & (CM_IS_DELETED | CM_IS_GONE))
        status = STATUS_KEY_DELETED;
    else
        child = child_of(object, index);
    if (!status && !child)
        status = STATUS_NO_MORE_ENTRIES;
    else if (!status)
        fixed = put_info(&out, child, NULL, class);
    cm_unlock_tree();
    ob_dereference(object);
    if (status)
        return status;
    return fixed ? cm_out_end(&out, fixed, returned) : STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI NtQueryOpenSubKeys(const OBJECT_ATTRIBUTES *attributes, ULONG *count)
{
    HANDLE handle;
    CM_OBJECT *object;
    NTSTATUS status = NtOpenKey(&handle, KEY_READ, attributes);
    if (status)
        return status;
    status = cm_reference(handle, 0, &object);
    if (!status) {
        cm_lock_tree();
        *count = (ULONG)cm_key(object->key)->references - 2; /* the tree's and our own */
        cm_unlock_tree();
        ob_dereference(object);
    }
    NtClose(handle);
    return status;
}
