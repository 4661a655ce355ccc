/* text.c - addresses as text and back. */
#include "names.h"

/* ---- inet_ntop and inet_pton */

PCSTR WSAAPI inet_ntop(INT family, LPCVOID address, LPSTR text, size_t room)
{
    char whole[46];
    if (family != AF_INET && family != AF_INET6) {
        ws2_fail(WSAEAFNOSUPPORT);
        return NULL;
    }
    char *end = family == AF_INET ? RtlIpv4AddressToStringA(address, whole)
                                  : RtlIpv6AddressToStringA(address, whole);
    size_t size = (size_t)(end - whole) + 1;
    if (!text || room < size) {
        ws2_fail(text ? ERROR_INVALID_PARAMETER : STATUS_INVALID_PARAMETER);
        return NULL;
    }
    memcpy(text, whole, size);
    return text;
}

PCWSTR WSAAPI InetNtopW(INT family, LPCVOID address, LPWSTR text, size_t room)
{
    char narrow[46];
    if (!inet_ntop(family, address, narrow, sizeof narrow))
        return NULL;
    size_t size = 0;
    while (narrow[size])
        size++;
    if (!text || room <= size) {
        ws2_fail(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    for (size_t i = 0; i <= size; i++)
        text[i] = (UCHAR)narrow[i];
    return text;
}

/* Dotted decimals with all four parts, or version 6 without a scope: and nothing after it. */
static BOOL parse(INT family, const WCHAR *text, void *address)
{
    WCHAR *end;
    NTSTATUS status = family == AF_INET ? RtlIpv4StringToAddressW(text, TRUE, &end, address)
                                        : RtlIpv6StringToAddressW(text, &end, address);
    return status == STATUS_SUCCESS && !*end;
}

INT WSAAPI InetPtonW(INT family, PCWSTR text, PVOID address)
{
    if (family != AF_INET && family != AF_INET6)
        return ws2_fail(WSAEAFNOSUPPORT);
    if (!text || !address)
        return ws2_fail(WSAEFAULT);
    return parse(family, text, address);
}

INT WSAAPI inet_pton(INT family, PCSTR text, PVOID address)
{
    WCHAR wide[80];
    unsigned i = 0;
    if (family != AF_INET && family != AF_INET6)
        return ws2_fail(WSAEAFNOSUPPORT);
    if (!text || !address)
        return ws2_fail(WSAEFAULT);
    for (; text[i] && i < ARRAYSIZE(wide) - 1; i++)
        wide[i] = (UCHAR)text[i];
    wide[i] = 0;
    return !text[i] && parse(family, wide, address);
}

/* ---- socket addresses */

static WCHAR *put_decimal(WCHAR *to, ULONG number)
{
    WCHAR digits[10];
    int count = 0;
    do
        digits[count++] = (WCHAR)('0' + number % 10);
    while (number /= 10);
    while (count)
        *to++ = digits[--count];
    return to;
}

/* At most 66 units; the end. */
static WCHAR *put_address(const struct sockaddr *address, WCHAR *to)
{
    const struct sockaddr_in *four = (const struct sockaddr_in *)address;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
    BOOL is_four = address->sa_family == AF_INET;
    USHORT port = ntohs(is_four ? four->sin_port : six->sin6_port);
    if (!is_four && port)
        *to++ = '[';
    to = is_four ? RtlIpv4AddressToStringW(&four->sin_addr, to)
                 : RtlIpv6AddressToStringW(&six->sin6_addr, to);
    if (!is_four && six->sin6_scope_id) {
        *to++ = '%';
        to = put_decimal(to, six->sin6_scope_id);
    }
    if (!is_four && port)
        *to++ = ']';
    if (port) {
        *to++ = ':';
        to = put_decimal(to, port);
    }
    *to = 0;
    return to;
}

static int address_text(const struct sockaddr *address, DWORD size, WCHAR *text, DWORD *length)
{
    if (!ws2_started())
        return SOCKET_ERROR;
    if (!address || size < sizeof(struct sockaddr_in))
        return ws2_fail(WSAEFAULT);
    if (address->sa_family == AF_INET6 ? size < sizeof(struct sockaddr_in6)
                                       : address->sa_family != AF_INET)
        return ws2_fail(address->sa_family == AF_INET6 ? WSAEFAULT : WSAEINVAL);
    *length = (DWORD)(put_address(address, text) - text) + 1;
    return 0;
}

INT WSAAPI WSAAddressToStringW(LPSOCKADDR address, DWORD size, LPWSAPROTOCOL_INFOW info,
                               LPWSTR text, LPDWORD room)
{
    WCHAR whole[80];
    DWORD length;
    (void)info;
    if (address_text(address, size, whole, &length))
        return SOCKET_ERROR;
    if (!room || !text || *room < length) {
        if (room)
            *room = length;
        return ws2_fail(WSAEFAULT);
    }
    memcpy(text, whole, length * sizeof *text);
    *room = length;
    return 0;
}

INT WSAAPI WSAAddressToStringA(LPSOCKADDR address, DWORD size, LPWSAPROTOCOL_INFOA info, LPSTR text,
                               LPDWORD room)
{
    WCHAR whole[80];
    DWORD length;
    (void)info;
    if (address_text(address, size, whole, &length))
        return SOCKET_ERROR;
    if (!room || !text || *room < length) {
        if (room)
            *room = length;
        return ws2_fail(WSAEFAULT);
    }
    for (DWORD i = 0; i < length; i++)
        text[i] = (char)whole[i];
    *room = length;
    return 0;
}

/* ":PORT" or nothing up to the end; FALSE: something else. */
static BOOL take_port(const WCHAR *text, USHORT *port)
{
    ULONG number = 0;
    *port = 0;
    if (!*text)
        return TRUE;
    if (*text++ != ':' || !*text)
        return FALSE;
    for (; *text >= '0' && *text <= '9'; text++)
        if ((number = number * 10 + (ULONG)(*text - '0')) > 65535)
            return FALSE;
    *port = htons((USHORT)number);
    return !*text;
}

static BOOL take_six(const WCHAR *text, struct sockaddr_in6 *six)
{
    BOOL bracket = *text == '[';
    WCHAR *end;
    if (RtlIpv6StringToAddressW(text + bracket, &end, &six->sin6_addr))
        return FALSE;
    if (*end == '%')
        for (end++; *end >= '0' && *end <= '9'; end++)
            six->sin6_scope_id = six->sin6_scope_id * 10 + (ULONG)(*end - '0');
    if (!bracket)
        return !*end;
    return *end == ']' && take_port(end + 1, &six->sin6_port);
}

INT WSAAPI WSAStringToAddressW(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW info,
                               LPSOCKADDR address, LPINT size)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    WCHAR *end;
    int need = family == AF_INET ? (int)sizeof four : (int)sizeof six;
    (void)info;
    if (!ws2_started())
        return SOCKET_ERROR;
    if (!text || !address || !size)
        return ws2_fail(WSAEFAULT);
    if (family != AF_INET && family != AF_INET6)
        return ws2_fail(WSAEINVAL);
    if (*size < need) {
        *size = need;
        return ws2_fail(WSAEFAULT);
    }
    BOOL held = family == AF_INET6
                    ? take_six(text, &six)
                    : RtlIpv4StringToAddressW(text, FALSE, &end, &four.sin_addr) == 0 &&
                          take_port(end, &four.sin_port);
    if (!held)
        return ws2_fail(WSAEINVAL);
    memcpy(address, family == AF_INET ? (void *)&four : (void *)&six, (size_t)need);
    *size = need;
    return 0;
}

INT WSAAPI WSAStringToAddressA(LPSTR text, INT family, LPWSAPROTOCOL_INFOA info, LPSOCKADDR address,
                               LPINT size)
{
    WCHAR wide[80];
    unsigned i = 0;
    (void)info;
    for (; text && text[i] && i < ARRAYSIZE(wide) - 1; i++)
        wide[i] = (UCHAR)text[i];
    wide[i] = 0;
    if (text && text[i])
        return ws2_fail(WSAEINVAL);
    return WSAStringToAddressW(text ? wide : NULL, family, NULL, address, size);
}
