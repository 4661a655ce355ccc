/* event.c - WSAEventSelect and the event functions, which are kernel32's by other names. */
#include "ws2_private.h"

int WSAAPI WSAEventSelect(SOCKET socket, WSAEVENT event, long mask)
{
    AFD_EVENT_SELECT select = {.event = event, .mask = (ULONG)mask};
    if (mask & ~FD_ALL_EVENTS || (mask && !event))
        return ws2_fail(WSAEINVAL);
    return ws2_result(ws2_tell(socket, IOCTL_AFD_EVENT_SELECT, &select, sizeof select));
}

int WSAAPI WSAEnumNetworkEvents(SOCKET socket, WSAEVENT event, LPWSANETWORKEVENTS result)
{
    AFD_EVENTS events;
    if (!result)
        return ws2_fail(WSAEFAULT);
    NTSTATUS status = ws2_control(socket, IOCTL_AFD_ENUM_EVENTS, &event, sizeof event, &events,
                                  sizeof events, NULL);
    if (status)
        return ws2_result(status);
    result->lNetworkEvents = (long)events.mask;
    for (int i = 0; i < FD_MAX_EVENTS; i++)
        if (events.mask & 1u << i)
            result->iErrorCode[i] = ws2_error(events.status[i]);
    return 0;
}

WSAEVENT WSAAPI WSACreateEvent(void)
{
    return CreateEventW(NULL, TRUE, FALSE, NULL);
}

static BOOL of_event(BOOL done)
{
    if (!done)
        SetLastError(WSA_INVALID_HANDLE);
    return done;
}

BOOL WSAAPI WSACloseEvent(WSAEVENT event)
{
    return of_event(CloseHandle(event));
}

BOOL WSAAPI WSASetEvent(WSAEVENT event)
{
    return of_event(SetEvent(event));
}

BOOL WSAAPI WSAResetEvent(WSAEVENT event)
{
    return of_event(ResetEvent(event));
}

DWORD WSAAPI WSAWaitForMultipleEvents(DWORD count, const WSAEVENT *events, BOOL all, DWORD timeout,
                                      BOOL alertable)
{
    return WaitForMultipleObjectsEx(count, events, all, timeout, alertable);
}
