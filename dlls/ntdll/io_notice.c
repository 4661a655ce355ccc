/*
 * io_notice.c - telling the caller that an I/O operation has ended: status block, event, file
 * object, APC routine, completion packet.
 */
#include "io_private.h"

#define SKIP_PORT_ON_SUCCESS 1 /* FILE_SKIP_COMPLETION_PORT_ON_SUCCESS */
#define SKIP_SET_FILE        2 /* FILE_SKIP_SET_EVENT_ON_HANDLE */

NTSTATUS io_notice_begin(IO_NOTICE *notice, IO_FILE *file, HANDLE event, PIO_APC_ROUTINE routine,
                         PVOID context, IO_STATUS_BLOCK *status)
{
    void *object = NULL;
    if (routine && file->port)
        return STATUS_INVALID_PARAMETER;
    if (event) {
        NTSTATUS result = ob_reference(event, OB_EVENT, EVENT_MODIFY_STATE, &object, NULL);
        if (result)
            return result;
        ke_reset(object);
    }
    notice->file = file;
    notice->status = status;
    notice->event = object;
    notice->routine = routine;
    notice->context = context;
    return STATUS_SUCCESS;
}

static void tell(IO_NOTICE *notice, KTHREAD *thread, NTSTATUS status, ULONG_PTR information,
                 BOOLEAN packet)
{
    IO_FILE *file = notice->file;
    notice->status->Information = information;
    __atomic_store_n(&notice->status->Status, status, __ATOMIC_RELEASE);
    if (packet && file->port && notice->context)
        io_post(file->port, file->port_key, (ULONG_PTR)notice->context, status, information);
    if (notice->event)
        ke_set(notice->event);
    if (notice->routine)
        ke_queue_apc(thread, (KE_APC_ROUTINE)(PVOID)notice->routine, notice->context,
                     notice->status, NULL);
}

static void let_go(IO_NOTICE *notice)
{
    if (notice->event)
        ob_dereference(notice->event);
    notice->event = NULL;
}

NTSTATUS io_notice_end(IO_NOTICE *notice, NTSTATUS status, ULONG_PTR information)
{
    BOOLEAN error = (ULONG)status >> 30 == 3;
    BOOLEAN skip = status == STATUS_SUCCESS && notice->file->port_flags & SKIP_PORT_ON_SUCCESS;
    if (!error)
        tell(notice, bailey_self()->kthread, status, information, !skip);
    let_go(notice);
    return status;
}

IO_PENDING *io_pending_create(const IO_NOTICE *notice, ULONG operation, PVOID buffer, ULONG size)
{
    IO_PENDING *pending =
        RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof *pending);
    if (!pending)
        return NULL;
    pending->notice = *notice;
    pending->file = notice->file;
    pending->thread = bailey_self()->kthread;
    pending->operation = operation;
    pending->buffer = buffer;
    pending->size = size;
    ob_reference_object(pending->file);
    ob_reference_object(pending->thread);
    InterlockedIncrement(&pending->file->pending);
    if (!(pending->file->port_flags & SKIP_SET_FILE))
        ke_reset(&pending->file->header.dispatcher);
    notice->status->Status = STATUS_PENDING;
    return pending;
}

void io_pending_abandon(IO_PENDING *pending)
{
    IO_FILE *file = pending->file;
    InterlockedDecrement(&file->pending);
    if (!(file->port_flags & SKIP_SET_FILE))
        ke_set(&file->header.dispatcher);
    ob_dereference(pending->thread);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, pending);
    ob_dereference(file);
}

void io_pending_finish(IO_PENDING *pending, NTSTATUS status, ULONG_PTR information)
{
    IO_FILE *file = pending->file;
    InterlockedDecrement(&file->pending);
    tell(&pending->notice, pending->thread, status, information, TRUE);
    if (!(file->port_flags & SKIP_SET_FILE))
        ke_set(&file->header.dispatcher);
    let_go(&pending->notice);
    ob_dereference(pending->thread);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, pending);
    ob_dereference(file);
}

NTSTATUS NTAPI NtCancelIoFile(HANDLE handle, IO_STATUS_BLOCK *io)
{
    IO_FILE *file;
    NTSTATUS status = io_reference(handle, 0, &file);
    if (status)
        return status;
    KTHREAD *self = bailey_self()->kthread;
    io_pipe_cancel(file, self, NULL);
    io_watch_cancel(file, self, NULL);
    afd_cancel(file, self, NULL);
    ob_dereference(file);
    io->Status = STATUS_SUCCESS;
    io->Information = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtCancelIoFileEx(HANDLE handle, IO_STATUS_BLOCK *which, IO_STATUS_BLOCK *io)
{
    IO_FILE *file;
    NTSTATUS status = io_reference(handle, 0, &file);
    if (status)
        return status;
    ULONG count = io_pipe_cancel(file, NULL, which) + io_watch_cancel(file, NULL, which) +
                  afd_cancel(file, NULL, which) + io_block_cancel(file, NULL);
    ob_dereference(file);
    if (!count)
        return STATUS_NOT_FOUND;
    io->Status = STATUS_SUCCESS;
    io->Information = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtCancelSynchronousIoFile(HANDLE handle, IO_STATUS_BLOCK *which, IO_STATUS_BLOCK *io)
{
    KTHREAD *thread;
    (void)which; /* a thread has one synchronous operation at most */
    NTSTATUS status = ob_reference(handle, OB_THREAD, THREAD_TERMINATE, (void **)&thread, NULL);
    if (status)
        return status;
    if (!io_pipe_cancel_wait(thread) && !io_block_cancel(NULL, thread))
        status = STATUS_NOT_FOUND;
    ob_dereference(thread);
    io->Status = status;
    io->Information = 0;
    return status;
}
