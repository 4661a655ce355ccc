/* io_socket_select.c - waiting for several sockets in the calling thread. */
#include "io_socket.h"

static ULONG look(AFD_POLL_INFO *poll, IO_FILE **files, ULONG *events)
{
    ULONG ready = 0;
    for (ULONG i = 0; i < poll->count; i++) {
        events[i] = socket_events(files[i], poll->handles[i].events);
        ready += events[i] != 0;
    }
    return ready;
}

static NTSTATUS watch_all(PalHandle queue, const AFD_POLL_INFO *poll, IO_FILE **files)
{
    NTSTATUS status = STATUS_SUCCESS;
    for (ULONG i = 0; i < poll->count && !status; i++) {
        SOCKET_REQUEST request = {.code = AFD_POLL, .events = poll->handles[i].events};
        AFD_SOCKET *socket = socket_of(files[i]);
        ULONG ready = socket_interest(&request);
        if (ready && (socket->type == PAL_SOCKET_DATAGRAM || socket->state != AFD_NEW))
            status = pal_queue_watch(queue, io_handle(files[i]), ready, i);
    }
    return status;
}

static NTSTATUS wait(AFD_POLL_INFO *poll, IO_FILE **files, ULONG *events)
{
    PalHandle queue;
    PalReady report;
    uint32_t count;
    int64_t deadline = ke_deadline(&poll->timeout);
    if (look(poll, files, events) || poll->timeout.QuadPart == 0)
        return STATUS_SUCCESS;
    NTSTATUS status = pal_queue_create(&queue);
    if (status)
        return status;
    do {
        status = watch_all(queue, poll, files);
        if (!status)
            status = pal_queue_wait(queue, &report, 1, deadline, &count);
    } while (status == PAL_STATUS_INTERRUPTED || (!status && !look(poll, files, events)));
    pal_handle_close(queue);
    return status == STATUS_TIMEOUT ? STATUS_SUCCESS : status;
}

NTSTATUS socket_select(AFD_POLL_INFO *poll, ULONG size)
{
    ULONG count = poll->count, taken = 0;
    NTSTATUS status = STATUS_SUCCESS;
    if (!count || (size - offsetof(AFD_POLL_INFO, handles)) / sizeof *poll->handles < count)
        return STATUS_INVALID_PARAMETER;
    IO_FILE **files = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY,
                                      count * (sizeof *files + sizeof(ULONG)));
    if (!files)
        return STATUS_NO_MEMORY;
    ULONG *events = (ULONG *)(files + count);
    for (; taken < count && !status; taken++) {
        status = io_reference(poll->handles[taken].handle, 0, &files[taken]);
        if (status)
            break;
        if (files[taken]->kind != IO_SOCKET || !io_handle(files[taken]))
            status = STATUS_INVALID_HANDLE;
    }
    if (!status)
        status = wait(poll, files, events);
    for (ULONG i = 0; i < taken; i++) {
        if (!status)
            poll->handles[i].events = events[i];
        ob_dereference(files[i]);
    }
    RtlFreeHeap(peb_self()->ProcessHeap, 0, files);
    return status;
}
