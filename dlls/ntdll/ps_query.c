/*
 * ps_query.c - what the process and its threads tell of themselves, and what can be set.
 */
#include "ldr.h"
#include "ob_private.h"
#include "ps_ask.h"
#include "ps_private.h"
#include "ps_session.h"
#include "se.h"

/* ---- opening by number */

NTSTATUS NTAPI NtOpenThread(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes,
                            const CLIENT_ID *id)
{
    KTHREAD *thread = ps_find_thread((ULONG)(ULONG_PTR)id->UniqueThread);
    NTSTATUS status = STATUS_INVALID_CID;
    if (!thread)
        return status;
    if (!id->UniqueProcess || (ULONG)(ULONG_PTR)id->UniqueProcess == thread->process_id)
        status = ob_create_handle(thread, access, attributes->Attributes, handle);
    ob_dereference(thread);
    return status;
}

NTSTATUS NTAPI NtOpenProcess(HANDLE *handle, ACCESS_MASK access,
                             const OBJECT_ATTRIBUTES *attributes, const CLIENT_ID *id)
{
    KPROCESS *process = ps_find_process((ULONG)(ULONG_PTR)id->UniqueProcess);
    if (!process)
        return STATUS_INVALID_CID;
    NTSTATUS status = ob_create_handle(process, access, attributes->Attributes, handle);
    ob_dereference(process);
    return status;
}

/* ---- threads */

static NTSTATUS check_size(ULONG size, ULONG wanted, ULONG *returned)
{
    if (returned)
        *returned = wanted;
    return size == wanted ? STATUS_SUCCESS : STATUS_INFO_LENGTH_MISMATCH;
}

typedef struct THREAD_BASIC_INFO {
    NTSTATUS ExitStatus;
    PVOID TebBaseAddress;
    CLIENT_ID ClientId;
    ULONG_PTR AffinityMask;
    LONG Priority, BasePriority;
} THREAD_BASIC_INFO;

static NTSTATUS thread_basic(KTHREAD *thread, PVOID buffer, ULONG size, ULONG *returned)
{
    THREAD_BASIC_INFO *info = buffer;
    NTSTATUS status = check_size(size, sizeof *info, returned);
    if (status)
        return status;
    BAILEY_THREAD *local = ps_local(thread);
    info->ExitStatus = thread->ended ? (NTSTATUS)thread->exit_status : STATUS_PENDING;
    info->TebBaseAddress = local ? local->teb : NULL;
    info->ClientId.UniqueProcess = (HANDLE)(ULONG_PTR)thread->process_id;
    info->ClientId.UniqueThread = (HANDLE)(ULONG_PTR)thread->id;
    info->AffinityMask =
        thread->affinity ? thread->affinity : ps_affinity(ARENA_AT(KPROCESS, thread->process));
    info->Priority = 8 + thread->priority;
    info->BasePriority = thread->priority;
    return STATUS_SUCCESS;
}

/* The kernel counts for the calling thread only; for others what they had when they ended. */
static NTSTATUS thread_times(KTHREAD *thread, PVOID buffer, ULONG size, ULONG *returned)
{
    int64_t *times = buffer, cpu = 0, kernel = 0;
    NTSTATUS status = check_size(size, 4 * sizeof *times, returned);
    if (status)
        return status;
    if (thread == ke_self()) {
        pal_clock_query(PAL_CLOCK_THREAD_CPU, &cpu);
        if (pal_clock_query(PAL_CLOCK_THREAD_KERNEL, &kernel) != PAL_OK || kernel > cpu)
            kernel = 0;
        thread->kernel_time = (uint64_t)kernel;
        thread->user_time = (uint64_t)(cpu - kernel);
    }
    times[0] = thread->create_time;
    times[1] = thread->exit_time;
    times[2] = (int64_t)thread->kernel_time;
    times[3] = (int64_t)thread->user_time;
    return STATUS_SUCCESS;
}

