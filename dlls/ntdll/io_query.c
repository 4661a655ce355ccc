/*
 * io_query.c - NtQueryInformationFile.
 */
#include "io_private.h"

typedef struct QUERY {
    IO_FILE *file;
    ACCESS_MASK granted;
    PalFileInfo info;
    ULONG bits; /* FILE_ATTRIBUTE_* */
} QUERY;

static LONGLONG end_of_file(const QUERY *q)
{
    return q->info.type == PAL_TYPE_DIRECTORY ? 0 : (LONGLONG)q->info.size;
}

static ULONG reparse_tag(const QUERY *q)
{
    const IO_FILE *file = q->file;
    return q->bits & FILE_ATTRIBUTE_REPARSE_POINT
               ? io_reparse_tag(io_root_handle(file->root), ARENA_AT(char, file->path),
                                file->path_size)
               : 0;
}

static NTSTATUS put_basic(QUERY *q, void *out)
{
    FILE_BASIC_INFORMATION *basic = out;
    basic->CreationTime.QuadPart = q->info.created;
    basic->LastAccessTime.QuadPart = q->info.accessed;
    basic->LastWriteTime.QuadPart = q->info.written;
    basic->ChangeTime.QuadPart = q->info.changed;
    basic->FileAttributes = q->bits;
    return STATUS_SUCCESS;
}

static NTSTATUS put_standard(QUERY *q, void *out)
{
    FILE_STANDARD_INFORMATION *standard = out;
    BOOLEAN pending = io_share_delete_pending(q->file);
    standard->AllocationSize.QuadPart =
        q->info.type == PAL_TYPE_DIRECTORY ? 0 : (LONGLONG)q->info.allocated;
    standard->EndOfFile.QuadPart = end_of_file(q);
    standard->NumberOfLinks = q->info.link_count;
    if (q->info.type == PAL_TYPE_DIRECTORY)
        standard->NumberOfLinks = 1;
    if (pending && standard->NumberOfLinks)
        standard->NumberOfLinks--;
    standard->DeletePending = pending;
    standard->Directory = q->info.type == PAL_TYPE_DIRECTORY;
    return STATUS_SUCCESS;
}

static NTSTATUS put_internal(QUERY *q, void *out)
{
    ((FILE_INTERNAL_INFORMATION *)out)->IndexNumber.QuadPart = (LONGLONG)q->info.id;
    return STATUS_SUCCESS;
}

