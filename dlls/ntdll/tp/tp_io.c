/*
 * Asynchronous I/O whose completions become callbacks: the file is bound to the pool's completion
 * port, from which one thread posts them.
 */
#include "tp.h"
#include "io_proto.h"

static HANDLE port;

__attribute__((noreturn)) static NTSTATUS NTAPI serve(PVOID parameter)
{
    for (;;) {
        struct tp_result *result = tp_alloc(sizeof(*result));
        struct tp_object *object = NULL;
        PVOID key, value;
        IO_STATUS_BLOCK status;

        if (!result) {
            NtDelayExecution(FALSE, &(LARGE_INTEGER){.QuadPart = -TP_STARVED});
            continue;
        }
        if (NtRemoveIoCompletion(port, &key, &value, &status, NULL) != STATUS_SUCCESS) {
            tp_free(result);
            continue;
        }
        object = key;
        result->value = value;
        result->status = status;
        tp_enter();
        if (object->first_result)
            object->last_result->next = result;
        else
            object->first_result = result;
        object->last_result = result;
        tp_post(object);
        tp_unreference(object); /* the one of TpStartAsyncIoOperation; tp_post has added its own */
        tp_leave();
    }
}

static NTSTATUS ensure_port(void)
{
    NTSTATUS status = STATUS_SUCCESS;
    HANDLE thread;

    tp_enter();
    if (!port) {
        status = NtCreateIoCompletion(&port, IO_COMPLETION_ALL_ACCESS, NULL, 0);
        if (status >= 0)
            status = RtlCreateUserThread(NtCurrentProcess(), NULL, FALSE, 0, 0, 0, serve, NULL,
                                         &thread, NULL);
        if (status >= 0)
            NtClose(thread);
    }
    tp_leave();
    return status;
}

static NTSTATUS allocate(PTP_IO *out, HANDLE file, PVOID callback, PVOID context,
                         PTP_CALLBACK_ENVIRON environment, BOOLEAN win32)
{
    struct {
        HANDLE port;
        PVOID key;
    } completion;
    IO_STATUS_BLOCK block;
    struct tp_object *object;
    NTSTATUS status = ensure_port();

    if (status >= 0)
        status = tp_create(&object, TP_IO_OBJECT, callback, context, environment);
    if (status < 0)
        return status;
    object->win32_io = win32;
    completion.port = port;
    completion.key = object;
    status = NtSetInformationFile(file, &block, &completion, sizeof(completion),
                                  (FILE_INFORMATION_CLASS)30 /* FileCompletionInformation */);
    if (status < 0) {
        tp_release(object);
        return status;
    }
    *out = (PTP_IO)object;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI TpAllocIoCompletion(PTP_IO *out, HANDLE file, PVOID callback, PVOID context,
                                   PTP_CALLBACK_ENVIRON environment)
{
    return allocate(out, file, callback, context, environment, FALSE);
}

/* With a callback in Win32's form; kernel32's. */
NTSTATUS NTAPI BaileyTpAllocWin32Io(PTP_IO *out, HANDLE file, PVOID callback, PVOID context,
                                    PTP_CALLBACK_ENVIRON environment)
{
    return allocate(out, file, callback, context, environment, TRUE);
}

VOID NTAPI TpReleaseIoCompletion(PTP_IO io)
{
    tp_release((struct tp_object *)io);
}

/* An operation in flight keeps the object: its completion names it. */
VOID NTAPI TpStartAsyncIoOperation(PTP_IO io)
{
    tp_enter();
    ((struct tp_object *)io)->references++;
    tp_leave();
}

VOID NTAPI TpCancelAsyncIoOperation(PTP_IO io)
{
    BOOLEAN last;
    tp_enter();
    last = tp_unreference((struct tp_object *)io);
    tp_leave();
    if (last)
        tp_dispose((struct tp_object *)io);
}

VOID NTAPI TpWaitForIoCompletion(PTP_IO io, ULONG cancel)
{
    tp_drain((struct tp_object *)io, cancel != 0);
}

/* ---- BindIoCompletionCallback: any number of operations, and never an end */

struct binding {
    LPOVERLAPPED_COMPLETION_ROUTINE routine;
};

static VOID NTAPI bound(PTP_CALLBACK_INSTANCE instance, PVOID context, PVOID overlapped,
                        ULONG result, ULONG_PTR transferred, PTP_IO io)
{
    struct binding *binding = context;
    TpStartAsyncIoOperation(io); /* for the next operation */
    binding->routine(result, (DWORD)transferred, overlapped);
}

NTSTATUS NTAPI RtlSetIoCompletionCallback(HANDLE file, LPOVERLAPPED_COMPLETION_ROUTINE routine,
                                          ULONG flags)
{
    struct binding *binding = tp_alloc(sizeof(*binding));
    NTSTATUS status;
    PTP_IO io;

    if (!binding)
        return STATUS_NO_MEMORY;
    binding->routine = routine;
    status = allocate(&io, file, bound, binding, NULL, TRUE);
    if (status < 0)
        tp_free(binding);
    else
        TpStartAsyncIoOperation(io);
    return status;
}
