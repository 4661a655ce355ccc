/*
 * io_watch.c - NtNotifyChangeDirectoryFile, and the thread that serves the host's completion queue.
 *
 * A directory handle's first request opens a stream of changes, which collects from then on. The
 * thread is started at the first asynchronous request; synchronous ones read in their own thread.
 * What is below the directory is io_watch_tree.c's.
 */
#include "io_watch_tree.h"

#define ROOM 4096

typedef struct WATCH {
    struct WATCH *next;
    PalHandle stream;
    IO_WATCH_TREE *tree; /* NULL: subdirectories do not matter */
    KE_LOCK tree_lock;
    IO_PENDING *first, *last;
} WATCH;

static KE_LOCK lock; /* of everything here */
static WATCH *watches;
static PalHandle queue;

void io_changes_put(IO_CHANGES *changes, ULONG action, const char *path, ULONG size)
{
    const ULONG fixed = offsetof(FILE_NOTIFY_INFORMATION, FileName);
    ULONG start = (changes->used + 3) & ~3u, count = io_name_to_wide(path, size, NULL, 0);
    if (start + fixed + count * 2 > changes->size)
        changes->overflow = TRUE;
    if (changes->overflow)
        return;
    FILE_NOTIFY_INFORMATION *info = (FILE_NOTIFY_INFORMATION *)(changes->to + start);
    info->NextEntryOffset = 0;
    info->Action = action;
    info->FileNameLength = count * 2;
    io_name_to_wide(path, size, info->FileName, count);
    for (ULONG i = 0; i < count; i++)
        if (info->FileName[i] == '/')
            info->FileName[i] = '\\';
    if (changes->used)
        ((FILE_NOTIFY_INFORMATION *)(changes->to + changes->last))->NextEntryOffset =
            start - changes->last;
    changes->last = start;
    changes->used = start + fixed + count * 2;
}

static void take_changes(WATCH *watch, const char *from, ULONG size, IO_CHANGES *changes)
{
    ke_lock(&watch->tree_lock);
    for (ULONG i = 0; i < size;) {
        const PalChange *change = (const PalChange *)(from + i);
        i += change->size;
        if (watch->tree)
            io_watch_tree_take(watch->tree, change, changes);
        else
            io_changes_put(changes, change->action, change->name, change->name_size);
    }
    ke_unlock(&watch->tree_lock);
}

static void rest(WATCH *watch)
{
    ke_lock(&watch->tree_lock);
    if (watch->tree)
        io_watch_tree_rest(watch->tree);
    ke_unlock(&watch->tree_lock);
}

/* Reads what there is. WOULD_BLOCK: nothing yet. STATUS_NOTIFY_ENUM_DIR: the room does not do. */
static NTSTATUS collect(WATCH *watch, char *buffer, ULONG size, ULONG_PTR *used)
{
    uint64_t raw[ROOM / 8], done;
    IO_CHANGES changes = {buffer, size, 0, 0, FALSE};
    *used = 0;
    while (!changes.used && !changes.overflow) {
        PalStatus status = pal_file_read(watch->stream, PAL_OFFSET_CURRENT, raw, sizeof raw, &done);
        if (status == PAL_STATUS_INTERRUPTED)
            continue;
        if (status == (PalStatus)PAL_STATUS_NO_MORE_FILES)
            return STATUS_NOTIFY_ENUM_DIR;
        if (status == PAL_STATUS_END_OF_FILE)
            return STATUS_DELETE_PENDING;
        if (status == PAL_STATUS_WOULD_BLOCK)
            rest(watch);
        if (status)
            return status;
        take_changes(watch, (char *)raw, (ULONG)done, &changes);
        /* nothing: what happened concerned nothing that was asked for */
    }
    *used = changes.overflow ? 0 : changes.used;
    return changes.overflow ? STATUS_NOTIFY_ENUM_DIR : STATUS_SUCCESS;
}

static IO_PENDING *take_first(WATCH *watch)
{
    IO_PENDING *pending = watch->first;
    if (pending)
        watch->first = pending->next;
    if (!watch->first)
        watch->last = NULL;
    return pending;
}

static BOOLEAN is_alive(const WATCH *watch)
{
    for (const WATCH *w = watches; w; w = w->next)
        if (w == watch)
            return TRUE;
    return FALSE;
}

static void serve(WATCH *watch)
{
    IO_PENDING *pending = NULL;
    ULONG_PTR used = 0;
    NTSTATUS status = STATUS_SUCCESS;
    ke_lock(&lock);
    if (is_alive(watch) && watch->first) {
        status = collect(watch, watch->first->buffer, watch->first->size, &used);
        if (status != (NTSTATUS)PAL_STATUS_WOULD_BLOCK)
            pending = take_first(watch);
        if (watch->first)
            pal_queue_watch(queue, watch->stream, PAL_READY_READ, (ULONG_PTR)watch);
    }
    ke_unlock(&lock);
    if (pending)
        io_pending_finish(pending, status, used);
}

static void NTAPI thread_main(PVOID argument)
{
    PalReady reports[16];
    uint32_t count;
    (void)argument;
    InterlockedDecrement(&ps_process->active_threads); /* the process does not live by it */
    for (;;) {
        PalStatus status = pal_queue_wait(queue, reports, 16, PAL_FOREVER, &count);
        if (status == PAL_STATUS_INTERRUPTED)
            continue;
        if (status)
            return;
        for (uint32_t i = 0; i < count; i++)
            serve((WATCH *)(ULONG_PTR)reports[i].key);
    }
}

