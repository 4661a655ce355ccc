/* cm_apply.c - what a record says, done to the tree. */
#include "cm.h"

/* The key of a path below \REGISTRY; make: with what is missing of it. */
static CM_KEY_NODE *walk(const WCHAR *path, ULONG size, BOOLEAN make, NTSTATUS *status)
{
    CM_KEY_NODE *key = cm_key(cm->root);
    ULONG count = size / 2;
    *status = STATUS_OBJECT_NAME_NOT_FOUND;
    for (ULONG at = 0; at < count;) {
        ULONG end = at;
        while (end < count && path[end] != '\\')
            end++;
        ULONG name_size = (end - at) * 2;
        if (name_size == 0 || name_size > CM_NAME_MAX || key->depth >= CM_DEPTH_MAX)
            return NULL;
        CM_KEY_NODE *child = cm_find_child(key, path + at, name_size, NULL);
        if (!make && (!child || child->state & CM_IS_GONE))
            return NULL;
        BOOLEAN fresh = !child || child->state & CM_IS_GONE;
        if (!child)
            child = cm_add_child(key, path + at, name_size, CM_IS_KEPT);
        if (!child) {
            *status = STATUS_INSUFFICIENT_RESOURCES;
            return NULL;
        }
        cm_set_gone(child, FALSE);
        if (fresh) {
            child->state |= CM_IS_KEPT;
            child->epoch = cm->epoch;
            cm_notify(key, REG_NOTIFY_CHANGE_NAME);
        }
        if (child->state & CM_IS_KEPT && make)
            child->epoch = cm->epoch;
        key = child;
        at = end + 1;
    }
    if (key == cm_key(cm->root))
        return NULL;
    *status = STATUS_SUCCESS;
    return key;
}

static void drop_values(CM_KEY_NODE *key, BOOLEAN hide)
{
    CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    for (ULONG i = list ? list->count : 0; i-- > 0; list = ARENA_AT(CM_LIST, key->values))
        cm_drop_value(key, i, hide);
}

static CM_KEY_NODE *child_in(const CM_KEY_NODE *key, ULONG index)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->children);
    return list && index < list->count ? cm_key(list->at[index]) : NULL;
}

static ULONG all_children(const CM_KEY_NODE *key)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->children);
    return list ? list->count : 0;
}

/* One key without living children. */
static void delete_one(CM_KEY_NODE *key)
{
    CM_KEY_NODE *parent = cm_key(key->parent);
    if (key->state & CM_IS_GONE)
        return;
    cm_notify_end(key);
    if (key->state & CM_IS_DEFAULT) {
        drop_values(key, TRUE);
        cm_put_text(&key->class_name, NULL, 0);
        cm_put_text(&key->security, NULL, 0);
        cm_set_gone(key, TRUE);
        key->state |= CM_IS_KEPT;
        key->epoch = cm->epoch;
    } else {
        cm_remove_child(key);
    }
    cm_notify(parent, REG_NOTIFY_CHANGE_NAME);
}

/* The deepest first, without recursion: a removed child leaves its list, a gone one is passed. */
void cm_delete_tree(CM_KEY_NODE *top)
{
    CM_KEY_NODE *key = top;
    for (;;) {
        CM_KEY_NODE *down = NULL;
        for (ULONG i = all_children(key); i-- > 0 && !down;)
            if (!(child_in(key, i)->state & CM_IS_GONE))
                down = child_in(key, i);
        if (down) {
            key = down;
            continue;
        }
        CM_KEY_NODE *parent = cm_key(key->parent);
        BOOLEAN last = key == top;
        delete_one(key);
        if (last)
            return;
        key = parent;
    }
}

static NTSTATUS make_key(CM_KEY_NODE *key, const CM_ENTRY *entry)
{
    key->state |= CM_IS_KEPT;
    key->epoch = cm->epoch;
    if (entry->type & CM_LINK)
        key->state |= CM_IS_LINK;
    return entry->data_size ? cm_put_text(&key->class_name, entry->data, entry->data_size)
                            : STATUS_SUCCESS;
}

static NTSTATUS set_value(CM_KEY_NODE *key, const CM_ENTRY *entry)
{
    NTSTATUS status = STATUS_INVALID_PARAMETER;
    if (entry->name_size <= CM_VALUE_NAME_MAX && entry->data_size <= CM_DATA_MAX)
        status = cm_put_value(key, entry->name, entry->name_size, entry->type, entry->data,
                              entry->data_size, CM_IS_KEPT);
    if (!status)
        cm_notify(key, REG_NOTIFY_CHANGE_LAST_SET);
    return status;
}

