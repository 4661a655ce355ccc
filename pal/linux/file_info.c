/* file_info.c - facts about files, and changing them. */
#include "clock.h"
#include "file.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "path.h"
#include "status.h"
#include "thread.h"
#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <unistd.h>

long pal_statx(int base, const char *text, int flags, struct statx *facts)
{
    return host_call5(SYS_statx, base, (long)text, flags, STATX_BASIC_STATS | STATX_BTIME,
                      (long)facts);
}

unsigned pal_type_of_facts(int fd, const struct statx *facts)
{
    return pal_type_of_mode(fd, facts->stx_mode);
}

static int in_group(gid_t group)
{
    static gid_t groups[256];
    static volatile int count = -1;
    if (count < 0) { /* the list does not change: whoever fills it first fills it right */
        int found = getgroups(256, groups);
        count = found < 0 ? 0 : found;
    }
    for (int i = 0; i < count; i++)
        if (groups[i] == group)
            return 1;
    return group == getegid();
}

/* As the mode says; for the superuser, whom no mode stops, as a file that nobody may write shows
 * it. */
static int writable(const struct statx *facts)
{
    static volatile uid_t user = (uid_t)-1;
    unsigned mode = facts->stx_mode;
    if (user == (uid_t)-1)
        user = geteuid();
    if (user == facts->stx_uid)
        return (mode & S_IWUSR) != 0;
    if (user == 0)
        return (mode & 0222) != 0;
    if ((mode & S_IWGRP) && in_group(facts->stx_gid))
        return 1;
    return (mode & S_IWOTH) != 0;
}

static int64_t pal_time(const struct statx_timestamp *time)
{
    return pal_time_from_unix(time->tv_sec, time->tv_nsec);
}

static int64_t created(const struct statx *facts, const PalFileInfo *info)
{
    if (facts->stx_mask & STATX_BTIME)
        return pal_time(&facts->stx_btime);
    return info->written < info->changed ? info->written : info->changed;
}

void pal_file_info(const struct statx *facts, unsigned type, PalFileInfo *info)
{
    info->type = type;
    info->mode = facts->stx_mode & 0777;
    info->volume = makedev(facts->stx_dev_major, facts->stx_dev_minor);
    info->id = facts->stx_ino;
    info->size = facts->stx_size;
    info->allocated = facts->stx_blocks * 512;
    info->link_count = facts->stx_nlink;
    info->writable = (uint32_t)writable(facts);
    info->accessed = pal_time(&facts->stx_atime);
    info->written = pal_time(&facts->stx_mtime);
    info->changed = pal_time(&facts->stx_ctime);
    info->created = created(facts, info);
    info->attributes = info->reserved = 0;
}

/* The position is the caller's own where the file is a standard stream that others share. */
static PalStatus find_data(int fd, PalFileInfo *info)
{
    long position = host_call3(SYS_lseek, fd, 0, SEEK_CUR);
    if (position < 0)
        return pal_status(position);
    long start = host_call3(SYS_lseek, fd, (long)info->size, SEEK_DATA);
    long end = start < 0 ? start : host_call3(SYS_lseek, fd, start, SEEK_HOLE);
    host_call3(SYS_lseek, fd, position, SEEK_SET);
    if (end < 0)
        return end == -ENXIO ? PAL_STATUS_END_OF_FILE : pal_status(end);
    info->size = (uint64_t)start;
    info->allocated = (uint64_t)(end - start);
    return PAL_OK;
}

PalStatus pal_file_query(PalHandle file, const char *text, uint32_t size, uint32_t options,
                         PalFileInfo *info)
{
    struct statx facts;
    struct pal_handle handle;
    long result;
    if (options & ~(PAL_OPTION_NO_FOLLOW | PAL_OPTION_DIRECTORY | PAL_OPTION_FILE) &&
        (options != PAL_OPTION_DATA || size))
        return PAL_STATUS_INVALID_PARAMETER;
    if (size == 0) {
        if (!pal_handle_get(file, &handle) || handle.fd < 0)
            return PAL_STATUS_INVALID_HANDLE;
        if (options == PAL_OPTION_DATA)
            return find_data(handle.fd, info);
        result = pal_statx(handle.fd, "", AT_EMPTY_PATH, &facts);
        if (result < 0)
            return pal_status(result);
        pal_file_info(&facts, pal_type_of_facts(handle.fd, &facts), info);
        info->attributes = pal_kept_attributes(handle.fd, "", &facts);
        return PAL_OK;
    }
    struct pal_path path;
    PalStatus status = pal_path_copy(&path, file, text, size);
    if (status < 0)
        return status;
    int follow = options & PAL_OPTION_NO_FOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
    result = pal_statx(path.base, path.text, follow, &facts);
    if (result < 0)
        return pal_path_status(&path, result, 0);
    pal_file_info(&facts, pal_type_of_facts(-1, &facts), info);
    info->attributes = pal_kept_attributes(path.base, path.text, &facts);
    return PAL_OK;
}

