/*
 * io_watch_tree.c - watching a directory with all that is below it.
 *
 * The host watches single directories, so each subdirectory is entered by itself. What comes into a
 * new one before it is watched is found by listing it, and reported once: the names that a listing
 * has reported are remembered until the stream has been read to its end. A directory that is
 * renamed keeps its number, and so does one that is moved away: it stands nowhere then, until the
 * other half of its move says where.
 */
#include "io_watch_tree.h"
#include "ldr.h"

#define BUCKETS   64
#define LIST_SIZE 4096

struct seen {
    struct seen *next;
    ULONG size;
    char name[];
};

struct node {
    struct node *next;     /* of the bucket */
    struct node *unlisted; /* the next one that is to be listed */
    struct seen *seen;     /* names that were reported though the stream may tell them yet */
    ULONG number;
    ULONG cookie; /* not 0: moved away, by this rename */
    ULONG size;
    char *path;
};

struct IO_WATCH_TREE {
    PalHandle root, stream;
    ULONG filter;
    struct node *buckets[BUCKETS];
    struct node *unlisted;
    BOOLEAN has_seen;
};

static struct node *find(IO_WATCH_TREE *tree, ULONG number)
{
    struct node *node = tree->buckets[number % BUCKETS];
    while (node && node->number != number)
        node = node->next;
    return node;
}

static void forget_seen(struct node *node)
{
    for (struct seen *next; node->seen; node->seen = next) {
        next = node->seen->next;
        ldr_free(node->seen);
    }
}

static void remove_node(IO_WATCH_TREE *tree, ULONG number)
{
    for (struct node **at = &tree->buckets[number % BUCKETS]; *at; at = &(*at)->next)
        if ((*at)->number == number) {
            struct node *node = *at;
            *at = node->next;
            forget_seen(node);
            ldr_free(node->path);
            ldr_free(node);
            return;
        }
}

static BOOLEAN set_path(struct node *node, const char *path, ULONG size)
{
    char *copy = ldr_alloc(size + 1);
    if (!copy)
        return FALSE;
    __builtin_memcpy(copy, path, size);
    ldr_free(node->path);
    node->path = copy;
    node->size = size;
    return TRUE;
}

static struct node *add_node(IO_WATCH_TREE *tree, ULONG number, const char *path, ULONG size)
{
    struct node *node = find(tree, number), **bucket = &tree->buckets[number % BUCKETS];
    if (!node) {
        node = ldr_alloc(sizeof *node);
        if (!node)
            return NULL;
        *node = (struct node){.next = *bucket, .number = number};
        *bucket = node;
    }
    node->cookie = 0;
    return set_path(node, path, size) ? node : NULL;
}

/* ---- entering */

/* One that has gone again, or may not be read, is left out, as nothing can be told of it. */
static NTSTATUS enter(IO_WATCH_TREE *tree, const char *path, ULONG size)
{
    PalHandle directory, number = tree->stream;
    NTSTATUS status = pal_file_open(
        tree->root, path, size, PAL_ACCESS_READ, PAL_OPEN_EXISTING,
        PAL_OPEN_OPTIONS(PAL_OPTION_DIRECTORY | PAL_OPTION_NO_FOLLOW, 0), &directory, NULL);
    if (status)
        return STATUS_SUCCESS;
    status = pal_directory_watch(directory, PAL_WATCH_ADD, &number);
    pal_handle_close(directory);
    if (status)
        return status == STATUS_INSUFFICIENT_RESOURCES ? status : STATUS_SUCCESS;
    struct node *node = add_node(tree, number, path, size);
    if (!node)
        return STATUS_NO_MEMORY;
    node->unlisted = tree->unlisted;
    tree->unlisted = node;
    return STATUS_SUCCESS;
}

/* The path of a name in a node's directory; its size, 0: it is too long. */
static ULONG join(const struct node *node, const char *name, ULONG size, char *path)
{
    ULONG at = node->size ? node->size + 1 : 0;
    if (at + size > IO_PATH_MAX)
        return 0;
    if (node->size) {
        __builtin_memcpy(path, node->path, node->size);
        path[node->size] = '/';
    }
    __builtin_memcpy(path + at, name, size);
    return at + size;
}

