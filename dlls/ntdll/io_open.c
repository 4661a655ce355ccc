/*
 * io_open.c - NtCreateFile and NtOpenFile.
 */
#include "io_private.h"
#include "ob_private.h"

#define SYNC_OPTIONS (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)
#define KEPT_OPTIONS                                                                             \
    (SYNC_OPTIONS | FILE_WRITE_THROUGH | FILE_SEQUENTIAL_ONLY | FILE_NO_INTERMEDIATE_BUFFERING | \
     FILE_DELETE_ON_CLOSE | FILE_RANDOM_ACCESS)

typedef struct OPENING {
    IO_PATH path;
    IO_REQUEST request;
    ACCESS_MASK access;
    ULONG share, disposition, options, attributes;
    BOOLEAN maximum; /* whatever access can be had */
    BOOLEAN overwrite;
} OPENING;

static NTSTATUS check(const OPENING *o)
{
    if (o->disposition > FILE_MAXIMUM_DISPOSITION || (o->share & ~7u))
        return STATUS_INVALID_PARAMETER;
    if ((o->options & SYNC_OPTIONS) == SYNC_OPTIONS)
        return STATUS_INVALID_PARAMETER;
    if ((o->options & SYNC_OPTIONS) && !(o->access & SYNCHRONIZE))
        return STATUS_INVALID_PARAMETER;
    if ((o->options & FILE_DIRECTORY_FILE) && (o->options & FILE_NON_DIRECTORY_FILE))
        return STATUS_INVALID_PARAMETER;
    if ((o->options & FILE_DIRECTORY_FILE) && o->disposition != FILE_CREATE &&
        o->disposition != FILE_OPEN && o->disposition != FILE_OPEN_IF)
        return STATUS_INVALID_PARAMETER;
    if ((o->options & FILE_DELETE_ON_CLOSE) && !(o->access & DELETE))
        return STATUS_INVALID_PARAMETER;
    if (o->options & FILE_OPEN_BY_FILE_ID)
        return STATUS_NOT_SUPPORTED;
    return STATUS_SUCCESS;
}

static void host_access(OPENING *o)
{
    ULONG access = 0;
    if (o->access & (FILE_READ_DATA | FILE_EXECUTE))
        access |= PAL_ACCESS_READ;
    if (o->access & FILE_WRITE_DATA || o->overwrite)
        access |= PAL_ACCESS_WRITE;
    else if (o->access & FILE_APPEND_DATA)
        access |= PAL_ACCESS_APPEND;
    if (o->options & FILE_DIRECTORY_FILE)
        access &= PAL_ACCESS_READ;
    o->request.access = access ? access : PAL_ACCESS_PATH;
    o->request.options = 0;
    if (o->options & FILE_DIRECTORY_FILE)
        o->request.options |= PAL_OPTION_DIRECTORY;
    if (o->options & FILE_NON_DIRECTORY_FILE)
        o->request.options |= PAL_OPTION_FILE;
    if (o->options & FILE_OPEN_REPARSE_POINT)
        o->request.options |= PAL_OPTION_NO_FOLLOW;
    if (o->options & FILE_WRITE_THROUGH)
        o->request.options |= PAL_OPTION_SYNC;
}

static NTSTATUS reach_existing(OPENING *o)
{
    IO_REQUEST *r = &o->request;
    r->open = TRUE;
    NTSTATUS status = io_reach(&o->path, r);
    if (status == STATUS_FILE_IS_A_DIRECTORY && !(o->options & FILE_NON_DIRECTORY_FILE)) {
        r->access = o->access & FILE_LIST_DIRECTORY ? PAL_ACCESS_READ : PAL_ACCESS_PATH;
        status = io_reach(&o->path, r);
    }
    if (status == STATUS_ACCESS_DENIED && o->maximum) {
        r->access = PAL_ACCESS_READ;
        o->access &= ~(FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES);
        status = io_reach(&o->path, r);
    }
    return status;
}

/* FILE_CREATE: nothing by that name may be there, in any case. */
static NTSTATUS expect_missing(OPENING *o)
{
    IO_REQUEST look = {.options = PAL_OPTION_NO_FOLLOW};
    NTSTATUS status = io_reach(&o->path, &look);
    return status == STATUS_SUCCESS ? STATUS_OBJECT_NAME_COLLISION : status;
}

static NTSTATUS reach_or_create(OPENING *o)
{
    BOOLEAN creates = o->disposition != FILE_OPEN && o->disposition != FILE_OVERWRITE;
    NTSTATUS status = o->disposition == FILE_CREATE ? expect_missing(o) : reach_existing(o);
    if (status != STATUS_OBJECT_NAME_NOT_FOUND || !creates)
        return status;
    if (o->path.wants_directory && !(o->options & FILE_DIRECTORY_FILE))
        return STATUS_OBJECT_NAME_INVALID;
    if (o->path.size == 0)
        return STATUS_OBJECT_NAME_COLLISION;
    o->request.open = TRUE;
    status = io_create(&o->path, &o->request);
    if (status == STATUS_OBJECT_NAME_COLLISION && o->disposition != FILE_CREATE)
        status = reach_existing(o); /* somebody else was quicker */
    return status;
}

