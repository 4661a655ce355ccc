/*
 * process.c - processthreadsapi.h: the process itself.
 */
#include "kernel32_private.h"

VOID WINAPI ExitProcess(UINT code)
{
    RtlExitUserProcess((NTSTATUS)code);
}

BOOL WINAPI TerminateProcess(HANDLE process, UINT code)
{
    if (!process)
        return fail_with(ERROR_INVALID_HANDLE);
    return nt_result(NtTerminateProcess(process, (NTSTATUS)code));
}

static NTSTATUS query_basic(HANDLE process, PROCESS_BASIC_INFORMATION *info)
{
    return NtQueryInformationProcess(process, ProcessBasicInformation, info, sizeof *info, NULL);
}

BOOL WINAPI GetExitCodeProcess(HANDLE process, LPDWORD code)
{
    PROCESS_BASIC_INFORMATION info;
    NTSTATUS status = query_basic(process, &info);
    if (status >= 0)
        *code = *(DWORD *)&info; /* ExitStatus is the first member */
    return nt_result(status);
}

DWORD WINAPI GetProcessId(HANDLE process)
{
    PROCESS_BASIC_INFORMATION info;
    return nt_result(query_basic(process, &info)) ? (DWORD)(ULONG_PTR)info.UniqueProcessId : 0;
}

HANDLE WINAPI OpenProcess(DWORD access, BOOL inherit, DWORD id)
{
    OBJECT_ATTRIBUTES object;
    CLIENT_ID client = {(HANDLE)(ULONG_PTR)id, NULL};
    HANDLE handle = NULL;
    InitializeObjectAttributes(&object, NULL, inherit ? OBJ_INHERIT : 0, NULL, NULL);
    NTSTATUS status = NtOpenProcess(&handle, access, &object, &client);
    if (status == STATUS_INVALID_CID)
        fail_with(ERROR_INVALID_PARAMETER);
    else if (status < 0)
        set_last_nt_error(status);
    return status < 0 ? NULL : handle;
}

BOOL WINAPI GetProcessTimes(HANDLE process, LPFILETIME created, LPFILETIME ended, LPFILETIME kernel,
                            LPFILETIME user)
{
    FILETIME times[4];
    NTSTATUS status =
        NtQueryInformationProcess(process, (PROCESSINFOCLASS)4, times, sizeof times, NULL);
    if (status >= 0)
        *created = times[0], *ended = times[1], *kernel = times[2], *user = times[3];
    return nt_result(status);
}

BOOL WINAPI GetProcessHandleCount(HANDLE process, PDWORD count)
{
    return nt_result(
        NtQueryInformationProcess(process, (PROCESSINFOCLASS)20, count, sizeof *count, NULL));
}

/* In the order of the kernel's numbers, from 1. */
static const DWORD priority_classes[] = {IDLE_PRIORITY_CLASS,         NORMAL_PRIORITY_CLASS,
                                         HIGH_PRIORITY_CLASS,         REALTIME_PRIORITY_CLASS,
                                         BELOW_NORMAL_PRIORITY_CLASS, ABOVE_NORMAL_PRIORITY_CLASS};
#define PRIORITY_CLASSES (sizeof priority_classes / sizeof *priority_classes)

DWORD WINAPI GetPriorityClass(HANDLE process)
{
    UCHAR info[2];
    NTSTATUS status =
        NtQueryInformationProcess(process, (PROCESSINFOCLASS)18, info, sizeof info, NULL);
    if (!nt_result(status))
        return 0;
    return info[1] && info[1] <= PRIORITY_CLASSES ? priority_classes[info[1] - 1]
                                                  : NORMAL_PRIORITY_CLASS;
}

BOOL WINAPI SetPriorityClass(HANDLE process, DWORD class)
{
    PROCESS_BASIC_INFORMATION basic;
    UCHAR info[2] = {0, 0};
    if (class == PROCESS_MODE_BACKGROUND_BEGIN || class == PROCESS_MODE_BACKGROUND_END)
        return nt_result(query_basic(process, &basic));
    for (UCHAR i = 0; i < PRIORITY_CLASSES; i++)
        if (priority_classes[i] == class)
            info[1] = (UCHAR)(i + 1);
    if (!info[1])
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(NtSetInformationProcess(process, (PROCESSINFOCLASS)18, info, sizeof info));
}

BOOL WINAPI GetProcessAffinityMask(HANDLE process, PDWORD_PTR mask, PDWORD_PTR system)
{
    PROCESS_BASIC_INFORMATION info;
    NTSTATUS status = query_basic(process, &info);
    if (status >= 0)
        *mask = info.AffinityMask, *system = peb_self()->ActiveProcessAffinityMask;
    return nt_result(status);
}

BOOL WINAPI SetProcessAffinityMask(HANDLE process, DWORD_PTR mask)
{
    return nt_result(NtSetInformationProcess(process, (PROCESSINFOCLASS)21, &mask, sizeof mask));
}

