/* threadpoollegacyapiset.c - work items, registered waits and timer queues. */
#include "nt_threadpool.h"
#include "nt_error.h"

/* A deletion that callbacks still hold up is a failure here, with ERROR_IO_PENDING. */
static BOOL deletion_result(NTSTATUS status)
{
    return status == STATUS_SUCCESS ? TRUE : set_last_nt_error(status);
}

BOOL WINAPI QueueUserWorkItem(LPTHREAD_START_ROUTINE routine, PVOID context, ULONG flags)
{
    return nt_result(RtlQueueWorkItem(routine, context, flags));
}

BOOL WINAPI RegisterWaitForSingleObject(PHANDLE out, HANDLE handle, WAITORTIMERCALLBACK callback,
                                        PVOID context, ULONG milliseconds, ULONG flags)
{
    return nt_result(RtlRegisterWait(out, handle, callback, context, milliseconds, flags));
}

HANDLE WINAPI RegisterWaitForSingleObjectEx(HANDLE handle, WAITORTIMERCALLBACK callback,
                                            PVOID context, ULONG milliseconds, ULONG flags)
{
    HANDLE wait = NULL;
    return nt_result(RtlRegisterWait(&wait, handle, callback, context, milliseconds, flags)) ? wait
                                                                                             : NULL;
}

BOOL WINAPI UnregisterWait(HANDLE wait)
{
    return deletion_result(RtlDeregisterWait(wait));
}

BOOL WINAPI UnregisterWaitEx(HANDLE wait, HANDLE event)
{
    return deletion_result(RtlDeregisterWaitEx(wait, event));
}

HANDLE WINAPI CreateTimerQueue(void)
{
    HANDLE queue = NULL;
    return nt_result(RtlCreateTimerQueue(&queue)) ? queue : NULL;
}

BOOL WINAPI DeleteTimerQueueEx(HANDLE queue, HANDLE event)
{
    return deletion_result(RtlDeleteTimerQueueEx(queue, event));
}

BOOL WINAPI DeleteTimerQueue(HANDLE queue)
{
    RtlDeleteTimerQueue(queue);
    return TRUE;
}

BOOL WINAPI CreateTimerQueueTimer(PHANDLE timer, HANDLE queue, WAITORTIMERCALLBACK callback,
                                  PVOID context, DWORD due, DWORD period, ULONG flags)
{
    return nt_result(RtlCreateTimer(queue, timer, callback, context, due, period, flags));
}

BOOL WINAPI ChangeTimerQueueTimer(HANDLE queue, HANDLE timer, ULONG due, ULONG period)
{
    return nt_result(RtlUpdateTimer(queue, timer, due, period));
}

BOOL WINAPI DeleteTimerQueueTimer(HANDLE queue, HANDLE timer, HANDLE event)
{
    return deletion_result(RtlDeleteTimer(queue, timer, event));
}

BOOL WINAPI BindIoCompletionCallback(HANDLE file, LPOVERLAPPED_COMPLETION_ROUTINE routine,
                                     ULONG flags)
{
    return nt_result(RtlSetIoCompletionCallback(file, routine, flags));
}
