/*
 * io_listing.c - NtQueryDirectoryFile.
 *
 * A scan takes a snapshot of the directory with all facts, in as few host calls as there are
 * buffers, sorts it by upper-cased name as NTFS does, and answers from it. A pattern without
 * wildcards is one query instead. Default directories of drive C: mix in their table's children.
 */
#include "io_private.h"

#define CHUNK_SIZE 65536

typedef struct ENTRY {
    PalFileInfo info;
    ULONG bits; /* FILE_ATTRIBUTE_*, 0: not asked for yet */
    ULONG count;
    const WCHAR *name, *folded;
} ENTRY;

typedef struct CHUNK {
    struct CHUNK *next;
    ULONG used, size;
    char data[];
} CHUNK;

typedef struct LISTING {
    CHUNK *chunks;
    ENTRY **entries;
    ULONG count, room, next;
    ULONG pattern_count;
    BOOLEAN started, found_any;
    BOOLEAN mixed;              /* of two directories, which may have the same names */
    WCHAR pattern[IO_NAME_MAX]; /* folded */
    WCHAR asked[IO_NAME_MAX];   /* as the caller spelt it */
} LISTING;

static void *heap_alloc(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
}

static void heap_free(void *memory)
{
    if (memory)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, memory);
}

static void empty(LISTING *listing)
{
    CHUNK *next;
    for (CHUNK *chunk = listing->chunks; chunk; chunk = next) {
        next = chunk->next;
        heap_free(chunk);
    }
    heap_free(listing->entries);
    listing->chunks = NULL;
    listing->entries = NULL;
    listing->count = listing->room = listing->next = 0;
}

void io_listing_free(IO_FILE *file)
{
    LISTING *listing = (LISTING *)(ULONG_PTR)file->listing;
    if (!listing || file->process != pal_boot->process_id)
        return;
    file->listing = 0;
    empty(listing);
    heap_free(listing);
}

static void *take(LISTING *listing, ULONG size)
{
    size = (size + 7) & ~7u;
    CHUNK *chunk = listing->chunks;
    if (!chunk || chunk->size - chunk->used < size) {
        ULONG room = listing->chunks ? CHUNK_SIZE - 64 : 4096 - 64;
        if (room < size)
            room = size;
        chunk = heap_alloc(sizeof *chunk + room);
        if (!chunk)
            return NULL;
        chunk->next = listing->chunks;
        chunk->used = 0;
        chunk->size = room;
        listing->chunks = chunk;
    }
    chunk->used += size;
    return chunk->data + chunk->used - size;
}

static BOOLEAN push(LISTING *listing, ENTRY *entry)
{
    if (listing->count == listing->room) {
        ULONG room = listing->room ? listing->room * 2 : 64;
        ENTRY **entries = heap_alloc(room * sizeof *entries);
        if (!entries)
            return FALSE;
        if (listing->entries)
            __builtin_memcpy(entries, listing->entries, listing->count * sizeof *entries);
        heap_free(listing->entries);
        listing->entries = entries;
        listing->room = room;
    }
    listing->entries[listing->count++] = entry;
    return TRUE;
}

/* Enters a name with its facts if the pattern takes it. */
static NTSTATUS add(LISTING *listing, const char *name, ULONG size, const PalFileInfo *info)
{
    WCHAR wide[IO_NAME_MAX * 2], folded[IO_NAME_MAX * 2];
    ULONG count = io_name_to_wide(name, size, wide, IO_NAME_MAX * 2);
    if (count > IO_NAME_MAX * 2)
        return STATUS_SUCCESS;
    for (ULONG i = 0; i < count; i++)
        folded[i] = io_fold(wide[i]);
    if (listing->pattern_count &&
        !io_match(listing->pattern, listing->pattern_count, folded, count))
        return STATUS_SUCCESS;
    ENTRY *entry = take(listing, sizeof *entry + count * 4);
    if (!entry || !push(listing, entry))
        return STATUS_NO_MEMORY;
    WCHAR *text = (WCHAR *)(entry + 1);
    __builtin_memcpy(text, wide, count * 2);
    __builtin_memcpy(text + count, folded, count * 2);
    entry->info = *info;
    entry->bits = 0;
    entry->count = count;
    entry->name = text;
    entry->folded = text + count;
    return STATUS_SUCCESS;
}

