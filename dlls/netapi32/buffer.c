/* lmapibuf.h: memory that these functions give to a program. */
#include "netapi32.h"

NET_API_STATUS WINAPI NetApiBufferAllocate(DWORD size, LPVOID *buffer)
{
    if (!buffer)
        return ERROR_INVALID_PARAMETER;
    *buffer = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size);
    return *buffer ? NERR_Success : ERROR_NOT_ENOUGH_MEMORY;
}

NET_API_STATUS WINAPI NetApiBufferFree(LPVOID buffer)
{
    if (buffer)
        HeapFree(GetProcessHeap(), 0, buffer);
    return NERR_Success;
}

NET_API_STATUS WINAPI NetApiBufferReallocate(LPVOID old, DWORD size, LPVOID *buffer)
{
    if (!old)
        return NetApiBufferAllocate(size, buffer);
    if (!size) {
        *buffer = NULL;
        return NetApiBufferFree(old);
    }
    void *new = HeapReAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, old, size);
    if (!new)
        return ERROR_NOT_ENOUGH_MEMORY;
    *buffer = new;
    return NERR_Success;
}

NET_API_STATUS WINAPI NetApiBufferSize(LPVOID buffer, LPDWORD size)
{
    SIZE_T found = buffer ? HeapSize(GetProcessHeap(), 0, buffer) : (SIZE_T)-1;
    if (found == (SIZE_T)-1)
        return ERROR_INVALID_PARAMETER;
    *size = (DWORD)found;
    return NERR_Success;
}
