/*
 * ps_system.c - the library OS's own threads.
 */
#include "ps_system.h"
#include "ps_private.h"

#define STACK_SIZE 0x10000u

/* Entered as a thread's function; the TEB tells who it is. */
static void system_main(BAILEY_THREAD *thread)
{
    void (*entry)(void *) = (void (*)(void *))thread->start;
    entry(thread->argument);
    pal_thread_exit();
}

NTSTATUS ps_create_system_thread(void (*entry)(void *), void *argument)
{
    PVOID base = NULL;
    SIZE_T size = PS_BLOCK_SIZE + STACK_SIZE;
    NTSTATUS status = NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0, &size,
                                              MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (status)
        return status;
    char *block = base;
    BAILEY_THREAD *thread = (BAILEY_THREAD *)(block + PS_BLOCK_THREAD);
    status = ps_thread_prepare(thread, NULL, (TEB_FULL *)block, block + PS_BLOCK_SIZE);
    if (status)
        return status;
    thread->teb->NtTib.StackLimit = block + PS_BLOCK_SIZE;
    thread->teb->NtTib.StackBase = block + PS_BLOCK_SIZE + STACK_SIZE;
    thread->start = (PVOID)entry;
    thread->argument = argument;
    PalThreadStart start = {
        .size = sizeof start,
        .entry = (ULONG_PTR)system_main,
        .argument = (ULONG_PTR)thread,
        .stack = (ULONG_PTR)thread->teb->NtTib.StackBase,
        .teb = (ULONG_PTR)thread->teb,
        .area = (ULONG_PTR)&thread->area,
    };
    PalStatus result = pal_thread_create(&start, &thread->pal_handle);
    return result < 0 ? result : STATUS_SUCCESS;
}