BOOL WINAPI SetProcessPriorityBoost(HANDLE process, BOOL disable)
{
    PROCESS_BASIC_INFORMATION info;
    return nt_result(query_basic(process, &info));
}

BOOL WINAPI GetProcessPriorityBoost(HANDLE process, PBOOL disabled)
{
    PROCESS_BASIC_INFORMATION info;
    NTSTATUS status = query_basic(process, &info);
    if (status >= 0)
        *disabled = FALSE;
    return nt_result(status);
}

DWORD WINAPI GetProcessVersion(DWORD id)
{
    PEB_FULL *peb = peb_self();
    if (id && id != GetCurrentProcessId()) {
        fail_with(ERROR_INVALID_PARAMETER);
        return 0;
    }
    return MAKELONG(peb->ImageSubsystemMinorVersion, peb->ImageSubsystemMajorVersion);
}

BOOL WINAPI ProcessIdToSessionId(DWORD id, DWORD *session)
{
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    if (!process)
        return FALSE;
    CloseHandle(process);
    *session = peb_self()->SessionId;
    return TRUE;
}

DWORD WINAPI WTSGetActiveConsoleSessionId(void)
{
    return peb_self()->SessionId;
}

BOOL WINAPI IsWow64Process(HANDLE process, PBOOL wow64)
{
    PROCESS_BASIC_INFORMATION info;
    NTSTATUS status = query_basic(process, &info);
    if (status >= 0)
        *wow64 = FALSE;
    return nt_result(status);
}

BOOL WINAPI IsWow64Process2(HANDLE process, USHORT *machine, USHORT *native)
{
    PROCESS_BASIC_INFORMATION info;
    NTSTATUS status = query_basic(process, &info);
    if (status >= 0) {
        *machine = IMAGE_FILE_MACHINE_UNKNOWN;
        if (native)
            *native = IMAGE_FILE_MACHINE_AMD64;
    }
    return nt_result(status);
}

BOOL WINAPI QueryFullProcessImageNameW(HANDLE process, DWORD flags, LPWSTR buffer, PDWORD size)
{
    struct {
        UNICODE_STRING name;
        WCHAR text[1024];
    } info;
    NTSTATUS status =
        NtQueryInformationProcess(process, (PROCESSINFOCLASS)43, &info, sizeof info, NULL);
    if (status < 0)
        return set_last_nt_error(status);
    DWORD length = info.name.Length / sizeof(WCHAR);
    if (length >= *size)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    memcpy(buffer, info.name.Buffer, info.name.Length);
    buffer[length] = 0;
    *size = length;
    return TRUE;
}

BOOL WINAPI QueryFullProcessImageNameA(HANDLE process, DWORD flags, LPSTR buffer, PDWORD size)
{
    WCHAR wide[1024];
    DWORD count = 1024;
    if (!QueryFullProcessImageNameW(process, flags, wide, &count))
        return FALSE;
    DWORD length = k32_from_wide(wide, count, buffer, *size);
    if (length >= *size)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    *size = length;
    return TRUE;
}

BOOL WINAPI FlushInstructionCache(HANDLE process, LPCVOID address, SIZE_T size)
{
    return TRUE; /* x86 keeps code coherent by itself */
}

VOID WINAPI FlushProcessWriteBuffers(void)
{
    MemoryBarrier();
    NtFlushProcessWriteBuffers();
}

BOOL WINAPI SetProcessShutdownParameters(DWORD level, DWORD flags)
{
    return TRUE; /* kept for nobody: there is no system shutdown to order */
}

BOOL WINAPI SetProcessDEPPolicy(DWORD flags)
{
    return fail_with(ERROR_NOT_SUPPORTED); /* as on every 64-bit Windows */
}

DEP_SYSTEM_POLICY_TYPE WINAPI GetSystemDEPPolicy(void)
{
    return DEPPolicyOptIn;
}

BOOL WINAPI GetProcessDEPPolicy(HANDLE process, LPDWORD flags, PBOOL permanent)
{
    return fail_with(ERROR_NOT_SUPPORTED);
}

BOOL WINAPI GetProcessMitigationPolicy(HANDLE process, PROCESS_MITIGATION_POLICY policy,
                                       PVOID buffer, SIZE_T size)
{
    if (size < sizeof(DWORD))
        return fail_with(ERROR_INVALID_PARAMETER);
    memset(buffer, 0, size);
    return TRUE; /* none is switched on */
}

VOID WINAPI FatalAppExitW(UINT action, LPCWSTR message)
{
    char text[1024];
    ULONG size = 0;
    RtlUnicodeToUTF8N(text, sizeof text - 2, &size, message,
                      (ULONG)(wcslen(message) * sizeof(WCHAR)));
    text[size] = '\n';
    text[size + 1] = 0;
    BaileyPrintError(text);
    RtlExitUserProcess(0);
}

VOID WINAPI FatalAppExitA(UINT action, LPCSTR message)
{
    BaileyPrintError(message);
    BaileyPrintError("\n");
    RtlExitUserProcess(0);
}
