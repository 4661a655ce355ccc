/*
 * ps_job.h - job objects: groups of processes that are limited and ended together.
 *
 * A process is in at most one job and refers to it until it ends; the job is found from its
 * processes, not the other way round. Its children are in it too.
 */
#ifndef BAILEY_PS_JOB_H
#define BAILEY_PS_JOB_H

#include "arena_private.h"
#include "ps.h"

typedef struct PS_JOB {
    OB_HEADER header;
    volatile LONG lock;
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
    ULONG ui_restrictions;
    LONG active, total, terminated;
    int64_t user_time, kernel_time; /* of those that have ended */
    int64_t time_base;              /* user time that does not count against the job's limit */
    volatile LONG64 committed;      /* bytes, by all members */
    volatile LONG64 peak, process_peak;
    arena_ptr port; /* referenced */
    uint64_t port_key;
} PS_JOB;

/* A new process of a creator that is in a job. STATUS_QUOTA_EXCEEDED: the job is full. */
NTSTATUS ps_job_enter(KPROCESS *process, KPROCESS *creator);
/* The process has ended. */
void ps_job_leave(KPROCESS *process);
/* Posts a JOB_OBJECT_MSG_* to the job's port, if it has one. */
void ps_job_tell(PS_JOB *job, ULONG message, ULONG process);
/* Calls for each process of the job that lives. */
void ps_job_for_each(PS_JOB *job, void (*call)(KPROCESS *, PVOID), PVOID context);
void ps_job_end_all(PS_JOB *job, NTSTATUS status);

/* This process commits so many more bytes, or less. STATUS_COMMITMENT_LIMIT: its job does not allow
 * that; nothing is counted then. */
NTSTATUS ps_charge(LONG64 bytes);
/* A member comes with what it has committed, or goes. */
void ps_job_add_memory(PS_JOB *job, LONG64 bytes);
/* Takes a JOBOBJECT_BASIC_ or EXTENDED_LIMIT_INFORMATION; `fixed` says which. */
NTSTATUS ps_job_set_limits(PS_JOB *job, const void *buffer, ULONG size, ULONG fixed);

#endif
