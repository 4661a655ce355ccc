/* socket.c - sockets made, told apart, shared and closed. */
#include "ws2_private.h"

SOCKET ws2_open(const AFD_INFO *info)
{
    HANDLE handle;
    NTSTATUS status = BaileyOpenSocket(info, !(info->flags & AFD_NO_INHERIT), &handle);
    if (!status)
        return (SOCKET)handle;
    ws2_fail(status == STATUS_NOT_SUPPORTED ? WSAEAFNOSUPPORT : ws2_error(status));
    return INVALID_SOCKET;
}

/* The three numbers that go together, with what may be left out filled in. 0 or an error. */
static int complete(AFD_INFO *info)
{
    if (info->family == AF_UNSPEC && !info->type && !info->protocol)
        return WSAEINVAL;
    if (info->family == AF_UNSPEC)
        info->family = AF_INET;
    if (info->family != AF_INET && info->family != AF_INET6)
        return WSAEAFNOSUPPORT;
    if (info->type == 0)
        info->type = info->protocol == IPPROTO_UDP ? SOCK_DGRAM : SOCK_STREAM;
    if (info->type == SOCK_RAW)
        return WSAEACCES; /* as to every user who is not an administrator */
    if (info->type != SOCK_STREAM && info->type != SOCK_DGRAM)
        return WSAESOCKTNOSUPPORT;
    int protocol = info->type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
    if (info->protocol && info->protocol != protocol)
        return WSAEPROTONOSUPPORT;
    info->protocol = protocol;
    return 0;
}

SOCKET WSAAPI WSASocketW(int family, int type, int protocol, LPWSAPROTOCOL_INFOW given, GROUP group,
                         DWORD flags)
{
    AFD_INFO info = {.family = family, .type = type, .protocol = protocol};
    (void)group;
    if (!ws2_started())
        return INVALID_SOCKET;
    if (given && given->dwProviderReserved) /* made by WSADuplicateSocket */
        return (SOCKET)given->dwProviderReserved;
    if (given && family == FROM_PROTOCOL_INFO)
        info.family = given->iAddressFamily;
    if (given && type == FROM_PROTOCOL_INFO)
        info.type = given->iSocketType;
    if (given && protocol == FROM_PROTOCOL_INFO)
        info.protocol = given->iProtocol;
    int error = complete(&info);
    if (error) {
        ws2_fail(error);
        return INVALID_SOCKET;
    }
    info.flags = flags & WSA_FLAG_NO_HANDLE_INHERIT ? AFD_NO_INHERIT : 0;
    return ws2_open(&info);
}

/* The two structures differ in their last field alone, which is not looked at. */
SOCKET WSAAPI WSASocketA(int family, int type, int protocol, LPWSAPROTOCOL_INFOA info, GROUP group,
                         DWORD flags)
{
    return WSASocketW(family, type, protocol, (LPWSAPROTOCOL_INFOW)info, group, flags);
}

SOCKET WSAAPI socket(int family, int type, int protocol)
{
    return WSASocketW(family, type, protocol, NULL, 0, WSA_FLAG_OVERLAPPED);
}

int WSAAPI closesocket(SOCKET socket)
{
    AFD_INFO info;
    return ws2_result(ws2_info(socket, &info)) ? SOCKET_ERROR : ws2_result(NtClose((HANDLE)socket));
}

static int duplicate(SOCKET socket, DWORD process_id, DWORD *handle)
{
    AFD_INFO info;
    HANDLE process, copy;
    NTSTATUS status = ws2_info(socket, &info);
    if (status)
        return ws2_result(status);
    process = OpenProcess(PROCESS_DUP_HANDLE, FALSE, process_id);
    if (!process)
        return ws2_fail(WSAEINVAL);
    status = NtDuplicateObject(NtCurrentProcess(), (HANDLE)socket, process, &copy, 0, 0,
                               DUPLICATE_SAME_ACCESS);
    CloseHandle(process);
    *handle = (DWORD)(ULONG_PTR)copy;
    return ws2_result(status);
}

int WSAAPI WSADuplicateSocketW(SOCKET socket, DWORD process_id, LPWSAPROTOCOL_INFOW result)
{
    int size = sizeof *result;
    if (!result)
        return ws2_fail(WSAEFAULT);
    if (getsockopt(socket, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)result, &size))
        return SOCKET_ERROR;
    return duplicate(socket, process_id, &result->dwProviderReserved);
}

int WSAAPI WSADuplicateSocketA(SOCKET socket, DWORD process_id, LPWSAPROTOCOL_INFOA result)
{
    int size = sizeof *result;
    if (!result)
        return ws2_fail(WSAEFAULT);
    if (getsockopt(socket, SOL_SOCKET, SO_PROTOCOL_INFOA, (char *)result, &size))
        return SOCKET_ERROR;
    return duplicate(socket, process_id, &result->dwProviderReserved);
}
