/*
 * localmem.h - movable blocks, behind GlobalAlloc and LocalAlloc alike.
 *
 * A fixed block's handle is its address, a block of the process heap. A movable block's handle is
 * the address of an entry of a table that never moves, plus 8: no heap block has such an address.
 */
#ifndef BAILEY_LOCALMEM_H
#define BAILEY_LOCALMEM_H

#include "kernel32_private.h"

typedef struct LOCAL_ENTRY {
    struct LOCAL_ENTRY *next_free;
    void
        *memory; /* what GlobalLock answers; the handle is this member's address. NULL: discarded */
    SIZE_T size;
    USHORT used;
    USHORT locks;
    USHORT flags; /* GMEM_DISCARDABLE, GMEM_DDESHARE */
    USHORT reserved;
    ULONG room[TEB_WIDTH(0, 3)]; /* an entry is 32 bytes in either width */
} LOCAL_ENTRY;

/* The entry behind a movable handle; NULL if the handle is none. */
LOCAL_ENTRY *local_entry_of(HANDLE handle);
LOCAL_ENTRY *local_entry_new(void);
void local_entry_free(LOCAL_ENTRY *entry);
static inline BOOL local_is_movable(const void *handle)
{
    return ((ULONG_PTR)handle & 15) == 8;
}
static inline HANDLE local_handle_of(LOCAL_ENTRY *entry)
{
    return &entry->memory;
}
extern RTL_SRWLOCK local_lock;

#endif
