/*
 * watch.c - directory watches on inotify.
 *
 * A record never needs more room than the host's event did, so a read translates what one read of
 * the host gave and keeps nothing. The bits that the guest asked for are the handle's object.
 */
#include "watch.h"
#include "fault_injection.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "path.h"
#include "status.h"
#include "thread.h"
#include <string.h>
#include <sys/inotify.h>

/* FILE_NOTIFY_CHANGE_* of the public documentation. */
#define WANT_FILE_NAME   0x001u
#define WANT_DIR_NAME    0x002u
#define WANT_ATTRIBUTES  0x004u
#define WANT_SIZE        0x008u
#define WANT_LAST_WRITE  0x010u
#define WANT_LAST_ACCESS 0x020u
#define WANT_CREATION    0x040u
#define WANT_SECURITY    0x100u

#define FIRST 1 /* what inotify numbers the first directory of a stream */

#define RAW_SIZE   4096
#define LEAST_SIZE (sizeof(struct inotify_event) + 256)

static uint32_t host_mask(uint32_t what)
{
    uint32_t mask = IN_ONLYDIR;
    if (what & PAL_WATCH_TREE)
        mask |= IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
    if (what & (WANT_FILE_NAME | WANT_DIR_NAME | WANT_CREATION))
        mask |= IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
    if (what & (WANT_ATTRIBUTES | WANT_SECURITY | WANT_LAST_WRITE))
        mask |= IN_ATTRIB;
    if (what & (WANT_SIZE | WANT_LAST_WRITE))
        mask |= IN_MODIFY;
    if (what & WANT_LAST_ACCESS)
        mask |= IN_ACCESS;
    return mask;
}

static PalStatus add_directory(const char *name, PalHandle *stream)
{
    struct pal_handle handle;
    PalHandle watch = *(volatile PalHandle *)stream;
    uint32_t what = (uint32_t)(uintptr_t)pal_handle_object(watch, PAL_HANDLE_WATCH);
    if (!pal_handle_get(watch, &handle) || handle.kind != PAL_HANDLE_WATCH)
        return PAL_STATUS_INVALID_HANDLE;
    guest_probe(stream, sizeof *stream);
    long number = host_call3(SYS_inotify_add_watch, handle.fd, (long)name, host_mask(what));
    if (number == -ENOSPC)
        return PAL_STATUS_INSUFFICIENT;
    if (number < 0)
        return pal_status(number);
    *stream = (PalHandle)number;
    return PAL_OK;
}

PalStatus pal_directory_watch(PalHandle directory, uint32_t what, PalHandle *stream)
{
    struct pal_handle handle;
    char name[PAL_FD_PATH_SIZE];
    PalHandle result;
    if (!pal_handle_get(directory, &handle) || handle.kind != PAL_TYPE_DIRECTORY)
        return PAL_STATUS_INVALID_HANDLE;
    pal_fd_path(name, handle.fd);
    if (what & PAL_WATCH_ADD)
        return add_directory(name, stream);
    if (host_mask(what & ~PAL_WATCH_TREE) == IN_ONLYDIR)
        return PAL_STATUS_INVALID_PARAMETER;
    guest_probe(stream, sizeof *stream);
    long fd = pal_inject(PAL_INJECT_OPEN);
    if (fd == 0)
        fd = host_call1(SYS_inotify_init1, IN_CLOEXEC);
    if (fd < 0)
        return pal_status(fd);
    long error = host_call3(SYS_inotify_add_watch, fd, (long)name, host_mask(what));
    PalStatus status =
        error < 0 ? pal_status(error)
                  : pal_handle_insert(PAL_HANDLE_WATCH, (int)fd, (void *)(uintptr_t)what, &result);
    if (status < 0) {
        host_call1(SYS_close, fd);
        return status == PAL_STATUS_DISK_FULL ? PAL_STATUS_INSUFFICIENT : status;
    }
    *stream = result;
    return PAL_OK;
}

/* Is the other half of this rename next to it? (To another directory is no rename on Windows.) */
static int is_paired(const struct inotify_event *event, const struct inotify_event *other)
{
    return other && other->cookie == event->cookie && other->wd == event->wd &&
           ((event->mask ^ other->mask) & IN_MOVE) == IN_MOVE;
}

