/* path.h - paths as the host wants them. */
#ifndef PAL_LINUX_PATH_H
#define PAL_LINUX_PATH_H

#include "pal.h"

#define PAL_PATH_SIZE 4096 /* with the terminating zero: the host's limit for one call */

struct pal_path {
    int base; /* descriptor that text is relative to */
    uint32_t size;
    char text[PAL_PATH_SIZE];
};

/* Copies a guest's path and finds its base. A zero byte inside or a "/" at the beginning (which
 * would ignore the base) is NAME_INVALID. An empty path stays empty. */
PalStatus pal_path_copy(struct pal_path *path, PalHandle directory, const char *text,
                        uint32_t size);

/* The status of error, where -ENOENT and -ENOTDIR depend on which component is missing. creating:
 * the last component need not have existed. */
PalStatus pal_path_status(const struct pal_path *path, long error, int creating);

/* "/proc/self/fd/N": the name by which a descriptor's file can be named again. */
#define PAL_FD_PATH_SIZE 32
void pal_fd_path(char text[PAL_FD_PATH_SIZE], int fd);

#endif
