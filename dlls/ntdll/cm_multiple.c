/* cm_multiple.c - several values at once, and what only an administrator may. */
#include "cm.h"
#include "cm_out.h"
#include "cm_proto.h"

/* One value's data behind what is there; *used grows even where there is no room. */
static NTSTATUS add(const CM_KEY_NODE *key, KEY_VALUE_ENTRY *entry, CM_OUT *out, ULONG *used)
{
    WCHAR name[256];
    UNICODE_STRING text;
    KEY_VALUE_ENTRY result;
    if (mm_copy(&result, entry, sizeof result) != sizeof result ||
        mm_copy(&text, result.ValueName, sizeof text) != sizeof text)
        return STATUS_ACCESS_VIOLATION;
    if (text.Length > sizeof name)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    if (mm_copy(name, text.Buffer, text.Length) != text.Length)
        return STATUS_ACCESS_VIOLATION;
    const CM_VALUE_NODE *value = cm_find_value(key, name, text.Length, NULL);
    if (!value || value->state & CM_IS_GONE)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    ULONG at = (*used + 3) & ~3u;
    *used = at + value->data_size;
    if (*used > out->size)
        return STATUS_SUCCESS;
    cm_out(out, at, cm_value_data(value), value->data_size);
    result.DataOffset = at;
    result.DataLength = value->data_size;
    result.Type = value->type;
    return mm_copy(entry, &result, sizeof result) == sizeof result ? STATUS_SUCCESS
                                                                   : STATUS_ACCESS_VIOLATION;
}

NTSTATUS NTAPI NtQueryMultipleValueKey(HANDLE handle, KEY_VALUE_ENTRY *entries, ULONG count,
                                       PVOID buffer, ULONG *size, ULONG *required)
{
    CM_OBJECT *object;
    CM_OUT out = {.buffer = buffer};
    ULONG used = 0;
    NTSTATUS status = cm_reference(handle, KEY_QUERY_VALUE, &object);
    if (status)
        return status;
    if (mm_copy(&out.size, size, sizeof *size) != sizeof *size)
        status = STATUS_ACCESS_VIOLATION;
    cm_lock_tree();
    const CM_KEY_NODE *key = cm_key(object->key);
    if (!status && key->state & (CM_IS_DELETED | CM_IS_GONE))
        status = STATUS_KEY_DELETED;
    for (ULONG i = 0; !status && i < count; i++)
        status = add(key, entries + i, &out, &used);
    cm_unlock_tree();
    ob_dereference(object);
    if (!status && out.unreachable)
        status = STATUS_ACCESS_VIOLATION;
    if (!status && used > out.size)
        status = STATUS_BUFFER_OVERFLOW;
    if (!status && mm_copy(size, &used, sizeof used) != sizeof used)
        status = STATUS_ACCESS_VIOLATION;
    if (required && mm_copy(required, &used, sizeof used) != sizeof used)
        status = STATUS_ACCESS_VIOLATION;
    return status;
}

NTSTATUS NTAPI NtSetInformationKey(HANDLE handle, KEY_SET_INFORMATION_CLASS class, PVOID buffer,
                                   ULONG size)
{
    CM_OBJECT *object;
    LARGE_INTEGER time;
    NTSTATUS status = cm_reference(handle, KEY_SET_VALUE, &object);
    if (status)
        return status;
    if (class != KeyWriteTimeInformation)
        status = STATUS_INVALID_INFO_CLASS;
    else if (size != sizeof time)
        status = STATUS_INFO_LENGTH_MISMATCH;
    else if (mm_copy(&time, buffer, sizeof time) != sizeof time)
        status = STATUS_ACCESS_VIOLATION;
    else
        cm_key(object->key)->written = time.QuadPart;
    ob_dereference(object);
    return status;
}

/* The user is no administrator, so the privileges to back up and to restore are not held. */

static NTSTATUS refuse(HANDLE key)
{
    CM_OBJECT *object;
    NTSTATUS status = cm_reference(key, 0, &object);
    if (status)
        return status;
    ob_dereference(object);
    return STATUS_PRIVILEGE_NOT_HELD;
}

NTSTATUS NTAPI NtSaveKey(HANDLE key, HANDLE file)
{
    return refuse(key);
}

NTSTATUS NTAPI NtSaveKeyEx(HANDLE key, HANDLE file, ULONG format)
{
    return refuse(key);
}

NTSTATUS NTAPI NtRestoreKey(HANDLE key, HANDLE file, ULONG flags)
{
    return refuse(key);
}

NTSTATUS NTAPI NtLoadKey(const OBJECT_ATTRIBUTES *key, const OBJECT_ATTRIBUTES *file)
{
    return STATUS_PRIVILEGE_NOT_HELD;
}

NTSTATUS NTAPI NtUnloadKey(const OBJECT_ATTRIBUTES *key)
{
    return STATUS_PRIVILEGE_NOT_HELD;
}
