/*
 * io_volume.c - facts about the file system behind a file.
 *
 * Both drives say NTFS, because programs ask by that name for what the host's file systems can:
 * hard links, symbolic links, sparse files, long names. What is not there (streams, compression,
 * encryption, object ids, security descriptors that are kept) is not claimed in the flags.
 */
#include "io_private.h"

#define ATTRIBUTES                                                                              \
    (FILE_CASE_PRESERVED_NAMES | FILE_UNICODE_ON_DISK | FILE_SUPPORTS_SPARSE_FILES |            \
     FILE_SUPPORTS_REPARSE_POINTS | FILE_SUPPORTS_HARD_LINKS | FILE_SUPPORTS_OPEN_BY_FILE_ID_ | \
     FILE_SUPPORTS_POSIX_UNLINK_RENAME_)
#define FILE_SUPPORTS_OPEN_BY_FILE_ID_     0
#define FILE_SUPPORTS_POSIX_UNLINK_RENAME_ 0x400
#define DEVICE_DISK                        7
#define DEVICE_PIPE                        0x11
#define DEVICE_NULL                        0x15
#define DEVICE_CONSOLE                     0x50
#define DEVICE_IS_MOUNTED                  0x20

static NTSTATUS volume_of(IO_FILE *file, PalVolumeInfo *info)
{
    PalHandle handle = io_handle(file);
    if (!handle)
        handle = io_root_handle(file->root);
    if (!handle)
        handle = pal_boot->system_directory;
    return pal_volume_query(handle, info);
}

static ULONG put_text(WCHAR *to, ULONG room, const WCHAR *text, ULONG length)
{
    __builtin_memcpy(to, text, length < room ? length : room);
    return length;
}

