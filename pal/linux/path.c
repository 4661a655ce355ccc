/* path.c - copying and judging paths. */
#include "path.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include <string.h>
#include <sys/stat.h>

PalStatus pal_path_copy(struct pal_path *path, PalHandle directory, const char *text, uint32_t size)
{
    struct pal_handle base;
    if (!pal_handle_get(directory, &base) || base.fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    if (size >= PAL_PATH_SIZE)
        return PAL_STATUS_NAME_TOO_LONG;
    path->base = base.fd;
    path->size = size;
    memcpy(path->text, text, size);
    path->text[size] = 0;
    if (path->text[0] == '/' || memchr(path->text, 0, size))
        return PAL_STATUS_NAME_INVALID;
    return PAL_OK;
}

static long parent_exists(const struct pal_path *path)
{
    struct stat facts;
    char parent[PAL_PATH_SIZE];
    uint32_t size = path->size;
    while (size && path->text[size - 1] == '/')
        size--;
    while (size && path->text[size - 1] != '/')
        size--;
    if (size == 0)
        return 1;
    memcpy(parent, path->text, size);
    parent[size] = 0;
    return host_call4(SYS_newfstatat, path->base, (long)parent, (long)&facts, 0) == 0;
}

PalStatus pal_path_status(const struct pal_path *path, long error, int creating)
{
    if (error == -ENOENT && (creating || !parent_exists(path)))
        return PAL_STATUS_PATH_NOT_FOUND;
    return pal_status(error);
}

void pal_fd_path(char text[PAL_FD_PATH_SIZE], int fd)
{
    char digits[12];
    unsigned count = 0, value = (unsigned)fd;
    do
        digits[count++] = (char)('0' + value % 10);
    while (value /= 10);
    memcpy(text, "/proc/self/fd/", 14);
    text += 14;
    while (count)
        *text++ = digits[--count];
    *text = 0;
}
