/*
 * cm_hive.c - the profile's file, and the way of a change into it.
 *
 * The file is opened for each change with the host's exclusive lock, which goes with the handle and
 * with a killed process: so several sessions write to it in turn. Under the lock the writer first
 * reads what others have appended since, or everything where the file is another one; then it
 * appends its record, and then it changes the tree.
 */
#include "cm.h"
#include "cm_file.h"
#include "io_private.h"
#include "mm.h"

#define LOOK_EVERY   5000000   /* 100 ns: half a second */
#define LOCK_LIMIT   100000000 /* 100 ns: ten seconds */
#define COMPACT_FROM 0x40000u

CM *cm;

/* Of the writer: this process's, while it holds the write lock. */
static PalHandle file;
static BOOLEAN file_is_new;

static BOOLEAN has_file(void)
{
    return !(pal_boot->flags & PAL_BOOT_EPHEMERAL);
}

/* ---- reading */

struct replay {
    NTSTATUS status;
};

static void replay_one(void *context, const CM_ENTRY *entry)
{
    struct replay *replay = context;
    cm_lock_tree();
    NTSTATUS status = cm_apply(entry);
    cm_unlock_tree();
    if (status == STATUS_INSUFFICIENT_RESOURCES)
        replay->status = status;
}

/* What the file has from `base` on, in memory of its own. */
static NTSTATUS read_piece(PalHandle handle, uint64_t base, uint64_t size, PVOID *memory)
{
    SIZE_T room = (SIZE_T)size;
    *memory = NULL;
    NTSTATUS status = NtAllocateVirtualMemory(NtCurrentProcess(), memory, 0, &room,
                                              MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    for (uint64_t at = 0, done; !status && at < size; at += done) {
        status = pal_file_read(handle, base + at, (char *)*memory + at, size - at, &done);
        if (status == PAL_STATUS_INTERRUPTED)
            status = STATUS_SUCCESS, done = 0;
        else if (!status && done == 0)
            status = STATUS_END_OF_FILE;
    }
    return status;
}

static void free_piece(PVOID memory)
{
    SIZE_T size = 0;
    if (memory)
        NtFreeVirtualMemory(NtCurrentProcess(), &memory, &size, MEM_RELEASE);
}

/* What is intact goes on even where the file cannot be replaced; said once. */
static void salvage(PalHandle handle, const CM_SCAN *scan)
{
    static BOOLEAN said;
    NTSTATUS status = cm_compact(handle, TRUE);
    if (!said || !status)
        cm_report_damage(scan, status);
    said = TRUE;
}

/* Brings the tree to the state of the file; under the file's lock. */
static NTSTATUS catch_up(PalHandle handle, const PalFileInfo *info)
{
    CM_SCAN scan = {.generation = cm->generation};
    CM_FILE_HEAD head = {0};
    struct replay replay = {STATUS_SUCCESS};
    uint64_t base = cm->applied, done = 0;
    PVOID memory;
    if (info->size == base && info->id == cm->file_id)
        return STATUS_SUCCESS;
    if (info->size >= sizeof head)
        pal_file_read(handle, 0, &head, sizeof head, &done);
    if (info->id != cm->file_id || head.generation != cm->generation || info->size < base)
        base = 0, scan.generation = 0;
    if (info->size == 0) { /* fresh, or somebody took ours away */
        BOOLEAN lost = cm->applied != 0;
        cm->generation = 0, cm->applied = 0, cm->file_id = info->id;
        return lost ? cm_compact(handle, FALSE) : STATUS_SUCCESS;
    }
    NTSTATUS status = read_piece(handle, base, info->size - base, &memory);
    if (!status) {
        if (base == 0)
            cm->epoch++;
        cm_scan(memory, info->size - base, base, &scan, replay_one, &replay);
        if (base == 0 && cm->ready) {
            cm_lock_tree();
            cm_forget_old();
            cm_unlock_tree();
        }
        status = replay.status;
        cm->generation = scan.generation;
        cm->applied = scan.end;
        cm->file_id = info->id;
        if (base == 0)
            cm->compact_at = 2 * info->size + COMPACT_FROM;
    }
    free_piece(memory);
    if (!status && scan.damages) {
        salvage(handle, &scan);
    } else if (!status && scan.torn) {
        PalFileInfo whole = {.size = scan.end};
        pal_file_set(handle, PAL_SET_SIZE, &whole);
    }
    return status;
}

/* ---- the lock */

static void nap(int64_t time)
{
    int64_t now;
    ULONG word = 0;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    pal_word_wait((ULONG_PTR)&word, 0, 0, now + time);
}

static PalStatus open_locked(PalHandle profile, ULONG disposition, PalHandle *handle,
                             PalFileInfo *info)
{
    const ULONG access = PAL_ACCESS_READ | PAL_ACCESS_WRITE;
    int64_t start, now;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &start);
    for (ULONG attempt = 0;; attempt++) {
        PalFileInfo there;
        PalStatus status =
            pal_file_open(profile, CM_FILE_NAME, sizeof CM_FILE_NAME - 1, access, disposition,
                          PAL_OPEN_OPTIONS(PAL_OPTION_LOCK, 0600), handle, info);
        if (status == PAL_OK) {
            /* It may have been replaced while we waited for the lock. */
            status = pal_file_query(profile, CM_FILE_NAME, sizeof CM_FILE_NAME - 1, 0, &there);
            if (status == PAL_OK && there.id == info->id) {
                info->size = there.size;
                return PAL_OK;
            }
            pal_handle_close(*handle);
            continue;
        }
        if (status != PAL_STATUS_SHARING_VIOLATION)
            return status;
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
        if (now - start > LOCK_LIMIT)
            return status;
        nap(attempt < 20 ? 500 : 5000);
    }
}

