/*
 * socket.c - internet sockets. Data goes by calls that do not wait, or (without a time limit) by
 * ones that wait in the host, which the thread's signal ends. Listeners, and sockets from their
 * connecting until they first wait, are non-blocking in the host.
 */
#include "clock.h"
#include "fault_injection.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "socket.h"
#include "status.h"
#include "thread.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/uio.h>

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static socklen_t to_host(const PalSocketName *name, union address *to)
{
    __builtin_memset(to, 0, sizeof *to);
    if (name->family == 4) {
        to->four.sin_family = AF_INET;
        to->four.sin_port = htons(name->port);
        __builtin_memcpy(&to->four.sin_addr, name->bytes, 4);
        return sizeof to->four;
    }
    to->six.sin6_family = AF_INET6;
    to->six.sin6_port = htons(name->port);
    to->six.sin6_scope_id = name->scope;
    __builtin_memcpy(&to->six.sin6_addr, name->bytes, 16);
    return name->family == 6 ? sizeof to->six : 0;
}

static PalSocketName from_host(const union address *from, socklen_t size)
{
    PalSocketName name = {0};
    if (size >= sizeof from->four && from->any.sa_family == AF_INET) {
        name.family = 4;
        name.port = ntohs(from->four.sin_port);
        __builtin_memcpy(name.bytes, &from->four.sin_addr, 4);
    } else if (size >= sizeof from->six && from->any.sa_family == AF_INET6) {
        name.family = 6;
        name.port = ntohs(from->six.sin6_port);
        name.scope = from->six.sin6_scope_id;
        __builtin_memcpy(name.bytes, &from->six.sin6_addr, 16);
    }
    return name;
}

int pal_socket_descriptor(PalHandle socket)
{
    struct pal_handle handle;
    if (!pal_handle_get(socket, &handle) || handle.kind != PAL_TYPE_SOCKET)
        return -1;
    return handle.fd;
}