static long set_times(int fd, uint32_t mask, const PalFileInfo *info)
{
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_nsec = UTIME_OMIT}};
    if (mask & PAL_SET_ACCESSED)
        pal_time_to_unix(info->accessed, &times[0]);
    if (mask & PAL_SET_WRITTEN)
        pal_time_to_unix(info->written, &times[1]);
    return host_call4(SYS_utimensat, fd, 0, (long)times, 0);
}

/* The permission bits alone; sticky stays, set-user-id and set-group-id never come back. */
static long set_mode(int fd, uint32_t mode)
{
    struct statx facts;
    long result = pal_statx(fd, "", AT_EMPTY_PATH, &facts);
    if (result < 0)
        return result;
    return host_call2(SYS_fchmod, fd, (long)((mode & 0777) | (facts.stx_mode & S_ISVTX)));
}

static long set_space(int fd, uint32_t mask, const PalFileInfo *info)
{
    long result = 0;
    if ((mask & PAL_SET_SIZE) && info->size > INT64_MAX)
        return -EINVAL;
    if (mask & PAL_SET_FREE)
        return host_call4(SYS_fallocate, fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE,
                          (long)info->size, (long)info->allocated);
    if ((mask & PAL_SET_ALLOCATE) && info->allocated)
        do
            result = host_call4(SYS_fallocate, fd, FALLOC_FL_KEEP_SIZE, 0, (long)info->allocated);
        while (result == -EINTR && !pal_thread_wanted());
    if (result == 0 && (mask & PAL_SET_SIZE))
        result = host_call2(SYS_ftruncate, fd, (long)info->size);
    return result == -EINVAL ? -EBADF : result; /* ftruncate's word for "not open for writing" */
}

PalStatus pal_file_set(PalHandle file, uint32_t mask, const PalFileInfo *info)
{
    struct pal_handle handle;
    PalFileInfo values = *info;
    long result = 0;
    if (!pal_handle_get(file, &handle) || handle.fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    if ((mask & ~(PAL_SET_SIZE | PAL_SET_MODE | PAL_SET_ACCESSED | PAL_SET_WRITTEN |
                  PAL_SET_ALLOCATE | PAL_SET_FREE | PAL_SET_ATTRIBUTES)) ||
        ((mask & PAL_SET_FREE) && mask != PAL_SET_FREE))
        return PAL_STATUS_INVALID_PARAMETER;
    if ((mask & PAL_SET_SIZE) && values.size > INT64_MAX)
        return PAL_STATUS_INVALID_PARAMETER;
    if (mask & (PAL_SET_SIZE | PAL_SET_ALLOCATE | PAL_SET_FREE))
        result = set_space(handle.fd, mask, &values);
    if (result == 0 && (mask & PAL_SET_ATTRIBUTES))
        result = pal_keep_attributes(handle.fd, values.attributes & 0xffff);
    if (result == 0 && (mask & PAL_SET_MODE))
        result = set_mode(handle.fd, values.mode);
    if (result == 0 && (mask & (PAL_SET_ACCESSED | PAL_SET_WRITTEN)))
        result = set_times(handle.fd, mask, &values);
    return pal_status(result);
}

PalStatus pal_file_sync(PalHandle file)
{
    struct pal_handle handle;
    long result;
    if (!pal_handle_get(file, &handle) || handle.fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    do
        result = host_call1(SYS_fdatasync, handle.fd);
    while (result == -EINTR && !pal_thread_wanted());
    if (result == -EINVAL || result == -EROFS)
        return PAL_STATUS_INVALID_REQUEST; /* a stream has no disk */
    return pal_status(result);
}
