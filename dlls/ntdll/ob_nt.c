/*
 * ob_nt.c - the NT services on handles in general.
 */
#include "io_pass.h"
#include "ob_private.h"
#include "ke.h"

NTSTATUS NTAPI NtClose(HANDLE handle)
{
    if ((LONG_PTR)handle < 0)
        return handle == NtCurrentProcess() || handle == NtCurrentThread() ? STATUS_SUCCESS
                                                                           : STATUS_INVALID_HANDLE;
    return ob_close(ob_table(), handle);
}

static NTSTATUS table_of(HANDLE process, KPROCESS **object)
{
    NTSTATUS status = ob_reference(process, OB_PROCESS, PROCESS_DUP_HANDLE, (void **)object, NULL);
    if (!status && !(*object)->handle_table) {
        ob_dereference(*object);
        status = STATUS_PROCESS_IS_TERMINATING;
    }
    return status;
}

static NTSTATUS duplicate(OB_TABLE *from, HANDLE source, OB_TABLE *to, HANDLE *target,
                          ACCESS_MASK access, ULONG attributes, ULONG options)
{
    OB_ENTRY entry = {{0, 0}};
    OB_HEADER *object;
    if ((LONG_PTR)source < 0) {
        ACCESS_MASK granted;
        NTSTATUS status = ob_reference(source, 0, 0, (void **)&object, &granted);
        if (status)
            return status;
        entry.access = granted;
    } else {
        OB_ENTRY *slot = ob_entry(from, source);
        if (!slot)
            return STATUS_INVALID_HANDLE;
        ke_enter();
        arena_lock(&from->lock);
        entry.word = slot->word;
        object = ARENA_AT(OB_HEADER, entry.object);
        if (object)
            ob_reference_object(object);
        arena_unlock(&from->lock);
        ke_leave();
        if (!object)
            return STATUS_INVALID_HANDLE;
    }
    NTSTATUS status = STATUS_SUCCESS;
    if (to && target && object->type == OB_FILE && !ob_table_has(to, object))
        status = io_pass_to((IO_FILE *)object);
    if (status) {
        ob_dereference(object);
        return status;
    }
    ULONG word = options & DUPLICATE_SAME_ACCESS ? entry.access & OB_ACCESS_MASK
                                                 : ob_map_access(object->type, access);
    if (options & DUPLICATE_SAME_ATTRIBUTES)
        word |= entry.access & (OB_INHERIT | OB_PROTECT);
    else if (attributes & OBJ_INHERIT)
        word |= OB_INHERIT;
    if (target)
        status = ob_table_insert(to, object, word, target);
    ob_dereference(object);
    return status;
}

NTSTATUS NTAPI NtDuplicateObject(HANDLE source_process, HANDLE source, HANDLE target_process,
                                 HANDLE *target, ACCESS_MASK access, ULONG attributes,
                                 ULONG options)
{
    KPROCESS *from, *to = NULL;
    NTSTATUS status = table_of(source_process, &from);
    if (status)
        return status;
    if (target_process && target)
        status = table_of(target_process, &to);
    if (!status) {
        HANDLE handle = NULL;
        OB_TABLE *table = ARENA_AT(OB_TABLE, from->handle_table);
        status = duplicate(table, source, to ? ARENA_AT(OB_TABLE, to->handle_table) : NULL,
                           to ? &handle : NULL, access, attributes, options);
        if (options & DUPLICATE_CLOSE_SOURCE && (LONG_PTR)source > 0)
            ob_close(table, source);
        if (!status && to)
            *target = handle;
    }
    if (to)
        ob_dereference(to);
    ob_dereference(from);
    return status;
}

static NTSTATUS query_basic(OB_HEADER *object, const OB_ENTRY *entry, PVOID buffer, ULONG size)
{
    OBJECT_BASIC_INFORMATION *info = buffer;
    if (size < sizeof *info)
        return STATUS_INFO_LENGTH_MISMATCH;
    __builtin_memset(info, 0, sizeof *info);
    ULONG *field = buffer;
    field[0] = (entry->access & OB_INHERIT ? OBJ_INHERIT : 0);
    field[1] = entry->access & OB_ACCESS_MASK;
    field[2] = (ULONG)object->handles;
    field[3] = (ULONG)object->references - 1;
    return STATUS_SUCCESS;
}

