/* addrinfo.c - getaddrinfo: names and services to socket addresses. */
#include "names.h"

/* One socket address in one block of memory; the canonical name is a block of its own. */
typedef struct ENTRY {
    ADDRINFOW info;
    struct sockaddr_in6 room;
} ENTRY;

typedef struct REQUEST {
    int flags, family, type, protocol;
    USHORT port;           /* as the network has it */
    int service_protocols; /* of a service found by name; 0: any */
} REQUEST;

static int check_hints(const ADDRINFOW *hints, REQUEST *r)
{
    if (!hints)
        return 0;
    *r = (REQUEST){hints->ai_flags, hints->ai_family, hints->ai_socktype, hints->ai_protocol, 0, 0};
    if (hints->ai_addrlen || hints->ai_canonname || hints->ai_addr || hints->ai_next)
        return WSANO_RECOVERY;
    if (r->family != AF_UNSPEC && r->family != AF_INET && r->family != AF_INET6)
        return WSAEAFNOSUPPORT;
    if (r->type && r->type != SOCK_STREAM && r->type != SOCK_DGRAM && r->type != SOCK_RAW)
        return WSAESOCKTNOSUPPORT;
    return 0;
}

static int take_service(const char *text, REQUEST *r)
{
    ULONG port = 0;
    const char *at = text;
    if (!text || !*text)
        return 0;
    for (; *at >= '0' && *at <= '9' && port <= 65535; at++)
        port = port * 10 + (ULONG)(*at - '0');
    if (!*at) {
        r->port = htons((USHORT)port);
        return port > 65535 ? WSATYPE_NOT_FOUND : 0;
    }
    if (r->flags & AI_NUMERICSERV)
        return WSATYPE_NOT_FOUND;
    int wanted = r->type == SOCK_STREAM  ? SERVICE_TCP
                 : r->type == SOCK_DGRAM ? SERVICE_UDP
                                         : SERVICE_TCP | SERVICE_UDP;
    const SERVICE *service = service_of_name(text, wanted);
    if (!service)
        return WSATYPE_NOT_FOUND;
    r->port = htons(service->port);
    r->service_protocols = service->protocols & wanted;
    return 0;
}

static void add_node_less(const REQUEST *r, HOST *host)
{
    static const UCHAR none[16], six[16] = {[15] = 1}, four[4] = {127, 0, 0, 1};
    BOOL passive = (r->flags & AI_PASSIVE) != 0;
    if (r->family != AF_INET)
        host_add(host, AF_INET6, passive ? none : six);
    if (r->family != AF_INET6)
        host_add(host, AF_INET, passive ? none : four);
}

/* Where this machine has no route for version 6, its addresses come last. */
static void order(HOST *host)
{
    HOST sorted = {.count = 0};
    int first = has_route(AF_INET6, NULL) ? AF_INET6 : AF_INET;
    for (int pass = 0; pass < 2; pass++)
        for (unsigned i = 0; i < host->count; i++)
            if ((host->addresses[i].family == first) == !pass)
                sorted.addresses[sorted.count++] = host->addresses[i];
    memcpy(host->addresses, sorted.addresses, host->count * sizeof *host->addresses);
}

static int find(const char *node, const REQUEST *r, HOST *host)
{
    ADDRESS numeric;
    memset(host, 0, sizeof *host);
    if (!node) {
        add_node_less(r, host);
        return 0;
    }
    if (address_of_text(node, &numeric)) {
        if (r->family && r->family != numeric.family)
            return WSAHOST_NOT_FOUND;
        host_add(host, numeric.family, numeric.bytes);
        host->addresses[0].scope = numeric.scope;
        if (strlen(node) <= NAME_MAX_)
            strcpy(host->name, node);
        return 0;
    }
    if (r->flags & AI_NUMERICHOST)
        return WSAHOST_NOT_FOUND;
    int error = host_find(node, r->family, host);
    if (!error && host->count > 1 && !r->family)
        order(host);
    return error;
}

static ENTRY *make_entry(const ADDRESS *address, const REQUEST *r, int type, int protocol)
{
    ENTRY *entry = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *entry);
    if (!entry)
        return NULL;
    struct sockaddr_in *four = (struct sockaddr_in *)&entry->room;
    entry->info.ai_family = address->family;
    entry->info.ai_socktype = type;
    entry->info.ai_protocol = protocol;
    entry->info.ai_addr = (struct sockaddr *)&entry->room;
    entry->room.sin6_family = (short)address->family;
    entry->room.sin6_port = r->port;
    if (address->family == AF_INET) {
        entry->info.ai_addrlen = sizeof *four;
        memcpy(&four->sin_addr, address->bytes, 4);
    } else {
        entry->info.ai_addrlen = sizeof entry->room;
        memcpy(&entry->room.sin6_addr, address->bytes, 16);
        entry->room.sin6_scope_id = address->scope;
    }
    return entry;
}

void WSAAPI FreeAddrInfoW(PADDRINFOW list)
{
    for (PADDRINFOW next; list; list = next) {
        next = list->ai_next;
        HeapFree(GetProcessHeap(), 0, list->ai_canonname);
        HeapFree(GetProcessHeap(), 0, list);
    }
}

