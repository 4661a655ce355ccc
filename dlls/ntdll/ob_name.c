/*
 * ob_name.c - the session's names: full paths in one hash table in the arena.
 *
 * A directory object is only the prefix of the paths below it. The hash ignores case, so that both
 * kinds of lookup use one table.
 */
#include "ob_private.h"
#include "ke.h"

static WCHAR fold(WCHAR c)
{
    return c >= 'a' && c <= 'z' ? c - 32 : c < 128 ? c : RtlUpcaseUnicodeChar(c);
}

static ULONG hash_of(const WCHAR *name, ULONG length)
{
    ULONG hash = 2166136261u;
    for (ULONG i = 0; i < length / sizeof(WCHAR); i++)
        hash = (hash ^ fold(name[i])) * 16777619u;
    return hash;
}

static BOOLEAN same(const OB_NAME *entry, const WCHAR *name, ULONG length, BOOLEAN any_case)
{
    if (entry->length != length)
        return FALSE;
    for (ULONG i = 0; i < length / sizeof(WCHAR); i++)
        if (entry->text[i] != name[i] && (!any_case || fold(entry->text[i]) != fold(name[i])))
            return FALSE;
    return TRUE;
}

NTSTATUS ob_full_name(const OBJECT_ATTRIBUTES *attributes, WCHAR *buffer, ULONG size, ULONG *length)
{
    const UNICODE_STRING *name = attributes->ObjectName;
    ULONG prefix = 0;
    if (name->Length & 1)
        return STATUS_OBJECT_NAME_INVALID;
    if (attributes->RootDirectory) {
        OB_HEADER *root;
        NTSTATUS status =
            ob_reference(attributes->RootDirectory, OB_DIRECTORY, 0, (void **)&root, NULL);
        if (status)
            return status;
        const OB_NAME *entry = ARENA_AT(OB_NAME, root->name);
        prefix = entry ? entry->length : 0;
        if (prefix + 2u + name->Length <= size) {
            if (entry)
                __builtin_memcpy(buffer, entry->text, prefix);
            buffer[prefix / 2] = '\\';
            prefix += 2;
        }
        ob_dereference(root);
        if (name->Buffer[0] == '\\')
            return STATUS_OBJECT_PATH_SYNTAX_BAD;
    } else if (name->Buffer[0] != '\\') {
        return STATUS_OBJECT_PATH_SYNTAX_BAD;
    }
    if (prefix + name->Length > size)
        return STATUS_NAME_TOO_LONG;
    __builtin_memcpy((char *)buffer + prefix, name->Buffer, name->Length);
    *length = prefix + name->Length;
    return STATUS_SUCCESS;
}

/* Under the name lock: the live object of that name, referenced. */
static OB_HEADER *find(const WCHAR *name, ULONG length, BOOLEAN any_case, ULONG hash)
{
    for (arena_ptr at = arena->names[hash % ARENA_NAME_BUCKETS]; at;
         at = ARENA_AT(OB_NAME, at)->next) {
        OB_NAME *entry = ARENA_AT(OB_NAME, at);
        if (entry->hash != hash || !same(entry, name, length, any_case))
            continue;
        OB_HEADER *object = ARENA_AT(OB_HEADER, entry->object);
        LONG count = object->references;
        while (count > 0) {
            LONG seen = InterlockedCompareExchange(&object->references, count + 1, count);
            if (seen == count)
                return object;
            count = seen;
        }
    }
    return NULL;
}

NTSTATUS ob_name_lookup(const WCHAR *name, ULONG length, BOOLEAN any_case, void **object)
{
    ke_enter();
    arena_lock(&arena->name_lock);
    OB_HEADER *found = find(name, length, any_case, hash_of(name, length));
    arena_unlock(&arena->name_lock);
    ke_leave();
    if (!found)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    *object = found;
    return STATUS_SUCCESS;
}

NTSTATUS ob_name_insert(void *object, const WCHAR *name, ULONG length, BOOLEAN any_case,
                        void **existing)
{
    OB_HEADER *header = object;
    ULONG hash = hash_of(name, length);
    OB_NAME *entry = arena_alloc(sizeof *entry + length);
    if (!entry)
        return STATUS_INSUFFICIENT_RESOURCES;
    entry->object = ARENA_OF(object);
    entry->hash = hash;
    entry->length = (USHORT)length;
    __builtin_memcpy(entry->text, name, length);
    ke_enter();
    arena_lock(&arena->name_lock);
    *existing = find(name, length, any_case, hash);
    if (!*existing) {
        entry->next = arena->names[hash % ARENA_NAME_BUCKETS];
        arena->names[hash % ARENA_NAME_BUCKETS] = ARENA_OF(entry);
        header->name = ARENA_OF(entry);
    }
    arena_unlock(&arena->name_lock);
    ke_leave();
    if (*existing)
        arena_free(entry, sizeof *entry + length);
    return STATUS_SUCCESS;
}

void ob_name_remove(OB_HEADER *object)
{
    ke_enter();
    arena_lock(&arena->name_lock);
    OB_NAME *entry = ARENA_AT(OB_NAME, object->name);
    if (entry && object->handles == 0) {
        arena_ptr *link = &arena->names[entry->hash % ARENA_NAME_BUCKETS];
        while (*link && *link != ARENA_OF(entry))
            link = &ARENA_AT(OB_NAME, *link)->next;
        if (*link)
            *link = entry->next;
        object->name = 0;
        arena_free(entry, sizeof *entry + entry->length);
    }
    arena_unlock(&arena->name_lock);
    ke_leave();
}
