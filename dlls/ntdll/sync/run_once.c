/*
 * run_once.c - one-time initialisation. The low two bits of the pointer: 0 not begun, 1 somebody is
 * at it, 2 done (the rest is the context), 3 several are at it, the first to complete wins.
 */
#include "../ps.h"

enum { NOT_BEGUN, BUSY, DONE, SEVERAL, STATE_MASK = 3 };

void NTAPI RtlRunOnceInitialize(RTL_RUN_ONCE *once)
{
    once->Ptr = NULL;
}

static NTSTATUS done(ULONG_PTR value, PVOID *context)
{
    if (context)
        *context = (PVOID)(value & ~(ULONG_PTR)STATE_MASK);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlRunOnceBeginInitialize(RTL_RUN_ONCE *once, ULONG flags, PVOID *context)
{
    PVOID volatile *word = (PVOID volatile *)&once->Ptr;
    if (flags & ~(RTL_RUN_ONCE_CHECK_ONLY | RTL_RUN_ONCE_ASYNC))
        return STATUS_INVALID_PARAMETER_2;
    if ((flags & RTL_RUN_ONCE_CHECK_ONLY) && (flags & RTL_RUN_ONCE_ASYNC))
        return STATUS_INVALID_PARAMETER_2;
    for (;;) {
        PVOID seen = *word;
        ULONG_PTR state = (ULONG_PTR)seen & STATE_MASK;
        if (state == DONE)
            return done((ULONG_PTR)seen, context);
        if (flags & RTL_RUN_ONCE_CHECK_ONLY)
            return STATUS_UNSUCCESSFUL;
        if (state == NOT_BEGUN) {
            PVOID next = (PVOID)(ULONG_PTR)(flags & RTL_RUN_ONCE_ASYNC ? SEVERAL : BUSY);
            if (InterlockedCompareExchangePointer(word, next, seen) == seen)
                return STATUS_PENDING;
        } else if ((state == SEVERAL) != ((flags & RTL_RUN_ONCE_ASYNC) != 0)) {
            return STATUS_INVALID_PARAMETER;
        } else if (state == SEVERAL) {
            return STATUS_PENDING;
        } else {
            RtlWaitOnAddress((const volatile void *)word, &seen, sizeof seen, NULL);
        }
    }
}

NTSTATUS NTAPI RtlRunOnceComplete(RTL_RUN_ONCE *once, ULONG flags, PVOID context)
{
    PVOID volatile *word = (PVOID volatile *)&once->Ptr;
    PVOID seen = *word;
    ULONG_PTR state = (ULONG_PTR)seen & STATE_MASK;
    BOOLEAN failed = (flags & RTL_RUN_ONCE_INIT_FAILED) != 0;
    if (flags & ~(RTL_RUN_ONCE_ASYNC | RTL_RUN_ONCE_INIT_FAILED))
        return STATUS_INVALID_PARAMETER_2;
    if (failed && ((flags & RTL_RUN_ONCE_ASYNC) || context))
        return failed && context ? STATUS_INVALID_PARAMETER_3 : STATUS_INVALID_PARAMETER_2;
    if ((ULONG_PTR)context & STATE_MASK)
        return STATUS_INVALID_PARAMETER_3;
    if (state != (flags & RTL_RUN_ONCE_ASYNC ? SEVERAL : BUSY))
        return state == DONE && (flags & RTL_RUN_ONCE_ASYNC) ? STATUS_OBJECT_NAME_COLLISION
                                                             : STATUS_UNSUCCESSFUL;
    PVOID next = failed ? NULL : (PVOID)((ULONG_PTR)context | DONE);
    if (InterlockedCompareExchangePointer(word, next, seen) != seen)
        return STATUS_OBJECT_NAME_COLLISION;
    if (state == BUSY)
        RtlWakeAddressAll((const void *)once);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlRunOnceExecuteOnce(RTL_RUN_ONCE *once, RUN_ONCE_FN function, PVOID parameter,
                                     PVOID *context)
{
    PVOID value = NULL;
    NTSTATUS status = RtlRunOnceBeginInitialize(once, 0, context);
    if (status != STATUS_PENDING)
        return status;
    if (!function(once, parameter, &value)) {
        RtlRunOnceComplete(once, RTL_RUN_ONCE_INIT_FAILED, NULL);
        return STATUS_UNSUCCESSFUL;
    }
    status = RtlRunOnceComplete(once, 0, value);
    if (!status && context)
        *context = value;
    return status;
}
