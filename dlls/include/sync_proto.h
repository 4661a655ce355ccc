/*
 * sync_proto.h - Rtl synchronisation that mingw-w64's headers leave out.
 */
#ifndef BAILEY_SYNC_PROTO_H
#define BAILEY_SYNC_PROTO_H

NTSTATUS NTAPI RtlEnterCriticalSection(RTL_CRITICAL_SECTION *);
NTSTATUS NTAPI RtlLeaveCriticalSection(RTL_CRITICAL_SECTION *);
BOOLEAN NTAPI RtlTryEnterCriticalSection(RTL_CRITICAL_SECTION *);
NTSTATUS NTAPI RtlInitializeCriticalSection(RTL_CRITICAL_SECTION *);
NTSTATUS NTAPI RtlInitializeCriticalSectionAndSpinCount(RTL_CRITICAL_SECTION *, ULONG);
NTSTATUS NTAPI RtlInitializeCriticalSectionEx(RTL_CRITICAL_SECTION *, ULONG spin, ULONG flags);
NTSTATUS NTAPI RtlDeleteCriticalSection(RTL_CRITICAL_SECTION *);
ULONG NTAPI RtlSetCriticalSectionSpinCount(RTL_CRITICAL_SECTION *, ULONG);
BOOLEAN NTAPI RtlIsCriticalSectionLocked(RTL_CRITICAL_SECTION *);
BOOLEAN NTAPI RtlIsCriticalSectionLockedByThread(RTL_CRITICAL_SECTION *);

NTSTATUS NTAPI RtlWaitOnAddress(const volatile void *, const void *compare, SIZE_T,
                                const LARGE_INTEGER *timeout);
void NTAPI RtlWakeAddressSingle(const void *);
void NTAPI RtlWakeAddressAll(const void *);

void NTAPI RtlInitializeSRWLock(RTL_SRWLOCK *);
void NTAPI RtlAcquireSRWLockExclusive(RTL_SRWLOCK *);
void NTAPI RtlAcquireSRWLockShared(RTL_SRWLOCK *);
void NTAPI RtlReleaseSRWLockExclusive(RTL_SRWLOCK *);
void NTAPI RtlReleaseSRWLockShared(RTL_SRWLOCK *);
BOOLEAN NTAPI RtlTryAcquireSRWLockExclusive(RTL_SRWLOCK *);
BOOLEAN NTAPI RtlTryAcquireSRWLockShared(RTL_SRWLOCK *);

void NTAPI RtlInitializeConditionVariable(RTL_CONDITION_VARIABLE *);
NTSTATUS NTAPI RtlSleepConditionVariableCS(RTL_CONDITION_VARIABLE *, RTL_CRITICAL_SECTION *,
                                           const LARGE_INTEGER *timeout);
NTSTATUS NTAPI RtlSleepConditionVariableSRW(RTL_CONDITION_VARIABLE *, RTL_SRWLOCK *,
                                            const LARGE_INTEGER *timeout, ULONG flags);
void NTAPI RtlWakeConditionVariable(RTL_CONDITION_VARIABLE *);
void NTAPI RtlWakeAllConditionVariable(RTL_CONDITION_VARIABLE *);

void NTAPI RtlRunOnceInitialize(RTL_RUN_ONCE *);
NTSTATUS NTAPI RtlRunOnceBeginInitialize(RTL_RUN_ONCE *, ULONG flags, PVOID *context);
NTSTATUS NTAPI RtlRunOnceComplete(RTL_RUN_ONCE *, ULONG flags, PVOID context);
typedef ULONG(NTAPI *RUN_ONCE_FN)(RTL_RUN_ONCE *, PVOID, PVOID *);
NTSTATUS NTAPI RtlRunOnceExecuteOnce(RTL_RUN_ONCE *, RUN_ONCE_FN, PVOID, PVOID *);

NTSTATUS NTAPI RtlInitBarrier(PVOID barrier, LONG total, LONG spin);
BOOLEAN NTAPI RtlBarrier(PVOID barrier, ULONG flags);
NTSTATUS NTAPI RtlDeleteBarrier(PVOID barrier);

/* Deadline (monotonic, 100 ns) of an NT timeout; NULL is never. For ntdll's own waits. */
LONGLONG rtl_deadline(const LARGE_INTEGER *timeout);

#endif
