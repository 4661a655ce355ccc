/* lmshare.h: what the machine shares: nothing, since it runs no file server. */
#include "netapi32.h"

NET_API_STATUS WINAPI NetShareAdd(LMSTR server, DWORD level, LPBYTE share, LPDWORD wrong)
{
    return NERR_ServerNotStarted;
}

NET_API_STATUS WINAPI NetShareDel(LMSTR server, LMSTR name, DWORD reserved)
{
    return NERR_ServerNotStarted;
}

NET_API_STATUS WINAPI NetShareGetInfo(LMSTR server, LMSTR name, DWORD level, LPBYTE *out)
{
    return NERR_ServerNotStarted;
}

NET_API_STATUS WINAPI NetShareEnum(LMSTR server, DWORD level, LPBYTE *out, DWORD preferred,
                                   LPDWORD read, LPDWORD total, LPDWORD resume)
{
    return NERR_ServerNotStarted;
}
