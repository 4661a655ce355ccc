/*
 * numa.c - systemtopologyapi.h and processtopologyapi.h: one node, one group.
 */
#include "kernel32_private.h"

static ULONGLONG all(void)
{
    return peb_self()->ActiveProcessAffinityMask;
}

BOOL WINAPI GetNumaHighestNodeNumber(PULONG node)
{
    *node = 0;
    return TRUE;
}

BOOL WINAPI GetNumaNodeProcessorMask(UCHAR node, PULONGLONG mask)
{
    if (node)
        return fail_with(ERROR_INVALID_PARAMETER);
    *mask = all();
    return TRUE;
}

BOOL WINAPI GetNumaNodeProcessorMaskEx(USHORT node, PGROUP_AFFINITY mask)
{
    if (node)
        return fail_with(ERROR_INVALID_PARAMETER);
    *mask = (GROUP_AFFINITY){.Mask = all()};
    return TRUE;
}

BOOL WINAPI GetNumaProcessorNode(UCHAR processor, PUCHAR node)
{
    if (processor >= 64 || !(all() >> processor & 1)) {
        *node = 0xff;
        return fail_with(ERROR_INVALID_PARAMETER);
    }
    *node = 0;
    return TRUE;
}

BOOL WINAPI GetNumaProcessorNodeEx(PPROCESSOR_NUMBER processor, PUSHORT node)
{
    if (processor->Group || processor->Number >= 64 || !(all() >> processor->Number & 1)) {
        *node = 0xffff;
        return fail_with(ERROR_INVALID_PARAMETER);
    }
    *node = 0;
    return TRUE;
}

BOOL WINAPI GetNumaAvailableMemoryNodeEx(USHORT node, PULONGLONG bytes)
{
    MEMORYSTATUSEX status = {.dwLength = sizeof status};
    if (node || !GlobalMemoryStatusEx(&status))
        return fail_with(ERROR_INVALID_PARAMETER);
    *bytes = status.ullAvailPhys;
    return TRUE;
}

BOOL WINAPI GetNumaAvailableMemoryNode(UCHAR node, PULONGLONG bytes)
{
    return GetNumaAvailableMemoryNodeEx(node, bytes);
}

DWORD WINAPI GetActiveProcessorCount(WORD group)
{
    return group == 0 || group == ALL_PROCESSOR_GROUPS ? peb_self()->NumberOfProcessors
                                                       : (DWORD)fail_with(ERROR_INVALID_PARAMETER);
}

DWORD WINAPI GetMaximumProcessorCount(WORD group)
{
    return GetActiveProcessorCount(group);
}

WORD WINAPI GetActiveProcessorGroupCount(void)
{
    return 1;
}

WORD WINAPI GetMaximumProcessorGroupCount(void)
{
    return 1;
}

BOOL WINAPI GetProcessGroupAffinity(HANDLE process, PUSHORT count, PUSHORT groups)
{
    USHORT room = *count;
    *count = 1;
    if (room < 1)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    groups[0] = 0;
    return TRUE;
}
