/*
 * ob_handle.c - handle tables: lookup without a lock, everything else under the table's.
 *
 * An entry is one 64-bit word. A lookup reads it, takes a reference if the count is not zero
 * (object memory is type-stable, so the count can be read whatever happens) and reads the entry
 * again: if it has not changed, the reference is good.
 */
#include "ob_private.h"
#include "ke.h"

static ULONG index_of(HANDLE handle)
{
    return (ULONG)((ULONG_PTR)handle >> 2) - 1;
}

OB_TABLE *ob_table_create(void)
{
    return arena_alloc(sizeof(OB_TABLE));
}

OB_ENTRY *ob_entry(OB_TABLE *table, HANDLE handle)
{
    ULONG_PTR value = (ULONG_PTR)handle;
    ULONG index = index_of(handle);
    if (value < 4 || value > 4ull * OB_CHUNK_ENTRIES * OB_CHUNK_COUNT + 3 || index >= table->used)
        return NULL;
    OB_ENTRY *chunk = ARENA_AT(OB_ENTRY, table->chunks[index / OB_CHUNK_ENTRIES]);
    return chunk + index % OB_CHUNK_ENTRIES;
}

/* Under the lock: a free index, or MAXDWORD. */
static ULONG take_index(OB_TABLE *table)
{
    if (table->first_free) {
        ULONG index = table->first_free - 1;
        OB_ENTRY *chunk = ARENA_AT(OB_ENTRY, table->chunks[index / OB_CHUNK_ENTRIES]);
        table->first_free = chunk[index % OB_CHUNK_ENTRIES].access;
        return index;
    }
    ULONG chunk = table->used / OB_CHUNK_ENTRIES;
    if (chunk >= OB_CHUNK_COUNT)
        return MAXDWORD;
    if (!table->chunks[chunk])
        table->chunks[chunk] = ARENA_OF(arena_alloc(OB_CHUNK_ENTRIES * sizeof(OB_ENTRY)));
    return table->chunks[chunk] ? table->used++ : MAXDWORD;
}

NTSTATUS ob_table_insert(OB_TABLE *table, void *object, ULONG access, HANDLE *handle)
{
    OB_HEADER *header = object;
    NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;
    ke_enter();
    arena_lock(&table->lock);
    ULONG index = take_index(table);
    if (index != MAXDWORD) {
        OB_ENTRY *chunk = ARENA_AT(OB_ENTRY, table->chunks[index / OB_CHUNK_ENTRIES]);
        OB_ENTRY entry = {{ARENA_OF(object), access}};
        InterlockedIncrement(&header->references);
        InterlockedIncrement(&header->handles);
        InterlockedExchange64(&chunk[index % OB_CHUNK_ENTRIES].word, entry.word);
        table->count++;
        *handle = (HANDLE)(ULONG_PTR)((index + 1) * 4);
        status = STATUS_SUCCESS;
    }
    arena_unlock(&table->lock);
    ke_leave();
    return status;
}

NTSTATUS ob_close(OB_TABLE *table, HANDLE handle)
{
    OB_ENTRY *entry = ob_entry(table, handle);
    OB_ENTRY old = {{0, 0}};
    NTSTATUS status = STATUS_INVALID_HANDLE;
    if (!entry)
        return status;
    ke_enter();
    arena_lock(&table->lock);
    old.word = entry->word;
    if (old.object && old.access & OB_PROTECT) {
        status = STATUS_HANDLE_NOT_CLOSABLE;
    } else if (old.object) {
        OB_ENTRY freed = {{0, table->first_free}};
        InterlockedExchange64(&entry->word, freed.word);
        table->first_free = index_of(handle) + 1;
        table->count--;
        status = STATUS_SUCCESS;
    }
    arena_unlock(&table->lock);
    ke_leave();
    if (status)
        return status;
    OB_HEADER *object = ARENA_AT(OB_HEADER, old.object);
    const struct ob_ops *ops = ob_types[object->type];
    if (ops->close)
        ops->close(object, table);
    if (InterlockedDecrement(&object->handles) == 0) {
        if (object->name && !object->permanent)
            ob_name_remove(object);
        if (ops->last_close)
            ops->last_close(object);
    }
    ob_dereference(object);
    return STATUS_SUCCESS;
}

void ob_table_free(OB_TABLE *table)
{
    for (ULONG i = 0; i < OB_CHUNK_COUNT && table->chunks[i]; i++)
        arena_free(ARENA_AT(void, table->chunks[i]), OB_CHUNK_ENTRIES * sizeof(OB_ENTRY));
    arena_free(table, sizeof *table);
}

void ob_table_run_down(OB_TABLE *table)
{
    for (ULONG i = 0; i < table->used; i++) {
        HANDLE handle = (HANDLE)(ULONG_PTR)((i + 1) * 4);
        OB_ENTRY *entry = ob_entry(table, handle);
        if (entry->object) {
            entry->access &= ~OB_PROTECT;
            ob_close(table, handle);
        }
    }
}

BOOLEAN ob_try_reference(void *header)
{
    OB_HEADER *object = header;
    LONG count = object->references;
    while (count > 0) {
        LONG seen = InterlockedCompareExchange(&object->references, count + 1, count);
        if (seen == count)
            return TRUE;
        count = seen;
    }
    return FALSE;
}

static NTSTATUS reference_pseudo(HANDLE handle, enum ob_type type, void **object,
                                 ACCESS_MASK *granted)
{
    void *target = handle == NtCurrentProcess()  ? (void *)ps_process
                   : handle == NtCurrentThread() ? (void *)bailey_self()->kthread
                                                 : NULL;
    if (!target)
        return STATUS_INVALID_HANDLE;
    if (type && ((OB_HEADER *)target)->type != type)
        return STATUS_OBJECT_TYPE_MISMATCH;
    ob_reference_object(target);
    *object = target;
    if (granted)
        *granted = ob_types[((OB_HEADER *)target)->type]->all_access;
    return STATUS_SUCCESS;
}

NTSTATUS ob_reference(HANDLE handle, enum ob_type type, ACCESS_MASK access, void **object,
                      ACCESS_MASK *granted)
{
    if ((LONG_PTR)handle < 0)
        return reference_pseudo(handle, type, object, granted);
    OB_ENTRY *slot = ob_entry(ob_table(), handle), entry;
    if (!slot)
        return STATUS_INVALID_HANDLE;
    do {
        entry.word = slot->word;
        if (!entry.object)
            return STATUS_INVALID_HANDLE;
        OB_HEADER *header = ARENA_AT(OB_HEADER, entry.object);
        if (!ob_try_reference(header))
            continue;
        if (slot->word == entry.word)
            break;
        ob_dereference(header);
    } while (TRUE);
    OB_HEADER *header = ARENA_AT(OB_HEADER, entry.object);
    NTSTATUS status = STATUS_SUCCESS;
    if (type && header->type != type)
        status = STATUS_OBJECT_TYPE_MISMATCH;
    else if (access & ~entry.access & OB_ACCESS_MASK)
        status = STATUS_ACCESS_DENIED;
    if (status) {
        ob_dereference(header);
        return status;
    }
    *object = header;
    if (granted)
        *granted = entry.access & OB_ACCESS_MASK;
    return STATUS_SUCCESS;
}

NTSTATUS ob_create_handle(void *object, ACCESS_MASK access, ULONG attributes, HANDLE *handle)
{
    OB_HEADER *header = object;
    ULONG word = ob_map_access(header->type, access) | (attributes & OBJ_INHERIT ? OB_INHERIT : 0);
    return ob_table_insert(ob_table(), object, word, handle);
}
