/*
 * localmem.c - winbase.h: GlobalAlloc, LocalAlloc and kin. The two families have been one since
 * Windows 95; the Local functions are the Global ones under another name.
 */
#include "localmem.h"

#define ENTRIES_A_CHUNK 255

RTL_SRWLOCK local_lock = RTL_SRWLOCK_INIT;

typedef struct CHUNK {
    struct CHUNK *next;
    ULONG_PTR padding[TEB_WIDTH(1, 0)];
    LOCAL_ENTRY entries[ENTRIES_A_CHUNK];
} CHUNK;

static CHUNK *chunks;
static LOCAL_ENTRY *free_entries;

_Static_assert((offsetof(CHUNK, entries) + offsetof(LOCAL_ENTRY, memory)) % 16 == 8 &&
                   sizeof(LOCAL_ENTRY) % 16 == 0,
               "a handle is 8 more than a multiple of 16");

static HANDLE heap(void)
{
    return peb_self()->ProcessHeap;
}

/* The functions below are called with local_lock held. */
static BOOL is_entry(const LOCAL_ENTRY *entry)
{
    for (const CHUNK *chunk = chunks; chunk; chunk = chunk->next)
        if (entry >= chunk->entries && entry < chunk->entries + ENTRIES_A_CHUNK)
            return ((ULONG_PTR)entry - (ULONG_PTR)chunk->entries) % sizeof *entry == 0 &&
                   entry->used;
    return FALSE;
}

LOCAL_ENTRY *local_entry_of(HANDLE handle)
{
    LOCAL_ENTRY *entry = (LOCAL_ENTRY *)((char *)handle - offsetof(LOCAL_ENTRY, memory));
    return local_is_movable(handle) && is_entry(entry) ? entry : NULL;
}

LOCAL_ENTRY *local_entry_new(void)
{
    if (!free_entries) {
        CHUNK *chunk = RtlAllocateHeap(heap(), HEAP_ZERO_MEMORY, sizeof *chunk);
        if (!chunk)
            return NULL;
        chunk->next = chunks;
        chunks = chunk;
        for (ULONG i = ENTRIES_A_CHUNK; i-- > 0;) {
            chunk->entries[i].next_free = free_entries;
            free_entries = &chunk->entries[i];
        }
    }
    LOCAL_ENTRY *entry = free_entries;
    free_entries = entry->next_free;
    *entry = (LOCAL_ENTRY){.used = TRUE};
    return entry;
}

void local_entry_free(LOCAL_ENTRY *entry)
{
    entry->used = FALSE;
    entry->memory = NULL;
    entry->next_free = free_entries;
    free_entries = entry;
}

/* ---- allocating */

