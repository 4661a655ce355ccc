/*
 * splay.c - splay trees (RTL_SPLAY_LINKS of the driver kit). The root is its own parent.
 */
#include "splay.h"

static BOOLEAN is_root(const LINKS *node)
{
    return node->Parent == node;
}

/* Puts `node`, which may be NULL, where `old` hangs. */
static void replace(LINKS *old, LINKS *node)
{
    LINKS *parent = old->Parent;
    if (parent == old)
        parent = node;
    else if (parent->LeftChild == old)
        parent->LeftChild = node;
    else
        parent->RightChild = node;
    if (node)
        node->Parent = parent;
}

/* Lifts a node above its parent. */
static void rotate(LINKS *node)
{
    LINKS *parent = node->Parent;
    BOOLEAN left = parent->LeftChild == node;
    LINKS *child = left ? node->RightChild : node->LeftChild;
    replace(parent, node);
    *(left ? &node->RightChild : &node->LeftChild) = parent;
    parent->Parent = node;
    *(left ? &parent->LeftChild : &parent->RightChild) = child;
    if (child)
        child->Parent = parent;
}

LINKS *NTAPI RtlSplay(LINKS *node)
{
    while (!is_root(node)) {
        LINKS *parent = node->Parent, *grand = parent->Parent;
        if (!is_root(parent))
            rotate((parent->LeftChild == node) == (grand->LeftChild == parent) ? parent : node);
        rotate(node);
    }
    return node;
}

LINKS *NTAPI RtlSubtreeSuccessor(LINKS *node)
{
    LINKS *next = node->RightChild;
    while (next && next->LeftChild)
        next = next->LeftChild;
    return next;
}

LINKS *NTAPI RtlSubtreePredecessor(LINKS *node)
{
    LINKS *next = node->LeftChild;
    while (next && next->RightChild)
        next = next->RightChild;
    return next;
}

LINKS *NTAPI RtlRealSuccessor(LINKS *node)
{
    if (node->RightChild)
        return RtlSubtreeSuccessor(node);
    while (!is_root(node) && node->Parent->RightChild == node)
        node = node->Parent;
    return is_root(node) ? NULL : node->Parent;
}

LINKS *NTAPI RtlRealPredecessor(LINKS *node)
{
    if (node->LeftChild)
        return RtlSubtreePredecessor(node);
    while (!is_root(node) && node->Parent->LeftChild == node)
        node = node->Parent;
    return is_root(node) ? NULL : node->Parent;
}

/* Takes a node out; returns the node whose subtree has changed, or NULL for an empty tree. */
static LINKS *take_out(LINKS *node)
{
    LINKS *child = node->LeftChild ? node->LeftChild : node->RightChild;
    LINKS *changed = is_root(node) ? child : node->Parent;
    if (!node->LeftChild || !node->RightChild) {
        replace(node, child);
        return changed;
    }
    LINKS *last = RtlSubtreePredecessor(node);
    changed = last->Parent == node ? last : last->Parent;
    replace(last, last->LeftChild);
    replace(node, last);
    last->LeftChild = node->LeftChild;
    last->RightChild = node->RightChild;
    if (last->LeftChild)
        last->LeftChild->Parent = last;
    last->RightChild->Parent = last;
    return changed;
}

LINKS *NTAPI RtlDelete(LINKS *node)
{
    LINKS *changed = take_out(node);
    return changed ? RtlSplay(changed) : NULL;
}

VOID NTAPI RtlDeleteNoSplay(LINKS *node, LINKS **root)
{
    LINKS *changed = take_out(node);
    while (changed && !is_root(changed))
        changed = changed->Parent;
    *root = changed;
}
