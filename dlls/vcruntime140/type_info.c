/* std::type_info's functions. The data is a TYPE_DESCRIPTOR without its first member. */
#include "eh_types.h"
#include "undname.h"
#include <stdlib.h>
#include <string.h>

struct type_info_data {
    char *volatile undecorated;
    char decorated[]; /* begins with a dot */
};

struct name_node {
    SLIST_ENTRY entry;
    char name[];
};

int __std_type_info_compare(const struct type_info_data *a, const struct type_info_data *b)
{
    return a == b ? 0 : strcmp(a->decorated + 1, b->decorated + 1);
}

/* FNV-1a, folded; only equal names within one run need equal hashes. */
size_t __std_type_info_hash(const struct type_info_data *data)
{
    size_t hash = 14695981039346656037ull;
    for (const char *p = data->decorated + 1; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 1099511628211ull;
    return hash ^ hash >> 32;
}

static struct name_node *make_node(const char *decorated)
{
    struct undname *room = malloc(UNDNAME_ROOM);
    struct name_node *node = NULL;

    if (room) {
        const char *name = undname_type(room, decorated);
        size_t size = strlen(name) + 1;
        node = malloc(sizeof(*node) + size);
        if (node)
            memcpy(node->name, name, size);
    }
    free(room);
    return node;
}

const char *__std_type_info_name(struct type_info_data *data, PSLIST_HEADER list)
{
    struct name_node *node;
    char *other;

    if (data->undecorated)
        return data->undecorated;
    node = make_node(data->decorated + 1);
    if (!node)
        return NULL;
    other =
        InterlockedCompareExchangePointer((PVOID volatile *)&data->undecorated, node->name, NULL);
    if (other) {
        free(node);
        return other;
    }
    InterlockedPushEntrySList(list, &node->entry);
    return node->name;
}

void __std_type_info_destroy_list(PSLIST_HEADER list)
{
    PSLIST_ENTRY entry = InterlockedFlushSList(list);
    while (entry) {
        PSLIST_ENTRY next = entry->Next;
        free(entry);
        entry = next;
    }
}
