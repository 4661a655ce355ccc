/* service.c - services and protocols by name and number: what every Windows has in its files
 * (figures: IANA's registries). */
#include "names.h"

#define BOTH (SERVICE_TCP | SERVICE_UDP)

static const SERVICE services[] = {
    {"echo", 7, BOTH, NULL},
    {"discard", 9, BOTH, "sink"},
    {"systat", 11, BOTH, "users"},
    {"daytime", 13, BOTH, NULL},
    {"qotd", 17, BOTH, "quote"},
    {"chargen", 19, BOTH, "ttytst"},
    {"ftp-data", 20, SERVICE_TCP, NULL},
    {"ftp", 21, SERVICE_TCP, NULL},
    {"ssh", 22, SERVICE_TCP, NULL},
    {"telnet", 23, SERVICE_TCP, NULL},
    {"smtp", 25, SERVICE_TCP, "mail"},
    {"time", 37, BOTH, "timserver"},
    {"nameserver", 42, BOTH, "name"},
    {"nicname", 43, SERVICE_TCP, "whois"},
    {"domain", 53, BOTH, NULL},
    {"bootps", 67, SERVICE_UDP, "dhcps"},
    {"bootpc", 68, SERVICE_UDP, "dhcpc"},
    {"tftp", 69, SERVICE_UDP, NULL},
    {"gopher", 70, SERVICE_TCP, NULL},
    {"finger", 79, SERVICE_TCP, NULL},
    {"http", 80, SERVICE_TCP, "www"},
    {"kerberos", 88, BOTH, "krb5"},
    {"hostname", 101, SERVICE_TCP, "hostnames"},
    {"pop2", 109, SERVICE_TCP, "postoffice"},
    {"pop3", 110, SERVICE_TCP, NULL},
    {"sunrpc", 111, BOTH, "rpcbind"},
    {"auth", 113, SERVICE_TCP, "ident"},
    {"nntp", 119, SERVICE_TCP, "usenet"},
    {"ntp", 123, SERVICE_UDP, NULL},
    {"epmap", 135, BOTH, "loc-srv"},
    {"netbios-ns", 137, BOTH, "nbname"},
    {"netbios-dgm", 138, SERVICE_UDP, "nbdatagram"},
    {"netbios-ssn", 139, SERVICE_TCP, "nbsession"},
    {"imap", 143, SERVICE_TCP, "imap4"},
    {"snmp", 161, SERVICE_UDP, NULL},
    {"snmptrap", 162, SERVICE_UDP, "snmp-trap"},
    {"bgp", 179, SERVICE_TCP, NULL},
    {"irc", 194, SERVICE_TCP, NULL},
    {"ldap", 389, SERVICE_TCP, NULL},
    {"https", 443, BOTH, "MCom"},
    {"microsoft-ds", 445, BOTH, NULL},
    {"kpasswd", 464, BOTH, NULL},
    {"isakmp", 500, SERVICE_UDP, "ike"},
    {"exec", 512, SERVICE_TCP, NULL},
    {"biff", 512, SERVICE_UDP, "comsat"},
    {"login", 513, SERVICE_TCP, NULL},
    {"who", 513, SERVICE_UDP, "whod"},
    {"cmd", 514, SERVICE_TCP, "shell"},
    {"syslog", 514, SERVICE_UDP, NULL},
    {"printer", 515, SERVICE_TCP, "spooler"},
    {"router", 520, SERVICE_UDP, "route"},
    {"uucp", 540, SERVICE_TCP, "uucpd"},
    {"rtsp", 554, BOTH, NULL},
    {"nntps", 563, SERVICE_TCP, "snntp"},
    {"ipp", 631, SERVICE_TCP, NULL},
    {"ldaps", 636, SERVICE_TCP, "sldap"},
    {"ftps-data", 989, SERVICE_TCP, NULL},
    {"ftps", 990, SERVICE_TCP, NULL},
    {"telnets", 992, SERVICE_TCP, NULL},
    {"imaps", 993, SERVICE_TCP, NULL},
    {"pop3s", 995, SERVICE_TCP, NULL},
    {"socks", 1080, SERVICE_TCP, NULL},
    {"ms-sql-s", 1433, BOTH, NULL},
    {"ms-sql-m", 1434, BOTH, NULL},
    {"wins", 1512, BOTH, NULL},
    {"l2tp", 1701, SERVICE_UDP, NULL},
    {"pptp", 1723, SERVICE_TCP, NULL},
    {"radius", 1812, SERVICE_UDP, NULL},
    {"radacct", 1813, SERVICE_UDP, NULL},
    {"nfsd", 2049, SERVICE_UDP, "nfs"},
    {"ms-wbt-server", 3389, BOTH, NULL},
    {"teredo", 3544, SERVICE_UDP, NULL},
    {"sip", 5060, BOTH, NULL},
    {"llmnr", 5355, BOTH, NULL},
    {"wsd", 5357, SERVICE_TCP, NULL},
    {"wsman", 5985, SERVICE_TCP, NULL},
};

