/* addrinfo_ex.c - GetAddrInfoExW, which can find a name while its caller goes on. */
#include "names.h"

typedef void(CALLBACK *DONE_ROUTINE)(DWORD error, DWORD bytes, LPOVERLAPPED overlapped);

typedef struct JOB {
    ADDRINFOEXW **result;
    OVERLAPPED *overlapped;
    DONE_ROUTINE routine;
    BOOL has_hints;
    ADDRINFOW hints;
    WCHAR *name, *service; /* behind this, or NULL */
    WCHAR text[];
} JOB;

void WSAAPI FreeAddrInfoExW(PADDRINFOEXW list)
{
    for (PADDRINFOEXW next; list; list = next) {
        next = (PADDRINFOEXW)list->ai_next;
        HeapFree(GetProcessHeap(), 0, (PVOID)list->ai_canonname);
        HeapFree(GetProcessHeap(), 0, list->ai_addr);
        HeapFree(GetProcessHeap(), 0, list);
    }
}

static ADDRINFOEXW *widen(ADDRINFOW *from)
{
    ADDRINFOEXW *to = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *to);
    if (!to)
        return NULL;
    to->ai_flags = from->ai_flags;
    to->ai_family = from->ai_family;
    to->ai_socktype = from->ai_socktype;
    to->ai_protocol = from->ai_protocol;
    to->ai_addrlen = from->ai_addrlen;
    to->ai_canonname = from->ai_canonname;
    from->ai_canonname = NULL; /* it has gone over */
    to->ai_addr = HeapAlloc(GetProcessHeap(), 0, from->ai_addrlen);
    if (to->ai_addr)
        memcpy(to->ai_addr, from->ai_addr, from->ai_addrlen);
    return to;
}

static int find(PCWSTR name, PCWSTR service, const ADDRINFOW *hints, ADDRINFOEXW **result)
{
    ADDRINFOW *list;
    ADDRINFOEXW *all = NULL, **link = &all;
    int error = GetAddrInfoW(name, service, hints, &list);
    if (error)
        return error;
    for (ADDRINFOW *at = list; at && !error; at = at->ai_next) {
        *link = widen(at);
        if (!*link || !(*link)->ai_addr)
            error = WSA_NOT_ENOUGH_MEMORY;
        else
            link = (ADDRINFOEXW **)&(*link)->ai_next;
    }
    FreeAddrInfoW(list);
    if (error)
        FreeAddrInfoExW(all);
    else
        *result = all;
    return error;
}

static DWORD CALLBACK work(PVOID parameter)
{
    JOB *job = parameter;
    OVERLAPPED *overlapped = job->overlapped;
    DONE_ROUTINE routine = job->routine;
    HANDLE event = overlapped->hEvent;
    int error = find(job->name, job->service, job->has_hints ? &job->hints : NULL, job->result);
    HeapFree(GetProcessHeap(), 0, job);
    __atomic_store_n(&overlapped->Internal, (ULONG_PTR)error, __ATOMIC_RELEASE);
    if (routine)
        routine((DWORD)error, 0, overlapped);
    else if (event)
        SetEvent(event);
    return 0;
}

static SIZE_T length_of(PCWSTR text)
{
    SIZE_T size = 0;
    while (text && text[size])
        size++;
    return size;
}

static JOB *new_job(PCWSTR name, PCWSTR service, const ADDRINFOW *hints)
{
    SIZE_T a = length_of(name) + 1, b = length_of(service) + 1;
    JOB *job = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *job + (a + b) * sizeof(WCHAR));
    if (!job)
        return NULL;
    if (name)
        job->name = memcpy(job->text, name, a * sizeof(WCHAR));
    if (service)
        job->service = memcpy(job->text + a, service, b * sizeof(WCHAR));
    job->has_hints = hints != NULL;
    if (hints)
        job->hints = *hints;
    return job;
}

INT WSAAPI GetAddrInfoExW(PCWSTR name, PCWSTR service, DWORD name_space, LPGUID provider,
                          const ADDRINFOEXW *given, PADDRINFOEXW *result, PTIMEVAL timeout,
                          LPOVERLAPPED overlapped, LPLOOKUPSERVICE_COMPLETION_ROUTINE routine,
                          LPHANDLE handle)
{
    ADDRINFOW hints = {0};
    (void)name_space, (void)provider, (void)timeout; /* DNS's own limits hold */
    if (!ws2_started())
        return WSANOTINITIALISED;
    if (!result)
        return WSAEFAULT;
    *result = NULL;
    if (handle)
        *handle = NULL;
    if (given) {
        hints.ai_flags = given->ai_flags;
        hints.ai_family = given->ai_family;
        hints.ai_socktype = given->ai_socktype;
        hints.ai_protocol = given->ai_protocol;
    }
    if (!overlapped)
        return routine ? WSAEINVAL : find(name, service, given ? &hints : NULL, result);
    JOB *job = new_job(name, service, given ? &hints : NULL);
    if (!job)
        return WSA_NOT_ENOUGH_MEMORY;
    job->result = result;
    job->overlapped = overlapped;
    job->routine = (DONE_ROUTINE)routine;
    overlapped->Internal = WSAEINPROGRESS;
    if (QueueUserWorkItem(work, job, WT_EXECUTELONGFUNCTION))
        return WSA_IO_PENDING;
    HeapFree(GetProcessHeap(), 0, job);
    return WSA_NOT_ENOUGH_MEMORY;
}

INT WSAAPI GetAddrInfoExOverlappedResult(LPOVERLAPPED overlapped)
{
    return overlapped ? (INT)__atomic_load_n(&overlapped->Internal, __ATOMIC_ACQUIRE) : WSAEINVAL;
}
