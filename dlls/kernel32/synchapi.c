/*
 * synchapi.c - synchapi.h: locks and waits that live in memory, where Win32's form differs from
 * ntdll's. The others are forwarded.
 */
#include "kernel32_private.h"

VOID WINAPI InitializeCriticalSection(LPCRITICAL_SECTION section)
{
    RtlInitializeCriticalSection(section);
}

BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spin)
{
    return nt_result(RtlInitializeCriticalSectionAndSpinCount(section, spin));
}

BOOL WINAPI InitializeCriticalSectionEx(LPCRITICAL_SECTION section, DWORD spin, DWORD flags)
{
    return nt_result(RtlInitializeCriticalSectionEx(section, spin, flags));
}

BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE variable, PCRITICAL_SECTION section,
                                     DWORD milliseconds)
{
    LARGE_INTEGER time;
    NTSTATUS status =
        RtlSleepConditionVariableCS(variable, section, k32_timeout(&time, milliseconds));
    return status == STATUS_TIMEOUT ? fail_with(ERROR_TIMEOUT) : nt_result(status);
}

BOOL WINAPI SleepConditionVariableSRW(PCONDITION_VARIABLE variable, PSRWLOCK lock,
                                      DWORD milliseconds, ULONG flags)
{
    LARGE_INTEGER time;
    NTSTATUS status =
        RtlSleepConditionVariableSRW(variable, lock, k32_timeout(&time, milliseconds), flags);
    return status == STATUS_TIMEOUT ? fail_with(ERROR_TIMEOUT) : nt_result(status);
}

BOOL WINAPI WaitOnAddress(volatile VOID *address, PVOID compare, SIZE_T size, DWORD milliseconds)
{
    LARGE_INTEGER time;
    NTSTATUS status = RtlWaitOnAddress((const volatile void *)address, compare, size,
                                       k32_timeout(&time, milliseconds));
    return status == STATUS_TIMEOUT ? fail_with(ERROR_TIMEOUT) : nt_result(status);
}

BOOL WINAPI InitOnceBeginInitialize(LPINIT_ONCE once, DWORD flags, PBOOL pending, LPVOID *context)
{
    NTSTATUS status = RtlRunOnceBeginInitialize(once, flags, context);
    if (status < 0)
        return set_last_nt_error(status);
    *pending = status == STATUS_PENDING;
    return TRUE;
}

BOOL WINAPI InitOnceComplete(LPINIT_ONCE once, DWORD flags, LPVOID context)
{
    return nt_result(RtlRunOnceComplete(once, flags, context));
}

BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN function, PVOID parameter,
                                LPVOID *context)
{
    return !RtlRunOnceExecuteOnce(once, (RUN_ONCE_FN)function, parameter, context);
}

BOOL WINAPI InitializeSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier, LONG total,
                                             LONG spin)
{
    return nt_result(RtlInitBarrier(barrier, total, spin));
}

BOOL WINAPI EnterSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier, DWORD flags)
{
    return RtlBarrier(barrier, flags);
}

BOOL WINAPI DeleteSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER barrier)
{
    RtlDeleteBarrier(barrier);
    return TRUE;
}
