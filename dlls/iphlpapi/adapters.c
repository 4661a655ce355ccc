/* adapters.c - see adapters.h. */
#include "adapters.h"

#define TYPE_LOOPBACK 24
#define TYPE_ETHERNET 6

static const struct in6_addr loopback_6 = {.s6_addr = {[15] = 1}};

static ADAPTER *adapter_named(ADAPTER *adapters, unsigned *count, const AFD_INTERFACE *from)
{
    for (unsigned i = 0; i < *count; i++)
        if (adapters[i].index == from->index)
            return &adapters[i];
    if (*count == ADAPTERS_MAX)
        return NULL;
    ADAPTER *made = &adapters[(*count)++];
    memset(made, 0, sizeof *made);
    made->index = from->index;
    made->mtu = from->mtu;
    made->up = from->up && from->running;
    made->loopback = from->loopback;
    made->hardware_size = from->loopback ? 0 : from->hardware_size;
    memcpy(made->hardware, from->hardware, sizeof made->hardware);
    memcpy(made->name, from->name, sizeof made->name);
    return made;
}

static BOOL open_probe(int family, HANDLE *socket)
{
    AFD_INFO info = {
        .family = family, .type = SOCK_DGRAM, .protocol = IPPROTO_UDP, .flags = AFD_NO_INHERIT};
    return BaileyOpenSocket(&info, FALSE, socket) == STATUS_SUCCESS;
}

static NTSTATUS ask(HANDLE socket, ULONG code, void *in, ULONG in_size, void *out, ULONG out_size)
{
    IO_STATUS_BLOCK io;
    return NtDeviceIoControlFile(socket, NULL, NULL, NULL, &io, code, in, in_size, out, out_size);
}

/* The host tells of version 4 alone. What version 6 address packets to the world would have is what
 * a datagram socket that connects finds out, without sending. */
static void add_version_6(ADAPTER *adapters, unsigned count)
{
    struct sockaddr_in6 distant = {.sin6_family = AF_INET6, .sin6_port = htons(9)};
    static const UCHAR somewhere[16] = {0x20, 0x01, 0x48, 0x60, 0x48, 0x60, [15] = 0x88};
    AFD_CONNECT connect = {.size = 0};
    AFD_NAME own;
    HANDLE socket;
    memcpy(&distant.sin6_addr, somewhere, sizeof somewhere);
    connect.name.size = sizeof distant;
    memcpy(connect.name.address, &distant, sizeof distant);
    for (unsigned i = 0; i < count; i++)
        if (adapters[i].loopback)
            adapters[i].six[adapters[i].six_count++] = loopback_6;
    if (!open_probe(AF_INET6, &socket))
        return;
    if (!ask(socket, IOCTL_AFD_CONNECT, &connect, sizeof connect, NULL, 0) &&
        !ask(socket, IOCTL_AFD_LOCAL_NAME, NULL, 0, &own, sizeof own))
        for (unsigned i = 0; i < count; i++)
            if (!adapters[i].loopback) {
                memcpy(&adapters[i].six[adapters[i].six_count++],
                       &((struct sockaddr_in6 *)own.address)->sin6_addr, sizeof(struct in6_addr));
                break;
            }
    NtClose(socket);
}

static unsigned only_loopback(ADAPTER *adapters)
{
    memset(adapters, 0, sizeof *adapters);
    adapters->index = 1;
    adapters->mtu = 65536;
    adapters->up = adapters->loopback = TRUE;
    memcpy(adapters->name, "lo", 3);
    adapters->four[0].s_addr = htonl(INADDR_LOOPBACK);
    adapters->mask[0].s_addr = htonl(0xff000000);
    adapters->four_count = 1;
    adapters->six[0] = loopback_6;
    adapters->six_count = 1;
    return 1;
}

unsigned adapters_read(ADAPTER adapters[ADAPTERS_MAX])
{
    unsigned count = 0;
    AFD_INTERFACE from;
    HANDLE socket;
    if (!open_probe(AF_INET, &socket))
        return only_loopback(adapters);
    for (ULONG i = 0; !ask(socket, IOCTL_AFD_INTERFACE, &i, sizeof i, &from, sizeof from); i++) {
        ADAPTER *adapter = adapter_named(adapters, &count, &from);
        if (!adapter || adapter->four_count == ADDRESSES_MAX)
            continue;
        memcpy(&adapter->four[adapter->four_count], from.address, 4);
        memcpy(&adapter->mask[adapter->four_count++], from.mask, 4);
    }
    NtClose(socket);
    if (!count)
        return only_loopback(adapters);
    add_version_6(adapters, count);
    return count;
}

const ADAPTER *adapter_of_index(const ADAPTER *adapters, unsigned count, ULONG index)
{
    for (unsigned i = 0; i < count; i++)
        if (adapters[i].index == index)
            return &adapters[i];
    return NULL;
}

ULONG adapter_type(const ADAPTER *adapter)
{
    return adapter->loopback ? TYPE_LOOPBACK : TYPE_ETHERNET;
}

NET_LUID adapter_luid(const ADAPTER *adapter)
{
    NET_LUID luid = {0};
    luid.Info.IfType = adapter_type(adapter);
    luid.Info.NetLuidIndex = adapter->index;
    return luid;
}

/* The same machine gives the same ids: they are made of the index and the address of the card. */
GUID adapter_guid(const ADAPTER *adapter)
{
    GUID guid = {0xba11e700 + adapter->index, 0x4e49, 0x4943, {0x80, 0}};
    memcpy(guid.Data4 + 2, adapter->hardware, 6);
    return guid;
}

static char *put_hex(char *to, ULONG value, int digits)
{
    static const char hex[] = "0123456789ABCDEF";
    while (digits--)
        *to++ = hex[value >> 4 * digits & 15];
    return to;
}

void adapter_guid_text(const ADAPTER *adapter, char *text)
{
    GUID guid = adapter_guid(adapter);
    *text++ = '{';
    text = put_hex(text, guid.Data1, 8);
    *text++ = '-';
    text = put_hex(text, guid.Data2, 4);
    *text++ = '-';
    text = put_hex(text, guid.Data3, 4);
    *text++ = '-';
    for (int i = 0; i < 8; i++) {
        if (i == 2)
            *text++ = '-';
        text = put_hex(text, guid.Data4[i], 2);
    }
    *text++ = '}';
    *text = 0;
}

UINT8 adapter_prefix(struct in_addr mask)
{
    return (UINT8)__builtin_popcount(mask.s_addr);
}
