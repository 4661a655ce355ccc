/* dns_message.c - see dns_message.h. */
#include "dns_message.h"

#define HEADER        12
#define FLAG_RESPONSE 0x8000u
#define FLAG_CUT      0x0200u
#define FLAG_RECURSE  0x0100u
#define CHAIN_MAX     16 /* aliases one after the other */

static unsigned word_at(const UCHAR *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static UCHAR *put_word(UCHAR *to, unsigned value)
{
    to[0] = (UCHAR)(value >> 8);
    to[1] = (UCHAR)value;
    return to + 2;
}

unsigned dns_ask(UCHAR *message, USHORT id, const char *name, USHORT type)
{
    UCHAR *to = put_word(message, id);
    size_t length = strlen(name);
    to = put_word(to, FLAG_RECURSE);
    to = put_word(to, 1);
    memset(to, 0, 6);
    to += 6;
    if (!length || length > NAME_MAX_)
        return 0;
    while (*name) {
        const char *dot = name;
        while (*dot && *dot != '.')
            dot++;
        if (dot == name || dot - name > 63)
            return 0;
        *to++ = (UCHAR)(dot - name);
        memcpy(to, name, (size_t)(dot - name));
        to += dot - name;
        name = *dot ? dot + 1 : dot;
    }
    *to++ = 0;
    to = put_word(to, type);
    to = put_word(to, 1);
    return (unsigned)(to - message);
}

/* The name at *at, which is moved past it; FALSE: not a name. Pointers lead backwards only, so that
 * there is no loop. name: NAME_MAX_ + 1 bytes. */
static BOOL take_name(const UCHAR *message, unsigned size, unsigned *at, char *name)
{
    unsigned from = *at, limit = size, length = 0;
    BOOL jumped = FALSE;
    for (;;) {
        if (from >= limit)
            return FALSE;
        unsigned part = message[from];
        if (part >= 0xc0) {
            if (from + 1 >= limit)
                return FALSE;
            unsigned target = word_at(message + from) & 0x3fff;
            if (!jumped)
                *at = from + 2;
            if (target >= from)
                return FALSE;
            limit = from; /* and the name there ends before here */
            from = target;
            jumped = TRUE;
            continue;
        }
        if (part > 63 || from + 1 + part > limit || length + part + 1 > NAME_MAX_)
            return FALSE;
        if (!part)
            break;
        if (length)
            name[length++] = '.';
        for (unsigned i = 0; i < part; i++) {
            UCHAR c = message[from + 1 + i];
            if (c <= ' ' || c == '.' || c >= 127)
                return FALSE; /* nothing that a host is called */
            name[length++] = (char)c;
        }
        from += 1 + part;
    }
    name[length] = 0;
    if (!jumped)
        *at = from + 1;
    return TRUE;
}

static BOOL is_question(const UCHAR *message, unsigned size, unsigned *at, const char *name,
                        USHORT type)
{
    char asked[NAME_MAX_ + 1];
    size_t length = strlen(name);
    if (word_at(message + 4) != 1 || !take_name(message, size, at, asked) || *at + 4 > size ||
        word_at(message + *at) != type || word_at(message + *at + 2) != 1)
        return FALSE;
    *at += 4;
    if (length && name[length - 1] == '.') { /* the root, which the answer does not spell */
        char plain[NAME_MAX_ + 1];
        memcpy(plain, name, length - 1);
        plain[length - 1] = 0;
        return same_name(asked, plain);
    }
    return same_name(asked, name);
}

struct record {
    char owner[NAME_MAX_ + 1];
    unsigned type, data, size;
};

static BOOL take_record(const UCHAR *message, unsigned size, unsigned *at, struct record *record)
{
    if (!take_name(message, size, at, record->owner) || *at + 10 > size)
        return FALSE;
    record->type = word_at(message + *at + 2) == 1 ? word_at(message + *at) : 0;
    record->size = word_at(message + *at + 8);
    record->data = *at + 10;
    if (record->data + record->size > size)
        return FALSE;
    *at = record->data + record->size;
    return TRUE;
}

/* One pass over the answers for the name that host has now; TRUE: it has got another one. */
static BOOL pass(const UCHAR *message, unsigned size, unsigned at, unsigned count, USHORT type,
                 HOST *host, BOOL *broken)
{
    struct record record;
    char alias[NAME_MAX_ + 1] = "";
    for (unsigned i = 0; i < count; i++) {
        if (!take_record(message, size, &at, &record)) {
            *broken = TRUE;
            return FALSE;
        }
        unsigned data = record.data;
        if (!same_name(record.owner, host->name))
            continue;
        if (record.type == type && type == DNS_A && record.size == 4)
            host_add(host, AF_INET, message + data);
        else if (record.type == type && type == DNS_AAAA && record.size == 16)
            host_add(host, AF_INET6, message + data);
        else if ((record.type == DNS_CNAME || (record.type == DNS_PTR && type == DNS_PTR)) &&
                 !take_name(message, size, &data, alias))
            *broken = TRUE;
        if (record.type == DNS_PTR && type == DNS_PTR && alias[0])
            break;
    }
    if (!alias[0])
        return FALSE;
    strcpy(host->name, alias);
    return type != DNS_PTR || record.type != DNS_PTR;
}

enum dns_verdict dns_take(const UCHAR *message, unsigned size, USHORT id, const char *name,
                          USHORT type, HOST *host)
{
    unsigned at = HEADER;
    BOOL broken = FALSE;
    if (size < HEADER || word_at(message) != id || !(word_at(message + 2) & FLAG_RESPONSE) ||
        !is_question(message, size, &at, name, type))
        return DNS_FOREIGN;
    unsigned flags = word_at(message + 2), count = word_at(message + 6);
    if (flags & FLAG_CUT)
        return DNS_CUT;
    if ((flags & 15) == 3)
        return DNS_ABSENT;
    if (flags & 15)
        return DNS_FAILED;
    size_t length = strlen(name);
    memcpy(host->name, name, length + 1);
    if (length && host->name[length - 1] == '.')
        host->name[length - 1] = 0;
    unsigned before = host->count;
    for (unsigned i = 0; i < CHAIN_MAX; i++)
        if (!pass(message, size, at, count, type, host, &broken))
            break;
    if (broken) {
        host->count = before;
        return DNS_FAILED;
    }
    return DNS_OK;
}
