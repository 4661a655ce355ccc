/*
 * fileapi.c - opening, reading, writing and placing the pointer.
 */
#include "file_names.h"

static const ULONG dispositions[] = {
    [CREATE_NEW] = FILE_CREATE,   [CREATE_ALWAYS] = FILE_OVERWRITE_IF,  [OPEN_EXISTING] = FILE_OPEN,
    [OPEN_ALWAYS] = FILE_OPEN_IF, [TRUNCATE_EXISTING] = FILE_OVERWRITE,
};

static ULONG options_of(DWORD flags, ACCESS_MASK *access)
{
    ULONG options = 0;
    if (!(flags & FILE_FLAG_OVERLAPPED))
        options |= FILE_SYNCHRONOUS_IO_NONALERT;
    if (flags & FILE_FLAG_WRITE_THROUGH)
        options |= FILE_WRITE_THROUGH;
    if (flags & FILE_FLAG_NO_BUFFERING)
        options |= FILE_NO_INTERMEDIATE_BUFFERING;
    if (flags & FILE_FLAG_RANDOM_ACCESS)
        options |= FILE_RANDOM_ACCESS;
    if (flags & FILE_FLAG_SEQUENTIAL_SCAN)
        options |= FILE_SEQUENTIAL_ONLY;
    if (flags & FILE_FLAG_OPEN_REPARSE_POINT)
        options |= FILE_OPEN_REPARSE_POINT;
    if (flags & FILE_FLAG_BACKUP_SEMANTICS)
        options |= FILE_OPEN_FOR_BACKUP_INTENT;
    else
        options |= FILE_NON_DIRECTORY_FILE;
    if (flags & FILE_FLAG_DELETE_ON_CLOSE) {
        options |= FILE_DELETE_ON_CLOSE;
        *access |= DELETE;
    }
    *access |= SYNCHRONIZE | FILE_READ_ATTRIBUTES;
    return options;
}

/* "CON" is for reading or for writing, as it is opened. */
static const WCHAR *console_name(const WCHAR *name, DWORD access)
{
    static const WCHAR con[] = L"CON";
    for (int i = 0; i < 3; i++)
        if ((name[i] & ~0x20) != con[i])
            return name;
    if (name[3] && !(name[3] == ':' && !name[4]))
        return name;
    return access & GENERIC_READ && !(access & GENERIC_WRITE) ? L"CONIN$" : L"CONOUT$";
}

