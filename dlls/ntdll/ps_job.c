/* ps_job.c - job objects and their members; see ps_job.h. */
#include "ps_job.h"
#include "io_private.h"
#include "ob_private.h"
#include "ps_ask.h"
#include "ps_session.h"

static void lock(PS_JOB *job)
{
    ke_enter();
    arena_lock(&job->lock);
}

static void unlock(PS_JOB *job)
{
    arena_unlock(&job->lock);
    ke_leave();
}

void ps_job_tell(PS_JOB *job, ULONG message, ULONG process)
{
    if (job->port)
        io_post(job->port, job->port_key, process, STATUS_SUCCESS, message);
}

/* ---- members */

void ps_job_for_each(PS_JOB *job, void (*call)(KPROCESS *, PVOID), PVOID context)
{
    KPROCESS *process;
    for (ULONG id = 0; (process = ps_next_process(id)); ob_dereference(process)) {
        id = process->id;
        if (process->job == ARENA_OF(job) && !process->ended)
            call(process, context);
    }
}

static NTSTATUS enter(PS_JOB *job, KPROCESS *process)
{
    NTSTATUS status = STATUS_SUCCESS;
    lock(job);
    const JOBOBJECT_BASIC_LIMIT_INFORMATION *basic = &job->limits.BasicLimitInformation;
    if (basic->LimitFlags & JOB_OBJECT_LIMIT_ACTIVE_PROCESS &&
        (ULONG)job->active >= basic->ActiveProcessLimit)
        status = STATUS_QUOTA_EXCEEDED;
    else if (InterlockedCompareExchange((volatile LONG *)&process->job, (LONG)ARENA_OF(job), 0))
        status = STATUS_ACCESS_DENIED; /* it is in one already */
    else
        job->active++, job->total++;
    unlock(job);
    if (!status)
        ps_job_add_memory(job, process->committed);
    if (!status) {
        ob_reference_object(job);
        ps_job_tell(job, JOB_OBJECT_MSG_NEW_PROCESS, process->id);
    } else if (status == STATUS_QUOTA_EXCEEDED) {
        ps_job_tell(job, JOB_OBJECT_MSG_ACTIVE_PROCESS_LIMIT, 0);
    }
    return status;
}

NTSTATUS ps_job_enter(KPROCESS *process, KPROCESS *creator)
{
    PS_JOB *job = ARENA_AT(PS_JOB, creator->job);
    if (!job || job->limits.BasicLimitInformation.LimitFlags & JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK)
        return STATUS_SUCCESS;
    return enter(job, process);
}

void ps_job_leave(KPROCESS *process)
{
    PS_JOB *job = ARENA_AT(PS_JOB, process->job);
    if (!job)
        return;
    lock(job);
    LONG left = --job->active;
    job->user_time += process->user_time;
    job->kernel_time += process->kernel_time;
    unlock(job);
    ps_job_add_memory(job, -process->committed);
    ps_job_tell(job, JOB_OBJECT_MSG_EXIT_PROCESS, process->id);
    if (left == 0)
        ps_job_tell(job, JOB_OBJECT_MSG_ACTIVE_PROCESS_ZERO, 0);
    process->job = 0;
    ob_dereference(job);
}

static void end_one(KPROCESS *process, PVOID status)
{
    if (process != ps_process)
        ps_request_end(process, *(NTSTATUS *)status);
}

void ps_job_end_all(PS_JOB *job, NTSTATUS status)
{
    LONG count = job->active;
    ps_job_for_each(job, end_one, &status);
    lock(job);
    job->terminated += count;
    unlock(job);
    if (ps_process->job == ARENA_OF(job) && !ps_process->ended)
        NtTerminateProcess(NtCurrentProcess(), status);
}

/* ---- the object */

static void last_close(void *object)
{
    PS_JOB *job = object;
    if (job->limits.BasicLimitInformation.LimitFlags & JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE)
        ps_job_end_all(job, STATUS_SUCCESS);
}

static void destroy(void *object)
{
    PS_JOB *job = object;
    if (job->port)
        ob_dereference(ARENA_AT(OB_HEADER, job->port));
}

const struct ob_ops ps_job_ops = {
    .name = L"Job",
    .size = sizeof(PS_JOB),
    .all_access = JOB_OBJECT_ALL_ACCESS,
    .mapping = {STANDARD_RIGHTS_READ | JOB_OBJECT_QUERY,
                STANDARD_RIGHTS_WRITE | JOB_OBJECT_ASSIGN_PROCESS | JOB_OBJECT_SET_ATTRIBUTES |
                    JOB_OBJECT_TERMINATE,
                STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE, JOB_OBJECT_ALL_ACCESS},
    .last_close = last_close,
    .destroy = destroy,
};

