/* error.c - from NTSTATUS to Winsock's errors, and the one call into ntdll. */
#include "ws2_private.h"

static const struct {
    NTSTATUS status;
    int error;
} errors[] = {
    {STATUS_PENDING, WSA_IO_PENDING},
    {STATUS_DEVICE_NOT_READY, WSAEWOULDBLOCK},
    {STATUS_INVALID_HANDLE, WSAENOTSOCK},
    {STATUS_OBJECT_TYPE_MISMATCH, WSAENOTSOCK},
    {STATUS_INVALID_DEVICE_REQUEST, WSAENOTSOCK},
    {STATUS_ACCESS_DENIED, WSAEACCES},
    {STATUS_ACCESS_VIOLATION, WSAEFAULT},
    {STATUS_BUFFER_TOO_SMALL, WSAEFAULT},
    {STATUS_INVALID_PARAMETER, WSAEINVAL},
    {STATUS_INVALID_DEVICE_STATE, WSAEALREADY},
    {STATUS_CONNECTION_ACTIVE, WSAEISCONN},
    {STATUS_INVALID_CONNECTION, WSAENOTCONN},
    {STATUS_CONNECTION_INVALID, WSAENOTCONN},
    {STATUS_CONNECTION_ABORTED, WSAECONNABORTED},
    {STATUS_INVALID_ADDRESS_WILDCARD, WSAEAFNOSUPPORT},
    {STATUS_PIPE_BROKEN, WSAECONNRESET},
    {STATUS_LOCAL_DISCONNECT, WSAECONNABORTED},
    {STATUS_TIMEOUT, WSAETIMEDOUT},
    {STATUS_CONNECTION_DISCONNECTED, WSAENOTCONN},
    {STATUS_CONNECTION_REFUSED, WSAECONNREFUSED},
    {STATUS_CONNECTION_RESET, WSAECONNRESET},
    {STATUS_PIPE_DISCONNECTED, WSAESHUTDOWN},
    {STATUS_NETWORK_UNREACHABLE, WSAENETUNREACH},
    {STATUS_HOST_UNREACHABLE, WSAEHOSTUNREACH},
    {STATUS_INVALID_ADDRESS_COMPONENT, WSAEADDRNOTAVAIL},
    {STATUS_ADDRESS_ALREADY_EXISTS, WSAEADDRINUSE},
    {STATUS_INVALID_BUFFER_SIZE, WSAEMSGSIZE},
    {STATUS_BUFFER_OVERFLOW, WSAEMSGSIZE},
    {STATUS_IO_TIMEOUT, WSAETIMEDOUT},
    {STATUS_CANCELLED, WSA_OPERATION_ABORTED},
    {STATUS_ALERTED, WSAEINTR},
    {STATUS_NOT_SUPPORTED, WSAEOPNOTSUPP},
    {STATUS_TOO_MANY_OPENED_FILES, WSAEMFILE},
};

int ws2_error(NTSTATUS status)
{
    if (!status)
        return 0;
    for (unsigned i = 0; i < ARRAYSIZE(errors); i++)
        if (errors[i].status == status)
            return errors[i].error;
    return WSAENOBUFS;
}

int ws2_fail(int error)
{
    SetLastError((DWORD)error);
    return SOCKET_ERROR;
}

int ws2_result(NTSTATUS status)
{
    return status ? ws2_fail(ws2_error(status)) : 0;
}

NTSTATUS ws2_control(SOCKET socket, ULONG code, const void *in, ULONG in_size, void *out,
                     ULONG out_size, DWORD *done)
{
    IO_STATUS_BLOCK io = {.Information = 0};
    NTSTATUS status = NtDeviceIoControlFile((HANDLE)socket, NULL, NULL, NULL, &io, code, (PVOID)in,
                                            in_size, out, out_size);
    if (done)
        *done = (DWORD)io.Information;
    return status == STATUS_CANCELLED ? STATUS_ALERTED : status; /* closed while it waited */
}

static void NTAPI call_routine(PVOID routine, IO_STATUS_BLOCK *io, ULONG reserved)
{
    (void)reserved;
    ((LPWSAOVERLAPPED_COMPLETION_ROUTINE)routine)((DWORD)ws2_error(io->Status),
                                                  (DWORD)io->Information, (WSAOVERLAPPED *)io, 0);
}

NTSTATUS ws2_control_overlapped(SOCKET socket, ULONG code, const void *in, ULONG in_size,
                                WSAOVERLAPPED *overlapped,
                                LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    HANDLE event = routine ? NULL : overlapped->hEvent;
    PVOID context = routine ? (PVOID)routine : (ULONG_PTR)event & 1 ? NULL : (PVOID)overlapped;
    IO_STATUS_BLOCK *io = (IO_STATUS_BLOCK *)overlapped;
    io->Status = STATUS_PENDING;
    return NtDeviceIoControlFile((HANDLE)socket, (HANDLE)((ULONG_PTR)event & ~(ULONG_PTR)1),
                                 routine ? call_routine : NULL, context, io, code, (PVOID)in,
                                 in_size, NULL, 0);
}