static NTSTATUS start_thread(void)
{
    HANDLE thread;
    if (queue)
        return STATUS_SUCCESS;
    NTSTATUS status = pal_queue_create(&queue);
    if (!status)
        status = NtCreateThreadEx(&thread, THREAD_ALL_ACCESS, NULL, NtCurrentProcess(),
                                  (PVOID)thread_main, NULL, THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH,
                                  0, 0, 65536, NULL);
    if (!status)
        NtClose(thread);
    return status;
}

static void free_watch(WATCH *watch)
{
    if (watch->tree)
        io_watch_tree_free(watch->tree);
    if (watch->stream)
        pal_handle_close(watch->stream);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, watch);
}

/* A handle's first request says what is watched; later ones cannot change it. */
static NTSTATUS watch_of(IO_FILE *file, ULONG filter, BOOLEAN tree, WATCH **result)
{
    WATCH *watch = *result = (WATCH *)(ULONG_PTR)file->watch;
    if (watch)
        return STATUS_SUCCESS;
    watch = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof *watch);
    if (!watch)
        return STATUS_NO_MEMORY;
    NTSTATUS status =
        pal_directory_watch(io_handle(file), filter | (tree ? PAL_WATCH_TREE : 0), &watch->stream);
    if (!status && tree)
        status = io_watch_tree_create(io_handle(file), watch->stream, filter, &watch->tree);
    if (status) {
        free_watch(watch);
        return status;
    }
    watch->next = watches;
    watches = *result = watch;
    file->watch = (ULONG_PTR)watch;
    return STATUS_SUCCESS;
}

static NTSTATUS pend(WATCH *watch, IO_NOTICE *notice, PVOID buffer, ULONG size)
{
    NTSTATUS status = start_thread();
    IO_PENDING *pending = status ? NULL : io_pending_create(notice, 0, buffer, size);
    if (!pending)
        return status ? status : STATUS_NO_MEMORY;
    if (watch->last)
        watch->last->next = pending;
    else
        watch->first = pending;
    watch->last = pending;
    if (watch->first == pending)
        pal_queue_watch(queue, watch->stream, PAL_READY_READ, (ULONG_PTR)watch);
    return STATUS_PENDING;
}

NTSTATUS NTAPI NtNotifyChangeDirectoryFile(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                           PVOID context, IO_STATUS_BLOCK *io, PVOID buffer,
                                           ULONG size, ULONG filter, BOOLEAN tree)
{
    IO_FILE *file;
    IO_NOTICE notice;
    WATCH *watch = NULL;
    ULONG_PTR used = 0;
    NTSTATUS status = io_reference(handle, FILE_LIST_DIRECTORY, &file);
    if (status)
        return status;
    if (file->kind != IO_DIRECTORY || !io_handle(file))
        status = STATUS_INVALID_PARAMETER;
    if (!status)
        status = io_notice_begin(&notice, file, event, routine, context, io);
    if (!status) {
        ke_lock(&lock);
        status = watch_of(file, filter, tree, &watch);
        if (!status && !io_is_sync(file))
            status = pend(watch, &notice, buffer, size);
        ke_unlock(&lock);
        if (!status)
            status = collect(watch, buffer, size, &used);
        if (status != STATUS_PENDING)
            status = io_notice_end(&notice, status, used);
    }
    ob_dereference(file);
    return status;
}

NTSTATUS NTAPI NtNotifyChangeDirectoryFileEx(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                             PVOID context, IO_STATUS_BLOCK *io, PVOID buffer,
                                             ULONG size, ULONG filter, BOOLEAN tree, ULONG class)
{
    if (class != 1) /* DirectoryNotifyInformation */
        return STATUS_NOT_SUPPORTED;
    return NtNotifyChangeDirectoryFile(handle, event, routine, context, io, buffer, size, filter,
                                       tree);
}

static ULONG end_pending(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *which, NTSTATUS status)
{
    IO_PENDING *ended = NULL, *next;
    WATCH *watch = (WATCH *)(ULONG_PTR)file->watch;
    ULONG count = 0;
    if (!watch)
        return 0;
    ke_lock(&lock);
    IO_PENDING *rest = watch->first;
    watch->first = watch->last = NULL;
    for (; rest; rest = next) {
        next = rest->next;
        rest->next = NULL;
        if ((thread && rest->thread != thread) || (which && rest->notice.status != which)) {
            if (watch->last)
                watch->last->next = rest;
            else
                watch->first = rest;
            watch->last = rest;
        } else {
            rest->next = ended;
            ended = rest;
        }
    }
    ke_unlock(&lock);
    for (; ended; ended = next, count++) {
        next = ended->next;
        io_pending_finish(ended, status, 0);
    }
    return count;
}

ULONG io_watch_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *which)
{
    return end_pending(file, thread, which, STATUS_CANCELLED);
}

void io_watch_close(IO_FILE *file)
{
    WATCH *watch = (WATCH *)(ULONG_PTR)file->watch;
    if (file->process != pal_boot->process_id)
        return;
    end_pending(file, NULL, NULL, STATUS_NOTIFY_CLEANUP);
    ke_lock(&lock);
    for (WATCH **link = &watches; *link; link = &(*link)->next)
        if (*link == watch) {
            *link = watch->next;
            break;
        }
    if (queue)
        pal_queue_watch(queue, watch->stream, 0, 0);
    ke_unlock(&lock);
    file->watch = 0;
    free_watch(watch);
}
