/*
 * ob_private.h - handle tables and names, between the files of Ob.
 */
#ifndef BAILEY_OB_PRIVATE_H
#define BAILEY_OB_PRIVATE_H

#include "arena_private.h"
#include "ob.h"
#include "ps.h"

#define OB_CHUNK_ENTRIES 512
#define OB_CHUNK_COUNT   512
#define OB_INHERIT       0x80000000u /* in an entry's access word */
#define OB_PROTECT       0x40000000u
#define OB_ACCESS_MASK   0x3fffffffu

/* Read and written as one 64-bit word. */
typedef union OB_ENTRY {
    struct {
        arena_ptr object; /* 0: free, access is then the next free index + 1 */
        ULONG access;
    };
    volatile LONG64 word;
} OB_ENTRY;

/* A process's handles; in the arena, so that other processes can duplicate and run down. */
typedef struct OB_TABLE {
    volatile LONG lock;
    arena_ptr process;                /* KPROCESS */
    ULONG first_free;                 /* index + 1 */
    ULONG used;                       /* indices ever used */
    LONG count;                       /* handles open */
    arena_ptr chunks[OB_CHUNK_COUNT]; /* OB_ENTRY[OB_CHUNK_ENTRIES] */
} OB_TABLE;

typedef struct OB_NAME {
    arena_ptr next;
    arena_ptr object; /* 0: being removed */
    ULONG hash;
    USHORT length; /* bytes */
    USHORT reserved;
    WCHAR text[];
} OB_NAME;

OB_TABLE *ob_table_create(void);
static inline OB_TABLE *ob_table(void)
{
    return ARENA_AT(OB_TABLE, ps_process->handle_table);
}
OB_ENTRY *ob_entry(OB_TABLE *table, HANDLE handle);
NTSTATUS ob_table_insert(OB_TABLE *table, void *object, ULONG access, HANDLE *handle);
NTSTATUS ob_close(OB_TABLE *table, HANDLE handle);
void ob_table_free(OB_TABLE *table);
/* Fills the empty table of a new process: the inheritable handles of `from`, with a list only those
 * in it, keep their numbers. */
NTSTATUS ob_table_inherit(OB_TABLE *from, OB_TABLE *to, BOOLEAN inherit, const HANDLE *list,
                          ULONG count);
BOOLEAN ob_table_has(OB_TABLE *table, const void *object);
/* Closes every handle of a table (process end). */
void ob_table_run_down(OB_TABLE *table);
ACCESS_MASK ob_map_access(enum ob_type type, ACCESS_MASK access);

/* The full path of a name: root directory's own and the given one. *length in bytes. */
NTSTATUS ob_full_name(const OBJECT_ATTRIBUTES *attributes, WCHAR *buffer, ULONG size,
                      ULONG *length);
/* Under the name lock (taken inside). Finds and references, or enters the new object. */
NTSTATUS ob_name_lookup(const WCHAR *name, ULONG length, BOOLEAN any_case, void **object);
NTSTATUS ob_name_insert(void *object, const WCHAR *name, ULONG length, BOOLEAN any_case,
                        void **existing);
void ob_name_remove(OB_HEADER *object);
/* Is there a directory for that full name to stand in? OBJECT_PATH_NOT_FOUND. */
NTSTATUS ob_check_parent(const WCHAR *name, ULONG length);
#define OB_NAME_MAX 1024 /* bytes */

#endif
