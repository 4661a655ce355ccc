/*
 * The machine's interfaces.
 * Links: -liphlpapi -lws2_32 -lkernel32 -lntdll
 */
#include "../ws2_32/net.h"

#include <iphlpapi.h>

static char room[65536];

static IP_ADAPTER_ADDRESSES *read_all(ULONG family, ULONG flags)
{
    ULONG size = sizeof room;
    REQUIRE(GetAdaptersAddresses(family, flags, NULL, (PVOID)room, &size) == NO_ERROR);
    return (IP_ADAPTER_ADDRESSES *)room;
}

static const IP_ADAPTER_ADDRESSES *loopback_adapter(void)
{
    const IP_ADAPTER_ADDRESSES *at = read_all(AF_INET, 0);
    while (at && at->IfType != IF_TYPE_SOFTWARE_LOOPBACK)
        at = at->Next;
    REQUIRE(at != NULL);
    return at;
}

CASE(size_is_told)
{
    WINE_DIFFERS("it takes unknown families");
    ULONG size = 0;
    CHECK_EQ(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, NULL, &size), ERROR_BUFFER_OVERFLOW);
    CHECK(size >= sizeof(IP_ADAPTER_ADDRESSES));
    CHECK_EQ(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, (PVOID)room, &size), NO_ERROR);
    CHECK_EQ(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_EQ(GetAdaptersAddresses(99, 0, NULL, (PVOID)room, &size), ERROR_INVALID_PARAMETER);
}

CASE(loopback_is_there)
{
    const IP_ADAPTER_ADDRESSES *at = loopback_adapter();
    REQUIRE(at->FirstUnicastAddress != NULL);
    const struct sockaddr_in *own =
        (struct sockaddr_in *)at->FirstUnicastAddress->Address.lpSockaddr;
    CHECK_EQ(own->sin_family, AF_INET);
    CHECK_EQ(ntohl(own->sin_addr.s_addr), INADDR_LOOPBACK);
    CHECK_EQ(at->FirstUnicastAddress->OnLinkPrefixLength, 8);
    CHECK_EQ(at->OperStatus, IfOperStatusUp);
    CHECK_EQ(at->PhysicalAddressLength, 0);
    CHECK(at->FriendlyName && *at->FriendlyName);
    CHECK_EQ(at->AdapterName[0], '{');
}

CASE(families_are_told_apart)
{
    for (const IP_ADAPTER_ADDRESSES *at = read_all(AF_INET, 0); at; at = at->Next)
        for (const IP_ADAPTER_UNICAST_ADDRESS *u = at->FirstUnicastAddress; u; u = u->Next)
            CHECK_EQ(u->Address.lpSockaddr->sa_family, AF_INET);
    for (const IP_ADAPTER_ADDRESSES *at = read_all(AF_UNSPEC, GAA_FLAG_SKIP_UNICAST); at;
         at = at->Next)
        CHECK(at->FirstUnicastAddress == NULL);
}

CASE(indices_luids_names)
{
    const IP_ADAPTER_ADDRESSES *at = loopback_adapter();
    NET_LUID luid = {0}, again = {0};
    NET_IFINDEX index = 0;
    WCHAR name[IF_MAX_STRING_SIZE + 1];
    GUID guid;
    CHECK_EQ(ConvertInterfaceIndexToLuid(at->IfIndex, &luid), NO_ERROR);
    CHECK_EQ(luid.Value, at->Luid.Value);
    CHECK_EQ(luid.Info.IfType, IF_TYPE_SOFTWARE_LOOPBACK);
    CHECK_EQ(ConvertInterfaceLuidToIndex(&luid, &index), NO_ERROR);
    CHECK_EQ(index, at->IfIndex);
    CHECK_EQ(ConvertInterfaceLuidToNameW(&luid, name, ARRAYSIZE(name)), NO_ERROR);
    CHECK_EQ(ConvertInterfaceNameToLuidW(name, &again), NO_ERROR);
    CHECK_EQ(again.Value, luid.Value);
    CHECK_EQ(ConvertInterfaceLuidToNameW(&luid, name, 1), ERROR_NOT_ENOUGH_MEMORY);
    CHECK_EQ(ConvertInterfaceLuidToGuid(&luid, &guid), NO_ERROR);
    CHECK_EQ(ConvertInterfaceGuidToLuid(&guid, &again), NO_ERROR);
    CHECK_EQ(again.Value, luid.Value);
    CHECK_EQ(ConvertInterfaceIndexToLuid(0x7fffff, &luid), ERROR_FILE_NOT_FOUND);
}

CASE(interface_rows)
{
    PMIB_IF_TABLE2 table = NULL;
    MIB_IF_ROW2 row = {0};
    CHECK_EQ(GetIfTable2(&table), NO_ERROR);
    REQUIRE(table && table->NumEntries >= 1);
    row.InterfaceIndex = table->Table[0].InterfaceIndex;
    CHECK_EQ(GetIfEntry2(&row), NO_ERROR);
    CHECK_EQ(row.InterfaceLuid.Value, table->Table[0].InterfaceLuid.Value);
    FreeMibTable(table);
    row = (MIB_IF_ROW2){0};
    CHECK_EQ(GetIfEntry2(&row), ERROR_INVALID_PARAMETER);
    row.InterfaceIndex = 0x7fffff;
    CHECK_EQ(GetIfEntry2(&row), ERROR_FILE_NOT_FOUND);
}

CASE(address_table)
{
    ULONG size = 0;
    BOOL any = FALSE;
    CHECK_EQ(GetIpAddrTable(NULL, &size, FALSE), ERROR_INSUFFICIENT_BUFFER);
    MIB_IPADDRTABLE *table = (MIB_IPADDRTABLE *)room;
    CHECK_EQ(GetIpAddrTable(table, &size, FALSE), NO_ERROR);
    for (DWORD i = 0; i < table->dwNumEntries; i++)
        any |= table->table[i].dwAddr == htonl(INADDR_LOOPBACK);
    CHECK(any);
}

CASE(masks)
{
    WINE_DIFFERS("it lacks the functions");
    ULONG mask = 0;
    UINT8 length = 0;
    CHECK_EQ(ConvertLengthToIpv4Mask(20, &mask), NO_ERROR);
    CHECK_EQ(mask, htonl(0xfffff000));
    CHECK_EQ(ConvertIpv4MaskToLength(mask, &length), NO_ERROR);
    CHECK_EQ(length, 20);
    CHECK_EQ(ConvertIpv4MaskToLength(htonl(0xff00ff00), &length), ERROR_INVALID_PARAMETER);
    CHECK_EQ(ConvertLengthToIpv4Mask(33, &mask), ERROR_INVALID_PARAMETER);
}
