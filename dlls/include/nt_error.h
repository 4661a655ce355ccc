/*
 * nt_error.h - the one door from NTSTATUS to the thread's last error.
 */
#ifndef BAILEY_NT_ERROR_H
#define BAILEY_NT_ERROR_H

#include "nt.h"

/* Sets the last error that belongs to status; returns FALSE, so that a function can end with it. */
static inline BOOL set_last_nt_error(NTSTATUS status)
{
    TEB_FULL *teb = teb_self();
    teb->LastStatusValue = (ULONG)status;
    teb->LastErrorValue = RtlNtStatusToDosError(status);
    return FALSE;
}

/* A status as a BOOL function's result; warnings (STATUS_BUFFER_OVERFLOW) are failures too. */
static inline BOOL nt_result(NTSTATUS status)
{
    return status >= 0 ? TRUE : set_last_nt_error(status);
}

static inline BOOL fail_with(DWORD error)
{
    teb_self()->LastErrorValue = error;
    return FALSE;
}

#endif
