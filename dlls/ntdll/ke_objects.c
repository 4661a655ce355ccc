/*
 * ke_objects.c - events, mutants and semaphores as NT objects.
 */
#include "ke_private.h"
#include "ob.h"

typedef struct KE_OBJECT {
    OB_HEADER header;
} KE_OBJECT;

#define MAPPING(read, write, all)                                       \
    {                                                                   \
        STANDARD_RIGHTS_READ | (read), STANDARD_RIGHTS_WRITE | (write), \
            STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE, (all)                \
    }

const struct ob_ops ke_event_ops = {
    .name = L"Event",
    .size = sizeof(KE_OBJECT),
    .all_access = EVENT_ALL_ACCESS,
    .mapping = MAPPING(1, EVENT_MODIFY_STATE, EVENT_ALL_ACCESS),
};
/* The last handle of an owned mutant may be closed: its owner's list must not lead to it. */
static void destroy_mutant(void *object)
{
    ke_forget_mutant(object);
}

const struct ob_ops ke_mutant_ops = {
    .name = L"Mutant",
    .size = sizeof(KE_OBJECT),
    .all_access = MUTANT_ALL_ACCESS,
    .destroy = destroy_mutant,
    .mapping = MAPPING(MUTANT_QUERY_STATE, 0, MUTANT_ALL_ACCESS),
};
const struct ob_ops ke_semaphore_ops = {
    .name = L"Semaphore",
    .size = sizeof(KE_OBJECT),
    .all_access = SEMAPHORE_ALL_ACCESS,
    .mapping = MAPPING(1, SEMAPHORE_MODIFY_STATE, SEMAPHORE_ALL_ACCESS),
};

#define QUERY_STATE 1u

static NTSTATUS create(enum ob_type type, enum ke_kind kind, LONG state, LONG limit, HANDLE *handle,
                       ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes)
{
    HANDLE result = NULL;
    KE_OBJECT *object = ob_create(type);
    if (!object)
        return STATUS_INSUFFICIENT_RESOURCES;
    object->header.dispatcher.kind = kind;
    object->header.dispatcher.state = state;
    object->header.dispatcher.limit = limit;
    NTSTATUS status = ob_insert(object, attributes, access, &result);
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

/* The dispatcher behind a handle, referenced. */
static NTSTATUS reference(HANDLE handle, enum ob_type type, ACCESS_MASK access, KE_HEADER **header)
{
    return ob_reference(handle, type, access, (void **)header, NULL);
}

/* ---- events */

NTSTATUS NTAPI NtCreateEvent(HANDLE *handle, ACCESS_MASK access,
                             const OBJECT_ATTRIBUTES *attributes, ULONG type, BOOLEAN state)
{
    if (type > 1)
        return STATUS_INVALID_PARAMETER;
    return create(OB_EVENT, type == 0 ? KE_NOTIFICATION : KE_SYNCHRONIZATION, state != 0, 0, handle,
                  access, attributes);
}

NTSTATUS NTAPI NtOpenEvent(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_EVENT, attributes, access, handle);
}

