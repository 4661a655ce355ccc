/*
 * mm_remote.c - memory services for another process that has not started to run.
 *
 * Its first thread stands in wait_until_resumed with no lock but the loader's. It carries out one
 * order at a time: the session's lock of questions is held by whoever gives it.
 */
#include "mm_remote.h"
#include "arena_private.h"
#include "ke.h"
#include "mm_copy.h"
#include "mm_private.h"
#include "ps_ask.h"

#define ORDER_LIMIT 20000000 /* 100 ns: a process that the host has stopped carries out nothing */
#define ORDER_STEP  1000000  /* it may have died meanwhile */
#define CLOSED      1u       /* KPROCESS.order: the process runs */

static BOOLEAN replace(KPROCESS *process, arena_ptr old, arena_ptr new)
{
    return InterlockedCompareExchange((volatile LONG *)&process->order, (LONG) new, (LONG)old) ==
           (LONG)old;
}

/* ---- in the process that carries out */

static NTSTATUS perform(MM_ORDER *order)
{
    HANDLE self = NtCurrentProcess();
    switch (order->service) {
    case MM_SERVE_ALLOCATE:
        return NtAllocateVirtualMemory(self, &order->base, order->zero_bits, &order->size,
                                       order->type, order->protect);
    case MM_SERVE_FREE:
        return NtFreeVirtualMemory(self, &order->base, &order->size, order->type);
    case MM_SERVE_PROTECT:
        return NtProtectVirtualMemory(self, &order->base, &order->size, order->protect,
                                      &order->old_protect);
    case MM_SERVE_QUERY:
        return NtQueryVirtualMemory(self, order->base, (MEMORY_INFORMATION_CLASS)order->type,
                                    order->data, order->data_size, &order->used);
    case MM_SERVE_WRITE:
        return NtWriteVirtualMemory(self, order->base, order->data, order->data_size, &order->used);
    }
    return STATUS_INVALID_PARAMETER;
}

void mm_remote_serve(void)
{
    arena_ptr given;
    while ((given = ps_process->order) > CLOSED) {
        MM_ORDER *order = ARENA_AT(MM_ORDER, given);
        order->status = perform(order);
        if (!replace(ps_process, given, 0))
            continue; /* taken back */
        InterlockedExchange((volatile LONG *)&order->done, 1);
        pal_word_wake((ULONG_PTR)&order->done, 1, 1);
    }
}

void mm_remote_close(void)
{
    while (!replace(ps_process, 0, CLOSED))
        mm_remote_serve();
}

/* ---- in the process that orders */

static NTSTATUS give(KPROCESS *process, MM_ORDER *order)
{
    BOOLEAN placed = FALSE;
    int64_t now, end;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    end = now + ORDER_LIMIT;
    while (!order->done) {
        /* The order of one that died over it comes first. */
        placed = placed || replace(process, 0, ARENA_OF(order));
        if (process->order == CLOSED)
            return order->done ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
        if (process->ended || process->life.word & PAL_LIFE_ENDED)
            return STATUS_PROCESS_IS_TERMINATING;
        if (now > end && (!placed || replace(process, ARENA_OF(order), 0)))
            return STATUS_TIMEOUT;
        ps_knock(process);
        pal_word_wait((ULONG_PTR)&order->done, 0, 1, now + ORDER_STEP);
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    }
    return STATUS_SUCCESS;
}

static NTSTATUS bring_back(MM_ORDER *order, const MM_ORDER *sent, void *data)
{
    ULONG size = order->data_size;
    *order = *sent;
    order->data_at = (PVOID)sent->data;
    if (order->service == MM_SERVE_QUERY && mm_copy(data, sent->data, size) < size)
        return STATUS_ACCESS_VIOLATION;
    return sent->status;
}

NTSTATUS mm_remote_order(KPROCESS *process, MM_ORDER *order, void *data)
{
    NTSTATUS status = ps_wait_until_mapped(process);
    ULONG size = sizeof *order + order->data_size;
    MM_ORDER *sent = status || order->data_size > MM_ORDER_ROOM ? NULL : arena_alloc(size);
    if (!sent)
        return status ? status : STATUS_INSUFFICIENT_RESOURCES;
    *sent = *order;
    if (mm_copy(sent->data, data, order->data_size) < order->data_size) {
        status = STATUS_ACCESS_VIOLATION;
    } else {
        ke_enter();
        arena_lock(&arena->ask_lock);
        status = give(process, sent);
        arena_unlock(&arena->ask_lock);
        ke_leave();
    }
    if (status == STATUS_TIMEOUT)
        return status; /* it may still be read: the memory stays */
    if (!status)
        status = bring_back(order, sent, data);
    arena_free(sent, size);
    return status;
}

NTSTATUS mm_remote(HANDLE handle, ACCESS_MASK access, MM_ORDER *order, void *data)
{
    KPROCESS *process;
    NTSTATUS status = ob_reference(handle, OB_PROCESS, access, (void **)&process, NULL);
    if (status)
        return status;
    status = mm_remote_order(process, order, data);
    ob_dereference(process);
    return status;
}
