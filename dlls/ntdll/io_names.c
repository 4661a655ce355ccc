/*
 * io_names.c - what names a directory has, so that a name can be found by any case, or proven to be
 * missing, without reading the directory each time.
 *
 * A directory's names stand in a hash table by folded name, together with the directory's identity
 * and the time it was last written. One query tells whether it still holds. Times of the host are
 * coarse: a directory that was written just before it was read may have changed since without
 * showing it, so only a `settled` one is proof that an exact name is missing; for other spellings
 * an unsettled one will do until it is old enough to be read again.
 */
#include "io_private.h"

#define DIRECTORY_MAX 64
#define TICK          200000   /* 20 ms: more than any clock tick of the host */
#define COARSE_TICK   25000000 /* file systems that keep whole seconds */
#define READ_SIZE     32768
#define GONE          MAXDWORD

struct slot {
    ULONG hash;
    ULONG at; /* offset + 1 in names; 0: free */
};

struct directory {
    struct directory *next;
    PalHandle root;
    char *key, *real; /* as asked for; as it is spelt */
    ULONG key_size, real_size;
    uint64_t volume, id;
    int64_t written, read; /* last change of it; when we looked */
    struct slot *slots;
    ULONG slot_count, used;
    char *names; /* two bytes of size, then the name */
    ULONG names_size, names_room;
};

static struct directory *directories; /* most recently used first */
static KE_LOCK lock;

static void *heap_alloc(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
}

static void heap_free(void *memory)
{
    if (memory)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, memory);
}

static void destroy(struct directory *d)
{
    heap_free(d->slots);
    heap_free(d->names);
    heap_free(d->real);
    heap_free(d->key);
    heap_free(d);
}

static void drop(struct directory *d)
{
    for (struct directory **link = &directories; *link; link = &(*link)->next)
        if (*link == d) {
            *link = d->next;
            destroy(d);
            return;
        }
}

static struct directory *find(PalHandle root, const char *key, ULONG size)
{
    for (struct directory **link = &directories; *link; link = &(*link)->next) {
        struct directory *d = *link;
        if (d->root != root || d->key_size != size || __builtin_memcmp(d->key, key, size) != 0)
            continue;
        *link = d->next;
        d->next = directories;
        directories = d;
        return d;
    }
    return NULL;
}

static ULONG hash_of(const WCHAR *folded, ULONG count)
{
    ULONG hash = 2166136261u;
    for (ULONG i = 0; i < count; i++)
        hash = (hash ^ folded[i]) * 16777619u;
    return hash;
}

static ULONG fold_name(const char *name, ULONG size, WCHAR *to)
{
    ULONG count = io_name_to_wide(name, size, to, IO_NAME_MAX + 1);
    if (count > IO_NAME_MAX)
        count = IO_NAME_MAX;
    for (ULONG i = 0; i < count; i++)
        to[i] = io_fold(to[i]);
    return count;
}

static ULONG name_size_at(const struct directory *d, ULONG at)
{
    return (UCHAR)d->names[at] | (ULONG)(UCHAR)d->names[at + 1] << 8;
}

static void place(struct directory *d, ULONG hash, ULONG at)
{
    ULONG i = hash & (d->slot_count - 1);
    while (d->slots[i].at)
        i = (i + 1) & (d->slot_count - 1);
    d->slots[i].hash = hash;
    d->slots[i].at = at;
    d->used++;
}

static BOOLEAN grow_slots(struct directory *d)
{
    struct slot *old = d->slots;
    ULONG count = d->slot_count;
    if (d->slots && d->used * 2 < count)
        return TRUE;
    ULONG wanted = count ? count * 2 : 64;
    struct slot *slots = heap_alloc(wanted * sizeof *slots);
    if (!slots)
        return FALSE;
    __builtin_memset(slots, 0, wanted * sizeof *slots);
    d->slots = slots;
    d->slot_count = wanted;
    d->used = 0;
    for (ULONG i = 0; i < count; i++)
        if (old[i].at && old[i].at != GONE)
            place(d, old[i].hash, old[i].at);
    heap_free(old);
    return TRUE;
}

