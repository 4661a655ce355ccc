/*
 * io_share.c - which files are open in the session, by identity: share modes and deletion at the
 * last close. The table stands in the arena, so all processes of a session agree.
 */
#include "io_private.h"

#define BUCKETS      1024
#define READ_RIGHTS  (FILE_READ_DATA | FILE_EXECUTE)
#define WRITE_RIGHTS (FILE_WRITE_DATA | FILE_APPEND_DATA)

static void lock(void)
{
    ke_enter();
    arena_lock(&arena->share_lock);
}

static void unlock(void)
{
    arena_unlock(&arena->share_lock);
    ke_leave();
}

static arena_ptr *bucket_of(uint64_t volume, uint64_t id)
{
    if (!arena->share_root)
        arena->share_root = ARENA_OF(arena_alloc(BUCKETS * sizeof(arena_ptr)));
    if (!arena->share_root)
        return NULL;
    uint64_t hash = (id ^ volume << 7) * 0x9e3779b97f4a7c15ull;
    return ARENA_AT(arena_ptr, arena->share_root) + (hash >> 54) % BUCKETS;
}

static IO_NODE *find(uint64_t volume, uint64_t id)
{
    arena_ptr *bucket = bucket_of(volume, id);
    if (!bucket)
        return NULL;
    for (IO_NODE *node = ARENA_AT(IO_NODE, *bucket); node; node = ARENA_AT(IO_NODE, node->next))
        if (node->id == id && node->volume == volume)
            return node;
    return NULL;
}

static IO_NODE *make(uint64_t volume, uint64_t id)
{
    arena_ptr *bucket = bucket_of(volume, id);
    IO_NODE *node = bucket ? arena_alloc(sizeof *node) : NULL;
    if (node) {
        node->volume = volume;
        node->id = id;
        node->next = *bucket;
        *bucket = ARENA_OF(node);
    }
    return node;
}

/* The public rule: what others want must be shared by all, and what others do must be shared by
 * the newcomer. Who wants neither data nor deletion takes no part. */
static BOOLEAN conflicts(const IO_NODE *node, ACCESS_MASK access, ULONG share, LONG counted)
{
    return ((access & READ_RIGHTS) && node->share_read < counted) ||
           ((access & WRITE_RIGHTS) && node->share_write < counted) ||
           ((access & DELETE) && node->share_delete < counted) ||
           (node->readers && !(share & FILE_SHARE_READ)) ||
           (node->writers && !(share & FILE_SHARE_WRITE)) ||
           (node->deleters && !(share & FILE_SHARE_DELETE));
}

static void count(IO_NODE *node, const IO_FILE *file, LONG step)
{
    node->readers += file->access & READ_RIGHTS ? step : 0;
    node->writers += file->access & WRITE_RIGHTS ? step : 0;
    node->deleters += file->access & DELETE ? step : 0;
    node->share_read += file->share & FILE_SHARE_READ ? step : 0;
    node->share_write += file->share & FILE_SHARE_WRITE ? step : 0;
    node->share_delete += file->share & FILE_SHARE_DELETE ? step : 0;
    node->sharers += step;
}

NTSTATUS io_share_open(IO_FILE *file, const PalFileInfo *info)
{
    NTSTATUS status = STATUS_SUCCESS;
    BOOLEAN takes_part = (file->access & (READ_RIGHTS | WRITE_RIGHTS | DELETE)) != 0;
    file->volume = info->volume;
    file->id = info->id;
    lock();
    IO_NODE *node = find(info->volume, info->id);
    if (!node)
        node = make(info->volume, info->id);
    if (!node)
        status = STATUS_INSUFFICIENT_RESOURCES;
    else if (node->delete_pending && !node->removed)
        status = STATUS_DELETE_PENDING;
    else if (takes_part && conflicts(node, file->access, file->share, node->sharers))
        status = STATUS_SHARING_VIOLATION;
    if (!status) {
        node->opens++;
        if (takes_part)
            count(node, file, 1);
        file->sharing = takes_part;
        file->node = ARENA_OF(node);
    }
    unlock();
    return status;
}

static void discard(IO_NODE *node)
{
    for (arena_ptr *link = bucket_of(node->volume, node->id); *link;
         link = &ARENA_AT(IO_NODE, *link)->next)
        if (*link == ARENA_OF(node)) {
            *link = node->next;
            arena_free(node, sizeof *node);
            return;
        }
}

BOOLEAN io_share_close(IO_FILE *file)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    BOOLEAN remove = FALSE;
    lock();
    if (file->sharing)
        count(node, file, -1);
    node->opens--;
    if (node->delete_pending && !node->removed && (node->opens == 0 || file->posix_delete)) {
        remove = TRUE;
        node->removed = TRUE;
    }
    if (node->opens == 0)
        discard(node);
    file->node = 0;
    unlock();
    return remove;
}

void io_share_set_delete(IO_FILE *file, BOOLEAN pending)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    if (node)
        node->delete_pending = pending;
}

BOOLEAN io_share_delete_pending(const IO_FILE *file)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    return node && node->delete_pending;
}

BOOLEAN io_share_is_open(const PalFileInfo *info)
{
    lock();
    BOOLEAN open = find(info->volume, info->id) != NULL;
    unlock();
    return open;
}
