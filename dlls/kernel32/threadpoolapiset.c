/* threadpoolapiset.c - the thread pool; what has the same form in ntdll is a forward in the .spec.
 */
#include "nt_threadpool.h"
#include "nt_error.h"

PTP_POOL WINAPI CreateThreadpool(PVOID reserved)
{
    PTP_POOL pool = NULL;
    return nt_result(TpAllocPool(&pool, reserved)) ? pool : NULL;
}

BOOL WINAPI SetThreadpoolThreadMinimum(PTP_POOL pool, DWORD minimum)
{
    return nt_result(TpSetPoolMinThreads(pool, minimum));
}

PTP_CLEANUP_GROUP WINAPI CreateThreadpoolCleanupGroup(void)
{
    PTP_CLEANUP_GROUP group = NULL;
    return nt_result(TpAllocCleanupGroup(&group)) ? group : NULL;
}

PTP_WORK WINAPI CreateThreadpoolWork(PTP_WORK_CALLBACK callback, PVOID context,
                                     PTP_CALLBACK_ENVIRON environment)
{
    PTP_WORK work = NULL;
    return nt_result(TpAllocWork(&work, callback, context, environment)) ? work : NULL;
}

PTP_TIMER WINAPI CreateThreadpoolTimer(PTP_TIMER_CALLBACK callback, PVOID context,
                                       PTP_CALLBACK_ENVIRON environment)
{
    PTP_TIMER timer = NULL;
    return nt_result(TpAllocTimer(&timer, callback, context, environment)) ? timer : NULL;
}

VOID WINAPI SetThreadpoolTimer(PTP_TIMER timer, PFILETIME due, DWORD period, DWORD window)
{
    TpSetTimer(timer, (PLARGE_INTEGER)due, (LONG)period, (LONG)window);
}

BOOL WINAPI SetThreadpoolTimerEx(PTP_TIMER timer, PFILETIME due, DWORD period, DWORD window)
{
    return TpSetTimerEx(timer, (PLARGE_INTEGER)due, (LONG)period, (LONG)window) != 0;
}

BOOL WINAPI IsThreadpoolTimerSet(PTP_TIMER timer)
{
    return TpIsTimerSet(timer) != 0;
}

PTP_WAIT WINAPI CreateThreadpoolWait(PTP_WAIT_CALLBACK callback, PVOID context,
                                     PTP_CALLBACK_ENVIRON environment)
{
    PTP_WAIT wait = NULL;
    return nt_result(TpAllocWait(&wait, callback, context, environment)) ? wait : NULL;
}

VOID WINAPI SetThreadpoolWait(PTP_WAIT wait, HANDLE handle, PFILETIME timeout)
{
    TpSetWait(wait, handle, (PLARGE_INTEGER)timeout);
}

BOOL WINAPI SetThreadpoolWaitEx(PTP_WAIT wait, HANDLE handle, PFILETIME timeout, PVOID reserved)
{
    return TpSetWaitEx(wait, handle, (PLARGE_INTEGER)timeout, reserved) != 0;
}

PTP_IO WINAPI CreateThreadpoolIo(HANDLE file, PTP_WIN32_IO_CALLBACK callback, PVOID context,
                                 PTP_CALLBACK_ENVIRON environment)
{
    PTP_IO io = NULL;
    return nt_result(BaileyTpAllocWin32Io(&io, file, callback, context, environment)) ? io : NULL;
}

BOOL WINAPI TrySubmitThreadpoolCallback(PTP_SIMPLE_CALLBACK callback, PVOID context,
                                        PTP_CALLBACK_ENVIRON environment)
{
    return nt_result(TpSimpleTryPost(callback, context, environment));
}

BOOL WINAPI CallbackMayRunLong(PTP_CALLBACK_INSTANCE instance)
{
    return nt_result(TpCallbackMayRunLong(instance));
}
