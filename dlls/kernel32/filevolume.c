/*
 * filevolume.c - drives and volumes: C: is the profile, Z: the host's tree.
 */
#include "file_names.h"

#define DRIVES ((1u << ('C' - 'A')) | (1u << ('Z' - 'A')))

static const WCHAR guid_name[] = L"\\\\?\\Volume{00000000-0000-0000-0000-000000000001}\\";
#define GUID_DIGIT 46 /* where the drive's number stands in it */

DWORD WINAPI GetLogicalDrives(void)
{
    return DRIVES;
}

DWORD WINAPI GetLogicalDriveStringsW(DWORD size, LPWSTR buffer)
{
    static const WCHAR drives[] = L"C:\\\0Z:\\\0";
    const DWORD count = 8;
    if (!buffer || size <= count)
        return count + 1;
    __builtin_memcpy(buffer, drives, (count + 1) * sizeof(WCHAR));
    return count;
}

DWORD WINAPI GetLogicalDriveStringsA(DWORD size, LPSTR buffer)
{
    static const char drives[] = "C:\\\0Z:\\\0";
    const DWORD count = 8;
    if (!buffer || size <= count)
        return count + 1;
    __builtin_memcpy(buffer, drives, count + 1);
    return count;
}

static WCHAR upper(WCHAR c)
{
    return c >= 'a' && c <= 'z' ? (WCHAR)(c - 32) : c;
}

/* The letter of a root path, of the current directory for NULL; 0: it is no root of a drive. */
static WCHAR drive_of(LPCWSTR root)
{
    WCHAR current[4];
    if (!root) {
        GetFullPathNameW(L"\\", 4, current, NULL);
        return current[0];
    }
    if (root[0] == '\\' && root[1] == '\\' && root[2] == '?' && root[3] == '\\') {
        if (k32_count(root) >= GUID_DIGIT + 2 && upper(root[4]) == 'V' && root[10] == '{')
            return root[GUID_DIGIT] == '1' ? 'C' : root[GUID_DIGIT] == '2' ? 'Z' : 0;
        root += 4;
    }
    if (root[0] && root[1] == ':' &&
        (!root[2] || ((root[2] == '\\' || root[2] == '/') && !root[3])))
        return upper(root[0]);
    return 0;
}

UINT WINAPI GetDriveTypeW(LPCWSTR root)
{
    WCHAR drive = drive_of(root);
    if (!drive && root && !root[1] && (root[0] == '\\' || root[0] == '/'))
        drive = drive_of(NULL);
    if (!drive) /* some deeper directory is not a root */
        return DRIVE_NO_ROOT_DIR;
    return drive == 'C' || drive == 'Z' ? DRIVE_FIXED : DRIVE_NO_ROOT_DIR;
}

UINT WINAPI GetDriveTypeA(LPCSTR root)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, root);
    UINT result = GetDriveTypeW(text);
    k32_wide_end(&wide);
    return result;
}

static NTSTATUS volume(HANDLE file, void *out, ULONG size, FS_INFORMATION_CLASS class)
{
    IO_STATUS_BLOCK io;
    return NtQueryVolumeInformationFile(file, &io, out, size, class);
}

BOOL WINAPI GetVolumeInformationByHandleW(HANDLE file, LPWSTR label, DWORD label_size,
                                          LPDWORD serial, LPDWORD component, LPDWORD flags,
                                          LPWSTR system, DWORD system_size)
{
    union {
        FILE_FS_VOLUME_INFORMATION volume;
        FILE_FS_ATTRIBUTE_INFORMATION attribute;
        char room[256];
    } u;
    NTSTATUS status = volume(file, &u, sizeof u, FileFsVolumeInformation);
    if (status)
        return set_last_nt_error(status);
    if (label && k32_give(u.volume.VolumeLabel, u.volume.VolumeLabelLength / 2, label,
                          label_size) >= label_size)
        return fail_with(ERROR_BAD_LENGTH);
    if (serial)
        *serial = u.volume.VolumeSerialNumber;
    status = volume(file, &u, sizeof u, FileFsAttributeInformation);
    if (status)
        return set_last_nt_error(status);
    if (component)
        *component = (DWORD)u.attribute.MaximumComponentNameLength;
    if (flags)
        *flags = u.attribute.FileSystemAttributes;
    if (system && k32_give(u.attribute.FileSystemName, u.attribute.FileSystemNameLength / 2, system,
                           system_size) >= system_size)
        return fail_with(ERROR_BAD_LENGTH);
    return TRUE;
}

