/* option.c - getsockopt and setsockopt. */
#include "ws2_private.h"

#include <mswsock.h>

#ifndef TCP_KEEPCNT
#    define TCP_KEEPCNT 16
#endif
#ifndef TCP_KEEPIDLE
#    define TCP_KEEPIDLE 3
#endif
#ifndef TCP_KEEPINTVL
#    define TCP_KEEPINTVL 17
#endif
#define IPV6_TCLASS_ 39

enum form { NUMBER, SWITCH, KEEP_1, KEEP_2, KEEP_3 }; /* KEEP_n: that value of the group */

/* Options that the host keeps. family: of sockets that have it, 0: all. */
static const struct known {
    int level, name, family;
    enum form form;
    ULONG option;
} options[] = {
    {SOL_SOCKET, SO_REUSEADDR, 0, SWITCH, AFD_OPTION_REUSE},
    {SOL_SOCKET, SO_KEEPALIVE, 0, SWITCH, AFD_OPTION_KEEP_ALIVE},
    {SOL_SOCKET, SO_BROADCAST, 0, SWITCH, AFD_OPTION_BROADCAST},
    {SOL_SOCKET, SO_OOBINLINE, 0, SWITCH, AFD_OPTION_URGENT_INLINE},
    {SOL_SOCKET, SO_RCVBUF, 0, NUMBER, AFD_OPTION_RECEIVE_ROOM},
    {SOL_SOCKET, SO_SNDBUF, 0, NUMBER, AFD_OPTION_SEND_ROOM},
    {IPPROTO_TCP, TCP_NODELAY, 0, SWITCH, AFD_OPTION_NO_DELAY},
    {IPPROTO_TCP, TCP_KEEPIDLE, 0, KEEP_1, AFD_OPTION_KEEP_ALIVE},
    {IPPROTO_TCP, TCP_KEEPINTVL, 0, KEEP_2, AFD_OPTION_KEEP_ALIVE},
    {IPPROTO_TCP, TCP_KEEPCNT, 0, KEEP_3, AFD_OPTION_KEEP_ALIVE},
    {IPPROTO_IP, IP_TTL, AF_INET, NUMBER, AFD_OPTION_HOPS},
    {IPPROTO_IP, IP_TOS, AF_INET, NUMBER, AFD_OPTION_SERVICE},
    {IPPROTO_IP, IP_DONTFRAGMENT, AF_INET, SWITCH, AFD_OPTION_NO_FRAGMENT},
    {IPPROTO_IP, IP_MULTICAST_TTL, AF_INET, NUMBER, AFD_OPTION_GROUP_HOPS},
    {IPPROTO_IP, IP_MULTICAST_LOOP, AF_INET, SWITCH, AFD_OPTION_GROUP_LOOP},
    {IPPROTO_IPV6, IPV6_V6ONLY, AF_INET6, SWITCH, AFD_OPTION_VERSION_6_ONLY},
    {IPPROTO_IPV6, IPV6_UNICAST_HOPS, AF_INET6, NUMBER, AFD_OPTION_HOPS},
    {IPPROTO_IPV6, IPV6_TCLASS_, AF_INET6, NUMBER, AFD_OPTION_SERVICE},
    {IPPROTO_IPV6, IPV6_DONTFRAG, AF_INET6, SWITCH, AFD_OPTION_NO_FRAGMENT},
    {IPPROTO_IPV6, IPV6_MULTICAST_HOPS, AF_INET6, NUMBER, AFD_OPTION_GROUP_HOPS},
    {IPPROTO_IPV6, IPV6_MULTICAST_LOOP, AF_INET6, SWITCH, AFD_OPTION_GROUP_LOOP},
    {IPPROTO_IPV6, IPV6_MULTICAST_IF, AF_INET6, NUMBER, AFD_OPTION_GROUP_INTERFACE},
};

static const struct known *find(const AFD_INFO *info, int level, int name)
{
    for (unsigned i = 0; i < ARRAYSIZE(options); i++)
        if (options[i].level == level && options[i].name == name &&
            (!options[i].family || options[i].family == info->family) &&
            (level != IPPROTO_TCP || info->type == SOCK_STREAM))
            return &options[i];
    return NULL;
}

static NTSTATUS get(SOCKET socket, AFD_OPTION *option)
{
    return ws2_control(socket, IOCTL_AFD_GET_OPTION, option, sizeof *option, option, sizeof *option,
                       NULL);
}

