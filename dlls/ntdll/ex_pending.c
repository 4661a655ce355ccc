/* ex_pending.c - stands in until the clocks and KUSER_SHARED_DATA have their own files. */
#include "mm_private.h"

BOOLEAN ex_shared_data_touch(void)
{
    return FALSE;
}

NTSTATUS NTAPI NtQuerySystemTime(PLARGE_INTEGER time)
{
    return pal_clock_query(PAL_CLOCK_SYSTEM, &time->QuadPart);
}
