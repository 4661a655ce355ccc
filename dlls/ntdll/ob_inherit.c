/* ob_inherit.c - a new process's handle table. */
#include "ob_private.h"

static BOOLEAN is_listed(HANDLE handle, const HANDLE *list, ULONG count)
{
    for (ULONG i = 0; i < count; i++)
        if (list[i] == handle)
            return TRUE;
    return FALSE;
}

static BOOLEAN put(OB_TABLE *to, ULONG index, OB_ENTRY entry)
{
    arena_ptr *chunk = &to->chunks[index / OB_CHUNK_ENTRIES];
    if (!*chunk)
        *chunk = ARENA_OF(arena_alloc(OB_CHUNK_ENTRIES * sizeof(OB_ENTRY)));
    if (!*chunk)
        return FALSE;
    OB_HEADER *object = ARENA_AT(OB_HEADER, entry.object);
    InterlockedIncrement(&object->references);
    InterlockedIncrement(&object->handles);
    ARENA_AT(OB_ENTRY, *chunk)[index % OB_CHUNK_ENTRIES] = entry;
    to->used = index + 1;
    to->count++;
    return TRUE;
}

/* What lies between the inherited handles is free. */
static BOOLEAN chain_free(OB_TABLE *table)
{
    for (ULONG i = table->used; i-- > 0;) {
        arena_ptr *chunk = &table->chunks[i / OB_CHUNK_ENTRIES];
        if (!*chunk)
            *chunk = ARENA_OF(arena_alloc(OB_CHUNK_ENTRIES * sizeof(OB_ENTRY)));
        if (!*chunk)
            return FALSE;
        OB_ENTRY *entry = ARENA_AT(OB_ENTRY, *chunk) + i % OB_CHUNK_ENTRIES;
        if (!entry->object) {
            entry->access = table->first_free;
            table->first_free = i + 1;
        }
    }
    return TRUE;
}

NTSTATUS ob_table_inherit(OB_TABLE *from, OB_TABLE *to, BOOLEAN inherit, const HANDLE *list,
                          ULONG count)
{
    BOOLEAN good = TRUE;
    ke_enter();
    arena_lock(&from->lock);
    for (ULONG i = 0; i < from->used && inherit && good; i++) {
        HANDLE handle = (HANDLE)(ULONG_PTR)((i + 1) * 4);
        OB_ENTRY entry = *ob_entry(from, handle);
        if (entry.object && entry.access & OB_INHERIT && (!list || is_listed(handle, list, count)))
            good = put(to, i, entry);
    }
    arena_unlock(&from->lock);
    ke_leave();
    return good && chain_free(to) ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

BOOLEAN ob_table_has(OB_TABLE *table, const void *object)
{
    for (ULONG i = 0; i < table->used; i++)
        if (ob_entry(table, (HANDLE)(ULONG_PTR)((i + 1) * 4))->object == ARENA_OF(object))
            return TRUE;
    return FALSE;
}
