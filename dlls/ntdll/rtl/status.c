/* status.c - NTSTATUS to Win32 error. */
#include "nt.h"

enum { UNKNOWN_STATUS = 317 /* ERROR_MR_MID_NOT_FOUND */ };

static const struct {
    ULONG status, error;
} statuses[] = {
// clang-format off
#include "status_table.inc"
    // clang-format on
};

ULONG NTAPI RtlNtStatusToDosErrorNoTeb(NTSTATUS status)
{
    ULONG code = (ULONG)status;
    SIZE_T low = 0, high = sizeof statuses / sizeof *statuses;

    if (!code || code & 0x20000000)
        return code;
    if ((code & 0xf0000000) == 0xd0000000)
        code &= ~0x10000000u;
    while (low < high) {
        SIZE_T middle = (low + high) / 2;

        if (statuses[middle].status < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sizeof statuses / sizeof *statuses && statuses[low].status == code)
        return statuses[low].error;
    /* FACILITY_NTWIN32, and FACILITY_WIN32 as an HRESULT or a status: the error itself. */
    if (code >> 16 == 0xc001 || code >> 16 == 0x8007 || code >> 16 == 0xc007)
        return code & 0xffff;
    return UNKNOWN_STATUS;
}

ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status)
{
    teb_self()->LastStatusValue = (ULONG)status;
    return RtlNtStatusToDosErrorNoTeb(status);
}

NTSTATUS NTAPI RtlGetLastNtStatus(void)
{
    return (NTSTATUS)teb_self()->LastStatusValue;
}

ULONG NTAPI RtlGetLastWin32Error(void)
{
    return teb_self()->LastErrorValue;
}

VOID NTAPI RtlSetLastWin32Error(ULONG error)
{
    teb_self()->LastErrorValue = error;
}

VOID NTAPI RtlSetLastWin32ErrorAndNtStatusFromNtStatus(NTSTATUS status)
{
    teb_self()->LastErrorValue = RtlNtStatusToDosError(status);
}
