/* hosts.c - names that need no DNS: this machine's, and those in its file of hosts. */
#include "names.h"

#define FILE_MAX (1u << 20)

void host_add(HOST *host, int family, const void *bytes)
{
    ADDRESS *to = &host->addresses[host->count];
    if (host->count == ADDRESSES_MAX)
        return;
    to->family = family;
    to->scope = 0;
    memset(to->bytes, 0, sizeof to->bytes);
    memcpy(to->bytes, bytes, family == AF_INET ? 4 : 16);
    host->count++;
}

char *host_file(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    DWORD size, done = 0;
    char *text = NULL;
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    size = GetFileSize(file, NULL);
    if (size <= FILE_MAX)
        text = HeapAlloc(GetProcessHeap(), 0, size + 1);
    if (text && !ReadFile(file, text, size, &done, NULL))
        done = 0;
    if (text)
        text[done] = 0;
    CloseHandle(file);
    return text;
}

char *next_word(char **text)
{
    char *at = *text, *word;
    while (*at == ' ' || *at == '\t' || *at == '\r')
        at++;
    word = at;
    while (*at && *at != ' ' && *at != '\t' && *at != '\r')
        at++;
    if (*at)
        *at++ = 0;
    *text = at;
    return *word ? word : NULL;
}

BOOL address_of_text(const char *text, ADDRESS *address)
{
    struct in_addr four;
    struct in6_addr six;
    CHAR *end;
    memset(address, 0, sizeof *address);
    if (!RtlIpv4StringToAddressA(text, TRUE, &end, &four) && !*end) {
        address->family = AF_INET;
        memcpy(address->bytes, &four, sizeof four);
        return TRUE;
    }
    if (RtlIpv6StringToAddressA(text, &end, &six))
        return FALSE;
    if (*end == '%')
        for (end++; *end >= '0' && *end <= '9'; end++)
            address->scope = address->scope * 10 + (ULONG)(*end - '0');
    address->family = AF_INET6;
    memcpy(address->bytes, &six, sizeof six);
    return !*end;
}

/* ---- the file of hosts */

/* Calls for each line: its address and the words after it. */
static BOOL each_line(BOOL (*see)(const ADDRESS *, char *, void *), void *context)
{
    char *text = host_file(L"\\\\?\\Z:\\etc\\hosts");
    BOOL any = FALSE;
    for (char *line = text, *next; line && *line; line = next) {
        ADDRESS address;
        next = line;
        while (*next && *next != '\n')
            next++;
        if (*next)
            *next++ = 0;
        for (char *at = line; *at; at++)
            if (*at == '#')
                *at-- = 0;
        char *word = next_word(&line);
        if (word && address_of_text(word, &address))
            any |= see(&address, line, context);
    }
    HeapFree(GetProcessHeap(), 0, text);
    return any;
}

struct search {
    const char *name;
    int family;
    const ADDRESS *address;
    HOST *host;
};

static void take_name(HOST *host, const char *name)
{
    size_t size = strlen(name);
    if (size <= NAME_MAX_)
        memcpy(host->name, name, size + 1);
}

static BOOL see_name(const ADDRESS *address, char *words, void *context)
{
    struct search *search = context;
    const char *first = NULL;
    for (char *word; (word = next_word(&words));) {
        first = first ? first : word;
        if (!same_name(word, search->name))
            continue;
        if (search->family && search->family != address->family)
            return FALSE;
        if (!search->host->count)
            take_name(search->host, first);
        host_add(search->host, address->family, address->bytes);
        return TRUE;
    }
    return FALSE;
}

static BOOL see_address(const ADDRESS *address, char *words, void *context)
{
    struct search *search = context;
    char *first = next_word(&words);
    if (search->host->name[0] || !first || address->family != search->address->family ||
        memcmp(address->bytes, search->address->bytes, sizeof address->bytes))
        return FALSE;
    take_name(search->host, first);
    return TRUE;
}

