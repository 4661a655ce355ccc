/*
 * resource_tree.c - see resource_tree.h.
 */
#include "resource_tree.h"

#define LEVELS 3

static int compare_names(const struct resource_name *a, const struct resource_name *b)
{
    if (!a->text != !b->text)
        return a->text ? -1 : 1;
    if (!a->text)
        return (int)a->id - b->id;
    const WCHAR *s = a->text, *t = b->text;
    while (*s && *s == *t)
        s++, t++;
    return (int)*s - *t;
}

static int compare(const struct resource *a, const struct resource *b)
{
    int order = compare_names(&a->type, &b->type);
    if (!order)
        order = compare_names(&a->name, &b->name);
    return order ? order : (int)a->language - b->language;
}

static void free_one(struct resource *resource)
{
    if (resource) {
        k32_free(resource->type.text);
        k32_free(resource->name.text);
        k32_free(resource);
    }
}

void resource_free_all(struct resource_list *list)
{
    while (list->first) {
        struct resource *next = list->first->next;
        free_one(list->first);
        list->first = next;
    }
}

/* "#12" is the number 12, as for FindResource. */
static BOOL set_name(struct resource_name *out, LPCWSTR name)
{
    ULONG value = 0;
    if ((ULONG_PTR)name <= 0xffff) {
        out->id = (WORD)(ULONG_PTR)name;
        return TRUE;
    }
    if (name[0] == '#') {
        for (name++; *name >= '0' && *name <= '9'; name++)
            value = value * 10 + (*name - '0');
        out->id = (WORD)value;
        return TRUE;
    }
    SIZE_T length = wcslen(name);
    out->text = k32_alloc((length + 1) * sizeof(WCHAR));
    for (SIZE_T i = 0; out->text && i <= length; i++)
        out->text[i] = RtlUpcaseUnicodeChar(name[i]);
    return out->text != NULL;
}

static struct resource *new_one(LPCWSTR type, LPCWSTR name, WORD language, const void *data,
                                DWORD size)
{
    struct resource *resource = k32_alloc(sizeof *resource + size);
    if (!resource)
        return NULL;
    memset(resource, 0, sizeof *resource);
    resource->language = language;
    resource->size = size;
    if (size)
        memcpy(resource->data, data, size);
    if (set_name(&resource->type, type) && set_name(&resource->name, name))
        return resource;
    free_one(resource);
    return NULL;
}

BOOL resource_put(struct resource_list *list, LPCWSTR type, LPCWSTR name, WORD language,
                  DWORD codepage, const void *data, DWORD size)
{
    struct resource *new = new_one(type, name, language, data, data ? size : 0);
    struct resource **link = &list->first;
    int order = -1;
    if (!new) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    new->codepage = codepage;
    while (*link && (order = compare(new, *link)) > 0)
        link = &(*link)->next;
    BOOL there = *link && order == 0;
    if (there) {
        struct resource *old = *link;
        *link = old->next;
        free_one(old);
    }
    if (data) {
        new->next = *link;
        *link = new;
        return TRUE;
    }
    free_one(new);
    if (!there)
        SetLastError(ERROR_INVALID_PARAMETER);
    return there;
}

/* ---- reading */

struct reader {
    struct resource_list *list;
    const BYTE *section;
    DWORD size, rva;
    LPCWSTR path[LEVELS];
};

/* The name of an entry, a copy if it is a text; (LPCWSTR)-1: damaged. */
static LPCWSTR entry_name(const struct reader *r, const IMAGE_RESOURCE_DIRECTORY_ENTRY *entry)
{
    if (!entry->NameIsString)
        return (LPCWSTR)(ULONG_PTR)entry->Id;
    DWORD at = entry->NameOffset;
    if (at > r->size - 2)
        return (LPCWSTR)-1;
    WORD length = *(const WORD *)(r->section + at);
    if (length > (r->size - at - 2) / 2)
        return (LPCWSTR)-1;
    WCHAR *copy = k32_alloc(((SIZE_T)length + 1) * sizeof(WCHAR));
    if (!copy)
        return (LPCWSTR)-1;
    memcpy(copy, r->section + at + 2, length * sizeof(WCHAR));
    copy[length] = 0;
    return copy;
}

