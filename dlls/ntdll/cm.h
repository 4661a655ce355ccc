/*
 * cm.h - the configuration manager: between its files.
 *
 * The registry is one tree in the session arena. It begins as the built-in defaults (cm_default.c);
 * over them lies what the profile's file has (cm_hive.c). What is changed is first written to the
 * file and then to the tree, by the same routine that replays the file, so a process that is killed
 * in between leaves nothing that the next writer does not find and finish. A default that is
 * deleted stays as a `gone` node. Two locks: one writer at a time (held over host calls), and the
 * tree's, held for a few instructions by readers and by the writer while it changes something.
 */
#ifndef BAILEY_CM_H
#define BAILEY_CM_H

#include "arena_private.h"
#include "cm_format.h"
#include "ke.h"
#include "ob.h"
#include "ps.h"

#define CM_NAME_MAX       510   /* bytes of a key's name */
#define CM_VALUE_NAME_MAX 32766 /* bytes */
#define CM_DATA_MAX       0x800000u
#define CM_DEPTH_MAX      512

/* Grows at its end in place; else a new one replaces it, so that it is whole at any instant. */
typedef struct CM_LIST {
    ULONG count, room;
    ULONG gone; /* items that only say that a default was deleted */
    ULONG reserved;
    arena_ptr at[];
} CM_LIST;

typedef struct CM_TEXT {
    ULONG size; /* bytes */
    WCHAR text[];
} CM_TEXT;

/* State of keys and values. */
#define CM_IS_DEFAULT  1u /* the built-in layer has it */
#define CM_IS_KEPT     2u /* the file has something of it */
#define CM_IS_GONE     4u /* a default that was deleted */
#define CM_IS_VOLATILE 8u
#define CM_IS_LINK     16u
#define CM_IS_DELETED  32u /* keys: no longer in the tree */

typedef struct CM_VALUE_NODE {
    ULONG size; /* of this block */
    ULONG type, data_size, hash;
    ULONG epoch;
    arena_ptr base; /* the default value that it hides */
    USHORT name_size;
    USHORT state;
    ULONG reserved;
    WCHAR name[]; /* then the data, aligned to 8 */
} CM_VALUE_NODE;

typedef struct CM_KEY_NODE {
    volatile LONG references; /* the tree's and those of key objects */
    USHORT state, depth;
    arena_ptr parent, name;     /* CM_TEXT */
    arena_ptr children, values; /* CM_LIST; children by upper-case name, values by age */
    arena_ptr class_name;       /* CM_TEXT */
    arena_ptr security;         /* CM_TEXT */
    arena_ptr watches;          /* CM_OBJECT list */
    ULONG epoch;
    int64_t written;
} CM_KEY_NODE;

/* A key object: what a handle stands for. */
typedef struct CM_OBJECT {
    OB_HEADER header;
    arena_ptr key;
    arena_ptr other; /* HKEY_CLASSES_ROOT: the machine's key behind the user's */
    UCHAR merged;    /* below HKEY_CLASSES_ROOT */
    UCHAR watching, subtree, pending;
    ULONG filter;
    arena_ptr next_watch; /* in its key's list */
    arena_ptr events;     /* CM_WAIT list */
} CM_OBJECT;

typedef struct CM {
    volatile LONG tree_lock, write_lock;
    volatile LONG ready;
    ULONG epoch;
    arena_ptr root, machine, users, user;
    arena_ptr software, classes, user_classes;
    arena_ptr scratch;            /* the writer's */
    uint64_t generation, applied; /* of the file: what the tree has of it */
    uint64_t file_id;
    uint64_t compact_at; /* file size */
    volatile int64_t checked;
} CM;

#define CM_SCRATCH 0x40000u

extern CM *cm;

static inline CM_KEY_NODE *cm_key(arena_ptr at)
{
    return ARENA_AT(CM_KEY_NODE, at);
}

static inline void cm_lock_tree(void)
{
    ke_enter();
    arena_lock(&cm->tree_lock);
}

static inline void cm_unlock_tree(void)
{
    arena_unlock(&cm->tree_lock);
    ke_leave();
}

/* ---- cm_tree.c: under the tree's lock */

int cm_compare(const WCHAR *a, ULONG a_size, const WCHAR *b, ULONG b_size);
/* The child, gone ones too; *index is where it stands or belongs. */
CM_KEY_NODE *cm_find_child(const CM_KEY_NODE *key, const WCHAR *name, ULONG size, ULONG *index);
/* Makes a child that is not there; NULL: the arena is full. */
CM_KEY_NODE *cm_add_child(CM_KEY_NODE *key, const WCHAR *name, ULONG size, USHORT state);
CM_KEY_NODE *cm_new_key(CM_KEY_NODE *parent, const WCHAR *name, ULONG size);
void cm_remove_child(CM_KEY_NODE *key);
NTSTATUS cm_rename_child(CM_KEY_NODE *key, const WCHAR *name, ULONG size);
CM_VALUE_NODE *cm_find_value(const CM_KEY_NODE *key, const WCHAR *name, ULONG size, ULONG *index);
static inline void *cm_value_data(const CM_VALUE_NODE *value)
{
    return (char *)value->name + ((value->name_size + 7u) & ~7u);
}
/* Sets a value; a default is kept behind it unless `state` says that it is one itself. */
NTSTATUS cm_put_value(CM_KEY_NODE *key, const WCHAR *name, ULONG name_size, ULONG type,
                      const void *data, ULONG size, USHORT state);
