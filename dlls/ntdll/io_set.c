/*
 * io_set.c - NtSetInformationFile.
 */
#include "io_private.h"
#include "mm.h"

#define DISPOSITION_DELETE           1
#define DISPOSITION_POSIX            2
#define DISPOSITION_ON_CLOSE         8
#define DISPOSITION_IGNORE_READ_ONLY 0x10
#define RENAME_REPLACE               1
#define RENAME_POSIX                 2
#define RENAME_IGNORE_READ_ONLY      0x40

/* Keeps them with the file, but for the read-only bit of a file, which its mode has: that is left
 * in change and mask. */
static NTSTATUS set_attributes(IO_FILE *file, PalHandle handle, ULONG attributes,
                               PalFileInfo *change, ULONG *mask)
{
    PalFileInfo info;
    BOOLEAN directory = file->kind == IO_DIRECTORY;
    if (attributes & (directory ? FILE_ATTRIBUTE_TEMPORARY : FILE_ATTRIBUTE_DIRECTORY))
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = pal_file_query(handle, "", 0, 0, &info);
    if (!status) {
        status = io_keep_attributes(handle, &info, attributes);
        /* A file of somebody else: its archive bit alone is nobody's concern. */
        if (status == STATUS_ACCESS_DENIED && !info.attributes &&
            !(attributes & IO_KEPT_ATTRIBUTES & ~FILE_ATTRIBUTE_ARCHIVE))
            status = STATUS_SUCCESS;
    }
    if (status || directory)
        return status;
    BOOLEAN read_only = (attributes & FILE_ATTRIBUTE_READONLY) != 0;
    if (read_only != !(info.mode & 0222)) {
        change->mode = read_only ? info.mode & ~0222u : info.mode | 0200 | (info.mode & 0044) >> 1;
        *mask |= PAL_SET_MODE;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS set_basic(IO_FILE *file, const FILE_BASIC_INFORMATION *basic)
{
    PalFileInfo change;
    ULONG mask = 0;
    PalHandle handle = io_handle(file);
    if (!handle)
        return file->synthetic ? STATUS_ACCESS_DENIED : STATUS_INVALID_DEVICE_REQUEST;
    if (basic->LastWriteTime.QuadPart > 0) {
        change.written = basic->LastWriteTime.QuadPart;
        mask |= PAL_SET_WRITTEN;
    }
    if (basic->LastAccessTime.QuadPart > 0) {
        change.accessed = basic->LastAccessTime.QuadPart;
        mask |= PAL_SET_ACCESSED;
    }
    if (basic->FileAttributes && file->kind <= IO_DIRECTORY) {
        NTSTATUS status = set_attributes(file, handle, basic->FileAttributes, &change, &mask);
        if (status)
            return status;
    }
    return mask ? pal_file_set(handle, mask, &change) : STATUS_SUCCESS;
}

/* Deletion of something that must not be deleted is refused now, not at the close. */
static NTSTATUS may_delete(IO_FILE *file, BOOLEAN ignore_read_only)
{
    PalFileInfo info;
    uint64_t buffer[64], done;
    PalHandle directory;
    if (file->synthetic || file->root == IO_ROOT_SYSTEM || file->path_size == 0)
        return STATUS_CANNOT_DELETE;
    if (file->kind == IO_REGULAR) {
        NTSTATUS status = io_file_info(file, &info);
        if (!status && !(info.mode & 0222) && !ignore_read_only)
            status = STATUS_CANNOT_DELETE;
        return status;
    }
    if (file->kind != IO_DIRECTORY)
        return STATUS_SUCCESS;
    NTSTATUS status = pal_file_open(io_root_handle(file->root), ARENA_AT(char, file->path),
                                    file->path_size, PAL_ACCESS_READ, PAL_OPEN_EXISTING,
                                    PAL_OPEN_OPTIONS(PAL_OPTION_DIRECTORY, 0), &directory, NULL);
    if (status)
        return status == STATUS_ACCESS_DENIED ? STATUS_SUCCESS : status;
    status = pal_directory_read(directory, 0, buffer, sizeof buffer, &done);
    pal_handle_close(directory);
    return status == STATUS_SUCCESS ? STATUS_DIRECTORY_NOT_EMPTY : STATUS_SUCCESS;
}

static NTSTATUS set_disposition(IO_FILE *file, ULONG flags)
{
    if (!file->node)
        return STATUS_INVALID_PARAMETER;
    if (!(flags & DISPOSITION_DELETE)) {
        if (flags & DISPOSITION_ON_CLOSE)
            file->delete_on_close = FALSE;
        io_share_set_delete(file, FALSE);
        file->posix_delete = FALSE;
        return STATUS_SUCCESS;
    }
    NTSTATUS status = may_delete(file, (flags & DISPOSITION_IGNORE_READ_ONLY) != 0);
    if (status)
        return status;
    if (flags & DISPOSITION_ON_CLOSE) {
        file->delete_on_close = TRUE;
        return STATUS_SUCCESS;
    }
    file->posix_delete = (flags & DISPOSITION_POSIX) != 0;
    io_share_set_delete(file, TRUE);
    return STATUS_SUCCESS;
}

static NTSTATUS set_size(IO_FILE *file, LONGLONG size)
{
    PalFileInfo info, change = {.size = (uint64_t)size};
    if (file->kind != IO_REGULAR || size < 0)
        return STATUS_INVALID_PARAMETER;
    if (mm_file_is_mapped(file->volume, file->id) && !io_file_info(file, &info) &&
        (uint64_t)size < info.size)
        return STATUS_USER_MAPPED_FILE;
    return pal_file_set(io_handle(file), PAL_SET_SIZE, &change);
}

static NTSTATUS set_allocation(IO_FILE *file, LONGLONG size)
{
    PalFileInfo info, change = {.size = (uint64_t)size, .allocated = (uint64_t)size};
    if (file->kind != IO_REGULAR || size < 0)
        return STATUS_INVALID_PARAMETER;
    NTSTATUS status = io_file_info(file, &info);
    if (status)
        return status;
    if ((uint64_t)size < info.size) /* less room than the file takes: it shrinks */
        return pal_file_set(io_handle(file), PAL_SET_SIZE, &change);
    status = pal_file_set(io_handle(file), PAL_SET_ALLOCATE, &change);
    return status == STATUS_NOT_SUPPORTED ? STATUS_SUCCESS : status; /* a hint where it cannot */
}

static NTSTATUS set_position(IO_FILE *file, LONGLONG position)
{
    if (position < 0)
        return STATUS_INVALID_PARAMETER;
    file->position = position;
    return STATUS_SUCCESS;
}

static NTSTATUS set_mode(IO_FILE *file, ULONG mode)
{
    const ULONG changeable = FILE_WRITE_THROUGH | FILE_SEQUENTIAL_ONLY;
    const ULONG sync = FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT;
    if ((mode & sync) == sync || !(mode & sync) != !(file->options & sync))
        return STATUS_INVALID_PARAMETER;
    file->options = (file->options & ~(changeable | sync)) | (mode & (changeable | sync));
    return STATUS_SUCCESS;
}

static NTSTATUS set_completion(IO_FILE *file, const FILE_COMPLETION_INFORMATION *completion,
                               BOOLEAN replace)
{
    void *port = NULL;
    if (io_is_sync(file))
        return STATUS_INVALID_PARAMETER;
    if (completion->Port) {
        NTSTATUS status =
            ob_reference(completion->Port, OB_COMPLETION, IO_COMPLETION_MODIFY_STATE, &port, NULL);
        if (status)
            return status;
    }
    if (!replace) {
        LONG seen =
            port ? InterlockedCompareExchange((volatile LONG *)&file->port, (LONG)ARENA_OF(port), 0)
                 : 1;
        if (seen) {
            if (port)
                ob_dereference(port);
            return STATUS_INVALID_PARAMETER;
        }
        file->port_key = (ULONG_PTR)completion->Key;
        return STATUS_SUCCESS;
    }
    arena_ptr old =
        (arena_ptr)InterlockedExchange((volatile LONG *)&file->port, (LONG)ARENA_OF(port));
    file->port_key = (ULONG_PTR)completion->Key;
    if (old)
        ob_dereference(ARENA_AT(OB_HEADER, old));
    return STATUS_SUCCESS;
}

static NTSTATUS rename(IO_FILE *file, const FILE_RENAME_INFORMATION *rename, ULONG size,
                       ULONG flags, BOOLEAN link)
{
    if (size < offsetof(FILE_RENAME_INFORMATION, FileName) + rename->FileNameLength)
        return STATUS_INVALID_PARAMETER;
    if (file->kind > IO_SYMLINK)
        return STATUS_INVALID_PARAMETER;
    return io_rename(file, rename->RootDirectory, rename->FileName, rename->FileNameLength, flags,
                     link);
}

/* What each class needs: room and rights. */
static const struct {
    ULONG class, size;
    ACCESS_MASK access;
} rules[] = {
    {FileBasicInformation, sizeof(FILE_BASIC_INFORMATION), FILE_WRITE_ATTRIBUTES},
    {FileRenameInformation, sizeof(FILE_RENAME_INFORMATION), DELETE},
    {65 /* FileRenameInformationEx */, sizeof(FILE_RENAME_INFORMATION), DELETE},
    {FileLinkInformation, sizeof(FILE_LINK_INFORMATION), 0},
    {72 /* FileLinkInformationEx */, sizeof(FILE_LINK_INFORMATION), 0},
    {FileDispositionInformation, sizeof(FILE_DISPOSITION_INFORMATION), DELETE},
    {64 /* FileDispositionInformationEx */, sizeof(ULONG), DELETE},
    {FilePositionInformation, sizeof(FILE_POSITION_INFORMATION), 0},
    {FileModeInformation, sizeof(FILE_MODE_INFORMATION), 0},
    {FileAllocationInformation, sizeof(FILE_ALLOCATION_INFORMATION), FILE_WRITE_DATA},
    {FileEndOfFileInformation, sizeof(FILE_END_OF_FILE_INFORMATION), FILE_WRITE_DATA},
    {FileValidDataLengthInformation, sizeof(LARGE_INTEGER), FILE_WRITE_DATA},
    {FileCompletionInformation, sizeof(FILE_COMPLETION_INFORMATION), 0},
    {61 /* FileReplaceCompletionInformation */, sizeof(FILE_COMPLETION_INFORMATION), 0},
    {41 /* FileIoCompletionNotificationInformation */, sizeof(ULONG), 0},
    {FilePipeInformation, sizeof(FILE_PIPE_INFORMATION), 0},
    {FileMailslotSetInformation, sizeof(FILE_MAILSLOT_SET_INFORMATION), 0},
    {43 /* FileIoPriorityHintInformation */, sizeof(ULONG), 0},
    {71 /* FileCaseSensitiveInformation */, sizeof(ULONG), FILE_WRITE_ATTRIBUTES},
};

static NTSTATUS check(ULONG class, ULONG size, ACCESS_MASK granted)
{
    for (ULONG i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].class != class)
            continue;
        if (size < rules[i].size)
            return STATUS_INFO_LENGTH_MISMATCH;
        return rules[i].access & ~granted ? STATUS_ACCESS_DENIED : STATUS_SUCCESS;
    }
    return STATUS_INVALID_INFO_CLASS;
}

