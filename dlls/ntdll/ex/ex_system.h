/*
 * ex_system.h - structures of NtQuerySystemInformation that the public headers leave out.
 */
#ifndef BAILEY_EX_SYSTEM_H
#define BAILEY_EX_SYSTEM_H

#include "ex.h"

typedef struct EX_BASIC_INFO {
    ULONG Reserved, TimerResolution, PageSize, NumberOfPhysicalPages;
    ULONG LowestPhysicalPageNumber, HighestPhysicalPageNumber, AllocationGranularity;
    ULONG_PTR MinimumUserModeAddress, MaximumUserModeAddress, ActiveProcessorsAffinityMask;
    CCHAR NumberOfProcessors;
} EX_BASIC_INFO;
_Static_assert(sizeof(EX_BASIC_INFO) == TEB_WIDTH(64, 44), "SYSTEM_BASIC_INFORMATION");

typedef struct EX_PROCESSOR_INFO {
    USHORT ProcessorArchitecture, ProcessorLevel, ProcessorRevision, MaximumProcessors;
    ULONG ProcessorFeatureBits;
} EX_PROCESSOR_INFO;

typedef struct EX_PERFORMANCE_INFO {
    int64_t IdleProcessTime, IoReadTransferCount, IoWriteTransferCount, IoOtherTransferCount;
    ULONG IoReadOperationCount, IoWriteOperationCount, IoOtherOperationCount;
    ULONG AvailablePages, CommittedPages, CommitLimit, PeakCommitment;
    ULONG Rest[69];
} EX_PERFORMANCE_INFO;
_Static_assert(sizeof(EX_PERFORMANCE_INFO) >= 312, "SYSTEM_PERFORMANCE_INFORMATION");

typedef struct EX_TIME_OF_DAY {
    int64_t BootTime, CurrentTime, TimeZoneBias;
    ULONG TimeZoneId, Reserved;
    uint64_t BootTimeBias, SleepTimeBias;
} EX_TIME_OF_DAY;

typedef struct EX_PROCESSOR_TIMES {
    int64_t IdleTime, KernelTime, UserTime, DpcTime, InterruptTime;
    ULONG InterruptCount;
} EX_PROCESSOR_TIMES;

typedef struct EX_REGISTRY_QUOTA {
    ULONG RegistryQuotaAllowed, RegistryQuotaUsed;
    SIZE_T PagedPoolSize;
} EX_REGISTRY_QUOTA;

typedef struct EX_THREAD_ENTRY {
    int64_t KernelTime, UserTime, CreateTime;
    ULONG WaitTime;
    PVOID StartAddress;
    CLIENT_ID ClientId;
    LONG Priority, BasePriority;
    ULONG ContextSwitches, ThreadState, WaitReason;
} EX_THREAD_ENTRY;
_Static_assert(sizeof(EX_THREAD_ENTRY) == TEB_WIDTH(80, 64), "SYSTEM_THREAD_INFORMATION");

typedef struct EX_PROCESS_ENTRY {
    ULONG NextEntryOffset, NumberOfThreads;
    int64_t WorkingSetPrivateSize;
    ULONG HardFaultCount, NumberOfThreadsHighWatermark;
    uint64_t CycleTime;
    int64_t CreateTime, UserTime, KernelTime;
    UNICODE_STRING ImageName;
    LONG BasePriority;
    HANDLE UniqueProcessId, InheritedFromUniqueProcessId;
    ULONG HandleCount, SessionId;
    ULONG_PTR UniqueProcessKey;
    SIZE_T PeakVirtualSize, VirtualSize;
    ULONG PageFaultCount;
    SIZE_T PeakWorkingSetSize, WorkingSetSize;
    SIZE_T QuotaPeakPagedPoolUsage, QuotaPagedPoolUsage;
    SIZE_T QuotaPeakNonPagedPoolUsage, QuotaNonPagedPoolUsage;
    SIZE_T PagefileUsage, PeakPagefileUsage, PrivatePageCount;
    int64_t ReadOperationCount, WriteOperationCount, OtherOperationCount;
    int64_t ReadTransferCount, WriteTransferCount, OtherTransferCount;
    EX_THREAD_ENTRY Threads[];
} EX_PROCESS_ENTRY;
_Static_assert(sizeof(EX_PROCESS_ENTRY) == TEB_WIDTH(256, 184), "SYSTEM_PROCESS_INFORMATION");

/* SystemProcessInformation: the session's processes and their threads. */
NTSTATUS ex_process_list(void *buffer, ULONG size, ULONG *used);

#endif
