/*
 * ps_thread.c - threads begin and end.
 *
 * What a thread needs of guest memory (TEB, private state, fault stack; and its stack) comes from a
 * cache of what ended threads have left: a block is free for reuse when the host has set its exit
 * word to 0, the last thing that it does with it.
 */
#include "ldr.h"
#include "mm.h"
#include "ps_private.h"
#include "ps_session.h"

KE_LOCK ps_thread_list_lock;
BAILEY_THREAD *ps_threads;

static BAILEY_THREAD *retired; /* ended or ready for reuse, under ps_thread_list_lock */
static ULONG retired_count;
#define RETIRED_MAX 16

ULONG ps_new_thread_id(void)
{
    return (ULONG)InterlockedExchangeAdd((volatile LONG *)&arena->next_thread_id, 4);
}

NTSTATUS ps_for_each_thread(NTSTATUS (*call)(BAILEY_THREAD *, PVOID), PVOID context)
{
    NTSTATUS status = STATUS_SUCCESS;
    ke_lock(&ps_thread_list_lock);
    for (BAILEY_THREAD *t = ps_threads; t && !status; t = t->next)
        status = call(t, context);
    ke_unlock(&ps_thread_list_lock);
    return status;
}

void ps_thread_enlist(BAILEY_THREAD *thread)
{
    ke_lock(&ps_thread_list_lock);
    thread->previous = NULL;
    thread->next = ps_threads;
    if (ps_threads)
        ps_threads->previous = thread;
    ps_threads = thread;
    ke_unlock(&ps_thread_list_lock);
}

static void delist(BAILEY_THREAD *thread)
{
    if (thread->previous)
        thread->previous->next = thread->next;
    else
        ps_threads = thread->next;
    if (thread->next)
        thread->next->previous = thread->previous;
}

/* ---- memory */

static void free_block(BAILEY_THREAD *thread)
{
    PVOID base = thread->teb;
    SIZE_T size = 0;
    if (thread->stack_base)
        mm_free_stack(thread->stack_base);
    NtFreeVirtualMemory(NtCurrentProcess(), &base, &size, MEM_RELEASE);
}

/* A retired block whose stack has that size, or NULL; gives back what is too much. */
static BAILEY_THREAD *take_retired(SIZE_T reserve)
{
    BAILEY_THREAD *found = NULL, *excess = NULL;
    ke_lock(&ps_thread_list_lock);
    for (BAILEY_THREAD **link = &retired; *link;) {
        BAILEY_THREAD *t = *link;
        BOOLEAN idle = t->exit_word == 0;
        if (idle && !found && t->stack_size == reserve) {
            found = t;
        } else if (!(idle && retired_count > RETIRED_MAX && !excess)) {
            link = &t->next;
            continue;
        } else {
            excess = t;
        }
        *link = t->next;
        retired_count--;
    }
    ke_unlock(&ps_thread_list_lock);
    if (excess)
        free_block(excess);
    return found;
}

static NTSTATUS new_block(SIZE_T reserve, BAILEY_THREAD **out)
{
    BAILEY_THREAD *thread = take_retired(reserve);
    PVOID base = NULL, limit, top;
    SIZE_T size = PS_BLOCK_SIZE;
    if (thread) {
        PVOID stack_base = thread->stack_base;
        TEB_FULL *teb = thread->teb;
        limit = teb->NtTib.StackLimit, top = teb->NtTib.StackBase;
        __builtin_memset(teb, 0, PS_BLOCK_FAULT_STACK);
        teb->NtTib.StackLimit = limit, teb->NtTib.StackBase = top;
        teb->DeallocationStack = thread->stack_base = stack_base;
        thread->stack_size = reserve;
        thread->teb = teb;
        *out = thread;
        return STATUS_SUCCESS;
    }
    NTSTATUS status = NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0, &size,
                                              MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (status)
        return status;
    thread = (BAILEY_THREAD *)((char *)base + PS_BLOCK_THREAD);
    thread->teb = base;
    status = mm_create_stack(reserve, &thread->stack_base, &limit, &top);
    if (status) {
        thread->stack_base = NULL;
        free_block(thread);
        return status;
    }
    thread->stack_size = reserve;
    thread->teb->NtTib.StackLimit = limit;
    thread->teb->NtTib.StackBase = top;
    thread->teb->DeallocationStack = thread->stack_base;
    *out = thread;
    return STATUS_SUCCESS;
}

static void retire(BAILEY_THREAD *thread)
{
    thread->next = retired;
    retired = thread;
    retired_count++;
}

