/*
 * rtl_fls.c - fiber-local storage: slots with a callback, values in a block that TEB.FlsData (or a
 * fiber) points to. All blocks are in one list, so that freeing a slot reaches every thread's
 * value.
 */
#include "ps_private.h"

#define FLS_MAX 4080 /* as Windows 10 since 1903 */

#define FLS_CHUNK 120

typedef struct FLS_BLOCK {
    LIST_ENTRY link;
    PVOID *chunks[FLS_MAX / FLS_CHUNK]; /* FLS_CHUNK values each, allocated when one is set */
} FLS_BLOCK;

static KE_LOCK fls_lock;
static LIST_ENTRY fls_blocks = {&fls_blocks, &fls_blocks};
static struct {
    PFLS_CALLBACK_FUNCTION callback;
    BOOLEAN used;
} fls_slots[FLS_MAX];
static ULONG fls_high; /* slots ever used */

static FLS_BLOCK *own_block(BOOLEAN create)
{
    TEB_FULL *teb = teb_self();
    FLS_BLOCK *block = teb->FlsData;
    if (!block && create) {
        block = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof *block);
        if (!block)
            return NULL;
        ke_lock(&fls_lock);
        block->link.Flink = &fls_blocks;
        block->link.Blink = fls_blocks.Blink;
        fls_blocks.Blink->Flink = &block->link;
        fls_blocks.Blink = &block->link;
        ke_unlock(&fls_lock);
        teb->FlsData = block;
    }
    return block;
}

NTSTATUS NTAPI RtlFlsAlloc(PFLS_CALLBACK_FUNCTION callback, ULONG *index)
{
    NTSTATUS status = STATUS_NO_MEMORY;
    ke_lock(&fls_lock);
    for (ULONG i = 1; i < FLS_MAX; i++) { /* Windows never gives out slot 0 */
        if (fls_slots[i].used)
            continue;
        fls_slots[i].used = TRUE;
        fls_slots[i].callback = callback;
        if (i >= fls_high)
            fls_high = i + 1;
        *index = i;
        status = STATUS_SUCCESS;
        break;
    }
    ke_unlock(&fls_lock);
    return status;
}

static PVOID get_value(const FLS_BLOCK *block, ULONG index)
{
    const PVOID *chunk = block->chunks[index / FLS_CHUNK];
    return chunk ? chunk[index % FLS_CHUNK] : NULL;
}

static BOOLEAN set_value(FLS_BLOCK *block, ULONG index, PVOID value)
{
    PVOID **chunk = &block->chunks[index / FLS_CHUNK];
    if (!*chunk && value)
        *chunk =
            RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, FLS_CHUNK * sizeof(PVOID));
    if (*chunk)
        (*chunk)[index % FLS_CHUNK] = value;
    return *chunk || !value;
}

static BOOLEAN is_used(ULONG index)
{
    return index > 0 && index < fls_high && fls_slots[index].used;
}

/* One value of the slot at a time: callbacks run without the lock. */
static PVOID take_value(ULONG index)
{
    PVOID value = NULL;
    ke_lock(&fls_lock);
    for (LIST_ENTRY *e = fls_blocks.Flink; e != &fls_blocks && !value; e = e->Flink) {
        FLS_BLOCK *block = CONTAINING_RECORD(e, FLS_BLOCK, link);
        value = get_value(block, index);
        set_value(block, index, NULL);
    }
    ke_unlock(&fls_lock);
    return value;
}

NTSTATUS NTAPI RtlFlsFree(ULONG index)
{
    PVOID value;
    if (!is_used(index))
        return STATUS_INVALID_PARAMETER;
    PFLS_CALLBACK_FUNCTION callback = fls_slots[index].callback;
    while ((value = take_value(index)) != NULL)
        if (callback)
            callback(value);
    fls_slots[index].callback = NULL;
    fls_slots[index].used = FALSE;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlFlsGetValue(ULONG index, PVOID *value)
{
    FLS_BLOCK *block = teb_self()->FlsData;
    if (index == 0 || index >= FLS_MAX)
        return STATUS_INVALID_PARAMETER;
    *value = block ? get_value(block, index) : NULL;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlFlsSetValue(ULONG index, PVOID value)
{
    if (index == 0 || index >= FLS_MAX)
        return STATUS_INVALID_PARAMETER;
    FLS_BLOCK *block = own_block(value != NULL);
    if (!block)
        return value ? STATUS_NO_MEMORY : STATUS_SUCCESS;
    return set_value(block, index, value) ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

/* flags: 1 runs the callbacks, 2 frees the block. */
PVOID NTAPI RtlProcessFlsData(PVOID data, ULONG flags)
{
    FLS_BLOCK *block = data;
    if (!block)
        return NULL;
    for (ULONG i = 1; flags & 1 && i < fls_high; i++) {
        PVOID value = get_value(block, i);
        set_value(block, i, NULL);
        if (value && fls_slots[i].callback)
            fls_slots[i].callback(value);
    }
    if (flags & 2) {
        ke_lock(&fls_lock);
        block->link.Flink->Blink = block->link.Blink;
        block->link.Blink->Flink = block->link.Flink;
        ke_unlock(&fls_lock);
        if (teb_self()->FlsData == block)
            teb_self()->FlsData = NULL;
        for (ULONG i = 0; i < FLS_MAX / FLS_CHUNK; i++)
            if (block->chunks[i])
                RtlFreeHeap(peb_self()->ProcessHeap, 0, block->chunks[i]);
        RtlFreeHeap(peb_self()->ProcessHeap, 0, block);
    }
    return NULL;
}