static BOOLEAN add_name(struct directory *d, const char *name, ULONG size)
{
    WCHAR folded[IO_NAME_MAX + 1];
    ULONG at = d->names_size;
    if (!grow_slots(d))
        return FALSE;
    if (at + size + 2 > d->names_room) {
        ULONG room = (at + size + 2) * 2 + 1024;
        char *names = heap_alloc(room);
        if (!names)
            return FALSE;
        if (d->names)
            __builtin_memcpy(names, d->names, at);
        heap_free(d->names);
        d->names = names;
        d->names_room = room;
    }
    d->names[at] = (char)size;
    d->names[at + 1] = (char)(size >> 8);
    __builtin_memcpy(d->names + at + 2, name, size);
    d->names_size = at + size + 2;
    place(d, hash_of(folded, fold_name(name, size, folded)), at + 1);
    return TRUE;
}

/* The slot of a name: the exact one where there is one, else one of other case. */
static struct slot *look_up(struct directory *d, const char *name, ULONG size, BOOLEAN *exact)
{
    WCHAR folded[IO_NAME_MAX + 1], other[IO_NAME_MAX + 1];
    ULONG count = fold_name(name, size, folded), hash = hash_of(folded, count);
    struct slot *found = NULL;
    *exact = FALSE;
    if (!d->slots)
        return NULL;
    for (ULONG i = hash & (d->slot_count - 1); d->slots[i].at; i = (i + 1) & (d->slot_count - 1)) {
        struct slot *slot = &d->slots[i];
        if (slot->at == GONE || slot->hash != hash)
            continue;
        const char *text = d->names + slot->at + 1;
        ULONG text_size = name_size_at(d, slot->at - 1);
        if (text_size == size && __builtin_memcmp(text, name, size) == 0) {
            *exact = TRUE;
            return slot;
        }
        if (!found && io_equal_fold(folded, count, other, fold_name(text, text_size, other)))
            found = slot;
    }
    return found;
}

static BOOLEAN settled(const struct directory *d)
{
    return d->read - d->written > (d->written % 10000000 ? TICK : COARSE_TICK);
}

static BOOLEAN holds(struct directory *d)
{
    PalFileInfo info;
    if (pal_file_query(d->root, d->real, d->real_size, 0, &info) != PAL_OK)
        return FALSE;
    return info.id == d->id && info.volume == d->volume && info.written == d->written;
}

static BOOLEAN is_current(struct directory *d)
{
    int64_t now;
    if (!holds(d))
        return FALSE;
    if (settled(d))
        return TRUE;
    pal_clock_query(PAL_CLOCK_SYSTEM, &now);
    return now - d->written <= (d->written % 10000000 ? TICK : COARSE_TICK);
}

static BOOLEAN read_names(struct directory *d, PalHandle handle)
{
    uint64_t *buffer = heap_alloc(READ_SIZE), done;
    PalStatus status = buffer ? PAL_OK : PAL_STATUS_NO_MEMORY;
    while (status == PAL_OK) {
        status = pal_directory_read(handle, 0, buffer, READ_SIZE, &done);
        for (uint64_t at = 0; status == PAL_OK && at < done;) {
            PalDirectoryEntry *entry = (PalDirectoryEntry *)((char *)buffer + at);
            if (!add_name(d, entry->name, entry->name_size))
                status = PAL_STATUS_NO_MEMORY;
            at += entry->size;
        }
    }
    heap_free(buffer);
    return status == PAL_STATUS_NO_MORE_FILES;
}

static char *copy(const char *text, ULONG size)
{
    char *result = heap_alloc(size + 1);
    if (result)
        __builtin_memcpy(result, text, size);
    return result;
}

static void evict(void)
{
    ULONG count = 0;
    for (struct directory *d = directories; d; d = d->next)
        if (++count > DIRECTORY_MAX) {
            drop(d);
            return;
        }
}

/* Reads the directory called real and enters it under key. NULL if there is none. */
static struct directory *enter(PalHandle root, const char *key, ULONG key_size, const char *real,
                               ULONG real_size)
{
    PalHandle handle;
    PalFileInfo info;
    if (pal_file_open(root, real, real_size, PAL_ACCESS_READ, PAL_OPEN_EXISTING,
                      PAL_OPEN_OPTIONS(PAL_OPTION_DIRECTORY, 0), &handle, &info) != PAL_OK)
        return NULL;
    struct directory *d = heap_alloc(sizeof *d);
    if (d) {
        __builtin_memset(d, 0, sizeof *d);
        d->root = root;
        d->key = copy(key, key_size);
        d->real = copy(real, real_size);
        d->key_size = key_size;
        d->real_size = real_size;
        d->volume = info.volume;
        d->id = info.id;
        d->written = info.written;
        pal_clock_query(PAL_CLOCK_SYSTEM, &d->read);
        if (!d->key || !d->real || !read_names(d, handle)) {
            destroy(d);
            d = NULL;
        }
    }
    pal_handle_close(handle);
    if (d) {
        d->next = directories;
        directories = d;
        evict();
    }
    return d;
}

