/*
 * table_splay.c - the generic tables of the splay kind (RTL_GENERIC_TABLE of the driver kit), which
 * also keep the order of insertion.
 */
#include "splay.h"

typedef enum { EmptyTree, FoundNode, InsertAsLeft, InsertAsRight } SEARCH_RESULT;
typedef enum { GenericLessThan, GenericGreaterThan, GenericEqual } GENERIC_COMPARE;

typedef struct NODE {
    LINKS Links;
    LIST_ENTRY Order;
} NODE;

struct TABLE;
typedef GENERIC_COMPARE(NTAPI *COMPARE)(struct TABLE *, PVOID, PVOID);
typedef PVOID(NTAPI *ALLOCATE)(struct TABLE *, ULONG);
typedef VOID(NTAPI *FREE)(struct TABLE *, PVOID);

typedef struct TABLE {
    LINKS *TableRoot;
    LIST_ENTRY InsertOrderList;
    LIST_ENTRY *OrderedPointer; /* the element that WhichOrderedElement counts, from 1 */
    ULONG WhichOrderedElement;
    ULONG NumberGenericTableElements;
    COMPARE CompareRoutine;
    ALLOCATE AllocateRoutine;
    FREE FreeRoutine;
    PVOID TableContext;
} TABLE;

static PVOID data_of(LINKS *links)
{
    return (NODE *)links + 1;
}

VOID NTAPI RtlInitializeGenericTable(TABLE *table, COMPARE compare, ALLOCATE allocate, FREE release,
                                     PVOID context)
{
    memset(table, 0, sizeof *table);
    table->InsertOrderList.Flink = table->InsertOrderList.Blink = &table->InsertOrderList;
    table->OrderedPointer = &table->InsertOrderList;
    table->CompareRoutine = compare;
    table->AllocateRoutine = allocate;
    table->FreeRoutine = release;
    table->TableContext = context;
}

static SEARCH_RESULT find(TABLE *table, PVOID data, LINKS **where)
{
    LINKS *node = table->TableRoot;
    if (!node)
        return EmptyTree;
    for (;;) {
        GENERIC_COMPARE order = table->CompareRoutine(table, data, data_of(node));
        *where = node;
        if (order == GenericEqual)
            return FoundNode;
        node = order == GenericLessThan ? node->LeftChild : node->RightChild;
        if (!node)
            return order == GenericLessThan ? InsertAsLeft : InsertAsRight;
    }
}

static void link_in(TABLE *table, NODE *node, LINKS *where, SEARCH_RESULT how)
{
    LIST_ENTRY *last = table->InsertOrderList.Blink;
    node->Links.LeftChild = node->Links.RightChild = NULL;
    node->Links.Parent = how == EmptyTree ? &node->Links : where;
    if (how == InsertAsLeft)
        where->LeftChild = &node->Links;
    else if (how == InsertAsRight)
        where->RightChild = &node->Links;
    node->Order.Flink = &table->InsertOrderList;
    node->Order.Blink = last;
    last->Flink = table->InsertOrderList.Blink = &node->Order;
    table->NumberGenericTableElements++;
}

PVOID NTAPI RtlInsertElementGenericTableFull(TABLE *table, PVOID data, ULONG size, BOOLEAN *is_new,
                                             LINKS *where, SEARCH_RESULT how)
{
    if (is_new)
        *is_new = how != FoundNode;
    if (how != FoundNode) {
        NODE *node = table->AllocateRoutine(table, sizeof(NODE) + size);
        if (!node) {
            if (is_new)
                *is_new = FALSE;
            return NULL;
        }
        link_in(table, node, where, how);
        memcpy(node + 1, data, size);
        where = &node->Links;
    }
    table->TableRoot = RtlSplay(where);
    return data_of(where);
}

PVOID NTAPI RtlInsertElementGenericTable(TABLE *table, PVOID data, ULONG size, BOOLEAN *is_new)
{
    LINKS *where = NULL;
    SEARCH_RESULT how = find(table, data, &where);
    return RtlInsertElementGenericTableFull(table, data, size, is_new, where, how);
}

PVOID NTAPI RtlLookupElementGenericTableFull(TABLE *table, PVOID data, LINKS **where,
                                             SEARCH_RESULT *how)
{
    *how = find(table, data, where);
    if (*how != FoundNode)
        return NULL;
    table->TableRoot = RtlSplay(*where);
    return data_of(*where);
}

PVOID NTAPI RtlLookupElementGenericTable(TABLE *table, PVOID data)
{
    LINKS *where;
    SEARCH_RESULT how;
    return RtlLookupElementGenericTableFull(table, data, &where, &how);
}

BOOLEAN NTAPI RtlDeleteElementGenericTable(TABLE *table, PVOID data)
{
    LINKS *where = NULL;
    if (find(table, data, &where) != FoundNode)
        return FALSE;
    NODE *node = (NODE *)where;
    table->TableRoot = RtlDelete(where);
    node->Order.Blink->Flink = node->Order.Flink;
    node->Order.Flink->Blink = node->Order.Blink;
    table->NumberGenericTableElements--;
    table->WhichOrderedElement = 0;
    table->OrderedPointer = &table->InsertOrderList;
    table->FreeRoutine(table, node);
    return TRUE;
}

PVOID NTAPI RtlEnumerateGenericTableWithoutSplaying(TABLE *table, PVOID *restart)
{
    LINKS *node = *restart;
    if (node) {
        node = RtlRealSuccessor(node);
    } else {
        node = table->TableRoot;
        while (node && node->LeftChild)
            node = node->LeftChild;
    }
    if (!node)
        return NULL;
    *restart = node;
    return data_of(node);
}

PVOID NTAPI RtlEnumerateGenericTable(TABLE *table, BOOLEAN restart)
{
    /* The element given last is the root, unless something else has been splayed since. */
    PVOID from = restart ? NULL : table->TableRoot;
    PVOID data = RtlEnumerateGenericTableWithoutSplaying(table, &from);
    if (data)
        table->TableRoot = RtlSplay(from);
    return data;
}

PVOID NTAPI RtlGetElementGenericTable(TABLE *table, ULONG index)
{
    if (index >= table->NumberGenericTableElements)
        return NULL;
    if (index + 1 < table->WhichOrderedElement) {
        table->WhichOrderedElement = 0;
        table->OrderedPointer = &table->InsertOrderList;
    }
    while (table->WhichOrderedElement < index + 1) {
        table->OrderedPointer = table->OrderedPointer->Flink;
        table->WhichOrderedElement++;
    }
    return CONTAINING_RECORD(table->OrderedPointer, NODE, Order) + 1;
}

ULONG NTAPI RtlNumberGenericTableElements(TABLE *table)
{
    return table->NumberGenericTableElements;
}

BOOLEAN NTAPI RtlIsGenericTableEmpty(TABLE *table)
{
    return table->TableRoot == NULL;
}