static enum io_kind kind_of(const PalFileInfo *info)
{
    switch (info->type) {
    case PAL_TYPE_FILE:
        return IO_REGULAR;
    case PAL_TYPE_DIRECTORY:
        return IO_DIRECTORY;
    case PAL_TYPE_SYMLINK:
        return IO_SYMLINK;
    case PAL_TYPE_TERMINAL:
        return IO_TERMINAL;
    case PAL_TYPE_DEVICE:
        return IO_DEVICE;
    default:
        return IO_STREAM;
    }
}

/* What exists must bear what is asked of it. */
static NTSTATUS check_existing(const OPENING *o)
{
    const PalFileInfo *info = &o->request.info;
    BOOLEAN directory = info->type == PAL_TYPE_DIRECTORY;
    BOOLEAN read_only = info->type == PAL_TYPE_FILE && !(info->mode & 0222);
    if (directory && o->options & FILE_NON_DIRECTORY_FILE)
        return STATUS_FILE_IS_A_DIRECTORY;
    if (!directory && o->options & FILE_DIRECTORY_FILE)
        return STATUS_NOT_A_DIRECTORY;
    if (!directory && o->path.wants_directory && info->type != PAL_TYPE_SYMLINK)
        return STATUS_OBJECT_NAME_INVALID;
    if (directory && o->overwrite)
        return STATUS_OBJECT_NAME_COLLISION;
    if (read_only && o->options & FILE_DELETE_ON_CLOSE)
        return STATUS_CANNOT_DELETE;
    if (o->overwrite && info->type == PAL_TYPE_FILE &&
        info->attributes & ~o->attributes & (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM))
        return STATUS_ACCESS_DENIED; /* who empties it must know what it is */
    if (read_only && !o->maximum &&
        (o->access & (FILE_WRITE_DATA | FILE_APPEND_DATA) || o->overwrite))
        return STATUS_ACCESS_DENIED;
    return STATUS_SUCCESS;
}

/* Of a new or emptied file: emptying adds to what it was, superseding does not. */
static NTSTATUS keep_attributes(const OPENING *o)
{
    const IO_REQUEST *r = &o->request;
    ULONG bits = o->attributes & ~FILE_ATTRIBUTE_NORMAL;
    if (r->info.type != PAL_TYPE_FILE && !r->created)
        return STATUS_SUCCESS;
    if (r->info.type == PAL_TYPE_FILE)
        bits |= FILE_ATTRIBUTE_ARCHIVE;
    if (!r->created && o->disposition != FILE_SUPERSEDE)
        bits |= r->info.attributes;
    NTSTATUS status = io_keep_attributes(r->handle, &r->info, bits);
    return r->created ? STATUS_SUCCESS : status;
}

/* Contents and attributes, after the share check. */
static NTSTATUS finish(const OPENING *o, ULONG_PTR *information)
{
    const IO_REQUEST *r = &o->request;
    PalFileInfo change = {.size = 0, .mode = r->info.mode & ~0222u};
    NTSTATUS status = STATUS_SUCCESS;
    *information = r->created ? FILE_CREATED : FILE_OPENED;
    if (o->overwrite && !r->created) {
        *information = o->disposition == FILE_SUPERSEDE ? FILE_SUPERSEDED : FILE_OVERWRITTEN;
        if (r->info.size)
            status = pal_file_set(r->handle, PAL_SET_SIZE, &change);
    }
    if (!status && (r->created || o->overwrite))
        status = keep_attributes(o);
    if (r->created && o->attributes & FILE_ATTRIBUTE_READONLY && r->info.type == PAL_TYPE_FILE)
        pal_file_set(r->handle, PAL_SET_MODE, &change);
    return status;
}

static NTSTATUS open_file(OPENING *o, IO_FILE **result, ULONG_PTR *information)
{
    o->overwrite = o->disposition == FILE_OVERWRITE || o->disposition == FILE_OVERWRITE_IF ||
                   o->disposition == FILE_SUPERSEDE;
    host_access(o);
    NTSTATUS status = reach_or_create(o);
    if (status)
        return status;
    if (!o->request.created)
        status = check_existing(o);
    IO_FILE *file = NULL;
    if (!status) {
        file = io_new_file(&o->path, kind_of(&o->request.info), o->access, o->share,
                           o->options & KEPT_OPTIONS);
        status = file ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
    }
    if (!status && file->kind <= IO_SYMLINK)
        status = io_share_open(file, &o->request.info);
    if (!status)
        status = finish(o, information);
    if (status) {
        if (file && file->node)
            io_share_close(file);
        if (file)
            ob_dereference(file);
        if (o->request.handle)
            pal_handle_close(o->request.handle);
        return status;
    }
    file->pal = o->request.handle;
    file->delete_on_close = (o->options & FILE_DELETE_ON_CLOSE) != 0;
    *result = file;
    return STATUS_SUCCESS;
}

