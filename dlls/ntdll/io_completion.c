/*
 * io_completion.c - completion ports.
 *
 * Packets stand in a list in the arena; the port's dispatcher is an auto-reset event that wakes one
 * thread for each packet, and the thread that takes a packet while more are there wakes the next.
 * Who finds a packet waiting makes no host call. The concurrency value is kept and shown; the
 * threads that wait are not held back by it.
 */
#include "io_private.h"

typedef struct PACKET {
    arena_ptr next;
    NTSTATUS status;
    uint64_t key, value, information;
} PACKET;

typedef struct IO_PORT {
    OB_HEADER header;
    volatile LONG lock;
    arena_ptr first, last;
    volatile LONG count;
    ULONG concurrency;
    volatile LONG closed; /* no handle is left: who still waits, waits in vain */
} IO_PORT;

static void append(IO_PORT *port, PACKET *packet)
{
    ke_enter();
    arena_lock(&port->lock);
    if (port->last)
        ARENA_AT(PACKET, port->last)->next = ARENA_OF(packet);
    else
        port->first = ARENA_OF(packet);
    port->last = ARENA_OF(packet);
    port->count++;
    arena_unlock(&port->lock);
    ke_set(&port->header.dispatcher);
    ke_leave();
}

static PACKET *take(IO_PORT *port)
{
    if (!port->count)
        return NULL;
    ke_enter();
    arena_lock(&port->lock);
    PACKET *packet = ARENA_AT(PACKET, port->first);
    if (packet) {
        port->first = packet->next;
        if (!port->first)
            port->last = 0;
        port->count--;
    }
    arena_unlock(&port->lock);
    ke_leave();
    return packet;
}

static NTSTATUS post(IO_PORT *port, uint64_t key, uint64_t value, NTSTATUS status,
                     uint64_t information)
{
    PACKET *packet = arena_alloc(sizeof *packet);
    if (!packet)
        return STATUS_INSUFFICIENT_RESOURCES;
    packet->key = key;
    packet->value = value;
    packet->status = status;
    packet->information = information;
    append(port, packet);
    return STATUS_SUCCESS;
}

void io_post(arena_ptr port, uint64_t key, uint64_t value, NTSTATUS status, uint64_t information)
{
    post(ARENA_AT(IO_PORT, port), key, value, status, information);
}

static void last_close(void *object)
{
    IO_PORT *port = object;
    port->closed = 1;
    ke_set(&port->header.dispatcher);
}

static void destroy(void *object)
{
    PACKET *packet;
    while ((packet = take(object)))
        arena_free(packet, sizeof *packet);
}

const struct ob_ops io_completion_ops = {
    .name = L"IoCompletion",
    .size = sizeof(IO_PORT),
    .all_access = IO_COMPLETION_ALL_ACCESS,
    .mapping = {STANDARD_RIGHTS_READ | 1, STANDARD_RIGHTS_WRITE | IO_COMPLETION_MODIFY_STATE,
                STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE, IO_COMPLETION_ALL_ACCESS},
    .last_close = last_close,
    .destroy = destroy,
};

NTSTATUS NTAPI NtCreateIoCompletion(HANDLE *handle, ACCESS_MASK access,
                                    const OBJECT_ATTRIBUTES *attributes, ULONG threads)
{
    IO_PORT *port = ob_create(OB_COMPLETION);
    if (!port)
        return STATUS_INSUFFICIENT_RESOURCES;
    port->header.dispatcher.kind = KE_SYNCHRONIZATION;
    port->concurrency = threads ? threads : pal_boot->processor_count;
    return ob_insert(port, attributes, access, handle);
}

NTSTATUS NTAPI NtOpenIoCompletion(HANDLE *handle, ACCESS_MASK access,
                                  const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_COMPLETION, attributes, access, handle);
}

NTSTATUS NTAPI NtSetIoCompletion(HANDLE handle, ULONG_PTR key, ULONG_PTR value, NTSTATUS status,
                                 ULONG_PTR information)
{
    void *port;
    NTSTATUS result = ob_reference(handle, OB_COMPLETION, IO_COMPLETION_MODIFY_STATE, &port, NULL);
    if (result)
        return result;
    result = post(port, key, value, status, information);
    ob_dereference(port);
    return result;
}

static ULONG take_many(IO_PORT *port, FILE_IO_COMPLETION_ENTRY *entries, ULONG count)
{
    ULONG done = 0;
    PACKET *packet;
    while (done < count && (packet = take(port))) {
        FILE_IO_COMPLETION_ENTRY *entry = &entries[done++];
        entry->KeyContext = (PVOID)(ULONG_PTR)packet->key;
        entry->ApcContext = (PVOID)(ULONG_PTR)packet->value;
        entry->IoStatusBlock.Pointer = NULL;
        entry->IoStatusBlock.Status = packet->status;
        entry->IoStatusBlock.Information = packet->information;
        arena_free(packet, sizeof *packet);
    }
    if (done && port->count)
        ke_set(&port->header.dispatcher);
    return done;
}

NTSTATUS NTAPI NtRemoveIoCompletionEx(HANDLE handle, FILE_IO_COMPLETION_ENTRY *entries, ULONG count,
                                      ULONG *removed, const LARGE_INTEGER *timeout,
                                      BOOLEAN alertable)
{
    IO_PORT *port;
    LARGE_INTEGER until;
    if (!count)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status =
        ob_reference(handle, OB_COMPLETION, IO_COMPLETION_MODIFY_STATE, (void **)&port, NULL);
    if (status)
        return status;
    if (timeout && timeout->QuadPart < 0 && !port->count) { /* waiting may take several turns */
        pal_clock_query(PAL_CLOCK_SYSTEM, &until.QuadPart);
        until.QuadPart -= timeout->QuadPart;
        if (until.QuadPart > 0)
            timeout = &until;
    }
    ULONG done = take_many(port, entries, count);
    while (!done && !status) {
        KE_HEADER *header = &port->header.dispatcher;
        status = ke_wait(&header, 1, FALSE, alertable, timeout);
        if (status == STATUS_SUCCESS || status == STATUS_TIMEOUT)
            done = take_many(port, entries, count);
        if (!done && port->closed) {
            status = STATUS_ABANDONED_WAIT_0;
            ke_set(header); /* for the next one */
        }
    }
    ob_dereference(port);
    if (done || status)
        *removed = done;
    return done ? STATUS_SUCCESS : status;
}

NTSTATUS NTAPI NtRemoveIoCompletion(HANDLE handle, PVOID *key, PVOID *value, IO_STATUS_BLOCK *io,
                                    const LARGE_INTEGER *timeout)
{
    FILE_IO_COMPLETION_ENTRY entry;
    ULONG count;
    NTSTATUS status = NtRemoveIoCompletionEx(handle, &entry, 1, &count, timeout, FALSE);
    if (status == STATUS_SUCCESS) {
        *key = entry.KeyContext;
        *value = entry.ApcContext;
        *io = entry.IoStatusBlock;
    }
    return status;
}

NTSTATUS NTAPI NtQueryIoCompletion(HANDLE handle, ULONG class, PVOID buffer, ULONG size,
                                   ULONG *returned)
{
    IO_PORT *port;
    if (class != 0)
        return STATUS_INVALID_INFO_CLASS;
    if (size != sizeof(LONG))
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = ob_reference(handle, OB_COMPLETION, 1, (void **)&port, NULL);
    if (status)
        return status;
    *(LONG *)buffer = port->count;
    if (returned)
        *returned = sizeof(LONG);
    ob_dereference(port);
    return STATUS_SUCCESS;
}
