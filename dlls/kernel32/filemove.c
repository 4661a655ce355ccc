/*
 * filemove.c - deleting, moving and linking files; directories.
 */
#include "file_names.h"

static NTSTATUS rename_handle(HANDLE file, const WCHAR *target, ULONG flags, ULONG class)
{
    UNICODE_STRING nt;
    IO_STATUS_BLOCK io;
    NTSTATUS status = BaileyDosPathToNtPath(target, NULL, 0, &nt);
    if (status)
        return status;
    ULONG size = (ULONG)sizeof(FILE_RENAME_INFORMATION) + nt.Length;
    FILE_RENAME_INFORMATION *rename = k32_heap(size);
    if (!rename)
        status = STATUS_NO_MEMORY;
    if (!status) {
        __builtin_memset(rename, 0, sizeof *rename);
        *(ULONG *)rename = flags;
        rename->FileNameLength = nt.Length;
        __builtin_memcpy(rename->FileName, nt.Buffer, nt.Length);
        status = NtSetInformationFile(file, &io, rename, size, (FILE_INFORMATION_CLASS) class);
    }
    k32_heap_free(rename);
    RtlFreeUnicodeString(&nt);
    return status;
}

BOOL WINAPI DeleteFileW(LPCWSTR name)
{
    HANDLE handle;
    IO_STATUS_BLOCK io;
    ULONG flags =
        1 | 2; /* delete, with POSIX semantics: the name goes at the close of this handle */
    NTSTATUS status =
        k32_open(name, DELETE, FILE_NON_DIRECTORY_FILE | FILE_OPEN_REPARSE_POINT, &handle);
    if (status == STATUS_FILE_IS_A_DIRECTORY)
        status = STATUS_ACCESS_DENIED;
    if (status)
        return set_last_nt_error(status);
    status = NtSetInformationFile(handle, &io, &flags, sizeof flags, FileDispositionInformationEx);
    NtClose(handle);
    return nt_result(status);
}

BOOL WINAPI RemoveDirectoryW(LPCWSTR name)
{
    HANDLE handle;
    IO_STATUS_BLOCK io;
    ULONG flags = 1 | 2;
    NTSTATUS status =
        k32_open(name, DELETE, FILE_DIRECTORY_FILE | FILE_OPEN_REPARSE_POINT, &handle);
    if (status == STATUS_NOT_A_DIRECTORY) {
        /* A link to a directory is removed as one. */
        DWORD bits = GetFileAttributesW(name);
        if (bits != INVALID_FILE_ATTRIBUTES && bits & FILE_ATTRIBUTE_REPARSE_POINT &&
            bits & FILE_ATTRIBUTE_DIRECTORY)
            status = k32_open(name, DELETE, FILE_OPEN_REPARSE_POINT, &handle);
    }
    if (status)
        return set_last_nt_error(status);
    status = NtSetInformationFile(handle, &io, &flags, sizeof flags, FileDispositionInformationEx);
    NtClose(handle);
    return nt_result(status);
}

BOOL WINAPI CreateDirectoryW(LPCWSTR name, LPSECURITY_ATTRIBUTES security)
{
    K32_PATH path;
    IO_STATUS_BLOCK io;
    HANDLE handle;
    (void)security;
    if (!k32_path(&path, name))
        return FALSE;
    NTSTATUS status = NtCreateFile(
        &handle, FILE_LIST_DIRECTORY | SYNCHRONIZE, &path.attributes, &io, NULL,
        FILE_ATTRIBUTE_NORMAL, FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_CREATE,
        FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT, NULL, 0);
    k32_path_end(&path);
    if (status)
        return set_last_nt_error(status);
    NtClose(handle);
    return TRUE;
}

BOOL WINAPI CreateDirectoryExW(LPCWSTR template, LPCWSTR name, LPSECURITY_ATTRIBUTES security)
{
    DWORD bits = GetFileAttributesW(template);
    if (bits == INVALID_FILE_ATTRIBUTES)
        return FALSE;
    if (!(bits & FILE_ATTRIBUTE_DIRECTORY))
        return fail_with(ERROR_DIRECTORY);
    return CreateDirectoryW(name, security);
}

