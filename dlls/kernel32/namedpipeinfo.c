/*
 * namedpipeinfo.c - who is at the other end of a named pipe, and the 8-bit variants.
 */
#include "file_names.h"

static BOOL attribute(HANDLE pipe, const char *name, PULONG value)
{
    IO_STATUS_BLOCK io;
    ULONG size = 1, answer;
    while (name[size - 1])
        size++;
    NTSTATUS status = NtFsControlFile(pipe, NULL, NULL, NULL, &io, FSCTL_PIPE_GET_CONNECTION_,
                                      (PVOID)name, size, &answer, sizeof answer);
    if (!status)
        *value = answer;
    return nt_result(status);
}

BOOL WINAPI GetNamedPipeClientProcessId(HANDLE pipe, PULONG id)
{
    return attribute(pipe, "ClientProcessId", id);
}

BOOL WINAPI GetNamedPipeServerProcessId(HANDLE pipe, PULONG id)
{
    return attribute(pipe, "ServerProcessId", id);
}

BOOL WINAPI GetNamedPipeClientSessionId(HANDLE pipe, PULONG id)
{
    return attribute(pipe, "ClientSessionId", id);
}

BOOL WINAPI GetNamedPipeServerSessionId(HANDLE pipe, PULONG id)
{
    return attribute(pipe, "ServerSessionId", id);
}

/* Windows knows the name of remote clients alone; every client here is local. */
static BOOL no_remote_client(HANDLE pipe)
{
    ULONG id;
    return GetNamedPipeClientProcessId(pipe, &id) ? fail_with(ERROR_PIPE_LOCAL) : FALSE;
}

BOOL WINAPI GetNamedPipeClientComputerNameW(HANDLE pipe, LPWSTR name, ULONG size)
{
    (void)name, (void)size;
    return no_remote_client(pipe);
}

BOOL WINAPI GetNamedPipeClientComputerNameA(HANDLE pipe, LPSTR name, ULONG size)
{
    (void)name, (void)size;
    return no_remote_client(pipe);
}

BOOL WINAPI CallNamedPipeA(LPCSTR name, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                           LPDWORD done, DWORD milliseconds)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    BOOL result = text && CallNamedPipeW(text, in, in_size, out, out_size, done, milliseconds);
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI GetNamedPipeHandleStateA(HANDLE pipe, LPDWORD state, LPDWORD instances, LPDWORD count,
                                     LPDWORD time, LPSTR user, DWORD user_size)
{
    if (user && user_size)
        return fail_with(ERROR_INVALID_PARAMETER);
    return GetNamedPipeHandleStateW(pipe, state, instances, count, time, NULL, 0);
}