static NTSTATUS put_volume(IO_FILE *file, void *out, ULONG size, ULONG_PTR *used)
{
    static const WCHAR labels[2][8] = {L"host", L"bailey"};
    FILE_FS_VOLUME_INFORMATION *volume = out;
    PalVolumeInfo info;
    NTSTATUS status = volume_of(file, &info);
    if (status)
        return status;
    BOOLEAN profile = file->root != IO_ROOT_HOST;
    ULONG fixed = offsetof(FILE_FS_VOLUME_INFORMATION, VolumeLabel), length = profile ? 12 : 8;
    if (size < sizeof *volume)
        return STATUS_INFO_LENGTH_MISMATCH;
    volume->VolumeCreationTime.QuadPart = 132223104000000000;
    volume->VolumeSerialNumber = (ULONG)(info.id ^ info.id >> 32) ^ (profile ? 0x0c0c0c0cu : 0);
    volume->SupportsObjects = FALSE;
    volume->VolumeLabelLength = length;
    put_text(volume->VolumeLabel, size - fixed, labels[profile], length);
    *used = fixed + (length < size - fixed ? length : size - fixed);
    return length > size - fixed ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

static NTSTATUS put_size(IO_FILE *file, void *out, ULONG size, ULONG_PTR *used)
{
    FILE_FS_SIZE_INFORMATION *space = out;
    PalVolumeInfo info;
    NTSTATUS status = volume_of(file, &info);
    if (status)
        return status;
    if (size < sizeof *space)
        return STATUS_INFO_LENGTH_MISMATCH;
    ULONG block = info.block_size < 512 ? 4096 : info.block_size;
    space->TotalAllocationUnits.QuadPart = (LONGLONG)(info.total / block);
    space->AvailableAllocationUnits.QuadPart = (LONGLONG)(info.available / block);
    space->SectorsPerAllocationUnit = block / 512;
    space->BytesPerSector = 512;
    *used = sizeof *space;
    return STATUS_SUCCESS;
}

static NTSTATUS put_full_size(IO_FILE *file, void *out, ULONG size, ULONG_PTR *used)
{
    FILE_FS_FULL_SIZE_INFORMATION *space = out;
    PalVolumeInfo info;
    NTSTATUS status = volume_of(file, &info);
    if (status)
        return status;
    if (size < sizeof *space)
        return STATUS_INFO_LENGTH_MISMATCH;
    ULONG block = info.block_size < 512 ? 4096 : info.block_size;
    space->TotalAllocationUnits.QuadPart = (LONGLONG)(info.total / block);
    space->CallerAvailableAllocationUnits.QuadPart = (LONGLONG)(info.available / block);
    space->ActualAvailableAllocationUnits.QuadPart = (LONGLONG)(info.free / block);
    space->SectorsPerAllocationUnit = block / 512;
    space->BytesPerSector = 512;
    *used = sizeof *space;
    return STATUS_SUCCESS;
}

static NTSTATUS put_device(IO_FILE *file, void *out, ULONG size, ULONG_PTR *used)
{
    FILE_FS_DEVICE_INFORMATION *device = out;
    if (size < sizeof *device)
        return STATUS_INFO_LENGTH_MISMATCH;
    device->Characteristics = 0;
    switch (file->is_file ? IO_REGULAR : file->kind) {
    case IO_STREAM:
    case IO_PIPE_END:
    case IO_PIPE_ROOT:
    case IO_SOCKET:
        device->DeviceType = DEVICE_PIPE;
        break;
    case IO_TERMINAL:
    case IO_CONSOLE:
        device->DeviceType = DEVICE_CONSOLE;
        break;
    case IO_NULL:
    case IO_DEVICE:
        device->DeviceType = DEVICE_NULL;
        break;
    default:
        device->DeviceType = DEVICE_DISK;
        device->Characteristics = DEVICE_IS_MOUNTED;
    }
    *used = sizeof *device;
    return STATUS_SUCCESS;
}

static NTSTATUS put_attributes(IO_FILE *file, void *out, ULONG size, ULONG_PTR *used)
{
    static const WCHAR name[] = L"NTFS";
    FILE_FS_ATTRIBUTE_INFORMATION *attributes = out;
    ULONG fixed = offsetof(FILE_FS_ATTRIBUTE_INFORMATION, FileSystemName);
    ULONG length = sizeof name - sizeof(WCHAR);
    PalVolumeInfo info;
    NTSTATUS status = volume_of(file, &info);
    if (status)
        return status;
    if (size < sizeof *attributes)
        return STATUS_INFO_LENGTH_MISMATCH;
    attributes->FileSystemAttributes = ATTRIBUTES;
    if (info.read_only)
        attributes->FileSystemAttributes |= FILE_READ_ONLY_VOLUME;
    attributes->MaximumComponentNameLength = info.name_max < 255 ? (LONG)info.name_max : 255;
    attributes->FileSystemNameLength = length;
    put_text(attributes->FileSystemName, size - fixed, name, length);
    *used = fixed + (length < size - fixed ? length : size - fixed);
    return length > size - fixed ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

/* The host shows files, not disks: the sectors are those of the other answers. */
static NTSTATUS put_sectors(IO_FILE *file, void *out, ULONG size, ULONG_PTR *used)
{
    FILE_STORAGE_INFO *sectors = out;
    PalVolumeInfo info;
    NTSTATUS status = volume_of(file, &info);
    if (status)
        return status;
    if (size < sizeof *sectors)
        return STATUS_INFO_LENGTH_MISMATCH;
    ULONG block = info.block_size < 512 ? 4096 : info.block_size;
    __builtin_memset(sectors, 0, sizeof *sectors);
    sectors->LogicalBytesPerSector = 512;
    sectors->PhysicalBytesPerSectorForAtomicity = 512;
    sectors->PhysicalBytesPerSectorForPerformance = block;
    sectors->FileSystemEffectivePhysicalBytesPerSectorForAtomicity = 512;
    sectors->Flags =
        STORAGE_INFO_FLAGS_ALIGNED_DEVICE | STORAGE_INFO_FLAGS_PARTITION_ALIGNED_ON_DEVICE;
    *used = sizeof *sectors;
    return STATUS_SUCCESS;
}

static NTSTATUS (*const answers[])(IO_FILE *, void *, ULONG, ULONG_PTR *) = {
    [FileFsVolumeInformation] = put_volume,
    [FileFsSizeInformation] = put_size,
    [FileFsDeviceInformation] = put_device,
    [FileFsAttributeInformation] = put_attributes,
    [FileFsFullSizeInformation] = put_full_size,
    [11 /* FileFsSectorSizeInformation */] = put_sectors,
};

NTSTATUS NTAPI NtQueryVolumeInformationFile(HANDLE handle, PIO_STATUS_BLOCK io, PVOID buffer,
                                            ULONG size, FS_INFORMATION_CLASS class)
{
    IO_FILE *file;
    ULONG_PTR used = 0;
    if ((ULONG) class >= sizeof answers / sizeof *answers || !answers[class])
        return STATUS_INVALID_INFO_CLASS;
    NTSTATUS status = io_reference(handle, 0, &file);
    if (status)
        return status;
    BOOLEAN disk = file->kind <= IO_SYMLINK || file->kind == IO_VOLUME;
    if (!disk && (ULONG) class != FileFsDeviceInformation)
        status = STATUS_INVALID_PARAMETER;
    else
        status = answers[class](file, buffer, size, &used);
    ob_dereference(file);
    if (status >= 0 || status == STATUS_BUFFER_OVERFLOW) {
        io->Status = status;
        io->Information = used;
    }
    return status;
}

NTSTATUS NTAPI NtSetVolumeInformationFile(HANDLE handle, PIO_STATUS_BLOCK io, PVOID buffer,
                                          ULONG size, FILE_INFORMATION_CLASS class)
{
    (void)handle, (void)io, (void)buffer, (void)size, (void)class;
    return STATUS_ACCESS_DENIED; /* labels and quotas are the host's */
}
