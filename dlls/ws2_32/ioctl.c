/* ioctl.c - ioctlsocket and WSAIoctl. */
#include "ws2_private.h"

#include <mstcpip.h>
#include <mswsock.h>

#ifndef SIO_BASE_HANDLE
#    define SIO_BASE_HANDLE _WSAIOR(IOC_WS2, 34)
#endif
#define SIO_BSP_HANDLE_        _WSAIOR(IOC_WS2, 27)
#define SIO_BSP_HANDLE_SELECT_ _WSAIOR(IOC_WS2, 28)
#define SIO_BSP_HANDLE_POLL_   _WSAIOR(IOC_WS2, 29)

static int set_blocking(SOCKET socket, BOOL blocking)
{
    AFD_INFO info;
    NTSTATUS status = ws2_info(socket, &info);
    info.non_blocking = !blocking;
    if (!status)
        status = ws2_tell(socket, IOCTL_AFD_SET_INFO, &info, sizeof info);
    return ws2_result(status);
}

static int available(SOCKET socket, u_long *bytes)
{
    AFD_OPTION option = {.option = AFD_OPTION_AVAILABLE};
    NTSTATUS status = ws2_control(socket, IOCTL_AFD_GET_OPTION, &option, sizeof option, &option,
                                  sizeof option, NULL);
    if (!status)
        *bytes = option.value[0];
    return ws2_result(status);
}

int WSAAPI ioctlsocket(SOCKET socket, long command, u_long *value)
{
    AFD_INFO info;
    NTSTATUS status = ws2_info(socket, &info);
    if (status)
        return ws2_result(status);
    if (!value)
        return ws2_fail(WSAEFAULT);
    switch (command) {
    case FIONBIO:
        return set_blocking(socket, !*value);
    case FIONREAD:
        return available(socket, value);
    default:
        return ws2_fail(WSAEINVAL);
    }
}

static int keep_alive(SOCKET socket, const struct tcp_keepalive *in)
{
    AFD_OPTION option = {.option = AFD_OPTION_KEEP_ALIVE, .value = {in->onoff != 0}};
    if (in->onoff) { /* milliseconds; the host has whole seconds */
        option.value[1] = (in->keepalivetime + 999) / 1000;
        option.value[2] = (in->keepaliveinterval + 999) / 1000;
    }
    return ws2_result(ws2_tell(socket, IOCTL_AFD_SET_OPTION, &option, sizeof option));
}

/* One that gives something back, whose size is *done. */
static int query(SOCKET socket, DWORD code, const void *in, DWORD in_size, void *out,
                 DWORD out_size, DWORD *done)
{
    DWORD need = code == (DWORD)FIONREAD ? sizeof(u_long) : sizeof(PVOID);
    PVOID function;
    if (!out || out_size < need)
        return ws2_fail(WSAEFAULT);
    *done = need;
    switch (code) {
    case (DWORD)FIONREAD:
        return available(socket, out);
    case SIO_GET_EXTENSION_FUNCTION_POINTER:
        function = in && in_size >= sizeof(GUID) ? ws2_extension(in) : NULL;
        if (!function)
            return ws2_fail(WSAEINVAL);
        *(PVOID *)out = function;
        return 0;
    default: /* no layers lie over a socket */
        *(SOCKET *)out = socket;
        return 0;
    }
}

static int control(SOCKET socket, DWORD code, const void *in, DWORD in_size, void *out,
                   DWORD out_size, DWORD *done)
{
    switch (code) {
    case (DWORD)FIONBIO:
        return in && in_size >= sizeof(u_long) ? set_blocking(socket, !*(const u_long *)in)
                                               : ws2_fail(WSAEFAULT);
    case SIO_KEEPALIVE_VALS:
        return in && in_size >= sizeof(struct tcp_keepalive) ? keep_alive(socket, in)
                                                             : ws2_fail(WSAEFAULT);
    case SIO_UDP_CONNRESET: /* an unconnected socket never hears of such resets here */
        return in && in_size >= sizeof(BOOL) ? 0 : ws2_fail(WSAEFAULT);
    case (DWORD)FIONREAD:
    case SIO_GET_EXTENSION_FUNCTION_POINTER:
    case SIO_BASE_HANDLE:
    case SIO_BSP_HANDLE_:
    case SIO_BSP_HANDLE_SELECT_:
    case SIO_BSP_HANDLE_POLL_:
        return query(socket, code, in, in_size, out, out_size, done);
    default:
        return ws2_fail(WSAEOPNOTSUPP);
    }
}

/* All of them end at once. */
static void complete(WSAOVERLAPPED *overlapped, DWORD done)
{
    overlapped->InternalHigh = done;
    overlapped->Internal = STATUS_SUCCESS;
    if (overlapped->hEvent)
        SetEvent((HANDLE)((ULONG_PTR)overlapped->hEvent & ~(ULONG_PTR)1));
}

int WSAAPI WSAIoctl(SOCKET socket, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                    LPDWORD done, LPWSAOVERLAPPED overlapped,
                    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    AFD_INFO info;
    DWORD size = 0;
    NTSTATUS status = ws2_info(socket, &info);
    if (status)
        return ws2_result(status);
    if (routine)
        return ws2_fail(WSAEOPNOTSUPP);
    if (!done && !overlapped)
        return ws2_fail(WSAEFAULT);
    int result = control(socket, code, in, in_size, out, out_size, &size);
    if (done)
        *done = size;
    if (!result && overlapped)
        complete(overlapped, size);
    return result;
}