static BOOLEAN is_wanted(const IO_WATCH_TREE *tree, BOOLEAN is_directory)
{
    return (tree->filter &
            (FILE_NOTIFY_CHANGE_CREATION |
             (is_directory ? FILE_NOTIFY_CHANGE_DIR_NAME : FILE_NOTIFY_CHANGE_FILE_NAME))) != 0;
}

static void remember(IO_WATCH_TREE *tree, struct node *node, const PalDirectoryEntry *entry)
{
    struct seen *seen = ldr_alloc(sizeof *seen + entry->name_size);
    if (!seen)
        return; /* it may be told twice */
    seen->size = entry->name_size;
    __builtin_memcpy(seen->name, entry->name, seen->size);
    seen->next = node->seen;
    node->seen = seen;
    tree->has_seen = TRUE;
}

static NTSTATUS list_entry(IO_WATCH_TREE *tree, struct node *node, const PalDirectoryEntry *entry,
                           char *path, IO_CHANGES *changes)
{
    BOOLEAN is_directory = entry->type == PAL_TYPE_DIRECTORY;
    ULONG size = join(node, entry->name, entry->name_size, path);
    if (!size)
        return STATUS_SUCCESS;
    if (changes) {
        if (is_wanted(tree, is_directory))
            io_changes_put(changes, FILE_ACTION_ADDED, path, size);
        remember(tree, node, entry);
    }
    return is_directory ? enter(tree, path, size) : STATUS_SUCCESS;
}

/* Enters a directory's subdirectories; with changes it is a new one, and all in it is reported. */
static NTSTATUS list(IO_WATCH_TREE *tree, struct node *node, char *path, IO_CHANGES *changes)
{
    uint64_t entries[LIST_SIZE / 8], done;
    PalHandle directory;
    NTSTATUS status =
        pal_file_open(tree->root, node->path, node->size, PAL_ACCESS_READ, PAL_OPEN_EXISTING,
                      PAL_OPEN_OPTIONS(PAL_OPTION_DIRECTORY, 0), &directory, NULL);
    if (status)
        return STATUS_SUCCESS;
    while (!status &&
           !pal_directory_read(directory, PAL_DIRECTORY_INFO, entries, sizeof entries, &done))
        for (uint64_t at = 0; at < done && !status;) {
            const PalDirectoryEntry *entry = (const void *)((char *)entries + at);
            status = list_entry(tree, node, entry, path, changes);
            at += entry->size;
        }
    pal_handle_close(directory);
    return status;
}

static NTSTATUS list_all(IO_WATCH_TREE *tree, IO_CHANGES *changes)
{
    NTSTATUS status = STATUS_SUCCESS;
    char *path = ldr_alloc(IO_PATH_MAX + 1);
    if (!path)
        return STATUS_NO_MEMORY;
    while (tree->unlisted && !status) {
        struct node *node = tree->unlisted;
        tree->unlisted = node->unlisted;
        status = list(tree, node, path, changes);
    }
    tree->unlisted = NULL;
    ldr_free(path);
    return status;
}

NTSTATUS io_watch_tree_create(PalHandle root, PalHandle stream, ULONG filter,
                              IO_WATCH_TREE **result)
{
    IO_WATCH_TREE *tree = ldr_alloc(sizeof *tree);
    if (!tree)
        return STATUS_NO_MEMORY;
    *tree = (IO_WATCH_TREE){.root = root, .stream = stream, .filter = filter};
    NTSTATUS status = enter(tree, "", 0);
    if (!status)
        status = list_all(tree, NULL);
    if (status) {
        io_watch_tree_free(tree);
        return status;
    }
    *result = tree;
    return STATUS_SUCCESS;
}

void io_watch_tree_free(IO_WATCH_TREE *tree)
{
    for (int i = 0; i < BUCKETS; i++)
        while (tree->buckets[i])
            remove_node(tree, tree->buckets[i]->number);
    ldr_free(tree);
}