static void close_file(void)
{
    if (file)
        pal_handle_close(file);
    file = 0;
}

static NTSTATUS open_file(BOOLEAN write)
{
    PalFileInfo info;
    PalHandle profile = io_root_handle(IO_ROOT_PROFILE);
    if (!profile && write) {
        NTSTATUS status = io_default_make(-1);
        profile = io_root_handle(IO_ROOT_PROFILE);
        if (status)
            return status;
    }
    if (!profile)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    for (;;) {
        NTSTATUS status =
            open_locked(profile, write ? PAL_OPEN_ALWAYS : PAL_OPEN_EXISTING, &file, &info);
        if (status) {
            file = 0;
            return status;
        }
        status = catch_up(file, &info);
        file_is_new = cm->applied == 0;
        if (status || cm->file_id == info.id)
            return status;
        close_file(); /* it was written anew */
    }
}

/* ---- the start */

static NTSTATUS make_tree(void)
{
    NTSTATUS status = cm_make_defaults();
    if (status)
        return status;
    cm->epoch = 1;
    cm->compact_at = COMPACT_FROM;
    cm->scratch = ARENA_OF(arena_alloc(CM_SCRATCH));
    if (!cm->scratch)
        return STATUS_INSUFFICIENT_RESOURCES;
    if (has_file()) {
        status = open_file(FALSE);
        close_file();
        /* One that may not be written can still be read. */
        if (status == STATUS_ACCESS_DENIED || status == STATUS_MEDIA_WRITE_PROTECTED)
            status = cm_read_only(catch_up);
        if (status && status != STATUS_OBJECT_NAME_NOT_FOUND)
            cm_report("cannot be read", status);
    }
    return STATUS_SUCCESS;
}

NTSTATUS cm_start(void)
{
    NTSTATUS status = STATUS_SUCCESS;
    ke_enter();
    arena_lock(&arena->registry_lock);
    cm = ARENA_AT(CM, arena->registry);
    if (!cm) {
        cm = arena_alloc(sizeof *cm);
        if (cm)
            status = make_tree();
        if (cm && !status) {
            cm->ready = TRUE;
            arena->registry = ARENA_OF(cm);
        } else if (!status) {
            status = STATUS_INSUFFICIENT_RESOURCES;
        }
        if (status)
            cm = NULL;
    }
    arena_unlock(&arena->registry_lock);
    ke_leave();
    return status;
}

void cm_look(void)
{
    PalFileInfo info;
    int64_t now;
    PalHandle profile = io_root_handle(IO_ROOT_PROFILE);
    if (!has_file() || pal_clock_query(PAL_CLOCK_MONOTONIC, &now) || now - cm->checked < LOOK_EVERY)
        return;
    cm->checked = now;
    if (!profile || pal_file_query(profile, CM_FILE_NAME, sizeof CM_FILE_NAME - 1, 0, &info) ||
        (info.id == cm->file_id && info.size == cm->applied))
        return;
    ke_enter();
    arena_lock(&cm->write_lock);
    open_file(FALSE);
    close_file();
    arena_unlock(&cm->write_lock);
    ke_leave();
}

