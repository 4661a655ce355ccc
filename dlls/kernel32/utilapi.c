/*
 * utilapi.c - pointers in disguise, and what has no other home.
 */
#include "kernel32_private.h"

static ULONG_PTR pointer_cookie;

static ULONG_PTR cookie(void)
{
    if (!pointer_cookie) {
        ULONG_PTR value = 0;
        RtlGenRandomBytes(&value, sizeof value);
        InterlockedCompareExchange64((volatile LONG64 *)&pointer_cookie, (LONG64)(value | 1), 0);
    }
    return pointer_cookie;
}

PVOID WINAPI EncodePointer(PVOID pointer)
{
    return (PVOID)((ULONG_PTR)pointer ^ cookie());
}

PVOID WINAPI DecodePointer(PVOID pointer)
{
    return (PVOID)((ULONG_PTR)pointer ^ cookie());
}

PVOID WINAPI EncodeSystemPointer(PVOID pointer)
{
    return EncodePointer(pointer);
}

PVOID WINAPI DecodeSystemPointer(PVOID pointer)
{
    return DecodePointer(pointer);
}

/* There is no speaker: the terminal's bell is the console's business. */
BOOL WINAPI Beep(DWORD frequency, DWORD duration)
{
    if (frequency < 37 || frequency > 32767)
        return fail_with(ERROR_INVALID_PARAMETER);
    Sleep(duration);
    return TRUE;
}

EXECUTION_STATE WINAPI SetThreadExecutionState(EXECUTION_STATE flags)
{
    static volatile LONG state = (LONG)ES_CONTINUOUS;
    if (flags & ~(ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED | ES_USER_PRESENT |
                  ES_AWAYMODE_REQUIRED))
        return 0;
    if (flags & ES_CONTINUOUS)
        return (EXECUTION_STATE)InterlockedExchange(&state, (LONG)flags);
    return (EXECUTION_STATE)state;
}

BOOL WINAPI GetSystemPowerStatus(LPSYSTEM_POWER_STATUS status)
{
    memset(status, 0, sizeof *status);
    status->ACLineStatus = AC_LINE_ONLINE;
    status->BatteryFlag = BATTERY_FLAG_NO_BATTERY;
    status->BatteryLifePercent = BATTERY_PERCENTAGE_UNKNOWN;
    status->BatteryLifeTime = status->BatteryFullLifeTime = BATTERY_LIFE_UNKNOWN;
    return TRUE;
}

DWORD WINAPI GetLastError(void)
{
    return teb_self()->LastErrorValue;
}

VOID WINAPI SetLastError(DWORD error)
{
    teb_self()->LastErrorValue = error;
}

VOID WINAPI RestoreLastError(DWORD error)
{
    teb_self()->LastErrorValue = error;
}
