/* jobapi.c - jobapi.h, jobapi2.h. */
#include "kernel32_private.h"

HANDLE WINAPI CreateJobObjectW(LPSECURITY_ATTRIBUTES security, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!k32_object_name(&object, name, security, OBJ_OPENIF))
        return NULL;
    NTSTATUS status = NtCreateJobObject(&handle, JOB_OBJECT_ALL_ACCESS, &object.attributes);
    if (status < 0) {
        set_last_nt_error(status);
        return NULL;
    }
    SetLastError(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return handle;
}

HANDLE WINAPI CreateJobObjectA(LPSECURITY_ATTRIBUTES security, LPCSTR name)
{
    WCHAR *wide = k32_to_wide(name);
    if (name && !wide)
        return NULL;
    HANDLE handle = CreateJobObjectW(security, wide);
    k32_free(wide);
    return handle;
}

HANDLE WINAPI OpenJobObjectW(DWORD access, BOOL inherit, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!k32_object_name(&object, name, NULL, inherit ? OBJ_INHERIT : 0))
        return NULL;
    return nt_result(NtOpenJobObject(&handle, access, &object.attributes)) ? handle : NULL;
}

HANDLE WINAPI OpenJobObjectA(DWORD access, BOOL inherit, LPCSTR name)
{
    WCHAR *wide = k32_to_wide(name);
    HANDLE handle = wide ? OpenJobObjectW(access, inherit, wide) : NULL;
    k32_free(wide);
    return handle;
}

BOOL WINAPI AssignProcessToJobObject(HANDLE job, HANDLE process)
{
    return nt_result(NtAssignProcessToJobObject(job, process));
}

BOOL WINAPI TerminateJobObject(HANDLE job, UINT code)
{
    return nt_result(NtTerminateJobObject(job, (NTSTATUS)code));
}

BOOL WINAPI IsProcessInJob(HANDLE process, HANDLE job, PBOOL result)
{
    NTSTATUS status = NtIsProcessInJob(process, job);
    if (status >= 0)
        *result = status == STATUS_PROCESS_IN_JOB;
    return nt_result(status);
}

BOOL WINAPI QueryInformationJobObject(HANDLE job, JOBOBJECTINFOCLASS class, LPVOID buffer,
                                      DWORD size, LPDWORD returned)
{
    NTSTATUS status = NtQueryInformationJobObject(job, class, buffer, size, returned);
    if (status == STATUS_INFO_LENGTH_MISMATCH)
        return fail_with(ERROR_BAD_LENGTH);
    return status == STATUS_BUFFER_OVERFLOW ? fail_with(ERROR_MORE_DATA) : nt_result(status);
}

BOOL WINAPI SetInformationJobObject(HANDLE job, JOBOBJECTINFOCLASS class, LPVOID buffer, DWORD size)
{
    NTSTATUS status = NtSetInformationJobObject(job, class, buffer, size);
    return status == STATUS_INFO_LENGTH_MISMATCH ? fail_with(ERROR_BAD_LENGTH) : nt_result(status);
}
