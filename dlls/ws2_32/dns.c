/* dns.c - asking the host's name servers: UDP, then TCP for what is too long. */
#include "dns_message.h"
#include "random.h"

#define SERVERS_MAX  3
#define DOMAINS_MAX  6
#define ATTEMPTS_MAX 5

typedef struct CONFIGURATION {
    unsigned server_count, domain_count, attempts, dots;
    DWORD timeout;                            /* milliseconds */
    struct sockaddr_in6 servers[SERVERS_MAX]; /* or sockaddr_in */
    char domains[DOMAINS_MAX][NAME_MAX_ + 1];
} CONFIGURATION;

static void add_server(CONFIGURATION *c, const char *text)
{
    ADDRESS address;
    if (c->server_count == SERVERS_MAX || !address_of_text(text, &address))
        return;
    struct sockaddr_in6 *six = &c->servers[c->server_count++];
    struct sockaddr_in *four = (struct sockaddr_in *)six;
    memset(six, 0, sizeof *six);
    six->sin6_family = (short)address.family;
    six->sin6_port = htons(53);
    if (address.family == AF_INET) {
        memcpy(&four->sin_addr, address.bytes, 4);
    } else {
        memcpy(&six->sin6_addr, address.bytes, 16);
        six->sin6_scope_id = address.scope;
    }
}

static unsigned number_after(const char *text, const char *prefix, unsigned low, unsigned high,
                             unsigned otherwise)
{
    size_t size = strlen(prefix);
    unsigned number = 0;
    if (memcmp(text, prefix, min(size, strlen(text) + 1)))
        return otherwise;
    for (text += size; *text >= '0' && *text <= '9' && number < 1000; text++)
        number = number * 10 + (unsigned)(*text - '0');
    return number < low ? low : number > high ? high : number;
}

static void take_option(CONFIGURATION *c, const char *word)
{
    c->timeout = 1000 * number_after(word, "timeout:", 1, 30, c->timeout / 1000);
    c->attempts = number_after(word, "attempts:", 1, ATTEMPTS_MAX, c->attempts);
    c->dots = number_after(word, "ndots:", 0, 15, c->dots);
}

static void take_line(CONFIGURATION *c, char *line)
{
    char *keyword = next_word(&line), *word;
    if (!keyword || *keyword == '#' || *keyword == ';')
        return;
    if (same_name(keyword, "nameserver") && (word = next_word(&line)))
        add_server(c, word);
    if (same_name(keyword, "search") || same_name(keyword, "domain"))
        for (c->domain_count = 0; c->domain_count < DOMAINS_MAX && (word = next_word(&line));)
            if (strlen(word) <= NAME_MAX_)
                strcpy(c->domains[c->domain_count++], word);
    if (same_name(keyword, "options"))
        while ((word = next_word(&line)))
            take_option(c, word);
}

static void configure(CONFIGURATION *c)
{
    char *text = host_file(L"\\\\?\\Z:\\etc\\resolv.conf");
    *c = (CONFIGURATION){.attempts = 2, .dots = 1, .timeout = 5000};
    for (char *line = text, *next; line && *line; line = next) {
        next = line;
        while (*next && *next != '\n')
            next++;
        if (*next)
            *next++ = 0;
        take_line(c, line);
    }
    HeapFree(GetProcessHeap(), 0, text);
    if (!c->server_count)
        add_server(c, "127.0.0.1");
}

/* ---- one question to one server */

static SOCKET open_to(const struct sockaddr_in6 *server, int type, DWORD timeout)
{
    AFD_INFO info = {.family = server->sin6_family,
                     .type = type,
                     .protocol = type == SOCK_DGRAM ? IPPROTO_UDP : IPPROTO_TCP,
                     .flags = AFD_NO_INHERIT,
                     .receive_limit = timeout,
                     .send_limit = timeout};
    SOCKET made = ws2_open(&info);
    int size = server->sin6_family == AF_INET ? (int)sizeof(struct sockaddr_in)
                                              : (int)sizeof(struct sockaddr_in6);
    if (made != INVALID_SOCKET && connect(made, (const struct sockaddr *)server, size)) {
        int error = WSAGetLastError();
        closesocket(made);
        ws2_fail(error);
        return INVALID_SOCKET;
    }
    return made;
}

static BOOL receive_whole(SOCKET from, char *to, int size)
{
    for (int done = 0, got; done < size; done += got)
        if ((got = recv(from, to + done, size - done, 0)) <= 0)
            return FALSE;
    return TRUE;
}

static enum dns_verdict ask_by_tcp(const struct sockaddr_in6 *server, DWORD timeout,
                                   const UCHAR *question, unsigned size, USHORT id,
                                   const char *name, USHORT type, HOST *host)
{
    UCHAR length[2] = {(UCHAR)(size >> 8), (UCHAR)size};
    enum dns_verdict verdict = DNS_FAILED;
    SOCKET stream = open_to(server, SOCK_STREAM, timeout);
    if (stream == INVALID_SOCKET)
        return DNS_FAILED;
    if (send(stream, (char *)length, 2, 0) == 2 &&
        send(stream, (const char *)question, (int)size, 0) == (int)size &&
        receive_whole(stream, (char *)length, 2)) {
        unsigned answer_size = (unsigned)length[0] << 8 | length[1];
        UCHAR *answer = HeapAlloc(GetProcessHeap(), 0, answer_size + 1);
        if (answer && receive_whole(stream, (char *)answer, (int)answer_size))
            verdict = dns_take(answer, answer_size, id, name, type, host);
        HeapFree(GetProcessHeap(), 0, answer);
    }
    closesocket(stream);
    return verdict == DNS_FOREIGN || verdict == DNS_CUT ? DNS_FAILED : verdict;
}