/* Copies where a rename cannot reach; the source goes last. */
static BOOL move_by_copy(LPCWSTR from, LPCWSTR to, LPPROGRESS_ROUTINE progress, LPVOID context,
                         DWORD flags)
{
    DWORD bits = GetFileAttributesW(from);
    if (bits & FILE_ATTRIBUTE_DIRECTORY)
        return fail_with(ERROR_ACCESS_DENIED);
    if (!CopyFileExW(from, to, progress, context, NULL,
                     flags & MOVEFILE_REPLACE_EXISTING ? 0 : COPY_FILE_FAIL_IF_EXISTS))
        return FALSE;
    if (bits & FILE_ATTRIBUTE_READONLY)
        SetFileAttributesW(from, bits & ~FILE_ATTRIBUTE_READONLY);
    return DeleteFileW(from);
}

BOOL WINAPI MoveFileWithProgressW(LPCWSTR from, LPCWSTR to, LPPROGRESS_ROUTINE progress,
                                  LPVOID context, DWORD flags)
{
    HANDLE handle;
    if (flags & MOVEFILE_DELAY_UNTIL_REBOOT)
        return fail_with(ERROR_NOT_SUPPORTED); /* nothing here is ever booted */
    if (!to)
        return fail_with(ERROR_INVALID_PARAMETER);
    NTSTATUS status =
        k32_open(from, DELETE | FILE_READ_ATTRIBUTES, FILE_OPEN_REPARSE_POINT, &handle);
    if (status)
        return set_last_nt_error(status);
    if (flags & MOVEFILE_CREATE_HARDLINK)
        status = rename_handle(handle, to, 0, FileLinkInformation);
    else
        status = rename_handle(handle, to, flags & MOVEFILE_REPLACE_EXISTING ? 1 : 0,
                               FileRenameInformation);
    NtClose(handle);
    if (status == STATUS_NOT_SAME_DEVICE && flags & MOVEFILE_COPY_ALLOWED)
        return move_by_copy(from, to, progress, context, flags);
    return nt_result(status);
}

BOOL WINAPI MoveFileExW(LPCWSTR from, LPCWSTR to, DWORD flags)
{
    return MoveFileWithProgressW(from, to, NULL, NULL, flags);
}

BOOL WINAPI MoveFileW(LPCWSTR from, LPCWSTR to)
{
    return MoveFileWithProgressW(from, to, NULL, NULL, MOVEFILE_COPY_ALLOWED);
}

BOOL WINAPI ReplaceFileW(LPCWSTR replaced, LPCWSTR replacement, LPCWSTR backup, DWORD flags,
                         LPVOID exclude, LPVOID reserved)
{
    (void)flags, (void)exclude, (void)reserved;
    DWORD bits = GetFileAttributesW(replaced);
    if (bits == INVALID_FILE_ATTRIBUTES)
        return FALSE;
    if (bits & FILE_ATTRIBUTE_READONLY)
        return fail_with(ERROR_ACCESS_DENIED);
    if (GetFileAttributesW(replacement) == INVALID_FILE_ATTRIBUTES)
        return FALSE;
    if (backup && !MoveFileExW(replaced, backup, MOVEFILE_REPLACE_EXISTING))
        return fail_with(ERROR_UNABLE_TO_REMOVE_REPLACED);
    if (MoveFileExW(replacement, replaced, MOVEFILE_REPLACE_EXISTING))
        return TRUE;
    if (!backup)
        return fail_with(ERROR_UNABLE_TO_MOVE_REPLACEMENT);
    MoveFileExW(backup, replaced, 0);
    return fail_with(ERROR_UNABLE_TO_MOVE_REPLACEMENT);
}

