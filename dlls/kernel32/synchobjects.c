/*
 * synchobjects.c - synchapi.h: the kernel objects. Locks that need no object are ntdll's,
 * forwarded.
 */
#include "kernel32_private.h"

/* What the CreateXxx functions do with a status: an existing object is a success with an error. */
static HANDLE created(NTSTATUS status, HANDLE handle)
{
    if (status < 0) {
        set_last_nt_error(status);
        if (status == STATUS_OBJECT_TYPE_MISMATCH)
            fail_with(ERROR_INVALID_HANDLE);
        return NULL;
    }
    fail_with(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return handle;
}

static HANDLE opened(NTSTATUS status, HANDLE handle)
{
    if (status < 0) {
        set_last_nt_error(status);
        if (status == STATUS_OBJECT_TYPE_MISMATCH)
            fail_with(ERROR_INVALID_HANDLE);
        return NULL;
    }
    return handle;
}

#define OPEN_FLAGS(inherit) ((inherit) ? OBJ_INHERIT : 0)

/* An A function: its name converted, its W function called. */
#define WITH_WIDE_NAME(name, call)       \
    do {                                 \
        WCHAR *wide = k32_to_wide(name); \
        HANDLE handle = NULL;            \
        if (wide || !(name))             \
            handle = (call);             \
        k32_free(wide);                  \
        return handle;                   \
    } while (0)

/* ---- events */

HANDLE WINAPI CreateEventExW(LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags,
                             DWORD access)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (flags & ~(CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET)) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, security, OBJ_OPENIF))
        return NULL;
    NTSTATUS status = NtCreateEvent(&handle, access, &object.attributes,
                                    flags & CREATE_EVENT_MANUAL_RESET ? 0 : 1,
                                    (flags & CREATE_EVENT_INITIAL_SET) != 0);
    return created(status, handle);
}

HANDLE WINAPI CreateEventExA(LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access)
{
    WITH_WIDE_NAME(name, CreateEventExW(security, wide, flags, access));
}

HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL state, LPCWSTR name)
{
    return CreateEventExW(security, name,
                          (manual ? CREATE_EVENT_MANUAL_RESET : 0) |
                              (state ? CREATE_EVENT_INITIAL_SET : 0),
                          EVENT_ALL_ACCESS);
}

HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL state, LPCSTR name)
{
    WITH_WIDE_NAME(name, CreateEventW(security, manual, state, wide));
}

HANDLE WINAPI OpenEventW(DWORD access, BOOL inherit, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, NULL, OPEN_FLAGS(inherit)))
        return NULL;
    NTSTATUS status = NtOpenEvent(&handle, access, &object.attributes);
    return opened(status, handle);
}

HANDLE WINAPI OpenEventA(DWORD access, BOOL inherit, LPCSTR name)
{
    WITH_WIDE_NAME(name, OpenEventW(access, inherit, wide));
}

BOOL WINAPI SetEvent(HANDLE handle)
{
    return nt_result(NtSetEvent(handle, NULL));
}

BOOL WINAPI ResetEvent(HANDLE handle)
{
    return nt_result(NtResetEvent(handle, NULL));
}

BOOL WINAPI PulseEvent(HANDLE handle)
{
    return nt_result(NtPulseEvent(handle, NULL));
}

/* ---- mutexes */

HANDLE WINAPI CreateMutexExW(LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags,
                             DWORD access)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (flags & ~CREATE_MUTEX_INITIAL_OWNER) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, security, OBJ_OPENIF))
        return NULL;
    NTSTATUS status = NtCreateMutant(&handle, access, &object.attributes,
                                     (flags & CREATE_MUTEX_INITIAL_OWNER) != 0);
    return created(status, handle);
}

HANDLE WINAPI CreateMutexExA(LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access)
{
    WITH_WIDE_NAME(name, CreateMutexExW(security, wide, flags, access));
}

HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCWSTR name)
{
    return CreateMutexExW(security, name, owned ? CREATE_MUTEX_INITIAL_OWNER : 0, MUTEX_ALL_ACCESS);
}

HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCSTR name)
{
    WITH_WIDE_NAME(name, CreateMutexW(security, owned, wide));
}

HANDLE WINAPI OpenMutexW(DWORD access, BOOL inherit, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, NULL, OPEN_FLAGS(inherit)))
        return NULL;
    NTSTATUS status = NtOpenMutant(&handle, access, &object.attributes);
    return opened(status, handle);
}

HANDLE WINAPI OpenMutexA(DWORD access, BOOL inherit, LPCSTR name)
{
    WITH_WIDE_NAME(name, OpenMutexW(access, inherit, wide));
}

BOOL WINAPI ReleaseMutex(HANDLE handle)
{
    return nt_result(NtReleaseMutant(handle, NULL));
}