static BOOL read_data(struct reader *r, DWORD at)
{
    if (at > r->size - sizeof(IMAGE_RESOURCE_DATA_ENTRY))
        return FALSE;
    const IMAGE_RESOURCE_DATA_ENTRY *entry = (const void *)(r->section + at);
    DWORD offset = entry->OffsetToData - r->rva;
    if (entry->OffsetToData < r->rva || offset > r->size || entry->Size > r->size - offset)
        return FALSE;
    return resource_put(r->list, r->path[0], r->path[1], (WORD)(ULONG_PTR)r->path[2],
                        entry->CodePage, r->section + offset, entry->Size);
}

static BOOL read_directory(struct reader *r, DWORD at, int level)
{
    if (at > r->size - sizeof(IMAGE_RESOURCE_DIRECTORY))
        return FALSE;
    const IMAGE_RESOURCE_DIRECTORY *directory = (const void *)(r->section + at);
    DWORD count = (DWORD)directory->NumberOfNamedEntries + directory->NumberOfIdEntries;
    if (count > (r->size - at - sizeof *directory) / sizeof(IMAGE_RESOURCE_DIRECTORY_ENTRY))
        return FALSE;
    const IMAGE_RESOURCE_DIRECTORY_ENTRY *entry = (const void *)(directory + 1);
    for (; count; count--, entry++) {
        LPCWSTR name = entry_name(r, entry);
        if (name == (LPCWSTR)-1)
            return FALSE;
        r->path[level] = name;
        BOOL leaf = level == LEVELS - 1;
        BOOL good = (!leaf) == entry->DataIsDirectory &&
                    (leaf ? read_data(r, entry->OffsetToData)
                          : read_directory(r, entry->OffsetToDirectory, level + 1));
        if ((ULONG_PTR)name > 0xffff)
            k32_free((void *)name);
        if (!good)
            return FALSE;
    }
    return TRUE;
}

BOOL resource_read(struct resource_list *list, const BYTE *section, DWORD size, DWORD rva)
{
    struct reader reader = {list, section, size, rva, {0}};
    SetLastError(ERROR_INVALID_DATA);
    return size >= sizeof(IMAGE_RESOURCE_DIRECTORY) && read_directory(&reader, 0, 0);
}

/* ---- writing: directories level by level, then data entries, names, data */

struct layout {
    DWORD directories[LEVELS], entries, names, data, end;
};

static BOOL same_at(const struct resource *a, const struct resource *b, int level)
{
    return a && b && compare_names(&a->type, &b->type) == 0 &&
           (level == 0 || compare_names(&a->name, &b->name) == 0);
}

static const struct resource_name *name_at(const struct resource *r, int level)
{
    return level == 0 ? &r->type : &r->name;
}

static DWORD name_size(const struct resource_name *name)
{
    return name->text ? (DWORD)((wcslen(name->text) + 1) * sizeof(WCHAR)) : 0;
}

static DWORD align(DWORD value, DWORD to)
{
    return (value + to - 1) & ~(to - 1);
}

