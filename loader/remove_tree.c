/*
 * remove_tree.c - removing a directory with all that is in it.
 *
 * Goes down by descriptors and up by "..", so neither depth nor what others rename meanwhile
 * matters; it stops after so many steps that only a race could need them.
 */
#include "profile.h"
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STEP_LIMIT 10000000ul

struct entry { /* struct linux_dirent64 */
    uint64_t inode;
    int64_t next;
    uint16_t size;
    uint8_t type;
    char name[];
};

static int is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}

static int open_below(int directory, const char *name)
{
    return openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Removes the files and empty directories of one directory. Returns the descriptor of the first
 * directory that is not empty, -1 if there is none (left). */
static int sweep(int directory, unsigned long *steps)
{
    char buffer[4096] __attribute__((aligned(8)));
    for (;;) {
        int removed = 0;
        lseek(directory, 0, SEEK_SET);
        long size = syscall(SYS_getdents64, directory, buffer, sizeof buffer);
        if (size <= 0)
            return -1;
        for (long at = 0; at < size;) {
            const struct entry *entry = (const struct entry *)(buffer + at);
            at += entry->size;
            ++*steps;
            if (is_dots(entry->name))
                continue;
            if (unlinkat(directory, entry->name, 0) == 0 ||
                unlinkat(directory, entry->name, AT_REMOVEDIR) == 0) {
                removed = 1;
                continue;
            }
            int below =
                errno == ENOTEMPTY || errno == EEXIST ? open_below(directory, entry->name) : -1;
            if (below >= 0)
                return below;
        }
        if (!removed || *steps > STEP_LIMIT)
            return -1;
    }
}

long remove_tree(int parent, const char *name)
{
    unsigned long steps = 0;
    unsigned depth = 0;
    int directory = open_below(parent, name);
    if (directory < 0)
        return unlinkat(parent, name, 0) < 0 ? -errno : 0;
    while (steps <= STEP_LIMIT) {
        int next = sweep(directory, &steps);
        if (next >= 0)
            depth++;
        else if (depth-- == 0)
            break;
        else
            next = open_below(directory, "..");
        close(directory);
        directory = next;
        if (directory < 0)
            break;
    }
    if (directory >= 0)
        close(directory);
    return unlinkat(parent, name, AT_REMOVEDIR) < 0 ? -errno : 0;
}
