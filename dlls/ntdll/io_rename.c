/*
 * io_rename.c - new names for open files: renaming and hard links.
 */
#include "io_private.h"

#define REPLACE          1
#define POSIX            2
#define IGNORE_READ_ONLY 0x40

/* A name without a backslash is a new name in the same directory. */
static NTSTATUS target_path(IO_FILE *file, HANDLE root, const WCHAR *name, ULONG length,
                            IO_PATH *path)
{
    UNICODE_STRING string = {(USHORT)length, (USHORT)length, (WCHAR *)name};
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &string, OBJ_CASE_INSENSITIVE, root, NULL);
    if (length == 0 || length > 0xfffe)
        return STATUS_OBJECT_NAME_INVALID;
    if (root || name[0] == '\\')
        return io_path_of(&attributes, path);
    char last[IO_NAME_MAX * 3];
    for (ULONG i = 0; i < length / 2; i++)
        if (name[i] == '\\' || name[i] == '/' || name[i] == ':')
            return STATUS_OBJECT_NAME_INVALID;
    ULONG size = io_name_to_host(name, length / 2, last, sizeof last);
    io_file_path(file, path);
    path->size = io_parent_size(path->text, path->size);
    if (size > sizeof last || path->size + 1 + size > IO_PATH_MAX)
        return STATUS_NAME_TOO_LONG;
    if (path->size)
        path->text[path->size++] = '/';
    __builtin_memcpy(path->text + path->size, last, size);
    path->size += size;
    return STATUS_SUCCESS;
}

/* What stands at the target may have to make room. */
static NTSTATUS check_existing(IO_FILE *file, const PalFileInfo *info, ULONG flags)
{
    if (!(flags & REPLACE))
        return STATUS_OBJECT_NAME_COLLISION;
    if (info->type == PAL_TYPE_DIRECTORY)
        return flags & POSIX && file->kind == IO_DIRECTORY ? STATUS_SUCCESS : STATUS_ACCESS_DENIED;
    if (info->type == PAL_TYPE_FILE && !(info->mode & 0222) && !(flags & IGNORE_READ_ONLY))
        return STATUS_ACCESS_DENIED;
    if (!(flags & POSIX) && io_share_is_open(info))
        return STATUS_ACCESS_DENIED;
    return STATUS_SUCCESS;
}

/* The last component stays as the caller spelt it (a rename may change just the case); the rest is
 * the directory's real name. */
static void keep_parent(IO_PATH *to, const IO_PATH *found)
{
    ULONG t = io_parent_size(to->text, to->size), f = io_parent_size(found->text, found->size);
    t += t ? 1 : 0;
    f += f ? 1 : 0;
    if (f + to->size - t > IO_PATH_MAX)
        return;
    __builtin_memmove(to->text + f, to->text + t, to->size - t);
    __builtin_memcpy(to->text, found->text, f);
    to->size = f + to->size - t;
}

static BOOLEAN make_default_parent(const IO_PATH *to)
{
    ULONG parent = io_parent_size(to->text, to->size);
    int index = to->root == IO_ROOT_PROFILE && parent ? io_default_find(to->text, parent) : -1;
    return index >= 0 && io_default_make(index) == STATUS_SUCCESS;
}

static NTSTATUS move(const IO_PATH *from, const IO_PATH *to, BOOLEAN replace)
{
    NTSTATUS status = pal_file_rename(io_root_handle(from->root), from->text, from->size,
                                      io_root_handle(to->root), to->text, to->size,
                                      replace ? PAL_RENAME_REPLACE : 0);
    if (!status) {
        io_names_changed(from, FALSE);
        io_names_changed(to, TRUE);
    }
    return status;
}

static NTSTATUS make_link(IO_FILE *file, const IO_PATH *to, BOOLEAN replace)
{
    if (file->kind != IO_REGULAR)
        return STATUS_FILE_IS_A_DIRECTORY;
    if (replace)
        pal_file_remove(io_root_handle(to->root), to->text, to->size, 0);
    NTSTATUS status =
        pal_file_link(io_handle(file), NULL, 0, io_root_handle(to->root), to->text, to->size);
    if (!status)
        io_names_changed(to, TRUE);
    return status;
}

/* The last step; existing says how the target is spelt now where there is one (replace). */
static NTSTATUS carry_out(IO_FILE *file, const IO_PATH *from, const IO_PATH *existing,
                          const IO_PATH *to, BOOLEAN replace, BOOLEAN link)
{
    NTSTATUS status;
    if (link)
        return make_link(file, existing, replace);
    status = move(from, replace ? existing : to, replace);
    if (!status && replace &&
        (existing->size != to->size || __builtin_memcmp(existing->text, to->text, to->size) != 0))
        move(existing, to, FALSE); /* the content is safe already; this is the new spelling */
    return status;
}

/* STATUS_OBJECT_NAME_COLLISION and kin; *replace: something makes room; *same: it is this file. */
static NTSTATUS inspect_target(IO_FILE *file, const IO_PATH *from, IO_PATH *existing, ULONG flags,
                               BOOLEAN link, BOOLEAN *replace, BOOLEAN *same)
{
    IO_REQUEST look = {.options = PAL_OPTION_NO_FOLLOW};
    *replace = *same = FALSE;
    NTSTATUS status = io_reach(existing, &look);
    if (status)
        return status == STATUS_OBJECT_NAME_NOT_FOUND ? STATUS_SUCCESS : status;
    if (existing->synthetic || existing->root == IO_ROOT_SYSTEM)
        return STATUS_ACCESS_DENIED;
    BOOLEAN same_name = existing->size == from->size &&
                        __builtin_memcmp(existing->text, from->text, from->size) == 0;
    if (same_name && !link)
        return STATUS_SUCCESS; /* at most its case changes */
    *same = look.info.id == file->id && look.info.volume == file->volume;
    *replace = TRUE;
    return *same && flags & REPLACE ? STATUS_SUCCESS : check_existing(file, &look.info, flags);
}

NTSTATUS io_rename(IO_FILE *file, HANDLE root, const WCHAR *name, ULONG length, ULONG flags,
                   BOOLEAN link)
{
    IO_PATH from, to, existing;
    BOOLEAN same, replace;
    NTSTATUS status = target_path(file, root, name, length, &to);
    if (status)
        return status;
    io_file_path(file, &from);
    if (to.target != IO_TO_FILE || to.root != from.root)
        return STATUS_NOT_SAME_DEVICE;
    if (from.synthetic || from.root == IO_ROOT_SYSTEM || to.size == 0)
        return STATUS_ACCESS_DENIED;
    __builtin_memcpy(&existing, &to, offsetof(IO_PATH, text) + to.size);
    status = inspect_target(file, &from, &existing, flags, link, &replace, &same);
    if (status)
        return status;
    if (same && link)
        return STATUS_SUCCESS;
    if (!link && to.size == from.size && __builtin_memcmp(to.text, from.text, to.size) == 0)
        return STATUS_SUCCESS; /* onto itself */
    if (same) {                /* two names of one file: the old one goes */
        status = pal_file_remove(io_root_handle(from.root), from.text, from.size, 0);
        if (!status)
            io_names_changed(&from, FALSE);
    } else {
        keep_parent(&to, &existing);
        status = carry_out(file, &from, &existing, &to, replace, link);
        if (status == STATUS_OBJECT_PATH_NOT_FOUND && make_default_parent(&to))
            status = carry_out(file, &from, &to, &to, FALSE, link);
    }
    if (!status && !link)
        io_set_name(file, to.root, to.text, to.size);
    return status;
}
