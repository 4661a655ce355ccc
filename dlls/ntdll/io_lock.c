/*
 * io_lock.c - byte-range locks, mandatory for reads and writes as on Windows.
 *
 * A file's locks are a list on its node in the arena. Where there are none, a transfer looks at one
 * word. Who must wait for a lock sleeps on the node's change counter in its own thread, on an
 * asynchronous handle too.
 */
#include "io_private.h"

typedef struct IO_LOCK {
    arena_ptr next;
    arena_ptr file; /* IO_FILE that owns it */
    uint64_t offset, size;
    ULONG key;
    ULONG process;
    ULONG exclusive;
} IO_LOCK;

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

/* A range of no bytes meets only what lies strictly around it. */
static BOOLEAN meets(const IO_LOCK *l, uint64_t offset, uint64_t size)
{
    uint64_t end = l->offset + l->size, other_end = offset + size;
    if (l->size == 0 || size == 0)
        return l->size == size ? FALSE
               : l->size == 0  ? offset < l->offset && l->offset < other_end
                               : l->offset < offset && offset < end;
    return offset <= end - 1 && l->offset <= other_end - 1;
}

static BOOLEAN is_own(const IO_LOCK *l, const IO_FILE *file, ULONG key)
{
    return l->file == ARENA_OF(file) && l->process == pal_boot->process_id && l->key == key;
}

NTSTATUS io_lock_check_slow(IO_FILE *file, uint64_t offset, uint64_t size, ULONG key, BOOLEAN write)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    NTSTATUS status = STATUS_SUCCESS;
    if (size == 0)
        return STATUS_SUCCESS;
    lock();
    for (IO_LOCK *l = ARENA_AT(IO_LOCK, node->locks); l; l = ARENA_AT(IO_LOCK, l->next)) {
        BOOLEAN own = is_own(l, file, key);
        if (meets(l, offset, size) && (l->exclusive ? !own : write))
            status = STATUS_FILE_LOCK_CONFLICT;
    }
    unlock();
    return status;
}

/* An owner may put a shared lock over its exclusive one, and so step down by an unlock; nothing
 * else of its own is let through. */
static NTSTATUS try_lock(IO_FILE *file, uint64_t offset, uint64_t size, ULONG key,
                         BOOLEAN exclusive)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    NTSTATUS status = STATUS_SUCCESS;
    IO_LOCK *own = arena_alloc(sizeof *own);
    if (!own)
        return STATUS_INSUFFICIENT_RESOURCES;
    lock();
    for (IO_LOCK *l = ARENA_AT(IO_LOCK, node->locks); l; l = ARENA_AT(IO_LOCK, l->next))
        if (meets(l, offset, size) && (exclusive || (l->exclusive && !is_own(l, file, key))))
            status = STATUS_LOCK_NOT_GRANTED;
    if (!status) {
        own->file = ARENA_OF(file);
        own->offset = offset;
        own->size = size;
        own->key = key;
        own->process = pal_boot->process_id;
        own->exclusive = exclusive;
        own->next = node->locks;
        node->locks = ARENA_OF(own);
    }
    unlock();
    if (status)
        arena_free(own, sizeof *own);
    return status;
}

static void changed(IO_NODE *node)
{
    InterlockedIncrement(&node->lock_changes);
    if (node->lock_waiters)
        pal_word_wake((ULONG_PTR)&node->lock_changes, INT32_MAX, 1);
}

static NTSTATUS wait_for_lock(IO_FILE *file, uint64_t offset, uint64_t size, ULONG key,
                              BOOLEAN exclusive)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    NTSTATUS status;
    InterlockedIncrement(&node->lock_waiters);
    for (;;) {
        LONG seen = node->lock_changes;
        status = try_lock(file, offset, size, key, exclusive);
        if (status != STATUS_LOCK_NOT_GRANTED)
            break;
        pal_word_wait((ULONG_PTR)&node->lock_changes, (ULONG)seen, 1, PAL_FOREVER);
    }
    InterlockedDecrement(&node->lock_waiters);
    return status;
}

