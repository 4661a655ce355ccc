/*
 * ob.h - objects, handles and names.
 *
 * An object lives in the session arena and starts with an OB_HEADER. References keep its memory,
 * handles keep it open: when the last handle goes the type's close runs, when the last reference
 * goes its destroy runs and the memory is reused (type-stable).
 */
#ifndef BAILEY_OB_H
#define BAILEY_OB_H

#include "ke.h"

enum ob_type {
    OB_EVENT = 1,
    OB_MUTANT,
    OB_SEMAPHORE,
    OB_TIMER,
    OB_THREAD,
    OB_PROCESS,
    OB_FILE,
    OB_SECTION,
    OB_DIRECTORY,
    OB_SYMLINK,
    OB_COMPLETION,
    OB_KEYED_EVENT,
    OB_KEY,
    OB_TOKEN,
    OB_JOB,
    OB_TYPE_COUNT
};

typedef struct OB_HEADER {
    KE_HEADER dispatcher;
    volatile LONG references;
    volatile LONG handles;
    UCHAR type; /* enum ob_type */
    UCHAR permanent;
    UCHAR kept; /* its memory is not used again */
    UCHAR reserved;
    arena_ptr name;     /* OB_NAME or 0 */
    arena_ptr security; /* SE_KEPT or 0; under dispatcher.lock */
} OB_HEADER;

struct OB_TABLE;

struct ob_ops {
    const WCHAR *name;      /* "Event", as NtQueryObject says */
    ULONG size;             /* of the whole object, OB_HEADER first */
    ACCESS_MASK all_access; /* what GENERIC_ALL / MAXIMUM_ALLOWED mean */
    GENERIC_MAPPING mapping;
    void (*close)(void *object,
                  struct OB_TABLE *table); /* a handle goes (before the count falls), or NULL */
    void (*last_close)(void *object);      /* no handle is left, or NULL */
    void (*destroy)(void *object);         /* no reference is left, or NULL */
    KE_HEADER *(*waitable)(void *object);  /* NULL: its own header, if its kind is not KE_NONE */
    /* NtQueryObject(ObjectNameInformation) where the name is not in the table, or NULL. */
    NTSTATUS (*query_name)(void *object, PVOID buffer, ULONG size, ULONG *needed);
};

/* One entry a type; each component defines its own and lists it in ob_types.c. */
extern const struct ob_ops *const ob_types[OB_TYPE_COUNT];

/* A zeroed object of the type with one reference, or NULL when the arena is full. The dispatcher's
 * kind is KE_NONE until the caller sets it. */
void *ob_create(enum ob_type type);
/* Gives it a name (from attributes, may be NULL or nameless) and a handle; consumes the creator's
 * reference, also on failure. If the name exists: OBJ_OPENIF opens that (STATUS_OBJECT_NAME_EXISTS,
 * a success) if it is of the same type, else STATUS_OBJECT_NAME_COLLISION / OBJECT_TYPE_MISMATCH.
 */
NTSTATUS ob_insert(void *object, const OBJECT_ATTRIBUTES *attributes, ACCESS_MASK access,
                   HANDLE *handle);
/* Opens a named object. */
NTSTATUS ob_open(enum ob_type type, const OBJECT_ATTRIBUTES *attributes, ACCESS_MASK access,
                 HANDLE *handle);
/* A new handle to an object that is referenced (its reference count grows). attributes:
 * OBJ_INHERIT. */
NTSTATUS ob_create_handle(void *object, ACCESS_MASK access, ULONG attributes, HANDLE *handle);
/* The object behind a handle, referenced. type 0: any. access: rights that the handle must have, as
 * specific rights. STATUS_INVALID_HANDLE, OBJECT_TYPE_MISMATCH, ACCESS_DENIED. Knows the pseudo
 * handles of process and thread. granted may be NULL. */
NTSTATUS ob_reference(HANDLE handle, enum ob_type type, ACCESS_MASK access, void **object,
                      ACCESS_MASK *granted);
void ob_reference_object(void *object);
/* The same for one that may be on its way out: FALSE, it has no reference left. */
BOOLEAN ob_try_reference(void *object);
void ob_dereference(void *object);

#endif
