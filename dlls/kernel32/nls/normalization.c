/* normalization.c - NormalizeString and the names of hosts: doors to ntdll's. */
#include "nls_private.h"

/* The count, or what the failure means: a guess below zero where the buffer is too small, the
   place of the damage below zero where the text is not well-formed. */
static int answer(NTSTATUS status, LONG count)
{
    if (NT_SUCCESS(status))
        return count;
    SetLastError(RtlNtStatusToDosError(status));
    if (status == STATUS_BUFFER_TOO_SMALL || status == STATUS_NO_UNICODE_TRANSLATION)
        return -count;
    return 0;
}

int WINAPI NormalizeString(NORM_FORM form, LPCWSTR from, int count, LPWSTR to, int room)
{
    LONG made = to ? room : 0;
    NTSTATUS status;

    SetLastError(ERROR_SUCCESS);
    status = RtlNormalizeString(form, from, count, to, &made);
    return answer(status, made);
}

BOOL WINAPI IsNormalizedString(NORM_FORM form, LPCWSTR text, int count)
{
    BOOLEAN normalized = FALSE;
    NTSTATUS status = RtlIsNormalizedString(form, text, count, &normalized);

    SetLastError(RtlNtStatusToDosError(status));
    return normalized;
}

static int idn_answer(NTSTATUS status, LONG count)
{
    if (NT_SUCCESS(status))
        return count;
    return nls_fail(status == STATUS_INVALID_IDN_NORMALIZATION ? ERROR_INVALID_NAME
                                                               : RtlNtStatusToDosError(status));
}

int WINAPI IdnToAscii(DWORD flags, LPCWSTR from, int count, LPWSTR to, int room)
{
    LONG made = room;
    NTSTATUS status = RtlIdnToAscii(flags, from, count, to, &made);

    return idn_answer(status, made);
}

int WINAPI IdnToUnicode(DWORD flags, LPCWSTR from, int count, LPWSTR to, int room)
{
    LONG made = room;
    NTSTATUS status = RtlIdnToUnicode(flags, from, count, to, &made);

    return idn_answer(status, made);
}

int WINAPI IdnToNameprepUnicode(DWORD flags, LPCWSTR from, int count, LPWSTR to, int room)
{
    LONG made = room;
    NTSTATUS status = RtlIdnToNameprepUnicode(flags, from, count, to, &made);

    return idn_answer(status, made);
}
