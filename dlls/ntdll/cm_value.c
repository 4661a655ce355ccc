/* cm_value.c - values. */
#include "cm.h"
#include "cm_out.h"
#include "cm_proto.h"

#define SMALL 1024

/* A caller's name and data, safe to read; what is small needs no heap. */
struct copy {
    const void *at;
    ULONG size;
    BOOLEAN from_heap;
    char buffer[SMALL];
};

static NTSTATUS take(struct copy *copy, const void *from, ULONG size)
{
    char *to = copy->buffer;
    copy->from_heap = FALSE;
    copy->size = size;
    copy->at = to;
    if (size > SMALL) {
        to = RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
        if (!to)
            return STATUS_NO_MEMORY;
        copy->at = to;
        copy->from_heap = TRUE;
    }
    if (!size || mm_copy(to, from, size) == size)
        return STATUS_SUCCESS;
    if (copy->from_heap)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, to);
    copy->from_heap = FALSE;
    return STATUS_ACCESS_VIOLATION;
}

static void give_back(struct copy *copy)
{
    if (copy->from_heap)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, (PVOID)copy->at);
}

static NTSTATUS take_name(struct copy *copy, const UNICODE_STRING *name)
{
    UNICODE_STRING text = {0, 0, NULL};
    copy->from_heap = FALSE;
    if (name && mm_copy(&text, name, sizeof text) != sizeof text)
        return STATUS_ACCESS_VIOLATION;
    if (text.Length & 1 || text.Length > CM_VALUE_NAME_MAX)
        return STATUS_INVALID_PARAMETER;
    return take(copy, text.Buffer, text.Length);
}

/* ---- changes */

static NTSTATUS set_volatile(CM_KEY_NODE *key, const CM_ENTRY *entry)
{
    cm_lock_tree();
    NTSTATUS status = cm_put_value(key, entry->name, entry->name_size, entry->type, entry->data,
                                   entry->data_size, CM_IS_VOLATILE);
    if (!status) {
        pal_clock_query(PAL_CLOCK_SYSTEM, &key->written);
        cm_notify(key, REG_NOTIFY_CHANGE_LAST_SET);
    }
    cm_unlock_tree();
    return status;
}

static NTSTATUS set_value(CM_KEY_NODE *key, CM_ENTRY *entry)
{
    static const WCHAR link_name[] = L"SymbolicLinkValue";
    NTSTATUS status = cm_begin(cm_is_kept(key));
    if (status)
        return status;
    if (key->state & (CM_IS_DELETED | CM_IS_GONE))
        status = STATUS_KEY_DELETED;
    else if (key->state & CM_IS_LINK &&
             (entry->type != REG_LINK ||
              cm_compare(entry->name, entry->name_size, link_name, sizeof link_name - 2) != 0))
        status = STATUS_ACCESS_DENIED;
    else if (cm_is_kept(key))
        status = cm_change(key, entry, NULL, 0);
    else
        status = set_volatile(key, entry);
    cm_end();
    return status;
}

NTSTATUS NTAPI NtSetValueKey(HANDLE handle, const UNICODE_STRING *name, ULONG title, ULONG type,
                             const void *data, ULONG size)
{
    CM_OBJECT *object;
    struct copy name_copy, data_copy;
    NTSTATUS status = cm_reference(handle, KEY_SET_VALUE, &object);
    if (status)
        return status;
    status = take_name(&name_copy, name);
    if (!status && size > CM_DATA_MAX)
        status = STATUS_INSUFFICIENT_RESOURCES;
    if (!status)
        status = take(&data_copy, data, size);
    if (!status) {
        CM_ENTRY entry = {.kind = CM_VALUE,
                          .type = type,
                          .name = name_copy.at,
                          .name_size = name_copy.size,
                          .data = data_copy.at,
                          .data_size = size};
        status = set_value(cm_key(object->key), &entry);
        give_back(&data_copy);
    }
    give_back(&name_copy);
    ob_dereference(object);
    return status;
}

static NTSTATUS delete_value(CM_KEY_NODE *key, CM_ENTRY *entry)
{
    ULONG index;
    NTSTATUS status = cm_begin(cm_is_kept(key));
    if (status)
        return status;
    CM_VALUE_NODE *value = cm_find_value(key, entry->name, entry->name_size, &index);
    if (key->state & (CM_IS_DELETED | CM_IS_GONE)) {
        status = STATUS_KEY_DELETED;
    } else if (!value || value->state & CM_IS_GONE) {
        status = STATUS_OBJECT_NAME_NOT_FOUND;
    } else if (cm_is_kept(key)) {
        status = cm_change(key, entry, NULL, 0);
    } else {
        cm_lock_tree();
        cm_drop_value(key, index, TRUE);
        cm_notify(key, REG_NOTIFY_CHANGE_LAST_SET);
        cm_unlock_tree();
    }
    cm_end();
    return status;
}

NTSTATUS NTAPI NtDeleteValueKey(HANDLE handle, const UNICODE_STRING *name)
{
    CM_OBJECT *object;
    struct copy copy;
    NTSTATUS status = cm_reference(handle, KEY_SET_VALUE, &object);
    if (status)
        return status;
    status = take_name(&copy, name);
    if (!status) {
        CM_ENTRY entry = {.kind = CM_DELETE_VALUE, .name = copy.at, .name_size = copy.size};
        status = delete_value(cm_key(object->key), &entry);
    }
    give_back(&copy);
    ob_dereference(object);
    return status;
}

/* ---- queries */

