/* select.c - select and WSAPoll: AFD_POLL in the calling thread. */
#include "ws2_private.h"

#define READ_EVENTS   (AFD_POLL_RECEIVE | AFD_POLL_ACCEPT | AFD_POLL_DISCONNECT | AFD_POLL_ABORT)
#define WRITE_EVENTS  (AFD_POLL_SEND | AFD_POLL_CONNECT)
#define EXCEPT_EVENTS (AFD_POLL_CONNECT_FAIL | AFD_POLL_EXPEDITED)
#define AT_ONCE       64 /* sockets that need no memory */

typedef struct POLLING {
    ULONG size; /* of each */
    AFD_POLL *in, *out;
    __attribute__((
        aligned(8))) char room[2 * (sizeof(AFD_POLL) + AT_ONCE * sizeof(AFD_POLL_HANDLE))];
} POLLING;

static BOOL begin(POLLING *polling, ULONG count)
{
    polling->size = (ULONG)(sizeof(AFD_POLL) + count * sizeof(AFD_POLL_HANDLE));
    char *room = count <= AT_ONCE ? polling->room
                                  : HeapAlloc(GetProcessHeap(), 0, 2 * (SIZE_T)polling->size);
    if (!room)
        return FALSE;
    polling->in = (AFD_POLL *)room;
    polling->out = (AFD_POLL *)(room + polling->size);
    *polling->in = (AFD_POLL){.count = 0};
    return TRUE;
}

static NTSTATUS run(POLLING *polling)
{
    NTSTATUS status = ws2_control((SOCKET)polling->in->handles[0].handle, IOCTL_AFD_SELECT,
                                  polling->in, polling->size, polling->out, polling->size, NULL);
    return status == STATUS_ALERTED ? STATUS_INVALID_HANDLE : status;
}

static void end(POLLING *polling)
{
    if ((char *)polling->in != polling->room)
        HeapFree(GetProcessHeap(), 0, polling->in);
}

static void add(POLLING *polling, HANDLE socket, ULONG events)
{
    polling->in->handles[polling->in->count++] = (AFD_POLL_HANDLE){socket, events, 0};
}

static void add_set(POLLING *polling, const fd_set *set, ULONG events)
{
    for (u_int i = 0; set && i < set->fd_count; i++)
        add(polling, (HANDLE)set->fd_array[i], events);
}

/* The answers stand in the order of the questions; those of one set begin at *at. */
static int keep_ready(const AFD_POLL *out, ULONG *at, fd_set *set, ULONG events)
{
    u_int kept = 0;
    for (u_int i = 0; set && i < set->fd_count; i++)
        if (*at < out->count && out->handles[*at].handle == (HANDLE)set->fd_array[i] &&
            out->handles[*at].events & events) {
            set->fd_array[kept++] = set->fd_array[i];
            ++*at;
        }
    if (set)
        set->fd_count = kept;
    return (int)kept;
}

int WSAAPI select(int unused, fd_set *read, fd_set *write, fd_set *except, PTIMEVAL timeout)
{
    POLLING polling;
    ULONG at = 0, total = (read ? read->fd_count : 0) + (write ? write->fd_count : 0) +
                          (except ? except->fd_count : 0);
    int result = 0;
    (void)unused;
    if (!ws2_started())
        return SOCKET_ERROR;
    if (!total || (timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0)))
        return ws2_fail(WSAEINVAL);
    if (!begin(&polling, total))
        return ws2_fail(WSAENOBUFS);
    polling.in->timeout.QuadPart =
        timeout ? -(timeout->tv_sec * 10000000ll + timeout->tv_usec * 10ll) : INT64_MAX;
    add_set(&polling, read, READ_EVENTS);
    add_set(&polling, write, WRITE_EVENTS);
    add_set(&polling, except, EXCEPT_EVENTS);
    NTSTATUS status = run(&polling);
    if (!status) {
        result = keep_ready(polling.out, &at, read, READ_EVENTS);
        result += keep_ready(polling.out, &at, write, WRITE_EVENTS);
        result += keep_ready(polling.out, &at, except, EXCEPT_EVENTS);
    }
    end(&polling);
    return status ? ws2_result(status) : result;
}