static HANDLE alloc_movable(UINT flags, SIZE_T size)
{
    void *memory = NULL;
    if (size) {
        memory = RtlAllocateHeap(heap(), flags & GMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0, size);
        if (!memory)
            return NULL;
    }
    RtlAcquireSRWLockExclusive(&local_lock);
    LOCAL_ENTRY *entry = local_entry_new();
    if (entry) {
        entry->memory = memory;
        entry->size = size;
        entry->flags = (USHORT)(flags & (GMEM_DISCARDABLE | GMEM_DDESHARE));
    }
    RtlReleaseSRWLockExclusive(&local_lock);
    if (!entry) {
        RtlFreeHeap(heap(), 0, memory);
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    return local_handle_of(entry);
}

HGLOBAL WINAPI GlobalAlloc(UINT flags, SIZE_T size)
{
    if (flags & GMEM_MOVEABLE)
        return alloc_movable(flags, size);
    return RtlAllocateHeap(heap(), flags & GMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0, size);
}

HGLOBAL WINAPI GlobalFree(HGLOBAL handle)
{
    if (!handle)
        return NULL;
    if (!local_is_movable(handle))
        return RtlFreeHeap(heap(), 0, handle) ? NULL : handle;
    RtlAcquireSRWLockExclusive(&local_lock);
    LOCAL_ENTRY *entry = local_entry_of(handle);
    void *memory = entry ? entry->memory : NULL;
    if (entry)
        local_entry_free(entry);
    RtlReleaseSRWLockExclusive(&local_lock);
    if (!entry) {
        fail_with(ERROR_INVALID_HANDLE);
        return handle;
    }
    RtlFreeHeap(heap(), 0, memory);
    return NULL;
}

/* ---- locking */

LPVOID WINAPI GlobalLock(HGLOBAL handle)
{
    if (!local_is_movable(handle))
        return handle; /* a fixed block is always locked */
    RtlAcquireSRWLockExclusive(&local_lock);
    LOCAL_ENTRY *entry = local_entry_of(handle);
    void *memory = entry ? entry->memory : NULL;
    if (memory && entry->locks < GMEM_LOCKCOUNT)
        entry->locks++;
    RtlReleaseSRWLockExclusive(&local_lock);
    if (!memory)
        fail_with(entry ? ERROR_DISCARDED : ERROR_INVALID_HANDLE);
    return memory;
}

BOOL WINAPI GlobalUnlock(HGLOBAL handle)
{
    DWORD error = ERROR_SUCCESS;
    BOOL still = FALSE;
    if (!local_is_movable(handle))
        return TRUE;
    RtlAcquireSRWLockExclusive(&local_lock);
    LOCAL_ENTRY *entry = local_entry_of(handle);
    if (!entry)
        error = ERROR_INVALID_HANDLE;
    else if (!entry->locks)
        error = ERROR_NOT_LOCKED;
    else
        still = --entry->locks != 0;
    RtlReleaseSRWLockExclusive(&local_lock);
    if (!still)
        fail_with(error);
    return still;
}

/* ---- facts */

SIZE_T WINAPI GlobalSize(HGLOBAL handle)
{
    SIZE_T size = 0;
    if (handle && !local_is_movable(handle)) {
        size = RtlSizeHeap(heap(), 0, handle);
        if (size != ~(SIZE_T)0)
            return size;
        return (SIZE_T)fail_with(ERROR_INVALID_HANDLE);
    }
    RtlAcquireSRWLockShared(&local_lock);
    LOCAL_ENTRY *entry = local_entry_of(handle);
    if (entry)
        size = entry->size;
    RtlReleaseSRWLockShared(&local_lock);
    return entry ? size : (SIZE_T)fail_with(ERROR_INVALID_HANDLE);
}

UINT WINAPI GlobalFlags(HGLOBAL handle)
{
    UINT flags = GMEM_INVALID_HANDLE;
    if (handle && !local_is_movable(handle))
        return 0;
    RtlAcquireSRWLockShared(&local_lock);
    LOCAL_ENTRY *entry = local_entry_of(handle);
    if (entry)
        flags = entry->locks | entry->flags | (entry->memory ? 0 : GMEM_DISCARDED);
    RtlReleaseSRWLockShared(&local_lock);
    if (!entry)
        fail_with(ERROR_INVALID_HANDLE);
    return flags;
}

/* The handle of a locked movable block, found by its memory. */
HGLOBAL WINAPI GlobalHandle(LPCVOID memory)
{
    HANDLE handle = NULL;
    if (!memory) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    RtlAcquireSRWLockShared(&local_lock);
    if (local_entry_of((HANDLE)memory))
        handle = (HANDLE)memory;
    for (CHUNK *chunk = chunks; chunk && !handle; chunk = chunk->next)
        for (ULONG i = 0; i < ENTRIES_A_CHUNK && !handle; i++)
            if (chunk->entries[i].used && chunk->entries[i].memory == memory)
                handle = local_handle_of(&chunk->entries[i]);
    RtlReleaseSRWLockShared(&local_lock);
    if (!handle && RtlValidateHeap(heap(), 0, memory))
        handle = (HANDLE)memory;
    if (!handle)
        fail_with(ERROR_INVALID_HANDLE);
    return handle;
}

/* ---- changing */

static HANDLE resize_movable(LOCAL_ENTRY *entry, SIZE_T size, UINT flags)
{
    ULONG heap_flags = flags & GMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0;
    void *memory;
    if (!size) { /* the block is discarded, its handle stays */
        if (entry->locks)
            return NULL;
        RtlFreeHeap(heap(), 0, entry->memory);
        entry->memory = NULL;
        entry->size = 0;
        return local_handle_of(entry);
    }
    if (entry->memory)
        memory = RtlReAllocateHeap(
            heap(),
            heap_flags |
                (entry->locks && !(flags & GMEM_MOVEABLE) ? HEAP_REALLOC_IN_PLACE_ONLY : 0),
            entry->memory, size);
    else
        memory = RtlAllocateHeap(heap(), heap_flags, size);
    if (!memory)
        return NULL;
    entry->memory = memory;
    entry->size = size;
    return local_handle_of(entry);
}

static HANDLE change_fixed(HANDLE handle, SIZE_T size, UINT flags)
{
    if (flags & GMEM_MODIFY) {
        if (!(flags & GMEM_MOVEABLE))
            return handle;
        RtlAcquireSRWLockExclusive(&local_lock);
        LOCAL_ENTRY *entry = local_entry_new();
        if (entry) {
            entry->memory = handle;
            entry->size = RtlSizeHeap(heap(), 0, handle);
        }
        RtlReleaseSRWLockExclusive(&local_lock);
        return entry ? local_handle_of(entry) : NULL;
    }
    return RtlReAllocateHeap(heap(),
                             (flags & GMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0) |
                                 (flags & GMEM_MOVEABLE ? 0 : HEAP_REALLOC_IN_PLACE_ONLY),
                             handle, size);
}

HGLOBAL WINAPI GlobalReAlloc(HGLOBAL handle, SIZE_T size, UINT flags)
{
    HANDLE result = NULL;
    if (!handle) {
        fail_with(ERROR_INVALID_HANDLE);
        return NULL;
    }
    if (!local_is_movable(handle)) {
        result = change_fixed(handle, size, flags);
        if (!result)
            fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return result;
    }
    RtlAcquireSRWLockExclusive(&local_lock);
    LOCAL_ENTRY *entry = local_entry_of(handle);
    if (entry && (flags & GMEM_MODIFY)) {
        entry->flags = (USHORT)((entry->flags & ~GMEM_DISCARDABLE) | (flags & GMEM_DISCARDABLE));
        result = handle;
    } else if (entry) {
        result = resize_movable(entry, size, flags);
    }
    RtlReleaseSRWLockExclusive(&local_lock);
    if (!result)
        fail_with(entry ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_HANDLE);
    return result;
}

/* ---- the other family */

HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T size)
{
    return GlobalAlloc(flags & (GMEM_MOVEABLE | GMEM_ZEROINIT | GMEM_DISCARDABLE), size);
}