static NTSTATUS put_string(const WCHAR *text, ULONG length, PVOID buffer, ULONG size, ULONG fixed,
                           ULONG *needed)
{
    UNICODE_STRING *string = buffer;
    *needed = fixed + (text ? length + (ULONG)sizeof(WCHAR) : 0);
    if (size < *needed || size < fixed)
        return size < fixed ? STATUS_INFO_LENGTH_MISMATCH : STATUS_BUFFER_OVERFLOW;
    __builtin_memset(buffer, 0, fixed);
    if (!text)
        return STATUS_SUCCESS;
    string->Buffer = (WCHAR *)((char *)buffer + fixed);
    string->Length = (USHORT)length;
    string->MaximumLength = (USHORT)(length + sizeof(WCHAR));
    __builtin_memcpy(string->Buffer, text, length);
    string->Buffer[length / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS query_name(OB_HEADER *object, PVOID buffer, ULONG size, ULONG *needed)
{
    const OB_NAME *entry = ARENA_AT(OB_NAME, object->name);
    const struct ob_ops *ops = ob_types[object->type];
    if (ops->query_name)
        return ops->query_name(object, buffer, size, needed);
    return put_string(entry ? entry->text : NULL, entry ? entry->length : 0, buffer, size,
                      sizeof(UNICODE_STRING), needed);
}

static NTSTATUS query_type(OB_HEADER *object, PVOID buffer, ULONG size, ULONG *needed)
{
    const struct ob_ops *ops = ob_types[object->type];
    const ULONG fixed = 0x68; /* OBJECT_TYPE_INFORMATION on x64 */
    ULONG length = 0;
    while (ops->name[length])
        length++;
    NTSTATUS status = put_string(ops->name, length * 2, buffer, size, fixed, needed);
    if (!status) {
        ULONG *field = (ULONG *)((char *)buffer + sizeof(UNICODE_STRING));
        field[0] = 1; /* TotalNumberOfObjects: of this type at least this one */
        __builtin_memcpy((char *)buffer + 0x44, &ops->mapping, sizeof ops->mapping);
        *(ULONG *)((char *)buffer + 0x54) = ops->all_access;
    }
    return status;
}

NTSTATUS NTAPI NtQueryObject(HANDLE handle, OBJECT_INFORMATION_CLASS class, PVOID buffer,
                             ULONG size, PULONG returned)
{
    OB_HEADER *object;
    ACCESS_MASK granted;
    ULONG needed = 0;
    NTSTATUS status = ob_reference(handle, 0, 0, (void **)&object, &granted);
    if (status)
        return status;
    OB_ENTRY entry = {{0, granted}};
    if ((LONG_PTR)handle > 0)
        entry.word = ob_entry(ob_table(), handle)->word;
    switch ((int)class) {
    case 0:
        needed = sizeof(OBJECT_BASIC_INFORMATION);
        status = query_basic(object, &entry, buffer, size);
        break;
    case 1:
        status = query_name(object, buffer, size, &needed);
        break;
    case 2:
        status = query_type(object, buffer, size, &needed);
        break;
    case 4: /* ObjectHandleFlagInformation */
        needed = 2;
        status = size < 2 ? STATUS_INFO_LENGTH_MISMATCH : STATUS_SUCCESS;
        if (!status) {
            ((BOOLEAN *)buffer)[0] = (entry.access & OB_INHERIT) != 0;
            ((BOOLEAN *)buffer)[1] = (entry.access & OB_PROTECT) != 0;
        }
        break;
    default:
        status = STATUS_INVALID_INFO_CLASS;
    }
    ob_dereference(object);
    if (returned)
        *returned = needed;
    return status;
}

NTSTATUS NTAPI NtSetInformationObject(HANDLE handle, OBJECT_INFORMATION_CLASS class, PVOID buffer,
                                      ULONG size)
{
    OB_TABLE *table = ob_table();
    OB_ENTRY *slot = (LONG_PTR)handle > 0 ? ob_entry(table, handle) : NULL;
    const BOOLEAN *flags = buffer;
    if (class != 4)
        return STATUS_INVALID_INFO_CLASS;
    if (size < 2)
        return STATUS_INFO_LENGTH_MISMATCH;
    if (!slot)
        return STATUS_INVALID_HANDLE;
    ke_enter();
    arena_lock(&table->lock);
    OB_ENTRY entry = {.word = slot->word};
    NTSTATUS status = entry.object ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
    if (!status) {
        entry.access &= ~(OB_INHERIT | OB_PROTECT);
        entry.access |= (flags[0] ? OB_INHERIT : 0) | (flags[1] ? OB_PROTECT : 0);
        InterlockedExchange64(&slot->word, entry.word);
    }
    arena_unlock(&table->lock);
    ke_leave();
    return status;
}

NTSTATUS NTAPI NtCompareObjects(HANDLE first, HANDLE second)
{
    void *a, *b;
    NTSTATUS status = ob_reference(first, 0, 0, &a, NULL);
    if (status)
        return status;
    status = ob_reference(second, 0, 0, &b, NULL);
    if (!status) {
        status = a == b ? STATUS_SUCCESS : STATUS_NOT_SAME_OBJECT;
        ob_dereference(b);
    }
    ob_dereference(a);
    return status;
}
