/*
 * processthreadsapi.c - threads.
 */
#include "kernel32_private.h"

typedef struct THREAD_BASIC_INFO {
    NTSTATUS ExitStatus;
    PVOID TebBaseAddress;
    CLIENT_ID ClientId;
    ULONG_PTR AffinityMask;
    LONG Priority;
    LONG BasePriority;
} THREAD_BASIC_INFO;

static NTSTATUS query_basic(HANDLE thread, THREAD_BASIC_INFO *info)
{
    return NtQueryInformationThread(thread, ThreadBasicInformation, info, sizeof *info, NULL);
}

HANDLE WINAPI CreateRemoteThreadEx(HANDLE process, LPSECURITY_ATTRIBUTES security, SIZE_T stack,
                                   LPTHREAD_START_ROUTINE start, LPVOID argument, DWORD flags,
                                   LPPROC_THREAD_ATTRIBUTE_LIST attributes, LPDWORD id)
{
    OBJECT_ATTRIBUTES object;
    HANDLE handle = NULL;
    THREAD_BASIC_INFO info;
    BOOL reserve = (flags & STACK_SIZE_PARAM_IS_A_RESERVATION) != 0;
    InitializeObjectAttributes(&object, NULL,
                               security && security->bInheritHandle ? OBJ_INHERIT : 0, NULL, NULL);
    NTSTATUS status =
        NtCreateThreadEx(&handle, THREAD_ALL_ACCESS, &object, process, start, argument,
                         flags & CREATE_SUSPENDED ? THREAD_CREATE_FLAGS_CREATE_SUSPENDED : 0, 0,
                         reserve ? 0 : stack, reserve ? stack : 0, NULL);
    if (status < 0) {
        set_last_nt_error(status);
        return NULL;
    }
    if (id && query_basic(handle, &info) >= 0)
        *id = (DWORD)(ULONG_PTR)info.ClientId.UniqueThread;
    return handle;
}

HANDLE WINAPI CreateRemoteThread(HANDLE process, LPSECURITY_ATTRIBUTES security, SIZE_T stack,
                                 LPTHREAD_START_ROUTINE start, LPVOID argument, DWORD flags,
                                 LPDWORD id)
{
    return CreateRemoteThreadEx(process, security, stack, start, argument, flags, NULL, id);
}

HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack,
                           LPTHREAD_START_ROUTINE start, LPVOID argument, DWORD flags, LPDWORD id)
{
    return CreateRemoteThreadEx(GetCurrentProcess(), security, stack, start, argument, flags, NULL,
                                id);
}

VOID WINAPI ExitThread(DWORD code)
{
    RtlExitUserThread((NTSTATUS)code);
}

BOOL WINAPI TerminateThread(HANDLE thread, DWORD code)
{
    if (!thread)
        return fail_with(ERROR_INVALID_HANDLE);
    return nt_result(NtTerminateThread(thread, (NTSTATUS)code));
}

BOOL WINAPI GetExitCodeThread(HANDLE thread, LPDWORD code)
{
    THREAD_BASIC_INFO info;
    NTSTATUS status = query_basic(thread, &info);
    if (status >= 0)
        *code = (DWORD)info.ExitStatus;
    return nt_result(status);
}

DWORD WINAPI SuspendThread(HANDLE thread)
{
    ULONG previous;
    return nt_result(NtSuspendThread(thread, &previous)) ? previous : (DWORD)-1;
}

DWORD WINAPI Wow64SuspendThread(HANDLE thread)
{
    return SuspendThread(thread);
}

DWORD WINAPI ResumeThread(HANDLE thread)
{
    ULONG previous;
    return nt_result(NtResumeThread(thread, &previous)) ? previous : (DWORD)-1;
}

BOOL WINAPI GetThreadContext(HANDLE thread, LPCONTEXT context)
{
    return nt_result(NtGetContextThread(thread, context));
}

BOOL WINAPI SetThreadContext(HANDLE thread, const CONTEXT *context)
{
    return nt_result(NtSetContextThread(thread, context));
}

