/*
 * ioapiset.c - overlapped operations, completion ports, device controls, change notification.
 */
#include "file_names.h"

static LARGE_INTEGER *timeout_of(LARGE_INTEGER *time, DWORD milliseconds)
{
    if (milliseconds == INFINITE)
        return NULL;
    time->QuadPart = (LONGLONG)milliseconds * -10000;
    return time;
}

HANDLE WINAPI CreateIoCompletionPort(HANDLE file, HANDLE port, ULONG_PTR key, DWORD threads)
{
    HANDLE created = port;
    NTSTATUS status = STATUS_SUCCESS;
    if (file == INVALID_HANDLE_VALUE && port) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!port)
        status = NtCreateIoCompletion(&created, IO_COMPLETION_ALL_ACCESS, NULL, threads);
    if (!status && file != INVALID_HANDLE_VALUE) {
        FILE_COMPLETION_INFORMATION completion = {created, (PVOID)key};
        IO_STATUS_BLOCK io;
        status = NtSetInformationFile(file, &io, &completion, sizeof completion,
                                      FileCompletionInformation);
        if (status && !port)
            NtClose(created);
    }
    return nt_result(status) ? created : NULL;
}

static BOOL no_packet(NTSTATUS status)
{
    switch (status) {
    case STATUS_TIMEOUT:
        return fail_with(WAIT_TIMEOUT);
    case STATUS_USER_APC:
        return fail_with(WAIT_IO_COMPLETION);
    case STATUS_ABANDONED_WAIT_0: /* the port was closed */
        return fail_with(ERROR_ABANDONED_WAIT_0);
    default:
        return set_last_nt_error(status);
    }
}

BOOL WINAPI GetQueuedCompletionStatus(HANDLE port, LPDWORD size, PULONG_PTR key,
                                      LPOVERLAPPED *overlapped, DWORD milliseconds)
{
    LARGE_INTEGER time;
    IO_STATUS_BLOCK io;
    PVOID packet_key, value;
    NTSTATUS status =
        NtRemoveIoCompletion(port, &packet_key, &value, &io, timeout_of(&time, milliseconds));
    if (status != STATUS_SUCCESS) {
        *overlapped = NULL;
        return no_packet(status);
    }
    *overlapped = value;
    *size = (DWORD)io.Information;
    *key = (ULONG_PTR)packet_key;
    return nt_result(io.Status);
}

BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE port, LPOVERLAPPED_ENTRY entries, ULONG count,
                                        PULONG removed, DWORD milliseconds, BOOL alertable)
{
    LARGE_INTEGER time;
    _Static_assert(sizeof(OVERLAPPED_ENTRY) == sizeof(FILE_IO_COMPLETION_ENTRY), "layout");
    NTSTATUS status =
        NtRemoveIoCompletionEx(port, (FILE_IO_COMPLETION_ENTRY *)entries, count, removed,
                               timeout_of(&time, milliseconds), (BOOLEAN)alertable);
    return status == STATUS_SUCCESS || no_packet(status);
}

BOOL WINAPI PostQueuedCompletionStatus(HANDLE port, DWORD size, ULONG_PTR key,
                                       LPOVERLAPPED overlapped)
{
    return nt_result(NtSetIoCompletion(port, key, (ULONG_PTR)overlapped, STATUS_SUCCESS, size));
}

BOOL WINAPI GetOverlappedResultEx(HANDLE file, LPOVERLAPPED overlapped, LPDWORD done,
                                  DWORD milliseconds, BOOL alertable)
{
    NTSTATUS status = (NTSTATUS)__atomic_load_n(&overlapped->Internal, __ATOMIC_ACQUIRE);
    if (status == STATUS_PENDING) {
        if (!milliseconds)
            return fail_with(ERROR_IO_INCOMPLETE);
        HANDLE wait =
            overlapped->hEvent ? (HANDLE)(ULONG_PTR)((ULONG_PTR)overlapped->hEvent & ~1ull) : file;
        DWORD result = WaitForSingleObjectEx(wait, milliseconds, alertable);
        if (result == WAIT_FAILED)
            return FALSE;
        if (result != WAIT_OBJECT_0)
            return fail_with(result);
        status = (NTSTATUS)__atomic_load_n(&overlapped->Internal, __ATOMIC_ACQUIRE);
        if (status == STATUS_PENDING)
            return fail_with(ERROR_IO_INCOMPLETE);
    }
    *done = (DWORD)overlapped->InternalHigh;
    return nt_result(status);
}

BOOL WINAPI GetOverlappedResult(HANDLE file, LPOVERLAPPED overlapped, LPDWORD done, BOOL wait)
{
    return GetOverlappedResultEx(file, overlapped, done, wait ? INFINITE : 0, FALSE);
}

BOOL WINAPI CancelIo(HANDLE file)
{
    IO_STATUS_BLOCK io;
    return nt_result(NtCancelIoFile(file, &io));
}

BOOL WINAPI CancelIoEx(HANDLE file, LPOVERLAPPED overlapped)
{
    IO_STATUS_BLOCK io;
    return nt_result(NtCancelIoFileEx(file, (IO_STATUS_BLOCK *)overlapped, &io));
}

