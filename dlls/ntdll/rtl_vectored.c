/*
 * Vectored handlers. A handler is called without any lock held, so that it may add and remove
 * handlers, itself among them; a reference keeps its entry until the call is over.
 */
#include "rtl_exception.h"

struct vectored {
    struct vectored *next;
    ULONG references; /* one while listed, one for each call in progress; under the lock */
    BOOLEAN listed;
    PVECTORED_EXCEPTION_HANDLER handler;
};

static RTL_SRWLOCK lock;
static struct vectored *volatile lists[2];

static PVOID add(enum vectored_list list, ULONG first, PVECTORED_EXCEPTION_HANDLER handler)
{
    struct vectored *made = RtlAllocateHeap(peb_self()->ProcessHeap, 0, sizeof(*made));
    struct vectored **at = (struct vectored **)&lists[list];

    if (!made)
        return NULL;
    RtlAcquireSRWLockExclusive(&lock);
    while (!first && *at)
        at = &(*at)->next;
    *made = (struct vectored){*at, 1, TRUE, handler};
    *at = made;
    RtlReleaseSRWLockExclusive(&lock);
    return made;
}

static void release(struct vectored *entry, enum vectored_list list)
{
    struct vectored **at = (struct vectored **)&lists[list];

    if (--entry->references)
        return;
    while (*at && *at != entry)
        at = &(*at)->next;
    if (*at)
        *at = entry->next;
    RtlFreeHeap(peb_self()->ProcessHeap, 0, entry);
}

/* A removed handler that is running stays in the list, unlisted, for its place. */
static ULONG remove_handler(enum vectored_list list, PVOID handle)
{
    struct vectored *entry;
    ULONG found = 0;

    RtlAcquireSRWLockExclusive(&lock);
    for (entry = lists[list]; entry; entry = entry->next) {
        if (entry == handle && entry->listed) {
            entry->listed = FALSE;
            release(entry, list);
            found = 1;
            break;
        }
    }
    RtlReleaseSRWLockExclusive(&lock);
    return found;
}

/* The first listed entry at or after this one, with a reference. */
static struct vectored *acquire(struct vectored *entry)
{
    while (entry && !entry->listed)
        entry = entry->next;
    if (entry)
        entry->references++;
    return entry;
}

BOOLEAN rtl_call_vectored(enum vectored_list list, PEXCEPTION_RECORD record, PCONTEXT context)
{
    EXCEPTION_POINTERS pointers = {record, context};
    BOOLEAN handled = FALSE;
    struct vectored *entry;

    if (!lists[list])
        return FALSE;
    RtlAcquireSRWLockExclusive(&lock);
    entry = acquire(lists[list]);
    while (entry) {
        struct vectored *next;
        RtlReleaseSRWLockExclusive(&lock);
        handled = entry->handler(&pointers) == EXCEPTION_CONTINUE_EXECUTION;
        RtlAcquireSRWLockExclusive(&lock);
        next = handled ? NULL : acquire(entry->next);
        release(entry, list);
        entry = next;
    }
    RtlReleaseSRWLockExclusive(&lock);
    return handled;
}

PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler)
{
    return add(VECTORED_EXCEPTION, first, handler);
}

PVOID NTAPI RtlAddVectoredContinueHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler)
{
    return add(VECTORED_CONTINUE, first, handler);
}

ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID handle)
{
    return remove_handler(VECTORED_EXCEPTION, handle);
}

ULONG NTAPI RtlRemoveVectoredContinueHandler(PVOID handle)
{
    return remove_handler(VECTORED_CONTINUE, handle);
}