static NTSTATUS thread_name(BAILEY_THREAD *local, PVOID buffer, ULONG size, ULONG *returned)
{
    UNICODE_STRING *out = buffer;
    const UNICODE_STRING *name = local ? local->description : NULL;
    ULONG length = name ? name->Length : 0;
    if (returned)
        *returned = sizeof *out + length + sizeof(WCHAR);
    if (size < sizeof *out + length + sizeof(WCHAR))
        return STATUS_BUFFER_TOO_SMALL;
    out->Buffer = (WCHAR *)(out + 1);
    out->Length = (USHORT)length;
    out->MaximumLength = (USHORT)(length + sizeof(WCHAR));
    if (name)
        __builtin_memcpy(out->Buffer, name->Buffer, length);
    out->Buffer[length / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryInformationThread(HANDLE handle, THREADINFOCLASS class, PVOID buffer,
                                        ULONG size, PULONG returned)
{
    KTHREAD *thread;
    ACCESS_MASK access = (int)class == 0 || (int)class == 1 || (int)class == 38
                             ? THREAD_QUERY_LIMITED_INFORMATION
                             : THREAD_QUERY_INFORMATION;
    ACCESS_MASK granted;
    NTSTATUS status = ob_reference(handle, OB_THREAD, 0, (void **)&thread, &granted);
    if (status)
        return status;
    if (!(granted & (access | THREAD_QUERY_INFORMATION)))
        status = STATUS_ACCESS_DENIED;
    BAILEY_THREAD *local = ps_local(thread);
    ULONG value = 0;
    switch (status ? -1 : (int)class) {
    case -1:
        break;
    case 0:
        status = thread_basic(thread, buffer, size, returned);
        break;
    case 1:
        status = thread_times(thread, buffer, size, returned);
        break;
    case 9: /* ThreadQuerySetWin32StartAddress */
        if (!(status = check_size(size, sizeof(PVOID), returned)))
            *(PVOID *)buffer = local ? local->start : NULL;
        break;
    case 12: /* ThreadAmILastThread */
        value = ps_process->active_threads == 1;
        if (!(status = check_size(size, sizeof value, returned)))
            *(ULONG *)buffer = value;
        break;
    case 20: /* ThreadIsTerminated */
        if (!(status = check_size(size, sizeof value, returned)))
            *(ULONG *)buffer = thread->ended;
        break;
    case 35: /* ThreadSuspendCount */
        if (!(status = check_size(size, sizeof value, returned)))
            *(ULONG *)buffer = local ? (ULONG)local->suspend_count : 0;
        break;
    case 38:
        status = thread_name(local, buffer, size, returned);
        break;
    default:
        status = STATUS_INVALID_INFO_CLASS;
    }
    ob_dereference(thread);
    return status;
}

static NTSTATUS zero_tls_cell(BAILEY_THREAD *thread, PVOID context)
{
    ULONG index = *(ULONG *)context;
    if (index < 64)
        thread->teb->TlsSlots[index] = NULL;
    else if (thread->teb->TlsExpansionSlots)
        thread->teb->TlsExpansionSlots[index - 64] = NULL;
    return STATUS_SUCCESS;
}

static NTSTATUS set_priority(KTHREAD *thread, LONG priority)
{
    BAILEY_THREAD *local = ps_local(thread);
    thread->priority = priority;
    if (local && local->pal_handle)
        pal_thread_schedule(local->pal_handle, priority, 0);
    return STATUS_SUCCESS;
}

static NTSTATUS set_affinity(KTHREAD *thread, ULONG_PTR mask)
{
    BAILEY_THREAD *local = ps_local(thread);
    if (!mask || mask & ~ps_affinity(ARENA_AT(KPROCESS, thread->process)))
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status =
        local ? pal_thread_schedule(local->pal_handle, thread->priority, mask) : STATUS_SUCCESS;
    if (!status)
        thread->affinity = mask;
    return status;
}

static NTSTATUS set_name(BAILEY_THREAD *local, const UNICODE_STRING *name)
{
    UNICODE_STRING *copy = ldr_alloc(sizeof *copy + name->Length + sizeof(WCHAR));
    if (!copy)
        return STATUS_NO_MEMORY;
    copy->Buffer = (WCHAR *)(copy + 1);
    copy->Length = name->Length;
    copy->MaximumLength = name->Length + sizeof(WCHAR);
    __builtin_memcpy(copy->Buffer, name->Buffer, name->Length);
    PVOID old = InterlockedExchangePointer((PVOID *)&local->description, copy);
    if (old)
        ldr_free(old);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtSetInformationThread(HANDLE handle, THREADINFOCLASS class, PVOID buffer,
                                      ULONG size)
{
    KTHREAD *thread;
    ACCESS_MASK granted;
    NTSTATUS status = ob_reference(handle, OB_THREAD, 0, (void **)&thread, &granted);
    if (status)
        return status;
    if (!(granted & (THREAD_SET_INFORMATION | THREAD_SET_LIMITED_INFORMATION)))
        status = STATUS_ACCESS_DENIED;
    BAILEY_THREAD *local = ps_local(thread);
    switch (status ? -1 : (int)class) {
    case -1:
        break;
    case 3: /* ThreadBasePriority */
        status = size == sizeof(LONG) ? set_priority(thread, *(LONG *)buffer)
                                      : STATUS_INFO_LENGTH_MISMATCH;
        break;
    case 4: /* ThreadAffinityMask */
        status = size == sizeof(ULONG_PTR) ? set_affinity(thread, *(ULONG_PTR *)buffer)
                                           : STATUS_INFO_LENGTH_MISMATCH;
        break;
    case 5: /* ThreadImpersonationToken */
        status = size == sizeof(HANDLE) ? se_impersonate(thread, *(HANDLE *)buffer)
                                        : STATUS_INFO_LENGTH_MISMATCH;
        break;
    case 10: /* ThreadZeroTlsCell */
        status = size == sizeof(ULONG) ? ps_for_each_thread(zero_tls_cell, buffer)
                                       : STATUS_INFO_LENGTH_MISMATCH;
        break;
    case 17: /* ThreadHideFromDebugger: there is no debugger to hide from */
        break;
    case 38:
        status = !local                           ? STATUS_THREAD_IS_TERMINATING
                 : size == sizeof(UNICODE_STRING) ? set_name(local, buffer)
                                                  : STATUS_INFO_LENGTH_MISMATCH;
        break;
    default:
        status = STATUS_INVALID_INFO_CLASS;
    }
    ob_dereference(thread);
    return status;
}

/* ---- the process */

static NTSTATUS process_times(KPROCESS *process, PVOID buffer, ULONG size, ULONG *returned)
{
    int64_t *times = buffer;
    PS_FACTS facts;
    NTSTATUS status = size < 4 * sizeof *times ? STATUS_INFO_LENGTH_MISMATCH : STATUS_SUCCESS;
    if (returned)
        *returned = 4 * sizeof *times;
    if (!status)
        status = ps_facts(process, &facts);
    if (status)
        return status;
    times[0] = process->create_time;
    times[1] = process->exit_time;
    times[2] = facts.kernel;
    times[3] = facts.cpu - facts.kernel;
    return STATUS_SUCCESS;
}

static NTSTATUS process_basic(KPROCESS *process, PVOID buffer, ULONG size, ULONG *returned)
{
    struct {
        NTSTATUS ExitStatus;
        PVOID PebBaseAddress;
        ULONG_PTR AffinityMask;
        LONG BasePriority;
        ULONG_PTR UniqueProcessId, InheritedFromUniqueProcessId;
    } *info = buffer;
    NTSTATUS status = check_size(size, sizeof *info, returned);
    if (status)
        return status;
    __builtin_memset(info, 0, sizeof *info);
    info->ExitStatus = process->ended ? (NTSTATUS)process->exit_status : STATUS_PENDING;
    info->PebBaseAddress = peb_self(); /* it lies there in each */
    info->AffinityMask = ps_affinity(process);
    info->BasePriority = 8;
    info->UniqueProcessId = process->id;
    info->InheritedFromUniqueProcessId = process->parent_id;
    return STATUS_SUCCESS;
}

static NTSTATUS process_image_name(KPROCESS *process, PVOID buffer, ULONG size, ULONG *returned)
{
    const UNICODE_STRING shared = {(USHORT)process->image_size, (USHORT)process->image_size,
                                   ARENA_AT(WCHAR, process->image)};
    const UNICODE_STRING *path = &shared;
    UNICODE_STRING *out = buffer;
    ULONG needed = sizeof *out + path->Length + sizeof(WCHAR);
    if (returned)
        *returned = needed;
    if (size < needed)
        return STATUS_INFO_LENGTH_MISMATCH;
    out->Buffer = (WCHAR *)(out + 1);
    out->Length = path->Length;
    out->MaximumLength = path->Length + sizeof(WCHAR);
    __builtin_memcpy(out->Buffer, path->Buffer, path->Length);
    out->Buffer[path->Length / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

struct fixed {
    int class;
    ULONG size;
    ULONG64 value;
};

/* Classes whose answer does not change; zero where there is nothing of the kind. */
static const struct fixed fixed_answers[] = {
    {7, 8, 0},                       /* ProcessDebugPort */
    {12, 4, SEM_FAILCRITICALERRORS}, /* ProcessDefaultHardErrorMode */
    {26, 8, 0},                      /* ProcessWow64Information */
    {29, 4, 0},                      /* ProcessBreakOnTermination */
    {31, 4, 1},                      /* ProcessDebugFlags: no debugger */
    {34, 4, 0x0d},                   /* ProcessExecuteFlags: data is not executable, for good */
    {39, 8, 5},                      /* ProcessPagePriority */
};

static NTSTATUS query_fixed(int class, PVOID buffer, ULONG size, ULONG *returned)
{
    for (ULONG i = 0; i < sizeof fixed_answers / sizeof *fixed_answers; i++) {
        if (fixed_answers[i].class != class)
            continue;
        NTSTATUS status = check_size(size, fixed_answers[i].size, returned);
        if (!status)
            __builtin_memcpy(buffer, &fixed_answers[i].value, size);
        return status;
    }
    if (class == 30)
        return STATUS_PORT_NOT_SET; /* ProcessDebugObjectHandle */
    return STATUS_INVALID_INFO_CLASS;
}

static NTSTATUS memory_counters(KPROCESS *process, PVOID buffer, ULONG size, ULONG *returned)
{
    struct {
        SIZE_T PeakVirtualSize, VirtualSize;
        ULONG PageFaultCount;
        SIZE_T PeakWorkingSetSize, WorkingSetSize;
        SIZE_T QuotaPeakPagedPoolUsage, QuotaPagedPoolUsage;
        SIZE_T QuotaPeakNonPagedPoolUsage, QuotaNonPagedPoolUsage;
        SIZE_T PagefileUsage, PeakPagefileUsage, PrivateUsage;
    } info = {0};
    ULONG small = sizeof info - sizeof(SIZE_T);
    PS_FACTS facts;
    if (returned)
        *returned = size == small ? small : (ULONG)sizeof info;
    if (size != small && size < sizeof info)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = ps_facts(process, &facts);
    if (status)
        return status;
    info.WorkingSetSize = info.VirtualSize = info.PagefileUsage = info.PrivateUsage =
        facts.resident;
    info.PeakWorkingSetSize = info.PeakVirtualSize = info.PeakPagefileUsage = facts.peak;
    __builtin_memcpy(buffer, &info, size == small ? small : sizeof info);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryInformationProcess(HANDLE handle, PROCESSINFOCLASS class, PVOID buffer,
                                         ULONG size, PULONG returned)
{
    KPROCESS *process;
    ACCESS_MASK granted;
    ULONG *out = buffer;
    ps_look();
    NTSTATUS status = ob_reference(handle, OB_PROCESS, 0, (void **)&process, &granted);
    if (status)
        return status;
    if (!(granted & (PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION)))
        status = STATUS_ACCESS_DENIED;
    switch (status ? -1 : (int)class) {
    case -1:
        break;
    case 0:
        status = process_basic(process, buffer, size, returned);
        break;
    case 3: /* ProcessVmCounters */
        status = memory_counters(process, buffer, size, returned);
        break;
    case 4:
        status = process_times(process, buffer, size, returned);
        break;
    case 18: /* ProcessPriorityClass */
        if (!(status = check_size(size, 2, returned)))
            ((UCHAR *)buffer)[0] = 0,
                    ((UCHAR *)buffer)[1] =
                        (UCHAR)(process->priority_class ? process->priority_class : 2);
        break;
    case 20: /* ProcessHandleCount */
        if (!(status = check_size(size, 4, returned)))
            *out = (ULONG)ARENA_AT(OB_TABLE, process->handle_table)->count;
        break;
    case 24: /* ProcessSessionInformation */
        if (!(status = check_size(size, 4, returned)))
            *out = 1;
        break;
    case 27: /* ProcessImageFileName */
    case 43: /* ProcessImageFileNameWin32 */
        status = process_image_name(process, buffer, size, returned);
        break;
    case 36: /* ProcessCookie */
        if (!(status = check_size(size, 4, returned)))
            *out = (ULONG)(ps_process->create_time ^ (ps_process->create_time >> 32)) | 1;
        break;
    default:
        status = query_fixed((int)class, buffer, size, returned);
    }
    ob_dereference(process);
    return status;
}

NTSTATUS NTAPI NtSetInformationProcess(HANDLE handle, PROCESSINFOCLASS class, PVOID buffer,
                                       ULONG size)
{
    KPROCESS *process;
    NTSTATUS status =
        ob_reference(handle, OB_PROCESS, PROCESS_SET_INFORMATION, (void **)&process, NULL);
    if (status)
        return status;
    switch ((int)class) {
    case 12: /* ProcessDefaultHardErrorMode: no box is ever shown */
    case 22: /* ProcessPriorityBoost */
    case 33: /* ProcessIoPriority */
    case 39: /* ProcessPagePriority */
        break;
    case 18: /* ProcessPriorityClass: kept, but the host is not told */
        if (size < 2)
            status = STATUS_INFO_LENGTH_MISMATCH;
        else
            process->priority_class = ((UCHAR *)buffer)[1];
        break;
    case 21: /* ProcessAffinityMask */
        status = size == sizeof(ULONG_PTR) ? ps_set_affinity(process, *(ULONG_PTR *)buffer)
                                           : STATUS_INFO_LENGTH_MISMATCH;
        break;
    default:
        status = STATUS_INVALID_INFO_CLASS;
    }
    ob_dereference(process);
    return status;
}
