/* dns_message.h - DNS messages (RFC 1035): questions made, hostile answers taken apart. */
#ifndef BAILEY_DNS_MESSAGE_H
#define BAILEY_DNS_MESSAGE_H

#include "names.h"

#define DNS_A     1
#define DNS_CNAME 5
#define DNS_PTR   12
#define DNS_AAAA  28

#define DNS_MESSAGE_MAX 4096

/* A question for one name; its bytes. 0: the name is none. */
unsigned dns_ask(UCHAR *message, USHORT id, const char *name, USHORT type);

enum dns_verdict {
    DNS_OK,      /* host has what it says, possibly nothing */
    DNS_FOREIGN, /* not the answer to that question: wait on */
    DNS_CUT,     /* ask again by TCP */
    DNS_ABSENT,  /* there is no such name */
    DNS_FAILED   /* this server cannot tell */
};

/* A and AAAA fill host's addresses and canonical name, PTR its name. Reads nothing past size. */
enum dns_verdict dns_take(const UCHAR *message, unsigned size, USHORT id, const char *name,
                          USHORT type, HOST *host);

#endif
