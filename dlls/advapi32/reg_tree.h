#ifndef BAILEY_REG_TREE_H
#define BAILEY_REG_TREE_H

#include "nt_error.h"

/*
 * The registry of this process: a tree of keys in memory, made from reg_defaults.c at the first use
 * and gone with the process. Everything here but reg_lock itself needs reg_lock held.
 */

struct reg_value {
    struct reg_value *next; /* in the order of their making */
    DWORD type, size;
    BYTE *data;
    WCHAR name[]; /* "" is the key's default value */
};

struct reg_key {
    struct reg_key *parent, *next, *children; /* children are sorted by upper-case name */
    struct reg_value *values;
    struct reg_watch *watches;
    LONG references; /* of handles; the tree itself holds one until the key is deleted */
    BOOL deleted, is_volatile;
    FILETIME written;
    WCHAR *class_name; /* or NULL */
    WCHAR name[];
};

#define REG_MAX_NAME       255
#define REG_MAX_VALUE_NAME 16383

extern SRWLOCK reg_lock;

/* Names compare without case; count is in characters. */
int reg_compare(const WCHAR *a, DWORD a_count, const WCHAR *b, DWORD b_count);

struct reg_key *reg_root(HKEY predefined);
struct reg_key *reg_find_child(struct reg_key *key, const WCHAR *name, DWORD count);
/* NULL: no memory. */
struct reg_key *reg_add_child(struct reg_key *key, const WCHAR *name, DWORD count);
/* Walks a path such as L"Software\\Classes"; makes what is missing where make is set, *made says
 * whether the last step was made. Returns a Win32 error. */
LONG reg_walk(struct reg_key *key, const WCHAR *path, BOOL make, struct reg_key **found,
              BOOL *made);
/* Takes a key without children out of the tree. */
void reg_delete(struct reg_key *key);
void reg_release(struct reg_key *key);

struct reg_value *reg_find_value(struct reg_key *key, const WCHAR *name);
LONG reg_set_value(struct reg_key *key, const WCHAR *name, DWORD type, const void *data,
                   DWORD size);
BOOL reg_delete_value(struct reg_key *key, const WCHAR *name);

/* Marks a change: the time, and events that wait for one (filter: REG_NOTIFY_CHANGE_...). */
void reg_touch(struct reg_key *key, DWORD filter);
LONG reg_watch(struct reg_key *key, BOOL subtree, DWORD filter, HANDLE event);

/* The key behind a handle that has the rights; a Win32 error. */
LONG reg_lookup(HKEY handle, REGSAM access, struct reg_key **key);
LONG reg_new_handle(struct reg_key *key, REGSAM access, HKEY *handle);
LONG reg_close_handle(HKEY handle);

/* Fills the tree; called once, by reg_root. */
void reg_make_defaults(struct reg_key *machine, struct reg_key *user);

static inline void *reg_allocate(SIZE_T size)
{
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size);
}

static inline void reg_free(void *memory)
{
    if (memory)
        HeapFree(GetProcessHeap(), 0, memory);
}

#endif
