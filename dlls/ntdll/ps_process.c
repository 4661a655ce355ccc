/*
 * ps_process.c - the process as an object, and its end.
 */
#include "ldr.h"
#include "ob_private.h"
#include "ps_private.h"
#include "ps_session.h"

/* Nobody refers to it any more. */
static void destroy_process(void *object)
{
    KPROCESS *process = object;
    ps_unlist_process(process);
    if (process->handle_table)
        ob_table_free(ARENA_AT(OB_TABLE, process->handle_table));
    if (process->start)
        arena_free(ARENA_AT(void, process->start), ARENA_AT(PS_START, process->start)->size);
    if (process->image)
        arena_free(ARENA_AT(void, process->image), process->image_size + 2);
    if (process->token)
        ob_dereference(ARENA_AT(void, process->token));
}

static void destroy_thread(void *object)
{
    KTHREAD *thread = object;
    if (thread->token)
        ob_dereference(ARENA_AT(void, thread->token));
}

const struct ob_ops ps_process_ops = {
    .name = L"Process",
    .size = sizeof(KPROCESS),
    .all_access = PROCESS_ALL_ACCESS,
    .mapping = {STANDARD_RIGHTS_READ | PROCESS_VM_READ | PROCESS_QUERY_INFORMATION,
                STANDARD_RIGHTS_WRITE | PROCESS_CREATE_PROCESS | PROCESS_CREATE_THREAD |
                    PROCESS_VM_OPERATION | PROCESS_VM_WRITE | PROCESS_DUP_HANDLE |
                    PROCESS_TERMINATE | PROCESS_SET_QUOTA | PROCESS_SET_INFORMATION,
                STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION,
                PROCESS_ALL_ACCESS},
    .destroy = destroy_process,
};

const struct ob_ops ps_thread_ops = {
    .name = L"Thread",
    .size = sizeof(KTHREAD),
    .all_access = THREAD_ALL_ACCESS,
    .mapping = {STANDARD_RIGHTS_READ | THREAD_GET_CONTEXT | THREAD_QUERY_INFORMATION,
                STANDARD_RIGHTS_WRITE | THREAD_TERMINATE | THREAD_SUSPEND_RESUME |
                    THREAD_SET_CONTEXT | THREAD_SET_INFORMATION,
                STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE | THREAD_QUERY_LIMITED_INFORMATION,
                THREAD_ALL_ACCESS},
    .destroy = destroy_thread,
};

static volatile LONG exiting; /* id of the thread that ends the process */

void ps_end_with_process(void)
{
    LONG owner = exiting;
    while (owner && owner != (LONG)(ULONG_PTR)teb_self()->ClientId.UniqueThread)
        pal_word_wait((ULONG_PTR)&exiting, (ULONG)owner, 0, PAL_FOREVER);
}

static NTSTATUS choose_thread(BAILEY_THREAD *thread, PVOID context)
{
    if (thread == bailey_self() || thread->stopped_for_good || !thread->pal_handle)
        return STATUS_SUCCESS;
    thread->stopped_for_good = TRUE;
    ps_count_suspension(thread); /* a resume that comes late does not end it */
    *(PalHandle *)context = thread->pal_handle;
    return STATUS_ALERTED; /* enough for now */
}

/* Every other thread is stopped where it holds nothing of the NT services', for good. Each outside
 * the list's lock, since it may want that lock before it can stand; and until none is left, since
 * it may make another before it stands. Whoever has this thread in the act of being suspended is
 * stopped as well, so that suspension is void. */
static void stop_others(void)
{
    PalHandle thread;
    if (ps_process->active_threads <= 1)
        return;
    ke_enter();
    while (ps_for_each_thread(choose_thread, &thread) == STATUS_ALERTED)
        ps_stop(thread);
    pal_thread_resume(bailey_self()->pal_handle);
    ke_leave();
}

static void end(NTSTATUS status)
{
    ps_finish(status);
    pal_process_end(0, (ULONG)status);
}

NTSTATUS NTAPI NtTerminateProcess(HANDLE handle, NTSTATUS exit_status)
{
    KPROCESS *process;
    if (!handle) { /* the others only */
        stop_others();
        return STATUS_SUCCESS;
    }
    NTSTATUS status = ob_reference(handle, OB_PROCESS, PROCESS_TERMINATE, (void **)&process, NULL);
    if (status)
        return status;
    BOOLEAN self = process == ps_process;
    if (!self)
        status = ps_request_end(process, exit_status);
    ob_dereference(process);
    if (!self)
        return status;
    LONG id = (LONG)(ULONG_PTR)teb_self()->ClientId.UniqueThread;
    InterlockedCompareExchange(&exiting, id, 0);
    ps_end_with_process();
    stop_others();
    end(exit_status);
    return STATUS_SUCCESS;
}

void NTAPI RtlExitUserProcess(NTSTATUS status)
{
    ldr_lock();
    LONG id = (LONG)(ULONG_PTR)teb_self()->ClientId.UniqueThread;
    LONG owner = InterlockedCompareExchange(&exiting, id, 0);
    if (owner && owner != id) {
        ldr_unlock();
        ps_end_with_process();
    }
    RtlAcquirePebLock();
    stop_others();
    RtlReleasePebLock();
    RtlProcessFlsData(teb_self()->FlsData, 1);
    peb_self()->Ldr->ShutdownInProgress = TRUE;
    peb_self()->Ldr->ShutdownThreadId = teb_self()->ClientId.UniqueThread;
    ldr_process_detach();
    end(status);
    __builtin_unreachable();
}

BOOLEAN NTAPI RtlDllShutdownInProgress(void)
{
    return peb_self()->Ldr && peb_self()->Ldr->ShutdownInProgress;
}

void NTAPI RtlAcquirePebLock(void)
{
    RtlEnterCriticalSection(peb_self()->FastPebLock);
}

void NTAPI RtlReleasePebLock(void)
{
    RtlLeaveCriticalSection(peb_self()->FastPebLock);
}

PEB *NTAPI RtlGetCurrentPeb(void)
{
    return (PEB *)peb_self();
}

/* Every other thread of the process passes a barrier: an inter-processor interrupt each, which a
 * protection change brings about. */
NTSTATUS NTAPI NtFlushProcessWriteBuffers(void)
{
    static KE_LOCK lock;
    static UCHAR page[8192];
    PVOID address = (PVOID)(((ULONG_PTR)page + 4095) & ~(ULONG_PTR)4095);
    ke_lock(&lock);
    *(volatile UCHAR *)address = 1;
    pal_memory_protect((ULONG_PTR)address, 4096, PAL_PROT_READ);
    pal_memory_protect((ULONG_PTR)address, 4096, PAL_PROT_READ | PAL_PROT_WRITE);
    ke_unlock(&lock);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlGenRandomBytes(PVOID buffer, SIZE_T size)
{
    return pal_random(buffer, size);
}
