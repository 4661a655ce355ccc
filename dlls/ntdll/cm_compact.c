/*
 * cm_compact.c - the kept part of the tree as a new file: written beside the old one, brought to
 * the disk, and renamed over it. Whoever waits for the old file's lock sees then that it is another
 * one (cm_hive.c). Under the write lock, so the tree stands still.
 */
#include "cm_file.h"
#include "io_private.h"

#define NEW_NAME CM_FILE_NAME ".new"
#define ROOM     0x20000u

struct writer {
    PalHandle file;
    uint64_t generation, written; /* what went to the file */
    ULONG used;                   /* of the buffer */
    NTSTATUS status;
    char *buffer;
    WCHAR path[0x8000];
};

static void put_out(struct writer *w)
{
    for (ULONG at = 0; !w->status && at < w->used;) {
        uint64_t done = 0;
        w->status = pal_file_write(w->file, w->written, w->buffer + at, w->used - at, &done);
        if (w->status == PAL_STATUS_INTERRUPTED)
            w->status = STATUS_SUCCESS, done = 0;
        else if (!w->status && !done)
            w->status = STATUS_DISK_FULL;
        w->written += done;
        at += (ULONG)done;
    }
    w->used = 0;
}

static void put(struct writer *w, const void *data, ULONG size)
{
    while (size && !w->status) {
        ULONG part = size < ROOM - w->used ? size : ROOM - w->used;
        __builtin_memcpy(w->buffer + w->used, data, part);
        w->used += part;
        data = (const char *)data + part;
        size -= part;
        if (w->used == ROOM)
            put_out(w);
    }
}

static void put_entry(struct writer *w, CM_ENTRY *entry, const CM_KEY_NODE *key)
{
    static const char zeroes[8];
    CM_RECORD record;
    entry->path = w->path;
    entry->path_size = cm_path_of(key, w->path, sizeof w->path - 2);
    entry->time = key->written;
    uint32_t size = cm_record_size(entry);
    if (!entry->path_size || !size)
        return;
    cm_make_record(&record, entry, w->generation, w->written + w->used);
    put(w, &record, sizeof record);
    put(w, entry->path, entry->path_size);
    put(w, entry->name, entry->name_size);
    put(w, entry->data, entry->data_size);
    put(w, zeroes, size - sizeof record - entry->path_size - entry->name_size - entry->data_size);
}

static void put_values(struct writer *w, const CM_KEY_NODE *key)
{
    const CM_LIST *list = ARENA_AT(CM_LIST, key->values);
    for (ULONG i = 0; list && i < list->count; i++) {
        const CM_VALUE_NODE *value = ARENA_AT(CM_VALUE_NODE, list->at[i]);
        CM_ENTRY entry = {.kind = value->state & CM_IS_GONE ? CM_DELETE_VALUE : CM_VALUE,
                          .type = value->type,
                          .name = value->name,
                          .name_size = value->name_size,
                          .data = cm_value_data(value),
                          .data_size = value->data_size};
        if (value->state & CM_IS_KEPT)
            put_entry(w, &entry, key);
    }
}

/* FALSE: nothing of what is below is to be kept. */
static BOOLEAN put_key(struct writer *w, const CM_KEY_NODE *key)
{
    const CM_TEXT *class_name = ARENA_AT(CM_TEXT, key->class_name);
    const CM_TEXT *security = ARENA_AT(CM_TEXT, key->security);
    CM_ENTRY entry = {.kind = key->state & CM_IS_GONE ? CM_DELETE_KEY : CM_KEY};
    if (key->state & CM_IS_VOLATILE)
        return FALSE;
    if (!key->parent)
        return TRUE;
    if (class_name && !(key->state & CM_IS_GONE))
        entry.data = class_name->text, entry.data_size = class_name->size;
    if (key->state & CM_IS_LINK)
        entry.type = CM_LINK;
    if (key->state & CM_IS_KEPT)
        put_entry(w, &entry, key);
    if (key->state & CM_IS_GONE)
        return FALSE;
    if (security) {
        CM_ENTRY descriptor = {
            .kind = CM_SECURITY, .data = security->text, .data_size = security->size};
        put_entry(w, &descriptor, key);
    }
    put_values(w, key);
    return TRUE;
}

static void put_tree(struct writer *w)
{
    const CM_KEY_NODE *key = cm_key(cm->root);
    ULONG places[CM_DEPTH_MAX + 2], depth = 0;
    put_key(w, key);
    places[0] = 0;
    while (!w->status) {
        const CM_LIST *list = ARENA_AT(CM_LIST, key->children);
        if (!list || places[depth] >= list->count) {
            if (depth-- == 0)
                break;
            key = cm_key(key->parent);
            continue;
        }
        const CM_KEY_NODE *child = cm_key(list->at[places[depth]++]);
        if (put_key(w, child) && depth < CM_DEPTH_MAX) {
            key = child;
            places[++depth] = 0;
        }
    }
}