static ULONG put_full(CM_OUT *out, const CM_VALUE_NODE *value, ULONG align)
{
    KEY_VALUE_FULL_INFORMATION info = {
        .Type = value->type, .DataLength = value->data_size, .NameLength = value->name_size};
    const ULONG fixed = FIELD_OFFSET(KEY_VALUE_FULL_INFORMATION, Name);
    info.DataOffset = (fixed + value->name_size + align - 1) & ~(align - 1);
    cm_out(out, 0, &info, fixed);
    cm_out(out, fixed, value->name, value->name_size);
    cm_out(out, info.DataOffset, cm_value_data(value), value->data_size);
    return fixed;
}

static ULONG put_basic(CM_OUT *out, const CM_VALUE_NODE *value)
{
    KEY_VALUE_BASIC_INFORMATION info = {.Type = value->type, .NameLength = value->name_size};
    const ULONG fixed = FIELD_OFFSET(KEY_VALUE_BASIC_INFORMATION, Name);
    cm_out(out, 0, &info, fixed);
    cm_out(out, fixed, value->name, value->name_size);
    return fixed;
}

static ULONG put_partial(CM_OUT *out, const CM_VALUE_NODE *value, ULONG fixed)
{
    KEY_VALUE_PARTIAL_INFORMATION info = {.Type = value->type, .DataLength = value->data_size};
    /* The aligned form has no title index. */
    cm_out(out, 0, (char *)&info + (12 - fixed), fixed);
    cm_out(out, fixed, cm_value_data(value), value->data_size);
    return fixed;
}

static ULONG put_info(CM_OUT *out, const CM_VALUE_NODE *value, ULONG class)
{
    switch (class) {
    case KeyValueBasicInformation:
        return put_basic(out, value);
    case KeyValueFullInformation:
        return put_full(out, value, 4);
    case KeyValueFullInformationAlign64:
        return put_full(out, value, 8);
    case KeyValuePartialInformation:
        return put_partial(out, value, 12);
    case KeyValuePartialInformationAlign64:
        return put_partial(out, value, 8);
    default:
        return 0;
    }
}

static const CM_VALUE_NODE *find(const CM_OBJECT *object, const WCHAR *name, ULONG size)
{
    const CM_VALUE_NODE *value = cm_find_value(cm_key(object->key), name, size, NULL);
    if ((!value || value->state & CM_IS_GONE) && object->other)
        value = cm_find_value(cm_key(object->other), name, size, NULL);
    return value && !(value->state & CM_IS_GONE) ? value : NULL;
}

NTSTATUS NTAPI NtQueryValueKey(HANDLE handle, const UNICODE_STRING *name,
                               KEY_VALUE_INFORMATION_CLASS class, PVOID buffer, ULONG size,
                               ULONG *returned)
{
    CM_OBJECT *object;
    struct copy copy;
    CM_OUT out = {.buffer = buffer, .size = size};
    ULONG fixed = 0;
    NTSTATUS status = cm_reference(handle, KEY_QUERY_VALUE, &object);
    if (status)
        return status;
    status = take_name(&copy, name);
    if (!status) {
        cm_lock_tree();
        const CM_VALUE_NODE *value = NULL;
        if (cm_key(object->key)->state & (CM_IS_DELETED | CM_IS_GONE))
            status = STATUS_KEY_DELETED;
        else
            value = find(object, copy.at, copy.size);
        if (!status && !value)
            status = STATUS_OBJECT_NAME_NOT_FOUND;
        else if (!status)
            fixed = put_info(&out, value, class);
        cm_unlock_tree();
        give_back(&copy);
    } else if (status == STATUS_INVALID_PARAMETER) {
        status = STATUS_OBJECT_NAME_NOT_FOUND;
    }
    ob_dereference(object);
    if (status)
        return status;
    return fixed ? cm_out_end(&out, fixed, returned) : STATUS_INVALID_PARAMETER;
}

/* The user's values first, then those of the machine that it has not. */
static const CM_VALUE_NODE *value_at(const CM_OBJECT *object, ULONG index)
{
    const CM_KEY_NODE *first = cm_key(object->key);
    const CM_VALUE_NODE *value = cm_value_at(first, index);
    if (value || !object->other)
        return value;
    index -= cm_count(first->values);
    for (ULONG i = 0; (value = cm_value_at(cm_key(object->other), i)); i++)
        if (!cm_find_value(first, value->name, value->name_size, NULL) && index-- == 0)
            return value;
    return NULL;
}

NTSTATUS NTAPI NtEnumerateValueKey(HANDLE handle, ULONG index, KEY_VALUE_INFORMATION_CLASS class,
                                   PVOID buffer, ULONG size, ULONG *returned)
{
    CM_OBJECT *object;
    CM_OUT out = {.buffer = buffer, .size = size};
    ULONG fixed = 0;
    NTSTATUS status = cm_reference(handle, KEY_QUERY_VALUE, &object);
    if (status)
        return status;
    cm_lock_tree();
    const CM_VALUE_NODE *value = NULL;
    if (cm_key(object->key)->state & (CM_IS_DELETED | CM_IS_GONE))
        status = STATUS_KEY_DELETED;
    else
        value = value_at(object, index);
    if (!status && !value)
        status = STATUS_NO_MORE_ENTRIES;
    else if (!status)
        fixed = put_info(&out, value, class);
    cm_unlock_tree();
    ob_dereference(object);
    if (status)
        return status;
    return fixed ? cm_out_end(&out, fixed, returned) : STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI NtFlushKey(HANDLE handle)
{
    CM_OBJECT *object;
    NTSTATUS status = cm_reference(handle, 0, &object);
    if (status)
        return status;
    ob_dereference(object);
    return cm_flush();
}