static BOOLEAN before(const ENTRY *a, const ENTRY *b)
{
    ULONG count = a->count < b->count ? a->count : b->count;
    for (ULONG i = 0; i < count; i++)
        if (a->folded[i] != b->folded[i])
            return a->folded[i] < b->folded[i];
    return a->count < b->count;
}

/* Merge sort: stable, no bad case, one spare array. */
static void sort(ENTRY **at, ENTRY **spare, ULONG count)
{
    if (count < 2)
        return;
    ULONG half = count / 2, i = 0, j = half, k = 0;
    sort(at, spare, half);
    sort(at + half, spare, count - half);
    if (!before(at[half], at[half - 1]))
        return;
    __builtin_memcpy(spare, at, half * sizeof *at);
    while (i < half && j < count)
        at[k++] = before(at[j], spare[i]) ? at[j++] : spare[i++];
    while (i < half)
        at[k++] = spare[i++];
}

/* Of a sorted listing: what was found first stays. */
static void drop_doubles(LISTING *listing)
{
    ULONG kept = 0;
    for (ULONG i = 0; i < listing->count; i++)
        if (!kept || before(listing->entries[kept - 1], listing->entries[i]))
            listing->entries[kept++] = listing->entries[i];
    listing->count = kept;
}

static NTSTATUS read_host(LISTING *listing, PalHandle directory)
{
    char *buffer = heap_alloc(CHUNK_SIZE);
    NTSTATUS status = buffer ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    ULONG flags = PAL_DIRECTORY_RESTART | PAL_DIRECTORY_INFO;
    uint64_t done;
    while (!status) {
        status = pal_directory_read(directory, flags, buffer, CHUNK_SIZE, &done);
        flags &= ~PAL_DIRECTORY_RESTART;
        for (uint64_t at = 0; !status && at < done;) {
            const PalDirectoryEntry *entry = (const PalDirectoryEntry *)(buffer + at);
            if (entry->has_info)
                status = add(listing, entry->name, entry->name_size, &entry->info);
            at += entry->size;
        }
    }
    heap_free(buffer);
    return status == (NTSTATUS)PAL_STATUS_NO_MORE_FILES ? STATUS_SUCCESS : status;
}

static BOOLEAN has(const LISTING *listing, ULONG count, const char *name, ULONG size)
{
    WCHAR wide[IO_NAME_MAX];
    ULONG length = io_name_to_wide(name, size, wide, IO_NAME_MAX);
    for (ULONG i = 0; i < count; i++)
        if (io_equal_fold(listing->entries[i]->name, listing->entries[i]->count, wide, length))
            return TRUE;
    return FALSE;
}

/* What drive C: shows in a default directory besides what the host has there. */
static NTSTATUS add_default(LISTING *listing, IO_FILE *file)
{
    IO_PATH path;
    PalFileInfo info;
    ULONG have = listing->count;
    io_file_path(file, &path);
    if (path.root != IO_ROOT_PROFILE)
        return STATUS_SUCCESS;
    int index = path.size ? io_default_find(path.text, path.size) : -1;
    if (path.size && index < 0)
        return STATUS_SUCCESS;
    NTSTATUS status = io_file_info(file, &info);
    for (int i = io_default_next_child(index, -1); i >= 0 && !status;
         i = io_default_next_child(index, i)) {
        const char *name = io_default_name(i);
        ULONG size = 0, start = 0;
        for (; name[size]; size++)
            if (name[size] == '/')
                start = size + 1;
        info.id = (uint64_t)(i + 2);
        if (!has(listing, have, name + start, size - start))
            status = add(listing, name + start, size - start, &info);
    }
    if (status || path.size + 2 > IO_PATH_MAX)
        return status;
    path.text[path.size++] = '/';
    path.text[path.size++] = 'x';
    if (!io_default_redirect(&path))
        return status;
    PalHandle system;
    if (pal_file_open(pal_boot->system_directory, path.text, io_parent_size(path.text, path.size),
                      PAL_ACCESS_READ, PAL_OPEN_EXISTING, 0, &system, NULL))
        return status;
    listing->mixed = TRUE;
    status = read_host(listing, system);
    pal_handle_close(system);
    return status;
}

