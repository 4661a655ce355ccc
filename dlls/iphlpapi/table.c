/* table.c - tables of interfaces and of their addresses. */
#include "adapters.h"

static ADAPTER *read_all(unsigned *count)
{
    ADAPTER *adapters = HeapAlloc(GetProcessHeap(), 0, ADAPTERS_MAX * sizeof *adapters);
    *count = adapters ? adapters_read(adapters) : 0;
    return adapters;
}

void WINAPI FreeMibTable(PVOID table)
{
    HeapFree(GetProcessHeap(), 0, table);
}

static void widen(WCHAR *to, const char *from)
{
    do
        *to++ = (UCHAR)*from;
    while (*from++);
}

/* The host keeps counters of traffic, which stay untold: they are 0. */
static void fill_row(const ADAPTER *from, MIB_IF_ROW2 *to)
{
    memset(to, 0, sizeof *to);
    to->InterfaceLuid = adapter_luid(from);
    to->InterfaceIndex = from->index;
    to->InterfaceGuid = adapter_guid(from);
    widen(to->Alias, from->name);
    widen(to->Description, from->name);
    to->PhysicalAddressLength = from->hardware_size;
    memcpy(to->PhysicalAddress, from->hardware, from->hardware_size);
    memcpy(to->PermanentPhysicalAddress, from->hardware, from->hardware_size);
    to->Mtu = from->mtu;
    to->Type = adapter_type(from);
    to->MediaType = from->loopback ? NdisMediumLoopback : NdisMedium802_3;
    to->AccessType = from->loopback ? NET_IF_ACCESS_LOOPBACK : NET_IF_ACCESS_BROADCAST;
    to->DirectionType = NET_IF_DIRECTION_SENDRECEIVE;
    to->InterfaceAndOperStatusFlags.HardwareInterface = !from->loopback;
    to->InterfaceAndOperStatusFlags.ConnectorPresent = !from->loopback;
    to->OperStatus = from->up ? IfOperStatusUp : IfOperStatusDown;
    to->AdminStatus = NET_IF_ADMIN_STATUS_UP;
    to->MediaConnectState = from->up ? MediaConnectStateConnected : MediaConnectStateDisconnected;
    to->NetworkGuid = adapter_guid(from);
    to->ConnectionType = NET_IF_CONNECTION_DEDICATED;
}

NETIOAPI_API GetIfTable2(PMIB_IF_TABLE2 *result)
{
    unsigned count;
    if (!result)
        return ERROR_INVALID_PARAMETER;
    ADAPTER *adapters = read_all(&count);
    *result = HeapAlloc(GetProcessHeap(), 0, sizeof **result + count * sizeof *(*result)->Table);
    if (*result)
        (*result)->NumEntries = count;
    for (unsigned i = 0; *result && i < count; i++)
        fill_row(&adapters[i], &(*result)->Table[i]);
    HeapFree(GetProcessHeap(), 0, adapters);
    return *result ? NO_ERROR : ERROR_NOT_ENOUGH_MEMORY;
}

NETIOAPI_API GetIfTable2Ex(MIB_IF_TABLE_LEVEL level, PMIB_IF_TABLE2 *result)
{
    return level <= MibIfTableRaw ? GetIfTable2(result) : ERROR_INVALID_PARAMETER;
}

NETIOAPI_API GetIfEntry2(PMIB_IF_ROW2 row)
{
    unsigned count, i = 0;
    if (!row || (!row->InterfaceLuid.Value && !row->InterfaceIndex))
        return ERROR_INVALID_PARAMETER;
    ADAPTER *adapters = read_all(&count);
    while (i < count &&
           (row->InterfaceLuid.Value ? adapter_luid(&adapters[i]).Value != row->InterfaceLuid.Value
                                     : adapters[i].index != row->InterfaceIndex))
        i++;
    if (i < count)
        fill_row(&adapters[i], row);
    HeapFree(GetProcessHeap(), 0, adapters);
    return i < count ? NO_ERROR : ERROR_FILE_NOT_FOUND;
}

static void fill_old_row(const ADAPTER *from, MIB_IFROW *to)
{
    memset(to, 0, sizeof *to);
    widen(to->wszName, from->name);
    to->dwIndex = from->index;
    to->dwType = adapter_type(from);
    to->dwMtu = from->mtu;
    to->dwPhysAddrLen = from->hardware_size;
    memcpy(to->bPhysAddr, from->hardware, from->hardware_size);
    to->dwAdminStatus = 1;
    to->dwOperStatus = from->up ? IF_OPER_STATUS_OPERATIONAL : IF_OPER_STATUS_NON_OPERATIONAL;
    to->dwDescrLen = (DWORD)strlen(from->name);
    memcpy(to->bDescr, from->name, to->dwDescrLen);
}

