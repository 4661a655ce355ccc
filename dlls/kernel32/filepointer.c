/*
 * filepointer.c - a file's pointer, size, times and locks.
 */
#include "file_names.h"

static BOOL query(HANDLE file, void *info, ULONG size, FILE_INFORMATION_CLASS class)
{
    IO_STATUS_BLOCK io;
    return nt_result(NtQueryInformationFile(file, &io, info, size, class));
}

static BOOL set(HANDLE file, void *info, ULONG size, FILE_INFORMATION_CLASS class)
{
    IO_STATUS_BLOCK io;
    return nt_result(NtSetInformationFile(file, &io, info, size, class));
}

BOOL WINAPI SetFilePointerEx(HANDLE file, LARGE_INTEGER distance, PLARGE_INTEGER result,
                             DWORD method)
{
    FILE_POSITION_INFORMATION position;
    FILE_STANDARD_INFORMATION standard;
    LONGLONG start = 0;
    if (method > FILE_END)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (method == FILE_CURRENT) {
        if (!query(file, &position, sizeof position, FilePositionInformation))
            return FALSE;
        start = position.CurrentByteOffset.QuadPart;
    } else if (method == FILE_END) {
        if (!query(file, &standard, sizeof standard, FileStandardInformation))
            return FALSE;
        start = standard.EndOfFile.QuadPart;
    }
    position.CurrentByteOffset.QuadPart = start + distance.QuadPart;
    if (position.CurrentByteOffset.QuadPart < 0)
        return fail_with(ERROR_NEGATIVE_SEEK);
    if (!set(file, &position, sizeof position, FilePositionInformation))
        return FALSE;
    if (result)
        *result = position.CurrentByteOffset;
    return TRUE;
}

DWORD WINAPI SetFilePointer(HANDLE file, LONG low, PLONG high, DWORD method)
{
    LARGE_INTEGER distance, result;
    if (high) {
        distance.LowPart = (DWORD)low;
        distance.HighPart = *high;
    } else {
        distance.QuadPart = low;
    }
    if (!SetFilePointerEx(file, distance, &result, method))
        return INVALID_SET_FILE_POINTER;
    if (!high && result.HighPart) {
        fail_with(ERROR_INVALID_PARAMETER);
        return INVALID_SET_FILE_POINTER;
    }
    if (high)
        *high = result.HighPart;
    if (result.LowPart == INVALID_SET_FILE_POINTER)
        fail_with(ERROR_SUCCESS);
    return result.LowPart;
}

BOOL WINAPI GetFileSizeEx(HANDLE file, PLARGE_INTEGER size)
{
    FILE_STANDARD_INFORMATION standard;
    if (!query(file, &standard, sizeof standard, FileStandardInformation))
        return FALSE;
    *size = standard.EndOfFile;
    return TRUE;
}

DWORD WINAPI GetFileSize(HANDLE file, LPDWORD high)
{
    LARGE_INTEGER size;
    if (!GetFileSizeEx(file, &size))
        return INVALID_FILE_SIZE;
    if (high)
        *high = (DWORD)size.HighPart;
    if (size.LowPart == INVALID_FILE_SIZE)
        fail_with(ERROR_SUCCESS);
    return size.LowPart;
}

BOOL WINAPI SetEndOfFile(HANDLE file)
{
    FILE_POSITION_INFORMATION position;
    FILE_END_OF_FILE_INFORMATION end;
    if (!query(file, &position, sizeof position, FilePositionInformation))
        return FALSE;
    end.EndOfFile = position.CurrentByteOffset;
    return set(file, &end, sizeof end, FileEndOfFileInformation);
}

BOOL WINAPI SetFileValidData(HANDLE file, LONGLONG size)
{
    LARGE_INTEGER valid = {.QuadPart = size};
    return set(file, &valid, sizeof valid, FileValidDataLengthInformation);
}

static void put_time(FILETIME *to, const LARGE_INTEGER *from)
{
    if (!to)
        return;
    to->dwLowDateTime = from->LowPart;
    to->dwHighDateTime = (DWORD)from->HighPart;
}

BOOL WINAPI GetFileTime(HANDLE file, LPFILETIME created, LPFILETIME accessed, LPFILETIME written)
{
    FILE_BASIC_INFORMATION basic;
    if (!query(file, &basic, sizeof basic, FileBasicInformation))
        return FALSE;
    put_time(created, &basic.CreationTime);
    put_time(accessed, &basic.LastAccessTime);
    put_time(written, &basic.LastWriteTime);
    return TRUE;
}

