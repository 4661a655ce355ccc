/*
 * io_attributes.c - facts about a file by its name, without opening it.
 */
#include "io_private.h"

static NTSTATUS query(const OBJECT_ATTRIBUTES *attributes, PalFileInfo *info, ULONG *bits,
                      ULONG *tag)
{
    IO_PATH path;
    IO_REQUEST request = {.options = PAL_OPTION_NO_FOLLOW};
    NTSTATUS status = io_path_of(attributes, &path);
    if (status)
        return status;
    if (path.target != IO_TO_FILE) {
        /* The console and the null device are there, and are no files. */
        if (path.target == IO_TO_MAILSLOT || path.target == IO_TO_PIPE)
            return STATUS_OBJECT_NAME_NOT_FOUND;
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    status = io_reach(&path, &request);
    if (status)
        return status;
    *info = request.info;
    *bits = io_attributes(info, io_root_handle(path.root), path.text, path.size);
    if (path.wants_directory && !(*bits & FILE_ATTRIBUTE_DIRECTORY))
        return STATUS_OBJECT_NAME_INVALID;
    if (tag && *bits & FILE_ATTRIBUTE_REPARSE_POINT)
        *tag = io_reparse_tag(io_root_handle(path.root), path.text, path.size);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryAttributesFile(const OBJECT_ATTRIBUTES *attributes,
                                     FILE_BASIC_INFORMATION *basic)
{
    PalFileInfo info;
    ULONG bits;
    NTSTATUS status = query(attributes, &info, &bits, NULL);
    if (status)
        return status;
    basic->CreationTime.QuadPart = info.created;
    basic->LastAccessTime.QuadPart = info.accessed;
    basic->LastWriteTime.QuadPart = info.written;
    basic->ChangeTime.QuadPart = info.changed;
    basic->FileAttributes = bits;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryFullAttributesFile(const OBJECT_ATTRIBUTES *attributes,
                                         FILE_NETWORK_OPEN_INFORMATION *open)
{
    PalFileInfo info;
    ULONG bits;
    NTSTATUS status = query(attributes, &info, &bits, NULL);
    if (status)
        return status;
    open->CreationTime.QuadPart = info.created;
    open->LastAccessTime.QuadPart = info.accessed;
    open->LastWriteTime.QuadPart = info.written;
    open->ChangeTime.QuadPart = info.changed;
    open->AllocationSize.QuadPart = (LONGLONG)info.allocated;
    open->EndOfFile.QuadPart = bits & FILE_ATTRIBUTE_DIRECTORY ? 0 : (LONGLONG)info.size;
    open->FileAttributes = bits;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueryInformationByName(const OBJECT_ATTRIBUTES *attributes, IO_STATUS_BLOCK *io,
                                        PVOID buffer, ULONG size, FILE_INFORMATION_CLASS class)
{
    FILE_STAT_INFORMATION *stat = buffer;
    PalFileInfo info;
    ULONG bits, tag = 0;
    if (class != FileStatInformation)
        return STATUS_INVALID_INFO_CLASS;
    if (size < sizeof *stat)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = query(attributes, &info, &bits, &tag);
    if (status)
        return status;
    stat->FileId.QuadPart = (LONGLONG)info.id;
    stat->CreationTime.QuadPart = info.created;
    stat->LastAccessTime.QuadPart = info.accessed;
    stat->LastWriteTime.QuadPart = info.written;
    stat->ChangeTime.QuadPart = info.changed;
    stat->AllocationSize.QuadPart = (LONGLONG)info.allocated;
    stat->EndOfFile.QuadPart = bits & FILE_ATTRIBUTE_DIRECTORY ? 0 : (LONGLONG)info.size;
    stat->FileAttributes = bits;
    stat->ReparseTag = tag;
    stat->NumberOfLinks = info.link_count;
    stat->EffectiveAccess =
        info.writable ? FILE_ALL_ACCESS : FILE_GENERIC_READ | FILE_GENERIC_EXECUTE;
    io->Status = STATUS_SUCCESS;
    io->Information = sizeof *stat;
    return STATUS_SUCCESS;
}