DWORD WINAPI GetIfTable(PMIB_IFTABLE table, PULONG size, BOOL order)
{
    unsigned count;
    (void)order; /* they come by index */
    if (!size)
        return ERROR_INVALID_PARAMETER;
    ADAPTER *adapters = read_all(&count);
    ULONG need = (ULONG)(sizeof *table + count * sizeof *table->table);
    BOOL fits = table && *size >= need;
    *size = need;
    if (fits)
        table->dwNumEntries = count;
    for (unsigned i = 0; fits && i < count; i++)
        fill_old_row(&adapters[i], &table->table[i]);
    HeapFree(GetProcessHeap(), 0, adapters);
    return fits ? NO_ERROR : ERROR_INSUFFICIENT_BUFFER;
}

DWORD WINAPI GetIfEntry(PMIB_IFROW row)
{
    unsigned count;
    if (!row)
        return ERROR_INVALID_PARAMETER;
    ADAPTER *adapters = read_all(&count);
    const ADAPTER *found = adapter_of_index(adapters, count, row->dwIndex);
    if (found)
        fill_old_row(found, row);
    HeapFree(GetProcessHeap(), 0, adapters);
    return found ? NO_ERROR : ERROR_INVALID_DATA;
}

DWORD WINAPI GetNumberOfInterfaces(PDWORD number)
{
    unsigned count;
    if (!number)
        return ERROR_INVALID_PARAMETER;
    HeapFree(GetProcessHeap(), 0, read_all(&count));
    *number = count;
    return NO_ERROR;
}

DWORD WINAPI GetIpAddrTable(PMIB_IPADDRTABLE table, PULONG size, BOOL order)
{
    unsigned count, rows = 0, at = 0;
    (void)order;
    if (!size)
        return ERROR_INVALID_PARAMETER;
    ADAPTER *adapters = read_all(&count);
    for (unsigned i = 0; i < count; i++)
        rows += adapters[i].four_count;
    ULONG need = (ULONG)(sizeof *table + rows * sizeof *table->table);
    BOOL fits = table && *size >= need;
    *size = need;
    if (fits)
        table->dwNumEntries = rows;
    for (unsigned i = 0; fits && i < count; i++)
        for (unsigned k = 0; k < adapters[i].four_count; k++) {
            MIB_IPADDRROW *row = &table->table[at++];
            memset(row, 0, sizeof *row);
            row->dwAddr = adapters[i].four[k].s_addr;
            row->dwIndex = adapters[i].index;
            row->dwMask = adapters[i].mask[k].s_addr;
            row->dwBCastAddr = 1;
            row->dwReasmSize = 65535;
            row->wType = MIB_IPADDR_PRIMARY;
        }
    HeapFree(GetProcessHeap(), 0, adapters);
    return fits ? NO_ERROR : ERROR_INSUFFICIENT_BUFFER;
}

static void fill_unicast(const ADAPTER *from, MIB_UNICASTIPADDRESS_ROW *row, int family,
                         const void *bytes, UINT8 prefix)
{
    memset(row, 0, sizeof *row);
    row->Address.si_family = (ADDRESS_FAMILY)family;
    if (family == AF_INET)
        memcpy(&row->Address.Ipv4.sin_addr, bytes, 4);
    else
        memcpy(&row->Address.Ipv6.sin6_addr, bytes, 16);
    row->InterfaceLuid = adapter_luid(from);
    row->InterfaceIndex = from->index;
    row->PrefixOrigin = IpPrefixOriginManual;
    row->SuffixOrigin = IpSuffixOriginManual;
    row->ValidLifetime = row->PreferredLifetime = ~0u;
    row->OnLinkPrefixLength = prefix;
    row->DadState = IpDadStatePreferred;
}

NETIOAPI_API GetUnicastIpAddressTable(ADDRESS_FAMILY family, PMIB_UNICASTIPADDRESS_TABLE *result)
{
    unsigned count, rows = 0;
    if (!result || (family != AF_UNSPEC && family != AF_INET && family != AF_INET6))
        return ERROR_INVALID_PARAMETER;
    ADAPTER *adapters = read_all(&count);
    *result = HeapAlloc(GetProcessHeap(), 0,
                        sizeof **result + count * 2 * ADDRESSES_MAX * sizeof *(*result)->Table);
    for (unsigned i = 0; *result && i < count; i++) {
        const ADAPTER *a = &adapters[i];
        for (unsigned k = 0; family != AF_INET6 && k < a->four_count; k++)
            fill_unicast(a, &(*result)->Table[rows++], AF_INET, &a->four[k],
                         adapter_prefix(a->mask[k]));
        for (unsigned k = 0; family != AF_INET && k < a->six_count; k++)
            fill_unicast(a, &(*result)->Table[rows++], AF_INET6, &a->six[k],
                         a->loopback ? 128 : 64);
    }
    if (*result)
        (*result)->NumEntries = rows;
    HeapFree(GetProcessHeap(), 0, adapters);
    return *result ? NO_ERROR : ERROR_NOT_ENOUGH_MEMORY;
}

NETIOAPI_API GetAnycastIpAddressTable(ADDRESS_FAMILY family, PMIB_ANYCASTIPADDRESS_TABLE *result)
{
    if (!result || (family != AF_UNSPEC && family != AF_INET && family != AF_INET6))
        return ERROR_INVALID_PARAMETER;
    *result = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof **result); /* there are none */
    return *result ? NO_ERROR : ERROR_NOT_ENOUGH_MEMORY;
}
