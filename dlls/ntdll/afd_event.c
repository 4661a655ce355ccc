/*
 * afd_event.c - WSAEventSelect: a socket that sets an event and records what has happened to it.
 *
 * Each kind of happening is reported once, and again after the call that its documentation names
 * (recv for FD_READ, a send that would block for FD_WRITE, ...).
 */
#include "afd.h"

static ULONG watchable(const AFD_LANE *lane)
{
    const AFD_SOCKET *socket = afd_socket(lane->file);
    return socket->info.type != STREAM || socket->info.state > AFD_BOUND;
}

ULONG afd_event_wants(const AFD_LANE *lane)
{
    ULONG left = lane->event ? lane->mask & ~lane->reported : 0, ready = 0;
    if (!left || !watchable(lane))
        return 0;
    if (left & (AFD_FD_READ | AFD_FD_ACCEPT))
        ready |= PAL_READY_READ;
    if (left & AFD_FD_WRITE ||
        (left & AFD_FD_CONNECT && afd_socket(lane->file)->info.state == AFD_CONNECTING))
        ready |= PAL_READY_WRITE;
    if (left & AFD_FD_CLOSE)
        ready |= PAL_READY_HANGUP;
    if (left & AFD_FD_OOB)
        ready |= PAL_READY_URGENT;
    return lane->reported & AFD_FD_CLOSE ? 0 : ready;
}

static ULONG happened(AFD_LANE *lane)
{
    const AFD_SOCKET *socket = afd_socket(lane->file);
    ULONG was = socket->info.state, bits = 0;
    ULONG events = afd_poll_events(lane->file, ~0u);
    if (events & AFD_POLL_RECEIVE)
        bits |= AFD_FD_READ;
    if (events & AFD_POLL_SEND)
        bits |= AFD_FD_WRITE;
    if (events & AFD_POLL_EXPEDITED)
        bits |= AFD_FD_OOB;
    if (events & AFD_POLL_ACCEPT)
        bits |= AFD_FD_ACCEPT;
    if (was == AFD_CONNECTING || events & AFD_POLL_CONNECT_FAIL || events & AFD_POLL_CONNECT)
        bits |= events & (AFD_POLL_CONNECT | AFD_POLL_CONNECT_FAIL) ? AFD_FD_CONNECT : 0;
    if (events & (AFD_POLL_DISCONNECT | AFD_POLL_ABORT))
        bits |= AFD_FD_CLOSE;
    if (bits & AFD_FD_CONNECT)
        lane->event_status[4] = socket->info.state == AFD_FAILED ? socket->info.error : 0;
    if (bits & AFD_FD_CLOSE)
        lane->event_status[5] = events & AFD_POLL_ABORT ? STATUS_CONNECTION_RESET : 0;
    return bits;
}

void afd_event_look(AFD_LANE *lane)
{
    if (!lane->event || !(lane->mask & ~lane->reported) || !watchable(lane))
        return;
    ULONG now = happened(lane) & lane->mask & ~lane->reported;
    lane->reported |= now;
    lane->recorded |= now;
    if (now)
        ke_set(lane->event);
}

void afd_event_again(IO_FILE *file, ULONG bits)
{
    ke_lock(&afd_lock);
    AFD_LANE *lane = afd_lane(file, FALSE);
    if (lane && lane->event) {
        lane->reported &= ~bits;
        afd_event_look(lane);
        afd_lane_watch(lane);
    }
    ke_unlock(&afd_lock);
}

/* Takes over the reference to the event; the old one is returned to be let go. */
static KE_HEADER *set_event(AFD_LANE *lane, KE_HEADER *event, ULONG mask)
{
    KE_HEADER *old = lane->event;
    lane->event = event;
    lane->mask = mask;
    lane->recorded = 0;
    lane->reported = afd_socket(lane->file)->info.state == AFD_CONNECTED ? AFD_FD_CONNECT : 0;
    if (event) {
        afd_event_look(lane);
        afd_lane_watch(lane);
    }
    return old;
}

NTSTATUS afd_event_select(IO_FILE *file, const AFD_EVENT_SELECT *select)
{
    void *event = NULL;
    NTSTATUS status = STATUS_SUCCESS;
    if (select->event && select->mask)
        status = ob_reference(select->event, OB_EVENT, EVENT_MODIFY_STATE, &event, NULL);
    if (status)
        return status;
    ke_lock(&afd_lock);
    status = afd_thread_start();
    AFD_LANE *lane = status ? NULL : afd_lane(file, TRUE);
    if (lane) {
        afd_socket(file)->info.non_blocking = TRUE;
        event = set_event(lane, event, select->mask);
    } else if (!status) {
        status = STATUS_INSUFFICIENT_RESOURCES;
    }
    ke_unlock(&afd_lock);
    if (event)
        ob_dereference(event);
    return status;
}

void afd_event_inherit(IO_FILE *from, IO_FILE *to)
{
    ke_lock(&afd_lock);
    AFD_LANE *listener = afd_lane(from, FALSE);
    if (listener && listener->event) {
        KE_HEADER *event = listener->event;
        ULONG mask = listener->mask;
        AFD_LANE *lane = afd_lane(to, TRUE);
        if (lane) {
            ob_reference_object(event);
            set_event(lane, event, mask);
        }
    }
    ke_unlock(&afd_lock);
}

NTSTATUS afd_event_enum(IO_FILE *file, HANDLE reset, AFD_EVENTS *events)
{
    NTSTATUS status = reset ? NtResetEvent(reset, NULL) : STATUS_SUCCESS;
    if (status)
        return status;
    __builtin_memset(events, 0, sizeof *events);
    ke_lock(&afd_lock);
    AFD_LANE *lane = afd_lane(file, FALSE);
    if (lane) {
        events->mask = lane->recorded;
        __builtin_memcpy(events->status, lane->event_status, sizeof events->status);
        lane->recorded = 0;
    }
    ke_unlock(&afd_lock);
    return STATUS_SUCCESS;
}