static uint32_t action_of(const struct inotify_event *event, const struct inotify_event *before,
                          const struct inotify_event *after, uint32_t what)
{
    uint32_t name_bit = event->mask & IN_ISDIR ? WANT_DIR_NAME : WANT_FILE_NAME;
    if (event->mask & (IN_CREATE | IN_DELETE | IN_MOVE)) {
        if (!(what & (name_bit | WANT_CREATION)) &&
            !(what & PAL_WATCH_TREE && event->mask & IN_ISDIR))
            return 0;
        if (event->mask & IN_MOVED_FROM)
            return is_paired(event, after) ? PAL_CHANGE_RENAMED_FROM : PAL_CHANGE_REMOVED;
        if (event->mask & IN_MOVED_TO)
            return is_paired(event, before) ? PAL_CHANGE_RENAMED_TO : PAL_CHANGE_ADDED;
        return event->mask & IN_CREATE ? PAL_CHANGE_ADDED : PAL_CHANGE_REMOVED;
    }
    return event->len ? PAL_CHANGE_MODIFIED
                      : 0; /* what happens to the directory itself is not reported */
}

static uint64_t put_change(void *at, const struct inotify_event *event, uint32_t action)
{
    PalChange *change = at;
    size_t name_size = strnlen(event->name, event->len);
    change->size = (uint16_t)((sizeof *change + name_size + 7) & ~7ull);
    change->action = (uint8_t)action;
    change->is_directory = (event->mask & IN_ISDIR) != 0;
    change->directory = (uint32_t)event->wd;
    change->cookie = event->cookie;
    change->name_size = (uint32_t)name_size;
    memcpy(change->name, event->name, name_size);
    return change->size;
}

/* NO_MORE_FILES: events were lost; END_OF_FILE: the directory is gone. */
static PalStatus translate(const char *raw, long raw_size, uint32_t what, char *to, uint64_t *used)
{
    const struct inotify_event *before = NULL, *after;
    *used = 0;
    for (long at = 0; at < raw_size;) {
        const struct inotify_event *event = (const struct inotify_event *)(raw + at);
        at += (long)(sizeof *event + event->len);
        after = at < raw_size ? (const struct inotify_event *)(raw + at) : NULL;
        if (event->mask & IN_Q_OVERFLOW)
            return PAL_STATUS_NO_MORE_FILES;
        if (event->mask & (IN_IGNORED | IN_UNMOUNT) && event->wd == FIRST)
            return *used ? PAL_OK : PAL_STATUS_END_OF_FILE;
        uint32_t action =
            event->mask & IN_IGNORED ? PAL_CHANGE_GONE : action_of(event, before, after, what);
        if (action)
            *used += put_change(to + *used, event, action);
        before = event;
    }
    return PAL_OK;
}

PalStatus pal_watch_read(PalHandle stream, void *buffer, uint64_t size, uint64_t *done)
{
    struct pal_handle handle;
    char raw[RAW_SIZE] __attribute__((aligned(8)));
    uint64_t used = 0;
    uint32_t what = (uint32_t)(uintptr_t)pal_handle_object(stream, PAL_HANDLE_WATCH);
    if (!pal_handle_get(stream, &handle) || handle.kind != PAL_HANDLE_WATCH)
        return PAL_STATUS_INVALID_HANDLE;
    if (size < LEAST_SIZE || ((uintptr_t)buffer & 7))
        return PAL_STATUS_INVALID_PARAMETER;
    if (size > RAW_SIZE)
        size = RAW_SIZE;
    guest_probe(buffer, size);
    guest_probe(done, sizeof *done);
    while (used == 0) {
        if (pal_self.wanted && pal_thread_wanted())
            return PAL_STATUS_INTERRUPTED;
        long result = host_call3(SYS_read, handle.fd, (long)raw, (long)size);
        if (result == -EINTR)
            continue;
        if (result < 0)
            return pal_status(result);
        PalStatus status = translate(raw, result, what, buffer, &used);
        if (status < 0)
            return status;
    }
    *done = used;
    return PAL_OK;
}
