/* install.c - finding Bailey's own files. */
#include "install.h"
#include "message.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* PREFIX/bin/bailey has them in PREFIX; the build tree's bailey in its own directory. */
static const char *const roots[] = {"/..", ""};

/* The directory that the command lies in; its size. */
static size_t own_directory(char path[PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - 64);
    if (size <= 0)
        fail(EXIT_CANNOT_START, "cannot start: /proc/self/exe cannot be read");
    while (size > 0 && path[size - 1] != '/')
        size--;
    if (size > 1)
        size--;
    path[size] = 0;
    return (size_t)size;
}

/* "/usr/bin/.." is spelled "/usr". */
static void drop_last(char *path, size_t size)
{
    while (size > 1 && path[size - 1] != '/')
        size--;
    path[size > 1 ? size - 1 : 1] = 0;
}

static int open_below(char path[PATH_MAX], const char *own, size_t own_size, const char *suffix)
{
    for (unsigned i = 0; i < sizeof roots / sizeof *roots; i++) {
        memcpy(path, own, own_size + 1);
        if (roots[i][0])
            drop_last(path, own_size);
        if (strcmp(path, "/") == 0)
            path[0] = 0;
        strcat(path, suffix);
        int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0)
            return fd;
    }
    path[0] = 0;
    return -1;
}

void install_find(struct install *install)
{
    char own[PATH_MAX];
    size_t size = own_directory(own);
    install->system_directory =
        open_below(install->system_path, own, size, "/lib/bailey/x86_64-windows");
    if (install->system_directory < 0)
        fail(EXIT_CANNOT_START, "cannot start: there is no lib/bailey/x86_64-windows beside %s",
             own);
    install->narrow_directory =
        open_below(install->narrow_path, own, size, "/lib/bailey/i386-windows");
    install->share_directory = open_below(install->share_path, own, size, "/share/bailey");
}

int install_find_share(struct install *install)
{
    char own[PATH_MAX];
    size_t size = own_directory(own);
    install->share_directory = open_below(install->share_path, own, size, "/share/bailey");
    return install->share_directory >= 0;
}