NTSTATUS NTAPI NtLockFile(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
                          IO_STATUS_BLOCK *io, const LARGE_INTEGER *offset,
                          const LARGE_INTEGER *size, ULONG key, BOOLEAN at_once, BOOLEAN exclusive)
{
    IO_FILE *file;
    IO_NOTICE notice;
    NTSTATUS status = io_reference(handle, FILE_READ_DATA | FILE_WRITE_DATA, &file);
    if (status)
        return status;
    if (file->kind != IO_REGULAR || !file->node)
        status = STATUS_INVALID_DEVICE_REQUEST;
    else if (size->QuadPart &&
             (uint64_t)offset->QuadPart + (uint64_t)size->QuadPart - 1 < (uint64_t)offset->QuadPart)
        status = STATUS_INVALID_LOCK_RANGE;
    if (!status)
        status = io_notice_begin(&notice, file, event, routine, context, io);
    if (!status) {
        status = at_once ? try_lock(file, (uint64_t)offset->QuadPart, (uint64_t)size->QuadPart, key,
                                    exclusive)
                         : wait_for_lock(file, (uint64_t)offset->QuadPart, (uint64_t)size->QuadPart,
                                         key, exclusive);
        status = io_notice_end(&notice, status, 0);
    }
    ob_dereference(file);
    return status;
}

static void take_out(arena_ptr *link)
{
    IO_LOCK *l = ARENA_AT(IO_LOCK, *link);
    *link = l->next;
    arena_free(l, sizeof *l);
}

/* Where the lock of that range and key stands in the list: the exclusive one of two. */
static arena_ptr *find_own(IO_FILE *file, uint64_t offset, uint64_t size, ULONG key)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    arena_ptr *found = NULL;
    for (arena_ptr *link = &node->locks; *link; link = &ARENA_AT(IO_LOCK, *link)->next) {
        const IO_LOCK *l = ARENA_AT(IO_LOCK, *link);
        if (is_own(l, file, key) && l->offset == offset && l->size == size &&
            (!found || l->exclusive))
            found = link;
    }
    return found;
}

static BOOLEAN drop(IO_FILE *file, uint64_t offset, uint64_t size, ULONG key)
{
    lock();
    arena_ptr *link = find_own(file, offset, size, key);
    if (link)
        take_out(link);
    unlock();
    if (link)
        changed(ARENA_AT(IO_NODE, file->node));
    return link != NULL;
}

void io_lock_drop_all(IO_FILE *file)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    BOOLEAN dropped = FALSE;
    if (!node->locks)
        return;
    lock();
    for (arena_ptr *link = &node->locks; *link;) {
        if (ARENA_AT(IO_LOCK, *link)->file != ARENA_OF(file)) {
            link = &ARENA_AT(IO_LOCK, *link)->next;
            continue;
        }
        take_out(link);
        dropped = TRUE;
    }
    unlock();
    if (dropped)
        changed(node);
}

NTSTATUS NTAPI NtUnlockFile(HANDLE handle, IO_STATUS_BLOCK *io, const LARGE_INTEGER *offset,
                            const LARGE_INTEGER *size, ULONG key)
{
    IO_FILE *file;
    NTSTATUS status = io_reference(handle, FILE_READ_DATA | FILE_WRITE_DATA, &file);
    if (status)
        return status;
    if (file->kind != IO_REGULAR || !file->node)
        status = STATUS_INVALID_DEVICE_REQUEST;
    else if (!drop(file, (uint64_t)offset->QuadPart, (uint64_t)size->QuadPart, key))
        status = STATUS_RANGE_NOT_LOCKED;
    ob_dereference(file);
    if (!status) {
        io->Status = STATUS_SUCCESS;
        io->Information = 0;
    }
    return status;
}
