/* ps_session.c - see ps_session.h. */
#include "ps_session.h"
#include "ob_private.h"
#include "ps_job.h"
#include "ps_private.h"

#define LOOK_EVERY     10000000 /* 100 ns: one second */
#define KILLED_STATUS  137      /* what a shell says of SIGKILL */
#define STARTING_LIMIT (10 * LOOK_EVERY)

/* KPROCESS.down */
enum { PS_UP, PS_FINISHING, PS_DOWN };

void ps_list_process(KPROCESS *process)
{
    ke_enter();
    arena_lock(&arena->process_lock);
    process->next = arena->processes;
    arena->processes = ARENA_OF(process);
    arena_unlock(&arena->process_lock);
    ke_leave();
    InterlockedIncrement(&arena->process_count);
}

void ps_unlist_process(KPROCESS *process)
{
    ke_enter();
    arena_lock(&arena->process_lock);
    for (arena_ptr *link = &arena->processes; *link; link = &ARENA_AT(KPROCESS, *link)->next)
        if (*link == ARENA_OF(process)) {
            *link = process->next;
            break;
        }
    arena_unlock(&arena->process_lock);
    ke_leave();
}

KPROCESS *ps_find_process(ULONG id)
{
    KPROCESS *found = NULL;
    ke_enter();
    arena_lock(&arena->process_lock);
    for (arena_ptr at = arena->processes; at && !found; at = ARENA_AT(KPROCESS, at)->next)
        if (ARENA_AT(KPROCESS, at)->id == id && ob_try_reference(ARENA_AT(KPROCESS, at)))
            found = ARENA_AT(KPROCESS, at);
    arena_unlock(&arena->process_lock);
    ke_leave();
    return found;
}

/* The list is walked by rising numbers, so that it may change in between. */
KPROCESS *ps_next_process(ULONG id)
{
    KPROCESS *best = NULL;
    ke_enter();
    arena_lock(&arena->process_lock);
    for (arena_ptr at = arena->processes; at; at = ARENA_AT(KPROCESS, at)->next) {
        KPROCESS *process = ARENA_AT(KPROCESS, at);
        if (process->id > id && (!best || process->id < best->id) && process->header.references > 0)
            best = process;
    }
    if (best && !ob_try_reference(best))
        best = NULL;
    arena_unlock(&arena->process_lock);
    ke_leave();
    return best;
}

ULONG ps_others(KPROCESS **list, ULONG room)
{
    ULONG count = 0;
    if (arena->process_count - 1 > (LONG)room)
        return 0;
    ke_enter();
    arena_lock(&arena->process_lock);
    for (arena_ptr at = arena->processes; at && count < room; at = ARENA_AT(KPROCESS, at)->next) {
        KPROCESS *process = ARENA_AT(KPROCESS, at);
        if (process != ps_process && !process->ended && ob_try_reference(process))
            list[count++] = process;
    }
    arena_unlock(&arena->process_lock);
    ke_leave();
    return count;
}

void ps_list_thread(KPROCESS *process, KTHREAD *thread)
{
    ke_enter();
    arena_lock(&process->threads_lock);
    thread->next = process->threads;
    process->threads = ARENA_OF(thread);
    arena_unlock(&process->threads_lock);
    ke_leave();
}

void ps_unlist_thread(KPROCESS *process, KTHREAD *thread)
{
    ke_enter();
    arena_lock(&process->threads_lock);
    for (arena_ptr *link = &process->threads; *link; link = &ARENA_AT(KTHREAD, *link)->next)
        if (*link == ARENA_OF(thread)) {
            *link = thread->next;
            break;
        }
    arena_unlock(&process->threads_lock);
    ke_leave();
}

/* ---- the end */

/* What its threads hold goes to who waits for it; they themselves are ended for all who wait for
 * them. Of this process's own threads none but the caller runs any more. */
static void run_down_threads(KPROCESS *process)
{
    arena_ptr at = (arena_ptr)InterlockedExchange((volatile LONG *)&process->threads, 0), next;
    for (; at; at = next) {
        KTHREAD *thread = ARENA_AT(KTHREAD, at);
        next = thread->next;
        ke_enter();
        if (thread != ke_self())
            ke_cancel_wait(thread);
        ke_abandon_mutants(thread);
        ke_leave();
        if (!thread->ended) {
            thread->exit_status = process->exit_status;
            thread->ended = 1;
            pal_clock_query(PAL_CLOCK_SYSTEM, &thread->exit_time);
        }
        ke_set(&thread->header.dispatcher);
        if (thread != ke_self())
            ob_dereference(thread); /* its own */
    }
}

static void run_down(KPROCESS *process)
{
    process->ended = 1;
    pal_clock_query(PAL_CLOCK_SYSTEM, &process->exit_time);
    run_down_threads(
        process); /* first: a mutant that goes with its last handle is not owned then */
    if (process->handle_table)
        ob_table_run_down(ARENA_AT(OB_TABLE, process->handle_table));
    InterlockedDecrement(&arena->process_count);
    ps_job_leave(process);
    ke_set(&process->header.dispatcher);
}

void ps_finish(NTSTATUS status)
{
    int64_t cpu = 0, kernel = 0;
    ps_process->exit_status = (ULONG)status;
    pal_clock_query(PAL_CLOCK_PROCESS_CPU, &cpu);
    if (pal_clock_query(PAL_CLOCK_PROCESS_KERNEL, &kernel) != PAL_OK || kernel > cpu)
        kernel = 0;
    ps_process->kernel_time = (uint64_t)kernel;
    ps_process->user_time = (uint64_t)(cpu - kernel);
    ps_process->down = PS_FINISHING;
    run_down(ps_process);
    ob_dereference(ke_self());
    ob_dereference(ps_process);
}

