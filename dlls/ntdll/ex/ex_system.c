/*
 * ex_system.c - NtQuerySystemInformation: the classes that programs use.
 *
 * One row a class. Counters of the whole machine are not the program's to see; where a class holds
 * such, it tells of this process and leaves the rest zero.
 */
#include "ex.h"
#include "ex_system.h"
#include "../rtl/ex_timezone.h"

static void host_facts(PalHostInfo *host)
{
    host->size = sizeof *host;
    host->physical_memory = host->available_memory = pal_boot->physical_memory;
    pal_host_query(host);
}

static NTSTATUS basic(void *buffer, ULONG size, ULONG *used)
{
    EX_BASIC_INFO *info = buffer;
    *info = (EX_BASIC_INFO){
        .TimerResolution = EX_DEFAULT_TICK,
        .PageSize = 4096,
        .NumberOfPhysicalPages = (ULONG)(pal_boot->physical_memory / 4096),
        .LowestPhysicalPageNumber = 1,
        .HighestPhysicalPageNumber = (ULONG)(pal_boot->physical_memory / 4096),
        .AllocationGranularity = 65536,
        .MinimumUserModeAddress = 0x10000,
        .MaximumUserModeAddress = TEB_WIDTH(0x7ffffffeffff, 0x7ffeffff),
        .ActiveProcessorsAffinityMask = peb_self()->ActiveProcessAffinityMask,
        .NumberOfProcessors = (CCHAR)pal_boot->processor_count,
    };
    return STATUS_SUCCESS;
}

static NTSTATUS processor(void *buffer, ULONG size, ULONG *used)
{
    EX_PROCESSOR_INFO *info = buffer;
    *info = (EX_PROCESSOR_INFO){.ProcessorArchitecture = PROCESSOR_ARCHITECTURE_AMD64,
                                .MaximumProcessors = (USHORT)pal_boot->processor_count};
    ex_processor_revision(&info->ProcessorLevel, &info->ProcessorRevision);
    return STATUS_SUCCESS;
}

static NTSTATUS performance(void *buffer, ULONG size, ULONG *used)
{
    EX_PERFORMANCE_INFO *info = buffer;
    PalHostInfo host;
    host_facts(&host);
    __builtin_memset(info, 0, sizeof *info);
    info->AvailablePages = (ULONG)(host.available_memory / 4096);
    info->CommittedPages = (ULONG)((host.physical_memory - host.available_memory) / 4096);
    info->CommitLimit = (ULONG)(host.physical_memory / 4096);
    info->PeakCommitment = info->CommittedPages;
    return STATUS_SUCCESS;
}

static NTSTATUS time_of_day(void *buffer, ULONG size, ULONG *used)
{
    EX_TIME_OF_DAY info = {0};
    PalHostInfo host = {0};
    host_facts(&host);
    pal_clock_query(PAL_CLOCK_SYSTEM, &info.CurrentTime);
    info.BootTime = host.boot_time;
    info.TimeZoneBias = ex_time_bias(info.CurrentTime);
    info.TimeZoneId = 0;
    *used = size < sizeof info ? size : sizeof info;
    __builtin_memcpy(buffer, &info, *used);
    return STATUS_SUCCESS;
}

/* Of this process, on its first processor; the rest of the time counts as idle. */
static NTSTATUS processor_times(void *buffer, ULONG size, ULONG *used)
{
    EX_PROCESSOR_TIMES *info = buffer;
    ULONG count = size / sizeof *info;
    int64_t up = 0, cpu = 0, kernel = 0;
    count = count < pal_boot->processor_count ? count : pal_boot->processor_count;
    *used = pal_boot->processor_count * (ULONG)sizeof *info;
    if (!count)
        return STATUS_INFO_LENGTH_MISMATCH;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &up);
    pal_clock_query(PAL_CLOCK_PROCESS_CPU, &cpu);
    pal_clock_query(PAL_CLOCK_PROCESS_KERNEL, &kernel);
    __builtin_memset(info, 0, count * sizeof *info);
    for (ULONG i = 0; i < count; i++)
        info[i].KernelTime = info[i].IdleTime = up;
    info[0].UserTime = cpu - kernel;
    info[0].IdleTime -= cpu;
    info[0].KernelTime -= cpu - kernel;
    *used = count * (ULONG)sizeof *info;
    return STATUS_SUCCESS;
}

static NTSTATUS time_adjustment(void *buffer, ULONG size, ULONG *used)
{
    ULONG *info = buffer; /* adjustment, increment, enable */
    info[0] = info[1] = EX_DEFAULT_TICK;
    info[2] = TRUE;
    return STATUS_SUCCESS;
}