PalStatus pal_socket_create(PalHandle listener, uint32_t family, uint32_t type, PalSocketName *peer,
                            PalHandle *socket)
{
    union address address;
    socklen_t size = sizeof address;
    PalHandle handle;
    int from = listener ? pal_socket_descriptor(listener) : 0;
    if (from < 0)
        return PAL_STATUS_INVALID_HANDLE;
    if (!listener && ((family != 4 && family != 6) ||
                      (type != PAL_SOCKET_STREAM && type != PAL_SOCKET_DATAGRAM)))
        return PAL_STATUS_NOT_SUPPORTED;
    guest_probe(socket, sizeof *socket);
    if (peer)
        guest_probe(peer, sizeof *peer);
    long fd = pal_inject(PAL_INJECT_OPEN);
    if (fd == 0 && listener)
        fd = host_call4(SYS_accept4, from, (long)&address, (long)&size, SOCK_CLOEXEC);
    else if (fd == 0)
        fd = host_call3(SYS_socket, family == 4 ? AF_INET : AF_INET6,
                        (type == PAL_SOCKET_STREAM ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
    if (fd == -ENOSYS) /* the seal */
        return PAL_STATUS_ACCESS_DENIED;
    if (fd < 0)
        return pal_status(fd);
    PalStatus status = pal_handle_insert(PAL_TYPE_SOCKET, (int)fd, NULL, &handle);
    if (status < 0) {
        host_call1(SYS_close, fd);
        return status;
    }
    if (listener && peer)
        *peer = from_host(&address, size);
    *socket = handle;
    return PAL_OK;
}

long pal_socket_set_name(int fd, uint32_t option, const PalSocketName *name)
{
    union address address;
    socklen_t size;
    if (name->family == 0 && option == PAL_SOCKET_PEER) { /* a datagram socket is set free */
        address.any.sa_family = AF_UNSPEC;
        size = sizeof address.any;
    } else if (!(size = to_host(name, &address))) {
        return -EAFNOSUPPORT;
    }
    if (option == PAL_SOCKET_PEER)
        host_call3(SYS_fcntl, fd, F_SETFL, O_NONBLOCK);
    return host_call3(option == PAL_SOCKET_LOCAL ? SYS_bind : SYS_connect, fd, (long)&address,
                      size);
}

long pal_socket_get_name(int fd, uint32_t option, PalSocketName *name)
{
    union address address;
    socklen_t size = sizeof address;
    long result = host_call3(option == PAL_SOCKET_LOCAL ? SYS_getsockname : SYS_getpeername, fd,
                             (long)&address, (long)&size);
    if (result >= 0)
        *name = from_host(&address, size);
    return result;
}

static short events_of(uint32_t ready)
{
    return (short)((ready & PAL_SOCKET_READABLE ? POLLIN | POLLRDHUP : 0) |
                   (ready & PAL_SOCKET_WRITABLE ? POLLOUT : 0) |
                   (ready & PAL_SOCKET_HAS_URGENT ? POLLPRI : 0) |
                   (ready & PAL_SOCKET_PEER_ENDED ? POLLRDHUP : 0));
}

static uint32_t ready_of(short events)
{
    return (events & POLLIN ? PAL_SOCKET_READABLE : 0) |
           (events & POLLOUT ? PAL_SOCKET_WRITABLE : 0) |
           (events & POLLPRI ? PAL_SOCKET_HAS_URGENT : 0) |
           (events & POLLRDHUP ? PAL_SOCKET_PEER_ENDED : 0) |
           (events & POLLHUP ? PAL_SOCKET_HANGUP : 0) |
           (events & POLLERR ? PAL_SOCKET_HAS_ERROR : 0);
}

/* Sleeps until one of the events; *ready says what holds. */
static PalStatus sleep_for(int fd, short events, int64_t deadline, uint32_t *ready)
{
    struct pollfd poll = {.fd = fd, .events = events};
    struct timespec rest, now = {0, 0};
    if (pal_self.wanted && pal_thread_wanted())
        return PAL_STATUS_INTERRUPTED;
    const struct timespec *time = deadline ? pal_clock_remaining(deadline, &rest) : &now;
    long result = host_call5(SYS_ppoll, (long)&poll, 1, (long)time, 0, 8);
    if (result == -EINTR)
        return pal_thread_wanted() ? PAL_STATUS_INTERRUPTED : PAL_OK;
    *ready = result > 0 ? ready_of(poll.revents) : 0;
    return result == 0 ? PAL_STATUS_TIMEOUT : pal_status(result < 0 ? result : 0);
}

static long transfer_once(int fd, struct msghdr *message, uint32_t flags, int host)
{
    host |=
        (flags & PAL_TRANSFER_PEEK ? MSG_PEEK : 0) | (flags & PAL_TRANSFER_URGENT ? MSG_OOB : 0);
    if (message->msg_iovlen == 1 && !message->msg_name && flags & PAL_TRANSFER_WRITE)
        return host_call6(SYS_sendto, fd, (long)message->msg_iov->iov_base,
                          (long)message->msg_iov->iov_len, host | MSG_NOSIGNAL, 0, 0);
    return host_call3(flags & PAL_TRANSFER_WRITE ? SYS_sendmsg : SYS_recvmsg, fd, (long)message,
                      host | MSG_NOSIGNAL);
}

/* Waits in the call itself. */
static long transfer_blocking(int fd, struct msghdr *message, uint32_t flags)
{
    long result;
    do {
        if (pal_self.wanted && pal_thread_wanted())
            return -EINTR;
        result = transfer_once(fd, message, flags, 0);
        if (result == -EAGAIN) { /* it has connected since it last waited */
            host_call3(SYS_fcntl, fd, F_SETFL, 0);
            result = transfer_once(fd, message, flags, 0);
        }
    } while (result == -EINTR && !pal_thread_wanted());
    return result;
}

static PalStatus wait_only(int fd, PalTransfer *transfer)
{
    uint32_t ready = 0;
    PalStatus status = sleep_for(fd, events_of(transfer->ready), transfer->deadline, &ready);
    if (status == PAL_STATUS_TIMEOUT && transfer->deadline == 0)
        status = PAL_OK;
    transfer->ready = ready;
    return status;
}

/* The guest's list, checked by the kernel as the guest's memory is. */
static PalStatus take_buffers(const PalTransfer *given, struct iovec *vector)
{
    const PalBuffer *buffers = (const PalBuffer *)(uintptr_t)given->buffers;
    if (given->count > PAL_BUFFERS_MAX)
        return PAL_STATUS_INVALID_PARAMETER;
    for (uint32_t i = 0; i < given->count; i++) {
        vector[i].iov_base = (void *)(uintptr_t)buffers[i].address;
        vector[i].iov_len = buffers[i].size;
    }
    return PAL_OK;
}

PalStatus pal_socket_transfer(PalHandle socket, PalTransfer *transfer)
{
    PalTransfer given = *transfer;
    struct iovec vector[PAL_BUFFERS_MAX];
    PalSocketName *name = (PalSocketName *)(uintptr_t)given.name;
    union address address;
    uint32_t ready;
    int writes = (given.flags & PAL_TRANSFER_WRITE) != 0;
    int fd = pal_socket_descriptor(socket);
    if (fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    guest_probe(transfer, sizeof *transfer);
    if (given.count == 0)
        return wait_only(fd, transfer);
    PalStatus status = take_buffers(&given, vector);
    if (status < 0)
        return status;
    struct msghdr message = {.msg_iov = vector, .msg_iovlen = given.count};
    if (name && writes) {
        PalSocketName to = *name;
        message.msg_name = &address;
        if (!(message.msg_namelen = to_host(&to, &address)))
            return PAL_STATUS_NOT_SUPPORTED;
    } else if (name) {
        guest_probe(name, sizeof *name);
    }
    for (;;) {
        if (name && !writes) {
            message.msg_name = &address;
            message.msg_namelen = sizeof address;
        }
        long result = given.deadline == PAL_FOREVER && !(given.flags & PAL_TRANSFER_URGENT)
                          ? transfer_blocking(fd, &message, given.flags)
                          : transfer_once(fd, &message, given.flags, MSG_DONTWAIT);
        if (result >= 0) {
            if (name && !writes)
                *name = from_host(&address, message.msg_namelen);
            transfer->flags =
                given.flags | (message.msg_flags & MSG_TRUNC && !writes ? PAL_TRANSFER_CUT : 0);
            transfer->done = (uint64_t)result;
            return PAL_OK;
        }
        if (result == -EINTR)
            return PAL_STATUS_INTERRUPTED;
        if (result != -EAGAIN || given.deadline == 0)
            return pal_status(result);
        status = sleep_for(fd,
                           writes                              ? POLLOUT
                           : given.flags & PAL_TRANSFER_URGENT ? POLLPRI
                                                               : POLLIN,
                           given.deadline, &ready);
        if (status)
            return status;
    }
}
