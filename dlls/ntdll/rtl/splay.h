/*
 * splay.h - the nodes of splay trees.
 */
#ifndef BAILEY_SPLAY_H
#define BAILEY_SPLAY_H

#include "nt.h"

typedef struct LINKS {
    struct LINKS *Parent, *LeftChild, *RightChild;
} LINKS;

/* Makes the node the root by rotations; returns it. */
LINKS *NTAPI RtlSplay(LINKS *node);
/* Takes the node out and splays what it hung from; returns the root, NULL for an empty tree. */
LINKS *NTAPI RtlDelete(LINKS *node);
/* In order, in the whole tree; NULL at its ends. */
LINKS *NTAPI RtlRealSuccessor(LINKS *node);
LINKS *NTAPI RtlRealPredecessor(LINKS *node);

#endif