static void take_time(LARGE_INTEGER *to, const FILETIME *from)
{
    if (!from)
        return;
    to->LowPart = from->dwLowDateTime;
    to->HighPart = (LONG)from->dwHighDateTime;
}

BOOL WINAPI SetFileTime(HANDLE file, const FILETIME *created, const FILETIME *accessed,
                        const FILETIME *written)
{
    FILE_BASIC_INFORMATION basic;
    __builtin_memset(&basic, 0, sizeof basic);
    take_time(&basic.CreationTime, created);
    take_time(&basic.LastAccessTime, accessed);
    take_time(&basic.LastWriteTime, written);
    return set(file, &basic, sizeof basic, FileBasicInformation);
}

DWORD WINAPI GetFileType(HANDLE file)
{
    FILE_FS_DEVICE_INFORMATION device;
    IO_STATUS_BLOCK io;
    if (!nt_result(NtQueryVolumeInformationFile(file, &io, &device, sizeof device,
                                                FileFsDeviceInformation)))
        return FILE_TYPE_UNKNOWN;
    fail_with(ERROR_SUCCESS);
    switch (device.DeviceType) {
    case 7:
        return FILE_TYPE_DISK;
    case 0x11:
        return FILE_TYPE_PIPE;
    case 0x15:
    case 0x50:
        return FILE_TYPE_CHAR;
    default:
        return FILE_TYPE_UNKNOWN;
    }
}

static NTSTATUS lock(HANDLE file, HANDLE event, PVOID context, IO_STATUS_BLOCK *io,
                     LARGE_INTEGER offset, LARGE_INTEGER size, DWORD flags)
{
    return NtLockFile(file, event, NULL, context, io, &offset, &size, 0,
                      (flags & LOCKFILE_FAIL_IMMEDIATELY) != 0,
                      (flags & LOCKFILE_EXCLUSIVE_LOCK) != 0);
}

BOOL WINAPI LockFile(HANDLE file, DWORD offset_low, DWORD offset_high, DWORD size_low,
                     DWORD size_high)
{
    IO_STATUS_BLOCK io;
    LARGE_INTEGER offset, size;
    offset.LowPart = offset_low;
    offset.HighPart = (LONG)offset_high;
    size.LowPart = size_low;
    size.HighPart = (LONG)size_high;
    return nt_result(lock(file, NULL, NULL, &io, offset, size,
                          LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK));
}

BOOL WINAPI LockFileEx(HANDLE file, DWORD flags, DWORD reserved, DWORD size_low, DWORD size_high,
                       LPOVERLAPPED overlapped)
{
    LARGE_INTEGER offset, size;
    if (reserved)
        return fail_with(ERROR_INVALID_PARAMETER);
    offset.LowPart = overlapped->Offset;
    offset.HighPart = (LONG)overlapped->OffsetHigh;
    size.LowPart = size_low;
    size.HighPart = (LONG)size_high;
    overlapped->Internal = (ULONG)STATUS_PENDING;
    NTSTATUS status =
        lock(file, overlapped->hEvent, (ULONG_PTR)overlapped->hEvent & 1 ? NULL : overlapped,
             (IO_STATUS_BLOCK *)overlapped, offset, size, flags);
    return status == STATUS_SUCCESS ? TRUE : set_last_nt_error(status);
}

BOOL WINAPI UnlockFile(HANDLE file, DWORD offset_low, DWORD offset_high, DWORD size_low,
                       DWORD size_high)
{
    IO_STATUS_BLOCK io;
    LARGE_INTEGER offset, size;
    offset.LowPart = offset_low;
    offset.HighPart = (LONG)offset_high;
    size.LowPart = size_low;
    size.HighPart = (LONG)size_high;
    return nt_result(NtUnlockFile(file, &io, &offset, &size, 0));
}

BOOL WINAPI UnlockFileEx(HANDLE file, DWORD reserved, DWORD size_low, DWORD size_high,
                         LPOVERLAPPED overlapped)
{
    if (reserved)
        return fail_with(ERROR_INVALID_PARAMETER);
    return UnlockFile(file, overlapped->Offset, overlapped->OffsetHigh, size_low, size_high);
}
