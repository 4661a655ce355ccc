/*
 * ex_process.c - SystemProcessInformation: the processes that a program may see, which is its own.
 */
#include "ex_system.h"
#include "../ps_private.h"

struct list {
    EX_PROCESS_ENTRY *entry;
    ULONG room, count;
};

static NTSTATUS add_thread(BAILEY_THREAD *thread, PVOID context)
{
    struct list *list = context;
    const KTHREAD *object = thread->kthread;
    if (list->count < list->room)
        list->entry->Threads[list->count] = (EX_THREAD_ENTRY){
            .KernelTime = (int64_t)object->kernel_time,
            .UserTime = (int64_t)object->user_time,
            .CreateTime = object->create_time,
            .StartAddress = thread->start,
            .ClientId = {(HANDLE)(ULONG_PTR)object->process_id, (HANDLE)(ULONG_PTR)object->id},
            .Priority = 8 + object->priority,
            .BasePriority = 8,
            .ThreadState = object->wait_word ? 5 : 2, /* waiting, running */
        };
    list->count++;
    return STATUS_SUCCESS;
}

static void fill(EX_PROCESS_ENTRY *entry, ULONG threads)
{
    PalHostInfo host = {.size = sizeof host};
    int64_t cpu = 0, kernel = 0;
    pal_host_query(&host);
    pal_clock_query(PAL_CLOCK_PROCESS_CPU, &cpu);
    pal_clock_query(PAL_CLOCK_PROCESS_KERNEL, &kernel);
    entry->NextEntryOffset = 0;
    entry->NumberOfThreads = entry->NumberOfThreadsHighWatermark = threads;
    entry->CreateTime = ps_process->create_time;
    entry->KernelTime = kernel;
    entry->UserTime = cpu - kernel;
    entry->BasePriority = 8;
    entry->UniqueProcessId = (HANDLE)(ULONG_PTR)ps_process->id;
    entry->SessionId = 1;
    entry->PeakWorkingSetSize = host.resident_peak;
    entry->WorkingSetSize = entry->PrivatePageCount = entry->PagefileUsage = host.resident;
    entry->PeakPagefileUsage = host.resident_peak;
}

NTSTATUS ex_process_list(void *buffer, ULONG size, ULONG *used)
{
    const UNICODE_STRING *path = &peb_self()->ProcessParameters->ImagePathName;
    struct list list = {buffer, 0, 0};
    ULONG start = path->Length / sizeof(WCHAR), end = start;
    while (start > 0 && path->Buffer[start - 1] != '\\')
        start--;
    ULONG name = (end - start) * sizeof(WCHAR);
    if (size >= sizeof(EX_PROCESS_ENTRY)) {
        __builtin_memset(buffer, 0, sizeof(EX_PROCESS_ENTRY));
        list.room = (size - sizeof(EX_PROCESS_ENTRY)) / sizeof(EX_THREAD_ENTRY);
    }
    ps_for_each_thread(add_thread, &list);
    ULONG fixed = sizeof(EX_PROCESS_ENTRY) + list.count * sizeof(EX_THREAD_ENTRY);
    *used = fixed + name + sizeof(WCHAR);
    if (*used > size)
        return STATUS_INFO_LENGTH_MISMATCH;
    fill(list.entry, list.count);
    WCHAR *text = (WCHAR *)((char *)buffer + fixed);
    __builtin_memcpy(text, path->Buffer + start, name);
    text[name / sizeof(WCHAR)] = 0;
    list.entry->ImageName = (UNICODE_STRING){(USHORT)name, (USHORT)(name + sizeof(WCHAR)), text};
    return STATUS_SUCCESS;
}
