/*
 * fileattributes.c - attributes by name, and facts about open files.
 */
#include "file_names.h"

DWORD WINAPI GetFileAttributesW(LPCWSTR name)
{
    K32_PATH path;
    FILE_BASIC_INFORMATION basic;
    if (!k32_path(&path, name))
        return INVALID_FILE_ATTRIBUTES;
    NTSTATUS status = NtQueryAttributesFile(&path.attributes, &basic);
    k32_path_end(&path);
    if (status == STATUS_SUCCESS)
        return basic.FileAttributes;
    if (status == STATUS_INVALID_DEVICE_REQUEST && RtlIsDosDeviceName_U(name))
        return FILE_ATTRIBUTE_ARCHIVE;
    set_last_nt_error(status);
    return INVALID_FILE_ATTRIBUTES;
}

DWORD WINAPI GetFileAttributesA(LPCSTR name)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    if (name && !text)
        return INVALID_FILE_ATTRIBUTES;
    DWORD result = GetFileAttributesW(text);
    k32_wide_end(&wide);
    return result;
}

static void put_time(FILETIME *to, LARGE_INTEGER from)
{
    to->dwLowDateTime = from.LowPart;
    to->dwHighDateTime = (DWORD)from.HighPart;
}

BOOL WINAPI GetFileAttributesExW(LPCWSTR name, GET_FILEEX_INFO_LEVELS level, LPVOID out)
{
    K32_PATH path;
    FILE_NETWORK_OPEN_INFORMATION info;
    WIN32_FILE_ATTRIBUTE_DATA *data = out;
    if (level != GetFileExInfoStandard)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!k32_path(&path, name))
        return FALSE;
    NTSTATUS status = NtQueryFullAttributesFile(&path.attributes, &info);
    k32_path_end(&path);
    if (status)
        return set_last_nt_error(status);
    data->dwFileAttributes = info.FileAttributes;
    put_time(&data->ftCreationTime, info.CreationTime);
    put_time(&data->ftLastAccessTime, info.LastAccessTime);
    put_time(&data->ftLastWriteTime, info.LastWriteTime);
    data->nFileSizeHigh = (DWORD)info.EndOfFile.HighPart;
    data->nFileSizeLow = info.EndOfFile.LowPart;
    return TRUE;
}

BOOL WINAPI GetFileAttributesExA(LPCSTR name, GET_FILEEX_INFO_LEVELS level, LPVOID out)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    if (name && !text)
        return FALSE;
    BOOL result = GetFileAttributesExW(text, level, out);
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI SetFileAttributesW(LPCWSTR name, DWORD attributes)
{
    HANDLE handle;
    FILE_BASIC_INFORMATION basic;
    IO_STATUS_BLOCK io;
    NTSTATUS status = k32_open(name, FILE_WRITE_ATTRIBUTES, FILE_OPEN_REPARSE_POINT, &handle);
    if (status)
        return set_last_nt_error(status);
    __builtin_memset(&basic, 0, sizeof basic);
    basic.FileAttributes = (attributes & 0x7fa7) | FILE_ATTRIBUTE_NORMAL;
    status = NtSetInformationFile(handle, &io, &basic, sizeof basic, FileBasicInformation);
    NtClose(handle);
    return nt_result(status);
}

BOOL WINAPI SetFileAttributesA(LPCSTR name, DWORD attributes)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    if (name && !text)
        return FALSE;
    BOOL result = SetFileAttributesW(text, attributes);
    k32_wide_end(&wide);
    return result;
}

DWORD WINAPI GetCompressedFileSizeW(LPCWSTR name, LPDWORD high)
{
    HANDLE handle;
    FILE_STANDARD_INFORMATION standard;
    IO_STATUS_BLOCK io;
    NTSTATUS status = k32_open(name, FILE_READ_ATTRIBUTES, 0, &handle);
    if (!status) {
        status = NtQueryInformationFile(handle, &io, &standard, sizeof standard,
                                        FileStandardInformation);
        NtClose(handle);
    }
    if (status) {
        set_last_nt_error(status);
        return INVALID_FILE_SIZE;
    }
    /* What a sparse file takes on disk is less than its size; others fill their last block. */
    LARGE_INTEGER size = standard.AllocationSize.QuadPart < standard.EndOfFile.QuadPart
                             ? standard.AllocationSize
                             : standard.EndOfFile;
    if (high)
        *high = (DWORD)size.HighPart;
    if (size.LowPart == INVALID_FILE_SIZE)
        fail_with(ERROR_SUCCESS);
    return size.LowPart;
}

