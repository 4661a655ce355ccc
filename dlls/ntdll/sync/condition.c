/*
 * condition.c - condition variables in one pointer: the low word counts wakes and is slept on, the
 * high word counts sleepers, so that a wake for nobody costs no host call.
 */
#include "../ps.h"

typedef struct WORDS {
    volatile LONG wakes;
    volatile LONG sleepers;
} WORDS;

void NTAPI RtlInitializeConditionVariable(RTL_CONDITION_VARIABLE *variable)
{
    variable->Ptr = NULL;
}

/* The caller holds its lock when it announces itself, so no wake for it can be lost. */
static LONG announce(RTL_CONDITION_VARIABLE *variable)
{
    WORDS *words = (WORDS *)variable;
    InterlockedIncrement(&words->sleepers);
    return words->wakes;
}

static NTSTATUS sleep(RTL_CONDITION_VARIABLE *variable, LONG seen, const LARGE_INTEGER *timeout)
{
    WORDS *words = (WORDS *)variable;
    LONGLONG deadline = rtl_deadline(timeout);
    PalStatus status;
    do
        status = pal_word_wait((ULONG_PTR)&words->wakes, (uint32_t)seen, 0, deadline);
    while (status == PAL_STATUS_INTERRUPTED && words->wakes == seen);
    InterlockedDecrement(&words->sleepers);
    return status == PAL_STATUS_TIMEOUT ? STATUS_TIMEOUT : STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlSleepConditionVariableCS(RTL_CONDITION_VARIABLE *variable,
                                           RTL_CRITICAL_SECTION *section,
                                           const LARGE_INTEGER *timeout)
{
    LONG seen = announce(variable);
    RtlLeaveCriticalSection(section);
    NTSTATUS status = sleep(variable, seen, timeout);
    RtlEnterCriticalSection(section);
    return status;
}

NTSTATUS NTAPI RtlSleepConditionVariableSRW(RTL_CONDITION_VARIABLE *variable, RTL_SRWLOCK *lock,
                                            const LARGE_INTEGER *timeout, ULONG flags)
{
    BOOLEAN shared = (flags & RTL_CONDITION_VARIABLE_LOCKMODE_SHARED) != 0;
    if (flags & ~RTL_CONDITION_VARIABLE_LOCKMODE_SHARED)
        return STATUS_INVALID_PARAMETER_4;
    LONG seen = announce(variable);
    if (shared)
        RtlReleaseSRWLockShared(lock);
    else
        RtlReleaseSRWLockExclusive(lock);
    NTSTATUS status = sleep(variable, seen, timeout);
    if (shared)
        RtlAcquireSRWLockShared(lock);
    else
        RtlAcquireSRWLockExclusive(lock);
    return status;
}

static void wake(RTL_CONDITION_VARIABLE *variable, uint32_t count)
{
    WORDS *words = (WORDS *)variable;
    MemoryBarrier();
    if (!words->sleepers)
        return;
    InterlockedIncrement(&words->wakes);
    pal_word_wake((ULONG_PTR)&words->wakes, count, 0);
}

void NTAPI RtlWakeConditionVariable(RTL_CONDITION_VARIABLE *variable)
{
    wake(variable, 1);
}

void NTAPI RtlWakeAllConditionVariable(RTL_CONDITION_VARIABLE *variable)
{
    wake(variable, ~0u);
}
