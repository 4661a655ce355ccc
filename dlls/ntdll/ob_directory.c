/*
 * ob_directory.c - object directories: those that Windows always has, and those that programs make.
 *
 * A directory object is only the prefix of the paths below it (ob_name.c). The permanent ones come
 * into being when somebody opens them; names can be made below them at once.
 */
#include "ob_private.h"

typedef struct OB_DIRECTORY_OBJECT {
    OB_HEADER header;
} OB_DIRECTORY_OBJECT;

const struct ob_ops ob_directory_ops = {
    .name = L"Directory",
    .size = sizeof(OB_DIRECTORY_OBJECT),
    .all_access = STANDARD_RIGHTS_REQUIRED | 0xf,
    .mapping = {STANDARD_RIGHTS_READ | 3, STANDARD_RIGHTS_WRITE | 12, STANDARD_RIGHTS_EXECUTE | 3,
                STANDARD_RIGHTS_REQUIRED | 0xf},
};

static const WCHAR *const permanent[] = {
    L"\\",
    L"\\BaseNamedObjects",
    L"\\KernelObjects",
    L"\\RPC Control",
    L"\\Sessions",
    L"\\Sessions\\1",
    L"\\Sessions\\1\\BaseNamedObjects",
};

static BOOLEAN is_permanent(const WCHAR *name, ULONG length)
{
    UNICODE_STRING root, given = {(USHORT)length, (USHORT)length, (WCHAR *)name};
    for (ULONG i = 0; i < sizeof permanent / sizeof *permanent; i++) {
        RtlInitUnicodeString(&root, permanent[i]);
        if (RtlEqualUnicodeString(&root, &given, TRUE))
            return TRUE;
    }
    return FALSE;
}

NTSTATUS ob_check_parent(const WCHAR *name, ULONG length)
{
    void *object;
    ULONG count = length / sizeof(WCHAR);
    while (count && name[count - 1] != '\\')
        count--;
    if (count > 1)
        count--; /* all but the root have a name before the backslash */
    if (is_permanent(name, count * sizeof(WCHAR)))
        return STATUS_SUCCESS;
    if (ob_name_lookup(name, count * sizeof(WCHAR), TRUE, &object))
        return STATUS_OBJECT_PATH_NOT_FOUND;
    BOOLEAN directory = ((OB_HEADER *)object)->type == OB_DIRECTORY;
    ob_dereference(object);
    return directory ? STATUS_SUCCESS : STATUS_OBJECT_TYPE_MISMATCH;
}

NTSTATUS NTAPI NtCreateDirectoryObject(HANDLE *handle, ACCESS_MASK access,
                                       const OBJECT_ATTRIBUTES *attributes)
{
    HANDLE result = NULL;
    OB_DIRECTORY_OBJECT *directory = ob_create(OB_DIRECTORY);
    if (!directory)
        return STATUS_INSUFFICIENT_RESOURCES;
    NTSTATUS status = ob_insert(directory, attributes, access, &result);
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

NTSTATUS NTAPI NtOpenDirectoryObject(HANDLE *handle, ACCESS_MASK access,
                                     const OBJECT_ATTRIBUTES *attributes)
{
    NTSTATUS status = ob_open(OB_DIRECTORY, attributes, access, handle);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND && !attributes->RootDirectory &&
        is_permanent(attributes->ObjectName->Buffer, attributes->ObjectName->Length)) {
        OBJECT_ATTRIBUTES create = *attributes;
        create.Attributes |= OBJ_OPENIF;
        status = NtCreateDirectoryObject(handle, access, &create);
    }
    return NT_SUCCESS(status) ? STATUS_SUCCESS : status;
}

/* ---- listing */

typedef struct OB_LISTING {
    const OB_NAME *prefix; /* NULL: the root */
    ULONG skip, count;     /* entries passed over, answered */
    char *buffer;
    ULONG size, needed; /* needed: with the entry that ends the list */
    BOOLEAN single, full;
} OB_LISTING;

typedef struct OBJECT_DIRECTORY_INFORMATION {
    UNICODE_STRING name, type;
} OBJECT_DIRECTORY_INFORMATION;