DWORD WINAPI GetCompressedFileSizeA(LPCSTR name, LPDWORD high)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    DWORD result = text ? GetCompressedFileSizeW(text, high) : INVALID_FILE_SIZE;
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI GetFileInformationByHandle(HANDLE file, LPBY_HANDLE_FILE_INFORMATION out)
{
    FILE_STAT_INFORMATION stat;
    FILE_ID_INFO id;
    IO_STATUS_BLOCK io;
    NTSTATUS status = NtQueryInformationFile(file, &io, &stat, sizeof stat, FileStatInformation);
    if (!status)
        status = NtQueryInformationFile(file, &io, &id, sizeof id, FileIdInformation);
    if (status)
        return set_last_nt_error(status);
    out->dwFileAttributes = stat.FileAttributes;
    put_time(&out->ftCreationTime, stat.CreationTime);
    put_time(&out->ftLastAccessTime, stat.LastAccessTime);
    put_time(&out->ftLastWriteTime, stat.LastWriteTime);
    out->dwVolumeSerialNumber = (DWORD)(id.VolumeSerialNumber ^ id.VolumeSerialNumber >> 32);
    out->nFileSizeHigh = (DWORD)stat.EndOfFile.HighPart;
    out->nFileSizeLow = stat.EndOfFile.LowPart;
    out->nNumberOfLinks = stat.FileAttributes & FILE_ATTRIBUTE_DIRECTORY ? 1 : stat.NumberOfLinks;
    out->nFileIndexHigh = (DWORD)stat.FileId.HighPart;
    out->nFileIndexLow = stat.FileId.LowPart;
    return TRUE;
}

/* FILE_INFO_BY_HANDLE_CLASS to the NT class; 0: none, or one of directories (below). */
static const UCHAR classes[] = {
    [FileBasicInfo] = FileBasicInformation,
    [FileStandardInfo] = FileStandardInformation,
    [FileNameInfo] = FileNameInformation,
    [FileRenameInfo] = FileRenameInformation,
    [FileDispositionInfo] = FileDispositionInformation,
    [FileAllocationInfo] = FileAllocationInformation,
    [FileEndOfFileInfo] = FileEndOfFileInformation,
    [FileStreamInfo] = FileStreamInformation,
    [FileCompressionInfo] = FileCompressionInformation,
    [FileAttributeTagInfo] = FileAttributeTagInformation,
    [FileIdBothDirectoryInfo] = FileIdBothDirectoryInformation,
    [FileIdBothDirectoryRestartInfo] = FileIdBothDirectoryInformation,
    [FileIoPriorityHintInfo] = 43,
    [FileRemoteProtocolInfo] = 55,
    [FileFullDirectoryInfo] = FileFullDirectoryInformation,
    [FileFullDirectoryRestartInfo] = FileFullDirectoryInformation,
    [16] = 0, /* FileStorageInfo: of the volume */
    [17] = FileAlignmentInformation,
    [18] = 59, /* FileIdInfo */
    [19] = 60, /* FileIdExtdDirectoryInfo */
    [20] = 60,
    [21] = 64, /* FileDispositionInfoEx */
    [22] = 65, /* FileRenameInfoEx */
    [23] = 71, /* FileCaseSensitiveInfo */
};

static BOOL is_listing(ULONG class)
{
    return class == FileIdBothDirectoryInfo || class == FileIdBothDirectoryRestartInfo ||
           class == FileFullDirectoryInfo || class == FileFullDirectoryRestartInfo || class == 19 ||
           class == 20;
}