/* ---- following */

static BOOLEAN is_below(const struct node *node, const char *path, ULONG size)
{
    return node->size >= size && __builtin_memcmp(node->path, path, size) == 0 &&
           (node->size == size || node->path[size] == '/');
}

/* What lay below `path` stands nowhere until the rename's other half comes. */
static void move_away(IO_WATCH_TREE *tree, const char *path, ULONG size, ULONG cookie)
{
    for (int i = 0; i < BUCKETS; i++)
        for (struct node *node = tree->buckets[i]; node; node = node->next)
            if (!node->cookie && is_below(node, path, size)) {
                ULONG rest = node->size - size;
                node->cookie = cookie;
                for (ULONG c = 0; c < rest; c++)
                    node->path[c] = node->path[size + c];
                node->size = rest; /* what it is below the directory that moves */
            }
}

/* FALSE: nothing was moved away by that rename. */
static BOOLEAN move_back(IO_WATCH_TREE *tree, const char *path, ULONG size, ULONG cookie)
{
    BOOLEAN found = FALSE;
    char *whole = cookie ? ldr_alloc(IO_PATH_MAX + 1) : NULL;
    for (int i = 0; i < BUCKETS && whole; i++)
        for (struct node *node = tree->buckets[i]; node; node = node->next) {
            if (node->cookie != cookie || size + node->size > IO_PATH_MAX)
                continue;
            __builtin_memcpy(whole, path, size);
            __builtin_memcpy(whole + size, node->path, node->size);
            if (set_path(node, whole, size + node->size)) {
                node->cookie = 0;
                found = TRUE;
            }
        }
    ldr_free(whole);
    return found;
}

static BOOLEAN was_seen(struct node *node, const PalChange *change)
{
    for (struct seen **at = &node->seen; *at; at = &(*at)->next)
        if ((*at)->size == change->name_size &&
            __builtin_memcmp((*at)->name, change->name, change->name_size) == 0) {
            struct seen *seen = *at;
            *at = seen->next;
            ldr_free(seen);
            return TRUE;
        }
    return FALSE;
}

static BOOLEAN comes(const PalChange *change)
{
    return change->action == PAL_CHANGE_ADDED || change->action == PAL_CHANGE_RENAMED_TO;
}

static void follow(IO_WATCH_TREE *tree, const PalChange *change, const char *path, ULONG size,
                   IO_CHANGES *changes)
{
    NTSTATUS status = STATUS_SUCCESS;
    if (!comes(change) && change->cookie)
        move_away(tree, path, size, change->cookie);
    else if (comes(change) && !move_back(tree, path, size, change->cookie) &&
             !(status = enter(tree, path, size)))
        status = list_all(tree, change->cookie ? NULL : changes); /* what comes with it is old */
    if (status) /* from here on something is missing: the caller shall look for itself */
        changes->overflow = TRUE;
}

void io_watch_tree_take(IO_WATCH_TREE *tree, const PalChange *change, IO_CHANGES *changes)
{
    struct node *node = find(tree, change->directory);
    char *path;
    if (change->action == PAL_CHANGE_GONE) {
        remove_node(tree, change->directory);
        return;
    }
    if (!node || node->cookie || (comes(change) && was_seen(node, change)))
        return;
    path = ldr_alloc(IO_PATH_MAX + 1);
    ULONG size = path ? join(node, change->name, change->name_size, path) : 0;
    if (!size)
        changes->overflow = TRUE;
    if (size && (change->action == PAL_CHANGE_MODIFIED || is_wanted(tree, change->is_directory)))
        io_changes_put(changes, change->action, path, size);
    if (size && change->is_directory && change->action != PAL_CHANGE_MODIFIED)
        follow(tree, change, path, size, changes);
    ldr_free(path);
}

void io_watch_tree_rest(IO_WATCH_TREE *tree)
{
    for (int i = 0; i < BUCKETS && tree->has_seen; i++)
        for (struct node *node = tree->buckets[i]; node; node = node->next)
            forget_seen(node);
    tree->has_seen = FALSE;
}
