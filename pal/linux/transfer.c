/*
 * transfer.c - reading and writing: one system call each, on the guest's buffer.
 *
 * A standard stream is the caller's own open file, whose O_NONBLOCK flag others would see: where it
 * must not block it is asked before each transfer instead.
 */
#include "fault_injection.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include "thread.h"
#include "watch.h"
#include <limits.h>
#include <poll.h>

static long read_once(const struct pal_handle *file, uint64_t offset, void *buffer, uint64_t size)
{
    if (file->kind == PAL_TYPE_FILE && offset != PAL_OFFSET_CURRENT)
        return host_call4(SYS_pread64, file->fd, (long)buffer, (long)size, (long)offset);
    return host_call3(SYS_read, file->fd, (long)buffer, (long)size);
}

static long write_once(const struct pal_handle *file, uint64_t offset, const void *buffer,
                       uint64_t size)
{
    if (file->kind == PAL_TYPE_FILE && offset != PAL_OFFSET_CURRENT)
        return host_call4(SYS_pwrite64, file->fd, (long)buffer, (long)size, (long)offset);
    return host_call3(SYS_write, file->fd, (long)buffer, (long)size);
}

/* Would a transfer go ahead at once? Only asked for standard streams that must not block. */
static int is_ready(const struct pal_handle *file, short events)
{
    struct pollfd poll = {.fd = file->fd, .events = events};
    struct timespec now = {0, 0};
    return host_call5(SYS_ppoll, (long)&poll, 1, (long)&now, 0, 8) != 0;
}

static int wanted(void)
{
    return pal_self.wanted && pal_thread_wanted();
}

static PalStatus at_end(const struct pal_handle *file)
{
    return file->kind == PAL_TYPE_PIPE ? PAL_STATUS_PIPE_BROKEN : PAL_STATUS_END_OF_FILE;
}

static PalStatus check(const struct pal_handle *file)
{
    if (file->kind == PAL_TYPE_DIRECTORY)
        return PAL_STATUS_INVALID_REQUEST;
    if (file->fd < 0 || file->kind > PAL_TYPE_DEVICE)
        return PAL_STATUS_INVALID_HANDLE;
    return file->flags & PAL_HANDLE_NO_DATA ? PAL_STATUS_ACCESS_DENIED : PAL_OK;
}

/* Everything but the plain success of a regular file that was opened for its data. */
static PalStatus read_other(const struct pal_handle *file, uint64_t offset, void *buffer,
                            uint64_t size, uint64_t *done)
{
    PalStatus status = check(file);
    if (status < 0)
        return status;
    guest_probe(done, sizeof *done); /* what is taken from a stream must not be lost */
    if ((file->flags & PAL_HANDLE_POLLED) && !is_ready(file, POLLIN))
        return PAL_STATUS_WOULD_BLOCK;
    long result;
    do {
        if (wanted())
            return PAL_STATUS_INTERRUPTED;
        result = read_once(file, offset, buffer, size);
    } while (result == -EINTR && !pal_thread_wanted());
    if (result < 0)
        return pal_status(result);
    if (result == 0 && size)
        return at_end(file);
    *done = (uint64_t)result;
    return PAL_OK;
}

PalStatus pal_file_read(PalHandle handle, uint64_t offset, void *buffer, uint64_t size,
                        uint64_t *done)
{
    struct pal_handle file;
    if (!pal_handle_get(handle, &file))
        return PAL_STATUS_INVALID_HANDLE;
    long injected = pal_inject(PAL_INJECT_READ);
    if (injected < 0)
        return pal_status(injected);
    if (file.kind == PAL_TYPE_FILE && !file.flags) {
        long result = read_once(&file, offset, buffer, size);
        if (result > 0) {
            *done = (uint64_t)result;
            return PAL_OK;
        }
        if (result == 0 && size)
            return PAL_STATUS_END_OF_FILE;
    }
    if (file.kind == PAL_HANDLE_WATCH)
        return pal_watch_read(handle, buffer, size, done);
    return read_other(&file, offset, buffer, size, done);
}

static PalStatus write_other(const struct pal_handle *file, uint64_t offset, const void *buffer,
                             uint64_t size, uint64_t *done)
{
    PalStatus status = check(file);
    if (status < 0)
        return status;
    guest_probe(done, sizeof *done);
    if (file->flags & PAL_HANDLE_POLLED) {
        if (!is_ready(file, POLLOUT))
            return PAL_STATUS_WOULD_BLOCK;
        if (size > PIPE_BUF)
            size = PIPE_BUF; /* as much as "ready" promises */
    }
    long result;
    do {
        if (wanted())
            return PAL_STATUS_INTERRUPTED;
        result = write_once(file, offset, buffer, size);
    } while (result == -EINTR && !pal_thread_wanted());
    if (result < 0)
        return pal_status(result);
    *done = (uint64_t)result;
    return PAL_OK;
}

PalStatus pal_file_write(PalHandle handle, uint64_t offset, const void *buffer, uint64_t size,
                         uint64_t *done)
{
    struct pal_handle file;
    if (!pal_handle_get(handle, &file))
        return PAL_STATUS_INVALID_HANDLE;
    long injected = pal_inject(PAL_INJECT_WRITE);
    if (injected < 0)
        return pal_status(injected);
    if (file.kind == PAL_TYPE_FILE && !file.flags) {
        long result = write_once(&file, offset, buffer, size);
        if (result > 0) {
            *done = (uint64_t)result;
            return PAL_OK;
        }
    }
    return write_other(&file, offset, buffer, size, done);
}
