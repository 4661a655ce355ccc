/*
 * ob_object.c - creating, referencing and naming objects.
 */
#include "ob_private.h"
#include "se.h"
#include "se_descriptor.h"
#include "ke.h"

void *ob_create(enum ob_type type)
{
    OB_HEADER *object = arena_alloc(ob_types[type]->size);
    if (!object)
        return NULL;
    object->type = type;
    object->references = 1;
    return object;
}

void ob_reference_object(void *object)
{
    InterlockedIncrement(&((OB_HEADER *)object)->references);
}

void ob_dereference(void *object)
{
    OB_HEADER *header = object;
    if (InterlockedDecrement(&header->references) != 0)
        return;
    const struct ob_ops *ops = ob_types[header->type];
    if (ops->destroy)
        ops->destroy(object);
    se_drop(header);
    if (!header->kept)
        arena_free(object, ops->size);
}

ACCESS_MASK ob_map_access(enum ob_type type, ACCESS_MASK access)
{
    const struct ob_ops *ops = ob_types[type];
    const GENERIC_MAPPING *map = &ops->mapping;
    if (access & MAXIMUM_ALLOWED)
        access |= ops->all_access;
    if (access & GENERIC_READ)
        access |= map->GenericRead;
    if (access & GENERIC_WRITE)
        access |= map->GenericWrite;
    if (access & GENERIC_EXECUTE)
        access |= map->GenericExecute;
    if (access & GENERIC_ALL)
        access |= map->GenericAll;
    return access &
           ~(GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL | MAXIMUM_ALLOWED);
}

static BOOLEAN has_name(const OBJECT_ATTRIBUTES *attributes)
{
    return attributes && attributes->ObjectName && attributes->ObjectName->Length;
}

/* An object of that name exists: open it instead, if that is what the caller wants. */
static NTSTATUS open_existing(OB_HEADER *existing, enum ob_type type, ULONG flags,
                              ACCESS_MASK access, HANDLE *handle)
{
    NTSTATUS status = STATUS_OBJECT_NAME_COLLISION;
    if (existing->type != type)
        status = flags & OBJ_OPENIF ? STATUS_OBJECT_TYPE_MISMATCH : STATUS_OBJECT_NAME_COLLISION;
    else if (flags & OBJ_OPENIF)
        status = ob_create_handle(existing, access, flags, handle);
    if (!status)
        status = STATUS_OBJECT_NAME_EXISTS;
    ob_dereference(existing);
    return status;
}

NTSTATUS ob_insert(void *object, const OBJECT_ATTRIBUTES *attributes, ACCESS_MASK access,
                   HANDLE *handle)
{
    OB_HEADER *header = object;
    ULONG flags = attributes ? attributes->Attributes : 0;
    NTSTATUS status = STATUS_SUCCESS;
    WCHAR name[OB_NAME_MAX / sizeof(WCHAR)];
    ULONG length;
    void *existing = NULL;
    if (has_name(attributes)) {
        status = ob_full_name(attributes, name, sizeof name, &length);
        if (!status)
            status = ob_check_parent(name, length);
        if (!status)
            status = ob_name_insert(object, name, length, (flags & OBJ_CASE_INSENSITIVE) != 0,
                                    &existing);
        if (existing)
            status = open_existing(existing, header->type, flags, access, handle);
    }
    if (!status && attributes && attributes->SecurityDescriptor)
        status =
            se_keep(header, SE_PARTS & ~SACL_SECURITY_INFORMATION, attributes->SecurityDescriptor);
    if (!status) {
        status = ob_create_handle(object, access, flags, handle);
        if (status && header->name)
            ob_name_remove(header);
    }
    ob_dereference(object);
    return status;
}

NTSTATUS ob_open(enum ob_type type, const OBJECT_ATTRIBUTES *attributes, ACCESS_MASK access,
                 HANDLE *handle)
{
    WCHAR name[OB_NAME_MAX / sizeof(WCHAR)];
    ULONG length;
    void *object;
    if (!attributes || attributes->Length != sizeof *attributes)
        return STATUS_INVALID_PARAMETER;
    if (!has_name(attributes))
        return attributes->RootDirectory ? STATUS_OBJECT_NAME_INVALID
                                         : STATUS_OBJECT_PATH_SYNTAX_BAD;
    NTSTATUS status = ob_full_name(attributes, name, sizeof name, &length);
    if (!status)
        status = ob_name_lookup(name, length, (attributes->Attributes & OBJ_CASE_INSENSITIVE) != 0,
                                &object);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND && ob_check_parent(name, length))
        return STATUS_OBJECT_PATH_NOT_FOUND;
    if (status)
        return status;
    if (((OB_HEADER *)object)->type != type)
        status = STATUS_OBJECT_TYPE_MISMATCH;
    else
        status = ob_create_handle(object, access, attributes->Attributes, handle);
    ob_dereference(object);
    return status;
}