static BOOLEAN has_died(KPROCESS *process)
{
    int64_t now;
    if (process->life.word)
        return (process->life.word & PAL_LIFE_ENDED) != 0;
    /* It may have come to an end before it could say where its life is. */
    pal_clock_query(PAL_CLOCK_SYSTEM, &now);
    return process->host_id && now - process->create_time > LOOK_EVERY &&
           pal_process_end(process->host_id, 0) == PAL_STATUS_INVALID_PARAMETER &&
           !process->life.word;
}

void ps_look_after(KPROCESS *process)
{
    if (process->header.dispatcher.state || !has_died(process))
        return;
    if (InterlockedExchange(&process->down, PS_DOWN) == PS_DOWN)
        return;
    if (!process->ended)
        process->exit_status = process->life.end    ? process->life.end_status
                               : process->life.word ? KILLED_STATUS
                                                    : (ULONG)STATUS_DLL_INIT_FAILED;
    run_down(process);
    ob_dereference(process); /* its own */
}

void ps_look_after_all(void)
{
    KPROCESS *process = NULL;
    for (ULONG id = 0; (process = ps_next_process(id)); ob_dereference(process)) {
        id = process->id;
        if (process != ps_process)
            ps_look_after(process);
    }
}

/* Without locks, as the list's own may be what the dead one holds; memory is type-stable, and an
 * odd answer leads to one more wait. */
BOOLEAN ps_owner_is_dead(ULONG thread_id)
{
    for (arena_ptr p = arena->processes; p; p = ARENA_AT(KPROCESS, p)->next) {
        const KPROCESS *process = ARENA_AT(KPROCESS, p);
        for (arena_ptr t = process->threads; t; t = ARENA_AT(KTHREAD, t)->next)
            if (ARENA_AT(KTHREAD, t)->id == thread_id)
                return (process->life.word & PAL_LIFE_ENDED) != 0;
    }
    return FALSE;
}

NTSTATUS ps_request_end(KPROCESS *process, NTSTATUS status)
{
    if (process->ended)
        return STATUS_PROCESS_IS_TERMINATING;
    process->life.end_status = (ULONG)status;
    InterlockedExchange((volatile LONG *)&process->life.end, 1);
    if (process->life.word && pal_process_end(process->host_id, 0) < 0)
        ps_look_after(process);
    return STATUS_SUCCESS;
}

/* ---- looking at others */

NTSTATUS ps_remember_image(KPROCESS *process, const UNICODE_STRING *path)
{
    void *image = arena_alloc(path->Length + 2u);
    if (!image)
        return STATUS_INSUFFICIENT_RESOURCES;
    __builtin_memcpy(image, path->Buffer, path->Length);
    process->image = ARENA_OF(image);
    process->image_size = path->Length;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyNextProcess(ULONG after, BAILEY_PROCESS_INFO *info)
{
    KPROCESS *process;
    ps_look_after_all();
    while ((process = ps_next_process(after)) && process->ended) {
        after = process->id;
        ob_dereference(process);
    }
    if (!process)
        return STATUS_NO_MORE_ENTRIES;
    ULONG size = process->image ? process->image_size : 0;
    if (size > sizeof info->image - sizeof(WCHAR))
        size = sizeof info->image - sizeof(WCHAR);
    info->id = process->id;
    info->parent_id = process->parent_id;
    info->thread_count = (ULONG)process->active_threads;
    if (size)
        __builtin_memcpy(info->image, ARENA_AT(void, process->image), size);
    info->image[size / sizeof(WCHAR)] = 0;
    ob_dereference(process);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyNextThread(ULONG id, ULONG after, ULONG *thread, LONG *priority)
{
    KPROCESS *process = ps_find_process(id);
    KTHREAD *best = NULL;
    if (!process)
        return STATUS_NO_MORE_ENTRIES;
    ke_enter();
    arena_lock(&process->threads_lock);
    for (arena_ptr at = process->threads; at; at = ARENA_AT(KTHREAD, at)->next) {
        KTHREAD *t = ARENA_AT(KTHREAD, at);
        if (t->id > after && (!best || t->id < best->id))
            best = t;
    }
    if (best)
        *thread = best->id, *priority = 8 + best->priority;
    arena_unlock(&process->threads_lock);
    ke_leave();
    ob_dereference(process);
    return best ? STATUS_SUCCESS : STATUS_NO_MORE_ENTRIES;
}

/* ---- waiting */

PalStatus ps_word_wait(volatile LONG *word, ULONG expected, KE_HEADER **headers, ULONG count,
                       int64_t deadline)
{
    PalWord words[1 + MAXIMUM_WAIT_OBJECTS];
    uint32_t used = 1, index;
    int64_t now;
    words[0] = (PalWord){(ULONG_PTR)word, expected, 1};
    for (ULONG i = 0; i < count; i++) {
        KPROCESS *process = (KPROCESS *)headers[i];
        if (!headers[i]->is_process)
            continue;
        ps_look_after(process);
        ULONG life = process->life.word;
        if (life && !(life & PAL_LIFE_ENDED))
            words[used++] = (PalWord){(ULONG_PTR)&process->life.word, life, 1};
    }
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    BOOLEAN limited = deadline > now + LOOK_EVERY;
    PalStatus status =
        pal_word_wait_many(words, used, limited ? now + LOOK_EVERY : deadline, &index);
    if (status != PAL_STATUS_TIMEOUT || !limited)
        return status;
    ps_look_after_all();
    return PAL_OK;
}