static NTSTATUS set(SOCKET socket, const AFD_OPTION *option)
{
    return ws2_tell(socket, IOCTL_AFD_SET_OPTION, option, sizeof *option);
}

/* A switch may be given as a char; FALSE: too short. */
static BOOL take_number(const char *value, int size, BOOL is_switch, DWORD *number)
{
    if (size >= (int)sizeof(DWORD))
        memcpy(number, value, sizeof *number);
    else if (is_switch && size >= 1)
        *number = (BYTE)*value;
    else
        return FALSE;
    if (is_switch)
        *number = *number != 0;
    return TRUE;
}

static int set_known(SOCKET socket, const struct known *known, const char *value, int size)
{
    AFD_OPTION option = {.option = known->option};
    DWORD number;
    if (!take_number(value, size, known->form == SWITCH, &number))
        return ws2_fail(WSAEFAULT);
    option.value[0] = number;
    if (known->form >= KEEP_1) {
        NTSTATUS status = get(socket, &option);
        if (status)
            return ws2_result(status);
        if (!number)
            return ws2_fail(WSAEINVAL);
        option.value[1] = option.value[2] = option.value[3] = 0;
        option.value[known->form - KEEP_1 + 1] = number;
    }
    NTSTATUS status = set(socket, &option);
    return status == STATUS_NOT_SUPPORTED ? ws2_fail(WSAENOPROTOOPT) : ws2_result(status);
}

/* ---- what the socket's own record holds */

static int set_recorded(SOCKET socket, AFD_INFO *info, int name, DWORD number)
{
    if (name == SO_RCVTIMEO)
        info->receive_limit = number;
    else if (name == SO_SNDTIMEO)
        info->send_limit = number;
    else if (name == SO_EXCLUSIVEADDRUSE && number && info->reuse)
        return ws2_fail(WSAEINVAL);
    else if (name == SO_EXCLUSIVEADDRUSE)
        info->exclusive = number != 0;
    else if (info->exclusive && number) /* SO_REUSEADDR */
        return ws2_fail(WSAEINVAL);
    else
        info->reuse = number != 0;
    return ws2_result(ws2_tell(socket, IOCTL_AFD_SET_INFO, info, sizeof *info));
}

static BOOL get_recorded(const AFD_INFO *info, int name, DWORD *value)
{
    switch (name) {
    case SO_TYPE:
        *value = (DWORD)info->type;
        return TRUE;
    case SO_RCVTIMEO:
        *value = info->receive_limit;
        return TRUE;
    case SO_SNDTIMEO:
        *value = info->send_limit;
        return TRUE;
    case SO_ACCEPTCONN:
        *value = info->state == AFD_LISTENING;
        return TRUE;
    case SO_EXCLUSIVEADDRUSE:
        *value = info->exclusive;
        return TRUE;
    case SO_REUSEADDR:
        *value = info->reuse;
        return TRUE;
    case SO_MAX_MSG_SIZE:
        *value = info->type == SOCK_DGRAM ? 65507 : ~0u;
        return TRUE;
    default:
        return FALSE;
    }
}

/* ---- groups */

static int set_group(SOCKET socket, BOOL join, ULONG interface, const void *group, ULONG size,
                     ULONG own)
{
    AFD_OPTION option = {.option = join ? AFD_OPTION_GROUP_JOIN : AFD_OPTION_GROUP_LEAVE,
                         .value = {interface}};
    memcpy(&option.value[1], group, size);
    if (size == sizeof(struct in_addr))
        option.value[2] = own;
    return ws2_result(set(socket, &option));
}

/* Version 4 addresses from 0.0.0.1 to 0.255.255.255 are interface indices. */
static BOOL is_index(ULONG address)
{
    return address && !(address & 0xff);
}

static int group_4(SOCKET socket, BOOL join, const char *value, int size)
{
    struct ip_mreq request;
    if (size < (int)sizeof request)
        return ws2_fail(WSAEFAULT);
    memcpy(&request, value, sizeof request);
    ULONG own = request.imr_interface.s_addr;
    return set_group(socket, join, is_index(own) ? ntohl(own) : 0, &request.imr_multiaddr,
                     sizeof request.imr_multiaddr, is_index(own) ? 0 : own);
}

static int group_6(SOCKET socket, BOOL join, const char *value, int size)
{
    struct ipv6_mreq request;
    if (size < (int)sizeof request)
        return ws2_fail(WSAEFAULT);
    memcpy(&request, value, sizeof request);
    return set_group(socket, join, request.ipv6mr_interface, &request.ipv6mr_multiaddr,
                     sizeof request.ipv6mr_multiaddr, 0);
}

