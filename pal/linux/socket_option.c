/* socket_option.c - settings of sockets: a table from ours to the host's. */
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "socket.h"
#include "status.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

/* Settings that are one int on the host; `six` where a version 6 socket has its own. */
static const struct {
    int level, name, six_level, six_name;
} plain[] = {
    [PAL_SOCKET_REUSE] = {SOL_SOCKET, SO_REUSEADDR, 0, 0},
    [PAL_SOCKET_BROADCAST] = {SOL_SOCKET, SO_BROADCAST, 0, 0},
    [PAL_SOCKET_SEND_ROOM] = {SOL_SOCKET, SO_SNDBUF, 0, 0},
    [PAL_SOCKET_RECEIVE_ROOM] = {SOL_SOCKET, SO_RCVBUF, 0, 0},
    [PAL_SOCKET_URGENT_INLINE] = {SOL_SOCKET, SO_OOBINLINE, 0, 0},
    [PAL_SOCKET_NO_DELAY] = {IPPROTO_TCP, TCP_NODELAY, 0, 0},
    [PAL_SOCKET_HOPS] = {IPPROTO_IP, IP_TTL, IPPROTO_IPV6, IPV6_UNICAST_HOPS},
    [PAL_SOCKET_SERVICE] = {IPPROTO_IP, IP_TOS, IPPROTO_IPV6, IPV6_TCLASS},
    [PAL_SOCKET_VERSION_6_ONLY] = {IPPROTO_IPV6, IPV6_V6ONLY, 0, 0},
    [PAL_SOCKET_GROUP_HOPS] = {IPPROTO_IP, IP_MULTICAST_TTL, IPPROTO_IPV6, IPV6_MULTICAST_HOPS},
    [PAL_SOCKET_GROUP_LOOP] = {IPPROTO_IP, IP_MULTICAST_LOOP, IPPROTO_IPV6, IPV6_MULTICAST_LOOP},
    [PAL_SOCKET_NO_FRAGMENT] = {IPPROTO_IP, IP_MTU_DISCOVER, IPPROTO_IPV6, IPV6_MTU_DISCOVER},
};
#define PLAIN_COUNT (sizeof plain / sizeof *plain)

static long set(int fd, int level, int name, const void *value, unsigned size)
{
    return host_call5(SYS_setsockopt, fd, level, name, (long)value, size);
}

static long get(int fd, int level, int name, void *value, unsigned size)
{
    socklen_t length = size;
    return host_call5(SYS_getsockopt, fd, level, name, (long)value, (long)&length);
}

static int is_six(int fd)
{
    int domain = 0;
    get(fd, SOL_SOCKET, SO_DOMAIN, &domain, sizeof domain);
    return domain == AF_INET6;
}

static long plain_option(int fd, uint32_t option, uint32_t write, uint32_t *value)
{
    int level = plain[option].level, name = plain[option].name;
    int number = (int)value[0];
    if (plain[option].six_level && is_six(fd))
        level = plain[option].six_level, name = plain[option].six_name;
    if (option == PAL_SOCKET_NO_FRAGMENT && write)
        number = number ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT;
    long result = write ? set(fd, level, name, &number, sizeof number)
                        : get(fd, level, name, &number, sizeof number);
    if (option == PAL_SOCKET_NO_FRAGMENT && !write)
        number = number == IP_PMTUDISC_DO;
    if (!write && (option == PAL_SOCKET_SEND_ROOM || option == PAL_SOCKET_RECEIVE_ROOM))
        number /= 2; /* the kernel doubles what it is told, for its own needs */
    value[0] = (uint32_t)number;
    return result;
}

static long keep_alive(int fd, uint32_t write, uint32_t *value)
{
    static const int times[] = {TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT};
    long result = write ? set(fd, SOL_SOCKET, SO_KEEPALIVE, &value[0], sizeof *value)
                        : get(fd, SOL_SOCKET, SO_KEEPALIVE, &value[0], sizeof *value);
    for (int i = 0; i < 3 && result == 0; i++)
        if (!write)
            result = get(fd, IPPROTO_TCP, times[i], &value[1 + i], sizeof *value);
        else if (value[1 + i])
            result = set(fd, IPPROTO_TCP, times[i], &value[1 + i], sizeof *value);
    return result;
}

static long linger(int fd, uint32_t write, uint32_t *value)
{
    struct linger host = {(int)value[0], (int)value[1]};
    long result = write ? set(fd, SOL_SOCKET, SO_LINGER, &host, sizeof host)
                        : get(fd, SOL_SOCKET, SO_LINGER, &host, sizeof host);
    value[0] = (uint32_t)host.l_onoff;
    value[1] = (uint32_t)host.l_linger;
    return result;
}

static long group_interface(int fd, uint32_t write, uint32_t *value)
{
    int index = (int)value[0];
    struct ip_mreqn four = {.imr_ifindex = index};
    if (!write)
        return is_six(fd) ? get(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, value, sizeof *value)
                          : get(fd, IPPROTO_IP, IP_MULTICAST_IF, &value[1], sizeof *value);
    if (is_six(fd))
        return set(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof index);
    __builtin_memcpy(&four.imr_address, &value[1], 4);
    return set(fd, IPPROTO_IP, IP_MULTICAST_IF, &four, sizeof four);
}

