/*
 * ps_suspend.c - suspension and contexts of threads of this process.
 *
 * Windows counts suspensions; the PAL only knows stopped and running, so the count is kept here.
 */
#include "nt_exception.h"
#include "ps_ask.h"
#include "ps_private.h"

static KE_LOCK suspend_lock; /* held across the PAL's stop: suspensions are rare */

static NTSTATUS reference_local(HANDLE handle, ACCESS_MASK access, KTHREAD **object,
                                BAILEY_THREAD **thread)
{
    NTSTATUS status = ob_reference(handle, OB_THREAD, access, (void **)object, NULL);
    if (status)
        return status;
    *thread = ps_local(*object);
    if (!*thread)
        status = (*object)->ended ? STATUS_THREAD_IS_TERMINATING : STATUS_NOT_SUPPORTED;
    if (status)
        ob_dereference(*object);
    return status;
}

void ps_count_suspension(BAILEY_THREAD *thread)
{
    ke_lock(&suspend_lock);
    thread->suspend_count++;
    ke_unlock(&suspend_lock);
}

/* Not a KE_LOCK'ed call: a thread that suspends itself must be able to stop, and two threads that
 * suspend each other must not both wait here with the lock. */
static NTSTATUS suspend(BAILEY_THREAD *thread, ULONG *previous)
{
    NTSTATUS status = STATUS_SUCCESS;
    ke_lock(&suspend_lock);
    LONG count = thread->suspend_count;
    if (count >= MAXIMUM_SUSPEND_COUNT)
        status = STATUS_SUSPEND_COUNT_EXCEEDED;
    else
        thread->suspend_count = count + 1;
    ke_unlock(&suspend_lock);
    if (!status && count == 0 && !thread->held) {
        PalStatus stopped = ps_stop(thread->pal_handle);
        if (stopped < 0 && stopped != PAL_STATUS_INVALID_REQUEST)
            status = STATUS_THREAD_IS_TERMINATING;
    }
    if (!status && previous)
        *previous = (ULONG)count;
    return status;
}

NTSTATUS NTAPI NtSuspendThread(HANDLE handle, ULONG *previous)
{
    KTHREAD *object;
    BAILEY_THREAD *thread;
    NTSTATUS status = reference_local(handle, THREAD_SUSPEND_RESUME, &object, &thread);
    if (status)
        return status;
    status = suspend(thread, previous);
    ob_dereference(object);
    return status;
}

/* Of another process's threads, one that was created suspended can be let go. */
static NTSTATUS resume_start(HANDLE handle, ULONG *previous)
{
    KTHREAD *object;
    NTSTATUS status =
        ob_reference(handle, OB_THREAD, THREAD_SUSPEND_RESUME, (void **)&object, NULL);
    if (status)
        return status;
    LONG held = InterlockedExchange((volatile LONG *)&object->held, 0);
    if (held)
        ps_knock(ARENA_AT(KPROCESS, object->process));
    if (previous)
        *previous = (ULONG)held;
    ob_dereference(object);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtResumeThread(HANDLE handle, ULONG *previous)
{
    KTHREAD *object;
    BAILEY_THREAD *thread;
    NTSTATUS status = reference_local(handle, THREAD_SUSPEND_RESUME, &object, &thread);
    if (status == STATUS_NOT_SUPPORTED)
        return resume_start(handle, previous);
    if (status)
        return status;
    ke_lock(&suspend_lock);
    LONG count = thread->suspend_count;
    if (count > 0)
        thread->suspend_count = count - 1;
    if (count == 1 && thread->held) {
        thread->held = 0;
        pal_word_wake((ULONG_PTR)&thread->held, 1, 0);
    } else if (count == 1) {
        pal_thread_resume(thread->pal_handle);
    }
    ke_unlock(&suspend_lock);
    if (previous)
        *previous = (ULONG)count;
    ob_dereference(object);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtAlertResumeThread(HANDLE handle, ULONG *previous)
{
    NTSTATUS status = NtAlertThread(handle);
    return status ? status : NtResumeThread(handle, previous);
}

static NTSTATUS with_context(BAILEY_THREAD *thread, CONTEXT *context, BOOLEAN write)
{
    PalContext registers;
    BOOLEAN stopped_here = FALSE;
    if (thread->held && !write) {
        ps_initial_context(thread, &registers);
        ps_from_context(&registers, context, context->ContextFlags);
        return STATUS_SUCCESS;
    }
    if (thread->held) { /* only where it starts can be changed */
        ps_change_start(thread, context);
        return STATUS_SUCCESS;
    }
    if (thread->suspend_count == 0) {
        PalStatus status = ps_stop(thread->pal_handle);
        if (status < 0 && status != PAL_STATUS_INVALID_REQUEST)
            return STATUS_THREAD_IS_TERMINATING;
        stopped_here = status == PAL_OK;
    }
    NTSTATUS status = pal_thread_context(thread->pal_handle, 0, &registers);
    if (!status && write) {
        ps_to_context(context, &registers);
        status = pal_thread_context(thread->pal_handle, 1, &registers);
    } else if (!status) {
        ps_from_context(&registers, context, context->ContextFlags);
    }
    if (stopped_here)
        pal_thread_resume(thread->pal_handle);
    return status;
}

NTSTATUS NTAPI NtGetContextThread(HANDLE handle, CONTEXT *context)
{
    KTHREAD *object;
    BAILEY_THREAD *thread;
    NTSTATUS status = reference_local(handle, THREAD_GET_CONTEXT, &object, &thread);
    if (status)
        return status;
    if (thread == bailey_self()) {
        ULONG flags = context->ContextFlags;
        RtlCaptureContext(context);
        context->ContextFlags = flags;
    } else {
        status = with_context(thread, context, FALSE);
    }
    ob_dereference(object);
    return status;
}

NTSTATUS NTAPI NtSetContextThread(HANDLE handle, const CONTEXT *context)
{
    KTHREAD *object;
    BAILEY_THREAD *thread;
    NTSTATUS status = reference_local(handle, THREAD_SET_CONTEXT, &object, &thread);
    if (status)
        return status;
    BOOLEAN self = thread == bailey_self();
    if (!self)
        status = with_context(thread, (CONTEXT *)context, TRUE);
    ob_dereference(object);
    if (self)
        status = NtContinue((CONTEXT *)context, FALSE);
    return status;
}
