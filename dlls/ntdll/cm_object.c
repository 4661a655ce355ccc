/* cm_object.c - key objects: opening, making, deleting and renaming keys. */
#include "cm.h"
#include "mm_copy.h"

#define VIEW_32 0x0200u /* KEY_WOW64_32KEY */
#define VIEWS   0x0300u

static void last_close(void *object)
{
    CM_OBJECT *key = object;
    if (!key->watching || !cm)
        return;
    cm_lock_tree();
    cm_stop_watching(key);
    cm_unlock_tree();
}

static void destroy(void *object)
{
    CM_OBJECT *key = object;
    if (!cm && cm_ready())
        return;
    cm_lock_tree();
    if (key->key)
        cm_release_key(cm_key(key->key));
    if (key->other)
        cm_release_key(cm_key(key->other));
    cm_unlock_tree();
}

static NTSTATUS query_name(void *object, PVOID buffer, ULONG size, ULONG *needed)
{
    static const WCHAR registry[] = L"\\REGISTRY";
    const CM_OBJECT *key = object;
    UNICODE_STRING *string = buffer;
    const ULONG head = sizeof registry - 2, fixed = sizeof *string + head + 2;
    if (size < fixed + 2) {
        *needed = fixed + 2;
        return size < sizeof *string ? STATUS_INFO_LENGTH_MISMATCH : STATUS_BUFFER_OVERFLOW;
    }
    WCHAR *text = (WCHAR *)(string + 1);
    cm_lock_tree();
    ULONG path = cm_path_of(cm_key(key->key), text + head / 2 + 1, size - fixed - 2);
    BOOLEAN root = !cm_key(key->key)->parent;
    cm_unlock_tree();
    *needed = fixed + path + (root ? 0 : 2);
    if (!path && !root) {
        *needed = 0x10000;
        return STATUS_BUFFER_OVERFLOW;
    }
    ULONG length = root ? head : head + 2 + path;
    __builtin_memcpy(text, registry, head);
    if (!root)
        text[head / 2] = '\\';
    text[length / 2] = 0;
    string->Buffer = text;
    string->Length = (USHORT)length;
    string->MaximumLength = (USHORT)(length + 2);
    return STATUS_SUCCESS;
}

const struct ob_ops cm_key_ops = {
    .name = L"Key",
    .size = sizeof(CM_OBJECT),
    .all_access = KEY_ALL_ACCESS,
    .mapping = {KEY_READ, KEY_WRITE, KEY_EXECUTE, KEY_ALL_ACCESS},
    .last_close = last_close,
    .destroy = destroy,
    .query_name = query_name,
};

NTSTATUS cm_reference(HANDLE handle, ACCESS_MASK access, CM_OBJECT **object)
{
    NTSTATUS status = cm_ready();
    return status ? status : ob_reference(handle, OB_KEY, access, (void **)object, NULL);
}

/* Under the tree's lock, which it gives back. */
NTSTATUS cm_new_object(CM_PLACE *place, ACCESS_MASK access, ULONG attributes, HANDLE *handle)
{
    HANDLE result;
    CM_OBJECT *object = ob_create(OB_KEY);
    if (object) {
        object->key = ARENA_OF(place->key);
        object->other = ARENA_OF(place->other);
        object->merged = place->merged;
        cm_hold_key(place->key);
        if (place->other)
            cm_hold_key(place->other);
    }
    cm_unlock_tree();
    if (!object)
        return STATUS_INSUFFICIENT_RESOURCES;
    NTSTATUS status = ob_create_handle(object, access & ~VIEWS, attributes, &result);
    ob_dereference(object);
    if (!status && mm_copy(handle, &result, sizeof result) != sizeof result) {
        NtClose(result);
        status = STATUS_ACCESS_VIOLATION;
    }
    return status;
}

NTSTATUS NTAPI NtOpenKeyEx(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes,
                           ULONG options)
{
    CM_NAME name;
    CM_PLACE place;
    NTSTATUS status = cm_ready();
    if (status)
        return status;
    status = cm_take_name(attributes, &name);
    if (status)
        return status;
    cm_look();
    cm_lock_tree();
    status =
        cm_find(&name, (access & VIEW_32) != 0,
                options & REG_OPTION_OPEN_LINK || attributes->Attributes & OBJ_OPENLINK, &place);
    if (!status && !place.key)
        status = STATUS_OBJECT_NAME_NOT_FOUND;
    if (status)
        cm_unlock_tree();
    else
        status = cm_new_object(&place, access, attributes->Attributes, handle);
    cm_free_name(&name);
    return status;
}