static long group(int fd, uint32_t option, const uint32_t *value)
{
    int join = option == PAL_SOCKET_GROUP_JOIN;
    if (is_six(fd)) {
        struct ipv6_mreq six = {.ipv6mr_interface = value[0]};
        __builtin_memcpy(&six.ipv6mr_multiaddr, &value[1], 16);
        return set(fd, IPPROTO_IPV6, join ? IPV6_ADD_MEMBERSHIP : IPV6_DROP_MEMBERSHIP, &six,
                   sizeof six);
    }
    struct ip_mreqn four = {.imr_ifindex = (int)value[0]};
    __builtin_memcpy(&four.imr_multiaddr, &value[1], 4);
    __builtin_memcpy(&four.imr_address, &value[2], 4);
    return set(fd, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &four, sizeof four);
}

/* ---- interfaces */

#define INTERFACES_MAX 64

static uint32_t interface_flags(int host)
{
    return (host & IFF_UP ? PAL_INTERFACE_UP : 0) |
           (host & IFF_LOOPBACK ? PAL_INTERFACE_LOOPBACK : 0) |
           (host & IFF_RUNNING ? PAL_INTERFACE_RUNNING : 0);
}

static PalSocketName four_of(const struct sockaddr *from)
{
    PalSocketName name = {.family = 4};
    __builtin_memcpy(name.bytes, &((const struct sockaddr_in *)from)->sin_addr, 4);
    return name;
}

static long interface(int fd, PalSocketValue *value)
{
    struct ifreq all[INTERFACES_MAX], one;
    struct ifconf list = {.ifc_len = sizeof all, .ifc_req = all};
    uint32_t ordinal = value->value[0];
    PalInterface *to = &value->interface;
    long result = host_call3(SYS_ioctl, fd, SIOCGIFCONF, (long)&list);
    if (result < 0)
        return result;
    if (ordinal >= (uint32_t)list.ifc_len / sizeof *all)
        return -ENOENT;
    *to = (PalInterface){.address = four_of(&all[ordinal].ifr_addr)};
    one = all[ordinal];
    __builtin_memcpy(to->name, one.ifr_name, sizeof to->name - 1);
    if (host_call3(SYS_ioctl, fd, SIOCGIFNETMASK, (long)&one) == 0)
        to->mask = four_of(&one.ifr_netmask);
    if (host_call3(SYS_ioctl, fd, SIOCGIFFLAGS, (long)&one) == 0)
        to->flags = interface_flags(one.ifr_flags);
    if (host_call3(SYS_ioctl, fd, SIOCGIFMTU, (long)&one) == 0)
        to->mtu = (uint32_t)one.ifr_mtu;
    if (host_call3(SYS_ioctl, fd, SIOCGIFINDEX, (long)&one) == 0)
        to->index = (uint32_t)one.ifr_ifindex;
    if (host_call3(SYS_ioctl, fd, SIOCGIFHWADDR, (long)&one) == 0 &&
        one.ifr_hwaddr.sa_family == 1) { /* ARPHRD_ETHER */
        to->hardware_size = 6;
        __builtin_memcpy(to->hardware, one.ifr_hwaddr.sa_data, 6);
    }
    return 0;
}

static long socket_error(int fd, uint32_t *value)
{
    int error = 0;
    long result = get(fd, SOL_SOCKET, SO_ERROR, &error, sizeof error);
    value[0] = (uint32_t)pal_status(error);
    return result;
}

static long other_option(int fd, uint32_t option, uint32_t write, PalSocketValue *both)
{
    uint32_t *value = both->value;
    switch (option) {
    case PAL_SOCKET_LOCAL:
    case PAL_SOCKET_PEER:
        return write ? pal_socket_set_name(fd, option, &both->name)
                     : pal_socket_get_name(fd, option, &both->name);
    case PAL_SOCKET_LISTEN:
        if (write) /* a connection may go between its report and its taking */
            host_call3(SYS_fcntl, fd, F_SETFL, O_NONBLOCK);
        return write ? host_call2(SYS_listen, fd, (long)value[0]) : -EINVAL;
    case PAL_SOCKET_SHUTDOWN:
        return write ? host_call2(SYS_shutdown, fd, (long)value[0]) : -EINVAL;
    case PAL_SOCKET_INTERFACE:
        return write ? -EINVAL : interface(fd, both);
    case PAL_SOCKET_ERROR:
        return write ? -EINVAL : socket_error(fd, value);
    case PAL_SOCKET_AVAILABLE:
        return write ? -EINVAL : host_call3(SYS_ioctl, fd, FIONREAD, (long)value);
    case PAL_SOCKET_KEEP_ALIVE:
        return keep_alive(fd, write, value);
    case PAL_SOCKET_LINGER:
        return linger(fd, write, value);
    case PAL_SOCKET_GROUP_INTERFACE:
        return group_interface(fd, write, value);
    case PAL_SOCKET_GROUP_JOIN:
    case PAL_SOCKET_GROUP_LEAVE:
        return write ? group(fd, option, value) : -EINVAL;
    default:
        return -EINVAL;
    }
}

PalStatus pal_socket_option(PalHandle socket, uint32_t option, uint32_t write,
                            PalSocketValue *value)
{
    PalSocketValue copy = *value;
    int fd = pal_socket_descriptor(socket);
    if (fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    if (!write)
        guest_probe(value, sizeof *value);
    long result = option < PLAIN_COUNT && plain[option].name
                      ? plain_option(fd, option, write, copy.value)
                      : other_option(fd, option, write, &copy);
    if (result >= 0 && !write)
        *value = copy;
    return pal_status(result < 0 ? result : 0);
}