static NTSTATUS kernel_debugger(void *buffer, ULONG size, ULONG *used)
{
    UCHAR *info = buffer; /* enabled, not present */
    info[0] = FALSE;
    info[1] = TRUE;
    return STATUS_SUCCESS;
}

static NTSTATUS registry_quota(void *buffer, ULONG size, ULONG *used)
{
    EX_REGISTRY_QUOTA *info = buffer;
    *info = (EX_REGISTRY_QUOTA){.RegistryQuotaAllowed = 256u << 20, .PagedPoolSize = 1u << 30};
    return STATUS_SUCCESS;
}

static NTSTATUS time_zone(void *buffer, ULONG size, ULONG *used)
{
    ULONG length = offsetof(RTL_DYNAMIC_TIME_ZONE, TimeZoneKeyName);
    __builtin_memcpy(buffer, ex_time_zone(), length);
    return STATUS_SUCCESS;
}

static NTSTATUS dynamic_time_zone(void *buffer, ULONG size, ULONG *used)
{
    __builtin_memcpy(buffer, ex_time_zone(), sizeof(RTL_DYNAMIC_TIME_ZONE));
    return STATUS_SUCCESS;
}

/* Code is checked by nobody. */
static NTSTATUS code_integrity(void *buffer, ULONG size, ULONG *used)
{
    ULONG *info = buffer;
    if (info[0] != 2 * sizeof(ULONG))
        return STATUS_INFO_LENGTH_MISMATCH;
    info[1] = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS numa_map(void *buffer, ULONG size, ULONG *used)
{
    struct {
        ULONG HighestNodeNumber, Reserved;
        GROUP_AFFINITY first;
    } *info = buffer;
    __builtin_memset(info, 0, sizeof *info);
    info->first.Mask = peb_self()->ActiveProcessAffinityMask;
    return STATUS_SUCCESS;
}

struct row {
    ULONG class, least; /* bytes that the buffer must have; exact: just these */
    BOOLEAN exact;
    NTSTATUS (*fill)(void *buffer, ULONG size, ULONG *used);
};

static const struct row rows[] = {
    {0, sizeof(EX_BASIC_INFO), TRUE, basic},
    {1, sizeof(EX_PROCESSOR_INFO), FALSE, processor},
    {2, sizeof(EX_PERFORMANCE_INFO), FALSE, performance},
    {3, 0, FALSE, time_of_day},
    {5, 0, FALSE, ex_process_list},
    {8, 0, FALSE, processor_times},
    {28, 12, FALSE, time_adjustment},
    {35, 2, FALSE, kernel_debugger},
    {37, sizeof(EX_REGISTRY_QUOTA), FALSE, registry_quota},
    {44, offsetof(RTL_DYNAMIC_TIME_ZONE, TimeZoneKeyName), FALSE, time_zone},
    {55, 24, FALSE, numa_map},
    {62, sizeof(EX_BASIC_INFO), TRUE, basic},
    {63, sizeof(EX_PROCESSOR_INFO), FALSE, processor},
    {73, 0, FALSE, ex_logical_processors},
    {102, sizeof(RTL_DYNAMIC_TIME_ZONE), FALSE, dynamic_time_zone},
    {103, 8, FALSE, code_integrity},
};

NTSTATUS NTAPI NtQuerySystemInformation(SYSTEM_INFORMATION_CLASS class, PVOID buffer, ULONG size,
                                        PULONG returned)
{
    for (ULONG i = 0; i < ARRAYSIZE(rows); i++) {
        const struct row *row = &rows[i];
        if (row->class != (ULONG) class)
            continue;
        ULONG used = row->least;
        NTSTATUS status = STATUS_INFO_LENGTH_MISMATCH;
        if (size >= row->least && (!row->exact || size == row->least))
            status = row->fill(buffer, size, &used);
        if (returned)
            *returned = used;
        return status;
    }
    return STATUS_INVALID_INFO_CLASS;
}

NTSTATUS NTAPI NtQuerySystemInformationEx(SYSTEM_INFORMATION_CLASS class, PVOID query,
                                          ULONG query_size, PVOID buffer, ULONG size,
                                          PULONG returned)
{
    ULONG used = 0;
    if (!query || query_size < sizeof(ULONG))
        return STATUS_INVALID_PARAMETER;
    if ((ULONG) class != 107)
        return STATUS_INVALID_INFO_CLASS;
    NTSTATUS status = ex_logical_processors_ex(*(ULONG *)query, buffer, size, &used);
    if (returned)
        *returned = used;
    return status;
}