/* ---- a change */

NTSTATUS cm_begin(BOOLEAN kept)
{
    NTSTATUS status = STATUS_SUCCESS;
    ke_enter();
    arena_lock(&cm->write_lock);
    if (kept && has_file())
        status = open_file(TRUE);
    if (status)
        cm_end();
    return status;
}

void cm_end(void)
{
    if (file && cm->applied > cm->compact_at)
        cm_compact(file, FALSE);
    close_file();
    arena_unlock(&cm->write_lock);
    ke_leave();
}

static NTSTATUS write_at(uint64_t offset, const void *data, uint64_t size)
{
    NTSTATUS status = STATUS_SUCCESS;
    for (uint64_t at = 0, done; !status && at < size; at += done) {
        status = pal_file_write(file, offset + at, (const char *)data + at, size - at, &done);
        if (status == PAL_STATUS_INTERRUPTED)
            status = STATUS_SUCCESS, done = 0;
        else if (!status && done == 0)
            status = STATUS_DISK_FULL;
    }
    return status;
}

/* Appends the record; what could not be written whole is cut off again. */
static NTSTATUS append(const CM_ENTRY *entry)
{
    char *scratch = ARENA_AT(char, cm->scratch);
    uint64_t offset = cm->applied;
    uint32_t size = cm_record_size(entry), fixed = 0, head = sizeof(CM_RECORD) + entry->path_size;
    NTSTATUS status = STATUS_SUCCESS;
    if (!size)
        return STATUS_INVALID_PARAMETER;
    if (file_is_new) {
        fixed = sizeof(CM_FILE_HEAD);
        pal_random(&cm->generation, sizeof cm->generation);
        cm_make_head((CM_FILE_HEAD *)scratch, cm->generation);
        offset = 0;
    }
    CM_RECORD *record = (CM_RECORD *)(scratch + fixed);
    cm_make_record(record, entry, cm->generation, offset + fixed);
    __builtin_memcpy(scratch + fixed + sizeof *record, entry->path, entry->path_size);
    __builtin_memcpy(scratch + fixed + head, entry->name, entry->name_size);
    head += fixed + entry->name_size;
    if (entry->data_size + 8u <= CM_SCRATCH - head) {
        __builtin_memcpy(scratch + head, entry->data, entry->data_size);
        __builtin_memset(scratch + head + entry->data_size, 0, 8);
        status = write_at(offset, scratch, fixed + size);
    } else {
        uint64_t zero = 0, tail = offset + head + entry->data_size;
        status = write_at(offset, scratch, head);
        if (!status)
            status = write_at(offset + head, entry->data, entry->data_size);
        if (!status)
            status = write_at(tail, &zero, offset + fixed + size - tail);
    }
    if (status) {
        PalFileInfo info = {.size = offset};
        pal_file_set(file, PAL_SET_SIZE, &info);
        return status;
    }
    file_is_new = FALSE;
    cm->applied = offset + fixed + size;
    return STATUS_SUCCESS;
}

NTSTATUS cm_change(CM_KEY_NODE *key, CM_ENTRY *entry, const WCHAR *child, ULONG child_size)
{
    WCHAR *path = ARENA_AT(WCHAR, cm->scratch) + (CM_SCRATCH - 0x10000) / 2;
    ULONG size = cm_path_of(key, path, 0xfffe);
    NTSTATUS status = STATUS_SUCCESS;
    if (child_size) {
        if (!size || size + 2 + child_size > 0xfffe)
            return STATUS_NAME_TOO_LONG;
        path[size / 2] = '\\';
        __builtin_memcpy(path + size / 2 + 1, child, child_size);
        size += 2 + child_size;
    }
    if (!size)
        return STATUS_ACCESS_DENIED; /* \REGISTRY itself */
    entry->path = path;
    entry->path_size = size;
    pal_clock_query(PAL_CLOCK_SYSTEM, &entry->time);
    if (file)
        status = append(entry);
    if (!status) {
        cm_lock_tree();
        status = cm_apply(entry);
        cm_unlock_tree();
    }
    return status;
}

NTSTATUS cm_flush(void)
{
    NTSTATUS status;
    if (!has_file() || !cm->applied)
        return STATUS_SUCCESS;
    status = cm_begin(TRUE);
    if (status)
        return status;
    status = pal_file_sync(file);
    cm_end();
    return status;
}
