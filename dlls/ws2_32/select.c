/* select.c - select and WSAPoll on AFD_SELECT. */
#include "ws2_private.h"

#define READ_EVENTS (AFD_POLL_RECEIVE | AFD_POLL_ACCEPT | AFD_POLL_DISCONNECT | AFD_POLL_ABORT)

static AFD_POLL_INFO *new_poll(ULONG count, ULONG *size)
{
    *size = (ULONG)(sizeof(AFD_POLL_INFO) + count * sizeof(AFD_POLL_HANDLE));
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, *size);
}

static ULONG add_set(AFD_POLL_INFO *poll, const fd_set *set, ULONG events)
{
    for (ULONG i = 0; set && i < set->fd_count; i++) {
        poll->handles[poll->count].handle = (HANDLE)set->fd_array[i];
        poll->handles[poll->count++].events = events;
    }
    return set ? set->fd_count : 0;
}

static ULONG keep_ready(const AFD_POLL_HANDLE *at, fd_set *set)
{
    ULONG kept = 0, count = set ? set->fd_count : 0;
    for (ULONG i = 0; i < count; i++)
        if (at[i].events)
            set->fd_array[kept++] = (SOCKET)at[i].handle;
    if (set)
        set->fd_count = kept;
    return kept;
}

int WSAAPI select(int unused, fd_set *read, fd_set *write, fd_set *except, PTIMEVAL timeout)
{
    ULONG size, total = (read ? read->fd_count : 0) + (write ? write->fd_count : 0) +
                        (except ? except->fd_count : 0);
    (void)unused;
    if (!ws2_started())
        return SOCKET_ERROR;
    if (!total)
        return ws2_fail(WSAEINVAL);
    AFD_POLL_INFO *poll = new_poll(total, &size);
    if (!poll)
        return ws2_fail(WSAENOBUFS);
    poll->timeout.QuadPart =
        timeout ? -(timeout->tv_sec * 10000000ll + timeout->tv_usec * 10ll) : INT64_MAX;
    ULONG reads = add_set(poll, read, READ_EVENTS);
    ULONG writes = add_set(poll, write, AFD_POLL_SEND | AFD_POLL_CONNECT);
    add_set(poll, except, AFD_POLL_CONNECT_FAIL);
    int result =
        ws2_result(ws2_control((SOCKET)poll->handles[0].handle, AFD_SELECT, poll, size, NULL));
    if (!result)
        result = (int)(keep_ready(poll->handles, read) + keep_ready(poll->handles + reads, write) +
                       keep_ready(poll->handles + reads + writes, except));
    HeapFree(GetProcessHeap(), 0, poll);
    return result;
}

static SHORT poll_result(ULONG events)
{
    SHORT result = 0;
    if (events & (AFD_POLL_RECEIVE | AFD_POLL_ACCEPT))
        result |= POLLRDNORM;
    if (events & AFD_POLL_SEND)
        result |= POLLWRNORM;
    if (events & AFD_POLL_DISCONNECT)
        result |= POLLHUP;
    if (events & (AFD_POLL_ABORT | AFD_POLL_CONNECT_FAIL))
        result |= POLLERR | POLLHUP;
    return result;
}

int WSAAPI WSAPoll(LPWSAPOLLFD fds, ULONG count, INT timeout)
{
    ULONG size;
    int ready = 0;
    if (!fds || !count)
        return ws2_fail(WSAEINVAL);
    AFD_POLL_INFO *poll = new_poll(count, &size);
    if (!poll)
        return ws2_fail(WSAENOBUFS);
    poll->count = count;
    poll->timeout.QuadPart = timeout < 0 ? INT64_MAX : -10000ll * timeout;
    for (ULONG i = 0; i < count; i++) {
        poll->handles[i].handle = (HANDLE)fds[i].fd;
        poll->handles[i].events = AFD_POLL_DISCONNECT | AFD_POLL_ABORT | AFD_POLL_CONNECT_FAIL |
                                  (fds[i].events & POLLIN ? READ_EVENTS : 0) |
                                  (fds[i].events & POLLOUT ? AFD_POLL_SEND : 0);
    }
    int result = ws2_result(ws2_control((SOCKET)fds[0].fd, AFD_SELECT, poll, size, NULL));
    for (ULONG i = 0; !result && i < count; i++) {
        fds[i].revents = poll_result(poll->handles[i].events);
        ready += fds[i].revents != 0;
    }
    HeapFree(GetProcessHeap(), 0, poll);
    return result ? result : ready;
}
