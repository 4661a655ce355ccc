/* adapters.h - the machine's network interfaces, as the files of iphlpapi see them. */
#ifndef BAILEY_ADAPTERS_H
#define BAILEY_ADAPTERS_H

#include "nt_error.h"
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>

#include "afd_proto.h"

#define ADAPTERS_MAX  64
#define ADDRESSES_MAX 8

typedef struct ADAPTER {
    ULONG index, mtu;
    BOOL up, loopback;
    ULONG hardware_size;
    UCHAR hardware[8];
    char name[16];
    unsigned four_count, six_count;
    struct in_addr four[ADDRESSES_MAX], mask[ADDRESSES_MAX];
    struct in6_addr six[ADDRESSES_MAX];
} ADAPTER;

/* All of them; without the grant of the network the loopback alone. Returns how many. */
unsigned adapters_read(ADAPTER adapters[ADAPTERS_MAX]);
/* NULL: none has that index. */
const ADAPTER *adapter_of_index(const ADAPTER *adapters, unsigned count, ULONG index);
NET_LUID adapter_luid(const ADAPTER *adapter);
GUID adapter_guid(const ADAPTER *adapter);
/* "{...}" with its end: 39 bytes. */
void adapter_guid_text(const ADAPTER *adapter, char *text);
UINT8 adapter_prefix(struct in_addr mask);
ULONG adapter_type(const ADAPTER *adapter);

#endif
