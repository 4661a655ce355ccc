/*
 * socket.c - internet sockets: always non-blocking, with addresses in the PAL's own form.
 */
#include "clock.h"
#include "fault_injection.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include "thread.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define SEGMENTS 64

union host_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* What only sockets say, beside the common table. */
static PalStatus socket_status(long error)
{
    switch (-error) {
    case EINPROGRESS:
    case EALREADY:
        return PAL_STATUS_WOULD_BLOCK;
    case EISCONN:
        return PAL_STATUS_CONNECTED;
    case ENOSYS: /* the seal */
        return PAL_STATUS_ACCESS_DENIED;
    case EADDRNOTAVAIL:
        return PAL_STATUS_BAD_ADDRESS;
    case EMSGSIZE:
        return PAL_STATUS_TOO_LARGE;
    case ETIMEDOUT:
        return PAL_STATUS_IO_TIMEOUT;
    default:
        return pal_status(error);
    }
}

/* The size of the host's form; 0: not an address. */
static long to_host(const PalSocketAddress *from, union host_address *to)
{
    memset(to, 0, sizeof *to);
    if (from->family == PAL_SOCKET_IPV4) {
        to->v4.sin_family = AF_INET;
        to->v4.sin_port = htons(from->port);
        memcpy(&to->v4.sin_addr, from->address, 4);
        return sizeof to->v4;
    }
    if (from->family != PAL_SOCKET_IPV6)
        return 0;
    to->v6.sin6_family = AF_INET6;
    to->v6.sin6_port = htons(from->port);
    to->v6.sin6_flowinfo = from->flow;
    to->v6.sin6_scope_id = from->scope;
    memcpy(&to->v6.sin6_addr, from->address, 16);
    return sizeof to->v6;
}

static void from_host(const union host_address *from, PalSocketAddress *to)
{
    PalSocketAddress result = {0};
    if (from->any.sa_family == AF_INET) {
        result.family = PAL_SOCKET_IPV4;
        result.port = ntohs(from->v4.sin_port);
        memcpy(result.address, &from->v4.sin_addr, 4);
    } else if (from->any.sa_family == AF_INET6) {
        result.family = PAL_SOCKET_IPV6;
        result.port = ntohs(from->v6.sin6_port);
        result.flow = from->v6.sin6_flowinfo;
        result.scope = from->v6.sin6_scope_id;
        memcpy(result.address, &from->v6.sin6_addr, 16);
    }
    *to = result;
}

static int get_socket(PalHandle socket, struct pal_handle *handle)
{
    return pal_handle_get(socket, handle) && handle->kind == PAL_TYPE_SOCKET;
}

