/* names.h - between the files of ws2_32 that find names and addresses. */
#ifndef BAILEY_WS2_NAMES_H
#define BAILEY_WS2_NAMES_H

#include "ws2_private.h"

#include <mstcpip.h>

/* which that header lacks */
LONG NTAPI RtlIpv6StringToAddressA(PCSTR, LPSTR *end, struct in6_addr *);
LONG NTAPI RtlIpv6StringToAddressW(PCWSTR, LPWSTR *end, struct in6_addr *);

#define NAME_MAX_     255 /* bytes of a host's name, without its end */
#define ADDRESSES_MAX 64
#define ALIASES_MAX   8

typedef struct ADDRESS {
    int family; /* AF_INET, AF_INET6 */
    UCHAR bytes[16];
    ULONG scope;
} ADDRESS;

typedef struct HOST {
    char name[NAME_MAX_ + 1]; /* the canonical one */
    unsigned count;
    ADDRESS addresses[ADDRESSES_MAX];
} HOST;

/* Appends; what does not fit is left out, as answers of that size are none that programs use. */
void host_add(HOST *host, int family, const void *bytes);

/* Each returns 0 or a Winsock error: WSAHOST_NOT_FOUND, WSATRY_AGAIN, WSANO_RECOVERY, WSANO_DATA,
 * WSAEACCES (without the grant of the network). family 0: both. */
int host_find(const char *name, int family, HOST *host);
/* Reverse: a name into host->name. */
int host_find_address(const ADDRESS *address, HOST *host);
int dns_find(const char *name, int family, HOST *host);
int dns_find_address(const ADDRESS *address, HOST *host);
/* /etc/hosts: TRUE if it has the name or the address. */
BOOL hosts_find(const char *name, int family, HOST *host);
BOOL hosts_find_address(const ADDRESS *address, HOST *host);
/* A text file of the host, with an end; the caller frees it with HeapFree. NULL: not readable. */
char *host_file(const WCHAR *path);
/* The next word of a line; NULL: none is left. Cuts the text up. */
char *next_word(char **text);
/* An address as text; FALSE: it is none. */
BOOL address_of_text(const char *text, ADDRESS *address);
/* This machine's name, NAME_MAX_ + 1 bytes. */
void own_name(char *name);
/* Whether a packet to that family could leave this machine; without sending one. own may be NULL.
 */
BOOL has_route(int family, ADDRESS *own);
BOOL same_name(const char *a, const char *b);

typedef struct SERVICE {
    const char *name;
    USHORT port;
    UCHAR protocols; /* SERVICE_TCP, SERVICE_UDP */
    const char *alias;
} SERVICE;

#define SERVICE_TCP 1
#define SERVICE_UDP 2

/* protocols: any of those bits. NULL: none. */
const SERVICE *service_of_name(const char *name, int protocols);
const SERVICE *service_of_port(USHORT port, int protocols);

/* Blocks of a thread that the old functions return; freed with the thread. NULL: no memory. */
typedef struct THREAD_NAMES {
    char text[16]; /* inet_ntoa */
    HOST host;
    struct hostent hostent;
    char *host_aliases[1];
    char *host_addresses[ADDRESSES_MAX + 1];
    struct servent servent;
    struct protoent protoent;
    char *aliases[2];
} THREAD_NAMES;

THREAD_NAMES *thread_names(void);

#endif