BOOL WINAPI GetVolumeInformationW(LPCWSTR root, LPWSTR label, DWORD label_size, LPDWORD serial,
                                  LPDWORD component, LPDWORD flags, LPWSTR system,
                                  DWORD system_size)
{
    WCHAR name[] = L"C:\\";
    HANDLE file;
    name[0] = drive_of(root);
    if (!name[0])
        return fail_with(root && root[0] == '\\' ? ERROR_BAD_NETPATH : ERROR_INVALID_NAME);
    NTSTATUS status = k32_open(name, FILE_READ_ATTRIBUTES, FILE_DIRECTORY_FILE, &file);
    if (status)
        return set_last_nt_error(status);
    BOOL result = GetVolumeInformationByHandleW(file, label, label_size, serial, component, flags,
                                                system, system_size);
    NtClose(file);
    return result;
}

BOOL WINAPI GetVolumeInformationA(LPCSTR root, LPSTR label, DWORD label_size, LPDWORD serial,
                                  LPDWORD component, LPDWORD flags, LPSTR system, DWORD system_size)
{
    K32_WIDE wide;
    WCHAR text[2][64];
    WCHAR *name = k32_wide(&wide, root);
    BOOL good = GetVolumeInformationW(name, text[0], 64, serial, component, flags, text[1], 64);
    k32_wide_end(&wide);
    if (!good)
        return FALSE;
    if (label && k32_narrow(text[0], k32_count(text[0]), label, label_size) >= label_size)
        return fail_with(ERROR_BAD_LENGTH);
    if (system && k32_narrow(text[1], k32_count(text[1]), system, system_size) >= system_size)
        return fail_with(ERROR_BAD_LENGTH);
    return TRUE;
}

static NTSTATUS space(LPCWSTR directory, FILE_FS_FULL_SIZE_INFORMATION *full)
{
    WCHAR root[] = L"C:\\";
    HANDLE file;
    if (!directory)
        root[0] = drive_of(NULL);
    NTSTATUS status = k32_open(directory ? directory : root, FILE_READ_ATTRIBUTES, 0, &file);
    if (status)
        return status;
    status = volume(file, full, sizeof *full, FileFsFullSizeInformation);
    NtClose(file);
    return status;
}

BOOL WINAPI GetDiskFreeSpaceExW(LPCWSTR directory, PULARGE_INTEGER available, PULARGE_INTEGER total,
                                PULARGE_INTEGER free)
{
    FILE_FS_FULL_SIZE_INFORMATION full;
    NTSTATUS status = space(directory, &full);
    if (status)
        return set_last_nt_error(status);
    ULONGLONG unit = (ULONGLONG)full.SectorsPerAllocationUnit * full.BytesPerSector;
    if (available)
        available->QuadPart = (ULONGLONG)full.CallerAvailableAllocationUnits.QuadPart * unit;
    if (total)
        total->QuadPart = (ULONGLONG)full.TotalAllocationUnits.QuadPart * unit;
    if (free)
        free->QuadPart = (ULONGLONG)full.ActualAvailableAllocationUnits.QuadPart * unit;
    return TRUE;
}

BOOL WINAPI GetDiskFreeSpaceW(LPCWSTR root, LPDWORD sectors, LPDWORD bytes, LPDWORD free,
                              LPDWORD total)
{
    FILE_FS_FULL_SIZE_INFORMATION full;
    NTSTATUS status = space(root, &full);
    if (status)
        return set_last_nt_error(status);
    if (sectors)
        *sectors = full.SectorsPerAllocationUnit;
    if (bytes)
        *bytes = full.BytesPerSector;
    if (free)
        *free = full.CallerAvailableAllocationUnits.HighPart
                    ? MAXDWORD
                    : full.CallerAvailableAllocationUnits.LowPart;
    if (total)
        *total = full.TotalAllocationUnits.HighPart ? MAXDWORD : full.TotalAllocationUnits.LowPart;
    return TRUE;
}

BOOL WINAPI GetDiskFreeSpaceExA(LPCSTR directory, PULARGE_INTEGER available, PULARGE_INTEGER total,
                                PULARGE_INTEGER free)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, directory);
    BOOL result = GetDiskFreeSpaceExW(text, available, total, free);
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI GetDiskFreeSpaceA(LPCSTR root, LPDWORD sectors, LPDWORD bytes, LPDWORD free,
                              LPDWORD total)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, root);
    BOOL result = GetDiskFreeSpaceW(text, sectors, bytes, free, total);
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI GetVolumePathNameW(LPCWSTR name, LPWSTR buffer, DWORD size)
{
    WCHAR full[MAX_PATH];
    if (!name || !*name || !buffer || !size)
        return fail_with(ERROR_INVALID_PARAMETER);
    DWORD count = GetFullPathNameW(name, MAX_PATH, full, NULL);
    if (!count || (count >= MAX_PATH && full[1] != ':'))
        return fail_with(ERROR_FILENAME_EXCED_RANGE);
    const WCHAR *start = full[0] == '\\' && full[2] == '?' ? full + 4 : full;
    if (start[1] != ':')
        return fail_with(ERROR_INVALID_NAME);
    WCHAR root[] = {start[0], ':', '\\'};
    return k32_give(root, 3, buffer, size) >= size ? fail_with(ERROR_FILENAME_EXCED_RANGE) : TRUE;
}