NTSTATUS NTAPI NtSetEvent(HANDLE handle, LONG *previous)
{
    KE_HEADER *header;
    NTSTATUS status = reference(handle, OB_EVENT, EVENT_MODIFY_STATE, &header);
    if (status)
        return status;
    LONG old = ke_set(header);
    ob_dereference(header);
    if (previous)
        *previous = old;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtResetEvent(HANDLE handle, LONG *previous)
{
    KE_HEADER *header;
    NTSTATUS status = reference(handle, OB_EVENT, EVENT_MODIFY_STATE, &header);
    if (status)
        return status;
    LONG old = ke_reset(header);
    ob_dereference(header);
    if (previous)
        *previous = old;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtClearEvent(HANDLE handle)
{
    return NtResetEvent(handle, NULL);
}

NTSTATUS NTAPI NtPulseEvent(HANDLE handle, LONG *previous)
{
    KE_HEADER *header;
    NTSTATUS status = reference(handle, OB_EVENT, EVENT_MODIFY_STATE, &header);
    if (status)
        return status;
    LONG old = ke_pulse(header);
    ob_dereference(header);
    if (previous)
        *previous = old;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryEvent(HANDLE handle, ULONG class, PVOID buffer, ULONG size, ULONG *returned)
{
    KE_HEADER *header;
    LONG *info = buffer;
    if (class != 0)
        return STATUS_INVALID_INFO_CLASS;
    if (size != 8)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = reference(handle, OB_EVENT, QUERY_STATE, &header);
    if (status)
        return status;
    info[0] = header->kind == KE_SYNCHRONIZATION;
    info[1] = header->state;
    ob_dereference(header);
    if (returned)
        *returned = 8;
    return STATUS_SUCCESS;
}

/* ---- mutants */

NTSTATUS NTAPI NtCreateMutant(HANDLE *handle, ACCESS_MASK access,
                              const OBJECT_ATTRIBUTES *attributes, BOOLEAN owned)
{
    HANDLE result;
    NTSTATUS status = create(OB_MUTANT, KE_MUTANT, 1, 0, &result, access, attributes);
    KE_HEADER *header;
    /* An existing one (a success too) stays with its owner. */
    if (status == STATUS_SUCCESS && owned && !reference(result, OB_MUTANT, 0, &header)) {
        ke_enter();
        ke_header_lock(header);
        if (ke_is_signalled(header, ke_self()))
            ke_consume(header, ke_self());
        ke_header_unlock(header);
        ke_leave();
        ob_dereference(header);
    }
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

NTSTATUS NTAPI NtOpenMutant(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_MUTANT, attributes, access, handle);
}

NTSTATUS NTAPI NtReleaseMutant(HANDLE handle, LONG *previous)
{
    KE_HEADER *header;
    NTSTATUS status = reference(handle, OB_MUTANT, 0, &header);
    if (status)
        return status;
    status = ke_release_mutant(header, ke_self(), previous);
    ob_dereference(header);
    return status;
}

NTSTATUS NTAPI NtQueryMutant(HANDLE handle, ULONG class, PVOID buffer, ULONG size, ULONG *returned)
{
    struct {
        LONG count;
        BOOLEAN owned, abandoned;
    } *info = buffer;
    KE_HEADER *header;
    if (class != 0)
        return STATUS_INVALID_INFO_CLASS;
    if (size != sizeof *info)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = reference(handle, OB_MUTANT, MUTANT_QUERY_STATE, &header);
    if (status)
        return status;
    info->count = header->state;
    info->owned = header->owner == ARENA_OF(ke_self());
    info->abandoned = header->abandoned;
    ob_dereference(header);
    if (returned)
        *returned = sizeof *info;
    return STATUS_SUCCESS;
}

/* ---- semaphores */

NTSTATUS NTAPI NtCreateSemaphore(HANDLE *handle, ACCESS_MASK access,
                                 const OBJECT_ATTRIBUTES *attributes, LONG count, LONG limit)
{
    if (limit <= 0 || count < 0 || count > limit)
        return STATUS_INVALID_PARAMETER;
    return create(OB_SEMAPHORE, KE_SEMAPHORE, count, limit, handle, access, attributes);
}

NTSTATUS NTAPI NtOpenSemaphore(HANDLE *handle, ACCESS_MASK access,
                               const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_SEMAPHORE, attributes, access, handle);
}

NTSTATUS NTAPI NtReleaseSemaphore(HANDLE handle, LONG count, LONG *previous)
{
    KE_HEADER *header;
    if (count <= 0)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = reference(handle, OB_SEMAPHORE, SEMAPHORE_MODIFY_STATE, &header);
    if (status)
        return status;
    ke_enter();
    ke_header_lock(header);
    LONG old = header->state;
    if (count > header->limit - old)
        status = STATUS_SEMAPHORE_LIMIT_EXCEEDED;
    else
        header->state = old + count;
    ke_unlock_and_wake(header);
    ke_leave();
    ob_dereference(header);
    if (!status && previous)
        *previous = old;
    return status;
}

NTSTATUS NTAPI NtQuerySemaphore(HANDLE handle, ULONG class, PVOID buffer, ULONG size,
                                ULONG *returned)
{
    KE_HEADER *header;
    LONG *info = buffer;
    if (class != 0)
        return STATUS_INVALID_INFO_CLASS;
    if (size != 8)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = reference(handle, OB_SEMAPHORE, QUERY_STATE, &header);
    if (status)
        return status;
    info[0] = header->state;
    info[1] = header->limit;
    ob_dereference(header);
    if (returned)
        *returned = 8;
    return STATUS_SUCCESS;
}