HANDLE WINAPI OpenThread(DWORD access, BOOL inherit, DWORD id)
{
    OBJECT_ATTRIBUTES object;
    CLIENT_ID client = {NULL, (HANDLE)(ULONG_PTR)id};
    HANDLE handle = NULL;
    InitializeObjectAttributes(&object, NULL, inherit ? OBJ_INHERIT : 0, NULL, NULL);
    return nt_result(NtOpenThread(&handle, access, &object, &client)) ? handle : NULL;
}

DWORD WINAPI GetThreadId(HANDLE thread)
{
    THREAD_BASIC_INFO info;
    return nt_result(query_basic(thread, &info)) ? (DWORD)(ULONG_PTR)info.ClientId.UniqueThread : 0;
}

DWORD WINAPI GetProcessIdOfThread(HANDLE thread)
{
    THREAD_BASIC_INFO info;
    return nt_result(query_basic(thread, &info)) ? (DWORD)(ULONG_PTR)info.ClientId.UniqueProcess
                                                 : 0;
}

int WINAPI GetThreadPriority(HANDLE thread)
{
    THREAD_BASIC_INFO info;
    return nt_result(query_basic(thread, &info)) ? info.BasePriority : THREAD_PRIORITY_ERROR_RETURN;
}

BOOL WINAPI SetThreadPriority(HANDLE thread, int priority)
{
    LONG value = priority;
    if ((priority < -2 || priority > 2) && priority != THREAD_PRIORITY_IDLE &&
        priority != THREAD_PRIORITY_TIME_CRITICAL && priority != THREAD_MODE_BACKGROUND_BEGIN &&
        priority != THREAD_MODE_BACKGROUND_END)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (priority == THREAD_MODE_BACKGROUND_BEGIN || priority == THREAD_MODE_BACKGROUND_END)
        return TRUE; /* a hint for the scheduler's input and output */
    return nt_result(NtSetInformationThread(thread, (THREADINFOCLASS)3 /* ThreadBasePriority */,
                                            &value, sizeof value));
}

BOOL WINAPI GetThreadPriorityBoost(HANDLE thread, PBOOL disabled)
{
    THREAD_BASIC_INFO info;
    NTSTATUS status = query_basic(thread, &info);
    if (status >= 0)
        *disabled = FALSE;
    return nt_result(status);
}

BOOL WINAPI SetThreadPriorityBoost(HANDLE thread, BOOL disable)
{
    THREAD_BASIC_INFO info;
    return nt_result(query_basic(thread, &info)); /* the host's scheduler knows no boost */
}

DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE thread, DWORD_PTR mask)
{
    THREAD_BASIC_INFO info;
    NTSTATUS status = query_basic(thread, &info);
    if (status >= 0)
        status = NtSetInformationThread(thread, (THREADINFOCLASS)4, &mask, sizeof mask);
    return nt_result(status) ? info.AffinityMask : 0;
}

BOOL WINAPI GetThreadTimes(HANDLE thread, LPFILETIME created, LPFILETIME ended, LPFILETIME kernel,
                           LPFILETIME user)
{
    FILETIME times[4];
    NTSTATUS status = NtQueryInformationThread(thread, (THREADINFOCLASS)1 /* ThreadTimes */, times,
                                               sizeof times, NULL);
    if (status >= 0)
        *created = times[0], *ended = times[1], *kernel = times[2], *user = times[3];
    return nt_result(status);
}

HRESULT WINAPI SetThreadDescription(HANDLE thread, PCWSTR text)
{
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, text);
    NTSTATUS status = NtSetInformationThread(
        thread, (THREADINFOCLASS)38 /* ThreadNameInformation */, &string, sizeof string);
    return status >= 0 ? S_OK : HRESULT_FROM_NT(status);
}

HRESULT WINAPI GetThreadDescription(HANDLE thread, PWSTR *text)
{
    ULONG size = 0;
    UNICODE_STRING *name = NULL;
    NTSTATUS status = NtQueryInformationThread(thread, (THREADINFOCLASS)38, NULL, 0, &size);
    *text = NULL;
    while (status == STATUS_BUFFER_TOO_SMALL || status == STATUS_INFO_LENGTH_MISMATCH) {
        k32_free(name);
        if (!(name = k32_alloc(size)))
            return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
        status = NtQueryInformationThread(thread, (THREADINFOCLASS)38, name, size, &size);
    }
    if (status >= 0) {
        WCHAR *copy = LocalAlloc(LMEM_FIXED, name->Length + sizeof(WCHAR));
        if (copy) {
            memcpy(copy, name->Buffer, name->Length);
            copy[name->Length / sizeof(WCHAR)] = 0;
        }
        *text = copy;
    }
    k32_free(name);
    return status >= 0 ? S_OK : HRESULT_FROM_NT(status);
}