BOOL WINAPI GetVolumePathNameA(LPCSTR name, LPSTR buffer, DWORD size)
{
    K32_WIDE wide;
    WCHAR root[8];
    WCHAR *text = k32_wide(&wide, name);
    BOOL result = GetVolumePathNameW(text, root, 8);
    k32_wide_end(&wide);
    if (result && k32_narrow(root, k32_count(root), buffer, size) >= size)
        return fail_with(ERROR_FILENAME_EXCED_RANGE);
    return result;
}

BOOL WINAPI GetVolumeNameForVolumeMountPointW(LPCWSTR root, LPWSTR buffer, DWORD size)
{
    WCHAR drive = drive_of(root);
    if (drive != 'C' && drive != 'Z')
        return fail_with(drive ? ERROR_FILE_NOT_FOUND : ERROR_INVALID_NAME);
    if (k32_give(guid_name, sizeof guid_name / 2 - 1, buffer, size) >= size)
        return fail_with(ERROR_FILENAME_EXCED_RANGE);
    buffer[GUID_DIGIT] = drive == 'C' ? '1' : '2';
    return TRUE;
}

BOOL WINAPI GetVolumePathNamesForVolumeNameW(LPCWSTR name, LPWCH buffer, DWORD size, PDWORD needed)
{
    WCHAR drive = drive_of(name);
    if (drive != 'C' && drive != 'Z')
        return fail_with(ERROR_FILE_NOT_FOUND);
    if (needed)
        *needed = 5;
    if (size < 5)
        return fail_with(ERROR_MORE_DATA);
    const WCHAR root[] = {drive, ':', '\\', 0, 0};
    __builtin_memcpy(buffer, root, sizeof root);
    return TRUE;
}

/* A search over the two volumes is the number of the one that was found. */
HANDLE WINAPI FindFirstVolumeW(LPWSTR buffer, DWORD size)
{
    ULONG *at = k32_heap(sizeof *at);
    if (!at)
        return INVALID_HANDLE_VALUE;
    if (!GetVolumeNameForVolumeMountPointW(L"C:\\", buffer, size)) {
        k32_heap_free(at);
        return INVALID_HANDLE_VALUE;
    }
    *at = 1;
    return at;
}

BOOL WINAPI FindNextVolumeW(HANDLE handle, LPWSTR buffer, DWORD size)
{
    ULONG *at = handle;
    if (*at == 2)
        return fail_with(ERROR_NO_MORE_FILES);
    if (!GetVolumeNameForVolumeMountPointW(L"Z:\\", buffer, size))
        return FALSE;
    *at = 2;
    return TRUE;
}

BOOL WINAPI FindVolumeClose(HANDLE handle)
{
    k32_heap_free(handle);
    return TRUE;
}

DWORD WINAPI QueryDosDeviceW(LPCWSTR name, LPWSTR buffer, DWORD size)
{
    static const WCHAR all[] = L"C:\0Z:\0NUL\0CON\0CONIN$\0CONOUT$\0PIPE\0";
    static const struct {
        const WCHAR *name, *target;
    } devices[] = {
        {L"C:", L"\\Device\\HarddiskVolume1"},
        {L"Z:", L"\\Device\\HarddiskVolume2"},
        {L"NUL", L"\\Device\\Null"},
        {L"PIPE", L"\\Device\\NamedPipe"},
    };
    const WCHAR *found = NULL;
    DWORD count = sizeof all / sizeof *all;
    for (ULONG i = 0; name && i < sizeof devices / sizeof *devices; i++) {
        ULONG k = 0;
        while (name[k] && upper(name[k]) == devices[i].name[k])
            k++;
        if (!name[k] && !devices[i].name[k])
            found = devices[i].target;
    }
    if (name && !found)
        return (DWORD)fail_with(ERROR_FILE_NOT_FOUND);
    if (found)
        count = k32_count(found) + 2;
    if (size < count)
        return (DWORD)fail_with(ERROR_INSUFFICIENT_BUFFER);
    __builtin_memcpy(buffer, found ? found : all, (found ? count - 1 : count) * sizeof(WCHAR));
    buffer[count - 1] = 0;
    return count;
}

DWORD WINAPI QueryDosDeviceA(LPCSTR name, LPSTR buffer, DWORD size)
{
    K32_WIDE wide;
    WCHAR found[256];
    WCHAR *text = k32_wide(&wide, name);
    DWORD count = QueryDosDeviceW(text, found, 256);
    k32_wide_end(&wide);
    if (count > size)
        return (DWORD)fail_with(ERROR_INSUFFICIENT_BUFFER);
    for (DWORD i = 0; i < count; i++)
        buffer[i] = (char)found[i];
    return count;
}

BOOL WINAPI SetVolumeLabelW(LPCWSTR root, LPCWSTR label)
{
    (void)root, (void)label;
    return fail_with(ERROR_ACCESS_DENIED);
}