NTSTATUS ps_thread_prepare(BAILEY_THREAD *thread, KTHREAD *given, TEB_FULL *teb,
                           PVOID fault_stack_top)
{
    KTHREAD *object = given ? given : ob_create(OB_THREAD);
    if (!object)
        return STATUS_INSUFFICIENT_RESOURCES;
    object->header.dispatcher.kind = KE_NOTIFICATION;
    if (!given)
        object->id = ps_new_thread_id();
    object->process_id = ps_process->id;
    object->exit_status = STATUS_PENDING;
    object->process = ARENA_OF(ps_process);
    object->local = (ULONG_PTR)thread;
    if (!given)
        pal_clock_query(PAL_CLOCK_SYSTEM, &object->create_time);
    thread->kthread = object;
    thread->teb = teb;
    thread->area.fault_stack = (ULONG_PTR)fault_stack_top;
    thread->area.fault_upcall = (ULONG_PTR)ki_fault_entry;
    teb->NtTib.Self = (NT_TIB *)teb;
    teb->NtTib.ExceptionList = (PVOID)-1;
    teb->NtTib.Version = 0x1e00;
    teb->ProcessEnvironmentBlock = peb_self();
    teb->ClientId.UniqueProcess = (HANDLE)(ULONG_PTR)ps_process->id;
    teb->ClientId.UniqueThread = (HANDLE)(ULONG_PTR)object->id;
    teb->RealClientId = teb->ClientId;
    teb->CurrentLocale = 0x409;
    teb->StaticUnicodeString.Buffer = teb->StaticUnicodeBuffer;
    teb->StaticUnicodeString.MaximumLength = sizeof teb->StaticUnicodeBuffer;
    teb->Bailey = thread;
    return STATUS_SUCCESS;
}

/* ---- creation */

static NTSTATUS start_host_thread(BAILEY_THREAD *thread)
{
    PalThreadStart start = {
        .size = sizeof start,
        .entry = (ULONG_PTR)ps_thread_entry,
        .argument = (ULONG_PTR)thread,
        .stack = (ULONG_PTR)thread->teb->NtTib.StackBase,
        .teb = (ULONG_PTR)thread->teb,
        .area = (ULONG_PTR)&thread->area,
        .exit_word = (ULONG_PTR)&thread->exit_word,
    };
    thread->exit_word = 1;
    ke_enter(); /* who ends the process must find the handle of every thread that runs */
    PalStatus status = pal_thread_create(&start, &thread->pal_handle);
    ke_leave();
    if (status < 0)
        thread->exit_word = 0;
    return status;
}

/* The new thread itself. */
void ps_thread_main(BAILEY_THREAD *thread)
{
    while (thread->held) /* created suspended: NtResumeThread lets it go */
        pal_word_wait((ULONG_PTR)&thread->held, 1, 0, PAL_FOREVER);
    if (ldr_tls_allocate(thread->teb) != STATUS_SUCCESS)
        ps_thread_end(STATUS_NO_MEMORY);
    if (thread->start_terminated)
        ps_thread_end((NTSTATUS)thread->kthread->exit_status);
    if (!(thread->flags & THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH))
        ldr_thread_attach();
    ke_deliver_apcs();
    RtlUserThreadStart(thread->start, thread->argument);
}

static SIZE_T default_reserve(void)
{
    SIZE_T reserve = ldr_program ? ldr_program->image.stack_reserve : 0x100000;
    return reserve ? reserve : 0x100000;
}