static BOOLEAN is_child(const OB_NAME *prefix, const OB_NAME *entry, ULONG *start)
{
    UNICODE_STRING a, b;
    ULONG length = prefix && prefix->length > sizeof(WCHAR) ? prefix->length : 0;
    *start = length / sizeof(WCHAR) + 1;
    if (entry->length <= length + sizeof(WCHAR) || entry->text[*start - 1] != '\\')
        return FALSE;
    for (ULONG i = *start; i < entry->length / sizeof(WCHAR); i++)
        if (entry->text[i] == '\\')
            return FALSE;
    a = (UNICODE_STRING){(USHORT)length, (USHORT)length, prefix ? (WCHAR *)prefix->text : NULL};
    b = (UNICODE_STRING){(USHORT)length, (USHORT)length, (WCHAR *)entry->text};
    return length == 0 || RtlEqualUnicodeString(&a, &b, TRUE);
}

/* Entries are laid from the front, their texts from the back; close_up brings the texts down. */
static void put_entry(OB_LISTING *l, const WCHAR *name, ULONG length, const WCHAR *type)
{
    OBJECT_DIRECTORY_INFORMATION *info = (OBJECT_DIRECTORY_INFORMATION *)l->buffer + l->count;
    UNICODE_STRING kind;
    RtlInitUnicodeString(&kind, type);
    ULONG room = sizeof *info + length + kind.Length + 2 * sizeof(WCHAR);
    if (l->full || (l->single && l->count))
        return;
    if (l->needed + room > l->size) {
        l->full = TRUE;
        l->needed += l->count ? 0 : room;
        return;
    }
    char *text =
        l->buffer + l->size - (l->needed - sizeof *info * (l->count + 1)) - (room - sizeof *info);
    l->needed += room;
    info->name = (UNICODE_STRING){(USHORT)length, (USHORT)(length + 2), (WCHAR *)text};
    __builtin_memcpy(text, name, length);
    *(WCHAR *)(text + length) = 0;
    text += length + sizeof(WCHAR);
    info->type = (UNICODE_STRING){kind.Length, (USHORT)(kind.Length + 2), (WCHAR *)text};
    __builtin_memcpy(text, kind.Buffer, kind.Length + sizeof(WCHAR));
    l->count++;
}

static void list(OB_LISTING *l)
{
    ULONG seen = 0, start;
    ke_enter();
    arena_lock(&arena->name_lock);
    for (ULONG i = 0; i < ARENA_NAME_BUCKETS; i++)
        for (arena_ptr at = arena->names[i]; at; at = ARENA_AT(OB_NAME, at)->next) {
            const OB_NAME *entry = ARENA_AT(OB_NAME, at);
            if (is_child(l->prefix, entry, &start) && seen++ >= l->skip)
                put_entry(l, entry->text + start, entry->length - start * sizeof(WCHAR),
                          ob_types[ARENA_AT(OB_HEADER, entry->object)->type]->name);
        }
    arena_unlock(&arena->name_lock);
    ke_leave();
}

NTSTATUS NTAPI NtQueryDirectoryObject(HANDLE handle, PVOID buffer, ULONG size, BOOLEAN single,
                                      BOOLEAN restart, ULONG *context, ULONG *returned)
{
    OB_HEADER *directory;
    const ULONG end = sizeof(OBJECT_DIRECTORY_INFORMATION);
    NTSTATUS status = ob_reference(handle, OB_DIRECTORY, 1, (void **)&directory, NULL);
    if (status)
        return status;
    OB_LISTING l = {.prefix = ARENA_AT(OB_NAME, directory->name),
                    .skip = restart ? 0 : *context,
                    .buffer = buffer,
                    .size = size,
                    .needed = end,
                    .single = single};
    list(&l);
    ob_dereference(directory);
    if (returned)
        *returned = l.needed;
    if (!l.count)
        return l.full ? STATUS_BUFFER_TOO_SMALL : STATUS_NO_MORE_ENTRIES;
    __builtin_memset((char *)buffer + l.count * end, 0, end);
    *context = l.skip + l.count;
    return l.full ? STATUS_MORE_ENTRIES : STATUS_SUCCESS;
}
