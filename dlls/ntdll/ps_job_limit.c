/*
 * ps_job_limit.c - what a job limits: memory, counted by each member as it commits, and processor
 * time, watched by the process that has set the limit.
 */
#include "ps_ask.h"
#include "ps_job.h"
#include "ps_session.h"
#include "ps_system.h"

#define LOOK_EVERY 500000 /* 100 ns */

#define BASIC_LIMITS                                                                           \
    (JOB_OBJECT_LIMIT_WORKINGSET | JOB_OBJECT_LIMIT_PROCESS_TIME | JOB_OBJECT_LIMIT_JOB_TIME | \
     JOB_OBJECT_LIMIT_ACTIVE_PROCESS | JOB_OBJECT_LIMIT_AFFINITY |                             \
     JOB_OBJECT_LIMIT_PRIORITY_CLASS | JOB_OBJECT_LIMIT_PRESERVE_JOB_TIME |                    \
     JOB_OBJECT_LIMIT_SCHEDULING_CLASS)
#define TIME_LIMITS (JOB_OBJECT_LIMIT_PROCESS_TIME | JOB_OBJECT_LIMIT_JOB_TIME)
/* Those that are kept. */
#define KNOWN_LIMITS                                                                 \
    (TIME_LIMITS | JOB_OBJECT_LIMIT_PROCESS_MEMORY | JOB_OBJECT_LIMIT_JOB_MEMORY |   \
     JOB_OBJECT_LIMIT_ACTIVE_PROCESS | JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |          \
     JOB_OBJECT_LIMIT_BREAKAWAY_OK | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK |          \
     JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION | JOB_OBJECT_LIMIT_PRIORITY_CLASS | \
     JOB_OBJECT_LIMIT_SCHEDULING_CLASS | JOB_OBJECT_LIMIT_PRESERVE_JOB_TIME)

/* ---- memory */

static void raise_to(volatile LONG64 *peak, LONG64 value)
{
    LONG64 old = *peak;
    while (old < value && InterlockedCompareExchange64(peak, value, old) != old)
        old = *peak;
}

void ps_job_add_memory(PS_JOB *job, LONG64 bytes)
{
    raise_to(&job->peak, InterlockedAdd64(&job->committed, bytes));
}

static BOOLEAN is_over(const PS_JOB *job, ULONG flag, LONG64 value, SIZE_T limit)
{
    return job->limits.BasicLimitInformation.LimitFlags & flag && (SIZE_T)value > limit;
}

NTSTATUS ps_charge(LONG64 bytes)
{
    ULONG message = 0;
    if (!ps_process || !bytes)
        return STATUS_SUCCESS;
    LONG64 own = InterlockedAdd64(&ps_process->committed, bytes);
    PS_JOB *job = ARENA_AT(PS_JOB, ps_process->job);
    if (!job)
        return STATUS_SUCCESS;
    LONG64 all = InterlockedAdd64(&job->committed, bytes);
    if (bytes < 0)
        return STATUS_SUCCESS;
    if (is_over(job, JOB_OBJECT_LIMIT_PROCESS_MEMORY, own, job->limits.ProcessMemoryLimit))
        message = JOB_OBJECT_MSG_PROCESS_MEMORY_LIMIT;
    else if (is_over(job, JOB_OBJECT_LIMIT_JOB_MEMORY, all, job->limits.JobMemoryLimit))
        message = JOB_OBJECT_MSG_JOB_MEMORY_LIMIT;
    if (message) {
        InterlockedAdd64(&ps_process->committed, -bytes);
        InterlockedAdd64(&job->committed, -bytes);
        ps_job_tell(job, message, ps_process->id);
        return STATUS_COMMITMENT_LIMIT;
    }
    raise_to(&job->process_peak, own);
    raise_to(&job->peak, all);
    return STATUS_SUCCESS;
}

/* ---- time */

struct watched {
    struct watched *next;
    PS_JOB *job; /* referenced */
};

static struct watched *watched;
static KE_LOCK watched_lock;
static volatile LONG watching;

struct look {
    PS_JOB *job;
    int64_t user; /* of all that live */
};

