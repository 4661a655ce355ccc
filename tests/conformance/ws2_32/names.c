/*
 * Names, services, addresses as text.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

static int find(const char *node, const char *service, int family, int type, int flags,
                struct addrinfo **list)
{
    struct addrinfo hints = {.ai_flags = flags, .ai_family = family, .ai_socktype = type};
    *list = NULL;
    return getaddrinfo(node, service, &hints, list);
}

static ULONG address_of(const struct addrinfo *info)
{
    return ntohl(((struct sockaddr_in *)info->ai_addr)->sin_addr.s_addr);
}

CASE(numeric_addresses)
{
    struct addrinfo *list;
    start_net();
    CHECK_EQ(find("1.2.3.4", "80", AF_UNSPEC, SOCK_STREAM, AI_NUMERICHOST, &list), 0);
    REQUIRE(list != NULL);
    CHECK_EQ(list->ai_family, AF_INET);
    CHECK_EQ(list->ai_socktype, SOCK_STREAM);
    CHECK_EQ(list->ai_addrlen, sizeof(struct sockaddr_in));
    CHECK_EQ(address_of(list), 0x01020304);
    CHECK_EQ(ntohs(((struct sockaddr_in *)list->ai_addr)->sin_port), 80);
    CHECK(list->ai_next == NULL);
    freeaddrinfo(list);
    CHECK_EQ(find("fe80::1%3", NULL, AF_INET6, SOCK_STREAM, 0, &list), 0);
    REQUIRE(list != NULL);
    CHECK_EQ(((struct sockaddr_in6 *)list->ai_addr)->sin6_scope_id, 3);
    freeaddrinfo(list);
}

CASE(what_getaddrinfo_refuses)
{
    WINE_DIFFERS("other errors");
    struct addrinfo *list, hints = {.ai_addrlen = 1};
    start_net();
    CHECK_EQ(getaddrinfo(NULL, NULL, NULL, &list), WSAHOST_NOT_FOUND);
    CHECK_EQ(find("name", NULL, AF_UNSPEC, 0, AI_NUMERICHOST, &list), WSAHOST_NOT_FOUND);
    CHECK_EQ(find("1.2.3.4", NULL, AF_INET6, 0, AI_NUMERICHOST, &list), WSAHOST_NOT_FOUND);
    CHECK_EQ(find("1.2.3.4", NULL, 99, 0, 0, &list), WSAEAFNOSUPPORT);
    CHECK_EQ(find("1.2.3.4", NULL, AF_INET, 99, 0, &list), WSAESOCKTNOSUPPORT);
    CHECK_EQ(find("1.2.3.4", "no such service", AF_INET, SOCK_STREAM, 0, &list), WSATYPE_NOT_FOUND);
    CHECK_EQ(getaddrinfo("1.2.3.4", NULL, &hints, &list), WSANO_RECOVERY);
    CHECK(list == NULL);
}

CASE(no_node)
{
    struct addrinfo *list;
    start_net();
    CHECK_EQ(find(NULL, "7", AF_INET, SOCK_STREAM, AI_PASSIVE, &list), 0);
    CHECK_EQ(address_of(list), 0);
    freeaddrinfo(list);
    CHECK_EQ(find(NULL, "7", AF_INET, SOCK_STREAM, 0, &list), 0);
    CHECK_EQ(address_of(list), INADDR_LOOPBACK);
    freeaddrinfo(list);
}

CASE(localhost)
{
    struct addrinfo *list;
    start_net();
    CHECK_EQ(find("localhost", NULL, AF_INET, SOCK_DGRAM, AI_CANONNAME, &list), 0);
    REQUIRE(list != NULL);
    CHECK_EQ(address_of(list), INADDR_LOOPBACK);
    CHECK_EQ(list->ai_socktype, SOCK_DGRAM);
    CHECK(list->ai_canonname != NULL);
    freeaddrinfo(list);
}

CASE(wide_names)
{
    PADDRINFOW list = NULL;
    ADDRINFOW hints = {.ai_flags = AI_CANONNAME, .ai_family = AF_INET};
    start_net();
    CHECK_EQ(GetAddrInfoW(L"localhost", L"http", &hints, &list), 0);
    REQUIRE(list != NULL);
    CHECK_EQ(((struct sockaddr_in *)list->ai_addr)->sin_port, htons(80));
    CHECK_WSTR(list->ai_canonname, L"localhost");
    FreeAddrInfoW(list);
}

CASE(services)
{
    start_net();
    struct servent *entry = getservbyname("https", "tcp");
    REQUIRE(entry != NULL);
    CHECK_EQ(entry->s_port, (short)htons(443));
    CHECK_STR(entry->s_proto, "tcp");
    entry = getservbyport(htons(22), NULL);
    REQUIRE(entry != NULL);
    CHECK_STR(entry->s_name, "ssh");
    CHECK(getservbyname("ssh", "udp") == NULL);
    CHECK_EQ(WSAGetLastError(), WSANO_DATA);
    CHECK(getservbyport(htons(1), "tcp") == NULL);
}

CASE(protocols)
{
    start_net();
    struct protoent *entry = getprotobyname("TCP");
    REQUIRE(entry != NULL);
    CHECK_EQ(entry->p_proto, 6);
    CHECK_STR(entry->p_name, "tcp");
    entry = getprotobynumber(17);
    REQUIRE(entry != NULL);
    CHECK_STR(entry->p_name, "udp");
    CHECK(getprotobynumber(250) == NULL);
    CHECK_EQ(WSAGetLastError(), WSANO_DATA);
}

CASE(old_host_functions)
{
    char name[256];
    start_net();
    CHECK_EQ(gethostname(name, sizeof name), 0);
    CHECK_SOCKET_FAILS(gethostname(name, 1), WSAEFAULT);
    struct hostent *host = gethostbyname("127.0.0.1");
    REQUIRE(host != NULL);
    CHECK_EQ(host->h_addrtype, AF_INET);
    CHECK_EQ(host->h_length, 4);
    CHECK_EQ(*(ULONG *)host->h_addr_list[0], htonl(INADDR_LOOPBACK));
    CHECK(host->h_addr_list[1] == NULL);
    host = gethostbyname("localhost");
    REQUIRE(host != NULL);
    CHECK_EQ(*(ULONG *)host->h_addr_list[0], htonl(INADDR_LOOPBACK));
    host = gethostbyname(name);
    REQUIRE(host != NULL);
    CHECK(host->h_addr_list[0] != NULL);
}

CASE(names_of_addresses)
{
    WINE_DIFFERS("other errors");
    struct sockaddr_in address = loopback(80);
    char host[64] = "", service[32] = "";
    start_net();
    CHECK_EQ(getnameinfo((struct sockaddr *)&address, sizeof address, host, sizeof host, service,
                         sizeof service, NI_NUMERICHOST),
             0);
    CHECK_STR(host, "127.0.0.1");
    CHECK_STR(service, "http");
    CHECK_EQ(getnameinfo((struct sockaddr *)&address, sizeof address, NULL, 0, service,
                         sizeof service, NI_NUMERICSERV),
             0);
    CHECK_STR(service, "80");
    CHECK_EQ(
        getnameinfo((struct sockaddr *)&address, sizeof address, host, 4, NULL, 0, NI_NUMERICHOST),
        ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(getnameinfo((struct sockaddr *)&address, 4, host, sizeof host, NULL, 0, 0), WSAEFAULT);
}

CASE(addresses_as_text)
{
    char text[64];
    struct in6_addr six = {{{0x20, 1, 0xd, 0xb8, [15] = 1}}};
    struct in_addr four;
    WCHAR wide[64];
    start_net();
    CHECK_STR(inet_ntop(AF_INET6, &six, text, sizeof text), "2001:db8::1");
    CHECK(inet_ntop(AF_INET6, &six, text, 5) == NULL);
    CHECK_EQ(inet_pton(AF_INET, "10.20.30.40", &four), 1);
    CHECK_EQ(ntohl(four.s_addr), 0x0a141e28);
    CHECK_EQ(inet_pton(AF_INET, "10.20.30", &four), 0);
    CHECK_EQ(inet_pton(AF_INET, "10.20.30.40 ", &four), 0);
    CHECK_EQ(inet_pton(AF_INET6, "::ffff:1.2.3.4", &six), 1);
    CHECK_EQ(six.s6_addr[15], 4);
    CHECK_EQ(InetPtonW(AF_INET6, L"::g", &six), 0);
    CHECK_WSTR(InetNtopW(AF_INET, &four, wide, 64), L"10.20.30.40");
    CHECK_SOCKET_FAILS(inet_pton(99, "1", &four), WSAEAFNOSUPPORT);
}

CASE(socket_addresses_as_text)
{
    struct sockaddr_in four = loopback(8080);
    struct sockaddr_in6 six = {.sin6_family = AF_INET6,
                               .sin6_port = htons(9),
                               .sin6_scope_id = 2,
                               .sin6_addr = {{{0xfe, 0x80, [15] = 1}}}};
    char text[64];
    DWORD size = sizeof text;
    int length = sizeof six;
    start_net();
    CHECK_EQ(WSAAddressToStringA((struct sockaddr *)&four, sizeof four, NULL, text, &size), 0);
    CHECK_STR(text, "127.0.0.1:8080");
    CHECK_EQ(size, 15);
    size = 4;
    CHECK_SOCKET_FAILS(
        WSAAddressToStringA((struct sockaddr *)&four, sizeof four, NULL, text, &size), WSAEFAULT);
    size = sizeof text;
    CHECK_EQ(WSAAddressToStringA((struct sockaddr *)&six, sizeof six, NULL, text, &size), 0);
    CHECK_STR(text, "[fe80::1%2]:9");
    CHECK_EQ(WSAStringToAddressA(text, AF_INET6, NULL, (struct sockaddr *)&six, &length), 0);
    CHECK_EQ(six.sin6_port, htons(9));
    CHECK_EQ(six.sin6_scope_id, 2);
    length = sizeof four;
    CHECK_EQ(WSAStringToAddressW((WCHAR[]){L"1.2.3.4:5"}, AF_INET, NULL, (struct sockaddr *)&four,
                                 &length),
             0);
    CHECK_EQ(four.sin_port, htons(5));
    CHECK_SOCKET_FAILS(WSAStringToAddressA((char[]){"1.2.3.4:x"}, AF_INET, NULL,
                                           (struct sockaddr *)&four, &length),
                       WSAEINVAL);
}

CASE(catalogue_of_protocols)
{
    static WSAPROTOCOL_INFOW infos[16];
    DWORD size = 0;
    int only[] = {IPPROTO_UDP, 0}, tcp = 0;
    start_net();
    CHECK_SOCKET_FAILS(WSAEnumProtocolsW(NULL, NULL, &size), WSAENOBUFS);
    CHECK(size >= 2 * sizeof *infos);
    size = sizeof infos;
    int count = WSAEnumProtocolsW(NULL, infos, &size);
    CHECK(count >= 4);
    for (int i = 0; i < count; i++)
        if (infos[i].iProtocol == IPPROTO_TCP) {
            tcp++;
            CHECK_EQ(infos[i].iSocketType, SOCK_STREAM);
            CHECK(infos[i].dwServiceFlags1 & XP1_IFS_HANDLES);
        }
    CHECK_EQ(tcp, 2);
    size = sizeof infos;
    CHECK_EQ(WSAEnumProtocolsW(only, infos, &size), 2);
    CHECK_EQ(infos[0].iProtocol, IPPROTO_UDP);
}

CASE(what_a_socket_speaks)
{
    WSAPROTOCOL_INFOW info = {0};
    int size = sizeof info;
    start_net();
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(getsockopt(made, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)&info, &size), 0);
    CHECK_EQ(info.iAddressFamily, AF_INET);
    CHECK_EQ(info.iProtocol, IPPROTO_TCP);
    SOCKET other = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0,
                              WSA_FLAG_OVERLAPPED);
    CHECK(other != NONE);
}