NTSTATUS NTAPI NtCreateThreadEx(HANDLE *handle, ACCESS_MASK access,
                                const OBJECT_ATTRIBUTES *attributes, HANDLE process, PVOID start,
                                PVOID argument, ULONG flags, ULONG_PTR zero_bits, SIZE_T commit,
                                SIZE_T reserve, PVOID list)
{
    BAILEY_THREAD *thread;
    KPROCESS *target;
    NTSTATUS status =
        ob_reference(process, OB_PROCESS, PROCESS_CREATE_THREAD, (void **)&target, NULL);
    if (status)
        return status;
    ob_dereference(target);
    if (target != ps_process)
        return STATUS_NOT_SUPPORTED;
    ps_end_with_process(); /* a new thread would get in the way of who stops them all */
    if (reserve == 0)
        reserve = default_reserve();
    if (reserve < commit)
        reserve = commit;
    reserve = (reserve + 0xffff) & ~(SIZE_T)0xffff;
    status = new_block(reserve, &thread);
    if (status)
        return status;
    status = ps_thread_prepare(thread, NULL, thread->teb, (char *)thread->teb + PS_BLOCK_SIZE);
    if (status) {
        free_block(thread);
        return status;
    }
    KTHREAD *object = thread->kthread;
    thread->start = start, thread->argument = argument, thread->flags = flags;
    if (flags & THREAD_CREATE_FLAGS_CREATE_SUSPENDED)
        thread->held = 1, thread->suspend_count = 1;
    ob_reference_object(object); /* the thread's own */
    InterlockedIncrement(&ps_process->active_threads);
    ps_thread_enlist(thread);
    ps_list_thread(ps_process, object);
    HANDLE result;
    status = ob_insert(object, attributes, access, &result);
    if (!status && (status = start_host_thread(thread)) != STATUS_SUCCESS)
        NtClose(result);
    if (status) {
        ke_lock(&ps_thread_list_lock);
        delist(thread);
        ke_unlock(&ps_thread_list_lock);
        InterlockedDecrement(&ps_process->active_threads);
        ps_unlist_thread(ps_process, object);
        object->local = 0;
        object->ended = 1;
        ob_dereference(object);
        free_block(thread);
        return status;
    }
    *handle = result;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlCreateUserThread(HANDLE process, PSECURITY_DESCRIPTOR security, BOOLEAN suspended,
                                   ULONG zero_bits, SIZE_T reserve, SIZE_T commit, PVOID start,
                                   PVOID argument, HANDLE *thread, CLIENT_ID *id)
{
    HANDLE handle;
    KTHREAD *object;
    NTSTATUS status = NtCreateThreadEx(&handle, THREAD_ALL_ACCESS, NULL, process, start, argument,
                                       suspended ? THREAD_CREATE_FLAGS_CREATE_SUSPENDED : 0,
                                       zero_bits, commit, reserve, NULL);
    if (status)
        return status;
    if (id && ob_reference(handle, OB_THREAD, 0, (void **)&object, NULL) == STATUS_SUCCESS) {
        id->UniqueProcess = (HANDLE)(ULONG_PTR)object->process_id;
        id->UniqueThread = (HANDLE)(ULONG_PTR)object->id;
        ob_dereference(object);
    }
    if (thread)
        *thread = handle;
    else
        NtClose(handle);
    return STATUS_SUCCESS;
}

/* ---- end */

void ps_thread_end(NTSTATUS exit_status)
{
    BAILEY_THREAD *self = bailey_self();
    KTHREAD *object = self->kthread;
    ke_enter(); /* for good: nobody stops this thread any more */
    ke_cancel_wait(object);
    object->exit_status = (ULONG)exit_status;
    if (InterlockedDecrement(&ps_process->active_threads) == 0) {
        ke_leave();
        NtTerminateProcess(NtCurrentProcess(), exit_status);
    }
    ldr_tls_free(self->teb);
    rtl_heap_thread_exit(self);
    ke_abandon_mutants(object);
    pal_clock_query(PAL_CLOCK_SYSTEM, &object->exit_time);
    arena_lock(&object->lock);
    object->ended = 1;
    arena_unlock(&object->lock);
    ke_discard_apcs(self);
    ke_lock(&ps_thread_list_lock);
    delist(self);
    retire(self);
    ke_unlock(&ps_thread_list_lock);
    if (self->teb->TlsExpansionSlots)
        ldr_free(self->teb->TlsExpansionSlots);
    if (object->wait_blocks)
        arena_free(ARENA_AT(void, object->wait_blocks),
                   object->wait_block_count * sizeof(KE_WAIT_BLOCK));
    object->wait_blocks = 0, object->wait_block_count = 0;
    PalHandle handle = self->pal_handle;
    ps_unlist_thread(ps_process, object);
    ke_set(&object->header.dispatcher);
    ob_dereference(object);
    pal_handle_close(handle);
    pal_thread_exit();
    __builtin_unreachable();
}

void NTAPI RtlExitUserThread(NTSTATUS status)
{
    BAILEY_THREAD *self = bailey_self();
    if (ps_process->active_threads == 1)
        RtlExitUserProcess(status);
    if (!(self->flags & THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH)) {
        RtlProcessFlsData(self->teb->FlsData, 3);
        ldr_thread_detach();
    }
    ps_thread_end(status);
}

/* Where a thread goes that another one terminates: no detach is called, as on Windows. */
static void terminated(void)
{
    ps_thread_end((NTSTATUS)bailey_self()->kthread->exit_status);
}

static NTSTATUS terminate_other(KTHREAD *object, NTSTATUS exit_status)
{
    BAILEY_THREAD *thread = ps_local(object);
    static PalContext context;
    static KE_LOCK lock;
    if (!thread)
        return STATUS_SUCCESS;
    object->exit_status = (ULONG)exit_status;
    thread->start_terminated = 1;
    if (thread->held) {
        thread->held = 0;
        thread->flags |= THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH;
        pal_word_wake((ULONG_PTR)&thread->held, 1, 0);
        return STATUS_SUCCESS;
    }
    BOOLEAN standing = thread->suspend_count > 0;
    PalStatus status = standing ? PAL_OK : ps_stop(thread->pal_handle);
    if (status < 0)
        return status == PAL_STATUS_INVALID_HANDLE ? STATUS_SUCCESS : status;
    ke_lock(&lock);
    status = pal_thread_context(thread->pal_handle, 0, &context);
    if (status >= 0) {
        context.rip = (ULONG_PTR)terminated;
        context.rsp = ((ULONG_PTR)thread->teb->NtTib.StackBase - 0x1000) & ~(uint64_t)15;
        context.rsp -= 8;
        status = pal_thread_context(thread->pal_handle, 1, &context);
    }
    ke_unlock(&lock);
    pal_thread_resume(thread->pal_handle);
    return status;
}

NTSTATUS NTAPI NtTerminateThread(HANDLE handle, NTSTATUS exit_status)
{
    KTHREAD *object;
    if (!handle)
        handle = NtCurrentThread();
    NTSTATUS status = ob_reference(handle, OB_THREAD, THREAD_TERMINATE, (void **)&object, NULL);
    if (status)
        return status;
    BOOLEAN self = object == ke_self();
    if (!self)
        status = terminate_other(object, exit_status);
    ob_dereference(object);
    if (self)
        ps_thread_end(exit_status);
    return status;
}
