/*
 * cm_path.c - from a name to a key: components without case, symbolic links, the 32-bit view of
 * HKEY_LOCAL_MACHINE\Software, and the two sides of HKEY_CLASSES_ROOT.
 */
#include "cm.h"
#include "mm_copy.h"

#define LINK_LIMIT 32

struct walk {
    BOOLEAN view32, open_link;
    ULONG links; /* followed so far */
};

/* Below HKEY_LOCAL_MACHINE\Software: what both views share ("Registry Keys Affected by WOW64"). */
static const WCHAR *const shared[] = {
    L"Classes",
    L"Clients",
    L"Microsoft\\COM3",
    L"Microsoft\\Cryptography\\Calais\\Current",
    L"Microsoft\\Cryptography\\Calais\\Readers",
    L"Microsoft\\Cryptography\\Services",
    L"Microsoft\\CTF\\SystemShared",
    L"Microsoft\\CTF\\TIP",
    L"Microsoft\\DFS",
    L"Microsoft\\Driver Signing",
    L"Microsoft\\EnterpriseCertificates",
    L"Microsoft\\EventSystem",
    L"Microsoft\\MSMQ",
    L"Microsoft\\Non-Driver Signing",
    L"Microsoft\\OLE",
    L"Microsoft\\RAS",
    L"Microsoft\\RPC",
    L"Microsoft\\Shared Tools\\MSInfo",
    L"Microsoft\\SystemCertificates",
    L"Microsoft\\TermServLicensing",
    L"Microsoft\\Transaction Server",
    L"Microsoft\\Windows NT\\CurrentVersion\\FontDpi",
    L"Microsoft\\Windows NT\\CurrentVersion\\FontMapper",
    L"Microsoft\\Windows NT\\CurrentVersion\\Fonts",
    L"Microsoft\\Windows NT\\CurrentVersion\\FontSubstitutes",
    L"Microsoft\\Windows NT\\CurrentVersion\\NetworkCards",
    L"Microsoft\\Windows NT\\CurrentVersion\\Perflib",
    L"Microsoft\\Windows NT\\CurrentVersion\\Ports",
    L"Microsoft\\Windows NT\\CurrentVersion\\Print",
    L"Microsoft\\Windows NT\\CurrentVersion\\ProfileList",
    L"Microsoft\\Windows NT\\CurrentVersion\\Time Zones",
    L"Microsoft\\Windows\\CurrentVersion\\Control Panel\\Cursors\\Schemes",
    L"Microsoft\\Windows\\CurrentVersion\\Group Policy",
    L"Microsoft\\Windows\\CurrentVersion\\Policies",
    L"Microsoft\\Windows\\CurrentVersion\\Setup",
    L"Microsoft\\Windows\\CurrentVersion\\Telephony\\Locations",
    L"Policies",
    L"RegisteredApplications",
    L"WOW6432Node",
};

/* Below a Classes key: what they do not share. */
static const WCHAR *const own_classes[] = {L"CLSID", L"DirectShow", L"Interface", L"Media Type",
                                           L"MediaFoundation"};

static ULONG text_size(const WCHAR *text)
{
    ULONG count = 0;
    while (text[count])
        count++;
    return count * 2;
}

/* Does the path begin with that one, or (above) lead to it? */
static BOOLEAN begins(const WCHAR *path, ULONG size, const WCHAR *with)
{
    ULONG length = text_size(with);
    return size >= length && cm_compare(path, length, with, length) == 0 &&
           (size == length || path[length / 2] == '\\');
}

static BOOLEAN in_list(const WCHAR *const *list, ULONG count, const WCHAR *path, ULONG size)
{
    for (ULONG i = 0; i < count; i++)
        if (begins(path, size, list[i]))
            return TRUE;
    return FALSE;
}

/* The key whose children the 32-bit view shows for this one's. */
static CM_KEY_NODE *redirect(CM_KEY_NODE *key, const WCHAR *rest, ULONG size)
{
    BOOLEAN goes = FALSE;
    arena_ptr at = ARENA_OF(key);
    if (at == cm->software)
        goes = !in_list(shared, sizeof shared / sizeof *shared, rest, size);
    else if (at == cm->classes || at == cm->user_classes)
        goes = in_list(own_classes, sizeof own_classes / sizeof *own_classes, rest, size);
    if (!goes)
        return key;
    CM_KEY_NODE *node = cm_find_child(key, L"WOW6432Node", 22, NULL);
    return node && !(node->state & CM_IS_GONE) ? node : key;
}

static NTSTATUS walk(struct walk *w, CM_KEY_NODE *key, const WCHAR *path, ULONG size,
                     CM_PLACE *place);

/* The key that a symbolic link leads to. */
static NTSTATUS follow(struct walk *w, CM_KEY_NODE *link, CM_KEY_NODE **target)
{
    static const WCHAR value_name[] = L"SymbolicLinkValue", registry[] = L"\\REGISTRY\\";
    const ULONG prefix = sizeof registry - 2;
    CM_PLACE place = {0};
    CM_VALUE_NODE *value = cm_find_value(link, value_name, sizeof value_name - 2, NULL);
    if (!value || value->type != REG_LINK || value->data_size <= prefix ||
        cm_compare(cm_value_data(value), prefix, registry, prefix) != 0)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    if (++w->links > LINK_LIMIT)
        return STATUS_NAME_TOO_LONG;
    const WCHAR *text = cm_value_data(value);
    struct walk inner = {FALSE, FALSE, w->links};
    NTSTATUS status = walk(&inner, cm_key(cm->root), text + prefix / 2,
                           (value->data_size - prefix) & ~1u, &place);
    w->links = inner.links;
    *target = place.key;
    return status ? status : place.key ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}

