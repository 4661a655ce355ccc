/*
 * namedpipeapi.c - pipes.
 */
#include "file_names.h"

BOOL WINAPI CreatePipe(PHANDLE read, PHANDLE write, LPSECURITY_ATTRIBUTES security, DWORD size)
{
    OBJECT_ATTRIBUTES attributes;
    (void)size; /* a hint: the host's pipes hold what they hold */
    InitializeObjectAttributes(&attributes, NULL,
                               security && security->bInheritHandle ? OBJ_INHERIT : 0, NULL, NULL);
    return nt_result(BaileyCreatePipe(read, write, &attributes));
}

BOOL WINAPI PeekNamedPipe(HANDLE pipe, LPVOID buffer, DWORD size, LPDWORD got, LPDWORD available,
                          LPDWORD left)
{
    const ULONG fixed = offsetof(FILE_PIPE_PEEK_BUFFER, Data);
    union {
        FILE_PIPE_PEEK_BUFFER peek;
        char room[1024];
    } small;
    FILE_PIPE_PEEK_BUFFER *peek = &small.peek;
    IO_STATUS_BLOCK io;
    if (fixed + size > sizeof small && !(peek = k32_heap(fixed + size)))
        return FALSE;
    NTSTATUS status =
        NtFsControlFile(pipe, NULL, NULL, NULL, &io, FSCTL_PIPE_PEEK_, NULL, 0, peek, fixed + size);
    if (status == STATUS_BUFFER_OVERFLOW)
        status = STATUS_SUCCESS;
    if (!status) {
        ULONG count = (ULONG)io.Information - fixed;
        if (buffer)
            __builtin_memcpy(buffer, peek->Data, count);
        if (got)
            *got = count;
        if (available)
            *available = peek->ReadDataAvailable;
        if (left)
            *left = peek->MessageLength > count ? peek->MessageLength - count : 0;
    }
    if (peek != &small.peek)
        k32_heap_free(peek);
    return nt_result(status);
}

