/*
 * io_file.c - the file object: what it keeps, its end, and facts as Windows attributes.
 */
#include "io_given.h"
#include "io_pass.h"

#define DEVICE_PREFIX        L"\\Device\\HarddiskVolume1"
#define DEVICE_PREFIX_LENGTH ((ULONG)(sizeof(DEVICE_PREFIX) - sizeof(WCHAR)))

NTSTATUS io_reference(HANDLE handle, ACCESS_MASK any, IO_FILE **file)
{
    ACCESS_MASK granted;
    NTSTATUS status = ob_reference(handle, OB_FILE, 0, (void **)file, &granted);
    if (!status && any && !(granted & any)) {
        ob_dereference(*file);
        status = STATUS_ACCESS_DENIED;
    }
    return status;
}

void io_set_name(IO_FILE *file, enum io_root root, const char *text, ULONG size)
{
    arena_ptr old = file->path;
    ULONG old_size = file->path_size;
    char *copy = arena_alloc(size + 1);
    if (!copy)
        return;
    __builtin_memcpy(copy, text, size);
    file->root = (UCHAR)root;
    file->path = ARENA_OF(copy);
    file->path_size = size;
    if (old)
        arena_free(ARENA_AT(char, old), old_size + 1);
}

IO_FILE *io_new_file(const IO_PATH *path, enum io_kind kind, ACCESS_MASK access, ULONG share,
                     ULONG options)
{
    IO_FILE *file = ob_create(OB_FILE);
    if (!file)
        return NULL;
    file->header.dispatcher.kind = KE_NOTIFICATION;
    file->header.dispatcher.state = 1;
    file->kind = (UCHAR)kind;
    file->process = pal_boot->process_id;
    file->access = access;
    file->share = share;
    file->options = options;
    if (path) {
        file->synthetic = path->synthetic;
        io_set_name(file, path->root, path->text, path->size);
        if (!file->path) {
            ob_dereference(file);
            return NULL;
        }
    }
    return file;
}

void io_file_path(const IO_FILE *file, IO_PATH *path)
{
    path->target = IO_TO_FILE;
    path->root = file->root;
    path->wants_directory = FALSE;
    path->synthetic = file->synthetic;
    path->size = file->path ? file->path_size : 0;
    if (path->size)
        __builtin_memcpy(path->text, ARENA_AT(char, file->path), path->size);
}

/* A file object that another process made: the file is opened again by its record. */
PalHandle io_handle_slow(IO_FILE *file)
{
    PalHandle handle = io_given_find(file);
    ULONG access = 0;
    if (!handle && file->tag)
        handle = io_pass_take(file);
    if (handle)
        return handle;
    if (file->kind != IO_REGULAR && file->kind != IO_DIRECTORY)
        return 0;
    if (file->access & (FILE_READ_DATA | FILE_EXECUTE))
        access |= PAL_ACCESS_READ;
    if (file->kind == IO_REGULAR && file->access & (FILE_WRITE_DATA | FILE_APPEND_DATA))
        access |= PAL_ACCESS_WRITE;
    if (pal_file_open(io_root_handle(file->root), ARENA_AT(char, file->path), file->path_size,
                      access ? access : PAL_ACCESS_PATH, PAL_OPEN_EXISTING, 0, &handle, NULL))
        return 0;
    return io_given_add(file, handle);
}

NTSTATUS io_file_info(IO_FILE *file, PalFileInfo *info)
{
    PalHandle handle = io_handle(file);
    if (handle)
        return pal_file_query(handle, "", 0, 0, info);
    __builtin_memset(info, 0, sizeof *info);
    info->type = file->synthetic ? PAL_TYPE_DIRECTORY : PAL_TYPE_DEVICE;
    info->mode = 0777;
    info->writable = 1;
    info->volume = file->volume;
    info->id = file->id;
    info->link_count = 1;
    info->created = info->accessed = info->written = info->changed = 132223104000000000;
    if (file->kind == IO_PIPE_END) {
        LONGLONG allocated, size;
        io_pipe_standard(file, &allocated, &size);
        info->allocated = (uint64_t)allocated;
        info->size = (uint64_t)size;
    }
    return STATUS_SUCCESS;
}

