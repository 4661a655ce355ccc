#ifndef NCRYPT_OBJECTS_H
#define NCRYPT_OBJECTS_H

#include "nt_error.h"
#include <bcrypt.h>
#include <ncrypt.h>

/*
 * The one provider keeps keys in software; cryptography is bcrypt's. A key comes into being when it
 * is finalized or imported; one with a name is a registry key then.
 */
struct object {
    ULONG magic;
    enum { PROVIDER, KEY, SECRET } kind;
};

struct property {
    struct property *next;
    DWORD size;
    WCHAR name[64];
    BYTE data[];
};

struct algorithm {
    const WCHAR *name, *group;
    DWORD min, max, step, standard; /* bits */
    ULONG public_magic;             /* of elliptic curves; a private one's is the next letter */
};

struct key {
    struct object object;
    const struct algorithm *algorithm;
    BCRYPT_KEY_HANDLE key;
    DWORD bits, policy, usage, flags; /* flags: NCRYPT_MACHINE_KEY_FLAG, _OVERWRITE_KEY_FLAG */
    BOOL finalized, secret;
    WCHAR name[MAX_PATH]; /* empty: it vanishes with its handle */
    struct property *properties;
};

struct secret {
    struct object object;
    BCRYPT_SECRET_HANDLE secret;
};

/* NULL if the handle is none of that kind. */
void *get_object(NCRYPT_HANDLE handle, int kind);
void *object_make(int kind, SIZE_T size);

const struct algorithm *algorithm_find(const WCHAR *name);
const struct algorithm *algorithm_at(DWORD index);
const struct algorithm *algorithm_of_magic(ULONG magic);

SECURITY_STATUS status_of(NTSTATUS status);
/* Copies out; NTE_BUFFER_TOO_SMALL. */
SECURITY_STATUS give(const void *value, DWORD size, BYTE *buffer, DWORD room, DWORD *needed);

void key_free(struct key *key);
/* Makes a key's bcrypt key of a blob. */
SECURITY_STATUS key_import(struct key *key, const WCHAR *type, const BYTE *blob, DWORD size);
const WCHAR *private_blob_type(const struct algorithm *algorithm);

/* Keys in the registry. */
SECURITY_STATUS stored_load(const WCHAR *name, DWORD flags, struct key *key);
SECURITY_STATUS stored_save(const struct key *key);
SECURITY_STATUS stored_delete(const struct key *key);
BOOL stored_exists(const WCHAR *name, DWORD flags);
/* By index; NULL at the end. The name is in room. */
BOOL stored_name(DWORD index, DWORD flags, WCHAR *name, DWORD room);

#endif
