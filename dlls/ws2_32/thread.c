/* thread.c - the memory in which inet_ntoa, gethostbyname and their kin return their results. */
#include "names.h"

static volatile LONG slot = FLS_OUT_OF_INDEXES;

static void CALLBACK release(PVOID block)
{
    if (block)
        HeapFree(GetProcessHeap(), 0, block);
}

THREAD_NAMES *thread_names(void)
{
    if (slot == (LONG)FLS_OUT_OF_INDEXES) {
        DWORD made = FlsAlloc(release);
        if (InterlockedCompareExchange(&slot, (LONG)made, (LONG)FLS_OUT_OF_INDEXES) !=
            (LONG)FLS_OUT_OF_INDEXES)
            FlsFree(made);
    }
    THREAD_NAMES *block = FlsGetValue((DWORD)slot);
    if (!block) {
        block = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *block);
        if (block && !FlsSetValue((DWORD)slot, block)) {
            HeapFree(GetProcessHeap(), 0, block);
            block = NULL;
        }
    }
    return block;
}
