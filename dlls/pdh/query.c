/*
 * pdh.h: performance counters. A query can be made and emptied; but no object of counters is there,
 * and whoever adds one of its counters hears so, as on a Windows whose counters are broken.
 */
#include "nt.h"
#include <pdh.h>
#include <pdhmsg.h>

#define QUERY_MAGIC 0x51484450

struct query {
    ULONG magic;
    DWORD_PTR user;
};

static struct query *query_of(PDH_HQUERY handle)
{
    struct query *query = handle;
    return query && query->magic == QUERY_MAGIC ? query : NULL;
}

PDH_STATUS WINAPI PdhOpenQueryW(LPCWSTR source, DWORD_PTR user, PDH_HQUERY *out)
{
    if (!out)
        return PDH_INVALID_ARGUMENT;
    if (source)
        return PDH_FILE_NOT_FOUND;
    struct query *query = HeapAlloc(GetProcessHeap(), 0, sizeof *query);
    if (!query)
        return PDH_MEMORY_ALLOCATION_FAILURE;
    *query = (struct query){QUERY_MAGIC, user};
    *out = query;
    return ERROR_SUCCESS;
}

PDH_STATUS WINAPI PdhOpenQueryA(LPCSTR source, DWORD_PTR user, PDH_HQUERY *out)
{
    return source ? (PDH_STATUS)PDH_FILE_NOT_FOUND : PdhOpenQueryW(NULL, user, out);
}

PDH_STATUS WINAPI PdhCloseQuery(PDH_HQUERY handle)
{
    struct query *query = query_of(handle);
    if (!query)
        return PDH_INVALID_HANDLE;
    query->magic = 0;
    HeapFree(GetProcessHeap(), 0, query);
    return ERROR_SUCCESS;
}

static PDH_STATUS add(PDH_HQUERY query, BOOL named, PDH_HCOUNTER *out)
{
    if (!named || !out)
        return PDH_INVALID_ARGUMENT;
    return query_of(query) ? PDH_CSTATUS_NO_OBJECT : PDH_INVALID_HANDLE;
}

PDH_STATUS WINAPI PdhAddCounterW(PDH_HQUERY query, LPCWSTR path, DWORD_PTR user, PDH_HCOUNTER *out)
{
    return add(query, path != NULL, out);
}

PDH_STATUS WINAPI PdhAddCounterA(PDH_HQUERY query, LPCSTR path, DWORD_PTR user, PDH_HCOUNTER *out)
{
    return add(query, path != NULL, out);
}

PDH_STATUS WINAPI PdhAddEnglishCounterW(PDH_HQUERY query, LPCWSTR path, DWORD_PTR user,
                                        PDH_HCOUNTER *out)
{
    return add(query, path != NULL, out);
}

PDH_STATUS WINAPI PdhAddEnglishCounterA(PDH_HQUERY query, LPCSTR path, DWORD_PTR user,
                                        PDH_HCOUNTER *out)
{
    return add(query, path != NULL, out);
}

PDH_STATUS WINAPI PdhCollectQueryData(PDH_HQUERY query)
{
    return query_of(query) ? PDH_NO_DATA : PDH_INVALID_HANDLE;
}

PDH_STATUS WINAPI PdhRemoveCounter(PDH_HCOUNTER counter)
{
    return PDH_INVALID_HANDLE;
}

PDH_STATUS WINAPI PdhGetFormattedCounterValue(PDH_HCOUNTER counter, DWORD format, LPDWORD type,
                                              PPDH_FMT_COUNTERVALUE value)
{
    return PDH_INVALID_HANDLE;
}
