/* ps_proto.h - Bailey's own services on processes. */
#ifndef BAILEY_PS_PROTO_H
#define BAILEY_PS_PROTO_H

typedef struct BAILEY_PROCESS_OPTIONS {
    const UNICODE_STRING *image; /* NT path */
    BOOLEAN inherit;             /* inheritable handles go to the child */
    BOOLEAN suspended;
    BOOLEAN push_standard; /* the standard handles go to it in any case, under new numbers */
    const HANDLE *list;    /* NULL: all inheritable ones, else these alone */
    ULONG list_count;
    HANDLE parent; /* NULL: this process; else whose handles, job, console and group it gets */
    HANDLE token;  /* NULL: its parent's; else a primary one */
    ULONG process_attributes, thread_attributes; /* OBJ_INHERIT */
} BAILEY_PROCESS_OPTIONS;

/* Starts a process. The parameters are a normalised block whose strings are copied; the standard
 * handles in it are values in its parent. STATUS_OBJECT_NAME_NOT_FOUND, INVALID_IMAGE_NOT_MZ,
 * INVALID_IMAGE_FORMAT, IMAGE_MACHINE_TYPE_MISMATCH_EXE, ACCESS_DENIED (also where the policy has
 * no child processes), INSUFFICIENT_RESOURCES. */
NTSTATUS NTAPI BaileyCreateProcess(const BAILEY_PROCESS_OPTIONS *options,
                                   const PROCESS_PARAMETERS *parameters, HANDLE *process,
                                   HANDLE *thread, CLIENT_ID *id);

NTSTATUS NTAPI NtCreateJobObject(HANDLE *job, ACCESS_MASK access,
                                 const OBJECT_ATTRIBUTES *attributes);
NTSTATUS NTAPI NtOpenJobObject(HANDLE *job, ACCESS_MASK access,
                               const OBJECT_ATTRIBUTES *attributes);
NTSTATUS NTAPI NtAssignProcessToJobObject(HANDLE job, HANDLE process);
NTSTATUS NTAPI NtTerminateJobObject(HANDLE job, NTSTATUS status);
NTSTATUS NTAPI NtIsProcessInJob(HANDLE process, HANDLE job);
NTSTATUS NTAPI NtQueryInformationJobObject(HANDLE job, JOBOBJECTINFOCLASS, PVOID, ULONG, PULONG);
NTSTATUS NTAPI NtSetInformationJobObject(HANDLE job, JOBOBJECTINFOCLASS, PVOID, ULONG);

/* A process of the session, as snapshots show it. */
typedef struct BAILEY_PROCESS_INFO {
    ULONG id, parent_id, thread_count, reserved;
    WCHAR image[260]; /* DOS path, zero-terminated */
} BAILEY_PROCESS_INFO;

/* The process with the lowest number above `after`. STATUS_NO_MORE_ENTRIES. */
NTSTATUS NTAPI BaileyNextProcess(ULONG after, BAILEY_PROCESS_INFO *info);
/* The thread of that process with the lowest number above `after`. STATUS_NO_MORE_ENTRIES. */
NTSTATUS NTAPI BaileyNextThread(ULONG process, ULONG after, ULONG *thread, LONG *priority);

#endif