HLOCAL WINAPI LocalReAlloc(HLOCAL handle, SIZE_T size, UINT flags)
{
    return GlobalReAlloc(handle, size, flags);
}

UINT WINAPI LocalFlags(HLOCAL handle)
{
    return GlobalFlags(handle);
}

HLOCAL WINAPI LocalHandle(LPCVOID memory)
{
    return GlobalHandle(memory);
}

/* Nothing is ever short of room that compacting could win. */
SIZE_T WINAPI GlobalCompact(DWORD wanted)
{
    return RtlCompactHeap(heap(), 0);
}

SIZE_T WINAPI LocalCompact(UINT wanted)
{
    return RtlCompactHeap(heap(), 0);
}

SIZE_T WINAPI LocalShrink(HLOCAL memory, UINT wanted)
{
    return LocalCompact(wanted);
}

VOID WINAPI GlobalFix(HGLOBAL handle)
{
    GlobalLock(handle);
}

VOID WINAPI GlobalUnfix(HGLOBAL handle)
{
    GlobalUnlock(handle);
}

LPVOID WINAPI GlobalWire(HGLOBAL handle)
{
    return GlobalLock(handle);
}

BOOL WINAPI GlobalUnWire(HGLOBAL handle)
{
    return GlobalUnlock(handle);
}