static int interface_4(SOCKET socket, const char *value, int size)
{
    AFD_OPTION option = {.option = AFD_OPTION_GROUP_INTERFACE};
    ULONG own;
    if (size < (int)sizeof own)
        return ws2_fail(WSAEFAULT);
    memcpy(&own, value, sizeof own);
    option.value[0] = is_index(own) ? ntohl(own) : 0;
    option.value[1] = is_index(own) ? 0 : own;
    return ws2_result(set(socket, &option));
}

/* ---- SOL_SOCKET's odd ones */

static int set_linger(SOCKET socket, BOOL dont, const char *value, int size)
{
    AFD_OPTION option = {.option = AFD_OPTION_LINGER};
    struct linger linger = {0};
    DWORD off;
    if (dont ? !take_number(value, size, TRUE, &off) : size < (int)sizeof linger)
        return ws2_fail(WSAEFAULT);
    if (!dont) {
        memcpy(&linger, value, sizeof linger);
        option.value[0] = linger.l_onoff != 0;
        option.value[1] = linger.l_linger;
    } else if (!off) {
        option.value[0] = 1;
    }
    return ws2_result(set(socket, &option));
}

static int set_socket_option(SOCKET socket, AFD_INFO *info, int name, const char *value, int size)
{
    const struct known *known = find(info, SOL_SOCKET, name);
    DWORD number;
    switch (name) {
    case SO_LINGER:
    case SO_DONTLINGER:
        if (info->type != SOCK_STREAM)
            return ws2_fail(WSAENOPROTOOPT);
        return set_linger(socket, name == SO_DONTLINGER, value, size);
    case SO_REUSEADDR:
    case SO_EXCLUSIVEADDRUSE:
    case SO_RCVTIMEO:
    case SO_SNDTIMEO:
        if (!take_number(value, size, name == SO_REUSEADDR || name == SO_EXCLUSIVEADDRUSE, &number))
            return ws2_fail(WSAEFAULT);
        if (set_recorded(socket, info, name, number))
            return SOCKET_ERROR;
        return known ? set_known(socket, known, value, size) : 0;
    case SO_UPDATE_ACCEPT_CONTEXT: /* accepted and connected sockets lack nothing here */
        return size < (int)sizeof(SOCKET) ? ws2_fail(WSAEFAULT) : 0;
    default:
        return known ? set_known(socket, known, value, size) : ws2_fail(WSAENOPROTOOPT);
    }
}

int WSAAPI setsockopt(SOCKET socket, int level, int name, const char *value, int size)
{
    AFD_INFO info;
    NTSTATUS status = ws2_info(socket, &info);
    if (status)
        return ws2_result(status);
    if (level == SOL_SOCKET && name == SO_UPDATE_CONNECT_CONTEXT)
        return info.state == AFD_CONNECTED ? 0 : ws2_fail(WSAENOTCONN);
    if (!value || size < 1)
        return ws2_fail(WSAEFAULT);
    if (level == SOL_SOCKET)
        return set_socket_option(socket, &info, name, value, size);
    if (level == IPPROTO_IP && info.family == AF_INET) {
        if (name == IP_ADD_MEMBERSHIP || name == IP_DROP_MEMBERSHIP)
            return group_4(socket, name == IP_ADD_MEMBERSHIP, value, size);
        if (name == IP_MULTICAST_IF)
            return interface_4(socket, value, size);
    }
    if (level == IPPROTO_IPV6 && info.family == AF_INET6 &&
        (name == IPV6_ADD_MEMBERSHIP || name == IPV6_DROP_MEMBERSHIP))
        return group_6(socket, name == IPV6_ADD_MEMBERSHIP, value, size);
    const struct known *known = find(&info, level, name);
    return known ? set_known(socket, known, value, size) : ws2_fail(WSAENOPROTOOPT);
}

/* ---- getting */

static int give(char *value, int *size, const void *from, int from_size)
{
    if (*size < from_size)
        return ws2_fail(WSAEFAULT);
    memcpy(value, from, (size_t)from_size);
    *size = from_size;
    return 0;
}

/* Switches fit in whatever room there is. */
static int give_number(char *value, int *size, DWORD number, BOOL is_switch)
{
    int room = *size;
    if (!is_switch || room >= (int)sizeof number)
        return give(value, size, &number, sizeof number);
    *value = (char)number;
    *size = 1;
    return 0;
}

