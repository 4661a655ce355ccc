/* combaseapi.h: the task allocator, which is the process heap. */
#include "nt.h"
#include <objbase.h>

LPVOID WINAPI CoTaskMemAlloc(SIZE_T size)
{
    return HeapAlloc(GetProcessHeap(), 0, size);
}

LPVOID WINAPI CoTaskMemRealloc(LPVOID memory, SIZE_T size)
{
    if (!memory)
        return CoTaskMemAlloc(size);
    if (!size) {
        HeapFree(GetProcessHeap(), 0, memory);
        return NULL;
    }
    return HeapReAlloc(GetProcessHeap(), 0, memory, size);
}

void WINAPI CoTaskMemFree(LPVOID memory)
{
    if (memory)
        HeapFree(GetProcessHeap(), 0, memory);
}

static const IID unknown_id = {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID malloc_id = {2, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};

static HRESULT WINAPI malloc_query(IMalloc *self, REFIID id, void **result)
{
    if (!result)
        return E_POINTER;
    if (IsEqualIID(id, &unknown_id) || IsEqualIID(id, &malloc_id)) {
        *result = self;
        return S_OK;
    }
    *result = NULL;
    return E_NOINTERFACE;
}

/* There is one for as long as the process lives. */
static ULONG WINAPI malloc_reference(IMalloc *self)
{
    return 1;
}

static void *WINAPI malloc_alloc(IMalloc *self, SIZE_T size)
{
    return CoTaskMemAlloc(size);
}

static void *WINAPI malloc_realloc(IMalloc *self, void *memory, SIZE_T size)
{
    return CoTaskMemRealloc(memory, size);
}

static void WINAPI malloc_free(IMalloc *self, void *memory)
{
    CoTaskMemFree(memory);
}

static SIZE_T WINAPI malloc_size(IMalloc *self, void *memory)
{
    return memory ? HeapSize(GetProcessHeap(), 0, memory) : (SIZE_T)-1;
}

static int WINAPI malloc_did_alloc(IMalloc *self, void *memory)
{
    return memory ? HeapValidate(GetProcessHeap(), 0, memory) : -1;
}

static void WINAPI malloc_minimize(IMalloc *self)
{
    HeapCompact(GetProcessHeap(), 0);
}

static IMallocVtbl malloc_methods = {
    .QueryInterface = malloc_query,
    .AddRef = malloc_reference,
    .Release = malloc_reference,
    .Alloc = malloc_alloc,
    .Realloc = malloc_realloc,
    .Free = malloc_free,
    .GetSize = malloc_size,
    .DidAlloc = malloc_did_alloc,
    .HeapMinimize = malloc_minimize,
};
static IMalloc the_malloc = {&malloc_methods};

HRESULT WINAPI CoGetMalloc(DWORD context, LPMALLOC *result)
{
    if (!result)
        return E_INVALIDARG;
    *result = context == 1 ? &the_malloc : NULL;
    return context == 1 ? S_OK : E_INVALIDARG;
}
