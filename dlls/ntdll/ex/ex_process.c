/*
 * ex_process.c - SystemProcessInformation: the processes that a program may see, which are those of
 * its session.
 */
#include "ex_system.h"
#include "../ps_ask.h"
#include "../ob_private.h"
#include "../ps_session.h"

struct list {
    char *buffer;
    ULONG room, used;       /* used goes on where room ends: what all of it would take */
    EX_PROCESS_ENTRY *last; /* the one that leads to the next */
};

static ULONG add_threads(KPROCESS *process, EX_PROCESS_ENTRY *entry, ULONG room)
{
    ULONG count = 0;
    ke_enter();
    arena_lock(&process->threads_lock);
    for (arena_ptr at = process->threads; at; at = ARENA_AT(KTHREAD, at)->next) {
        const KTHREAD *thread = ARENA_AT(KTHREAD, at);
        if (thread->ended)
            continue;
        if (count < room)
            entry->Threads[count] = (EX_THREAD_ENTRY){
                .KernelTime = (int64_t)thread->kernel_time,
                .UserTime = (int64_t)thread->user_time,
                .CreateTime = thread->create_time,
                .ClientId = {(HANDLE)(ULONG_PTR)thread->process_id, (HANDLE)(ULONG_PTR)thread->id},
                .Priority = 8 + thread->priority,
                .BasePriority = 8,
                .ThreadState = thread->wait_word ? 5 : 2, /* waiting, running */
            };
        count++;
    }
    arena_unlock(&process->threads_lock);
    ke_leave();
    return count;
}

static void fill(KPROCESS *process, EX_PROCESS_ENTRY *entry)
{
    PS_FACTS facts;
    ps_facts(process, &facts);
    entry->CreateTime = process->create_time;
    entry->KernelTime = facts.kernel;
    entry->UserTime = facts.cpu - facts.kernel;
    entry->BasePriority = 8;
    entry->UniqueProcessId = (HANDLE)(ULONG_PTR)process->id;
    entry->InheritedFromUniqueProcessId = (HANDLE)(ULONG_PTR)process->parent_id;
    entry->HandleCount = (ULONG)ARENA_AT(OB_TABLE, process->handle_table)->count;
    entry->SessionId = 1;
    entry->PeakWorkingSetSize = entry->PeakPagefileUsage = facts.peak;
    entry->WorkingSetSize = entry->PrivatePageCount = entry->PagefileUsage = facts.resident;
}

static void put_name(EX_PROCESS_ENTRY *entry, const WCHAR *name, ULONG size, WCHAR *to)
{
    __builtin_memcpy(to, name, size);
    to[size / sizeof(WCHAR)] = 0;
    entry->ImageName = (UNICODE_STRING){(USHORT)size, (USHORT)(size + sizeof(WCHAR)), to};
}

static void add(struct list *list, KPROCESS *process)
{
    EX_PROCESS_ENTRY *entry = (EX_PROCESS_ENTRY *)(list->buffer + list->used);
    const WCHAR *name = ARENA_AT(WCHAR, process->image);
    ULONG end = name ? process->image_size / sizeof(WCHAR) : 0, start = end, room = 0;
    BOOLEAN fits = list->used <= list->room && list->room - list->used >= sizeof *entry;
    while (start > 0 && name[start - 1] != '\\')
        start--;
    if (fits) {
        __builtin_memset(entry, 0, sizeof *entry);
        room = (list->room - list->used - (ULONG)sizeof *entry) / (ULONG)sizeof(EX_THREAD_ENTRY);
    }
    ULONG threads = add_threads(process, entry, room);
    ULONG fixed = (ULONG)(sizeof *entry + threads * sizeof(EX_THREAD_ENTRY));
    ULONG size = (ULONG)((end - start) * sizeof(WCHAR));
    ULONG whole = (fixed + size + (ULONG)sizeof(WCHAR) + 7) & ~7u;
    if (fits && whole <= list->room - list->used) {
        entry->NumberOfThreads = entry->NumberOfThreadsHighWatermark = threads;
        fill(process, entry);
        put_name(entry, name + start, size, (WCHAR *)((char *)entry + fixed));
        if (list->last)
            list->last->NextEntryOffset = (ULONG)((char *)entry - (char *)list->last);
        list->last = entry;
    }
    list->used += whole;
}

NTSTATUS ex_process_list(void *buffer, ULONG size, ULONG *used)
{
    struct list list = {buffer, size, 0, NULL};
    KPROCESS *process;
    ULONG id = 0;
    ps_look();
    while ((process = ps_next_process(id)) != NULL) {
        id = process->id;
        if (!process->ended)
            add(&list, process);
        ob_dereference(process);
    }
    *used = list.used;
    return list.used > size ? STATUS_INFO_LENGTH_MISMATCH : STATUS_SUCCESS;
}