NTSTATUS NTAPI NtCreateJobObject(HANDLE *handle, ACCESS_MASK access,
                                 const OBJECT_ATTRIBUTES *attributes)
{
    HANDLE result = NULL;
    PS_JOB *job = ob_create(OB_JOB);
    if (!job)
        return STATUS_INSUFFICIENT_RESOURCES;
    job->header.dispatcher.kind = KE_NOTIFICATION;
    NTSTATUS status = ob_insert(job, attributes, access, &result);
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

NTSTATUS NTAPI NtOpenJobObject(HANDLE *handle, ACCESS_MASK access,
                               const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_JOB, attributes, access, handle);
}

NTSTATUS NTAPI NtAssignProcessToJobObject(HANDLE handle, HANDLE target)
{
    PS_JOB *job;
    KPROCESS *process;
    NTSTATUS status = ob_reference(handle, OB_JOB, JOB_OBJECT_ASSIGN_PROCESS, (void **)&job, NULL);
    if (status)
        return status;
    status = ob_reference(target, OB_PROCESS, PROCESS_SET_QUOTA | PROCESS_TERMINATE,
                          (void **)&process, NULL);
    if (!status) {
        status = process->ended ? STATUS_PROCESS_IS_TERMINATING : enter(job, process);
        ob_dereference(process);
    }
    ob_dereference(job);
    return status;
}

NTSTATUS NTAPI NtTerminateJobObject(HANDLE handle, NTSTATUS exit_status)
{
    PS_JOB *job;
    NTSTATUS status = ob_reference(handle, OB_JOB, JOB_OBJECT_TERMINATE, (void **)&job, NULL);
    if (status)
        return status;
    ps_job_end_all(job, exit_status);
    ob_dereference(job);
    return status;
}

NTSTATUS NTAPI NtIsProcessInJob(HANDLE target, HANDLE handle)
{
    KPROCESS *process;
    PS_JOB *job = NULL;
    NTSTATUS status = ob_reference(target, OB_PROCESS, PROCESS_QUERY_LIMITED_INFORMATION,
                                   (void **)&process, NULL);
    if (status)
        return status;
    if (handle)
        status = ob_reference(handle, OB_JOB, JOB_OBJECT_QUERY, (void **)&job, NULL);
    if (!status)
        status = process->job && (!job || process->job == ARENA_OF(job))
                     ? STATUS_PROCESS_IN_JOB
                     : STATUS_PROCESS_NOT_IN_JOB;
    if (job)
        ob_dereference(job);
    ob_dereference(process);
    return status;
}

/* ---- facts and limits */

struct list {
    JOBOBJECT_BASIC_PROCESS_ID_LIST *out;
    ULONG room;
};

static void list_one(KPROCESS *process, PVOID context)
{
    struct list *list = context;
    if (list->out->NumberOfProcessIdsInList < list->room)
        list->out->ProcessIdList[list->out->NumberOfProcessIdsInList++] = process->id;
    list->out->NumberOfAssignedProcesses++;
}

static NTSTATUS query_list(PS_JOB *job, PVOID buffer, ULONG size, ULONG *used)
{
    const ULONG fixed = FIELD_OFFSET(JOBOBJECT_BASIC_PROCESS_ID_LIST, ProcessIdList);
    struct list list = {buffer, 0};
    if (size < sizeof(JOBOBJECT_BASIC_PROCESS_ID_LIST))
        return STATUS_INFO_LENGTH_MISMATCH;
    list.room = (size - fixed) / sizeof(ULONG_PTR);
    list.out->NumberOfAssignedProcesses = list.out->NumberOfProcessIdsInList = 0;
    ps_job_for_each(job, list_one, &list);
    *used = fixed + list.out->NumberOfProcessIdsInList * (ULONG)sizeof(ULONG_PTR);
    return list.out->NumberOfAssignedProcesses > list.room ? STATUS_BUFFER_OVERFLOW
                                                           : STATUS_SUCCESS;
}

/* Those that have ended are in the job's own sums already. */
static void add_times(KPROCESS *process, PVOID context)
{
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION *info = context;
    PS_FACTS facts;
    if (ps_facts(process, &facts))
        return;
    info->TotalUserTime.QuadPart += facts.cpu - facts.kernel;
    info->TotalKernelTime.QuadPart += facts.kernel;
}

