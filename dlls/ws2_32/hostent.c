/* hostent.c - the older name functions, and getnameinfo. */
#include "names.h"

int WSAAPI gethostname(char *name, int size)
{
    char own[NAME_MAX_ + 1];
    if (!ws2_started())
        return SOCKET_ERROR;
    own_name(own);
    size_t length = strlen(own) + 1;
    if (!name || size < (int)length)
        return ws2_fail(WSAEFAULT);
    memcpy(name, own, length);
    return 0;
}

int WSAAPI GetHostNameW(PWSTR name, int size)
{
    char own[NAME_MAX_ + 1];
    if (!ws2_started())
        return SOCKET_ERROR;
    own_name(own);
    size_t length = strlen(own) + 1;
    if (!name || size < (int)length)
        return ws2_fail(WSAEFAULT);
    for (size_t i = 0; i < length; i++)
        name[i] = (UCHAR)own[i];
    return 0;
}

static struct hostent *give(THREAD_NAMES *names, int family)
{
    for (unsigned i = 0; i < names->host.count; i++)
        names->host_addresses[i] = (char *)names->host.addresses[i].bytes;
    names->host_addresses[names->host.count] = NULL;
    names->host_aliases[0] = NULL;
    names->hostent.h_name = names->host.name;
    names->hostent.h_aliases = names->host_aliases;
    names->hostent.h_addrtype = (short)family;
    names->hostent.h_length = family == AF_INET ? 4 : 16;
    names->hostent.h_addr_list = names->host_addresses;
    return &names->hostent;
}

struct hostent *WSAAPI gethostbyname(const char *name)
{
    THREAD_NAMES *names = ws2_started() ? thread_names() : NULL;
    ADDRESS address;
    int error = 0;
    if (!names)
        return NULL;
    memset(&names->host, 0, sizeof names->host);
    if (name && address_of_text(name, &address)) {
        if (address.family == AF_INET)
            host_add(&names->host, AF_INET, address.bytes);
        else
            error = WSANO_DATA;
        if (strlen(name) <= NAME_MAX_)
            strcpy(names->host.name, name);
    } else {
        error = host_find(name ? name : "", AF_INET, &names->host);
    }
    if (!error)
        return give(names, AF_INET);
    ws2_fail(error);
    return NULL;
}

struct hostent *WSAAPI gethostbyaddr(const char *bytes, int size, int family)
{
    THREAD_NAMES *names = ws2_started() ? thread_names() : NULL;
    ADDRESS address = {.family = family};
    int error = WSAEAFNOSUPPORT;
    if (!names)
        return NULL;
    if (family == AF_INET || family == AF_INET6)
        error = bytes && size >= (family == AF_INET ? 4 : 16) ? 0 : WSAEFAULT;
    if (!error) {
        memcpy(address.bytes, bytes, family == AF_INET ? 4 : 16);
        error = host_find_address(&address, &names->host);
    }
    if (error) {
        ws2_fail(error);
        return NULL;
    }
    names->host.count = 0;
    host_add(&names->host, family, address.bytes);
    return give(names, family);
}

/* ---- getnameinfo */

static int address_of(const struct sockaddr *from, int size, ADDRESS *address, USHORT *port)
{
    const struct sockaddr_in *four = (const struct sockaddr_in *)from;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)from;
    if (!from || size < (int)sizeof *four)
        return WSAEFAULT;
    if (from->sa_family != AF_INET && from->sa_family != AF_INET6)
        return WSAEAFNOSUPPORT;
    if (from->sa_family == AF_INET6 && size < (int)sizeof *six)
        return WSAEFAULT;
    *address = (ADDRESS){.family = from->sa_family};
    *port = ntohs(four->sin_port);
    if (from->sa_family == AF_INET) {
        memcpy(address->bytes, &four->sin_addr, 4);
    } else {
        memcpy(address->bytes, &six->sin6_addr, 16);
        address->scope = six->sin6_scope_id;
    }
    return 0;
}

/* text: NAME_MAX_ + 1 */
static void put_number(ULONG number, char *text)
{
    char digits[10];
    int count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count)
        *text++ = digits[--count];
    *text = 0;
}

static int name_of(const ADDRESS *address, int flags, char *text)
{
    HOST host;
    int error = flags & NI_NUMERICHOST ? WSAHOST_NOT_FOUND : host_find_address(address, &host);
    if (error && flags & NI_NAMEREQD)
        return flags & NI_NUMERICHOST ? WSAEINVAL : WSAHOST_NOT_FOUND;
    if (!error) {
        strcpy(text, host.name);
        if (flags & NI_NOFQDN)
            for (char *at = text; *at; at++)
                if (*at == '.')
                    *at-- = 0;
        return 0;
    }
    char *end = address->family == AF_INET
                    ? RtlIpv4AddressToStringA((const struct in_addr *)address->bytes, text)
                    : RtlIpv6AddressToStringA((const struct in6_addr *)address->bytes, text);
    if (address->scope) {
        *end++ = '%';
        put_number(address->scope, end);
    }
    return 0;
}

static int names_of(const struct sockaddr *from, int size, int flags, char *host, char *service)
{
    ADDRESS address;
    USHORT port;
    int error = address_of(from, size, &address, &port);
    if (!error && host)
        error = name_of(&address, flags, host);
    if (error || !service)
        return error;
    const SERVICE *known =
        flags & NI_NUMERICSERV
            ? NULL
            : service_of_port(port, flags & NI_DGRAM ? SERVICE_UDP : SERVICE_TCP);
    if (known)
        strcpy(service, known->name);
    else
        put_number(port, service);
    return 0;
}

INT WSAAPI getnameinfo(const struct sockaddr *from, socklen_t size, PCHAR host, DWORD host_size,
                       PCHAR service, DWORD service_size, INT flags)
{
    char name[NAME_MAX_ + 1], service_name[NAME_MAX_ + 1];
    BOOL wants_host = host && host_size, wants_service = service && service_size;
    if (!ws2_started())
        return WSANOTINITIALISED;
    int error = !wants_host && !wants_service
                    ? WSAHOST_NOT_FOUND
                    : names_of(from, size, flags, wants_host ? name : NULL,
                               wants_service ? service_name : NULL);
    if (!error && ((wants_host && strlen(name) >= host_size) ||
                   (wants_service && strlen(service_name) >= service_size)))
        error = ERROR_INSUFFICIENT_BUFFER;
    if (!error && wants_host)
        strcpy(host, name);
    if (!error && wants_service)
        strcpy(service, service_name);
    SetLastError((DWORD)error);
    return error;
}

INT WSAAPI GetNameInfoW(const struct sockaddr *from, socklen_t size, PWCHAR host, DWORD host_size,
                        PWCHAR service, DWORD service_size, INT flags)
{
    char name[NAME_MAX_ + 1], service_name[NAME_MAX_ + 1];
    int error =
        getnameinfo(from, size, host ? name : NULL, min(host_size, sizeof name),
                    service ? service_name : NULL, min(service_size, sizeof service_name), flags);
    if (!error && host && host_size)
        MultiByteToWideChar(CP_UTF8, 0, name, -1, host, (int)host_size);
    if (!error && service && service_size)
        MultiByteToWideChar(CP_UTF8, 0, service_name, -1, service, (int)service_size);
    return error;
}