static NTSTATUS put_ea(QUERY *q, void *out)
{
    (void)q;
    ((FILE_EA_INFORMATION *)out)->EaSize = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS put_access(QUERY *q, void *out)
{
    ((FILE_ACCESS_INFORMATION *)out)->AccessFlags = q->granted;
    return STATUS_SUCCESS;
}

static NTSTATUS put_position(QUERY *q, void *out)
{
    ((FILE_POSITION_INFORMATION *)out)->CurrentByteOffset.QuadPart = q->file->position;
    return STATUS_SUCCESS;
}

static NTSTATUS put_mode(QUERY *q, void *out)
{
    ((FILE_MODE_INFORMATION *)out)->Mode =
        q->file->options &
        (FILE_WRITE_THROUGH | FILE_SEQUENTIAL_ONLY | FILE_NO_INTERMEDIATE_BUFFERING |
         FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT | FILE_DELETE_ON_CLOSE);
    return STATUS_SUCCESS;
}

static NTSTATUS put_alignment(QUERY *q, void *out)
{
    (void)q;
    ((FILE_ALIGNMENT_INFORMATION *)out)->AlignmentRequirement = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS put_network_open(QUERY *q, void *out)
{
    FILE_NETWORK_OPEN_INFORMATION *open = out;
    open->CreationTime.QuadPart = q->info.created;
    open->LastAccessTime.QuadPart = q->info.accessed;
    open->LastWriteTime.QuadPart = q->info.written;
    open->ChangeTime.QuadPart = q->info.changed;
    open->AllocationSize.QuadPart =
        q->info.type == PAL_TYPE_DIRECTORY ? 0 : (LONGLONG)q->info.allocated;
    open->EndOfFile.QuadPart = end_of_file(q);
    open->FileAttributes = q->bits;
    return STATUS_SUCCESS;
}

static NTSTATUS put_attribute_tag(QUERY *q, void *out)
{
    FILE_ATTRIBUTE_TAG_INFORMATION *tag = out;
    tag->FileAttributes = q->bits;
    tag->ReparseTag = reparse_tag(q);
    return STATUS_SUCCESS;
}

static NTSTATUS put_id(QUERY *q, void *out)
{
    FILE_ID_INFO *id = out;
    __builtin_memset(id, 0, sizeof *id);
    id->VolumeSerialNumber = q->info.volume;
    __builtin_memcpy(&id->FileId, &q->info.id, sizeof q->info.id);
    return STATUS_SUCCESS;
}

static NTSTATUS put_stat(QUERY *q, void *out)
{
    FILE_STAT_INFORMATION *stat = out;
    stat->FileId.QuadPart = (LONGLONG)q->info.id;
    stat->CreationTime.QuadPart = q->info.created;
    stat->LastAccessTime.QuadPart = q->info.accessed;
    stat->LastWriteTime.QuadPart = q->info.written;
    stat->ChangeTime.QuadPart = q->info.changed;
    stat->AllocationSize.QuadPart = (LONGLONG)q->info.allocated;
    stat->EndOfFile.QuadPart = end_of_file(q);
    stat->FileAttributes = q->bits;
    stat->ReparseTag = reparse_tag(q);
    stat->NumberOfLinks = q->info.link_count;
    stat->EffectiveAccess = q->granted;
    return STATUS_SUCCESS;
}

static NTSTATUS put_case(QUERY *q, void *out)
{
    if (q->info.type != PAL_TYPE_DIRECTORY)
        return STATUS_INVALID_PARAMETER;
    *(ULONG *)out = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS put_compression(QUERY *q, void *out)
{
    FILE_COMPRESSION_INFO *compression = out;
    __builtin_memset(compression, 0, sizeof *compression);
    compression->CompressedFileSize.QuadPart = end_of_file(q);
    return STATUS_SUCCESS;
}

static NTSTATUS put_port_flags(QUERY *q, void *out)
{
    *(ULONG *)out = q->file->port_flags;
    return STATUS_SUCCESS;
}

static NTSTATUS put_links(QUERY *q, void *out)
{
    struct {
        ULONG links, total;
        BOOLEAN delete_pending, directory;
    } *links = out;
    links->links = links->total = q->info.link_count;
    links->delete_pending = io_share_delete_pending(q->file);
    links->directory = q->info.type == PAL_TYPE_DIRECTORY;
    return STATUS_SUCCESS;
}

static NTSTATUS put_remote(QUERY *q, void *out)
{
    (void)q;
    *(BOOLEAN *)out = FALSE;
    return STATUS_SUCCESS;
}

struct answer {
    NTSTATUS (*put)(QUERY *q, void *out);
    ULONG size;
    BOOLEAN needs_info;
};

/* The classes of fixed size. */
static const struct answer answers[] = {
    [FileBasicInformation] = {put_basic, sizeof(FILE_BASIC_INFORMATION), TRUE},
    [FileStandardInformation] = {put_standard, sizeof(FILE_STANDARD_INFORMATION), TRUE},
    [FileInternalInformation] = {put_internal, sizeof(FILE_INTERNAL_INFORMATION), TRUE},
    [FileEaInformation] = {put_ea, sizeof(FILE_EA_INFORMATION), FALSE},
    [FileAccessInformation] = {put_access, sizeof(FILE_ACCESS_INFORMATION), FALSE},
    [FilePositionInformation] = {put_position, sizeof(FILE_POSITION_INFORMATION), FALSE},
    [FileModeInformation] = {put_mode, sizeof(FILE_MODE_INFORMATION), FALSE},
    [FileAlignmentInformation] = {put_alignment, sizeof(FILE_ALIGNMENT_INFORMATION), FALSE},
    [FileNetworkOpenInformation] = {put_network_open, sizeof(FILE_NETWORK_OPEN_INFORMATION), TRUE},
    [FileAttributeTagInformation] = {put_attribute_tag, sizeof(FILE_ATTRIBUTE_TAG_INFORMATION),
                                     TRUE},
    [FileCompressionInformation] = {put_compression, sizeof(FILE_COMPRESSION_INFO), TRUE},
    [41 /* FileIoCompletionNotificationInformation */] = {put_port_flags, sizeof(ULONG), FALSE},
    [51 /* FileIsRemoteDeviceInformation */] = {put_remote, sizeof(BOOLEAN), FALSE},
    [FileStandardLinkInformation] = {put_links, 12, TRUE},
    [59 /* FileIdInformation */] = {put_id, sizeof(FILE_ID_INFO), TRUE},
    [68 /* FileStatInformation */] = {put_stat, sizeof(FILE_STAT_INFORMATION), TRUE},
    [71 /* FileCaseSensitiveInformation */] = {put_case, sizeof(ULONG), TRUE},
};

static NTSTATUS put_name(IO_FILE *file, FILE_NAME_INFORMATION *name, ULONG size, ULONG_PTR *used)
{
    const ULONG fixed = offsetof(FILE_NAME_INFORMATION, FileName);
    if (file->kind == IO_PIPE_END && size >= fixed) {
        ULONG room = (size - fixed) & ~1u, length = io_pipe_name(file, name->FileName, room);
        name->FileNameLength = length;
        *used = fixed + (length < room ? length : room);
        return length > room ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
    }
    if (file->kind > IO_SYMLINK && file->kind != IO_VOLUME)
        return STATUS_INVALID_PARAMETER;
    if (size < fixed)
        return STATUS_INFO_LENGTH_MISMATCH;
    if (file->kind <= IO_SYMLINK)
        io_refresh_name(file);
    ULONG room = (size - fixed) & ~1u;
    ULONG length =
        io_path_wide(file->root, ARENA_AT(char, file->path), file->path_size, name->FileName, room);
    name->FileNameLength = length;
    *used = fixed + (length < room ? length : room);
    return length > room ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

static NTSTATUS put_streams(const QUERY *q, FILE_STREAM_INFORMATION *stream, ULONG size,
                            ULONG_PTR *used)
{
    static const WCHAR data[] = L"::$DATA";
    const ULONG length = sizeof data - sizeof(WCHAR);
    const ULONG needed = offsetof(FILE_STREAM_INFORMATION, StreamName) + length;
    if (q->info.type == PAL_TYPE_DIRECTORY) {
        *used = 0;
        return STATUS_SUCCESS;
    }
    if (size < needed)
        return size < sizeof *stream ? STATUS_INFO_LENGTH_MISMATCH : STATUS_BUFFER_OVERFLOW;
    stream->NextEntryOffset = 0;
    stream->StreamNameLength = length;
    stream->StreamSize.QuadPart = (LONGLONG)q->info.size;
    stream->StreamAllocationSize.QuadPart = (LONGLONG)q->info.allocated;
    __builtin_memcpy(stream->StreamName, data, length);
    *used = needed;
    return STATUS_SUCCESS;
}

static NTSTATUS put_all(QUERY *q, FILE_ALL_INFORMATION *all, ULONG size, ULONG_PTR *used)
{
    const ULONG fixed = offsetof(FILE_ALL_INFORMATION, NameInformation);
    ULONG_PTR name_used = 0;
    if (size < sizeof *all)
        return STATUS_INFO_LENGTH_MISMATCH;
    put_basic(q, &all->BasicInformation);
    put_standard(q, &all->StandardInformation);
    put_internal(q, &all->InternalInformation);
    put_ea(q, &all->EaInformation);
    put_access(q, &all->AccessInformation);
    put_position(q, &all->PositionInformation);
    put_mode(q, &all->ModeInformation);
    put_alignment(q, &all->AlignmentInformation);
    NTSTATUS status = put_name(q->file, &all->NameInformation, size - fixed, &name_used);
    *used = fixed + name_used;
    return status;
}

/* One link is known: the name by which the file was opened. */
static NTSTATUS put_hard_links(const QUERY *q, ULONG *out, ULONG size, ULONG_PTR *used)
{
    const ULONG fixed = 8 + 24; /* BytesNeeded, EntriesReturned; NextEntry, ParentId, count */
    WCHAR name[IO_NAME_MAX];
    IO_PATH path;
    if (q->info.link_count > 1)
        return STATUS_NOT_SUPPORTED; /* the host does not say where the others are */
    io_file_path(q->file, &path);
    ULONG parent = io_parent_size(path.text, path.size), start = parent ? parent + 1 : 0;
    ULONG count = io_name_to_wide(path.text + start, path.size - start, name, IO_NAME_MAX);
    ULONG needed = fixed + count * 2;
    if (size < 8)
        return STATUS_INFO_LENGTH_MISMATCH;
    out[0] = needed;
    out[1] = 0;
    *used = 8;
    if (size < needed)
        return STATUS_BUFFER_OVERFLOW;
    PalFileInfo above;
    NTSTATUS status = pal_file_query(io_root_handle(path.root), path.text, parent, 0, &above);
    if (status)
        return status;
    __builtin_memset(out + 2, 0, 24);
    out[1] = 1;
    __builtin_memcpy(out + 4, &above.id, sizeof above.id);
    out[6] = count;
    __builtin_memcpy(out + 7, name, count * 2);
    *used = needed;
    return STATUS_SUCCESS;
}

static NTSTATUS query_variable(QUERY *q, ULONG class, PVOID buffer, ULONG size, ULONG_PTR *used)
{
    switch (class) {
    case FileNameInformation:
    case FileNormalizedNameInformation:
        return put_name(q->file, buffer, size, used);
    case FileAlternateNameInformation:
        return STATUS_OBJECT_NAME_NOT_FOUND; /* no short names are kept */
    case FilePipeInformation:
    case FilePipeLocalInformation:
    case FilePipeRemoteInformation:
        if (q->file->kind == IO_PIPE_END || q->file->kind == IO_STREAM)
            return io_pipe_query(q->file, class, buffer, size, used);
        return STATUS_INVALID_PARAMETER;
    case FileMailslotQueryInformation:
        return io_mailslot_query(q->file, buffer, size, used);
    case FileStreamInformation:
    case FileAllInformation:
    case FileHardLinkInformation:
        break;
    default:
        return STATUS_INVALID_INFO_CLASS;
    }
    NTSTATUS status = io_file_info(q->file, &q->info);
    if (status)
        return status;
    q->bits = io_attributes(&q->info, 0, NULL, 0);
    if (class == FileStreamInformation)
        return put_streams(q, buffer, size, used);
    if (class == FileHardLinkInformation)
        return put_hard_links(q, buffer, size, used);
    return put_all(q, buffer, size, used);
}

static ULONG attributes_of(const QUERY *q)
{
    const IO_FILE *file = q->file;
    if (q->info.type != PAL_TYPE_SYMLINK)
        return io_attributes(&q->info, 0, NULL, 0);
    return io_attributes(&q->info, io_root_handle(file->root), ARENA_AT(char, file->path),
                         file->path_size);
}

NTSTATUS NTAPI NtQueryInformationFile(HANDLE handle, PIO_STATUS_BLOCK io, PVOID buffer, ULONG size,
                                      FILE_INFORMATION_CLASS class)
{
    QUERY q;
    ULONG_PTR used = 0;
    NTSTATUS status = ob_reference(handle, OB_FILE, 0, (void **)&q.file, &q.granted);
    if (status)
        return status;
    const struct answer *answer =
        (ULONG) class < sizeof answers / sizeof *answers ? &answers[class] : NULL;
    if (!answer || !answer->put) {
        status = query_variable(&q, class, buffer, size, &used);
    } else if (size < answer->size) {
        status = STATUS_INFO_LENGTH_MISMATCH;
    } else {
        if (answer->needs_info)
            status = io_file_info(q.file, &q.info);
        if (!status && answer->needs_info)
            q.bits = attributes_of(&q);
        if (!status)
            status = answer->put(&q, buffer);
        used = answer->size;
    }
    ob_dereference(q.file);
    if (status >= 0 || status == STATUS_BUFFER_OVERFLOW) {
        io->Status = status;
        io->Information = used;
    }
    return status;
}
