/* addresses.c - GetAdaptersAddresses and GetAdaptersInfo. */
#include "adapters.h"

/* A buffer that is filled from its beginning; what does not fit is only counted. */
typedef struct ROOM {
    char *at;
    ULONG size, used;
} ROOM;

static PVOID take(ROOM *room, ULONG size)
{
    ULONG from = room->used;
    room->used += (size + 7) & ~7u;
    if (room->used > room->size)
        return NULL;
    return memset(room->at + from, 0, size);
}

static PWCHAR wide_text(ROOM *room, const char *text)
{
    ULONG size = 0;
    while (text[size++])
        ;
    PWCHAR to = take(room, size * sizeof *to);
    for (ULONG i = 0; to && i < size; i++)
        to[i] = (UCHAR)text[i];
    return to;
}

static void socket_address(ROOM *room, SOCKET_ADDRESS *to, int family, const void *bytes)
{
    struct sockaddr_in6 *six = take(room, sizeof *six);
    if (!six)
        return;
    six->sin6_family = (short)family;
    to->lpSockaddr = (struct sockaddr *)six;
    to->iSockaddrLength = family == AF_INET ? (INT)sizeof(struct sockaddr_in) : (INT)sizeof *six;
    if (family == AF_INET)
        memcpy(&((struct sockaddr_in *)six)->sin_addr, bytes, 4);
    else
        memcpy(&six->sin6_addr, bytes, 16);
}

static void add_unicast(ROOM *room, IP_ADAPTER_ADDRESSES *to, int family, const void *bytes,
                        UINT8 prefix)
{
    IP_ADAPTER_UNICAST_ADDRESS **link = to ? &to->FirstUnicastAddress : NULL;
    IP_ADAPTER_UNICAST_ADDRESS *made = take(room, sizeof *made), none;
    while (link && *link)
        link = &(*link)->Next;
    if (made && link)
        *link = made;
    if (!made)
        made = &none;
    made->Length = sizeof *made;
    made->PrefixOrigin = IpPrefixOriginManual;
    made->SuffixOrigin = IpSuffixOriginManual;
    made->DadState = IpDadStatePreferred;
    made->ValidLifetime = made->PreferredLifetime = made->LeaseLifetime = ~0u;
    made->OnLinkPrefixLength = prefix;
    socket_address(room, &made->Address, family, bytes);
}

static void add_prefix(ROOM *room, IP_ADAPTER_ADDRESSES *to, struct in_addr address,
                       struct in_addr mask)
{
    IP_ADAPTER_PREFIX **link = to ? &to->FirstPrefix : NULL;
    IP_ADAPTER_PREFIX *made = take(room, sizeof *made), none;
    while (link && *link)
        link = &(*link)->Next;
    if (made && link)
        *link = made;
    if (!made)
        made = &none;
    address.s_addr &= mask.s_addr;
    made->Length = sizeof *made;
    made->PrefixLength = adapter_prefix(mask);
    socket_address(room, &made->Address, AF_INET, &address);
}

/* Of each version the group of all hosts, in which every interface is. */
static void add_group(ROOM *room, IP_ADAPTER_ADDRESSES *to, int family, const void *bytes)
{
    IP_ADAPTER_MULTICAST_ADDRESS **link = to ? &to->FirstMulticastAddress : NULL;
    IP_ADAPTER_MULTICAST_ADDRESS *made = take(room, sizeof *made), none;
    while (link && *link)
        link = &(*link)->Next;
    if (made && link)
        *link = made;
    if (!made)
        made = &none;
    made->Length = sizeof *made;
    socket_address(room, &made->Address, family, bytes);
}

static void add_groups(ROOM *room, IP_ADAPTER_ADDRESSES *to, const ADAPTER *from, ULONG family)
{
    static const UCHAR four[4] = {224, 0, 0, 1}, six[16] = {0xff, 0x02, [15] = 1};
    if (from->four_count && family != AF_INET6)
        add_group(room, to, AF_INET, four);
    if (from->six_count && family != AF_INET)
        add_group(room, to, AF_INET6, six);
}

static void add_facts(const ADAPTER *from, IP_ADAPTER_ADDRESSES *to)
{
    to->Length = sizeof *to;
    to->IfIndex = from->index;
    to->PhysicalAddressLength = from->hardware_size;
    memcpy(to->PhysicalAddress, from->hardware, from->hardware_size);
    to->Ipv4Enabled = from->four_count != 0;
    to->Ipv6Enabled = from->six_count != 0;
    to->Mtu = from->mtu > 65535 && from->loopback ? ~0u : from->mtu;
    to->IfType = adapter_type(from);
    to->OperStatus = from->up ? IfOperStatusUp : IfOperStatusDown;
    to->Ipv6IfIndex = from->six_count ? from->index : 0;
    to->Luid = adapter_luid(from);
    to->NetworkGuid = adapter_guid(from);
    to->CompartmentId = 1;
    to->ConnectionType = NET_IF_CONNECTION_DEDICATED;
    for (int i = 0; i < 16; i++)
        to->ZoneIndices[i] = from->index;
}