BOOL WINAPI CreateHardLinkW(LPCWSTR name, LPCWSTR existing, LPSECURITY_ATTRIBUTES security)
{
    HANDLE handle;
    (void)security;
    NTSTATUS status = k32_open(existing, FILE_WRITE_ATTRIBUTES,
                               FILE_OPEN_REPARSE_POINT | FILE_NON_DIRECTORY_FILE, &handle);
    if (status)
        return set_last_nt_error(status);
    status = rename_handle(handle, name, 0, FileLinkInformation);
    NtClose(handle);
    if (status == STATUS_OBJECT_NAME_COLLISION)
        return fail_with(ERROR_ALREADY_EXISTS);
    return nt_result(status);
}

/* Fills the reparse data of a link to `target`; *size: bytes. Heap memory. */
static BAILEY_REPARSE_DATA *link_data(LPCWSTR target, ULONG *size)
{
    UNICODE_STRING nt = {0, 0, NULL};
    ULONG type = RtlDetermineDosPathNameType_U(target), count = k32_count(target);
    BOOL relative = type == RtlPathTypeRelative || type == RtlPathTypeRooted;
    const WCHAR *substitute = target;
    ULONG length = count * 2;
    if (!relative) {
        NTSTATUS status = BaileyDosPathToNtPath(target, NULL, 0, &nt);
        if (status) {
            set_last_nt_error(status);
            return NULL;
        }
        substitute = nt.Buffer;
        length = nt.Length;
    }
    *size = (ULONG)offsetof(BAILEY_REPARSE_DATA, PathBuffer) + length + count * 2;
    BAILEY_REPARSE_DATA *data = k32_heap(*size);
    if (data) {
        data->ReparseTag = IO_REPARSE_TAG_SYMLINK;
        data->ReparseDataLength = (USHORT)(*size - 8);
        data->Reserved = 0;
        data->SubstituteNameOffset = 0;
        data->SubstituteNameLength = (USHORT)length;
        data->PrintNameOffset = (USHORT)length;
        data->PrintNameLength = (USHORT)(count * 2);
        data->Flags = relative;
        __builtin_memcpy(data->PathBuffer, substitute, length);
        __builtin_memcpy(data->PathBuffer + length / 2, target, count * 2);
    }
    RtlFreeUnicodeString(&nt);
    return data;
}

BOOLEAN WINAPI CreateSymbolicLinkW(LPCWSTR name, LPCWSTR target, DWORD flags)
{
    K32_PATH path;
    IO_STATUS_BLOCK io;
    HANDLE handle;
    ULONG size;
    if (flags & ~3u || !target || !*target)
        return (BOOLEAN)fail_with(ERROR_INVALID_PARAMETER);
    if (!k32_path(&path, name))
        return FALSE;
    BAILEY_REPARSE_DATA *data = link_data(target, &size);
    if (!data) {
        k32_path_end(&path);
        return FALSE;
    }
    BOOL directory = (flags & SYMBOLIC_LINK_FLAG_DIRECTORY) != 0;
    NTSTATUS status =
        NtCreateFile(&handle, DELETE | FILE_WRITE_ATTRIBUTES | SYNCHRONIZE, &path.attributes, &io,
                     NULL, FILE_ATTRIBUTE_NORMAL, 0, FILE_CREATE,
                     FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_REPARSE_POINT |
                         (directory ? FILE_DIRECTORY_FILE : FILE_NON_DIRECTORY_FILE),
                     NULL, 0);
    k32_path_end(&path);
    if (!status) {
        status =
            NtFsControlFile(handle, NULL, NULL, NULL, &io, FSCTL_SET_REPARSE_, data, size, NULL, 0);
        if (status) {
            FILE_DISPOSITION_INFORMATION delete = {TRUE};
            NtSetInformationFile(handle, &io, &delete, sizeof delete, FileDispositionInformation);
        }
        NtClose(handle);
    }
    k32_heap_free(data);
    return (BOOLEAN)nt_result(status);
}
