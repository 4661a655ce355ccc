/*
 * io_watch_tree.h - watching a directory with all that is below it: which of the stream's
 * directories stands where. One caller at a time for each tree.
 */
#ifndef BAILEY_IO_WATCH_TREE_H
#define BAILEY_IO_WATCH_TREE_H

#include "io_private.h"

/* FILE_NOTIFY_INFORMATION records in a caller's buffer. */
typedef struct IO_CHANGES {
    char *to;
    ULONG size, used, last;
    BOOLEAN overflow; /* it had no room, or something was lost: nothing in it counts */
} IO_CHANGES;

/* Adds a record; path: UTF-8 with slashes, below the watched directory. */
void io_changes_put(IO_CHANGES *changes, ULONG action, const char *path, ULONG size);

typedef struct IO_WATCH_TREE IO_WATCH_TREE;

/* Enters what is below the root into the stream. Neither handle becomes the tree's. */
NTSTATUS io_watch_tree_create(PalHandle root, PalHandle stream, ULONG filter, IO_WATCH_TREE **tree);
void io_watch_tree_free(IO_WATCH_TREE *tree);
/* Reports a change of the stream, and follows it. */
void io_watch_tree_take(IO_WATCH_TREE *tree, const PalChange *change, IO_CHANGES *changes);
/* The stream has been read to its end. */
void io_watch_tree_rest(IO_WATCH_TREE *tree);

#endif
