/*
 * cm_notify.c - who waits for changes of a key.
 *
 * A key object that has once been asked to watch goes on watching until its last handle is closed:
 * a change that comes while nobody waits is kept for the next call, and later calls' filters are
 * not looked at, as documented for RegNotifyChangeKeyValue.
 */
#include "cm.h"
#include "mm_copy.h"

#define FILTERS                                                                           \
    (REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_ATTRIBUTES | REG_NOTIFY_CHANGE_LAST_SET | \
     REG_NOTIFY_CHANGE_SECURITY)

typedef struct CM_WAIT {
    arena_ptr next, event; /* referenced */
    ULONG process;
    ULONG reserved;
    uint64_t status; /* IO_STATUS_BLOCK in that process */
} CM_WAIT;

static void fire(CM_OBJECT *object, NTSTATUS status)
{
    CM_WAIT *wait;
    if (!object->events)
        object->pending = TRUE;
    while ((wait = ARENA_AT(CM_WAIT, object->events))) {
        object->events = wait->next;
        if (wait->status && wait->process == ps_process->id) {
            IO_STATUS_BLOCK block = {.Status = status, .Information = 0};
            mm_copy((PVOID)(ULONG_PTR)wait->status, &block, sizeof block);
        }
        ke_set(ARENA_AT(KE_HEADER, wait->event));
        ob_dereference(ARENA_AT(OB_HEADER, wait->event));
        arena_free(wait, sizeof *wait);
    }
}

void cm_notify(CM_KEY_NODE *key, ULONG filter)
{
    for (CM_KEY_NODE *level = key; level; level = cm_key(level->parent))
        for (arena_ptr at = level->watches; at; at = ARENA_AT(CM_OBJECT, at)->next_watch) {
            CM_OBJECT *object = ARENA_AT(CM_OBJECT, at);
            if (object->filter & filter && (level == key || object->subtree))
                fire(object, STATUS_NOTIFY_ENUM_DIR);
        }
}

void cm_notify_end(CM_KEY_NODE *key)
{
    for (arena_ptr at = key->watches; at; at = ARENA_AT(CM_OBJECT, at)->next_watch)
        fire(ARENA_AT(CM_OBJECT, at), STATUS_NOTIFY_CLEANUP);
}

void cm_stop_watching(CM_OBJECT *object)
{
    arena_ptr *link = &cm_key(object->key)->watches;
    fire(object, STATUS_NOTIFY_CLEANUP);
    while (*link && *link != ARENA_OF(object))
        link = &ARENA_AT(CM_OBJECT, *link)->next_watch;
    if (*link)
        *link = object->next_watch;
    object->watching = FALSE;
}

/* Enters the wait, or says that there is a change already. */
static NTSTATUS watch(CM_OBJECT *object, CM_WAIT *wait, ULONG filter, BOOLEAN subtree)
{
    CM_KEY_NODE *key = cm_key(object->key);
    NTSTATUS status = STATUS_PENDING;
    cm_lock_tree();
    if (key->state & (CM_IS_DELETED | CM_IS_GONE)) {
        status = STATUS_KEY_DELETED;
    } else {
        if (!object->watching) {
            object->filter = filter;
            object->subtree = subtree;
            object->next_watch = key->watches;
            key->watches = ARENA_OF(object);
            object->watching = TRUE;
        }
        if (object->pending) {
            object->pending = FALSE;
            status = STATUS_NOTIFY_ENUM_DIR;
        } else {
            wait->next = object->events;
            object->events = ARENA_OF(wait);
        }
    }
    cm_unlock_tree();
    return status;
}

static void put_status(IO_STATUS_BLOCK *block, NTSTATUS status)
{
    IO_STATUS_BLOCK result = {.Status = status, .Information = 0};
    if (block)
        mm_copy(block, &result, sizeof result);
}

static NTSTATUS wait_for(CM_OBJECT *object, KE_HEADER *event, ULONG filter, BOOLEAN subtree,
                         IO_STATUS_BLOCK *block, BOOLEAN asynchronous)
{
    CM_WAIT *wait = arena_alloc(sizeof *wait);
    if (!wait)
        return STATUS_INSUFFICIENT_RESOURCES;
    ob_reference_object(event);
    wait->event = ARENA_OF(event);
    wait->process = ps_process->id;
    wait->status = (ULONG_PTR)(asynchronous ? block : NULL);
    ke_reset(event);
    put_status(block, STATUS_PENDING);
    NTSTATUS status = watch(object, wait, filter, subtree);
    if (status != STATUS_PENDING) {
        ob_dereference(event);
        arena_free(wait, sizeof *wait);
        if (status == STATUS_NOTIFY_ENUM_DIR)
            ke_set(event);
    } else if (!asynchronous) {
        status = ke_wait(&event, 1, FALSE, FALSE, NULL);
        if (!status)
            status = STATUS_NOTIFY_ENUM_DIR;
    }
    if (status >= 0 && status != STATUS_PENDING)
        put_status(block, status);
    return status == STATUS_NOTIFY_ENUM_DIR && asynchronous ? STATUS_PENDING : status;
}

NTSTATUS NTAPI NtNotifyChangeKey(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                 PVOID context, IO_STATUS_BLOCK *block, ULONG filter,
                                 BOOLEAN subtree, PVOID buffer, ULONG size, BOOLEAN asynchronous)
{
    CM_OBJECT *object;
    KE_HEADER *header = NULL;
    NTSTATUS status = cm_reference(handle, KEY_NOTIFY, &object);
    if (status)
        return status;
    if (filter & ~(FILTERS | REG_NOTIFY_THREAD_AGNOSTIC) || !(filter & FILTERS)) {
        status = STATUS_INVALID_PARAMETER;
    } else if (routine || (asynchronous && !event)) {
        status = STATUS_NOT_SUPPORTED;
    } else if (event) {
        status = ob_reference(event, OB_EVENT, EVENT_MODIFY_STATE, (void **)&header, NULL);
    } else {
        header = ob_create(OB_EVENT);
        if (header)
            header->kind = KE_NOTIFICATION;
        else
            status = STATUS_INSUFFICIENT_RESOURCES;
    }
    if (!status) {
        status = wait_for(object, header, filter, subtree, block, asynchronous);
        ob_dereference(header);
    }
    ob_dereference(object);
    return status;
}

NTSTATUS NTAPI NtNotifyChangeMultipleKeys(HANDLE handle, ULONG count, OBJECT_ATTRIBUTES *others,
                                          HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
                                          IO_STATUS_BLOCK *block, ULONG filter, BOOLEAN subtree,
                                          PVOID buffer, ULONG size, BOOLEAN asynchronous)
{
    if (count)
        return STATUS_NOT_SUPPORTED;
    return NtNotifyChangeKey(handle, event, routine, context, block, filter, subtree, buffer, size,
                             asynchronous);
}
