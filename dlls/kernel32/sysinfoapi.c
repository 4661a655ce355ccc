/*
 * sysinfoapi.c - sysinfoapi.h and profileapi.h: the machine, its clocks, its memory.
 */
#include "kernel32_private.h"

typedef struct BASIC_INFO {
    ULONG Reserved, TimerResolution, PageSize, NumberOfPhysicalPages, Lowest, Highest, Granularity;
    ULONG_PTR MinimumUserModeAddress, MaximumUserModeAddress, ActiveProcessorsAffinityMask;
    CCHAR NumberOfProcessors;
} BASIC_INFO;

typedef struct PERFORMANCE_INFO {
    LONGLONG times[4];
    ULONG operations[3];
    ULONG AvailablePages, CommittedPages, CommitLimit, PeakCommitment;
    ULONG Rest[69];
} PERFORMANCE_INFO;

NTSTATUS NTAPI RtlSystemTimeToLocalTime(const LARGE_INTEGER *, LARGE_INTEGER *);

static LONGLONG system_time(void)
{
    LARGE_INTEGER time;
    NtQuerySystemTime(&time);
    return time.QuadPart;
}

static void put_time(FILETIME *out, LONGLONG time)
{
    out->dwLowDateTime = (DWORD)time;
    out->dwHighDateTime = (DWORD)(time >> 32);
}

VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME time)
{
    put_time(time, system_time());
}

VOID WINAPI GetSystemTimePreciseAsFileTime(LPFILETIME time)
{
    put_time(time, system_time());
}

VOID WINAPI GetSystemTime(LPSYSTEMTIME time)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    FileTimeToSystemTime(&now, time);
}

VOID WINAPI GetLocalTime(LPSYSTEMTIME time)
{
    LARGE_INTEGER now = {.QuadPart = system_time()}, local;
    FILETIME file;
    if (RtlSystemTimeToLocalTime(&now, &local))
        local = now;
    put_time(&file, local.QuadPart);
    FileTimeToSystemTime(&file, time);
}

BOOL WINAPI SetSystemTime(const SYSTEMTIME *time)
{
    FILETIME file;
    LARGE_INTEGER wanted, previous;
    if (!SystemTimeToFileTime(time, &file))
        return FALSE;
    wanted.LowPart = file.dwLowDateTime;
    wanted.HighPart = (LONG)file.dwHighDateTime;
    return nt_result(NtSetSystemTime(&wanted, &previous));
}

BOOL WINAPI SetLocalTime(const SYSTEMTIME *time)
{
    return SetSystemTime(time);
}

BOOL WINAPI GetSystemTimeAdjustment(PDWORD adjustment, PDWORD increment, PBOOL disabled)
{
    *adjustment = *increment = 156250;
    *disabled = FALSE;
    return TRUE;
}

BOOL WINAPI SetSystemTimeAdjustment(DWORD adjustment, BOOL disabled)
{
    return fail_with(ERROR_PRIVILEGE_NOT_HELD);
}

DWORD WINAPI GetTickCount(void)
{
    return NtGetTickCount();
}

ULONGLONG WINAPI GetTickCount64(void)
{
    return RtlGetTickCount64();
}

BOOL WINAPI QueryUnbiasedInterruptTime(PULONGLONG time)
{
    if (!time)
        return fail_with(ERROR_INVALID_PARAMETER);
    return RtlQueryUnbiasedInterruptTime(time);
}

VOID WINAPI QueryUnbiasedInterruptTimePrecise(PULONGLONG time)
{
    RtlQueryUnbiasedInterruptTime(time);
}

VOID WINAPI QueryInterruptTime(PULONGLONG time)
{
    RtlGetInterruptTimePrecise(time);
}

VOID WINAPI QueryInterruptTimePrecise(PULONGLONG time)
{
    RtlGetInterruptTimePrecise(time);
}

VOID WINAPI GetSystemInfo(LPSYSTEM_INFO info)
{
    BASIC_INFO basic = {0};
    struct {
        USHORT architecture, level, revision, maximum;
        ULONG bits;
    } processor = {0};
    NtQuerySystemInformation(SystemBasicInformation, &basic, sizeof basic, NULL);
    NtQuerySystemInformation((SYSTEM_INFORMATION_CLASS)1, &processor, sizeof processor, NULL);
    *info = (SYSTEM_INFO){
        .dwPageSize = basic.PageSize,
        .lpMinimumApplicationAddress = (PVOID)basic.MinimumUserModeAddress,
        .lpMaximumApplicationAddress = (PVOID)basic.MaximumUserModeAddress,
        .dwActiveProcessorMask = basic.ActiveProcessorsAffinityMask,
        .dwNumberOfProcessors = (DWORD)(UCHAR)basic.NumberOfProcessors,
        .dwProcessorType = PROCESSOR_AMD_X8664,
        .dwAllocationGranularity = basic.Granularity,
        .wProcessorLevel = processor.level,
        .wProcessorRevision = processor.revision,
    };
    info->wProcessorArchitecture = processor.architecture;
}

VOID WINAPI GetNativeSystemInfo(LPSYSTEM_INFO info)
{
    GetSystemInfo(info);
}

BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX status)
{
    BASIC_INFO basic;
    PERFORMANCE_INFO performance;
    if (status->dwLength != sizeof *status)
        return fail_with(ERROR_INVALID_PARAMETER);
    NTSTATUS result = NtQuerySystemInformation(SystemBasicInformation, &basic, sizeof basic, NULL);
    if (!result)
        result = NtQuerySystemInformation(SystemPerformanceInformation, &performance,
                                          sizeof performance, NULL);
    if (result)
        return set_last_nt_error(result);
    status->ullTotalPhys = (DWORDLONG)basic.NumberOfPhysicalPages * 4096;
    status->ullAvailPhys = (DWORDLONG)performance.AvailablePages * 4096;
    status->dwMemoryLoad =
        (DWORD)((status->ullTotalPhys - status->ullAvailPhys) * 100 / status->ullTotalPhys);
    status->ullTotalPageFile = (DWORDLONG)performance.CommitLimit * 4096;
    status->ullAvailPageFile =
        (DWORDLONG)(performance.CommitLimit - performance.CommittedPages) * 4096;
    status->ullTotalVirtual = basic.MaximumUserModeAddress - basic.MinimumUserModeAddress + 1;
    status->ullAvailVirtual = status->ullTotalVirtual - ((DWORDLONG)1 << 30);
    status->ullAvailExtendedVirtual = 0;
    return TRUE;
}

VOID WINAPI GlobalMemoryStatus(LPMEMORYSTATUS status)
{
    MEMORYSTATUSEX full = {.dwLength = sizeof full};
    status->dwLength = sizeof *status;
    GlobalMemoryStatusEx(&full);
    status->dwMemoryLoad = full.dwMemoryLoad;
    status->dwTotalPhys = full.ullTotalPhys;
    status->dwAvailPhys = full.ullAvailPhys;
    status->dwTotalPageFile = full.ullTotalPageFile;
    status->dwAvailPageFile = full.ullAvailPageFile;
    status->dwTotalVirtual = full.ullTotalVirtual;
    status->dwAvailVirtual = full.ullAvailVirtual;
}

BOOL WINAPI GetPhysicallyInstalledSystemMemory(PULONGLONG kilobytes)
{
    MEMORYSTATUSEX status = {.dwLength = sizeof status};
    if (!kilobytes)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!GlobalMemoryStatusEx(&status))
        return FALSE;
    *kilobytes = status.ullTotalPhys / 1024;
    return TRUE;
}

BOOL WINAPI GetLogicalProcessorInformation(PSYSTEM_LOGICAL_PROCESSOR_INFORMATION buffer,
                                           PDWORD size)
{
    ULONG used = 0;
    if (!size)
        return fail_with(ERROR_INVALID_PARAMETER);
    NTSTATUS status =
        NtQuerySystemInformation((SYSTEM_INFORMATION_CLASS)73, buffer, buffer ? *size : 0, &used);
    *size = used;
    return status == STATUS_INFO_LENGTH_MISMATCH ? fail_with(ERROR_INSUFFICIENT_BUFFER)
                                                 : nt_result(status);
}

BOOL WINAPI GetLogicalProcessorInformationEx(LOGICAL_PROCESSOR_RELATIONSHIP relation,
                                             PSYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX buffer,
                                             PDWORD size)
{
    ULONG used = 0, query = relation;
    if (!size)
        return fail_with(ERROR_INVALID_PARAMETER);
    NTSTATUS status = NtQuerySystemInformationEx((SYSTEM_INFORMATION_CLASS)107, &query,
                                                 sizeof query, buffer, buffer ? *size : 0, &used);
    *size = used;
    return status == STATUS_INFO_LENGTH_MISMATCH ? fail_with(ERROR_INSUFFICIENT_BUFFER)
                                                 : nt_result(status);
}

BOOL WINAPI IsProcessorFeaturePresent(DWORD feature)
{
    return RtlIsProcessorFeaturePresent(feature);
}

BOOL WINAPI GetSystemTimes(PFILETIME idle, PFILETIME kernel, PFILETIME user)
{
    struct {
        LONGLONG idle, kernel, user, dpc, interrupt;
        ULONG count;
    } times[64];
    ULONG used = 0;
    LONGLONG sum[3] = {0};
    NTSTATUS status =
        NtQuerySystemInformation(SystemProcessorPerformanceInformation, times, sizeof times, &used);
    if (status)
        return set_last_nt_error(status);
    for (ULONG i = 0; i < used / sizeof *times; i++) {
        sum[0] += times[i].idle;
        sum[1] += times[i].kernel;
        sum[2] += times[i].user;
    }
    if (idle)
        put_time(idle, sum[0]);
    if (kernel)
        put_time(kernel, sum[1]);
    if (user)
        put_time(user, sum[2]);
    return TRUE;
}

/* There is no firmware to show. */
UINT WINAPI GetSystemFirmwareTable(DWORD provider, DWORD table, PVOID buffer, DWORD size)
{
    return (UINT)fail_with(ERROR_INVALID_FUNCTION);
}

UINT WINAPI EnumSystemFirmwareTables(DWORD provider, PVOID buffer, DWORD size)
{
    return (UINT)fail_with(ERROR_INVALID_FUNCTION);
}
