/*
 * ps_job.h - job objects: groups of processes that are limited and ended together.
 *
 * A process is in at most one job and refers to it until it ends; the job is found from its
 * processes, not the other way round. Its children are in it too.
 */
#ifndef BAILEY_PS_JOB_H
#define BAILEY_PS_JOB_H

#include "ps.h"

/* A new process of a creator that is in a job. STATUS_QUOTA_EXCEEDED: the job is full. */
NTSTATUS ps_job_enter(KPROCESS *process, KPROCESS *creator);
/* The process has ended. */
void ps_job_leave(KPROCESS *process);

#endif
