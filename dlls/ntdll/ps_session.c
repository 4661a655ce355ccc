/* ps_session.c - see ps_session.h. */
#include "ps_session.h"
#include "ob_private.h"
#include "ps_private.h"

void ps_list_process(KPROCESS *process)
{
    ke_enter();
    arena_lock(&arena->process_lock);
    process->next = arena->processes;
    arena->processes = ARENA_OF(process);
    arena_unlock(&arena->process_lock);
    ke_leave();
    process->count = 1;
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
    ps_look();
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
    ps_look();
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

static KTHREAD *find_in(KPROCESS *process, ULONG id)
{
    KTHREAD *found = NULL;
    ke_enter();
    arena_lock(&process->threads_lock);
    for (arena_ptr at = process->threads; at && !found; at = ARENA_AT(KTHREAD, at)->next)
        if (ARENA_AT(KTHREAD, at)->id == id && ob_try_reference(ARENA_AT(KTHREAD, at)))
            found = ARENA_AT(KTHREAD, at);
    arena_unlock(&process->threads_lock);
    ke_leave();
    return found;
}

KTHREAD *ps_find_thread(ULONG id)
{
    KTHREAD *found = NULL;
    KPROCESS *process;
    ULONG at = 0;
    while (!found && (process = ps_next_process(at))) {
        at = process->id;
        found = find_in(process, id);
        ob_dereference(process);
    }
    return found;
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