BOOL WINAPI GetFileInformationByHandleEx(HANDLE file, FILE_INFO_BY_HANDLE_CLASS class, LPVOID out,
                                         DWORD size)
{
    IO_STATUS_BLOCK io;
    NTSTATUS status;
    if ((ULONG) class >= sizeof classes)
        return fail_with(ERROR_INVALID_PARAMETER);
    if ((ULONG) class == 16) {
        status = NtQueryVolumeInformationFile(file, &io, out, size,
                                              (FS_INFORMATION_CLASS)11 /* FileFsSectorSize */);
        return nt_result(status);
    }
    FILE_INFORMATION_CLASS nt = (FILE_INFORMATION_CLASS)classes[class];
    if (is_listing((ULONG) class)) {
        BOOL restart = class == FileIdBothDirectoryRestartInfo ||
                       class == FileFullDirectoryRestartInfo || (ULONG) class == 20;
        status = NtQueryDirectoryFile(file, NULL, NULL, NULL, &io, out, size, nt, FALSE, NULL,
                                      (BOOLEAN)restart);
    } else {
        status = NtQueryInformationFile(file, &io, out, size, nt);
    }
    return status == STATUS_SUCCESS ? TRUE : set_last_nt_error(status);
}

/* The target of a rename is a Win32 path here and an NT path below. */
static BOOL set_rename(HANDLE file, const FILE_RENAME_INFO *info, DWORD size, ULONG class)
{
    IO_STATUS_BLOCK io;
    UNICODE_STRING nt = {0, 0, NULL};
    const WCHAR *name = info->FileName;
    ULONG length = info->FileNameLength;
    if (size < sizeof *info)
        return fail_with(ERROR_BAD_LENGTH);
    if (size < offsetof(FILE_RENAME_INFO, FileName) + length)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    BOOL relative = info->RootDirectory != NULL ||
                    (length && name[0] == '\\' && length > 4 && name[1] == '?' && name[2] == '?');
    WCHAR *text = k32_heap(length + sizeof(WCHAR));
    if (!text)
        return FALSE;
    __builtin_memcpy(text, name, length);
    text[length / 2] = 0;
    NTSTATUS status = STATUS_SUCCESS;
    if (!relative)
        status = BaileyDosPathToNtPath(text, NULL, 0, &nt);
    k32_heap_free(text);
    if (status)
        return set_last_nt_error(status);
    if (!relative) {
        name = nt.Buffer;
        length = nt.Length;
    }
    ULONG needed = (ULONG)offsetof(FILE_RENAME_INFORMATION, FileName) + length + sizeof(WCHAR) * 4;
    FILE_RENAME_INFORMATION *rename = k32_heap(needed);
    if (rename) {
        __builtin_memcpy(rename, info, offsetof(FILE_RENAME_INFO, FileName));
        rename->FileNameLength = length;
        __builtin_memcpy(rename->FileName, name, length);
        status = NtSetInformationFile(file, &io, rename, needed, (FILE_INFORMATION_CLASS) class);
        k32_heap_free(rename);
    }
    RtlFreeUnicodeString(&nt);
    return rename ? nt_result(status) : FALSE;
}

BOOL WINAPI SetFileInformationByHandle(HANDLE file, FILE_INFO_BY_HANDLE_CLASS class, LPVOID info,
                                       DWORD size)
{
    IO_STATUS_BLOCK io;
    if ((ULONG) class >= sizeof classes)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (class == FileRenameInfo || (ULONG) class == 22)
        return set_rename(file, info, size, classes[class]);
    switch ((ULONG) class) {
    case FileBasicInfo:
    case FileDispositionInfo:
    case FileAllocationInfo:
    case FileEndOfFileInfo:
    case FileIoPriorityHintInfo:
    case 21:
    case 23:
        return nt_result(
            NtSetInformationFile(file, &io, info, size, (FILE_INFORMATION_CLASS)classes[class]));
    default:
        return fail_with(ERROR_INVALID_PARAMETER);
    }
}

BOOL WINAPI SetFileCompletionNotificationModes(HANDLE file, UCHAR flags)
{
    ULONG modes = flags;
    IO_STATUS_BLOCK io;
    if (flags & ~3)
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(NtSetInformationFile(file, &io, &modes, sizeof modes,
                                          FileIoCompletionNotificationInformation));
}