static int get_protocol(const AFD_INFO *info, int name, char *value, int *size)
{
    char room[16 * sizeof(WSAPROTOCOL_INFOW)];
    DWORD bytes = sizeof room;
    BOOL wide = name == SO_PROTOCOL_INFOW;
    int count = wide ? WSAEnumProtocolsW(NULL, (LPWSAPROTOCOL_INFOW)room, &bytes)
                     : WSAEnumProtocolsA(NULL, (LPWSAPROTOCOL_INFOA)room, &bytes);
    for (int i = 0; i < count; i++) {
        const WSAPROTOCOL_INFOW *w = (WSAPROTOCOL_INFOW *)room + i;
        const WSAPROTOCOL_INFOA *a = (WSAPROTOCOL_INFOA *)room + i;
        int family = wide ? w->iAddressFamily : a->iAddressFamily;
        int type = wide ? w->iSocketType : a->iSocketType;
        if (family == info->family && type == info->type)
            return wide ? give(value, size, w, sizeof *w) : give(value, size, a, sizeof *a);
    }
    return count < 0 ? SOCKET_ERROR : ws2_fail(WSAENOPROTOOPT);
}

static int get_error(SOCKET socket, char *value, int *size)
{
    AFD_OPTION option = {.option = AFD_OPTION_ERROR};
    NTSTATUS status = get(socket, &option);
    if (status)
        return ws2_result(status);
    return give_number(value, size, (DWORD)ws2_error((NTSTATUS)option.value[0]), FALSE);
}

static int get_linger(SOCKET socket, BOOL dont, char *value, int *size)
{
    AFD_OPTION option = {.option = AFD_OPTION_LINGER};
    NTSTATUS status = get(socket, &option);
    if (status)
        return ws2_result(status);
    struct linger linger = {option.value[0] != 0, (u_short)option.value[1]};
    return dont ? give_number(value, size, !linger.l_onoff, TRUE)
                : give(value, size, &linger, sizeof linger);
}

static int get_known(SOCKET socket, const struct known *known, char *value, int *size)
{
    AFD_OPTION option = {.option = known->option};
    NTSTATUS status = get(socket, &option);
    if (status)
        return status == STATUS_NOT_SUPPORTED ? ws2_fail(WSAENOPROTOOPT) : ws2_result(status);
    ULONG which = known->form >= KEEP_1 ? (ULONG)(known->form - KEEP_1 + 1) : 0;
    DWORD number = known->form == SWITCH ? option.value[0] != 0 : option.value[which];
    return give_number(value, size, number, known->form == SWITCH);
}

static int get_socket_option(SOCKET socket, const AFD_INFO *info, int name, char *value, int *size)
{
    DWORD number;
    switch (name) {
    case SO_ERROR:
        return get_error(socket, value, size);
    case SO_LINGER:
    case SO_DONTLINGER:
        if (info->type != SOCK_STREAM)
            return ws2_fail(WSAENOPROTOOPT);
        return get_linger(socket, name == SO_DONTLINGER, value, size);
    case SO_PROTOCOL_INFOA:
    case SO_PROTOCOL_INFOW:
        return get_protocol(info, name, value, size);
    default:
        if (get_recorded(info, name, &number))
            return give_number(value, size, number,
                               name == SO_REUSEADDR || name == SO_EXCLUSIVEADDRUSE ||
                                   name == SO_ACCEPTCONN);
    }
    const struct known *known = find(info, SOL_SOCKET, name);
    return known ? get_known(socket, known, value, size) : ws2_fail(WSAENOPROTOOPT);
}

int WSAAPI getsockopt(SOCKET socket, int level, int name, char *value, int *size)
{
    AFD_INFO info;
    NTSTATUS status = ws2_info(socket, &info);
    if (status)
        return ws2_result(status);
    if (!value || !size || *size < 1)
        return ws2_fail(WSAEFAULT);
    if (level == SOL_SOCKET)
        return get_socket_option(socket, &info, name, value, size);
    const struct known *known = find(&info, level, name);
    if (level == IPPROTO_IP && name == IP_MULTICAST_IF && info.family == AF_INET) {
        AFD_OPTION option = {.option = AFD_OPTION_GROUP_INTERFACE};
        status = get(socket, &option);
        return status ? ws2_result(status) : give_number(value, size, option.value[1], FALSE);
    }
    return known ? get_known(socket, known, value, size) : ws2_fail(WSAENOPROTOOPT);
}
