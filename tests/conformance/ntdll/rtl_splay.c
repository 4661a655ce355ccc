/* Splay trees and the generic tables made of them. */
#include "conformance.h"
#include <winternl.h>

typedef struct LINKS {
    struct LINKS *parent, *left, *right;
    int value;
} LINKS;

LINKS *NTAPI RtlSplay(LINKS *);
LINKS *NTAPI RtlDelete(LINKS *);
VOID NTAPI RtlDeleteNoSplay(LINKS *, LINKS **);
LINKS *NTAPI RtlRealSuccessor(LINKS *);
LINKS *NTAPI RtlRealPredecessor(LINKS *);
LINKS *NTAPI RtlSubtreeSuccessor(LINKS *);
LINKS *NTAPI RtlSubtreePredecessor(LINKS *);

#define COUNT 100

static LINKS nodes[COUNT];

/* A call there ends the process: these are names without a function. */
static void skip_under_wine(void)
{
    if (GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version"))
        SKIP("Wine has no splay trees");
}

static LINKS *insert(LINKS *root, LINKS *node)
{
    LINKS *at = root;

    node->left = node->right = NULL;
    node->parent = node;
    while (at) {
        LINKS **side = node->value < at->value ? &at->left : &at->right;
        node->parent = at;
        if (!*side) {
            *side = node;
            break;
        }
        at = *side;
    }
    return RtlSplay(node);
}

static LINKS *make_tree(void)
{
    LINKS *root = NULL;

    for (int i = 0; i < COUNT; i++) {
        LINKS *node = &nodes[i * 37 % COUNT];

        node->value = i * 37 % COUNT;
        root = insert(root, node);
    }
    return root;
}

/* How many follow each other in order from the first, or -1. */
static int ordered(LINKS *root)
{
    int count = 0, last = -1;
    LINKS *at = root;

    while (at && at->left)
        at = at->left;
    for (; at; at = RtlRealSuccessor(at), count++) {
        if (at->value <= last)
            return -1;
        last = at->value;
    }
    return count;
}

CASE(splaying_makes_a_root)
{
    skip_under_wine();
    LINKS *root = make_tree();

    CHECK_EQ(ordered(root), COUNT);
    for (int i = 0; i < COUNT; i += 7) {
        root = RtlSplay(&nodes[i]);
        CHECK(root == &nodes[i] && root->parent == root);
        CHECK_EQ(ordered(root), COUNT);
    }
}

CASE(neighbours_are_found)
{
    skip_under_wine();
    LINKS *root = make_tree();

    for (int i = 0; i < COUNT; i++) {
        CHECK(RtlRealSuccessor(&nodes[i]) == (i + 1 < COUNT ? &nodes[i + 1] : NULL));
        CHECK(RtlRealPredecessor(&nodes[i]) == (i ? &nodes[i - 1] : NULL));
    }
    root = RtlSplay(&nodes[50]);
    CHECK(RtlSubtreeSuccessor(root) == &nodes[51]);
    CHECK(RtlSubtreePredecessor(root) == &nodes[49]);
    root = RtlSplay(&nodes[0]);
    CHECK(RtlSubtreePredecessor(root) == NULL);
}

CASE(deleted_nodes_are_gone)
{
    skip_under_wine();
    LINKS *root = make_tree();

    for (int i = 0; i < COUNT; i++) {
        root = RtlDelete(&nodes[i * 13 % COUNT]);
        CHECK_EQ(ordered(root), COUNT - 1 - i);
        CHECK(!root || root->parent == root);
    }
    CHECK(root == NULL);
}

CASE(deleting_without_splaying_keeps_the_root)
{
    skip_under_wine();
    LINKS *root = make_tree(), *before;

    root = before = RtlSplay(&nodes[50]);
    for (int i = 0; i < 50; i++)
        RtlDeleteNoSplay(&nodes[i], &root);
    CHECK(root == before);
    CHECK_EQ(ordered(root), 50);
    RtlDeleteNoSplay(&nodes[50], &root);
    CHECK(root != before && root->parent == root);
    CHECK_EQ(ordered(root), 49);
}

typedef struct {
    void *root, *list[2], *ordered;
    ULONG which, count;
    void *routines[3];
    PVOID context;
} TABLE;

VOID NTAPI RtlInitializeGenericTable(TABLE *, PVOID, PVOID, PVOID, PVOID);
PVOID NTAPI RtlInsertElementGenericTable(TABLE *, PVOID, ULONG, BOOLEAN *);
PVOID NTAPI RtlLookupElementGenericTable(TABLE *, PVOID);
BOOLEAN NTAPI RtlDeleteElementGenericTable(TABLE *, PVOID);
PVOID NTAPI RtlEnumerateGenericTable(TABLE *, BOOLEAN);
PVOID NTAPI RtlGetElementGenericTable(TABLE *, ULONG);
ULONG NTAPI RtlNumberGenericTableElements(TABLE *);
BOOLEAN NTAPI RtlIsGenericTableEmpty(TABLE *);

static int NTAPI compare(TABLE *table, int *a, int *b)
{
    return *a < *b ? 0 : *a > *b ? 1 : 2;
}

static PVOID NTAPI allocate(TABLE *table, ULONG size)
{
    return HeapAlloc(GetProcessHeap(), 0, size);
}

static VOID NTAPI release(TABLE *table, PVOID node)
{
    HeapFree(GetProcessHeap(), 0, node);
}

static void fill_table(TABLE *table)
{
    RtlInitializeGenericTable(table, compare, allocate, release, NULL);
    for (int i = 0; i < COUNT; i++) {
        int value = i * 37 % COUNT;

        RtlInsertElementGenericTable(table, &value, sizeof value, NULL);
    }
}

CASE(splay_table_finds_and_deletes)
{
    skip_under_wine();
    TABLE table;
    BOOLEAN is_new = TRUE;
    int value = 5;

    fill_table(&table);
    CHECK_EQ(RtlNumberGenericTableElements(&table), COUNT);
    CHECK(RtlInsertElementGenericTable(&table, &value, sizeof value, &is_new) != NULL);
    CHECK_EQ(is_new, FALSE);
    CHECK_EQ(*(int *)RtlLookupElementGenericTable(&table, &value), 5);
    CHECK(RtlDeleteElementGenericTable(&table, &value));
    CHECK(!RtlDeleteElementGenericTable(&table, &value));
    CHECK(RtlLookupElementGenericTable(&table, &value) == NULL);
    CHECK_EQ(RtlNumberGenericTableElements(&table), COUNT - 1);
    for (value = 0; value < COUNT; value++)
        RtlDeleteElementGenericTable(&table, &value);
    CHECK(RtlIsGenericTableEmpty(&table));
}

CASE(splay_table_lists_both_orders)
{
    skip_under_wine();
    TABLE table;
    int count = 0;

    fill_table(&table);
    for (int *at = RtlEnumerateGenericTable(&table, TRUE); at;
         at = RtlEnumerateGenericTable(&table, FALSE))
        CHECK_EQ(*at, count++);
    CHECK_EQ(count, COUNT);
    for (ULONG i = 0; i < COUNT; i += 9)
        CHECK_EQ(*(int *)RtlGetElementGenericTable(&table, i), (int)(i * 37 % COUNT));
    CHECK_EQ(*(int *)RtlGetElementGenericTable(&table, 1), 37);
    CHECK(RtlGetElementGenericTable(&table, COUNT) == NULL);
}
