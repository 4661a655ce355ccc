/*
 * ke_keyed.c - keyed events: a waiter and a releaser of the same key meet.
 *
 * One table for the process: a key is an address, and both sides block until they have found each
 * other.
 */
#include "ke_private.h"
#include "ob.h"

typedef struct KE_KEYED {
    OB_HEADER header;
} KE_KEYED;

const struct ob_ops ke_keyed_ops = {
    .name = L"KeyedEvent",
    .size = sizeof(KE_KEYED),
    .all_access = STANDARD_RIGHTS_REQUIRED | 3,
    .mapping = {STANDARD_RIGHTS_READ | 1, STANDARD_RIGHTS_WRITE | 2, STANDARD_RIGHTS_EXECUTE,
                STANDARD_RIGHTS_REQUIRED | 3},
};

struct party {
    struct party *next;
    const void *event;
    const void *key;
    BOOLEAN releases;
    volatile ULONG word; /* 1: waits */
};

static KE_LOCK lock;
static struct party *parties;

NTSTATUS NTAPI NtCreateKeyedEvent(HANDLE *handle, ACCESS_MASK access,
                                  const OBJECT_ATTRIBUTES *attributes, ULONG flags)
{
    HANDLE result = NULL;
    KE_KEYED *object = ob_create(OB_KEYED_EVENT);
    if (!object)
        return STATUS_INSUFFICIENT_RESOURCES;
    NTSTATUS status = ob_insert(object, attributes, access, &result);
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

NTSTATUS NTAPI NtOpenKeyedEvent(HANDLE *handle, ACCESS_MASK access,
                                const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_KEYED_EVENT, attributes, access, handle);
}

static BOOLEAN find_partner(const void *event, const void *key, BOOLEAN releases)
{
    for (struct party **link = &parties; *link; link = &(*link)->next) {
        struct party *p = *link;
        if (p->event != event || p->key != key || p->releases == releases)
            continue;
        *link = p->next;
        p->word = 0;
        pal_word_wake((ULONG_PTR)&p->word, 1, 0);
        return TRUE;
    }
    return FALSE;
}

static BOOLEAN take_out(struct party *self)
{
    for (struct party **link = &parties; *link; link = &(*link)->next)
        if (*link == self) {
            *link = self->next;
            return TRUE;
        }
    return FALSE;
}

static NTSTATUS meet(HANDLE handle, PVOID key, BOOLEAN alertable, const LARGE_INTEGER *timeout,
                     BOOLEAN releases)
{
    KE_KEYED *event = NULL;
    NTSTATUS status = STATUS_SUCCESS;
    if ((ULONG_PTR)key & 1)
        return STATUS_INVALID_PARAMETER_1;
    if (handle)
        status = ob_reference(handle, OB_KEYED_EVENT, releases ? 2 : 1, (void **)&event, NULL);
    if (status)
        return status;
    int64_t deadline = ke_deadline(timeout);
    struct party self = {.event = event, .key = key, .releases = releases, .word = 1};
    ke_lock(&lock);
    BOOLEAN met = find_partner(event, key, releases);
    if (!met) {
        struct party **link = &parties;
        while (*link)
            link = &(*link)->next;
        *link = &self;
    }
    ke_unlock(&lock);
    while (!met && self.word) {
        if (alertable && ke_deliver_apcs()) {
            status = STATUS_USER_APC;
        } else if (pal_word_wait((ULONG_PTR)&self.word, 1, 0, deadline) == PAL_STATUS_TIMEOUT) {
            status = STATUS_TIMEOUT;
        }
        if (!status)
            continue;
        ke_lock(&lock);
        if (!take_out(&self))
            status = STATUS_SUCCESS; /* met at the last moment */
        ke_unlock(&lock);
        break;
    }
    if (event)
        ob_dereference(event);
    return status;
}

NTSTATUS NTAPI NtWaitForKeyedEvent(HANDLE handle, PVOID key, BOOLEAN alertable,
                                   const LARGE_INTEGER *timeout)
{
    return meet(handle, key, alertable, timeout, FALSE);
}

NTSTATUS NTAPI NtReleaseKeyedEvent(HANDLE handle, PVOID key, BOOLEAN alertable,
                                   const LARGE_INTEGER *timeout)
{
    return meet(handle, key, alertable, timeout, TRUE);
}