VOID WINAPI GetCurrentThreadStackLimits(PULONG_PTR low, PULONG_PTR high)
{
    *low = (ULONG_PTR)teb_self()->DeallocationStack;
    *high = (ULONG_PTR)teb_self()->NtTib.StackBase;
}

BOOL WINAPI SetThreadStackGuarantee(PULONG size)
{
    ULONG previous = teb_self()->GuaranteedStackBytes;
    ULONG wanted = *size > 0xfffff000 ? 0xfffff000 : (*size + 0xfff) & ~0xfffu;
    NTSTATUS status = wanted > previous ? BaileyGuardStack(wanted) : STATUS_SUCCESS;
    if (!status)
        *size = previous;
    return nt_result(status);
}

HANDLE WINAPI GetCurrentThread(void)
{
    return NtCurrentThread();
}

DWORD WINAPI GetCurrentThreadId(void)
{
    return (DWORD)(ULONG_PTR)teb_self()->ClientId.UniqueThread;
}

DWORD WINAPI GetCurrentProcessId(void)
{
    return (DWORD)(ULONG_PTR)teb_self()->ClientId.UniqueProcess;
}

HANDLE WINAPI GetCurrentProcess(void)
{
    return NtCurrentProcess();
}

DWORD WINAPI GetCurrentProcessorNumber(void)
{
    ULONG number;
    __asm__("rdtscp"
            : "=c"(number)
            :
            : "eax", "edx"); /* Linux keeps the processor's number there */
    return number & 0xfff;
}

VOID WINAPI GetCurrentProcessorNumberEx(PPROCESSOR_NUMBER number)
{
    number->Group = 0;
    number->Number = (BYTE)GetCurrentProcessorNumber();
    number->Reserved = 0;
}

BOOL WINAPI GetThreadIdealProcessorEx(HANDLE thread, PPROCESSOR_NUMBER number)
{
    GetCurrentProcessorNumberEx(number);
    return TRUE;
}

BOOL WINAPI SetThreadIdealProcessorEx(HANDLE thread, PPROCESSOR_NUMBER number,
                                      PPROCESSOR_NUMBER previous)
{
    THREAD_BASIC_INFO info;
    if (number->Group || number->Number >= peb_self()->NumberOfProcessors)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (previous)
        GetCurrentProcessorNumberEx(previous);
    return nt_result(query_basic(thread, &info)); /* a hint that the host does not take */
}

DWORD WINAPI SetThreadIdealProcessor(HANDLE thread, DWORD processor)
{
    if (processor > MAXIMUM_PROCESSORS) {
        fail_with(ERROR_INVALID_PARAMETER);
        return (DWORD)-1;
    }
    return GetCurrentProcessorNumber();
}

BOOL WINAPI GetThreadGroupAffinity(HANDLE thread, PGROUP_AFFINITY affinity)
{
    THREAD_BASIC_INFO info;
    NTSTATUS status = query_basic(thread, &info);
    if (status >= 0) {
        memset(affinity, 0, sizeof *affinity);
        affinity->Mask = info.AffinityMask;
    }
    return nt_result(status);
}

BOOL WINAPI SetThreadGroupAffinity(HANDLE thread, const GROUP_AFFINITY *affinity,
                                   PGROUP_AFFINITY previous)
{
    if (affinity->Group)
        return fail_with(ERROR_INVALID_PARAMETER);
    DWORD_PTR old = SetThreadAffinityMask(thread, affinity->Mask);
    if (old && previous) {
        memset(previous, 0, sizeof *previous);
        previous->Mask = old;
    }
    return old != 0;
}

BOOL WINAPI GetThreadIOPendingFlag(HANDLE thread, PBOOL pending)
{
    THREAD_BASIC_INFO info;
    NTSTATUS status = query_basic(thread, &info);
    if (status >= 0)
        *pending = FALSE;
    return nt_result(status);
}
