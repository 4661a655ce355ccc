/* Byte order, addresses as text, descriptor sets: what needs no network. */
#include "names.h"

u_short WSAAPI htons(u_short value)
{
    return __builtin_bswap16(value);
}

u_short WSAAPI ntohs(u_short value)
{
    return __builtin_bswap16(value);
}

u_long WSAAPI htonl(u_long value)
{
    return __builtin_bswap32(value);
}

u_long WSAAPI ntohl(u_long value)
{
    return __builtin_bswap32(value);
}

/* One part in C's notation: decimal, octal or hexadecimal. */
static BOOL read_part(const char **text, u_long *part)
{
    const char *start = *text;
    unsigned base = 10;
    ULONGLONG value = 0;

    if (start[0] == '0') {
        base = (start[1] | 32) == 'x' ? 16 : 8;
        *text += base == 16 ? 2 : 0;
    }
    for (;; ++*text) {
        char c = **text;
        unsigned digit = c >= '0' && c <= '9'                 ? (unsigned)(c - '0')
                         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (unsigned)((c | 32) - 'a' + 10)
                                                              : 16;
        if (digit >= base)
            break;
        value = value * base + digit;
        if (value > 0xffffffff)
            return FALSE;
    }
    *part = (u_long)value;
    return *text != start && start[0] >= '0' && start[0] <= '9';
}

/* One to four parts; the last takes all the bytes that are left. */
unsigned long WSAAPI inet_addr(const char *text)
{
    u_long parts[4], value = 0;
    unsigned count = 0;

    if (!text)
        return INADDR_NONE;
    for (;;) {
        if (count == 4 || !read_part(&text, &parts[count++]))
            return INADDR_NONE;
        if (*text != '.')
            break;
        text++;
    }
    if (*text && *text != ' ')
        return INADDR_NONE;
    for (unsigned i = 0; i + 1 < count; i++) {
        if (parts[i] > 255)
            return INADDR_NONE;
        value |= parts[i] << 8 * (3 - i);
    }
    if (count > 1 && parts[count - 1] >> 8 * (5 - count))
        return INADDR_NONE;
    return htonl(value | parts[count - 1]);
}

static char *put_number(char *to, unsigned number)
{
    if (number >= 100)
        *to++ = (char)('0' + number / 100);
    if (number >= 10)
        *to++ = (char)('0' + number / 10 % 10);
    *to++ = (char)('0' + number % 10);
    return to;
}

/* The text is the thread's own until its next call. */
char *WSAAPI inet_ntoa(struct in_addr address)
{
    THREAD_NAMES *names = thread_names();
    const BYTE *bytes = (const BYTE *)&address;
    char *to = names ? names->text : NULL;

    for (unsigned i = 0; to && i < 4; i++) {
        to = put_number(to, bytes[i]);
        *to++ = i < 3 ? '.' : 0;
    }
    return names ? names->text : NULL;
}

int WSAAPI __WSAFDIsSet(SOCKET socket, fd_set *set)
{
    for (u_int i = 0; i < set->fd_count; i++)
        if (set->fd_array[i] == socket)
            return TRUE;
    return FALSE;
}