static NTSTATUS add_dots(LISTING *listing, IO_FILE *file)
{
    PalFileInfo info;
    if (file->path_size == 0)
        return STATUS_SUCCESS; /* a drive's root has none */
    NTSTATUS status = io_file_info(file, &info);
    if (!status)
        status = add(listing, ".", 1, &info);
    if (!status)
        status = add(listing, "..", 2, &info);
    return status;
}

static BOOLEAN has_wildcards(const WCHAR *pattern, ULONG count)
{
    for (ULONG i = 0; i < count; i++)
        if (pattern[i] == '*' || pattern[i] == '?' || pattern[i] == '<' || pattern[i] == '>' ||
            pattern[i] == '"')
            return TRUE;
    return FALSE;
}

/* A pattern that is a name: one query, in any case. */
static NTSTATUS look_for_one(LISTING *listing, IO_FILE *file)
{
    IO_PATH path;
    IO_REQUEST look = {.options = PAL_OPTION_NO_FOLLOW};
    io_file_path(file, &path);
    if (path.size + 1 + listing->pattern_count * 3 > IO_PATH_MAX)
        return STATUS_NAME_TOO_LONG;
    if (path.size)
        path.text[path.size++] = '/';
    path.size += io_name_to_host(listing->asked, listing->pattern_count, path.text + path.size,
                                 IO_PATH_MAX - path.size);
    NTSTATUS status = io_reach(&path, &look);
    if (status)
        return status == STATUS_OBJECT_NAME_NOT_FOUND ? STATUS_SUCCESS : status;
    ULONG parent = io_parent_size(path.text, path.size), start = parent ? parent + 1 : 0;
    ULONG count = listing->pattern_count;
    listing->pattern_count = 0;
    status = add(listing, path.text + start, path.size - start, &look.info);
    listing->pattern_count = count;
    return status;
}

/* Every pipe is shown as a file whose size is its number of instances. */
static NTSTATUS add_pipe(PVOID context, const WCHAR *name, ULONG length, ULONG instances,
                         ULONG maximum)
{
    char text[IO_NAME_MAX * 3];
    PalFileInfo info = {.type = PAL_TYPE_DEVICE, .size = instances, .allocated = maximum};
    ULONG size = io_name_to_host(name, length / 2, text, sizeof text);
    return size > sizeof text ? STATUS_SUCCESS : add(context, text, size, &info);
}

static NTSTATUS fill(LISTING *listing, IO_FILE *file)
{
    NTSTATUS status = STATUS_SUCCESS;
    BOOLEAN dots = listing->pattern_count && listing->pattern[0] == '.' &&
                   (listing->pattern_count == 1 ||
                    (listing->pattern_count == 2 && listing->pattern[1] == '.'));
    empty(listing);
    listing->started = TRUE;
    listing->found_any = FALSE;
    if (file->kind == IO_PIPE_ROOT)
        return io_pipe_each(add_pipe, listing);
    if (listing->pattern_count && !dots && !has_wildcards(listing->pattern, listing->pattern_count))
        return look_for_one(listing, file);
    PalHandle handle = io_handle(file);
    if (handle)
        status = read_host(listing, handle);
    if (!status)
        status = add_default(listing, file);
    ENTRY **spare = heap_alloc((listing->count + 1) * sizeof *spare);
    if (!status && spare)
        sort(listing->entries, spare, listing->count);
    heap_free(spare);
    if (listing->mixed)
        drop_doubles(listing);
    ULONG count = listing->count;
    if (!status)
        status = add_dots(listing, file);
    ULONG added = listing->count - count;
    if (added && count) { /* "." and ".." stand first, whatever sorts before them */
        ENTRY *dot[2] = {listing->entries[count], listing->entries[listing->count - 1]};
        __builtin_memmove(listing->entries + added, listing->entries, count * sizeof *dot);
        __builtin_memcpy(listing->entries, dot, added * sizeof *dot);
    }
    return status;
}