static NTSTATUS set(IO_FILE *file, ULONG class, const void *buffer, ULONG size)
{
    const ULONG *flags = buffer;
    const LONGLONG *number = buffer;
    switch (class) {
    case FileBasicInformation:
        return set_basic(file, buffer);
    case FileRenameInformation:
        return rename(file, buffer, size, *(const BOOLEAN *)buffer ? RENAME_REPLACE : 0, FALSE);
    case 65: /* FileRenameInformationEx */
        return rename(file, buffer, size, *flags, FALSE);
    case FileLinkInformation:
        return rename(file, buffer, size, *(const BOOLEAN *)buffer ? RENAME_REPLACE : 0, TRUE);
    case 72: /* FileLinkInformationEx */
        return rename(file, buffer, size, *flags, TRUE);
    case FileDispositionInformation:
        return set_disposition(file, *(const BOOLEAN *)buffer ? DISPOSITION_DELETE : 0);
    case 64: /* FileDispositionInformationEx */
        return set_disposition(file, *flags);
    case FilePositionInformation:
        return set_position(file, *number);
    case FileModeInformation:
        return set_mode(file, *flags);
    case FileAllocationInformation:
        return set_allocation(file, *number);
    case FileEndOfFileInformation:
        return set_size(file, *number);
    case FileCompletionInformation:
        return set_completion(file, buffer, FALSE);
    case 61: /* FileReplaceCompletionInformation */
        return set_completion(file, buffer, TRUE);
    case 41: /* FileIoCompletionNotificationInformation: bits are only ever added */
        file->port_flags |= (UCHAR)(*flags & 3);
        return STATUS_SUCCESS;
    case 43: /* FileIoPriorityHintInformation: the host has no such hint for a file */
        return *flags > 4 ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
    case FilePipeInformation:
        return io_pipe_set(file, class, buffer, size);
    case FileMailslotSetInformation:
        return io_mailslot_set(file, buffer);
    case FileValidDataLengthInformation:
        return STATUS_PRIVILEGE_NOT_HELD;
    default:
        return STATUS_NOT_SUPPORTED;
    }
}

NTSTATUS NTAPI NtSetInformationFile(HANDLE handle, PIO_STATUS_BLOCK io, PVOID buffer, ULONG size,
                                    FILE_INFORMATION_CLASS class)
{
    IO_FILE *file;
    ACCESS_MASK granted;
    NTSTATUS status = ob_reference(handle, OB_FILE, 0, (void **)&file, &granted);
    if (status)
        return status;
    status = check(class, size, granted);
    if (!status)
        status = set(file, class, buffer, size);
    ob_dereference(file);
    if (status >= 0) {
        io->Status = status;
        io->Information = 0;
    }
    return status;
}