/* *refused: there is no network for this program. */
static enum dns_verdict ask_server(const struct sockaddr_in6 *server, DWORD timeout,
                                   const char *name, USHORT type, HOST *host, BOOL *refused)
{
    UCHAR question[512], answer[DNS_MESSAGE_MAX];
    enum dns_verdict verdict = DNS_FAILED;
    USHORT id;
    ULONGLONG end = GetTickCount64() + timeout;
    if (BaileyRandom(&id, sizeof id))
        return DNS_FAILED;
    unsigned size = dns_ask(question, id, name, type);
    if (!size)
        return DNS_ABSENT;
    SOCKET socket = open_to(server, SOCK_DGRAM, timeout);
    if (socket == INVALID_SOCKET) {
        *refused = WSAGetLastError() == WSAEACCES;
        return DNS_FAILED;
    }
    if (send(socket, (char *)question, (int)size, 0) == (int)size)
        do {
            int got = recv(socket, (char *)answer, sizeof answer, 0);
            verdict = got < 0 ? DNS_FAILED : dns_take(answer, (unsigned)got, id, name, type, host);
        } while (verdict == DNS_FOREIGN && GetTickCount64() < end);
    closesocket(socket);
    if (verdict == DNS_CUT)
        return ask_by_tcp(server, timeout, question, size, id, name, type, host);
    return verdict == DNS_FOREIGN ? DNS_FAILED : verdict;
}

/* All servers in turn, several times; 0 or a Winsock error. */
static int ask(const CONFIGURATION *c, const char *name, USHORT type, HOST *host)
{
    BOOL refused = FALSE;
    for (unsigned attempt = 0; attempt < c->attempts; attempt++)
        for (unsigned i = 0; i < c->server_count; i++)
            switch (ask_server(&c->servers[i], c->timeout, name, type, host, &refused)) {
            case DNS_OK:
                return 0;
            case DNS_ABSENT:
                return WSAHOST_NOT_FOUND;
            default:
                if (refused)
                    return WSAEACCES;
            }
    return WSATRY_AGAIN;
}

/* ---- names */

static int find_exactly(const CONFIGURATION *c, const char *name, int family, HOST *host)
{
    int error = 0, first = 0;
    if (family != AF_INET6)
        first = error = ask(c, name, DNS_A, host);
    if (family != AF_INET && error != WSAHOST_NOT_FOUND && error != WSAEACCES)
        error = ask(c, name, DNS_AAAA, host);
    if (host->count)
        return 0;
    return first ? first : error ? error : WSANO_DATA;
}

static unsigned dots_in(const char *name)
{
    unsigned dots = 0;
    for (; *name; name++)
        dots += *name == '.';
    return dots;
}

int dns_find(const char *name, int family, HOST *host)
{
    CONFIGURATION c;
    char longer[2 * NAME_MAX_ + 2];
    int error = WSAHOST_NOT_FOUND;
    size_t size = strlen(name);
    BOOL plain_first, absolute = size && name[size - 1] == '.';
    configure(&c);
    plain_first = absolute || dots_in(name) >= c.dots;
    if (plain_first && (error = find_exactly(&c, name, family, host)) != WSAHOST_NOT_FOUND)
        return error;
    for (unsigned i = 0; i < c.domain_count && !absolute; i++) {
        memcpy(longer, name, size);
        longer[size] = '.';
        strcpy(longer + size + 1, c.domains[i]);
        error = find_exactly(&c, longer, family, host);
        if (error != WSAHOST_NOT_FOUND && error != WSANO_DATA)
            return error;
    }
    return plain_first ? error : find_exactly(&c, name, family, host);
}

int dns_find_address(const ADDRESS *address, HOST *host)
{
    static const char digits[] = "0123456789abcdef";
    CONFIGURATION c;
    char name[80], *to = name;
    if (address->family == AF_INET) {
        for (int i = 3; i >= 0; i--) {
            UCHAR part = address->bytes[i];
            if (part >= 100)
                *to++ = digits[part / 100];
            if (part >= 10)
                *to++ = digits[part / 10 % 10];
            *to++ = digits[part % 10];
            *to++ = '.';
        }
        strcpy(to, "in-addr.arpa");
    } else {
        for (int i = 15; i >= 0; i--) {
            *to++ = digits[address->bytes[i] & 15];
            *to++ = '.';
            *to++ = digits[address->bytes[i] >> 4];
            *to++ = '.';
        }
        strcpy(to, "ip6.arpa");
    }
    configure(&c);
    int error = ask(&c, name, DNS_PTR, host);
    return error ? error : same_name(host->name, name) ? WSANO_DATA : 0;
}