/* ---- semaphores */

HANDLE WINAPI CreateSemaphoreExW(LPSECURITY_ATTRIBUTES security, LONG count, LONG limit,
                                 LPCWSTR name, DWORD flags, DWORD access)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (flags) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, security, OBJ_OPENIF))
        return NULL;
    NTSTATUS status = NtCreateSemaphore(&handle, access, &object.attributes, count, limit);
    return created(status, handle);
}

HANDLE WINAPI CreateSemaphoreExA(LPSECURITY_ATTRIBUTES security, LONG count, LONG limit,
                                 LPCSTR name, DWORD flags, DWORD access)
{
    WITH_WIDE_NAME(name, CreateSemaphoreExW(security, count, limit, wide, flags, access));
}

HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG count, LONG limit, LPCWSTR name)
{
    return CreateSemaphoreExW(security, count, limit, name, 0, SEMAPHORE_ALL_ACCESS);
}

HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES security, LONG count, LONG limit, LPCSTR name)
{
    WITH_WIDE_NAME(name, CreateSemaphoreW(security, count, limit, wide));
}

HANDLE WINAPI OpenSemaphoreW(DWORD access, BOOL inherit, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, NULL, OPEN_FLAGS(inherit)))
        return NULL;
    NTSTATUS status = NtOpenSemaphore(&handle, access, &object.attributes);
    return opened(status, handle);
}

HANDLE WINAPI OpenSemaphoreA(DWORD access, BOOL inherit, LPCSTR name)
{
    WITH_WIDE_NAME(name, OpenSemaphoreW(access, inherit, wide));
}

BOOL WINAPI ReleaseSemaphore(HANDLE handle, LONG count, LPLONG previous)
{
    return nt_result(NtReleaseSemaphore(handle, count, previous));
}

/* ---- waitable timers */

HANDLE WINAPI CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags,
                                     DWORD access)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (flags & ~(CREATE_WAITABLE_TIMER_MANUAL_RESET | 2 /* HIGH_RESOLUTION */)) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, security, OBJ_OPENIF))
        return NULL;
    NTSTATUS status = NtCreateTimer(&handle, access, &object.attributes,
                                    flags & CREATE_WAITABLE_TIMER_MANUAL_RESET ? 0 : 1);
    return created(status, handle);
}

HANDLE WINAPI CreateWaitableTimerExA(LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags,
                                     DWORD access)
{
    WITH_WIDE_NAME(name, CreateWaitableTimerExW(security, wide, flags, access));
}

HANDLE WINAPI CreateWaitableTimerW(LPSECURITY_ATTRIBUTES security, BOOL manual, LPCWSTR name)
{
    return CreateWaitableTimerExW(security, name, manual ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0,
                                  TIMER_ALL_ACCESS);
}

HANDLE WINAPI CreateWaitableTimerA(LPSECURITY_ATTRIBUTES security, BOOL manual, LPCSTR name)
{
    WITH_WIDE_NAME(name, CreateWaitableTimerW(security, manual, wide));
}

HANDLE WINAPI OpenWaitableTimerW(DWORD access, BOOL inherit, LPCWSTR name)
{
    K32_OBJECT_NAME object;
    HANDLE handle = NULL;
    if (!name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (!k32_object_name(&object, name, NULL, OPEN_FLAGS(inherit)))
        return NULL;
    NTSTATUS status = NtOpenTimer(&handle, access, &object.attributes);
    return opened(status, handle);
}

HANDLE WINAPI OpenWaitableTimerA(DWORD access, BOOL inherit, LPCSTR name)
{
    WITH_WIDE_NAME(name, OpenWaitableTimerW(access, inherit, wide));
}

BOOL WINAPI SetWaitableTimer(HANDLE handle, const LARGE_INTEGER *due, LONG period,
                             PTIMERAPCROUTINE routine, LPVOID context, BOOL resume)
{
    NTSTATUS status =
        NtSetTimer(handle, due, (PTIMER_APC)routine, context, resume != 0, period, NULL);
    if (status >= 0)
        fail_with(resume ? ERROR_NOT_SUPPORTED
                         : ERROR_SUCCESS); /* as Windows without wake timers */
    return nt_result(status);
}

BOOL WINAPI SetWaitableTimerEx(HANDLE handle, const LARGE_INTEGER *due, LONG period,
                               PTIMERAPCROUTINE routine, LPVOID context, PREASON_CONTEXT reason,
                               ULONG tolerance)
{
    return nt_result(NtSetTimer(handle, due, (PTIMER_APC)routine, context, FALSE, period, NULL));
}

BOOL WINAPI CancelWaitableTimer(HANDLE handle)
{
    return nt_result(NtCancelTimer(handle, NULL));
}
