/* protocol.c - which protocols there are. */
#include "ws2_private.h"

#define COMMON_FLAGS                                                                            \
    (XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE | XP1_EXPEDITED_DATA | \
     XP1_IFS_HANDLES)
#define DATAGRAM_FLAGS                                                                            \
    (XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | XP1_SUPPORT_BROADCAST | XP1_SUPPORT_MULTIPOINT | \
     XP1_IFS_HANDLES)

/* The ids of the providers are those of every Windows: programs compare them. */
static const struct {
    int family, type, protocol;
    DWORD flags, catalog, message;
    GUID provider;
    WCHAR name[32];
} protocols[] = {
    {AF_INET,
     SOCK_STREAM,
     IPPROTO_TCP,
     COMMON_FLAGS,
     1001,
     0,
     {0xe70f1aa0, 0xab8b, 0x11cf, {0x8c, 0xa3, 0x00, 0x80, 0x5f, 0x48, 0xa1, 0x92}},
     L"MSAFD Tcpip [TCP/IP]"},
    {AF_INET,
     SOCK_DGRAM,
     IPPROTO_UDP,
     DATAGRAM_FLAGS,
     1002,
     65507,
     {0xe70f1aa0, 0xab8b, 0x11cf, {0x8c, 0xa3, 0x00, 0x80, 0x5f, 0x48, 0xa1, 0x92}},
     L"MSAFD Tcpip [UDP/IP]"},
    {AF_INET6,
     SOCK_STREAM,
     IPPROTO_TCP,
     COMMON_FLAGS,
     1003,
     0,
     {0xf9eab0c0, 0x26d4, 0x11d0, {0xbb, 0xbf, 0x00, 0xaa, 0x00, 0x6c, 0x34, 0xe4}},
     L"MSAFD Tcpip [TCP/IPv6]"},
    {AF_INET6,
     SOCK_DGRAM,
     IPPROTO_UDP,
     DATAGRAM_FLAGS,
     1004,
     65507,
     {0xf9eab0c0, 0x26d4, 0x11d0, {0xbb, 0xbf, 0x00, 0xaa, 0x00, 0x6c, 0x34, 0xe4}},
     L"MSAFD Tcpip [UDP/IPv6]"},
};

/* The two structures are the same up to the name. */
static void fill(unsigned i, WSAPROTOCOL_INFOW *info)
{
    info->dwServiceFlags1 = protocols[i].flags;
    info->dwProviderFlags = PFL_MATCHES_PROTOCOL_ZERO;
    info->ProviderId = protocols[i].provider;
    info->dwCatalogEntryId = protocols[i].catalog;
    info->ProtocolChain.ChainLen = BASE_PROTOCOL;
    info->iVersion = 2;
    info->iAddressFamily = protocols[i].family;
    info->iMaxSockAddr = info->iMinSockAddr = protocols[i].family == AF_INET
                                                  ? (int)sizeof(struct sockaddr_in)
                                                  : (int)sizeof(struct sockaddr_in6);
    info->iSocketType = protocols[i].type;
    info->iProtocol = protocols[i].protocol;
    info->iNetworkByteOrder = BIGENDIAN;
    info->iSecurityScheme = SECURITY_PROTOCOL_NONE;
    info->dwMessageSize = protocols[i].message;
}

static BOOL is_wanted(const int *ids, int protocol)
{
    if (!ids)
        return TRUE;
    for (; *ids; ids++)
        if (*ids == protocol)
            return TRUE;
    return FALSE;
}

/* Returns how many, or SOCKET_ERROR with *error. */
static int enumerate(const int *ids, void *buffer, DWORD *size, BOOL wide, int *error)
{
    const DWORD each = wide ? sizeof(WSAPROTOCOL_INFOW) : sizeof(WSAPROTOCOL_INFOA);
    DWORD count = 0;
    *error = 0;
    for (unsigned i = 0; i < ARRAYSIZE(protocols); i++)
        count += is_wanted(ids, protocols[i].protocol);
    if (!size || !buffer || *size < count * each) {
        *error = size ? WSAENOBUFS : WSAEFAULT;
        if (size)
            *size = count * each;
        return SOCKET_ERROR;
    }
    char *at = buffer;
    memset(buffer, 0, count * each);
    for (unsigned i = 0; i < ARRAYSIZE(protocols); i++) {
        if (!is_wanted(ids, protocols[i].protocol))
            continue;
        fill(i, (WSAPROTOCOL_INFOW *)at);
        if (wide)
            memcpy(((WSAPROTOCOL_INFOW *)at)->szProtocol, protocols[i].name,
                   sizeof protocols[i].name);
        else
            for (unsigned c = 0; protocols[i].name[c]; c++)
                ((WSAPROTOCOL_INFOA *)at)->szProtocol[c] = (char)protocols[i].name[c];
        at += each;
    }
    return (int)count;
}

int WSAAPI WSAEnumProtocolsW(LPINT ids, LPWSAPROTOCOL_INFOW buffer, LPDWORD size)
{
    int error, count;
    if (!ws2_started())
        return SOCKET_ERROR;
    count = enumerate(ids, buffer, size, TRUE, &error);
    return error ? ws2_fail(error) : count;
}

int WSAAPI WSAEnumProtocolsA(LPINT ids, LPWSAPROTOCOL_INFOA buffer, LPDWORD size)
{
    int error, count;
    if (!ws2_started())
        return SOCKET_ERROR;
    count = enumerate(ids, buffer, size, FALSE, &error);
    return error ? ws2_fail(error) : count;
}

/* The whole catalogue, and no need of WSAStartup. */
int WSAAPI WSCEnumProtocols(LPINT ids, LPWSAPROTOCOL_INFOW buffer, LPDWORD size, LPINT error)
{
    return enumerate(ids, buffer, size, TRUE, error);
}
