/*
 * The event log, event tracing and services: none of their servers is running. Logs and service
 * managers answer as Windows does then; tracing succeeds and nobody listens, as usual.
 */
#include "nt_error.h"
#include <evntprov.h>
#include <winsvc.h>

HANDLE WINAPI RegisterEventSourceW(LPCWSTR server, LPCWSTR source)
{
    fail_with(RPC_S_SERVER_UNAVAILABLE);
    return NULL;
}

HANDLE WINAPI RegisterEventSourceA(LPCSTR server, LPCSTR source)
{
    fail_with(RPC_S_SERVER_UNAVAILABLE);
    return NULL;
}

BOOL WINAPI DeregisterEventSource(HANDLE log)
{
    return fail_with(ERROR_INVALID_HANDLE);
}

BOOL WINAPI ReportEventW(HANDLE log, WORD type, WORD category, DWORD event, PSID user, WORD count,
                         DWORD size, LPCWSTR *strings, LPVOID data)
{
    return fail_with(ERROR_INVALID_HANDLE);
}

BOOL WINAPI ReportEventA(HANDLE log, WORD type, WORD category, DWORD event, PSID user, WORD count,
                         DWORD size, LPCSTR *strings, LPVOID data)
{
    return fail_with(ERROR_INVALID_HANDLE);
}

static volatile LONG64 registrations;

ULONG EVNTAPI EventRegister(LPCGUID provider, PENABLECALLBACK callback, PVOID context,
                            PREGHANDLE handle)
{
    if (!provider || !handle)
        return ERROR_INVALID_PARAMETER;
    *handle = (REGHANDLE)__atomic_add_fetch(&registrations, 1, __ATOMIC_SEQ_CST);
    return ERROR_SUCCESS;
}

ULONG EVNTAPI EventUnregister(REGHANDLE handle)
{
    return handle ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

ULONG EVNTAPI EventSetInformation(REGHANDLE handle, EVENT_INFO_CLASS kind, PVOID data, ULONG size)
{
    return handle ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

BOOLEAN EVNTAPI EventEnabled(REGHANDLE handle, PCEVENT_DESCRIPTOR event)
{
    return FALSE;
}

BOOLEAN EVNTAPI EventProviderEnabled(REGHANDLE handle, UCHAR level, ULONGLONG keyword)
{
    return FALSE;
}

ULONG EVNTAPI EventWrite(REGHANDLE handle, PCEVENT_DESCRIPTOR event, ULONG count,
                         PEVENT_DATA_DESCRIPTOR data)
{
    return handle ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

ULONG EVNTAPI EventWriteTransfer(REGHANDLE handle, PCEVENT_DESCRIPTOR event, LPCGUID activity,
                                 LPCGUID related, ULONG count, PEVENT_DATA_DESCRIPTOR data)
{
    return handle ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

SC_HANDLE WINAPI OpenSCManagerW(LPCWSTR machine, LPCWSTR database, DWORD access)
{
    fail_with(RPC_S_SERVER_UNAVAILABLE);
    return NULL;
}

SC_HANDLE WINAPI OpenSCManagerA(LPCSTR machine, LPCSTR database, DWORD access)
{
    fail_with(RPC_S_SERVER_UNAVAILABLE);
    return NULL;
}

BOOL WINAPI CloseServiceHandle(SC_HANDLE handle)
{
    return fail_with(ERROR_INVALID_HANDLE);
}

/* Nobody has started this program as a service. */
BOOL WINAPI StartServiceCtrlDispatcherW(const SERVICE_TABLE_ENTRYW *table)
{
    return fail_with(ERROR_FAILED_SERVICE_CONTROLLER_CONNECT);
}

BOOL WINAPI StartServiceCtrlDispatcherA(const SERVICE_TABLE_ENTRYA *table)
{
    return fail_with(ERROR_FAILED_SERVICE_CONTROLLER_CONNECT);
}