/* Takes a value away: what the file said of it, or (hide) the default too. */
void cm_drop_value(CM_KEY_NODE *key, ULONG index, BOOLEAN hide);
/* Marks or unmarks as gone, in its list too. */
void cm_set_gone(CM_KEY_NODE *key, BOOLEAN gone);
NTSTATUS cm_put_text(arena_ptr *place, const void *text, ULONG size);
void cm_hold_key(CM_KEY_NODE *key);
void cm_release_key(CM_KEY_NODE *key);
/* Items of a list that are not gone, and the one of that number. */
ULONG cm_count(arena_ptr list);
CM_KEY_NODE *cm_child_at(const CM_KEY_NODE *key, ULONG index);
CM_VALUE_NODE *cm_value_at(const CM_KEY_NODE *key, ULONG index);
BOOLEAN cm_has_volatile_parent(const CM_KEY_NODE *key);
/* The path below \REGISTRY, without a leading backslash; returns its size in bytes, 0: too long. */
ULONG cm_path_of(const CM_KEY_NODE *key, WCHAR *path, ULONG room);

/* ---- cm_apply.c: under the tree's lock */

/* Does what a record says. */
NTSTATUS cm_apply(const CM_ENTRY *entry);
/* Deletes a key with what is below. */
void cm_delete_tree(CM_KEY_NODE *key);
/* Takes back all that the file said before this epoch. */
void cm_forget_old(void);

/* ---- cm_hive.c */

/* The registry is there: the first call of a session makes it. */
NTSTATUS cm_start(void);
static inline NTSTATUS cm_ready(void)
{
    if (__builtin_expect(cm && cm->ready, 1))
        return STATUS_SUCCESS;
    return cm_start();
}
/* Looks now and then whether another session has changed the file. */
void cm_look(void);
/* One change: begin (exclusive; the tree is up to date), any number of cm_change, end. kept: the
 * change belongs to the file. */
NTSTATUS cm_begin(BOOLEAN kept);
/* entry's path and time are filled in: key, or the child of that name to be made. */
NTSTATUS cm_change(CM_KEY_NODE *key, CM_ENTRY *entry, const WCHAR *child, ULONG child_size);
void cm_end(void);
NTSTATUS cm_flush(void);
static inline BOOLEAN cm_is_kept(const CM_KEY_NODE *key)
{
    return !(key->state & CM_IS_VOLATILE);
}

/* cm_compact.c: writes the tree's kept part to a new file that takes the old one's place. aside:
 * the old one gets another name. */
NTSTATUS cm_compact(PalHandle old, BOOLEAN aside);

/* ---- cm_default.c, cm_zone.c */

NTSTATUS cm_make_defaults(void);
/* A key of the built-in layer, made if it is missing. path below `from`, with backslashes. */
CM_KEY_NODE *cm_default_key(CM_KEY_NODE *from, const WCHAR *path);
void cm_default_text(CM_KEY_NODE *key, const WCHAR *name, ULONG type, const WCHAR *text);
void cm_default_number(CM_KEY_NODE *key, const WCHAR *name, ULONG number);
void cm_default_link(CM_KEY_NODE *from, const WCHAR *path, const WCHAR *target);
void cm_make_zones(CM_KEY_NODE *machine);

/* ---- cm_path.c: under the tree's lock */

typedef struct CM_PLACE {
    CM_KEY_NODE *key;   /* the key, NULL: missing */
    CM_KEY_NODE *other; /* CM_OBJECT.other */
    BOOLEAN merged;
    CM_KEY_NODE *parent; /* of what is missing, where just the last name is */
    const WCHAR *name;   /* the last name */
    ULONG name_size;
} CM_PLACE;

typedef struct CM_NAME { /* a caller's name, safe to read */
    CM_OBJECT *root;     /* referenced, or NULL */
    const WCHAR *text;
    ULONG size;
    BOOLEAN from_heap;
    WCHAR buffer[260];
} CM_NAME;

/* Not under the lock. */
NTSTATUS cm_take_name(const OBJECT_ATTRIBUTES *attributes, CM_NAME *name);
void cm_free_name(CM_NAME *name);
NTSTATUS cm_find(const CM_NAME *name, BOOLEAN view32, BOOLEAN open_link, CM_PLACE *place);

/* ---- cm_object.c */

extern const struct ob_ops cm_key_ops;
NTSTATUS cm_reference(HANDLE handle, ACCESS_MASK access, CM_OBJECT **object);
NTSTATUS cm_new_object(CM_PLACE *place, ACCESS_MASK access, ULONG attributes, HANDLE *handle);

/* ---- cm_notify.c: under the tree's lock */

void cm_notify(CM_KEY_NODE *key, ULONG filter);
/* The key goes: who watches it hears of it. */
void cm_notify_end(CM_KEY_NODE *key);
void cm_stop_watching(CM_OBJECT *object);

#endif