static NTSTATUS write_new(PalHandle profile, PalHandle *file, PalFileInfo *info,
                          uint64_t *generation)
{
    PVOID memory = NULL;
    SIZE_T size = sizeof(struct writer) + ROOM;
    CM_FILE_HEAD head;
    NTSTATUS status = NtAllocateVirtualMemory(NtCurrentProcess(), &memory, 0, &size,
                                              MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (status)
        return status;
    struct writer *w = memory;
    w->buffer = (char *)(w + 1);
    w->status =
        pal_file_open(profile, NEW_NAME, sizeof NEW_NAME - 1, PAL_ACCESS_READ | PAL_ACCESS_WRITE,
                      PAL_OPEN_ALWAYS, PAL_OPEN_OPTIONS(PAL_OPTION_LOCK, 0600), &w->file, info);
    if (!w->status) {
        PalFileInfo empty = {.size = 0};
        w->status = pal_file_set(w->file, PAL_SET_SIZE, &empty);
        pal_random(&w->generation, sizeof w->generation);
        cm_make_head(&head, w->generation);
        put(w, &head, sizeof head);
        put_tree(w);
        put_out(w);
        if (!w->status)
            w->status = pal_file_sync(w->file);
        *file = w->file;
        info->size = w->written;
        *generation = w->generation;
        if (w->status)
            pal_handle_close(w->file);
    }
    status = w->status;
    size = 0;
    NtFreeVirtualMemory(NtCurrentProcess(), &memory, &size, MEM_RELEASE);
    return status;
}

static ULONG put_number(char *to, uint64_t number)
{
    char digits[20];
    ULONG count = 0, size = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count)
        to[size++] = digits[--count];
    return size;
}

/* Another name for the damaged file, which stays where it is until the new one replaces it. */
static NTSTATUS keep_aside(PalHandle profile, PalHandle old)
{
    char name[sizeof CM_FILE_NAME + 32] = CM_FILE_NAME ".damaged-";
    NTSTATUS status = STATUS_OBJECT_NAME_COLLISION;
    for (ULONG i = 1; i < 1000 && status == STATUS_OBJECT_NAME_COLLISION; i++) {
        ULONG size = sizeof CM_FILE_NAME ".damaged-" - 1;
        size += put_number(name + size, i);
        status = pal_file_link(old, NULL, 0, profile, name, size);
    }
    return status;
}

NTSTATUS cm_compact(PalHandle old, BOOLEAN aside)
{
    PalHandle profile = io_root_handle(IO_ROOT_PROFILE), file;
    PalFileInfo info;
    uint64_t generation;
    NTSTATUS status = aside ? keep_aside(profile, old) : STATUS_SUCCESS;
    if (!status)
        status = write_new(profile, &file, &info, &generation);
    if (!status) {
        status = pal_file_rename(profile, NEW_NAME, sizeof NEW_NAME - 1, profile, CM_FILE_NAME,
                                 sizeof CM_FILE_NAME - 1, PAL_RENAME_REPLACE);
        pal_handle_close(file);
    }
    if (status) {
        cm->compact_at = cm->applied * 2; /* not again at once */
        return status;
    }
    cm->generation = generation;
    cm->applied = info.size;
    cm->file_id = info.id;
    cm->compact_at = 2 * info.size + 0x40000;
    return STATUS_SUCCESS;
}

NTSTATUS cm_read_only(NTSTATUS (*read)(PalHandle file, const PalFileInfo *info))
{
    PalHandle handle, profile = io_root_handle(IO_ROOT_PROFILE);
    PalFileInfo info;
    NTSTATUS status = pal_file_open(profile, CM_FILE_NAME, sizeof CM_FILE_NAME - 1, PAL_ACCESS_READ,
                                    PAL_OPEN_EXISTING, 0, &handle, &info);
    if (status)
        return status;
    status = read(handle, &info);
    pal_handle_close(handle);
    return status;
}

/* ---- messages */

static ULONG put_words(char *to, const char *words)
{
    ULONG size = 0;
    while (words[size])
        to[size] = words[size], size++;
    return size;
}

static void say(char *text, ULONG size)
{
    uint64_t done;
    text[size++] = '\n';
    if (pal_boot->standard[2])
        pal_file_write(pal_boot->standard[2], PAL_OFFSET_CURRENT, text, size, &done);
}

static ULONG put_status(char *to, NTSTATUS status)
{
    ULONG size = put_words(to, " (0x");
    for (int shift = 28; shift >= 0; shift -= 4)
        to[size++] = "0123456789ABCDEF"[(ULONG)status >> shift & 15];
    to[size++] = ')';
    return size;
}

void cm_report(const char *what, NTSTATUS status)
{
    char text[200];
    ULONG size = put_words(text, "bailey: the profile's registry ");
    size += put_words(text + size, what);
    size += put_status(text + size, status);
    say(text, size);
}

void cm_report_damage(const CM_SCAN *scan, NTSTATUS aside)
{
    char text[300];
    ULONG size = put_words(text, "bailey: the profile's registry is damaged: ");
    size += put_number(text + size, scan->lost);
    size += put_words(text + size, " bytes at ");
    size += put_number(text + size, scan->damages);
    size += put_words(text + size, scan->damages == 1 ? " place are lost, " : " places are lost, ");
    size += put_number(text + size, scan->records);
    size += put_words(text + size, " records are intact; ");
    if (aside) {
        size += put_words(text + size, "the file could not be replaced");
        size += put_status(text + size, aside);
    } else {
        size += put_words(text + size, "the damaged file is kept as " CM_FILE_NAME ".damaged-N");
    }
    say(text, size);
}