/* The snapshot of a handle, started anew or gone on with. */
static NTSTATUS prepare(IO_FILE *file, const UNICODE_STRING *pattern, BOOLEAN restart,
                        LISTING **result)
{
    LISTING *listing = (LISTING *)(ULONG_PTR)file->listing;
    *result = listing;
    if (listing && listing->started && !restart)
        return STATUS_SUCCESS;
    if (!listing) {
        listing = heap_alloc(sizeof *listing);
        if (!listing)
            return STATUS_NO_MEMORY;
        __builtin_memset(listing, 0, sizeof *listing);
        file->listing = (ULONG_PTR)listing;
    }
    *result = listing;
    if (pattern && pattern->Length) {
        ULONG count = pattern->Length / 2;
        if (count > IO_NAME_MAX)
            return STATUS_OBJECT_NAME_INVALID;
        for (ULONG i = 0; i < count; i++)
            listing->pattern[i] = io_fold(listing->asked[i] = pattern->Buffer[i]);
        listing->pattern_count = count;
        if (count == 1 && listing->pattern[0] == '*')
            listing->pattern_count = 0;
    }
    return fill(listing, file);
}

/* Where the parts of an entry lie in each class; 0: not there. */
typedef struct LAYOUT {
    UCHAR class, facts, ea, id, id128, tag, name;
} LAYOUT;

static const LAYOUT layouts[] = {
    {FileDirectoryInformation, 1, 0, 0, 0, 0, offsetof(FILE_DIRECTORY_INFORMATION, FileName)},
    {FileFullDirectoryInformation, 1, 64, 0, 0, 0, offsetof(FILE_FULL_DIR_INFORMATION, FileName)},
    {FileBothDirectoryInformation, 1, 64, 0, 0, 0, offsetof(FILE_BOTH_DIR_INFORMATION, FileName)},
    {FileNamesInformation, 0, 0, 0, 0, 0, offsetof(FILE_NAMES_INFORMATION, FileName)},
    {FileIdBothDirectoryInformation, 1, 64, offsetof(FILE_ID_BOTH_DIR_INFORMATION, FileId), 0, 0,
     offsetof(FILE_ID_BOTH_DIR_INFORMATION, FileName)},
    {FileIdFullDirectoryInformation, 1, 64, offsetof(FILE_ID_FULL_DIR_INFORMATION, FileId), 0, 0,
     offsetof(FILE_ID_FULL_DIR_INFORMATION, FileName)},
    {60 /* FileIdExtdDirectoryInformation */, 1, 64, 0, 72, 68, 88},
    {63 /* FileIdExtdBothDirectoryInformation */, 1, 64, 0, 72, 68, 114},
};

_Static_assert(offsetof(FILE_BOTH_DIR_INFORMATION, FileName) == 94, "layout");
_Static_assert(offsetof(FILE_ID_BOTH_DIR_INFORMATION, FileName) == 104, "layout");

static void put_facts(ENTRY *entry, IO_FILE *file, FILE_DIRECTORY_INFORMATION *out)
{
    const PalFileInfo *info = &entry->info;
    if (!entry->bits && info->type == PAL_TYPE_SYMLINK) {
        char name[IO_NAME_MAX * 3];
        ULONG size = io_name_to_host(entry->name, entry->count, name, sizeof name);
        entry->bits = io_attributes(info, size <= sizeof name ? io_handle(file) : 0, name, size);
    } else if (!entry->bits) {
        entry->bits = io_attributes(info, 0, NULL, 0);
    }
    BOOLEAN directory = (entry->bits & FILE_ATTRIBUTE_DIRECTORY) != 0;
    out->CreationTime.QuadPart = info->created;
    out->LastAccessTime.QuadPart = info->accessed;
    out->LastWriteTime.QuadPart = info->written;
    out->ChangeTime.QuadPart = info->changed;
    out->EndOfFile.QuadPart = directory ? 0 : (LONGLONG)info->size;
    out->AllocationSize.QuadPart = directory ? 0 : (LONGLONG)info->allocated;
    out->FileAttributes = entry->bits;
}

static ULONG link_tag(const ENTRY *entry, IO_FILE *file)
{
    char name[IO_NAME_MAX * 3];
    ULONG size = io_name_to_host(entry->name, entry->count, name, sizeof name);
    return io_reparse_tag(size <= sizeof name ? io_handle(file) : 0, name, size);
}