static void look_at(KPROCESS *process, PVOID context)
{
    struct look *look = context;
    const JOBOBJECT_BASIC_LIMIT_INFORMATION *basic = &look->job->limits.BasicLimitInformation;
    PS_FACTS facts;
    if (ps_facts(process, &facts))
        return;
    int64_t user = facts.cpu - facts.kernel;
    look->user += user;
    if (basic->LimitFlags & JOB_OBJECT_LIMIT_PROCESS_TIME &&
        user > basic->PerProcessUserTimeLimit.QuadPart) {
        ps_job_tell(look->job, JOB_OBJECT_MSG_END_OF_PROCESS_TIME, process->id);
        if (process == ps_process)
            NtTerminateProcess(NtCurrentProcess(), ERROR_NOT_ENOUGH_QUOTA);
        ps_request_end(process, ERROR_NOT_ENOUGH_QUOTA);
    }
}

static void look_at_job(PS_JOB *job)
{
    const JOBOBJECT_BASIC_LIMIT_INFORMATION *basic = &job->limits.BasicLimitInformation;
    struct look look = {job, 0};
    if (job->active <= 0 || !(basic->LimitFlags & TIME_LIMITS))
        return;
    ps_job_for_each(job, look_at, &look);
    if (basic->LimitFlags & JOB_OBJECT_LIMIT_JOB_TIME &&
        look.user + job->user_time - job->time_base > basic->PerJobUserTimeLimit.QuadPart) {
        ps_job_tell(job, JOB_OBJECT_MSG_END_OF_JOB_TIME, 0);
        ps_job_end_all(job, ERROR_NOT_ENOUGH_QUOTA);
    }
}

/* A job that nobody has a handle to and no process is in needs no more looks. */
static void watch(void *unused)
{
    (void)unused;
    for (;;) {
        LARGE_INTEGER time = {.QuadPart = -LOOK_EVERY};
        NtDelayExecution(FALSE, &time);
        ke_lock(&watched_lock);
        for (struct watched **at = &watched; *at;) {
            struct watched *one = *at;
            if (one->job->header.handles > 0 || one->job->active > 0) {
                at = &one->next;
                continue;
            }
            *at = one->next;
            ob_dereference(one->job);
            RtlFreeHeap(peb_self()->ProcessHeap, 0, one);
        }
        struct watched *first = watched;
        ke_unlock(&watched_lock);
        /* this thread alone takes entries off; new ones come in front */
        for (struct watched *one = first; one; one = one->next)
            look_at_job(one->job);
    }
}

static NTSTATUS start_watching(PS_JOB *job)
{
    struct watched *one = NULL;
    ke_lock(&watched_lock);
    for (one = watched; one && one->job != job;)
        one = one->next;
    ke_unlock(&watched_lock);
    if (one)
        return STATUS_SUCCESS;
    one = RtlAllocateHeap(peb_self()->ProcessHeap, 0, sizeof *one);
    if (!one)
        return STATUS_NO_MEMORY;
    ob_reference_object(job);
    ke_lock(&watched_lock);
    *one = (struct watched){watched, job};
    watched = one;
    ke_unlock(&watched_lock);
    return InterlockedExchange(&watching, 1) ? STATUS_SUCCESS
                                             : ps_create_system_thread(watch, NULL);
}

/* ---- setting them */

static int64_t user_time_of(PS_JOB *job)
{
    struct look look = {job, 0};
    ps_job_for_each(job, look_at, &look);
    return look.user + job->user_time;
}

NTSTATUS ps_job_set_limits(PS_JOB *job, const void *buffer, ULONG size, ULONG fixed)
{
    const JOBOBJECT_BASIC_LIMIT_INFORMATION *basic = buffer;
    if (size != fixed)
        return STATUS_INFO_LENGTH_MISMATCH;
    ULONG flags = basic->LimitFlags;
    if (fixed == sizeof *basic && flags & ~BASIC_LIMITS)
        return STATUS_INVALID_PARAMETER;
    if (flags & ~KNOWN_LIMITS) /* what is not enforced is not accepted */
        return STATUS_NOT_SUPPORTED;
    if ((flags & JOB_OBJECT_LIMIT_PROCESS_TIME && basic->PerProcessUserTimeLimit.QuadPart <= 0) ||
        (flags & JOB_OBJECT_LIMIT_JOB_TIME && basic->PerJobUserTimeLimit.QuadPart <= 0))
        return STATUS_INVALID_PARAMETER;
    int64_t base = flags & JOB_OBJECT_LIMIT_JOB_TIME ? user_time_of(job) : job->time_base;
    ke_enter();
    arena_lock(&job->lock);
    __builtin_memcpy(&job->limits, buffer, fixed);
    job->time_base = base;
    arena_unlock(&job->lock);
    ke_leave();
    return flags & TIME_LIMITS ? start_watching(job) : STATUS_SUCCESS;
}
