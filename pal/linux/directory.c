/*
 * directory.c - reading directories.
 *
 * The position is the kernel's, so a handle has no state of its own. An entry grows at most
 * fivefold on its way from the kernel's form to the PAL's; so as much is asked for as will surely
 * fit, and only for small buffers what does not fit is given back by seeking.
 */
#include "file.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

struct host_entry { /* struct linux_dirent64 */
    uint64_t inode;
    int64_t next;
    uint16_t size;
    uint8_t type;
    char name[];
};

#define GROWTH    5
#define RAW_SIZE  16384
#define RAW_LEAST 280 /* the longest name fits */

static unsigned entry_type(unsigned type)
{
    static const unsigned char types[16] = {
        [4] = PAL_TYPE_DIRECTORY, [8] = PAL_TYPE_FILE,    [10] = PAL_TYPE_SYMLINK,
        [1] = PAL_TYPE_PIPE,      [12] = PAL_TYPE_SOCKET, [2] = PAL_TYPE_DEVICE,
        [6] = PAL_TYPE_DEVICE,
    };
    return types[type & 15];
}

static int is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}

static void put_entry(int fd, const struct host_entry *host, size_t name_size, uint32_t flags,
                      PalDirectoryEntry *entry, uint32_t size)
{
    struct statx facts;
    PalFileInfo info;
    unsigned type = entry_type(host->type);
    int has_info = 0;
    memset(&info, 0, sizeof info);
    if ((flags & PAL_DIRECTORY_INFO) &&
        pal_statx(fd, host->name, AT_SYMLINK_NOFOLLOW, &facts) == 0) {
        type = pal_type_of_facts(-1, &facts);
        pal_file_info(&facts, type, &info);
        info.attributes = pal_kept_attributes(fd, host->name, &facts);
        has_info = 1;
    }
    entry->size = size;
    entry->name_size = (uint32_t)name_size;
    entry->type = type;
    entry->has_info = (uint32_t)has_info;
    entry->info = info;
    memcpy(entry->name, host->name, name_size);
    memset(entry->name + name_size, 0, size - offsetof(PalDirectoryEntry, name) - name_size);
}

/* Translates raw entries into room; returns the bytes used. *rest is where the kernel's position
 * must go back to, -1 if everything fitted. */
static uint64_t translate(int fd, const char *raw, long raw_size, uint32_t flags, char *room,
                          uint64_t room_size, int64_t start, int64_t *rest)
{
    uint64_t used = 0;
    int64_t position = start;
    *rest = -1;
    for (long at = 0; at < raw_size;) {
        const struct host_entry *host = (const struct host_entry *)(raw + at);
        at += host->size;
        if (!is_dots(host->name)) {
            size_t name_size = strlen(host->name);
            uint64_t size = (offsetof(PalDirectoryEntry, name) + name_size + 7) & ~7ull;
            if (size > room_size - used) {
                *rest = position;
                return used;
            }
            put_entry(fd, host, name_size, flags, (PalDirectoryEntry *)(room + used),
                      (uint32_t)size);
            used += size;
        }
        position = host->next;
    }
    return used;
}

PalStatus pal_directory_read(PalHandle directory, uint32_t flags, void *buffer, uint64_t size,
                             uint64_t *done)
{
    struct pal_handle handle;
    char raw[RAW_SIZE] __attribute__((aligned(8)));
    uint64_t used = 0;
    if (!pal_handle_get(directory, &handle) || handle.kind != PAL_TYPE_DIRECTORY)
        return PAL_STATUS_INVALID_HANDLE;
    if ((flags & ~(PAL_DIRECTORY_RESTART | PAL_DIRECTORY_INFO)) || ((uintptr_t)buffer & 7) ||
        size < offsetof(PalDirectoryEntry, name) + 256)
        return PAL_STATUS_INVALID_PARAMETER;
    if (flags & PAL_DIRECTORY_RESTART)
        host_call3(SYS_lseek, handle.fd, 0, SEEK_SET);
    for (;;) {
        uint64_t ask = (size - used) / GROWTH;
        int64_t start = -1, rest;
        if (used && ask < RAW_LEAST)
            break; /* what fits by all means is in; the next call goes on */
        if (ask < RAW_LEAST) {
            ask = RAW_LEAST;
            start = host_call3(SYS_lseek, handle.fd, 0, SEEK_CUR);
        }
        long got = host_call3(SYS_getdents64, handle.fd, (long)raw,
                              (long)(ask < RAW_SIZE ? ask : RAW_SIZE));
        if (got < 0)
            return got == -ENOENT ? PAL_STATUS_NO_MORE_FILES : pal_status(got); /* was removed */
        if (got == 0)
            break;
        used +=
            translate(handle.fd, raw, got, flags, (char *)buffer + used, size - used, start, &rest);
        if (rest >= 0) {
            host_call3(SYS_lseek, handle.fd, rest, SEEK_SET);
            break;
        }
    }
    if (used == 0)
        return PAL_STATUS_NO_MORE_FILES;
    *done = used;
    return PAL_OK;
}