static void put_entry(ENTRY *entry, IO_FILE *file, const LAYOUT *layout, char *out, ULONG name_size)
{
    __builtin_memset(out, 0, layout->name);
    if (layout->facts) {
        put_facts(entry, file, (FILE_DIRECTORY_INFORMATION *)out);
        *(ULONG *)(out + offsetof(FILE_DIRECTORY_INFORMATION, FileNameLength)) = entry->count * 2;
    } else {
        ((FILE_NAMES_INFORMATION *)out)->FileNameLength = entry->count * 2;
    }
    /* Links show their tag where extended attributes would be counted. */
    ULONG tag = entry->bits & FILE_ATTRIBUTE_REPARSE_POINT ? link_tag(entry, file) : 0;
    if (layout->tag)
        *(ULONG *)(out + layout->tag) = tag;
    else if (layout->ea)
        *(ULONG *)(out + layout->ea) = tag;
    if (layout->id)
        *(uint64_t *)(out + layout->id) = entry->info.id;
    if (layout->id128)
        *(uint64_t *)(out + layout->id128) = entry->info.id;
    __builtin_memcpy(out + layout->name, entry->name, name_size);
}

static NTSTATUS answer(LISTING *listing, IO_FILE *file, const LAYOUT *layout, char *buffer,
                       ULONG size, BOOLEAN single, ULONG_PTR *used)
{
    ULONG at = 0, last = 0;
    *used = 0;
    while (listing->next < listing->count) {
        ENTRY *entry = listing->entries[listing->next];
        ULONG start = (at + 7) & ~7u, needed = layout->name + entry->count * 2;
        if (start > size || size - start < needed) {
            if (at)
                break;
            if (size < layout->name)
                return STATUS_INFO_LENGTH_MISMATCH;
            put_entry(entry, file, layout, buffer, size - layout->name);
            *used = size;
            return STATUS_BUFFER_OVERFLOW;
        }
        put_entry(entry, file, layout, buffer + start, entry->count * 2);
        if (at)
            *(ULONG *)(buffer + last) = start - last;
        last = start;
        at = start + needed;
        listing->next++;
        if (single)
            break;
    }
    *used = at;
    if (at) {
        listing->found_any = TRUE;
        return STATUS_SUCCESS;
    }
    return listing->found_any ? STATUS_NO_MORE_FILES : STATUS_NO_SUCH_FILE;
}

static const LAYOUT *layout_of(ULONG class)
{
    for (ULONG i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].class == class)
            return &layouts[i];
    return NULL;
}

NTSTATUS NTAPI NtQueryDirectoryFileEx(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                      PVOID context, IO_STATUS_BLOCK *io, PVOID buffer, ULONG size,
                                      FILE_INFORMATION_CLASS class, ULONG flags,
                                      const UNICODE_STRING *pattern)
{
    IO_FILE *file;
    IO_NOTICE notice;
    LISTING *listing;
    ULONG_PTR used = 0;
    const LAYOUT *layout = layout_of(class);
    if (!layout)
        return STATUS_INVALID_INFO_CLASS;
    NTSTATUS status = io_reference(handle, FILE_LIST_DIRECTORY, &file);
    if (status)
        return status;
    if (file->kind != IO_DIRECTORY && file->kind != IO_PIPE_ROOT)
        status = STATUS_INVALID_PARAMETER;
    if (!status)
        status = io_notice_begin(&notice, file, event, routine, context, io);
    if (!status) {
        ke_enter();
        arena_lock(&file->lock);
        status = prepare(file, pattern, (flags & SL_RESTART_SCAN) != 0, &listing);
        if (!status)
            status = answer(listing, file, layout, buffer, size,
                            (flags & SL_RETURN_SINGLE_ENTRY) != 0, &used);
        arena_unlock(&file->lock);
        ke_leave();
        if (status >= 0 || status == STATUS_BUFFER_OVERFLOW || status == STATUS_NO_MORE_FILES) {
            io->Status = status;
            io->Information = used;
        }
        status = io_notice_end(&notice, status, used);
    }
    ob_dereference(file);
    return status;
}

NTSTATUS NTAPI NtQueryDirectoryFile(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                    PVOID context, IO_STATUS_BLOCK *io, PVOID buffer, ULONG size,
                                    FILE_INFORMATION_CLASS class, BOOLEAN single,
                                    const UNICODE_STRING *pattern, BOOLEAN restart)
{
    return NtQueryDirectoryFileEx(
        handle, event, routine, context, io, buffer, size, class,
        (restart ? SL_RESTART_SCAN : 0) | (single ? SL_RETURN_SINGLE_ENTRY : 0), pattern);
}
