/*
 * queue.c - completion queues on epoll.
 *
 * A watch reports once (EPOLLONESHOT), so several threads may serve one queue and each report goes
 * to one of them.
 */
#include "clock.h"
#include "fault_injection.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include "thread.h"
#include <fcntl.h>
#include <sys/epoll.h>

#ifndef SYS_epoll_pwait2
#    define SYS_epoll_pwait2 441
#endif

#define BATCH 64

PalStatus pal_queue_create(PalHandle *queue)
{
    PalHandle handle;
    guest_probe(queue, sizeof *queue);
    long fd = pal_inject(PAL_INJECT_OPEN);
    if (fd == 0)
        fd = host_call1(SYS_epoll_create1, EPOLL_CLOEXEC);
    if (fd < 0)
        return pal_status(fd);
    PalStatus status = pal_handle_insert(PAL_HANDLE_QUEUE, (int)fd, NULL, &handle);
    if (status < 0) {
        host_call1(SYS_close, fd);
        return status;
    }
    *queue = handle;
    return PAL_OK;
}

/* The flags of an inherited stream are shared with the caller: those are left alone. */
static void make_non_blocking(PalHandle stream, const struct pal_handle *handle)
{
    if (handle->kind == PAL_TYPE_SOCKET) /* its transfers say themselves whether they wait */
        return;
    if (handle->flags & PAL_HANDLE_STANDARD) {
        pal_handle_add_flags(stream, PAL_HANDLE_POLLED);
        return;
    }
    long flags = host_call3(SYS_fcntl, handle->fd, F_GETFL, 0);
    if (flags >= 0 && !(flags & O_NONBLOCK))
        host_call3(SYS_fcntl, handle->fd, F_SETFL, flags | O_NONBLOCK);
}

PalStatus pal_queue_watch(PalHandle queue, PalHandle stream, uint32_t ready, uint64_t key)
{
    struct pal_handle server, handle;
    if (!pal_handle_get(queue, &server) || server.kind != PAL_HANDLE_QUEUE ||
        !pal_handle_get(stream, &handle) || handle.fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    if (ready & ~(PAL_READY_READ | PAL_READY_WRITE | PAL_READY_HANGUP | PAL_READY_URGENT))
        return PAL_STATUS_INVALID_PARAMETER;
    if (ready == 0) {
        long result = host_call4(SYS_epoll_ctl, server.fd, EPOLL_CTL_DEL, handle.fd, 0);
        return result == -ENOENT ? PAL_OK : pal_status(result);
    }
    struct epoll_event event = {.events = EPOLLONESHOT, .data.u64 = key};
    if (ready & PAL_READY_READ)
        event.events |= EPOLLIN | EPOLLRDHUP;
    if (ready & PAL_READY_WRITE)
        event.events |= EPOLLOUT;
    if (ready & PAL_READY_HANGUP)
        event.events |= EPOLLRDHUP;
    if (ready & PAL_READY_URGENT)
        event.events |= EPOLLPRI;
    make_non_blocking(stream, &handle);
    long result = host_call4(SYS_epoll_ctl, server.fd, EPOLL_CTL_MOD, handle.fd, (long)&event);
    if (result == -ENOENT)
        result = host_call4(SYS_epoll_ctl, server.fd, EPOLL_CTL_ADD, handle.fd, (long)&event);
    if (result == -EPERM)
        return PAL_STATUS_INVALID_REQUEST; /* regular files are always ready */
    return pal_status(result);
}

static long wait_host(int fd, struct epoll_event *events, uint32_t count, int64_t deadline)
{
    struct timespec rest, *time = pal_clock_remaining(deadline, &rest);
    long result = host_call6(SYS_epoll_pwait2, fd, (long)events, count, (long)time, 0, 8);
    if (result != -ENOSYS)
        return result;
    /* Before Linux 5.11: whole milliseconds, rounded up. */
    int64_t milliseconds = time ? time->tv_sec * 1000 + (time->tv_nsec + 999999) / 1000000 : -1;
    if (milliseconds > INT32_MAX)
        milliseconds = INT32_MAX;
    return host_call6(SYS_epoll_pwait, fd, (long)events, count, milliseconds, 0, 8);
}

static uint32_t readiness(uint32_t events)
{
    uint32_t ready = 0;
    if (events & (EPOLLIN | EPOLLRDHUP))
        ready |= PAL_READY_READ;
    if (events & EPOLLOUT)
        ready |= PAL_READY_WRITE;
    if (events & EPOLLPRI)
        ready |= PAL_READY_URGENT;
    if (events & (EPOLLHUP | EPOLLERR))
        ready |= PAL_READY_HANGUP;
    return ready;
}

PalStatus pal_queue_wait(PalHandle queue, PalReady *reports, uint32_t count, int64_t deadline,
                         uint32_t *done)
{
    struct pal_handle handle;
    struct epoll_event events[BATCH];
    long result;
    if (!pal_handle_get(queue, &handle) || handle.kind != PAL_HANDLE_QUEUE)
        return PAL_STATUS_INVALID_HANDLE;
    if (count == 0)
        return PAL_STATUS_INVALID_PARAMETER;
    if (count > BATCH)
        count = BATCH;
    for (uint32_t i = 0; i < count; i++) /* a report that is taken must not be lost */
        guest_probe(&reports[i], sizeof *reports);
    guest_probe(done, sizeof *done);
    do {
        if (pal_self.wanted && pal_thread_wanted())
            return PAL_STATUS_INTERRUPTED;
        result = wait_host(handle.fd, events, count, deadline);
    } while (result == -EINTR && !pal_thread_wanted());
    if (result < 0)
        return pal_status(result);
    if (result == 0)
        return PAL_STATUS_TIMEOUT;
    for (long i = 0; i < result; i++) {
        reports[i].key = events[i].data.u64;
        reports[i].ready = readiness(events[i].events);
        reports[i].changes = 0;
    }
    *done = (uint32_t)result;
    return PAL_OK;
}
