/*
 * table_avl.c - the generic tables of the Avl kind: balanced trees whose nodes carry the
 * caller's data after a header (RTL_AVL_TABLE of the driver kit).
 */
#include "nt.h"

typedef enum {
    TableEmptyTree,
    TableFoundNode,
    TableInsertAsLeft,
    TableInsertAsRight
} TABLE_SEARCH_RESULT;
typedef enum { GenericLessThan, GenericGreaterThan, GenericEqual } GENERIC_COMPARE;

typedef struct NODE {
    struct NODE *Parent, *LeftChild, *RightChild;
    CHAR Balance; /* height of the right side less that of the left */
    UCHAR Reserved[3];
} NODE;

struct AVL_TABLE;
typedef GENERIC_COMPARE(NTAPI *COMPARE)(struct AVL_TABLE *, PVOID, PVOID);
typedef PVOID(NTAPI *ALLOCATE)(struct AVL_TABLE *, ULONG);
typedef VOID(NTAPI *FREE)(struct AVL_TABLE *, PVOID);

typedef struct AVL_TABLE {
    NODE BalancedRoot; /* the tree is its right child */
    PVOID OrderedPointer;
    ULONG WhichOrderedElement;
    ULONG NumberGenericTableElements;
    ULONG DepthOfTree;
    NODE *RestartKey;
    ULONG DeleteCount;
    COMPARE CompareRoutine;
    ALLOCATE AllocateRoutine;
    FREE FreeRoutine;
    PVOID TableContext;
} AVL_TABLE;

static PVOID data_of(NODE *node)
{
    return node + 1;
}

VOID NTAPI RtlInitializeGenericTableAvl(AVL_TABLE *table, COMPARE compare, ALLOCATE allocate,
                                        FREE release, PVOID context)
{
    memset(table, 0, sizeof *table);
    table->BalancedRoot.Parent = &table->BalancedRoot;
    table->CompareRoutine = compare;
    table->AllocateRoutine = allocate;
    table->FreeRoutine = release;
    table->TableContext = context;
}

static TABLE_SEARCH_RESULT find(AVL_TABLE *table, PVOID data, NODE **where)
{
    NODE *node = table->BalancedRoot.RightChild;

    if (!node)
        return TableEmptyTree;
    for (;;) {
        GENERIC_COMPARE order = table->CompareRoutine(table, data, data_of(node));
        NODE *next = order == GenericLessThan ? node->LeftChild : node->RightChild;

        *where = node;
        if (order == GenericEqual)
            return TableFoundNode;
        if (!next)
            return order == GenericLessThan ? TableInsertAsLeft : TableInsertAsRight;
        node = next;
    }
}

static VOID put_in_place(NODE *old, NODE *new)
{
    if (old->Parent->LeftChild == old)
        old->Parent->LeftChild = new;
    else
        old->Parent->RightChild = new;
    if (new)
        new->Parent = old->Parent;
}

/* Lifts a child over its parent. */
static VOID rotate(NODE *child)
{
    NODE *parent = child->Parent;

    put_in_place(parent, child);
    if (parent->LeftChild == child) {
        parent->LeftChild = child->RightChild;
        if (child->RightChild)
            child->RightChild->Parent = parent;
        child->RightChild = parent;
    } else {
        parent->RightChild = child->LeftChild;
        if (child->LeftChild)
            child->LeftChild->Parent = parent;
        child->LeftChild = parent;
    }
    parent->Parent = child;
}

/* Mends a node that is two deeper on one side; TRUE where the tree is as deep there as it was. */
static BOOLEAN rebalance(NODE *node)
{
    CHAR side = node->Balance > 0 ? 1 : -1;
    NODE *child = side > 0 ? node->RightChild : node->LeftChild, *grand;

    if (child->Balance == -side) {
        grand = side > 0 ? child->LeftChild : child->RightChild;
        rotate(grand);
        rotate(grand);
        node->Balance = grand->Balance == side ? -side : 0;
        child->Balance = grand->Balance == -side ? side : 0;
        grand->Balance = 0;
        return FALSE;
    }
    rotate(child);
    if (!child->Balance) {
        child->Balance = -side;
        node->Balance = side;
        return TRUE;
    }
    child->Balance = node->Balance = 0;
    return FALSE;
}

static VOID insert_at(AVL_TABLE *table, NODE *node, NODE *parent, TABLE_SEARCH_RESULT result)
{
    memset(node, 0, sizeof *node);
    table->NumberGenericTableElements++;
    if (result == TableEmptyTree) {
        node->Parent = &table->BalancedRoot;
        table->BalancedRoot.RightChild = node;
        table->DepthOfTree = 1;
        return;
    }
    node->Parent = parent;
    if (result == TableInsertAsLeft)
        parent->LeftChild = node;
    else
        parent->RightChild = node;
    for (; parent != &table->BalancedRoot; node = parent, parent = parent->Parent) {
        parent->Balance += parent->LeftChild == node ? -1 : 1;
        if (!parent->Balance)
            return;
        if (parent->Balance == 2 || parent->Balance == -2) {
            rebalance(parent);
            return;
        }
    }
    table->DepthOfTree++;
}