PalStatus pal_socket_open(PalHandle listener, uint32_t family, uint32_t type, PalHandle *socket)
{
    struct pal_handle server;
    PalHandle result;
    guest_probe(socket, sizeof *socket);
    if (listener ? !get_socket(listener, &server) : 0)
        return PAL_STATUS_INVALID_HANDLE;
    if (!listener && (family < PAL_SOCKET_IPV4 || family > PAL_SOCKET_IPV6 ||
                      type < PAL_SOCKET_STREAM || type > PAL_SOCKET_DATAGRAM))
        return PAL_STATUS_INVALID_PARAMETER;
    long fd = pal_inject(PAL_INJECT_OPEN);
    if (fd == 0 && listener)
        fd = host_call4(SYS_accept4, server.fd, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
    else if (fd == 0)
        fd = host_call3(SYS_socket, family == PAL_SOCKET_IPV4 ? AF_INET : AF_INET6,
                        (type == PAL_SOCKET_STREAM ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK |
                            SOCK_CLOEXEC,
                        0);
    if (fd < 0)
        return socket_status(fd);
    PalStatus status = pal_handle_insert(PAL_TYPE_SOCKET, (int)fd, NULL, &result);
    if (status < 0) {
        host_call1(SYS_close, fd);
        return status;
    }
    *socket = result;
    return PAL_OK;
}

/* ---- options */

static const struct option {
    int level, name;
} options[] = {
    [PAL_SOCKET_ERROR] = {SOL_SOCKET, SO_ERROR},
    [PAL_SOCKET_REUSE] = {SOL_SOCKET, SO_REUSEADDR},
    [PAL_SOCKET_KEEPALIVE] = {SOL_SOCKET, SO_KEEPALIVE},
    [PAL_SOCKET_BROADCAST] = {SOL_SOCKET, SO_BROADCAST},
    [PAL_SOCKET_RECEIVE_SIZE] = {SOL_SOCKET, SO_RCVBUF},
    [PAL_SOCKET_SEND_SIZE] = {SOL_SOCKET, SO_SNDBUF},
    [PAL_SOCKET_URGENT_INLINE] = {SOL_SOCKET, SO_OOBINLINE},
    [PAL_SOCKET_LINGER] = {SOL_SOCKET, SO_LINGER},
    [PAL_SOCKET_NO_DELAY] = {IPPROTO_TCP, TCP_NODELAY},
    [PAL_SOCKET_KEEP_IDLE] = {IPPROTO_TCP, TCP_KEEPIDLE},
    [PAL_SOCKET_KEEP_INTERVAL] = {IPPROTO_TCP, TCP_KEEPINTVL},
    [PAL_SOCKET_KEEP_COUNT] = {IPPROTO_TCP, TCP_KEEPCNT},
    [PAL_SOCKET_V6_ONLY] = {IPPROTO_IPV6, IPV6_V6ONLY},
    [PAL_SOCKET_TTL] = {IPPROTO_IP, IP_TTL},
    [PAL_SOCKET_HOPS] = {IPPROTO_IPV6, IPV6_UNICAST_HOPS},
    [PAL_SOCKET_MULTICAST_TTL] = {IPPROTO_IP, IP_MULTICAST_TTL},
    [PAL_SOCKET_MULTICAST_LOOP] = {IPPROTO_IP, IP_MULTICAST_LOOP},
};

static PalStatus option(int fd, uint32_t operation, PalSocketControl *control)
{
    struct linger linger = {0};
    int value = (int)control->value[0];
    uint32_t which = control->argument;
    socklen_t size = which == PAL_SOCKET_LINGER ? sizeof linger : sizeof value;
    void *data = which == PAL_SOCKET_LINGER ? (void *)&linger : (void *)&value;
    if (which == PAL_SOCKET_AVAILABLE && operation == PAL_SOCKET_GET) {
        long result = host_call3(SYS_ioctl, fd, FIONREAD, (long)&value);
        if (result == 0)
            control->value[0] = (uint32_t)value;
        return socket_status(result);
    }
    if (which >= sizeof options / sizeof *options || options[which].name == 0)
        return PAL_STATUS_INVALID_PARAMETER;
    if (operation == PAL_SOCKET_SET) {
        linger.l_onoff = value;
        linger.l_linger = (int)control->value[1];
        return socket_status(host_call5(SYS_setsockopt, fd, options[which].level,
                                        options[which].name, (long)data, size));
    }
    long result = host_call5(SYS_getsockopt, fd, options[which].level, options[which].name,
                             (long)data, (long)&size);
    if (result < 0)
        return socket_status(result);
    if (which == PAL_SOCKET_ERROR)
        value = value ? (int)socket_status(-value) : 0;
    control->value[0] = (uint32_t)(which == PAL_SOCKET_LINGER ? linger.l_onoff : value);
    control->value[1] = (uint32_t)linger.l_linger;
    return PAL_OK;
}

/* ---- everything but data */

static PalStatus wait_ready(int fd, PalSocketControl *control)
{
    struct pollfd poll = {.fd = fd};
    struct timespec rest;
    long result;
    if (control->argument & PAL_READY_READ)
        poll.events |= POLLIN | POLLRDHUP;
    if (control->argument & PAL_READY_WRITE)
        poll.events |= POLLOUT;
    do {
        if (pal_self.wanted && pal_thread_wanted())
            return PAL_STATUS_INTERRUPTED;
        struct timespec *time = pal_clock_remaining(control->deadline, &rest);
        result = host_call5(SYS_ppoll, (long)&poll, 1, (long)time, 0, 8);
    } while (result == -EINTR && !pal_thread_wanted());
    if (result <= 0)
        return result ? pal_status(result) : PAL_STATUS_TIMEOUT;
    uint32_t ready = 0;
    if (poll.revents & (POLLIN | POLLRDHUP))
        ready |= PAL_READY_READ;
    if (poll.revents & POLLOUT)
        ready |= PAL_READY_WRITE;
    if (poll.revents & (POLLHUP | POLLERR | POLLNVAL))
        ready |= PAL_READY_HANGUP;
    if (poll.revents & POLLRDHUP)
        ready |= PAL_READY_NO_MORE;
    control->value[0] = ready;
    return PAL_OK;
}

static PalStatus name(int fd, uint32_t operation, PalSocketControl *control)
{
    union host_address host = {0};
    socklen_t size = sizeof host;
    long number = operation == PAL_SOCKET_LOCAL ? SYS_getsockname : SYS_getpeername;
    long result = host_call3(number, fd, (long)&host, (long)&size);
    if (result == 0)
        from_host(&host, &control->address);
    return socket_status(result);
}

PalStatus pal_socket_control(PalHandle socket, uint32_t operation, PalSocketControl *control)
{
    struct pal_handle handle;
    union host_address host;
    long size;
    guest_probe(control, sizeof *control);
    if (!get_socket(socket, &handle))
        return PAL_STATUS_INVALID_HANDLE;
    switch (operation) {
    case PAL_SOCKET_BIND:
    case PAL_SOCKET_CONNECT:
        size = to_host(&control->address, &host);
        if (size == 0)
            return PAL_STATUS_INVALID_PARAMETER;
        return socket_status(host_call3(operation == PAL_SOCKET_BIND ? SYS_bind : SYS_connect,
                                        handle.fd, (long)&host, size));
    case PAL_SOCKET_LISTEN:
        return socket_status(host_call2(SYS_listen, handle.fd, (int)control->argument));
    case PAL_SOCKET_SHUTDOWN:
        return socket_status(host_call2(SYS_shutdown, handle.fd, control->argument));
    case PAL_SOCKET_LOCAL:
    case PAL_SOCKET_PEER:
        return name(handle.fd, operation, control);
    case PAL_SOCKET_GET:
    case PAL_SOCKET_SET:
        return option(handle.fd, operation, control);
    case PAL_SOCKET_WAIT:
        return wait_ready(handle.fd, control);
    default:
        return PAL_STATUS_INVALID_PARAMETER;
    }
}

/* ---- data */

PalStatus pal_socket_transfer(PalHandle socket, uint32_t flags, PalSocketTransfer *transfer)
{
    struct pal_handle handle;
    union host_address host = {0};
    struct iovec segments[SEGMENTS];
    guest_probe(transfer, sizeof *transfer); /* what is taken must not be lost */
    if (!get_socket(socket, &handle))
        return PAL_STATUS_INVALID_HANDLE;
    uint32_t count = transfer->count;
    if (count > SEGMENTS)
        count = SEGMENTS;
    const PalBuffer *buffers = (const PalBuffer *)(uintptr_t)transfer->buffers;
    for (uint32_t i = 0; i < count; i++)
        segments[i] = (struct iovec){(void *)(uintptr_t)buffers[i].address, buffers[i].size};
    struct msghdr message = {.msg_iov = segments, .msg_iovlen = count};
    int host_flags = MSG_NOSIGNAL | MSG_DONTWAIT;
    if (flags & PAL_SOCKET_PEEK)
        host_flags |= MSG_PEEK;
    if (flags & PAL_SOCKET_URGENT)
        host_flags |= MSG_OOB;
    if (flags & PAL_SOCKET_SEND && transfer->address.family) {
        message.msg_namelen = (socklen_t)to_host(&transfer->address, &host);
        message.msg_name = &host;
    } else if (!(flags & PAL_SOCKET_SEND)) {
        message.msg_name = &host;
        message.msg_namelen = sizeof host;
    }
    long result = pal_inject(flags & PAL_SOCKET_SEND ? PAL_INJECT_WRITE : PAL_INJECT_READ);
    if (result == 0)
        result = host_call3(flags & PAL_SOCKET_SEND ? SYS_sendmsg : SYS_recvmsg, handle.fd,
                            (long)&message, host_flags);
    if (result < 0)
        return socket_status(result);
    transfer->done = (uint64_t)result;
    transfer->result = message.msg_flags & MSG_TRUNC ? PAL_SOCKET_TRUNCATED : 0;
    if (!(flags & PAL_SOCKET_SEND))
        from_host(&host, &transfer->address);
    return PAL_OK;
}
