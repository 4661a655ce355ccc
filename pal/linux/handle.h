/*
 * handle.h - PAL handles: a table from numbers to what the host knows of them.
 *
 * A lookup is one load and one comparison, without a lock; it yields a consistent copy. Closing a
 * handle while another thread is inside a call on it is the guest's mistake: that call may then
 * fail or act on a descriptor that was opened in its place, as on any Unix. (ntdll keeps a file's
 * handle as long as a request on it runs.) Nothing of the PAL's own is in danger: a handle names a
 * descriptor or a counted object, and a stale number is recognised by its generation.
 *
 * What a handle can be opened again from is not stored: path, offset and flags are the kernel's
 * (pal_file_name, F_GETFL), the rest is in the entry.
 */
#ifndef PAL_LINUX_HANDLE_H
#define PAL_LINUX_HANDLE_H

#include "pal.h"
#include <stddef.h>

/* Kinds beside PAL_TYPE_*, which name what a descriptor refers to. */
enum pal_handle_kind {
    PAL_HANDLE_FREE = 0,
    PAL_HANDLE_MEMORY = 16, /* memfd */
    PAL_HANDLE_QUEUE,       /* epoll */
    PAL_HANDLE_WATCH,       /* inotify; object: the bits that were asked for */
    PAL_HANDLE_THREAD,      /* object: struct pal_thread_record */
};

#define PAL_HANDLE_STANDARD 1u /* inherited from the caller: its file status flags are not ours */
#define PAL_HANDLE_POLLED                                                                          \
    2u                        /* a standard stream that must not block: asked before each transfer \
                               */
#define PAL_HANDLE_NO_DATA 4u /* opened for its attributes alone */

/* A copy of an entry. */
struct pal_handle {
    int fd; /* -1: none */
    uint8_t kind;
    uint8_t flags;
};

struct pal_handle_entry {
    uint64_t word; /* fd | kind << 32 | flags << 40 | generation << 48 */
    void *object;
};

#define PAL_HANDLE_INDEX_BITS 20
#define PAL_HANDLE_LIMIT      (1u << PAL_HANDLE_INDEX_BITS)
#define PAL_HANDLE_INDEX(h)   ((h) & (PAL_HANDLE_LIMIT - 1))

extern struct pal_handle_entry pal_handle_table[PAL_HANDLE_LIMIT];

/* Fills *copy; returns 0 if the handle names nothing. */
static inline int pal_handle_get(PalHandle handle, struct pal_handle *copy)
{
    uint64_t word =
        __atomic_load_n(&pal_handle_table[PAL_HANDLE_INDEX(handle)].word, __ATOMIC_ACQUIRE);
    copy->fd = (int)(uint32_t)word;
    copy->kind = (uint8_t)(word >> 32);
    copy->flags = (uint8_t)(word >> 40);
    return copy->kind != PAL_HANDLE_FREE && word >> 48 == handle >> PAL_HANDLE_INDEX_BITS;
}

/* Makes a handle. The table takes over fd and one reference to object. INSUFFICIENT when full: the
 * caller still owns both then. */
PalStatus pal_handle_insert(unsigned kind, int fd, void *object, PalHandle *handle);
PalStatus pal_handle_insert_flags(unsigned kind, unsigned flags, int fd, void *object,
                                  PalHandle *handle);
/* The object of a handle of that kind, or NULL. The reference stays the handle's. */
void *pal_handle_object(PalHandle handle, unsigned kind);
/* Sets flags of a live handle. */
void pal_handle_add_flags(PalHandle handle, unsigned flags);

/* Makes a handle of a descriptor inherited from the caller (0, 1, 2); *handle is 0 if it is closed.
 */
PalStatus pal_handle_adopt_standard(int fd, PalHandle *handle);

/* The PAL_TYPE_* of a descriptor with that st_mode. */
unsigned pal_type_of_mode(int fd, unsigned mode);

/* Called when a thread's handle is closed: takes over its reference. */
void pal_thread_handle_closed(void *object);

#endif