static const struct {
    const char *name, *alias;
    short number;
} protocols[] = {
    {"ip", "IP", 0},
    {"icmp", "ICMP", 1},
    {"ggp", "GGP", 3},
    {"tcp", "TCP", 6},
    {"egp", "EGP", 8},
    {"pup", "PUP", 12},
    {"udp", "UDP", 17},
    {"hmp", "HMP", 20},
    {"xns-idp", "XNS-IDP", 22},
    {"rdp", "RDP", 27},
    {"ipv6", "IPv6", 41},
    {"ipv6-route", "IPv6-Route", 43},
    {"ipv6-frag", "IPv6-Frag", 44},
    {"esp", "ESP", 50},
    {"ah", "AH", 51},
    {"ipv6-icmp", "IPv6-ICMP", 58},
    {"ipv6-nonxt", "IPv6-NoNxt", 59},
    {"ipv6-opts", "IPv6-Opts", 60},
    {"rvd", "RVD", 66},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

BOOL same_name(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b))
        a++, b++;
    return lower(*a) == lower(*b);
}

const SERVICE *service_of_name(const char *name, int wanted)
{
    for (unsigned i = 0; i < ARRAYSIZE(services); i++)
        if (services[i].protocols & wanted &&
            (same_name(name, services[i].name) ||
             (services[i].alias && same_name(name, services[i].alias))))
            return &services[i];
    return NULL;
}

const SERVICE *service_of_port(USHORT port, int wanted)
{
    for (unsigned i = 0; i < ARRAYSIZE(services); i++)
        if (services[i].protocols & wanted && services[i].port == port)
            return &services[i];
    return NULL;
}

/* 0: there is no such protocol. */
static int protocols_of(const char *name)
{
    if (!name)
        return BOTH;
    return same_name(name, "tcp") ? SERVICE_TCP : same_name(name, "udp") ? SERVICE_UDP : 0;
}

static struct servent *give_service(const SERVICE *service, int wanted)
{
    THREAD_NAMES *names = ws2_started() ? thread_names() : NULL;
    if (!names)
        return NULL;
    if (!service) {
        ws2_fail(WSANO_DATA);
        return NULL;
    }
    names->aliases[0] = (char *)service->alias;
    names->aliases[1] = NULL;
    names->servent.s_name = (char *)service->name;
    names->servent.s_aliases = names->aliases;
    names->servent.s_port = (short)htons(service->port);
    names->servent.s_proto = service->protocols & wanted & SERVICE_TCP ? "tcp" : "udp";
    return &names->servent;
}

struct servent *WSAAPI getservbyname(const char *name, const char *protocol)
{
    int wanted = protocols_of(protocol);
    if (!name) {
        ws2_fail(WSANO_DATA);
        return NULL;
    }
    return give_service(service_of_name(name, wanted), wanted);
}

struct servent *WSAAPI getservbyport(int port, const char *protocol)
{
    int wanted = protocols_of(protocol);
    return give_service(service_of_port(ntohs((USHORT)port), wanted), wanted);
}

static struct protoent *give_protocol(unsigned i)
{
    THREAD_NAMES *names = ws2_started() ? thread_names() : NULL;
    if (!names)
        return NULL;
    if (i == ARRAYSIZE(protocols)) {
        ws2_fail(WSANO_DATA);
        return NULL;
    }
    names->aliases[0] = (char *)protocols[i].alias;
    names->aliases[1] = NULL;
    names->protoent.p_name = (char *)protocols[i].name;
    names->protoent.p_aliases = names->aliases;
    names->protoent.p_proto = protocols[i].number;
    return &names->protoent;
}

struct protoent *WSAAPI getprotobyname(const char *name)
{
    unsigned i = 0;
    while (i < ARRAYSIZE(protocols) && !(name && same_name(name, protocols[i].name)))
        i++;
    return give_protocol(i);
}

struct protoent *WSAAPI getprotobynumber(int number)
{
    unsigned i = 0;
    while (i < ARRAYSIZE(protocols) && protocols[i].number != number)
        i++;
    return give_protocol(i);
}