HANDLE WINAPI CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                          DWORD creation, DWORD flags, HANDLE template)
{
    K32_PATH path;
    IO_STATUS_BLOCK io;
    HANDLE handle;
    ACCESS_MASK wanted = access;
    (void)template; /* it would lend extended attributes, and there are none */
    if (!name || !*name) {
        fail_with(ERROR_PATH_NOT_FOUND);
        return INVALID_HANDLE_VALUE;
    }
    if (creation < CREATE_NEW || creation > TRUNCATE_EXISTING ||
        (creation == TRUNCATE_EXISTING && !(access & GENERIC_WRITE))) {
        fail_with(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    ULONG options = options_of(flags, &wanted);
    if (!k32_path(&path, console_name(name, access)))
        return INVALID_HANDLE_VALUE;
    if (security && security->bInheritHandle)
        path.attributes.Attributes |= OBJ_INHERIT;
    if (flags & FILE_FLAG_POSIX_SEMANTICS)
        path.attributes.Attributes &= ~OBJ_CASE_INSENSITIVE;
    NTSTATUS status = NtCreateFile(&handle, wanted, &path.attributes, &io, NULL,
                                   flags & 0x7fa7 /* the attributes that a file can be made with */,
                                   share, dispositions[creation], options, NULL, 0);
    k32_path_end(&path);
    if (status < 0) {
        set_last_nt_error(status);
        if (status == STATUS_OBJECT_NAME_COLLISION)
            fail_with(creation == CREATE_NEW ? ERROR_FILE_EXISTS : ERROR_ACCESS_DENIED);
        else if (status == STATUS_FILE_IS_A_DIRECTORY)
            fail_with(path.name.Length && name[k32_count(name) - 1] == '\\' ? ERROR_PATH_NOT_FOUND
                                                                            : ERROR_ACCESS_DENIED);
        return INVALID_HANDLE_VALUE;
    }
    BOOL existed = io.Information == FILE_OVERWRITTEN || io.Information == FILE_OPENED;
    fail_with(existed && (creation == CREATE_ALWAYS || creation == OPEN_ALWAYS)
                  ? ERROR_ALREADY_EXISTS
                  : ERROR_SUCCESS);
    return handle;
}

HANDLE WINAPI CreateFileA(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                          DWORD creation, DWORD flags, HANDLE template)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    if (name && !text)
        return INVALID_HANDLE_VALUE;
    HANDLE handle = CreateFileW(text, access, share, security, creation, flags, template);
    k32_wide_end(&wide);
    return handle;
}

HANDLE WINAPI CreateFile2(LPCWSTR name, DWORD access, DWORD share, DWORD creation,
                          CREATEFILE2_EXTENDED_PARAMETERS *more)
{
    if (!more)
        return CreateFileW(name, access, share, NULL, creation, FILE_ATTRIBUTE_NORMAL, NULL);
    return CreateFileW(name, access, share, more->lpSecurityAttributes, creation,
                       more->dwFileAttributes | more->dwFileFlags | more->dwSecurityQosFlags,
                       more->hTemplateFile);
}

HANDLE WINAPI ReOpenFile(HANDLE original, DWORD access, DWORD share, DWORD flags)
{
    UNICODE_STRING none = {0, 0, NULL};
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    HANDLE handle;
    ACCESS_MASK wanted = access;
    ULONG options = options_of(flags, &wanted) & ~FILE_NON_DIRECTORY_FILE;
    InitializeObjectAttributes(&attributes, &none, 0, original, NULL);
    if (!nt_result(NtOpenFile(&handle, wanted, &attributes, &io, share, options)))
        return INVALID_HANDLE_VALUE;
    return handle;
}

/* An operation without OVERLAPPED has ended, or goes on and is waited for. */
static BOOL finish(HANDLE file, NTSTATUS status, IO_STATUS_BLOCK *io, LPDWORD done, BOOL read)
{
    if (status == STATUS_PENDING) {
        NtWaitForSingleObject(file, FALSE, NULL);
        status = io->Status;
    }
    if (status == STATUS_END_OF_FILE && read) {
        if (done)
            *done = 0;
        return TRUE;
    }
    if (done && (ULONG)status >> 30 != 3)
        *done = (DWORD)io->Information;
    return nt_result(status);
}

static BOOL finish_overlapped(NTSTATUS status, LPOVERLAPPED overlapped, LPDWORD done)
{
    if (done)
        *done = (ULONG)status >> 30 == 3 || status == STATUS_PENDING
                    ? 0
                    : (DWORD)overlapped->InternalHigh;
    if (status == STATUS_SUCCESS)
        return TRUE;
    return set_last_nt_error(status);
}

static LARGE_INTEGER offset_of(const OVERLAPPED *overlapped)
{
    LARGE_INTEGER offset;
    offset.LowPart = overlapped->Offset;
    offset.HighPart = (LONG)overlapped->OffsetHigh;
    return offset;
}

/* A low bit set in hEvent keeps the completion packet away. */
static PVOID context_of(OVERLAPPED *overlapped)
{
    return (ULONG_PTR)overlapped->hEvent & 1 ? NULL : overlapped;
}

BOOL WINAPI ReadFile(HANDLE file, LPVOID buffer, DWORD size, LPDWORD done, LPOVERLAPPED overlapped)
{
    IO_STATUS_BLOCK io = {{0}, 0};
    if (!overlapped) {
        if (done)
            *done = 0;
        return finish(file, NtReadFile(file, NULL, NULL, NULL, &io, buffer, size, NULL, NULL), &io,
                      done, TRUE);
    }
    LARGE_INTEGER offset = offset_of(overlapped);
    overlapped->Internal = (ULONG)STATUS_PENDING;
    overlapped->InternalHigh = 0;
    return finish_overlapped(NtReadFile(file, overlapped->hEvent, NULL, context_of(overlapped),
                                        (IO_STATUS_BLOCK *)overlapped, buffer, size, &offset, NULL),
                             overlapped, done);
}

BOOL WINAPI WriteFile(HANDLE file, LPCVOID buffer, DWORD size, LPDWORD done,
                      LPOVERLAPPED overlapped)
{
    IO_STATUS_BLOCK io = {{0}, 0};
    if (!overlapped) {
        if (done)
            *done = 0;
        return finish(file, NtWriteFile(file, NULL, NULL, NULL, &io, buffer, size, NULL, NULL), &io,
                      done, FALSE);
    }
    LARGE_INTEGER offset = offset_of(overlapped);
    overlapped->Internal = (ULONG)STATUS_PENDING;
    overlapped->InternalHigh = 0;
    return finish_overlapped(NtWriteFile(file, overlapped->hEvent, NULL, context_of(overlapped),
                                         (IO_STATUS_BLOCK *)overlapped, buffer, size, &offset,
                                         NULL),
                             overlapped, done);
}

static void NTAPI routine_of_ex(PVOID context, IO_STATUS_BLOCK *io, ULONG reserved)
{
    LPOVERLAPPED_COMPLETION_ROUTINE routine = (LPOVERLAPPED_COMPLETION_ROUTINE)context;
    (void)reserved;
    routine(RtlNtStatusToDosError(io->Status), (DWORD)io->Information, (OVERLAPPED *)io);
}

BOOL WINAPI ReadFileEx(HANDLE file, LPVOID buffer, DWORD size, LPOVERLAPPED overlapped,
                       LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
    LARGE_INTEGER offset = offset_of(overlapped);
    overlapped->Internal = (ULONG)STATUS_PENDING;
    overlapped->InternalHigh = 0;
    NTSTATUS status = NtReadFile(file, NULL, routine_of_ex, (PVOID)(ULONG_PTR)routine,
                                 (IO_STATUS_BLOCK *)overlapped, buffer, size, &offset, NULL);
    if (status >= 0)
        fail_with(ERROR_SUCCESS);
    return nt_result(status);
}

BOOL WINAPI WriteFileEx(HANDLE file, LPCVOID buffer, DWORD size, LPOVERLAPPED overlapped,
                        LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
    LARGE_INTEGER offset = offset_of(overlapped);
    overlapped->Internal = (ULONG)STATUS_PENDING;
    overlapped->InternalHigh = 0;
    NTSTATUS status = NtWriteFile(file, NULL, routine_of_ex, (PVOID)(ULONG_PTR)routine,
                                  (IO_STATUS_BLOCK *)overlapped, buffer, size, &offset, NULL);
    if (status >= 0)
        fail_with(ERROR_SUCCESS);
    return nt_result(status);
}

BOOL WINAPI ReadFileScatter(HANDLE file, FILE_SEGMENT_ELEMENT list[], DWORD size, LPDWORD reserved,
                            LPOVERLAPPED overlapped)
{
    LARGE_INTEGER offset = offset_of(overlapped);
    (void)reserved;
    return finish_overlapped(
        NtReadFileScatter(file, overlapped->hEvent, NULL, context_of(overlapped),
                          (IO_STATUS_BLOCK *)overlapped, list, size, &offset, NULL),
        overlapped, NULL);
}

BOOL WINAPI WriteFileGather(HANDLE file, FILE_SEGMENT_ELEMENT list[], DWORD size, LPDWORD reserved,
                            LPOVERLAPPED overlapped)
{
    LARGE_INTEGER offset = offset_of(overlapped);
    (void)reserved;
    return finish_overlapped(
        NtWriteFileGather(file, overlapped->hEvent, NULL, context_of(overlapped),
                          (IO_STATUS_BLOCK *)overlapped, list, size, &offset, NULL),
        overlapped, NULL);
}

BOOL WINAPI FlushFileBuffers(HANDLE file)
{
    IO_STATUS_BLOCK io;
    return nt_result(NtFlushBuffersFile(file, &io));
}