static NTSTATUS delete_value(CM_KEY_NODE *key, const CM_ENTRY *entry)
{
    ULONG index;
    CM_VALUE_NODE *value = cm_find_value(key, entry->name, entry->name_size, &index);
    if (!value)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    cm_drop_value(key, index, TRUE);
    value = cm_find_value(key, entry->name, entry->name_size, &index);
    if (value)
        value->epoch = cm->epoch;
    cm_notify(key, REG_NOTIFY_CHANGE_LAST_SET);
    return STATUS_SUCCESS;
}

static NTSTATUS set_security(CM_KEY_NODE *key, const CM_ENTRY *entry)
{
    NTSTATUS status = cm_put_text(&key->security, entry->data, entry->data_size);
    if (!status)
        cm_notify(key, REG_NOTIFY_CHANGE_SECURITY);
    return status;
}

static NTSTATUS rename_key(CM_KEY_NODE *key, const CM_ENTRY *entry)
{
    CM_KEY_NODE *there = cm_find_child(cm_key(key->parent), entry->name, entry->name_size, NULL);
    if (key->state & CM_IS_DEFAULT || entry->name_size == 0 || entry->name_size > CM_NAME_MAX ||
        (there && there != key))
        return STATUS_CANNOT_DELETE;
    NTSTATUS status = cm_rename_child(key, entry->name, entry->name_size);
    if (!status)
        cm_notify(cm_key(key->parent), REG_NOTIFY_CHANGE_NAME);
    return status;
}

NTSTATUS cm_apply(const CM_ENTRY *entry)
{
    NTSTATUS status;
    BOOLEAN make = entry->kind == CM_KEY || entry->kind == CM_VALUE || entry->kind == CM_SECURITY;
    CM_KEY_NODE *key = walk(entry->path, entry->path_size, make, &status);
    if (!key)
        return status;
    if (entry->kind != CM_DELETE_KEY)
        key->written = entry->time;
    switch (entry->kind) {
    case CM_KEY:
        return make_key(key, entry);
    case CM_DELETE_KEY:
        cm_key(key->parent)->written = entry->time;
        cm_delete_tree(key);
        return STATUS_SUCCESS;
    case CM_VALUE:
        return set_value(key, entry);
    case CM_DELETE_VALUE:
        return delete_value(key, entry);
    case CM_SECURITY:
        return set_security(key, entry);
    case CM_RENAME:
        return rename_key(key, entry);
    default:
        return STATUS_NOT_SUPPORTED; /* of a later version */
    }
}

/* ---- a file that another session has written anew */

static void forget_values(CM_KEY_NODE *key)
{
    CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    for (ULONG i = list ? list->count : 0; i-- > 0; list = ARENA_AT(CM_LIST, key->values)) {
        CM_VALUE_NODE *value = ARENA_AT(CM_VALUE_NODE, list->at[i]);
        if (value->state & CM_IS_KEPT && value->epoch != cm->epoch) {
            cm_drop_value(key, i, FALSE);
            cm_notify(key, REG_NOTIFY_CHANGE_LAST_SET);
        }
    }
}

/* FALSE: the key itself went. */
static BOOLEAN forget_key(CM_KEY_NODE *key)
{
    if (key->state & CM_IS_VOLATILE)
        return TRUE;
    if (key->state & CM_IS_KEPT && key->epoch != cm->epoch) {
        if (!(key->state & CM_IS_DEFAULT)) {
            cm_delete_tree(key);
            return FALSE;
        }
        cm_set_gone(key, FALSE);
        key->state &= ~CM_IS_KEPT;
        cm_notify(cm_key(key->parent), REG_NOTIFY_CHANGE_NAME);
    }
    forget_values(key);
    return TRUE;
}

static CM_KEY_NODE *next_child(const CM_KEY_NODE *key, const CM_KEY_NODE *after)
{
    ULONG index;
    const CM_TEXT *name = ARENA_AT(CM_TEXT, after->name);
    cm_find_child(key, name->text, name->size, &index);
    return child_in(key, index + 1);
}

void cm_forget_old(void)
{
    CM_KEY_NODE *key = cm_key(cm->root);
    while (key) {
        CM_KEY_NODE *next = child_in(key, 0);
        while (!next && key->parent) {
            next = next_child(cm_key(key->parent), key);
            if (!next)
                key = cm_key(key->parent);
        }
        /* What follows is found before a key goes; what goes takes only what is below it. */
        while (next && !(next->state & CM_IS_VOLATILE) && next->state & CM_IS_KEPT &&
               next->epoch != cm->epoch && !(next->state & CM_IS_DEFAULT)) {
            CM_KEY_NODE *parent = cm_key(next->parent), *after = next_child(parent, next);
            cm_delete_tree(next);
            key = parent, next = after;
            while (!next && key->parent) {
                next = next_child(cm_key(key->parent), key);
                key = cm_key(key->parent);
            }
        }
        if (next)
            forget_key(next);
        key = next;
    }
}
