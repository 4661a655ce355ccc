/*
 * psapimemory.c - psapi.h: memory of the process and of the machine.
 */
#define PSAPI_VERSION 2
#include "kernel32_private.h"
#include <psapi.h>

/* ProcessVmCounters. */
typedef struct VM_COUNTERS_FULL {
    SIZE_T PeakVirtualSize, VirtualSize;
    ULONG PageFaultCount;
    SIZE_T PeakWorkingSetSize, WorkingSetSize;
    SIZE_T QuotaPeakPagedPoolUsage, QuotaPagedPoolUsage;
    SIZE_T QuotaPeakNonPagedPoolUsage, QuotaNonPagedPoolUsage;
    SIZE_T PagefileUsage, PeakPagefileUsage, PrivateUsage;
} VM_COUNTERS_FULL;

BOOL WINAPI K32GetProcessMemoryInfo(HANDLE process, PPROCESS_MEMORY_COUNTERS counters, DWORD size)
{
    VM_COUNTERS_FULL vm = {0};
    if (size < sizeof *counters)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    NTSTATUS status = NtQueryInformationProcess(process, (PROCESSINFOCLASS)3, &vm, sizeof vm, NULL);
    if (status)
        return set_last_nt_error(status);
    *counters = (PROCESS_MEMORY_COUNTERS){
        .cb = sizeof *counters,
        .PageFaultCount = vm.PageFaultCount,
        .PeakWorkingSetSize = vm.PeakWorkingSetSize,
        .WorkingSetSize = vm.WorkingSetSize,
        .PagefileUsage = vm.PagefileUsage,
        .PeakPagefileUsage = vm.PeakPagefileUsage,
    };
    if (size >= sizeof(PROCESS_MEMORY_COUNTERS_EX)) {
        counters->cb = sizeof(PROCESS_MEMORY_COUNTERS_EX);
        ((PROCESS_MEMORY_COUNTERS_EX *)counters)->PrivateUsage = vm.PrivateUsage;
    }
    return TRUE;
}

BOOL WINAPI K32GetPerformanceInfo(PPERFORMANCE_INFORMATION info, DWORD size)
{
    MEMORYSTATUSEX memory = {.dwLength = sizeof memory};
    if (size < sizeof *info)
        return fail_with(ERROR_BAD_LENGTH);
    if (!GlobalMemoryStatusEx(&memory))
        return FALSE;
    *info = (PERFORMANCE_INFORMATION){
        .cb = sizeof *info,
        .CommitTotal = (memory.ullTotalPageFile - memory.ullAvailPageFile) / 4096,
        .CommitLimit = memory.ullTotalPageFile / 4096,
        .CommitPeak = (memory.ullTotalPageFile - memory.ullAvailPageFile) / 4096,
        .PhysicalTotal = memory.ullTotalPhys / 4096,
        .PhysicalAvailable = memory.ullAvailPhys / 4096,
        .PageSize = 4096,
        .ProcessCount = 1,
        .ThreadCount = 1,
    };
    return TRUE;
}

BOOL WINAPI K32QueryWorkingSetEx(HANDLE process, PVOID buffer, DWORD size)
{
    return nt_result(
        NtQueryVirtualMemory(process, NULL, MemoryWorkingSetExInformation, buffer, size, NULL));
}

/* Pages come back when they are touched: letting all of them go changes nothing that can be seen.
 */
BOOL WINAPI K32EmptyWorkingSet(HANDLE process)
{
    return GetProcessId(process) != 0;
}

DWORD WINAPI K32GetMappedFileNameW(HANDLE process, LPVOID address, LPWSTR buffer, DWORD room)
{
    struct {
        UNICODE_STRING name;
        WCHAR text[1024];
    } out;
    NTSTATUS status = NtQueryVirtualMemory(process, address, MemoryMappedFilenameInformation, &out,
                                           sizeof out, NULL);
    if (status)
        return (DWORD)set_last_nt_error(status == STATUS_INVALID_ADDRESS ? STATUS_UNSUCCESSFUL
                                                                         : status);
    DWORD count = out.name.Length / sizeof(WCHAR);
    if (!room)
        return (DWORD)fail_with(ERROR_INSUFFICIENT_BUFFER);
    if (count >= room) {
        count = room - 1;
        fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    __builtin_memcpy(buffer, out.name.Buffer, count * sizeof(WCHAR));
    buffer[count] = 0;
    return count;
}

DWORD WINAPI K32GetMappedFileNameA(HANDLE process, LPVOID address, LPSTR buffer, DWORD room)
{
    WCHAR wide[1024];
    DWORD count = K32GetMappedFileNameW(process, address, wide, ARRAYSIZE(wide));
    return count ? k32_from_wide(wide, count, buffer, room) : 0;
}

/* The working set is the host's to choose; these are the limits that Windows starts with. */
#define LEAST ((SIZE_T)50 * 4096)
#define MOST  ((SIZE_T)345 * 4096)

BOOL WINAPI GetProcessWorkingSetSizeEx(HANDLE process, PSIZE_T least, PSIZE_T most, PDWORD flags)
{
    if (!GetProcessId(process))
        return FALSE;
    *least = LEAST;
    *most = MOST;
    if (flags)
        *flags = QUOTA_LIMITS_HARDWS_MIN_DISABLE | QUOTA_LIMITS_HARDWS_MAX_DISABLE;
    return TRUE;
}

BOOL WINAPI GetProcessWorkingSetSize(HANDLE process, PSIZE_T least, PSIZE_T most)
{
    return GetProcessWorkingSetSizeEx(process, least, most, NULL);
}

/* A hint; emptying (both -1) as above. */
BOOL WINAPI SetProcessWorkingSetSizeEx(HANDLE process, SIZE_T least, SIZE_T most, DWORD flags)
{
    if (!GetProcessId(process))
        return FALSE;
    if ((least == ~(SIZE_T)0) != (most == ~(SIZE_T)0) || (most != ~(SIZE_T)0 && least > most))
        return fail_with(ERROR_INVALID_PARAMETER);
    return TRUE;
}

BOOL WINAPI SetProcessWorkingSetSize(HANDLE process, SIZE_T least, SIZE_T most)
{
    return SetProcessWorkingSetSizeEx(process, least, most, 0);
}
