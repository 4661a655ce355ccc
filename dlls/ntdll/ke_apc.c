/*
 * ke_apc.c - user APCs, alerts, and the small process-private lock.
 */
#include "ke_private.h"

typedef struct KE_APC {
    struct KE_APC *next;
    KE_APC_ROUTINE routine;
    PVOID arg1, arg2, arg3;
} KE_APC;

static void wake_for_apc(KTHREAD *thread)
{
    volatile LONG *word = (volatile LONG *)&thread->wait_word;
    /* A wait that is not alertable finds nothing to do and goes on sleeping: RETRY is harmless. */
    if (InterlockedCompareExchange(word, KE_WAIT_RETRY, KE_WAIT_WAITING) == KE_WAIT_WAITING)
        pal_word_wake((ULONG_PTR)word, 1, 1);
}

void ke_alert(KTHREAD *thread)
{
    InterlockedExchange((volatile LONG *)&thread->alerted, 1);
    wake_for_apc(thread);
}

BOOLEAN ke_test_alert(void)
{
    KTHREAD *self = ke_self();
    return self->alerted && InterlockedExchange((volatile LONG *)&self->alerted, 0);
}

NTSTATUS ke_queue_apc(KTHREAD *thread, KE_APC_ROUTINE routine, PVOID arg1, PVOID arg2, PVOID arg3)
{
    BAILEY_THREAD *local = (BAILEY_THREAD *)(ULONG_PTR)thread->local;
    KE_APC *apc = RtlAllocateHeap(peb_self()->ProcessHeap, 0, sizeof *apc);
    if (!apc)
        return STATUS_NO_MEMORY;
    *apc = (KE_APC){NULL, routine, arg1, arg2, arg3};
    NTSTATUS status = STATUS_UNSUCCESSFUL;
    ke_enter();
    arena_lock(&thread->lock);
    if (!thread->ended && local) {
        if (local->last_apc)
            local->last_apc->next = apc;
        else
            local->first_apc = apc;
        local->last_apc = apc;
        status = STATUS_SUCCESS;
        wake_for_apc(thread);
    }
    arena_unlock(&thread->lock);
    ke_leave();
    if (status)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, apc);
    return status;
}

void ke_remove_apc(KTHREAD *thread, KE_APC_ROUTINE routine, PVOID arg1)
{
    BAILEY_THREAD *local = (BAILEY_THREAD *)(ULONG_PTR)thread->local;
    KE_APC *removed = NULL, *last = NULL;
    ke_enter();
    arena_lock(&thread->lock);
    for (KE_APC **link = &local->first_apc; !thread->ended && *link;) {
        KE_APC *apc = *link;
        if (apc->routine != routine || apc->arg1 != arg1) {
            last = apc;
            link = &apc->next;
            continue;
        }
        *link = apc->next;
        apc->next = removed;
        removed = apc;
    }
    if (!thread->ended)
        local->last_apc = last;
    arena_unlock(&thread->lock);
    ke_leave();
    while (removed) {
        KE_APC *next = removed->next;
        RtlFreeHeap(peb_self()->ProcessHeap, 0, removed);
        removed = next;
    }
}

BOOLEAN ke_apc_pending(void)
{
    return bailey_self()->first_apc != NULL || ke_self()->alerted;
}

static KE_APC *take_apc(BAILEY_THREAD *self)
{
    ke_enter();
    arena_lock(&self->kthread->lock);
    KE_APC *apc = self->first_apc;
    if (apc) {
        self->first_apc = apc->next;
        if (!self->first_apc)
            self->last_apc = NULL;
    }
    arena_unlock(&self->kthread->lock);
    ke_leave();
    return apc;
}

BOOLEAN ke_deliver_apcs(void)
{
    BAILEY_THREAD *self = bailey_self();
    BOOLEAN any = FALSE;
    KE_APC *apc;
    while ((apc = take_apc(self)) != NULL) {
        KE_APC call = *apc;
        RtlFreeHeap(peb_self()->ProcessHeap, 0, apc);
        call.routine(call.arg1, call.arg2, call.arg3);
        any = TRUE;
    }
    return any;
}

void ke_discard_apcs(BAILEY_THREAD *thread)
{
    KE_APC *apc;
    while ((apc = take_apc(thread)) != NULL)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, apc);
}

void ke_leave_slow(void)
{
    bailey_self()->area.pending = 0;
    pal_thread_suspend(0);
}

/* ---- KE_LOCK: 0 free, 1 held, 2 held and somebody sleeps */

void ke_lock(KE_LOCK *lock)
{
    ke_enter();
    if (InterlockedCompareExchange(&lock->word, 1, 0) == 0)
        return;
    for (int i = 0; i < 100; i++) {
        if (lock->word == 0 && InterlockedCompareExchange(&lock->word, 1, 0) == 0)
            return;
        YieldProcessor();
    }
    while (InterlockedExchange(&lock->word, 2) != 0)
        pal_word_wait((ULONG_PTR)&lock->word, 2, 0, PAL_FOREVER);
}

void ke_unlock(KE_LOCK *lock)
{
    if (InterlockedExchange(&lock->word, 0) == 2)
        pal_word_wake((ULONG_PTR)&lock->word, 1, 0);
    ke_leave();
}