/* The drive itself: its directory stands in for it where a handle is needed. */
static NTSTATUS open_volume(OPENING *o, IO_FILE **result)
{
    if (o->disposition != FILE_OPEN && o->disposition != FILE_OPEN_IF)
        return STATUS_OBJECT_NAME_COLLISION;
    if (o->access & (FILE_WRITE_DATA | FILE_READ_DATA))
        return STATUS_ACCESS_DENIED; /* raw disk contents are nobody's here */
    IO_FILE *file =
        io_new_file(&o->path, IO_VOLUME, o->access, o->share, o->options & KEPT_OPTIONS);
    PalHandle handle = 0, root = io_root_handle(o->path.root);
    if (!file)
        return STATUS_INSUFFICIENT_RESOURCES;
    if (root)
        pal_file_open(root, "", 0, PAL_ACCESS_PATH, PAL_OPEN_EXISTING, 0, &handle, NULL);
    file->pal = handle;
    *result = file;
    return STATUS_SUCCESS;
}

static NTSTATUS open_target(OPENING *o, IO_FILE **file, ULONG_PTR *information)
{
    *information = FILE_OPENED;
    switch (o->path.target) {
    case IO_TO_FILE:
        return open_file(o, file, information);
    case IO_TO_VOLUME:
        return open_volume(o, file);
    case IO_TO_NULL:
        *file = io_new_file(NULL, IO_NULL, o->access, o->share, o->options & KEPT_OPTIONS);
        return *file ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
    case IO_TO_CONSOLE_IN:
    case IO_TO_CONSOLE_OUT:
        return io_open_console(&o->path, o->access, o->share, o->options & KEPT_OPTIONS, file);
    case IO_TO_PIPE:
        return io_pipe_open(&o->path, o->access, o->share, o->options & KEPT_OPTIONS, file);
    case IO_TO_AFD:
        return afd_open(o->access, o->share, o->options & KEPT_OPTIONS, file);
    case IO_TO_MAILSLOT:
        return io_mailslot_open(&o->path, o->access, o->share, o->options & KEPT_OPTIONS, file);
    default:
        return STATUS_OBJECT_NAME_NOT_FOUND;
    }
}

NTSTATUS NTAPI NtCreateFile(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
                            PIO_STATUS_BLOCK io, PLARGE_INTEGER allocation, ULONG file_attributes,
                            ULONG share, ULONG disposition, ULONG options, PVOID ea, ULONG ea_size)
{
    OPENING o;
    IO_FILE *file = NULL;
    ULONG_PTR information = 0;
    (void)allocation; /* a hint about space that will be needed */
    if (ea && ea_size)
        return STATUS_EAS_NOT_SUPPORTED;
    o.maximum = (access & MAXIMUM_ALLOWED) != 0;
    o.access = ob_map_access(OB_FILE, access);
    o.share = share;
    o.disposition = disposition;
    o.options = options;
    o.attributes = file_attributes;
    NTSTATUS status = check(&o);
    if (!status)
        status = io_path_of(attributes, &o.path);
    if (!status)
        status = open_target(&o, &file, &information);
    if (!status) {
        status = ob_create_handle(file, o.access, attributes->Attributes, handle);
        if (status)
            io_file_ops.last_close(file);
        ob_dereference(file);
    }
    if (status >= 0) {
        io->Status = status;
        io->Information = information;
    }
    return status;
}

NTSTATUS NTAPI NtOpenFile(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
                          PIO_STATUS_BLOCK io, ULONG share, ULONG options)
{
    return NtCreateFile(handle, access, attributes, io, NULL, 0, share, FILE_OPEN, options, NULL,
                        0);
}

NTSTATUS NTAPI NtDeleteFile(const OBJECT_ATTRIBUTES *attributes)
{
    HANDLE handle;
    IO_STATUS_BLOCK io;
    FILE_DISPOSITION_INFORMATION delete = {TRUE};
    NTSTATUS status = NtOpenFile(&handle, DELETE | SYNCHRONIZE, (OBJECT_ATTRIBUTES *)attributes,
                                 &io, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                 FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_REPARSE_POINT);
    if (status)
        return status;
    status = NtSetInformationFile(handle, &io, &delete, sizeof delete, FileDispositionInformation);
    NtClose(handle);
    return status;
}