PVOID NTAPI RtlInsertElementGenericTableFullAvl(AVL_TABLE *table, PVOID data, ULONG size,
                                                BOOLEAN *is_new, NODE *where,
                                                TABLE_SEARCH_RESULT result)
{
    NODE *node = where;

    if (result != TableFoundNode) {
        node = table->AllocateRoutine(table, sizeof *node + size);
        if (!node)
            return NULL;
        insert_at(table, node, where, result);
        memcpy(data_of(node), data, size);
    }
    if (is_new)
        *is_new = result != TableFoundNode;
    return data_of(node);
}

PVOID NTAPI RtlInsertElementGenericTableAvl(AVL_TABLE *table, PVOID data, ULONG size,
                                            BOOLEAN *is_new)
{
    NODE *where = NULL;
    TABLE_SEARCH_RESULT result = find(table, data, &where);

    return RtlInsertElementGenericTableFullAvl(table, data, size, is_new, where, result);
}

PVOID NTAPI RtlLookupElementGenericTableFullAvl(AVL_TABLE *table, PVOID data, PVOID *where,
                                                TABLE_SEARCH_RESULT *result)
{
    NODE *node = NULL;

    *result = find(table, data, &node);
    *where = node;
    return *result == TableFoundNode ? data_of(node) : NULL;
}

PVOID NTAPI RtlLookupElementGenericTableAvl(AVL_TABLE *table, PVOID data)
{
    PVOID where;
    TABLE_SEARCH_RESULT result;

    return RtlLookupElementGenericTableFullAvl(table, data, &where, &result);
}

/* After a side of `parent` has become less deep. */
static VOID shrunk(AVL_TABLE *table, NODE *parent, BOOLEAN left)
{
    while (parent != &table->BalancedRoot) {
        NODE *top = parent;

        parent->Balance += left ? 1 : -1;
        if (parent->Balance == 1 || parent->Balance == -1)
            return;
        if (parent->Balance) {
            if (rebalance(parent))
                return;
            top = parent->Parent;
        }
        left = top->Parent->LeftChild == top;
        parent = top->Parent;
    }
    table->DepthOfTree--;
}

/* A node with two sides changes places with the next one, which has no left side. */
static VOID take_out(AVL_TABLE *table, NODE *node)
{
    NODE *next = node->RightChild, *parent;
    BOOLEAN left;

    if (!node->LeftChild || !node->RightChild) {
        parent = node->Parent;
        left = parent->LeftChild == node;
        put_in_place(node, node->LeftChild ? node->LeftChild : node->RightChild);
        shrunk(table, parent, left);
        return;
    }
    while (next->LeftChild)
        next = next->LeftChild;
    parent = next->Parent == node ? next : next->Parent;
    left = parent != next;
    if (left) {
        put_in_place(next, next->RightChild);
        next->RightChild = node->RightChild;
        next->RightChild->Parent = next;
    }
    next->LeftChild = node->LeftChild;
    next->LeftChild->Parent = next;
    next->Balance = node->Balance;
    put_in_place(node, next);
    shrunk(table, parent, left);
}

BOOLEAN NTAPI RtlDeleteElementGenericTableAvl(AVL_TABLE *table, PVOID data)
{
    NODE *node = NULL;

    if (find(table, data, &node) != TableFoundNode)
        return FALSE;
    take_out(table, node);
    table->NumberGenericTableElements--;
    table->DeleteCount++;
    table->OrderedPointer = NULL;
    table->WhichOrderedElement = 0;
    if (table->RestartKey == node)
        table->RestartKey = NULL;
    table->FreeRoutine(table, node);
    return TRUE;
}

static NODE *first_of(AVL_TABLE *table)
{
    NODE *node = table->BalancedRoot.RightChild;

    while (node && node->LeftChild)
        node = node->LeftChild;
    return node;
}

static NODE *next_of(AVL_TABLE *table, NODE *node)
{
    if (node->RightChild) {
        for (node = node->RightChild; node->LeftChild; node = node->LeftChild)
            ;
        return node;
    }
    while (node->Parent != &table->BalancedRoot && node->Parent->RightChild == node)
        node = node->Parent;
    return node->Parent == &table->BalancedRoot ? NULL : node->Parent;
}

PVOID NTAPI RtlEnumerateGenericTableWithoutSplayingAvl(AVL_TABLE *table, PVOID *restart)
{
    NODE *node = *restart ? next_of(table, *restart) : first_of(table);

    if (node)
        *restart = node;
    return node ? data_of(node) : NULL;
}

PVOID NTAPI RtlEnumerateGenericTableAvl(AVL_TABLE *table, BOOLEAN restart)
{
    PVOID at;
    PVOID data;

    if (restart)
        table->RestartKey = NULL;
    at = table->RestartKey;
    data = RtlEnumerateGenericTableWithoutSplayingAvl(table, &at);
    if (data)
        table->RestartKey = at;
    return data;
}

PVOID NTAPI RtlGetElementGenericTableAvl(AVL_TABLE *table, ULONG index)
{
    NODE *node;

    if (index >= table->NumberGenericTableElements)
        return NULL;
    for (node = first_of(table); node && index; index--)
        node = next_of(table, node);
    return node ? data_of(node) : NULL;
}

ULONG NTAPI RtlNumberGenericTableElementsAvl(AVL_TABLE *table)
{
    return table->NumberGenericTableElements;
}

BOOLEAN NTAPI RtlIsGenericTableEmptyAvl(AVL_TABLE *table)
{
    return !table->NumberGenericTableElements;
}