NTSTATUS NTAPI NtOpenKey(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes)
{
    return NtOpenKeyEx(handle, access, attributes, 0);
}

/* HKEY_CLASSES_ROOT: the user's classes over the machine's. */
NTSTATUS NTAPI BaileyOpenClassesRoot(HANDLE *handle, ACCESS_MASK access)
{
    CM_PLACE place = {.merged = TRUE};
    NTSTATUS status = cm_ready();
    if (status)
        return status;
    cm_lock_tree();
    place.key = cm_key(cm->user_classes);
    place.other = cm_key(cm->classes);
    return cm_new_object(&place, access, 0, handle);
}

/* ---- making */

struct making {
    CM_NAME name;
    ACCESS_MASK access;
    ULONG attributes, options;
    WCHAR class_name[256];
    ULONG class_size;
};

static NTSTATUS check_parent(const struct making *m, const CM_PLACE *place)
{
    BOOLEAN is_volatile = (m->options & REG_OPTION_VOLATILE) != 0;
    arena_ptr parent = ARENA_OF(place->parent);
    if (parent == cm->root || parent == cm->machine || parent == cm->users)
        return STATUS_INVALID_PARAMETER;
    if (place->parent->state & CM_IS_VOLATILE && !is_volatile)
        return STATUS_CHILD_MUST_BE_VOLATILE;
    return place->parent->depth >= CM_DEPTH_MAX - 1 ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static NTSTATUS add_volatile(const struct making *m, CM_PLACE *place)
{
    USHORT state = CM_IS_VOLATILE | (m->options & REG_OPTION_CREATE_LINK ? CM_IS_LINK : 0);
    cm_lock_tree();
    CM_KEY_NODE *key = cm_find_child(place->parent, place->name, place->name_size, NULL);
    if (key) /* a default that was deleted */
        cm_set_gone(key, FALSE);
    else
        key = cm_add_child(place->parent, place->name, place->name_size, state);
    NTSTATUS status = key ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
    if (key) {
        pal_clock_query(PAL_CLOCK_SYSTEM, &key->written);
        if (m->class_size)
            status = cm_put_text(&key->class_name, m->class_name, m->class_size);
        cm_notify(place->parent, REG_NOTIFY_CHANGE_NAME);
    }
    cm_unlock_tree();
    return status;
}

/* Makes what is missing and fills place->key; the writer's lock is held. */
static NTSTATUS make(const struct making *m, CM_PLACE *place)
{
    NTSTATUS status = check_parent(m, place);
    CM_ENTRY entry = {.kind = CM_KEY,
                      .type = m->options & REG_OPTION_CREATE_LINK ? CM_LINK : 0,
                      .data = m->class_name,
                      .data_size = m->class_size};
    if (status)
        return status;
    if (m->options & REG_OPTION_VOLATILE)
        status = add_volatile(m, place);
    else
        status = cm_change(place->parent, &entry, place->name, place->name_size);
    if (status)
        return status;
    cm_lock_tree();
    place->key = cm_find_child(place->parent, place->name, place->name_size, NULL);
    cm_unlock_tree();
    return place->key ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static NTSTATUS open_or_make(struct making *m, HANDLE *handle, ULONG *disposition)
{
    CM_PLACE place;
    BOOLEAN create_link = (m->options & REG_OPTION_CREATE_LINK) != 0;
    BOOLEAN made = FALSE;
    NTSTATUS status = cm_begin(!(m->options & REG_OPTION_VOLATILE));
    if (status)
        return status;
    cm_lock_tree();
    status = cm_find(
        &m->name, (m->access & VIEW_32) != 0,
        create_link || m->options & REG_OPTION_OPEN_LINK || m->attributes & OBJ_OPENLINK, &place);
    cm_unlock_tree();
    if (!status && !place.key) {
        status = make(m, &place);
        made = TRUE;
    } else if (!status && create_link) {
        status = STATUS_OBJECT_NAME_COLLISION;
    }
    if (!status) {
        cm_lock_tree();
        status = cm_new_object(&place, m->access, m->attributes, handle);
    }
    cm_end();
    if (!status && disposition)
        *disposition = made ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
    return status;
}

/* What exists is opened without the writer's lock. */
static NTSTATUS try_open(struct making *m, HANDLE *handle, ULONG *disposition)
{
    CM_PLACE place;
    BOOLEAN open_link = m->options & REG_OPTION_OPEN_LINK || m->attributes & OBJ_OPENLINK;
    if (m->options & REG_OPTION_CREATE_LINK)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    cm_lock_tree();
    NTSTATUS status = cm_find(&m->name, (m->access & VIEW_32) != 0, open_link, &place);
    if (!status && !place.key)
        status = STATUS_OBJECT_NAME_NOT_FOUND;
    if (status)
        cm_unlock_tree();
    else
        status = cm_new_object(&place, m->access, m->attributes, handle);
    if (!status && disposition)
        *disposition = REG_OPENED_EXISTING_KEY;
    return status;
}

NTSTATUS NTAPI NtCreateKey(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes,
                           ULONG title, const UNICODE_STRING *class_name, ULONG options,
                           ULONG *disposition)
{
    struct making m = {.access = access, .options = options};
    NTSTATUS status = cm_ready();
    if (status)
        return status;
    if (options & ~(REG_OPTION_VOLATILE | REG_OPTION_CREATE_LINK | REG_OPTION_OPEN_LINK |
                    REG_OPTION_BACKUP_RESTORE))
        return STATUS_INVALID_PARAMETER;
    if (class_name && class_name->Length) {
        m.class_size = class_name->Length & ~1u;
        if (m.class_size > sizeof m.class_name)
            return STATUS_INVALID_PARAMETER;
        if (mm_copy(m.class_name, class_name->Buffer, m.class_size) != m.class_size)
            return STATUS_ACCESS_VIOLATION;
    }
    status = cm_take_name(attributes, &m.name);
    if (status)
        return status;
    m.attributes = attributes->Attributes;
    cm_look();
    status = try_open(&m, handle, disposition);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND)
        status = open_or_make(&m, handle, disposition);
    cm_free_name(&m.name);
    return status;
}

/* ---- deleting and renaming */

static NTSTATUS delete_key(CM_KEY_NODE *key)
{
    CM_ENTRY entry = {.kind = CM_DELETE_KEY};
    NTSTATUS status = cm_begin(cm_is_kept(key));
    if (status)
        return status;
    if (key->state & (CM_IS_DELETED | CM_IS_GONE)) {
        status = STATUS_KEY_DELETED;
    } else if (key->depth <= 2 || cm_count(key->children)) {
        status = STATUS_CANNOT_DELETE;
    } else if (!cm_is_kept(key)) {
        cm_lock_tree();
        cm_delete_tree(key);
        cm_unlock_tree();
    } else {
        status = cm_change(key, &entry, NULL, 0);
    }
    cm_end();
    return status;
}

NTSTATUS NTAPI NtDeleteKey(HANDLE handle)
{
    CM_OBJECT *object;
    NTSTATUS status = cm_reference(handle, DELETE, &object);
    if (status)
        return status;
    status = delete_key(cm_key(object->key));
    ob_dereference(object);
    return status;
}

static NTSTATUS rename_key(CM_KEY_NODE *key, const WCHAR *name, ULONG size)
{
    CM_ENTRY entry = {.kind = CM_RENAME, .name = name, .name_size = size};
    NTSTATUS status = cm_begin(cm_is_kept(key));
    if (status)
        return status;
    CM_KEY_NODE *there = key->parent ? cm_find_child(cm_key(key->parent), name, size, NULL) : NULL;
    if (key->state & (CM_IS_DELETED | CM_IS_GONE))
        status = STATUS_KEY_DELETED;
    else if (key->depth <= 2 || key->state & CM_IS_DEFAULT || (there && there != key))
        status = STATUS_CANNOT_DELETE;
    else if (cm_is_kept(key))
        status = cm_change(key, &entry, NULL, 0);
    else {
        cm_lock_tree();
        status = cm_rename_child(key, name, size);
        cm_notify(cm_key(key->parent), REG_NOTIFY_CHANGE_NAME);
        cm_unlock_tree();
    }
    cm_end();
    return status;
}

NTSTATUS NTAPI NtRenameKey(HANDLE handle, UNICODE_STRING *new_name)
{
    WCHAR name[CM_NAME_MAX / 2];
    CM_OBJECT *object;
    ULONG size = new_name->Length;
    NTSTATUS status = cm_reference(handle, KEY_WRITE & ~READ_CONTROL, &object);
    if (status)
        return status;
    if (size == 0 || size & 1 || size > CM_NAME_MAX)
        status = STATUS_INVALID_PARAMETER;
    else if (mm_copy(name, new_name->Buffer, size) != size)
        status = STATUS_ACCESS_VIOLATION;
    for (ULONG i = 0; !status && i < size / 2; i++)
        if (name[i] == '\\')
            status = STATUS_INVALID_PARAMETER;
    if (!status)
        status = rename_key(cm_key(object->key), name, size);
    ob_dereference(object);
    return status;
}
