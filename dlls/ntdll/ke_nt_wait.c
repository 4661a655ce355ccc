/*
 * ke_nt_wait.c - the wait services.
 */
#include "ke_private.h"

#define THREAD_ALERT_ 4u /* an access right */
#include "ob.h"

/* The dispatcher that stands for an object in a wait. */
static NTSTATUS waitable(HANDLE handle, OB_HEADER **object, KE_HEADER **header)
{
    NTSTATUS status = ob_reference(handle, 0, SYNCHRONIZE, (void **)object, NULL);
    if (status)
        return status;
    const struct ob_ops *ops = ob_types[(*object)->type];
    *header = ops->waitable ? ops->waitable(*object) : &(*object)->dispatcher;
    if (*header && (*header)->kind != KE_NONE)
        return STATUS_SUCCESS;
    ob_dereference(*object);
    return STATUS_OBJECT_TYPE_MISMATCH;
}

NTSTATUS NTAPI NtWaitForSingleObject(HANDLE handle, BOOLEAN alertable, PLARGE_INTEGER timeout)
{
    OB_HEADER *object;
    KE_HEADER *header;
    NTSTATUS status = waitable(handle, &object, &header);
    if (status)
        return status;
    status = ke_wait(&header, 1, FALSE, alertable, timeout);
    ob_dereference(object);
    return status;
}

NTSTATUS NTAPI NtWaitForMultipleObjects(ULONG count, const HANDLE *handles, ULONG any,
                                        BOOLEAN alertable, const LARGE_INTEGER *timeout)
{
    OB_HEADER *objects[MAXIMUM_WAIT_OBJECTS];
    KE_HEADER *headers[MAXIMUM_WAIT_OBJECTS];
    NTSTATUS status = STATUS_SUCCESS;
    ULONG have = 0;
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS)
        return STATUS_INVALID_PARAMETER_1;
    if (any > 1)
        return STATUS_INVALID_PARAMETER_3;
    while (have < count && !status) {
        status = waitable(handles[have], &objects[have], &headers[have]);
        have += !status;
    }
    for (ULONG i = 0; !any && !status && i < count; i++)
        for (ULONG j = 0; j < i && !status; j++)
            if (headers[i] == headers[j])
                status = STATUS_INVALID_PARAMETER_MIX;
    if (!status)
        status = ke_wait(headers, count, any == 0, alertable, timeout);
    while (have > 0)
        ob_dereference(objects[--have]);
    return status;
}

static NTSTATUS signal_object(OB_HEADER *object)
{
    switch (object->type) {
    case OB_EVENT:
        ke_set(&object->dispatcher);
        return STATUS_SUCCESS;
    case OB_MUTANT:
        return ke_release_mutant(&object->dispatcher, ke_self(), NULL);
    case OB_SEMAPHORE: {
        NTSTATUS status = STATUS_SUCCESS;
        KE_HEADER *header = &object->dispatcher;
        ke_enter();
        ke_header_lock(header);
        if (header->state >= header->limit)
            status = STATUS_SEMAPHORE_LIMIT_EXCEEDED;
        else
            header->state++;
        ke_unlock_and_wake(header);
        ke_leave();
        return status;
    }
    default:
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
}

NTSTATUS NTAPI NtSignalAndWaitForSingleObject(HANDLE signal, HANDLE wait, BOOLEAN alertable,
                                              const LARGE_INTEGER *timeout)
{
    OB_HEADER *signalled, *object;
    KE_HEADER *header;
    ACCESS_MASK access;
    NTSTATUS status = ob_reference(signal, 0, 0, (void **)&signalled, &access);
    if (status)
        return status;
    if ((signalled->type == OB_EVENT && !(access & EVENT_MODIFY_STATE)) ||
        (signalled->type == OB_SEMAPHORE && !(access & SEMAPHORE_MODIFY_STATE)))
        status = STATUS_ACCESS_DENIED;
    if (!status)
        status = waitable(wait, &object, &header);
    if (!status) {
        status = signal_object(signalled);
        if (!status)
            status = ke_wait(&header, 1, FALSE, alertable, timeout);
        ob_dereference(object);
    }
    ob_dereference(signalled);
    return status;
}

NTSTATUS NTAPI NtDelayExecution(BOOLEAN alertable, const LARGE_INTEGER *timeout)
{
    if (timeout && timeout->QuadPart == 0 && !alertable)
        return NtYieldExecution();
    NTSTATUS status = ke_wait(NULL, 0, FALSE, alertable, timeout);
    if (timeout && timeout->QuadPart == 0)
        pal_thread_yield();
    return status == STATUS_TIMEOUT ? STATUS_SUCCESS : status;
}

NTSTATUS NTAPI NtYieldExecution(void)
{
    pal_thread_yield();
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtTestAlert(void)
{
    BOOLEAN alerted = ke_test_alert();
    ke_deliver_apcs();
    return alerted ? STATUS_ALERTED : STATUS_SUCCESS;
}

NTSTATUS NTAPI NtAlertThread(HANDLE handle)
{
    KTHREAD *thread;
    NTSTATUS status = ob_reference(handle, OB_THREAD, THREAD_ALERT_, (void **)&thread, NULL);
    if (status)
        return status;
    ke_alert(thread);
    ob_dereference(thread);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQueueApcThread(HANDLE handle, PVOID routine, PVOID arg1, PVOID arg2, PVOID arg3)
{
    KTHREAD *thread;
    NTSTATUS status = ob_reference(handle, OB_THREAD, THREAD_SET_CONTEXT, (void **)&thread, NULL);
    if (status)
        return status;
    if (thread->process != ARENA_OF(ps_process))
        status = STATUS_NOT_SUPPORTED;
    else
        status = ke_queue_apc(thread, (KE_APC_ROUTINE)routine, arg1, arg2, arg3);
    ob_dereference(thread);
    return status;
}

NTSTATUS NTAPI NtQueueApcThreadEx(HANDLE handle, HANDLE reserve, PVOID routine, PVOID arg1,
                                  PVOID arg2, PVOID arg3)
{
    if (reserve)
        return STATUS_NOT_SUPPORTED; /* reserve objects and special user APCs */
    return NtQueueApcThread(handle, routine, arg1, arg2, arg3);
}
