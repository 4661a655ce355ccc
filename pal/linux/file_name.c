/* file_name.c - renaming, removing, linking, and names of open files. */
#include "explain.h"
#include "file.h"
#include "handle.h"
#include "host_call.h"
#include "path.h"
#include "status.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#ifndef RENAME_NOREPLACE
#    define RENAME_NOREPLACE 1
#endif

static PalStatus name_status(const struct pal_path *path, long error, int creating)
{
    if (error == -EACCES || error == -EPERM)
        pal_explain_refusal(path->base, path->text, 1);
    return pal_path_status(path, error, creating);
}

/* Some file systems do not know RENAME_NOREPLACE: then look first. */
static long rename_new(const struct pal_path *from, const struct pal_path *to)
{
    struct statx facts;
    long result = host_call5(SYS_renameat2, from->base, (long)from->text, to->base, (long)to->text,
                             RENAME_NOREPLACE);
    if (result != -EINVAL)
        return result;
    if (pal_statx(to->base, to->text, AT_SYMLINK_NOFOLLOW, &facts) == 0)
        return -EEXIST;
    return host_call5(SYS_renameat2, from->base, (long)from->text, to->base, (long)to->text, 0);
}

PalStatus pal_file_rename(PalHandle from_directory, const char *from, uint32_t from_size,
                          PalHandle to_directory, const char *to, uint32_t to_size, uint32_t flags)
{
    struct pal_path source, target;
    struct statx facts;
    long result;
    if ((flags & ~PAL_RENAME_REPLACE) || from_size == 0 || to_size == 0)
        return PAL_STATUS_INVALID_PARAMETER;
    PalStatus status = pal_path_copy(&source, from_directory, from, from_size);
    if (status == PAL_OK)
        status = pal_path_copy(&target, to_directory, to, to_size);
    if (status < 0)
        return status;
    if (flags & PAL_RENAME_REPLACE)
        result = host_call5(SYS_renameat2, source.base, (long)source.text, target.base,
                            (long)target.text, 0);
    else
        result = rename_new(&source, &target);
    if (result == -ENOENT && pal_statx(source.base, source.text, AT_SYMLINK_NOFOLLOW, &facts) == 0)
        return PAL_STATUS_PATH_NOT_FOUND; /* it is the target's folder that is missing */
    if (result == -EEXIST && (flags & PAL_RENAME_REPLACE))
        return PAL_STATUS_NOT_EMPTY; /* the other word for a directory with something in it */
    return result < 0 ? name_status(&source, result, 0) : PAL_OK;
}

PalStatus pal_file_remove(PalHandle directory, const char *text, uint32_t size, uint32_t options)
{
    struct pal_path path;
    if ((options & ~PAL_OPTION_DIRECTORY) || size == 0)
        return PAL_STATUS_INVALID_PARAMETER;
    PalStatus status = pal_path_copy(&path, directory, text, size);
    if (status < 0)
        return status;
    int flags = options & PAL_OPTION_DIRECTORY ? AT_REMOVEDIR : 0;
    long result = host_call3(SYS_unlinkat, path.base, (long)path.text, flags);
    if (result == 0)
        return PAL_OK;
    struct statx facts;
    if (result == -ENOTDIR && flags &&
        pal_statx(path.base, path.text, AT_SYMLINK_NOFOLLOW, &facts) == 0)
        return PAL_STATUS_NOT_A_DIRECTORY;
    if (result == -EEXIST)
        return PAL_STATUS_NOT_EMPTY;
    return name_status(&path, result, 0);
}

PalStatus pal_file_link(PalHandle file, const char *target, uint32_t target_size,
                        PalHandle directory, const char *text, uint32_t size)
{
    struct pal_handle handle;
    struct pal_path path;
    char text_of_link[PAL_PATH_SIZE], self[PAL_FD_PATH_SIZE];
    long result;
    if (size == 0 || (file == 0) == (target == NULL))
        return PAL_STATUS_INVALID_PARAMETER;
    if (target_size >= PAL_PATH_SIZE)
        return PAL_STATUS_NAME_TOO_LONG;
    PalStatus status = pal_path_copy(&path, directory, text, size);
    if (status < 0)
        return status;
    if (file == 0) {
        memcpy(text_of_link, target, target_size);
        text_of_link[target_size] = 0;
        if (target_size == 0 || memchr(text_of_link, 0, target_size))
            return PAL_STATUS_NAME_INVALID;
        result = host_call3(SYS_symlinkat, (long)text_of_link, path.base, (long)path.text);
    } else {
        if (!pal_handle_get(file, &handle) || handle.fd < 0)
            return PAL_STATUS_INVALID_HANDLE;
        pal_fd_path(self, handle.fd);
        result = host_call5(SYS_linkat, AT_FDCWD, (long)self, path.base, (long)path.text,
                            AT_SYMLINK_FOLLOW);
    }
    return result < 0 ? name_status(&path, result, 1) : PAL_OK;
}

/* The kernel marks the name of a file that has none any more; a file may be called so, too. */
static long without_mark(char *name, long size)
{
    static const char mark[] = " (deleted)";
    long mark_size = sizeof mark - 1;
    struct statx facts;
    if (size <= mark_size || memcmp(name + size - mark_size, mark, (size_t)mark_size) != 0)
        return size;
    name[size] = 0;
    if (pal_statx(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, &facts) == 0)
        return size;
    return size - mark_size;
}

PalStatus pal_file_name(PalHandle file, const char *text, uint32_t size, char *buffer,
                        uint32_t buffer_size, uint32_t *done)
{
    struct pal_path path;
    char result[PAL_PATH_SIZE], self[PAL_FD_PATH_SIZE];
    PalStatus status = pal_path_copy(&path, file, text, size);
    long count;
    if (status < 0)
        return status;
    if (size) {
        count = host_call4(SYS_readlinkat, path.base, (long)path.text, (long)result, sizeof result);
        if (count == -EINVAL)
            return PAL_STATUS_INVALID_REQUEST; /* is no link */
    } else {
        pal_fd_path(self, path.base);
        count = host_call4(SYS_readlinkat, AT_FDCWD, (long)self, (long)result, sizeof result - 1);
        if (count > 0)
            count = without_mark(result, count);
    }
    if (count < 0)
        return size ? pal_path_status(&path, count, 0) : pal_status(count);
    if ((uint64_t)count > buffer_size)
        return PAL_STATUS_NAME_TOO_LONG;
    memcpy(buffer, result, (size_t)count);
    *done = (uint32_t)count;
    return PAL_OK;
}