static NTSTATUS step(struct walk *w, CM_KEY_NODE **key, const WCHAR *name, ULONG size, BOOLEAN last,
                     CM_PLACE *place)
{
    CM_KEY_NODE *child = cm_find_child(*key, name, size, NULL);
    if (!child || child->state & CM_IS_GONE) {
        if (!last)
            return STATUS_OBJECT_NAME_NOT_FOUND;
        place->parent = *key;
        place->name = name;
        place->name_size = size;
        *key = NULL;
        return STATUS_SUCCESS;
    }
    if (child->state & CM_IS_LINK && !(last && w->open_link)) {
        NTSTATUS status = follow(w, child, &child);
        if (status)
            return status;
    }
    *key = child;
    return STATUS_SUCCESS;
}

static NTSTATUS walk(struct walk *w, CM_KEY_NODE *key, const WCHAR *path, ULONG size,
                     CM_PLACE *place)
{
    ULONG count = size / 2;
    while (count && path[count - 1] == '\\')
        count--;
    for (ULONG at = 0; at < count && key;) {
        ULONG end = at;
        while (end < count && path[end] != '\\')
            end++;
        if (end == at) {
            at++;
            continue;
        }
        if (end - at > CM_NAME_MAX / 2)
            return STATUS_INVALID_PARAMETER;
        if (w->view32)
            key = redirect(key, path + at, (count - at) * 2);
        NTSTATUS status = step(w, &key, path + at, (end - at) * 2, end == count, place);
        if (status)
            return status;
        at = end + 1;
    }
    if (key && w->view32 && ARENA_OF(key) == cm->software)
        key = redirect(key, L"", 0);
    place->key = key;
    return STATUS_SUCCESS;
}

/* Below HKEY_CLASSES_ROOT: the user's side first; what neither has belongs to the machine's. */
static NTSTATUS find_merged(struct walk *w, const CM_OBJECT *root, const CM_NAME *name,
                            CM_PLACE *place)
{
    CM_PLACE first = {0}, second = {0};
    NTSTATUS status = walk(w, cm_key(root->key), name->text, name->size, &first);
    place->merged = TRUE;
    if (!root->other) {
        first.merged = TRUE;
        *place = first;
        return status;
    }
    NTSTATUS other = walk(w, cm_key(root->other), name->text, name->size, &second);
    if (!status && first.key) {
        place->key = first.key;
        place->other = !other ? second.key : NULL;
        return STATUS_SUCCESS;
    }
    second.merged = TRUE;
    *place = second;
    return other;
}

NTSTATUS cm_find(const CM_NAME *name, BOOLEAN view32, BOOLEAN open_link, CM_PLACE *place)
{
    static const WCHAR registry[] = L"\\REGISTRY";
    const ULONG prefix = sizeof registry - 2;
    struct walk w = {view32, open_link, 0};
    __builtin_memset(place, 0, sizeof *place);
    if (name->root) {
        if (cm_key(name->root->key)->state & (CM_IS_DELETED | CM_IS_GONE))
            return STATUS_KEY_DELETED;
        if (name->root->merged)
            return find_merged(&w, name->root, name, place);
        return walk(&w, cm_key(name->root->key), name->text, name->size, place);
    }
    if (name->size < prefix || cm_compare(name->text, prefix, registry, prefix) != 0 ||
        (name->size > prefix && name->text[prefix / 2] != '\\'))
        return STATUS_OBJECT_NAME_NOT_FOUND;
    return walk(&w, cm_key(cm->root), name->text + prefix / 2, name->size - prefix, place);
}

/* ---- the caller's name */

NTSTATUS cm_take_name(const OBJECT_ATTRIBUTES *attributes, CM_NAME *name)
{
    OBJECT_ATTRIBUTES copy;
    UNICODE_STRING text = {0, 0, NULL};
    WCHAR *to = name->buffer;
    name->root = NULL;
    name->from_heap = FALSE;
    if (!attributes || mm_copy(&copy, attributes, sizeof copy) != sizeof copy)
        return attributes ? STATUS_ACCESS_VIOLATION : STATUS_ACCESS_VIOLATION;
    if (copy.Length != sizeof copy)
        return STATUS_INVALID_PARAMETER;
    if (copy.ObjectName && mm_copy(&text, copy.ObjectName, sizeof text) != sizeof text)
        return STATUS_ACCESS_VIOLATION;
    if (text.Length & 1)
        return STATUS_OBJECT_NAME_INVALID;
    if (text.Length > sizeof name->buffer) {
        to = RtlAllocateHeap(peb_self()->ProcessHeap, 0, text.Length);
        if (!to)
            return STATUS_NO_MEMORY;
        name->from_heap = TRUE;
    }
    name->text = to;
    name->size = text.Length;
    NTSTATUS status = STATUS_SUCCESS;
    if (mm_copy(to, text.Buffer, text.Length) != text.Length)
        status = STATUS_ACCESS_VIOLATION;
    else if (!copy.RootDirectory && (!text.Length || to[0] != '\\'))
        status = text.Length ? STATUS_OBJECT_PATH_SYNTAX_BAD : STATUS_OBJECT_NAME_INVALID;
    else if (copy.RootDirectory && text.Length && to[0] == '\\')
        status = STATUS_OBJECT_PATH_SYNTAX_BAD;
    else if (copy.RootDirectory)
        status = cm_reference(copy.RootDirectory, 0, &name->root);
    if (status) {
        name->root = NULL;
        cm_free_name(name);
    }
    return status;
}

void cm_free_name(CM_NAME *name)
{
    if (name->root)
        ob_dereference(name->root);
    if (name->from_heap)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, (PVOID)name->text);
}