/* ---- WSAPoll */

static SHORT poll_result(ULONG events, SHORT wanted)
{
    SHORT result = 0;
    if (events & (AFD_POLL_RECEIVE | AFD_POLL_ACCEPT))
        result |= POLLRDNORM;
    if (events & AFD_POLL_EXPEDITED)
        result |= POLLRDBAND;
    if (events & AFD_POLL_SEND)
        result |= POLLWRNORM;
    result &= wanted;
    if (events & AFD_POLL_DISCONNECT)
        result |= POLLHUP;
    if (events & AFD_POLL_ABORT)
        result |= POLLHUP;
    if (events & AFD_POLL_CONNECT_FAIL)
        result |= POLLERR | POLLHUP | (wanted & POLLWRNORM);
    return result;
}

static void add_polled(POLLING *polling, const WSAPOLLFD *fd)
{
    ULONG events = AFD_POLL_DISCONNECT | AFD_POLL_ABORT | AFD_POLL_CONNECT_FAIL;
    if (fd->events & POLLRDNORM)
        events |= AFD_POLL_RECEIVE | AFD_POLL_ACCEPT;
    if (fd->events & POLLRDBAND)
        events |= AFD_POLL_EXPEDITED;
    if (fd->events & POLLWRNORM)
        events |= AFD_POLL_SEND;
    add(polling, (HANDLE)fd->fd, events);
}

static int take_answers(const AFD_POLL *out, LPWSAPOLLFD fds, ULONG count)
{
    int ready = 0;
    for (ULONG i = 0, at = 0; i < count && at < out->count; i++)
        if (out->handles[at].handle == (HANDLE)fds[i].fd) {
            fds[i].revents = poll_result(out->handles[at++].events, fds[i].events);
            ready += fds[i].revents != 0;
        }
    return ready;
}

/* Marks those that are no sockets, and asks about the others without waiting. */
static int mark_bad(POLLING *polling, LPWSAPOLLFD fds, ULONG count)
{
    AFD_INFO info;
    int bad = 0;
    polling->in->count = 0;
    polling->in->timeout.QuadPart = 0;
    for (ULONG i = 0; i < count; i++)
        if ((SSIZE_T)fds[i].fd < 0) {
            continue;
        } else if (ws2_info(fds[i].fd, &info)) {
            fds[i].revents = POLLNVAL;
            bad++;
        } else {
            add_polled(polling, &fds[i]);
        }
    if (bad && polling->in->count && !run(polling))
        bad += take_answers(polling->out, fds, count);
    return bad;
}

int WSAAPI WSAPoll(LPWSAPOLLFD fds, ULONG count, INT timeout)
{
    POLLING polling;
    if (!ws2_started())
        return SOCKET_ERROR;
    if (!fds || !count)
        return ws2_fail(fds ? WSAEINVAL : WSAEFAULT);
    for (ULONG i = 0; i < count; i++) {
        if (fds[i].events & ~(POLLRDNORM | POLLRDBAND | POLLWRNORM))
            return ws2_fail(WSAEINVAL);
        fds[i].revents = 0;
    }
    if (!begin(&polling, count))
        return ws2_fail(WSAENOBUFS);
    polling.in->timeout.QuadPart = timeout < 0 ? INT64_MAX : -10000ll * timeout;
    for (ULONG i = 0; i < count; i++)
        if ((SSIZE_T)fds[i].fd >= 0) /* others are passed over */
            add_polled(&polling, &fds[i]);
    if (!polling.in->count) {
        end(&polling);
        return ws2_fail(WSAEINVAL);
    }
    NTSTATUS status = run(&polling);
    int result = status == STATUS_INVALID_HANDLE ? mark_bad(&polling, fds, count)
                 : status                        ? 0
                                                 : take_answers(polling.out, fds, count);
    end(&polling);
    return status && !result ? ws2_result(status) : result;
}
