/*
 * werapi.c - error reporting flags: kept, and of no effect, for no report is ever sent.
 */
#include "kernel32_private.h"
/* The public header needs a report handle type that this source has no use for. */
HRESULT WINAPI WerSetFlags(DWORD flags);
HRESULT WINAPI WerGetFlags(HANDLE process, PDWORD flags);

static volatile LONG flags_set;

HRESULT WINAPI WerSetFlags(DWORD flags)
{
    if (flags & ~0x3fu)
        return E_INVALIDARG;
    InterlockedExchange(&flags_set, (LONG)flags);
    return S_OK;
}

HRESULT WINAPI WerGetFlags(HANDLE process, PDWORD flags)
{
    if (!flags)
        return E_INVALIDARG;
    if (GetProcessId(process) != GetCurrentProcessId())
        return E_FAIL;
    *flags = (DWORD)flags_set;
    return S_OK;
}