HANDLE WINAPI CreateNamedPipeW(LPCWSTR name, DWORD open_mode, DWORD pipe_mode, DWORD instances,
                               DWORD out_size, DWORD in_size, DWORD timeout,
                               LPSECURITY_ATTRIBUTES security)
{
    K32_PATH path;
    IO_STATUS_BLOCK io;
    HANDLE handle;
    LARGE_INTEGER time = {.QuadPart = (timeout ? timeout : 50) * -10000ll};
    ULONG access = SYNCHRONIZE, share = 0;
    ULONG options = open_mode & FILE_FLAG_OVERLAPPED ? 0 : FILE_SYNCHRONOUS_IO_NONALERT;
    if (open_mode & FILE_FLAG_WRITE_THROUGH)
        options |= FILE_WRITE_THROUGH;
    if (open_mode & PIPE_ACCESS_INBOUND) {
        access |= GENERIC_READ;
        share |= FILE_SHARE_WRITE;
    }
    if (open_mode & PIPE_ACCESS_OUTBOUND) {
        access |= GENERIC_WRITE;
        share |= FILE_SHARE_READ;
    }
    if (!share || instances == 0 || instances > PIPE_UNLIMITED_INSTANCES) {
        fail_with(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    if (!k32_path(&path, name))
        return INVALID_HANDLE_VALUE;
    if (security && security->bInheritHandle)
        path.attributes.Attributes |= OBJ_INHERIT;
    NTSTATUS status = NtCreateNamedPipeFile(
        &handle, access | (open_mode & (WRITE_DAC | WRITE_OWNER)), &path.attributes, &io, share,
        open_mode & FILE_FLAG_FIRST_PIPE_INSTANCE ? FILE_CREATE : FILE_OPEN_IF, options,
        (pipe_mode & PIPE_TYPE_MESSAGE) != 0, (pipe_mode & PIPE_READMODE_MESSAGE) != 0,
        (pipe_mode & PIPE_NOWAIT) != 0,
        instances == PIPE_UNLIMITED_INSTANCES ? MAXDWORD : instances, in_size, out_size, &time);
    k32_path_end(&path);
    return nt_result(status) ? handle : INVALID_HANDLE_VALUE;
}

HANDLE WINAPI CreateNamedPipeA(LPCSTR name, DWORD open_mode, DWORD pipe_mode, DWORD instances,
                               DWORD out_size, DWORD in_size, DWORD timeout,
                               LPSECURITY_ATTRIBUTES security)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    HANDLE result = text ? CreateNamedPipeW(text, open_mode, pipe_mode, instances, out_size,
                                            in_size, timeout, security)
                         : INVALID_HANDLE_VALUE;
    k32_wide_end(&wide);
    return result;
}

static BOOL control(HANDLE pipe, ULONG code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                    LPDWORD done, LPOVERLAPPED overlapped)
{
    return DeviceIoControl(pipe, code, in, in_size, out, out_size, done, overlapped);
}

BOOL WINAPI ConnectNamedPipe(HANDLE pipe, LPOVERLAPPED overlapped)
{
    return control(pipe, FSCTL_PIPE_LISTEN_, NULL, 0, NULL, 0, NULL, overlapped);
}

BOOL WINAPI DisconnectNamedPipe(HANDLE pipe)
{
    return control(pipe, FSCTL_PIPE_DISCONNECT_, NULL, 0, NULL, 0, NULL, NULL);
}

BOOL WINAPI TransactNamedPipe(HANDLE pipe, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                              LPDWORD done, LPOVERLAPPED overlapped)
{
    return control(pipe, FSCTL_PIPE_TRANSCEIVE_, in, in_size, out, out_size, done, overlapped);
}

BOOL WINAPI WaitNamedPipeW(LPCWSTR name, DWORD milliseconds)
{
    union {
        FILE_PIPE_WAIT_FOR_BUFFER wait;
        char room[sizeof(FILE_PIPE_WAIT_FOR_BUFFER) + 512];
    } u;
    static const WCHAR root_name[] = L"\\??\\PIPE\\";
    UNICODE_STRING root_string = {sizeof root_name - 2, sizeof root_name, (WCHAR *)root_name};
    OBJECT_ATTRIBUTES attributes;
    K32_PATH path;
    IO_STATUS_BLOCK io;
    HANDLE root;
    if (!k32_path(&path, name))
        return FALSE;
    DWORD prefix = sizeof root_name - 2, length = path.name.Length - prefix;
    BOOL good = path.name.Length > prefix && length <= 512;
    if (good) {
        u.wait.Timeout.QuadPart =
            milliseconds == NMPWAIT_WAIT_FOREVER ? INT64_MIN : milliseconds * -10000ll;
        u.wait.TimeoutSpecified = milliseconds != NMPWAIT_USE_DEFAULT_WAIT;
        u.wait.NameLength = length;
        __builtin_memcpy(u.wait.Name, (char *)path.name.Buffer + prefix, length);
    }
    k32_path_end(&path);
    if (!good)
        return fail_with(ERROR_BAD_PATHNAME);
    InitializeObjectAttributes(&attributes, &root_string, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = NtOpenFile(&root, FILE_READ_ATTRIBUTES | SYNCHRONIZE, &attributes, &io,
                                 FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_SYNCHRONOUS_IO_NONALERT);
    if (status)
        return set_last_nt_error(status);
    status = NtFsControlFile(root, NULL, NULL, NULL, &io, FSCTL_PIPE_WAIT_, &u,
                             (ULONG)offsetof(FILE_PIPE_WAIT_FOR_BUFFER, Name) + length, NULL, 0);
    NtClose(root);
    return status == STATUS_SUCCESS ? TRUE : set_last_nt_error(status);
}

BOOL WINAPI WaitNamedPipeA(LPCSTR name, DWORD milliseconds)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    BOOL result = text && WaitNamedPipeW(text, milliseconds);
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI CallNamedPipeW(LPCWSTR name, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                           LPDWORD done, DWORD milliseconds)
{
    DWORD mode = PIPE_READMODE_MESSAGE;
    HANDLE pipe;
    for (;;) {
        pipe = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
        if (pipe != INVALID_HANDLE_VALUE)
            break;
        if (teb_self()->LastErrorValue != ERROR_PIPE_BUSY || !WaitNamedPipeW(name, milliseconds))
            return FALSE;
    }
    BOOL good = SetNamedPipeHandleState(pipe, &mode, NULL, NULL) &&
                TransactNamedPipe(pipe, in, in_size, out, out_size, done, NULL);
    DWORD error = teb_self()->LastErrorValue;
    NtClose(pipe);
    return good ? TRUE : fail_with(error);
}

BOOL WINAPI SetNamedPipeHandleState(HANDLE pipe, LPDWORD mode, LPDWORD count, LPDWORD time)
{
    IO_STATUS_BLOCK io;
    if (count || time)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!mode)
        return TRUE;
    FILE_PIPE_INFORMATION info = {(*mode & PIPE_READMODE_MESSAGE) != 0, (*mode & PIPE_NOWAIT) != 0};
    return nt_result(NtSetInformationFile(pipe, &io, &info, sizeof info, FilePipeInformation));
}

BOOL WINAPI GetNamedPipeInfo(HANDLE pipe, LPDWORD flags, LPDWORD out_size, LPDWORD in_size,
                             LPDWORD instances)
{
    FILE_PIPE_LOCAL_INFORMATION local;
    IO_STATUS_BLOCK io;
    NTSTATUS status =
        NtQueryInformationFile(pipe, &io, &local, sizeof local, FilePipeLocalInformation);
    if (status)
        return set_last_nt_error(status);
    if (flags)
        *flags = (local.NamedPipeEnd ? PIPE_SERVER_END : PIPE_CLIENT_END) |
                 (local.NamedPipeType ? PIPE_TYPE_MESSAGE : PIPE_TYPE_BYTE);
    if (out_size)
        *out_size = local.OutboundQuota;
    if (in_size)
        *in_size = local.InboundQuota;
    if (instances)
        *instances = local.MaximumInstances >= PIPE_UNLIMITED_INSTANCES ? PIPE_UNLIMITED_INSTANCES
                                                                        : local.MaximumInstances;
    return TRUE;
}

BOOL WINAPI GetNamedPipeHandleStateW(HANDLE pipe, LPDWORD state, LPDWORD instances, LPDWORD count,
                                     LPDWORD time, LPWSTR user, DWORD user_size)
{
    FILE_PIPE_INFORMATION info;
    FILE_PIPE_LOCAL_INFORMATION local;
    IO_STATUS_BLOCK io;
    if (count || time || (user && user_size))
        return fail_with(ERROR_INVALID_PARAMETER);
    NTSTATUS status = NtQueryInformationFile(pipe, &io, &info, sizeof info, FilePipeInformation);
    if (!status)
        status = NtQueryInformationFile(pipe, &io, &local, sizeof local, FilePipeLocalInformation);
    if (status)
        return set_last_nt_error(status);
    if (state)
        *state =
            (info.ReadMode ? PIPE_READMODE_MESSAGE : 0) | (info.CompletionMode ? PIPE_NOWAIT : 0);
    if (instances)
        *instances = local.CurrentInstances;
    return TRUE;
}