static NTSTATUS query_accounting(PS_JOB *job, PVOID buffer, ULONG size, ULONG *used)
{
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION info = {0};
    if (size != sizeof info)
        return STATUS_INFO_LENGTH_MISMATCH;
    lock(job);
    info.TotalUserTime.QuadPart = job->user_time;
    info.TotalKernelTime.QuadPart = job->kernel_time;
    info.TotalProcesses = (ULONG)job->total;
    info.ActiveProcesses = (ULONG)job->active;
    info.TotalTerminatedProcesses = (ULONG)job->terminated;
    unlock(job);
    ps_job_for_each(job, add_times, &info);
    __builtin_memcpy(buffer, &info, size);
    *used = size;
    return STATUS_SUCCESS;
}

static NTSTATUS copy_out(const void *from, ULONG fixed, PVOID buffer, ULONG size, ULONG *used)
{
    if (size != fixed)
        return STATUS_INFO_LENGTH_MISMATCH;
    __builtin_memcpy(buffer, from, fixed);
    *used = fixed;
    return STATUS_SUCCESS;
}

static NTSTATUS query(PS_JOB *job, int class, PVOID buffer, ULONG size, ULONG *used)
{
    switch (class) {
    case JobObjectBasicAccountingInformation:
        return query_accounting(job, buffer, size, used);
    case JobObjectBasicLimitInformation:
        return copy_out(&job->limits, sizeof(JOBOBJECT_BASIC_LIMIT_INFORMATION), buffer, size,
                        used);
    case JobObjectExtendedLimitInformation:
        job->limits.PeakProcessMemoryUsed = (SIZE_T)job->process_peak;
        job->limits.PeakJobMemoryUsed = (SIZE_T)job->peak;
        return copy_out(&job->limits, sizeof job->limits, buffer, size, used);
    case JobObjectBasicProcessIdList:
        return query_list(job, buffer, size, used);
    case JobObjectBasicUIRestrictions:
        return copy_out(&job->ui_restrictions, sizeof job->ui_restrictions, buffer, size, used);
    default:
        return STATUS_NOT_SUPPORTED;
    }
}

NTSTATUS NTAPI NtQueryInformationJobObject(HANDLE handle, JOBOBJECTINFOCLASS class, PVOID buffer,
                                           ULONG size, PULONG returned)
{
    PS_JOB *job = ARENA_AT(PS_JOB, ps_process->job);
    ULONG used = 0;
    NTSTATUS status = STATUS_SUCCESS;
    if (handle)
        status = ob_reference(handle, OB_JOB, JOB_OBJECT_QUERY, (void **)&job, NULL);
    else if (job)
        ob_reference_object(job);
    else
        status = STATUS_ACCESS_DENIED;
    if (status)
        return status;
    status = query(job, (int)class, buffer, size, &used);
    ob_dereference(job);
    if (returned)
        *returned = used;
    return status;
}

static void announce(KPROCESS *process, PVOID job)
{
    ps_job_tell(job, JOB_OBJECT_MSG_NEW_PROCESS, process->id);
}

static NTSTATUS set_port(PS_JOB *job, const void *buffer, ULONG size)
{
    const JOBOBJECT_ASSOCIATE_COMPLETION_PORT *wanted = buffer;
    void *port;
    if (size != sizeof *wanted)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = ob_reference(wanted->CompletionPort, OB_COMPLETION,
                                   IO_COMPLETION_MODIFY_STATE, &port, NULL);
    if (status)
        return status;
    if (InterlockedCompareExchange((volatile LONG *)&job->port, (LONG)ARENA_OF(port), 0)) {
        ob_dereference(port);
        return STATUS_INVALID_PARAMETER;
    }
    job->port_key = (ULONG_PTR)wanted->CompletionKey;
    ps_job_for_each(job, announce, job);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtSetInformationJobObject(HANDLE handle, JOBOBJECTINFOCLASS class, PVOID buffer,
                                         ULONG size)
{
    PS_JOB *job;
    NTSTATUS status = ob_reference(handle, OB_JOB, JOB_OBJECT_SET_ATTRIBUTES, (void **)&job, NULL);
    if (status)
        return status;
    switch ((int)class) {
    case JobObjectBasicLimitInformation:
        status = ps_job_set_limits(job, buffer, size, sizeof(JOBOBJECT_BASIC_LIMIT_INFORMATION));
        break;
    case JobObjectExtendedLimitInformation:
        status = ps_job_set_limits(job, buffer, size, sizeof job->limits);
        break;
    case JobObjectBasicUIRestrictions:
        if (size == sizeof(ULONG))
            job->ui_restrictions = *(ULONG *)buffer;
        else
            status = STATUS_INFO_LENGTH_MISMATCH;
        break;
    case JobObjectAssociateCompletionPortInformation:
        status = set_port(job, buffer, size);
        break;
    default:
        status = STATUS_NOT_SUPPORTED;
    }
    ob_dereference(job);
    return status;
}