static IP_ADAPTER_ADDRESSES *add(ROOM *room, const ADAPTER *from, ULONG family, ULONG flags)
{
    IP_ADAPTER_ADDRESSES *to = take(room, sizeof *to);
    char guid[40];
    adapter_guid_text(from, guid);
    PCHAR name = take(room, sizeof guid);
    if (name)
        memcpy(name, guid, sizeof guid);
    PWCHAR suffix = wide_text(room, ""), description = wide_text(room, from->name);
    PWCHAR friendly =
        flags & GAA_FLAG_SKIP_FRIENDLY_NAME
            ? NULL
            : wide_text(room, from->loopback ? "Loopback Pseudo-Interface 1" : from->name);
    if (to) {
        add_facts(from, to);
        to->AdapterName = name;
        to->DnsSuffix = suffix;
        to->Description = description;
        to->FriendlyName = friendly;
    }
    for (unsigned i = 0; i < from->four_count && family != AF_INET6; i++) {
        if (!(flags & GAA_FLAG_SKIP_UNICAST))
            add_unicast(room, to, AF_INET, &from->four[i], adapter_prefix(from->mask[i]));
        if (flags & GAA_FLAG_INCLUDE_PREFIX)
            add_prefix(room, to, from->four[i], from->mask[i]);
    }
    for (unsigned i = 0; i < from->six_count && family != AF_INET; i++)
        if (!(flags & GAA_FLAG_SKIP_UNICAST))
            add_unicast(room, to, AF_INET6, &from->six[i], from->loopback ? 128 : 64);
    if (!(flags & GAA_FLAG_SKIP_MULTICAST))
        add_groups(room, to, from, family);
    return to;
}

ULONG WINAPI GetAdaptersAddresses(ULONG family, ULONG flags, PVOID reserved,
                                  PIP_ADAPTER_ADDRESSES result, PULONG size)
{
    static ADAPTER adapters[ADAPTERS_MAX];
    static SRWLOCK lock = SRWLOCK_INIT;
    IP_ADAPTER_ADDRESSES **link = NULL;
    if (!size || reserved)
        return ERROR_INVALID_PARAMETER;
    if (family != AF_UNSPEC && family != AF_INET && family != AF_INET6)
        return ERROR_INVALID_PARAMETER;
    ROOM room = {(char *)result, result ? *size : 0, 0};
    AcquireSRWLockExclusive(&lock);
    unsigned count = adapters_read(adapters);
    for (unsigned i = 0; i < count; i++) {
        IP_ADAPTER_ADDRESSES *made = add(&room, &adapters[i], family, flags);
        if (link && made)
            *link = made;
        link = made ? &made->Next : NULL;
    }
    ReleaseSRWLockExclusive(&lock);
    BOOL fits = room.used <= room.size;
    *size = room.used;
    return fits ? ERROR_SUCCESS : ERROR_BUFFER_OVERFLOW;
}

/* ---- GetAdaptersInfo: version 4, without the loopback */

static void put_part(char **to, unsigned number)
{
    if (number >= 100)
        *(*to)++ = (char)('0' + number / 100);
    if (number >= 10)
        *(*to)++ = (char)('0' + number / 10 % 10);
    *(*to)++ = (char)('0' + number % 10);
}

static void put_address(IP_ADDRESS_STRING *text, struct in_addr address)
{
    const UCHAR *bytes = (const UCHAR *)&address;
    char *to = text->String;
    for (int i = 0; i < 4; i++) {
        put_part(&to, bytes[i]);
        *to++ = i < 3 ? '.' : 0;
    }
}

static void fill_info(const ADAPTER *from, IP_ADAPTER_INFO *to)
{
    memset(to, 0, sizeof *to);
    adapter_guid_text(from, to->AdapterName);
    memcpy(to->Description, from->name, sizeof from->name);
    to->AddressLength = from->hardware_size;
    memcpy(to->Address, from->hardware, from->hardware_size);
    to->Index = from->index;
    to->Type = adapter_type(from);
    put_address(&to->IpAddressList.IpAddress, from->four[0]);
    put_address(&to->IpAddressList.IpMask, from->mask[0]);
    put_address(&to->GatewayList.IpAddress, (struct in_addr){0});
    put_address(&to->GatewayList.IpMask, (struct in_addr){0});
}

ULONG WINAPI GetAdaptersInfo(PIP_ADAPTER_INFO result, PULONG size)
{
    ADAPTER *adapters = HeapAlloc(GetProcessHeap(), 0, ADAPTERS_MAX * sizeof *adapters);
    unsigned count = adapters ? adapters_read(adapters) : 0, kept = 0;
    ULONG error = ERROR_SUCCESS;
    for (unsigned i = 0; i < count; i++)
        if (!adapters[i].loopback && adapters[i].four_count)
            adapters[kept++] = adapters[i];
    if (!size)
        error = ERROR_INVALID_PARAMETER;
    else if (!kept)
        error = ERROR_NO_DATA;
    else if (!result || *size < kept * sizeof *result)
        error = ERROR_BUFFER_OVERFLOW;
    if (size)
        *size = kept * (ULONG)sizeof *result;
    for (unsigned i = 0; !error && i < kept; i++) {
        fill_info(&adapters[i], &result[i]);
        result[i].Next = i + 1 < kept ? &result[i + 1] : NULL;
    }
    HeapFree(GetProcessHeap(), 0, adapters);
    return error;
}
