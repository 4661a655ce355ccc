/*
 * ping.c - asks another host for an echo.
 *
 * Bailey's network has no ICMP, so no request goes out: each one says that it could not be sent,
 * they are the second apart that scripts count on when they wait with ping, and the end is an error.
 */
#include <winsock2.h>
#include <ws2tcpip.h>

#include "program.h"

static BOOL endless, no_names = TRUE;
static long requests = 4, size = 32;
static int family = AF_UNSPEC;
static const WCHAR *target;

static const WCHAR usage[] =
    L"\nUsage: ping [-t] [-a] [-n count] [-l size] [-f] [-i TTL] [-v TOS]\n"
    L"            [-r count] [-s count] [[-j host-list] | [-k host-list]]\n"
    L"            [-w timeout] [-R] [-S srcaddr] [-c compartment] [-p]\n"
    L"            [-4] [-6] target_name\n\n"
    L"Options:\n"
    L"    -t             Ping the specified host until stopped.\n"
    L"    -a             Resolve addresses to hostnames.\n"
    L"    -n count       Number of echo requests to send.\n"
    L"    -l size        Send buffer size.\n"
    L"    -w timeout     Timeout in milliseconds to wait for each reply.\n"
    L"    -4             Force using IPv4.\n"
    L"    -6             Force using IPv6.\n\n"
    L"The network here has no ICMP: no request is sent, and they are a second apart.\n";

__attribute__((noreturn)) static void wrong(const WCHAR *text, const WCHAR *word)
{
    print(text, word);
    finish(1);
}

static long number(const WCHAR *word, const WCHAR *value, long least, long most)
{
    WCHAR *end;
    if (!value)
        wrong(L"Value must be supplied for option %ls.\n", word);
    long result = wcstol(value, &end, 10);
    if (*end || result < least || result > most) {
        print(L"Bad value for option %ls, valid range is from %ld to %ld.\n", word, least, most);
        finish(1);
    }
    return result;
}

/* How many words the option takes. */
static int take_option(const WCHAR *word, const WCHAR *value)
{
    if (word[2] || !word[1])
        wrong(L"Bad option %ls.\n", word);
    switch (word[1]) {
    case '?':
        print(L"%ls", usage);
        finish(0);
    case 't':
        endless = TRUE;
        return 1;
    case 'a':
        no_names = FALSE;
        return 1;
    case '4':
    case '6':
        family = word[1] == '4' ? AF_INET : AF_INET6;
        return 1;
    case 'f':
    case 'R':
    case 'p':
        return 1;
    case 'n':
        requests = number(word, value, 1, 0x7fffffff);
        return 2;
    case 'l':
        size = number(word, value, 0, 65500);
        return 2;
    case 'w':
    case 'i':
    case 'v':
    case 'r':
    case 's':
    case 'c':
        number(word, value, 0, 0x7fffffff);
        return 2;
    case 'S':
    case 'j':
    case 'k':
        if (!value)
            wrong(L"Value must be supplied for option %ls.\n", word);
        return 2;
    default:
        wrong(L"Bad option %ls.\n", word);
    }
}

/* The address as text; its host's name if that was asked for. */
static void find_target(WCHAR *address, WCHAR *name)
{
    WSADATA data;
    ADDRINFOW hints = {.ai_family = family}, *found = NULL;
    if (WSAStartup(MAKEWORD(2, 2), &data) || GetAddrInfoW(target, NULL, &hints, &found))
        wrong(L"Ping request could not find host %ls. Please check the name and try again.\n",
              target);
    GetNameInfoW(found->ai_addr, (int)found->ai_addrlen, address, NI_MAXHOST, NULL, 0,
                 NI_NUMERICHOST);
    if (wcscmp(address, target) != 0)
        set_text(name, NI_MAXHOST, L"%ls", found->ai_canonname ? found->ai_canonname : target);
    else if (no_names || GetNameInfoW(found->ai_addr, (int)found->ai_addrlen, name, NI_MAXHOST,
                                      NULL, 0, NI_NAMEREQD))
        name[0] = 0;
    FreeAddrInfoW(found);
}

int wmain(int count, WCHAR **words)
{
    WCHAR address[NI_MAXHOST] = L"", name[NI_MAXHOST] = L"";
    for (int i = 1; i < count;)
        if (words[i][0] == '-' || words[i][0] == '/')
            i += take_option(words[i], i + 1 < count ? words[i + 1] : NULL);
        else if (target)
            wrong(L"Bad parameter %ls.\n", words[i]);
        else
            target = words[i++];
    if (!target && count == 1)
        wrong(L"%ls", usage);
    if (!target)
        wrong(L"IP address must be specified.\n", NULL);
    find_target(address, name);
    print(name[0] ? L"\nPinging %ls [%ls] with %ld bytes of data:\n"
                  : L"\nPinging %ls%ls with %ld bytes of data:\n",
          name, address, size);
    for (long sent = 0; endless || sent < requests; sent++) {
        if (sent)
            Sleep(1000);
        print(L"PING: transmit failed. General failure. \n");
        flush_output();
    }
    print(L"\nPing statistics for %ls:\n"
          L"    Packets: Sent = %ld, Received = 0, Lost = %ld (100%% loss),\n",
          address, requests, requests);
    finish(1);
}