BOOL hosts_find(const char *name, int family, HOST *host)
{
    struct search search = {.name = name, .family = family, .host = host};
    return each_line(see_name, &search);
}

BOOL hosts_find_address(const ADDRESS *address, HOST *host)
{
    struct search search = {.address = address, .host = host};
    return each_line(see_address, &search);
}

/* ---- this machine */

void own_name(char *name)
{
    DWORD size = NAME_MAX_ + 1;
    if (!GetComputerNameExA(ComputerNameDnsHostname, name, &size))
        memcpy(name, "localhost", sizeof "localhost");
}

/* A datagram socket that connects asks the host's routes and sends nothing. */
BOOL has_route(int family, ADDRESS *own)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(9)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(9)};
    int size = family == AF_INET ? (int)sizeof four : (int)sizeof six;
    struct sockaddr *to = family == AF_INET ? (struct sockaddr *)&four : (struct sockaddr *)&six;
    static const UCHAR somewhere[16] = {0x20, 0x01, 0x48, 0x60, 0x48, 0x60, [15] = 0x88};
    four.sin_addr.s_addr = htonl(0x08080808);
    memcpy(&six.sin6_addr, somewhere, sizeof somewhere);
    AFD_INFO info = {.family = family, .type = SOCK_DGRAM, .protocol = IPPROTO_UDP};
    SOCKET probe = ws2_open(&info);
    if (probe == INVALID_SOCKET)
        return FALSE;
    BOOL held = !connect(probe, to, size) && !getsockname(probe, to, &size);
    closesocket(probe);
    if (held && own) {
        own->family = family;
        own->scope = 0;
        memset(own->bytes, 0, sizeof own->bytes);
        if (family == AF_INET)
            memcpy(own->bytes, &four.sin_addr, 4);
        else
            memcpy(own->bytes, &six.sin6_addr, 16);
    }
    return held;
}

static void add_loopback(HOST *host, int family)
{
    static const UCHAR four[4] = {127, 0, 0, 1}, six[16] = {[15] = 1};
    if (family != AF_INET)
        host_add(host, AF_INET6, six);
    if (family != AF_INET6)
        host_add(host, AF_INET, four);
}

static void add_own(HOST *host, int family)
{
    ADDRESS own;
    if (family != AF_INET && has_route(AF_INET6, &own))
        host_add(host, AF_INET6, own.bytes);
    if (family != AF_INET6 && has_route(AF_INET, &own))
        host_add(host, AF_INET, own.bytes);
    if (!host->count)
        add_loopback(host, family);
}

static BOOL is_local(const char *name)
{
    size_t size = strlen(name), tail = sizeof ".localhost" - 1;
    return same_name(name, "localhost") ||
           (size > tail && same_name(name + size - tail, ".localhost"));
}

/* ---- either way */

int host_find(const char *name, int family, HOST *host)
{
    char own[NAME_MAX_ + 1];
    if (strlen(name) > NAME_MAX_)
        return WSAHOST_NOT_FOUND;
    memset(host, 0, sizeof *host);
    take_name(host, name);
    if (is_local(name)) {
        add_loopback(host, family);
        return 0;
    }
    own_name(own);
    if (!*name || same_name(name, own)) {
        take_name(host, own);
        add_own(host, family);
        return 0;
    }
    return hosts_find(name, family, host) ? 0 : dns_find(name, family, host);
}

int host_find_address(const ADDRESS *address, HOST *host)
{
    HOST own;
    memset(host, 0, sizeof *host);
    if (hosts_find_address(address, host))
        return 0;
    memset(&own, 0, sizeof own);
    add_loopback(&own, address->family);
    add_own(&own, address->family);
    for (unsigned i = 0; i < own.count; i++)
        if (!memcmp(own.addresses[i].bytes, address->bytes, sizeof address->bytes)) {
            own_name(host->name);
            return 0;
        }
    return dns_find_address(address, host);
}
