/*
 * memoryapi.h: memory resource notifications, and winbase.h: what the host does not count.
 */
#include "kernel32_private.h"

/* Windows calls memory low below about 1/64 of it, and high above about three times that. */
static BOOL holds(MEMORY_RESOURCE_NOTIFICATION_TYPE type)
{
    MEMORYSTATUSEX memory = {.dwLength = sizeof(memory)};

    if (!GlobalMemoryStatusEx(&memory))
        return FALSE;
    return type == LowMemoryResourceNotification
               ? memory.ullAvailPhys < memory.ullTotalPhys / 64
               : memory.ullAvailPhys > memory.ullTotalPhys / 64 * 3;
}

/* An event: its state is that of the moment. */
HANDLE WINAPI CreateMemoryResourceNotification(MEMORY_RESOURCE_NOTIFICATION_TYPE type)
{
    if (type != LowMemoryResourceNotification && type != HighMemoryResourceNotification) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    return CreateEventW(NULL, TRUE, holds(type), NULL);
}

/* How much a process reads and writes is counted nowhere, and a zero would be a lie. */
BOOL WINAPI GetProcessIoCounters(HANDLE process, PIO_COUNTERS counters)
{
    return fail_with(GetProcessId(process) ? ERROR_NOT_SUPPORTED : ERROR_INVALID_HANDLE);
}