/* The directory of that name in any case, its names being current. */
static struct directory *load(PalHandle root, const char *key, ULONG size)
{
    struct directory *d = find(root, key, size);
    if (d && is_current(d))
        return d;
    if (d)
        drop(d);
    d = enter(root, key, size, key, size);
    if (d || size == 0)
        return d;
    ULONG parent_size = io_parent_size(key, size), start = parent_size ? parent_size + 1 : 0;
    struct directory *parent = load(root, key, parent_size);
    BOOLEAN exact;
    struct slot *slot = parent ? look_up(parent, key + start, size - start, &exact) : NULL;
    if (!slot)
        return NULL;
    ULONG name_size = name_size_at(parent, slot->at - 1), real_size = parent->real_size;
    char *real = heap_alloc(real_size + name_size + 1);
    if (!real)
        return NULL;
    __builtin_memcpy(real, parent->real, real_size);
    if (real_size)
        real[real_size++] = '/';
    __builtin_memcpy(real + real_size, parent->names + slot->at + 1, name_size);
    d = enter(root, key, size, real, real_size + name_size);
    heap_free(real);
    return d;
}

/* Replaces path by the directory's real name and the given last component. */
static enum io_guess respell(IO_PATH *path, const struct directory *d, const char *name, ULONG size)
{
    char last[IO_NAME_MAX * 4];
    ULONG at = d->real_size;
    if (size > sizeof last || at + 1 + size > IO_PATH_MAX)
        return IO_ABSENT;
    __builtin_memcpy(last, name, size);
    __builtin_memcpy(path->text, d->real, at);
    if (at)
        path->text[at++] = '/';
    __builtin_memcpy(path->text + at, last, size);
    path->size = at + size;
    return IO_RESPELLED;
}

enum io_guess io_names_guess(IO_PATH *path)
{
    ULONG parent = io_parent_size(path->text, path->size), start = parent ? parent + 1 : 0;
    enum io_guess guess = IO_UNKNOWN;
    BOOLEAN exact;
    if (!directories || path->size == 0)
        return IO_UNKNOWN;
    ke_lock(&lock);
    struct directory *d = find(io_root_handle(path->root), path->text, parent);
    if (d && settled(d)) {
        struct slot *slot = look_up(d, path->text + start, path->size - start, &exact);
        if (!(slot && exact) && holds(d)) {
            guess = IO_ABSENT;
            if (slot)
                guess = respell(path, d, d->names + slot->at + 1, name_size_at(d, slot->at - 1));
        }
    }
    ke_unlock(&lock);
    return guess;
}

enum io_guess io_names_find(IO_PATH *path)
{
    ULONG parent = io_parent_size(path->text, path->size), start = parent ? parent + 1 : 0;
    enum io_guess guess = IO_ABSENT;
    BOOLEAN exact;
    if (path->size == 0)
        return IO_NO_PARENT;
    ke_lock(&lock);
    struct directory *d = load(io_root_handle(path->root), path->text, parent);
    if (!d) {
        guess = IO_NO_PARENT;
    } else {
        struct slot *slot = look_up(d, path->text + start, path->size - start, &exact);
        if (slot)
            guess = respell(path, d, d->names + slot->at + 1, name_size_at(d, slot->at - 1));
        else
            respell(path, d, path->text + start, path->size - start);
    }
    ke_unlock(&lock);
    return guess;
}

void io_names_changed(const IO_PATH *path, BOOLEAN added)
{
    ULONG parent = io_parent_size(path->text, path->size), start = parent ? parent + 1 : 0;
    PalFileInfo info;
    BOOLEAN exact;
    if (!directories)
        return;
    ke_lock(&lock);
    PalHandle root = io_root_handle(path->root);
    for (struct directory *d = directories; d; d = d->next) {
        if (d->root != root || d->real_size != parent ||
            __builtin_memcmp(d->real, path->text, parent) != 0)
            continue;
        struct slot *slot = look_up(d, path->text + start, path->size - start, &exact);
        if (!added && slot && exact)
            slot->at = GONE;
        else if (added && !(slot && exact) &&
                 !add_name(d, path->text + start, path->size - start)) {
            drop(d);
            break;
        }
        if (pal_file_query(root, d->real, d->real_size, 0, &info) == PAL_OK)
            d->written = d->read = info.written;
    }
    ke_unlock(&lock);
}