static struct layout lay_out(const struct resource_list *list)
{
    DWORD count[LEVELS] = {0}, names = 0, data = 0;
    const struct resource *last = NULL;
    for (const struct resource *r = list->first; r; last = r, r = r->next) {
        for (int level = 0; level < LEVELS - 1; level++) {
            BOOL again = same_at(last, r, level);
            count[level] += !again;
            names += again ? 0 : name_size(name_at(r, level));
        }
        count[2]++;
        data += align(r->size, 8);
    }
    const DWORD head = sizeof(IMAGE_RESOURCE_DIRECTORY);
    const DWORD entry = sizeof(IMAGE_RESOURCE_DIRECTORY_ENTRY);
    struct layout l;
    l.directories[0] = 0;
    l.directories[1] = head + count[0] * entry;
    l.directories[2] = l.directories[1] + count[0] * head + count[1] * entry;
    l.entries = l.directories[2] + count[1] * head + count[2] * entry;
    l.names = l.entries + count[2] * (DWORD)sizeof(IMAGE_RESOURCE_DATA_ENTRY);
    l.data = align(l.names + names, 8);
    l.end = l.data + data;
    return l;
}

DWORD resource_size(const struct resource_list *list)
{
    return lay_out(list).end;
}

/* Adds an entry to a directory that has been begun. */
static IMAGE_RESOURCE_DIRECTORY_ENTRY *add_entry(IMAGE_RESOURCE_DIRECTORY *directory, BOOL named)
{
    IMAGE_RESOURCE_DIRECTORY_ENTRY *entry = (void *)(directory + 1);
    entry += directory->NumberOfNamedEntries + directory->NumberOfIdEntries;
    if (named)
        directory->NumberOfNamedEntries++;
    else
        directory->NumberOfIdEntries++;
    return entry;
}

static void write_name(IMAGE_RESOURCE_DIRECTORY_ENTRY *entry, const struct resource_name *name,
                       BYTE *section, struct layout *l)
{
    if (!name->text) {
        entry->Name = name->id;
        return;
    }
    WORD length = (WORD)wcslen(name->text);
    entry->Name = l->names | 0x80000000u;
    *(WORD *)(section + l->names) = length;
    memcpy(section + l->names + 2, name->text, length * sizeof(WCHAR));
    l->names += name_size(name);
}

static void write_data(const struct resource *r, IMAGE_RESOURCE_DIRECTORY *directory, BYTE *section,
                       DWORD rva, struct layout *l)
{
    IMAGE_RESOURCE_DIRECTORY_ENTRY *entry = add_entry(directory, FALSE);
    IMAGE_RESOURCE_DATA_ENTRY *data = (void *)(section + l->entries);
    entry->Name = r->language;
    entry->OffsetToData = l->entries;
    data->OffsetToData = rva + l->data;
    data->Size = r->size;
    data->CodePage = r->codepage;
    memcpy(section + l->data, r->data, r->size);
    l->entries += sizeof *data;
    l->data += align(r->size, 8);
}

/* How many bytes a level's directory has that begins with this resource. */
static DWORD directory_size(const struct resource *first, int level)
{
    DWORD size = sizeof(IMAGE_RESOURCE_DIRECTORY);
    const struct resource *last = NULL;
    for (const struct resource *r = first; r && same_at(first, r, level - 1); last = r, r = r->next)
        if (level == LEVELS - 1 || !same_at(last, r, level))
            size += sizeof(IMAGE_RESOURCE_DIRECTORY_ENTRY);
    return size;
}

void resource_write(const struct resource_list *list, BYTE *section, DWORD rva)
{
    struct layout l = lay_out(list);
    IMAGE_RESOURCE_DIRECTORY *open[LEVELS] = {(void *)section};
    const struct resource *last = NULL;
    for (const struct resource *r = list->first; r; last = r, r = r->next) {
        for (int level = 0; level < LEVELS - 1; level++) {
            if (same_at(last, r, level))
                continue;
            const struct resource_name *name = name_at(r, level);
            IMAGE_RESOURCE_DIRECTORY_ENTRY *entry = add_entry(open[level], name->text != NULL);
            write_name(entry, name, section, &l);
            entry->OffsetToData = l.directories[level + 1] | 0x80000000u;
            open[level + 1] = (void *)(section + l.directories[level + 1]);
            l.directories[level + 1] += directory_size(r, level + 1);
        }
        write_data(r, open[2], section, rva, &l);
    }
}