BOOL WINAPI CancelSynchronousIo(HANDLE thread)
{
    IO_STATUS_BLOCK io;
    return nt_result(NtCancelSynchronousIoFile(thread, NULL, &io));
}

BOOL WINAPI DeviceIoControl(HANDLE file, DWORD code, LPVOID in, DWORD in_size, LPVOID out,
                            DWORD out_size, LPDWORD done, LPOVERLAPPED overlapped)
{
    IO_STATUS_BLOCK local = {{0}, 0}, *io = overlapped ? (IO_STATUS_BLOCK *)overlapped : &local;
    HANDLE event = overlapped ? overlapped->hEvent : NULL;
    PVOID context = overlapped && !((ULONG_PTR)event & 1) ? overlapped : NULL;
    NTSTATUS status;
    if (overlapped)
        overlapped->Internal = (ULONG)STATUS_PENDING;
    if (code >> 16 == 9 || code >> 16 == 0x11)
        status = NtFsControlFile(file, event, NULL, context, io, code, in, in_size, out, out_size);
    else
        status =
            NtDeviceIoControlFile(file, event, NULL, context, io, code, in, in_size, out, out_size);
    if (status == STATUS_PENDING && !overlapped) {
        NtWaitForSingleObject(file, FALSE, NULL);
        status = io->Status;
    }
    if (done)
        *done = (ULONG)status >> 30 == 3 || status == STATUS_PENDING ? 0 : (DWORD)io->Information;
    return status == STATUS_SUCCESS ? TRUE : set_last_nt_error(status);
}

static void NTAPI changes_read(PVOID context, IO_STATUS_BLOCK *io, ULONG reserved)
{
    LPOVERLAPPED_COMPLETION_ROUTINE routine = (LPOVERLAPPED_COMPLETION_ROUTINE)context;
    (void)reserved;
    routine(RtlNtStatusToDosError(io->Status), (DWORD)io->Information, (OVERLAPPED *)io);
}

BOOL WINAPI ReadDirectoryChangesW(HANDLE directory, LPVOID buffer, DWORD size, BOOL tree,
                                  DWORD filter, LPDWORD done, LPOVERLAPPED overlapped,
                                  LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
    IO_STATUS_BLOCK local = {{0}, 0}, *io = overlapped ? (IO_STATUS_BLOCK *)overlapped : &local;
    HANDLE event = overlapped && !routine ? overlapped->hEvent : NULL;
    PVOID context = routine                                 ? (PVOID)(ULONG_PTR)routine
                    : overlapped && !((ULONG_PTR)event & 1) ? overlapped
                                                            : NULL;
    if (overlapped)
        overlapped->Internal = (ULONG)STATUS_PENDING;
    NTSTATUS status = NtNotifyChangeDirectoryFile(directory, event, routine ? changes_read : NULL,
                                                  context, io, buffer, size, filter, (BOOLEAN)tree);
    if (status == STATUS_PENDING && !overlapped) {
        NtWaitForSingleObject(directory, FALSE, NULL);
        status = io->Status;
    }
    if (!overlapped && done)
        *done = status ? 0 : (DWORD)io->Information;
    return status >= 0 ? TRUE : set_last_nt_error(status);
}

/* A change handle is the directory's own, signalled when its one request has ended. The status
 * block is nobody's: all of them share this one. */
static IO_STATUS_BLOCK change_status;

HANDLE WINAPI FindFirstChangeNotificationW(LPCWSTR name, BOOL tree, DWORD filter)
{
    K32_PATH path;
    IO_STATUS_BLOCK io;
    HANDLE directory;
    if (!k32_path(&path, name))
        return INVALID_HANDLE_VALUE;
    NTSTATUS status = NtOpenFile(&directory, FILE_LIST_DIRECTORY | SYNCHRONIZE, &path.attributes,
                                 &io, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                 FILE_DIRECTORY_FILE | FILE_OPEN_FOR_BACKUP_INTENT);
    k32_path_end(&path);
    if (!status) {
        status = NtNotifyChangeDirectoryFile(directory, NULL, NULL, NULL, &change_status, NULL, 0,
                                             filter, (BOOLEAN)tree);
        if (status < 0)
            NtClose(directory);
    }
    return nt_result(status) ? directory : INVALID_HANDLE_VALUE;
}

HANDLE WINAPI FindFirstChangeNotificationA(LPCSTR name, BOOL tree, DWORD filter)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    HANDLE result = text ? FindFirstChangeNotificationW(text, tree, filter) : INVALID_HANDLE_VALUE;
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI FindNextChangeNotification(HANDLE directory)
{
    /* The filter is the first request's: the stream of changes was opened with it. */
    return nt_result(NtNotifyChangeDirectoryFile(directory, NULL, NULL, NULL, &change_status, NULL,
                                                 0, FILE_NOTIFY_CHANGE_FILE_NAME, FALSE));
}

BOOL WINAPI FindCloseChangeNotification(HANDLE directory)
{
    return nt_result(NtClose(directory));
}
