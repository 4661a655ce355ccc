/*
 * mailslot.c - mailslots.
 */
#include "file_names.h"

static LARGE_INTEGER timeout_of(DWORD milliseconds)
{
    LARGE_INTEGER time = {.QuadPart = milliseconds == MAILSLOT_WAIT_FOREVER
                                          ? INT64_MIN
                                          : (LONGLONG)milliseconds * -10000};
    return time;
}

HANDLE WINAPI CreateMailslotW(LPCWSTR name, DWORD limit, DWORD milliseconds,
                              LPSECURITY_ATTRIBUTES security)
{
    K32_PATH path;
    IO_STATUS_BLOCK io;
    HANDLE handle;
    LARGE_INTEGER time = timeout_of(milliseconds);
    if (!k32_path(&path, name))
        return INVALID_HANDLE_VALUE;
    if (security && security->bInheritHandle)
        path.attributes.Attributes |= OBJ_INHERIT;
    NTSTATUS status =
        NtCreateMailslotFile(&handle, GENERIC_READ | SYNCHRONIZE | WRITE_DAC, &path.attributes, &io,
                             FILE_SYNCHRONOUS_IO_NONALERT, 0, limit, &time);
    k32_path_end(&path);
    if (status == STATUS_OBJECT_NAME_INVALID)
        fail_with(ERROR_INVALID_NAME);
    else
        nt_result(status);
    return status ? INVALID_HANDLE_VALUE : handle;
}

HANDLE WINAPI CreateMailslotA(LPCSTR name, DWORD limit, DWORD milliseconds,
                              LPSECURITY_ATTRIBUTES security)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    HANDLE result =
        text ? CreateMailslotW(text, limit, milliseconds, security) : INVALID_HANDLE_VALUE;
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI GetMailslotInfo(HANDLE slot, LPDWORD limit, LPDWORD next, LPDWORD count,
                            LPDWORD milliseconds)
{
    FILE_MAILSLOT_QUERY_INFORMATION info;
    IO_STATUS_BLOCK io;
    NTSTATUS status =
        NtQueryInformationFile(slot, &io, &info, sizeof info, FileMailslotQueryInformation);
    if (status)
        return set_last_nt_error(status);
    if (limit)
        *limit = info.MaximumMessageSize;
    if (next)
        *next = info.NextMessageSize; /* MAILSLOT_NO_MESSAGE is NT's number too */
    if (count)
        *count = info.MessagesAvailable;
    if (milliseconds)
        *milliseconds = info.ReadTimeout.QuadPart == INT64_MIN
                            ? MAILSLOT_WAIT_FOREVER
                            : (DWORD)(info.ReadTimeout.QuadPart / -10000);
    return TRUE;
}

BOOL WINAPI SetMailslotInfo(HANDLE slot, DWORD milliseconds)
{
    FILE_MAILSLOT_SET_INFORMATION info = {timeout_of(milliseconds)};
    IO_STATUS_BLOCK io;
    return nt_result(
        NtSetInformationFile(slot, &io, &info, sizeof info, FileMailslotSetInformation));
}
