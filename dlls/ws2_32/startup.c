/* Starting up and the error of the last call. */
#include "ws2_private.h"

static volatile LONG started;

int WSAAPI WSAStartup(WORD version, LPWSADATA data)
{
    if (!data)
        return WSAEFAULT;
    if (!LOBYTE(version))
        return WSAVERNOTSUPPORTED;
    memset(data, 0, sizeof(*data));
    data->wVersion = version > MAKEWORD(2, 2) || LOBYTE(version) > 2 ? MAKEWORD(2, 2) : version;
    data->wHighVersion = MAKEWORD(2, 2);
    memcpy(data->szDescription, "WinSock 2.0", sizeof("WinSock 2.0"));
    memcpy(data->szSystemStatus, "Running", sizeof("Running"));
    InterlockedIncrement(&started);
    return 0;
}

int WSAAPI WSACleanup(void)
{
    if (started <= 0) {
        WSASetLastError(WSANOTINITIALISED);
        return SOCKET_ERROR;
    }
    InterlockedDecrement(&started);
    return 0;
}

BOOL ws2_started(void)
{
    if (started <= 0)
        SetLastError(WSANOTINITIALISED);
    return started > 0;
}

int WSAAPI WSAGetLastError(void)
{
    return (int)GetLastError();
}

void WSAAPI WSASetLastError(int error)
{
    SetLastError((DWORD)error);
}