/* What is kept with the file; a new one has the archive bit. */
static ULONG kept_attributes(const PalFileInfo *info)
{
    BOOLEAN directory = info->type == PAL_TYPE_DIRECTORY;
    ULONG bits = info->attributes ? info->attributes & IO_KEPT_ATTRIBUTES
                 : directory      ? 0
                                  : FILE_ATTRIBUTE_ARCHIVE;
    if (directory)
        return bits | FILE_ATTRIBUTE_DIRECTORY | (info->attributes & FILE_ATTRIBUTE_READONLY);
    if (!(info->mode & 0222))
        bits |= FILE_ATTRIBUTE_READONLY;
    return bits ? bits : FILE_ATTRIBUTE_NORMAL;
}

NTSTATUS io_keep_attributes(PalHandle handle, const PalFileInfo *info, ULONG attributes)
{
    BOOLEAN directory = info->type == PAL_TYPE_DIRECTORY;
    ULONG kept = IO_KEPT_ATTRIBUTES | (directory ? FILE_ATTRIBUTE_READONLY : 0);
    ULONG usual = directory ? 0 : FILE_ATTRIBUTE_ARCHIVE;
    PalFileInfo change = {.attributes =
                              attributes & kept ? attributes & kept : FILE_ATTRIBUTE_NORMAL};
    if ((!directory && info->type != PAL_TYPE_FILE) || change.attributes == info->attributes ||
        (!info->attributes && (attributes & kept) == usual))
        return STATUS_SUCCESS;
    NTSTATUS status = pal_file_set(handle, PAL_SET_ATTRIBUTES, &change);
    return status == STATUS_NOT_SUPPORTED ? STATUS_SUCCESS : status;
}

ULONG io_attributes(const PalFileInfo *info, PalHandle root, const char *text, ULONG size)
{
    PalFileInfo target;
    switch (info->type) {
    case PAL_TYPE_FILE:
    case PAL_TYPE_DIRECTORY:
        return kept_attributes(info);
    case PAL_TYPE_SYMLINK:
        if (root && pal_file_query(root, text, size, 0, &target) == PAL_OK &&
            target.type == PAL_TYPE_DIRECTORY)
            return FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY;
        return FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_ARCHIVE;
    default:
        return FILE_ATTRIBUTE_NORMAL;
    }
}

/* Somebody may have renamed the file by another handle: the host knows what it is called now. */
void io_refresh_name(IO_FILE *file)
{
    static const char deleted[] = " (deleted)";
    const ULONG mark = sizeof deleted - 1;
    char name[IO_PATH_MAX + 1];
    uint32_t size;
    PalHandle handle = io_handle(file);
    if (file->root != IO_ROOT_HOST || !handle || file->kind > IO_DIRECTORY ||
        pal_file_name(handle, "", 0, name, sizeof name, &size) || size < 1)
        return;
    if (size > mark && __builtin_memcmp(name + size - mark, deleted, mark) == 0)
        return;
    if (size - 1 != file->path_size ||
        __builtin_memcmp(name + 1, ARENA_AT(char, file->path), size - 1) != 0)
        io_set_name(file, IO_ROOT_HOST, name + 1, size - 1);
}

NTSTATUS io_remove(IO_FILE *file)
{
    IO_PATH path;
    PalFileInfo info;
    io_refresh_name(file);
    io_file_path(file, &path);
    PalHandle root = io_root_handle(path.root);
    if (path.root == IO_ROOT_SYSTEM || path.synthetic)
        return STATUS_CANNOT_DELETE;
    NTSTATUS status = pal_file_query(root, path.text, path.size, PAL_OPTION_NO_FOLLOW, &info);
    if (status)
        return status;
    if (file->kind != IO_SYMLINK && info.type == PAL_TYPE_SYMLINK)
        return STATUS_CANNOT_DELETE; /* what the link leads to was opened, not the link */
    if (info.id != file->id || info.volume != file->volume)
        return STATUS_OBJECT_NAME_NOT_FOUND; /* somebody has put another file there */
    status = pal_file_remove(root, path.text, path.size,
                             info.type == PAL_TYPE_DIRECTORY ? PAL_OPTION_DIRECTORY : 0);
    if (!status)
        io_names_changed(&path, FALSE);
    return status;
}

static void close_host(IO_FILE *file)
{
    if (file->pal && !file->standard && file->process == pal_boot->process_id)
        pal_handle_close(file->pal);
    file->pal = 0;
}

static void close_handle(void *object, OB_TABLE *table)
{
    io_given_close(object, table);
}

