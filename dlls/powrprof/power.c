/* powrprof.h, powerbase.h: power, of a machine that is always plugged in and never sleeps. */
#include "nt.h"
#include <powrprof.h>

/* Balanced: the scheme that every Windows has. */
static const GUID balanced = {
    0x381b4222, 0xf694, 0x41f0, {0x96, 0x85, 0xff, 0x5b, 0xb2, 0x60, 0xdf, 0x2e}};

typedef struct {
    ULONG Number, MaxMhz, CurrentMhz, MhzLimit, MaxIdleState, CurrentIdleState;
} PROCESSOR_POWER; /* PROCESSOR_POWER_INFORMATION, which mingw's headers do not have */

/* What the registry says of the first processor. */
static ULONG processor_mhz(void)
{
    DWORD mhz = 0, size = sizeof mhz;
    RegGetValueW(HKEY_LOCAL_MACHINE, L"HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0", L"~MHz",
                 RRF_RT_REG_DWORD, NULL, &mhz, &size);
    return mhz;
}

static NTSTATUS processors(PROCESSOR_POWER *out, ULONG size)
{
    SYSTEM_INFO system;
    GetSystemInfo(&system);
    if (!out || size < system.dwNumberOfProcessors * sizeof *out)
        return STATUS_BUFFER_TOO_SMALL;
    ULONG mhz = processor_mhz();
    for (ULONG i = 0; i < system.dwNumberOfProcessors; i++)
        out[i] = (PROCESSOR_POWER){i, mhz, mhz, mhz, 0, 0};
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI CallNtPowerInformation(POWER_INFORMATION_LEVEL level, PVOID input, ULONG input_size,
                                       PVOID output, ULONG size)
{
    switch (level) {
    case ProcessorInformation:
        return processors(output, size);
    case SystemBatteryState:
        if (!output || size < sizeof(SYSTEM_BATTERY_STATE))
            return STATUS_BUFFER_TOO_SMALL;
        memset(output, 0, sizeof(SYSTEM_BATTERY_STATE));
        ((SYSTEM_BATTERY_STATE *)output)->AcOnLine = TRUE;
        return STATUS_SUCCESS;
    case SystemPowerCapabilities:
        if (!output || size < sizeof(SYSTEM_POWER_CAPABILITIES))
            return STATUS_BUFFER_TOO_SMALL;
        memset(output, 0, sizeof(SYSTEM_POWER_CAPABILITIES));
        return STATUS_SUCCESS;
    default:
        return STATUS_NOT_SUPPORTED;
    }
}

BOOLEAN WINAPI GetPwrCapabilities(PSYSTEM_POWER_CAPABILITIES out)
{
    memset(out, 0, sizeof *out);
    return TRUE;
}

BOOLEAN WINAPI IsPwrHibernateAllowed(void)
{
    return FALSE;
}

BOOLEAN WINAPI IsPwrSuspendAllowed(void)
{
    return FALSE;
}

BOOLEAN WINAPI SetSuspendState(BOOLEAN hibernate, BOOLEAN force, BOOLEAN no_wake)
{
    SetLastError(ERROR_NOT_SUPPORTED);
    return FALSE;
}

/* To be freed by LocalFree. */
DWORD WINAPI PowerGetActiveScheme(HKEY root, GUID **out)
{
    if (!out)
        return ERROR_INVALID_PARAMETER;
    *out = LocalAlloc(LMEM_FIXED, sizeof **out);
    if (!*out)
        return ERROR_NOT_ENOUGH_MEMORY;
    **out = balanced;
    return ERROR_SUCCESS;
}