void WSAAPI freeaddrinfo(PADDRINFOA list)
{
    FreeAddrInfoW((PADDRINFOW)list); /* the same blocks */
}

/* The kinds of socket for one address; a type that is left open stays so, unless the service says
 * what it is. */
static BOOL add_kinds(const ADDRESS *address, const REQUEST *r, ADDRINFOW ***link)
{
    static const struct {
        int bit, type, protocol;
    } kinds[] = {{SERVICE_TCP, SOCK_STREAM, IPPROTO_TCP}, {SERVICE_UDP, SOCK_DGRAM, IPPROTO_UDP}};
    int bits = r->type ? 0 : r->service_protocols;
    for (unsigned i = 0; i < (bits ? ARRAYSIZE(kinds) : 1); i++) {
        if (bits && !(bits & kinds[i].bit))
            continue;
        ENTRY *entry = make_entry(address, r, bits ? kinds[i].type : r->type,
                                  bits ? kinds[i].protocol : r->protocol);
        if (!entry)
            return FALSE;
        **link = &entry->info;
        *link = &entry->info.ai_next;
    }
    return TRUE;
}

/* Both kinds of text are blocks of the heap. */
static PVOID copy_name(const char *name, BOOL wide)
{
    int count = MultiByteToWideChar(CP_UTF8, 0, name, -1, NULL, 0);
    WCHAR *text = HeapAlloc(GetProcessHeap(), 0, (SIZE_T)count * sizeof *text);
    if (text)
        MultiByteToWideChar(CP_UTF8, 0, name, -1, text, count);
    for (int i = 0; text && !wide && i < count; i++)
        ((char *)text)[i] = (char)text[i];
    return text;
}

static int resolve(const char *node, const char *service, const ADDRINFOW *hints, BOOL wide,
                   ADDRINFOW **result)
{
    REQUEST r = {0};
    HOST host;
    ADDRINFOW *list = NULL, **link = &list;
    *result = NULL;
    if (!node && !service)
        return WSAHOST_NOT_FOUND;
    int error = check_hints(hints, &r);
    if (!error && !node && r.flags & AI_CANONNAME)
        error = WSAEINVAL;
    if (!error)
        error = take_service(service, &r);
    if (!error)
        error = find(node, &r, &host);
    if (error)
        return error;
    for (unsigned i = 0; i < host.count; i++)
        if (!add_kinds(&host.addresses[i], &r, &link))
            error = WSA_NOT_ENOUGH_MEMORY;
    if (!error && list && r.flags & (AI_CANONNAME | AI_FQDN) &&
        !(list->ai_canonname = copy_name(host.name, wide)))
        error = WSA_NOT_ENOUGH_MEMORY;
    if (error) {
        FreeAddrInfoW(list);
        return error;
    }
    for (ADDRINFOW *at = list; at; at = at->ai_next)
        at->ai_flags = r.flags & AI_CANONNAME && at == list ? AI_CANONNAME : 0;
    *result = list;
    return 0;
}

/* A name as the network has it: ASCII. room: NAME_MAX_ + 1. FALSE: none. */
static BOOL to_network(PCWSTR name, char *to)
{
    WCHAR ascii[NAME_MAX_ + 1];
    unsigned i = 0;
    while (name[i] && name[i] < 128 && i <= NAME_MAX_)
        i++;
    if (name[i]) { /* the others are written in Punycode */
        int count = IdnToAscii(0, name, -1, ascii, ARRAYSIZE(ascii));
        if (count <= 0)
            return FALSE;
        name = ascii;
    }
    for (i = 0; name[i] && i < NAME_MAX_; i++)
        to[i] = (char)name[i];
    to[i] = 0;
    return !name[i];
}

static INT done(int error)
{
    if (error)
        SetLastError((DWORD)error);
    return error;
}

INT WSAAPI GetAddrInfoW(PCWSTR node, PCWSTR service, const ADDRINFOW *hints, PADDRINFOW *result)
{
    char name[NAME_MAX_ + 1], service_name[NAME_MAX_ + 1];
    if (!ws2_started())
        return WSANOTINITIALISED;
    if (!result)
        return done(WSAEFAULT);
    *result = NULL;
    if ((node && !to_network(node, name)) || (service && !to_network(service, service_name)))
        return done(WSAHOST_NOT_FOUND);
    return done(resolve(node ? name : NULL, service ? service_name : NULL, hints, TRUE, result));
}

INT WSAAPI getaddrinfo(PCSTR node, PCSTR service, const ADDRINFOA *hints, PADDRINFOA *result)
{
    if (!ws2_started())
        return WSANOTINITIALISED;
    if (!result)
        return done(WSAEFAULT);
    *result = NULL;
    if (node && strlen(node) > NAME_MAX_)
        return done(WSAHOST_NOT_FOUND);
    return done(resolve(node, service, (const ADDRINFOW *)hints, FALSE, (ADDRINFOW **)result));
}