static void last_close(void *object)
{
    IO_FILE *file = object;
    if (file->process == pal_boot->process_id) { /* the memory of a dead process is gone */
        io_listing_free(file);
        if (file->watch)
            io_watch_close(file);
        if (file->peeked)
            io_stream_close(file);
    }
    if (file->pipe)
        io_pipe_close(file);
    if (file->socket && (file->process == pal_boot->process_id || file->shared))
        afd_close(file);
    if (file->console)
        io_console_close(file);
    if (file->node) {
        io_lock_drop_all(file);
        if (file->delete_on_close)
            io_share_set_delete(file, TRUE);
        if (io_share_close(file))
            io_remove(file);
    }
    if (file->tag)
        io_pass_drop(file);
    if (!file->kept)
        close_host(file);
}

static void destroy(void *object)
{
    IO_FILE *file = object;
    close_host(file);
    if (file->path)
        arena_free(ARENA_AT(char, file->path), file->path_size + 1);
    if (file->pipe)
        io_pipe_release(file);
    if (file->socket)
        afd_release(file);
    if (file->port)
        ob_dereference(ARENA_AT(OB_HEADER, file->port));
}

static NTSTATUS query_pipe_name(IO_FILE *file, UNICODE_STRING *name, ULONG size, ULONG *needed)
{
    static const WCHAR device[] = L"\\Device\\NamedPipe";
    const ULONG prefix = sizeof device - sizeof(WCHAR);
    ULONG length = prefix + io_pipe_name(file, NULL, 0);
    *needed = sizeof *name + length + 2;
    if (size < *needed)
        return size < sizeof *name ? STATUS_INFO_LENGTH_MISMATCH : STATUS_BUFFER_OVERFLOW;
    name->Length = (USHORT)length;
    name->MaximumLength = (USHORT)(length + 2);
    name->Buffer = (WCHAR *)(name + 1);
    __builtin_memcpy(name->Buffer, device, prefix);
    io_pipe_name(file, name->Buffer + prefix / 2, length - prefix);
    name->Buffer[length / 2] = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS query_name(void *object, PVOID buffer, ULONG size, ULONG *needed)
{
    IO_FILE *file = object;
    UNICODE_STRING *name = buffer;
    BOOLEAN disk = file->kind <= IO_SYMLINK;
    ULONG fixed = sizeof *name, length = 0;
    if (file->kind == IO_PIPE_END)
        return query_pipe_name(file, buffer, size, needed);
    if (disk)
        io_refresh_name(file);
    if (disk)
        length = DEVICE_PREFIX_LENGTH +
                 io_path_wide(file->root, ARENA_AT(char, file->path), file->path_size, NULL, 0);
    *needed = fixed + (length ? length + 2 : 0);
    if (size < *needed)
        return size < fixed ? STATUS_INFO_LENGTH_MISMATCH : STATUS_BUFFER_OVERFLOW;
    name->Length = (USHORT)length;
    name->MaximumLength = (USHORT)(length ? length + 2 : 0);
    name->Buffer = length ? (WCHAR *)(name + 1) : NULL;
    if (!length)
        return STATUS_SUCCESS;
    __builtin_memcpy(name->Buffer, DEVICE_PREFIX, DEVICE_PREFIX_LENGTH);
    if (file->root == IO_ROOT_HOST)
        name->Buffer[DEVICE_PREFIX_LENGTH / 2 - 1] = '2';
    io_path_wide(file->root, ARENA_AT(char, file->path), file->path_size,
                 name->Buffer + DEVICE_PREFIX_LENGTH / 2, length - DEVICE_PREFIX_LENGTH);
    name->Buffer[length / 2] = 0;
    return STATUS_SUCCESS;
}

static KE_HEADER *waitable(void *object)
{
    IO_FILE *file = object;
    return file->kind == IO_CONSOLE ? io_console_waitable(file) : &file->header.dispatcher;
}

const struct ob_ops io_file_ops = {
    .name = L"File",
    .size = sizeof(IO_FILE),
    .all_access = FILE_ALL_ACCESS,
    .mapping = {FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS},
    .close = close_handle,
    .last_close = last_close,
    .destroy = destroy,
    .waitable = waitable,
    .query_name = query_name,
};

PalHandle io_pal_handle(void *file_object)
{
    return io_handle(file_object);
}

void io_keep_open(void *file_object)
{
    ((IO_FILE *)file_object)->kept = TRUE;
}
